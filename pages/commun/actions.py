"""Le lien d'une action vers les besoins du diagnostic, commun aux trois axes."""

import streamlit as st

from pages.commun import saisie, session


def besoins(ici: str) -> None:
    """À quels besoins répond cette action ? Sans besoin nommé, dit où en ajouter."""
    connus = {b.id: b.intitule or f"besoin {rang}" for rang, b in enumerate(session.dossier().diagnostic.besoins, 1)}
    if connus:
        saisie.champ(f"{ici}.besoins", options=connus)
    else:
        st.caption("Nommez d'abord un besoin à l'étape du diagnostic : vous pourrez alors y relier cette action.")
