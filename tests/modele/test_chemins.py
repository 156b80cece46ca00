"""Lire et écrire par chemin : la même chose qu'à la main, sans rien casser d'autre."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.chemins import (
    HORS_QUESTIONS,
    LIENS,
    ajouter,
    avec,
    chemins_du_motif,
    confirmer,
    lire,
    motif,
    motifs,
    prochain_id,
    retirer,
    sans_savoir,
)
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from tests.modele.strategies import REGLAGES, dossiers, inconnus, reponses_du_motif

VIERGE = Dossier()
# Les champs à une réponse, sans les listes d'éléments ni leurs drapeaux.
REPONSES = tuple(m for m in motifs() if not m.endswith("_close") and f"{m}_close" not in set(motifs()))


class TestMotif:
    @pytest.mark.parametrize(
        ("chemin", "attendu"),
        [
            ("structure.nom", "structure.nom"),
            ("groupes", "groupes"),
            ("groupes.g1", "groupes.*"),
            ("groupes.g1.creneaux.c2.debut", "groupes.*.creneaux.*.debut"),
            ("diagnostic.etablissements.e1.demarches_close", "diagnostic.etablissements.*.demarches_close"),
        ],
    )
    def test_met_une_etoile_a_la_place_des_identifiants(self, chemin: str, attendu: str) -> None:
        assert motif(chemin) == attendu

    @pytest.mark.parametrize(
        "chemin",
        ["", "rien", "structure.rien", "groupes.g1.rien", "structure.nom.suite", "groupes.g1.creneaux.c1.debut.x", "."],
    )
    def test_refuse_un_chemin_qui_n_existe_pas(self, chemin: str) -> None:
        with pytest.raises(KeyError):
            motif(chemin)
        with pytest.raises(KeyError):
            avec(VIERGE, chemin, "x")

    def test_liste_tous_les_champs_une_fois(self) -> None:
        tous = list(motifs())
        assert len(tous) == len(set(tous)) > 100
        assert {"structure.siret", "groupes.*.creneaux.*.accompagnateurs", "budget.produits_close"} <= set(tous)
        # Ce que l'utilisateur ne remplit pas n'a pas de question.
        assert not {*HORS_QUESTIONS, "id", "groupes.*.id", "repartition.*.role"} & set(tous)


class TestLire:
    def test_lit_une_valeur_une_liste_et_un_absent(self) -> None:
        dossier = charger_exemple("complet")
        assert lire(dossier, "structure.zone") == "A"
        assert lire(dossier, "groupes") is dossier.groupes
        assert lire(dossier, "groupes.g1") is dossier.groupes[0]
        assert lire(dossier, "groupes.g99.effectif") is None
        assert lire(VIERGE, "structure.nom") is None

    @given(dossiers())
    @settings(REGLAGES, max_examples=40)
    def test_chaque_motif_mene_a_une_valeur(self, dossier: Dossier) -> None:
        for motif_ in motifs():
            for chemin in chemins_du_motif(dossier, motif_):
                assert motif(chemin) == motif_
                lire(dossier, chemin)


class TestAvec:
    @pytest.mark.parametrize("motif_", REPONSES)
    def test_pose_chaque_reponse_possible_et_elle_seule(self, motif_: str) -> None:
        chemin = motif_.replace("*", "n1")
        for valeur in reponses_du_motif(motif_):
            dossier = avec(VIERGE, chemin, valeur)
            assert lire(dossier, chemin) == valeur
            # Retirer la réponse ramène au dossier vierge, aux éléments créés près.
            ote = avec(dossier, chemin, None)
            assert [c for c, m in inconnus(ote) if m == motif_] == [chemin]

    def test_cree_l_element_nomme_et_garde_les_autres(self) -> None:
        dossier = avec(VIERGE, "groupes.g1.effectif", 12)
        dossier = avec(dossier, "groupes.g2.creneaux.c1.jour", "mardi")
        assert [(g.id, g.effectif) for g in dossier.groupes] == [("g1", 12), ("g2", None)]
        assert lire(dossier, "groupes.g2.creneaux.c1.jour") == "mardi"

    def test_laisse_le_dossier_d_origine_intact(self) -> None:
        origine = charger_exemple("complet")
        copie = origine.model_copy(deep=True)
        avec(origine, "groupes.g1.creneaux.c1.debut", "07:00")
        assert origine == copie

    def test_refuse_en_disant_le_champ_et_pourquoi(self) -> None:
        with pytest.raises(SaisieRefusee) as refus:
            avec(VIERGE, "groupes.g1.effectif", -1)
        assert refus.value.chemin == "groupes.g1.effectif"
        assert refus.value.message == "Réponse refusée : la valeur doit être au moins 0."

    def test_refuse_un_identifiant_d_element_impossible(self) -> None:
        for identifiant in ("A B", "é", "x" * 41, "-x", "g1\n", ""):
            with pytest.raises((KeyError, SaisieRefusee)):
                avec(VIERGE, f"groupes.{identifiant}.effectif", 12)

    @given(dossiers(), st.data())
    @settings(REGLAGES, max_examples=40)
    def test_ne_touche_a_aucun_autre_champ(self, dossier: Dossier, donnees: st.DataObject) -> None:
        chemin, motif_ = donnees.draw(st.sampled_from(inconnus(dossier)))
        avant = {c: lire(dossier, c) for m in REPONSES for c in chemins_du_motif(dossier, m)}
        apres = avec(dossier, chemin, donnees.draw(st.sampled_from(reponses_du_motif(motif_))))
        assert {c: lire(apres, c) for c in avant if c != chemin} == {c: v for c, v in avant.items() if c != chemin}
        assert lire(apres, chemin) is not None
        assert set(apres.ne_sait_pas) == set(dossier.ne_sait_pas) - {chemin}


class TestJeNeSaisPas:
    def test_efface_la_reponse_et_se_retire(self) -> None:
        dossier = avec(VIERGE, "cadre.departemental", True)
        ignorant = sans_savoir(dossier, "cadre.departemental")
        assert ignorant.cadre.departemental is None
        assert ignorant.ne_sait_pas == ("cadre.departemental",)
        assert sans_savoir(ignorant, "cadre.departemental", ignore=False) == VIERGE

    def test_repondre_le_retire_vider_le_garde(self) -> None:
        ignorant = sans_savoir(VIERGE, "structure.zone")
        assert avec(ignorant, "structure.zone", "B").ne_sait_pas == ()
        assert avec(ignorant, "structure.zone", None).ne_sait_pas == ("structure.zone",)

    def test_s_ecrit_trie_et_une_seule_fois(self) -> None:
        dossier = sans_savoir(sans_savoir(VIERGE, "structure.zone"), "cadre.departemental")
        assert sans_savoir(dossier, "structure.zone").ne_sait_pas == ("cadre.departemental", "structure.zone")


class TestListes:
    def test_ajouter_rend_le_chemin_du_nouvel_element(self) -> None:
        dossier, chemin = ajouter(VIERGE, "groupes", effectif=8)
        assert (chemin, lire(dossier, f"{chemin}.effectif")) == ("groupes.g1", 8)
        dossier, chemin = ajouter(dossier, "groupes.g1.creneaux", jour="lundi")
        assert (chemin, lire(dossier, f"{chemin}.jour")) == ("groupes.g1.creneaux.c1", "lundi")

    def test_un_identifiant_retire_au_milieu_n_est_pas_repris(self) -> None:
        dossier = VIERGE
        for effectif in (5, 6, 7):
            dossier, _ = ajouter(dossier, "groupes", effectif=effectif)
        dossier = retirer(dossier, "groupes.g2")
        dossier, chemin = ajouter(dossier, "groupes", effectif=8)
        assert chemin == "groupes.g4"
        assert [(g.id, g.effectif) for g in dossier.groupes] == [("g1", 5), ("g3", 7), ("g4", 8)]

    def test_un_identifiant_d_une_autre_forme_ne_gene_pas(self) -> None:
        dossier = Dossier.model_validate({"groupes": [{"id": "primaire"}, {"id": "g7"}, {"id": "g-2"}]})
        assert prochain_id(dossier, "groupes") == "g8"

    def test_l_identifiant_d_un_lien_perdu_n_est_pas_repris(self) -> None:
        """Le nouvel accompagnateur ne se trouve pas, sans qu'on l'ait dit, au créneau de celui qui manque."""
        dossier = Dossier.model_validate({"groupes": [{"creneaux": [{"accompagnateurs": ["a4"]}]}]})
        assert prochain_id(dossier, "equipe.accompagnateurs") == "a5"
        assert prochain_id(dossier, "groupes") == "g2"

    def test_une_liste_pleine_refuse_un_element_de_plus(self) -> None:
        dossier = Dossier.model_validate({"groupes": [{}] * 200})
        with pytest.raises(SaisieRefusee, match="la liste dépasse 200 éléments"):
            ajouter(dossier, "groupes")

    def test_ajouter_refuse_une_valeur_impossible(self) -> None:
        with pytest.raises(SaisieRefusee) as refus:
            ajouter(VIERGE, "groupes", effectif=1000)
        assert refus.value.chemin == "groupes"

    def test_retirer_efface_les_liens_et_les_je_ne_sais_pas(self) -> None:
        dossier = charger_exemple("complet")
        dossier = avec(dossier, "groupes.g1.creneaux.c1.accompagnateurs", ("a1", "a2"))
        dossier = avec(dossier, "groupes.g1.creneaux.c2.accompagnateurs", ("a1",))
        dossier = sans_savoir(dossier, "equipe.accompagnateurs.a1.statut")
        sans = retirer(dossier, "equipe.accompagnateurs.a1")
        assert lire(sans, "groupes.g1.creneaux.c1.accompagnateurs") == ("a2",)
        # « Aucun adulte » serait une réponse que personne n'a donnée.
        assert lire(sans, "groupes.g1.creneaux.c2.accompagnateurs") is None
        assert "equipe.accompagnateurs.a1.statut" not in sans.ne_sait_pas

    def test_retirer_un_element_absent_ne_change_rien(self) -> None:
        dossier = charger_exemple("complet")
        assert retirer(dossier, "groupes.g99") == dossier
        assert retirer(VIERGE, "groupes.g1") == VIERGE

    def test_retirer_g1_ne_retire_pas_ce_qui_commence_comme_lui(self) -> None:
        dossier = Dossier.model_validate({"groupes": [{"id": "g1"}, {"id": "g10"}]})
        dossier = sans_savoir(dossier, "groupes.g10.effectif")
        sans = retirer(dossier, "groupes.g1")
        assert [g.id for g in sans.groupes] == ["g10"]
        assert sans.ne_sait_pas == ("groupes.g10.effectif",)

    @given(dossiers(), st.data())
    @settings(REGLAGES, max_examples=40)
    def test_apres_un_retrait_plus_rien_ne_designe_l_element(self, dossier: Dossier, donnees: st.DataObject) -> None:
        presents = [(liste, e.id) for liste in LIENS for e in lire(dossier, liste)]
        if not presents:
            return
        liste, identifiant = donnees.draw(st.sampled_from(presents))
        sans = retirer(dossier, f"{liste}.{identifiant}")
        assert identifiant not in [e.id for e in lire(sans, liste)]
        for motif_lien in LIENS[liste]:
            for chemin in chemins_du_motif(sans, motif_lien):
                assert identifiant not in (lire(sans, chemin) or ())
        assert not [c for c in sans.ne_sait_pas if c.startswith(f"{liste}.{identifiant}.")]

    def test_chaque_champ_de_lien_est_nettoye_au_retrait(self) -> None:
        """Un champ de lien oublié dans `LIENS` laisserait des renvois perdus."""
        liens = ("accompagnateurs", "etablissements", "besoins", "indicateurs")
        champs = {m for m in motifs() if m.rsplit(".", 1)[-1] in liens}
        listes = set(LIENS)
        assert {m for ms in LIENS.values() for m in ms} == champs - listes


class TestAConfirmer:
    MARQUE = VIERGE.model_copy(update={"a_confirmer": ("groupes.g1.effectif", "structure.zone")})

    @pytest.mark.parametrize(
        "repondre",
        [
            lambda d: avec(d, "structure.zone", "B"),
            lambda d: avec(d, "structure.zone", None),
            lambda d: sans_savoir(d, "structure.zone"),
            lambda d: confirmer(d, "structure.zone"),
        ],
        ids=["repondre", "vider", "ne pas savoir", "confirmer"],
    )
    def test_une_reponse_ou_un_accord_confirme(self, repondre: Any) -> None:
        assert repondre(self.MARQUE).a_confirmer == ("groupes.g1.effectif",)

    def test_confirmer_ne_change_pas_la_reponse(self) -> None:
        dossier = avec(VIERGE, "structure.zone", "C").model_copy(update={"a_confirmer": ("structure.zone",)})
        assert confirmer(dossier, "structure.zone") == avec(VIERGE, "structure.zone", "C")

    def test_retirer_un_element_retire_ses_marques(self) -> None:
        dossier = ajouter(self.MARQUE, "groupes", effectif=9)[0]
        assert retirer(dossier, "groupes.g1").a_confirmer == ("structure.zone",)
