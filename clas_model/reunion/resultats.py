"""Ce que vaut la salle : la répartition des réponses, les critères, les axes.

Rien n'est jugé ici : chaque structure a son dossier, `positionner` le juge, et l'on compte. Sous le seuil d'affichage,
il n'y a pas de résultat du tout : qui le demande reçoit `None`.
"""

import datetime as dt
import functools
import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clas_model.dossier import Dossier, Zone
from clas_model.positionnement import Constat, Intervalle, positionner, score
from clas_model.referentiel import Critere, Referentiel
from clas_model.referentiel.base import ParIdentite
from clas_model.regles import Etat
from clas_model.sondage import Question, Reponse, Reponses, Sondage
from clas_model.sondage.effets import dossier_des_reponses
from clas_model.textes import choix

ETATS_CONNUS: tuple[Etat, ...] = ("atteint", "partiel", "non_atteint")


@dataclass(frozen=True, slots=True)
class Barre:
    """Une réponse possible, le nombre de structures qui l'ont donnée, et ce qu'en disent les règles à elle seule."""

    libelle: str
    nombre: int
    etat: Etat | None = None


@dataclass(frozen=True, slots=True)
class Repartition:
    """Les réponses à une question. `ne_sait_pas` : combien l'ont dit ; à plusieurs choix, la somme dépasse `total`."""

    question: Question
    barres: tuple[Barre, ...]
    ne_sait_pas: int
    total: int

    def a_emporter(self, seuil: int) -> tuple[Barre, ...]:
        """Les barres pour qui n'était pas dans la salle : un nombre y est fondu parmi `seuil` structures au moins.

        Un nombre rare désignerait la sienne : les voisins se réunissent en tranches. Moins de `seuil` nombres en tout :
        on dit seulement combien. Un choix parmi quelques-uns reste tel quel.
        """
        if self.question.genre != "nombre":
            return self.barres
        tranches: list[list[Barre]] = [[]]
        for barre in (b for b in self.barres if b.nombre):
            if sum(b.nombre for b in tranches[-1]) >= seuil:
                tranches.append([])
            tranches[-1].append(barre)
        if len(tranches) > 1 and sum(b.nombre for b in tranches[-1]) < seuil:
            tranches[-2:] = [[*tranches[-2], *tranches[-1]]]
        return tuple(_tranche(t, seuil) for t in tranches if t)


@dataclass(frozen=True, slots=True)
class Ecart:
    """Un critère dans la salle : combien de structures dans chaque état ; `sans_reponse` : on n'a pas pu les juger."""

    critere: Critere
    atteint: int
    partiel: int
    non_atteint: int
    sans_reponse: int

    @property
    def juges(self) -> int:
        """Les structures dont le critère est connu."""
        return self.atteint + self.partiel + self.non_atteint


@dataclass(frozen=True, slots=True)
class AxeDeSalle:
    """La moyenne des intervalles de la salle sur un axe, pour les seuls critères demandés, et ces critères."""

    id: str
    libelle: str
    score: Intervalle
    ecarts: tuple[Ecart, ...]


