"""La structure de chaque page : zones, listes, titres, citations, noms, couleurs, contenu sans les styles."""

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from clas_model.contenu import charger_questionnaire
from tests.navigateur.test_acces import PAGES, feuille, ouvrir

__all__ = ["feuille"]
pytestmark = pytest.mark.navigateur

LIGNE = 20
# Des noms de lien qui ne disent pas où l'on va.
_VAGUES = re.compile(
    r"^(ici|cliquez( ici)?|lire|(lire )?la suite|en savoir plus|plus|voir|lien|ouvrir|suivant|précédent)$",
    re.IGNORECASE,
)
_RELEVES = Path(__file__).with_name("structure.js").read_text(encoding="utf-8")


def relever(page: Page, quoi: str) -> Any:
    return page.evaluate(f"({_RELEVES.strip()}).{quoi}()")


def tout_ouvrir(page: Page) -> None:
    """Les volets fermés : ce qu'ils cachent compte aussi."""
    page.evaluate("document.querySelectorAll('[data-testid=stMain] details').forEach(d => { d.open = true; })")
    page.wait_for_timeout(400)


@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_a_sa_structure(nom: str, feuille: tuple[Page, list[str]], adresse: str) -> None:
    page, _ = feuille
    ouvrir(page, adresse, nom)
    tout_ouvrir(page)
    lu = relever(page, "releve")
    assert lu["zones"] == {"contenu": 1, "menu": 1, "tete": 1, "pied": 1}
    # Le menu et ce qui s'énumère sont des listes ; rien de vide.
    assert len(lu["menu"]) > len(charger_questionnaire().etapes)
    assert all(lu["menu"] + lu["listes"])
    assert lu["vides"] == 0
    # Une ligne en gras qui dit de quoi parle la suite est un titre ; ni l'état d'un critère, ni l'annonce d'un passage.
    assert [g for g in lu["gras"] if g[0] not in "✔½✖?–" and g != "Le passage."] == []
    assert all(lu["citations"])
    # Un bouton, un volet : un nom qui n'est qu'à lui. Un lien : le même nom, la même adresse.
    assert [n for n, fois in Counter(lu["boutons"]).items() if fois > 1] == []
    adresses: dict[str, set[str]] = {}
    for nom_du_lien, ou in lu["liens"]:
        adresses.setdefault(nom_du_lien, set()).add(ou)
    assert {n: ou for n, ou in adresses.items() if len(ou) > 1 or not n or _VAGUES.match(n)} == {}
    # La présentation est dans les feuilles de styles, et elles n'écrivent rien.
    assert relever(page, "presentation") == []
    assert relever(page, "styles") == {"ecrits": [], "sansFond": []}


@pytest.mark.parametrize("nom", PAGES)
def test_sans_les_styles_tout_est_la_et_dans_l_ordre(nom: str, feuille: tuple[Page, list[str]], adresse: str) -> None:
    page, _ = feuille
    ouvrir(page, adresse, nom)
    avant = [texte for texte, _ in relever(page, "lus")]
    relever(page, "sansStyles")
    apres = relever(page, "lus")
    reste = iter(texte for texte, _ in apres)
    assert [t for t in avant if t not in reste] == [], "dans le même ordre"
    hauts = [haut for _, haut in apres]
    # Sur une même ligne, deux tailles de lettres n'ont pas le même haut.
    assert all(suivant >= haut - LIGNE for haut, suivant in itertools.pairwise(hauts)), "de haut en bas"
    page.reload()
