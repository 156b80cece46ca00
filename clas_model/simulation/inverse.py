"""À l'envers : ces adultes et ces soirs, combien d'enfants au plus ? Ce budget, combien de groupes ?"""

from dataclasses import dataclass
from decimal import Decimal

from clas_model.calendrier import seances
from clas_model.dossier import EFFECTIF_MAX
from clas_model.erreurs import SaisieRefusee
from clas_model.referentiel import Referentiel
from clas_model.simulation.dossier_essai import dossier_d_essai, presences
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.placement import (
    IMPOSSIBLE,
    Place,
    Terrain,
    TropLong,
    placer,
    places_au_plus,
    plafond_de_places,
    poser_les_enfants,
)
from clas_model.simulation.seuils import seuils


@dataclass(frozen=True, slots=True)
class AuPlus:
    """Le plus d'enfants, et leurs groupes placés ; `exact` faux si la recherche s'est arrêtée avant la fin."""

    enfants: int
    places: tuple[Place, ...]
    exact: bool


def au_plus(hypothese: Hypothese, texte: Referentiel, maximum: int = EFFECTIF_MAX) -> AuPlus | None:
    """Le plus d'enfants, jusqu'à `maximum`, que ces adultes et ces soirs permettent ; `None` si aucun groupe ne tient.

    À égalité, le moins de groupes. Lève `SaisieRefusee` si le nombre d'adultes n'est pas dit.
    """
    if hypothese.capacites is None:
        raise SaisieRefusee("accompagnateurs", "Indiquez d'abord le nombre d'accompagnateurs.")
    limites = seuils(texte).avec(hypothese.mini, hypothese.maxi)
    terrain = Terrain(hypothese.capacites, hypothese.seances, limites.mini, limites.maxi, limites.besoin)
    par_groupe = limites.besoin.adultes(limites.mini) * hypothese.seances
    meilleur, retenus = 0, 0
    nombres = range(1, min(sum(terrain.capacites) // par_groupe, maximum // limites.mini) + 1)
    # D'abord les nombres de groupes qui pourraient tenir le plus d'enfants : les autres n'ont souvent pas à être vus.
    for plafond, groupes in _par_plafond(nombres, terrain, maximum):
        if plafond < meilleur or (plafond == meilleur and groupes > retenus):
            continue
        enfants = min(places_au_plus(groupes, terrain), maximum)
        if enfants == IMPOSSIBLE:
            continue
        if (enfants, -groupes) > (meilleur, -retenus):
            meilleur, retenus = enfants, groupes
    if not meilleur:
        return None
    simple = terrain.seances in (1, len(terrain.capacites))
    atteint = min(max(plafond_de_places(g, terrain) for g in nombres), maximum)
    return AuPlus(meilleur, _poses(meilleur, retenus, terrain), simple or meilleur == atteint)


def _poses(n: int, groupes: int, terrain: Terrain) -> tuple[Place, ...]:
    """`n` enfants placés ; si c'est trop long à voir, aux places du plus grand nombre, qui a été placé."""
    try:
        return placer(n, groupes, terrain) or ()
    except TropLong:
        plus = placer(places_au_plus(groupes, terrain), groupes, terrain) or ()
        return poser_les_enfants(n, [(p.soirs, p.adultes) for p in plus], terrain)


def _par_plafond(nombres: range, terrain: Terrain, maximum: int) -> list[tuple[int, int]]:
    """Les nombres de groupes et ce qu'ils ne peuvent dépasser, du plus grand plafond au plus petit."""
    plafonds = ((min(plafond_de_places(g, terrain), maximum), g) for g in nombres)
    return sorted(plafonds, key=lambda x: (-x[0], x[1]))


@dataclass(frozen=True, slots=True)
class GroupesDuBudget:
    """Ce que coûte un groupe pour l'année, combien le budget en paie, et ce qu'il en reste, en euros."""

    cout_d_un_groupe: Decimal
    groupes: int
    reste: Decimal


def groupes_du_budget(
    hypothese: Hypothese, budget: Decimal, enfants_par_groupe: int, salaries_par_groupe: int
) -> GroupesDuBudget | None:
    """Combien de groupes ce budget paie, d'après les coûts donnés ; `None` si le coût d'un groupe ne se calcule pas.

    Les coûts fixes sont payés d'abord. Un budget qui n'y suffit pas ne paie aucun groupe.
    """
    couts = hypothese.couts
    cout = (couts.par_groupe or Decimal(0)) + (couts.par_enfant or Decimal(0)) * enfants_par_groupe
    if couts.heure_salariee is not None and salaries_par_groupe:
        minutes = minutes_d_un_groupe(hypothese)
        if minutes is None:
            return None
        cout += couts.heure_salariee * salaries_par_groupe * minutes / 60
    disponible = budget - (couts.fixe or Decimal(0))
    if cout <= 0:
        return None
    groupes = int(disponible // cout) if disponible >= cout else 0
    return GroupesDuBudget(cout, groupes, disponible - groupes * cout)


def minutes_d_un_groupe(hypothese: Hypothese) -> int | None:
    """Les minutes de séance d'un groupe sur l'année ; `None` si un fait du calendrier manque."""
    place = Place(1, tuple(range(hypothese.seances)), 1)
    dossier = dossier_d_essai(hypothese, (place,), (None,), presences(hypothese, (place,)))
    compte = seances(dossier.structure, dossier.groupes[0])
    return None if compte is None else compte.minutes
