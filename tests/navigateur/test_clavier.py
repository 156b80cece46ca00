"""Au clavier seul : de l'accueil au brouillon téléchargé, et une réunion. Aucun clic dans ce fichier."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import ATTENTE, aller, champ, repos

pytestmark = pytest.mark.navigateur
# Où est le clavier : sa clé, son nom, et le trait qui l'entoure.
_ICI = """() => {
  const e = document.activeElement, boite = e.closest('[class*="st-key-"]');
  const trait = getComputedStyle(e), parent = getComputedStyle(
    e.matches('[role=combobox]') ? e.parentElement : e.closest('label, a, button, summary') || e);
  const visible = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const nu = texte => (texte || '').trim().replace(/\u00a0/g, ' ');
  const choix = e.closest('label')?.innerText;
  // Une zone qui défile contient tous les textes : seuls comptent ceux d'un bouton ou d'un lien.
  const nom = e.getAttribute('aria-label') || choix || (e.matches('a, button, summary') ? e.innerText : '');
  return {cles: boite ? [...boite.classList].join(' ') + ' ' : '', nom: nu(nom), balise: e.tagName, choix: nu(choix),
    visible: visible(trait) || visible(parent)};
}"""


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR", accept_downloads=True)
    contexte.set_default_timeout(ATTENTE)
    yield contexte.new_page()
    contexte.close()


def ici(page: Page) -> dict[str, str]:
    lu: dict[str, str] = page.evaluate(_ICI)
    return lu


def tabuler(page: Page, chemin: str = "", nom: str = "", sens: str = "Tab") -> None:
    """Tab jusqu'au champ de ce chemin, ou à l'élément dont le nom contient celui-ci ; chaque arrêt se voit."""
    for _ in range(300):
        page.keyboard.press(sens)
        ou = ici(page)
        if ou["balise"] != "BODY":
            assert ou["visible"], f"le clavier est quelque part sans qu'on le voie : {ou}"
        marque = f"-{chemin.replace('.', '-')} "
        # L'icône d'aide d'un champ est dans sa boîte.
        if (not chemin or (marque in ou["cles"] and not ou["nom"].startswith("Aide"))) and nom in ou["nom"]:
            return
    raise AssertionError(f"le clavier n'atteint pas {chemin or nom}")


def taper(page: Page, chemin: str, texte: str) -> None:
    tabuler(page, chemin)
    page.keyboard.type(texte)
    page.keyboard.press("Tab")
    repos(page)
    page.keyboard.press("Shift+Tab")


def cocher(page: Page, chemin: str, libelle: str) -> None:
    """Une réponse par les flèches, puis Espace."""
    tabuler(page, chemin)
    for _ in range(40):
        ou = ici(page)
        if libelle in (ou["choix"], ou["nom"]):
            page.keyboard.press("Space")
            break
        aux_fleches = page.evaluate("document.activeElement.matches('[type=radio], [role=toolbar] *')")
        page.keyboard.press("ArrowRight" if aux_fleches else "Tab")
        # Une flèche répond déjà, dans une liste de boutons ronds.
        repos(page)
    else:
        raise AssertionError(f"« {libelle} » ne s'atteint pas")
    repos(page)


def choisir(page: Page, chemin: str, libelle: str) -> None:
    tabuler(page, chemin)
    page.keyboard.type(libelle)
    expect(page.get_by_role("option", name=libelle).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    repos(page)


def test_de_l_accueil_au_brouillon_au_clavier(page: Page, adresse: str) -> None:
    aller(page, adresse, "Préparez votre projet Clas")
    # Le premier arrêt mène droit au contenu.
    page.keyboard.press("Tab")
    assert ici(page)["nom"] == "Aller au contenu"
    page.keyboard.press("Enter")
    tabuler(page, nom="Commencer par l'essentiel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="L'essentiel")).to_be_focused()
    repos(page)

    taper(page, "structure.nom", "Les Passerelles")
    cocher(page, "cadre.departemental", "Oui")
    cocher(page, "charte.laicite", "Oui")
    cocher(page, "diagnostic.sources", "Échanges avec l'école")
    taper(page, "diagnostic.besoins.b1.intitule", "Savoir s'organiser")
    choisir(page, "diagnostic.partenaires.p1.type", "Équipement culturel")
    taper(page, "groupes.g1.effectif", "14")
    choisir(page, "groupes.g1.creneaux.c1.jour", "Mardi")
    cocher(page, "groupes_close", "C'est tout : tous les groupes sont saisis")
    expect(champ(page, "groupes_close").locator("input")).to_be_checked()
    expect(champ(page, "groupes.g1.effectif").locator("input")).to_have_value("14")

    # Le menu, en remontant ; puis le document.
    page.keyboard.press("Control+Home")
    tabuler(page, nom="Brouillon", sens="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Brouillon")).to_be_focused()
    repos(page)
    tabuler(page, nom="Télécharger : Word (.docx)")
    with page.expect_download() as attendu:
        page.keyboard.press("Enter")
    textes = [p.text for p in docx.Document(io.BytesIO(Path(attendu.value.path()).read_bytes())).paragraphs]
    assert any("Les Passerelles" in t for t in textes)


def test_le_clavier_ne_se_perd_pas_quand_la_page_se_redessine(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    # L'exemple devient un dossier au premier ajout : toute la page est refaite.
    tabuler(page, nom="Ajouter un accompagnateur")
    page.keyboard.press("Enter")
    expect(champ(page, "equipe.accompagnateurs.a2.libelle").locator("input")).to_be_focused()
    page.keyboard.type("bénévole 2")
    page.keyboard.press("Tab")
    repos(page)
    tabuler(page, nom="Retirer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Annuler le retrait")).to_be_focused()
    page.keyboard.press("Enter")
    repos(page)
    assert ici(page)["balise"] != "BODY"


def test_une_reponse_refusee_est_liee_a_son_champ_et_se_dit(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    effectif = champ(page, "groupes.g1.effectif").locator("input")
    effectif.fill("douze")
    effectif.press("Tab")
    expect(effectif).to_have_attribute("aria-invalid", "true")
    decrit = effectif.get_attribute("aria-describedby")
    assert decrit
    message = page.locator(f"#{decrit.split()[-1]}")
    expect(message).to_contain_text("écrivez un nombre entier")
    # Annoncée aussitôt.
    alarme = page.locator("#clas-alarme")
    expect(alarme).to_have_attribute("role", "alert")
    expect(alarme).to_have_attribute("data-dit", re.compile("écrivez un nombre entier"))
    # Corrigée, elle n'est plus ni fausse ni décrite ; ce qui s'enregistre se dit sans couper la parole.
    effectif.fill("12")
    effectif.press("Tab")
    expect(effectif).not_to_have_attribute("aria-invalid", "true")
    expect(effectif).not_to_have_attribute("aria-describedby", decrit)
    annonce = page.locator("#clas-annonce")
    expect(annonce).to_have_attribute("aria-live", "polite")
    expect(annonce).to_have_attribute("data-dit", re.compile("nregistré à"))


def test_les_fleches_n_effacent_pas_une_reponse_et_un_bouton_le_fait(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/cadre?exemple=complet", "Cadre et charte")
    tabuler(page, "charte.laicite")
    # Un tour complet : chaque flèche répond, aucune n'efface.
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        repos(page)
        expect(champ(page, "charte.laicite").locator("input:checked")).to_have_count(1)
        assert page.evaluate("document.activeElement.checked")
    tabuler(page, nom="Effacer la réponse : ")
    page.keyboard.press("Enter")
    repos(page)
    expect(champ(page, "charte.laicite").locator("input:checked")).to_have_count(0)
    # Le clavier reste à la question.
    expect(champ(page, "charte.laicite").locator("input:focus")).to_have_count(1)
