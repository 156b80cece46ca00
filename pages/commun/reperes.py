"""Ce qu'une réponse a de particulier, sous son champ : reprise de l'an dernier, ou semblable au nom de quelqu'un."""

import itertools
from typing import Any

import streamlit as st

from clas_model.chemins import lire, motif
from clas_model.confidentialite import dans_le_champ, signalements
from clas_model.dossier import Dossier
from clas_model.francais import accord
from pages.commun import affichage, conflits, listes, navigation, saisie, session
from pages.commun.affichage import phrase

MOTS = {"telephone": "un numéro de téléphone", "courriel": "une adresse électronique", "nom": "un nom de personne"}


def sous_le_champ(dossier: Dossier, chemin: str, valeur: Any) -> None:
    """Les repères d'un champ."""
    if chemin in dossier.a_confirmer:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(":material/event_repeat: À confirmer : repris de l'année précédente.")
            st.button(
                "C'est toujours vrai",
                key=saisie.cle(chemin, ":confirmer"),
                on_click=session.confirmer,
                args=(chemin,),
                type="tertiary",
                icon=":material/check:",
            )
    for genre, extrait in dans_le_champ(motif(chemin), valeur):
        signal = f"« {extrait} » ressemble à {MOTS[genre]} : mieux vaut ne pas le garder."
        st.caption(f":material/privacy_tip: {phrase(signal)}")


def a_confirmer() -> None:
    """La liste de ce qui est à confirmer, étape par étape, pour la relecture."""
    dossier = session.dossier()
    etapes = session.questionnaire().etape_du_motif
    chemins = [c for c in dossier.a_confirmer if motif(c) in etapes and lire(dossier, c) is not None]
    if not chemins:
        return
    st.markdown("## " + phrase(f"{accord(len(chemins), 'réponse')} de l'an dernier à confirmer"))
    rangs = {e.id: r for r, e in enumerate(session.questionnaire().etapes)}
    chemins.sort(key=lambda c: rangs[etapes[motif(c)].id])
    for identifiant, siens in itertools.groupby(chemins, key=lambda c: etapes[motif(c)].id):
        liste = list(siens)
        titre = session.questionnaire().etape(identifiant).titre
        volet = st.expander(phrase(f"{titre} : {accord(len(liste), 'réponse')}"))
        with volet, affichage.enumeration(f"confirmer-{identifiant}"):
            for chemin in liste:
                ou = listes.endroit(chemin)
                quoi = f"{conflits.question(chemin)}{f' ({ou})' if ou else ''}"
                reponse = conflits.en_mots(chemin, lire(dossier, chemin))
                navigation.lien(identifiant, f"{quoi} {reponse}", ":material/event_repeat:")


def nombre_de_passages() -> int:
    """Combien de passages du dossier ressemblent à une personne."""
    return len(signalements(session.dossier()))


def personnes() -> int:
    """Les passages qui ressemblent à une personne, avec un lien vers chacun ; rend leur nombre."""
    trouves = signalements(session.dossier())
    etapes = session.questionnaire().etape_du_motif
    with affichage.enumeration("personnes"):
        for signal in trouves:
            if etape := etapes.get(motif(signal.chemin)):
                libelle = f"« {signal.extrait} » ressemble à {MOTS[signal.genre]} : étape « {etape.titre} »"
                navigation.lien(etape.id, libelle, ":material/privacy_tip:")
    return len(trouves)
