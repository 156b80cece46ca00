"""Le texte d'un utilisateur à l'écran : tel qu'il l'a écrit, quoi que Streamlit sache en faire."""

import pytest

from pages.commun.affichage import brut

GLUON = "\u2060"


@pytest.mark.parametrize(
    "texte",
    [
        ":material/home:", ":smile:", ":streamlit:", "https://exemple.invalid", "http://exemple.invalid",
        "www.exemple.invalid", "a@exemple.invalid", "de -> vers", "<- ici", "a -- b", "a >= b", "a <-> b", "a ~= b",
    ],
)  # fmt: skip
def test_ce_que_streamlit_remplacerait_est_separe_par_un_gluon(texte: str) -> None:
    rendu = brut(texte)
    assert GLUON in rendu
    assert rendu.replace(GLUON, "").replace("\\", "") == texte


@pytest.mark.parametrize("texte", ["Samedi : 17:30", "a-b", "10 %", "c'est-à-dire", "x > y"])
def test_le_reste_ne_recoit_rien(texte: str) -> None:
    assert GLUON not in brut(texte)
