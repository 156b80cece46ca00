"""Les outils : le verdict sur des effectifs, et les sources de la page Méthode."""

import re
from typing import Any

import pytest

from clas_model.contenu import RACINE as CONTENU
from clas_model.contenu import charger_referentiel


def lire(elements: Any) -> list[str]:
    return [e.value.replace("\\", "").replace("\u00a0", " ") for e in elements]


def poser(essai: Any, **nombres: Any) -> Any:
    for nom, valeur in nombres.items():
        essai.text_input(key=f"effectifs-{nom}").set_value(str(valeur))
    essai.run()
    assert not essai.exception
    return essai


PAGE = "outils/effectifs.py"


def choisir_vue(essai: Any, vue: str) -> Any:
    essai.button_group(key="essai-vue").set_value(vue).run()
    assert not essai.exception
    return essai


class TestEffectifs:
    @pytest.mark.parametrize(
        ("enfants", "adultes", "genre", "phrase"),
        [
            # 8 + 8 demandent 2 + 2 adultes, mais 9 + 7 en demandent 2 + 1, comme 6 + 5 + 5.
            (16, 3, "success", "Cela tient, en 2 ou 3 groupes."),
            (16, 2, "warning", "Il manque 1 adulte. Avec lui, c'est possible en 2 ou 3 groupes."),
            # Six adultes, 7 enfants chacun, en tiennent 42, de trois groupes à six ; sept groupes en veulent sept.
            (37, 5, "warning", "Il manque 1 adulte. Avec lui, c'est possible en 3, 4, 5 ou 6 groupes."),
            (37, 6, "success", "Cela tient, en 3, 4, 5 ou 6 groupes."),
            (7, 0, "warning", "Il manque 1 adulte. Avec lui, c'est possible en 1 groupe."),
            (8, 1, "warning", "Il manque 1 adulte. Avec lui, c'est possible en 1 groupe."),
            (200, 999, "success", "Cela tient, en 14 à 40 groupes."),
            (3, 5, "error", "3 enfants ne font pas un groupe de 5 à 15. Le plus proche qui convient : 5 enfants."),
        ],
    )  # fmt: skip
    def test_l_annonce_dit_si_cela_tient(
        self, ouvrir: Any, enfants: int, adultes: int, genre: str, phrase: str
    ) -> None:
        essai = poser(ouvrir(PAGE), enfants=enfants, adultes=adultes)
        (dite,) = lire(getattr(essai, genre))
        assert dite.endswith(phrase)
        assert sum(len(getattr(essai, autre)) for autre in ("success", "warning", "error")) == 1

    @pytest.mark.parametrize(
        ("nom", "ecrit", "garde"),
        [("enfants", "12,5", "16"), ("enfants", "douze", "16"), ("enfants", "0", "16"), ("enfants", "1000", "16"),
         ("adultes", "-1", "3"), ("adultes", "3.000", "3"), ("seances", "9", "1")],
    )  # fmt: skip
    def test_ce_qui_ne_se_lit_pas_est_refuse_et_la_derniere_valeur_reste(
        self, ouvrir: Any, nom: str, ecrit: str, garde: str
    ) -> None:
        essai = poser(ouvrir(PAGE), **{nom: ecrit})
        (refus,) = lire(essai.error)
        assert f"« {ecrit} » ne convient pas" in refus
        assert refus.endswith(f"En attendant, l'essai garde {garde}.")
        # L'essai reste celui de 16 enfants et 3 adultes, et le champ montre ce qui a été écrit.
        assert lire(essai.success) == ["Cela tient, en 2 ou 3 groupes."]
        assert essai.text_input(key=f"effectifs-{nom}").value == ecrit

    def test_des_heures_et_des_dates_qui_ne_se_lisent_pas_sont_refusees(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), debut="25 h", **{"date-fin": "31/02/2027"})
        assert [r.split(" : ")[0] for r in lire(essai.error)] == ["Début d'une séance", "Dernière séance"]

    def test_des_bornes_qui_se_contredisent_ne_donnent_pas_de_reponse(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), mini=9, maxi=8)
        assert (len(essai.error), len(essai.success), len(essai.warning)) == (1, 0, 0)

    def test_sans_nombre_d_adultes_la_page_dit_combien_il_en_faut(self, ouvrir: Any) -> None:
        essai = ouvrir(PAGE)
        essai.text_input(key="effectifs-adultes").set_value("").run()
        assert lire(essai.info) == ["Possible en 2 ou 3 groupes. Il faut au moins 3 adultes par séance."]  # fmt: skip

    def test_le_tableau_reste_court_et_garde_la_meilleure_ligne(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=200, adultes=28)
        (tableau,) = (t.value for t in essai.table)
        assert len(tableau) == 12
        # 29 adultes à 7 enfants en tiennent 203 : un de plus suffit, en 15 groupes par exemple.
        assert "✖ il en manque 1" in list(tableau["Avec 28 adultes"])

    def test_le_partage_conseille_vient_avant_les_autres(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=16, adultes=3)
        # 8 + 8 voudraient quatre adultes, 9 + 7 n'en veulent que trois.
        assert "## 2 groupes : 9 + 7 enfants, 3 adultes par séance" in [
            t.replace("\\", "") for t in lire(essai.markdown)
        ]
        (tableau,) = (t.value for t in essai.table)
        assert [t.replace("\\", "").replace("\u00a0", " ") for t in tableau.iloc[0]] == [
            "3 groupes : 6 + 5 + 5 enfants", "3", "✔ tient",
        ]  # fmt: skip

    def test_un_nombre_proche_se_prend_d_un_geste(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=14, mini=8, maxi=12)
        essai.button(key="essai-proche-16").click().run()
        assert not essai.exception
        assert essai.text_input(key="effectifs-enfants").value == "16"
        assert not essai.error

    def test_ce_qui_tiendrait_se_prend_d_un_geste(self, ouvrir: Any) -> None:
        for champ, valeur in (("enfants", "35"), ("adultes", "6"), ("seances", "1")):
            essai = poser(ouvrir(PAGE), enfants=37, adultes=5, seances=2)
            assert lire(essai.warning)
            essai.button(key=f"essai-sortie-{champ}").click().run()
            assert not essai.exception
            assert essai.text_input(key=f"effectifs-{champ}").value == valeur
            assert not essai.warning
            assert essai.success
        # Les deux soirs restent ouverts : c'est chaque groupe qui ne vient qu'à l'un d'eux.
        assert len(essai.session_state["effectifs-soirs"]) == 2

    def test_les_parties_se_partagent_chacune_pour_soi(self, ouvrir: Any) -> None:
        essai = ouvrir(PAGE)
        essai.checkbox(key="effectifs-par-partie").set_value(True).run()
        # Deux parties du même nom restent deux parties.
        for rang, (nom, enfants) in enumerate([("CM", 12), ("CM", 9), ("5e", 4)], start=1):
            essai.text_input(key=f"effectifs-partie-nom-{rang}").set_value(nom)
            essai.text_input(key=f"effectifs-partie-enfants-{rang}").set_value(str(enfants))
        essai.run()
        assert lire(essai.error) == [
            "5e : 4 enfants ne font pas un groupe de 5 à 15. Le plus proche qui convient : 5 enfants."
        ]
        essai.text_input(key="effectifs-partie-enfants-3").set_value("5").run()
        assert not [c for c in lire(essai.caption) if "trop de façons" in c]
        assert lire(essai.warning) == ["Il manque 2 adultes. Avec eux, c'est possible en 3 groupes."]  # fmt: skip

    def test_les_seances_et_le_cout_viennent_du_calendrier_et_de_ses_propres_couts(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=14, adultes=2, salaries=1)
        essai.selectbox(key="effectifs-annee").set_value("2026-2027")
        essai.button_group(key="effectifs-zone").set_value("A")
        essai.button_group(key="effectifs-soirs").set_value(["mardi"])
        essai.text_input(key="effectifs-debut").set_value("17 h")
        essai.text_input(key="effectifs-fin").set_value("18h30")
        essai.text_input(key="effectifs-date-debut").set_value("7/9/2026")
        essai.text_input(key="effectifs-date-fin").set_value("16/10/2026")
        essai.text_input(key="effectifs-cout-heure_salariee").set_value("20").run()
        textes = lire(essai.markdown)
        # Six mardis avant la Toussaint, 1 h 30 chacun ; 9 h à 20 €.
        assert any("6 séances par groupe sur l'année, soit 9 h." in t for t in textes)
        assert any("180 € pour l'année d'après vos coûts" in t for t in textes)

    def test_la_page_retrouve_ses_nombres_quand_on_y_revient(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=23, adultes=5)
        essai.switch_page("../outils/methode.py").run()
        essai.switch_page(f"../{PAGE}").run()
        assert [essai.text_input(key=f"effectifs-{n}").value for n in ("enfants", "adultes")] == ["23", "5"]

    def test_le_dossier_ouvert_donne_ses_nombres(self, ouvrir: Any) -> None:
        essai = ouvrir(PAGE, exemple="faible")
        assert [essai.text_input(key=f"effectifs-{n}").value for n in ("enfants", "adultes", "seances")] == [
            "23",
            "1",
            "1",
        ]

    def test_des_groupes_a_des_soirs_differents_n_ajoutent_pas_leurs_adultes(self, ouvrir: Any) -> None:
        # 12 + 10 + 14 enfants ; le mardi et le jeudi, deux groupes de deux adultes ; jamais plus de quatre à la fois.
        essai = ouvrir(PAGE, exemple="complet")
        assert [essai.text_input(key=f"effectifs-{n}").value for n in ("enfants", "adultes", "seances")] == [
            "36", "4", "2",
        ]  # fmt: skip
        assert list(essai.session_state["effectifs-soirs"]) == ["lundi", "mardi", "jeudi", "vendredi"]

    def test_l_adresse_porte_l_essai_et_le_rouvre(self, ouvrir: Any) -> None:
        premier = poser(ouvrir(PAGE), enfants=37, adultes=5, seances=2)
        second = ouvrir(PAGE, essai=premier.query_params["essai"])
        assert [second.text_input(key=f"effectifs-{n}").value for n in ("enfants", "adultes", "seances")] == [
            "37", "5", "2",
        ]  # fmt: skip
        assert lire(second.info) == []

    def test_un_lien_abime_se_dit_en_une_phrase(self, ouvrir: Any) -> None:
        essai = ouvrir(PAGE, essai="eNolTVsKwj")
        assert [t for t in lire(essai.info) if t.startswith("Ce lien est abîmé")]
        assert essai.text_input(key="effectifs-enfants").value == "16"