@dataclass(frozen=True)
class Salle:
    """Les réponses d'une réunion et de quoi les juger. `questions` : celles qu'on pose ; `revelees` : montrables."""

    sondage: Sondage
    texte: Referentiel
    questions: tuple[Question, ...]
    revelees: Collection[str]
    reponses: Sequence[Reponses]
    jour: dt.date
    annee: str | None = None
    zone: Zone | None = None

    def dossier(self, reponses: Reponses, salle: bool, identifiant: str = "dossier") -> Dossier:
        """Le dossier d'une structure : `salle` pour le juger ici, sinon tel qu'elle l'emporte."""
        return dossier_des_reponses(
            self.sondage.questions, reponses, self.jour, salle=salle,
            entete={
                "id": identifiant, "referentiel": choix(self.texte),
                "structure": {"annee_scolaire": self.annee, "zone": self.zone},
            },
        )  # fmt: skip

    def dossier_a_emporter(self, identifiant: str) -> Dossier:
        """Le dossier de la seule structure de cette salle, tel qu'elle le continuera chez elle."""
        (reponses,) = self.reponses
        return self.dossier(reponses, salle=False, identifiant=identifiant)

    def constats(self, reponses: Reponses) -> dict[str, Constat]:
        """Ce que les règles disent d'une structure."""
        return _juger(ParIdentite(self.sondage), ParIdentite(self.texte), self.jour, tuple(sorted(reponses.items())))

    @functools.cached_property
    def criteres(self) -> tuple[Critere, ...]:
        """Les critères montrables : toutes les questions posées dont ils dépendent sont révélées."""
        posees = {q.id: q for q in self.questions}
        demandes: dict[str, set[str]] = {}
        for question in self.questions:
            besoins = {question.id, *(i for i in question.suppose if i in posees)}
            for critere in question.criteres:
                demandes.setdefault(critere, set()).update(besoins)
        return tuple(c for c in self.texte.criteres if c.id in demandes and demandes[c.id] <= set(self.revelees))

    @functools.cached_property
    def juges(self) -> tuple[dict[str, Constat], ...]:
        """Les constats de chaque structure."""
        return tuple(self.constats(r) for r in self.reponses)

    def repartition(self, question: Question) -> Repartition | None:
        """Les réponses à une question révélée ; rien si trop peu de structures ont répondu."""
        donnees = [r[question.id] for r in self.reponses if question.id in r]
        if question.id not in self.revelees or len(donnees) < self.sondage.seuil_affichage:
            return None
        barres = tuple(self._barre(question, *b) for b in _comptes(question, donnees))
        return Repartition(question, barres, sum(d is None for d in donnees), len(donnees))

    def _barre(self, question: Question, reponse: Reponse, libelle: str, nombre: int) -> Barre:
        """Une barre ; son état est celui du premier critère que cette réponse suffit à juger."""
        if question.genre == "plusieurs":
            return Barre(libelle, nombre)
        constats = self.constats({question.id: reponse})
        etats = [constats[i].etat for i in question.criteres if i in constats]
        return Barre(libelle, nombre, next((e for e in etats if e in ETATS_CONNUS), None))

    def ecart(self, critere: Critere) -> Ecart | None:
        """Un critère montrable ; rien si trop peu de structures ont pu être jugées."""
        if critere not in self.criteres:
            return None
        etats = Counter(j[critere.id].etat for j in self.juges)
        ecart = Ecart(critere, etats["atteint"], etats["partiel"], etats["non_atteint"], etats["sans_reponse"])
        return ecart if ecart.juges >= self.sondage.seuil_affichage else None

    @functools.cached_property
    def ecarts(self) -> tuple[Ecart, ...]:
        """Tous les critères montrables, dans l'ordre du texte."""
        return tuple(e for c in self.criteres if (e := self.ecart(c)) is not None)

    @functools.cached_property
    def axes(self) -> tuple[AxeDeSalle, ...]:
        """Les axes dont un critère au moins est montrable."""
        axes = []
        for axe in self.texte.axes:
            siens = tuple(e for e in self.ecarts if e.critere.axe == axe.id)
            scores = [score([juge[e.critere.id] for e in siens]) for juge in self.juges]
            bas, haut = [s.min for s in scores if s.min is not None], [s.max for s in scores if s.max is not None]
            if siens and bas and haut:
                axes.append(AxeDeSalle(axe.id, axe.libelle, Intervalle(_moyenne(bas), _moyenne(haut)), siens))
        return tuple(axes)

    def plus_manques(self, combien: int) -> tuple[Ecart, ...]:
        """Les critères que le plus de structures n'atteignent pas, une atteinte partielle comptant pour moitié."""
        rates = [e for e in self.ecarts if e.non_atteint or e.partiel]
        return tuple(sorted(rates, key=lambda e: (-(2 * e.non_atteint + e.partiel), -e.non_atteint))[:combien])

    def mediane(self, question: str) -> int | None:
        """Le nombre du milieu de la salle, l'exemple à essayer ; rien sous le seuil ou avant d'être révélé."""
        donnees = [n for r in self.reponses if isinstance(n := r.get(question), int)]
        if question not in self.revelees or len(donnees) < self.sondage.seuil_affichage:
            return None
        return int(statistics.median_low(donnees))


def _tranche(barres: Sequence[Barre], seuil: int) -> Barre:
    nombre = sum(b.nombre for b in barres)
    premier, dernier = barres[0].libelle, barres[-1].libelle
    bornes = premier if premier == dernier else f"De {premier} à {dernier}"
    return Barre(bornes if nombre >= seuil else "Un nombre", nombre)


def _moyenne(valeurs: Sequence[float]) -> float:
    return sum(valeurs) / len(valeurs)


def _comptes(question: Question, donnees: Sequence[Reponse]) -> list[tuple[Reponse, str, int]]:
    """(réponse, libellé, nombre) : chaque nombre du plus petit au plus grand donnés, ou chaque réponse proposée."""
    if question.genre == "nombre":
        nombres = Counter(d for d in donnees if isinstance(d, int))
        return [(n, str(n), nombres[n]) for n in range(min(nombres), max(nombres) + 1)] if nombres else []
    choisies = Counter(o for d in donnees for o in ((d,) if isinstance(d, str) else d if isinstance(d, tuple) else ()))
    comptes: list[tuple[Reponse, str, int]] = [(o, mots, choisies[o]) for o, mots in question.options.items()]
    if question.aucun:
        comptes.append(((), question.aucun, sum(d == () for d in donnees)))
    return comptes


@functools.lru_cache(maxsize=4096)
def _juger(
    sondage: ParIdentite[Sondage],
    texte: ParIdentite[Referentiel],
    jour: dt.date,
    reponses: tuple[tuple[str, Reponse], ...],
) -> dict[str, Constat]:
    """Deux structures qui répondent de même sont jugées une seule fois."""
    dossier = dossier_des_reponses(sondage.valeur.questions, dict(reponses), jour, salle=True)
    return positionner(dossier, texte.valeur).par_critere
