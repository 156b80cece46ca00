"""Le brouillon à l'écran : chaque phrase dit d'où elle vient, au clavier, à la souris et au doigt ; copier un champ."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.navigateur.gestes import repos

TELEPHONE = {"viewport": {"width": 393, "height": 727}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def bureau(navigateur: Browser, adresse: str) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", base_url=adresse)
    yield contexte.new_page()
    contexte.close()


@pytest.fixture
def telephone(navigateur: Browser, adresse: str) -> Iterator[Page]:
    contexte = navigateur.new_context(locale="fr-FR", base_url=adresse, **TELEPHONE)  # type: ignore[arg-type]
    yield contexte.new_page()
    contexte.close()


def ouvrir(page: Page, nom: str, titre: str) -> None:
    page.goto(f"/{nom}?exemple=complet")
    expect(page.get_by_role("heading", level=1, name=titre)).to_be_visible()
    repos(page)


def siret(page: Page) -> Locator:
    return page.locator("[data-phrase]", has_text="Numéro SIRET")


def test_pointer_une_phrase_montre_sa_reponse_et_s_en_aller_la_ferme(bureau: Page) -> None:
    ouvrir(bureau, "brouillon", "Brouillon")
    siret(bureau).hover()
    bulle = bureau.locator(".origine.ouverte")
    expect(bulle).to_contain_text("Réponse : « Numéro SIRET ».")
    bureau.mouse.move(5, 5)
    expect(bulle).to_have_count(0)


def test_au_clavier_une_phrase_ouvre_son_etape(bureau: Page) -> None:
    ouvrir(bureau, "brouillon", "Brouillon")
    siret(bureau).focus()
    expect(bureau.locator(".origine.ouverte")).to_contain_text("Numéro SIRET")
    bureau.keyboard.press("Escape")
    expect(bureau.locator(".origine.ouverte")).to_have_count(0)
    # Entrée mène au bouton de la bulle, Entrée encore ouvre l'étape.
    bureau.keyboard.press("Enter")
    bureau.keyboard.press("Enter")
    expect(bureau.get_by_role("heading", level=1, name="Votre structure")).to_be_visible()


def active(page: Page) -> str:
    """Le texte de ce qui a le clavier, jusque dans un composant."""
    lu: str = page.evaluate(
        "() => { let a = document.activeElement; while (a.shadowRoot?.activeElement) a = a.shadowRoot.activeElement;"
        " return a.hasAttribute('data-phrase') ? a.innerText : '' }"
    )
    return lu


def test_une_rubrique_est_un_seul_arret_et_les_fleches_vont_d_une_phrase_a_l_autre(bureau: Page) -> None:
    ouvrir(bureau, "brouillon", "Brouillon")
    phrases = bureau.locator("[data-clas-phrases]").first.locator("[data-phrase]")
    expect(phrases.first).to_be_visible()
    toutes = phrases.all_inner_texts()
    assert len(toutes) > 4
    assert bureau.locator("[data-clas-phrases]").first.locator('[data-phrase][tabindex="0"]').count() == 1
    # Depuis la bascule qui précède l'aperçu, Tab atteint la première phrase, et le mode d'emploi paraît.
    bureau.get_by_role("switch", name="Montrer d'où vient chaque phrase").or_(
        bureau.get_by_role("checkbox", name="Montrer d'où vient chaque phrase")
    ).focus()
    for _ in range(8):
        bureau.keyboard.press("Tab")
        if active(bureau):
            break
    assert active(bureau) == toutes[0]
    expect(bureau.get_by_text("Les flèches vont d'une phrase à l'autre").first).to_be_visible()
    for rang in (1, 2):
        bureau.keyboard.press("ArrowDown")
        assert active(bureau) == toutes[rang]
        expect(bureau.locator(".origine.ouverte")).to_have_count(1)
    bureau.keyboard.press("ArrowLeft")
    assert active(bureau) == toutes[1]
    bureau.keyboard.press("End")
    assert active(bureau) == toutes[-1]
    bureau.keyboard.press("ArrowRight")
    assert active(bureau) == toutes[-1]
    bureau.keyboard.press("Home")
    assert active(bureau) == toutes[0]
    bureau.keyboard.press("ArrowDown")
    # Tab passe par le bouton de la bulle, puis sort de la rubrique ; Maj+Tab revient à la phrase quittée.
    for _ in range(3):
        bureau.keyboard.press("Tab")
        assert active(bureau) == ""
    for _ in range(4):
        bureau.keyboard.press("Shift+Tab")
        if active(bureau):
            break
    assert active(bureau) == toutes[1]


def test_au_doigt_une_phrase_ouvre_son_etape(telephone: Page) -> None:
    ouvrir(telephone, "brouillon", "Brouillon")
    siret(telephone).tap()
    bulle = telephone.locator(".origine.ouverte")
    boite = bulle.bounding_box()
    assert boite is not None
    assert boite["x"] >= 0
    assert boite["x"] + boite["width"] <= 393
    bulle.get_by_role("button", name="Ouvrir l'étape « Votre structure »").tap()
    expect(telephone.get_by_role("heading", level=1, name="Votre structure")).to_be_visible()


@pytest.mark.parametrize(("ancienne", "dit"), [("true", "✔ Copié."), ("false", "n'a pas permis la copie")])
def test_un_navigateur_qui_refuse_la_copie_laisse_le_texte_selectionne(
    telephone: Page, ancienne: str, dit: str
) -> None:
    ouvrir(telephone, "champs", "Copier champ par champ")
    telephone.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    telephone.evaluate(f"() => {{ document.execCommand = () => {ancienne} }}")
    copie = telephone.locator("[data-clas-copier]").first
    copie.get_by_role("button").tap()
    expect(copie.get_by_role("status")).to_contain_text(dit)
    zone = copie.locator("textarea")
    expect(zone).to_have_count(1 if ancienne == "false" else 0)
    if ancienne == "false":
        affiche = telephone.locator('[data-testid="stCode"]').first.inner_text().strip()
        choisi = zone.evaluate("z => z.value.slice(z.selectionStart, z.selectionEnd)")
        assert choisi.split() == affiche.split()


def test_copier_met_le_texte_dans_le_presse_papiers(telephone: Page) -> None:
    telephone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ouvrir(telephone, "champs", "Copier champ par champ")
    copie = telephone.locator("[data-clas-copier]").first
    copie.get_by_role("button").tap()
    expect(copie.get_by_role("status")).to_have_text("✔ Copié.")
    assert telephone.evaluate("navigator.clipboard.readText()").startswith("Structure qui porte la demande")
