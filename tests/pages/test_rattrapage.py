"""Un texte que Streamlit n'a pas transmis revient par le champ caché : ni perdu, ni mis par-dessus un autre."""

import json
import zlib
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clas_model.chemins import avec
from clas_model.erreurs import EnregistrementImpossible
from clas_model.persistance import SqlDossierRepository, adresse
from pages.commun import session
from pages.commun.session import Session

COMMUNE = "structure-commune"


def etat(essai: AppTest) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat


def rendre(essai: AppTest, *entrees: tuple[str, str, list[str]]) -> None:
    """Ce que fait le navigateur : (classe du champ, texte, textes d'où l'on partait)."""
    contenu = {"entrees": [{"cle": cle, "texte": texte, "avants": avants} for cle, texte, avants in entrees]}
    essai.text_input(key="rattrapage").set_value(json.dumps(contenu)).run()
    assert not essai.exception


def accuse(essai: AppTest) -> dict[str, int]:
    """Les textes que la page dit enregistrés."""
    (corps,) = (e.proto.body for e in essai.get("html") if "data-clas-recus" in e.proto.body)
    recus: dict[str, int] = json.loads(corps.partition("'")[2].rpartition("'")[0])["recus"]
    return recus


@pytest.fixture
def essai(ouvrir: Any, widget: Any) -> AppTest:
    """Une structure dont le nom est enregistré."""
    resultat: AppTest = ouvrir("dossier/structure.py")
    widget(resultat, "structure.nom").set_value("Les Passerelles").run()
    return resultat


def ailleurs(essai: AppTest, chemin: str, valeur: Any) -> None:
    """Une autre personne répond au même dossier."""
    depot, secret = SqlDossierRepository(adresse()), etat(essai).secret
    assert secret
    lu = depot.get(secret)
    depot.save(secret, avec(lu.dossier, chemin, valeur), lu.revision)
    depot.close()


def test_un_texte_recu_ordinairement_est_dit_enregistre(essai: AppTest, widget: Any) -> None:
    widget(essai, "structure.commune").set_value("Valbrune-l'Étang").run()
    assert accuse(essai)[COMMUNE] == zlib.crc32("Valbrune-l'Étang".encode())


def test_tant_que_l_enregistrement_echoue_le_navigateur_garde_le_texte(
    essai: AppTest, widget: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def en_panne(*_: Any) -> Any:
        raise EnregistrementImpossible("Le disque est plein. Réessayez.")

    with monkeypatch.context() as panne:
        panne.setattr(SqlDossierRepository, "save", en_panne)
        widget(essai, "structure.commune").set_value("Valbrune").run()
        assert COMMUNE not in accuse(essai)
    # Le navigateur insiste : l'enregistrement se retente, et réussit.
    rendre(essai, (COMMUNE, "Valbrune", [""]))
    assert etat(essai).panne is None
    assert COMMUNE in accuse(essai)


def test_un_texte_perdu_en_route_est_enregistre_et_se_montre(essai: AppTest, widget: Any) -> None:
    rendre(essai, (COMMUNE, "Valbrune", [""]), ("structure-contact_fonction", "directrice", [""]))
    structure = etat(essai).dossier.structure
    assert (structure.commune, structure.contact_fonction) == ("Valbrune", "directrice")
    assert widget(essai, "structure.commune").value == "Valbrune"
    assert accuse(essai)[COMMUNE] == zlib.crc32(b"Valbrune")


def test_un_texte_deja_la_ne_change_rien(essai: AppTest) -> None:
    avant = etat(essai).revision
    rendre(essai, ("structure-nom", "Les Passerelles", [""]))
    assert etat(essai).revision == avant
    assert not etat(essai).conflits


def test_un_texte_parti_de_la_reponse_enregistree_la_remplace(essai: AppTest) -> None:
    rendre(essai, ("structure-nom", "Les Grandes Passerelles", ["", "Les Passerelles"]))
    assert etat(essai).dossier.structure.nom == "Les Grandes Passerelles"
    assert not etat(essai).conflits


def test_un_champ_change_ailleurs_entre_temps_donne_un_choix(essai: AppTest) -> None:
    ailleurs(essai, "structure.nom", "Le Pont")
    rendre(essai, ("structure-nom", "Les Grandes Passerelles", ["Les Passerelles"]))
    assert etat(essai).dossier.structure.nom == "Le Pont"
    assert etat(essai).conflits["structure.nom"].mienne == "Les Grandes Passerelles"
    assert "Les Grandes Passerelles" in essai.warning[0].value


def test_une_session_neuve_ne_met_pas_un_vieux_texte_par_dessus_un_plus_recent(essai: AppTest, ouvrir: Any) -> None:
    ailleurs(essai, "structure.nom", "Le Pont")
    secret = etat(essai).secret
    neuve = ouvrir("dossier/structure.py", dossier=secret)
    rendre(neuve, ("structure-nom", "Les Grandes Passerelles", ["Les Passerelles"]))
    assert etat(neuve).dossier.structure.nom == "Le Pont"
    assert etat(neuve).conflits["structure.nom"].mienne == "Les Grandes Passerelles"


def test_un_nombre_illisible_est_refuse_sous_son_champ(ouvrir: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    rendre(essai, ("groupes-g1-effectif", "douze", ["23"]))
    assert any("nombre entier" in e.value for e in essai.error)
    assert etat(essai).dossier.groupes[0].effectif == 23
    rendre(essai, ("groupes-g1-effectif", "12", ["23"]))
    assert etat(essai).dossier.groupes[0].effectif == 12


def test_un_nombre_se_reconnait_aux_espaces_pres(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/budget.py", exemple="complet")
    (ligne, *_) = etat(essai).dossier.budget.charges
    assert ligne.montant is not None
    montre = f"{int(ligne.montant):,}".replace(",", " ")
    rendre(essai, (f"budget-charges-{ligne.id}-montant", "4 000,50", [montre, f"{montre},00", f"{montre} €"]))
    assert str(etat(essai).dossier.budget.charges[0].montant) == "4000.50"


@pytest.mark.parametrize(
    "contenu", ["", "pas du JSON", "[]", '{"entrees": 3}', '{"entrees": [{"cle": 1}]}',
                '{"entrees": [{"cle": "groupes-g9-nom", "texte": "Disparu", "avants": []}]}']
)  # fmt: skip
def test_un_contenu_inattendu_ne_casse_rien(essai: AppTest, contenu: str) -> None:
    avant = etat(essai).dossier
    essai.text_input(key="rattrapage").set_value(contenu).run()
    assert not essai.exception
    assert etat(essai).dossier == avant


def test_un_lien_de_lecture_n_ecrit_rien(essai: AppTest, ouvrir: Any) -> None:
    secret = etat(essai).secret
    assert secret
    depot = SqlDossierRepository(adresse())
    lecture = depot.share(secret)
    depot.close()
    lecteur = ouvrir("dossier/structure.py", dossier=lecture)
    rendre(lecteur, ("structure-nom", "Autre nom", ["Les Passerelles"]))
    assert etat(lecteur).dossier.structure.nom == "Les Passerelles"
