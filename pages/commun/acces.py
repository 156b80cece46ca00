"""Qui peut voir quoi, là où le serveur sait reconnaître les agents (`[auth]` dans les secrets de Streamlit)."""

import streamlit as st


def comptes_en_place() -> bool:
    """Vrai si ce serveur a de quoi reconnaître quelqu'un."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def est_agent() -> bool:
    """Vrai d'un agent reconnu, ou de tout le monde là où personne ne peut l'être."""
    return not comptes_en_place() or bool(getattr(st.user, "is_logged_in", False))
