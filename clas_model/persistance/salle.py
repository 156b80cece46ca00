"""Ce qu'une réunion garde : sa préparation, où elle en est, qui y répond. Ni nom, ni adresse, ni appareil."""

import dataclasses
import datetime as dt

from pydantic import BaseModel, ConfigDict, field_validator

from clas_model.dossier import Structure, TexteChoisi, Zone

# Sans 0, O, 1, I, L, ni voyelle qui formerait un mot : 8 signes parmi 28, soit 3,8 × 10¹¹ codes.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LONGUEUR = 8
# Une fois la réunion close, le temps d'emporter son dossier ; ensuite plus rien ne lie un téléphone à ses réponses.
DELAI_DEPART = dt.timedelta(hours=24)
ENVOIS_MAX, TEXTE_MAX, THEME_MAX, PARTICIPANTS_MAX = 10, 300, 60, 1000
CODE_INCONNU = "Ce code ne mène à aucune réunion : vérifiez-le, ou demandez-le à la personne qui anime."
LIEN_INCONNU = "Ce lien d'animation ne mène à aucune réunion : vérifiez qu'il est copié en entier."
REVELEE = "Cette question est révélée : sa réponse ne change plus."
CLOSE = "La réunion est close : les réponses ne changent plus."


class Preparation(BaseModel):
    """Ce que l'animateur décide avant la réunion. `annee` et `zone` : celles de son département, ou rien."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titre: str
    date: dt.date
    texte: TexteChoisi
    questions: tuple[str, ...]
    annee: str | None = None
    zone: Zone | None = None

    @field_validator("annee")
    @classmethod
    def _annee_scolaire(cls, annee: str | None) -> str | None:
        """Celle d'un dossier : elle y entrera."""
        return Structure(annee_scolaire=annee).annee_scolaire


@dataclasses.dataclass(frozen=True, slots=True)
class Reunion:
    """Une réunion et où elle en est. `position` : la vue projetée ; `tour` avance quand les téléphones changent."""

    id: int
    code: str
    preparation: Preparation
    position: int
    revelees: frozenset[str]
    repetition: bool
    tour: int
    expire_le: dt.datetime
    close_le: dt.datetime | None

    @property
    def close(self) -> bool:
        """Vrai quand plus rien ne change."""
        return self.close_le is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Participant:
    """Un téléphone dans la salle ; `observe` : une autre personne répond déjà pour sa structure."""

    id: int
    observe: bool
    envois: int


@dataclasses.dataclass(frozen=True, slots=True)
class Comptes:
    """Les téléphones présents, ceux qui répondent pour une structure, et les réponses à chaque question."""

    presents: int
    structures: int
    reponses: dict[str, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """Une question écrite par un participant, dont on ne sait pas lequel."""

    id: int
    texte: str
    theme: str
    traitee: bool
    montree: bool


def normaliser_code(code: str) -> str:
    """Le code tel qu'il est gardé, d'après ce qu'une personne a tapé."""
    return "".join(c for c in code.upper() if c in ALPHABET)[: LONGUEUR + 1]
