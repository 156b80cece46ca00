"""Les groupes retenus : quel partage garder, et à quels soirs le placer, pour une partie ou pour plusieurs."""

import itertools
from collections.abc import Sequence

from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.lignes import PartieVerifiee
from clas_model.simulation.partages import Besoin
from clas_model.simulation.placement import Place, Terrain, TropLong, manque_au_moins, placer, un_a_un
from clas_model.simulation.placement_parties import placer_les_parties
from clas_model.simulation.seuils import Seuils


def partout(tailles: Sequence[int], besoin: Besoin, hypothese: Hypothese) -> tuple[Place, ...]:
    """Ces groupes, tous aux mêmes soirs, les premiers ouverts."""
    soirs = tuple(range(hypothese.seances))
    return tuple(Place(t, soirs, besoin.adultes(t)) for t in tailles)


def au_plus_juste(n: int, limites: Seuils, hypothese: Hypothese) -> tuple[Place, ...]:
    """Faute de partage possible, le moins de groupes sans dépasser la taille maximale : c'est lui qu'on juge."""
    groupes = -(-n // limites.maxi)
    taille, reste = divmod(n, groupes)
    return partout((taille + 1,) * reste + (taille,) * (groupes - reste), limites.besoin, hypothese)


def une_partie(
    partie: PartieVerifiee, limites: Seuils, terrain: Terrain | None, hypothese: Hypothese, groupes: int | None
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Le nombre de groupes voulu, sinon celui à qui il manque le moins d'adultes, puis le moins de groupes."""
    voulue = next((ligne for ligne in partie.lignes if ligne.groupes == groupes), None)
    ligne = voulue or min(partie.lignes, key=lambda x: (x.adultes_econome if x.manque is None else x.manque, x.groupes))
    if terrain is None or ligne.manque is None:
        return partout(ligne.econome, limites.besoin, hypothese), None, None
    # Le partage le plus égal quand les adultes y suffisent à tous les soirs : il est plus simple à tenir.
    if min(terrain.capacites) >= ligne.adultes_egal:
        return partout(ligne.egal, limites.besoin, hypothese), True, 0
    places = placer(partie.enfants, ligne.groupes, terrain.avec(ligne.manque))
    return places or (), ligne.manque == 0, ligne.manque


def plusieurs_parties(
    parties: Sequence[PartieVerifiee], limites: Seuils, terrain: Terrain | None, hypothese: Hypothese
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Chaque partie à son partage le plus économe quand il tient ; sinon, toute autre façon qui tienne."""
    retenues = [min(p.lignes, key=lambda ligne: (ligne.adultes_econome, ligne.groupes)) for p in parties]
    tailles = [t for ligne in retenues for t in ligne.econome]
    besoin = sum(ligne.adultes_econome for ligne in retenues)
    ensemble = partout(tailles, limites.besoin, hypothese)
    if terrain is None:
        return ensemble, None, None
    if sorted(terrain.capacites)[-hypothese.seances] >= besoin:
        rangs = sorted(range(len(terrain.capacites)), key=lambda s: -terrain.capacites[s])[: hypothese.seances]
        soirs = tuple(sorted(rangs))
        return tuple(Place(p.taille, soirs, p.adultes) for p in ensemble), True, 0
    if hypothese.seances == len(terrain.capacites):
        return ensemble, False, besoin - min(terrain.capacites)
    if (poses := un_a_un([p.adultes for p in ensemble], terrain)) is not None:
        return tuple(Place(p.taille, s, p.adultes) for p, s in zip(ensemble, poses, strict=True)), True, 0
    return _a_la_recherche([p.enfants for p in parties], besoin, ensemble, terrain)


def _a_la_recherche(
    enfants: Sequence[int], besoin: int, ensemble: tuple[Place, ...], terrain: Terrain
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Toutes les façons de placer ces parties, puis avec des adultes de plus ; `besoin` : ceux qu'il faut au moins."""
    moindre = manque_au_moins(besoin, terrain)
    tient: bool | None = False if moindre else None
    try:
        # Avec `besoin` adultes de plus chaque soir, tous les groupes viennent ensemble : la boucle finit.
        for de_plus in itertools.count(moindre):
            places = placer_les_parties(enfants, terrain.avec(de_plus))
            if places is not None:
                return places, de_plus == 0, de_plus
            tient = False
    except TropLong:
        pass
    return ensemble, tient, None
