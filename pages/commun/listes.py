"""Une liste d'éléments du dossier : les cartes, ajouter, retirer, dire que c'est tout."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from clas_model.chemins import lire, motif
from clas_model.dossier import ELEMENTS_MAX
from clas_model.questionnaire import Question
from pages.commun import saisie, session
from pages.commun.affichage import phrase

RESUME_MAX = 90


# Ce qu'un élément de plus peut reprendre du dernier : on ne retape pas les mêmes heures pour chaque jour.
REPRISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "groupes.*.creneaux": (
        "Ajouter le même, un autre jour",
        ("debut", "fin", "rythme", "nombre_adultes", "accompagnateurs"),
    ),
}
# Les listes qu'aucune question ne remplit.
HORS_QUESTIONS = {"repartition": "Étape attribuée", "scenarios": "Variante"}


def nom_de(chemin: str, element: Any, rang: int) -> str:
    """« Besoin 2 : lire une consigne » ; `element` absent : le prochain."""
    mot = HORS_QUESTIONS.get(chemin) or _question(chemin).element
    for attribut in ("intitule", "nom", "libelle", "financeur", "jour"):
        if nom := getattr(element, attribut, None):
            return f"{mot} {rang} : {nom}"
    return f"{mot} {rang}"


def endroit(chemin: str) -> str | None:
    """« Groupe 2 : Collège, Créneau 1 : mardi » : les éléments auxquels appartient le chemin, s'il y en a."""
    segments, noms = chemin.split("."), []
    for longueur in range(2, len(segments)):
        liste = ".".join(segments[: longueur - 1])
        parent = lire(session.dossier(), liste)
        if isinstance(parent, tuple):
            rang = next((r for r, e in enumerate(parent, 1) if e.id == segments[longueur - 1]), None)
            if rang is not None:
                noms.append(nom_de(liste, parent[rang - 1], rang))
    return ", ".join(noms) or None


def _question(chemin: str) -> Question:
    return session.questionnaire().par_motif[motif(chemin)]


def liste(
    chemin: str,
    dessiner: Callable[[str], None],
    *,
    niveau: int = 2,
    en_lignes: bool = False,
    resumer: Callable[[Any], str] | None = None,
    premier_ouvert: bool = True,
    valeurs: Callable[[], dict[str, Any]] = dict,
) -> None:
    """Les éléments de `chemin` en cartes, ou `en_lignes` quand ils tiennent sur une ligne.

    Avec `resumer`, un seul élément est ouvert à la fois, au départ le premier si `premier_ouvert` : les autres tiennent
    en une phrase. `dessiner` reçoit le chemin d'un élément ; `valeurs` : ce que porte un nouvel élément.
    """
    question = _question(chemin)
    st.markdown(f"{'#' * niveau} {phrase(question.libelle)}", help=phrase(question.aide) if question.aide else None)
    elements = lire(session.dossier(), chemin) or ()
    ouvert = _ouvert(chemin, [e.id for e in elements], premier_ouvert)
    for rang, element in enumerate(elements, start=1):
        ici, nom = f"{chemin}.{element.id}", nom_de(chemin, element, rang)
        # Une seule boîte par ligne : des colonnes imbriquées coûteraient plus que les champs.
        if resumer and element.id != ouvert:
            _bouton_ouvrir(ici, nom, resumer(element))
        elif en_lignes:
            with st.container(horizontal=True, vertical_alignment="bottom", key=saisie.cle(ici, ":ligne")):
                dessiner(ici)
                bouton_retirer(ici, nom)
        else:
            # La clé fait de la carte un groupe de champs nommé par son titre, et d'une ligne de même : voir `acces.js`.
            with st.container(border=True, key=saisie.cle(ici, ":carte")):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f"{'#' * (niveau + 1)} {phrase(nom)}", width="stretch")
                    bouton_retirer(ici, nom)
                dessiner(ici)
    pied(chemin, valeurs)
    fin(chemin)


