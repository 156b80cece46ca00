"""Vérifier des effectifs, sans dossier : tant d'enfants, tant d'adultes, tant de séances ; est-ce que cela tient ?"""

import streamlit as st

from clas_model.erreurs import SaisieRefusee
from clas_model.restitution.essai import annonce
from clas_model.restitution.mots import texte_applique
from clas_model.simulation.verification import Verification, verifier
from clas_model.textes import tous_les_textes
from pages.commun import affichage
from pages.commun.affichage import phrase
from pages.outils import adresse, champs, vues

affichage.titre("Vérifier des effectifs", "Trois nombres, et la réponse s'affiche aussitôt. Rien n'est enregistré.")
adresse.lire()
champs.reprendre()

# Côte à côte même sur un téléphone : la réponse reste en vue.
with st.container(horizontal=True, key="essai-nombres"):
    par_partie = bool(st.session_state.get(champs.cle("par-partie")))
    st.number_input("Enfants", step=1, value=None, key=champs.cle("enfants"), disabled=par_partie)
    st.number_input("Accompagnateurs", step=1, value=None, key=champs.cle("adultes"))
    st.number_input("Séances / semaine", step=1, value=None, key=champs.cle("seances"))

reponse = st.container()
champs.dessiner_precisions()
titres = {t.id: t.titre for t in tous_les_textes()}
if len(titres) > 1:
    # Un texte choisi ici est celui d'aujourd'hui, même si un lien en nommait une version plus ancienne.
    st.selectbox(
        "Texte appliqué", list(titres), key=champs.cle("texte"), format_func=lambda i: titres[i],
        on_change=lambda: st.session_state.update({champs.cle("version"): None}),
    )  # fmt: skip
st.caption(phrase(texte_applique(champs.texte())))


def _annoncer(v: Verification) -> None:
    """La réponse en une phrase, avec son signe."""
    if v.impossibles:
        st.error(phrase(annonce(v)), icon=":material/cancel:")
    elif v.hypothese.accompagnateurs is None:
        st.info(phrase(annonce(v)), icon=":material/info:")
    elif v.tient:
        st.success(phrase(annonce(v)), icon=":material/check_circle:")
    else:
        st.warning(phrase(annonce(v)), icon=":material/person_add:")


try:
    hypothese = champs.hypothese()
    with reponse:
        if hypothese is None:
            st.info("Indiquez au moins le nombre d'enfants et de séances.", icon=":material/info:")
        else:
            resultat = verifier(hypothese, champs.texte(), st.session_state.get(champs.cle("groupes")))
            _annoncer(resultat)
            vues.dessiner(resultat, champs.texte())
            adresse.ecrire(hypothese, champs.texte())
except SaisieRefusee as erreur:
    reponse.error(phrase(erreur.message), icon=":material/error:")
champs.garder()
