"""Le budget : des sommes exactes, et ce qui reste incomplet."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clas_model.budget import EstimationPs, estimation, estimer_ps, origine, part, totaux, valeur_de_l_annee
from clas_model.chemins import avec
from clas_model.contenu import charger_referentiel
from clas_model.dossier import Budget, Dossier


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


UN, DEUX = charger_referentiel("experimentation"), charger_referentiel("national")


def d(texte: str) -> Decimal:
    return Decimal(texte)


def chiffre(**ps: Any) -> Dossier:
    """Deux groupes, 20 000 € de dépenses complètes, et les réglages donnés."""
    return Dossier.model_validate(
        {
            "groupes": [{}, {}],
            "groupes_close": True,
            "budget": {"charges": [{"libelle": "tout", "montant": "20000"}], "charges_close": True, "ps": ps},
        }
    )


def test_l_absence_de_prestation_est_dite_avec_sa_source() -> None:
    assert UN.prestation
    assert "Aucune prestation de service n'est calculée" in UN.prestation.explication
    assert "2015" in UN.prestation.explication
    assert UN.prestation.source
    assert "familles-de-france.org" in UN.source(UN.prestation.source).titre
    # La formule, sous les textes nationaux, est une déduction : aucune source ne la porte.
    assert DEUX.prestation
    assert DEUX.prestation.source is None
    assert "par déduction" in DEUX.prestation.explication
    assert UN.montants == ()


def test_sous_l_experimentation_rien_n_est_jamais_estime() -> None:
    tout = chiffre(taux="32.5", plafond="7886.15", confirme=True)
    assert estimation(tout, UN) == UN.prestation.explication  # type: ignore[union-attr]


def test_la_formule() -> None:
    """30 % de min(10 000, 5 599) = 1 679,70 ; 30 % de 4 000 = 1 200 ; en tout 2 879,70."""
    resultat = estimer_ps((d("10000"), d("4000")), d("30"), d("5599"))
    assert resultat == EstimationPs((d("1679.70"), d("1200")), d("2879.70"))
    # Au plafond déduit de 2021-2022, le maximum lu : 32,5 % de 7 886,15 font 2 563,00 à un centime près.
    assert abs(estimer_ps((d("9000"),), d("32.5"), d("7886.15")).total - 2563) < d("0.01")


def test_l_estimation_du_dossier_partage_les_depenses_entre_les_groupes() -> None:
    """20 000 / 2 = 10 000 par groupe, plafonné à 5 000 : 2 × 30 % × 5 000 = 3 000."""
    resultat = estimation(chiffre(taux="30", plafond="5000", confirme=True), DEUX)
    assert isinstance(resultat, EstimationPs)
    assert resultat.total == 3000


@pytest.mark.parametrize(
    ("ps", "mots"),
    [
        ({}, "donnez le taux et le plafond"),
        ({"taux": "30"}, "donnez le taux et le plafond"),
        ({"taux": "30", "plafond": "5000"}, "reste éteinte tant que"),
        ({"taux": "30", "plafond": "5000", "confirme": False}, "reste éteinte tant que"),
    ],
)
def test_elle_reste_eteinte_sans_les_deux_nombres_confirmes(ps: dict[str, Any], mots: str) -> None:
    assert mots in str(estimation(chiffre(**ps), DEUX))


def test_elle_attend_toutes_les_depenses_et_tous_les_groupes() -> None:
    complet = chiffre(taux="30", plafond="5000", confirme=True)
    for chemin in ("groupes_close", "budget.charges_close"):
        assert "C'est tout" in str(estimation(avec(complet, chemin, False), DEUX))


def test_une_annee_sans_valeur_reste_vide() -> None:
    maximum, bonus = DEUX.montant("maximum-ps"), DEUX.montant("bonus")
    assert maximum
    assert bonus
    assert valeur_de_l_annee(maximum, "2021-2022").valeur == 2563  # type: ignore[union-attr]
    assert valeur_de_l_annee(maximum, "2004-2005").valeur == 1680  # type: ignore[union-attr]
    for annee in ("2022-2023", "2025-2026", "2026-2027", None):
        assert valeur_de_l_annee(maximum, annee) is None
    assert bonus.valeurs == ()


def test_le_nombre_de_l_utilisateur_est_le_sien() -> None:
    taux = DEUX.montant("taux-ps")
    assert origine(taux, d("32.50")).date_libelle == "2015"  # type: ignore[union-attr]
    assert origine(taux, d("31")) is None


def test_chaque_valeur_a_sa_source_et_son_statut() -> None:
    """Les nombres et les années sont ceux qui ont été lus ; le plafond de 2021-2022 est un calcul, et le dit."""
    lues = {(m.id, v.date_libelle, v.valeur, v.statut) for m in DEUX.montants for v in m.valeurs if v.valeur}
    assert lues == {
        ("taux-ps", "2004-2005", d("30"), "lu"),
        ("taux-ps", "2015", d("32.5"), "infere"),
        ("plafond-ps", "2004-2005", d("5599"), "lu"),
        ("plafond-ps", "vers 2021-2022", d("7886.15"), "infere"),
        ("maximum-ps", "2004-2005", d("1680"), "lu"),
        ("maximum-ps", "vers 2021-2022", d("2563"), "lu"),
    }
