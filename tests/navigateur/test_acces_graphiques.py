"""Une image et un graphique se comprennent sans les voir : leur alternative, leur description, leurs bulles."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from clas_model.contenu import charger_exemple, charger_referentiel
from tests.navigateur.gestes import CLIC, aller, repos

pytestmark = pytest.mark.navigateur

DESSINS = '[data-testid="stVegaLiteChart"] svg.marks'


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


def resultats(page: Page, adresse: str, exemple: str) -> int:
    """La page des résultats, chaque graphique déplié ; rend combien elle en a."""
    combien = 1 + len(charger_referentiel().axes)
    # À la première visite d'un serveur qui démarre, Streamlit laisse parfois un dessin vide : la suivante le fait.
    for _ in range(2):
        aller(page, f"{adresse}/resultats?exemple={exemple}", "Résultats")
        with contextlib.suppress(AssertionError):
            expect(page.locator(DESSINS)).to_have_count(combien, timeout=8_000)
            break
    page.get_by_text("Critère par critère", exact=True).click(delay=CLIC)
    repos(page)
    return combien


def cote_a_cote(page: Page, adresse: str, exemple: str) -> int:
    aller(page, f"{adresse}/cote-a-cote?exemple={exemple}", "Deux textes côte à côte")
    return 1


def carte(page: Page, adresse: str, exemple: str) -> int:
    aller(page, f"{adresse}/effectifs?exemple={exemple}", "Vérifier des effectifs")
    page.get_by_role("radio", name="Carte", exact=True).click(delay=CLIC)
    repos(page)
    return 1


def carte_des_groupes(page: Page, adresse: str, exemple: str) -> int:
    carte(page, adresse, exemple)
    page.get_by_role("radio", name="Par groupes", exact=True).click(delay=CLIC)
    repos(page)
    return 1


A_GRAPHIQUE = (resultats, cote_a_cote, carte, carte_des_groupes)


@pytest.mark.parametrize("ouvrir", A_GRAPHIQUE)
def test_survoler_un_graphique_n_ouvre_rien(page: Page, adresse: str, ouvrir: Callable[[Page, str, str], int]) -> None:
    """Une bulle de Vega suit la souris et s'en va avec elle : on ne peut ni la survoler, ni la fermer par Échap."""
    combien = ouvrir(page, adresse, "faible")
    dessins = page.locator(DESSINS)
    expect(dessins).to_have_count(combien)
    for dessin in dessins.all():
        dessin.scroll_into_view_if_needed()
        boite = dessin.bounding_box()
        assert boite
        # Un point tous les seize pixels vers le bas, sur deux colonnes : aucune ligne n'y échappe.
        for part in (0.35, 0.85):
            for y in range(6, int(boite["height"]), 16):
                page.mouse.move(boite["x"] + part * boite["width"], boite["y"] + y)
                assert page.locator("#vg-tooltip-element.visible").count() == 0


def test_echap_ferme_la_bulle_d_une_phrase_pointee(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/brouillon?exemple=complet", "Brouillon")
    bulle = page.locator(".origine.ouverte")
    page.locator("[data-phrase]", has_text="Numéro SIRET").hover()
    expect(bulle).to_be_visible()
    # On peut aller dessus, elle reste.
    boite = bulle.bounding_box()
    assert boite
    page.mouse.move(boite["x"] + 20, boite["y"] + boite["height"] / 2, steps=8)
    page.wait_for_timeout(1000)
    expect(bulle).to_be_visible()
    # Le clavier n'est jamais entré dans le brouillon : la souris ne bouge pas, et Échap ferme.
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)
