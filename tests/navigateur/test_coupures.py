"""Aucune réponse confirmée ne se perd : serveur tué net, pages rafraîchies, deux personnes à la fois.

`CLAS_COUPURES` : combien de fois tuer le serveur sur chaque base (1 par défaut ; 20 pour l'essai complet), à raison de
douze réponses par fois. Au-delà de 1, tout se joue aussi sur PostgreSQL.
"""

import contextlib
import datetime as dt
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from clas_model.chemins import avec, lire
from clas_model.dossier import Dossier
from clas_model.persistance import SqlDossierRepository, creer_moteur, migrer
from tests.navigateur.gestes import ATTENTE, CLIC, aller, champ, ecrire, menu, repos
from tests.navigateur.serveur import ServeurTuable
from tests.persistance.serveur import lancer_postgresql

pytestmark = pytest.mark.navigateur
COUPURES = int(os.environ.get("CLAS_COUPURES", "1"))
BASES = ["sqlite", "postgresql"]


@pytest.fixture(params=BASES)
def serveur(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServeurTuable]:
    if request.param == "sqlite":
        with ServeurTuable(f"sqlite:///{tmp_path / 'clas.sqlite3'}", tmp_path / "journal.txt") as lance:
            yield lance
        return
    with lancer_postgresql(tmp_path) as url:
        moteur = creer_moteur(url)
        migrer(moteur)
        moteur.dispose()
        with ServeurTuable(url, tmp_path / "journal.txt") as lance:
            yield lance


@pytest.fixture
def onglet(navigateur: Browser) -> Iterator[Callable[[], Page]]:
    """Un onglet d'une autre personne à chaque appel : un contexte de navigateur neuf."""
    contextes = []

    def ouvrir() -> Page:
        contexte = navigateur.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
        contexte.set_default_timeout(ATTENTE)
        contextes.append(contexte)
        return contexte.new_page()

    yield ouvrir
    for contexte in contextes:
        contexte.close()


def secret_de(page: Page) -> str:
    page.wait_for_url("**dossier=*")
    return page.url.partition("dossier=")[2].partition("&")[0]


def commencer(onglet: Callable[[], Page], serveur: ServeurTuable) -> tuple[Page, str]:
    """Un dossier neuf, à sa première étape, et son secret."""
    page = onglet()
    aller(page, f"{serveur.adresse}/structure", "Votre structure")
    ecrire(page, "structure.nom", "Départ")
    secret = secret_de(page)
    repos(page)
    return page, secret


def enregistre(serveur: ServeurTuable, secret: str) -> Dossier:
    depot = SqlDossierRepository(serveur.base)
    try:
        return depot.get(secret).dossier
    finally:
        depot.close()


def attendre(condition: Callable[[], bool], secondes: float = 10) -> bool:
    fin = time.monotonic() + secondes
    while not condition() and time.monotonic() < fin:
        time.sleep(0.1)
    return condition()


# Douze réponses par tour, sur trois étapes : des textes, un nombre, deux choix.
TOUR: tuple[tuple[str, str], ...] = (
    ("Votre structure", "structure.nom"),
    ("Votre structure", "structure.commune"),
    ("Votre structure", "structure.but_lucratif"),
    ("Votre structure", "structure.contact_fonction"),
    ("Équipe et groupes", "groupes.g1.nom"),
    ("Équipe et groupes", "groupes.g1.effectif"),
    ("Équipe et groupes", "equipe.formation_existe"),
    ("Équipe et groupes", "groupes.g1.lieu"),
    ("Diagnostic et partenaires", "diagnostic.synthese"),
    ("Diagnostic et partenaires", "diagnostic.besoins.b1.intitule"),
    ("Diagnostic et partenaires", "diagnostic.besoins.b1.description"),
    ("Diagnostic et partenaires", "diagnostic.partenaires.p1.nom"),
)
CHOIX = ("structure.but_lucratif", "equipe.formation_existe")


