"""Aucun seuil, montant ou date du métier dans le code : ils sont dans le contenu, avec leur source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
# Là où l'on juge, compte et compare : un nombre y serait un seuil caché.
JUGES = sorted(
    f
    for nom in ("regles", "simulation")
    for f in (RACINE / "clas_model" / nom).rglob("*.py")
) + [RACINE / f"clas_model/{n}.py" for n in (
    "budget", "charte", "positionnement", "comparaison", "textes", "deplacement", "epreuves", "plan_action",
)]  # fmt: skip
CODE = sorted([*(RACINE / "clas_model").rglob("*.py"), *(RACINE / "pages").rglob("*.py")])
# Compter à partir de rien, d'un ou du suivant, et sur cent ; le reste s'explique ici.
NEUTRES = {0, 1, 2, -1, 100, 0.5}
EXPLIQUES: dict[str, dict[float, str]] = {
    "clas_model/regles/alertes.py": {8: "août : une première séance d'avant la rentrée est de cette année scolaire"},
    "clas_model/regles/cadre.py": {3: "« trois », en lettres", 4: "« quatre », en lettres"},
    "clas_model/plan_action.py": {3: "l'ordre des prochaines étapes, et le poids d'un effort L, choix du produit"},
    "clas_model/simulation/gestes_creneaux.py": {24: "heures dans un jour", 60: "minutes dans une heure"},
    "clas_model/simulation/gestes_partages.py": {3: "parts essayées pour un groupe trop grand"},
    "clas_model/simulation/placement.py": {
        150: "essais au plus, pour ne pas faire attendre",
        12: "groupes où l'on cherche, de même",
    },
    "clas_model/simulation/sensibilite.py": {5: "lignes montrées"},
    "clas_model/simulation/hypothese.py": {6: "juin : on prépare déjà l'année scolaire suivante"},
    "clas_model/simulation/inverse.py": {60: "minutes dans une heure"},
    "clas_model/simulation/lien.py": {4: "signes par groupe du codage d'un lien", 9: "degré de compression"},
    "clas_model/simulation/verification.py": {60: "minutes dans une heure"},
}
# Un nombre qui ne juge rien : taille de mémoire, rang, échelle d'un dessin.
TECHNIQUES = ("maxsize", "max_length", "width", "height")


def constantes(fichier: Path) -> Iterator[tuple[int, float]]:
    """(ligne, nombre) de chaque nombre écrit, hors des réglages techniques."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    ecartes = {
        id(n)
        for appel in ast.walk(arbre)
        if isinstance(appel, ast.keyword) and appel.arg in TECHNIQUES
        for n in ast.walk(appel.value)
    }
    # Une borne de l'outil lui-même (lignes montrées, essais, taille d'un lien) porte un nom en MAX ou en AUTOUR.
    for pose in arbre.body:
        noms = [n.id for n in ast.walk(pose) if isinstance(n, ast.Name)] if isinstance(pose, ast.Assign) else []
        if noms and all(re.fullmatch(r"[A-Z_]+_(MAX|AUTOUR)", n) for n in noms):
            ecartes |= {id(n) for n in ast.walk(pose)}
    # Un rang ou une tranche (« les quatre premiers signes ») ne compare rien.
    ecartes |= {id(n) for s in ast.walk(arbre) if isinstance(s, ast.Subscript) for n in ast.walk(s.slice)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Constant) and type(noeud.value) in (int, float) and id(noeud) not in ecartes:
            yield noeud.lineno, noeud.value


def textes(fichier: Path) -> Iterator[tuple[int, str]]:
    """(ligne, texte) de chaque chaîne écrite, hors des docstrings."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    docs = {
        id(n.body[0].value)
        for n in ast.walk(arbre)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef) and n.body and isinstance(n.body[0], ast.Expr)
    }
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and id(noeud) not in docs:
            yield noeud.lineno, noeud.value


def nom(fichier: Path) -> str:
    return fichier.relative_to(RACINE).as_posix()


@pytest.mark.parametrize("fichier", JUGES, ids=nom)
def test_la_ou_l_on_juge_aucun_nombre_n_est_ecrit(fichier: Path) -> None:
    permis = NEUTRES | set(EXPLIQUES.get(nom(fichier), {}))
    assert [(ligne, n) for ligne, n in constantes(fichier) if n not in permis] == []


# Ce que l'on écrit dans un exemple de saisie n'est pas une date du métier.
EXEMPLES = re.compile(r"2026-2027|1250[.,]50|1 250|http://\S+|Par exemple 12 enfants de CM et 9 de 6e")


@pytest.mark.parametrize("fichier", CODE, ids=nom)
def test_aucune_annee_ni_aucun_montant_dans_une_phrase_du_code(fichier: Path) -> None:
    fautes = []
    for ligne, texte in textes(fichier):
        reste = EXEMPLES.sub("", texte)
        if re.search(r"\b(19[89]\d|20[0-3]\d)\b", reste) or re.search(r"\d\s*€", reste):
            fautes.append((ligne, texte))
    assert fautes == []


@pytest.mark.parametrize("fichier", CODE, ids=nom)
def test_aucun_seuil_du_metier_dans_une_phrase_du_code(fichier: Path) -> None:
    """« 12 enfants », « 7 par adulte », « 90 % » viennent des réglages, jamais d'une phrase écrite d'avance."""
    motif = re.compile(r"(?<![\w#-])\d+ (enfants?|adultes?|accompagnateurs?|séances?|semaines?|groupes?)\b|\b(70|90) %")
    assert [(ligne, t) for ligne, t in textes(fichier) if motif.search(EXEMPLES.sub("", t))] == []


def test_on_lit_bien_des_nombres_et_des_phrases() -> None:
    """Sans ce témoin, les tests ci-dessus passeraient sur rien."""
    assert len(JUGES) > 15
    assert sum(1 for f in JUGES for _ in constantes(f)) > 50
    assert sum(1 for f in CODE for _ in textes(f)) > 2000
