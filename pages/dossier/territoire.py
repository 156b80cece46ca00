"""Étape « territoire » : les actions avec les acteurs du territoire, là où le texte en fait un axe."""

import streamlit as st

from pages.commun import actions, affichage, bandeau, listes, navigation, saisie, session
from pages.commun.affichage import phrase


def _action(ici: str) -> None:
    saisie.champ(f"{ici}.intitule")
    saisie.champ(f"{ici}.acteurs")
    saisie.champ(f"{ici}.description")
    actions.besoins(ici)


def _questions() -> None:
    listes.liste("territoire.actions", _action)


if saisie.se_pose("territoire.actions"):
    navigation.etape("territoire", ("territoire.",), _questions)
else:
    bandeau.etat()
    affichage.titre("Avec le territoire")
    st.info(
        phrase(
            f"Le texte « {session.referentiel().titre} » ne demande pas d'action avec les acteurs du territoire : "
            "il n'y a rien à remplir ici."
        ),
        icon=":material/info:",
    )
    if session.dossier().territoire.actions:
        st.caption("Les actions que vous y aviez décrites sont gardées dans votre dossier.")
    navigation.lien("ecole", "Avec l'école", ":material/arrow_back:")
