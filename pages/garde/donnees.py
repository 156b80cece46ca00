"""Mes données : ce qui est gardé, où, combien de temps, par qui ; tout effacer."""

import os

import streamlit as st

from clas_model.erreurs import ClasError
from pages.commun import affichage, enregistrement, navigation, ouverture, reperes, reprise, session
from pages.commun.affichage import phrase


def _ce_qui_est_garde() -> None:
    mois = enregistrement.conservation()
    qui = os.environ.get("CLAS_RESPONSABLE")
    st.markdown(
        phrase(
            f"Les dossiers de ce serveur sont tenus par {qui}."
            if qui
            else "La personne qui tient ce serveur ne s'est pas nommée : demandez à qui vous a donné l'adresse."
        )
    )
    lignes = (
        ("Quoi", "Vos réponses, les variantes gardées, leurs versions passées, et la date de chacune. Aucun nom, "
         "aucun compte, aucune mesure d'audience : rien n'est envoyé ailleurs."),
        ("Où", "Dans la base de ce serveur, sans chiffrement : qui tient la machine peut lire les réponses."),
        ("Combien de temps", f"{mois} mois après la dernière réponse, si l'effacement automatique est en marche sur "
         "ce serveur ; un message l'annonce deux mois avant. Les versions passées : au moins les 50 dernières, "
         "puis une par jour pendant deux mois."),
        ("Qui peut lire", "Les personnes qui ont le lien, et celle qui tient le serveur. Le lien est secret : le "
         "serveur ne le garde pas en clair."),
        ("Dans ce navigateur", "Un cookie retient les liens de vos cinq derniers dossiers, pour vous y ramener. Il ne "
         "sert à rien d'autre, et s'efface avec le dossier. Un texte pas encore enregistré reste dans l'onglet, "
         "jusqu'à ce qu'il le soit."),
    )  # fmt: skip
    for titre, texte in lignes:
        st.markdown(f"## {titre}\n{phrase(texte)}")


def _personnes() -> None:
    st.markdown("## Des noms ou des numéros dans vos réponses\u202f?")
    if reperes.personnes():
        st.caption("Ce sont des ressemblances, pas des certitudes : gardez ce qui ne désigne personne, ôtez le reste.")
    else:
        st.markdown("Rien n'y ressemble à un nom, un téléphone ou une adresse électronique.")


def _effacer() -> None:
    etat = session.session()
    if not etat.secret:
        return
    try:
        enregistrement.entrepot().erase(etat.secret)
    except ClasError as erreur:
        etat.message = str(erreur)
        return
    st.session_state["a-oublier"] = etat.secret
    ouverture.apres_effacement()


affichage.titre("Mes données", "Ce qui est gardé de votre dossier, où, combien de temps, et par qui.", sans_puce=True)
if oublie := st.session_state.pop("a-oublier", None):
    reprise.demander({"oublier": oublie})
_ce_qui_est_garde()
_personnes()
st.markdown("## Effacer mon dossier")
etat = session.session()
if etat.secret and not etat.lecture_seule:
    st.markdown(
        "Tout part : les réponses, l'historique, les liens, le souvenir dans ce navigateur. **C'est sans retour.** "
        "Gardez d'abord le fichier si vous pourriez en avoir besoin."
    )
    navigation.lien("partager", "Télécharger d'abord le fichier", ":material/data_object:")
    sur = st.checkbox("Oui, je veux tout effacer, pour tout le monde", key="sur-d-effacer")
    st.button(
        "Effacer mon dossier", on_click=_effacer, key="effacer", icon=":material/delete_forever:", disabled=not sur
    )
else:
    st.caption("Aucun dossier enregistré n'est ouvert : il n'y a rien à effacer.")
