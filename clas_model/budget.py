"""Le budget : totaux, parts des financeurs, et ce que le produit ne calcule pas.

Des euros en `Decimal`, jamais arrondis : l'arrondi appartient à l'affichage.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clas_model.dossier import Budget, Produit

# Lu dans le domaine : en 2015, l'expérimentation met un financement global à la place de la prestation de service.
SANS_PRESTATION = (
    "Aucune prestation de service n'est calculée ici : dans l'expérimentation de 2015, une subvention globale la "
    "remplaçait. Ce produit n'en estime pas le montant : demandez-le à votre Caf."
)
SOURCE_SANS_PRESTATION = "familles-de-france.org, 3 juillet 2015, à propos de la circulaire Cnaf 2015-013"


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
