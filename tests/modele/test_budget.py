"""Le budget : des sommes exactes, et ce qui reste incomplet."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clas_model.budget import SANS_PRESTATION, SOURCE_SANS_PRESTATION, part, totaux
from clas_model.dossier import Budget


def budget(charges: list[str | None], produits: list[str | None], **drapeaux: bool) -> Budget:
    donnees: dict[str, Any] = {
        "charges": [{"montant": m} for m in charges],
        "produits": [{"montant": m} for m in produits],
        "charges_close": True,
        "produits_close": True,
        **drapeaux,
    }
    return Budget.model_validate(donnees)


@pytest.mark.parametrize("vide", [Budget(), budget([], []), budget([None], [None])])
def test_rien_de_saisi_n_est_pas_zero(vide: Budget) -> None:
    assert totaux(vide) is None


def test_les_totaux_sont_exacts_au_centime() -> None:
    # 0,10 + 0,20 font 0,30 et non 0,30000000000000004 ; il manque 999,70 € de recettes.
    somme = totaux(budget(["1000", "0.00"], ["0.10", "0.20"]))
    assert somme is not None
    assert (somme.charges, somme.produits, somme.ecart) == (Decimal(1000), Decimal("0.30"), Decimal("-999.70"))
    assert not somme.charges_incompletes
    assert not somme.produits_incompletes


def test_une_liste_ouverte_ou_une_ligne_sans_montant_rend_le_cote_incomplet() -> None:
    ouverte = totaux(budget(["10"], ["10"], charges_close=False))
    sans_montant = totaux(budget(["10"], ["10", None]))
    assert ouverte is not None
    assert sans_montant is not None
    assert (ouverte.charges_incompletes, ouverte.produits_incompletes) == (True, False)
    assert (sans_montant.charges_incompletes, sans_montant.produits_incompletes) == (False, True)


def test_un_cote_sans_ligne_et_clos_vaut_zero() -> None:
    somme = totaux(budget(["10"], []))
    assert somme is not None
    assert (somme.produits, somme.ecart, somme.produits_incompletes) == (0, -10, False)


def test_la_part_d_une_recette_est_exacte() -> None:
    trois_tiers = budget([], ["100", "200", None])
    somme = totaux(trois_tiers)
    assert somme is not None
    assert [part(p, somme) for p in trois_tiers.produits] == [Fraction(100, 3), Fraction(200, 3), None]


def test_pas_de_part_d_un_total_nul() -> None:
    nul = budget(["10"], ["0"])
    somme = totaux(nul)
    assert somme is not None
    assert part(nul.produits[0], somme) is None


def test_l_absence_de_prestation_est_dite_avec_sa_source() -> None:
    assert "Aucune prestation de service n'est calculée" in SANS_PRESTATION
    assert "2015" in SANS_PRESTATION
    assert "familles-de-france.org" in SOURCE_SANS_PRESTATION
