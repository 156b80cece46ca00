"""Ce qui a changé entre deux versions, ni plus ni moins."""

from hypothesis import given, settings

from clas_model.chemins import ajouter, avec, retirer, sans_savoir
from clas_model.contenu import charger_exemple
from clas_model.differences import changements
from clas_model.dossier import LISTES_ENTIERES, Dossier, Scenario
from tests.modele.strategies import REGLAGES, dossiers

COMPLET = charger_exemple("complet")


def test_rien_n_a_change() -> None:
    assert changements(COMPLET, COMPLET) == ()


def test_un_champ_dans_une_partie_et_dans_un_element() -> None:
    apres = avec(avec(COMPLET, "structure.nom", "A"), "groupes.g2.creneaux.c1.jour", "samedi")
    assert changements(COMPLET, apres) == ("structure.nom", "groupes.g2.creneaux.c1.jour")


def test_un_element_ajoute_ou_retire_se_dit_en_entier() -> None:
    assert changements(Dossier(), ajouter(Dossier(), "groupes", effectif=3)[0]) == ("groupes.g1",)
    assert "groupes.g3" in changements(COMPLET, retirer(COMPLET, "groupes.g3"))


def test_ce_que_le_modele_dit_entier_se_dit_entier() -> None:
    """La marque est portée par le modèle : une variante, et elle seule."""
    assert frozenset({"scenarios"}) == LISTES_ENTIERES
    avant = Dossier(scenarios=(Scenario(id="s1", nom="Deux soirs"),))
    apres = Dossier(scenarios=(Scenario(id="s1", nom="Deux soirs", zone="B"),))
    assert changements(avant, apres) == ("scenarios.s1",)


def test_je_ne_sais_pas_est_un_changement_dit_une_seule_fois() -> None:
    assert changements(Dossier(), sans_savoir(Dossier(), "structure.zone")) == ("structure.zone",)
    assert changements(COMPLET, sans_savoir(COMPLET, "structure.zone")) == ("structure.zone",)


def test_le_numero_du_dossier_et_ce_qui_est_a_confirmer_n_en_sont_pas() -> None:
    assert changements(Dossier(), Dossier(id="autre", a_confirmer=("structure.nom",))) == ()


@given(dossiers(), dossiers())
@settings(REGLAGES)
def test_un_changement_se_voit_dans_les_deux_sens(avant: Dossier, apres: Dossier) -> None:
    assert set(changements(avant, apres)) == set(changements(apres, avant))
    assert changements(avant, avant) == ()
