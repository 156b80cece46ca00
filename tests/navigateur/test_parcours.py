"""Le chemin entier dans un vrai navigateur : du dossier vierge au verdict, au graphique et au brouillon."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from clas_model.contenu import charger_referentiel
from clas_model.fichier import lire_json
from clas_model.positionnement import positionner

pytestmark = pytest.mark.navigateur
ATTENTE = 20_000
expect.set_options(timeout=ATTENTE)
CLIC = 120  # Un clic instantané juste après une frappe se perd.


@pytest.fixture
def page(navigateur: Browser, adresse: str) -> Iterator[Page]:
    contexte = navigateur.new_context(
        viewport={"width": 1280, "height": 720}, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True
    )
    contexte.set_default_timeout(ATTENTE)
    onglet = contexte.new_page()
    dehors: list[str] = []
    onglet.on(
        "request", lambda r: None if r.url.startswith((adresse, "data:", "blob:", "ws")) else dehors.append(r.url)
    )
    yield onglet
    assert dehors == [], "rien ne doit être demandé à un autre serveur"
    contexte.close()


def aller(page: Page, url: str, titre: str) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", level=1, name=titre)).to_be_visible()
    repos(page)


def repos(page: Page) -> None:
    """Attend la fin de l'exécution en cours."""
    page.wait_for_timeout(250)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def menu(page: Page, nom: str, titre: str | None = None) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=nom, exact=True).click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name=titre or nom)).to_be_visible()
    repos(page)


def champ(page: Page, chemin: str) -> Locator:
    """Le widget d'un chemin : Streamlit pose sa clé en classe CSS."""
    return page.locator(f'[class*="-{re.sub("[.:]", "-", chemin)} "]').first


def ecrire(page: Page, chemin: str, texte: str) -> None:
    zone = champ(page, chemin).locator("input, textarea").first
    zone.fill(texte)
    zone.press("Tab")
    repos(page)


def cocher(page: Page, chemin: str, libelle: str) -> None:
    champ(page, chemin).get_by_text(libelle, exact=True).click(delay=CLIC)
    repos(page)


def choisir(page: Page, chemin: str, libelle: str) -> None:
    champ(page, chemin).locator("input, [role=combobox]").first.click(delay=CLIC)
    page.get_by_role("option", name=libelle, exact=True).click(delay=CLIC)
    repos(page)


def telecharger(page: Page, bouton: str) -> bytes:
    with page.expect_download() as attendu:
        page.get_by_role("button", name=bouton).click(delay=CLIC)
    return Path(attendu.value.path()).read_bytes()


def photo(page: Page, nom: str) -> None:
    """Une capture, gardée quand CLAS_CAPTURES nomme un répertoire."""
    if repertoire := os.environ.get("CLAS_CAPTURES"):
        Path(repertoire).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(repertoire) / f"{nom}.png", full_page=True)


