"""Étape « structure » : qui candidate, où, pour quelle année."""

import streamlit as st

from clas_model.calendrier import hors_calendrier
from pages.commun import navigation, saisie, session


def _deux(*champs: str) -> None:
    """Deux questions côte à côte ; l'une sous l'autre, dans cet ordre, sur un téléphone."""
    for colonne, nom in zip(st.columns(2), champs, strict=False):
        with colonne:
            saisie.champ(f"structure.{nom}")


def _questions() -> None:
    saisie.champ("structure.nom")
    _deux("type_operateur", "but_lucratif")
    _deux("siret", "contact_fonction")
    st.markdown("## Le territoire")
    _deux("commune", "departement")
    saisie.champ("structure.quartier_prioritaire")
    _deux("milieu", "locaux")
    st.markdown("## L'année scolaire")
    _deux("annee_scolaire", "zone")
    if hors_calendrier(session.dossier().structure):
        saisie.champ("structure.semaines_scolaires")


navigation.etape("structure", ("structure.",), _questions)
