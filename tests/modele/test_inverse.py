"""À l'envers, les marges et la carte : comparés à ce que donne la vérification, nombre par nombre."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import charger_referentiel
from clas_model.positionnement import positionner
from clas_model.restitution.carte import raisons_de_la_carte, spec_carte, tableau_de_la_carte, texte_de_la_carte
from clas_model.restitution.essai import au_plus_en_mots, marges_en_mots
from clas_model.simulation.carte import REPERE, carte_adultes, carte_groupes
from clas_model.simulation.hypothese import CoutsUnitaires, Enfants, Hypothese, hypothese_simple
from clas_model.simulation.inverse import au_plus, groupes_du_budget
from clas_model.simulation.marges import marges
from clas_model.simulation.verification import verifier

TEXTE = charger_referentiel()


def deux_soirs(enfants: int, adultes: int, seances: int = 1) -> Hypothese:
    return Hypothese(parties=(Enfants(enfants=enfants),), benevoles=adultes, seances=seances, soirs=("mardi", "jeudi"))


class TestAuPlus:
    def test_cinq_adultes_deux_soirs(self) -> None:
        # Cinq adultes à sept enfants : 35 un soir ; chacun ne vient qu'une fois, donc 70 en deux soirs.
        trouve = au_plus(deux_soirs(1, 5), TEXTE)
        assert trouve is not None
        assert (trouve.enfants, sum(p.taille for p in trouve.places), trouve.exact) == (70, 70, True)
        deux_fois = au_plus(deux_soirs(1, 5, seances=2), TEXTE)
        assert deux_fois is not None
        assert deux_fois.enfants == 35

    def test_des_groupes_de_meme_taille_se_disent_ensemble(self) -> None:
        # Un adulte, sept enfants ; deux adultes et deux soirs, un groupe de 14 chacun.
        for h, fin in (
            (hypothese_simple(1, 1), "7 enfants au plus, en 1 groupe de 7."),
            (deux_soirs(1, 2), "28 enfants au plus, en 2 groupes de 14."),
            # Trois adultes : 15 au plus en un groupe, 14 + 7 en deux.
            (hypothese_simple(1, 3), "21 enfants au plus, en 2 groupes (1 de 14 et 1 de 7)."),
        ):
            assert au_plus_en_mots(h, au_plus(h, TEXTE)).endswith(fin)

    def test_sans_adulte_aucun_groupe(self) -> None:
        assert au_plus(hypothese_simple(10, 0), TEXTE) is None
        assert au_plus_en_mots(hypothese_simple(10, 0), None).endswith("aucun groupe ne tient.")

    @settings(deadline=None, max_examples=25)
    @given(st.integers(0, 6), st.integers(1, 2))
    def test_le_plus_grand_nombre_qui_tient(self, adultes: int, seances: int) -> None:
        trouve = au_plus(deux_soirs(1, adultes, seances), TEXTE)
        tiennent = [n for n in range(1, 7 * adultes * 2 + 20) if verifier(deux_soirs(n, adultes, seances), TEXTE).tient]
        assert (trouve.enfants if trouve else 0) == max(tiennent, default=0)


class TestBudget:
    def hypothese(self, **couts: Decimal) -> Hypothese:
        return hypothese_simple(10, 3).model_copy(update={"couts": CoutsUnitaires(**couts)})

    @pytest.mark.parametrize(
        ("budget", "groupes", "reste"), [(4600, 4, 100), (1499, 0, 999), (300, 0, -200), (1500, 1, 0)]
    )
    def test_les_couts_fixes_d_abord(self, budget: int, groupes: int, reste: int) -> None:
        h = self.hypothese(par_groupe=Decimal(900), par_enfant=Decimal(10), fixe=Decimal(500))
        trouve = groupes_du_budget(h, Decimal(budget), 10, 0)
        assert trouve is not None
        assert (trouve.cout_d_un_groupe, trouve.groupes, trouve.reste) == (1000, groupes, reste)

    def test_sans_cout_ou_sans_heures_rien_n_est_dit(self) -> None:
        assert groupes_du_budget(hypothese_simple(10, 3), Decimal(5000), 10, 1) is None
        assert groupes_du_budget(self.hypothese(heure_salariee=Decimal(20)), Decimal(5000), 10, 1) is None


class TestMarges:
    @pytest.mark.parametrize(
        ("enfants", "adultes", "phrases"),
        [
            # Deux groupes et trois adultes tiennent 21 enfants.
            (16, 3, ("En 2 groupes : encore 5 enfants avant de manquer d'adultes.",
                     "Il suffit qu'un adulte manque pour que cela ne tienne plus.")),
            (15, 3, ("En 1 groupe, un enfant de plus oblige à ouvrir un autre groupe.",
                     "Il suffit qu'un adulte manque pour que cela ne tienne plus.")),
            (5, 2, ("En 1 groupe : encore 9 enfants avant de manquer d'adultes.",
                    "En 1 groupe, un enfant de moins et il est trop petit.",
                    "Jusqu'à 1 adulte de moins chaque soir, cela tient encore.")),
            # Vingt-huit enfants, deux groupes : encore deux avant d'en devoir un troisième.
            (28, 8, ("En 2 groupes : encore 2 enfants avant de devoir ouvrir un autre groupe.",
                     "Jusqu'à 4 adultes de moins chaque soir, cela tient encore.")),
        ],
    )  # fmt: skip
    def test_de_combien_chaque_nombre_peut_bouger(self, enfants: int, adultes: int, phrases: tuple[str, ...]) -> None:
        assert marges_en_mots(verifier(hypothese_simple(enfants, adultes), TEXTE), TEXTE) == phrases

    def test_deux_groupes_au_plus_petit_se_reunissent(self) -> None:
        # Deux adultes, dix enfants : le partage conseillé est 1 groupe ; deux groupes de 5 n'en perdent pas un.
        v = verifier(hypothese_simple(10, 2), TEXTE, groupes=2)
        assert "En 2 groupes, un enfant de moins oblige à réunir des groupes, ou laisse un groupe trop petit." in (
            marges_en_mots(v, TEXTE)
        )

    def test_un_soir_ou_personne_n_est_libre_ne_dit_rien_des_autres(self) -> None:
        # Cinq adultes le mardi, aucun le jeudi ; 14 enfants en veulent deux, un seul soir : trois peuvent manquer.
        h = deux_soirs(14, 5).model_copy(update={"libres": (("mardi",),) * 5})
        assert h.capacites == (5, 0)
        m = marges(verifier(h, TEXTE), TEXTE)
        assert m is not None
        assert m.adultes_de_moins == 3

    @settings(deadline=None, max_examples=30)
    @given(st.integers(5, 60), st.integers(1, 9), st.integers(1, 2))
    def test_au_dela_des_marges_cela_ne_tient_plus(self, enfants: int, adultes: int, seances: int) -> None:
        v = verifier(deux_soirs(enfants, adultes, seances), TEXTE)
        m = marges(v, TEXTE)
        if m is None:
            assert not v.tient
            return
        assert m.enfants_de_plus is not None
        assert m.enfants_de_moins is not None
        assert m.adultes_de_moins is not None
        assert verifier(deux_soirs(enfants + m.enfants_de_plus, adultes, seances), TEXTE, m.groupes).tient
        apres = verifier(deux_soirs(enfants + m.enfants_de_plus + 1, adultes, seances), TEXTE, m.groupes)
        assert not (apres.tient and len(apres.places) == m.groupes)
        assert verifier(deux_soirs(enfants - m.enfants_de_moins, adultes, seances), TEXTE).tient
        assert verifier(deux_soirs(enfants, adultes - m.adultes_de_moins, seances), TEXTE).tient
        if m.adultes_de_moins < adultes:
            assert not verifier(deux_soirs(enfants, adultes - m.adultes_de_moins - 1, seances), TEXTE).tient


class TestCarte:
    @pytest.mark.parametrize(("enfants", "adultes", "seances"), [(16, 3, 1), (37, 5, 2), (8, 1, 1), (60, 9, 1)])
    def test_chaque_case_est_ce_que_dit_la_verification(self, enfants: int, adultes: int, seances: int) -> None:
        carte = carte_adultes(hypothese_simple(enfants, adultes, seances), TEXTE)
        assert carte is not None
        for case in carte.cases:
            v = verifier(hypothese_simple(case.enfants, case.autre, seances), TEXTE)
            assert (case.etat == "conforme") == bool(v.tient)
            if not v.parties[0].lignes:
                assert case.etat == "non"

    @pytest.mark.parametrize(("enfants", "adultes"), [(999, 999), (998, 0), (1, 998), (16, 999)])
    def test_la_carte_ne_sort_pas_des_nombres_d_un_essai(self, enfants: int, adultes: int) -> None:
        h = hypothese_simple(enfants, adultes)
        carte = carte_adultes(h, TEXTE)
        assert carte is not None
        for c, haut in ((carte, 999), (carte_groupes(h, TEXTE, 2), 10)):
            assert all(1 <= case.enfants <= 999 and 0 <= case.autre <= haut for case in c.cases)
            assert any((case.enfants, case.autre) == c.point for case in c.cases)
        # Toujours quinze nombres d'enfants et neuf nombres d'adultes.
        assert len(carte.cases) == 15 * 9

    def test_un_groupe_sans_adulte_n_est_jamais_tolere(self) -> None:
        carte = carte_adultes(hypothese_simple(16, 1), TEXTE)
        assert carte is not None
        etats = {(c.enfants, c.autre): c.etat for c in carte.cases}
        # 16 enfants font au moins deux groupes ; avec un seul adulte, l'un n'a personne.
        assert (etats[16, 1], etats[16, 2], etats[15, 1]) == ("non", "tolere", "tolere")
        assert TEXTE.critere("encadrement").niveau == REPERE

    def test_un_accompagnateur_de_plus_ne_fait_jamais_moins_bien(self) -> None:
        rang = {"non": 0, "tolere": 1, "conforme": 2}
        carte = carte_adultes(hypothese_simple(30, 4, 1), TEXTE)
        assert carte is not None
        par_case = {(c.enfants, c.autre): rang[c.etat] for c in carte.cases}
        assert all(par_case.get((n, a + 1), 2) >= r for (n, a), r in par_case.items())

    def test_les_groupes_hors_bornes_ne_sont_pas_conformes(self) -> None:
        carte = carte_groupes(hypothese_simple(16, 3), TEXTE, 2)
        etats = {(c.enfants, c.autre): c.etat for c in carte.cases}
        assert [etats[16, g] for g in (1, 2, 3, 4)] == ["non", "conforme", "conforme", "non"]

    def test_le_dessin_le_tableau_et_le_texte_disent_la_meme_chose(self) -> None:
        carte = carte_adultes(hypothese_simple(16, 3), TEXTE)
        assert carte is not None
        spec = spec_carte(carte)
        valeurs = spec["data"]["values"]
        assert [(v["enfants"], v["autre"]) for v in valeurs if v["ici"]] == [(16, 3)]
        conformes = sum(v["etat"] == "conforme" for v in valeurs)
        assert conformes == sum(c.etat == "conforme" for c in carte.cases)
        assert {v["signe"] for v in valeurs} <= {"✔", "~", "✖"}
        assert spec["description"] == texte_de_la_carte(carte)
        tableau = tableau_de_la_carte(carte)
        assert tableau["✔ Conforme"][tableau["Accompagnateurs"].index("3")] == "9 à 21"

    def test_chaque_case_non_conforme_dit_pourquoi(self) -> None:
        """Sans adulte, aucun groupe n'en a ; avec un seul, un second groupe, dès 16 enfants, n'en a pas."""
        carte = carte_adultes(hypothese_simple(16, 3), TEXTE)
        assert carte is not None
        *_, sans_adulte = raisons_de_la_carte(carte)
        assert sans_adulte.replace("\u00a0", " ").replace("\u202f", " ") == (
            "✖ Non conforme, un groupe au moins sans adulte : 9 à 23 enfants avec 0 adulte ; "
            "16 à 23 enfants avec 1 adulte."
        )

    def test_une_specification_recue_ne_se_partage_pas(self) -> None:
        carte = carte_groupes(hypothese_simple(16, 3), TEXTE, 2)
        spec_carte(carte)["data"]["values"].clear()
        assert spec_carte(carte)["data"]["values"]

    def test_positionner_juge_seul(self) -> None:
        """Le texte réduit à deux critères donne les mêmes états que le texte entier."""
        v = verifier(hypothese_simple(37, 5, 2), TEXTE)
        assert v.dossier is not None
        assert positionner(v.dossier, TEXTE).par_critere["encadrement"].etat == "partiel"
