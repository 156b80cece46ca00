"""Retrouver son dossier : par ce navigateur, par son lien, par son fichier."""

import datetime as dt
import urllib.parse

import streamlit as st

from clas_model.francais import date_longue, heure
from pages.commun import affichage, avis, fichiers, ouverture, reprise, session
from pages.commun.affichage import phrase


def _suivre() -> None:
    colle = (st.session_state.get("lien-colle") or "").strip()
    valeurs = urllib.parse.parse_qs(urllib.parse.urlsplit(colle).query).get(ouverture.PARAMETRE)
    secret = valeurs[0] if valeurs else colle
    if secret:
        ouverture.rejoindre(secret)


def _quand(instant: dt.datetime) -> str:
    local = instant.astimezone(session.fuseau())
    return f"{date_longue(local.date())} à {heure(local.time())}"


affichage.titre(
    "Retrouver mon dossier", "Trois façons d'y revenir : ce navigateur, le lien, ou le fichier.", sans_puce=True
)
st.markdown("## Dans ce navigateur")
connus = reprise.connus()
with affichage.enumeration("dossiers"):
    for rang, connu in enumerate(connus):
        ici = connu.secret == session.session().secret
        with st.container(horizontal=True, vertical_alignment="center"):
            suite = " : c'est celui qui est ouvert" if ici else ""
            st.markdown(phrase(f"{avis.nom(connu)}, enregistré le {_quand(connu.modifie_le)}{suite}"))
            if not ici:
                st.button(
                    "L'ouvrir",
                    on_click=ouverture.rejoindre,
                    args=(connu.secret,),
                    key=f"retrouver-{rang}",
                    type="primary",
                )
if not connus:
    st.caption("Ce navigateur n'a retenu aucun dossier. C'est normal sur un autre appareil, ou en navigation privée.")
st.markdown("## Par son lien")
st.text_input(
    "Collez ici le lien du dossier",
    key="lien-colle",
    on_change=_suivre,
    placeholder="http://…?dossier=…",
    help="Il est dans vos favoris, dans un message, ou dans le fichier que vous avez gardé.",
)
st.markdown("## Par son fichier")
fichiers.choisir()
st.caption(
    phrase(
        "Ni lien ni fichier ? Le serveur ne garde aucun lien en clair : personne ne peut le retrouver à votre place. "
        "Demandez-le à une personne qui préparait le dossier avec vous."
    )
)
