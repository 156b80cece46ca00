"""Les partages en groupes : cas connus, puis comparaison à une recherche exhaustive."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.erreurs import SaisieRefusee
from clas_model.simulation.dossier_essai import repartir
from clas_model.simulation.partages import Besoin, Partage, partage_econome, partages, plus_proches
from clas_model.simulation.placement import Place

BORNES = st.tuples(st.integers(1, 12), st.integers(0, 8)).map(lambda b: (b[0], b[0] + b[1]))


def nombres_de_groupes(n: int, mini: int, maxi: int) -> list[int]:
    return [p.groupes for p in partages(n, mini, maxi)]


def groupes_possibles(n: int, mini: int, maxi: int) -> set[int]:
    """Par recherche : les sommes atteignables en ajoutant un groupe à la fois."""
    atteints, possibles = {0}, set()
    for g in range(1, n + 1):
        atteints = {s + t for s in atteints for t in range(mini, maxi + 1) if s + t <= n}
        if n in atteints:
            possibles.add(g)
    return possibles


class TestPartages:
    @pytest.mark.parametrize(
        ("n", "groupes"),
        [
            (4, []),  # moins de 5
            (5, [1]), (9, [1]),  # deux groupes demanderaient 10 enfants
            (10, [1, 2]), (14, [1, 2]), (15, [1, 2, 3]),  # un groupe jusqu'à 15, trois à partir de 15
            (16, [2, 3]),  # trop pour un groupe ; quatre demanderaient 20
            (30, [2, 3, 4, 5, 6]), (37, [3, 4, 5, 6, 7]),
        ],
    )  # fmt: skip
    def test_de_5_a_15_enfants(self, n: int, groupes: list[int]) -> None:
        assert nombres_de_groupes(n, 5, 15) == groupes

    def test_de_8_a_12_enfants(self) -> None:
        # Un groupe s'arrête à 12, deux commencent à 16.
        assert [nombres_de_groupes(n, 8, 12) for n in (7, 8, 12, 13, 14, 15, 16, 24)] == [
            [], [1], [1], [], [], [], [2], [2, 3],
        ]  # fmt: skip

    def test_les_tailles_sont_equilibrees_et_decroissantes(self) -> None:
        assert [p.tailles for p in partages(16, 5, 15)] == [(8, 8), (6, 5, 5)]
        assert partages(37, 5, 15)[0] == Partage(37, 3)
        assert partages(37, 5, 15)[0].tailles == (13, 12, 12)

    @settings(deadline=None)
    @given(st.integers(1, 45), BORNES)
    def test_comme_la_recherche_exhaustive(self, n: int, bornes: tuple[int, int]) -> None:
        assert set(nombres_de_groupes(n, *bornes)) == groupes_possibles(n, *bornes)

    @given(st.integers(1, 500), BORNES)
    def test_chaque_partage_respecte_les_bornes_et_le_total(self, n: int, bornes: tuple[int, int]) -> None:
        for partage in partages(n, *bornes):
            tailles = partage.tailles
            assert (len(tailles), sum(tailles)) == (partage.groupes, n)
            assert bornes[0] <= tailles[-1] <= tailles[0] <= min(bornes[1], tailles[-1] + 1)
            assert list(tailles) == sorted(tailles, reverse=True)

    def test_jusqu_a_500_enfants(self) -> None:
        total = sum(len(p.tailles) for p in partages(500, 1, 500))
        assert total == 500 * 501 // 2


class TestPlusProches:
    def test_les_cas_connus(self) -> None:
        assert plus_proches(4, 5, 15) == (5,)
        assert [plus_proches(n, 8, 12) for n in (13, 14, 15)] == [(12, 16)] * 3
        assert plus_proches(16, 5, 15) == ()

    @settings(deadline=None)
    @given(st.integers(1, 45), BORNES)
    def test_comme_la_recherche_exhaustive(self, n: int, bornes: tuple[int, int]) -> None:
        possibles = [m for m in range(1, n + bornes[0] + 1) if groupes_possibles(m, *bornes)]
        dessous = [m for m in possibles if m < n]
        dessus = [m for m in possibles if m > n]
        attendu = () if n in possibles else (*dessous[-1:], dessus[0])
        assert plus_proches(n, *bornes) == attendu


class TestAdultesMinimum:
    @pytest.mark.parametrize(
        ("n", "par_adulte", "minimum", "attendu"),
        [(1, 7, 1, 1), (7, 7, 1, 1), (8, 7, 1, 2), (14, 7, 1, 2), (15, 7, 1, 3), (5, 7, 2, 2), (22, 7, 2, 4)],
    )
    def test_le_quotient_par_exces(self, n: int, par_adulte: int, minimum: int, attendu: int) -> None:
        assert Besoin(par_adulte, minimum).adultes(n) == attendu


def repartitions(n: int, groupes: int, mini: int, maxi: int) -> list[tuple[int, ...]]:
    """Par recherche : toutes les tailles décroissantes de `groupes` groupes entre les bornes, dont la somme est `n`."""
    choix = itertools.combinations_with_replacement(range(maxi, mini - 1, -1), groupes)
    return [tailles for tailles in choix if sum(tailles) == n]


BESOINS = st.builds(Besoin, st.none() | st.integers(1, 9), st.integers(1, 3))


class TestPartageEconome:
    @pytest.mark.parametrize(
        ("n", "groupes", "tailles"),
        [
            (16, 2, (9, 7)),  # 2 + 1 adultes, quand 8 + 8 en veulent 2 + 2
            (16, 3, (6, 5, 5)),  # un adulte chacun, comme le partage équilibré
            (30, 3, (12, 11, 7)),  # 2 + 2 + 1 : cinq adultes tiennent 35 enfants ; 10 + 10 + 10 en veulent six
            (22, 3, (8, 7, 7)),
            (14, 1, (14,)),
            (29, 2, (15, 14)),  # au-delà de 14, le troisième adulte n'ouvre qu'une place
        ],
    )
    def test_les_cas_connus_a_sept_enfants_par_adulte(self, n: int, groupes: int, tailles: tuple[int, ...]) -> None:
        assert partage_econome(n, groupes, 5, 15, Besoin(7)) == tailles

    def test_sans_ratio_le_partage_reste_egal(self) -> None:
        # Deux adultes par groupe, quelle que soit sa taille.
        assert partage_econome(20, 2, 8, 12, Besoin(None, 2)) == (10, 10)

    @settings(deadline=None)
    @given(st.integers(1, 40), st.integers(1, 4), BORNES, BESOINS)
    def test_aucune_repartition_ne_demande_moins_d_adultes(
        self, n: int, groupes: int, bornes: tuple[int, int], besoin: Besoin
    ) -> None:
        toutes = repartitions(n, groupes, *bornes)
        if not toutes:
            with pytest.raises(SaisieRefusee):
                partage_econome(n, groupes, *bornes, besoin)
            return
        trouve = partage_econome(n, groupes, *bornes, besoin)
        assert trouve in toutes
        couts = {tailles: sum(map(besoin.adultes, tailles)) for tailles in toutes}
        assert couts[trouve] == min(couts.values())

    @settings(deadline=None, max_examples=40)
    @given(st.integers(1, 200), BORNES, BESOINS)
    def test_de_meme_sur_de_grands_nombres(self, n: int, bornes: tuple[int, int], besoin: Besoin) -> None:
        trouves = {p.groupes: partage_econome(n, p.groupes, *bornes, besoin) for p in partages(n, *bornes)}
        # Le moins d'adultes pour chaque somme d'enfants, en ajoutant un groupe à la fois.
        moindre = {0: 0}
        for groupes in range(1, max(trouves, default=0) + 1):
            suivant: dict[int, int] = {}
            for somme, cout in moindre.items():
                for taille in range(bornes[0], min(bornes[1], n - somme) + 1):
                    total = cout + besoin.adultes(taille)
                    suivant[somme + taille] = min(total, suivant.get(somme + taille, total))
            moindre = suivant
            if n in moindre:
                tailles = trouves.pop(groupes)
                assert sum(map(besoin.adultes, tailles)) == moindre[n]
                assert sum(map(besoin.adultes, Partage(n, groupes).tailles)) >= moindre[n]
        assert trouves == {}


def pire(tailles: tuple[int, ...], adultes: tuple[int, ...]) -> tuple[int, Fraction]:
    """Groupes sans adulte, puis le pire ratio des autres : ce qu'on cherche à réduire, dans cet ordre."""
    presents = [Fraction(t, a) for t, a in zip(tailles, adultes, strict=True) if a]
    return adultes.count(0), max(presents, default=Fraction(0))


