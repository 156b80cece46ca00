"""Placer des groupes sur des soirs : quelles tailles, quels soirs, combien d'adultes à chacun.

Chaque groupe vient à `seances` soirs différents et y demande les mêmes adultes. Un soir n'accueille que les groupes que
ses adultes suffisent à encadrer.
"""

import dataclasses
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from clas_model.dossier import ELEMENTS_MAX
from clas_model.simulation.partages import Besoin, partage_econome, remplir

# Au-delà de ces essais, on ne conclut pas plutôt que de faire attendre.
ESSAIS_MAX, GROUPES_CHERCHES = 150, 12
IMPOSSIBLE = -1
# Un dossier n'en garde pas plus.
GROUPES_MAX = ELEMENTS_MAX


@dataclass(frozen=True, slots=True)
class Place:
    """Un groupe : sa taille, les rangs de ses soirs, et les adultes qu'il demande à chacun."""

    taille: int
    soirs: tuple[int, ...]
    adultes: int


@dataclass(frozen=True, slots=True)
class Terrain:
    """Les adultes libres à chaque soir, les séances d'un groupe, les bornes et le besoin."""

    capacites: tuple[int, ...]
    seances: int
    mini: int
    maxi: int
    besoin: Besoin

    def avec(self, adultes: int) -> "Terrain":
        """Le même, avec tant d'adultes de plus chaque soir, ou de moins là où il y en a."""
        return dataclasses.replace(self, capacites=tuple(max(c + adultes, 0) for c in self.capacites))


class TropLong(Exception):
    """La recherche exacte dépasse `ESSAIS_MAX`."""


@functools.lru_cache(maxsize=4096)
def _repartis(groupes: int, adultes: int, mini: int, maxi: int, besoin: Besoin) -> tuple[int, ...] | None:
    """Les adultes de chaque groupe qui donnent le plus de places en tout, croissants ; `None` s'il en manque."""
    base = besoin.adultes(mini)
    if adultes < base * groupes:
        return None
    plafond = besoin.adultes(maxi)
    chacun, reste = divmod(adultes, groupes)
    if chacun >= plafond:
        return (plafond,) * groupes
    return (chacun,) * (groupes - reste) + (chacun + 1,) * reste


def _places(groupes: int, adultes: int, terrain: Terrain) -> int:
    """Le plus d'enfants que tiennent ces groupes avec ces adultes, au même moment ; -1 s'ils n'y suffisent pas."""
    if groupes == 0:
        return 0
    repartis = _repartis(groupes, adultes, terrain.mini, terrain.maxi, terrain.besoin)
    if repartis is None:
        return IMPOSSIBLE
    bas, haut = repartis[0], repartis[-1]
    combien = sum(a == haut for a in repartis) if haut != bas else 0
    places = terrain.besoin.places
    return places(bas, terrain.maxi) * (groupes - combien) + places(haut, terrain.maxi) * combien


@functools.lru_cache(maxsize=512)
def _un_soir_chacun(terrain: Terrain, groupes: int) -> tuple[tuple[int, int], ...]:
    """Un groupe de plus à la fois : (places au plus en tout, soir où il va). S'arrête quand plus aucun n'entre.

    Un groupe de plus à un soir y ouvre autant de places que le précédent, ou moins : le mettre là où il en ouvre le
    plus est donc exact.
    """
    ouverts = [0] * len(terrain.capacites)
    etapes: list[tuple[int, int]] = []
    total = 0
    for _ in range(groupes):
        possibles = []
        for soir, z in enumerate(ouverts):
            adultes = terrain.capacites[soir]
            apres = _places(z + 1, adultes, terrain)
            if apres != IMPOSSIBLE:
                possibles.append((apres - _places(z, adultes, terrain), -soir))
        if not possibles:
            break
        gain, soir = max(possibles)
        ouverts[-soir] += 1
        total += gain
        etapes.append((total, -soir))
    return tuple(etapes)


Choix = list[tuple[tuple[int, ...], int]]


