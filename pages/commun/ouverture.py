"""Ouvrir un dossier : depuis l'adresse, un exemple, un fichier, ou revenir à un dossier quitté.

L'adresse de la page désigne le dossier (`?dossier=secret`) : un rafraîchissement ou un serveur relancé retrouvent le
même.
"""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st

from clas_model import textes
from clas_model.contenu import EXEMPLES, charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import BaseAMigrer, ClasError, DossierIntrouvable, EnregistrementImpossible
from clas_model.fusion import fusionner
from pages.commun import enregistrement, reprise, session

PARAMETRE = "dossier"
PARAMETRE_EXEMPLE = "exemple"
QUITTEES_MAX = 5


def ouvrir() -> None:
    """Accorde la session et l'adresse : l'adresse l'emporte, puis la session, sinon un dossier vierge."""
    neuve = session.CLE not in st.session_state
    etat = session.session()
    voulu, exemple = st.query_params.get(PARAMETRE), st.query_params.get(PARAMETRE_EXEMPLE)
    if voulu and voulu != etat.secret:
        _charger(voulu, neuve)
    elif neuve and not voulu:
        # Une page ouverte sans dossier dans un navigateur qui en connaît : on le dira avant d'en créer un de plus.
        etat.connus = reprise.connus()
    if not voulu and exemple in EXEMPLES and etat.secret is None and exemple != etat.exemple:
        ouvrir_exemple(exemple)
    ecrire_adresse()


def entrer(page: str) -> None:
    """Note la page ouverte ; un refus n'y suit que le texte qu'il refuse."""
    etat = session.session()
    if page != etat.page:
        etat.page = page
        etat.refus = {c: r for c, r in etat.refus.items() if r.ecrit is not None}
        etat.annulable = None


def ecrire_adresse() -> None:
    """Remet dans l'adresse le dossier ouvert : un dossier vient d'être enregistré, ou un lien l'a perdue."""
    etat = session.session()
    secret = etat.secret or etat.lien_en_attente
    for nom, valeur in ((PARAMETRE, secret), (PARAMETRE_EXEMPLE, None if secret else etat.exemple)):
        if valeur is None:
            st.query_params.pop(nom, None)
        elif st.query_params.get(nom) != valeur:
            st.query_params[nom] = valeur


def _charger(secret: str, neuve: bool = False) -> None:
    """Ouvre le dossier de ce lien ; s'il est inconnu ou la base muette, le dit et garde le dossier ouvert.

    `neuve` : le serveur ne connaissait pas cette session, mais le navigateur montre peut-être encore des réponses.
    """
    etat = session.session()
    try:
        enregistre = enregistrement.entrepot().get(secret)
    except DossierIntrouvable as erreur:
        etat.message, etat.lien_en_attente = str(erreur), None
        return
    except (EnregistrementImpossible, BaseAMigrer) as erreur:
        etat.message, etat.lien_en_attente = str(erreur), secret
        return
    _remplacer(
        enregistre.dossier,
        secret=secret,
        enregistre=enregistre.dossier,
        revision=enregistre.revision,
        enregistre_le=enregistre.modifie_le,
        conflits={c.chemin: c for c in enregistre.conflits},
        conflits_enregistres={c.chemin: c for c in enregistre.conflits},
        lecture_seule=enregistre.lecture_seule,
        effacement=None if enregistre.lecture_seule else reprise.effacement(enregistre.touche_le),
    )
    if neuve and not enregistre.lecture_seule:
        vue = reprise.accorder(session.session(), reprise.champs_du_navigateur())
        if vue is not None and vue < enregistre.revision:
            _revenir_a(secret, vue)


def _revenir_a(secret: str, revision: int) -> None:
    """Repart de la version que montrait le navigateur : ce qui a changé depuis s'y réunira, au lieu d'être écrasé."""
    etat = session.session()
    try:
        versions = enregistrement.entrepot().history(secret)
    except ClasError:
        versions = ()
    vue = next((v for v in versions if v.revision == revision), None)
    if vue is None:
        # Trop ancienne : on ne sait plus ce qui est nouveau, et mieux vaut ne rien écraser.
        etat.a_recueillir, etat.rechargement = frozenset(), etat.rechargement + 1
        return
    etat.dossier = etat.enregistre = vue.dossier
    etat.revision, etat.en_retard = revision, True


