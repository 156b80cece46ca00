"""Avant de commencer : le questionnaire à imprimer, en PDF ou en Word."""

import functools

import streamlit as st

from clas_model.restitution.arbre import Document
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.plan_vierge import plan_du_questionnaire
from pages.commun import affichage, navigation, session


def _pdf(document: Document) -> bytes:
    from clas_model.restitution.pdf import brouillon_pdf

    return brouillon_pdf(document)


def _word(document: Document) -> bytes:
    from clas_model.restitution.docx import brouillon_docx

    return brouillon_docx(document)


affichage.titre(
    "Questionnaire à imprimer",
    "Toutes les questions, leur aide et les critères, avec de la place pour écrire : pour préparer une réunion, ou "
    "réunir les réponses avant de les saisir.",
)
document = plan_du_questionnaire(session.questionnaire(), session.referentiel(), session.aujourdhui())
boutons = st.container(horizontal=True)
for extension, rendre in (("pdf", _pdf), ("docx", _word)):
    boutons.download_button(
        f"Télécharger : {FORMATS[extension].nom} (.{extension})",
        data=functools.partial(rendre, document),
        file_name=f"clas-questionnaire.{extension}",
        mime=FORMATS[extension].mime,
        icon=":material/download:",
        type="primary" if extension == "pdf" else "secondary",
        on_click="ignore",
    )
st.caption("La liste des pièces souvent demandées s'y trouve aussi ; elle se coche à l'étape du budget.")
navigation.lien("essentiel", "Commencer par l'essentiel", ":material/bolt:")