class TestCarte:
    def test_la_carte_le_tableau_et_le_texte_disent_la_meme_chose(self, ouvrir: Any) -> None:
        essai = choisir_vue(poser(ouvrir(PAGE), enfants=16, adultes=3), "Carte")
        (tableau,) = (t.value for t in essai.table)
        # Trois adultes tiennent 21 enfants ; la carte va de 9 à 23.
        ligne = tableau[tableau["Accompagnateurs"] == "3"].iloc[0]
        assert list(ligne) == ["3", "9 à 21", "22 et 23", "–"]
        (texte,) = [t for t in lire(essai.markdown) if t.startswith("16 enfants et 3 adultes")]
        assert "Avec 3 adultes : conforme pour 9 à 21 enfants." in texte

    def test_sans_adultes_la_carte_des_groupes_reste(self, ouvrir: Any) -> None:
        essai = ouvrir(PAGE)
        essai.text_input(key="effectifs-adultes").set_value("").run()
        choisir_vue(essai, "Carte")
        assert "Indiquez le nombre d'accompagnateurs pour voir cette carte." in lire(essai.info)
        essai.button_group(key="essai-axe").set_value("Par groupes").run()
        (tableau,) = (t.value for t in essai.table)
        assert list(tableau[tableau["Groupes"] == "2"].iloc[0]) == ["2", "10 à 23", "–", "9"]


