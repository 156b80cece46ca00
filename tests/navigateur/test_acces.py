"""Pour tous : chaque page en français, sans faute grave d'accessibilité, et sans rien demander à un autre serveur."""

import itertools
import re
import urllib.parse
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import repos

# L'adresse de chaque page, dossier d'exemple ouvert ; l'accueil n'a pas de nom.
PAGES = (
    "", "essentiel", "structure", "cadre", "diagnostic", "groupes", "enfants", "parents", "ecole", "territoire",
    "evaluation", "budget", "relecture", "resultats", "brouillon", "champs", "formulaire", "partager", "reunir",
    "historique", "retrouver", "donnees", "reunion", "effectifs", "ameliorer", "scenarios", "cote-a-cote", "texte",
    "profil", "critere", "vierge", "methode", "plan", "accessibilite",
)  # fmt: skip
# Ce que Streamlit cause et qu'on ne peut pas mender de l'extérieur : (règle, morceau du sélecteur). Documenté dans
# docs/accessibilite.md.
CONNUES: frozenset[tuple[str, str]] = frozenset()
# Des mots anglais qui ne sont pas aussi français, en étiquette ou en texte. « Reaap » et autres sigles n'y sont pas.
_ANGLAIS = re.compile(
    r"\b(the|of|your|you|choose|select(ed)?|upload|press|close|clear|increment|decrement|help|skip|sidebar|fullscreen|"
    r"search|show|hide|scroll|download|browse|drag|drop|here|loading|running|rerun|settings|year|month|day|remove|does|"
    r"not found|results|icon|progress|connection|error|retry|open|with|and|for|from|to|date range|per file)\b",
    re.IGNORECASE,
)
# Le nom d'un dessin (icône) n'est pas un texte ; un passage cité ou un texte saisi n'est pas de nous.
_TEXTES = """() => {
  const trouves = [];
  const marche = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let n = marche.nextNode(); n; n = marche.nextNode()) {
    if (n.nodeType === Node.TEXT_NODE) {
      const p = n.parentElement;
      if (p && !p.closest('script, style, noscript, [data-testid="stIconMaterial"], [aria-hidden="true"]'))
        trouves.push(n.data.trim());
    } else {
      for (const a of ["aria-label", "title", "placeholder", "alt"])
        if (n.getAttribute(a)) trouves.push(n.getAttribute(a));
    }
  }
  return trouves.filter(Boolean);
}"""

_BOUTONS = """() => [...document.querySelectorAll('[data-testid=stMain] button:not([role=toolbar] *)')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => (e.getAttribute('aria-label') || e.querySelector('p')?.innerText || e.innerText).trim())"""


@pytest.fixture(scope="module")
def feuille(navigateur: Browser, adresse: str) -> Iterator[tuple[Page, list[str]]]:
    """Une page ouverte une fois, et ce qu'elle a demandé au réseau."""
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    demandes: list[str] = []
    page.on("request", lambda demande: demandes.append(demande.url))
    yield page, demandes
    contexte.close()


def fautes_graves(page: Page) -> list[tuple[str, str, str]]:
    """Les fautes critiques ou sérieuses qu'axe trouve, sauf celles de Streamlit qu'on ne peut mender."""
    return [
        (v["id"], noeud["target"][0], noeud["html"][:200])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("critical", "serious")
        for noeud in v["nodes"]
        if not any(v["id"] == regle and morceau in str(noeud["target"]) for regle, morceau in CONNUES)
    ]


def ouvrir(page: Page, adresse: str, nom: str) -> None:
    page.goto(f"{adresse}/{nom}?exemple=faible")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # Le pied se dessine en dernier.
    expect(page.locator(".st-key-pied a")).to_have_count(2)
    repos(page)
    # Le menu se dessine avant la page, qui n'est pas toujours longue : on attend aussi qu'elle soit là.
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=stMain] [data-testid=stElementContainer]').length > 5"
    )


