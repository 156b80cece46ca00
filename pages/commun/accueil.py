"""L'accueil : ce que fait l'outil, et par où commencer."""

import streamlit as st

from clas_model.francais import accord, typographie
from clas_model.parcours import essentiel
from clas_model.restitution.mots import texte_applique
from pages.commun import fichiers, navigation, ouverture, session
from pages.commun.affichage import phrase

st.title("Préparez votre projet Clas", anchor=False)
st.markdown(
    typographie(
        "Le Clas, c'est le contrat local d'accompagnement à la scolarité. Vous préparez une demande à la Caf (caisse "
        "d'allocations familiales) ? Voyez si votre projet répond au référentiel (la liste de ce qui en est attendu), "
        "et pourquoi."
    )
)
# Un exemple ouvert n'est pas le dossier du visiteur : le sien commence vierge.
exemple_ouvert = bool(session.session().exemple and not session.session().secret)
siennes = essentiel(session.vierge(), session.questionnaire()) if exemple_ouvert else session.reponses_essentielles()
restantes = sum(not r.vue for r in siennes)
st.markdown(
    phrase(f"Un premier verdict en dix minutes environ : {accord(restantes, 'réponse')} à donner.")
    if restantes
    else "L'essentiel est rempli : continuez, ou voyez vos résultats."
)
with st.container(key="commencer"):
    if exemple_ouvert:
        if st.button("Commencer mon dossier, vierge", key="quitter-exemple", icon=":material/bolt:", type="primary"):
            ouverture.nouveau()
            st.switch_page(navigation.registre.page("essentiel"))
    elif restantes:
        navigation.lien("essentiel", "Commencer par l'essentiel", ":material/bolt:")
    else:
        navigation.lien("resultats", "Voir mes résultats", ":material/insights:")
st.markdown(
    typographie(
        "1. **Répondez** : sans compte, sans nom de personne. Chaque réponse s'enregistre aussitôt.\n"
        "2. **Voyez où vous en êtes** : éligible ou non, ce qui bloque, ce qu'il faut améliorer d'abord.\n"
        "3. **Repartez** avec un brouillon de votre demande, à relire et à compléter."
    )
)
with st.container(horizontal=True):
    if session.session().secret:
        navigation.lien("relecture", "Voir ce qui manque à mon dossier", ":material/checklist:")
    navigation.lien("structure", "Suivre toutes les étapes", ":material/counter_1:")
    navigation.lien("vierge", "Imprimer les questions", ":material/print:")

st.markdown("## Voir d'abord un exemple")
st.markdown("Deux dossiers fictifs, remplis d'avance : leurs résultats se lisent tout de suite.")
with st.container(horizontal=True):
    for nom, libelle, icone in (("complet", "solide", "thumb_up"), ("faible", "fragile", "thumb_down")):
        if st.button(f"Ouvrir un dossier {libelle}", key=f"exemple-{nom}", icon=f":material/{icone}:"):
            ouverture.ouvrir_exemple(nom)
            st.switch_page(navigation.registre.page("resultats"))

st.markdown("## Reprendre un dossier")
for rang, quittee in enumerate(session.session().quittees):
    nom = quittee.dossier.structure.nom
    libelle = f"Revenir au dossier « {nom} »" if nom else "Revenir au dossier sans nom"
    st.button(
        phrase(f"{libelle} (exemple fictif modifié)" if quittee.dossier.fictif else libelle),
        on_click=ouverture.revenir,
        args=(quittee,),
        key=f"revenir-{rang}",
        icon=":material/undo:",
    )
fichiers.choisir()
navigation.lien("retrouver", "Retrouver un dossier commencé ailleurs", ":material/search:")
if exemple_ouvert:
    st.caption(
        "Un exemple fictif est ouvert. Ce que vous y changez devient un dossier à vous, marqué « exemple fictif »."
    )
if session.session().secret:
    st.caption("Votre dossier est enregistré à chaque réponse. Son lien y ramène, d'ici ou d'ailleurs.")
    navigation.lien("partager", "Garder le lien de mon dossier", ":material/link:")
    st.button("Commencer un dossier vierge", on_click=ouverture.nouveau, key="nouveau", icon=":material/note_add:")

st.markdown("## Faire autre chose")
effectifs, reunion = st.columns(2, gap="medium")
with effectifs, st.container(border=True, height="stretch"):
    st.markdown("### Je vérifie des effectifs")
    st.markdown(
        phrase("Tant d'enfants, tant d'adultes : combien de groupes, et de quelle taille ? Sans ouvrir de dossier.")
    )
    navigation.lien("effectifs", "Vérifier des effectifs", ":material/groups:")
with reunion, st.container(border=True, height="stretch"):
    st.markdown("### J'anime une réunion")
    st.markdown("La salle répond sur ses téléphones, les écarts s'affichent au mur, chacun repart avec un dossier.")
    navigation.lien("reunion", "Préparer une réunion", ":material/co_present:")

st.markdown("## Le texte qui juge votre projet")
st.markdown(phrase(texte_applique(session.referentiel())))
navigation.lien("texte", "Voir quel texte convient, ou en changer", ":material/history_edu:")
