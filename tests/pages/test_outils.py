"""Les outils : le verdict sur des effectifs, et les sources de la page Méthode."""

import re
from typing import Any

import pytest

from clas_model.budget import SOURCE_SANS_PRESTATION
from clas_model.contenu import RACINE as CONTENU
from clas_model.contenu import charger_referentiel


def lire(elements: Any) -> list[str]:
    return [e.value.replace("\\", "").replace("\u00a0", " ") for e in elements]


def poser(essai: Any, **nombres: int) -> Any:
    for nom, valeur in nombres.items():
        essai.number_input(key=f"effectifs-{nom}").set_value(valeur)
    essai.run()
    assert not essai.exception
    return essai


class TestEffectifs:
    @pytest.mark.parametrize(
        ("enfants", "adultes", "genre", "phrase"),
        [
            # 8 + 8 demandent 2 + 2 adultes, mais 7 + 9 en demandent 1 + 2, comme 6 + 5 + 5.
            (16, 3, "success", "16 enfants et 3 adultes : 2 ou 3 groupes, avec assez d'adultes."),
            (16, 2, "warning", "16 enfants et 2 adultes : il manque au moins 1 adulte. En 2 groupes, il en faut 3."),
            (37, 5, "warning", "37 enfants et 5 adultes : il manque au moins 1 adulte. En 3 groupes, il en faut 6."),
            # Six adultes, 7 enfants chacun, en tiennent 42 : de trois groupes (14 + 14 + 9) à six (7 + 6 × 5). Sept
            # groupes en veulent sept.
            (37, 6, "success", "37 enfants et 6 adultes : 3, 4, 5 ou 6 groupes, avec assez d'adultes. "
             "Les autres partages demandent plus d'adultes."),
            (7, 0, "warning", "7 enfants et 0 adulte : il manque au moins 1 adulte. En 1 groupe, il en faut 1."),
            (7, 1, "success", "7 enfants et 1 adulte : 1 groupe, avec assez d'adultes."),
            (8, 1, "warning", "8 enfants et 1 adulte : il manque au moins 1 adulte. En 1 groupe, il en faut 2."),
            # 29 adultes à 7 enfants en tiennent 203, 28 seulement 196. Le premier qui s'y tient : 15 groupes, 14 à deux
            # adultes (14 × 14 = 196) et un de moins de 7 ; 14 groupes de 15 au plus en demandent davantage.
            (200, 28, "warning", "200 enfants et 28 adultes : il manque au moins 1 adulte. "
             "En 15 groupes, il en faut 29."),
            (200, 999, "success", "200 enfants et 999 adultes : 27 partages possibles, de 14 à 40 groupes, "
             "avec assez d'adultes."),
            (3, 5, "error", "3 enfants : aucun partage en groupes de 5 à 15 n'est possible. "
             "Le plus proche qui convient : 5 enfants."),
            (1000, 5, "error", "Cette page compte jusqu'à 999 : vérifiez les nombres saisis."),
        ],
    )  # fmt: skip
    def test_l_annonce_dit_si_les_adultes_suffisent(
        self, ouvrir: Any, enfants: int, adultes: int, genre: str, phrase: str
    ) -> None:
        essai = poser(ouvrir("outils/effectifs.py"), enfants=enfants, adultes=adultes)
        assert lire(getattr(essai, genre)) == [phrase]
        assert sum(len(getattr(essai, autre)) for autre in ("success", "warning", "error")) == 1

    def test_un_nombre_impossible_est_refuse_sans_rien_annoncer(self, ouvrir: Any) -> None:
        for nombres in ({"enfants": -1}, {"enfants": 0}, {"adultes": -1}, {"mini": 9, "maxi": 8}):
            essai = poser(ouvrir("outils/effectifs.py"), **nombres)
            assert (len(essai.error), len(essai.success), len(essai.warning)) == (1, 0, 0)

    def test_le_tableau_reste_court(self, ouvrir: Any) -> None:
        essai = poser(ouvrir("outils/effectifs.py"), enfants=999, adultes=10)
        (tableau,) = (t.value for t in essai.table)
        assert len(tableau) == 12
        # À sept enfants par adulte, 999 en demandent 143 ; 71 groupes de 14 n'en tiennent que 994, 72 suffisent.
        assert tableau.iloc[0].iloc[0] == "72"

    def test_le_nombre_de_groupes_conseille_est_dans_le_tableau(self, ouvrir: Any) -> None:
        essai = poser(ouvrir("outils/effectifs.py"), enfants=200, adultes=28)
        (tableau,) = (t.value for t in essai.table)
        assert "15" in list(tableau["Groupes"])

    def test_le_partage_qui_demande_le_moins_d_adultes_est_montre(self, ouvrir: Any) -> None:
        essai = poser(ouvrir("outils/effectifs.py"), enfants=16, adultes=3)
        (tableau,) = (t.value for t in essai.table)
        deux, trois = ([c.replace("\u00a0", " ") for c in tableau.iloc[n]] for n in (0, 1))
        assert deux == ["2", "2 de 8 : 4 adultes\n1 de 9 et 1 de 7 : 3 adultes", "✔ assez d'adultes"]
        assert trois == ["3", "1 de 6 et 2 de 5 : 3 adultes", "✔ assez d'adultes"]

    def test_les_parties_se_partagent_chacune_pour_soi(self, ouvrir: Any) -> None:
        essai = ouvrir("outils/effectifs.py")
        for rang, (nom, enfants) in enumerate([("CM", 12), ("6e", 9), ("5e", 4)], start=1):
            essai.text_input(key=f"partie-nom-{rang}").set_value(nom)
            essai.number_input(key=f"partie-enfants-{rang}").set_value(enfants)
        essai.run()
        trouves = [m for m in lire(essai.markdown) if m.startswith(("✔", "✖"))]
        assert trouves == [
            "✔ CM, 12 enfants : en 1 ou 2 groupes.",
            "✔ 6e, 9 enfants : en 1 groupe.",
            "✖ 5e, 4 enfants : aucun groupe de 5 à 15. Le plus proche qui convient : 5 enfants.",
        ]
        assert lire(essai.warning) == ["À revoir : 5e."]

    def test_deux_parties_du_meme_nom_restent_deux_parties(self, ouvrir: Any) -> None:
        essai = ouvrir("outils/effectifs.py")
        for rang, enfants in ((1, 12), (2, 9)):
            essai.text_input(key=f"partie-nom-{rang}").set_value("CM")
            essai.number_input(key=f"partie-enfants-{rang}").set_value(enfants)
        essai.run()
        assert [m for m in lire(essai.markdown) if m.startswith(("✔", "✖"))] == [
            "✔ CM, 12 enfants : en 1 ou 2 groupes.",
            "✔ CM (2), 9 enfants : en 1 groupe.",
        ]


