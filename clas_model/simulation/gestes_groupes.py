"""Les gestes entre deux groupes : les réunir, ou déplacer des enfants de l'un à l'autre."""

import itertools
from collections.abc import Iterator
from typing import Any

from clas_model.dossier import EFFECTIF_MAX, Creneau, Dossier, Groupe
from clas_model.francais import accord
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.gestes import Contexte, Geste, changer_creneaux, du, groupe, presents, remplacer


def reunir_groupes(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Deux groupes réunis aux créneaux du premier ; leurs adultes s'y ajoutent quand l'horaire est le même."""
    for un, autre in itertools.combinations(dossier.groupes, 2):
        if un.effectif is None or autre.effectif is None or un.effectif + autre.effectif > contexte.maxi:
            continue
        yield Geste(
            "reunir-groupes",
            f"réunir {libelle_groupe(dossier, un)} et {libelle_groupe(dossier, autre)} "
            f"({un.effectif + autre.effectif} enfants)",
            lambda d, a=un.id, b=autre.id: _reunir(d, a, b),  # type: ignore[misc]
        )


def _reunir(dossier: Dossier, premier: str, second: str) -> Dossier:
    un, autre = groupe(dossier, premier), groupe(dossier, second)
    if un is None or autre is None:
        return dossier
    horaires = {(c.jour, c.debut, c.fin): c for c in autre.creneaux}

    def ensemble(creneau: Creneau) -> Creneau:
        jumeau = horaires.get((creneau.jour, creneau.debut, creneau.fin))
        ici, la = presents(creneau), presents(jumeau) if jumeau else 0
        if ici is None or not la:
            return creneau
        liens = None
        if creneau.accompagnateurs is not None and jumeau and jumeau.accompagnateurs is not None:
            liens = tuple(dict.fromkeys((*creneau.accompagnateurs, *jumeau.accompagnateurs)))
            la = len(liens) - ici
        return creneau.model_copy(update={"nombre_adultes": ici + la, "accompagnateurs": liens})

    reuni = un.model_copy(
        update={
            "effectif": (un.effectif or 0) + (autre.effectif or 0),
            "niveaux": _union(un.niveaux, autre.niveaux),
            "etablissements": _union(un.etablissements, autre.etablissements),
        }
    )
    reste = tuple(g for g in dossier.groupes if g.id != second)
    return remplacer(dossier.model_copy(update={"groupes": reste}), premier, changer_creneaux(reuni, ensemble))


def _union(un: tuple[Any, ...] | None, autre: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """Les deux listes sans doublon ; inconnue si l'une l'est."""
    return None if un is None or autre is None else tuple(dict.fromkeys((*un, *autre)))


def deplacer_enfants(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Des enfants d'un groupe à un autre : juste assez pour que l'un ou l'autre passe un seuil."""
    for source, cible in itertools.permutations(dossier.groupes, 2):
        if not source.effectif or cible.effectif is None:
            continue
        for n in sorted(_nombres_utiles(source, cible, contexte)):
            yield Geste(
                "deplacer-enfants",
                f"déplacer {accord(n, 'enfant')} {du(libelle_groupe(dossier, source))} vers "
                f"{libelle_groupe(dossier, cible)}",
                lambda d, a=source.id, b=cible.id, k=n: _deplacer(d, a, b, k),  # type: ignore[misc]
            )


def _nombres_utiles(source: Groupe, cible: Groupe, contexte: Contexte) -> set[int]:
    """Entre deux seuils, déplacer plus d'enfants ne rapporte rien et peut nuire : seuls comptent ceux qui y mènent."""
    effectif, la = source.effectif or 0, cible.effectif or 0
    connus = [a for a in map(presents, source.creneaux) if a is not None]
    seuils = {contexte.maxi, *(contexte.besoin.places(a, effectif) for a in connus)}
    nombres = {effectif - s for s in seuils} | {contexte.mini - la}
    return {n for n in nombres if 0 < n < effectif and la + n <= EFFECTIF_MAX}


def _deplacer(dossier: Dossier, depart: str, arrivee: str, n: int) -> Dossier:
    source, cible = groupe(dossier, depart), groupe(dossier, arrivee)
    if source is None or cible is None or (source.effectif or 0) <= n:
        return dossier
    moins = remplacer(dossier, depart, source.model_copy(update={"effectif": (source.effectif or 0) - n}))
    return remplacer(moins, arrivee, cible.model_copy(update={"effectif": (cible.effectif or 0) + n}))
