"""Vérifier des effectifs, sans dossier : tant d'enfants, tant d'adultes, tant de séances ; est-ce que cela tient ?"""

import streamlit as st

from clas_model.erreurs import SaisieRefusee
from clas_model.restitution.essai import verdict
from clas_model.restitution.mots import a_confirmer
from clas_model.restitution.plume import majuscule
from clas_model.simulation.verification import Verification, verifier
from clas_model.textes import tous_les_textes
from pages.commun import affichage
from pages.commun.affichage import phrase
from pages.outils import adresse, champs, ecrits, vues

entete = st.container()
adresse.lire()
champs.reprendre()
with entete:
    # La date du texte choisi ici, qui n'est pas toujours celui du dossier.
    affichage.titre(
        "Vérifier des effectifs",
        "Trois nombres, et la réponse s'affiche aussitôt. Rien n'est enregistré.",
        puce=champs.texte().puce,
    )

# Côte à côte même sur un téléphone : la réponse reste en vue.
with st.container(horizontal=True, vertical_alignment="bottom", key="essai-nombres"):
    ecrits.champ("enfants", disabled=bool(st.session_state.get(champs.cle("par-partie"))))
    ecrits.champ("adultes")
    ecrits.champ("seances")

reponse = st.container()
champs.dessiner_precisions()
titres = {t.id: t.titre for t in tous_les_textes()}
if len(titres) > 1:
    # Un texte choisi ici est celui d'aujourd'hui, même si un lien en nommait une version plus ancienne.
    st.selectbox(
        "Vérifier selon", list(titres), key=champs.cle("texte"), format_func=lambda i: titres[i],
        on_change=lambda: st.session_state.update({champs.cle("version"): None}),
    )  # fmt: skip
st.caption(phrase(majuscule(a_confirmer(champs.texte()))))


def _annoncer(v: Verification) -> None:
    """La réponse en une phrase, avec son signe."""
    if v.impossibles:
        st.error(phrase(verdict(v)), icon=":material/cancel:")
    elif v.hypothese.accompagnateurs is None:
        st.info(phrase(verdict(v)), icon=":material/info:")
    elif v.tient:
        st.success(phrase(verdict(v)), icon=":material/check_circle:")
    else:
        st.warning(phrase(verdict(v)), icon=":material/person_add:")


try:
    hypothese = champs.hypothese()
    with reponse:
        for faute in champs.refus():
            st.error(phrase(faute), icon=":material/error:")
        if hypothese is None:
            st.info("Écrivez un nombre d'enfants et de séances : la réponse s'affiche ici.", icon=":material/info:")
        else:
            resultat = verifier(hypothese, champs.texte(), st.session_state.get(champs.cle("groupes")))
            _annoncer(resultat)
            vues.dessiner(resultat, champs.texte())
            adresse.ecrire(hypothese, champs.texte())
except SaisieRefusee as erreur:
    reponse.error(phrase(erreur.message), icon=":material/error:")
champs.garder()
