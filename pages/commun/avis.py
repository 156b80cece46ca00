"""Ce qu'il faut savoir avant d'aller plus loin : une panne, un dossier déjà ouvert, un effacement qui approche."""

import streamlit as st

from clas_model.francais import date_longue, enumeration
from pages.commun import conflits, ouverture, session
from pages.commun.affichage import phrase
from pages.commun.session import Connu, Session


def pressants(etat: Session) -> None:
    """Ce qui ne peut pas attendre, en vue où qu'on soit dans la page : un message, une panne, un choix à faire."""
    if etat.message:
        st.warning(phrase(etat.message), icon=":material/info:")
        etat.message = None
    if etat.panne and not _hesite(etat):
        _panne(etat)
    conflits.premier(etat)


def montrer(etat: Session) -> None:
    """Ce qu'il est bon de savoir, en tête de page : il défile avec elle."""
    if etat.lecture_seule:
        _lecture()
    elif _hesite(etat):
        _deja_ouverts(etat)
    if etat.effacement:
        _effacement(etat)


def _hesite(etat: Session) -> bool:
    """Vrai si ce navigateur connaît d'autres dossiers et qu'on n'en a encore ouvert aucun."""
    return bool(etat.connus and not etat.secret and not etat.exemple and not etat.lecture_seule)


def _panne(etat: Session) -> None:
    st.error(phrase(etat.panne or ""), icon=":material/cloud_off:")
    if etat.efface:
        st.button("L'enregistrer comme un nouveau dossier", on_click=session.recommencer, key="recommencer")
    else:
        st.button("Réessayer d'enregistrer", on_click=session.sauver, key="reessayer")


def _lecture() -> None:
    st.info("Vous lisez ce dossier : ce lien ne permet pas de le modifier.", icon=":material/visibility:")
    st.button("En faire une copie à moi", on_click=ouverture.copier, key="copier", icon=":material/content_copy:")


def _effacement(etat: Session) -> None:
    assert etat.effacement
    st.warning(
        phrase(
            f"Personne n'a touché à ce dossier depuis longtemps : il sera effacé après le "
            f"{date_longue(etat.effacement)}. Une réponse suffit à le garder."
        ),
        icon=":material/auto_delete:",
    )
    st.button("Garder mon dossier", on_click=session.garder, key="garder", icon=":material/bookmark:")


def _deja_ouverts(etat: Session) -> None:
    """On a déjà un dossier ici : le dire vaut mieux que d'en commencer un de plus."""
    pluriel = len(etat.connus) > 1
    debut = "Des dossiers sont déjà commencés" if pluriel else "Un dossier est déjà commencé"
    suite = ""
    if etat.panne:
        suite = " Votre réponse n'est pas encore enregistrée : où va-t-elle ?"
    noms = enumeration(nom(c) for c in etat.connus)
    (st.error if etat.panne else st.info)(
        phrase(f"{debut} dans ce navigateur : {noms}.{suite}"), icon=":material/folder_open:"
    )
    with st.container(horizontal=True):
        for rang, connu in enumerate(etat.connus):
            st.button(
                phrase(f"Revenir à {nom(connu)}" if pluriel else "Y revenir"),
                on_click=ouverture.rejoindre,
                args=(connu.secret,),
                key=f"rejoindre-{rang}",
                icon=":material/undo:",
                type="primary" if rang == 0 else "secondary",
            )
        st.button("Commencer un autre dossier", on_click=session.commencer_un_autre, key="un-autre")


def nom(connu: Connu) -> str:
    """« Les Passerelles », ou « dossier sans nom »."""
    return f"« {connu.nom} »" if connu.nom else "un dossier sans nom"
