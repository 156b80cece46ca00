"""Chaque page du menu au clavier seul : Tab jusqu'au bout, sans piège, tout s'atteint, dans l'ordre, et se voit."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import CLIC, champ, repos
from tests.navigateur.test_acces import PAGES, feuille, ouvrir

__all__ = ["feuille"]
pytestmark = pytest.mark.navigateur

# Ce qui doit s'atteindre. D'un groupe mené aux flèches, un seul élément suffit.
_ATTENDUS = r"""() => {
  window.atteints = [];
  const groupes = '[role=radiogroup], [role=toolbar], [role=tablist]';
  const vus = new Set();
  return [...document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex="0"]')]
    .filter((e) => e.tabIndex >= 0 && !e.disabled && e.type !== 'file' && e.checkVisibility({visibilityProperty: true}))
    .filter((e) => {
      const groupe = e.closest(groupes), neuf = !vus.has(groupe);
      if (groupe) vus.add(groupe);
      return !groupe || neuf;
    })
    .map((e, i) => { (e.closest(groupes) || e).dataset.attendu = i; return i; });
}"""
_ICI = r"""() => {
  let e = document.activeElement;
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (e === document.body || window.atteints.includes(e)) return null;
  const avant = window.atteints.at(-1);
  window.atteints.push(e);
  const style = (x) => getComputedStyle(x);
  const trait = (x) => x && style(x).outlineStyle !== 'none' && parseFloat(style(x).outlineWidth) >= 2;
  // Un composant à nous est dans un arbre à part : on compare leurs hôtes.
  const hote = (x) => x.getRootNode().host || x;
  const apres = (x, y) => !!(x.compareDocumentPosition(y) & Node.DOCUMENT_POSITION_FOLLOWING);
  const porteurs = [...document.querySelectorAll('[data-attendu]')].filter((x) => x === e || x.contains(e));
  return {
    attendus: porteurs.map((x) => +x.dataset.attendu),
    quoi: (e.getAttribute('aria-label') || e.innerText || e.tagName).trim().slice(0, 60),
    suit: !avant || hote(avant) === hote(e) || apres(hote(avant), hote(e)),
    voit: !!(trait(e) || trait(e.closest('label, a, button, summary'))
      || (e.matches('[role=combobox]') && trait(e.parentElement))),
  };
}"""


@pytest.mark.parametrize("nom", PAGES)
def test_tab_traverse_toute_la_page(nom: str, feuille: tuple[Page, list[str]], adresse: str) -> None:
    page, _ = feuille
    ouvrir(page, adresse, nom)
    attendus = set(page.evaluate(_ATTENDUS))
    assert len(attendus) > 15
    # Le lien d'évitement d'abord : depuis le tout début de la page.
    page.evaluate("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
    for _ in range(len(attendus) + 200):
        page.keyboard.press("Tab")
        ici = page.evaluate(_ICI)
        if ici is None:
            break
        attendus -= set(ici["attendus"])
        assert ici["suit"], f"pas dans l'ordre : {ici['quoi']}"
        assert ici["voit"], f"on ne voit pas où l'on est : {ici['quoi']}"
    else:
        raise AssertionError("le clavier ne sort pas de la page")
    assert attendus == set(), page.evaluate(
        "n => n.map(i => document.querySelector(`[data-attendu='${i}']`)?.outerHTML.slice(0, 120))", list(attendus)
    )


def test_une_bulle_d_aide_s_ouvre_reste_et_se_ferme(navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    ouvrir(page, adresse, "groupes")
    aide = page.get_by_role("button", name="Aide : Nom du groupe", exact=True)
    bulle = page.get_by_role("tooltip")
    # Au clavier : elle s'ouvre en y arrivant, Échap la ferme sans quitter l'icône.
    aide.focus()
    expect(bulle).to_be_visible()
    identifiant = bulle.get_attribute("id")
    assert identifiant
    expect(aide).to_have_attribute("aria-describedby", identifiant)
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)
    expect(aide).to_be_focused()
    page.keyboard.press("Tab")
    # À la souris : on peut aller dessus, elle reste ; Échap la ferme là aussi.
    aide.hover()
    expect(bulle).to_be_visible()
    boite = bulle.bounding_box()
    assert boite
    page.mouse.move(boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] / 2, steps=12)
    page.wait_for_timeout(1500)
    expect(bulle).to_be_visible()
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)
    repos(page)
    contexte.close()


def test_echap_ferme_une_liste_sans_effacer_la_reponse(navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    ouvrir(page, adresse, "groupes")
    liste = champ(page, "equipe.accompagnateurs.a1.statut").locator("input")
    expect(liste).to_have_value("Bénévole")
    liste.click(delay=CLIC)
    # Ouverte et laissée, parcourue aux flèches, filtrée en écrivant : chaque fois, Échap rend la page comme avant.
    for gestes in ([], ["ArrowDown", "ArrowDown"], ["s", "a", "l"]):
        for geste in gestes:
            page.keyboard.press(geste)
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        expect(liste).to_have_value("Bénévole")
        expect(liste).to_be_focused()
    # Fermée, elle n'a rien à fermer.
    page.keyboard.press("Escape")
    page.wait_for_timeout(700)
    expect(liste).to_have_value("Bénévole")
    repos(page)
    # Rien n'a changé : aucun dossier n'est né de l'exemple.
    assert "dossier=" not in page.url
    contexte.close()


def test_une_page_qui_change_toute_rend_le_clavier_a_son_titre(navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    ouvrir(page, adresse, "reunion")
    page.get_by_label("Titre de la réunion").fill("Le Clas l'an prochain")
    page.keyboard.press("Tab")
    repos(page)
    page.get_by_role("button", name="Créer la réunion").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("La réunion est prête")).to_be_visible()
    # Tout le formulaire est parti : ni le menu ni le pied ne le remplacent.
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    contexte.close()
