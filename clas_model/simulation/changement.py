"""Le plus petit changement : les gestes de moindre effort qui mènent un dossier à un but.

Les gestes sont essayés par effort croissant ; chaque essai est jugé par `positionner`, sur une copie. Des critères que
ne relie aucun geste se cherchent séparément : leurs efforts s'additionnent.
"""

import dataclasses
import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.leviers import POIDS_EFFORT, Leviers, Nature
from clas_model.positionnement import DEMI_POINTS, Constat, Positionnement, avec_reponses_locales, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.familles import FAMILLES, ORDONNES, REPARTITION, regles_aidees, regles_touchees
from clas_model.simulation.gestes import Contexte, Geste, a_la_suite
from clas_model.simulation.seuils import seuils
from clas_model.simulation.textes_reduits import reduit

ELIGIBLE = "eligible"
# Au-delà, une recherche s'arrête et le dit : mieux vaut une réponse à temps.
ESSAIS_MAX = 2500


@dataclass(frozen=True, slots=True)
class Etape:
    """Un geste retenu, avec sa nature et son effort en points."""

    geste: Geste
    nature: Nature
    effort: int


@dataclass(frozen=True)
class Changement:
    """Ce qu'il faut changer, au moindre effort. `prouve` : toutes les façons moins coûteuses ont été essayées.

    `apres` juge le dossier une fois tout fait, textes écrits compris. `hors_de_portee` : les critères du but qu'aucun
    geste connu n'atteint, avec ce qu'ils attendent ; le changement est alors vide, ou ne mène qu'à une partie du but.
    """

    but: str
    avant: Positionnement
    apres: Positionnement
    dossier: Dossier
    etapes: tuple[Etape, ...]
    prouve: bool
    hors_de_portee: tuple[Constat, ...]

    @property
    def atteint(self) -> bool:
        """Vrai si le but est atteint après les gestes."""
        return but_atteint(self.apres, self.but)

    @property
    def attend_des_reponses(self) -> bool:
        """Vrai si rien ne s'oppose au but : il ne manque que des réponses que cet outil ne peut pas donner."""
        restes = self.hors_de_portee
        return bool(restes) and all(c.etat == "sans_reponse" and not c.faute_connue for c in restes)

    @property
    def effort(self) -> int:
        """La somme des efforts."""
        return sum(e.effort for e in self.etapes)


def lire_but(vers: str, texte: Referentiel) -> str:
    """Le but tel qu'on le demande : « eligible », un score de 1 à 100, ou un critère. Lève SaisieRefusee."""
    vers = vers.strip()
    if vers == ELIGIBLE or any(c.id == vers for c in texte.criteres):
        return vers
    if vers.isdecimal() and 1 <= int(vers) <= 100:
        return str(int(vers))
    raise SaisieRefusee(
        "vers",
        f"« {vers} » n'est pas un but : écrivez « eligible », un score de 1 à 100, ou l'identifiant d'un critère "
        f"comme « {texte.criteres[0].id} ».",
    )


def but_atteint(resultat: Positionnement, but: str) -> bool:
    """Vrai si ce positionnement atteint le but ; un score vaut pour le pire cas."""
    if but == ELIGIBLE:
        return resultat.eligibilite == "oui"
    if but.isdecimal():
        return resultat.score.min is not None and _pire(resultat.constats) * 100 >= int(but) * _poids(resultat.constats)
    return resultat.par_critere[but].etat in ("atteint", "non_applicable")


def _note(constat: Constat) -> int:
    """La note au pire, en demi-points ; sans objet vaut atteint."""
    return DEMI_POINTS.get(constat.etat, (2, 2))[0]


def _pire(constats: Iterable[Constat]) -> int:
    return sum(DEMI_POINTS[c.etat][0] * c.poids for c in constats if c.etat != "non_applicable")


def _poids(constats: Iterable[Constat]) -> int:
    return sum(2 * c.poids for c in constats if c.etat != "non_applicable")


