"""Le dessin des écarts en Vega-Lite : les pixels, les formes et les couleurs, rien du sens.

Deux dispositions. À l'écran, le dessin suit la largeur de la page, du téléphone au grand écran : titre, trait et mesure
l'un sous l'autre. Sur une page A4, il a une largeur fixe : titre, trait et mesure côte à côte.
"""

import functools
import json
import textwrap
from typing import Any, NamedTuple

import altair as alt

from clas_model.restitution.mots import ETATS

ENCRE, ENCRE_CLAIRE, MARINE, FOND, GRILLE, ECART = "#1F2937", "#4B5563", "#24406E", "#EEF2F7", "#D5DBE3", "#7B8794"
POLICE = "Source Sans, Source Sans 3, Arial, sans-serif"
# Le signe blanc posé sur le disque : coche, demi-disque, croix.
FORMES = {
    "atteint": "M-0.7,0.05L-0.45,-0.2L-0.2,0.05L0.42,-0.55L0.67,-0.3L-0.2,0.55Z",
    "partiel": "M0,-0.6A0.6,0.6,0,0,1,0,0.6Z",
    "non_atteint": "M-0.55,-0.3L-0.3,-0.55L0,-0.25L0.3,-0.55L0.55,-0.3L0.25,0L0.55,0.3L0.3,0.55L0,0.25"
    "L-0.3,0.55L-0.55,0.3L-0.25,0Z",
}
REPERE, POINTILLE, CARRE = "ce qui est attendu.", "Pointillé : l'écart qui reste.", "■ : critère obligatoire."
# Une barre pleine de 0 à 100 se lirait comme un sans-faute, quand rien n'est encore su.
TIRETS = "Tirets : du pire au meilleur, selon ce qui manque."
# Sur une page : pixels de part et d'autre du trait, pour le titre et pour l'état.
GAUCHE, LARGEUR, DROITE = 272, 84, 394
TITRE_MAX = 42
# À l'écran, jusqu'où va l'échelle pour loger l'état à droite de 100, même sur un téléphone.
AVEC_ETAT = 142
# À l'écran : les lettres qui tiennent sur un téléphone de 360 pixels, puis les hauteurs d'un texte et d'un axe.
LETTRES, INTERLIGNE, HAUT_AXE, HAUT_TITRE_AXE = 52, 14, 46, 34
Style = dict[str, Any]
COULEURS = alt.Scale(domain=[*ETATS, "axe"], range=[*(etat.couleur for etat in ETATS.values()), MARINE])


class Place(NamedTuple):
    """Sur une page A4 ou à l'écran, et les bornes de l'échelle : à l'écran, elle déborde pour loger l'état."""

    page: bool
    debut: int
    fin: int


def dessiner(traits: list[dict[str, Any]], page: bool, description: str) -> dict[str, Any]:
    """La spécification Vega-Lite de ces traits, dans leur ordre ; `description` est lue par les lecteurs d'écran."""
    avec_criteres = any(trait["genre"] == "critere" for trait in traits)
    spec: dict[str, Any] = json.loads(_gabarit(page, avec_criteres))
    valeurs = [{"rang": n, **trait, **_prepare(trait, page)} for n, trait in enumerate(traits)]
    if not page:
        spec["height"] = _empiler(valeurs)
        # La hauteur est celle des lignes seules : le titre et l'échelle s'y ajoutent, ils ne la mangent pas.
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return {**spec, "description": description, "data": {"values": valeurs}}


