"""Étape « cadre et charte » : le partenariat du département, les neuf engagements."""

import streamlit as st

from clas_model.charte import EngagementVu, vue_charte
from clas_model.restitution.mots import appui_affiche, source_datee
from pages.commun import navigation, saisie, session
from pages.commun.affichage import phrase


def _engagement(vu: EngagementVu) -> None:
    engagement = vu.engagement
    with st.container(border=True):
        st.markdown(f"**{phrase(engagement.titre)}**  \n{phrase(engagement.texte)}")
        saisie.champ(f"charte.{engagement.id}", libelle="Acceptez-vous cet engagement ?")
        st.caption(phrase(f"{appui_affiche(vu)}. {vu.phrase}"))
        with st.expander("D'où vient cet engagement ?"):
            st.markdown(phrase(engagement.explication))
            if engagement.passage:
                source = session.referentiel().source(engagement.passage.source)
                st.caption(phrase(f"{engagement.passage.citation} — {source_datee(source)}"))


def _questions() -> None:
    saisie.champ("cadre.departemental")
    st.markdown("### La charte : engagements qui comptent pour l'éligibilité")
    vus = vue_charte(session.dossier(), session.referentiel())
    for vu in vus:
        if vu.engagement.statut == "lu":
            _engagement(vu)
    st.markdown("### La charte : autres engagements")
    st.caption("Leur texte n'a pas pu être lu mot pour mot : les refuser donne une alerte, jamais un rejet.")
    for vu in vus:
        if vu.engagement.statut != "lu":
            _engagement(vu)
            if vu.engagement.id == "gratuite":
                saisie.champ("cadre.participation_famille")


navigation.etape("cadre", ("cadre.", "charte."), _questions)
