"""Exécuté à chaque page : réglages, dossier ouvert, registre des pages, bandeau latéral."""

import sys
from pathlib import Path

import streamlit as st

RACINE = Path(__file__).resolve().parents[2]
if str(RACINE) not in sys.path:
    sys.path.insert(0, str(RACINE))

from pages.commun import bandeau, ouverture, rattrapage, registre, reprise  # noqa: E402 - la racine d'abord

ouverture.ouvrir()
# Le menu est dessiné par le bandeau : celui de Streamlit perd le dossier désigné par l'adresse.
page = st.navigation(registre.pages(), position="hidden")
st.set_page_config(
    page_title=f"{page.title} · Positionnement Clas",
    page_icon=str(RACINE / "pages/commun/icone.png"),
    layout="wide",
)
ouverture.entrer(page.url_path)
reprise.veiller()
rattrapage.champ()
bandeau.menu()
if page.url_path not in registre.vivantes():
    bandeau.etat()
page.run()
reprise.recueillir()
bandeau.pied()
