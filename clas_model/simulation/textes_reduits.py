"""Un texte réduit à quelques critères : mêmes règles, mêmes sources, moins à juger."""

import functools
from collections.abc import Sequence

from clas_model.referentiel import Referentiel
from clas_model.referentiel.base import ParIdentite


def reduit(texte: Referentiel, criteres: Sequence[str]) -> Referentiel:
    """Le texte avec ces seuls critères, dans son ordre ; le même objet à chaque appel."""
    return _reduit(ParIdentite(texte), frozenset(criteres))


@functools.lru_cache(maxsize=64)
def _reduit(texte: ParIdentite[Referentiel], criteres: frozenset[str]) -> Referentiel:
    entier = texte.valeur
    return Referentiel.model_validate(
        {**dict(entier), "criteres": tuple(c for c in entier.criteres if c.id in criteres)}
    )
