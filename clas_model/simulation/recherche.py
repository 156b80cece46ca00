"""La recherche : les gestes d'une zone essayés par effort croissant, chaque essai jugé par `positionner`."""

import dataclasses
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clas_model.dossier import Dossier
from clas_model.leviers import POIDS_EFFORT, Leviers
from clas_model.positionnement import Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.buts import BONS, note, pire, poids
from clas_model.simulation.familles import FAMILLES, ORDONNES, REPARTITION, regles_aidees
from clas_model.simulation.gestes import Contexte, Geste, a_la_suite
from clas_model.simulation.textes_reduits import reduit

# Au-delà, une recherche s'arrête et le dit : mieux vaut une réponse à temps.
ESSAIS_MAX = 2500


@dataclass(frozen=True, slots=True)
class Point:
    """Un état atteint : son effort, ce qu'il gagne au pire (en demi-points pesés), ses gestes."""

    effort: int
    gain: int
    gestes: tuple[Geste, ...]


class Recherche:
    """Une zone, explorée par effort croissant : le premier état sorti d'un effort est le moins coûteux.

    `front` : le plus grand gain de chaque effort exploré. `epuisee` : plus rien à essayer ; `arretee` : trop d'essais.
    """

    def __init__(
        self,
        dossier: Dossier,
        texte: Referentiel,
        leviers: Leviers,
        contexte: Contexte,
        zone: Sequence[str],
        vises: Sequence[str],
        maximum: int,
    ) -> None:
        self.contexte, self.maximum = contexte, maximum
        self.couts = {x.id: POIDS_EFFORT[x.effort] for x in leviers.leviers}
        self.texte = reduit(texte, zone)
        self.vises = frozenset(vises)
        depart = positionner(dossier, self.texte)
        self.avant = {c.critere.id: note(c) for c in depart.constats}
        self.base = pire(depart.constats)
        self.front = [Point(0, 0, ())]
        self.plafond = poids(depart.constats) - self.base
        self.trouve: Point | None = None
        self.epuisee = self.arretee = False
        self._rangs = itertools.count()
        # Effort, nombre de gestes, rang d'arrivée, dossier, gestes, et ceux qu'un autre ordre essaie déjà.
        self._file: list[tuple[int, int, int, Dossier, tuple[Geste, ...], frozenset[str]]]
        self._file = [(0, 0, next(self._rangs), dossier, (), frozenset())]
        self._vus: set[tuple[Dossier, frozenset[str]]] = set()

    def explorer(self, effort_max: int | None = None) -> None:
        """Essaie tout ce qui ne dépasse pas cet effort ; sans limite, jusqu'au premier état qui atteint les visés."""
        while self._file and (effort_max is None or self._file[0][0] <= effort_max):
            effort, _, _, ici, gestes, ailleurs = heapq.heappop(self._file)
            if (ici, ailleurs) in self._vus:
                continue
            if len(self._vus) >= self.maximum:
                self.arretee = True
                return
            self._vus.add((ici, ailleurs))
            resultat = positionner(ici, self.texte)
            point = Point(effort, pire(resultat.constats) - self.base, gestes)
            if point.gain > self.front[-1].gain:
                self.front.append(point)
            if effort_max is not None and point.gain == self.plafond:
                # Plus rien à gagner dans cette zone : des gestes de plus ne feraient que coûter.
                self._file.clear()
                break
            if effort_max is None and self._suffit(resultat):
                self.trouve = point
                return
            deja = set(ailleurs)
            for geste in self._gestes(ici, resultat):
                if geste.phrase in ailleurs:
                    continue
                libre = geste.levier not in ORDONNES
                # Deux gestes libres donnent le même dossier dans les deux ordres : celui-ci laisse l'autre à son frère.
                suite = (geste.appliquer(ici), (*gestes, geste), frozenset(deja) if libre else frozenset())
                cout = effort + self.couts[geste.levier] * geste.fois
                heapq.heappush(self._file, (cout, len(gestes) + 1, next(self._rangs), *suite))
                if libre:
                    deja.add(geste.phrase)
        self.epuisee = not self._file

    def glouton(self, dossier: Dossier) -> None:
        """Faute d'avoir tout essayé : un changement qui atteint les visés, sans être forcément le plus petit.

        Avec tous les gestes, puis sans défaire les groupes : des adultes de plus suffisent parfois, à moindre effort.
        """
        for sans in (frozenset[str](), REPARTITION):
            for point, resultat in self._pas_a_pas(dossier, sans):
                if self._suffit(resultat):
                    trouve = self._elague(dossier, point.gestes)
                    if self.trouve is None or trouve.effort < self.trouve.effort:
                        self.trouve = trouve

    def _elague(self, dossier: Dossier, gestes: tuple[Geste, ...]) -> Point:
        """Ces gestes, sans ceux dont les visés se passent."""
        gestes = sans_le_superflu(gestes, lambda g: self._suffit(positionner(a_la_suite(dossier, g), self.texte)))
        return Point(self._effort(gestes), self._gain(dossier, gestes), gestes)

    def _effort(self, gestes: Iterable[Geste]) -> int:
        return sum(self.couts[g.levier] * g.fois for g in gestes)

    def completer(self, dossier: Dossier) -> None:
        """Faute d'avoir tout essayé : des points au-delà du front, sans qu'ils soient forcément les moins coûteux."""
        for point, _ in self._pas_a_pas(dossier):
            if (voulu := point.gain) > self.front[-1].gain:
                suffisent = sans_le_superflu(point.gestes, lambda g, v=voulu: self._gain(dossier, g) >= v)  # type: ignore[misc]
                self.front.append(Point(self._effort(suffisent), voulu, suffisent))

    def _gain(self, dossier: Dossier, gestes: tuple[Geste, ...]) -> int:
        return pire(positionner(a_la_suite(dossier, gestes), self.texte).constats) - self.base

    def _pas_a_pas(
        self, dossier: Dossier, sans: frozenset[str] = frozenset()
    ) -> Iterator[tuple[Point, Positionnement]]:
        """Le geste qui rapporte le plus pour son effort, puis le suivant, tant que cela ne suffit pas.

        `sans` : les leviers dont il se passe.
        """
        gestes: tuple[Geste, ...] = ()
        resultat = positionner(dossier, self.texte)
        while not self._suffit(resultat):
            avance = self._avance(resultat)
            meilleur: tuple[Fraction, Geste, Dossier, Positionnement] | None = None
            for geste in self._gestes(dossier, resultat):
                if geste.levier in sans:
                    continue
                suite = geste.appliquer(dossier)
                apres = positionner(suite, self.texte)
                rapport = Fraction(self._avance(apres) - avance, self._effort((geste,)))
                # Un adulte de plus, ou une réponse parmi d'autres, rapproche du but avant que l'état n'en change.
                approche = geste.levier == "accompagnateur" or self._manques(apres) < self._manques(resultat)
                utile = rapport > 0 or (rapport == 0 and approche)
                if utile and (meilleur is None or rapport > meilleur[0]):
                    meilleur = (rapport, geste, suite, apres)
            if meilleur is None:
                return
            _, choisi, dossier, resultat = meilleur
            gestes = (*gestes, choisi)
            yield Point(self._effort(gestes), pire(resultat.constats) - self.base, gestes), resultat

    def _avance(self, resultat: Positionnement) -> int:
        """Ce que valent les visés, et les autres tant qu'ils ne font que revenir où ils étaient."""
        return sum(
            note(c) if c.critere.id in self.vises else min(note(c), self.avant[c.critere.id]) for c in resultat.constats
        )

    def _manques(self, resultat: Positionnement) -> int:
        """Ce que les visés encore ouverts attendent, réponse par réponse."""
        ouverts = (c for c in resultat.constats if c.critere.id in self.vises and c.etat not in BONS)
        return sum(len(set(c.verdict.chemins)) for c in ouverts)

    def _suffit(self, resultat: Positionnement) -> bool:
        """Les critères visés sont atteints, et aucun autre n'a reculé."""
        return all(
            c.etat in BONS if c.critere.id in self.vises else note(c) >= self.avant[c.critere.id]
            for c in resultat.constats
        )

    def _gestes(self, ici: Dossier, resultat: Positionnement) -> Iterator[Geste]:
        """Les gestes qui peuvent faire monter un critère visé encore ouvert, ou un autre qui vient de reculer."""
        ouverts = [
            c
            for c in resultat.constats
            if c.etat not in BONS and (c.critere.id in self.vises or note(c) < self.avant[c.critere.id])
        ]
        regles = {c.critere.regle.nom for c in ouverts}
        chemins = tuple(dict.fromkeys(chemin for c in ouverts for chemin in c.verdict.chemins))
        contexte = dataclasses.replace(self.contexte, chemins=chemins)
        for famille, generer in FAMILLES.items():
            if regles & regles_aidees(famille):
                yield from generer(ici, contexte)