class TestInverse:
    def test_cinq_accompagnateurs_deux_soirs(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=30, adultes=5)
        essai.button_group(key="effectifs-soirs").set_value(["mardi", "jeudi"]).run()
        choisir_vue(essai, "Maximum")
        # Cinq adultes tiennent 35 enfants un soir, et deux fois plus en deux soirs où chacun ne vient qu'une fois.
        assert [t for t in lire(essai.markdown) if "70 enfants au plus" in t]

    def test_un_budget_se_compte_en_groupes(self, ouvrir: Any) -> None:
        essai = poser(ouvrir(PAGE), enfants=30, adultes=5)
        essai.text_input(key="effectifs-cout-par_groupe").set_value("1 000")
        essai.text_input(key="effectifs-cout-fixe").set_value("500").run()
        choisir_vue(essai, "Maximum")
        essai.text_input(key="effectifs-budget").set_value("4 600").run()
        # 4 600 - 500 de fixe : quatre groupes à 1 000, il reste 100.
        assert [t for t in lire(essai.markdown) if "en paie 4, et il reste 100 €" in t]


class TestMethode:
    def test_toutes_les_sources_citees_sont_listees(self, ouvrir: Any) -> None:
        textes = lire(ouvrir("outils/methode.py").markdown)
        debut = textes.index("## Les textes lus")
        listes = "\n".join(textes[debut : textes.index("## Glossaire")])
        for source in charger_referentiel().sources:
            assert source.titre[1:] in listes

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


