"""Les marges : de combien un nombre peut bouger avant que la réponse change."""

from dataclasses import dataclass

from clas_model.referentiel import Referentiel
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.partages import partages
from clas_model.simulation.placement import IMPOSSIBLE, Terrain, places_au_plus, tient
from clas_model.simulation.seuils import seuils
from clas_model.simulation.verification import Verification


@dataclass(frozen=True, slots=True)
class Marges:
    """Autour d'une vérification qui tient, pour le nombre de groupes retenu ; `None` : sans objet, ou trop long à voir.

    `enfants_de_plus` : avant de devoir ouvrir un groupe ou trouver un adulte. `borne` : ce qui arrête (« groupe » ou
    « adulte »). `enfants_de_moins` : avant qu'un groupe soit trop petit. `adultes_de_moins` : ceux qui peuvent
    manquer chaque soir.
    """

    groupes: int
    enfants_de_plus: int | None
    borne: str
    enfants_de_moins: int | None
    adultes_de_moins: int | None


def marges(v: Verification, texte: Referentiel) -> Marges | None:
    """Les marges d'une vérification d'une seule partie qui tient ; `None` ailleurs."""
    hypothese: Hypothese = v.hypothese
    if len(v.parties) > 1 or not v.tient or hypothese.capacites is None:
        return None
    limites = seuils(texte).avec(hypothese.mini, hypothese.maxi)
    terrain = Terrain(hypothese.capacites, hypothese.seances, limites.mini, limites.maxi, limites.besoin)
    n, groupes = hypothese.enfants, len(v.places)
    au_plus = places_au_plus(groupes, terrain)
    return Marges(
        groupes=groupes,
        enfants_de_plus=au_plus - n if au_plus != IMPOSSIBLE else None,
        borne="groupe" if au_plus == limites.maxi * groupes else "adulte",
        enfants_de_moins=n - limites.mini * groupes,
        adultes_de_moins=_adultes_de_moins(n, terrain),
    )


def _adultes_de_moins(n: int, terrain: Terrain) -> int | None:
    """Le plus d'adultes qui peuvent manquer chaque soir, en changeant au besoin le nombre de groupes."""
    ecart = 0
    while ecart < max(terrain.capacites):
        moins = terrain.avec(-ecart - 1)
        if not any(tient(n, p.groupes, moins) for p in partages(n, terrain.mini, terrain.maxi)):
            break
        ecart += 1
    return ecart
