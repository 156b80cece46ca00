"""Ce qui a changé d'une version d'un dossier à une autre."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from clas_model.chemins import HORS_QUESTIONS
from clas_model.dossier import LISTES_ENTIERES, Dossier

# Hors des questions, mais que l'historique raconte : qui fait quoi, et les variantes gardées.
_MONTRES = frozenset({"repartition", "scenarios"})


def changements(avant: Dossier, apres: Dossier) -> tuple[str, ...]:
    """Les chemins des réponses qui diffèrent ; celui d'un élément entier s'il n'est que d'un côté."""
    chemins = list(_changements(avant, apres, ""))
    # « Je ne sais pas » est une réponse : la donner ou la retirer est un changement.
    vus = set(chemins)
    chemins += sorted(
        c for c in {*avant.ne_sait_pas} ^ {*apres.ne_sait_pas} if c not in vus and not _est_dessous(c, vus)
    )
    return tuple(chemins)


def _est_dessous(chemin: str, vus: set[str]) -> bool:
    return any(chemin.startswith(f"{v}.") for v in vus)


def _changements(avant: Any, apres: Any, prefixe: str) -> Iterator[str]:
    for champ in type(apres).model_fields:
        if champ == "id" or (not prefixe and champ in HORS_QUESTIONS - _MONTRES):
            continue
        a, b, ici = getattr(avant, champ), getattr(apres, champ), f"{prefixe}{champ}"
        if a == b:
            continue
        if isinstance(a, BaseModel) and isinstance(b, BaseModel):
            yield from _changements(a, b, f"{ici}.")
        elif _est_liste(a) or _est_liste(b):
            anciens, nouveaux = {e.id: e for e in a or ()}, {e.id: e for e in b or ()}
            for identifiant in dict.fromkeys([*anciens, *nouveaux]):
                if anciens.get(identifiant) == nouveaux.get(identifiant):
                    continue
                if identifiant in anciens and identifiant in nouveaux and ici not in LISTES_ENTIERES:
                    yield from _changements(anciens[identifiant], nouveaux[identifiant], f"{ici}.{identifiant}.")
                else:
                    yield f"{ici}.{identifiant}"
        else:
            yield ici


def _est_liste(valeur: Any) -> bool:
    return isinstance(valeur, tuple) and any(isinstance(e, BaseModel) for e in valeur)
