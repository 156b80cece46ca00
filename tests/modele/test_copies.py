"""Plusieurs copies d'un fichier, remplies à part : ce qu'une seule dit est gardé, ce qui se contredit se liste."""

import pytest
from hypothesis import given, settings

from clas_model.chemins import ajouter, avec, lire, retirer
from clas_model.contenu import charger_exemple
from clas_model.copies import Desaccord, commun, reunir
from clas_model.dossier import Dossier
from tests.modele.strategies import REGLAGES, dossiers

COMPLET = charger_exemple("complet")
VIERGE = Dossier()


def test_chacune_ses_etapes() -> None:
    directrice = avec(VIERGE, "structure.nom", "Les Passerelles")
    referente = avec(VIERGE, "ecole.coconstruction", True)
    benevole = ajouter(VIERGE, "evaluation.indicateurs", libelle="Assiduité")[0]
    reunion = reunir([directrice, referente, benevole])
    assert reunion.desaccords == ()
    assert reunion.dossier.structure.nom == "Les Passerelles"
    assert reunion.dossier.ecole.coconstruction is True
    assert [i.libelle for i in reunion.dossier.evaluation.indicateurs] == ["Assiduité"]


def test_trois_copies_qui_se_contredisent_donnent_un_seul_desaccord() -> None:
    copies = [avec(COMPLET, "groupes.g1.effectif", n) for n in (7, 8, 7, 9)]
    reunion = reunir(copies)
    assert reunion.dossier == copies[0]
    assert reunion.desaccords == (Desaccord("groupes.g1.effectif", ((0, 7), (1, 8), (3, 9))),)


def test_un_meme_groupe_complete_a_part_reste_un_seul_groupe() -> None:
    base = ajouter(VIERGE, "groupes", nom="Primaire")[0]
    reunion = reunir([avec(base, "groupes.g1.effectif", 9), avec(base, "groupes.g1.lieu", "Salle 2")])
    assert [(g.nom, g.effectif, g.lieu) for g in reunion.dossier.groupes] == [("Primaire", 9, "Salle 2")]


def test_deux_groupes_ajoutes_sous_le_meme_numero_restent_deux_et_leurs_liens_suivent() -> None:
    base = ajouter(VIERGE, "enfants.activites", intitule="Lecture")[0]
    une = ajouter(base, "diagnostic.besoins", intitule="Lire")[0]
    autre = ajouter(base, "diagnostic.besoins", intitule="Compter")[0]
    autre = avec(autre, "enfants.activites.a1.besoins", ("b1",))
    reunion = reunir([une, autre])
    assert [(b.id, b.intitule) for b in reunion.dossier.diagnostic.besoins] == [("b1", "Lire"), ("b2", "Compter")]
    assert reunion.dossier.enfants.activites[0].besoins == ("b2",)
    assert reunion.desaccords == ()


def test_ce_qui_n_est_que_dans_une_copie_reste() -> None:
    """Sans le fichier de départ, un élément absent d'une copie n'a peut-être jamais été retiré."""
    reunion = reunir([retirer(COMPLET, "groupes.g3"), COMPLET])
    assert {g.id for g in reunion.dossier.groupes} == {"g1", "g2", "g3"}


def test_une_etape_attribuee_a_deux_roles_se_choisit() -> None:
    copies = [avec(VIERGE, "repartition.groupes.role", role) for role in ("la directrice", "la référente école")]
    reunion = reunir(copies)
    assert [d.chemin for d in reunion.desaccords] == ["repartition.groupes.role"]
    assert [(a.id, a.role) for a in reunion.dossier.repartition] == [("groupes", "la directrice")]


@pytest.mark.parametrize("copies", [[COMPLET], [COMPLET, COMPLET], [COMPLET, VIERGE], [VIERGE, COMPLET]])
def test_une_copie_pareille_ou_vierge_n_ajoute_rien(copies: list[Dossier]) -> None:
    reunion = reunir(copies)
    assert reunion.desaccords == ()
    assert reunion.dossier.model_copy(
        update={"id": COMPLET.id, "fictif": True, "referentiel": COMPLET.referentiel}
    ) == (COMPLET)


@given(dossiers(), dossiers())
@settings(REGLAGES)
def test_toute_reunion_est_un_dossier_et_chaque_desaccord_en_vient(une: Dossier, autre: Dossier) -> None:
    assert Dossier.model_validate(commun(une, autre).model_dump())
    reunion = reunir([une, autre])
    assert Dossier.model_validate(reunion.dossier.model_dump()) == reunion.dossier
    for desaccord in reunion.desaccords:
        valeurs = [v for _, v in desaccord.valeurs]
        if not isinstance(valeurs[0], tuple):  # Un lien a pu perdre un élément.
            assert lire(reunion.dossier, desaccord.chemin) == valeurs[0]
            assert valeurs[1] != valeurs[0]
