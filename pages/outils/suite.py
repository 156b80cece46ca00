"""La suite d'un essai : le garder comme variante, le partager."""

import streamlit as st

from clas_model.referentiel import Referentiel
from clas_model.simulation.verification import Verification


def dessiner(v: Verification, texte: Referentiel) -> None:
    st.markdown("## Partager")
    st.markdown("L'adresse de cette page contient tout l'essai : copiez-la. Le serveur n'en garde rien.")