def chercher_un_score(recherches: Sequence[Recherche], voulu: int, dossier: Dossier) -> tuple[tuple[Geste, ...], bool]:
    """Le moindre effort total qui gagne `voulu`, toutes zones réunies ; vrai si rien de moins coûteux n'existe.

    Toutes les zones sont explorées jusqu'au même effort, de plus en plus grand : le premier total qui suffit l'est.
    """
    effort = 0
    while True:
        for recherche in recherches:
            recherche.explorer(effort)
        cout, gain, gestes = _assembler([r.front for r in recherches], voulu)
        exact = not any(r.arretee for r in recherches)
        if gain >= voulu and (cout <= effort or not exact):
            return gestes, exact
        if all(r.epuisee or r.arretee for r in recherches):
            for recherche in recherches:
                if recherche.arretee:
                    recherche.completer(dossier)
            return _assembler([r.front for r in recherches], voulu)[2], exact
        effort += 1


def _assembler(fronts: Sequence[Sequence[Point]], voulu: int) -> tuple[int, int, tuple[Geste, ...]]:
    """Un point par zone : le moindre effort total qui gagne `voulu`, son gain, ses gestes ; à défaut, le plus grand."""
    cumuls: dict[int, tuple[int, tuple[Geste, ...]]] = {0: (0, ())}
    for front in fronts:
        suivants: dict[int, tuple[int, tuple[Geste, ...]]] = {}
        for gain, (effort, gestes) in cumuls.items():
            for point in front:
                total = min(gain + point.gain, voulu)
                cout = effort + point.effort
                if total not in suivants or cout < suivants[total][0]:
                    suivants[total] = (cout, (*gestes, *point.gestes))
        cumuls = suivants
    gain = max(cumuls)
    return cumuls[gain][0], gain, cumuls[gain][1]


def sans_le_superflu(gestes: tuple[Geste, ...], suffisent: Callable[[tuple[Geste, ...]], bool]) -> tuple[Geste, ...]:
    """Les gestes d'une recherche arrêtée, sans ceux dont on peut se passer, le dernier trouvé d'abord."""
    if not suffisent(gestes):
        return gestes
    for rang in reversed(range(len(gestes))):
        essai = (*gestes[:rang], *gestes[rang + 1 :])
        if suffisent(essai):
            gestes = essai
    return gestes