def repartis(tailles: tuple[int, ...], adultes: int) -> tuple[int, ...]:
    """Les adultes d'un soir entre ces groupes, qui en demandent chacun un."""
    return repartir([Place(taille, (0,), 1) for taille in tailles], adultes)


class TestRepartir:
    def test_l_adulte_suivant_va_au_groupe_le_plus_charge(self) -> None:
        # 12 et 8 enfants, 3 adultes : 6 et 8 enfants par adulte ; l'autre choix donnerait 12 et 4.
        assert repartis((12, 8), 3) == (2, 1)

    def test_trop_peu_d_adultes_vont_aux_plus_grands(self) -> None:
        assert repartis((5, 9), 1) == (0, 1)
        assert repartis((5,), 0) == (0,)

    def test_chacun_recoit_d_abord_ce_qu_il_demande(self) -> None:
        # Un groupe de 8 en demande deux, un de 9 de même ; le cinquième va au plus chargé.
        assert repartir([Place(8, (0,), 2), Place(9, (0,), 2)], 5) == (2, 3)

    @settings(deadline=None)
    @given(st.lists(st.integers(1, 15), min_size=1, max_size=4).map(tuple), st.integers(0, 8))
    def test_comme_la_recherche_exhaustive(self, tailles: tuple[int, ...], adultes: int) -> None:
        trouve = repartis(tailles, adultes)
        assert sum(trouve) == adultes
        essais = itertools.product(range(adultes + 1), repeat=len(tailles))
        possibles = [essai for essai in essais if sum(essai) == adultes]
        assert pire(tailles, trouve)[0] == min(pire(tailles, p)[0] for p in possibles)
        if adultes >= len(tailles):
            assert pire(tailles, trouve) == min(pire(tailles, p) for p in possibles)
        else:
            # Trop peu d'adultes : les plus grands groupes sont servis d'abord.
            servis = [t for t, a in zip(tailles, trouve, strict=True) if a]
            assert sorted(servis) == sorted(tailles)[len(tailles) - adultes :]


class TestRefus:
    @pytest.mark.parametrize(
        ("n", "mini", "maxi", "chemin"),
        [(0, 5, 15, "enfants"), (-3, 5, 15, "enfants"), (100_001, 5, 15, "enfants"), (10, 0, 15, "mini"),
         (10, 5, 0, "maxi"), (10, 15, 5, "maxi")],
    )  # fmt: skip
    def test_les_saisies_absurdes(self, n: int, mini: int, maxi: int, chemin: str) -> None:
        for fonction in (partages, plus_proches):
            with pytest.raises(SaisieRefusee) as refus:
                fonction(n, mini, maxi)
            assert refus.value.chemin == chemin

    def test_les_phrases_disent_quoi_corriger(self) -> None:
        with pytest.raises(SaisieRefusee, match="Le nombre d'enfants doit être au moins 1"):
            partages(0, 5, 15)
        with pytest.raises(SaisieRefusee, match=r"taille maximale d'un groupe \(5\) est inférieure"):
            partages(10, 15, 5)

    def test_les_grands_nombres_sont_permis(self) -> None:
        assert len(partages(100_000, 1, 100_000)) == 100_000
