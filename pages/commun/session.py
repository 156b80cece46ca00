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

from clas_model import chemins, textes
from clas_model.contenu import charger_questionnaire, charger_referentiel, texte_par_defaut
from clas_model.contradictions import Contradiction, contradictions
from clas_model.dossier import Dossier
from clas_model.erreurs import ClasError, SaisieRefusee
from clas_model.francais import heure
from clas_model.fusion import Conflit
from clas_model.parcours import Reponse, essentiel, reponses
from clas_model.positionnement import Positionnement, avec_reponses_locales, positionner
from clas_model.questionnaire import Questionnaire
from clas_model.referentiel import Referentiel
from clas_model.restitution.reprise import Reprise
from clas_model.retraits import Retrait, noter, remettre
from pages.commun import enregistrement

CLE = "clas"
LECTURE = (
    "Ce lien permet de lire le dossier, pas de le modifier. Pour y répondre, demandez l'autre lien, ou faites-en une "
    "copie à vous."
)


@dataclass(frozen=True, slots=True)
class Connu:
    """Un dossier déjà ouvert dans ce navigateur."""

    secret: str
    nom: str | None
    modifie_le: dt.datetime


@dataclass(frozen=True, slots=True)
class Refus:
    """Pourquoi une réponse est refusée, et le texte tel qu'écrit : on le retrouve en revenant à sa page."""

    message: str
    ecrit: str | None = None


@dataclass
class Session:
    """Ce que garde une session : le dossier, son lien, et ce qu'il faut montrer."""

    dossier: Dossier
    secret: str | None = None
    exemple: str | None = None
    revision: int = 0
    rechargement: int = 0
    # Combien de fois chaque champ a été relu, en plus du rechargement de tous.
    relus: dict[str, int] = field(default_factory=dict)
    # De même, pour les champs de texte d'une page reprise après une coupure.
    relances: dict[str, int] = field(default_factory=dict)
    enregistre_le: dt.datetime | None = None
    # Le dossier tel qu'il a été enregistré ou relu en dernier : ce qu'on en a changé depuis est à nous.
    enregistre: Dossier | None = None
    panne: str | None = None
    conflits: dict[str, Conflit] = field(default_factory=dict)
    message: str | None = None
    refus: dict[str, Refus] = field(default_factory=dict)
    annulable: Retrait | None = None
    # Les choix tels qu'ils sont enregistrés, et ceux qui sont nés de mes réponses.
    conflits_enregistres: dict[str, Conflit] = field(default_factory=dict)
    miens: set[str] = field(default_factory=set)
    lecture_seule: bool = False
    # Le jour où le dossier sera effacé si personne n'y touche, quand il approche ; vrai quand il l'a été ailleurs.
    effacement: dt.date | None = None
    efface: bool = False
    # Les dossiers que ce navigateur connaît déjà, tant qu'on n'a pas dit vouloir en commencer un autre.
    connus: "tuple[Connu, ...]" = ()
    # Les champs que le navigateur montrait avant que le serveur ne l'oublie  : à relire avant d'enregistrer.
    a_recueillir: frozenset[str] = frozenset()
    # La session repart d'une version passée : elle est à réunir à la dernière.
    en_retard: bool = False
    # La version d'où partaient les réponses de la page, avant la dernière réunion.
    base_reunie: Dossier | None = None
    # Les derniers textes reçus du navigateur : champ, puis empreinte. Voir `journal.py`.
    recus: dict[str, int] = field(default_factory=dict)
    # Vrai pendant qu'on relit les champs du navigateur : rien ne s'enregistre avant le dernier.
    recueil: bool = False
    # Un fichier choisi, dont on montre ce qu'il contient avant d'en faire quoi que ce soit.
    fichier_lu: Reprise | None = None
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

    def relire(self, chemin: str) -> None:
        """Fait relire à un champ la réponse du dossier ; les autres gardent le texte qu'on y écrit."""
        self.relus[chemin] = self.relus.get(chemin, 0) + 1


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


def texte_plus_recent() -> str | None:
    """« Évalué selon … ; un texte plus récent existe », pour un dossier enregistré ; rien ne change d'office."""
    if session().secret is None:
        return None
    resultat: str | None = _calcul("nouveautes", lambda: textes.nouveautes(dossier()))
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
    return dt.datetime.now(fuseau()).date()


def fuseau() -> ZoneInfo:
    """Le fuseau de l'utilisateur."""
    try:
        return ZoneInfo(st.context.timezone or "Europe/Paris")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def heure_enregistrement() -> str | None:
    """« 14 h 32 », ou `None` si rien n'est encore enregistré."""
    instant = session().enregistre_le
    if instant is None:
        return None
    return heure(instant.astimezone(fuseau()).time())


# Écritures.


def enregistrer(chemin: str, valeur: Any) -> bool:
    """Pose une réponse et l'enregistre. Faux si elle est refusée : le dossier n'a pas changé."""
    return _modifier(chemin, lambda d: chemins.avec(d, chemin, valeur))


def refuser(chemin: str, message: str, ecrit: str) -> None:
    """Note sous un champ pourquoi sa réponse est refusée, et ce qui y était écrit ; le dossier ne change pas."""
    session().refus[chemin] = Refus(message, ecrit)


