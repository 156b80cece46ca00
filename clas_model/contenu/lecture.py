"""Lire un fichier YAML et valider ce qu'il porte : chaque faute dit le fichier, l'endroit et comment la corriger."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scanner import ScannerError

from clas_model.messages import fautes_francaises

_M = TypeVar("_M", bound=BaseModel)


def lire_yaml(fichier: Path, racine: Path, fautes: list[str]) -> Any:
    """Le contenu d'un fichier YAML, ou `None` et une faute de plus."""
    nom = fichier.relative_to(racine).as_posix()
    try:
        donnees = YAML(typ="safe").load(fichier.read_text(encoding="utf-8"))
        if donnees is None:
            fautes.append(f"{nom} : ce fichier est vide ; remettez celui d'origine.")
        return donnees
    except FileNotFoundError:
        fautes.append(f"{nom} : ce fichier manque ; créez-le ou remettez celui d'origine.")
    except UnicodeDecodeError:
        fautes.append(f"{nom} : ce fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.")
    except DuplicateKeyError as erreur:
        ligne = erreur.problem_mark.line + 1 if erreur.problem_mark else "?"
        fautes.append(f"{nom}, ligne {ligne} : une clé est écrite deux fois ; gardez-en une seule.")
    except MarkedYAMLError as erreur:
        # Un guillemet jamais fermé n'est vu qu'à la fin du fichier : c'est son début qui aide.
        marque = (erreur.context_mark if isinstance(erreur, ScannerError) else None) or erreur.problem_mark
        ligne = marque.line + 1 if marque else "?"
        fautes.append(
            f"{nom}, ligne {ligne} : YAML illisible ici ; vérifiez le retrait, les deux-points et les guillemets."
        )
    except YAMLError:
        fautes.append(f"{nom} : le YAML est illisible ; vérifiez le retrait, les deux-points et les guillemets.")
    return None


def _endroit(donnees: Any, lieu: tuple[str, ...]) -> str:
    """L'endroit d'une faute, avec l'identifiant des éléments de liste plutôt que leur rang."""
    mots, courant = [], donnees
    for segment in lieu:
        if isinstance(courant, list | tuple) and segment.isdecimal() and int(segment) < len(courant):
            courant = courant[int(segment)]
            nom = (
                courant.get("id") or courant.get("motif") or courant.get("terme") if isinstance(courant, dict) else None
            )
            mots.append(f"« {nom} »" if nom else f"élément {int(segment) + 1}")
        else:
            courant = courant.get(segment) if isinstance(courant, dict) else None
            mots.append(segment)
    return ", ".join(mots)


# Le fichier d'où vient chaque élément des listes réparties sur plusieurs fichiers, dans l'ordre de la liste.
Origines = dict[str, list[str]]


def valider(modele: type[_M], donnees: Any, nom: str, fautes: list[str], origines: Origines | None = None) -> _M | None:
    """L'objet que décrivent ces données, ou `None` et des fautes de plus."""
    try:
        return modele.model_validate(donnees)
    except ValidationError as erreur:
        for lieu, phrase in fautes_francaises(erreur):
            segments, fichier = tuple(lieu.split(".")), nom
            ou = _endroit(donnees, segments)
            if origines and segments[0] in origines and len(segments) > 1:
                fichier, ou = origines[segments[0]][int(segments[1])], ou.partition(", ")[2]
            if phrase == "un texte est attendu":
                phrase += " : mettez un nombre ou une date entre guillemets"
            fautes.append(f"{fichier}, {ou} : {phrase}." if ou else f"{fichier} : {phrase}.")
    return None


def doublons(quoi: str, places: Iterable[tuple[str, str]]) -> list[str]:
    """Les identifiants écrits plusieurs fois ; `places` : (fichier, identifiant)."""
    par_id: dict[str, list[str]] = {}
    for fichier, identifiant in places:
        par_id.setdefault(identifiant, []).append(fichier)
    return [
        f"{' et '.join(dict.fromkeys(fichiers))}, {quoi} « {i} » : cet identifiant est écrit {len(fichiers)} fois ; "
        "donnez un nom différent à chacun."
        for i, fichiers in par_id.items()
        if len(fichiers) > 1
    ]
