"""Deux personnes sur un même dossier : ce qu'une seule a changé est gardé, ce que les deux ont changé se choisit."""

from typing import Any

import pytest
from hypothesis import assume, given, settings

from clas_model.chemins import LIENS, ajouter, avec, lire, places, retirer, sans_savoir
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier, Scenario
from clas_model.fichier import ecrire_json
from clas_model.fusion import Conflit, Fusion, fusionner
from tests.modele.strategies import REGLAGES, dossiers

VIERGE = Dossier()
COMPLET = charger_exemple("complet")


def pose(dossier: Dossier, **champs: Any) -> Dossier:
    """`structure__nom="x"` pose « structure.nom »."""
    for chemin, valeur in champs.items():
        dossier = avec(dossier, chemin.replace("__", "."), valeur)
    return dossier


def test_des_champs_differents_sont_tous_gardes() -> None:
    fusion = fusionner(VIERGE, pose(VIERGE, structure__nom="A"), pose(VIERGE, structure__commune="B"))
    assert fusion.conflits == ()
    assert fusion.dossier == pose(VIERGE, structure__nom="A", structure__commune="B")


def test_le_meme_champ_change_deux_fois_garde_l_enregistre_et_se_dit() -> None:
    base = pose(VIERGE, structure__nom="A")
    fusion = fusionner(base, pose(base, structure__nom="B"), pose(base, structure__nom="C"))
    assert fusion.dossier.structure.nom == "C"
    assert fusion.conflits == (Conflit("structure.nom", "B", "C"),)


def test_ce_que_le_modele_dit_entier_ne_se_melange_pas() -> None:
    # Une variante changée des deux côtés est celle d'un des deux, jamais la zone de l'un avec le nom de l'autre.
    base, mien, autre = (
        Dossier(scenarios=(Scenario(id="s1", nom=nom, zone=zone),))
        for nom, zone in (("Avant", "A"), ("Avant", "B"), ("Après", "A"))
    )
    assert fusionner(base, mien, autre) == Fusion(autre, ())
    assert fusionner(base, mien, base).dossier.scenarios == mien.scenarios


def test_le_meme_changement_des_deux_cotes_n_est_pas_un_conflit() -> None:
    change = pose(VIERGE, structure__nom="A")
    assert fusionner(VIERGE, change, change).conflits == ()


def test_vider_un_champ_est_un_changement() -> None:
    base = pose(VIERGE, structure__nom="A", structure__commune="V")
    fusion = fusionner(base, avec(base, "structure.nom", None), pose(base, structure__commune="W"))
    assert (fusion.dossier.structure.nom, fusion.dossier.structure.commune) == (None, "W")


def test_deux_champs_d_un_meme_element() -> None:
    fusion = fusionner(
        COMPLET,
        avec(COMPLET, "groupes.g1.effectif", 9),
        avec(COMPLET, "groupes.g1.creneaux.c1.jour", "samedi"),
    )
    assert fusion.conflits == ()
    assert (fusion.dossier.groupes[0].effectif, fusion.dossier.groupes[0].creneaux[0].jour) == (9, "samedi")


def test_un_conflit_dans_un_element_nomme_son_chemin() -> None:
    fusion = fusionner(COMPLET, avec(COMPLET, "groupes.g2.effectif", 5), avec(COMPLET, "groupes.g2.effectif", 6))
    assert fusion.conflits == (Conflit("groupes.g2.effectif", 5, 6),)


def test_deux_besoins_ajoutes_sous_le_meme_numero_restent_deux_et_les_liens_suivent() -> None:
    base, _ = ajouter(VIERGE, "enfants.activites", intitule="Lecture")
    mien, _ = ajouter(base, "diagnostic.besoins", intitule="Le mien")
    mien = avec(mien, "enfants.activites.a1.besoins", ("b1",))
    mien = sans_savoir(mien, "diagnostic.besoins.b1.description")
    autre, _ = ajouter(base, "diagnostic.besoins", intitule="Le sien")
    fusion = fusionner(base, mien, autre)
    assert [(b.id, b.intitule) for b in fusion.dossier.diagnostic.besoins] == [("b1", "Le sien"), ("b2", "Le mien")]
    assert fusion.dossier.enfants.activites[0].besoins == ("b2",)
    assert fusion.dossier.ne_sait_pas == ("diagnostic.besoins.b2.description",)
    assert fusion.conflits == ()


def test_deux_creneaux_ajoutes_au_meme_groupe() -> None:
    base, _ = ajouter(VIERGE, "groupes", effectif=10)
    mien, _ = ajouter(base, "groupes.g1.creneaux", jour="mardi")
    autre, _ = ajouter(base, "groupes.g1.creneaux", jour="jeudi")
    assert [c.jour for c in fusionner(base, mien, autre).dossier.groupes[0].creneaux] == ["jeudi", "mardi"]


