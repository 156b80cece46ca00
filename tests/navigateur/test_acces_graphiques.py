"""Une image et un graphique se comprennent sans les voir : leur alternative, leur description, leurs bulles."""

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from clas_model.contenu import charger_exemple, charger_referentiel
from tests.navigateur.gestes import CLIC, aller, repos

pytestmark = pytest.mark.navigateur

DESSINS = '[data-testid="stVegaLiteChart"] svg.marks'


@pytest.fixture
def page(navigateur: Browser) -> Iterator[Page]:
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield contexte.new_page()
    contexte.close()


def test_une_image_de_l_apercu_dit_ce_qu_elle_montre(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/brouillon?exemple=complet", "Brouillon")
    volet = page.locator("details", has=page.locator("summary", has_text="Arbre des objectifs"))
    volet.locator("summary").click(delay=CLIC)
    besoins = charger_exemple("complet").diagnostic.besoins
    # Avec l'origine de chaque phrase, puis sans : deux dessins de la page, la même alternative.
    for _ in range(2):
        image = volet.get_by_role("img")
        expect(image).to_have_count(1)
        dit = image.get_attribute("alt") or ""
        assert all(besoin.intitule and besoin.intitule in dit for besoin in besoins)
        # Ni balise ni échappement : c'est du texte.
        assert "\\" not in dit
        page.get_by_text("Montrer d'où vient chaque phrase", exact=True).click(delay=CLIC)
        repos(page)
        volet.evaluate("e => { e.open = true; }")


def resultats(page: Page, adresse: str, exemple: str) -> int:
    """La page des résultats, chaque graphique déplié ; rend combien elle en a."""
    combien = 1 + len(charger_referentiel().axes)
    # À la première visite d'un serveur qui démarre, Streamlit laisse parfois un dessin vide : la suivante le fait.
    for _ in range(2):
        aller(page, f"{adresse}/resultats?exemple={exemple}", "Résultats")
        with contextlib.suppress(AssertionError):
            expect(page.locator(DESSINS)).to_have_count(combien, timeout=8_000)
            break
    page.get_by_text("Critère par critère", exact=True).click(delay=CLIC)
    repos(page)
    return combien


def cote_a_cote(page: Page, adresse: str, exemple: str) -> int:
    aller(page, f"{adresse}/cote-a-cote?exemple={exemple}", "Deux textes côte à côte")
    return 1


def carte(page: Page, adresse: str, exemple: str) -> int:
    aller(page, f"{adresse}/effectifs?exemple={exemple}", "Vérifier des effectifs")
    page.get_by_role("radio", name="Carte", exact=True).click(delay=CLIC)
    repos(page)
    return 1


def carte_des_groupes(page: Page, adresse: str, exemple: str) -> int:
    carte(page, adresse, exemple)
    page.get_by_role("radio", name="Par groupes", exact=True).click(delay=CLIC)
    repos(page)
    return 1


A_GRAPHIQUE = (resultats, cote_a_cote, carte, carte_des_groupes)


@pytest.mark.parametrize("ouvrir", A_GRAPHIQUE)
def test_survoler_un_graphique_n_ouvre_rien(page: Page, adresse: str, ouvrir: Callable[[Page, str, str], int]) -> None:
    """Une bulle de Vega suit la souris et s'en va avec elle : on ne peut ni la survoler, ni la fermer par Échap."""
    combien = ouvrir(page, adresse, "faible")
    dessins = page.locator(DESSINS)
    expect(dessins).to_have_count(combien)
    for dessin in dessins.all():
        dessin.scroll_into_view_if_needed()
        boite = dessin.bounding_box()
        assert boite
        # Un point tous les seize pixels vers le bas, sur deux colonnes : aucune ligne n'y échappe.
        for part in (0.35, 0.85):
            for y in range(6, int(boite["height"]), 16):
                page.mouse.move(boite["x"] + part * boite["width"], boite["y"] + y)
                assert page.locator("#vg-tooltip-element.visible").count() == 0


def test_echap_ferme_la_bulle_d_une_phrase_pointee(page: Page, adresse: str) -> None:
    aller(page, f"{adresse}/brouillon?exemple=complet", "Brouillon")
    bulle = page.locator(".origine.ouverte")
    page.locator("[data-phrase]", has_text="Numéro SIRET").hover()
    expect(bulle).to_be_visible()
    # On peut aller dessus, elle reste.
    boite = bulle.bounding_box()
    assert boite
    page.mouse.move(boite["x"] + 20, boite["y"] + boite["height"] / 2, steps=8)
    page.wait_for_timeout(1000)
    expect(bulle).to_be_visible()
    # Le clavier n'est jamais entré dans le brouillon : la souris ne bouge pas, et Échap ferme.
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)


# Ce que chaque forme montre : sa donnée, et les mots qu'elle écrit, ligne à ligne.
_MONTRE = """(dessin) => [...dessin.querySelectorAll('.role-mark :is(path, text)')]
  .filter((forme) => forme.__data__?.datum && forme.checkVisibility())
  .map((forme) => ({donnee: {...forme.__data__.datum}, mots: [...(forme.querySelectorAll('tspan').length
    ? forme.querySelectorAll('tspan') : forme.tagName === 'text' ? [forme] : [])].map((e) => e.textContent)}))"""


def montre(dessin: Locator) -> list[dict[str, Any]]:
    """Chaque forme dessinée ; aucune n'est oubliée si toutes ont leur donnée."""
    formes: list[dict[str, Any]] = dessin.evaluate(_MONTRE)
    assert len(formes) > 5
    return formes


