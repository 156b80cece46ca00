"""Le dossier ouvert dans cette session : le seul endroit qui l'écrit.

Une page lit `dossier()` et dessine ; un widget appelle `enregistrer(chemin, valeur)`. Ouvrir un autre dossier :
`ouverture.py`.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from pydantic import ValidationError

from clas_model import chemins, textes
from clas_model.contenu import charger_questionnaire, charger_referentiel, texte_par_defaut
from clas_model.contradictions import Contradiction, contradictions
from clas_model.dossier import Dossier
from clas_model.erreurs import ClasError, EnregistrementImpossible, RevisionPerimee, SaisieRefusee
from clas_model.francais import heure
from clas_model.fusion import Conflit, fusionner
from clas_model.parcours import Reponse, essentiel, reponses
from clas_model.persistance import DossierRepository, Enregistrement, SqlDossierRepository, adresse
from clas_model.positionnement import Positionnement, avec_reponses_locales, positionner
from clas_model.questionnaire import Questionnaire
from clas_model.referentiel import Referentiel

CLE = "clas"
# Deux enregistrements de suite ailleurs pendant le nôtre : au-delà, mieux vaut le dire.
ESSAIS = 3


REUNION = (
    "Ce dossier vient aussi de changer ailleurs, dans un autre onglet ou chez une autre personne. Vos réponses et les "
    "siennes sont réunies."
)


@dataclass
class Session:
    """Ce que garde une session : le dossier, son lien, et ce qu'il faut montrer."""

    dossier: Dossier
    secret: str | None = None
    exemple: str | None = None
    revision: int = 0
    rechargement: int = 0
    enregistre_le: dt.datetime | None = None
    # Le dossier tel qu'il a été enregistré ou relu en dernier : ce qu'on en a changé depuis est à nous.
    enregistre: Dossier | None = None
    panne: str | None = None
    conflits: dict[str, Conflit] = field(default_factory=dict)
    message: str | None = None
    erreurs: dict[str, str] = field(default_factory=dict)
    annulable: "Retrait | None" = None
    # Les sessions quittées pour un exemple ou un fichier, la dernière d'abord : l'une peut contenir une réponse pas
    # encore enregistrée.
    quittees: "tuple[Session, ...]" = ()
    # Le lien d'un dossier que la base n'a pas pu rendre : l'adresse le garde, et rien ne s'écrit par-dessus.
    lien_en_attente: str | None = None
    page: str | None = None
    secret_du_menu: str | None = None
    # La carte ouverte de chaque liste qui n'en ouvre qu'une : chemin de la liste, identifiant de l'élément.
    ouverts: dict[str, str] = field(default_factory=dict)
    calculs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Retrait:
    """Un élément qu'on vient de retirer : son nom, sa liste, et le dossier d'avant."""

    nom: str
    liste: str
    avant: Dossier


@st.cache_resource(show_spinner=False)
def _entrepot(url: str) -> DossierRepository:
    return SqlDossierRepository(url)


def entrepot() -> DossierRepository:
    """L'entrepôt des dossiers. Lève EnregistrementImpossible."""
    return _entrepot(adresse())


def vierge() -> Dossier:
    """Un dossier où rien n'est répondu."""
    return Dossier(id=uuid.uuid4().hex, referentiel=textes.choix(charger_referentiel(texte_par_defaut())))


def session() -> Session:
    """L'état de la session, créé au premier appel."""
    # Une seule recherche, car chaque champ d'une page passe ici plusieurs fois.
    try:
        etat: Session = st.session_state[CLE]
    except KeyError:
        etat = st.session_state[CLE] = Session(vierge())
    return etat


# Lectures, calculées une fois par dossier.


def dossier() -> Dossier:
    """Le dossier ouvert."""
    return session().dossier


def referentiel() -> Referentiel:
    """Le texte selon lequel le dossier est évalué : celui qu'il nomme."""
    resultat: Referentiel = _calcul("referentiel", lambda: textes.texte_du_dossier(dossier()).texte)
    return resultat


def questionnaire() -> Questionnaire:
    """Les mots du parcours, réduits aux questions que le texte du dossier pose."""
    return charger_questionnaire().pour(referentiel())


def dossier_juge() -> Dossier:
    """Le dossier ouvert, où la Caf a répondu à ce que son profil local dit pour tous."""
    resultat: Dossier = _calcul("juge", lambda: avec_reponses_locales(dossier(), referentiel()))
    return resultat


def _calcul(nom: str, calculer: Callable[[], Any]) -> Any:
    etat = session()
    if etat.calculs.get("dossier") is not etat.dossier:
        etat.calculs = {"dossier": etat.dossier}
    if nom not in etat.calculs:
        etat.calculs[nom] = calculer()
    return etat.calculs[nom]


def positionnement() -> Positionnement:
    """Le positionnement du dossier ouvert."""
    resultat: Positionnement = _calcul("positionnement", lambda: positionner(dossier(), referentiel()))
    return resultat


def toutes_les_reponses() -> tuple[Reponse, ...]:
    """Les questions du dossier ouvert et leur état."""
    resultat: tuple[Reponse, ...] = _calcul("reponses", lambda: reponses(dossier_juge(), questionnaire()))
    return resultat


def reponses_essentielles() -> tuple[Reponse, ...]:
    """Les réponses qui suffisent à un premier verdict."""
    resultat: tuple[Reponse, ...] = _calcul("essentiel", lambda: essentiel(dossier(), questionnaire()))
    return resultat


def contradictions_du_dossier() -> tuple[Contradiction, ...]:
    """Les faits qui se contredisent."""
    resultat: tuple[Contradiction, ...] = _calcul("contradictions", lambda: contradictions(dossier(), aujourdhui()))
    return resultat


