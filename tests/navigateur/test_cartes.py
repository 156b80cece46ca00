"""Une carte est un groupe de champs nommé par son titre, et « Retirer » dit quoi."""

import pytest
from playwright.sync_api import Browser, expect

from tests.navigateur.gestes import aller

pytestmark = pytest.mark.navigateur


def test_une_carte_et_ses_boutons_ont_un_nom(navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = contexte.new_page()
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    carte = page.get_by_role("group", name="Groupe 1 : Groupe du mardi", exact=True)
    expect(carte.get_by_label("Combien d'enfants ?", exact=True)).to_be_visible()
    expect(carte.get_by_role("heading", level=3, name="Groupe 1 : Groupe du mardi")).to_be_visible()
    # Sur une ligne sans titre, ce qu'elle contient.
    expect(page.get_by_role("button", name="Retirer bénévole 1", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Retirer Groupe 1 : Groupe du mardi", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="Retirer", exact=True).count() == 0
    assert page.get_by_test_id("stSidebar").get_by_role("heading", level=2).all_inner_texts() == [
        "Mon dossier",
        "Mes résultats",
    ]
    # Deux titres de même texte gardent deux identifiants.
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))
    contexte.close()