@pytest.mark.navigateur
@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_est_pour_tous(nom: str, feuille: tuple[Page, list[str]], adresse: str) -> None:
    page, demandes = feuille
    ouvrir(page, adresse, nom)

    # En français, jusqu'aux étiquettes que Streamlit écrit seul.
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert "Positionnement Clas" in page.title()
    textes = page.evaluate(_TEXTES)
    assert len(textes) > 10
    # Les balises d'un formulaire s'écrivent comme les veut l'outil qui les lit.
    assert sorted({t for t in textes if _ANGLAIS.search(t) and "{%" not in t}) == []
    # Une voix ne lit pas les échappements du Markdown.
    assert [t for t in textes if re.search(r"\\[^\w\s]", t)] == []

    # Sans faute grave d'accessibilité.
    assert fautes_graves(page) == []
    # Un tableau a un titre et des en-têtes ; aucun cadre ; le plan et l'accessibilité sont au pied de la page.
    assert page.evaluate("document.querySelectorAll('table:not([aria-labelledby])').length") == 0
    assert page.evaluate("document.querySelectorAll('th:not([scope]), iframe').length") == 0
    assert page.locator(".st-key-pied a").all_inner_texts() == [
        "Plan du site",
        "Accessibilité\u00a0: partiellement conforme",
    ]
    # Un bouton dit de quoi : un seul mot se répéterait.
    assert {"", "Aide", "Retirer", "Ouvrir la liste", "Effacer la réponse"}.isdisjoint(page.evaluate(_BOUTONS))
    # Les titres descendent d'un niveau à la fois.
    niveaux = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])"
    )
    assert niveaux[0] == 1
    assert all(apres - avant <= 1 for avant, apres in itertools.pairwise(niveaux)), niveaux

    # Rien ne part ailleurs.
    hotes = {urllib.parse.urlsplit(url).netloc for url in demandes if not url.startswith(("data:", "blob:"))}
    assert hotes == {urllib.parse.urlsplit(adresse).netloc}


# Ce qu'un doigt doit atteindre. Un lien dans une phrase en est dispensé, comme une case dont l'étiquette suffit.
_PETITS = """() => [...document.querySelectorAll('button, a, summary, input, textarea, [role=tab]')]
  .filter(e => !(e.tagName === 'A' && e.closest('p, li, td')) && !e.closest('.vega-embed'))
  .filter(e => e.dataset.testid !== 'stSkipToContent' && e.type !== 'file')
  .filter(e => !e.matches('[data-testid=stMultiSelect] input'))
  .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, b]) => b.width > 1 && b.height > 1 && b.right > 0 && (b.height < 43.5 || b.width < 43.5))
  .map(([e, b]) => `${e.tagName} ${e.getAttribute('aria-label') || e.innerText} ${b.width}×${b.height}`)"""
# L'espacement que le RGAA (10.12) laisse imposer.
_ESPACE = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } "
_ESPACE += "p { margin-bottom: 2em !important; }"
_DEBORDE = """() => { const m = document.querySelector('[data-testid=stMain]');
  return Math.max(document.documentElement.scrollWidth - innerWidth, m.scrollWidth - m.clientWidth); }"""
# Un texte dont une boîte cache un bout.
_COUPE = r"""() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('svg, .vega-embed, .katex-display'))
  .filter(e => e.innerText?.trim() && e.clientWidth > 2)
  .filter(e => {
    const {overflowX, overflowY} = getComputedStyle(e), cache = (o) => /hidden|clip/.test(o);
    const [haut, large] = [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth];
    return cache(overflowY) && haut > 3 || cache(overflowX) && large > 3;
  })
  .map(e => e.innerText.slice(0, 80))"""


@pytest.fixture(scope="module")
def telephone(navigateur: Browser) -> Iterator[Page]:
    """Un écran de téléphone, thème sombre, mouvements réduits."""
    contexte = navigateur.new_context(
        viewport={"width": 320, "height": 640},
        locale="fr-FR",
        color_scheme="dark",
        reduced_motion="reduce",
        has_touch=True,
    )
    yield contexte.new_page()
    contexte.close()


@pytest.mark.navigateur
@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_au_doigt_agrandie_et_sur_sombre(nom: str, telephone: Page, adresse: str) -> None:
    page = telephone
    page.set_viewport_size({"width": 320, "height": 640})
    ouvrir(page, adresse, nom)
    assert page.evaluate("document.documentElement.dataset.theme") == "sombre"
    # Tous les volets ouverts : ce qu'ils cachent compte aussi.
    page.evaluate("document.querySelectorAll('[data-testid=stMain] details').forEach(d => { d.open = true; })")
    page.wait_for_timeout(200)
    assert fautes_graves(page) == []
    assert page.evaluate(_PETITS) == []
    assert page.evaluate(_DEBORDE) <= 0, "à 320 pixels"
    durees = "[...document.querySelectorAll('*')].map(e => parseFloat(getComputedStyle(e).transitionDuration))"
    assert page.evaluate(f"Math.max(...{durees})") <= 0.001
    # 1 280 pixels agrandis deux fois, puis l'espacement imposé.
    page.set_viewport_size({"width": 640, "height": 360})
    page.wait_for_timeout(200)
    assert page.evaluate(_DEBORDE) <= 0, "à 200 %"
    page.add_style_tag(content=_ESPACE)
    page.wait_for_timeout(200)
    assert page.evaluate(_DEBORDE) <= 0, "texte espacé"
    assert page.evaluate(_COUPE) == [], "texte espacé"
