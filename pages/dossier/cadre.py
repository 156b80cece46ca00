"""Étape « cadre et charte » : le partenariat du département, les neuf engagements."""

import streamlit as st

from clas_model.charte import EngagementVu, vue_charte
from clas_model.chemins import lire
from clas_model.referentiel.local import QuestionLocale
from clas_model.restitution.mots import appui_affiche, source_datee
from pages.commun import criteres, navigation, saisie, session
from pages.commun.affichage import phrase


def _engagement(vu: EngagementVu) -> None:
    engagement = vu.engagement
    with st.container(border=True):
        st.markdown(f"### {phrase(engagement.titre)}\n{phrase(engagement.texte)}")
        saisie.champ(f"charte.{engagement.id}", libelle="Acceptez-vous cet engagement ?")
        # Là où aucune réponse n'appuie ni ne contredit, il n'y a rien à dire.
        if not vu.sans_element:
            st.caption(phrase(f"{appui_affiche(vu)}. {vu.phrase}"))
        if engagement.id == "gratuite":
            saisie.champ("cadre.participation_famille")
        passage = None
        if engagement.passage:
            source = session.referentiel().source(engagement.passage.source)
            passage = f"{engagement.passage.citation} — {source_datee(source)}"
        st.html(criteres.volet(f"D'où vient « {engagement.titre} » ?", [engagement.explication], passage))


def _questions() -> None:
    _cadre_departemental()
    if saisie.se_pose("cadre.charte_laicite"):
        saisie.champ("cadre.charte_laicite")
    st.markdown("## La charte : engagements qui comptent pour l'éligibilité")
    vus = vue_charte(session.dossier(), session.referentiel())
    for vu in vus:
        if vu.engagement.statut == "lu":
            _engagement(vu)
    st.markdown("## La charte : autres engagements")
    st.caption("Leur texte n'a pas pu être lu mot pour mot : les refuser donne une alerte, jamais un rejet.")
    for vu in vus:
        if vu.engagement.statut != "lu":
            _engagement(vu)
    local = session.referentiel().local
    if local and local.questions:
        st.markdown("## Les questions de votre Caf")
        for question in local.questions:
            _question_locale(question)


def _cadre_departemental() -> None:
    """La question, ou la réponse que la Caf a déjà donnée pour tous."""
    if saisie.se_pose("cadre.departemental"):
        saisie.champ("cadre.departemental")
        return
    local = session.referentiel().local
    if local:
        st.info(
            phrase(
                f"Le Clas fait-il partie du cadre de partenariat du département ? La {local.caf} répond : "
                f"{local.reponses.cadre_departemental}."
            ),
            icon=":material/account_balance:",
        )


def _question_locale(question: QuestionLocale) -> None:
    ici = f"complements.{question.id}"
    with st.container(border=True):
        saisie.champ(f"{ici}.reponse", question.libelle)
        if question.aide:
            st.caption(phrase(question.aide))
        if lire(session.dossier(), f"{ici}.reponse"):
            saisie.champ(f"{ici}.texte", question.description)


navigation.etape("cadre", ("cadre.", "charte.", "complements."), _questions)
