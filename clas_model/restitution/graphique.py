"""Le graphique des écarts : ce que le dossier atteint et ce qui est attendu, par axe et par critère.

Chaque état se lit par sa position, sa forme, son texte, puis sa couleur. Une spécification Vega-Lite ne dépend que des
lignes dessinées : elle est gardée en mémoire par contenu.
"""

import functools
import json
import re
from typing import Any, Literal, NamedTuple

from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration, intervalle, typographie
from clas_model.positionnement import Intervalle, Positionnement
from clas_model.regles import Etat
from clas_model.restitution.arbre import Figure
from clas_model.restitution.mots import A_CONFIRMER, A_TERMINER, ELIGIBILITES, ETATS
from clas_model.restitution.tableaux import lignes

# « ecran » suit la largeur de la page, du téléphone au grand écran ; « page » est à la largeur d'une feuille A4.
Disposition = Literal["ecran", "page"]
# Fournie avec vl-convert : l'image ne dépend d'aucune police installée. Une police absente n'y écrirait rien.
POLICE_IMAGE = "Liberation Sans"
OBLIGATOIRE = "■"
# Pixels de l'image par pixel du dessin : plus de 300 points par pouce sur une page A4.
FINESSE = 3
_MESURE = {cote: re.compile(rf'^<svg[^>]*\s{cote}="([0-9.]+)"') for cote in ("width", "height")}
# Où se place un critère entre rien (0) et ce qui est attendu (100).
POSITIONS: dict[Etat, int] = {"atteint": 100, "partiel": 50, "non_atteint": 0}


class Trait(NamedTuple):
    """Une ligne du graphique : un axe ou un critère. Les bornes sont nulles quand rien ne s'applique."""

    genre: str
    titre: str
    bas: float | None
    haut: float | None
    etat: str
    texte: str
    mesure: str = ""
    attendu: str = ""


def _trait_axe(libelle: str, score: Intervalle) -> Trait:
    return Trait("axe", libelle, score.min, score.max, "axe", _majuscule(intervalle(score.min, score.max)))


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def traits_axes(positionnement: Positionnement) -> tuple[Trait, ...]:
    """L'ensemble, puis chaque axe dans l'ordre du référentiel."""
    axes = (_trait_axe(positionnement.referentiel.axe(a.id).libelle, a.score) for a in positionnement.axes)
    return (_trait_axe("Ensemble", positionnement.score), *axes)


def traits_criteres(positionnement: Positionnement, dossier: Dossier, seul: str | None = None) -> tuple[Trait, ...]:
    """Les critères, sous le titre de leur axe ; `seul` : le libellé d'un axe, pour n'avoir que les siens."""
    traits: list[Trait] = []
    axe = None
    for ligne in lignes(positionnement, dossier):
        if seul not in (None, ligne.axe):
            continue
        if ligne.axe != axe:
            axe = ligne.axe
            traits.append(Trait("axe", axe, None, None, "axe", ""))
        bas, haut = (0, 100) if ligne.etat == "sans_reponse" else (POSITIONS.get(ligne.etat),) * 2
        titre = f"{OBLIGATOIRE} {ligne.titre}" if ligne.exigence else ligne.titre
        mots = (typographie(titre), bas, haut, ligne.etat, ligne.affiche.libelle)
        traits.append(Trait("critere", *mots, ligne.mesure, typographie(ligne.attendu)))
    return tuple(traits)


def traits_ecarts(positionnement: Positionnement, dossier: Dossier) -> tuple[Trait, ...]:
    """Chaque axe et son intervalle, suivi de ses critères."""
    axes = {t.titre: t for t in traits_axes(positionnement)}
    return tuple(axes[t.titre] if t.genre == "axe" else t for t in traits_criteres(positionnement, dossier))


@functools.lru_cache(maxsize=64)
def _en_json(traits: tuple[Trait, ...], disposition: Disposition, description: str) -> str:
    """En JSON : une chaîne gardée en cache ne peut pas être modifiée par qui la reçoit."""
    from clas_model.restitution.dessin import dessiner

    return json.dumps(dessiner([t._asdict() for t in traits], disposition == "page", description))


def _graphique(
    traits: tuple[Trait, ...],
    positionnement: Positionnement,
    dossier: Dossier,
    disposition: Disposition,
    description: str | None = None,
) -> dict[str, Any]:
    description = description or texte_alternatif(positionnement, dossier)
    spec: dict[str, Any] = json.loads(_en_json(traits, disposition, description))
    # Un graphique se recopie seul : il porte le texte qui juge, et sa date.
    spec["title"]["text"] = [typographie(f"Texte : {positionnement.referentiel.puce}"), *spec["title"]["text"]]
    return spec


