"""Un essai dans une adresse : tout revient, un vieux lien le dit, un lien abîmé a sa phrase."""

import base64
import datetime as dt
import json
import zlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import charger_referentiel
from clas_model.simulation.hypothese import SOIRS, CoutsUnitaires, Enfants, Hypothese, hypothese_simple
from clas_model.simulation.lien import EssaiNomme, LienIllisible, ecrire_lien, lire_lien, origine
from tests.modele.phrases import fautes_de_phrase

TEXTE = charger_referentiel()
NOMS = st.none() | st.sampled_from(["CM", "6e", "Élèves du « bourg »"])
PARTIES = st.builds(Enfants, nom=NOMS, enfants=st.integers(1, 999))
HYPOTHESES = st.builds(
    Hypothese,
    parties=st.lists(PARTIES, min_size=1, max_size=4).map(tuple),
    salaries=st.none() | st.integers(0, 9),
    benevoles=st.none() | st.integers(0, 99),
    seances=st.integers(1, 4),
    soirs=st.lists(st.sampled_from(SOIRS), unique=True, max_size=6).map(tuple),
    debut=st.none() | st.just(dt.time(17, 15)),
    date_debut=st.none() | st.just(dt.date(2026, 9, 7)),
    mini=st.none() | st.integers(1, 20),
    couts=st.builds(CoutsUnitaires, heure_salariee=st.none() | st.just(Decimal("21.50"))),
)  # fmt: skip


class TestAllerRetour:
    @settings(deadline=None, max_examples=60)
    @given(HYPOTHESES, st.none() | st.integers(1, 9))
    def test_le_lien_porte_tout_l_essai(self, hypothese: Hypothese, groupes: int | None) -> None:
        code = ecrire_lien([EssaiNomme("Avec deux soirs", hypothese, groupes)], TEXTE)
        lien = lire_lien(code)
        assert lien.essais == (EssaiNomme("Avec deux soirs", hypothese, groupes),)
        assert (lien.referentiel, lien.version) == (TEXTE.id, TEXTE.version)
        assert origine(lien, TEXTE, TEXTE) is None

    def test_plusieurs_essais_tiennent_dans_une_adresse(self) -> None:
        essais = [EssaiNomme(f"Essai {n}", hypothese_simple(30 + n, 5, 2)) for n in range(8)]
        code = ecrire_lien(essais, TEXTE)
        assert lire_lien(code).essais == tuple(essais)
        assert len(code) < 1000
        assert code.isascii()
        assert not set("+/= &?#") & set(code)


class TestOrigine:
    def test_un_vieux_lien_dit_sous_quel_texte_il_a_ete_fait(self) -> None:
        lien = lire_lien(ecrire_lien([EssaiNomme("", hypothese_simple(30, 5))], TEXTE))
        # Le contenu a changé depuis : autre version, mêmes seuils.
        neuf = TEXTE.model_copy(update={"version": "2099.1"})
        phrase = origine(lien, neuf, neuf)
        assert phrase is not None
        assert f"version {TEXTE.version}" in phrase
        assert "version 2099.1" in phrase
        assert "Les seuils des effectifs sont les mêmes." in phrase

    def test_une_version_gardee_est_celle_qui_compte(self) -> None:
        lien = lire_lien(ecrire_lien([EssaiNomme("", hypothese_simple(30, 5))], TEXTE))
        phrase = origine(lien, TEXTE, TEXTE.model_copy(update={"version": "2099.1"}))
        assert phrase is not None
        assert f"version {TEXTE.version} ; l'essai est compté sous elle" in phrase

    def test_des_seuils_changes_se_disent(self) -> None:
        brut = {"f": 1, "r": ["ancien", "2021-09-01", "1"], "s": [8, 12, None, 2],
                "e": [{"n": "", "g": None, "h": {"parties": [{"enfants": 30}]}}]}  # fmt: skip
        phrase = origine(lire_lien(coder(json.dumps(brut).encode())), TEXTE, TEXTE)
        assert phrase is not None
        assert "daté du mercredi 1er septembre 2021" in phrase
        assert "8 à 12 enfants par groupe, 2 adultes au moins par groupe" in phrase


def coder(octets: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(octets)).rstrip(b"=").decode()


def essai_a_la_main(hypothese: bytes) -> str:
    """Un lien bien formé, dont l'hypothèse dit ce qu'aucun champ n'accepterait."""
    debut = b'{"f":1,"r":["a",null,"b"],"s":[1,2,3,4],"e":[{"n":"","g":null,"h":{"parties":[{"enfants":9}],'
    return coder(debut + hypothese + b"}}]}")


BON = ecrire_lien([EssaiNomme("", hypothese_simple(30, 5))], TEXTE)


class TestAbime:
    @pytest.mark.parametrize(
        "code",
        ["", "x", BON[:-4], BON[:20], BON + "AAAA", "é", "A" * 7000, coder(b"[]"), coder(b"{}"), coder(b"\xff"),
         coder(b'{"f": 2}'), coder(b'{"f":1,"r":["a",null,"b"],"s":[1,2,3,4],"e":[]}'),
         coder(b'{"f":1,"r":["a",null,"b"],"s":[1,2,3,4],"e":[{"n":"","g":null,"h":{"parties":[{"enfants":0}]}}]}'),
         coder(b'{"f":1,"r":["a",null,"b"],"s":[1e999,2,3,4],"e":[{"n":"","g":null,"h":{"parties":[{"enfants":9}]}}]}'),
         coder(b"[" * 39_000), coder(b"0" * 5_000_000),
         *(essai_a_la_main(h) for h in (b'"annee_scolaire":"1990-1991"', b'"annee_scolaire":"2026-2030"',
                                        b'"salaries":999,"benevoles":1'))],
    )  # fmt: skip
    def test_un_lien_abime_a_sa_phrase(self, code: str) -> None:
        with pytest.raises(LienIllisible) as refus:
            lire_lien(code)
        assert fautes_de_phrase(str(refus.value)) == []

    @settings(deadline=None, max_examples=60)
    @given(st.integers(0, len(BON) - 1), st.sampled_from("AZaz09-_"))
    def test_une_lettre_changee_ne_fait_jamais_tomber(self, rang: int, lettre: str) -> None:
        abime = BON[:rang] + lettre + BON[rang + 1 :]
        try:
            lire_lien(abime)
        except LienIllisible:
            return
        # Seules les dernières lettres peuvent ne rien changer aux octets.
        assert abime == BON or rang >= len(BON) - 2
