"""Les nombres de groupes possibles pour des enfants qui restent entre eux, et les adultes qui manquent à chacun."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from clas_model.dossier import EFFECTIF_MAX
from clas_model.simulation.partages import partage_econome, partages, plus_proches
from clas_model.simulation.placement import Terrain, manque, manque_au_moins, tient
from clas_model.simulation.seuils import Seuils

# Les lignes qu'une page montre : au-delà, les partages ne se lisent plus.
LIGNES_MAX = 12


@dataclass(frozen=True, slots=True)
class Ligne:
    """Un nombre de groupes possible pour une partie : le partage le plus égal et le plus économe en adultes.

    `manque` : les adultes qu'il faudrait en plus chaque soir ; `None` si c'est trop long à voir, ou si leur nombre
    n'est pas dit et que tous les groupes viennent ensemble.
    """

    groupes: int
    egal: tuple[int, ...]
    econome: tuple[int, ...]
    adultes_egal: int
    adultes_econome: int
    manque: int | None = None

    @property
    def differe(self) -> bool:
        """Vrai si le partage le plus égal demande plus d'adultes qu'un autre."""
        return self.adultes_econome < self.adultes_egal


@dataclass(frozen=True, slots=True)
class PartieVerifiee:
    """Des enfants qui restent entre eux : leurs partages, ou les nombres les plus proches qui iraient."""

    nom: str | None
    enfants: int
    lignes: tuple[Ligne, ...]
    proches: tuple[int, ...]


def partie_verifiee(
    nom: str | None, n: int, limites: Seuils, terrain: Terrain | None, groupes: int | None
) -> PartieVerifiee:
    """Tous les partages d'une partie ; `manque` n'est compté que sur une partie seule, `groupes` voulus compris."""
    lignes = []
    for partage in partages(n, limites.mini, limites.maxi):
        econome = partage_econome(n, partage.groupes, limites.mini, limites.maxi, limites.besoin)
        egal, au_mieux = (sum(map(limites.besoin.adultes, t)) for t in (partage.tailles, econome))
        lignes.append(
            Ligne(partage.groupes, partage.tailles, econome if au_mieux < egal else partage.tailles, egal, au_mieux)
        )
    if terrain is not None:
        lignes = _avec_manques(n, lignes, terrain, groupes)
    proches = () if lignes else tuple(p for p in plus_proches(n, limites.mini, limites.maxi) if p <= EFFECTIF_MAX)
    return PartieVerifiee(nom, n, tuple(lignes), proches)


def _avec_manques(n: int, lignes: Sequence[Ligne], terrain: Terrain, groupes: int | None) -> list[Ligne]:
    """Les adultes qui manquent à chaque ligne : à celle qu'on veut, puis à celles qui peuvent en demander le moins.

    Passé `LIGNES_MAX`, celles qui en demandent sûrement plus que la meilleure ne sont pas regardées.
    """
    rangees = sorted(
        lignes, key=lambda x: (x.groupes != groupes, manque_au_moins(x.adultes_econome, terrain), x.groupes)
    )
    vues: dict[int, Ligne] = {}
    if terrain.seances in (1, len(terrain.capacites)):
        # Là, savoir si cela tient se lit sans rien chercher.
        vues = {x.groupes: dataclasses.replace(x, manque=0) for x in lignes if tient(n, x.groupes, terrain)}
    for ligne in rangees:
        if ligne.groupes in vues:
            continue
        connus = [v.manque for v in vues.values() if v.manque is not None]
        suivant = manque_au_moins(ligne.adultes_econome, terrain)
        if len(vues) >= LIGNES_MAX and connus and suivant >= min(connus):
            break
        trouve = manque(n, ligne.groupes, ligne.adultes_econome, terrain)
        vues[ligne.groupes] = dataclasses.replace(ligne, manque=trouve)
    return [vues.get(ligne.groupes, ligne) for ligne in lignes]
