"""Ouvrir une page comme le fait le serveur, sur une base jetable."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

RACINE = Path(__file__).resolve().parents[2]
Ouvrir = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _base_jetable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAS_DATABASE_URL", f"sqlite:///{tmp_path / 'clas.sqlite3'}")
    st.cache_resource.clear()


@pytest.fixture
def ouvrir() -> Ouvrir:
    """`ouvrir("dossier/groupes.py", exemple="faible")` : la page, dessinée, sans erreur."""

    def _ouvrir(page: str | None = None, **adresse: str) -> AppTest:
        essai = AppTest.from_file(str(RACINE / "pages/commun/entree.py"), default_timeout=30)
        for nom, valeur in adresse.items():
            essai.query_params[nom] = valeur
        essai.run()
        if page:
            essai.switch_page(f"../{page}").run()
        assert not essai.exception, essai.exception
        return essai

    return _ouvrir


@pytest.fixture
def widget() -> Callable[[AppTest, str], object]:
    """Le widget d'un chemin du dossier : la clé finit par ce chemin."""

    def _widget(essai: AppTest, chemin: str) -> object:
        genres = ("text_input", "text_area", "number_input", "date_input", "time_input", "radio", "selectbox",
                  "checkbox", "button_group", "button")  # fmt: skip
        for genre in genres:
            for w in getattr(essai, genre):
                if w.key and w.key.endswith(f":{chemin}"):
                    return w
        raise AssertionError(f"aucun widget pour « {chemin} »")

    return _widget