def nu(texte: str) -> str:
    """Sans majuscules, ni coupures, ni espaces insécables : un mot dessiné au milieu d'une ligne se reconnaît."""
    return " ".join(texte.lower().split())


def lignes_du_tableau(tableau: Locator) -> list[list[str]]:
    lignes: list[list[str]] = tableau.locator("tr").evaluate_all(
        "lignes => lignes.map(l => [...l.children].map(c => c.textContent))"
    )
    return lignes


def dans(plages: str) -> set[int]:
    """Les nombres de « 9 à 14, 18 et 20 à 22 »."""
    nombres = set[int]()
    for bout in re.split(r", | et ", nu(plages)):
        if bornes := [int(n) for n in re.findall(r"\d+", bout)]:
            nombres |= set(range(bornes[0], bornes[-1] + 1))
    return nombres


@pytest.mark.parametrize("exemple", ["complet", "faible"])
def test_les_ecarts_sont_entiers_dans_le_texte_et_les_tableaux(page: Page, adresse: str, exemple: str) -> None:
    combien = resultats(page, adresse, exemple)
    page.get_by_text("Le graphique en quelques phrases", exact=True).click(delay=CLIC)
    dessins = page.locator(DESSINS)
    # Les axes : le nom et l'intervalle de chacun, ensemble, dans la même proposition.
    phrases = re.split(
        r"[.;] ", nu(page.locator("details", has_text="Le graphique en quelques phrases").text_content() or "")
    )
    for forme in montre(dessins.first):
        titre = nu(forme["donnee"]["titre"])
        assert any(titre in p and nu(forme["donnee"]["texte"]) in p for p in phrases), titre
        assert all(any(titre in p and nu(m) in p for p in phrases) for m in forme["mots"])
    # Les critères : ce que sa ligne écrit est dans une ligne du tableau qui suit.
    tableaux = page.locator("details", has_text="Critère par critère").get_by_role("table")
    expect(tableaux).to_have_count(combien - 1)
    for dessin, tableau in zip(dessins.all()[1:], tableaux.all(), strict=True):
        lignes = [nu(" ".join(ligne)) for ligne in lignes_du_tableau(tableau)]
        vus = set()
        for forme in montre(dessin):
            donnee = forme["donnee"]
            if donnee["genre"] == "axe":
                continue
            vus.add(donnee["rang"])
            titre = nu(donnee["titre"].removeprefix("■ "))
            (ligne,) = [ligne for ligne in lignes if ligne.startswith(titre + " ")]
            assert all(nu(mot.removeprefix("■ ")) in ligne for mot in forme["mots"]), (forme["mots"], ligne)
            assert nu(donnee["texte"]) in ligne
            # Le carré est un mot : « obligatoire », ou « bloquant ».
            assert donnee["titre"].startswith("■") == bool(re.search("obligatoire|bloquant", ligne))
        assert len(vus) == len(lignes) - 1


def test_les_deux_textes_sont_entiers_dans_les_phrases(page: Page, adresse: str) -> None:
    cote_a_cote(page, adresse, "faible")
    page.get_by_text("Le graphique en quelques phrases", exact=True).click(delay=CLIC)
    texte = nu(page.locator("details", has_text="Le graphique en quelques phrases").text_content() or "")
    points: dict[str, list[str]] = {}
    for forme in montre(page.locator(DESSINS)):
        for mot in forme["mots"]:
            points.setdefault(nu(forme["donnee"]["point"]), ["", ""])[forme["donnee"]["colonne"]] = nu(mot)
    for point, (un, deux) in points.items():
        assert f"{point} : {un}, puis {deux}." in texte
    # Les deux textes y sont nommés, dans l'ordre des colonnes.
    noms = {forme["donnee"]["colonne"]: nu(forme["donnee"]["texte"]) for forme in montre(page.locator(DESSINS))}
    assert 0 <= texte.find(f"({noms[0]} ·") < texte.find(f"({noms[1]} ·"), (noms, texte[:200])


@pytest.mark.parametrize("ouvrir", [carte, carte_des_groupes])
def test_la_carte_est_entiere_dans_son_tableau(
    page: Page, adresse: str, ouvrir: Callable[[Page, str, str], int]
) -> None:
    ouvrir(page, adresse, "faible")
    dessin = page.locator(DESSINS)
    expect(dessin).to_have_count(1)
    volet = page.locator("details", has_text="La carte en tableau et en phrases")
    volet.locator("summary").click(delay=CLIC)
    entetes, *lignes = lignes_du_tableau(volet.get_by_role("table"))
    par_rang = {int(ligne[0]): dict(zip(entetes[1:], map(dans, ligne[1:]), strict=True)) for ligne in lignes}
    signes = [forme for forme in montre(dessin) if forme["mots"]]
    assert len({(f["donnee"]["enfants"], f["donnee"]["autre"]) for f in signes}) == len(signes)
    for forme in signes:
        (signe,), donnee = forme["mots"], forme["donnee"]
        (etat,) = [e for e in entetes[1:] if e.startswith(signe)]
        assert [e for e, ou in par_rang[donnee["autre"]].items() if donnee["enfants"] in ou] == [etat]
    # Ni une case de plus dans le tableau.
    assert sum(len(ou) for etats in par_rang.values() for ou in etats.values()) == len(signes)
    # Le point cerné est la première phrase.
    (ici,) = {(f["donnee"]["enfants"], f["donnee"]["autre"]) for f in signes if f["donnee"]["ici"]}
    debut = nu(volet.locator("p", has_text=" : ").first.text_content() or "")
    assert [int(n) for n in re.findall(r"\d+", debut)[:2]] == list(ici)
