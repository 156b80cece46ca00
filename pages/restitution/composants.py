"""Un composant de page à nous : son HTML, et les deux fichiers de `statiques/` qui l'habillent et l'animent."""

import functools
from pathlib import Path
from typing import Any

import streamlit as st

_STATIQUES = Path(__file__).parent / "statiques"


def composant(nom: str, html: str) -> Any:
    """Le composant de ce nom, à appeler avec ses données."""
    return st.components.v2.component(f"clas_{nom}", html=html, css=_lire(f"{nom}.css"), js=_lire(f"{nom}.js"))


@functools.cache
def _lire(fichier: str) -> str:
    """Une page en dessine jusqu'à vingt, à chaque réponse : un fichier ne se lit qu'une fois."""
    return (_STATIQUES / fichier).read_text(encoding="utf-8")
