"""Ce qui tiendrait en ne changeant qu'un nombre : chaque proposition tient, et rien de plus proche ne tient."""

from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import charger_referentiel
from clas_model.restitution.essai import sorties_en_mots
from clas_model.simulation.hypothese import SOIRS, Enfants, Hypothese, hypothese_simple
from clas_model.simulation.sorties import sorties
from clas_model.simulation.verification import verifier

TEXTE = charger_referentiel()


def tient(hypothese: Hypothese) -> bool:
    return verifier(hypothese, TEXTE).tient is True


class TestSorties:
    def test_cinq_benevoles_deux_soirs(self) -> None:
        # 37 enfants à sept par adulte en demandent six. Cinq en tiennent 35. Un soir sur deux par groupe, cinq adultes
        # chaque soir en tiennent 70.
        v = verifier(hypothese_simple(37, 5, 2), TEXTE)
        trouvees = sorties(v, TEXTE)
        assert [(s.champ, s.nombre) for s in trouvees] == [("enfants", 35), ("adultes", 6), ("seances", 1)]
        assert len(trouvees[2].hypothese.soirs) == 2
        assert sorties_en_mots(v, TEXTE) == (
            "Ce qui tiendrait : 35 enfants, 6 accompagnateurs ou 1 soir par groupe sur 2."
        )

    def test_rien_quand_cela_tient_ou_que_rien_n_est_dit_ou_qu_aucun_partage_n_existe(self) -> None:
        for hypothese in (hypothese_simple(35, 5, 2), hypothese_simple(37), hypothese_simple(4, 3)):
            v = verifier(hypothese, TEXTE)
            assert sorties(v, TEXTE) == ()
            assert sorties_en_mots(v, TEXTE) is None

    def test_sans_adulte_il_n_y_a_pas_moins_d_enfants_qui_tienne(self) -> None:
        assert [s.champ for s in sorties(verifier(hypothese_simple(12, 0), TEXTE), TEXTE)] == ["adultes"]

    def test_par_niveau_seuls_les_adultes_et_les_soirs_se_changent(self) -> None:
        # 12 CM à deux adultes, 12 sixièmes à deux : il en faut quatre, ou chaque groupe un soir sur deux.
        niveaux = (Enfants(nom="CM", enfants=12), Enfants(nom="6e", enfants=12))
        v = verifier(Hypothese(parties=niveaux, benevoles=2, seances=2), TEXTE)
        assert [(s.champ, s.nombre) for s in sorties(v, TEXTE)] == [("adultes", 4), ("seances", 1)]

    def test_moins_d_enfants_meme_quand_davantage_tiendrait(self) -> None:
        # Un adulte libre à chacun de deux soirs, un soir par groupe : 9 enfants n'y tiennent ni en un groupe (deux
        # adultes) ni en deux (il en faut cinq dans chacun). Dix tiendraient, en 5 + 5 ; au-dessous, 7 en un groupe.
        h = Hypothese(parties=(Enfants(enfants=9),), benevoles=1, seances=1, soirs=("mardi", "jeudi"))
        assert tient(h.model_copy(update={"parties": (Enfants(enfants=10),)}))
        assert [(s.champ, s.nombre) for s in sorties(verifier(h, TEXTE), TEXTE)] == [("enfants", 7), ("adultes", 2)]

    @settings(deadline=None, max_examples=60)
    @given(st.integers(5, 60), st.integers(0, 8), st.integers(1, 3), st.integers(0, 1), st.integers(0, 2))
    def test_chaque_sortie_tient_et_c_est_la_plus_proche(
        self, enfants: int, adultes: int, seances: int, salaries: int, soirs_de_plus: int
    ) -> None:
        h = hypothese_simple(enfants, adultes, seances).model_copy(
            update={"salaries": salaries, "soirs": SOIRS[: seances + soirs_de_plus]}
        )
        trouvees = sorties(verifier(h, TEXTE), TEXTE)
        moins = [h.model_copy(update={"parties": (Enfants(enfants=n),)}) for n in range(1, enfants)]
        if trouvees and "enfants" not in {s.champ for s in trouvees}:
            assert not any(map(tient, moins))
        for sortie in trouvees:
            assert tient(sortie.hypothese)
            if sortie.champ == "enfants":
                assert not any(map(tient, moins[sortie.nombre :]))
            elif sortie.champ == "adultes":
                assert sortie.hypothese.accompagnateurs == sortie.nombre
                benevoles = range(adultes, sortie.nombre - salaries)
                assert not any(tient(h.model_copy(update={"benevoles": b})) for b in benevoles)
            else:
                assert set(sortie.hypothese.soirs) == set(h.soirs_ouverts)
                plus = range(sortie.nombre + 1, seances)
                assert not any(tient(sortie.hypothese.model_copy(update={"seances": s})) for s in plus)
