"""Ce qu'un graphique dessine se distingue de ce qui l'entoure, en clair comme en sombre : RGAA 3.2 et 3.3."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.gestes import aller, repos

pytestmark = pytest.mark.navigateur
# Ce qui ne porte aucun sens : la bande derrière un titre, et la piste sous un trait, dont le bout a son repère.
DECORS = ("#EEF2F7", "#D5DBE3")
# Pour chaque forme visible, sa couleur et celle de ce qui l'entoure.
MESURES = """
(decors) => {
  const lire = c => {
    const m = c.match(/[\\d.]+/g).map(Number);
    return m.length > 3 && m[3] === 0 ? null : m.slice(0, 3);
  };
  const luminance = c => c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((somme, v, i) => somme + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contraste = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const mesures = [];
  for (const dessin of document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')) {
    const fond = lire(getComputedStyle(dessin).backgroundColor), peints = [];
    for (const forme of dessin.querySelectorAll("path, text, line, rect")) {
      const style = getComputedStyle(forme), b = forme.getBoundingClientRect();
      if (+style.opacity === 0 || +style.fillOpacity === 0 || forme.classList.contains("background")) continue;
      if (!b.width && !b.height) continue;
      // Ce qui l'entoure : la dernière forme peinte qui la contient, un trait fin qu'elle croise n'en est pas.
      const couvre = p => p.b.left <= b.left + 1 && p.b.right >= b.right - 1 &&
        p.b.top <= b.top + 1 && p.b.bottom >= b.bottom - 1;
      const dessous = [...peints].reverse().find(couvre);
      for (const quoi of ["fill", "stroke"]) {
        const ecrite = forme.getAttribute(quoi), couleur = ecrite && style[quoi] !== "none" && lire(style[quoi]);
        if (!couleur || decors.includes(ecrite)) continue;
        // Le fond d'une case est dit par le signe et le mot qu'elle porte : il n'a pas à trancher.
        const genre = forme.parentElement.getAttribute("class") || "";
        if (quoi === "fill" && genre.includes("mark-rect")) continue;
        // Une trouée de la couleur du fond, sur le fond : elle dégage un signe.
        if (quoi === "fill" && !dessous && String(couleur) === String(fond)) continue;
        mesures.push({
          quoi: forme.textContent || genre, couleur: style[quoi], texte: forme.tagName === "text",
          rapport: contraste(couleur, dessous ? dessous.couleur : fond),
        });
      }
      const pleine = style.fill !== "none" && forme.tagName !== "text" && lire(style.fill);
      if (pleine) peints.push({ b, couleur: pleine });
    }
  }
  return mesures;
}
"""


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", color_scheme=request.param
    )
    yield contexte.new_page()
    contexte.close()


def mesurer(page: Page, combien: int) -> list[dict[str, Any]]:
    expect(page.locator('[data-testid="stVegaLiteChart"] svg.marks')).to_have_count(combien)
    # Le thème se pose juste après le premier dessin.
    page.wait_for_function("document.documentElement.dataset.theme")
    page.wait_for_timeout(300)
    mesures: list[dict[str, Any]] = page.evaluate(MESURES, list(DECORS))
    assert len(mesures) > 10
    return mesures


def se_distingue(mesures: list[dict[str, Any]]) -> None:
    assert [m for m in mesures if m["rapport"] < (4.5 if m["texte"] else 3)] == []


@pytest.mark.parametrize("exemple", ["complet", "faible"])
def test_les_ecarts_se_distinguent(page: Page, adresse: str, exemple: str) -> None:
    aller(page, f"{adresse}/resultats?exemple={exemple}", "Résultats")
    page.get_by_text("Critère par critère", exact=True).click(delay=120)
    repos(page)
    se_distingue(mesurer(page, 7))


def test_les_deux_textes_se_distinguent(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/cote-a-cote?exemple=faible", "Deux textes côte à côte")
    se_distingue(mesurer(page, 1))


def test_la_carte_des_effectifs_se_distingue(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/effectifs?exemple=complet", "Vérifier des effectifs")
    page.get_by_role("radio", name="Carte").click(delay=120)
    repos(page)
    se_distingue(mesurer(page, 1))


def test_un_fond_sombre_ne_porte_aucun_dessin_blanc(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/cote-a-cote?exemple=faible", "Deux textes côte à côte")
    mesurer(page, 1)
    fond = "e => getComputedStyle(e).backgroundColor"
    dessin = page.locator('[data-testid="stVegaLiteChart"] svg.marks').first
    assert dessin.evaluate(fond) == page.get_by_test_id("stApp").evaluate(fond)