def pied(chemin: str, valeurs: Callable[[], dict[str, Any]] = dict, *, discret: bool = False) -> None:
    """Sous les éléments : remettre le dernier retiré, en ajouter un."""
    retrait(chemin)
    saisie.refus(chemin)
    commun: dict[str, Any] = {
        "type": "tertiary" if discret else "secondary",
        "disabled": session.session().lecture_seule or len(lire(session.dossier(), chemin) or ()) >= ELEMENTS_MAX,
    }
    with st.container(horizontal=True) if _reprise(chemin) else st.container():
        st.button(
            _question(chemin).ajouter or "Ajouter",
            key=saisie.cle(chemin, ":ajouter"),
            on_click=lambda: session.ajouter(chemin, **valeurs()),
            icon=":material/add:",
            **commun,
        )
        if reprises := _reprise(chemin):
            st.button(
                REPRISES[motif(chemin)][0],
                key=saisie.cle(chemin, ":reprendre"),
                on_click=lambda: session.ajouter(chemin, **reprises),
                icon=":material/content_copy:",
                **commun,
            )


def _reprise(chemin: str) -> dict[str, Any]:
    """Ce que le dernier élément offre à un suivant ; rien s'il n'a encore rien à offrir."""
    elements = lire(session.dossier(), chemin)
    if not elements or motif(chemin) not in REPRISES:
        return {}
    valeurs = {champ: getattr(elements[-1], champ) for champ in REPRISES[motif(chemin)][1]}
    return {champ: valeur for champ, valeur in valeurs.items() if valeur is not None}


def retrait(chemin: str) -> None:
    """Là où l'on vient de retirer un élément, de quoi le remettre."""
    annulable = session.session().annulable
    if annulable and annulable.liste == chemin:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/delete: {phrase(f'{annulable.nom} : retiré.')}")
            st.button(
                "Annuler le retrait",
                key=saisie.cle(chemin, ":annuler"),
                on_click=session.annuler_retrait,
                icon=":material/undo:",
            )


def resume(champ: str) -> Callable[[Any], str]:
    """Ce que montre une carte fermée : le début du texte de `champ`, ou qu'il manque."""

    def resumer(element: Any) -> str:
        texte = " ".join((getattr(element, champ) or "à décrire").split())
        if len(texte) <= RESUME_MAX:
            return texte
        # Jamais au milieu d'un mot.
        return f"{texte[:RESUME_MAX].rpartition(' ')[0].rstrip(' ,;:.…') or texte[:RESUME_MAX]}…"

    return resumer


def _bouton_ouvrir(ici: str, nom: str, resume_: str) -> None:
    """Un élément fermé tient sur une ligne, et toute la ligne l'ouvre : un seul élément de page à dessiner."""
    liste_, _, identifiant = ici.rpartition(".")
    st.button(
        f"**{phrase(nom)}** — {phrase(resume_)}",
        key=saisie.cle(ici, ":ouvrir"),
        on_click=session.session().ouverts.__setitem__,
        args=(liste_, identifiant),
        icon=":material/edit:",
        width="stretch",
    )


def _ouvert(chemin: str, identifiants: list[str], premier: bool) -> str | None:
    """L'élément ouvert de la liste : celui qu'on a choisi ou ajouté ; sinon le premier, ou le seul."""
    choisi = session.session().ouverts.get(chemin)
    if choisi in identifiants:
        return choisi
    return identifiants[0] if identifiants and (premier or len(identifiants) == 1) else None


def bouton_retirer(ici: str, nom: str) -> None:
    """Retire un élément, avec de quoi le remettre."""
    st.button(
        "Retirer",
        key=saisie.cle(ici, ":retirer"),
        on_click=session.retirer,
        args=(ici, nom),
        icon=":material/delete:",
        type="tertiary",
        help=phrase(f"Retirer {nom}"),
        disabled=session.session().lecture_seule,
    )


def fin(chemin: str) -> None:
    """La case « c'est tout » d'une liste ; vide, elle dit « aucun ». Une carte vide ne compte pas : on le dit."""
    elements = lire(session.dossier(), chemin)
    if not elements:
        saisie.champ(f"{chemin}_close", libelle=_question(chemin).aucun)
    elif saisie.champ(f"{chemin}_close") and (vides := sum(e.est_vide for e in elements)):
        st.warning(
            phrase(
                "Une carte est vide et ne compte pas : remplissez-la ou retirez-la."
                if vides == 1
                else f"{vides} cartes sont vides et ne comptent pas : remplissez-les ou retirez-les."
            ),
            icon=":material/info:",
        )
