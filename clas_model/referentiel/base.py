"""Ce que tout contenu partage : les types des mots, des identifiants et des dates."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$")]
Phrase = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
AnneeScolaire = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4}$")]
StatutSource = Literal["lu", "infere"]
# D'où vient une exigence : lue dans ce texte, déduite, reprise du texte dont il hérite, ou à demander à la Caf.
Statut = Literal["lu", "infere", "repris", "a-confirmer"]
# Un texte local, celui d'une seule Caf, ne dit rien des autres départements.
# « profil » : la Caf dont le profil est installé.
Portee = Literal["nationale", "locale", "profil"]
Effort = Literal["S", "M", "L"]


class Contenu(BaseModel):
    """Réglages communs du contenu : immuable, champs inconnus refusés."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_V = TypeVar("_V")


class ParIdentite(Generic[_V]):
    """Clé de cache par identité : comparer deux contenus entiers à chaque appel coûterait plus que le calcul gardé."""

    __slots__ = ("valeur",)

    def __init__(self, valeur: _V) -> None:
        self.valeur = valeur

    def __hash__(self) -> int:
        return id(self.valeur)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, ParIdentite) and self.valeur is autre.valeur