def repondre(page: Page, chemin: str, tour: int, rang: int) -> Any:
    """Répond autrement qu'au tour d'avant ; rend la réponse attendue dans le dossier."""
    if chemin in CHOIX:
        reponse = "Oui" if (tour + rang) % 2 else "Non"
        # Pendant la coupure, un choix est grisé : on recommence tant qu'il n'est pas fait.
        for _ in range(40):
            with contextlib.suppress(PlaywrightError):
                champ(page, chemin).get_by_text(reponse, exact=True).click(delay=CLIC, timeout=2_000)
            if champ(page, chemin).get_by_role("radio", name=reponse).is_checked():
                break
        return reponse == "Oui"
    valeur = (tour * 12 + rang) % 15 if chemin.endswith("effectif") else f"Réponse {tour}-{rang}"
    # À l'instant où la connexion se coupe, le champ se grise, et les lettres ne s'y écrivent pas : on le voit, et on
    # recommence. Un texte qui s'est écrit une fois, lui, ne s'écrit pas deux fois : il ne doit pas se perdre.
    for _ in range(40):
        ecrire(page, chemin, str(valeur))
        if page.evaluate("window.ecrit") == str(valeur):
            break
    return valeur


# Le dernier texte qui s'est vraiment écrit dans un champ.
_TEMOIN = "addEventListener('input', e => { if (e.isTrusted) window.ecrit = e.target.value }, true)"


def test_le_serveur_tue_net_ne_perd_aucune_reponse_confirmee(
    onglet: Callable[[], Page], serveur: ServeurTuable
) -> None:
    hasard = random.Random(20260914)
    page = onglet()
    page.add_init_script(_TEMOIN)
    aller(page, f"{serveur.adresse}/structure", "Votre structure")
    ecrire(page, "structure.nom", "Départ")
    secret = secret_de(page)
    menu(page, "Équipe et groupes")
    champ(page, "groupes:ajouter").get_by_role("button").click()
    menu(page, "Diagnostic et partenaires")
    for liste in ("besoins", "partenaires"):
        champ(page, f"diagnostic.{liste}:ajouter").get_by_role("button").click()
        repos(page)
    perdues: list[tuple[int, str, Any, Any]] = []
    for tour in range(COUPURES):
        coupure = threading.Thread(target=_couper, args=(serveur, hasard.uniform(0, 6)))
        coupure.start()
        attendues: dict[str, Any] = {}
        etape = ""
        for rang, (voulue, chemin) in enumerate(TOUR):
            if voulue != etape:
                etape = voulue
                menu(page, etape)
            attendues[chemin] = repondre(page, chemin, tour, rang)
            page.wait_for_timeout(hasard.randrange(0, 300))
        coupure.join()
        repos(page)

        def manquantes(attendues: dict[str, Any] = attendues) -> dict[str, Any]:
            dossier = enregistre(serveur, secret)
            return {c: (v, lire(dossier, c)) for c, v in attendues.items() if lire(dossier, c) != v}

        attendre(lambda: not manquantes())
        perdues += [(tour, chemin, *valeurs) for chemin, valeurs in manquantes().items()]
        # Le même dossier, à la même étape, et ce qui est à l'écran est ce qui est enregistré.
        expect(page.get_by_role("heading", level=1, name=etape)).to_be_visible()
        assert secret_de(page) == secret
        expect(champ(page, TOUR[-1][1]).locator("input")).to_have_value(str(attendues[TOUR[-1][1]]))
    assert perdues == [], perdues
    # Ni le secret, ni une réponse ne sont dans le journal du serveur.
    journal = serveur.journal.read_text(errors="replace")
    assert secret not in journal
    assert "Réponse 0-" not in journal


def _couper(serveur: ServeurTuable, delai: float) -> None:
    time.sleep(delai)
    serveur.tuer()
    serveur.lancer()


@pytest.mark.parametrize("serveur", BASES if COUPURES > 1 else BASES[:1], indirect=True)
def test_une_coupure_ne_perd_ni_le_texte_en_cours_ni_ce_qu_un_autre_change_pendant(
    onglet: Callable[[], Page], serveur: ServeurTuable
) -> None:
    page, secret = commencer(onglet, serveur)
    # Un texte écrit, pas encore confirmé, quand le serveur s'arrête.
    champ(page, "structure.contact_fonction").locator("input").fill("coordinatrice")
    serveur.tuer()
    depot = SqlDossierRepository(serveur.base)
    lu = depot.get(secret)
    depot.save(secret, avec(lu.dossier, "structure.commune", "Valbrune"), lu.revision)
    depot.close()
    serveur.lancer()
    # Un clic fait pendant que la page se reconnecte attend son tour.
    page.get_by_test_id("stSidebar").get_by_role("link", name="Budget", exact=True).click(delay=CLIC)

    def reunies() -> bool:
        structure = enregistre(serveur, secret).structure
        return (structure.nom, structure.commune, structure.contact_fonction) == ("Départ", "Valbrune", "coordinatrice")

    assert attendre(reunies, 60), enregistre(serveur, secret).structure


