"""Rouvrir un dossier d'une version gardée, de format ou de contenu, donne le résultat qu'il avait quand il a été écrit.

Les dossiers de `tests/persistance/fichiers` sont gardés tels qu'ils ont été écrits, un par version du format. Leur
issue, relevée le jour où ils l'ont été, ne change que si l'on a voulu la changer.
"""

import json
from pathlib import Path

import pytest

from clas_model.contenu import charger_referentiel, referentiels_disponibles
from clas_model.fichier import ecrire_json, lire_json
from clas_model.persistance import MemoireDossierRepository
from clas_model.positionnement import positionner
from clas_model.textes import choix, texte_du_dossier
from tests.modele.test_textes import TOUT, preparer

GARDES = Path(__file__).resolve().parents[1] / "persistance/fichiers"
ISSUES = json.loads((Path(__file__).parent / "reouverture.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fichier", sorted(GARDES.glob("v*-*.json")), ids=lambda f: f.stem)
def test_chaque_fichier_garde_a_son_issue(fichier: Path) -> None:
    assert f"{fichier.stem}" in {cle.partition(" sous ")[0] for cle in ISSUES}


@pytest.mark.parametrize("cle", ISSUES)
def test_le_resultat_est_celui_du_jour_ou_le_dossier_a_ete_ecrit(cle: str) -> None:
    nom, _, suite = cle.partition(" sous ")
    identifiant, _, version = suite.partition(", version ")
    dossier = lire_json((GARDES / f"{nom}.json").read_bytes())
    texte = charger_referentiel(identifiant, version=version)
    resultat = positionner(dossier, texte)
    issue = ISSUES[cle]
    assert (resultat.eligibilite, list(resultat.bloquants)) == (issue["eligibilite"], issue["bloquants"])
    assert [resultat.score.min, resultat.score.max] == pytest.approx(issue["score"], abs=1e-9)
    ecarts = {c.critere.id: c.etat for c in resultat.constats if c.etat != "atteint"}
    assert ecarts == issue["ecarts"]
    # Écrit puis rouvert, il dit encore la même chose.
    nommant = dossier.model_copy(update={"referentiel": choix(texte)})
    rouvert = lire_json(ecrire_json(nommant).encode())
    assert texte_du_dossier(rouvert).texte is texte
    assert positionner(rouvert, texte) == resultat


def test_chaque_version_de_contenu_installee_a_ses_issues() -> None:
    installees = {f"{i}, version {charger_referentiel(i).version}" for i in referentiels_disponibles()}
    assert installees == {cle.partition(" sous ")[2] for cle in ISSUES}


def test_le_passage_a_un_autre_texte_garde_l_avant_et_l_apres_dans_l_historique() -> None:
    entrepot = MemoireDossierRepository()
    dossier = lire_json((GARDES / "v1-complet.json").read_bytes())
    dossier = dossier.model_copy(update={"referentiel": choix(charger_referentiel("experimentation"))})
    secret, cree = entrepot.create(dossier)
    passe = preparer(dossier, charger_referentiel("national"), TOUT).dossier
    entrepot.save(secret, passe, cree.revision)
    textes = [v.dossier.referentiel.id for v in entrepot.history(secret) if v.dossier.referentiel]
    assert {"experimentation", "national"} <= set(textes)