@functools.cache
def _gabarit(page: bool, avec_criteres: bool) -> str:
    """Le dessin sans ses données, en JSON : Altair met près d'une demi-seconde à le construire et à le vérifier."""
    base = alt.Chart(alt.NamedData(name="traits")).transform_calculate(zero="0", milieu="50", cent="100")
    # À l'écran, chaque ligne prend la hauteur de ses textes : sa place est en pixels.
    base = base.encode(y=alt.Y("rang:O", axis=None) if page else alt.Y("y:Q", axis=None, scale=None))
    place = Place(True, 0, 100) if page else Place(False, -3, AVEC_ETAT if avec_criteres else 103)
    calques = [*_traits(base, place), *_points(base, place), *_textes(base, place)]
    if avec_criteres:
        calques = [_bandes(base, place), *calques]
    legende = alt.TitleParams(
        text=_legende(page, avec_criteres),
        anchor="start",
        frame="bounds",
        offset=10,
        fontSize=12,
        fontWeight="normal",
        color=ENCRE_CLAIRE,
        lineHeight=16,
    )
    largeur, hauteur = (LARGEUR, alt.Step(30)) if page else ("container", 0)
    graphique = alt.layer(*calques).properties(width=largeur, height=hauteur, title=legende)
    graphique = graphique.configure(font=POLICE, background="white", padding=4).configure_view(stroke=None)
    # Les axes ne s'annoncent pas d'eux-mêmes, en anglais : la description du graphique dit tout.
    graphique.config.aria = False
    # Aucune bulle : elle suivrait la souris, sans que l'on puisse la survoler ni la fermer par Échap (RGAA 10.13).
    graphique.config.mark = alt.MarkConfig(tooltip=None)
    return json.dumps(graphique.to_dict())


