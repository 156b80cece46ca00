"""Les réunions vues des pages : l'entrepôt, ce qui vient d'être lu, la salle à juger, l'adresse publique du serveur."""

import functools
import os
import threading
import time
import uuid
from dataclasses import dataclass

from clas_model.contenu.reunion import charger_sondage
from clas_model.erreurs import ReunionIntrouvable
from clas_model.persistance import Comptes, Preparation, Reunion, SqlDossierRepository, SqlReunionRepository, adresse
from clas_model.referentiel import Referentiel
from clas_model.reunion.deroule import Vue, deroule
from clas_model.reunion.resultats import Salle
from clas_model.sondage import Question, Reponses, Sondage
from clas_model.sondage.questions import recevable
from clas_model.textes import texte_nomme

# En secondes : cent téléphones qui demandent « du nouveau ? » ne font qu'une lecture de la base.
FRAICHEUR = 0.5
# Le nombre de présents ne sert alors qu'à régler la cadence.
PRESENCE = 5.0
MEMOIRE = 200


@functools.lru_cache(maxsize=4)
def _entrepot(url: str) -> SqlReunionRepository:
    return SqlReunionRepository(url)


@functools.lru_cache(maxsize=4)
def _dossiers(url: str) -> SqlDossierRepository:
    return SqlDossierRepository(url)


def entrepot() -> SqlReunionRepository:
    """L'entrepôt des réunions. Lève EnregistrementImpossible ou BaseAMigrer."""
    return _entrepot(adresse())


def sondage() -> Sondage:
    """Les questions qu'on peut poser."""
    return charger_sondage()


def jours_de_garde() -> int:
    """Combien de jours une réunion est gardée : `CLAS_REUNION_JOURS`, sinon la durée du contenu."""
    lu = os.environ.get("CLAS_REUNION_JOURS", "")
    return int(lu) if lu.isdecimal() and 0 < int(lu) <= 366 else sondage().conservation_jours


def adresse_publique(base: str) -> str:
    """L'adresse que les téléphones atteignent : `CLAS_ADRESSE_PUBLIQUE`, sinon celle par où l'animateur est venu."""
    return (os.environ.get("CLAS_ADRESSE_PUBLIQUE") or base).rstrip("/")


@dataclass(frozen=True, slots=True)
class Contexte:
    """Une réunion et le contenu dont elle dépend."""

    reunion: Reunion
    texte: Referentiel
    questions: tuple[Question, ...]
    vues: tuple[Vue, ...]

    @property
    def position(self) -> int:
        """Le rang de la vue projetée ; le contenu a pu raccourcir le déroulé depuis."""
        return min(max(self.reunion.position, 0), len(self.vues) - 1)

    @property
    def vue(self) -> Vue:
        """La vue projetée."""
        return self.vues[self.position]


def contexte(reunion: Reunion) -> Contexte:
    """Le texte, les questions et le déroulé d'une réunion."""
    texte, questions, vues = _contenu(reunion.preparation)
    return Contexte(reunion, texte, questions, vues)


@functools.lru_cache(maxsize=128)
def _contenu(preparation: Preparation) -> tuple[Referentiel, tuple[Question, ...], tuple[Vue, ...]]:
    texte = texte_nomme(preparation.texte)
    questions = sondage().choisies(preparation.questions)
    return texte, questions, deroule(questions, texte)


