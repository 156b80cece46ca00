"""Les nombres de la prose sont ceux des paramètres, et des passages cités."""

import re

import pytest

from clas_model.contenu import charger_referentiel

TEXTE = charger_referentiel()
EN_LETTRES = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5}


def nombres(texte: str | None) -> set[int]:
    """Les nombres d'un texte, en chiffres ou en lettres (de deux à cinq)."""
    mots = re.findall(r"\d+|\w+", (texte or "").casefold())
    return {int(m) if m.isdecimal() else EN_LETTRES[m] for m in mots if m.isdecimal() or m in EN_LETTRES}


class TestChiffres:
    """Un seuil changé dans les paramètres mais pas dans la prose, ou l'inverse, ferait mentir l'un des deux."""

    @pytest.mark.parametrize(
        ("critere", "parametres", "champs"),
        [
            ("groupe-taille", {"min": 5, "max": 15}, ["titre", "explication", "si_non_atteint"]),
            ("encadrement", {"enfants_par_adulte_max": 7, "remarque_sous": 5}, ["explication", "lecture_produit"]),
            ("deux-seances", {"seances_min": 2}, ["titre"]),
            ("collectif", {"effectif_min": 2}, ["lecture_produit", "explication"]),
            ("parents-formes-diverses", {"formes_min": 2}, ["lecture_produit"]),
        ],
    )
    def test_la_prose_et_les_parametres_s_accordent(
        self, critere: str, parametres: dict[str, int], champs: list[str]
    ) -> None:
        assert TEXTE.critere(critere).regle.parametres == parametres
        for champ in champs:
            assert nombres(getattr(TEXTE.critere(critere), champ)) == set(parametres.values()), champ

    def test_les_parts_de_l_annee(self) -> None:
        """Les deux pourcentages, et « une semaine sur deux »."""
        continuite = TEXTE.critere("continuite-annuelle")
        assert continuite.regle.parametres == {"atteint_pourcent": 90, "partiel_pourcent": 70}
        assert re.findall(r"(\w+) à partir de (\d+) %", continuite.lecture_produit or "") == [
            ("atteint", "90"),
            ("partiel", "70"),
        ]

    def test_les_bornes_du_groupe_et_de_l_encadrement_sont_celles_du_passage(self) -> None:
        assert nombres(TEXTE.critere("groupe-taille").passage.texte) == {5, 15}
        assert nombres(TEXTE.critere("encadrement").passage.texte) == {5, 7}

    def test_une_seance_par_semaine_est_le_minimum(self) -> None:
        assert TEXTE.critere("seances-hebdomadaires").regle.parametres == {"seances_min": 1}
        assert TEXTE.critere("seances-hebdomadaires").titre == "Au moins une séance par semaine"

    def test_les_engagements_et_les_familles_sont_bien_comptes(self) -> None:
        charte = TEXTE.critere("charte-principes")
        lus = len(charte.regle.parametres["engagements"])
        assert nombres(charte.lecture_produit) == {lus, len(TEXTE.engagements) - lus} == {4, 5}
        assert nombres(charte.explication) - {2001} == {lus}
        familles = TEXTE.critere("evaluation").regle.parametres["familles"]
        assert len(familles) == 3
        assert 3 in nombres(TEXTE.critere("evaluation").lecture_produit)

    def test_les_exemples_de_bonne_reponse_respectent_les_seuils(self) -> None:
        """Deux groupes de 11 ; 12 enfants pour 2 adultes, soit 6."""
        assert "22 enfants répartis en deux groupes de 11" in TEXTE.critere("groupe-taille").bonne_reponse
        assert "12 enfants le mardi à 17 h" in TEXTE.critere("encadrement").bonne_reponse
        assert "soit 6 enfants par adulte" in TEXTE.critere("encadrement").bonne_reponse
