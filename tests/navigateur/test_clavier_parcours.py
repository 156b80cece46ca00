"""Chaque étape au clavier seul, de la première à la relecture, et un champ de chaque genre rempli. Aucun clic ici."""

from collections.abc import Iterator
from typing import get_args

import pytest
from playwright.sync_api import Browser, Page, expect

from clas_model.chemins import motif
from clas_model.contenu import charger_questionnaire
from pages.commun.genres import Genre, genre
from tests.navigateur.gestes import ATTENTE, aller, champ, repos
from tests.navigateur.test_clavier import choisir, cocher, tabuler

pytestmark = pytest.mark.navigateur
# L'étape où chaque genre de champ se remplit ici, dans l'exemple fragile.
REMPLIS: dict[str, tuple[tuple[Genre, str], ...]] = {
    "structure": (
        ("choix", "structure.type_operateur"),
        ("siret", "structure.siret"),
        ("court", "structure.commune"),
    ),
    "cadre": (("oui_non", "cadre.departemental"),),
    "groupes": (
        ("nombre", "groupes.g1.effectif"),
        ("multiple", "groupes.g1.niveaux"),
        ("date", "groupes.g1.date_debut"),
        ("heure", "groupes.g1.creneaux.c1.debut"),
    ),
    "enfants": (("long", "enfants.activites.x1.description"),),
    "budget": (("montant", "budget.charges.l1.montant"), ("drapeau", "budget.charges_close")),
}


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    contexte.set_default_timeout(ATTENTE)
    yield contexte.new_page()
    contexte.close()


def remplir(page: Page, nature: Genre, chemin: str) -> None:
    """Une réponse de ce genre, et la preuve qu'elle est là."""
    ecrits = {"court": "Valbrune", "nombre": "12", "date": "09/11/2026", "heure": "16 h 30", "montant": "950,50",
              "siret": "00000001800010"}  # fmt: skip
    if nature in ecrits or nature == "long":
        texte = ecrits.get(nature, "Lire la consigne à deux")
        tabuler(page, chemin)
        page.keyboard.press("Control+a")
        page.keyboard.type(texte)
        page.keyboard.press("Tab")
        repos(page)
        zone = champ(page, chemin).locator("input, textarea").first
        assert texte.replace(" ", "") in zone.input_value().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    elif nature == "choix":
        choisir(page, chemin, "Centre social")
        expect(champ(page, chemin).locator("input")).to_have_value("Centre social")
    elif nature == "multiple":
        cocher(page, chemin, "6e")
        expect(champ(page, chemin).get_by_role("button", name="6e")).to_have_attribute("aria-pressed", "true")
    elif nature == "oui_non":
        cocher(page, chemin, "Oui")
        expect(champ(page, chemin).get_by_label("Oui", exact=True)).to_be_checked()
    else:
        tabuler(page, chemin)
        page.keyboard.press("Space")
        repos(page)
        expect(champ(page, chemin).locator("input")).to_be_checked()


def test_chaque_genre_de_champ_et_chaque_etape_au_clavier(page: Page, adresse: str) -> None:
    voulus = {nature for paires in REMPLIS.values() for nature, _ in paires}
    # Un taux ne se demande que sous les textes nationaux ; il s'écrit comme un montant.
    assert voulus | {"pourcentage"} == set(get_args(Genre))
    for paires in REMPLIS.values():
        for nature, chemin in paires:
            assert genre(motif(chemin)) == nature

    etapes = [e for e in charger_questionnaire().etapes if e.id != "territoire"]
    aller(page, f"{adresse}/structure?exemple=faible", etapes[0].titre)
    for etape, suivante in zip(etapes, [*[e.titre for e in etapes[1:]], "Relecture"], strict=True):
        for nature, chemin in REMPLIS.get(etape.id, ()):
            remplir(page, nature, chemin)
        tabuler(page, nom=suivante)
        while "stMain" not in ou(page):
            tabuler(page, nom=suivante)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name=suivante)).to_be_focused()
        repos(page)


def ou(page: Page) -> str:
    """Dans quelle partie de la page est le clavier."""
    partie: str = page.evaluate("document.activeElement.closest('[data-testid=stMain]') ? 'stMain' : ''")
    return partie
