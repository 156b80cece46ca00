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
    "", "essentiel", "structure", "cadre", "diagnostic", "groupes", "enfants", "parents", "ecole", "evaluation",
    "budget", "relecture", "resultats", "brouillon", "champs", "formulaire", "partager", "reunir", "historique",
    "retrouver", "donnees", "effectifs", "cote-a-cote", "texte", "profil", "critere", "methode",
)  # fmt: skip
# Ce que Streamlit cause et qu'on ne peut pas mender de l'extérieur : (règle, morceau du sélecteur). Documenté dans
# docs/accessibilite.md.
CONNUES: frozenset[tuple[str, str]] = frozenset()
# Des mots anglais qui ne sont pas aussi français, en étiquette ou en texte. « Reaap » et autres sigles n'y sont pas.
_ANGLAIS = re.compile(
    r"\b(the|of|your|you|choose|select(ed)?|upload|press|close|clear|increment|decrement|help|skip|sidebar|fullscreen|"
    r"search|show|hide|download|browse|drag|drop|here|loading|running|rerun|settings|year|month|day|remove|does|"
    r"not found|results|open|with|and|for|from|to|date range|per file)\b",
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


@pytest.fixture(scope="module")
def feuille(navigateur: Browser, adresse: str) -> Iterator[tuple[Page, list[str]]]:
    """Une page ouverte une fois, et ce qu'elle a demandé au réseau."""
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    demandes: list[str] = []
    page.on("request", lambda demande: demandes.append(demande.url))
    yield page, demandes
    contexte.close()


def ouvrir(page: Page, adresse: str, nom: str) -> None:
    page.goto(f"{adresse}/{nom}?exemple=faible")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
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
    violations = Axe().run(page).response["violations"]
    graves = [
        (v["id"], noeud["target"][0], noeud["html"][:200])
        for v in violations
        if v["impact"] in ("critical", "serious")
        for noeud in v["nodes"]
        if not any(v["id"] == regle and morceau in str(noeud["target"]) for regle, morceau in CONNUES)
    ]
    assert graves == []
    # Les titres descendent d'un niveau à la fois.
    niveaux = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])"
    )
    assert niveaux[0] == 1
    assert all(apres - avant <= 1 for avant, apres in itertools.pairwise(niveaux)), niveaux

    # Rien ne part ailleurs.
    hotes = {urllib.parse.urlsplit(url).netloc for url in demandes if not url.startswith(("data:", "blob:"))}
    assert hotes == {urllib.parse.urlsplit(adresse).netloc}


@pytest.mark.navigateur
@pytest.mark.parametrize("schema", ["light", "dark"])
def test_les_couleurs_contrastent_sur_clair_et_sur_sombre(schema: str, navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(
        viewport={"width": 360, "height": 740}, locale="fr-FR", color_scheme="dark" if schema == "dark" else "light"
    )
    page = contexte.new_page()
    for nom in ("", "groupes", "resultats"):
        ouvrir(page, adresse, nom)
        assert page.evaluate("document.documentElement.dataset.theme") == {"light": "clair", "dark": "sombre"}[schema]
        contrastes = [v for v in Axe().run(page).response["violations"] if v["id"] == "color-contrast"]
        assert [n["html"][:200] for v in contrastes for n in v["nodes"]] == [], (schema, nom)
        # Rien ne déborde : on ne fait jamais défiler de côté.
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), nom
    contexte.close()