def _remplacer(dossier: Dossier, **valeurs: Any) -> None:
    """Change de dossier ; les widgets repartent des réponses du nouveau."""
    ancien = session.session()
    st.session_state[session.CLE] = session.Session(
        dossier,
        rechargement=ancien.rechargement + 1,
        quittees=_sessions_a_garder(ancien, valeurs.get("secret")),
        page=ancien.page,
        **valeurs,
    )
    if reserve := textes.texte_du_dossier(dossier).reserve:
        session.session().message = reserve


def _sessions_a_garder(ancienne: session.Session, secret: str | None) -> tuple[session.Session, ...]:
    """Les sessions où l'on pourra revenir après avoir ouvert le dossier de ce secret.

    Celle dont une réponse n'a pas pu être enregistrée reste toujours : elle seule l'a encore.
    """
    gardees = tuple(q for q in ancienne.quittees if q.panne or secret is None or q.secret != secret)
    if ancienne.panne or (ancienne.revision and ancienne.secret != secret):
        gardees = (ancienne, *gardees)
    ancienne.quittees = ()
    return gardees[:QUITTEES_MAX]


def rejoindre(secret: str) -> None:
    """Revient à un dossier que ce navigateur connaît ; les réponses données en attendant s'y ajoutent."""
    etat = session.session()
    base, mien = session.vierge(), etat.dossier
    _charger(secret)
    etat = session.session()
    if etat.secret == secret and mien != base.model_copy(update={"id": mien.id}):
        reunies = fusionner(base, mien, etat.dossier)
        etat.dossier, etat.conflits = reunies.dossier, etat.conflits | {c.chemin: c for c in reunies.conflits}
        etat.miens |= {c.chemin for c in reunies.conflits}
        session.sauver()
    ecrire_adresse()


def copier() -> None:
    """Fait un dossier à soi d'un dossier qu'on ne peut que lire."""
    ouvrir_fichier(session.dossier())


def ouvrir_exemple(nom: str) -> None:
    """Ouvre un dossier d'exemple ; il n'est enregistré qu'à la première modification."""
    _remplacer(charger_exemple(nom).model_copy(update={"id": uuid.uuid4().hex}), exemple=nom)
    ecrire_adresse()


def ouvrir_fichier(dossier: Dossier) -> None:
    """Ouvre un dossier lu dans un fichier, comme un nouveau dossier enregistré."""
    _remplacer(dossier.model_copy(update={"id": uuid.uuid4().hex}))
    session.sauver()
    ecrire_adresse()


def nouveau() -> None:
    """Commence un dossier vierge."""
    _remplacer(session.vierge())
    session.session().connus = ()
    ecrire_adresse()


def apres_effacement() -> None:
    """Le dossier ouvert vient d'être effacé : il n'en reste rien dans la session."""
    etat = session.session()
    st.session_state[session.CLE] = session.Session(
        session.vierge(),
        rechargement=etat.rechargement + 1,
        page=etat.page,
        quittees=tuple(q for q in etat.quittees if q.secret != etat.secret),
        message="Le dossier est effacé, ainsi que son historique et ses liens. Il n'en reste rien ici.",
    )
    ecrire_adresse()


def revenir(retrouvee: session.Session) -> None:
    """Rouvre un dossier quitté pour un exemple ou un fichier."""
    ancienne = session.session()
    autres = _sessions_a_garder(ancienne, retrouvee.secret)
    retrouvee.quittees = tuple(q for q in autres if q is not retrouvee)
    retrouvee.rechargement = ancienne.rechargement + 1
    retrouvee.page = ancienne.page
    st.session_state[session.CLE] = retrouvee
    ecrire_adresse()
