"""Les liens d'une action : vers les besoins du diagnostic, vers les indicateurs ; communs à tous les axes."""

import streamlit as st

from pages.commun import saisie, session


def besoins(ici: str) -> None:
    """À quels besoins répond cette action ? Sans besoin nommé, dit où en ajouter."""
    connus = {b.id: b.intitule or f"besoin {rang}" for rang, b in enumerate(session.dossier().diagnostic.besoins, 1)}
    if connus:
        saisie.champ(f"{ici}.besoins", options=connus)
    else:
        st.caption("Nommez d'abord un besoin à l'étape du diagnostic : vous pourrez alors y relier cette action.")
    _indicateurs(ici)


def _indicateurs(ici: str) -> None:
    """Quels indicateurs en mesurent l'effet ? Rien tant qu'il n'y en a aucun."""
    indicateurs = session.dossier().evaluation.indicateurs
    if indicateurs:
        connus = {i.id: i.libelle or f"indicateur {rang}" for rang, i in enumerate(indicateurs, 1)}
        saisie.champ(f"{ici}.indicateurs", options=connus)