def _prepare(trait: dict[str, Any], page: bool) -> dict[str, Any]:
    """Les textes tels que dessinés, coupés en lignes qui tiennent sur la page ou sur un téléphone."""
    titre, attendu = trait["titre"], f"attendu\u00a0: {trait['attendu']}" if trait["attendu"] else ""
    largeur = TITRE_MAX if len(titre) <= TITRE_MAX else max(30, len(titre) // 2 + 6)
    lignes = _lignes(titre, largeur if page else LETTRES)
    sur_ecran = 2 - INTERLIGNE * len(lignes) if trait["genre"] == "critere" else 7 if trait["bas"] is None else -5
    return {
        "ferme": trait["bas"] == trait["haut"],
        "titre": "\n".join(lignes),
        "decalage": -6.5 * (len(lignes) - 1) if page else sur_ecran,
        "detail": "\n".join(_lignes(trait["mesure"], LETTRES) + _lignes(attendu, LETTRES)),
    }


def _lignes(texte: str, lettres: int) -> list[str]:
    """Le texte en lignes de `lettres` au plus, sans couper un mot ; aucune s'il est vide."""
    return textwrap.wrap(texte, lettres, break_long_words=False, break_on_hyphens=False)


def _empiler(valeurs: list[dict[str, Any]]) -> int:
    """Donne sa place à chaque ligne, de haut en bas (`y0`, `y1` et, à hauteur du trait, `y`) ; rend la hauteur."""
    bas = 0
    for valeur in valeurs:
        if valeur["genre"] == "critere":
            trait = bas + INTERLIGNE * (1 + valeur["titre"].count("\n")) + 18
            fin = trait + 22 + INTERLIGNE * len(valeur["detail"].splitlines())
        else:
            fin = bas + (HAUT_TITRE_AXE if valeur["bas"] is None else HAUT_AXE)
            trait = (bas + fin) // 2
        valeur |= {"y0": bas, "y": trait, "y1": fin}
        bas = fin
    return bas


def _legende(page: bool, avec_criteres: bool) -> list[str]:
    """La clé de lecture, sur une ligne ou sur plusieurs ; un axe seul n'a ni pointillé ni carré."""
    if not avec_criteres:
        return [f"Trait vertical : {REPERE}", TIRETS]
    if page:
        return [f"Trait vertical, et sous l'état : {REPERE} {POINTILLE} {CARRE}", TIRETS]
    return [f"Trait vertical : {REPERE}", POINTILLE, CARRE]


def _choisir(base: alt.Chart, condition: str) -> alt.Chart:
    filtre: alt.Chart = base.transform_filter(condition)
    return filtre


def _x(champ: str, place: Place) -> alt.X:
    """L'abscisse. À l'écran, l'échelle déborde à droite de 100 pour loger le mot de l'état, même sur un téléphone."""
    axe = alt.Axis(
        values=[0, 100] if place.page else [0, 50, 100],
        orient="top",
        title=None,
        domain=False,
        ticks=False,
        grid=place.page,
        gridColor=GRILLE,
        labelColor=ENCRE_CLAIRE,
        labelFontSize=11,
        labelPadding=5,
        labelOverlap=False,
        labelFlush=False,
        # Sans la place de l'état à droite de 100, « attendu : 100 » finit sous son repère : centré, il serait coupé.
        labelAlign=alt.condition("datum.value == 100", alt.value("right"), alt.value("center"))
        if place.fin < AVEC_ETAT and not place.page
        else "center",
        labelExpr="datum.value == 100 ? 'attendu\u00a0: 100' : datum.label",
    )
    echelle = alt.Scale(domain=[place.debut, place.fin], nice=False)
    return alt.X(champ, type="quantitative", scale=echelle, axis=axe)


def _couleur() -> alt.Color:
    return alt.Color("etat:N", legend=None, scale=COULEURS)


def _bandes(base: alt.Chart, place: Place) -> alt.Chart:
    """Le fond des lignes d'axe."""
    bord: Style = {"x": -GAUCHE, "x2": LARGEUR + DROITE} if place.page else {"x": 0, "x2": "width"}
    bandes = _choisir(base, "datum.genre == 'axe'").mark_rect(color=FOND, **bord)
    return bandes if place.page else _sur_toute_la_hauteur(bandes)


def _sur_toute_la_hauteur(rectangle: alt.Chart) -> alt.Chart:
    """À l'écran, du haut au bas de la ligne."""
    entier: alt.Chart = rectangle.encode(y=alt.Y("y0:Q", axis=None, scale=None), y2="y1:Q")
    return entier


def _repere(base: alt.Chart, place: Place, dy: int, dy_axe: int) -> list[alt.Chart]:
    """Ce qui est attendu. À l'écran, le repère ne traverse que les traits : les textes sont au-dessus et dessous."""
    x = _x("cent", place)
    if place.page:
        ligne = base.mark_rule(color=ENCRE, strokeWidth=2)
        return [ligne.encode(x=x, y=alt.value(0), y2=alt.value("height"))]
    places = (("critere", dy), ("axe", dy_axe))
    return [
        _choisir(base, f"datum.bas != null && datum.genre == '{genre}'")
        .mark_tick(color=ENCRE, orient="vertical", thickness=2, size=20, yOffset=decalage)
        .encode(x=x)
        for genre, decalage in places
    ]


def _traits(base: alt.Chart, place: Place) -> list[alt.Chart]:
    """L'attendu (vertical), l'écart (pointillé), l'acquis (plein), ce qui reste ouvert (tireté), l'axe (épais)."""
    dy, dy_axe = (0, 0) if place.page else (3, 11)
    connu = _choisir(base, "datum.bas != null")
    critere, axe = _choisir(connu, "datum.genre == 'critere'"), _choisir(connu, "datum.genre == 'axe'")
    juge, ouvert = _choisir(critere, "datum.ferme"), _choisir(critere, "!datum.ferme")
    ecart = _choisir(juge, "datum.haut < 100").mark_rule(
        color=ECART, strokeDash=[1, 5], strokeWidth=2.5, strokeCap="round", yOffset=dy
    )
    acquis = _choisir(juge, "datum.haut > 0").mark_rule(strokeWidth=4, yOffset=dy)
    a_savoir = ouvert.mark_rule(strokeWidth=2, strokeDash=[7, 5], yOffset=dy)
    piste = axe.mark_rule(strokeWidth=2, color=GRILLE, yOffset=dy_axe)
    intervalle = axe.mark_rule(strokeWidth=8, strokeDash=[5, 3], yOffset=dy_axe)
    return [
        *_repere(base, place, dy, dy_axe),
        ecart.encode(x=_x("haut", place), x2="cent:Q"),
        acquis.encode(x=_x("zero", place), x2="haut:Q", color=_couleur()),
        a_savoir.encode(x=_x("bas", place), x2="haut:Q", color=_couleur()),
        piste.encode(x=_x("zero", place), x2="cent:Q"),
        intervalle.encode(x=_x("bas", place), x2="haut:Q", color=_couleur()),
    ]


def _points(base: alt.Chart, place: Place) -> list[alt.Chart]:
    """Le disque d'un critère jugé et son signe blanc ; les bouts d'un critère ouvert ; le losange d'un axe fermé."""
    dy, dy_axe = (0, 0) if place.page else (3, 11)
    connu = _choisir(base, "datum.bas != null")
    juge = _choisir(connu, "datum.ferme && datum.genre == 'critere'")
    ouvert = _choisir(connu, "!datum.ferme && datum.genre == 'critere'")
    axe = _choisir(connu, "datum.ferme && datum.genre == 'axe'")
    plein: Style = {"filled": True, "opacity": 1, "yOffset": dy}
    bout = ouvert.mark_point(**plein, fill="white", strokeWidth=2, size=70)
    contour = alt.Stroke("etat:N", legend=None, scale=COULEURS)
    signe = alt.Shape("etat:N", legend=None, scale=alt.Scale(domain=list(FORMES), range=list(FORMES.values())))
    question = ouvert.mark_text(text="?", fontSize=14, fontWeight="bold", yOffset=dy)
    x, milieu = _x("haut", place), _x("milieu", place)
    return [
        juge.mark_point(**plein, size=250, shape="circle").encode(x=x, color=_couleur()),
        juge.mark_point(**plein, size=250, color="white").encode(x=x, shape=signe),
        bout.encode(x=_x("bas", place), stroke=contour),
        bout.encode(x=x, stroke=contour),
        ouvert.mark_point(**plein, size=260, fill="white").encode(x=milieu),
        question.encode(x=milieu, color=_couleur()),
        axe.mark_point(**{**plein, "yOffset": dy_axe}, shape="diamond", size=260).encode(x=x, color=_couleur()),
    ]


def _textes(base: alt.Chart, place: Place) -> list[alt.Chart]:
    """Le titre, l'état ou l'intervalle, la mesure et ce qui est attendu."""
    axe, critere = (_choisir(base, f"datum.genre == '{genre}'") for genre in ("axe", "critere"))
    tout, decalage = alt.ExprRef("width"), alt.ExprRef("datum.decalage")
    titre: Style = {"align": "left", "lineBreak": "\n", "color": ENCRE, "dy": decalage}
    titre["lineHeight"] = 13 if place.page else INTERLIGNE
    gris: Style = {"align": "left", "fontSize": 10.5 if place.page else 11.5, "color": ENCRE_CLAIRE}
    gras: Style = {"fontSize": 12, "fontWeight": "bold"}
    score: Style = {**gras, "color": MARINE}
    etat = critere.mark_text(**gras, align="left", dx=16, dy=-6 if place.page else 3)
    if place.page:
        titre |= {"x": -GAUCHE + 6, "baseline": "middle", "fontSize": 12}
        score |= {"align": "left", "x": LARGEUR + 16}
        details = [
            critere.mark_text(**gris, limit=DROITE - 108, x=LARGEUR + 104, dy=-6).encode(text="mesure:N"),
            critere.mark_text(**gris, limit=DROITE - 20, x=LARGEUR + 16, dy=8).encode(text="attendu:N"),
        ]
    else:
        taille = alt.ExprRef("width < 480 ? 12 : 13.5")
        titre |= {"x": 0, "baseline": "line-bottom", "fontSize": taille, "limit": tout}
        score |= {"align": "right", "x": "width", "dx": -4, "dy": decalage, "baseline": "line-bottom"}
        lignes: Style = {"lineBreak": "\n", "lineHeight": INTERLIGNE}
        details = [critere.mark_text(**gris, **lignes, x=0, dy=22, limit=tout).encode(text="detail:N")]
    titre_axe: Style = {**titre, **gras, "fontSize": 13.5, "color": MARINE, "dx": 0 if place.page else 4}
    return [
        critere.mark_text(**titre).encode(text="titre:N"),
        *details,
        etat.encode(x=_x("cent", place), text="texte:N", color=_couleur()),
        axe.mark_text(**titre_axe).encode(text="titre:N"),
        axe.mark_text(**score).encode(text="texte:N"),
    ]
