"""Une image de chaque page, à trois tailles, en clair et en sombre : `make captures`. On les regarde.

Elles vont dans `captures/`, une par page, état, taille et thème. `CLAS_CAPTURES` : les pages à prendre seules
(« groupes resultats »). `make images` reprend celles des guides, dans `docs/images/`.
"""

import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.navigateur.conftest import OPTIONS
from tests.navigateur.gestes import champ, repos
from tests.navigateur.serveur import RACINE, SANS_CHROMIUM, ServeurTuable, chromium

TAILLES = {"telephone": (360, 740), "mur": (1280, 720), "bureau": (1440, 900)}
THEMES = {"clair": "light", "sombre": "dark"}
# Une page plus haute qu'un écran se prend en entier, mais pas au-delà de ce qui se regarde.
HAUTEUR_MAX = 6000
SANS_DOSSIER = ("", "essentiel", "groupes", "resultats", "brouillon", "effectifs", "retrouver")
AVEC_EXEMPLE = (
    "", "essentiel", "structure", "cadre", "diagnostic", "groupes", "enfants", "parents", "ecole", "evaluation",
    "budget", "relecture", "resultats", "brouillon", "champs", "formulaire", "partager", "reunir", "historique",
    "retrouver", "donnees", "effectifs", "ameliorer", "scenarios", "cote-a-cote", "texte", "critere", "vierge",
    "methode", "reunion",
)  # fmt: skip
# Les images des guides : nom, adresse, taille, hauteur.
GUIDES = (
    ("accueil", "", "mur", 720),
    ("essentiel", "essentiel?exemple=faible", "mur", 720),
    ("groupes", "groupes?exemple=complet", "mur", 720),
    ("resultats", "resultats?exemple=faible", "mur", 1120),
    ("brouillon", "brouillon?exemple=complet", "mur", 720),
    ("effectifs-telephone", "effectifs", "telephone", 740),
    ("cote-a-cote", "cote-a-cote?exemple=complet", "mur", 720),
    ("reunion", "reunion", "mur", 720),
)


@dataclass(frozen=True)
class Vue:
    """Une adresse à prendre, et le nom de son image."""

    nom: str
    adresse: str


def vues() -> Iterator[Vue]:
    """Chaque page et chaque état."""
    for page in SANS_DOSSIER:
        yield Vue(f"{page or 'accueil'}-vierge", page)
    for exemple, page in itertools.product(("complet", "faible"), AVEC_EXEMPLE):
        yield Vue(f"{page or 'accueil'}-{exemple}", f"{page}?exemple={exemple}")
    yield Vue("critere-groupe-taille", "critere?exemple=complet&critere=groupe-taille&texte=national")


def prendre(page: Page, adresse: str, image: Path, entiere: bool = True) -> None:
    """Ouvre, attend que tout soit dessiné, prend l'image ; `entiere` : jusqu'au bas de la page."""
    assert page.viewport_size
    largeur, hauteur = page.viewport_size["width"], page.viewport_size["height"]
    page.goto(adresse)
    page.get_by_role("heading", level=1).first.wait_for()
    repos(page)
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    if entiere:
        # Deux fois : la colonne des critères suit la hauteur de l'écran, et peut dépasser l'autre.
        for _ in range(2):
            contenu = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
            page.set_viewport_size({"width": largeur, "height": min(max(contenu, hauteur), HAUTEUR_MAX)})
    page.wait_for_timeout(600)
    image.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=image)
    page.set_viewport_size({"width": largeur, "height": hauteur})


def ouvrir(navigateur: Browser, taille: str, theme: str) -> Page:
    """Un onglet de cette taille et de ce thème."""
    largeur, hauteur = TAILLES[taille]
    return navigateur.new_context(
        viewport={"width": largeur, "height": hauteur}, locale="fr-FR", color_scheme=THEMES[theme],  # type: ignore[arg-type]
        has_touch=taille == "telephone",
    ).new_page()  # fmt: skip


def tout(navigateur: Browser, adresse: str) -> None:
    """Les pages voulues, à toutes les tailles, dans les deux thèmes ; puis une réponse refusée."""
    voulues = os.environ.get("CLAS_CAPTURES", "").split()
    for taille, theme in itertools.product(TAILLES, THEMES):
        page = ouvrir(navigateur, taille, theme)
        for vue in vues():
            if not voulues or vue.nom.rpartition("-")[0] in voulues:
                prendre(page, f"{adresse}/{vue.adresse}", RACINE / "captures" / f"{vue.nom}-{taille}-{theme}.png")
        page.goto(f"{adresse}/groupes?exemple=faible")
        page.get_by_role("heading", level=1).first.wait_for()
        repos(page)
        zone = champ(page, "groupes.g1.effectif").locator("input")
        zone.fill("douze")
        zone.press("Tab")
        repos(page)
        page.screenshot(path=RACINE / "captures" / f"groupes-refus-{taille}-{theme}.png")
        page.context.close()
        print(f"{taille}, {theme} : fait", flush=True)


def guides(navigateur: Browser, adresse: str) -> None:
    """Les images que montrent le README et les guides."""
    for nom, chemin, taille, hauteur in GUIDES:
        page = ouvrir(navigateur, taille, "clair")
        page.set_viewport_size({"width": TAILLES[taille][0], "height": hauteur})
        prendre(page, f"{adresse}/{chemin}", RACINE / "docs/images" / f"{nom}.png", entiere=False)
        page.context.close()


def principal() -> None:
    """`python -m tests.captures [guides]`."""
    executable = chromium() or sys.exit(SANS_CHROMIUM)
    with tempfile.TemporaryDirectory() as lieu, sync_playwright() as playwright:
        base = f"sqlite:///{Path(lieu) / 'clas.sqlite3'}"
        with ServeurTuable(base, Path(lieu) / "journal.txt") as serveur:
            navigateur = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
            (guides if "guides" in sys.argv[1:] else tout)(navigateur, serveur.adresse)
            navigateur.close()


if __name__ == "__main__":
    principal()