def ameliorer(
    dossier: Dossier, texte: Referentiel, leviers: Leviers, but: str, aujourdhui: dt.date, essais_max: int = ESSAIS_MAX
) -> Changement:
    """Le changement de moindre effort qui mène au but ; vide si le but est déjà atteint.

    Ce que la Caf a répondu pour toutes les structures est tenu pour dit.
    """
    dossier = avec_reponses_locales(dossier, texte)
    avant = positionner(dossier, texte)
    vises = _criteres_vises(avant, but)
    if but_atteint(avant, but):
        return Changement(but, avant, avant, dossier, (), True, ())
    limites = seuils(texte)
    contexte = Contexte(
        mini=limites.mini,
        maxi=limites.maxi,
        besoin=limites.besoin,
        prochain_contact=aujourdhui,
        engagements=_engagements(texte),
    )
    # Un critère seul ne s'atteint pas en faisant reculer ses voisins : ils sont jugés avec lui.
    seul = not but.isdecimal() and but != ELIGIBLE
    zones = _zones(tuple(c.critere.id for c in avant.constats) if seul else vises, texte, dossier)
    recherches = [
        _Recherche(dossier, texte, leviers, contexte, zone, vises, essais_max)
        for zone in zones
        if set(zone) & set(vises)
    ]
    if but.isdecimal():
        trouve, prouve = _chercher_un_score(recherches, _reste_a_gagner(avant, but), dossier)
    else:
        for recherche in recherches:
            recherche.explorer()
            if recherche.arretee:
                recherche.glouton(dossier)
        trouve = tuple(g for r in recherches if r.trouve for g in r.trouve.gestes)
        prouve = not any(r.arretee for r in recherches)
    if not prouve and not seul:
        trouve = _sans_le_superflu(trouve, lambda g: but_atteint(positionner(a_la_suite(dossier, g), texte), but))
    gestes = _adoucir(dossier, texte, but, trouve)
    apres_dossier = a_la_suite(dossier, gestes)
    apres = positionner(apres_dossier, texte)
    etapes = tuple(_etape(g, leviers) for g in gestes)
    manques = (
        ()
        if but_atteint(apres, but)
        else tuple(c for c in apres.constats if c.critere.id in vises and c.etat not in _BONS)
    )
    return Changement(but, avant, apres, apres_dossier, etapes, prouve, manques)


_BONS = ("atteint", "non_applicable")


def _etape(geste: Geste, leviers: Leviers) -> Etape:
    levier = leviers.levier(geste.levier)
    return Etape(geste, levier.nature, POIDS_EFFORT[levier.effort] * geste.fois)


def _criteres_vises(avant: Positionnement, but: str) -> tuple[str, ...]:
    """Les critères dont dépend ce but."""
    tous = (c for c in avant.constats if but.isdecimal() or c.critere.id == but or (but == ELIGIBLE and c.bloquant))
    return tuple(c.critere.id for c in tous)


def _engagements(texte: Referentiel) -> tuple[tuple[str, str], ...]:
    """Les engagements de la charte que le texte compte, et leur titre."""
    comptes = {e for c in texte.criteres for e in c.regle.parametres.get("engagements", ())}
    return tuple((e.id, e.titre) for e in texte.engagements if e.id in comptes)


def _zones(vises: Sequence[str], texte: Referentiel, dossier: Dossier) -> list[tuple[str, ...]]:
    """Les critères visés, réunis quand un même geste peut les faire bouger."""
    # Une liste déjà close, ou des groupes trop grands pour être réunis, ne relient rien.
    sans_objet = {"liste-etablissements"} if dossier.diagnostic.etablissements_close else set()
    if any(g.effectif for g in dossier.groupes):
        sans_objet.add("renseigner-groupe")
    if dossier.diagnostic.etablissements:
        sans_objet.add("renseigner-etablissement")
    listes = [(dossier.groupes_close,), (g.creneaux_close for g in dossier.groupes)]
    listes.append(e.horaires_close for e in dossier.diagnostic.etablissements)
    if all(itertools.chain.from_iterable(listes)):
        sans_objet.add("liste-complete")
    effectifs = sorted(g.effectif for g in dossier.groupes if g.effectif is not None)
    if sum(effectifs[:2]) > seuils(texte).maxi or len(effectifs) < 2:
        sans_objet.add("reunir-groupes")
    regle = {c.id: c.regle.nom for c in texte.criteres}
    zones: list[set[str]] = []
    for critere in vises:
        liens = {critere}
        for famille in FAMILLES.keys() - sans_objet:
            if regle[critere] in (touchees := regles_touchees(famille)):
                liens |= {autre for autre in vises if regle[autre] in touchees}
        proches = [z for z in zones if z & liens]
        zones = [z for z in zones if not z & liens] + [liens.union(*proches)]
    rang = {critere: n for n, critere in enumerate(vises)}
    return sorted((tuple(sorted(z, key=rang.__getitem__)) for z in zones), key=lambda z: rang[z[0]])


@dataclass(frozen=True, slots=True)
class _Point:
    """Un état atteint : son effort, ce qu'il gagne au pire (en demi-points pesés), ses gestes."""

    effort: int
    gain: int
    gestes: tuple[Geste, ...]


