"""Placer les groupes de parties qui ne se mélangent pas : chacune garde ses enfants, toutes se partagent les soirs."""

import itertools
from collections.abc import Iterator, Sequence

from clas_model.simulation.partages import partages
from clas_model.simulation.placement import Place, Terrain, TropLong, poser_les_enfants

# Au-delà, on ne conclut pas plutôt que de faire attendre.
ESSAIS_MAX = 1500
Soirs = tuple[int, ...]


def placer_les_parties(enfants: Sequence[int], terrain: Terrain) -> tuple[Place, ...] | None:
    """Les groupes de chaque partie, l'une après l'autre, ou `None` si c'est impossible. Lève TropLong.

    Exact : tous les nombres de groupes, toutes les répartitions d'adultes utiles et tous les soirs sont essayés.
    """
    if terrain.seances > len(terrain.capacites):
        return None
    restants = [ESSAIS_MAX]
    choix = [list(_facons(n, terrain, restants)) for n in enfants]
    vus: set[tuple[int, ...]] = set()
    for facons in sorted(_ensembles(choix, restants), key=lambda f: sum(map(sum, f))):
        demandes = tuple(sorted(itertools.chain.from_iterable(facons), reverse=True))
        if demandes in vus:
            continue
        vus.add(demandes)
        poses = _poser(demandes, terrain, restants)
        if poses is not None:
            return _distribuer(enfants, facons, list(zip(demandes, poses, strict=True)), terrain)
    return None


def _compter(restants: list[int]) -> None:
    restants[0] -= 1
    if restants[0] < 0:
        raise TropLong


def _facons(n: int, terrain: Terrain, restants: list[int]) -> Iterator[tuple[int, ...]]:
    """Les adultes de chaque groupe, pour chaque partage ; sans celles où un adulte de moins suffirait."""
    besoin, maxi = terrain.besoin, terrain.maxi
    base, plafond = besoin.adultes(terrain.mini), besoin.adultes(maxi)
    for partage in partages(n, terrain.mini, maxi):
        for adultes in itertools.combinations_with_replacement(range(base, plafond + 1), partage.groupes):
            _compter(restants)
            de_trop = sum(besoin.places(a, maxi) for a in adultes) - n
            perdues = [besoin.places(a, maxi) - besoin.places(a - 1, maxi) for a in set(adultes) if a > base]
            if de_trop >= 0 and not any(p <= de_trop for p in perdues):
                yield adultes


def _ensembles(
    choix: Sequence[Sequence[tuple[int, ...]]], restants: list[int]
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Une façon par partie, de toutes les manières."""
    for facons in itertools.product(*choix):
        _compter(restants)
        yield facons


def _poser(demandes: Sequence[int], terrain: Terrain, restants: list[int]) -> list[Soirs] | None:
    """Les soirs de chaque groupe, le plus encadré d'abord ; deux soirs où il reste autant d'adultes se valent."""
    motifs = tuple(itertools.combinations(range(len(terrain.capacites)), terrain.seances))
    echecs: set[tuple[int, tuple[int, ...]]] = set()

    def chercher(rang: int, restes: tuple[int, ...]) -> list[Soirs] | None:
        if rang == len(demandes):
            return []
        etat = (rang, tuple(sorted(restes)))
        if etat in echecs or sum(restes) < sum(demandes[rang:]) * terrain.seances:
            return None
        _compter(restants)
        for motif in motifs:
            if all(restes[s] >= demandes[rang] for s in motif):
                apres = tuple(r - demandes[rang] if s in motif else r for s, r in enumerate(restes))
                suite = chercher(rang + 1, apres)
                if suite is not None:
                    return [motif, *suite]
        echecs.add(etat)
        return None

    return chercher(0, terrain.capacites)


def _distribuer(
    enfants: Sequence[int], facons: Sequence[tuple[int, ...]], poses: list[tuple[int, Soirs]], terrain: Terrain
) -> tuple[Place, ...]:
    """Rend à chaque partie ses groupes, d'après les adultes qu'ils demandent, et y met ses enfants."""
    places: list[Place] = []
    for n, adultes in zip(enfants, facons, strict=True):
        siens: list[tuple[Soirs, int]] = []
        for demande in adultes:
            pose = next(p for p in poses if p[0] == demande)
            poses.remove(pose)
            siens.append((pose[1], demande))
        places += poser_les_enfants(n, siens, terrain)
    return tuple(places)
