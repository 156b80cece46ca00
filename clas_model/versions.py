"""Les versions du format d'un dossier : de l'une à la suivante, une petite fonction pure chacune.

Une version qui n'ajoute que des champs facultatifs n'a rien à convertir : elle sert à refuser, avec une phrase, un
fichier plus récent que l'outil.
"""

from collections.abc import Callable
from typing import Any

from clas_model.dossier import VERSION_SCHEMA

_Donnees = dict[str, Any]


def _vers_2(donnees: _Donnees) -> _Donnees:
    """La version 2 ajoute la répartition des étapes, ce qui est à confirmer, et des champs facultatifs."""
    return {**donnees, "version_schema": 2}


# La version de départ → ce qui mène à la suivante.
MIGRATIONS: dict[int, Callable[[_Donnees], _Donnees]] = {1: _vers_2}


def est_plus_recente(version: Any) -> bool:
    """Vrai pour la version d'un outil plus récent que celui-ci."""
    return isinstance(version, int) and not isinstance(version, bool) and version > VERSION_SCHEMA


def migrer(donnees: _Donnees) -> _Donnees:
    """Les données à la version d'aujourd'hui ; celles qui n'ont pas de version sont supposées l'être déjà."""
    while type(version := donnees.get("version_schema")) is int and version in MIGRATIONS:
        donnees = MIGRATIONS[version](donnees)
    return donnees
