"""Sur le papier : tout ce qui se lit, rien de ce qui se clique, et aucun texte sur un autre."""

import io
import itertools
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from clas_model.contenu import charger_referentiel
from clas_model.francais import typographie
from tests.navigateur.gestes import repos
from tests.navigateur.test_acces import ouvrir

pytestmark = pytest.mark.navigateur


@pytest.fixture(scope="module")
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    yield contexte.new_page()
    contexte.close()


def lignes(feuille: pypdf.PageObject) -> list[tuple[float, float, float, str]]:
    """(gauche, droite, hauteur sur la feuille, texte) de chaque morceau ; la droite, estimée au plus court."""
    trouvees = []

    def lire(texte: str, cm: Any, tm: Any, _police: Any, corps: float) -> None:
        if texte.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            largeur = 0.4 * corps * abs(cm[0] * tm[0]) * len(texte.strip())
            trouvees.append((x, x + largeur, y, texte.strip()))

    feuille.extract_text(visitor_text=lire)
    return trouvees


def chevauchements(feuille: pypdf.PageObject) -> list[tuple[str, str]]:
    """Les textes dont les lignes, à moins de quatre points l'une de l'autre sans être la même, se couvrent."""
    return [
        (un[3], autre[3])
        for un, autre in itertools.combinations(lignes(feuille), 2)
        if 0.7 < abs(un[2] - autre[2]) < 4 and min(un[1], autre[1]) - max(un[0], autre[0]) > 12
    ]


# Une page, et ce qu'un volet fermé à l'écran y dit.
@pytest.mark.parametrize(
    ("nom", "volet"), [("resultats", "L'erreur fréquente"), ("cote-a-cote", "Reprise"), ("critere", "")]
)
def test_une_page_s_imprime_entiere(nom: str, volet: str, page: Page, adresse: str) -> None:
    ouvrir(page, adresse, nom)
    fermes = page.locator('[data-testid="stMain"] details:not([open])').count()
    lu = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    texte = " ".join(" ".join(feuille.extract_text() for feuille in lu.pages).split())
    assert page.get_by_role("heading", level=1).inner_text() in texte
    assert volet in texte
    # Ni le menu, ni les boutons, ni le pied.
    for absent in ("Copier champ par champ", "Télécharger", "Plan du site"):
        assert absent not in texte
    assert [c for feuille in lu.pages for c in chevauchements(feuille)] == []
    # L'écran retrouve ses volets fermés.
    assert page.locator('[data-testid="stMain"] details:not([open])').count() == fermes


def test_les_ecarts_s_impriment_critere_par_critere_en_graphique_et_en_tableau(page: Page, adresse: str) -> None:
    texte_juge = charger_referentiel()
    ouvrir(page, adresse, "resultats")
    # Un serveur qui vient de démarrer manque parfois le dessin d'un volet fermé : l'ouvrir le fait dessiner.
    page.get_by_text("Critère par critère", exact=True).click(delay=120)
    repos(page)
    dessins = page.locator('[data-testid="stVegaLiteChart"] svg.marks')
    # Celui de l'ensemble, puis un par axe.
    expect(dessins).to_have_count(1 + len(texte_juge.axes))
    page.wait_for_timeout(1000)
    feuilles = [f.extract_text() for f in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert all(feuille.strip() for feuille in feuilles), "une feuille blanche"
    imprime = " ".join(" ".join(feuilles).split())
    # La légende du pointillé n'est qu'au graphique des critères.
    assert imprime.count("Pointillé") == len(texte_juge.axes)
    for critere in texte_juge.criteres:
        titre = " ".join(typographie(critere.titre).split())
        # Dans le graphique, dans le tableau et dans les constats.
        assert imprime.count(titre) >= 2, titre
    # L'écran retrouve ses dessins, sans copie.
    assert page.locator(".clas-papier").count() == 0
