"""Revenir : les dossiers que ce navigateur connaît, et ce qu'il montrait encore quand le serveur a tout oublié."""

import contextlib
import datetime as dt
import json
import re

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

from clas_model.chemins import chemins_du_motif
from clas_model.erreurs import ClasError
from pages.commun import enregistrement, journal, session
from pages.commun.enregistrement import conservation, maintenant, mois_avant
from pages.commun.genres import s_ecrit
from pages.commun.serveur import COOKIE, lire_cookie
from pages.commun.session import Connu, Session

# L'effacement s'annonce deux mois avant.
ANNONCE = 2
_TEMOIN = "vu:"
_RECONNEXION = "reconnexion"
_VEILLE = "veille"


def veiller() -> None:
    """Ce que porte toute page pour revenir : de quoi se reconnecter, et le souvenir du dossier dans ce navigateur."""
    etat = session.session()
    # Caché par le style du bandeau : il ne sert qu'à parler au serveur.
    with st.container(key=_VEILLE):
        st.button("Reprendre", key=_RECONNEXION)
        if etat.secret and not etat.lecture_seule and etat.secret not in lire_cookie(st.context.cookies.get(COOKIE)):
            demander({"retenir": etat.secret})


def demander(action: dict[str, str]) -> None:
    """Fait retenir ou oublier un dossier par ce navigateur : le serveur pose le cookie, la page ne le lit pas."""
    corps = json.dumps(json.dumps(action))
    st.html(
        f'<script>fetch("souvenir", {{method: "POST", headers: {{"Content-Type": "application/json"}}, '
        f"body: {corps}}});</script>",
        unsafe_allow_javascript=True,
    )


def temoin() -> None:
    """La révision que montre la page, connue du navigateur : s'il revient, on saura de quoi partaient ses réponses."""
    etat = session.session()
    journal.accuser(etat)
    if etat.secret and not etat.lecture_seule:
        st.checkbox("révision", key=f"{_TEMOIN}{etat.dossier.id}:{etat.revision}", label_visibility="collapsed")


def connus() -> tuple[Connu, ...]:
    """Les dossiers déjà ouverts dans ce navigateur, qui existent encore."""
    trouves = []
    for secret in lire_cookie(st.context.cookies.get(COOKIE)):
        try:
            lu = enregistrement.entrepot().get(secret)
        except ClasError:
            continue
        trouves.append(Connu(secret, lu.dossier.structure.nom, lu.modifie_le))
    return tuple(trouves)


def effacement(touche_le: dt.datetime) -> dt.date | None:
    """Le jour où un dossier auquel personne ne touche sera effacé, s'il approche."""
    mois = conservation()
    return mois_avant(-mois, touche_le).date() if touche_le < mois_avant(mois - ANNONCE, maintenant()) else None


def champs_du_navigateur() -> frozenset[str]:
    """Les clés des champs que montre encore le navigateur d'une session que le serveur ne connaît pas."""
    contexte = get_script_run_ctx()
    if contexte is None:
        return frozenset()
    cles = (user_key_from_element_id(i) for i in contexte.session_state._state._new_widget_state.states)
    return frozenset(c for c in cles if c)


def accorder(etat: Session, champs: frozenset[str]) -> int | None:
    """Redonne aux champs les clés qu'ils ont dans le navigateur ; rend la révision que celui-ci montrait.

    Un choix fait pendant que le serveur s'arrêtait est à l'écran : `recueillir` le relira. Un texte est au journal du
    navigateur : son champ reprend la réponse enregistrée.
    """
    ici = f"{etat.dossier.id}:"
    vues = [int(c.rpartition(":")[2]) for c in champs if c.startswith(f"{_TEMOIN}{ici}")]
    siens = [trouve for c in champs if (trouve := re.fullmatch(f"{re.escape(ici)}([0-9]+):(.+)", c))]
    if not vues or not siens:
        return None
    ecrits = {c for m in session.questionnaire().par_motif if s_ecrit(m) for c in chemins_du_motif(etat.dossier, m)}
    etat.rechargement = min(int(t[1]) for t in siens)
    choix = [t for t in siens if t[2] not in ecrits]
    etat.relus = {t[2].partition(":")[0]: int(t[1]) - etat.rechargement for t in choix}
    etat.a_recueillir = frozenset(t[0] for t in choix)
    # Une clé neuve : ce qui arriverait encore de l'ancienne ne doit pas se mettre par-dessus.
    etat.relances = {t[2]: int(t[1]) + 1 - etat.rechargement - etat.relus.get(t[2], 0) for t in siens if t[2] in ecrits}
    for trouve in siens:
        segments = trouve[2].split(".")
        # « groupes.g2.effectif » : la carte g2 de la liste était ouverte.
        for longueur in range(1, len(segments) - 1):
            etat.ouverts.setdefault(".".join(segments[:longueur]), segments[longueur])
    return max(vues)


def recueillir() -> None:
    """À la fin de la première exécution : ce que disent les champs du navigateur devient la réponse du dossier."""
    etat, contexte = session.session(), get_script_run_ctx()
    if not etat.a_recueillir or contexte is None:
        return
    etats = contexte.session_state._state._new_widget_state
    champs = [c for i, c in etats.widget_metadata.items() if user_key_from_element_id(i) in etat.a_recueillir]
    etat.recueil = True
    try:
        for champ in champs:
            # Un bouton n'est pas une réponse : la page redessinée le propose encore.
            cle = user_key_from_element_id(champ.id)
            # Vide, un choix est plutôt un champ qui n'a pas eu le temps de se remplir.
            vide = st.session_state.get(cle) in (None, "", [])
            if champ.callback and champ.value_type != "trigger_value" and not vide:
                # Le champ est déjà dessiné : on ne peut plus récrire ce qu'il montre, et ce n'est pas utile.
                with contextlib.suppress(StreamlitAPIException):
                    champ.callback(*(champ.callback_args or ()), **(champ.callback_kwargs or {}))
    finally:
        etat.a_recueillir, etat.recueil = frozenset(), False
    if etat.dossier != etat.enregistre or etat.en_retard:
        etat.en_retard = False
        session.sauver()
        st.rerun()
