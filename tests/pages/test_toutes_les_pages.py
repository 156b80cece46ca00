"""Chaque page s'ouvre, vierge et avec chaque exemple, sous son titre et sans erreur."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clas_model.contenu import charger_questionnaire
from pages.commun import registre

TITRES = {
    "commun/accueil.py": "Préparez votre projet Clas",
    "dossier/essentiel.py": "L'essentiel",
    "dossier/relecture.py": "Relecture",
    "restitution/resultats.py": "Résultats",
    "restitution/brouillon.py": "Brouillon",
    "restitution/vierge.py": "Questionnaire à imprimer",
    "restitution/champs.py": "Copier champ par champ",
    "restitution/formulaire.py": "Le formulaire de ma Caf",
    "garde/partager.py": "Revenir et partager",
    "garde/reunir.py": "À plusieurs",
    "garde/historique.py": "Historique",
    "garde/retrouver.py": "Retrouver mon dossier",
    "garde/donnees.py": "Mes données",
    "caf/reunion.py": "J'anime une réunion",
    "outils/effectifs.py": "Vérifier des effectifs",
    "outils/ameliorer.py": "Le plus petit changement",
    "outils/scenarios.py": "Comparer des variantes",
    "outils/cote_a_cote.py": "Deux textes côte à côte",
    "outils/texte.py": "Le texte de mon dossier",
    "outils/profil.py": "Ma Caf",
    "outils/critere.py": "Les critères",
    "outils/plan.py": "Plan du site",
    "outils/accessibilite.py": "Accessibilité",
    "outils/methode.py": "Méthode et sources",
    **{f"dossier/{e.id}.py": e.titre for e in charger_questionnaire().etapes},
}


def test_le_registre_et_cette_liste_disent_les_memes_pages() -> None:
    declarees = {d[1].removeprefix("../") for ds in registre._declarations().values() for d in ds}
    assert declarees == set(TITRES)


@pytest.mark.parametrize(
    "adresse", [{}, {"exemple": "complet"}, {"exemple": "faible"}], ids=["vierge", "complet", "faible"]
)
@pytest.mark.parametrize(("page", "titre"), TITRES.items())
def test_la_page_s_ouvre_sous_son_titre(ouvrir: Any, page: str, titre: str, adresse: dict[str, str]) -> None:
    essai: AppTest = ouvrir(page, **adresse)
    assert [t.value for t in essai.title] == [titre]


def test_un_dossier_vierge_va_de_0_a_100_et_reste_indetermine(ouvrir: Any) -> None:
    essai = ouvrir("restitution/resultats.py")
    assert any("de 0 à 100 sur 100" in m.value for m in essai.markdown)
    assert "Éligibilité indéterminée" in essai.info[0].value
    etat = essai.get("progress")[0].proto.text.replace("\u00a0", " ")
    assert "de 0 à 100 sur 100" in etat
    assert "Éligibilité indéterminée" in etat


def test_l_exemple_fragile_nomme_ses_criteres_bloquants(ouvrir: Any) -> None:
    essai = ouvrir("restitution/resultats.py", exemple="faible")
    verdict = essai.error[0].value
    assert "Pas éligible en l'état" in verdict
    assert "Des actions sur les trois axes" in verdict


def test_l_exemple_solide_est_eligible(ouvrir: Any) -> None:
    essai = ouvrir("restitution/resultats.py", exemple="complet")
    assert "Éligible selon vos réponses" in essai.success[0].value


def test_les_pages_ne_sont_que_dans_des_sous_dossiers() -> None:
    racine = Path(__file__).resolve().parents[2]
    assert list((racine / "pages").glob("*.py")) == []


@pytest.mark.parametrize("exemple", ["complet", "faible"])
def test_un_exemple_s_ouvre_sans_avertissement(ouvrir: Any, exemple: str) -> None:
    assert not ouvrir(exemple=exemple).warning
