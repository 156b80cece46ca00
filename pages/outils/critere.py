"""Un critère, à une adresse qui se partage : l'explication en trois longueurs, puis les autres textes."""

import streamlit as st

from clas_model.erreurs import ContenuInvalide
from clas_model.positionnement import positionner
from clas_model.referentiel import Referentiel
from clas_model.restitution.mots import exigence, statut_en_mots
from clas_model.textes import tous_les_textes
from pages.commun import affichage, navigation, session
from pages.commun.affichage import phrase

PARAMETRE, PARAMETRE_TEXTE = "critere", "texte"


def _texte() -> Referentiel:
    voulu = st.query_params.get(PARAMETRE_TEXTE)
    try:
        return next((t for t in tous_les_textes() if t.id == voulu), session.referentiel())
    except ContenuInvalide:
        return session.referentiel()


def _tous(texte: Referentiel) -> None:
    """Sans critère dans l'adresse : tous, pour en choisir un."""
    affichage.titre(
        "Les critères",
        "Chacun a sa page : son passage, sa règle, votre état. Son adresse peut s'envoyer.",
        puce=texte.puce,
    )
    for axe in texte.axes:
        st.markdown(f"## {phrase(axe.libelle)}")
        with affichage.enumeration(f"criteres-{axe.id}"):
            for critere in texte.criteres:
                if critere.axe == axe.id:
                    navigation.lien("critere", critere.titre, None, critere=critere.id, texte=texte.id)


def _un(texte: Referentiel, identifiant: str) -> None:
    constat = positionner(session.dossier(), texte).par_critere[identifiant]
    critere, niveau = constat.critere, texte.niveau(constat.critere.niveau)
    affichage.titre(critere.titre, f"Niveau d'exigence : {niveau.libelle}.", puce=texte.puce)
    st.markdown(f"## En une phrase\n{phrase(critere.en_bref)}")
    st.markdown(f"## La règle, avec les chiffres\n{phrase(constat.regle_en_clair)}")
    st.markdown(f"## Le passage\n{affichage.passage(f'{constat.reference}.')}")
    st.caption(phrase(f"Statut de cette exigence : {statut_en_mots(critere)}."))
    if constat.source.precision:
        st.caption(phrase(f"{constat.source.titre} : {constat.source.precision}."))
    mot = exigence(constat.bloquant, constat.etat, critere.peut_exclure)
    etat = affichage.etat_colore(constat, session.dossier())
    st.markdown(
        f"## Dans votre dossier\n{etat}{f' — **{phrase(mot)}**' if mot else ''}  \n{phrase(constat.verdict.fait)}"
    )
    if constat.etat not in ("atteint", "non_applicable"):
        st.markdown(f"**À faire** : {phrase(constat.suite)}")
    if critere.etape in {e.id for e in session.questionnaire().etapes}:
        titre = session.questionnaire().etape(critere.etape).titre
        navigation.lien(critere.etape, f"Ouvrir l'étape « {titre} »", ":material/arrow_forward:")
    st.markdown(f"## Pour y répondre\n{phrase(critere.explication)}")
    st.markdown(
        f"**Une bonne réponse.** {phrase(critere.bonne_reponse)}\n\n"
        f"**L'erreur fréquente.** {phrase(critere.erreur_frequente)}"
    )
    _ailleurs(texte, identifiant)


def _ailleurs(texte: Referentiel, identifiant: str) -> None:
    """Le même point dans les autres textes installés."""
    autres = [(t, c) for t in tous_les_textes() if t.id != texte.id for c in t.criteres
              if identifiant in (c.id, c.remplace) or texte.critere(identifiant).remplace == c.id]  # fmt: skip
    if autres:
        st.markdown("## Dans un autre texte")
    for autre, critere in autres:
        navigation.lien(
            "critere", f"{critere.titre} ({autre.titre})", ":material/link:", critere=critere.id, texte=autre.id
        )
    navigation.lien("cote-a-cote", "Deux textes côte à côte", ":material/compare:")


texte = _texte()
voulu = st.query_params.get(PARAMETRE)
if voulu in {c.id for c in texte.criteres}:
    _un(texte, voulu)
else:
    _tous(texte)
    if voulu:
        st.warning(
            phrase(f"Le texte « {texte.titre} » n'a pas de critère « {voulu} » : choisissez-en un dans la liste."),
            icon=":material/info:",
        )
