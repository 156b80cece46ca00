"""Une image et un graphique se comprennent sans les voir : leur alternative, leur description, leurs bulles."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from clas_model.contenu import charger_exemple
from tests.navigateur.gestes import CLIC, aller, repos

pytestmark = pytest.mark.navigateur


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield contexte.new_page()
    contexte.close()


def test_une_image_de_l_apercu_dit_ce_qu_elle_montre(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/brouillon?exemple=complet", "Brouillon")
    volet = page.locator("details", has=page.locator("summary", has_text="Arbre des objectifs"))
    volet.locator("summary").click(delay=CLIC)
    besoins = charger_exemple("complet").diagnostic.besoins
    # Avec l'origine de chaque phrase, puis sans : deux dessins de la page, la même alternative.
    for _ in range(2):
        image = volet.get_by_role("img")
        expect(image).to_have_count(1)
        dit = image.get_attribute("alt") or ""
        assert all(besoin.intitule and besoin.intitule in dit for besoin in besoins)
        # Ni balise ni échappement : c'est du texte.
        assert "\\" not in dit
        page.get_by_text("Montrer d'où vient chaque phrase", exact=True).click(delay=CLIC)
        repos(page)
        volet.evaluate("e => { e.open = true; }")