def graphique_axes(
    positionnement: Positionnement, dossier: Dossier, disposition: Disposition = "ecran"
) -> dict[str, Any]:
    """Un trait par axe, du pire au meilleur cas, de 0 à 100 ; un intervalle fermé est un point. Vega-Lite."""
    return _graphique(traits_axes(positionnement), positionnement, dossier, disposition)


def graphique_criteres(
    positionnement: Positionnement, dossier: Dossier, disposition: Disposition = "ecran"
) -> dict[str, Any]:
    """Une ligne par critère : où il en est, ce qui est attendu. Sans réponse : de 0 à 100. Vega-Lite."""
    return _graphique(traits_criteres(positionnement, dossier), positionnement, dossier, disposition)


def graphique_axe(positionnement: Positionnement, dossier: Dossier, axe: str) -> dict[str, Any]:
    """Les critères d'un seul axe, donné par son libellé : il tient sur un écran, et sur une feuille. Vega-Lite."""
    traits = traits_criteres(positionnement, dossier, axe)
    siens = " ; ".join(f"« {t.titre} », {t.texte.lower()}" for t in traits if t.genre == "critere")
    return _graphique(traits, positionnement, dossier, "ecran", typographie(f"{axe} : {siens}."))


def graphique_ecarts(
    positionnement: Positionnement, dossier: Dossier, disposition: Disposition = "ecran"
) -> dict[str, Any]:
    """Les axes avec leur intervalle et, sous chacun, ses critères. Vega-Lite."""
    return _graphique(traits_ecarts(positionnement, dossier), positionnement, dossier, disposition)


def texte_alternatif(positionnement: Positionnement, dossier: Dossier) -> str:
    """Ce que dit le graphique, en phrases : l'éligibilité, les axes, les critères de chaque état."""
    toutes = lignes(positionnement, dossier)
    axes = " ; ".join(f"{t.titre}, {t.texte.lower()}" for t in traits_axes(positionnement)[1:])
    texte = positionnement.referentiel
    phrases = [
        f"Selon le texte « {texte.titre} », {texte.date_libelle}.",
        f"Éligibilité : {ELIGIBILITES[positionnement.eligibilite].mot}.",
        f"Préparation de l'ensemble : {intervalle(positionnement.score.min, positionnement.score.max)}.",
        f"Par axe : {axes}.",
        f"{accord(sum(ligne.etat == 'atteint' for ligne in toutes), 'critère atteint')} sur {len(toutes)}.",
    ]
    debuts = (
        ("Non atteints", ETATS["non_atteint"]),
        ("Atteints en partie", ETATS["partiel"]),
        ("À confirmer (« je ne sais pas »)", A_CONFIRMER),
        ("Listes à terminer (« c'est tout »)", A_TERMINER),
        ("Sans réponse", ETATS["sans_reponse"]),
        ("Sans objet", ETATS["non_applicable"]),
    )
    for debut, affiche in debuts:
        siens = [f"« {ligne.titre} »" for ligne in toutes if ligne.affiche == affiche]
        if siens:
            phrases.append(f"{debut} : {enumeration(siens)}.")
    return typographie(" ".join(phrases))


def png(spec: dict[str, Any], echelle: float = 2) -> bytes:
    """L'image d'une spécification, sans navigateur. `echelle` : pixels de l'image par pixel du dessin."""
    import vl_convert

    image: bytes = vl_convert.svg_to_png(svg(spec), scale=echelle)
    return image


def svg(spec: dict[str, Any]) -> str:
    """Le dessin vectoriel d'une spécification, sans navigateur."""
    police = {**spec, "config": {**spec.get("config", {}), "font": POLICE_IMAGE}}
    # Un demi-codet n'a pas de forme en UTF-8 : il devient « ? » plutôt que de faire échouer l'image.
    return _svg(json.dumps(police, ensure_ascii=False).encode("utf-8", "replace").decode())


@functools.lru_cache(maxsize=8)
def _svg(spec: str) -> str:
    import vl_convert

    dessin: str = vl_convert.vegalite_to_svg(spec)
    return dessin


def dessin_svg(figure: Figure) -> tuple[str, float, float]:
    """Le dessin d'une figure, sa largeur et sa hauteur en pixels."""
    dessin = figure.dessin or svg(figure.spec)
    largeur, hauteur = (float(_MESURE[cote].search(dessin)[1]) for cote in ("width", "height"))  # type: ignore[index]
    return dessin, largeur, hauteur


def image_png(figure: Figure) -> tuple[bytes, float, float]:
    """L'image d'une figure, assez fine pour l'impression, et ses mesures."""
    dessin, largeur, hauteur = dessin_svg(figure)
    return _png(dessin), largeur, hauteur


@functools.lru_cache(maxsize=8)
def _png(dessin: str) -> bytes:
    import vl_convert

    image: bytes = vl_convert.svg_to_png(dessin, scale=FINESSE)
    return image