def test_un_element_retire_d_un_cote_l_est() -> None:
    fusion = fusionner(COMPLET, retirer(COMPLET, "groupes.g2"), pose(COMPLET, structure__nom="X"))
    assert [g.id for g in fusion.dossier.groupes] == ["g1", "g3"]
    assert fusion.dossier.structure.nom == "X"


@pytest.mark.parametrize("qui_retire", ["moi", "l'autre"])
def test_un_element_retire_ici_et_modifie_la_reste(qui_retire: str) -> None:
    retire, modifie = retirer(COMPLET, "groupes.g2"), avec(COMPLET, "groupes.g2.effectif", 7)
    mien, autre = (retire, modifie) if qui_retire == "moi" else (modifie, retire)
    fusion = fusionner(COMPLET, mien, autre)
    assert lire(fusion.dossier, "groupes.g2.effectif") == 7


def test_un_adulte_retire_quitte_les_creneaux_ou_l_autre_l_a_mis() -> None:
    base = Dossier.model_validate(
        {"equipe": {"accompagnateurs": [{"libelle": "un"}, {"libelle": "deux"}]},
         "groupes": [{"creneaux": [{"jour": "mardi"}]}]}
    )  # fmt: skip
    chemin = "groupes.g1.creneaux.c1.accompagnateurs"
    fusion = fusionner(base, retirer(base, "equipe.accompagnateurs.a2"), avec(base, chemin, ("a1", "a2")))
    assert lire(fusion.dossier, chemin) == ("a1",)
    seul = fusionner(base, retirer(base, "equipe.accompagnateurs.a2"), avec(base, chemin, ("a2",)))
    assert lire(seul.dossier, chemin) is None


def test_c_est_tout_ne_vaut_plus_pour_une_liste_allongee_par_l_autre() -> None:
    base, _ = ajouter(VIERGE, "groupes", effectif=10)
    clos, allonge = avec(base, "groupes_close", True), ajouter(base, "groupes", effectif=12)[0]
    assert fusionner(base, clos, allonge).dossier.groupes_close is False
    assert fusionner(base, allonge, clos).dossier.groupes_close is False
    assert fusionner(base, clos, pose(base, structure__nom="A")).dossier.groupes_close is True


def test_je_ne_sais_pas_cede_a_une_reponse() -> None:
    ignore, repondu = sans_savoir(VIERGE, "structure.zone"), pose(VIERGE, structure__zone="B")
    for mien, autre in ((ignore, repondu), (repondu, ignore)):
        fusion = fusionner(VIERGE, mien, autre)
        assert (fusion.dossier.structure.zone, fusion.dossier.ne_sait_pas) == ("B", ())
    # Retiré d'un côté, il l'est.
    assert fusionner(ignore, VIERGE, pose(ignore, structure__nom="A")).dossier.ne_sait_pas == ()


def sans_lien_perdu(dossier: Dossier) -> bool:
    """Ce que tient `retirer` : aucun lien ne désigne un élément disparu."""
    return all(
        set(liens or ()) <= {e.id for e in lire(dossier, liste)}
        for liste, motifs in LIENS.items()
        for motif in motifs
        for _, liens in places(dossier, motif)
    )


@given(dossiers(), dossiers())
@settings(REGLAGES)
def test_ce_qu_un_seul_cote_a_change_est_rendu_tel_quel(base: Dossier, change: Dossier) -> None:
    assume(sans_lien_perdu(change))
    change = change.model_copy(update={"id": base.id, "referentiel": base.referentiel, "fictif": base.fictif})
    assert ecrire_json(fusionner(base, base, change).dossier) == ecrire_json(change)
    assert fusionner(base, base, change).conflits == ()
    assert ecrire_json(fusionner(base, change, change).dossier) == ecrire_json(change)


@given(dossiers(), dossiers(), dossiers())
@settings(REGLAGES)
def test_toute_fusion_est_un_dossier_et_chaque_conflit_en_vient(base: Dossier, mien: Dossier, autre: Dossier) -> None:
    fusion = fusionner(base, mien, autre)
    assert Dossier.model_validate(fusion.dossier.model_dump()) == fusion.dossier
    for conflit in fusion.conflits:
        assert conflit.mienne != conflit.autre
        if not isinstance(conflit.autre, tuple):  # Un lien a pu perdre un élément retiré.
            assert lire(fusion.dossier, conflit.chemin) == conflit.autre
