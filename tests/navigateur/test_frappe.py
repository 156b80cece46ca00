"""On écrit déjà dans un champ quand la page se redessine : aucune lettre ne se perd."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import aller, champ, ecrire, repos

pytestmark = pytest.mark.navigateur

# Une frappe rapide : la page se redessine avant la fin du texte.
CADENCE = 30
_MARQUER = """() => {
  for (const e of document.querySelectorAll('[data-testid=stMain] :is(input, textarea)')) e.marque = true;
}"""


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    yield contexte.new_page()
    contexte.close()


def taper(page: Page, chemin: str, texte: str) -> None:
    """Clique dans un champ et en récrit le texte, lettre à lettre, sans rien attendre."""
    zone = champ(page, chemin).locator("input, textarea").first
    zone.scroll_into_view_if_needed()
    boite = zone.bounding_box()
    assert boite
    page.mouse.click(boite["x"] + 30, boite["y"] + 10)
    page.keyboard.press("Control+a")
    page.keyboard.type(texte, delay=CADENCE)


def lu(page: Page, chemin: str) -> str:
    return champ(page, chemin).locator("input, textarea").first.input_value()


def ouvrir_enregistre(page: Page, adresse: str) -> None:
    """Les groupes d'un dossier né d'une autre réponse, champs marqués : son premier enregistrement est passé."""
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    ecrire(page, "groupes.g1.nom", "Les mercredis")
    page.wait_for_url("**dossier=**")
    repos(page)
    page.evaluate(_MARQUER)


def test_le_premier_enregistrement_ne_prend_aucune_lettre(page: Page, adresse: str) -> None:
    textes = {
        "structure.nom": "Association des quatre vents",
        "structure.contact_fonction": "Directrice du centre",
        "structure.commune": "Montluçon",
    }
    aller(page, f"{adresse}/structure", "Votre structure")
    # Le titre se dessine avant les champs.
    for chemin in textes:
        expect(champ(page, chemin).locator("input")).to_be_visible()
    repos(page)
    page.evaluate(_MARQUER)
    for chemin, texte in textes.items():
        taper(page, chemin, texte)
    page.keyboard.press("Tab")
    page.wait_for_url("**dossier=**")
    repos(page)
    assert {chemin: lu(page, chemin) for chemin in textes} == textes
    # Les champs sont restés les mêmes : rien n'a eu à y être remis.
    for chemin in textes:
        assert champ(page, chemin).locator("input").evaluate("e => e.marque"), chemin
    page.reload()
    expect(champ(page, "structure.contact_fonction").locator("input")).to_have_value("Directrice du centre")
    assert {chemin: lu(page, chemin) for chemin in textes} == textes


def test_un_champ_remplace_pendant_qu_on_y_ecrit_retrouve_son_texte(page: Page, adresse: str) -> None:
    ouvrir_enregistre(page, adresse)
    champ(page, "groupes.g1.lieu").locator("input").fill("")
    date = champ(page, "groupes.g1.date_debut").locator("input")
    taper(page, "groupes.g1.date_debut", "29/09/206")
    # Sans lieu, une case vient sous sa question, et le navigateur refait les dates, celle où l'on écrit comprise.
    expect(date).not_to_have_js_property("marque", True)
    expect(date).to_be_focused()
    expect(date).to_have_value("29/09/206")
    # Le curseur non plus n'a pas bougé.
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    repos(page)
    page.reload()
    expect(date).to_have_value("29/09/2026")
    expect(champ(page, "groupes.g1.lieu").locator("input")).to_have_value("")


def test_un_champ_remplace_avant_la_premiere_lettre_reste_celui_ou_l_on_ecrit(page: Page, adresse: str) -> None:
    ouvrir_enregistre(page, adresse)
    date = champ(page, "groupes.g1.date_debut").locator("input")
    champ(page, "groupes.g1.lieu").locator("input").fill("")
    date.scroll_into_view_if_needed()
    boite = date.bounding_box()
    assert boite
    # On clique dans le champ suivant et l'on cherche sa date : entre-temps, il est remplacé. Le clavier doit être au
    # neuf dès qu'il est là, et non une fois la page au repos : la première lettre se perdrait.
    page.evaluate(
        """() => new MutationObserver(() => {
          const neuf = document.querySelector('[class*="-groupes-g1-date_debut "] input');
          if (neuf && !neuf.marque) window.aussitot ??= document.activeElement === neuf;
        }).observe(document.querySelector('[data-testid=stMain]'), {subtree: true, childList: true})"""
    )
    page.mouse.click(boite["x"] + 30, boite["y"] + 10)
    expect(date).not_to_have_js_property("marque", True)
    expect(date).to_be_focused()
    assert page.evaluate("window.aussitot")


def test_un_choix_clique_ne_fait_pas_sauter_la_page(page: Page, adresse: str) -> None:
    """Le vrai bouton d'un choix est caché : mal placé, le navigateur allait le chercher hors de l'écran."""
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    rythme = champ(page, "groupes.g1.creneaux.c1.rythme")
    rythme.scroll_into_view_if_needed()
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    boite = rythme.get_by_text("Une semaine sur deux", exact=True).bounding_box()
    assert boite
    page.mouse.click(boite["x"] - 12, boite["y"] + boite["height"] / 2)
    repos(page)
    expect(rythme.locator("input:checked")).to_have_count(1)
    restes = "[...document.querySelectorAll('[data-testid=stAppViewContainer], [data-testid=stApp], html, body')]"
    assert page.evaluate(f"{restes}.map(e => e.scrollTop)") == [0, 0, 0, 0]