@pytest.mark.parametrize("serveur", BASES if COUPURES > 1 else BASES[:1], indirect=True)
def test_dix_reponses_chacune_suivie_d_un_rafraichissement(onglet: Callable[[], Page], serveur: ServeurTuable) -> None:
    page = onglet()
    aller(page, f"{serveur.adresse}/structure", "Votre structure")
    for rang in range(10):
        chemin = ("structure.nom", "structure.commune", "structure.contact_fonction")[rang % 3]
        ecrire(page, chemin, f"Réponse {rang}")
        repos(page)
        page.reload()
        expect(champ(page, chemin).locator("input")).to_have_value(f"Réponse {rang}")
    dossier = enregistre(serveur, secret_de(page)).structure
    assert (dossier.nom, dossier.commune, dossier.contact_fonction) == ("Réponse 9", "Réponse 7", "Réponse 8")


@pytest.mark.parametrize("serveur", BASES[:1], indirect=True)
def test_un_texte_pas_encore_confirme_survit_a_un_rafraichissement_et_a_un_clic_ailleurs(
    onglet: Callable[[], Page], serveur: ServeurTuable
) -> None:
    page, secret = commencer(onglet, serveur)
    # Le rafraîchissement, sans avoir quitté le champ.
    champ(page, "structure.commune").locator("input").press_sequentially("Valbrune")
    page.reload()
    expect(champ(page, "structure.commune").locator("input")).to_have_value("Valbrune")
    assert attendre(lambda: enregistre(serveur, secret).structure.commune == "Valbrune")
    # Une date, puis aussitôt un clic sur une autre réponse.
    menu(page, "Équipe et groupes")
    champ(page, "groupes:ajouter").get_by_role("button").click()
    champ(page, "groupes.g1.date_debut").locator("input").press_sequentially("7/9/2026")
    champ(page, "equipe.formation_existe").get_by_text("Oui", exact=True).click(delay=CLIC)

    def les_deux() -> bool:
        dossier = enregistre(serveur, secret)
        debut = dossier.groupes[0].date_debut if dossier.groupes else None
        return (debut, dossier.equipe.formation_existe) == (dt.date(2026, 9, 7), True)

    assert attendre(les_deux), enregistre(serveur, secret).groupes
    # Rien n'est gardé dans le navigateur de ce qui est enregistré.
    assert attendre(lambda: page.evaluate("sessionStorage.getItem('clas:journal')") == "{}")


@pytest.mark.parametrize("serveur", BASES if COUPURES > 1 else BASES[:1], indirect=True)
def test_deux_personnes_qui_repondent_en_meme_temps_ne_perdent_rien_en_silence(
    onglet: Callable[[], Page], serveur: ServeurTuable
) -> None:
    une, autre = onglet(), onglet()
    aller(une, f"{serveur.adresse}/evaluation", "Évaluation")
    ecrire(une, "evaluation.partage", "Départ")
    secret = secret_de(une)
    repos(une)
    aller(autre, f"{serveur.adresse}/evaluation?dossier={secret}", "Évaluation")
    # Chacune ajoute un indicateur, d'abord vide, puis le remplit : il en faut deux.
    for page in (une, autre):
        champ(page, "evaluation.indicateurs:ajouter").get_by_role("button").click()
        repos(page)
    ecrire(une, "evaluation.indicateurs.i1.libelle", "Assiduité")
    repos(une)
    ecrire(autre, "evaluation.indicateurs.i2.libelle", "Avis des familles")
    repos(autre)
    assert [i.libelle for i in enregistre(serveur, secret).evaluation.indicateurs] == ["Assiduité", "Avis des familles"]
    assert autre.get_by_text("Laquelle garder").count() == 0
    # Le même champ : la seconde choisit, et son choix à faire survit à un rafraîchissement.
    ecrire(une, "evaluation.partage", "Avec les familles")
    repos(une)
    ecrire(autre, "evaluation.partage", "Avec l'école")
    expect(autre.get_by_text("Laquelle garder")).to_be_visible()
    autre.reload()
    expect(autre.get_by_text("Laquelle garder")).to_be_visible()
    assert enregistre(serveur, secret).evaluation.partage == "Avec les familles"
    autre.get_by_role("button", name="L'autre réponse").click(delay=120)
    repos(autre)
    assert autre.get_by_text("Laquelle garder").count() == 0
    assert enregistre(serveur, secret).evaluation.partage == "Avec l'école"
