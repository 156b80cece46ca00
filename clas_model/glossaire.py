"""Les mots du glossaire qu'un texte emploie : de quoi les définir là où ils sont dits."""

import functools
import re
from collections.abc import Iterable

from clas_model.questionnaire import Terme


def termes_cites(textes: Iterable[str], glossaire: Iterable[Terme]) -> tuple[Terme, ...]:
    """Les termes employés, dans l'ordre du glossaire. Un sigle se lit tel qu'il s'écrit, un mot aussi au pluriel."""
    tout = "\n".join(textes)
    return tuple(t for t in glossaire if _motif(t.terme, t.nature == "sigle").search(tout))


@functools.cache
def _motif(terme: str, sigle: bool) -> re.Pattern[str]:
    mots = r"\s".join(re.escape(mot) + ("" if sigle else "s?") for mot in terme.split())
    return re.compile(rf"(?<!\w){mots}(?!\w)", 0 if sigle else re.IGNORECASE)
