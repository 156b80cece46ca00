"""La vérification rapide : les cas connus, et l'accord de l'arithmétique avec les règles du texte."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import EXEMPLE_DE_PROFIL, charger_profil, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.francais import INSECABLE, typographie
from clas_model.positionnement import positionner
from clas_model.restitution.essai import (
    annee_en_mots,
    annonce,
    autres_partages,
    cout_en_mots,
    en_json,
    groupes_en_mots,
    groupes_places,
    soirs_en_mots,
    verdict,
)
from clas_model.simulation.hypothese import CoutsUnitaires, Enfants, Hypothese, hypothese_simple
from clas_model.simulation.lignes import LIGNES_MAX
from clas_model.simulation.sorties import sorties
from clas_model.simulation.verification import Verification, verifier

TEXTE = charger_referentiel()


def essayer(enfants: int, adultes: int | None = None, seances: int = 1, **autres: object) -> Verification:
    return verifier(hypothese_simple(enfants, adultes, seances).model_copy(update=autres), TEXTE)


def etats(v: Verification) -> dict[str, str]:
    return {c.critere.id: c.etat for c in v.constats}


class TestAnnonce:
    @pytest.mark.parametrize(
        ("enfants", "adultes", "seances", "phrase"),
        [
            (37, 5, 2, "37 enfants, 5 accompagnateurs, 2 séances par semaine : il manque 1 adulte, libre chaque soir. "
             "Avec lui, c'est possible en 3, 4, 5 ou 6 groupes."),
            (37, 6, 2, "37 enfants, 6 accompagnateurs, 2 séances par semaine : cela tient, en 3, 4, 5 ou 6 groupes."),
            # 7 + 9 demandent trois adultes.
            (16, 3, 1, "16 enfants, 3 accompagnateurs, 1 séance par semaine : cela tient, en 2 ou 3 groupes."),
            (16, 2, 1, "16 enfants, 2 accompagnateurs, 1 séance par semaine : il manque 1 adulte. "
             "Avec lui, c'est possible en 2 ou 3 groupes."),
            # À sept par adulte, 30 enfants en demandent cinq au moins.
            (30, None, 1, "30 enfants, 1 séance par semaine : possible en 2 à 6 groupes. "
             "Il faut au moins 5 adultes par séance."),
            (4, 2, 1, "4 enfants ne font pas un groupe de 5 à 15. Le plus proche qui convient : 5 enfants."),
            (1, 2, 1, "1 enfant ne fait pas un groupe de 5 à 15. Le plus proche qui convient : 5 enfants."),
        ],
    )  # fmt: skip
    def test_la_reponse_en_une_phrase(self, enfants: int, adultes: int | None, seances: int, phrase: str) -> None:
        assert annonce(essayer(enfants, adultes, seances)) == phrase

    def test_des_bornes_a_soi_et_les_plus_proches(self) -> None:
        v = essayer(14, 4, mini=8, maxi=12)
        assert annonce(v) == (
            "14 enfants ne se partagent pas en groupes de 8 à 12. Le plus proche qui convient : 12 ou 16 enfants."
        )

    def test_une_taille_imposee_se_dit_une_fois(self) -> None:
        assert annonce(essayer(16, 4, mini=5, maxi=5)) == (
            "16 enfants ne se partagent pas en groupes de 5. Le plus proche qui convient : 15 ou 20 enfants."
        )

    def test_le_nombre_le_plus_proche_peut_s_essayer(self) -> None:
        # 999 n'est pas un multiple de 5 : au-dessus, il faudrait 1 000 enfants, plus qu'un essai n'en accepte.
        (partie,) = essayer(999, 5, mini=5, maxi=5).parties
        assert partie.proches == (995,)

    def test_un_texte_qui_laisse_justifier_une_petite_taille_le_dit(self) -> None:
        # 14 enfants sous 8 à 12 : deux groupes de 7, que la page nationale ne donne pas pour un refus.
        v = verifier(hypothese_simple(14, 4), charger_referentiel("national"))
        assert annonce(v) == (
            "14 enfants ne se partagent pas en groupes de 8 à 12. Le plus proche qui convient : 12 ou 16 enfants. "
            "En 2 groupes, le texte laisse justifier la taille."
        )

    @pytest.mark.parametrize(
        ("nombres", "texte"),
        [([1], "1 groupe"), ([1, 2], "1 ou 2 groupes"), ([2, 3, 4, 5, 6], "2 à 6 groupes"),
         ([3, 4, 5, 6], "3, 4, 5 ou 6 groupes"), ([1, 3, 5, 7, 9, 11, 13], "1 à 13 groupes, selon le partage")],
    )  # fmt: skip
    def test_les_nombres_de_groupes(self, nombres: list[int], texte: str) -> None:
        assert groupes_en_mots(nombres) == texte


class TestUnSeulMoteur:
    @settings(deadline=None, max_examples=60)
    @given(st.integers(1, 90), st.integers(0, 14), st.integers(1, 3))
    def test_ce_qui_tient_est_ce_que_le_texte_accepte(self, enfants: int, adultes: int, seances: int) -> None:
        v = essayer(enfants, adultes, seances)
        # `positionner` juge le dossier dessiné ; l'arithmétique ne dit rien d'autre que lui.
        acceptes = {etats(v)["groupe-taille"], etats(v)["encadrement"]} == {"atteint"}
        assert v.tient == acceptes

    @settings(deadline=None, max_examples=40)
    @given(st.integers(5, 60), st.integers(0, 12), st.integers(1, 2))
    def test_un_accompagnateur_de_plus_ne_defait_jamais_un_encadrement(
        self, n: int, adultes: int, seances: int
    ) -> None:
        if essayer(n, adultes, seances).tient:
            plus = essayer(n, adultes + 1, seances)
            assert plus.tient
            assert etats(plus)["encadrement"] == "atteint"

    def test_ce_que_les_nombres_ne_disent_pas_reste_sans_reponse(self) -> None:
        assert "encadrement" not in etats(essayer(30))
        assert set(etats(essayer(30, 5, 2))) == {
            "groupe-taille", "encadrement", "collectif", "seances-hebdomadaires", "deux-seances",
        }  # fmt: skip

    def test_le_nombre_de_groupes_demande_est_celui_qu_on_juge(self) -> None:
        v = verifier(hypothese_simple(30, 5, 1), TEXTE, groupes=3)
        assert sorted(p.taille for p in v.places) == [7, 11, 12]
        assert v.tient


class TestSoirs:
    def test_deux_soirs_une_seance_chacun_suffisent_a_cinq_adultes(self) -> None:
        h = Hypothese(parties=(Enfants(enfants=37),), benevoles=5, seances=1, soirs=("mardi", "jeudi"))
        v = verifier(h, TEXTE)
        assert v.tient
        assert {c.jour for g in v.dossier.groupes for c in g.creneaux} == {"mardi", "jeudi"}  # type: ignore[union-attr]

    def test_qui_est_libre_quand(self) -> None:
        # Un salarié tous les soirs ; un bénévole le mardi seulement : un adulte le jeudi.
        h = Hypothese(
            parties=(Enfants(enfants=14),), salaries=1, benevoles=1, libres=(None, ("mardi",)), seances=2,
            soirs=("mardi", "jeudi"),
        )  # fmt: skip
        assert h.capacites == (2, 1)
        assert verifier(h, TEXTE).manque == 1

    def test_des_adultes_pas_encore_dits_se_partagent_les_soirs(self) -> None:
        # 37 enfants en 12 + 11 + 7 + 7 demandent 2 + 2 + 1 + 1 adultes : trois chaque soir, en deux soirs, y suffisent.
        deux = Hypothese(parties=(Enfants(enfants=37),), seances=1, soirs=("mardi", "jeudi"))
        v = verifier(deux, TEXTE)
        assert (v.tient, v.manque) == (None, 3)
        assert verdict(v) == "Possible en 3 à 7 groupes. Il faut au moins 3 adultes chaque soir."
        assert verifier(deux.model_copy(update={"benevoles": 3}), TEXTE).tient
        assert not verifier(deux.model_copy(update={"benevoles": 2}), TEXTE).tient
        # Les groupes montrés sont à ces soirs-là, et leurs adultes restent inconnus.
        assert {p.soirs for p in v.places} == {(0,), (1,)}
        assert "encadrement" not in etats(v)
        assert sorties(v, TEXTE) == ()

    def test_par_niveau_aussi(self) -> None:
        niveaux = (Enfants(nom="CM", enfants=14), Enfants(nom="6e", enfants=14))
        v = verifier(Hypothese(parties=niveaux, seances=1, soirs=("mardi", "jeudi")), TEXTE)
        # Deux adultes pour chaque niveau, un soir chacun.
        assert verdict(v) == "Possible, par exemple en 2 groupes. Il faut au moins 2 adultes chaque soir."

    def test_les_soirs_qui_manquent_suivent_la_semaine(self) -> None:
        assert hypothese_simple(10, 2, 3).soirs_ouverts == ("lundi", "mardi", "jeudi")

    def test_les_soirs_d_un_groupe_se_disent_un_par_un(self) -> None:
        assert groupes_places(essayer(12, 2, 2, soirs=("mardi", "jeudi"))) == (
            "1 groupe de 12 enfants, le mardi et le jeudi, avec 2 adultes, soit 6 enfants par adulte",
        )


class TestParties:
    def test_chaque_partie_garde_ses_groupes(self) -> None:
        h = Hypothese(parties=(Enfants(nom="CM", enfants=16), Enfants(nom="6e", enfants=9)), benevoles=5)
        v = verifier(h, TEXTE)
        # 9 + 7 pour les CM (2 + 1 adultes), 9 pour les 6e (2).
        assert v.tient
        assert [(n, p.taille) for n, p in zip(v.noms, v.places, strict=True)] == [("CM", 9), ("CM", 7), ("6e", 9)]
        assert [g.nom for g in v.dossier.groupes] == ["CM", "CM", "6e"]  # type: ignore[union-attr]

    def test_une_partie_impossible_est_nommee(self) -> None:
        h = Hypothese(parties=(Enfants(nom="CM", enfants=16), Enfants(nom="5e", enfants=4)), benevoles=5)
        v = verifier(h, TEXTE)
        assert [p.nom for p in v.impossibles] == ["5e"]
        assert annonce(v) == "5e : 4 enfants ne font pas un groupe de 5 à 15. Le plus proche qui convient : 5 enfants."

    def test_deux_parties_possibles_seules_ne_font_pas_un_seul_groupe(self) -> None:
        # 12 + 9 = 21 se partageraient ensemble en 11 + 10 ; séparés, chacun garde le sien.
        h = Hypothese(parties=(Enfants(nom="CM", enfants=12), Enfants(nom="6e", enfants=9)), mini=8, maxi=12)
        v = verifier(h, TEXTE)
        assert v.impossibles == ()
        assert [(n, p.taille) for n, p in zip(v.noms, v.places, strict=True)] == [("CM", 12), ("6e", 9)]

    def test_une_borne_le_manque_dit_par_seance(self) -> None:
        h = Hypothese(parties=(Enfants(nom="CM", enfants=16), Enfants(nom="6e", enfants=9)), benevoles=3)
        assert verifier(h, TEXTE).manque == 2


class TestCalendrierEtCouts:
    def hypothese(self, **autres: object) -> Hypothese:
        base = {
            "parties": (Enfants(enfants=14),), "salaries": 1, "benevoles": 1, "seances": 1, "soirs": ("mardi",),
            "debut": dt.time(17), "fin": dt.time(18, 30), "annee_scolaire": "2026-2027", "zone": "A",
            "date_debut": dt.date(2026, 9, 7), "date_fin": dt.date(2026, 10, 16),
        }  # fmt: skip
        return Hypothese.model_validate({**base, **autres})

    def test_les_seances_viennent_du_vrai_calendrier(self) -> None:
        # Six mardis du 8 septembre au 13 octobre, avant les vacances de la Toussaint : 6 × 1 h 30.
        assert annee_en_mots(verifier(self.hypothese(), TEXTE)) == "6 séances par groupe sur l'année, soit 9\u00a0h."

    def test_des_groupes_de_soirs_differents_n_ont_pas_toujours_autant_de_seances(self) -> None:
        # Deux groupes, un adulte chaque soir : l'un le lundi, l'autre le mardi. Du 10 au 21 mai 2027, le lundi 17 est
        # celui de la Pentecôte.
        v = verifier(
            self.hypothese(
                salaries=None, seances=1, soirs=("lundi", "mardi"), date_debut=dt.date(2027, 5, 10),
                date_fin=dt.date(2027, 5, 21),
            ), TEXTE,
        )  # fmt: skip
        assert annee_en_mots(v) == (
            "Au moins 1 séance par groupe sur l'année, soit 1\u00a0h\u00a030 (1 séance tombe un jour férié)."
        )

    def test_sans_zone_rien_n_est_compte(self) -> None:
        assert annee_en_mots(verifier(self.hypothese(zone=None), TEXTE)) is None

    def test_le_cout_ne_compte_que_ce_qui_est_donne(self) -> None:
        couts = CoutsUnitaires(heure_salariee=Decimal(20), par_enfant=Decimal(10), fixe=Decimal(100))
        v = verifier(self.hypothese(couts=couts), TEXTE)
        # 9 h × 20 € pour le seul salarié, 14 × 10 €, 100 €.
        assert v.cout == Decimal(420)
        assert cout_en_mots(v) == "420\u00a0€ pour l'année d'après vos coûts, soit 30\u00a0€ par enfant."
        assert verifier(self.hypothese(), TEXTE).cout is None
        assert verifier(self.hypothese(couts=couts, zone=None), TEXTE).cout is None


class TestTailles:
    @pytest.mark.parametrize(("enfants", "adultes"), [(500, 30), (999, 10), (200, 28)])
    def test_les_grands_nombres_gardent_la_meilleure_ligne(self, enfants: int, adultes: int) -> None:
        lignes = essayer(enfants, adultes).parties[0].lignes
        vues = [ligne.manque for ligne in lignes if ligne.manque is not None]
        assert len(vues) >= min(LIGNES_MAX, len(lignes))
        # Sept enfants par adulte au plus, et autant de groupes qu'on veut : le moins est le quotient par excès.
        assert min(vues) == max(0, -(-enfants // 7) - adultes)

    @pytest.mark.parametrize("groupes", [36, 60, 95])
    def test_un_nombre_de_groupes_voulu_est_toujours_vu(self, groupes: int) -> None:
        # 500 enfants à sept par adulte ; un groupe de cinq en demande un, comme un groupe de sept.
        v = verifier(hypothese_simple(500, 30), TEXTE, groupes=groupes)
        adultes = max(-(-500 // 7), groupes)
        assert (v.tient, v.manque) == (False, adultes - 30)

    def test_ce_que_la_caf_a_repondu_ne_vient_pas_des_nombres(self) -> None:
        # Ce profil fictif dit pour toutes les structures que le Clas est inscrit dans le cadre du département.
        profil = charger_profil(EXEMPLE_DE_PROFIL)
        v = verifier(hypothese_simple(16, 4), profil)
        assert positionner(Dossier(), profil).par_critere["cadre-departemental"].etat == "atteint"
        assert "cadre-departemental" not in etats(v)
        assert "groupe-taille" in etats(v)

    def test_le_json_a_les_cles_du_contrat(self) -> None:
        sortie = en_json(essayer(14, 3), TEXTE)
        assert sortie["partages"][0] == {
            "groupes": 1, "tailles": [14], "adultes": 2, "econome": {"tailles": [14], "adultes": 2}, "manque": 0,
        }  # fmt: skip
        assert sortie["plus_proches"] == []
        assert {c["critere"] for c in sortie["constats"]} >= {"groupe-taille", "encadrement"}

    def test_les_groupes_pareils_se_disent_ensemble_et_jamais_sans_adulte(self) -> None:
        # 37 enfants en trois groupes de 13, 12 et 12 : deux adultes à chacun, qu'ils soient là ou à trouver.
        for adultes in (0, 5, None):
            assert groupes_places(essayer(37, adultes, 2)) == (
                "1 groupe de 13 enfants : il faut 2 adultes", "2 groupes de 12 enfants : il faut 2 adultes chacun",
            ), adultes  # fmt: skip
        assert groupes_places(essayer(37, 6, 2))[1].startswith("2 groupes de 12 enfants, avec 2 adultes chacun")

    def test_les_autres_partages_sont_sur_une_ligne_chacun(self) -> None:
        # Six adultes à sept enfants chacun : quatre groupes de 12 + 11 + 7 + 7 en veulent 2 + 2 + 1 + 1.
        autres = autres_partages(essayer(37, 5, 2), 12)
        assert autres["Partage"][0].replace(INSECABLE, " ") == "4 groupes : 12 + 11 + 7 + 7 enfants"
        assert autres["Adultes par séance"] == ["6", "6", "6", "7"]
        assert autres["Avec 5 adultes"] == [f"✖ il en manque {n}" for n in (1, 1, 1, 2)]
        assert "3 groupes" not in " ".join(autres["Partage"])

    def test_des_groupes_de_soirs_differents_ne_demandent_pas_leurs_adultes_ensemble(self) -> None:
        # 13 + 12 + 12 demandent deux adultes chacun : deux groupes un soir, un l'autre, soit quatre. 9 + 7 + 7 + 7 + 7
        # en demandent 2 + 1 + 1 + 1 + 1, soit trois chaque soir ; de même 6 d'un adulte. Sept d'un adulte : quatre.
        deux_soirs = {"soirs": ("mardi", "jeudi")}
        sans = autres_partages(essayer(37, None, 1, **deux_soirs), 12)
        assert (list(sans), sans["Adultes chaque soir"]) == (["Partage", "Adultes chaque soir"], ["4", "3", "3", "4"])
        assert list(autres_partages(essayer(37, 3, 1, **deux_soirs), 12)) == ["Partage", "Avec 3 adultes"]

    def test_les_soirs_nommes_disent_qui_s_y_retrouve(self) -> None:
        # Quatre adultes chaque soir, une séance par groupe : 4 × 7 enfants un soir, le reste l'autre.
        v = essayer(40, 4, 1, soirs=("mardi", "jeudi"))
        assert v.tient
        textes = soirs_en_mots(v)
        assert [t.split(" :")[0] for t in textes] == ["Mardi", "Jeudi"]
        assert sum(int(n) for t in textes for n in re.findall(r"(\d+) enfants", t)) == 40
        assert all(t.endswith("4 adultes libres") for t in textes)

    def test_chaque_groupe_dit_qui_est_avec_qui(self) -> None:
        textes = groupes_places(essayer(16, 3))
        assert textes == ("1 groupe de 9 enfants, avec 2 adultes, soit 4,5 enfants par adulte",
                          "1 groupe de 7 enfants, avec 1 adulte, soit 7 enfants par adulte")  # fmt: skip
        assert not any(re.search(r"\b1 \w+s\b", typographie(t)) for t in textes)
