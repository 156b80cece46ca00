"""Une réunion entière dans un vrai navigateur : un animateur, quatre téléphones, le mur au clavier, le serveur tué.

`CLAS_IMAGES` : un répertoire où garder une image de chaque écran.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.navigateur.gestes import aller
from tests.navigateur.serveur import ServeurTuable

pytestmark = pytest.mark.navigateur
IMAGES = os.environ.get("CLAS_IMAGES")
TELEPHONE = {"width": 360, "height": 740}
MUR = {"width": 1280, "height": 720}


@pytest.fixture
def serveur(tmp_path: Path) -> Iterator[ServeurTuable]:
    with ServeurTuable(f"sqlite:///{tmp_path / 'clas.sqlite3'}", tmp_path / "journal.txt") as lance:
        yield lance


@pytest.fixture
def ouvrir(navigateur: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contextes = []

    def neuf(**options: object) -> BrowserContext:
        contextes.append(navigateur.new_context(locale="fr-FR", **options))
        contextes[-1].set_default_timeout(20_000)
        return contextes[-1]

    yield neuf
    for contexte in contextes:
        contexte.close()


def image(page: Page, nom: str) -> None:
    if IMAGES:
        page.screenshot(path=f"{IMAGES}/{nom}.png", full_page=True)


def tient_sur_l_ecran(page: Page) -> None:
    """Rien ne dépasse : ni sur le côté d'un téléphone, ni au bas du mur, où l'on ne fait pas défiler."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    mur = "document.querySelector('#vue > main')"
    assert page.evaluate(f"{mur} ? {mur}.scrollHeight - {mur}.clientHeight : 0") <= 1


def avancer(mur: Page, titre: str) -> None:
    """La flèche droite, jusqu'à la vue de ce titre."""
    for _ in range(8):
        if mur.get_by_role("heading", name=titre).count():
            return
        position = mur.locator("#etat").get_attribute("data-position")
        mur.keyboard.press("ArrowRight")
        mur.wait_for_function("p => document.getElementById('etat').dataset.position !== p", arg=position)
        tient_sur_l_ecran(mur)
    raise AssertionError(f"la vue « {titre} » ne vient pas")


