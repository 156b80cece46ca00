"""La cohérence de chaque texte, profil compris : des mots pour chaque état, une source pour chaque seuil."""

import re

import pytest

from clas_model.contenu import (
    EXEMPLE_DE_PROFIL,
    charger_profil,
    charger_questionnaire,
    charger_referentiel,
    referentiels_disponibles,
)
from clas_model.dossier import Dossier
from clas_model.positionnement import positionner
from clas_model.referentiel import Referentiel
from clas_model.regles import ALERTES, REGLES

TEXTES = (*(charger_referentiel(i) for i in referentiels_disponibles()), charger_profil(EXEMPLE_DE_PROFIL))
TOUS = pytest.mark.parametrize("texte", TEXTES, ids=lambda t: t.id)
# Les mots exacts des textes nationaux, recopiés à la main.
LUS = {
    "groupe-taille": "aide méthodologique au travail scolaire en petit groupe (8 à 12 enfants maximum)",
    "encadrement": "encadré par 2 intervenants professionnels et/ou bénévoles",
    "niveaux": "scolarisés du CP au lycée",
    "orientation": "en accord avec les parents en lien avec les enseignants",
    "quatre-axes": "de manière cumulative",
    "aide-aux-devoirs-seule": (
        "Toute action relevant exclusivement de l'aide aux devoirs et du seul accompagnement au travail scolaire […] "
        "ne répond pas aux attentes d'un projet Clas."
    ),
}
NATIONAL = charger_referentiel("national")


@TOUS
def test_chaque_renvoi_mene_quelque_part_et_chaque_axe_sert(texte: Referentiel) -> None:
    etapes = {e.id for e in charger_questionnaire().pour(texte).etapes}
    assert {c.etape for c in texte.criteres} <= etapes
    assert {c.axe for c in texte.criteres} == {a.id for a in texte.axes}
    assert {c.regle.nom for c in texte.criteres} <= set(REGLES)
    assert {a.id for a in texte.alertes} <= set(ALERTES)
    assert all(texte.source(c.passage.source) for c in texte.criteres)


@TOUS
def test_chaque_critere_a_ses_trois_longueurs(texte: Referentiel) -> None:
    """Une phrase, la règle avec ses chiffres, le passage avec sa source et sa date."""
    for constat in positionner(Dossier(), texte).constats:
        critere = constat.critere
        assert critere.en_bref.endswith(".")
        assert len(critere.en_bref) < len(critere.explication)
        assert constat.regle_en_clair.startswith(f"Attendu ({constat.critere.provenance}) : ")
        assert constat.source.titre in constat.reference
        assert constat.source.date_libelle in constat.reference


@TOUS
def test_chaque_seuil_se_montre_avec_son_statut(texte: Referentiel) -> None:
    """Un nombre réglable se lit dans l'attendu ou dans la lecture du produit ; et qui n'est pas lu le dit."""
    for constat in positionner(Dossier(), texte).constats:
        critere, montre = constat.critere, f"{constat.regle_en_clair} {constat.critere.passage.citation}"
        reglages = REGLES[critere.regle.nom].parametres.model_validate(critere.regle.parametres)
        for nom, valeur in reglages:
            if isinstance(valeur, int) and not isinstance(valeur, bool):
                en_lettres = {1: "une?", 2: "deux", 3: "trois"}.get(valeur, str(valeur))
                assert re.search(rf"(?<!\d)({valeur}|{en_lettres})(?!\d)", montre, re.IGNORECASE), (critere.id, nom)
        mention = texte.mention(critere)
        assert (mention is None) == critere.peut_exclure
        assert mention is None or mention in constat.reference


@TOUS
def test_seule_une_exigence_lue_et_de_portee_nationale_exclut(texte: Referentiel) -> None:
    exclusifs = {c.id for c in texte.criteres if texte.niveau(c.niveau).bloquant and c.peut_exclure}
    attendus = {
        "experimentation": {
            "cadre-departemental", "charte-principes", "trois-axes", "public-enfants-parents", "diagnostic-besoins",
            "cadre-partenarial", "coordination-etablissements",
        },
        "national": {"charte_laicite", "niveaux"},
        "valmont": {"charte_laicite", "niveaux"},
    }  # fmt: skip
    assert exclusifs == attendus[texte.id]


def test_les_passages_nationaux_sont_mot_pour_mot() -> None:
    for identifiant, mots in LUS.items():
        assert NATIONAL.critere(identifiant).passage.texte == mots
    # Sans les mots exacts, on ne cite pas : on résume, et on le dit.
    resumes = {c.id for c in NATIONAL.criteres if c.passage.texte is None}
    assert resumes == {"charte_laicite", "hors-temps-scolaire"}
    for identifiant in resumes:
        citation = NATIONAL.critere(identifiant).passage.citation
        assert "«" not in citation
        assert "les mots exacts manquent" in citation


def test_le_national_ne_change_que_ce_que_l_on_sait_qu_il_change() -> None:
    experimentation = charger_referentiel("experimentation")
    repris = {c.id for c in NATIONAL.criteres if c.statut == "repris"}
    anciens = {c.id for c in experimentation.criteres}
    assert anciens - repris == {"trois-axes", "groupe-taille", "encadrement", "hors-temps-scolaire"}
    for identifiant in repris - {"diagnostic-besoins", "articulation-educative"}:
        avant, apres = experimentation.critere(identifiant), NATIONAL.critere(identifiant)
        assert apres.model_copy(update={"statut": "lu"}) == avant
    assert NATIONAL.critere("groupe-taille").regle.parametres == {"min": 8, "max": 12, "sous_min": "partiel"}
    assert NATIONAL.critere("encadrement").regle.parametres == {"adultes_min": 2}
    assert {a.id for a in experimentation.alertes} - {a.id for a in NATIONAL.alertes} == {"aide-aux-devoirs-seule"}


@TOUS
def test_les_textes_sont_propres(texte: Referentiel) -> None:
    for critere in texte.criteres:
        for mots in critere.model_dump(exclude={"regle", "passage"}).values():
            if isinstance(mots, str) and " " in mots:
                assert "  " not in mots
                assert mots.count("«") == mots.count("»"), mots
                assert '"' not in mots


@pytest.mark.parametrize(
    ("texte", "critere", "origine"),
    [
        ("experimentation", "groupe-taille", "lu"),
        # La source ne donne aucun chiffre : les 90 % sont du produit.
        ("experimentation", "continuite-annuelle", "lu, avec notre interprétation"),
        ("national", "deux-seances", "repris"),
        ("national", "quatre-axes", "lu, une seule Caf, avec notre interprétation"),
    ],
)
def test_chaque_seuil_dit_d_ou_il_vient(texte: str, critere: str, origine: str) -> None:
    assert charger_referentiel(texte).critere(critere).origine == origine
