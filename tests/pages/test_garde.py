"""Garder et partager : lien, lecture, historique, copies, données, fichier lu avant d'être ouvert."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple
from clas_model.erreurs import DossierIntrouvable
from clas_model.persistance import SqlDossierRepository, adresse
from clas_model.restitution.reprise import Reprise
from pages.commun import session
from pages.commun.session import Session

COMPLET = charger_exemple("complet")


def etat(essai: AppTest) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat


def textes(essai: AppTest) -> str:
    morceaux = [e.value for genre in ("markdown", "caption", "info", "warning", "error") for e in getattr(essai, genre)]
    return "\n".join(morceaux).replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def commence(ouvrir: Any, widget: Any) -> AppTest:
    """Un dossier enregistré, d'une réponse."""
    essai: AppTest = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    return essai


def depot() -> SqlDossierRepository:
    return SqlDossierRepository(adresse())


class TestPartager:
    def test_rien_a_partager_avant_la_premiere_reponse(self, ouvrir: Any) -> None:
        assert "donnez une première réponse" in textes(ouvrir("garde/partager.py"))

    def test_le_lien_ramene_au_dossier_et_le_lien_de_lecture_ne_s_ecrit_pas(self, commence: AppTest) -> None:
        secret = etat(commence).secret
        assert secret
        commence.switch_page("../garde/partager.py").run()
        assert any(f"?dossier={secret}" in h.proto.body for h in commence.get("html"))
        commence.button(key="creer-lecture").click().run()
        lecture = depot().share(secret)
        assert any(f"?dossier={lecture}" in h.proto.body for h in commence.get("html"))
        commence.button(key="couper-lecture").click().run()
        with pytest.raises(DossierIntrouvable):
            depot().get(lecture)

    def test_le_fichier_du_lien_ramene_et_previent(self) -> None:
        from pages.commun.liens import en_fichier

        page = en_fichier("http://localhost:8501/?dossier=abc&x=<script>", "Les « P & C »")
        assert 'href="http://localhost:8501/?dossier=abc&amp;x=&lt;script&gt;"' in page
        assert "peut lire et modifier" in page
        assert 'content="no-referrer"' in page

    def test_partir_de_ce_dossier_pour_l_an_prochain(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/structure.py", exemple="complet")
        widget(essai, "structure.nom").set_value("Les Lanternes").run()
        ancien = etat(essai).secret
        essai.switch_page("../garde/partager.py").run()
        essai.button(key="reconduire").click().run()
        assert etat(essai).secret != ancien
        assert etat(essai).dossier.structure.annee_scolaire == "2027-2028"
        assert "à confirmer" in textes(essai)
        # La marque est sous le champ, se liste à la relecture, et part d'un clic.
        essai.switch_page("../dossier/relecture.py").run()
        assert "de l'an dernier à confirmer" in textes(essai)
        essai.switch_page("../dossier/groupes.py").run()
        avant = len(etat(essai).dossier.a_confirmer)
        widget(essai, "groupes.g1.effectif:confirmer").click().run()
        assert len(etat(essai).dossier.a_confirmer) == avant - 1


class TestHistorique:
    def test_une_version_passee_se_compare_et_se_reprend(self, commence: AppTest, widget: Any) -> None:
        widget(commence, "structure.nom").set_value("Écrasé par erreur").run()
        commence.switch_page("../garde/historique.py").run()
        assert "« Les Passerelles » → « Écrasé par erreur »" in textes(commence)
        commence.button(key="restaurer-1").click().run()
        assert etat(commence).dossier.structure.nom == "Les Passerelles"
        assert [v.dossier.structure.nom for v in depot().history(etat(commence).secret or "")] == [
            "Les Passerelles",
            "Écrasé par erreur",
            "Les Passerelles",
        ]
        commence.switch_page("../dossier/structure.py").run()
        assert widget(commence, "structure.nom").value == "Les Passerelles"

    def test_un_groupe_retire_se_dit_et_revient(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/groupes.py", exemple="complet")
        widget(essai, "groupes.g1.effectif").set_value("9").run()
        widget(essai, "groupes.g1:retirer").click().run()
        essai.switch_page("../garde/historique.py").run()
        assert "Groupe 1 : Les Petites Lanternes : retiré" in textes(essai)
        essai.button(key="restaurer-1").click().run()
        assert [g.id for g in etat(essai).dossier.groupes] == ["g1", "g2", "g3"]

    def test_une_version_perimee_ne_s_ecrase_pas(self, ouvrir: Any, commence: AppTest, widget: Any) -> None:
        widget(commence, "structure.nom").set_value("Deux").run()
        autre = ouvrir("dossier/structure.py", dossier=etat(commence).secret)
        widget(autre, "structure.commune").set_value("Valbrune").run()
        commence.switch_page("../garde/historique.py").run()
        commence.button(key="restaurer-1").click().run()
        assert "a été modifié dans un autre onglet" in textes(commence)
        assert depot().get(etat(commence).secret or "").dossier.structure.commune == "Valbrune"


class TestFichierLu:
    def test_on_lit_ce_qu_il_contient_avant_de_l_ouvrir(self, commence: AppTest) -> None:
        ouvert = etat(commence).secret
        commence.switch_page("../commun/accueil.py").run()
        etat(commence).fichier_lu = Reprise(COMPLET)
        commence.run()
        assert "Ce fichier contient" in textes(commence)
        assert "3 groupes" in textes(commence)
        assert "Année scolaire 2026-2027" in textes(commence)
        # Rien n'est encore remplacé.
        assert etat(commence).secret == ouvert
        commence.button(key="fichier-laisser").click().run()
        assert "Ce fichier contient" not in textes(commence)
        etat(commence).fichier_lu = Reprise(COMPLET)
        commence.run()
        commence.button(key="fichier-ouvrir").click().run()
        assert etat(commence).dossier.structure.nom == COMPLET.structure.nom
        assert etat(commence).secret != ouvert
        assert [q.secret for q in etat(commence).quittees] == [ouvert]

    def test_on_en_part_pour_l_annee_suivante(self, ouvrir: Any) -> None:
        essai = ouvrir()
        etat(essai).fichier_lu = Reprise(COMPLET)
        essai.run()
        assert essai.button(key="fichier-reconduire").label == "En partir pour 2027-2028"
        essai.button(key="fichier-reconduire").click().run()
        assert etat(essai).dossier.structure.annee_scolaire == "2027-2028"
        assert "groupes.g1.effectif" in etat(essai).dossier.a_confirmer


class TestRetrouver:
    def test_le_lien_colle_en_entier_ou_son_secret_ramene_au_dossier(self, ouvrir: Any, commence: AppTest) -> None:
        secret = etat(commence).secret
        for colle in (f"http://localhost:8501/groupes?dossier={secret}", f"  {secret} "):
            essai = ouvrir("garde/retrouver.py")
            essai.text_input(key="lien-colle").set_value(colle).run()
            assert etat(essai).secret == secret
            assert etat(essai).dossier.structure.nom == "Les Passerelles"

    def test_un_lien_abime_le_dit_sans_rien_ouvrir(self, ouvrir: Any) -> None:
        essai = ouvrir("garde/retrouver.py")
        essai.text_input(key="lien-colle").set_value("http://localhost:8501/?dossier=abime").run()
        assert "ne mène à aucun dossier" in textes(essai)
        assert etat(essai).secret is None


class TestDonnees:
    def test_la_page_dit_quoi_ou_combien_de_temps_et_par_qui(
        self, ouvrir: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CLAS_RESPONSABLE", "la Caf de la Vallée")
        monkeypatch.setenv("CLAS_CONSERVATION_MOIS", "6")
        texte = textes(ouvrir("garde/donnees.py"))
        assert "tenus par la Caf de la Vallée" in texte
        assert "6 mois après la dernière réponse" in texte
        monkeypatch.delenv("CLAS_RESPONSABLE")
        monkeypatch.setenv("CLAS_CONSERVATION_MOIS", "douze")
        texte = textes(ouvrir("garde/donnees.py"))
        assert "ne s'est pas nommée" in texte
        assert "13 mois après la dernière réponse" in texte

    def test_effacer_demande_confirmation_et_ne_laisse_rien(self, commence: AppTest) -> None:
        secret = etat(commence).secret or ""
        lecture = depot().share(secret)
        commence.switch_page("../garde/donnees.py").run()
        assert commence.button(key="effacer").disabled
        commence.checkbox(key="sur-d-effacer").check().run()
        commence.button(key="effacer").click().run()
        for parti in (secret, lecture):
            with pytest.raises(DossierIntrouvable):
                depot().get(parti)
        assert etat(commence).secret is None
        assert etat(commence).dossier.structure.nom is None
        assert etat(commence).quittees == ()
        assert "dossier" not in commence.query_params
        assert "Il n'en reste rien ici" in textes(commence)
        # Le navigateur oublie aussi.
        assert any("oublier" in h.proto.body and secret in h.proto.body for h in commence.get("html"))

    def test_ce_qui_ressemble_a_une_personne_se_dit_sous_le_champ_et_avant_d_envoyer(
        self, ouvrir: Any, widget: Any
    ) -> None:
        essai = ouvrir("dossier/diagnostic.py")
        widget(essai, "diagnostic.synthese").set_value("L'élève Lina : appeler le 06 12 34 56 78").run()
        assert "« élève Lina » ressemble à un nom de personne" in textes(essai)
        assert "« 06 12 34 56 78 » ressemble à un numéro de téléphone" in textes(essai)
        essai.switch_page("../restitution/brouillon.py").run()
        assert any("2 passages à regarder" in e.label.replace("\u00a0", " ") for e in essai.expander)


class TestAPlusieurs:
    def test_une_etape_rappelle_son_role(self, commence: AppTest) -> None:
        commence.switch_page("../garde/reunir.py").run()
        choix = next(s for s in commence.selectbox if s.key and s.key.endswith("role:groupes"))
        choix.set_value("la directrice").run()
        assert [(a.id, a.role) for a in etat(commence).dossier.repartition] == [("groupes", "la directrice")]
        commence.switch_page("../dossier/groupes.py").run()
        assert "rôle : la directrice" in textes(commence)

    def test_les_copies_se_reunissent_et_la_personne_chargee_de_l_etape_l_emporte_d_abord(
        self, commence: AppTest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from clas_model.fichier import ecrire_json

        class Fichier:
            def __init__(self, nom: str, octets: bytes) -> None:
                self.name, self._octets = nom, octets

            def getvalue(self) -> bytes:
                return self._octets

        depart = etat(commence).dossier
        copie = avec(avec(depart, "structure.nom", "Autre nom"), "ecole.coconstruction", True)
        recus = [Fichier("ecole.json", ecrire_json(copie).encode()), Fichier("photo.json", b"{")]
        monkeypatch.setattr(st, "file_uploader", lambda *_, **__: recus)
        commence.switch_page("../garde/reunir.py").run()
        choix = next(s for s in commence.selectbox if s.key and s.key.endswith("role:structure"))
        choix.set_value("la référente école").run()
        assert "photo.json : Ce fichier n'est pas du JSON lisible" in textes(commence)
        assert "1 réponse à choisir" in textes(commence)
        (radio,) = commence.radio
        assert radio.value == 0
        commence.selectbox(key="copie-role-0").set_value("la référente école").run()
        commence.button(key="reunir").click().run()
        assert etat(commence).dossier.ecole.coconstruction is True
        assert etat(commence).dossier.id == depart.id
        assert "Les copies sont réunies" in textes(commence)