def aujourdhui() -> dt.date:
    """La date du jour chez l'utilisateur."""
    return dt.datetime.now(_fuseau()).date()


def _fuseau() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "Europe/Paris")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def heure_enregistrement() -> str | None:
    """« 14 h 32 », ou `None` si rien n'est encore enregistré."""
    instant = session().enregistre_le
    if instant is None:
        return None
    return heure(instant.astimezone(_fuseau()).time())


# Écritures.


def enregistrer(chemin: str, valeur: Any) -> bool:
    """Pose une réponse et l'enregistre. Faux si elle est refusée : le dossier n'a pas changé."""
    return _modifier(chemin, lambda d: chemins.avec(d, chemin, valeur))


def refuser(chemin: str, message: str) -> None:
    """Note sous un champ pourquoi sa réponse est refusée ; le dossier ne change pas."""
    session().erreurs[chemin] = message


def ignorer(chemin: str, ignore: bool) -> bool:
    """Répond « je ne sais pas », ou retire cette réponse."""
    return _modifier(chemin, lambda d: chemins.sans_savoir(d, chemin, ignore))


def ajouter(liste: str, **valeurs: Any) -> None:
    """Ajoute un élément au bout d'une liste, et l'ouvre."""
    nouvel_id = chemins.prochain_id(dossier(), liste)
    if _modifier(liste, lambda d: chemins.ajouter(d, liste, **valeurs)[0]):
        session().ouverts[liste] = nouvel_id


def retirer(chemin: str, nom: str) -> None:
    """Retire un élément ; `nom` sert à proposer d'annuler."""
    avant, etat = dossier(), session()
    if _modifier(chemin, lambda d: chemins.retirer(d, chemin)):
        etat.annulable = Retrait(nom, chemin.rpartition(".")[0], avant)
        etat.erreurs = {c: m for c, m in etat.erreurs.items() if not c.startswith(f"{chemin}.")}
        if not chemins.lire(etat.dossier, etat.annulable.liste):
            # L'élément à venir prend le numéro du dernier retiré : ses widgets montreraient encore ses réponses.
            etat.rechargement += 1


def annuler_retrait() -> None:
    """Remet l'élément retiré en dernier."""
    etat = session()
    if etat.annulable:
        avant = etat.annulable.avant
        etat.rechargement += 1
        _modifier("", lambda _: avant)


def transformer(chemin: str, transformation: Callable[[Dossier], Dossier]) -> bool:
    """Applique une modification composée, enregistrée d'un seul coup."""
    return _modifier(chemin, transformation)


def _modifier(chemin: str, transformation: Callable[[Dossier], Dossier]) -> bool:
    etat = session()
    try:
        nouveau_dossier = transformation(etat.dossier)
    except SaisieRefusee as erreur:
        etat.erreurs[chemin] = erreur.message
        return False
    etat.erreurs.pop(chemin, None)
    etat.annulable = None
    if nouveau_dossier != etat.dossier:
        etat.dossier = nouveau_dossier
        sauver()
    return True


def sauver() -> None:
    """Enregistre le dossier de la session ; en cas de panne, il reste à l'écran et un message le dit."""
    etat = session()
    if etat.lien_en_attente:
        etat.panne = (
            "Le dossier désigné par l'adresse n'a pas encore pu être relu : rechargez la page avant de continuer, "
            "pour ne pas en commencer un second."
        )
        return
    try:
        if etat.secret is None:
            etat.secret, enregistre = entrepot().create(etat.dossier)
        else:
            enregistre = _enregistrer_ou_reunir(etat, etat.secret)
    except ClasError as erreur:
        etat.panne = str(erreur)
    else:
        etat.enregistre = etat.dossier
        etat.revision, etat.enregistre_le = enregistre.revision, enregistre.modifie_le
        etat.panne = None


def _enregistrer_ou_reunir(etat: Session, secret: str) -> Enregistrement:
    """Enregistre ; si le dossier a changé ailleurs, réunit les deux versions et recommence."""
    for _ in range(ESSAIS):
        try:
            return entrepot().save(secret, etat.dossier, etat.revision)
        except RevisionPerimee:
            ailleurs = entrepot().get(secret)
            _reunir(etat, ailleurs)
            if etat.dossier == ailleurs.dossier:
                return ailleurs
    raise EnregistrementImpossible("Ce dossier change sans cesse ailleurs. Attendez un instant, puis réessayez.")


def _reunir(etat: Session, ailleurs: Enregistrement) -> None:
    """Réunit mes réponses et celles qui ont été enregistrées ailleurs ; garde à part celles où il faut choisir."""
    try:
        fusion = fusionner(etat.enregistre or ailleurs.dossier, etat.dossier, ailleurs.dossier)
    except ValidationError as erreur:
        raise EnregistrementImpossible(
            "Ce dossier a aussi changé ailleurs, et les deux versions réunies dépassent ce qu'un dossier peut "
            "contenir. Retirez des éléments, puis réessayez."
        ) from erreur
    etat.dossier, etat.enregistre, etat.revision = fusion.dossier, ailleurs.dossier, ailleurs.revision
    etat.conflits = {**{c.chemin: c for c in fusion.conflits}, **etat.conflits}
    # Les widgets repartent des réponses réunies.
    etat.rechargement += 1
    etat.annulable = None
    # Un choix à faire dit déjà que quelqu'un d'autre répond.
    etat.message = None if etat.conflits else REUNION


def choisir(conflit: Conflit, garder_la_mienne: bool) -> None:
    """Tranche un champ changé des deux côtés ; l'autre réponse est déjà dans le dossier."""
    etat = session()
    etat.conflits.pop(conflit.chemin, None)
    etat.rechargement += 1
    if garder_la_mienne:
        enregistrer(conflit.chemin, conflit.mienne)
