"""À plusieurs : qui remplit quelle étape, et réunir des copies remplies à part."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from clas_model.chemins import avec, lire, motif
from clas_model.copies import Desaccord, Reunion, reunir
from clas_model.dossier import Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.francais import accord
from clas_model.restitution.reprise import reprendre
from clas_model.sommaire import sommaire
from pages.commun import affichage, conflits, fichiers, listes, session
from pages.commun.affichage import phrase

ROLES = ("la directrice", "le directeur", "la référente école", "le référent école", "la coordination", "un bénévole")


def _attribuer(etape: str, cle: str) -> None:
    chemin = f"repartition.{etape}.role"
    if st.session_state[cle] != lire(session.dossier(), chemin):
        session.enregistrer(chemin, st.session_state[cle])


def _repartition() -> None:
    st.markdown("## Qui remplit quoi")
    st.caption("Des rôles, jamais des noms. Chaque étape rappelle le sien ; rien n'empêche les autres d'y répondre.")
    attribues = {a.id: a.role for a in session.dossier().repartition if a.role}
    roles = list(dict.fromkeys([*ROLES, *attribues.values()]))
    for rang, etape in enumerate(session.questionnaire().etapes):
        # Deux colonnes par rangée : sur un téléphone, les étapes restent dans leur ordre.
        if rang % 2 == 0:
            colonnes = st.columns(2)
        cle = f"{session.dossier().id}:{session.session().rechargement}:role:{etape.id}"
        if cle not in st.session_state:
            st.session_state[cle] = attribues.get(etape.id)
        colonnes[rang % 2].selectbox(
            phrase(etape.titre),
            roles,
            index=None,
            key=cle,
            placeholder="Choisir ou écrire un rôle",
            accept_new_options=True,
            on_change=_attribuer,
            args=(etape.id, cle),
            disabled=session.session().lecture_seule,
        )


def _lire(recus: list[Any]) -> tuple[list[str], list[Dossier]]:
    """Les noms et les dossiers des fichiers lisibles ; les autres se disent."""
    noms, copies = [], []
    for fichier in recus:
        try:
            copies.append(reprendre(fichier.getvalue()).dossier)
            noms.append(fichier.name)
        except FichierRefuse as erreur:
            st.error(phrase(f"{fichier.name} : {erreur}"), icon=":material/error:")
    return noms, copies


def _roles_des_copies(noms: list[str]) -> list[str | None]:
    roles = sorted({a.role for a in session.dossier().repartition if a.role})
    if not roles:
        return [None] * len(noms)
    return [
        st.selectbox(phrase(f"« {nom} » a été rempli par"), roles, index=None, key=f"copie-role-{rang}",
                     placeholder="Choisir un rôle")
        for rang, nom in enumerate(noms)
    ]  # fmt: skip


def _preference(desaccord: Desaccord, roles: list[str | None]) -> int:
    """Le rang, dans le désaccord, de la réponse que donne la personne chargée de l'étape ; sinon la première."""
    etape = session.questionnaire().etape_du_motif.get(motif(desaccord.chemin))
    charge = next((a.role for a in session.dossier().repartition if etape and a.id == etape.id), None)
    rangs = (r for r, (copie, _) in enumerate(desaccord.valeurs) if charge and roles[copie] == charge)
    return next(rangs, 0)


def _trancher(reunion: Reunion, noms: list[str], roles: list[str | None]) -> dict[str, Any]:
    """La réponse choisie pour chaque champ que les copies disent autrement."""
    choisies = {}
    for desaccord in reunion.desaccords:
        ou = listes.endroit(desaccord.chemin)
        choix = [f"{conflits.en_mots(desaccord.chemin, v)} — {noms[copie]}" for copie, v in desaccord.valeurs]
        retenu = st.radio(
            phrase(f"{conflits.question(desaccord.chemin)}{f' ({ou})' if ou else ''}"),
            range(len(choix)),
            index=_preference(desaccord, roles),
            format_func=lambda r, choix=choix: phrase(choix[r]),
            key=f"trancher-{desaccord.chemin}",
        )
        choisies[desaccord.chemin] = desaccord.valeurs[retenu][1]
    return choisies


def _appliquer(dossier: Dossier, choisies: dict[str, Any]) -> None:
    for chemin, valeur in choisies.items():
        dossier = avec(dossier, chemin, valeur)
    garde = session.dossier()
    propre = {"id": garde.id, "fictif": garde.fictif, "referentiel": garde.referentiel}
    if session.transformer("", lambda _: dossier.model_copy(update=propre)):
        session.session().rechargement += 1
        session.session().message = (
            "Les copies sont réunies dans votre dossier. L'historique permet de revenir en arrière."
        )


def _copies() -> None:
    st.markdown("## Réunir des copies remplies à part")
    st.markdown(
        "Chacun a rempli sa copie ? Donnez-les toutes : ce qu'une seule dit est gardé, et vous choisissez là où elles "
        "se contredisent. Votre dossier ouvert compte comme une copie."
    )
    recus = st.file_uploader(
        "Les copies à réunir, téléchargées d'ici",
        type=fichiers.TYPES,
        accept_multiple_files=True,
        key="copies",
    )
    noms, copies = _lire(recus or [])
    if not copies:
        return
    noms, copies = ["dossier ouvert", *noms], [session.dossier(), *copies]
    for nom, copie in zip(noms, copies, strict=True):
        st.markdown(phrase(f"{nom} : {' · '.join(sommaire(copie, session.questionnaire()).en_phrases())}"))
    roles = [None, *_roles_des_copies(noms[1:])]
    try:
        reunion = reunir(copies)
    except ValidationError:
        st.error("Ces copies réunies dépassent ce qu'un dossier peut contenir : retirez-en une.")
        return
    if reunion.desaccords:
        st.warning(
            phrase(f"{accord(len(reunion.desaccords), 'réponse')} à choisir : les copies ne disent pas la même chose."),
            icon=":material/sync_problem:",
        )
    else:
        st.success("Ces copies ne se contredisent en rien.", icon=":material/check_circle:")
    choisies = _trancher(reunion, noms, roles)
    st.button(
        "Réunir dans mon dossier",
        on_click=_appliquer,
        args=(reunion.dossier, choisies),
        key="reunir",
        type="primary",
        icon=":material/merge:",
    )


affichage.titre("À plusieurs", "Se répartir les étapes, et réunir ce que chacun a rempli de son côté.", sans_puce=True)
_repartition()
if not session.session().lecture_seule:
    _copies()
