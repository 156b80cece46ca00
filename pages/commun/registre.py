"""Le registre des pages : l'ordre du menu, les titres, les adresses."""

import contextvars
import functools

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from clas_model.contenu import charger_questionnaire, profil_installe
from pages.commun import affichage
from pages.commun.ouverture import PARAMETRE

# Rubrique du menu → (identifiant et adresse, fichier, titre, icône). Les étapes du dossier viennent du contenu.
_AVANT = (("accueil", "../commun/accueil.py", "Accueil", ":material/home:"),)
_DEBUT = (("essentiel", "../dossier/essentiel.py", "L'essentiel", ":material/bolt:"),)
_FIN = (("relecture", "../dossier/relecture.py", "Relecture", ":material/checklist:"),)
_RESULTATS = (
    ("resultats", "../restitution/resultats.py", "Résultats", ":material/insights:"),
    ("brouillon", "../restitution/brouillon.py", "Brouillon", ":material/description:"),
    ("champs", "../restitution/champs.py", "Copier champ par champ", ":material/content_copy:"),
    ("formulaire", "../restitution/formulaire.py", "Le formulaire de ma Caf", ":material/file_open:"),
)
_GARDE = (
    ("partager", "../garde/partager.py", "Revenir et partager", ":material/link:"),
    ("reunir", "../garde/reunir.py", "À plusieurs", ":material/group_add:"),
    ("historique", "../garde/historique.py", "Historique", ":material/history:"),
    ("retrouver", "../garde/retrouver.py", "Retrouver mon dossier", ":material/search:"),
    ("donnees", "../garde/donnees.py", "Mes données", ":material/shield_person:"),
)
_CAF = (
    ("reunion", "../caf/reunion.py", "J'anime une réunion", ":material/co_present:"),
    ("profil", "../outils/profil.py", "Ma Caf", ":material/account_balance:"),
)
_OUTILS = (
    ("effectifs", "../outils/effectifs.py", "Vérifier des effectifs", ":material/groups:"),
    ("ameliorer", "../outils/ameliorer.py", "Le plus petit changement", ":material/trending_up:"),
    ("scenarios", "../outils/scenarios.py", "Comparer des variantes", ":material/view_column:"),
    ("cote-a-cote", "../outils/cote_a_cote.py", "Deux textes côte à côte", ":material/compare:"),
    ("texte", "../outils/texte.py", "Le texte de mon dossier", ":material/history_edu:"),
    ("critere", "../outils/critere.py", "Un critère", ":material/link:"),
)
_AIDE = (
    ("vierge", "../restitution/vierge.py", "Questionnaire à imprimer", ":material/print:"),
    ("methode", "../outils/methode.py", "Méthode et sources", ":material/menu_book:"),
    ("plan", "../outils/plan.py", "Plan du site", ":material/account_tree:"),
    ("accessibilite", "../outils/accessibilite.py", "Accessibilité", ":material/accessibility_new:"),
)


# Le rang d'une étape dans le menu ; la police n'a pas de dix.
CHIFFRES = (*(f":material/counter_{n}:" for n in range(1, 10)), ":material/radio_button_unchecked:")


# Ces pages s'ouvrent par un lien d'une autre page, pas par le menu.
HORS_DU_MENU = frozenset({"critere"} if profil_installe() else {"critere", "profil"})

# Ce qui ne sert pas à chaque visite se replie ; la rubrique de la page ouverte reste ouverte.
REPLIEES = frozenset({"Garder et partager", "Vérifier et comparer", "Pour la Caf", "Comprendre"})


def etapes() -> frozenset[str]:
    """Les étapes du parcours, tous textes réunis."""
    return frozenset(e.id for e in charger_questionnaire().etapes)


def du_dossier() -> frozenset[str]:
    """Les pages où le dossier se remplit et se juge."""
    return frozenset(d[0] for rubrique in ("Mon dossier", "Mes résultats") for d in _declarations()[rubrique])


def vivantes() -> frozenset[str]:
    """Les pages qui dessinent elles-mêmes l'état du dossier, pour ne redessiner qu'elles à chaque réponse."""
    return frozenset({"essentiel"}) | etapes()


def rubriques() -> dict[str, tuple[tuple[str, str], ...]]:
    """(identifiant, icône) des pages par rubrique, pour le menu."""
    return {nom: tuple((d[0], d[3]) for d in declarations) for nom, declarations in _declarations().items()}


def _page(identifiant: str, fichier: str, titre: str, _icone: str) -> StreamlitPage:
    # Pas d'icône ici : Streamlit en ferait l'icône de l'onglet, chargée depuis un serveur extérieur.
    return st.Page(fichier, title=titre, url_path=identifiant, default=identifiant == "accueil")


def _etapes() -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (etape.id, f"../dossier/{etape.id}.py", etape.titre, icone)
        for etape, icone in zip(charger_questionnaire().etapes, CHIFFRES, strict=True)
    )


@functools.cache
def _declarations() -> dict[str, tuple[tuple[str, str, str, str], ...]]:
    return {
        "": _AVANT,
        "Mon dossier": (*_DEBUT, *_etapes(), *_FIN),
        "Mes résultats": _RESULTATS,
        "Garder et partager": _GARDE,
        "Vérifier et comparer": _OUTILS,
        "Pour la Caf": _CAF,
        "Comprendre": _AIDE,
    }


# Les pages de l'exécution en cours : les refaire pour chaque lien coûterait autant que les dessiner.
_DU_TOUR: contextvars.ContextVar[dict[str, StreamlitPage]] = contextvars.ContextVar("pages_du_tour")


def pages() -> dict[str, list[StreamlitPage]]:
    """Les pages par rubrique, pour `st.navigation` ; à appeler une fois par exécution, avant tout lien."""
    resultat = {rubrique: [_page(*d) for d in declarations] for rubrique, declarations in _declarations().items()}
    _DU_TOUR.set({p.url_path or "accueil": p for liste in resultat.values() for p in liste})
    return resultat


def page(identifiant: str) -> StreamlitPage:
    """La page de cet identifiant, pour un lien. Lève KeyError si elle n'existe pas."""
    return _DU_TOUR.get()[identifiant]


def lien(identifiant: str, libelle: str, icone: str | None, secret: str | None, **parametres: str) -> None:
    """Un lien vers une page, dont le libellé n'est jamais interprété.

    `secret` : celui du dossier ouvert, gardé dans l'adresse, avec d'autres paramètres.
    """
    tous = {**parametres, **({PARAMETRE: secret} if secret else {})}
    st.page_link(page(identifiant), label=affichage.phrase(libelle), icon=icone, query_params=tous or None)
