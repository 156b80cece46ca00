"""Garder ce que dit la session : l'écrire, le réunir à ce qui a changé ailleurs, dire quand c'est impossible."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import ValidationError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from clas_model.chemins import lire
from clas_model.differences import changements
from clas_model.dossier import Dossier
from clas_model.erreurs import ClasError, DossierIntrouvable, EnregistrementImpossible, RevisionPerimee
from clas_model.fusion import fusionner
from clas_model.persistance import (
    DossierRepository,
    Enregistrement,
    SqlDossierRepository,
    Version,
    adresse,
    conservation,
    maintenant,
    mois_avant,
)

if TYPE_CHECKING:
    from pages.commun.session import Session

__all__ = ["Version", "conservation", "ecrire", "entrepot", "maintenant", "mois_avant"]
# Deux enregistrements de suite ailleurs pendant le nôtre : au-delà, mieux vaut le dire.
ESSAIS = 3
# Au-delà, tous les champs se relisent.
RELUS_MAX = 100
REUNION = (
    "Ce dossier vient aussi de changer ailleurs, dans un autre onglet ou chez une autre personne. Vos réponses et les "
    "siennes sont réunies."
)
LIEN_MUET = (
    "Le dossier désigné par l'adresse n'a pas encore pu être relu : rechargez la page avant de continuer, "
    "pour ne pas en commencer un second."
)
EN_SUSPENS = (
    "Votre réponse n'est pas encore enregistrée : dites d'abord si elle va dans le dossier déjà ouvert dans ce "
    "navigateur, ou dans un autre."
)


@st.cache_resource(show_spinner=False)
def _entrepot(url: str) -> DossierRepository:
    return SqlDossierRepository(url)


def entrepot() -> DossierRepository:
    """L'entrepôt des dossiers. Lève EnregistrementImpossible ou BaseAMigrer."""
    return _entrepot(adresse())


def ecrire(etat: Session, ajout: Callable[[Dossier], Dossier] | None = None) -> None:
    """Enregistre le dossier de la session ; en cas de panne, il reste à l'écran et un message le dit.

    `ajout` : la seule chose qui ait changé, si c'est l'ajout d'un élément.
    """
    if etat.recueil:
        # Enregistrer entre deux champs réunirait les versions, et le champ suivant, encore vide à l'écran, effacerait
        # ce qui vient d'en être reçu.
        return
    if etat.a_recueillir:
        contexte = get_script_run_ctx()
        if not (contexte and contexte.fragment_ids_this_run):
            # La fin de cette exécution relira tous les champs, et enregistrera d'un coup.
            return
        # Une partie vivante n'a pas cette fin-là : sa réponse s'enregistre tout de suite.
        etat.a_recueillir = frozenset()
    if etat.lien_en_attente:
        etat.panne = LIEN_MUET
        return
    if etat.secret is None and etat.connus:
        etat.panne = EN_SUSPENS
        return
    try:
        if etat.secret is None:
            etat.secret, enregistre = entrepot().create(etat.dossier)
        else:
            enregistre = _enregistrer_ou_reunir(etat, etat.secret, ajout)
    except DossierIntrouvable as erreur:
        etat.efface, etat.panne = True, str(erreur)
    except ClasError as erreur:
        etat.panne = str(erreur)
    else:
        etat.enregistre = etat.dossier
        etat.conflits_enregistres = dict(etat.conflits)
        etat.revision, etat.enregistre_le = enregistre.revision, enregistre.modifie_le
        etat.panne = etat.effacement = None


def _enregistrer_ou_reunir(etat: Session, secret: str, ajout: Callable[[Dossier], Dossier] | None) -> Enregistrement:
    """Enregistre ; si le dossier a changé ailleurs, réunit les deux versions et recommence."""
    for _ in range(ESSAIS):
        try:
            return entrepot().save(secret, etat.dossier, etat.revision, tuple(etat.conflits.values()))
        except RevisionPerimee:
            ailleurs = entrepot().get(secret)
            _reunir(etat, ailleurs, ajout)
            if etat.dossier == ailleurs.dossier and tuple(etat.conflits.values()) == ailleurs.conflits:
                return ailleurs
    raise EnregistrementImpossible("Ce dossier change sans cesse ailleurs. Attendez un instant, puis réessayez.")


def _reunir(etat: Session, ailleurs: Enregistrement, ajout: Callable[[Dossier], Dossier] | None) -> None:
    """Réunit mes réponses et celles qui ont été enregistrées ailleurs ; garde à part celles où il faut choisir."""
    absent = etat.annulable is not None and lire(etat.dossier, etat.annulable.chemin) is None
    nouveaux = {}
    if ajout is not None:
        # Deux personnes qui ajoutent chacune un élément en ont deux : le mien se refait après le sien.
        reuni = ajout(ailleurs.dossier)
    else:
        try:
            fusion = fusionner(etat.enregistre or ailleurs.dossier, etat.dossier, ailleurs.dossier)
        except ValidationError as erreur:
            raise EnregistrementImpossible(
                "Ce dossier a aussi changé ailleurs, et les deux versions réunies dépassent ce qu'un dossier peut "
                "contenir. Retirez des éléments, puis réessayez."
            ) from erreur
        reuni, nouveaux = fusion.dossier, {c.chemin: c for c in fusion.conflits}
    _relire(etat, changements(etat.dossier, reuni))
    etat.conflits = _choix_restants(etat, ailleurs) | nouveaux
    etat.miens |= nouveaux.keys()
    etat.base_reunie = etat.enregistre
    etat.dossier, etat.enregistre, etat.revision = reuni, ailleurs.dossier, ailleurs.revision
    etat.conflits_enregistres = {c.chemin: c for c in ailleurs.conflits}
    if etat.annulable is not None and absent and lire(reuni, etat.annulable.chemin) is not None:
        # L'autre personne l'a modifié : il est revenu, il n'y a plus rien à annuler.
        etat.annulable = None
    # Un choix à faire dit déjà que quelqu'un d'autre répond.
    etat.message = None if nouveaux else REUNION


def _relire(etat: Session, chemins: tuple[str, ...]) -> None:
    """Les champs dont la réponse vient de changer la relisent ; les autres gardent le texte qu'on y écrit."""
    if len(chemins) > RELUS_MAX:
        etat.rechargement += 1
        return
    for chemin in chemins:
        etat.relire(chemin)


def _choix_restants(etat: Session, ailleurs: Enregistrement) -> dict[str, object]:
    """Les choix encore à faire : ceux que ni l'un ni l'autre n'a tranchés, et ceux que chacun a en plus."""
    miens, siens = etat.conflits, {c.chemin: c for c in ailleurs.conflits}
    connus = etat.conflits_enregistres
    return {c: v for c, v in siens.items() if c not in connus or c in miens} | {
        c: v for c, v in miens.items() if c not in connus or c in siens
    }