def un_a_un(adultes: Sequence[int], terrain: Terrain) -> list[tuple[int, ...]] | None:
    """Les soirs de chaque groupe, le plus encadré d'abord, là où restent le plus d'adultes ; `None` s'il en manque.

    Ce que cette façon place tient vraiment ; ce qu'elle ne place pas pourrait tenir autrement.
    """
    restes = list(terrain.capacites)
    poses: dict[int, tuple[int, ...]] = {}
    for i, demande in sorted(enumerate(adultes), key=lambda a: -a[1]):
        soirs = tuple(sorted(sorted(range(len(restes)), key=lambda s: -restes[s])[: terrain.seances]))
        if any(restes[s] < demande for s in soirs):
            return None
        for s in soirs:
            restes[s] -= demande
        poses[i] = soirs
    return [poses[i] for i in range(len(adultes))]


def _par_motifs(n: int, groupes: int, terrain: Terrain) -> Choix | None:
    """Recherche exacte, groupe après groupe : ses soirs et ses adultes. Lève TropLong."""
    if groupes > GROUPES_CHERCHES:
        raise TropLong
    motifs = tuple(itertools.combinations(range(len(terrain.capacites)), terrain.seances))
    base, plafond = terrain.besoin.adultes(terrain.mini), terrain.besoin.adultes(terrain.maxi)
    echecs: set[tuple[tuple[int, ...], int, int, int]] = set()
    restants = [ESSAIS_MAX]

    def chercher(restes: tuple[int, ...], encore: int, au_plus: int, places: int) -> Choix | None:
        """Du plus encadré au moins encadré : l'ordre des groupes ne compte pas."""
        if not encore:
            return [] if places <= 0 else None
        etat = (restes, encore, au_plus, places)
        if etat in echecs or sum(restes) < base * encore * terrain.seances:
            return None
        # Même en réunissant tous les soirs en un seul, il n'y aurait pas assez de places.
        if _places(encore, sum(restes) // terrain.seances, terrain) < places:
            return None
        if terrain.besoin.places(au_plus, terrain.maxi) * encore < places:
            return None
        restants[0] -= 1
        if restants[0] < 0:
            raise TropLong
        for adultes in range(au_plus, base - 1, -1):
            ici = terrain.besoin.places(adultes, terrain.maxi)
            for motif in motifs:
                if all(restes[s] >= adultes for s in motif):
                    apres = tuple(r - adultes if s in motif else r for s, r in enumerate(restes))
                    suite = chercher(apres, encore - 1, adultes, places - ici)
                    if suite is not None:
                        return [(motif, adultes), *suite]
        echecs.add(etat)
        return None

    return chercher(terrain.capacites, groupes, plafond, n)


@functools.lru_cache(maxsize=8192)
def placer(n: int, groupes: int, terrain: Terrain) -> tuple[Place, ...] | None:
    """`n` enfants en `groupes` groupes placés sur ces soirs, ou `None` si c'est impossible. Lève TropLong.

    Exact : parmi toutes les tailles entre les bornes et tous les soirs, si une façon existe, une est rendue.
    """
    if not terrain.mini * groupes <= n <= terrain.maxi * groupes or terrain.seances > len(terrain.capacites):
        return None
    tous = tuple(range(len(terrain.capacites)))
    # Les mieux pourvus des soirs, autant qu'il y a de séances : tous les groupes peuvent-ils y venir ?
    meilleurs = tuple(sorted(sorted(tous, key=lambda s: -terrain.capacites[s])[: terrain.seances]))
    adultes = min(terrain.capacites[s] for s in meilleurs)
    if _places(groupes, adultes, terrain) >= n:
        repartis = _repartis(groupes, adultes, terrain.mini, terrain.maxi, terrain.besoin) or ()
        choix = [(meilleurs, a) for a in repartis]
    elif terrain.seances == len(tous):
        return None
    elif terrain.seances == 1:
        etapes = _un_soir_chacun(terrain, GROUPES_MAX)
        if len(etapes) < groupes or etapes[groupes - 1][0] < n:
            return None
        choix = []
        for soir in tous:
            ici = sum(s == soir for _, s in etapes[:groupes])
            adultes = terrain.capacites[soir]
            if ici:
                du_soir = _repartis(ici, adultes, terrain.mini, terrain.maxi, terrain.besoin) or ()
                choix += [((soir,), a) for a in du_soir]
    else:
        if plafond_de_places(groupes, terrain) < n:
            return None
        econome = partage_econome(n, groupes, terrain.mini, terrain.maxi, terrain.besoin)
        demandes = [terrain.besoin.adultes(t) for t in econome]
        vite = un_a_un(demandes, terrain)
        trouves = list(zip(vite, demandes, strict=True)) if vite else _par_motifs(n, groupes, terrain)
        if trouves is None:
            return None
        choix = trouves
    return poser_les_enfants(n, choix, terrain)


def poser_les_enfants(n: int, choix: Choix, terrain: Terrain) -> tuple[Place, ...]:
    """`n` enfants dans des groupes dont on connaît les soirs et les adultes, le plus également possible."""
    ranges = sorted(choix, key=lambda c: terrain.besoin.places(c[1], terrain.maxi))
    limites = [terrain.besoin.places(a, terrain.maxi) for _, a in ranges]
    # Du plus petit au plus grand, comme les places.
    tailles = remplir(n, limites)[::-1]
    poses = [Place(t, s, terrain.besoin.adultes(t)) for t, (s, _) in zip(tailles, ranges, strict=True)]
    return tuple(sorted(poses, key=lambda p: (p.soirs, -p.taille)))


def manque_au_moins(besoin: int, terrain: Terrain) -> int:
    """En deçà de tant d'adultes de plus chaque soir, `besoin` adultes par séance ne peuvent pas être présents."""
    presences = sum(min(c, besoin) for c in terrain.capacites)
    return max(0, -(-(besoin * terrain.seances - presences) // len(terrain.capacites)))


def manque(n: int, groupes: int, besoin: int, terrain: Terrain) -> int | None:
    """Les adultes de plus, libres chaque soir, qu'il faut pour que ces groupes tiennent ; `None` : trop long à voir.

    `besoin` : les adultes que demande le partage le plus économe.
    """
    de_plus = manque_au_moins(besoin, terrain)
    try:
        while placer(n, groupes, terrain.avec(de_plus)) is None:
            de_plus += 1
    except TropLong:
        return None
    return de_plus


def plafond_de_places(groupes: int, terrain: Terrain) -> int:
    """Ce que ces groupes ne peuvent pas dépasser, même tous les soirs réunis en un ; -1 s'ils ne tiennent pas."""
    return _places(groupes, sum(terrain.capacites) // terrain.seances, terrain)


@functools.lru_cache(maxsize=8192)
def places_au_plus(groupes: int, terrain: Terrain) -> int:
    """Le plus d'enfants que tiennent ces groupes sur ces soirs ; -1 s'ils n'y tiennent pas. Lève TropLong."""
    if terrain.seances > len(terrain.capacites):
        return IMPOSSIBLE
    adultes = sorted(terrain.capacites)[-terrain.seances]
    meilleur = _places(groupes, adultes, terrain)
    if terrain.seances == 1 and len(terrain.capacites) > 1:
        etapes = _un_soir_chacun(terrain, GROUPES_MAX)
        meilleur = max(meilleur, etapes[groupes - 1][0] if len(etapes) >= groupes else IMPOSSIBLE)
    elif terrain.seances < len(terrain.capacites):
        # Un enfant de moins tient toujours, tant que chaque groupe garde sa taille minimale.
        bas = max(meilleur, terrain.mini * groupes - 1)
        haut = max(
            bas, min(_places(groupes, sum(terrain.capacites) // terrain.seances, terrain), terrain.maxi * groupes)
        )
        while bas < haut:
            milieu = (bas + haut + 1) // 2
            if not tient(milieu, groupes, terrain):
                haut = milieu - 1
            else:
                bas = milieu
        meilleur = bas
    return meilleur if meilleur >= terrain.mini * groupes else IMPOSSIBLE


def tient(n: int, groupes: int, terrain: Terrain) -> bool:
    """Vrai si ces enfants tiennent en ces groupes ; faux aussi quand c'est trop long à voir."""
    if terrain.seances in (1, len(terrain.capacites)):
        return terrain.mini * groupes <= n <= places_au_plus(groupes, terrain)
    try:
        return placer(n, groupes, terrain) is not None
    except TropLong:
        return False
