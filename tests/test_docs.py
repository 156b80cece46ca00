"""La documentation dit vrai : commandes, chemins, lignes de commande, poids, seuils et exemple compté à la main."""

import argparse
import functools
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clas_model.__main__ import _analyseur
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.francais import intervalle
from clas_model.parcours import essentiel
from clas_model.positionnement import DEMI_POINTS, Positionnement, positionner
from clas_model.regles import REGLES
from clas_model.restitution.mots import ETATS

RACINE = Path(__file__).resolve().parents[1]
ADR = sorted((RACINE / "docs/adr").glob("*.md"))
DOCUMENTS = [RACINE / nom for nom in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += [
    RACINE / "docs/methode.md",
    RACINE / "docs/guide-structures.md",
    RACINE / "docs/guide-caf-contenu.md",
    *ADR,
]
EXTENSIONS = (".py", ".yaml", ".json", ".md", ".toml", ".txt", ".png", ".sqlite3", ".docx")
# Les noms de fichiers de la ligne de commande : à remplacer par ceux de l'utilisateur.
GENERIQUES = {"profil.yaml", "criteres.yaml", "DOSSIER.json", ".docx", ".txt", "brouillon.docx"}


@functools.cache
def lire(nom: str) -> str:
    return (RACINE / nom).read_text(encoding="utf-8")


def tableau(texte: str, *entetes: str) -> list[tuple[str, ...]]:
    """Les lignes du tableau qui a ces en-têtes, sans l'accent grave des cellules ; aucune s'il n'existe pas."""
    lignes = texte.splitlines()
    debut = lignes.index(f"| {' | '.join(entetes)} |") + 2
    cellules = []
    for ligne in lignes[debut:]:
        if not ligne.startswith("|"):
            break
        cellules.append(tuple(c.strip().strip("`") for c in ligne.strip("|").split("|")))
    assert cellules
    assert {len(c) for c in cellules} == {len(entetes)}
    return cellules


def bloc_json(texte: str) -> Any:
    """Le seul bloc JSON d'un document."""
    (bloc,) = re.findall(r"```json\n(.*?)```", texte, re.DOTALL)
    return json.loads(bloc)


def identifiant(document: Path) -> str:
    return document.relative_to(RACINE).as_posix()


# Les commandes et les chemins.


@pytest.mark.parametrize("document", DOCUMENTS, ids=identifiant)
def test_chaque_commande_make_existe(document: Path) -> None:
    cibles = set(re.findall(r"^([a-z]+):", lire("Makefile"), re.MULTILINE))
    # Entre accents graves ou en début de ligne de bloc : « make » dans une phrase anglaise n'est pas une commande.
    citees = set(re.findall(r"(?:`|^|&& )make ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE))
    assert citees <= cibles


def test_le_readme_donne_les_deux_commandes_et_contribuer_les_donne_toutes() -> None:
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", lire("README.md"), re.MULTILINE))
    cibles = set(re.findall(r"^([a-z]+):", lire("Makefile"), re.MULTILINE))
    assert {ligne[0] for ligne in tableau(lire("CONTRIBUTING.md"), "Commande", "Ce qu'elle fait")} == {
        f"make {cible}" for cible in cibles
    }


def test_ce_que_lance_la_livraison_est_decrit() -> None:
    lancees = re.findall(r"^make ([a-z]+)", lire(".ci/run"), re.MULTILINE)
    (paragraphe,) = re.findall(r"^`\.ci/run` .*?\n\n", lire("CONTRIBUTING.md"), re.DOTALL | re.MULTILINE)
    assert re.findall(r"`make ([a-z]+)`", paragraphe) == lancees


def est_un_chemin(mot: str) -> bool:
    if mot in GENERIQUES or mot.startswith(("http", "-")) or re.search(r"[\s()*<>…«\\=:;]", mot):
        return False
    return mot.endswith(EXTENSIONS) or "/" in mot


@pytest.mark.parametrize("document", DOCUMENTS, ids=identifiant)
def test_chaque_chemin_cite_existe(document: Path) -> None:
    texte = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    crees = tuple(ligne for ligne in lire(".gitignore").split() if ligne.endswith("/"))
    cites = {mot for mot in re.findall(r"`([^`]+)`", texte) if est_un_chemin(mot) and not mot.startswith(crees)}
    absents = [mot for mot in cites if not (RACINE / mot).exists()]
    liens = {lien for lien in re.findall(r"\]\(([^)\s]+)\)", texte) if not lien.startswith(("http", "#"))}
    absents += [lien for lien in liens if not (document.parent / lien).exists()]
    assert absents == []


def test_la_carte_montre_tous_les_dossiers() -> None:
    cites = {ligne[0].rstrip("/") for ligne in tableau(lire("README.md"), "Où", "Quoi")}
    ignores = {ligne.rstrip("/") for ligne in lire(".gitignore").split()}
    presents = {d.name for d in RACINE.iterdir() if d.is_dir() and not d.name.startswith(".")} - ignores
    sous_pages = {f"pages/{d.name}" for d in (RACINE / "pages").iterdir() if d.is_dir()} - {"pages/__pycache__"}
    assert presents - {"pages"} | sous_pages <= cites


# La ligne de commande et son contrat.


def commandes() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in _analyseur()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def test_les_commandes_decrites_sont_celles_de_l_analyseur() -> None:
    decrites = [ligne[0].split() for ligne in tableau(lire("README.md"), "Commande", "Ce qu'elle fait")]
    assert sorted(mots[3] for mots in decrites) == sorted(commandes())
    assert all(mots[:3] == ["python", "-m", "clas_model"] for mots in decrites)


@pytest.mark.parametrize(
    "nom",
    ["positionner", "brouillon", "reprendre", "simuler", "ameliorer", "schema", "contenu", "exemple", "base", "purger"],
)
def test_les_options_decrites_sont_celles_de_l_analyseur(nom: str) -> None:
    actions = [a for a in commandes()[nom]._actions if a.dest != "help"]
    lignes = tableau(lire("README.md"), "Commande", "Ce qu'elle fait")
    (texte,) = (" ".join(ligne) for ligne in lignes if ligne[0].split()[3] == nom)
    attendues = {option for a in actions for option in a.option_strings}
    assert set(re.findall(r"(?<![\w-])(-[a-z]\b|--[a-z]+(?:-[a-z]+)*)", texte.replace("-m", "", 1))) == attendues
    assert all(str(a.metavar) in texte for a in actions if a.metavar)


def forme(valeur: Any) -> Any:
    """Les clés d'un JSON, les listes réduites à la forme de leur premier élément."""
    if isinstance(valeur, dict):
        return {cle: forme(v) for cle, v in valeur.items()}
    return [forme(valeur[0])] if isinstance(valeur, list) and valeur else "valeur"


def test_le_json_decrit_a_les_cles_de_positionner() -> None:
    texte = charger_referentiel()
    resultat = positionner(charger_exemple("faible"), texte)
    # L'exemple faible montre toutes les listes non vides : bloquants, à confirmer, alertes.
    obtenu = resultat.en_json()
    assert all(obtenu[liste] for liste in ("bloquants", "a_confirmer", "axes", "constats", "alertes"))
    assert forme(bloc_json(lire("README.md"))) == forme(obtenu)


# La méthode.


def test_les_poids_decrits_sont_ceux_du_contenu() -> None:
    niveaux = tableau(lire("docs/methode.md"), "Niveau", "Poids", "Obligatoire")
    assert niveaux == [(n.libelle, str(n.poids), "oui" if n.bloquant else "non") for n in charger_referentiel().niveaux]


def test_les_notes_decrites_sont_celles_du_calcul() -> None:
    lignes = tableau(lire("docs/methode.md"), "État", "Au pire", "Au mieux")
    decrites = {etat: notes for etat, *notes in lignes}
    assert list(decrites) == [e.libelle for e in ETATS.values()]
    for etat, mots in ETATS.items():
        if etat in DEMI_POINTS:
            assert [2 * nombre(n) for n in decrites[mots.libelle]] == list(DEMI_POINTS[etat])
        else:
            assert set(decrites[mots.libelle]) == {"hors du calcul"}


def test_les_seuils_decrits_sont_tous_ceux_du_contenu() -> None:
    seuils = []
    for critere in charger_referentiel().criteres:
        reglages = REGLES[critere.regle.nom].parametres.model_validate(critere.regle.parametres)
        seuils += [(critere.id, nom, str(v)) for nom, v in reglages if isinstance(v, int) and not isinstance(v, bool)]
    assert sorted(tableau(lire("docs/methode.md"), "Critère", "Réglage", "Valeur")) == sorted(seuils)


def test_chaque_critere_a_sa_facon_de_compter() -> None:
    """La liste des décisions n'oublie aucun critère et n'en nomme aucun qui n'existe plus."""
    (section,) = re.findall(r"## Critère par critère.*?(?=\n## )", lire("docs/methode.md"), re.DOTALL)
    assert set(re.findall(r"`([a-z-]+)`", section)) == {c.id for c in charger_referentiel().criteres}


def nombre(texte: str) -> Fraction:
    """« 4,5 » → 9/2."""
    return Fraction(texte.replace(",", "."))


def quotient(texte: str) -> Fraction:
    """« 8,5 / 74 » → 17/148."""
    haut, bas = texte.split(" / ")
    return nombre(haut) / nombre(bas)


@functools.cache
def exemple() -> Positionnement:
    return positionner(Dossier.model_validate(bloc_json(lire("docs/methode.md"))), charger_referentiel())


def test_l_exemple_compte_a_la_main_est_juste_critere_par_critere() -> None:
    lignes = tableau(lire("docs/methode.md"), "Critère", "État", "Poids", "Au pire", "Au mieux")
    constats = exemple().par_critere
    # Tous les autres sont sans réponse, comme le dit le texte.
    assert {c for c, constat in constats.items() if constat.etat != "sans_reponse"} == {ligne[0] for ligne in lignes}
    for critere, etat, poids, pire, mieux in lignes:
        constat = constats[critere]
        assert constat.etat == etat
        if etat == "non_applicable":
            assert (poids, pire, mieux) == ("–", "–", "–")
            continue
        bas, haut = DEMI_POINTS[constat.etat]
        assert int(poids) == constat.poids
        assert (nombre(pire), nombre(mieux)) == (Fraction(bas, 2) * constat.poids, Fraction(haut, 2) * constat.poids)


def test_l_exemple_compte_a_la_main_est_juste_axe_par_axe() -> None:
    resultat = exemple()
    scores = {resultat.referentiel.axe(a.id).libelle: a.score for a in resultat.axes} | {"Ensemble": resultat.score}
    lignes = tableau(lire("docs/methode.md"), "Axe", "Au pire", "Au mieux", "Affiché")
    assert [ligne[0] for ligne in lignes] == list(scores)
    for axe, pire, mieux, affiche in lignes:
        bornes = [100 * float(quotient(pire)), 100 * float(quotient(mieux))]
        assert [scores[axe].min, scores[axe].max] == pytest.approx(bornes, abs=1e-9)
        assert intervalle(scores[axe].min, scores[axe].max) == affiche


def test_l_exemple_compte_a_la_main_dit_la_bonne_eligibilite() -> None:
    resultat = exemple()
    assert resultat.eligibilite == "indetermine"
    assert len(resultat.a_confirmer) == 6
    texte = charger_referentiel()
    assert sum(texte.niveau(c.niveau).poids for c in texte.criteres) == 76
    sans_parents = {**bloc_json(lire("docs/methode.md")), "parents": {"actions": [], "actions_close": True}}
    assert positionner(Dossier.model_validate(sans_parents), texte).eligibilite == "non"


def test_les_nombres_annonces_sont_ceux_du_contenu() -> None:
    texte = charger_referentiel()
    assert f"the {len(texte.criteres)} criteria" in lire("README.md")
    assert f"{len(texte.criteres)} critères" in lire("CHANGELOG.md")
    assert len(texte.alertes) == 10
    assert "dix alertes" in lire("CHANGELOG.md")
    questionnaire = charger_questionnaire().pour(texte)
    assert len(questionnaire.etapes) == 9
    assert "neuf étapes" in lire("CHANGELOG.md")
    essentielles = len(essentiel(Dossier(), questionnaire))
    assert all(f"{essentielles} réponses" in lire(nom) for nom in ("README.md", "docs/guide-structures.md"))
    # Les durées annoncées étape par étape font environ deux heures.
    assert 105 <= sum(etape.minutes for etape in questionnaire.etapes) <= 135
    assert "environ deux heures" in lire("docs/guide-structures.md")


# Les décisions d'architecture.


def test_les_decisions_se_suivent() -> None:
    numeros = [int(adr.name[:4]) for adr in ADR]
    assert numeros == sorted(set(numeros))
    assert numeros[0] == 1


@pytest.mark.parametrize("adr", ADR, ids=lambda adr: adr.name[:4])
def test_chaque_decision_a_ses_quatre_parties(adr: Path) -> None:
    texte = adr.read_text(encoding="utf-8")
    assert texte.startswith(f"# {adr.name[:4]}. ")
    assert re.findall(r"^## (.+)$", texte, re.MULTILINE) == ["Problème", "Options", "Choix", "Conséquences"]
    # Chaque partie dit quelque chose, et le tout tient en une page.
    assert all(partie.strip() for partie in re.split(r"^## .+$", texte, flags=re.MULTILINE))
    assert len(texte.splitlines()) <= 60
