"""Ce qu'une page ne montre qu'à un moment : bulle, liste ouverte, refus, conflit, lecture seule, serveur coupé."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clas_model.contenu import charger_referentiel
from clas_model.persistance import Preparation, SqlReunionRepository
from clas_model.textes import choix
from tests.navigateur.gestes import CLIC, champ, ecrire, repos
from tests.navigateur.serveur import ServeurTuable
from tests.navigateur.test_acces import _ANGLAIS, _TEXTES, fautes_graves, ouvrir

pytestmark = pytest.mark.navigateur


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    contexte.set_default_timeout(20_000)
    yield contexte.new_page()
    contexte.close()


def pour_tous(page: Page, etat: str) -> None:
    page.wait_for_timeout(300)
    assert fautes_graves(page) == [], etat
    # Une réunion « close » l'est en français.
    textes = {t.removesuffix("close") for t in page.evaluate(_TEXTES)}
    assert sorted(t for t in textes if _ANGLAIS.search(t)) == [], etat


def test_un_serveur_coupe_se_dit_en_francais(page: Page, tmp_path: Path) -> None:
    with ServeurTuable(f"sqlite:///{tmp_path / 'clas.sqlite3'}", tmp_path / "journal.txt") as serveur:
        ouvrir(page, serveur.adresse, "groupes")
        repos(page)
        serveur.tuer()
        application = page.get_by_test_id("stApp")
        expect(application).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        # Le temps que Streamlit montre ce qu'il a à dire.
        page.wait_for_timeout(6000)
        pour_tous(page, "serveur coupé")


def test_une_bulle_une_liste_et_un_refus(page: Page, adresse: str) -> None:
    ouvrir(page, adresse, "groupes")
    page.get_by_role("button", name="Aide : Nom du groupe", exact=True).focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    pour_tous(page, "bulle d'aide")
    page.keyboard.press("Escape")
    champ(page, "equipe.accompagnateurs.a1.statut").locator("input").click(delay=CLIC)
    expect(page.get_by_role("option").first).to_be_visible()
    pour_tous(page, "liste déroulante")
    page.keyboard.press("Escape")
    ecrire(page, "groupes.g1.effectif", "douze")
    alarme = page.locator("#clas-alarme")
    expect(alarme).to_have_attribute("data-dit", re.compile("nombre entier"))
    pour_tous(page, "réponse refusée")
    # Une faute se dit sans le dessin de son icône, dont le nom est anglais.
    assert "rror" not in (alarme.get_attribute("data-dit") or "")


def test_deux_personnes_puis_la_lecture_seule(page: Page, navigateur: Browser, adresse: str) -> None:
    ouvrir(page, adresse, "groupes")
    ecrire(page, "groupes.g1.effectif", "12")
    page.wait_for_url(re.compile("dossier="))
    repos(page)
    autre = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR").new_page()
    autre.goto(page.url)
    expect(autre.get_by_role("heading", level=1, name="Équipe et groupes")).to_be_visible()
    repos(autre)
    ecrire(page, "groupes.g1.effectif", "13")
    repos(page)
    ecrire(autre, "groupes.g1.effectif", "14")
    expect(autre.get_by_role("button", name="Celle qui est enregistrée")).to_be_visible()
    # Ce choix presse : il se dit, où qu'on soit dans la page.
    expect(autre.locator("#clas-annonce")).to_have_attribute("data-dit", re.compile("Laquelle garder"))
    pour_tous(autre, "conflit")

    autre.goto(page.url.replace("/groupes", "/partager"))
    autre.get_by_role("button", name="Créer le lien de lecture").click(delay=CLIC)
    autre.wait_for_function("document.querySelectorAll('input, pre, code').length > 0")
    repos(autre)
    pour_tous(autre, "lien de lecture créé")
    liens = re.findall(r"[?&](?:amp;)?(dossier=[\w-]{43})", autre.content())
    lecture = next(lien for lien in liens if lien not in page.url)
    autre.goto(f"{adresse}/groupes?{lecture}")
    expect(autre.get_by_text("Vous lisez ce dossier")).to_be_visible()
    repos(autre)
    pour_tous(autre, "lecture seule")
    autre.context.close()


def test_un_fichier_refuse_et_le_menu_du_telephone(page: Page, adresse: str, tmp_path: Path) -> None:
    ouvrir(page, adresse, "")
    faux = tmp_path / "note.txt"
    faux.write_text("rien", encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(faux)
    expect(page.locator(".st-key-etat").get_by_test_id("stAlertContentWarning")).to_be_visible()
    expect(page.get_by_text("4 o", exact=True)).to_be_visible()
    pour_tous(page, "fichier refusé")
    page.set_viewport_size({"width": 320, "height": 640})
    ouvrir(page, adresse, "resultats")
    page.get_by_test_id("stExpandSidebarButton").click(delay=CLIC)
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Accueil")).to_be_in_viewport()
    pour_tous(page, "menu du téléphone")


def test_l_animateur_dans_ses_autres_etats(page: Page, tmp_path: Path) -> None:
    base = f"sqlite:///{tmp_path / 'clas.sqlite3'}"
    with ServeurTuable(base, tmp_path / "journal.txt") as serveur:
        depot = SqlReunionRepository(base)
        texte = choix(charger_referentiel())
        prete = Preparation(titre="Pour tous", date=dt.date(2026, 9, 22), texte=texte, questions=("effectif",))
        secret, reunion = depot.create(prete, 30)
        depot.close()
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{serveur.adresse}/animer/ouvrir/{secret}")
        for etat, geste, dit in (
            ("prête", None, "Répéter avec"),
            ("répétition", "repeter", "Répétition en cours"),
            ("close", "fermer", "close"),
        ):
            if geste:
                page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
                page.locator(f"button[value={geste}]").click()
            expect(page.locator("main")).to_contain_text(dit)
            pour_tous(page, f"tableau : {etat}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), etat
            page.goto(f"{serveur.adresse}/animer/{reunion.code}/ecran")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            pour_tous(page, f"mur : {etat}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"mur : {etat}"
            page.goto(f"{serveur.adresse}/animer/{reunion.code}")
