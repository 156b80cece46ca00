"""Placer des groupes sur des soirs : comparé à toutes les façons possibles, sur de petits cas."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.simulation.partages import Besoin, partage_econome
from clas_model.simulation.placement import Terrain, manque, manque_au_moins, placer

SEPT = Besoin(7)


def terrain(capacites: tuple[int, ...], seances: int, mini: int = 5, maxi: int = 15, besoin: Besoin = SEPT) -> Terrain:
    return Terrain(capacites, seances, mini, maxi, besoin)


def existe(n: int, groupes: int, ici: Terrain) -> bool:
    """Par recherche : toutes les tailles, et pour chacune tous les soirs de chaque groupe."""
    motifs = list(itertools.combinations(range(len(ici.capacites)), ici.seances))
    for tailles in itertools.combinations_with_replacement(range(ici.mini, ici.maxi + 1), groupes):
        if sum(tailles) != n:
            continue
        demandes = [ici.besoin.adultes(t) for t in tailles]
        for choix in itertools.product(motifs, repeat=groupes):
            charges = [
                sum(d for d, m in zip(demandes, choix, strict=True) if s in m) for s in range(len(ici.capacites))
            ]
            if all(charge <= c for charge, c in zip(charges, ici.capacites, strict=True)):
                return True
    return False


@st.composite
def terrains(tirer: st.DrawFn) -> Terrain:
    capacites = tuple(tirer(st.lists(st.integers(0, 5), min_size=1, max_size=3)))
    mini = tirer(st.integers(1, 5))
    besoin = tirer(st.builds(Besoin, st.none() | st.integers(2, 7), st.integers(1, 2)))
    return Terrain(capacites, tirer(st.integers(1, len(capacites))), mini, mini + tirer(st.integers(0, 6)), besoin)


class TestPlacer:
    def test_cinq_adultes_deux_soirs_un_soir_chacun(self) -> None:
        # 13 + 12 le premier soir, 2 + 2 adultes ; 12 le second.
        places = placer(37, 3, terrain((5, 5), 1))
        assert places is not None
        assert sum(p.taille for p in places) == 37
        assert {p.soirs for p in places} == {(0,), (1,)}

    def test_cinq_adultes_deux_soirs_tous_aux_deux(self) -> None:
        # Cinq adultes à sept enfants n'en tiennent que 35.
        assert [placer(37, g, terrain((5, 5), 2)) for g in (3, 4, 5, 6, 7)] == [None] * 5
        assert placer(35, 5, terrain((5, 5), 2)) is not None

    def test_des_tailles_inegales_quand_un_soir_a_moins_d_adultes(self) -> None:
        # Un adulte le premier soir, trois le second : 7 et 15, quand 11 + 11 en voudraient deux chaque soir.
        places = placer(22, 2, terrain((1, 3), 1))
        assert places is not None
        assert {(p.taille, p.soirs) for p in places} == {(7, (0,)), (15, (1,))}

    @settings(deadline=None, max_examples=150)
    @given(st.integers(1, 24), st.integers(1, 3), terrains())
    def test_comme_la_recherche_exhaustive(self, n: int, groupes: int, ici: Terrain) -> None:
        places = placer(n, groupes, ici)
        assert (places is not None) == existe(n, groupes, ici)
        if places is None:
            return
        assert len(places) == groupes
        assert sum(p.taille for p in places) == n
        assert all(ici.mini <= p.taille <= ici.maxi and len(set(p.soirs)) == ici.seances for p in places)
        for soir, capacite in enumerate(ici.capacites):
            assert sum(ici.besoin.adultes(p.taille) for p in places if soir in p.soirs) <= capacite

    @settings(deadline=None, max_examples=60)
    @given(st.integers(1, 200), st.integers(1, 20), terrains())
    def test_un_adulte_de_plus_ne_defait_jamais_un_placement(self, n: int, groupes: int, ici: Terrain) -> None:
        if placer(n, groupes, ici) is not None:
            assert placer(n, groupes, ici.avec(1)) is not None


class TestManque:
    @settings(deadline=None, max_examples=60)
    @given(st.integers(1, 24), st.integers(1, 3), terrains())
    def test_le_plus_petit_nombre_d_adultes_qui_suffit(self, n: int, groupes: int, ici: Terrain) -> None:
        if not ici.mini * groupes <= n <= ici.maxi * groupes:
            return
        besoin = sum(map(ici.besoin.adultes, partage_econome(n, groupes, ici.mini, ici.maxi, ici.besoin)))
        trouve = manque(n, groupes, besoin, ici)
        assert trouve is not None
        assert trouve >= manque_au_moins(besoin, ici)
        assert existe(n, groupes, ici.avec(trouve))
        assert trouve == 0 or not existe(n, groupes, ici.avec(trouve - 1))

    @pytest.mark.parametrize(("adultes", "attendu"), [(5, 1), (6, 0), (0, 6)])
    def test_trente_sept_enfants_deux_soirs(self, adultes: int, attendu: int) -> None:
        assert manque(37, 3, 6, terrain((adultes, adultes), 2)) == attendu
