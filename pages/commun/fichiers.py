"""Ouvrir un fichier : on lit d'abord ce qu'il contient, on choisit ensuite ce qu'on en fait."""

import streamlit as st

from clas_model.dossier import Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.reconduction import annee_suivante, reconduire
from clas_model.restitution.reprise import reprendre
from clas_model.sommaire import sommaire
from pages.commun import ouverture, session
from pages.commun.affichage import phrase

_CLE = "fichier"
TYPES = ["docx", "pdf", "odt", "xlsx", "json", "txt"]


def _recu() -> None:
    etat, fichier = session.session(), st.session_state.get(_CLE)
    etat.fichier_lu = None
    if fichier is None:
        return
    try:
        etat.fichier_lu = reprendre(fichier.getvalue(), fichier.name)
    except FichierRefuse as erreur:
        etat.message = str(erreur)


def choisir() -> None:
    """Le sélecteur de fichier, puis ce que contient le fichier choisi."""
    st.file_uploader(
        "Ouvrir un brouillon ou un dossier téléchargé d'ici",
        type=TYPES,
        key=_CLE,
        on_change=_recu,
    )
    if session.session().fichier_lu:
        _montrer()


def _montrer() -> None:
    etat = session.session()
    assert etat.fichier_lu is not None
    lu = etat.fichier_lu.dossier
    with st.container(border=True):
        st.markdown("**Ce fichier contient :**")
        st.markdown("\n".join(f"- {phrase(ligne)}" for ligne in sommaire(lu, session.questionnaire()).en_phrases()))
        if etat.fichier_lu.avertissement:
            st.warning(phrase(etat.fichier_lu.avertissement), icon=":material/info:")
        if etat.secret and not etat.lecture_seule:
            st.caption("Le dossier ouvert en ce moment reste enregistré : vous pourrez y revenir d'ici.")
        with st.container(horizontal=True):
            st.button("L'ouvrir", on_click=_ouvrir, key="fichier-ouvrir", type="primary", icon=":material/folder_open:")
            suivante = annee_suivante(lu.structure.annee_scolaire)
            st.button(
                f"En partir pour {suivante}" if suivante else "En partir pour l'année suivante",
                on_click=_reconduire,
                key="fichier-reconduire",
                icon=":material/event_repeat:",
                help="Tout est repris. Les dates avancent d'un an, au même jour de la semaine, et ce qui a pu changer "
                "est marqué « à confirmer ».",
            )
            st.button("Ne pas l'ouvrir", on_click=_laisser, key="fichier-laisser", type="tertiary")


def _ouvrir() -> None:
    if lu := session.session().fichier_lu:
        ouverture.ouvrir_fichier(lu.dossier)
        ouvert = "Votre dossier est ouvert : vous pouvez continuer où vous en étiez."
        session.session().message = f"{ouvert} {lu.avertissement}".strip()


def _reconduire() -> None:
    if lu := session.session().fichier_lu:
        repartir(lu.dossier)


def _laisser() -> None:
    session.session().fichier_lu = None


def repartir(ancien: Dossier) -> None:
    """Reprend un dossier pour l'année suivante, comme un nouveau dossier."""
    ouverture.ouvrir_fichier(reconduire(ancien))
    session.session().message = (
        "Votre dossier est repris pour l'année suivante. Ce qui a pu changer est marqué « à confirmer » ; la relecture "
        "en donne la liste."
    )
