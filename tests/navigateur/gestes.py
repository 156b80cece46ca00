"""Les gestes d'une personne devant l'écran : aller, écrire, cocher, choisir."""

import contextlib
import re

from playwright.sync_api import Locator, Page, expect

ATTENTE = 20_000
CLIC = 120  # Un clic instantané juste après une frappe se perd.
expect.set_options(timeout=ATTENTE)


def repos(page: Page) -> None:
    """Attend la fin de l'exécution en cours."""
    page.wait_for_timeout(250)
    application = page.get_by_test_id("stApp")
    expect(application).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(application).to_have_attribute("data-test-script-state", "notRunning")


def aller(page: Page, url: str, titre: str) -> None:
    """Ouvre une adresse, et attend le titre de sa page."""
    page.goto(url)
    expect(page.get_by_role("heading", level=1, name=titre)).to_be_visible()
    repos(page)


def deplier(page: Page, nom: str) -> None:
    """Ouvre, si elle est repliée, la rubrique du menu où est cette page."""
    rubrique = page.get_by_test_id("stSidebar").locator("details:not([open])").filter(has_text=nom)
    if rubrique.count():
        rubrique.locator("summary").click(delay=CLIC)


def menu(page: Page, nom: str, titre: str | None = None) -> None:
    """Change de page par le menu ; un clic fait pendant une coupure est à refaire."""
    voulu = page.get_by_role("heading", level=1, name=titre or nom)
    for _ in range(5):
        repos(page)
        deplier(page, nom)
        page.get_by_test_id("stSidebar").get_by_role("link", name=nom, exact=True).click(delay=CLIC)
        with contextlib.suppress(AssertionError):
            expect(voulu).to_be_visible(timeout=5_000)
            break
    expect(voulu).to_be_visible()
    repos(page)


def champ(page: Page, chemin: str) -> Locator:
    """Le widget d'un chemin : Streamlit pose sa clé en classe CSS."""
    return page.locator(f'[class*="-{re.sub("[.:]", "-", chemin)} "]').first


def ecrire(page: Page, chemin: str, texte: str) -> None:
    """Écrit dans un champ, puis le quitte, sans attendre la suite."""
    zone = champ(page, chemin).locator("input, textarea").first
    zone.fill(texte)
    zone.press("Tab")


def cocher(page: Page, chemin: str, libelle: str) -> None:
    """Choisit une réponse par son libellé."""
    champ(page, chemin).get_by_text(libelle, exact=True).click(delay=CLIC)
