"""Ce que toute règle reçoit et rend."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from clas_model.dossier import Dossier

Etat = Literal["atteint", "partiel", "non_atteint", "sans_reponse", "non_applicable"]


class Parametres(BaseModel):
    """Paramètres typés d'une règle, lus dans le contenu."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SansParametre(Parametres):
    """Pour les règles qui n'ont rien à régler."""


class Verdict(NamedTuple):
    """Ce qu'une règle conclut d'un dossier : un n-uplet nommé, bien plus vite créé qu'une dataclass immuable.

    `fait` : une phrase avec les chiffres. `mesure`, `attendu` : textes courts ou `None` (rien de connu à mesurer).
    `suite` : ce qu'il faut faire, quand la règle le sait mieux que le contenu.
    `chemins` : où agir ; dans un verdict « sans réponse », ce qui manque, au champ près quand la règle le sait.
    `pire_connu` : l'état reste « sans réponse », mais un fait déjà donné empêche le critère d'être pleinement atteint,
    quoi qu'on réponde ou ajoute ; c'est alors le pire état déjà certain. Toujours nul dans un autre état, qui le dit
    de lui-même. `ecart` : ce qui sépare la mesure de l'attendu (« 2 enfants de trop »), quand il se compte.
    """

    etat: Etat
    fait: str
    attendu: str | None = None
    mesure: str | None = None
    suite: str | None = None
    chemins: tuple[str, ...] = ()
    pire_connu: Etat | None = None
    ecart: str | None = None

    @property
    def faute_connue(self) -> bool:
        """Vrai si le critère, encore sans réponse, ne peut déjà plus être pleinement atteint."""
        return self.pire_connu is not None


@dataclass(frozen=True, slots=True)
class Regle:
    """Une règle et le modèle de ses paramètres."""

    fonction: Callable[[Dossier, Any], Verdict]
    parametres: type[Parametres] = SansParametre
