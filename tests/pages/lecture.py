"""Lire la session d'une page dans un test."""

from streamlit.testing.v1 import AppTest

from pages.commun import session
from pages.commun.session import Session


def etat(essai: AppTest) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat
