"""Étape « enfants » : les activités et la personnalisation de l'accompagnement."""

import streamlit as st

from pages.commun import actions, listes, navigation, saisie, session


def _activite(ici: str) -> None:
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        saisie.champ(f"{ici}.intitule")
    with droite:
        saisie.champ(f"{ici}.nature")
    saisie.champ(f"{ici}.description")
    actions.besoins(ici)


def _questions() -> None:
    listes.liste("enfants.activites", _activite, resumer=listes.resume("description"))
    st.markdown("## Une prise en charge adaptée à chacun")
    saisie.champ("enfants.personnalisation")
    if session.dossier().enfants.personnalisation:
        saisie.champ("enfants.personnalisation_texte")
    if saisie.se_pose("enfants.orientation"):
        st.markdown("## Comment un enfant arrive au Clas")
        saisie.champ("enfants.orientation")
        if session.dossier().enfants.orientation:
            saisie.champ("enfants.orientation_texte")


navigation.etape("enfants", ("enfants.",), _questions)
