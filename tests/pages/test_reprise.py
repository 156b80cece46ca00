"""Revenir à son dossier : le cookie, le lien de lecture, le dossier effacé ou près de l'être, les choix en suspens."""

import asyncio
import datetime as dt
import json
from typing import Any

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from clas_model.dossier import Dossier
from clas_model.persistance import SqlDossierRepository, adresse
from pages.commun import session
from pages.commun.serveur import COOKIE, lire_cookie, souvenir
from pages.commun.session import Session

UN, DEUX = "a" * 43, "b" * 43


def etat(essai: AppTest) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat


def secret_de(essai: AppTest) -> str:
    secret = etat(essai).secret
    assert secret
    return secret


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Ceux que le navigateur envoie."""
    envoyes: dict[str, str] = {}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: envoyes))
    return envoyes


def demande(corps: bytes, cookie: str | None = None, **entetes: str) -> Response:
    noms = {n.replace("_", "-"): v for n, v in entetes.items()} | ({"cookie": f"{COOKIE}={cookie}"} if cookie else {})
    portee = {
        "type": "http", "method": "POST", "path": "/souvenir", "query_string": b"", "scheme": "http",
        "server": ("localhost", 80), "headers": [(n.encode(), v.encode()) for n, v in noms.items()],
    }  # fmt: skip

    async def recevoir() -> dict[str, Any]:
        return {"type": "http.request", "body": corps, "more_body": False}

    return asyncio.run(souvenir(Request(portee, recevoir)))


class TestCookie:
    def test_il_retient_le_dernier_d_abord_sans_doublon_et_cinq_au_plus(self) -> None:
        reponse = demande(json.dumps({"retenir": UN}).encode(), cookie=f"{DEUX}.{UN}")
        pose = reponse.headers["set-cookie"]
        assert reponse.status_code == 204
        assert pose.startswith(f"{COOKIE}={UN}.{DEUX};")
        assert {"httponly", "samesite=strict", "path=/"} <= {m.strip().lower() for m in pose.split(";")}
        anciens = ".".join(c * 43 for c in "cdefg")
        pose = demande(json.dumps({"retenir": UN}).encode(), cookie=anciens).headers["set-cookie"]
        assert len(lire_cookie(pose.split(";")[0].partition("=")[2])) == 5

    def test_il_ne_voyage_qu_en_https_derriere_un_mandataire_en_https(self) -> None:
        pose = demande(json.dumps({"retenir": UN}).encode(), x_forwarded_proto="https").headers["set-cookie"]
        assert "secure" in pose.lower()

    def test_il_oublie(self) -> None:
        reponse = demande(json.dumps({"oublier": UN}).encode(), cookie=f"{UN}.{DEUX}")
        assert reponse.headers["set-cookie"].startswith(f"{COOKIE}={DEUX};")
        vide = demande(json.dumps({"oublier": UN}).encode(), cookie=UN).headers["set-cookie"]
        assert "max-age=0" in vide.lower()

    @pytest.mark.parametrize(
        "corps",
        [b"", b"{", b"[]", b"null", b"{}", b'{"retenir": 1}', b'{"retenir": "court"}', b"\xff", b" " * 600,
         json.dumps({"autre": UN}).encode(), json.dumps({"retenir": f"{UN[1:]}."}).encode(),
         json.dumps({"retenir": UN, "oublier": UN}).encode()],
    )  # fmt: skip
    def test_une_demande_mal_faite_ne_pose_rien(self, corps: bytes) -> None:
        reponse = demande(corps)
        assert reponse.status_code == 400
        assert "set-cookie" not in reponse.headers

    def test_un_autre_site_ne_peut_rien_poser(self) -> None:
        reponse = demande(json.dumps({"retenir": UN}).encode(), sec_fetch_site="cross-site")
        assert (reponse.status_code, "set-cookie" in reponse.headers) == (403, False)

    def test_un_cookie_abime_se_lit_sans_echouer(self) -> None:
        assert lire_cookie(None) == lire_cookie("") == lire_cookie("x.y") == ()
        assert lire_cookie(f"{UN}.court.{DEUX}") == (UN, DEUX)


class TestDejaOuvert:
    def test_on_dit_qu_un_dossier_existe_avant_d_en_commencer_un_autre(
        self, ouvrir: Any, widget: Any, cookies: dict[str, str]
    ) -> None:
        premier = ouvrir("dossier/structure.py")
        widget(premier, "structure.nom").set_value("Les Passerelles").run()
        cookies[COOKIE] = secret_de(premier)
        essai = ouvrir("dossier/structure.py")
        assert any("Les Passerelles" in i.value for i in essai.info)
        # Une réponse donnée avant d'avoir choisi n'est ni perdue ni mise dans un second dossier.
        widget(essai, "structure.commune").set_value("Valbrune").run()
        assert etat(essai).secret is None
        assert any("où va-t-elle" in e.value.replace("\\", "") for e in essai.error)
        essai.button(key="rejoindre-0").click().run()
        assert secret_de(essai) == secret_de(premier)
        assert etat(essai).dossier.structure.nom == "Les Passerelles"
        assert etat(essai).dossier.structure.commune == "Valbrune"
        assert not essai.error
        assert SqlDossierRepository(adresse()).get(secret_de(premier)).dossier.structure.commune == "Valbrune"

    def test_on_peut_en_commencer_un_autre(self, ouvrir: Any, widget: Any, cookies: dict[str, str]) -> None:
        premier = ouvrir("dossier/structure.py")
        widget(premier, "structure.nom").set_value("Les Passerelles").run()
        cookies[COOKIE] = secret_de(premier)
        essai = ouvrir("dossier/structure.py")
        widget(essai, "structure.nom").set_value("Autre projet").run()
        essai.button(key="un-autre").click().run()
        assert secret_de(essai) != secret_de(premier)
        assert etat(essai).dossier.structure.nom == "Autre projet"
        assert not essai.error

    def test_l_adresse_l_emporte_et_ne_demande_rien(self, ouvrir: Any, widget: Any, cookies: dict[str, str]) -> None:
        premier = ouvrir("dossier/structure.py")
        widget(premier, "structure.nom").set_value("Les Passerelles").run()
        cookies[COOKIE] = secret_de(premier)
        essai = ouvrir("dossier/structure.py", dossier=secret_de(premier))
        assert not essai.info
        assert etat(essai).connus == ()

    def test_un_dossier_retenu_mais_efface_n_est_pas_propose(self, ouvrir: Any, cookies: dict[str, str]) -> None:
        cookies[COOKIE] = UN
        assert etat(ouvrir("dossier/structure.py")).connus == ()


class TestLecture:
    def test_un_lien_de_lecture_montre_et_ne_change_rien(self, ouvrir: Any, widget: Any) -> None:
        premier = ouvrir("dossier/structure.py")
        widget(premier, "structure.nom").set_value("Les Passerelles").run()
        depot = SqlDossierRepository(adresse())
        essai = ouvrir("dossier/structure.py", dossier=depot.share(secret_de(premier)))
        assert any("ne permet pas de le modifier" in i.value for i in essai.info)
        # Les champs sont grisés ; `test_rattrapage` vérifie qu'une réponse qui arriverait quand même ne change rien.
        assert widget(essai, "structure.nom").disabled
        assert widget(essai, "structure.but_lucratif").disabled
        assert depot.get(secret_de(premier)).revision == 1
        essai.button(key="copier").click().run()
        assert secret_de(essai) != secret_de(premier)
        assert not etat(essai).lecture_seule
        assert etat(essai).dossier.structure.nom == "Les Passerelles"


class TestEffacement:
    def test_un_dossier_efface_ailleurs_se_dit_et_peut_recommencer(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/structure.py")
        widget(essai, "structure.nom").set_value("Les Passerelles").run()
        efface = secret_de(essai)
        SqlDossierRepository(adresse()).erase(efface)
        widget(essai, "structure.commune").set_value("Valbrune").run()
        assert any("ne mène à aucun dossier" in e.value for e in essai.error)
        essai.button(key="recommencer").click().run()
        assert secret_de(essai) != efface
        lu = SqlDossierRepository(adresse()).get(secret_de(essai)).dossier.structure
        assert (lu.nom, lu.commune) == ("Les Passerelles", "Valbrune")

    @pytest.mark.parametrize(("jours", "annonce"), [(300, False), (350, True), (420, True)])
    def test_l_effacement_s_annonce_deux_mois_avant(self, ouvrir: Any, jours: int, annonce: bool) -> None:
        """Treize mois font au moins 394 jours ; onze mois, au plus 337."""
        depot = SqlDossierRepository(adresse(), lambda: dt.datetime.now(dt.UTC) - dt.timedelta(days=jours))
        secret, _ = depot.create(Dossier())
        essai = ouvrir("dossier/structure.py", dossier=secret)
        assert any("il sera effacé après le" in w.value.replace("\\", "") for w in essai.warning) is annonce
        if annonce:
            essai.button(key="garder").click().run()
            assert not essai.warning
            assert not ouvrir("dossier/structure.py", dossier=secret).warning


def test_un_choix_a_faire_survit_a_un_rafraichissement(ouvrir: Any, widget: Any) -> None:
    une = ouvrir("dossier/structure.py")
    widget(une, "structure.nom").set_value("Départ").run()
    autre = ouvrir("dossier/structure.py", dossier=secret_de(une))
    widget(une, "structure.nom").set_value("Le sien").run()
    widget(autre, "structure.nom").set_value("Le mien").run()
    assert set(etat(autre).conflits) == {"structure.nom"}
    relu = ouvrir("dossier/structure.py", dossier=secret_de(une))
    (question,) = [w.value.replace("\\", "").replace("\u00a0", " ") for w in relu.warning]
    assert "Réponse enregistrée : « Le sien ». Autre réponse : « Le mien »." in question
    relu.button(key="garder-mienne").click().run()
    assert not relu.warning
    # L'autre onglet l'apprend à sa prochaine réponse, et ne redemande rien.
    widget(autre, "structure.commune").set_value("Valbrune").run()
    assert etat(autre).conflits == {}
    assert etat(autre).dossier.structure.nom == "Le mien"
    assert etat(ouvrir(dossier=secret_de(une))).conflits == {}


def test_garder_la_reponse_enregistree_est_aussi_un_choix_qui_reste(ouvrir: Any, widget: Any) -> None:
    une = ouvrir("dossier/structure.py")
    widget(une, "structure.nom").set_value("Départ").run()
    autre = ouvrir("dossier/structure.py", dossier=secret_de(une))
    widget(une, "structure.nom").set_value("Le sien").run()
    widget(autre, "structure.nom").set_value("Le mien").run()
    autre.button(key="garder-autre").click().run()
    relu = ouvrir("dossier/structure.py", dossier=secret_de(une))
    assert etat(relu).conflits == {}
    assert etat(relu).dossier.structure.nom == "Le sien"


def test_deux_personnes_qui_ajoutent_chacune_une_carte_en_ont_deux(ouvrir: Any, widget: Any) -> None:
    une = ouvrir("dossier/evaluation.py")
    widget(une, "evaluation.partage").set_value("Départ").run()
    autre = ouvrir("dossier/evaluation.py", dossier=secret_de(une))
    for essai in (une, autre):
        widget(essai, "evaluation.indicateurs:ajouter").click().run()
    widget(une, "evaluation.indicateurs.i1.libelle").set_value("Assiduité").run()
    widget(autre, "evaluation.indicateurs.i2.libelle").set_value("Avis").run()
    assert [i.libelle for i in etat(autre).dossier.evaluation.indicateurs] == ["Assiduité", "Avis"]
    assert not etat(autre).conflits


class TestAnnulerUnRetrait:
    def test_l_annulation_reste_apres_d_autres_reponses_et_les_garde(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/groupes.py", exemple="complet")
        avant = etat(essai).dossier
        widget(essai, "groupes.g1:retirer").click().run()
        widget(essai, "groupes.g2.effectif").set_value("7").run()
        widget(essai, "groupes:annuler").click().run()
        assert [g.id for g in etat(essai).dossier.groupes] == ["g1", "g2", "g3"]
        assert etat(essai).dossier.groupes[0] == avant.groupes[0]
        assert etat(essai).dossier.groupes[1].effectif == 7
        assert etat(essai).annulable is None

    def test_elle_disparait_quand_on_quitte_la_page(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/groupes.py", exemple="complet")
        widget(essai, "groupes.g1:retirer").click().run()
        essai.switch_page("../dossier/budget.py").run()
        essai.switch_page("../dossier/groupes.py").run()
        assert etat(essai).annulable is None

    def test_apres_une_reunion_le_groupe_n_est_pas_double(self, ouvrir: Any, widget: Any) -> None:
        """L'autre personne a modifié le groupe que je retire : il reste, et il n'y a plus rien à annuler."""
        une = ouvrir("dossier/groupes.py", exemple="complet")
        widget(une, "groupes.g1.effectif").set_value("8").run()
        autre = ouvrir("dossier/groupes.py", dossier=secret_de(une))
        widget(autre, "groupes.g1.effectif").set_value("9").run()
        widget(une, "groupes.g1:retirer").click().run()
        assert etat(une).dossier.groupes[0].effectif == 9
        assert etat(une).annulable is None
        assert len(etat(une).dossier.groupes) == 3

    def test_apres_une_reunion_d_autre_chose_elle_reste_possible(self, ouvrir: Any, widget: Any) -> None:
        une = ouvrir("dossier/groupes.py", exemple="complet")
        widget(une, "groupes.g1.effectif").set_value("8").run()
        autre = ouvrir("dossier/groupes.py", dossier=secret_de(une))
        widget(une, "groupes.g3:ouvrir").click().run()
        widget(une, "groupes.g3:retirer").click().run()
        widget(autre, "groupes.g1.effectif").set_value("9").run()
        widget(une, "groupes.g2:ouvrir").click().run()
        widget(une, "groupes.g2.nom").set_value("Nom").run()
        assert len(etat(une).dossier.groupes) == 2
        widget(une, "groupes:annuler").click().run()
        assert [g.id for g in etat(une).dossier.groupes] == ["g1", "g2", "g3"]
        assert etat(une).dossier.groupes[0].effectif == 9
