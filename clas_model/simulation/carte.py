"""La carte : pour chaque nombre d'enfants et d'adultes (ou de groupes), ce que dit le texte.

Chaque case est jugée par `positionner`, sur les deux seuls critères que ces nombres décident.
"""

import functools
from dataclasses import dataclass
from typing import Literal

from clas_model.dossier import EFFECTIF_MAX
from clas_model.positionnement import Constat, positionner
from clas_model.referentiel import Referentiel
from clas_model.referentiel.base import ParIdentite
from clas_model.simulation.dossier_essai import Presences, dossier_d_essai, presences
from clas_model.simulation.hypothese import ADULTES_MAX, Enfants, Hypothese
from clas_model.simulation.partages import Partage, partages
from clas_model.simulation.placement import Place, Terrain, placer, tient
from clas_model.simulation.retenus import au_plus_juste, partout
from clas_model.simulation.seuils import ENCADREMENT, TAILLE, Seuils, seuils
from clas_model.simulation.textes_reduits import reduit

EtatCase = Literal["conforme", "tolere", "non"]
# Un critère de ce niveau donne un repère, jamais une obligation.
REPERE = "indicatif"
# Autour du point : assez pour voir venir, et des cases qu'un doigt atteint sur un téléphone.
ENFANTS_AUTOUR, ADULTES_AUTOUR, GROUPES_MAX = 7, 4, 8


@dataclass(frozen=True, slots=True)
class Case:
    """Une case : des enfants, des adultes par soir ou des groupes, son état et ce qui l'explique."""

    enfants: int
    autre: int
    etat: EtatCase
    raison: str


@dataclass(frozen=True, slots=True)
class Carte:
    """Les cases, ligne par ligne ; `axe` : ce que compte l'autre nombre."""

    axe: Literal["adultes", "groupes"]
    point: tuple[int, int]
    cases: tuple[Case, ...]


def carte_adultes(hypothese: Hypothese, texte: Referentiel) -> Carte | None:
    """Enfants × adultes, autour du point ; `None` si le nombre d'adultes n'est pas dit."""
    adultes = hypothese.accompagnateurs
    if adultes is None:
        return None
    base = _epuree(hypothese)
    cases = tuple(
        _case(base, n, a, None, ParIdentite(texte), a)
        for a in _proches(adultes, 0, ADULTES_AUTOUR, ADULTES_MAX)
        for n in _autour(hypothese.enfants)
    )
    return Carte("adultes", (hypothese.enfants, adultes), cases)


def carte_groupes(hypothese: Hypothese, texte: Referentiel, groupes: int) -> Carte:
    """Enfants × groupes, avec les adultes de l'hypothèse (ou sans en tenir compte s'ils ne sont pas dits)."""
    base, adultes = _epuree(hypothese), hypothese.accompagnateurs
    debut = max(1, groupes - GROUPES_MAX // 2)
    cases = tuple(
        _case(base, n, adultes, g, ParIdentite(texte), g)
        for g in range(debut, debut + GROUPES_MAX)
        for n in _autour(hypothese.enfants)
    )
    return Carte("groupes", (hypothese.enfants, groupes), cases)


def _autour(enfants: int) -> range:
    return _proches(enfants, 1, ENFANTS_AUTOUR, EFFECTIF_MAX)


def _proches(nombre: int, bas: int, autour: int, haut: int) -> range:
    """Autant de nombres, qu'on soit au milieu ou près d'une borne ; aucun au-delà de ce qu'un essai accepte."""
    debut = max(bas, min(nombre, haut - autour) - autour)
    return range(debut, min(debut + 2 * autour, haut) + 1)


def _epuree(hypothese: Hypothese) -> Hypothese:
    """Ce qui compte pour une case : les soirs et les présences, sous les bornes du texte."""
    return Hypothese(
        parties=(Enfants(enfants=1),), seances=hypothese.seances, soirs=hypothese.soirs, libres=hypothese.libres
    )


@functools.lru_cache(maxsize=20_000)
def _case(
    base: Hypothese, enfants: int, adultes: int | None, groupes: int | None, texte: ParIdentite[Referentiel], autre: int
) -> Case:
    hypothese = base.model_copy(update={"parties": (Enfants(enfants=enfants),), "benevoles": adultes})
    limites = seuils(texte.valeur)
    places = _candidat(hypothese, limites, groupes)
    if places is None:
        return Case(enfants, autre, "non", f"les groupes n'auraient pas de {limites.mini} à {limites.maxi} enfants")
    # Deux groupes pareils reçoivent le même avis : un de chaque sorte suffit, et beaucoup de cases ont les mêmes.
    sortes = frozenset(zip((p.taille for p in places), presences(hypothese, places), strict=True))
    etat, raison = _jugement(base, sortes, texte)
    return Case(enfants, autre, etat, raison)


@functools.lru_cache(maxsize=20_000)
def _jugement(
    base: Hypothese, sortes: frozenset[tuple[int, Presences]], texte: ParIdentite[Referentiel]
) -> tuple[EtatCase, str]:
    """Ce que dit le texte de groupes de ces tailles, avec ces adultes à leurs soirs."""
    soirs = tuple(range(base.seances))
    places = [Place(taille, soirs, 0) for taille, _ in sortes]
    dossier = dossier_d_essai(base, places, (None,) * len(places), [presents for _, presents in sortes])
    constats = positionner(dossier, reduit(texte.valeur, (TAILLE, ENCADREMENT))).constats
    fautes = [c for c in constats if c.etat in ("partiel", "non_atteint")]
    seuls = any(c.nombre_adultes == 0 for g in dossier.groupes for c in g.creneaux)
    etat: EtatCase = "conforme" if not fautes else "tolere" if not seuls and all(map(_est_tolere, fautes)) else "non"
    return etat, _raison(fautes, seuls)


def _candidat(hypothese: Hypothese, limites: Seuils, groupes: int | None) -> tuple[Place, ...] | None:
    """Les groupes à juger : placés si les adultes y suffisent, sinon le moins de groupes possible.

    `None` : ce nombre de groupes ne tient pas dans les bornes. Sans aucun partage, le moins de groupes sans dépasser la
    taille maximale : le texte peut l'admettre.
    """
    n, capacites = hypothese.enfants, hypothese.capacites
    possibles = [p.groupes for p in partages(n, limites.mini, limites.maxi)]
    if groupes is not None and groupes not in possibles:
        return None
    choix = [groupes] if groupes is not None else possibles
    if capacites is not None:
        terrain = Terrain(capacites, hypothese.seances, limites.mini, limites.maxi, limites.besoin)
        for g in choix:
            if tient(n, g, terrain):
                return placer(n, g, terrain)
    if not choix:
        return au_plus_juste(n, limites, hypothese)
    return partout(Partage(n, choix[0]).tailles, limites.besoin, hypothese)


def _est_tolere(constat: Constat) -> bool:
    """Un repère indicatif non atteint, ou une taille que le texte laisse justifier."""
    return constat.critere.niveau == REPERE or (constat.critere.id == TAILLE and constat.etat == "partiel")


def _raison(fautes: list[Constat], seuls: bool) -> str:
    if not fautes:
        return "tailles et adultes conformes"
    mots = []
    for constat in fautes:
        if constat.critere.id == ENCADREMENT:
            mots.append("un groupe au moins sans adulte" if seuls else "moins d'adultes que le repère")
        else:
            mots.append("taille à justifier" if constat.etat == "partiel" else "aucun partage dans les bornes")
    return " ; ".join(mots)
