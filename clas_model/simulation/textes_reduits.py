"""Un texte réduit à quelques critères : mêmes règles, mêmes sources, moins à juger."""

import functools
from collections.abc import Sequence

from clas_model.referentiel import Referentiel


class ParIdentite:
    """Clé de cache par identité : comparer deux textes entiers coûterait plus que juger un dossier."""

    __slots__ = ("valeur",)

    def __init__(self, valeur: Referentiel) -> None:
        self.valeur = valeur

    def __hash__(self) -> int:
        return id(self.valeur)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, ParIdentite) and self.valeur is autre.valeur


def reduit(texte: Referentiel, criteres: Sequence[str]) -> Referentiel:
    """Le texte avec ces seuls critères, dans son ordre ; le même objet à chaque appel."""
    return _reduit(ParIdentite(texte), frozenset(criteres))


@functools.lru_cache(maxsize=64)
def _reduit(texte: ParIdentite, criteres: frozenset[str]) -> Referentiel:
    entier = texte.valeur
    return Referentiel.model_validate(
        {**dict(entier), "criteres": tuple(c for c in entier.criteres if c.id in criteres)}
    )