class _Recherche:
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
        self.avant = {c.critere.id: _note(c) for c in depart.constats}
        self.base = _pire(depart.constats)
        self.front = [_Point(0, 0, ())]
        self.plafond = _poids(depart.constats) - self.base
        self.trouve: _Point | None = None
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
            point = _Point(effort, _pire(resultat.constats) - self.base, gestes)
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

    def _elague(self, dossier: Dossier, gestes: tuple[Geste, ...]) -> _Point:
        """Ces gestes, sans ceux dont les visés se passent."""
        gestes = _sans_le_superflu(gestes, lambda g: self._suffit(positionner(a_la_suite(dossier, g), self.texte)))
        apres = positionner(a_la_suite(dossier, gestes), self.texte)
        return _Point(self._effort(gestes), _pire(apres.constats) - self.base, gestes)

    def _effort(self, gestes: Iterable[Geste]) -> int:
        return sum(self.couts[g.levier] * g.fois for g in gestes)

    def completer(self, dossier: Dossier) -> None:
        """Faute d'avoir tout essayé : des points au-delà du front, sans qu'ils soient forcément les moins coûteux."""
        for point, _ in self._pas_a_pas(dossier):
            if point.gain > self.front[-1].gain:
                self.front.append(point)

    def _pas_a_pas(
        self, dossier: Dossier, sans: frozenset[str] = frozenset()
    ) -> Iterator[tuple[_Point, Positionnement]]:
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
                # Un adulte qui manque rapproche du but, même quand l'état d'ensemble n'en change pas encore.
                utile = rapport > 0 or (rapport == 0 and geste.levier == "accompagnateur")
                if utile and (meilleur is None or rapport > meilleur[0]):
                    meilleur = (rapport, geste, suite, apres)
            if meilleur is None:
                return
            _, choisi, dossier, resultat = meilleur
            gestes = (*gestes, choisi)
            yield _Point(self._effort(gestes), _pire(resultat.constats) - self.base, gestes), resultat

    def _avance(self, resultat: Positionnement) -> int:
        """Ce que valent les visés, et les autres tant qu'ils ne font que revenir où ils étaient."""
        return sum(
            _note(c) if c.critere.id in self.vises else min(_note(c), self.avant[c.critere.id])
            for c in resultat.constats
        )

    def _suffit(self, resultat: Positionnement) -> bool:
        """Les critères visés sont atteints, et aucun autre n'a reculé."""
        return all(
            c.etat in _BONS if c.critere.id in self.vises else _note(c) >= self.avant[c.critere.id]
            for c in resultat.constats
        )

    def _gestes(self, ici: Dossier, resultat: Positionnement) -> Iterator[Geste]:
        """Les gestes qui peuvent faire monter un critère visé encore ouvert, ou un autre qui vient de reculer."""
        ouverts = [
            c
            for c in resultat.constats
            if c.etat not in _BONS and (c.critere.id in self.vises or _note(c) < self.avant[c.critere.id])
        ]
        regles = {c.critere.regle.nom for c in ouverts}
        chemins = tuple(dict.fromkeys(chemin for c in ouverts for chemin in c.verdict.chemins))
        contexte = dataclasses.replace(self.contexte, chemins=chemins)
        for famille, generer in FAMILLES.items():
            if regles & regles_aidees(famille):
                yield from generer(ici, contexte)


def _chercher_un_score(
    recherches: Sequence[_Recherche], voulu: int, dossier: Dossier
) -> tuple[tuple[Geste, ...], bool]:
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


def _reste_a_gagner(avant: Positionnement, but: str) -> int:
    """Les demi-points pesés qui manquent pour ce score au pire, arrondis au-dessus."""
    voulu = Fraction(int(but) * _poids(avant.constats), 100)
    return -((_pire(avant.constats) - voulu) // 1) if voulu > _pire(avant.constats) else 0


def _assembler(fronts: Sequence[Sequence[_Point]], voulu: int) -> tuple[int, int, tuple[Geste, ...]]:
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


def _sans_le_superflu(gestes: tuple[Geste, ...], suffisent: Callable[[tuple[Geste, ...]], bool]) -> tuple[Geste, ...]:
    """Les gestes d'une recherche arrêtée, sans ceux dont on peut se passer, le dernier trouvé d'abord."""
    if not suffisent(gestes):
        return gestes
    for rang in reversed(range(len(gestes))):
        essai = (*gestes[:rang], *gestes[rang + 1 :])
        if suffisent(essai):
            gestes = essai
    return gestes


def _adoucir(dossier: Dossier, texte: Referentiel, but: str, gestes: tuple[Geste, ...]) -> tuple[Geste, ...]:
    """Chaque geste qui a des formes plus douces prend la plus douce qui suffit encore."""
    vise = but_atteint(positionner(a_la_suite(dossier, gestes), texte), but)
    for rang, geste in enumerate(gestes):
        for doux in geste.plus_doux() if vise else ():
            essai = (*gestes[:rang], doux, *gestes[rang + 1 :])
            if but_atteint(positionner(a_la_suite(dossier, essai), texte), but):
                gestes = essai
                break
    return gestes
