"""Une liste d'éléments du dossier : les cartes, ajouter, retirer, dire que c'est tout."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from clas_model.chemins import lire, motif
from clas_model.dossier import ELEMENTS_MAX
from pages.commun import saisie, session
from pages.commun.affichage import phrase


def nom_de(element: Any, rang: int, mot: str) -> str:
    """« Besoin 2 : lire une consigne »."""
    for attribut in ("intitule", "nom", "libelle", "financeur"):
        if nom := getattr(element, attribut, None):
            return f"{mot} {rang} : {nom}"
    return f"{mot} {rang}"


def liste(
    chemin: str,
    mot: str,
    dessiner: Callable[[str], None],
    *,
    ajouter: str,
    niveau: int = 3,
    en_lignes: bool = False,
    valeurs: Callable[[], dict[str, Any]] = dict,
) -> None:
    """Les éléments de `chemin` en cartes, ou `en_lignes` quand ils tiennent sur une ligne.

    `dessiner` reçoit le chemin d'un élément ; `ajouter` : texte du bouton ; `valeurs` : ce que porte un nouvel élément.
    """
    question = session.questionnaire().par_motif[motif(chemin)]
    st.markdown(f"{'#' * niveau} {phrase(question.libelle)}", help=phrase(question.aide) if question.aide else None)
    elements = lire(session.dossier(), chemin) or ()
    for rang, element in enumerate(elements, start=1):
        ici, nom = f"{chemin}.{element.id}", nom_de(element, rang, mot)
        with st.container(border=not en_lignes):
            if en_lignes:
                champs, bouton = st.columns([6, 1], vertical_alignment="bottom")
                _bouton_retirer(bouton, ici, nom)
                with champs:
                    dessiner(ici)
            else:
                entete, bouton = st.columns([5, 1], vertical_alignment="center")
                entete.markdown(f"**{phrase(nom)}**")
                _bouton_retirer(bouton, ici, nom)
                dessiner(ici)
    if message := session.session().erreurs.get(chemin):
        st.error(phrase(message), icon=":material/error:")
    st.button(
        ajouter,
        key=saisie.cle(chemin, ":ajouter"),
        on_click=lambda: session.ajouter(chemin, **valeurs()),
        icon=":material/add:",
        disabled=len(elements) >= ELEMENTS_MAX,
    )
    fin(chemin)


def _bouton_retirer(place: DeltaGenerator, ici: str, nom: str) -> None:
    place.button(
        "Retirer",
        key=saisie.cle(ici, ":retirer"),
        on_click=session.retirer,
        args=(ici, nom),
        icon=":material/delete:",
        type="tertiary",
        help=phrase(f"Retirer {nom}"),
    )


def fin(chemin: str) -> None:
    """La case « c'est tout » d'une liste ; vide, elle dit « aucun »."""
    if lire(session.dossier(), chemin):
        saisie.champ(f"{chemin}_close")
    else:
        saisie.champ(f"{chemin}_close", libelle="Il n'y en a aucun")
