"""Le brouillon : aperçu, document Word, dossier en JSON."""

import functools

import streamlit as st

from clas_model.fichier import ecrire_json
from clas_model.francais import typographie
from clas_model.parcours import manquantes
from clas_model.restitution.mots import reste_en_mots
from clas_model.restitution.plan import Document, nom_de_fichier, plan_du_brouillon
from pages.commun import affichage, navigation, session
from pages.restitution import apercu


def _word(document: Document) -> bytes:
    from clas_model.restitution.docx import brouillon_docx

    return brouillon_docx(document)


affichage.titre(
    "Brouillon", "Votre candidature, rédigée à partir de vos réponses. Ce qui manque y est marqué « à compléter »."
)
dossier = session.dossier()
manques = manquantes(session.toutes_les_reponses())
if manques:
    st.info(typographie(f"Il reste {reste_en_mots(manques)} : le brouillon les signale."), icon=":material/info:")
    navigation.lien("relecture", "Voir ce qui manque", ":material/checklist:")
avec_annexe = st.checkbox(
    "Ajouter l'annexe : le positionnement et son graphique",
    key="avec-annexe",
    help="L'annexe dit où en est le projet face au texte. Sans elle, le document ne contient que la candidature.",
)
document = plan_du_brouillon(
    dossier, session.positionnement(), session.questionnaire(), session.aujourdhui(), avec_annexe
)
word, json_ = st.columns(2)
word.download_button(
    "Télécharger le document Word",
    # Composé au clic, hors de la session : tout ce dont il a besoin lui est donné ici.
    data=functools.partial(_word, document),
    file_name=nom_de_fichier(dossier, "docx"),
    mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    icon=":material/description:",
    type="primary",
    on_click="ignore",
)
json_.download_button(
    "Télécharger le dossier (JSON)",
    data=functools.partial(ecrire_json, dossier),
    file_name=nom_de_fichier(dossier, "json"),
    mime="application/json",
    icon=":material/data_object:",
    on_click="ignore",
    help="Ce fichier se rouvre depuis l'accueil.",
)
redaction = "La candidature est rédigée à partir de vos seules réponses et du calendrier scolaire."
suite = " L'annexe, à la fin, donne l'avis de cet outil sur votre projet." if avec_annexe else ""
st.caption(
    typographie(f"{redaction}{suite} Relisez le document avant de l'envoyer : il ne promet aucune aide de la Caf.")
)
st.divider()
apercu.dessiner(document)
