"""La réunion pour tous : téléphone, mur et tableau de bord sans faute grave, et menés au clavier."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clas_model.contenu import charger_referentiel
from clas_model.persistance import Preparation, SqlReunionRepository
from clas_model.textes import choix
from tests.navigateur.serveur import ServeurTuable
from tests.navigateur.test_acces import fautes_graves

pytestmark = pytest.mark.navigateur


@pytest.fixture
def lieu(navigateur: Browser, tmp_path: Path) -> Iterator[tuple[BrowserContext, str, str, str]]:
    """(navigateur, adresse, secret d'animation, code) d'une réunion prête."""
    base = f"sqlite:///{tmp_path / 'clas.sqlite3'}"
    with ServeurTuable(base, tmp_path / "journal.txt") as serveur:
        depot = SqlReunionRepository(base)
        texte = choix(charger_referentiel())
        secret, reunion = depot.create(
            Preparation(titre="Pour tous", date=dt.date(2026, 9, 22), texte=texte, questions=("effectif",)), 30
        )
        depot.close()
        contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
        yield contexte, serveur.adresse, secret, reunion.code
        contexte.close()


def pour_tous(page: Page, doigt: bool) -> None:
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert fautes_graves(page) == []
    # Le téléphone et le tableau de bord suivent le thème de l'appareil ; le mur reste clair, pour une salle éclairée.
    clair = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert fautes_graves(page) == []
    sombre = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (clair == sombre) == page.url.endswith("/ecran")
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if doigt:
        cibles = "[...document.querySelectorAll('a, button, input:not([type=hidden])')]"
        petites = ".map(e => e.closest('label') || e).filter(e => e.getBoundingClientRect().height < 43.5)"
        assert page.evaluate(f"{cibles}{petites}.map(e => e.outerHTML)") == []


def jusqu_a(page: Page, nom: str) -> None:
    """Tab jusqu'à l'élément de ce nom ; l'arrêt se voit."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if nom in page.evaluate("document.activeElement.innerText || document.activeElement.id"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"le clavier n'atteint pas « {nom} »")


def test_la_reunion_au_clavier_et_sans_faute(lieu: tuple[BrowserContext, str, str, str]) -> None:
    contexte, adresse, secret, code = lieu
    tableau = contexte.new_page()
    tableau.goto(f"{adresse}/animer/ouvrir/{secret}")
    pour_tous(tableau, doigt=False)
    mur, telephone = contexte.new_page(), contexte.new_page()
    telephone.set_viewport_size({"width": 320, "height": 640})
    mur.goto(f"{adresse}/animer/{code}/ecran")
    telephone.goto(f"{adresse}/r/{code}")
    pour_tous(telephone, doigt=True)
    jusqu_a(telephone, "Je réponds")
    telephone.keyboard.press("Enter")
    expect(telephone.get_by_role("heading", name="Regardez l'écran")).to_be_visible()
    pour_tous(telephone, doigt=True)
    # Les flèches mènent le mur ; chaque vue est sans faute.
    for _ in range(8):
        pour_tous(mur, doigt=False)
        if mur.get_by_text("R : révéler").count() > 0 and mur.get_by_text("0 réponse").count():
            break
        position = mur.locator("#etat").get_attribute("data-position")
        mur.keyboard.press("ArrowRight")
        mur.wait_for_function("p => document.getElementById('etat').dataset.position !== p", arg=position)
    champ = telephone.get_by_label("Combien d'enfants compte votre groupe")
    expect(champ).to_be_visible()
    jusqu_a(telephone, "reponse")
    telephone.keyboard.type("douze")
    telephone.keyboard.press("Enter")
    expect(telephone.get_by_role("alert")).to_contain_text("Écrivez un nombre entier")
    expect(champ).to_have_attribute("aria-invalid", "true")
    assert champ.get_attribute("aria-describedby") == telephone.get_by_role("alert").get_attribute("id")
    pour_tous(telephone, doigt=True)
    jusqu_a(telephone, "reponse")
    telephone.keyboard.press("Control+a")
    telephone.keyboard.type("12")
    telephone.keyboard.press("Enter")
    expect(telephone.get_by_role("status")).to_contain_text("12 enfants")
    pour_tous(telephone, doigt=True)
    expect(mur.get_by_text("1 réponse")).to_be_visible()
    mur.keyboard.press("r")
    expect(mur.get_by_text("Moins de 3 structures ont répondu")).to_be_visible()
    pour_tous(mur, doigt=False)
    telephone.goto(f"{adresse}/r/{code}/question")
    pour_tous(telephone, doigt=True)
    telephone.goto(f"{adresse}/r/RIEN1234")
    pour_tous(telephone, doigt=True)


def test_les_touches_d_une_lettre_s_eteignent_et_le_compte_se_met_en_pause(
    lieu: tuple[BrowserContext, str, str, str],
) -> None:
    contexte, adresse, secret, code = lieu
    mur = contexte.new_page()
    mur.goto(f"{adresse}/animer/ouvrir/{secret}")
    mur.goto(f"{adresse}/animer/{code}/ecran")
    touches, compte = mur.get_by_label("Touches R, E, F"), mur.get_by_label("Compte en direct")
    expect(touches).to_be_checked()
    expect(compte).to_be_checked()
    # Au clavier, sans que la barre d'espace n'avance l'écran.
    position = mur.locator("#etat").get_attribute("data-position")
    for reglage in (touches, compte):
        reglage.focus()
        mur.keyboard.press("Space")
        expect(reglage).not_to_be_checked()
    assert mur.locator("#etat").get_attribute("data-position") == position
    pour_tous(mur, doigt=False)

    # Le choix est retenu après un rechargement, et d'une vue à l'autre.
    mur.reload()
    expect(touches).not_to_be_checked()
    expect(mur.get_by_text("compte en pause")).to_be_visible()
    while mur.get_by_role("button", name="révéler").count() == 0:
        ici = mur.locator("#etat").get_attribute("data-position")
        mur.keyboard.press("ArrowRight")
        mur.wait_for_function("p => document.getElementById('etat').dataset.position !== p", arg=ici)
    expect(touches).not_to_be_checked()
    # Les lettres ne font plus rien, ni ne se promettent ; le bouton révèle.
    for touche in "rREe":
        mur.keyboard.press(touche)
    mur.wait_for_timeout(500)
    assert len(contexte.pages) == 1
    assert [t.is_visible() for t in mur.locator("footer .touche").all()] == [False, False, False]
    expect(mur.get_by_role("button", name="révéler")).to_be_visible()
    expect(mur.get_by_role("link", name="essayer des effectifs")).to_be_visible()

    # Quelqu'un entre : le compte arrêté ne bouge pas ; remis en marche, il suit.
    telephone = contexte.new_page()
    telephone.goto(f"{adresse}/r/{code}")
    telephone.get_by_role("button", name="Je réponds").click()
    expect(telephone.get_by_role("heading", name="Combien d'enfants")).to_be_visible()
    mur.wait_for_timeout(2500)
    expect(mur.get_by_text("0 présent")).to_be_visible()
    compte.check()
    expect(mur.get_by_text("1 présent")).to_be_visible()
    expect(mur.get_by_text("compte en pause")).to_be_hidden()
    touches.check()
    mur.locator("h1").click()
    mur.keyboard.press("r")
    expect(mur.get_by_text("Moins de 3 structures ont répondu")).to_be_visible()


def test_le_mur_garde_ses_proportions_quel_que_soit_le_projecteur(lieu: tuple[BrowserContext, str, str, str]) -> None:
    contexte, adresse, secret, code = lieu
    mur = contexte.new_page()
    mur.goto(f"{adresse}/animer/ouvrir/{secret}")
    mur.goto(f"{adresse}/animer/{code}/ecran")
    for largeur, hauteur in ((1280, 720), (1920, 1080), (2560, 1440)):
        mur.set_viewport_size({"width": largeur, "height": hauteur})
        corps = mur.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert round(corps / hauteur, 3) == round(26 / 720, 3)


def test_le_clavier_reste_sur_le_bouton_qui_fait_avancer(lieu: tuple[BrowserContext, str, str, str]) -> None:
    contexte, adresse, secret, code = lieu
    mur = contexte.new_page()
    mur.goto(f"{adresse}/animer/ouvrir/{secret}")
    mur.goto(f"{adresse}/animer/{code}/ecran")
    mur.get_by_role("button", name="Suivant").focus()
    for rang in ("1", "2"):
        mur.keyboard.press("Enter")
        expect(mur.locator("#etat")).to_have_attribute("data-position", rang)
        expect(mur.get_by_role("button", name="Suivant")).to_be_focused()
