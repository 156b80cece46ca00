"""Le contenu installé se tient : des textes propres, des renvois qui mènent quelque part."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from clas_model.chemins import motifs
from clas_model.contenu import (
    EXEMPLES,
    charger_exemple,
    charger_questionnaire,
    charger_referentiel,
    motif_connu,
    referentiels_disponibles,
    valeurs_possibles,
    verifier_contenu,
)
from clas_model.dossier import Charte
from clas_model.positionnement import positionner
from clas_model.referentiel import Critere
from clas_model.regles import ALERTES, REGLES

TEXTE = charger_referentiel()
TEXTES = tuple(charger_referentiel(i) for i in referentiels_disponibles())
QUESTIONS = charger_questionnaire()


class TestContenuInstalle:
    def test_il_est_valide(self) -> None:
        assert verifier_contenu() == []
        assert "experimentation" in referentiels_disponibles()

    def test_vingt_six_criteres_neuf_engagements_dix_alertes(self) -> None:
        assert (len(TEXTE.criteres), len(TEXTE.engagements), len(TEXTE.alertes)) == (26, 9, 10)

    def test_le_support_n_a_pas_de_date(self) -> None:
        assert TEXTE.date is None
        assert TEXTE.date_libelle == "sans date, rattaché par déduction à l'expérimentation de 2015"
        assert TEXTE.source("support-experimentation").date_libelle == TEXTE.date_libelle

    def test_chaque_axe_a_un_critere(self) -> None:
        assert [a.id for a in TEXTE.axes] == ["cadre", "diagnostic", "enfants", "parents", "ecole", "evaluation"]
        assert {c.axe for c in TEXTE.criteres} == {a.id for a in TEXTE.axes}

    def test_chaque_niveau_sert(self) -> None:
        assert {c.niveau for c in TEXTE.criteres} == {n.id for n in TEXTE.niveaux}

    def test_chaque_regle_sert_et_chaque_critere_a_la_sienne(self) -> None:
        # La règle d'une question ajoutée par une Caf ne sert que dans un profil local.
        assert {c.regle.nom for t in TEXTES for c in t.criteres} == set(REGLES) - {"question-locale"}

    def test_chaque_alerte_a_ses_mots(self) -> None:
        assert {a.id for a in TEXTE.alertes} == set(ALERTES)

    def test_chaque_engagement_a_sa_place_dans_le_dossier(self) -> None:
        assert {e.id for e in TEXTE.engagements} == set(Charte.model_fields)

    def test_chaque_renvoi_mene_a_une_etape(self) -> None:
        etapes = {e.id for e in QUESTIONS.etapes}
        assert {c.etape for c in TEXTE.criteres} | {a.etape for a in TEXTE.alertes} <= etapes

    def test_chaque_parametre_de_champ_existe_dans_le_dossier(self) -> None:
        for critere in TEXTE.criteres:
            for nom in ("champ", "texte"):
                chemin = critere.regle.parametres.get(nom)
                assert chemin is None or motif_connu(chemin), (critere.id, chemin)
        assert set(TEXTE.critere("evaluation").regle.parametres["familles"]) == valeurs_possibles(
            "evaluation.indicateurs.*.famille"
        )
        buts = {c.regle.parametres["objectif"] for c in TEXTE.criteres if c.regle.nom == "parents-objectif"}
        assert buts == valeurs_possibles("parents.actions.*.objectifs")

    @pytest.mark.parametrize("critere", TEXTE.criteres, ids=lambda c: c.id)
    def test_les_mots_de_chaque_etat_possible(self, critere: Critere) -> None:
        """Un critère qui peut être atteint « en partie » dit quoi faire alors ; les autres n'en parlent pas."""
        peut_etre_partiel = critere.regle.nom in (
            "groupe-taille", "encadrement", "declare", "formation", "hors-temps-scolaire", "seances-hebdomadaires",
            "continuite-annuelle", "parents-objectif", "parents-formes-diverses", "evaluation",
        ) or critere.id == "articulation-educative"  # fmt: skip
        assert (critere.si_partiel is not None) == peut_etre_partiel

    def test_un_motif_existe_ou_non(self) -> None:
        assert motif_connu("groupes.g1.effectif")
        assert not motif_connu("groupes.g1.taille")

    def test_chaque_champ_a_sa_question_et_une_seule(self) -> None:
        ecrits = [q.motif for e in QUESTIONS.etapes for q in e.questions]
        assert sorted(ecrits) == sorted(motifs())

    def test_chaque_valeur_possible_a_son_libelle(self) -> None:
        for question in QUESTIONS.par_motif.values():
            for valeur in valeurs_possibles(question.motif):
                libelle = QUESTIONS.libelle_choix(question.motif, valeur)
                assert libelle[0].isupper() or libelle[0].isdigit(), (question.motif, libelle)

    @pytest.mark.parametrize("nom", EXEMPLES)
    def test_les_exemples_sont_fictifs_et_le_disent(self, nom: str) -> None:
        assert charger_exemple(nom).fictif

    def test_l_exemple_solide_et_l_exemple_fragile(self) -> None:
        solide, fragile = (positionner(charger_exemple(n), TEXTE) for n in ("complet", "faible"))
        assert solide.eligibilite == "oui"
        assert solide.score.min == solide.score.max
        assert solide.score.min is not None
        assert solide.score.min >= 85
        assert fragile.eligibilite == "non"
        # Pas d'action avec les parents, pas de lien avec les besoins, pas de partenaire, pas de démarche.
        assert set(fragile.bloquants) == {
            "trois-axes", "public-enfants-parents", "diagnostic-besoins", "cadre-partenarial",
            "coordination-etablissements",
        }  # fmt: skip
        assert set(fragile.a_confirmer) == {"cadre-departemental", "charte-principes"}


def textes(modele: BaseModel) -> Iterator[str]:
    """Tous les textes d'un contenu."""
    for valeur in dict(modele).values():
        for element in valeur if isinstance(valeur, tuple) else (valeur,):
            if isinstance(element, BaseModel):
                yield from textes(element)
            elif isinstance(element, str):
                yield element
            elif isinstance(element, dict):
                yield from (v for v in element.values() if isinstance(v, str))


@pytest.mark.parametrize("contenu", [TEXTE, QUESTIONS], ids=["référentiel", "parcours"])
def test_les_textes_sont_propres(contenu: BaseModel) -> None:
    for texte in textes(contenu):
        assert texte == texte.strip()
        assert "  " not in texte, texte
        assert "\n" not in texte, texte
        assert not re.search(r"<[a-z/]|\{\{|\bTODO\b|\bXXX\b", texte), texte
        assert texte.count("«") == texte.count("»"), texte
        assert '"' not in texte, texte
