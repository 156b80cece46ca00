"""Réunir plusieurs copies d'un même fichier, remplies à part, sans connaître le fichier de départ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clas_model.chemins import HORS_QUESTIONS, lire
from clas_model.dossier import Dossier
from clas_model.fusion import fusionner

_Brut = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desaccord:
    """Un champ que des copies disent autrement : (rang de la copie, valeur), la valeur gardée d'abord."""

    chemin: str
    valeurs: tuple[tuple[int, Any], ...]


@dataclass(frozen=True, slots=True)
class Reunion:
    """Le dossier réuni, et ce qui reste à trancher."""

    dossier: Dossier
    desaccords: tuple[Desaccord, ...]


def reunir(copies: Sequence[Dossier]) -> Reunion:
    """Réunit les copies, la première d'abord : c'est elle qui est gardée là où elles se contredisent.

    Lève ValidationError si la réunion dépasse ce qu'un dossier peut contenir.
    """
    reuni = copies[0]
    autres: dict[str, list[tuple[int, Any]]] = {}
    for rang, copie in enumerate(copies[1:], start=1):
        fusion = fusionner(commun(reuni, copie), copie, reuni)
        reuni = fusion.dossier
        for conflit in fusion.conflits:
            autres.setdefault(conflit.chemin, []).append((rang, conflit.mienne))
    desaccords = tuple(
        Desaccord(chemin, ((_qui_le_dit(copies, chemin, lire(reuni, chemin)), lire(reuni, chemin)), *valeurs))
        for chemin, valeurs in autres.items()
    )
    return Reunion(reuni, desaccords)


def _qui_le_dit(copies: Sequence[Dossier], chemin: str, valeur: Any) -> int:
    return next((rang for rang, copie in enumerate(copies) if lire(copie, chemin) == valeur), 0)


def commun(une: Dossier, autre: Dossier) -> Dossier:
    """Ce que deux copies ont en commun : leur départ le plus probable."""
    brut = _commun(une.model_dump(), autre.model_dump())
    for marques in ("ne_sait_pas", "a_confirmer"):
        brut[marques] = tuple(sorted({*getattr(une, marques)} & {*getattr(autre, marques)}))
    return Dossier.model_validate(brut)


def _commun(une: _Brut, autre: _Brut) -> _Brut:
    resultat: _Brut = {}
    for champ, valeur in une.items():
        voisine = autre.get(champ)
        if valeur == voisine:
            resultat[champ] = valeur
        elif isinstance(valeur, dict) and isinstance(voisine, dict):
            resultat[champ] = _commun(valeur, voisine)
        elif _est_liste(valeur) and _est_liste(voisine):
            siens = {e["id"]: e for e in voisine or ()}
            resultat[champ] = [
                _commun(e, siens[e["id"]]) for e in valeur if e["id"] in siens and _meme_element(e, siens[e["id"]])
            ]
        elif champ == "id" or (champ in HORS_QUESTIONS and valeur is not None and not isinstance(valeur, tuple | list)):
            resultat[champ] = valeur
        # Le reste n'est pas commun : sans réponse au départ.
    return resultat


def _est_liste(valeur: Any) -> bool:
    return isinstance(valeur, tuple | list) and any(isinstance(e, dict) for e in valeur)


def _meme_element(un: _Brut, autre: _Brut) -> bool:
    """Vrai si deux éléments de même numéro sont le même, rempli à part : autant de réponses pareilles que d'autres."""
    pareilles = differentes = 0
    for champ, valeur in un.items():
        voisine = autre.get(champ)
        if champ == "id" or champ.endswith("_close") or None in (valeur, voisine):
            continue
        if isinstance(valeur, tuple | list | dict) and (not valeur or not voisine or _est_liste(valeur)):
            continue
        pareilles, differentes = pareilles + (valeur == voisine), differentes + (valeur != voisine)
    return pareilles >= differentes
