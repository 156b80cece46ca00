"""Un champ changé de deux côtés : les deux réponses, et de quoi choisir."""

import datetime as dt
from decimal import Decimal
from typing import Any

import streamlit as st

from clas_model.chemins import LIENS, lire, motif
from clas_model.francais import accord, date_longue, enumeration, heure, montant, nombre
from pages.commun import listes, session
from pages.commun.affichage import phrase

_LONGUEUR_MAX = 160


def premier(etat: session.Session) -> None:
    """Le premier des champs où choisir : un seul à la fois, pour ne pas couvrir la page."""
    if not etat.conflits:
        return
    conflit, *autres = etat.conflits.values()
    ou = listes.endroit(conflit.chemin)
    suite = f" Puis {accord(len(autres), 'autre choix', 'autres choix')}." if autres else ""
    quoi = f"« {question(conflit.chemin)} »{f' ({ou})' if ou else ''}"
    gardee = en_mots(conflit.chemin, lire(etat.dossier, conflit.chemin))
    autre = en_mots(conflit.chemin, conflit.mienne)
    a_moi = conflit.chemin in etat.miens
    texte = (
        f"Vous êtes deux à avoir répondu à {quoi}. Vous : {autre}. Réponse enregistrée : {gardee}."
        if a_moi
        else f"Deux personnes ont répondu à {quoi}. Réponse enregistrée : {gardee}. Autre réponse : {autre}."
    )
    st.warning(phrase(f"{texte} Laquelle garder ?{suite}"), icon=":material/sync_problem:")
    with st.container(horizontal=True):
        st.button(
            "La mienne" if a_moi else "L'autre réponse",
            on_click=session.choisir,
            args=(conflit, True),
            key="garder-mienne",
        )
        st.button("Celle qui est enregistrée", on_click=session.choisir, args=(conflit, False), key="garder-autre")


def question(chemin: str) -> str:
    """La question d'un champ, telle qu'elle est posée."""
    posee = session.questionnaire().par_motif.get(motif(chemin))
    return posee.libelle if posee else "Qui remplit cette étape ?"


def en_mots(chemin: str, valeur: Any) -> str:
    """Une réponse telle qu'on la lit : « oui », « mardi 1er septembre 2026 », les libellés des choix."""
    match valeur:
        case None:
            return "sans réponse"
        case bool():
            return "oui" if valeur else "non"
        case int():
            return nombre(valeur)
        case Decimal():
            return montant(valeur)
        case dt.date():
            return date_longue(valeur)
        case dt.time():
            return heure(valeur)
        case tuple() | list():
            return enumeration(_nom(chemin, v) for v in valeur) or "aucun"
        case _:
            return f"« {_nom(chemin, valeur)} »"


def _nom(chemin: str, valeur: str) -> str:
    """Le libellé d'un choix, le nom d'un élément désigné, ou le texte, abrégé."""
    motif_ = motif(chemin)
    for liste, motifs in LIENS.items():
        if motif_ in motifs:
            elements = lire(session.dossier(), liste)
            return next((listes.nom_de(liste, e, r) for r, e in enumerate(elements, 1) if e.id == valeur), valeur)
    texte = session.questionnaire().libelle_choix(motif_, valeur)
    return texte if len(texte) <= _LONGUEUR_MAX else f"{texte[:_LONGUEUR_MAX].rstrip()}…"
