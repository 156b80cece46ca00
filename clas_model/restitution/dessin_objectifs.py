"""L'arbre des objectifs en SVG : quatre colonnes, une case par élément, un trait de l'un à l'autre."""

import textwrap
from dataclasses import dataclass

from clas_model.echappement import echappe

COLONNES = ("Besoin", "Objectif", "Action", "Indicateur")
COULEURS = {"Besoin": "#24406E", "Objectif": "#1B7340", "Action": "#A04E00", "Indicateur": "#525F70"}
LARGEUR, ECART, MARGE, TETE = 168, 26, 8, 26
LETTRES, INTERLIGNE, ENTRE, LIGNES_MAX = 29, 13, 8, 5
POLICE = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Noeud:
    """Une case : sa colonne, son texte, ce qui en part."""

    mot: str
    texte: str
    suite: "tuple[Noeud, ...]" = ()


def dessiner(racines: list[Noeud]) -> str:
    """Le dessin entier."""
    traits: list[str] = []
    cases: list[str] = []
    bas = TETE + MARGE
    for racine in racines:
        bas = _placer(racine, bas, cases, traits)[0] + ENTRE
    largeur = 4 * LARGEUR + 3 * ECART + 2 * MARGE
    tetes = "".join(
        f'<text x="{_gauche(mot)}" y="{MARGE + 10}" font-size="11" font-weight="bold" fill="{COULEURS[mot]}">'
        f"{mot}</text>"
        for mot in COLONNES
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur}" height="{bas + MARGE}" '
        f'viewBox="0 0 {largeur} {bas + MARGE}" font-family="{POLICE}"><rect width="{largeur}" height="{bas + MARGE}" '
        f'fill="#FFFFFF"/>{tetes}{"".join(traits)}{"".join(cases)}</svg>'
    )


def _gauche(mot: str) -> int:
    return MARGE + COLONNES.index(mot) * (LARGEUR + ECART)


def _lignes(texte: str) -> list[str]:
    """Le texte coupé pour tenir dans la case ; trop long, il finit par « … » : la liste le donne en entier."""
    lignes = textwrap.wrap(" ".join(texte.split()), LETTRES) or [""]
    return lignes if len(lignes) <= LIGNES_MAX else [*lignes[: LIGNES_MAX - 1], f"{lignes[LIGNES_MAX - 1][:-1]}…"]


def _placer(noeud: Noeud, haut: int, cases: list[str], traits: list[str]) -> tuple[int, int]:
    """Dessine la case et sa suite à partir de `haut` ; rend le bas de l'ensemble et le milieu de la case."""
    lignes = _lignes(noeud.texte)
    hauteur = INTERLIGNE * len(lignes) + 10
    bas, milieux = haut, []
    for enfant in noeud.suite:
        bas, milieu = _placer(enfant, bas, cases, traits)
        milieux.append((enfant.mot, milieu))
        bas += ENTRE
    bas = max(bas - ENTRE if noeud.suite else haut, haut + hauteur)
    # La case se place au milieu de ce qui en part.
    sommet = (milieux[0][1] + milieux[-1][1]) // 2 - hauteur // 2 if milieux else haut
    sommet = max(haut, min(sommet, bas - hauteur))
    gauche, milieu = _gauche(noeud.mot), sommet + hauteur // 2
    for mot, autre in milieux:
        fin = _gauche(mot)
        coude = fin - ECART // 2
        traits.append(f'<path d="M{gauche + LARGEUR},{milieu}H{coude}V{autre}H{fin}" fill="none" stroke="#76828F"/>')
    textes = "".join(
        f'<tspan x="{gauche + 7}" dy="{INTERLIGNE if rang else 0}">{echappe(ligne)}</tspan>'
        for rang, ligne in enumerate(lignes)
    )
    cases.append(
        f'<rect x="{gauche}" y="{sommet}" width="{LARGEUR}" height="{hauteur}" rx="4" fill="#FFFFFF" '
        f'stroke="{COULEURS[noeud.mot]}" stroke-width="1.2"/><text x="{gauche + 7}" y="{sommet + 15}" font-size="10.5" '
        f'fill="#1F2937">{textes}</text>'
    )
    return bas, milieu
