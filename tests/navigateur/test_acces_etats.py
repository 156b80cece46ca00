"""Serveur coupé : ce que la page dit alors, en français et sans faute grave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import repos
from tests.navigateur.serveur import ServeurTuable
from tests.navigateur.test_acces import _ANGLAIS, _TEXTES, fautes_graves, ouvrir

pytestmark = pytest.mark.navigateur


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    contexte.set_default_timeout(20_000)
    yield contexte.new_page()
    contexte.close()


def pour_tous(page: Page, etat: str) -> None:
    page.wait_for_timeout(300)
    assert fautes_graves(page) == [], etat
    assert sorted({t for t in page.evaluate(_TEXTES) if _ANGLAIS.search(t)}) == [], etat


def test_un_serveur_coupe_se_dit_en_francais(page: Page, tmp_path: Path) -> None:
    with ServeurTuable(f"sqlite:///{tmp_path / 'clas.sqlite3'}", tmp_path / "journal.txt") as serveur:
        ouvrir(page, serveur.adresse, "groupes")
        repos(page)
        serveur.tuer()
        application = page.get_by_test_id("stApp")
        expect(application).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        # Le temps que Streamlit montre ce qu'il a à dire.
        page.wait_for_timeout(6000)
        pour_tous(page, "serveur coupé")
