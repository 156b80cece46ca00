"""Le but d'un changement : le lire, dire s'il est atteint, de quels critères il dépend et ce qu'il y manque."""

from collections.abc import Iterable
from fractions import Fraction

from clas_model.erreurs import SaisieRefusee
from clas_model.positionnement import DEMI_POINTS, Constat, Positionnement
from clas_model.referentiel import Referentiel

ELIGIBLE = "eligible"
BONS = ("atteint", "non_applicable")


def lire_but(vers: str, texte: Referentiel) -> str:
    """Le but tel qu'on le demande : « eligible », un score de 1 à 100, ou un critère. Lève SaisieRefusee."""
    vers = vers.strip()
    if vers == ELIGIBLE or any(c.id == vers for c in texte.criteres):
        return vers
    if vers.isdecimal() and 1 <= int(vers) <= 100:
        return str(int(vers))
    raise SaisieRefusee(
        "vers",
        f"« {vers} » n'est pas un but : écrivez « eligible », un score de 1 à 100, ou l'identifiant d'un critère "
        f"comme « {texte.criteres[0].id} ».",
    )


def but_atteint(resultat: Positionnement, but: str) -> bool:
    """Vrai si ce positionnement atteint le but ; un score vaut pour le pire cas."""
    if but == ELIGIBLE:
        return resultat.eligibilite == "oui"
    if but.isdecimal():
        return resultat.score.min is not None and pire(resultat.constats) * 100 >= int(but) * poids(resultat.constats)
    return resultat.par_critere[but].etat in BONS


def note(constat: Constat) -> int:
    """La note au pire, en demi-points ; sans objet vaut atteint."""
    return DEMI_POINTS.get(constat.etat, (2, 2))[0]


def pire(constats: Iterable[Constat]) -> int:
    """Ce que valent ces constats au pire, en demi-points pesés."""
    return sum(DEMI_POINTS[c.etat][0] * c.poids for c in constats if c.etat != "non_applicable")


def poids(constats: Iterable[Constat]) -> int:
    """Ce qu'ils vaudraient tous atteints, en demi-points pesés."""
    return sum(2 * c.poids for c in constats if c.etat != "non_applicable")


def criteres_vises(avant: Positionnement, but: str) -> tuple[str, ...]:
    """Les critères dont dépend ce but."""
    tous = (c for c in avant.constats if but.isdecimal() or c.critere.id == but or (but == ELIGIBLE and c.bloquant))
    return tuple(c.critere.id for c in tous)


def reste_a_gagner(avant: Positionnement, but: str) -> int:
    """Les demi-points pesés qui manquent pour ce score au pire, arrondis au-dessus."""
    voulu = Fraction(int(but) * poids(avant.constats), 100)
    return -((pire(avant.constats) - voulu) // 1) if voulu > pire(avant.constats) else 0
