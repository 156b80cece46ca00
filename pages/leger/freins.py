"""Freiner qui essaie des codes au hasard. Tout est en mémoire, une minute au plus : aucune adresse n'est gardée."""

import os
import time
from collections import deque
from collections.abc import Callable

from starlette.requests import Request

MINUTE = 60.0
# Une salle entière peut sortir par la même adresse, et se tromper : vingt fautes par minute. En tout : six cents.
FAUTES_PAR_ADRESSE, FAUTES_EN_TOUT = 20, 600
TROP = "Trop de codes inconnus viennent d'être essayés. Attendez une minute, puis recommencez."


class Frein:
    """Compte les codes inconnus de la dernière minute, par adresse et en tout."""

    def __init__(self, horloge: Callable[[], float] = time.monotonic) -> None:
        self._horloge = horloge
        self._fautes: deque[tuple[float, str]] = deque()

    def serre(self, adresse: str) -> bool:
        """Vrai si aucun code, même juste, ne doit plus être accepté de là : une bonne réponse en dirait trop."""
        limite = self._horloge() - MINUTE
        while self._fautes and self._fautes[0][0] < limite:
            self._fautes.popleft()
        siennes = sum(a == adresse for _, a in self._fautes)
        return siennes >= FAUTES_PAR_ADRESSE or len(self._fautes) >= FAUTES_EN_TOUT

    def faute(self, adresse: str) -> None:
        """Un code inconnu de plus."""
        self._fautes.append((self._horloge(), adresse))


FREIN = Frein()


def adresse_de(demande: Request) -> str:
    """L'adresse de qui demande ; derrière un mandataire déclaré par `CLAS_MANDATAIRE`, celle qu'il rapporte."""
    if os.environ.get("CLAS_MANDATAIRE"):
        return demande.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return demande.client.host if demande.client else ""
