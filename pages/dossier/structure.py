"""Étape « structure » : qui candidate, où, pour quelle année."""

import streamlit as st

from clas_model.calendrier import hors_calendrier
from pages.commun import navigation, saisie, session


def _questions() -> None:
    saisie.champ("structure.nom")
    gauche, droite = st.columns(2)
    with gauche:
        saisie.champ("structure.type_operateur")
        saisie.champ("structure.siret")
    with droite:
        saisie.champ("structure.but_lucratif")
        saisie.champ("structure.contact_fonction")
    st.markdown("## Le territoire")
    gauche, droite = st.columns(2)
    with gauche:
        saisie.champ("structure.commune")
        saisie.champ("structure.quartier_prioritaire")
        saisie.champ("structure.locaux")
    with droite:
        saisie.champ("structure.departement")
        saisie.champ("structure.milieu")
    st.markdown("## L'année scolaire")
    gauche, droite = st.columns(2)
    with gauche:
        saisie.champ("structure.annee_scolaire")
    with droite:
        saisie.champ("structure.zone")
    if hors_calendrier(session.dossier().structure):
        saisie.champ("structure.semaines_scolaires")


navigation.etape("structure", ("structure.",), _questions)
