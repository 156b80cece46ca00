"""Les prochaines étapes : quoi faire d'abord, pourquoi, comment, d'après quelle source."""

from dataclasses import dataclass
from fractions import Fraction

from clas_model.leviers import POIDS_EFFORT
from clas_model.positionnement import DEMI_POINTS, Constat, Positionnement

PROCHAINES_MAX = 6


@dataclass(frozen=True, slots=True)
class ProchaineEtape:
    """Une chose à faire. `gain` : points sur 100 que le critère atteint ajouterait au score au pire."""

    constat: Constat
    gain: float

    @property
    def ouvre_eligibilite(self) -> bool:
        """Vrai si un critère bloquant en dépend."""
        return self.constat.bloquant


def prochaines_etapes(positionnement: Positionnement, maximum: int = PROCHAINES_MAX) -> tuple[ProchaineEtape, ...]:
    """Bloquants non atteints, bloquants à confirmer, écarts connus, réponses qui manquent.

    Au plus `maximum` étapes, mais tous les bloquants : en taire un ferait croire l'éligibilité plus proche. Dans chaque
    groupe, le plus de gain pour le moins d'effort d'abord.
    """
    total = sum(2 * c.poids for c in positionnement.constats if c.etat != "non_applicable")

    def gain(constat: Constat) -> Fraction:
        return Fraction(100 * constat.poids * (2 - DEMI_POINTS[constat.etat][0]), total)

    def rang(constat: Constat) -> tuple[int, Fraction]:
        if constat.bloquant:
            groupe = 0 if constat.etat == "non_atteint" else 1
        else:
            # Un écart se corrige ; une réponse qui manque n'en est peut-être pas un.
            groupe = 3 if constat.etat == "sans_reponse" and not constat.faute_connue else 2
        return groupe, -gain(constat) / POIDS_EFFORT[constat.critere.effort]

    restants = [c for c in positionnement.constats if c.etat not in ("atteint", "non_applicable")]
    combien = max(maximum, sum(c.bloquant for c in restants))
    return tuple(ProchaineEtape(c, float(gain(c))) for c in sorted(restants, key=rang)[:combien])
