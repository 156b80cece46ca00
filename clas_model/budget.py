"""Le budget : totaux, parts des financeurs, estimation de la prestation de service quand elle a un sens.

Des euros en `Decimal`, jamais arrondis : l'arrondi appartient à l'affichage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clas_model.dossier import Budget, Dossier, Produit
from clas_model.referentiel import Montant, Referentiel, ValeurDatee

# Les deux grandeurs d'une estimation, dans le contenu du texte.
TAUX, PLAFOND = "taux-ps", "plafond-ps"


@dataclass(frozen=True, slots=True)
class Totaux:
    """Totaux en euros des montants saisis ; `ecart` = produits moins charges, négatif s'il manque des recettes.

    Un côté est incomplet tant que sa liste est ouverte ou qu'une de ses lignes n'a pas de montant.
    """

    charges: Decimal
    produits: Decimal
    ecart: Decimal
    charges_incompletes: bool
    produits_incompletes: bool


def totaux(budget: Budget) -> Totaux | None:
    """Les totaux du budget, ou `None` si aucun montant n'est saisi."""
    depenses = [charge.montant for charge in budget.charges]
    recettes = [produit.montant for produit in budget.produits]
    if all(montant is None for montant in depenses + recettes):
        return None
    charges, produits = _somme(depenses), _somme(recettes)
    return Totaux(
        charges=charges,
        produits=produits,
        ecart=produits - charges,
        charges_incompletes=not budget.charges_close or None in depenses,
        produits_incompletes=not budget.produits_close or None in recettes,
    )


def part(produit: Produit, totaux: Totaux) -> Fraction | None:
    """La part d'une recette dans les recettes saisies, de 0 à 100, exacte ; `None` sans montant ou sans total."""
    if produit.montant is None or totaux.produits == 0:
        return None
    return 100 * Fraction(produit.montant) / Fraction(totaux.produits)


def _somme(montants: Iterable[Decimal | None]) -> Decimal:
    """La somme des montants connus."""
    return sum((montant for montant in montants if montant is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class EstimationPs:
    """Une estimation, jamais une promesse : euros exacts par groupe, et leur somme."""

    par_groupe: tuple[Decimal, ...]
    total: Decimal


def estimer_ps(couts: Sequence[Decimal], taux: Decimal, plafond: Decimal) -> EstimationPs:
    """Taux × le plus petit du coût et du plafond, groupe par groupe, puis la somme. `taux` en pour cent.

    La formule est une déduction, dite comme telle ; à n'appeler que sous un texte qui l'estime, et une fois les deux
    nombres confirmés par l'utilisateur.
    """
    par_groupe = tuple(taux / 100 * min(cout, plafond) for cout in couts)
    return EstimationPs(par_groupe, sum(par_groupe, Decimal(0)))


def estimation(dossier: Dossier, texte: Referentiel) -> EstimationPs | str:
    """L'estimation du dossier, ou la phrase qui dit pourquoi il n'y en a pas.

    Le coût d'un groupe n'est pas demandé : les dépenses se partagent en parts égales entre les groupes.
    """
    reglages, somme = dossier.budget.ps, totaux(dossier.budget)
    if not texte.estime_ps:
        return texte.prestation.explication if texte.prestation else "Ce texte ne dit rien de la prestation de service."
    if reglages.taux is None or reglages.plafond is None:
        return "Pour une estimation, donnez le taux et le plafond que votre Caf vous a indiqués."
    if not reglages.confirme:
        return "L'estimation reste éteinte tant que vous n'avez pas confirmé ces deux nombres."
    if not dossier.groupes or not dossier.groupes_close:
        return "Pour une estimation, saisissez tous les groupes, puis cochez « C'est tout »."
    if somme is None or somme.charges_incompletes:
        return "Pour une estimation, saisissez toutes les dépenses et leurs montants, puis cochez « C'est tout »."
    nombre = len(dossier.groupes)
    return estimer_ps((somme.charges / nombre,) * nombre, reglages.taux, reglages.plafond)


def valeur_de_l_annee(montant: Montant, annee: str | None) -> ValeurDatee | None:
    """La valeur qu'une source donne pour cette année scolaire même ; rien d'autre ne la remplace."""
    return next((v for v in montant.valeurs if annee is not None and v.annee == annee and v.valeur is not None), None)


def origine(montant: Montant | None, valeur: Decimal | None) -> ValeurDatee | None:
    """D'où vient un nombre saisi : la valeur datée qu'il reprend, ou `None` si c'est celui de l'utilisateur."""
    if montant is None or valeur is None:
        return None
    return next((v for v in montant.valeurs if v.valeur is not None and v.valeur == valeur), None)