def test_de_l_essentiel_au_verdict_puis_au_brouillon(page: Page, adresse: str) -> None:
    aller(page, adresse, "Préparez votre projet Clas")
    photo(page, "1-accueil")
    page.get_by_test_id("stMain").get_by_role("link", name="Commencer par l'essentiel").click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name="L'essentiel")).to_be_visible()
    expect(page.get_by_text("encore 25 réponses")).to_be_visible()

    ecrire(page, "structure.nom", "Les Passerelles de Valbrune")
    cocher(page, "cadre.departemental", "Oui")
    for engagement in ("laicite", "ouverture", "complementarite", "place_parents"):
        cocher(page, f"charte.{engagement}", "Oui")
    cocher(page, "diagnostic.sources", "Échanges avec l'école")
    ecrire(page, "diagnostic.besoins.b1.intitule", "Savoir s'organiser")
    ecrire(page, "diagnostic.partenaires.p1.nom", "Médiathèque de Valbrune")
    choisir(page, "diagnostic.partenaires.p1.type", "Équipement culturel (bibliothèque, musée…)")
    ecrire(page, "diagnostic.partenaires.p1.role", "Prête des livres et accueille un atelier")
    ecrire(page, "diagnostic.etablissements.e1.nom", "École des Saules")
    cocher(page, "diagnostic.etablissements.e1.demarches.d1.etat", "Faite")
    ecrire(page, "diagnostic.etablissements.e1.demarches.d1.date", "09/06/2026")
    cocher(page, "diagnostic.etablissements_close", "C'est tout : tous les établissements sont saisis")
    ecrire(page, "groupes.g1.effectif", "14")
    choisir(page, "groupes.g1.creneaux.c1.jour", "Mardi")
    cocher(page, "groupes.g1.creneaux.c1.rythme", "Toutes les semaines")
    ecrire(page, "groupes.g1.creneaux.c1.nombre_adultes", "2")
    cocher(page, "groupes.g1.creneaux_close", "C'est tout : tous les créneaux de ce groupe sont saisis")
    cocher(page, "groupes_close", "C'est tout : tous les groupes sont saisis")
    ecrire(page, "enfants.activites.a1.intitule", "Préparer sa semaine")
    photo(page, "2-essentiel")
    cocher(page, "enfants.activites.a1.besoins", "Savoir s'organiser")
    ecrire(page, "parents.actions.a1.intitule", "Café des parents")
    expect(page.get_by_text("Éligibilité indéterminée").first).to_be_visible()
    ecrire(page, "ecole.actions.a1.intitule", "Point de rentrée avec les enseignants")
    expect(page.get_by_text("l'essentiel : 25 sur 25, tout est rempli")).to_be_visible()
    expect(page.get_by_test_id("stProgress").get_by_text("Éligible selon vos réponses")).to_be_visible()
    photo(page, "2-essentiel")

    # Un rafraîchissement retrouve le dossier.
    page.reload()
    expect(page.get_by_text("l'essentiel : 25 sur 25, tout est rempli")).to_be_visible()

    # Ce qui manque se voit, et chaque ligne mène à son étape.
    menu(page, "Relecture")
    page.get_by_text(re.compile(r"^Budget\s: ")).click(delay=CLIC)
    # Le volet finit de s'ouvrir : un clic sur ce qui bouge encore se perd.
    page.wait_for_timeout(600)
    page.get_by_role("link", name="Au moins une dépense").click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name="Budget")).to_be_visible()
    photo(page, "3-budget")

    # Un groupe trop grand se dit tout de suite, sans changer l'éligibilité.
    menu(page, "Équipe et groupes")
    ecrire(page, "groupes.g1.effectif", "16")
    expect(
        page.get_by_test_id("stMain").get_by_text("✖ Le groupe 1 compte 16 enfants, 1 de plus que le maximum de 15.")
    ).to_be_visible()
    ecrire(page, "groupes.g1.effectif", "-2")
    expect(page.get_by_text("la valeur doit être au moins 0")).to_be_visible()
    photo(page, "4-groupes")
    ecrire(page, "groupes.g1.effectif", "12")

    menu(page, "Résultats")
    expect(page.get_by_test_id("stAlert").get_by_text("Éligible selon vos réponses")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    page.wait_for_timeout(1000)
    photo(page, "5-resultats")

    menu(page, "Brouillon")
    photo(page, "6-brouillon")
    word = telecharger(page, "Télécharger : Word (.docx)")
    textes = [p.text for p in docx.Document(io.BytesIO(word)).paragraphs]
    assert any("Les Passerelles de Valbrune" in t for t in textes)
    assert any("à compléter" in t for t in textes)

    # Le dossier en JSON se rouvre depuis l'accueil, identique.
    octets = telecharger(page, "Télécharger le dossier (JSON)")
    dossier = lire_json(octets)
    assert dossier.groupes[0].effectif == 12
    assert positionner(dossier, charger_referentiel()).eligibilite == "oui"
    menu(page, "Accueil", "Préparez votre projet Clas")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
        {"name": "dossier.json", "mimeType": "application/json", "buffer": octets}
    )
    expect(page.get_by_text("Ce fichier contient")).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_text("« Les Passerelles de Valbrune »")).to_be_visible()
    page.get_by_role("button", name="L'ouvrir", exact=True).click(delay=CLIC)
    expect(page.get_by_text("Votre dossier est ouvert")).to_be_visible()
    menu(page, "Votre structure")
    expect(champ(page, "structure.nom").locator("input")).to_have_value("Les Passerelles de Valbrune")
    page.set_viewport_size({"width": 360, "height": 740})
    photo(page, "7-telephone")