class TestAmeliorer:
    def test_le_changement_se_cherche_se_garde_s_applique_et_s_annule(self, ouvrir: Any) -> None:
        essai = ouvrir("outils/ameliorer.py", exemple="faible")
        essai.button_group(key="ameliorer-genre").set_value("Un critère").run()
        essai.selectbox(key="ameliorer-critere").set_value("groupe-taille").run()
        essai.button(key="ameliorer-chercher").click().run()
        assert not essai.exception
        assert [t for t in lire(essai.markdown) if "partager" in t and "12 + 11" in t]
        essai.button(key="ameliorer-garder").click().run()
        assert [t for t in lire(essai.info) if "est gardée" in t]
        essai.switch_page("../outils/scenarios.py").run()
        tableaux = [t.value for t in essai.table]
        assert list(tableaux[0].columns) == ["", "Mon dossier", "Vers groupe\\-taille"]
        assert [t for t in tableaux[1]["Critère"] if "5 à 15" in t.replace("\\", "")]
        essai.button(key="appliquer-Vers groupe-taille").click().run()
        assert not essai.exception
        assert [t for t in lire(essai.success) if "est dans votre dossier" in t]
        groupes = lambda: [g.effectif for g in essai.session_state["clas"].dossier.groupes]  # noqa: E731
        assert groupes() == [12, 11]
        essai.button(key="annuler-variante").click().run()
        assert groupes() == [23]

    def test_ce_qui_manque_le_plus_se_dit_d_abord(self, ouvrir: Any) -> None:
        essai = ouvrir("outils/ameliorer.py")
        assert "## Renseignez d'abord" in lire(essai.markdown)
        assert [t for t in lire(essai.markdown) if "obligatoire" in t]
        # Chaque réponse à donner ouvre l'étape où elle se donne, pas celle du critère qui l'attend.
        etapes = [n.proto.label for n in essai.get("page_link") if "Ouvrir l'étape" in n.proto.label]
        attendues = ("Avec les parents", "Avec les enfants", "Équipe et groupes")
        assert [e.replace("\u00a0", " ") for e in etapes] == [f"Ouvrir l'étape « {a} »" for a in attendues]

    def test_un_essai_se_garde_comme_variante(self, ouvrir: Any) -> None:
        essai = choisir_vue(poser(ouvrir(PAGE, exemple="faible"), enfants=24, adultes=4), "Garder")
        essai.text_input(key="effectifs-nom").set_value("Deux groupes").run()
        essai.button(key="essai-garder").click().run()
        assert not essai.exception
        assert "La variante « Deux groupes » est gardée." in lire(essai.info)
        essai.switch_page("../outils/scenarios.py").run()
        assert "Deux groupes" in essai.table[0].value.columns

    def test_deux_variantes_restent_quand_on_recharge_la_page(self, ouvrir: Any) -> None:
        essai = choisir_vue(poser(ouvrir(PAGE), enfants=24, adultes=4), "Garder")
        for nom in ("Deux groupes", "Autre façon"):
            essai.text_input(key="effectifs-nom").set_value(nom).run()
            essai.button(key="essai-garder").click().run()
            assert not essai.exception
        # Une autre session, ouverte par la même adresse, comme après un rechargement.
        adresse = essai.query_params["dossier"]
        relue = ouvrir("outils/scenarios.py", dossier=adresse if isinstance(adresse, str) else adresse[0])
        assert list(relue.table[0].value.columns) == ["", "Mon dossier", "Deux groupes", "Autre façon"]
        relue.button(key="retirer-Deux groupes").click().run()
        assert list(relue.table[0].value.columns) == ["", "Mon dossier", "Autre façon"]


def test_la_puce_dit_le_texte_choisi_ici(ouvrir: Any) -> None:
    essai = ouvrir("outils/effectifs.py")
    assert any("Expérimentation · sans date" in m.value for m in essai.markdown)
    next(s for s in essai.selectbox if s.label == "Vérifier selon").set_value("national").run()
    puces = [m.value for m in essai.markdown if "badge[" in m.value]
    assert len(puces) == 1
    assert "National · vers 2021" in puces[0]
