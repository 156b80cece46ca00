"""Recevoir les textes que leurs champs n'ont pas pu dire : voir `journal.py`."""

import json
from collections.abc import Collection

import streamlit as st

from clas_model.chemins import avec, chemins_du_motif, lire, motif
from clas_model.erreurs import SaisieRefusee
from pages.commun import journal, session
from pages.commun.genres import montre, s_ecrit

CHAMP = "rattrapage"


def champ() -> None:
    """Le champ caché par où ils reviennent."""
    st.text_input("Textes à rattraper", key=CHAMP, on_change=_recevoir, label_visibility="collapsed")


def _recevoir() -> None:
    recu = st.session_state[CHAMP]
    st.session_state[CHAMP] = ""
    try:
        entrees = [(e["cle"], e["texte"], tuple(map(str, e["avants"]))) for e in json.loads(recu)["entrees"]]
    except (ValueError, TypeError, KeyError):
        return
    chemins = _chemins()
    for cle, texte, avants in entrees:
        if cle in chemins and isinstance(texte, str):
            rattraper(chemins[cle], texte, avants)
        # Même si l'élément a été retiré depuis : il n'a plus à revenir.
        journal.retenir(session.session(), str(cle), str(texte))
    if session.session().panne:
        # Le navigateur insiste parce que rien n'est encore enregistré : on réessaie aussi.
        session.sauver()


def _chemins() -> dict[str, str]:
    """Les chemins où l'on répond, par leur classe ; ceux des éléments à venir aussi."""
    dossier = session.dossier()
    poses = [c for m in session.questionnaire().par_motif for c in chemins_du_motif(dossier, m)]
    return {journal.classe(c): c for c in (*poses, *(r.chemin for r in session.reponses_essentielles()))}


def rattraper(chemin: str, ecrit: str, avants: Collection[str]) -> None:
    """Reçoit un texte ; `avants` : ce que montrait le champ avant qu'on y écrive.

    Déjà là, il ne change rien. Si le champ a changé ailleurs entre-temps, les deux réponses sont à choisir.
    """
    facon = s_ecrit(motif(chemin))
    if facon is None or session.session().lecture_seule:
        return
    dossier = session.dossier()
    try:
        valeur = facon.lire(ecrit) if ecrit.strip() else None
        if avec(dossier, chemin, valeur) == dossier:
            return
    except ValueError:
        session.refuser(chemin, f"Réponse refusée : {facon.demande}.", ecrit)
        session.session().relire(chemin)
        return
    except SaisieRefusee as erreur:
        session.refuser(chemin, erreur.message, ecrit)
        session.session().relire(chemin)
        return
    if _mots(montre(motif(chemin), lire(dossier, chemin))) in {_mots(a) for a in avants}:
        session.enregistrer(chemin, valeur)
    else:
        session.opposer(chemin, valeur)
    session.session().relire(chemin)


def _mots(texte: str) -> str:
    """Le texte, aux espaces près : le produit en met d'insécables."""
    return " ".join(texte.split())
