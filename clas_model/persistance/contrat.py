"""Le contrat d'un entrepôt de dossiers."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from clas_model.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Enregistrement:
    """Un dossier enregistré, sa révision (1, 2, 3…) et l'instant de l'enregistrement (UTC)."""

    dossier: Dossier
    revision: int
    modifie_le: dt.datetime


class DossierRepository(Protocol):
    """Garde des dossiers désignés par un secret dont l'entrepôt ne connaît que l'empreinte."""

    def create(self, dossier: Dossier) -> tuple[str, Enregistrement]:
        """Enregistre un nouveau dossier ; rend le secret de son lien de reprise."""

    def get(self, secret: str) -> Enregistrement:
        """Le dossier de ce secret. Lève DossierIntrouvable."""

    def save(self, secret: str, dossier: Dossier, revision: int) -> Enregistrement:
        """Enregistre par-dessus `revision`. Lève RevisionPerimee si elle n'est plus la dernière."""
