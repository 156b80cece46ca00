"""Ce que tout contenu partage : les types des mots, des identifiants et des dates."""

from typing import Annotated, Literal

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
