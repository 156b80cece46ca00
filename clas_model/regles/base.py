"""Ce que toute règle reçoit et rend."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from clas_model.dossier import Dossier

Etat = Literal["atteint", "partiel", "non_atteint", "sans_reponse", "non_applicable"]


class Parametres(BaseModel):
    """Paramètres typés d'une règle, lus dans le contenu."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SansParametre(Parametres):
    """Pour les règles qui n'ont rien à régler."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ce qu'une règle conclut d'un dossier.

    `fait` : une phrase avec les chiffres. `mesure`, `attendu` : textes courts ou `None`.
    `suite` : ce qu'il faut faire, quand la règle le sait mieux que le contenu. `chemins` : où agir.
    `faute_connue` : l'état reste « sans réponse », mais un fait déjà donné empêche le critère d'être pleinement
    atteint, quoi qu'on réponde ou ajoute. Toujours faux dans un autre état, qui le dit de lui-même.
    """

    etat: Etat
    fait: str
    attendu: str | None = None
    mesure: str | None = None
    suite: str | None = None
    chemins: tuple[str, ...] = ()
    faute_connue: bool = False


@dataclass(frozen=True, slots=True)
class Regle:
    """Une règle et le modèle de ses paramètres."""

    fonction: Callable[[Dossier, Any], Verdict]
    parametres: type[Parametres] = SansParametre