def ignorer(chemin: str, ignore: bool) -> bool:
    """Répond « je ne sais pas », ou retire cette réponse."""
    return _modifier(chemin, lambda d: chemins.sans_savoir(d, chemin, ignore))


def ajouter(liste: str, **valeurs: Any) -> None:
    """Ajoute un élément au bout d'une liste, et l'ouvre."""
    if _modifier(liste, lambda d: chemins.ajouter(d, liste, **valeurs)[0], ajout=True):
        session().ouverts[liste] = chemins.lire(dossier(), liste)[-1].id


def retirer(chemin: str, nom: str) -> None:
    """Retire un élément ; `nom` sert à proposer d'annuler."""
    etat, note = session(), noter(dossier(), chemin, nom)
    # Avant de retirer : si l'autre personne vient de le modifier, il revient, et il n'y aura rien à annuler.
    avant, etat.annulable = etat.annulable, note
    if not note or not _modifier(chemin, lambda d: chemins.retirer(d, chemin)):
        etat.annulable = avant
    else:
        etat.refus = {c: r for c, r in etat.refus.items() if not c.startswith(f"{chemin}.")}
        if not chemins.lire(etat.dossier, note.liste):
            # L'élément à venir prend le numéro du dernier retiré : ses widgets montreraient encore ses réponses.
            etat.rechargement += 1


def annuler_retrait() -> None:
    """Remet l'élément retiré en dernier, sans toucher aux réponses données depuis."""
    etat = session()
    if (note := etat.annulable) and _modifier(note.liste, lambda d: remettre(d, note)):
        etat.annulable = None
        etat.rechargement += 1


def confirmer(chemin: str) -> None:
    """Confirme une réponse reprise d'une autre année."""
    _modifier(chemin, lambda d: chemins.confirmer(d, chemin))


def transformer(chemin: str, transformation: Callable[[Dossier], Dossier]) -> bool:
    """Applique une modification composée, enregistrée d'un seul coup."""
    return _modifier(chemin, transformation)


def _modifier(chemin: str, transformation: Callable[[Dossier], Dossier], ajout: bool = False) -> bool:
    etat = session()
    if etat.lecture_seule:
        # Le champ reprend la réponse du dossier.
        etat.message, etat.rechargement = LECTURE, etat.rechargement + 1
        return False
    try:
        nouveau_dossier = transformation(etat.dossier)
    except SaisieRefusee as erreur:
        etat.refus[chemin] = Refus(erreur.message)
        return False
    etat.refus.pop(chemin, None)
    # Répondre de nouveau à ce champ, c'est avoir choisi.
    etat.conflits.pop(chemin, None)
    if nouveau_dossier != etat.dossier:
        seul_changement = ajout and etat.dossier == etat.enregistre
        etat.dossier = nouveau_dossier
        enregistrement.ecrire(etat, transformation if seul_changement else None)
    return True


def sauver() -> None:
    """Enregistre le dossier de la session ; en cas de panne, il reste à l'écran et un message le dit."""
    enregistrement.ecrire(session())


def opposer(chemin: str, valeur: Any) -> None:
    """Garde à part une réponse à un champ qui a changé ailleurs : elle est à choisir, pas à écraser."""
    etat = session()
    etat.conflits[chemin] = Conflit(chemin, valeur, chemins.lire(etat.dossier, chemin))
    etat.miens.add(chemin)
    sauver()


def choisir(conflit: Conflit, garder_la_mienne: bool) -> None:
    """Tranche un champ changé des deux côtés ; l'autre réponse est déjà dans le dossier."""
    etat = session()
    if etat.conflits.pop(conflit.chemin, None) is None:
        return
    etat.rechargement += 1
    avant = etat.dossier
    if garder_la_mienne:
        enregistrer(conflit.chemin, conflit.mienne)
    if etat.dossier == avant:
        sauver()


def restaurer(revision: int) -> None:
    """Revient à une version passée ; l'état d'à présent reste dans l'historique."""
    etat = session()
    if not etat.secret:
        return
    try:
        retrouve = enregistrement.entrepot().restore(etat.secret, revision, etat.revision)
    except ClasError as erreur:
        etat.message = str(erreur)
        return
    etat.dossier = etat.enregistre = retrouve.dossier
    etat.revision, etat.enregistre_le = retrouve.revision, retrouve.modifie_le
    etat.rechargement += 1
    etat.annulable = None
    etat.message = "Le dossier est revenu à cette version. Les autres restent dans l'historique."


def garder() -> None:
    """Repousse l'effacement d'un dossier auquel on ne touche plus."""
    etat = session()
    if etat.secret:
        enregistrement.entrepot().keep(etat.secret)
        etat.effacement = None


def recommencer() -> None:
    """Le dossier a été effacé ailleurs : ce qui est à l'écran devient un nouveau dossier."""
    etat = session()
    etat.secret, etat.revision, etat.efface = None, 0, False
    etat.dossier = etat.dossier.model_copy(update={"id": uuid.uuid4().hex})
    sauver()


def commencer_un_autre() -> None:
    """Un dossier est déjà ouvert dans ce navigateur, et c'en est bien un autre qu'on commence."""
    etat = session()
    etat.connus = ()
    if etat.panne:
        sauver()
