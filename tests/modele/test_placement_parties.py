"""Des parties qui ne se mélangent pas, sur des soirs communs : comparées à tout ce qu'on peut essayer."""

import itertools
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import charger_referentiel
from clas_model.simulation.hypothese import SOIRS, Enfants, Hypothese
from clas_model.simulation.verification import Verification, verifier

TEXTE = charger_referentiel()
MINI, MAXI, PAR_ADULTE = 5, 15, 7


def verifiee(enfants: tuple[int, ...], libres: tuple[int, ...], seances: int) -> Verification:
    """Autant d'adultes libres chaque soir que dit `libres`."""
    soirs = SOIRS[: len(libres)]
    adultes = max(libres)
    presences = tuple(tuple(s for s, n in zip(soirs, libres, strict=True) if n > rang) for rang in range(adultes))
    parties = tuple(Enfants(nom=f"n{i}", enfants=n) for i, n in enumerate(enfants))
    return verifier(
        Hypothese(parties=parties, benevoles=adultes, soirs=soirs, libres=presences, seances=seances), TEXTE
    )


def partages_de(n: int, au_plus: int = MAXI) -> Iterator[tuple[int, ...]]:
    if n == 0:
        yield ()
    for taille in range(min(n, au_plus), MINI - 1, -1):
        for suite in partages_de(n - taille, taille):
            yield (taille, *suite)


def tout_essayer(enfants: tuple[int, ...], libres: tuple[int, ...], seances: int) -> bool:
    """Chaque partage de chaque partie, chaque groupe à chaque choix de soirs."""
    motifs = list(itertools.combinations(range(len(libres)), seances))
    besoins = {
        tuple(sorted(-(-t // PAR_ADULTE) for partage in partages for t in partage))
        for partages in itertools.product(*(list(partages_de(n)) for n in enfants))
    }
    return any(
        all(sum(b for b, m in zip(groupes, ici, strict=True) if s in m) <= n for s, n in enumerate(libres))
        for groupes in besoins
        for ici in itertools.product(motifs, repeat=len(groupes))
    )


class TestPlusieursParties:
    def test_un_partage_plus_gourmand_peut_seul_tenir(self) -> None:
        # Deux fois 15 enfants, un adulte libre chacun de six soirs : seuls trois groupes de 5 par niveau tiennent, un
        # par soir. Le partage le plus économe n'est pas le seul essayé.
        v = verifiee((15, 15), (1,) * 6, 1)
        assert v.tient is True
        assert [p.taille for p in v.places] == [5] * 6
        assert sorted(p.soirs for p in v.places) == [(s,) for s in range(6)]

    def test_ce_qui_manque_se_compte_par_soir(self) -> None:
        # 14 CM veulent deux adultes au même soir ou deux groupes d'un adulte ; de même les 14 de 6e : quatre groupes.
        v = verifiee((14, 14), (1, 1, 1), 1)
        assert (v.tient, v.manque) == (False, 1)

    @settings(deadline=None, max_examples=120)
    @given(
        st.tuples(st.integers(5, 17), st.integers(5, 17)),
        st.lists(st.integers(0, 3), min_size=2, max_size=3).map(tuple).filter(any),
        st.integers(1, 2),
    )
    def test_tient_si_et_seulement_si_une_facon_existe(
        self, enfants: tuple[int, ...], libres: tuple[int, ...], seances: int
    ) -> None:
        v = verifiee(enfants, libres, seances)
        assert v.tient is tout_essayer(enfants, libres, seances)
        if v.manque is not None:
            assert tout_essayer(enfants, tuple(n + v.manque for n in libres), seances)
            assert v.manque == 0 or not tout_essayer(enfants, tuple(n + v.manque - 1 for n in libres), seances)
        if v.tient:
            assert [
                sum(p.taille for p, nom in zip(v.places, v.noms, strict=True) if nom == f"n{i}") for i in (0, 1)
            ] == list(enfants)
            for soir, n in enumerate(libres):
                assert sum(p.adultes for p in v.places if soir in p.soirs) <= n
