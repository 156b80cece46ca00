"""Les nombres, heures et dates d'un essai, écrits au clavier.

Des zones de texte : le champ des nombres de Streamlit perd une virgule (« 12,5 » y devient 125). Ce qui ne se lit pas
est refusé par une phrase, et la dernière valeur lue reste celle de l'essai.
"""

import contextlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import streamlit as st

from clas_model.dossier import EFFECTIF_MAX
from clas_model.simulation.hypothese import ADULTES_MAX, SOIRS
from pages.commun.genres import ECRITS, INDICES, Genre

PREFIXE, LUS = "effectifs-", "essai-lus"
PARTIES = 6


class Attendu(NamedTuple):
    """Ce qu'on attend d'un champ : son libellé, ce qui s'y écrit, et ses bornes si c'est un nombre."""

    libelle: str
    nature: Genre = "nombre"
    bas: int = 1
    haut: int = EFFECTIF_MAX


ATTENDUS = {
    "enfants": Attendu("Enfants"),
    # Court : trois champs tiennent côte à côte sur un téléphone.
    "adultes": Attendu("Adultes", bas=0, haut=ADULTES_MAX),
    "seances": Attendu("Séances par semaine", haut=len(SOIRS)),
    "salaries": Attendu("Dont salariés", bas=0, haut=ADULTES_MAX),
    "mini": Attendu("Au moins par groupe"),
    "maxi": Attendu("Au plus par groupe"),
    "debut": Attendu("Début d'une séance", "heure"),
    "fin": Attendu("Fin d'une séance", "heure"),
    "date-debut": Attendu("Première séance", "date"),
    "date-fin": Attendu("Dernière séance", "date"),
    "budget-taille": Attendu("Enfants par groupe"),
    "budget-salaries": Attendu("Salariés par groupe", bas=0, haut=ADULTES_MAX),
    **{f"partie-enfants-{r}": Attendu(f"Enfants {r}") for r in range(1, PARTIES + 1)},
}


def cle(nom: str) -> str:
    """La clé du champ de ce nom."""
    return f"{PREFIXE}{nom}"


def champ(nom: str, ou: Any = st, **options: Any) -> None:
    """Dessine le champ de ce nom."""
    attendu = ATTENDUS[nom]
    # Un nombre se passe d'indice : le sien serait une valeur, et l'un de ceux qui comptent ici.
    options.setdefault("placeholder", None if attendu.nature == "nombre" else INDICES[attendu.nature])
    ou.text_input(attendu.libelle, key=cle(nom), **options)


def montre(nom: str, valeur: Any) -> Any:
    """Ce que montre le champ de ce nom pour cette valeur ; les autres champs la gardent telle quelle."""
    if nom not in ATTENDUS:
        return valeur
    return "" if valeur is None else ECRITS[ATTENDUS[nom].nature].ecrire(valeur)


def poser(nom: str, valeur: Any) -> None:
    """Met une valeur dans un champ ; à appeler dans un rappel, ou avant de le dessiner."""
    st.session_state[cle(nom)] = montre(nom, valeur)


def lire(nom: str) -> Any:
    """La valeur du champ, ou la dernière qui se lisait ; `None` s'il est vide."""
    lus: dict[str, Any] = st.session_state.setdefault(LUS, {})
    with contextlib.suppress(ValueError):
        lus[nom] = _lire(nom)
    return lus.get(nom)


def _lire(nom: str) -> Any:
    """Lève ValueError, avec ce qu'il faut écrire, si le champ ne se lit pas ou sort de ses bornes."""
    attendu, ecrit = ATTENDUS[nom], str(st.session_state.get(cle(nom)) or "").strip()
    if not ecrit:
        return None
    facon = ECRITS[attendu.nature]
    try:
        valeur = facon.lire(ecrit)
    except ValueError as erreur:
        raise ValueError(facon.demande) from erreur
    if attendu.nature == "nombre" and not attendu.bas <= valeur <= attendu.haut:
        raise ValueError(f"écrivez un nombre de {attendu.bas} à {attendu.haut}")
    return valeur


def refus(noms: Iterable[str]) -> list[str]:
    """Une phrase par champ qui ne se lit pas : ce qui est écrit, quoi écrire, et la valeur gardée."""
    phrases = []
    for nom in noms:
        try:
            _lire(nom)
        except ValueError as erreur:
            gardee = lire(nom)
            reste = "" if gardee is None else f" En attendant, l'essai garde {montre(nom, gardee)}."
            ecrit = str(st.session_state[cle(nom)]).strip()[:40]
            phrases.append(f"{ATTENDUS[nom].libelle} : « {ecrit} » ne convient pas ; {erreur}.{reste}")
    return phrases
