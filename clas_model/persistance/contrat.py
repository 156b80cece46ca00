"""Le contrat d'un entrepôt de dossiers."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from clas_model.dossier import Dossier
from clas_model.fusion import Conflit

Horloge = Callable[[], dt.datetime]

# Les dernières versions sont toutes gardées ; au-delà, la dernière de chaque jour, pendant deux mois. Le tri se fait
# par lots, de loin en loin : à chaque réponse, il coûterait jusqu'à un dixième de l'enregistrement.
VERSIONS_GARDEES = 50
LOT = 50
JOURS_GARDES = 60


def limite_du_tri(revision: int) -> int | None:
    """En écrivant `revision`, la plus récente des versions à trier ; `None` si ce n'est pas le moment."""
    limite = revision - VERSIONS_GARDEES
    return limite if limite > 0 and limite % LOT == 0 else None


@dataclass(frozen=True, slots=True)
class Enregistrement:
    """Un dossier enregistré, sa révision (1, 2, 3…) et l'instant de l'enregistrement (UTC).

    `touche_le` : la dernière fois qu'on y a écrit ou demandé de le garder ; `conflits` : les choix encore à faire.
    """

    dossier: Dossier
    revision: int
    modifie_le: dt.datetime
    touche_le: dt.datetime
    conflits: tuple[Conflit, ...] = ()
    lecture_seule: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """Un état passé d'un dossier."""

    revision: int
    modifie_le: dt.datetime
    dossier: Dossier


class DossierRepository(Protocol):
    """Garde des dossiers désignés par un secret dont l'entrepôt ne connaît que l'empreinte.

    Un secret inconnu lève DossierIntrouvable ; celui d'un lien de lecture, là où il faudrait écrire, LectureSeule ; une
    panne, EnregistrementImpossible.
    """

    def create(self, dossier: Dossier) -> tuple[str, Enregistrement]:
        """Enregistre un nouveau dossier ; rend le secret de son lien de reprise."""

    def get(self, secret: str) -> Enregistrement:
        """Le dossier de ce secret, qu'il permette d'écrire ou seulement de lire."""

    def save(self, secret: str, dossier: Dossier, revision: int, conflits: Sequence[Conflit] = ()) -> Enregistrement:
        """Enregistre par-dessus `revision`. Lève RevisionPerimee si elle n'est plus la dernière."""

    def history(self, secret: str) -> tuple[Version, ...]:
        """Les versions gardées, la dernière d'abord."""

    def restore(self, secret: str, ancienne: int, revision: int) -> Enregistrement:
        """Enregistre la version `ancienne` par-dessus `revision` : c'est une version de plus."""

    def keep(self, secret: str) -> Enregistrement:
        """Repousse l'effacement d'un dossier auquel on ne touche plus."""

    def share(self, secret: str) -> str:
        """Le secret du lien de lecture, le même à chaque appel jusqu'à `unshare`."""

    def unshare(self, secret: str) -> None:
        """Coupe le lien de lecture ; le suivant sera autre."""

    def erase(self, secret: str) -> None:
        """Efface le dossier, ses versions et ses liens."""

    def purge(self, avant: dt.datetime) -> int:
        """Efface les dossiers auxquels personne n'a touché depuis `avant` ; rend leur nombre."""
