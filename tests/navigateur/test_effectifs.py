"""La vérification rapide, sur un téléphone de 360 pixels et sur un projecteur : lue d'un coup d'œil."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import CLIC, aller, repos

TAILLES = {"telephone": (360, 740), "projecteur": (1280, 720)}
# En deçà, un texte ne se lit plus sans agrandir.
TEXTE_MIN = 12


@pytest.fixture(params=TAILLES)
def page(request: pytest.FixtureRequest, navigateur: Browser) -> Iterator[Page]:
    largeur, hauteur = TAILLES[request.param]
    contexte = navigateur.new_context(locale="fr-FR", viewport={"width": largeur, "height": hauteur})
    yield contexte.new_page()
    contexte.close()


def poser(page: Page, nom: str, valeur: str) -> None:
    zone = page.locator(f".st-key-effectifs-{nom} input")
    zone.fill(valeur)
    zone.press("Tab")
    repos(page)


def image(page: Page, nom: str) -> None:
    if dossier := os.environ.get("CLAS_IMAGES"):
        largeur = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=f"{dossier}/effectifs-{nom}-{largeur}.png")


def test_la_reponse_se_lit_sans_defiler_et_une_case_touchee_deplace_le_point(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/effectifs", "Vérifier des effectifs")
    for nom, valeur in (("enfants", "37"), ("adultes", "5"), ("seances", "2")):
        poser(page, nom, valeur)
    # À sept par adulte, 37 enfants en demandent six : il en manque un.
    # La réponse s'annonce aussi, hors de la page : on regarde celle qui se lit.
    lue = page.get_by_test_id("stMain")
    reponse = lue.get_by_text("Il manque 1 adulte, libre chaque soir.", exact=False)
    expect(reponse).to_be_in_viewport(ratio=1)
    image(page, "reponse")
    _sans_debordement(page)
    petits = page.get_by_test_id("stMain").evaluate(
        """(racine, minimum) => [...racine.querySelectorAll("p, li, td, th, label, button, input")]
            .filter(e => e.offsetParent && e.innerText?.trim())
            .filter(e => parseFloat(getComputedStyle(e).fontSize) < minimum).map(e => e.innerText)""",
        TEXTE_MIN,
    )
    assert petits == []

    # Le nombre à virgule est refusé, et l'essai garde le dernier.
    poser(page, "enfants", "12,5")
    expect(lue.get_by_text("ne convient pas", exact=False)).to_contain_text("l'essai garde 37")
    poser(page, "enfants", "37")

    # Un seul nombre changé suffit : le bouton le change, et la réponse suit.
    page.get_by_role("button", name="35 enfants", exact=True).click(delay=CLIC)
    expect(lue.get_by_text("Cela tient, en", exact=False)).to_be_visible()
    repos(page)
    poser(page, "enfants", "37")

    page.get_by_role("radio", name="Carte", exact=True).click(delay=CLIC)
    repos(page)
    dessin = page.locator('[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg').first
    dessin.scroll_into_view_if_needed()
    cadre = dessin.bounding_box()
    assert cadre is not None
    image(page, "carte")
    _sans_debordement(page)
    # Une case à droite du milieu, vers le haut : plus d'enfants, plus d'adultes.
    dessin.click(position={"x": cadre["width"] * 0.9, "y": cadre["height"] * 0.2}, delay=CLIC)
    repos(page)
    for nom, avant in (("enfants", 37), ("adultes", 5)):
        expect(page.locator(f".st-key-effectifs-{nom} input")).not_to_have_value(str(avant))
        assert int(page.locator(f".st-key-effectifs-{nom} input").input_value()) > avant


def test_deux_variantes_gardees_sont_la_apres_un_rechargement(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/effectifs", "Vérifier des effectifs")
    page.get_by_role("radio", name="Garder", exact=True).click(delay=CLIC)
    repos(page)
    for nom in ("Un soir", "Deux soirs"):
        poser(page, "nom", nom)
        page.locator(".st-key-essai-garder button").click(delay=CLIC)
        expect(page.get_by_test_id("stMain").get_by_text(f"La variante « {nom} » est gardée.")).to_be_visible()
    page.get_by_role("link", name="Comparer les variantes").click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name="Comparer des variantes")).to_be_visible()
    repos(page)
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Comparer des variantes")).to_be_visible()
    repos(page)
    etroit = (page.viewport_size or {"width": 0})["width"] < 640
    for nom in ("Un soir", "Deux soirs"):
        # Un tableau sur un grand écran ; sur un téléphone, une fiche par variante : rien n'y défile de côté.
        colonne, fiche = (
            page.get_by_role("columnheader", name=nom, exact=True),
            page.get_by_role("heading", level=2, name=nom, exact=True),
        )
        expect((fiche if etroit else colonne).first).to_be_visible()
        assert (colonne if etroit else fiche).count() == 0
    defilants = (
        "[...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.scrollWidth > e.clientWidth + 1)"
    )
    assert page.evaluate(f"{defilants}.filter(e => getComputedStyle(e).overflowX === 'auto').length") == 0
    image(page, "variantes")
    _sans_debordement(page)


def _sans_debordement(page: Page) -> None:
    """Rien ne dépasse de la largeur de l'écran."""
    largeurs = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert largeurs == [0, 0]