class TestMethode:
    def test_toutes_les_sources_citees_sont_listees(self, ouvrir: Any) -> None:
        textes = lire(ouvrir("outils/methode.py").markdown)
        debut = textes.index("## Les textes lus")
        listes = "\n".join(textes[debut : textes.index("## Glossaire")])
        for source in charger_referentiel().sources:
            assert source.titre[1:] in listes
        assert SOURCE_SANS_PRESTATION in listes

    def test_ce_que_les_explications_citent_a_sa_source_dans_la_liste(self, ouvrir: Any) -> None:
        """Les noms de texte se lisent dans les mots du contenu eux-mêmes : une Caf, un site, une charte, la COG."""
        mots = "\n".join(
            f.read_text(encoding="utf-8") for f in sorted(CONTENU.rglob("*.yaml")) if f.stem != "referentiel"
        )
        mots = re.sub(r"\s+", " ", mots)
        cites = set(
            re.findall(r"\bcaf\d*\.fr\b|\bCaf de (?:la )?[A-Z][\w-]+|laïcité de la branche Famille|\bCOG\b", mots)
        )
        assert {"caf42.fr", "COG"} <= cites
        textes = lire(ouvrir("outils/methode.py").markdown)
        listes = "\n".join(textes[textes.index("## Les textes lus") : textes.index("## Glossaire")])
        assert [cite for cite in sorted(cites) if cite not in listes] == []

    def test_les_mots_sont_ceux_des_resultats(self, ouvrir: Any) -> None:
        textes = "\n".join(lire(ouvrir("outils/methode.py").markdown))
        assert "« indéterminée »" in textes
        assert "Notre interprétation" in textes
        assert "Lecture du produit" not in textes