def test_un_nombre_se_vide_et_un_texte_se_lit_tel_quel(page: Page, adresse: str) -> None:
    """Ce que seul un navigateur montre : la croix d'un champ, et ce que Streamlit ferait d'un texte."""
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    ecrire(page, "groupes.g1.effectif", "")
    expect(champ(page, "groupes.g1.effectif").locator("input")).to_have_value("")
    cocher(page, "groupes.g1.effectif:nsp", "Je ne sais pas")
    expect(champ(page, "groupes.g1.effectif:nsp").locator("input")).to_be_checked()
    texte = "www.exemple.invalid :material/home: -> https://exemple.invalid"
    ecrire(page, "groupes.g1.nom", texte)
    page.reload()
    repos(page)
    expect(champ(page, "groupes.g1.effectif:nsp").locator("input")).to_be_checked()
    titre = page.get_by_test_id("stMain").get_by_text("Groupe 1 :").first
    expect(titre).to_be_visible()
    assert titre.inner_text().replace("\u2060", "").replace("\u00a0", " ") == f"Groupe 1 : {texte}"
    assert page.get_by_test_id("stMain").locator('a[href*="exemple.invalid"]').count() == 0


def test_sur_un_telephone_le_menu_se_referme_quand_on_a_choisi(page: Page, adresse: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    page.get_by_test_id("stExpandSidebarButton").click(delay=CLIC)
    lien = page.get_by_test_id("stSidebar").get_by_role("link", name="Budget", exact=True)
    expect(lien).to_be_in_viewport()
    lien.click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name="Budget")).to_be_visible()
    expect(lien).not_to_be_in_viewport()


def test_l_etat_du_dossier_reste_en_vue_en_bas_de_page(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/groupes?exemple=faible", "Équipe et groupes")
    page.get_by_role("link", name="Étape suivante : Avec les enfants").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", level=1, name="Équipe et groupes")).not_to_be_in_viewport()
    expect(page.get_by_text("Pas éligible en l'état").first).to_be_in_viewport()


def test_un_fichier_qui_n_est_pas_un_dossier_est_refuse_en_une_phrase(page: Page, adresse: str) -> None:
    aller(page, adresse, "Préparez votre projet Clas")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
        {"name": "autre.json", "mimeType": "application/json", "buffer": b"[1, 2"}
    )
    expect(page.get_by_text("n'est pas du JSON lisible")).to_be_visible()


def test_l_exemple_solide_donne_un_brouillon_word(page: Page, adresse: str) -> None:
    aller(page, adresse, "Préparez votre projet Clas")
    page.get_by_role("button", name="Ouvrir un dossier solide").click(delay=CLIC)
    expect(page.get_by_role("heading", level=1, name="Résultats")).to_be_visible()
    expect(page.get_by_test_id("stAlert").get_by_text("Éligible selon vos réponses")).to_be_visible()
    expect(
        page.locator('[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg').first
    ).to_be_visible()
    menu(page, "Brouillon")
    document = docx.Document(io.BytesIO(telecharger(page, "Télécharger : Word (.docx)")))
    textes = [p.text for p in document.paragraphs]
    assert any("Les Lanternes de l'Ormette" in t for t in textes)
    assert not any("à compléter :" in t for t in textes)