class Lectures:
    """Ce que la base vient de dire, gardé une demi-seconde : le coût d'une salle ne croît pas comme son carré."""

    def __init__(self) -> None:
        self._reunions: dict[str, tuple[float, Reunion]] = {}
        self._comptes: dict[int, tuple[float, Comptes]] = {}
        self._salles: dict[int, tuple[tuple[object, ...], Salle]] = {}
        # Quand la mémoire vieillit, un seul téléphone relit la base, les autres l'attendent.
        self._verrou = threading.Lock()

    def en_memoire(self, code: str) -> Reunion | None:
        """La réunion, si elle vient d'être lue : sans attendre la base."""
        lu = self._reunions.get(code)
        return lu[1] if lu and time.monotonic() - lu[0] < FRAICHEUR else None

    def reunion(self, code: str) -> Reunion:
        """La réunion de ce code, au plus vieille d'une demi-seconde. Lève ReunionIntrouvable."""
        with self._verrou:
            connue = self.en_memoire(code)
            if connue is None:
                connue = entrepot().rejoindre(code)
                self.noter(connue)
                self.comptes(connue, PRESENCE)
        return connue

    def presents(self, reunion: Reunion) -> int:
        """Combien de téléphones il y avait au dernier compte, sans la base."""
        lu = self._comptes.get(reunion.id)
        return lu[1].presents if lu else 0

    def noter(self, reunion: Reunion) -> None:
        """Retient ce qu'on vient de lire ou d'écrire."""
        for memoire in (self._reunions, self._comptes, self._salles):
            if len(memoire) > MEMOIRE:
                memoire.clear()
        self._reunions[reunion.code] = (time.monotonic(), reunion)

    def oublier(self, reunion: Reunion) -> None:
        """L'animateur vient de changer quelque chose."""
        self._reunions.pop(reunion.code, None)
        self._comptes.pop(reunion.id, None)

    def comptes(self, reunion: Reunion, fraicheur: float | None = None) -> Comptes:
        """Qui est là, qui a répondu, au plus vieux de `fraicheur` secondes (une demi-seconde par défaut)."""
        lu = self._comptes.get(reunion.id)
        if lu and time.monotonic() - lu[0] < (FRAICHEUR if fraicheur is None else fraicheur):
            return lu[1]
        comptes = entrepot().comptes(reunion.id)
        self._comptes[reunion.id] = (time.monotonic(), comptes)
        return comptes

    def salle(self, reunion: Reunion) -> Salle:
        """La salle à juger ; relue seulement si une question a été révélée ou une réponse donnée depuis."""
        comptes = self.comptes(reunion)
        marque = (reunion.revelees, reunion.tour, tuple(sorted(comptes.reponses.items())))
        connue = self._salles.get(reunion.id)
        if connue and connue[0] == marque:
            return connue[1]
        fiche = contexte(reunion)
        salle = salle_de(fiche, entrepot().toutes(reunion.id))
        self._salles[reunion.id] = (marque, salle)
        return salle


def salle_de(fiche: Contexte, reponses: tuple[Reponses, ...]) -> Salle:
    """Une salle et ses réponses, sans celles que le contenu ne connaît plus."""
    connues, preparation = sondage().par_id, fiche.reunion.preparation
    propres = [{q: r for q, r in une.items() if q in connues and recevable(connues[q], r)} for une in reponses]
    return Salle(
        sondage(), fiche.texte, fiche.questions, fiche.reunion.revelees, propres, preparation.date,
        preparation.annee, preparation.zone,
    )  # fmt: skip


LECTURES = Lectures()


def emporter(fiche: Contexte, reponses: Reponses) -> str:
    """Crée le dossier d'un participant ; rend le secret de son lien de reprise."""
    dossier = salle_de(fiche, (reponses,)).dossier_a_emporter(uuid.uuid4().hex)
    return _dossiers(adresse()).create(dossier)[0]


def dossier_existe(secret: str) -> bool:
    """Vrai si ce lien mène encore à un dossier."""
    from clas_model.erreurs import DossierIntrouvable

    try:
        _dossiers(adresse()).get(secret)
    except DossierIntrouvable:
        return False
    return True


def reunions_de(secrets: tuple[str, ...]) -> tuple[tuple[str, Reunion], ...]:
    """Les réunions de ces liens d'animation, sans celles qui n'existent plus."""
    trouvees = []
    for secret in secrets:
        try:
            trouvees.append((secret, entrepot().animer(secret)))
        except ReunionIntrouvable:
            continue
    return tuple(trouvees)