def test_une_reunion_de_bout_en_bout(ouvrir: Callable[..., BrowserContext], serveur: ServeurTuable) -> None:
    animateur = ouvrir(viewport=MUR)
    preparer = animateur.new_page()
    aller(preparer, f"{serveur.adresse}/reunion", "J'anime une réunion")
    image(preparer, "01-preparer")
    preparer.get_by_label("Titre de la réunion").fill("Le Clas l'an prochain")
    preparer.get_by_label("Titre de la réunion").press("Tab")
    preparer.get_by_role("button", name="Créer la réunion").click(delay=120)
    expect(preparer.get_by_text("La réunion est prête.")).to_be_visible()
    image(preparer, "02-liens")
    # Les liens se dessinent après l'annonce.
    preparer.wait_for_function("/[/]animer[/]ouvrir[/][\\w-]{43}/.test(document.body.innerHTML)")
    lien = re.search(r"/animer/ouvrir/[\w-]{43}", preparer.content())
    assert lien
    tableau = animateur.new_page()
    tableau.goto(f"{serveur.adresse}{lien[0]}")
    # Le secret a quitté l'adresse avant que rien ne se projette.
    assert re.fullmatch(r".*/animer/[A-Z0-9]{8}", tableau.url)
    code = tableau.url.rpartition("/")[2]
    image(tableau, "03-tableau")

    # La répétition est marquée, puis s'efface.
    tableau.get_by_role("button", name=re.compile("Répéter")).click()
    mur = animateur.new_page()
    mur.goto(f"{serveur.adresse}/animer/{code}/ecran")
    expect(mur.get_by_text("les réponses sont simulées")).to_be_visible()
    expect(mur.get_by_text("30 présents")).to_be_visible()
    tableau.get_by_role("button", name="Effacer la répétition et commencer").click()
    expect(mur.get_by_text("les réponses sont simulées")).to_have_count(0)
    image(mur, "04-mur-accueil")

    # Quatre téléphones : trois répondent, un suit.
    salle = f"{serveur.adresse}/r/{code}"
    telephones = []
    for rang in range(4):
        # Le premier n'exécute aucun script.
        page = ouvrir(viewport=TELEPHONE, java_script_enabled=rang != 0).new_page()
        page.goto(salle)
        if rang == 1:
            image(page, "05-telephone-entrer")
        page.get_by_role("button", name="Je réponds" if rang < 3 else "Une autre personne").click()
        expect(page.get_by_role("heading", name="Regardez l'écran")).to_be_visible()
        telephones.append(page)
    un, deux, trois, suiveur = telephones
    image(deux, "06-telephone-attente")
    expect(mur.get_by_text("4 présents")).to_be_visible()

    avancer(mur, "Expérimentation Clas")
    image(mur, "07-mur-texte")
    avancer(mur, "Des groupes de 5 à 15 enfants")
    image(mur, "08-mur-critere")
    avancer(mur, "Combien d'enfants compte votre groupe")
    expect(mur.get_by_text("0 réponse")).to_be_visible()
    image(mur, "09-mur-question")

    # Le téléphone suit tout seul ; sans script, il se recharge.
    un.reload()
    for page, nombre in ((un, "14"), (deux, "douze"), (trois, "22")):
        expect(page.get_by_label("Combien d'enfants compte votre groupe")).to_be_visible()
        if page is deux:
            image(page, "10-telephone-question")
        page.get_by_label("Combien d'enfants compte votre groupe").fill(nombre)
        page.get_by_role("button", name="Envoyer").click()
    expect(deux.get_by_role("alert")).to_contain_text("Écrivez un nombre entier")
    assert deux.get_by_label("Combien d'enfants compte votre groupe").input_value() == "douze"
    expect(mur.get_by_text("4 présents")).to_be_visible()
    expect(mur.get_by_text("2 réponses")).to_be_visible()

    # Deux structures : rien ne se montre, même demandé ; le serveur tombe et revient entre deux réponses.
    serveur.tuer()
    expect(mur.get_by_text("Connexion perdue")).to_be_visible()
    serveur.lancer()
    expect(mur.get_by_text("Connexion perdue")).to_be_hidden()
    deux.get_by_label("Combien d'enfants compte votre groupe").fill("8")
    deux.get_by_role("button", name="Envoyer").click()
    expect(deux.get_by_role("status")).to_contain_text("8 enfants")
    image(deux, "11-telephone-repondu")
    deux.get_by_label("Combien d'enfants compte votre groupe").fill("9")
    deux.get_by_role("button", name="Envoyer").click()
    expect(deux.get_by_role("status")).to_contain_text("9 enfants")
    expect(mur.get_by_text("3 réponses")).to_be_visible()
    assert mur.locator(".dessin").count() == 0
    mur.keyboard.press("r")
    expect(mur.locator(".dessin svg")).to_be_visible()
    # 9 et 14 conviennent, 22 non : 2 sur 3.
    expect(mur.get_by_text("2 structures sur 3 l'atteignent")).to_be_visible()
    tient_sur_l_ecran(mur)
    image(mur, "12-mur-revele")
    expect(trois.get_by_text("Vous seul voyez ce qui suit")).to_be_visible()
    expect(trois.get_by_text("Non atteint")).to_be_visible()
    image(trois, "13-telephone-resultat")
    suiveur.reload()
    assert suiveur.get_by_role("textbox").count() == 0

    # Une seule réponse à la suivante : révélée, elle ne montre rien.
    avancer(mur, "Combien de séances ce groupe a-t-il")
    expect(deux.get_by_label("Combien de séances ce groupe")).to_be_visible()
    deux.get_by_label("Combien de séances ce groupe").fill("2")
    deux.get_by_role("button", name="Envoyer").click()
    expect(mur.get_by_text("1 réponse")).to_be_visible()
    mur.keyboard.press("R")
    expect(mur.get_by_text("Moins de 3 structures ont répondu")).to_be_visible()
    image(mur, "14-mur-trop-peu")

    # La boîte : cachée du mur jusqu'à ce que l'animateur la montre.
    deux.get_by_role("link", name="Poser une question").click()
    deux.get_by_label(re.compile("Votre question")).fill("<b>Et les collégiens ?</b>")
    image(deux, "15-telephone-boite")
    deux.get_by_role("button", name="Envoyer").click()
    expect(deux.get_by_role("status")).to_contain_text("envoyée")
    while mur.get_by_role("heading", name="Où en est la salle").count() == 0:
        avance = mur.locator("#etat").get_attribute("data-position")
        mur.keyboard.press("PageDown")
        mur.wait_for_function("p => document.getElementById('etat').dataset.position !== p", arg=avance)
        tient_sur_l_ecran(mur)
    expect(mur.locator(".dessin svg")).to_be_visible()
    image(mur, "16-mur-ecarts")
    avancer(mur, "Vos questions")
    assert mur.get_by_text("collégiens").count() == 0
    # Elle est arrivée d'elle-même sur la page de l'animateur, qui est ouverte depuis le début.
    expect(tableau.get_by_text("1 question reçue.")).to_be_attached()
    tableau.get_by_label(re.compile("Et les collégiens")).check()
    tableau.get_by_role("button", name="Montrer à l'écran").click()
    expect(mur.get_by_text("<b>Et les collégiens ?</b>")).to_be_visible()
    image(mur, "17-mur-boite")
    tableau.get_by_label(re.compile("Et les collégiens")).check()
    tableau.get_by_label(re.compile("sous un thème")).fill("Collège")
    tableau.get_by_role("button", name="Réunir").click()
    expect(tableau.locator(".puce", has_text="Collège")).to_be_visible()
    image(tableau, "18-tableau-boite")

    # L'essai de la salle, sur le mur.
    with animateur.expect_page() as neuve:
        mur.keyboard.press("e")
    essai = neuve.value
    expect(essai.get_by_role("heading", level=1, name="Vérifier des effectifs")).to_be_visible()
    # Le milieu de 9, 14 et 22.
    expect(essai.get_by_role("textbox", name="Enfants", exact=True)).to_have_value("14")
    image(essai, "19-essai")
    mur.bring_to_front()

    avancer(mur, "Repartez avec votre dossier")
    image(mur, "20-mur-depart")
    deux.goto(salle)
    image(deux, "21-telephone-depart")
    deux.get_by_role("button", name="Emporter mon dossier").click()
    expect(deux.get_by_text("Votre dossier est prêt")).to_be_visible()
    image(deux, "22-telephone-emporte")
    dossier = deux.get_by_role("link", name="Ouvrir mon dossier").get_attribute("href")
    assert dossier
    secret = dossier.partition("dossier=")[2]
    courriel = deux.get_by_role("link", name=re.compile("courriel")).get_attribute("href")
    assert courriel
    assert secret in courriel
    deux.get_by_role("link", name="Ouvrir mon dossier").click()
    expect(deux.get_by_role("heading", level=1, name="L'essentiel")).to_be_visible()
    expect(deux.locator('input[value="9"]').first).to_be_visible()
    image(deux, "23-dossier")
    # Le téléphone sans script emporte aussi le sien, et ce n'est pas le même.
    un.goto(salle)
    un.get_by_role("button", name="Emporter mon dossier").click()
    autre = un.get_by_role("link", name="Ouvrir mon dossier").get_attribute("href")
    assert autre
    assert autre != dossier

    # Le bilan, puis la clôture.
    for extension in ("csv", "docx", "pdf"):
        fichier = animateur.request.get(f"{serveur.adresse}/animer/{code}/bilan.{extension}")
        assert fichier.status == 200
        assert secret.encode() not in fichier.body()
    tableau.get_by_text("Clore la réunion").click()
    tableau.get_by_role("button", name="Clore maintenant").click()
    expect(tableau.get_by_text("close", exact=True)).to_be_visible()
    trois.goto(salle)
    expect(trois.get_by_text("La réunion est close")).to_be_visible()
    image(trois, "24-telephone-close")
    tard = ouvrir(viewport=TELEPHONE).new_page()
    tard.goto(salle)
    expect(tard.get_by_text("on ne peut plus y entrer")).to_be_visible()
    journal = serveur.journal.read_text(errors="replace")
    assert "Traceback" not in journal
    assert secret not in journal
    assert lien[0].rpartition("/")[2] not in journal
