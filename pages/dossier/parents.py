"""Étape « parents » : les actions auprès et avec les parents."""

import streamlit as st

from pages.commun import actions, listes, navigation, saisie


def _action(ici: str) -> None:
    gauche, droite = st.columns([3, 2], vertical_alignment="bottom")
    with gauche:
        saisie.champ(f"{ici}.intitule")
    with droite:
        saisie.champ(f"{ici}.forme")
    saisie.champ(f"{ici}.objectifs")
    saisie.champ(f"{ici}.description")
    actions.besoins(ici)


def _articulation(ici: str) -> None:
    saisie.champ(f"{ici}.nom")
    saisie.champ(f"{ici}.comment")


def _questions() -> None:
    listes.liste("parents.actions", _action, resumer=listes.resume("description"))
    listes.liste("parents.articulations", _articulation, resumer=listes.resume("comment"), premier_ouvert=False)


navigation.etape("parents", ("parents.",), _questions)
