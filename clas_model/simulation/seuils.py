"""Ce qu'un texte demande des groupes, lu dans ses critères : aucun nombre n'est écrit ici."""

import dataclasses
from dataclasses import dataclass

from clas_model.referentiel import Critere, Referentiel
from clas_model.simulation.partages import Besoin

TAILLE, ENCADREMENT = "groupe-taille", "encadrement"


@dataclass(frozen=True, slots=True)
class Seuils:
    """Les bornes d'un groupe, les adultes qu'il demande, et les deux critères d'où elles viennent."""

    mini: int
    maxi: int
    besoin: Besoin
    taille: Critere
    encadrement: Critere

    def avec(self, mini: int | None, maxi: int | None) -> "Seuils":
        """Les mêmes, avec d'autres bornes pour celles qui sont données."""
        return dataclasses.replace(self, mini=mini or self.mini, maxi=maxi or self.maxi)


def seuils(texte: Referentiel) -> Seuils:
    """Les seuils de ce texte."""
    taille, encadrement = texte.critere(TAILLE), texte.critere(ENCADREMENT)
    bornes, adultes = taille.regle.parametres, encadrement.regle.parametres
    return Seuils(
        mini=int(bornes["min"]),
        maxi=int(bornes["max"]),
        besoin=Besoin(adultes.get("enfants_par_adulte_max"), int(adultes.get("adultes_min", 1))),
        taille=taille,
        encadrement=encadrement,
    )
