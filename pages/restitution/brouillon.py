"""Le brouillon : aperçu, document Word, dossier en JSON."""

import functools

import streamlit as st

from clas_model.fichier import ecrire_json
from clas_model.francais import accord, typographie
from clas_model.parcours import manquantes
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
document = plan_du_brouillon(dossier, session.positionnement(), session.questionnaire(), session.aujourdhui())
manques = manquantes(session.toutes_les_reponses())
if manques:
    st.info(
        typographie(f"Il manque {accord(len(manques), 'réponse')} : le brouillon les signale."), icon=":material/info:"
    )
    navigation.lien("relecture", "Voir ce qui manque", ":material/checklist:")
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
st.caption("Le document ne contient que vos réponses. Relisez-le avant de l'envoyer : aucune aide n'y est promise.")
st.divider()
apercu.dessiner(document)
