"""Le brouillon : aperçu, document à télécharger dans chaque format, dossier en JSON."""

import functools

import streamlit as st

from clas_model.fichier import ecrire_json
from clas_model.francais import accord, typographie
from clas_model.parcours import manquantes
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.mots import reste_en_mots
from clas_model.restitution.plan import nom_de_fichier, plan_du_brouillon
from pages.commun import affichage, navigation, reperes, session
from pages.commun.affichage import phrase
from pages.restitution import apercu

affichage.titre(
    "Brouillon",
    "Votre candidature, rédigée à partir de vos réponses. Ce qui manque y est marqué « à compléter ».",
    sans_puce=True,
)
dossier = session.dossier()
manques = manquantes(session.toutes_les_reponses())
if manques:
    st.info(typographie(f"Il reste {reste_en_mots(manques)} : le brouillon les signale."), icon=":material/info:")
    navigation.lien("relecture", "Voir ce qui manque", ":material/checklist:")
formats, contenu = st.columns(2, gap="large")
with formats:
    choisi = FORMATS[
        st.radio(
            "Format du document",
            list(FORMATS),
            format_func=lambda f: typographie(f"{FORMATS[f].nom} : {FORMATS[f].usage}"),
            key="format",
        )
    ]
with contenu:
    st.markdown("À mettre dans le document\u00a0:")
    avec_annexe = st.checkbox(
        "Ajouter l'annexe : où en est le projet, avec le graphique",
        key="avec-annexe",
        help="L'annexe dit où en est le projet face au texte. Sans elle, le document ne contient que la candidature.",
        disabled=choisi.extension == "xlsx",
    )
    avec_sources = st.checkbox(
        "Ajouter l'origine de chaque phrase",
        key="avec-sources",
        help="Une annexe donne, pour chaque phrase, les réponses d'où elle vient et les critères qui s'y appuient.",
        disabled=choisi.extension == "xlsx",
    )
    avec_donnees = st.checkbox(
        "Garder mes réponses dans le fichier",
        value=True,
        key="avec-donnees",
        help="Le document se rouvre alors depuis l'accueil, et le travail reprend. Décochez pour une copie qui ne "
        "contient que ce qui se lit.",
        disabled=not choisi.emporte,
    )
document = plan_du_brouillon(
    dossier,
    session.positionnement(),
    session.questionnaire(),
    session.aujourdhui(),
    avec_annexe=avec_annexe,
    avec_sources=avec_sources,
)
if trouves := reperes.nombre_de_passages():
    with st.expander(
        phrase(f"Avant d'envoyer : {accord(trouves, 'passage')} à regarder, qui semble désigner quelqu'un."), key=None
    ):
        reperes.personnes()
boutons = st.container(horizontal=True)
boutons.download_button(
    f"Télécharger : {choisi.nom} (.{choisi.extension})",
    # Composé au clic, hors de la session : tout ce dont il a besoin lui est donné ici.
    data=functools.partial(choisi.rendre, document, dossier, session.questionnaire(), avec_donnees),
    file_name=nom_de_fichier(dossier, choisi.extension),
    mime=choisi.mime,
    icon=":material/description:",
    type="primary",
    on_click="ignore",
)
boutons.download_button(
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
st.markdown("## Aperçu")
avec_liens = st.toggle(
    "Montrer d'où vient chaque phrase",
    value=True,
    key="avec-liens",
    help="Passez sur une phrase, touchez-la, ou allez-y au clavier (Tab jusqu'à la rubrique, puis les flèches) : ses "
    "réponses et ses critères s'affichent, avec un bouton qui ouvre l'étape.",
)
if avec_liens:
    st.caption("Pointez ou touchez une phrase : ses réponses et ses critères s'affichent.")
apercu.dessiner(document, avec_liens)
