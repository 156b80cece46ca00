"""Les modèles de documents et les polices de `content/`."""

import functools
from pathlib import Path

from clas_model.erreurs import ContenuInvalide

RACINE = Path(__file__).resolve().parents[2] / "content"


@functools.lru_cache(maxsize=16)
def lire_modele(nom: str, racine: Path = RACINE) -> bytes:
    """Un modèle de document de `content/modeles`. Lève ContenuInvalide s'il manque."""
    try:
        return (racine / "modeles" / nom).read_bytes()
    except OSError as erreur:
        raise ContenuInvalide([f"modeles/{nom} : ce fichier manque ; remettez celui d'origine."]) from erreur


def repertoire_des_polices(racine: Path = RACINE) -> str:
    """Où sont les polices fournies : les documents ne dépendent d'aucune police installée."""
    return str(racine / "polices")
