"""Le contenu installé se tient : des mots fidèles à leur source, des renvois qui mènent quelque part.

Puis le contenu abîmé : chaque faute se dit avec son fichier, son endroit, et de quoi la corriger.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from clas_model.chemins import motifs
from clas_model.contenu import (
    EXEMPLES,
    RACINE,
    charger_exemple,
    charger_questionnaire,
    charger_referentiel,
    motif_connu,
    referentiels_disponibles,
    valeurs_possibles,
    verifier_contenu,
)
from clas_model.dossier import Charte
from clas_model.erreurs import ContenuInvalide
from clas_model.positionnement import positionner
from clas_model.referentiel import Critere, Passage
from clas_model.regles import ALERTES, REGLES
from tests.modele.phrases import MOTS_ANGLAIS, sans_les_mots_du_format

TEXTE = charger_referentiel()
TEXTES = tuple(charger_referentiel(i) for i in referentiels_disponibles())
QUESTIONS = charger_questionnaire()

# Les phrases du support « Expérimentation Clas », recopiées à la main, fautes et majuscules comprises.
SUPPORT = {
    "cadre-departemental": (
        "Un pré requis : l’inscription du dispositif au niveau départemental dans un cadre partenarial"
    ),
    "charte-principes": "Une éligibilité des actions qui : S’appuient sur les principes de la charte",
    "diagnostic-besoins": "Répondent aux besoins identifiés dans le cadre d’un diagnostic",
    "cadre-partenarial": (
        "S’inscrivent obligatoirement dans un cadre partenarial : exigibilité de la recherche de coordination et "
        "d’articulation avec les établissements scolaires, articulation à rechercher avec les autres actions "
        "éducatives mises en œuvre"
    ),
    "public-enfants-parents": "S’adresse à un public d’enfants et ou de jeunes et leurs PARENTS",
    "groupe-taille": (
        "Des groupes sont constitués de 5 à 15 enfants pour faciliter la relation de confiance entre "
        "l’accompagnateur et les enfants"
    ),
    "encadrement": (
        "Le nombre des accompagnateurs doit permettre une prise en charge personnalisée des enfants adaptée au "
        "contexte local et qui se traduit le plus souvent (à titre indicatif) par un accompagnateur pour 5 à 7 enfants"
    ),
    "formation": (
        "Si les formations existent (rôle de l’animation départementale), un engagement dans la formation est "
        "fortement conseillée"
    ),
    "trois-axes": (
        "Le Clas développera de manière cumulative des activités auprès des enfants, auprès et avec des parents et "
        "des actions de concertation avec l’école"
    ),
    "collectif": "Prise en charge collective des enfants en dehors des temps scolaires",
    "seances-hebdomadaires": "S’organise sous forme de séances hebdomadaires",
    "deux-seances": (
        "Des séances de travail dont la fréquence et la régularité permettent une progression (deux séances "
        "hebdomadaires sont préconisées )"
    ),
    "continuite-annuelle": "continuité d’intervention sur l’ensemble de l’année scolaire",
    "parents-outils": (
        "ne pas se substituer aux parents et de leur donner les outils nécessaires pour mieux suivre eux-mêmes le "
        "travail de leurs enfants"
    ),
    "parents-connaissance-ecole": (
        "les doter d’une meilleure connaissance de l’Ecole et les familiariser avec un vocabulaire et des activités "
        "de type scolaire"
    ),
    "parents-territoire": (
        "les associer aux côtés de leurs enfants ou jeunes à la découverte des ressources du territoire sur lequel "
        "ils vivent"
    ),
    "parents-formes-diverses": (
        "Axe de travail qui doit se traduire par des actions concrètes sous des formes diverses"
    ),
    "articulation-parentalite": (
        "renforcer le soutien des parents dans la scolarité de leurs enfants et adolescents et dans leurs relations "
        "avec l’école et de mieux articuler le dispositif Clas avec les autres dispositifs de soutien à la parentalité"
    ),
    "ecole-coconstruction": "Action construite en collaboration avec l’école",
    "ecole-permanente": (
        "Cette concertation et coordination doit s’établir en permanence et se traduire par des actions mises en "
        "place à des moments privilégiés durant l’année scolaire"
    ),
    "evaluation": (
        "Au niveau du dispositif, démarche nationale d’évaluation régulière de l’expérimentation déclinée au niveau "
        "local pour mesurer sa mise en œuvre, les difficultés et les leviers, les résultats produits"
    ),
}
# Plusieurs critères lisent la même phrase.
MEME_PHRASE = {
    "coordination-etablissements": "cadre-partenarial",
    "articulation-educative": "cadre-partenarial",
    "prise-en-charge-personnalisee": "encadrement",
    "hors-temps-scolaire": "collectif",
    "ecole-moments": "ecole-permanente",
}
# Les passages d'autres textes, recopiés de même.
AUTRES_PASSAGES = {
    "charte-2001": (
        "offre aux parents un espace d'information, de dialogue, de soutien, de médiation, leur permettant une plus "
        "grande implication dans le suivi de la scolarité de leurs enfants"
    ),
    "appel-2019": "ne reprend ni les programmes, ni les méthodes de l'école",
    "caf-loire-atlantique": (
        "Toute action relevant exclusivement de l'aide aux devoirs et du seul accompagnement au travail scolaire […] "
        "ne répond pas aux attentes d'un projet Clas."
    ),
}
CITATIONS_DES_ALERTES = (
    "centrées sur l'aide aux devoirs et les apports culturels nécessaires à la réussite scolaire",
    "C'est au titre de cette dimension de soutien à la parentalité que la branche Famille finance les CLAS.",
)
# Entre guillemets sans être une source : ce que l'on clique ou répond.
REPONSES_CITEES = {"je ne sais pas", "oui", "non", "C'est tout", "aucun", "toute l'année"}
PROSE = (
    "titre", "explication", "bonne_reponse", "erreur_frequente", "si_non_atteint", "si_partiel", "si_sans_reponse",
    "lecture_produit",
)  # fmt: skip


def prose(critere: Critere) -> str:
    """Tous les mots d'un critère qui sont les nôtres."""
    return " ".join(getattr(critere, champ) or "" for champ in PROSE)


def fragments(passage: str) -> list[str]:
    """Les morceaux d'un passage coupé par « […] »."""
    return passage.split(" […] ")


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


class TestMotsDesSources:
    @pytest.mark.parametrize("critere", TEXTE.criteres, ids=lambda c: c.id)
    def test_le_passage_est_mot_pour_mot_celui_du_support(self, critere: Critere) -> None:
        assert critere.passage.source == "support-experimentation"
        phrase = SUPPORT[MEME_PHRASE.get(critere.id, critere.id)]
        position = 0
        for fragment in fragments(critere.passage.texte):
            position = phrase.find(fragment, position) + 1
            assert position, (fragment, phrase)

    def test_aucune_phrase_du_support_n_est_oubliee(self) -> None:
        assert set(SUPPORT) | set(MEME_PHRASE) == {c.id for c in TEXTE.criteres}

    def test_les_passages_de_la_charte_et_des_alertes(self) -> None:
        passages: list[Passage] = [x.passage for x in (*TEXTE.engagements, *TEXTE.alertes) if x.passage]
        assert len(passages) == 7
        support = " ".join(SUPPORT.values())
        for passage in passages:
            if passage.source == "support-experimentation":
                assert passage.texte in support
            else:
                assert passage.texte == AUTRES_PASSAGES[passage.source]

    @pytest.mark.parametrize("critere", TEXTE.criteres, ids=lambda c: c.id)
    def test_entre_guillemets_il_n_y_a_que_la_source_ou_une_reponse(self, critere: Critere) -> None:
        support = " ".join(SUPPORT.values())
        for cite in re.findall(r"« ([^»]*) »", prose(critere)):
            assert cite in support or cite in REPONSES_CITEES, cite

    def test_entre_guillemets_dans_la_charte_et_les_alertes(self) -> None:
        permis = " | ".join((*SUPPORT.values(), *AUTRES_PASSAGES.values(), *CITATIONS_DES_ALERTES))
        mots = [m for e in TEXTE.engagements for m in (e.titre, e.texte, e.explication)]
        mots += [m for a in TEXTE.alertes for m in (a.titre, a.explication, a.suite)]
        for cite in re.findall(r"« ([^»]*) »", " ".join(mots)):
            assert cite in permis, cite

    @pytest.mark.parametrize(
        ("niveau", "mots"),
        [
            ("prerequis", ["Un pré requis"]),
            ("exige", ["Une éligibilité des actions qui", "obligatoirement", "exigibilité", "de manière cumulative"]),
            ("attendu", ["doit"]),
            ("recherche", ["à rechercher"]),
            ("preconise", ["sont préconisées"]),
            ("conseille", ["fortement conseillée"]),
            ("indicatif", ["(à titre indicatif)"]),
        ],
    )
    def test_les_mots_qui_fixent_chaque_niveau(self, niveau: str, mots: list[str]) -> None:
        cites = re.findall(r"« ([^»]*) »", TEXTE.niveau(niveau).mots_source)
        assert cites == mots
        assert all(mot in " ".join(SUPPORT.values()) for mot in mots)

    def test_un_engagement_lu_nomme_sa_source_un_infere_dit_qu_il_l_est(self) -> None:
        for engagement in TEXTE.engagements:
            if engagement.statut == "lu":
                assert engagement.passage or "circulaire interministérielle n° 2009/192" in engagement.explication
            else:
                assert engagement.passage is None
                assert re.search(r"n'a(it)? pas pu être lue?\b|n'a pas pu\s", engagement.explication), engagement.id

    def test_ce_que_le_produit_ajoute_est_dit(self) -> None:
        """Un seuil, un compte ou une déclaration que le texte ne fixe pas est une « lecture du produit »."""
        sans_ajout = {c.id for c in TEXTE.criteres if c.lecture_produit is None}
        assert sans_ajout == {
            "cadre-departemental", "groupe-taille", "seances-hebdomadaires", "deux-seances", "ecole-coconstruction",
        }  # fmt: skip
        assert TEXTE.critere("continuite-annuelle").lecture_produit
        for id_ in ("articulation-parentalite", "evaluation"):
            assert re.search("nous qui|notre lecture", TEXTE.critere(id_).lecture_produit or "")


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


# Le contenu abîmé.


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    """Une copie du contenu, à abîmer."""
    return Path(shutil.copytree(RACINE, tmp_path / "content"))


def remplacer(fichier: str, ancien: str, nouveau: str) -> Callable[[Path], None]:
    """Remplace la première occurrence d'un texte, qui doit exister."""

    def casser(racine: Path) -> None:
        chemin = racine / fichier
        texte = chemin.read_text(encoding="utf-8")
        assert ancien in texte
        chemin.write_text(texte.replace(ancien, nouveau, 1), encoding="utf-8")

    return casser


def effacer(fichier: str) -> Callable[[Path], None]:
    return lambda racine: (racine / fichier).unlink()


def ecrire(fichier: str, octets: bytes) -> Callable[[Path], object]:
    return lambda racine: (racine / fichier).write_bytes(octets)


DIAG, ENFANTS, CADRE, PARENTS, EVALUATION = (
    f"experimentation/criteres/{a}.yaml" for a in ("diagnostic", "enfants", "cadre", "parents", "evaluation")
)
REFERENTIEL, CHARTE = "experimentation/referentiel.yaml", "experimentation/charte.yaml"
ALERTES_YAML, PARCOURS = "experimentation/alertes.yaml", "commun/parcours.yaml"

SOURCES = (
    "appel-2019, caf-loire, caf-loire-atlantique, caf-seine-et-marne, charte-2001, charte-laicite-2015, "
    "circulaire-2009, cog, familles-de-france, page-nationale, support-experimentation"
)
ABIMES: dict[str, tuple[Callable[[Path], object], str]] = {
    "une clé inconnue": (
        remplacer(ENFANTS, "  effort: M", "  effort: M\n  couleur: rouge"),
        f"{ENFANTS}, « groupe-taille », couleur : ce champ n'existe pas ici : vérifiez son nom ou retirez-le.",
    ),
    "une clé écrite deux fois": (
        remplacer(CADRE, "  niveau: prerequis", "  niveau: prerequis\n  niveau: exige"),
        "experimentation/criteres/cadre.yaml, ligne 5 : une clé est écrite deux fois ; gardez-en une seule.",
    ),
    "un champ qui manque": (
        remplacer(DIAG, "  effort: M\n", ""),
        f"{DIAG}, « diagnostic-besoins », effort : ce champ est obligatoire : ajoutez-le.",
    ),
    "un champ vide": (
        remplacer(CADRE, "  titre: Le Clas inscrit dans le cadre du département", '  titre: ""'),
        f"{CADRE}, « cadre-departemental », titre : le texte est vide : écrivez une réponse.",
    ),
    "une règle qui n'existe pas": (
        remplacer(ENFANTS, "    nom: groupe-taille", "    nom: taille"),
        f"{ENFANTS}, critère « groupe-taille », regle.nom : « taille » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(REGLES))}.",
    ),
    "un paramètre du mauvais type": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: cinq, max: 15}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, min : un nombre entier est attendu.",
    ),
    "un paramètre inconnu": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: 5, max: 15, ideal: 10}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, ideal : ce champ n'existe pas ici : vérifiez "
        "son nom ou retirez-le.",
    ),
    "un paramètre qui manque": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: 5}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, max : ce champ est obligatoire : ajoutez-le.",
    ),
    "un paramètre qui désigne un champ inconnu": (
        remplacer(ENFANTS, "{champ: enfants.personnalisation,", "{champ: enfants.perso,"),
        f"{ENFANTS}, critère « prise-en-charge-personnalisee », regle.parametres : un champ désigné n'existe pas "
        "dans un dossier ; corrigez son nom.",
    ),
    "un but mal écrit": (
        remplacer(PARENTS, "{objectif: outils}", "{objectif: outil}"),
        f"{PARENTS}, critère « parents-outils », regle.parametres, objectif : valeur inconnue ; valeurs possibles : "
        "'outils', 'connaissance-ecole' ou 'territoire'.",
    ),
    "une sorte d'indicateur mal écrite": (
        remplacer(EVALUATION, "[mise-en-oeuvre, difficultes-leviers,", "[mise-en-œuvre, difficultes-leviers,"),
        f"{EVALUATION}, critère « evaluation », regle.parametres, familles, élément 1 : valeur inconnue ; valeurs "
        "possibles : 'mise-en-oeuvre', 'difficultes-leviers' ou 'resultats'.",
    ),
    "aucune sorte d'indicateur": (
        remplacer(EVALUATION, "{familles: [mise-en-oeuvre, difficultes-leviers, resultats]}", "{familles: []}"),
        f"{EVALUATION}, critère « evaluation », regle.parametres, familles : la liste doit compter au moins 1 élément.",
    ),
    "un engagement inconnu en paramètre": (
        remplacer(CADRE, "[laicite, ouverture,", "[laicite, ouvertures,"),
        f"{CADRE}, critère « charte-principes », regle.parametres : un champ désigné n'existe pas dans un "
        "dossier ; corrigez son nom.",
    ),
    "un axe inconnu": (
        remplacer(ENFANTS, "  axe: enfants", "  axe: enfance"),
        f"{ENFANTS}, critère « groupe-taille », axe : « enfance » n'existe pas ; valeurs possibles : cadre, "
        "diagnostic, ecole, enfants, evaluation, parents.",
    ),
    "un niveau inconnu": (
        remplacer(ENFANTS, "  niveau: attendu", "  niveau: souhaite"),
        f"{ENFANTS}, critère « groupe-taille », niveau : « souhaite » n'existe pas ; valeurs possibles : attendu, "
        "conseille, exige, indicatif, preconise, prerequis, recherche.",
    ),
    "une étape inconnue": (
        remplacer(ENFANTS, "  etape: groupes", "  etape: groupe"),
        f"{ENFANTS}, critère « groupe-taille », etape : « groupe » n'existe pas ; valeurs possibles : budget, "
        "cadre, diagnostic, ecole, enfants, evaluation, groupes, parents, structure, territoire.",
    ),
    "une source inconnue": (
        remplacer(ENFANTS, "    source: support-experimentation", "    source: support"),
        f"{ENFANTS}, critère « groupe-taille », passage.source : « support » n'existe pas ; valeurs possibles : "
        f"{SOURCES}.",
    ),
    "une source inconnue dans une alerte": (
        remplacer(ALERTES_YAML, "    source: caf-loire-atlantique", "    source: caf-44"),
        f"{ALERTES_YAML}, alerte « aide-aux-devoirs-seule », passage.source : « caf-44 » n'existe pas ; valeurs "
        f"possibles : {SOURCES}.",
    ),
    "une alerte que personne ne lève": (
        remplacer(ALERTES_YAML, "- id: tarif", "- id: gratuite"),
        f"{ALERTES_YAML}, alerte « gratuite », id : « gratuite » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(ALERTES))}.",
    ),
    "un réglage d'alerte qui n'en est pas un": (
        remplacer(ALERTES_YAML, "{jour: 1, mois: 11}", "{jour: 1, semaine: 44}"),
        f"{ALERTES_YAML}, alerte « demarrage-tardif », parametres : ces réglages ne sont pas ceux de cette alerte ; "
        "remettez ceux d'origine.",
    ),
    "deux critères du même nom": (
        remplacer(ENFANTS, "- id: collectif", "- id: groupe-taille"),
        f"{ENFANTS}, critère « groupe-taille » : cet identifiant est écrit 2 fois ; donnez un nom différent à chacun.",
    ),
    "un engagement de la charte qui manque": (
        remplacer(CHARTE, "- id: gratuite", "- id: but_methodes"),
        f"{CHARTE} : l'engagement « gratuite » manque ; ajoutez-le.",
    ),
    "un engagement que le dossier ne connaît pas": (
        remplacer(CHARTE, "- id: laicite", "- id: neutralite"),
        f"{CHARTE}, engagement « neutralite », id : « neutralite » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(Charte.model_fields))}.",
    ),
    "un poids nul": (
        remplacer(REFERENTIEL, "    poids: 4", "    poids: 0"),
        f"{REFERENTIEL}, niveaux, « prerequis », poids : la valeur doit être au moins 1.",
    ),
    "un YAML mal fermé": (
        remplacer(CADRE, "  titre: Le Clas inscrit dans le cadre du département", '  titre: "Le Clas inscrit'),
        "experimentation/criteres/cadre.yaml, ligne 5 : YAML illisible ici ; vérifiez le retrait, les "
        "deux-points et les guillemets.",
    ),
    "un retrait de travers": (
        remplacer(REFERENTIEL, "  - id: prerequis", " - id: prerequis"),
        "experimentation/referentiel.yaml, ligne 79 : YAML illisible ici ; vérifiez le retrait, les "
        "deux-points et les guillemets.",
    ),
    "un fichier qui manque": (
        effacer(CHARTE),
        "experimentation/charte.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un axe sans son fichier": (
        effacer(ENFANTS),
        "experimentation/criteres/enfants.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un fichier vidé": (
        ecrire("experimentation/criteres/evaluation.yaml", b"# rien\n"),
        "experimentation/criteres/evaluation.yaml : ce fichier est vide ; remettez celui d'origine.",
    ),
    "un fichier qui n'est pas une liste": (
        ecrire("experimentation/criteres/evaluation.yaml", b"id: evaluation\n"),
        "experimentation/criteres/evaluation.yaml : une liste est attendue ; commencez par « - id: ».",
    ),
    "un fichier qui n'est pas en UTF-8": (
        ecrire(CHARTE, "- id: laïcité\n".encode("latin-1")),
        "experimentation/charte.yaml : ce fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.",
    ),
    "un référentiel qui n'est pas des clés": (
        ecrire(REFERENTIEL, b"- un\n- deux\n"),
        "experimentation/referentiel.yaml : des clés sont attendues (id, titre, sources…).",
    ),
    "des axes qui ne sont pas une liste": (
        remplacer(REFERENTIEL, "axes:\n  - id: cadre", "axes: 5\nautres:\n  - id: cadre"),
        f"{REFERENTIEL}, axes : une liste est attendue.",
    ),
    "un référentiel qui ne porte pas le nom de son dossier": (
        remplacer(REFERENTIEL, "id: experimentation", "id: national"),
        "experimentation/referentiel.yaml, id : « national » n'est pas le nom du dossier ; accordez-les.",
    ),
    "pas de référentiel du tout": (
        effacer(REFERENTIEL),
        "Le référentiel « experimentation » n'existe pas ; référentiels disponibles : national.",
    ),
    "un champ du dossier sans question": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.endroit\n"),
        "commun/parcours.yaml : aucune question pour le champ « groupes.*.lieu » ; ajoutez-la à son étape.",
    ),
    "une question pour un champ qui n'existe pas": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.endroit\n"),
        "commun/parcours.yaml, question « groupes.*.endroit » : ce champ n'existe pas dans un dossier ; corrigez le "
        "motif.",
    ),
    "une question sans motif": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n        libelle", "      - libelle"),
        "commun/parcours.yaml, etapes, « groupes », questions, élément 14, motif : ce champ est obligatoire : "
        "ajoutez-le.",
    ),
    "une question posée deux fois": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.nom\n"),
        "commun/parcours.yaml, question « groupes.*.nom » : cet identifiant est écrit 2 fois ; donnez un nom différent "
        "à chacun.",
    ),
    "un choix sans libellé": (
        remplacer(PARCOURS, "      quinzaine: Une semaine sur deux\n", ""),
        "commun/parcours.yaml, question « groupes.*.creneaux.*.rythme » : les choix ne sont pas ceux du dossier "
        "(quinzaine) ; complétez la liste ou nommez la bonne.",
    ),
    "un choix qui n'existe plus": (
        remplacer(PARCOURS, "        choix: rythmes\n", "        choix: cadences\n"),
        "commun/parcours.yaml, question « groupes.*.creneaux.*.rythme » : le choix « cadences » n'existe pas.",
    ),
    "un parcours vidé": (
        ecrire(PARCOURS, b""),
        "commun/parcours.yaml : ce fichier est vide ; remettez celui d'origine.",
    ),
    "un terme du glossaire sans définition": (
        ecrire("commun/glossaire.yaml", b"- terme: Caf\n  definition: x\n"),
        "commun/glossaire.yaml, « Caf », definition : le texte est vide : écrivez une réponse.",
    ),
    "un critère en double dans deux fichiers": (
        remplacer(CADRE, "- id: trois-axes", "- id: groupe-taille"),
        f"{CADRE} et {ENFANTS}, critère « groupe-taille » : cet identifiant est écrit 2 fois ; donnez un nom différent "
        "à chacun.",
    ),
    "un glossaire qui manque": (
        effacer("commun/glossaire.yaml"),
        "commun/glossaire.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un exemple abîmé": (
        remplacer("exemples/complet.json", '"effectif": 12', '"effectif": -12'),
        "exemples/complet.json, groupes, « g1 », effectif : la valeur doit être au moins 0.",
    ),
    "un exemple qui n'est plus du JSON": (
        ecrire("exemples/faible.json", b"{"),
        "exemples/faible.json : ce fichier manque ou n'est pas du JSON ; remettez celui d'origine.",
    ),
}


@pytest.mark.parametrize("nom", ABIMES)
def test_un_contenu_abime_dit_ou_quoi_et_comment(copie: Path, nom: str) -> None:
    casser, attendue = ABIMES[nom]
    casser(copie)
    fautes = verifier_contenu(copie)
    assert attendue in fautes
    for faute in fautes:
        assert "\n" not in faute
        assert faute.endswith(".")
        assert not MOTS_ANGLAIS.search(sans_les_mots_du_format(faute)), faute


def test_une_seule_faute_ne_se_dit_qu_une_fois(copie: Path) -> None:
    remplacer(ENFANTS, "  axe: enfants", "  axe: enfance")(copie)
    assert len(verifier_contenu(copie)) == 1


def test_toutes_les_fautes_se_disent_ensemble(copie: Path) -> None:
    for casser in (
        remplacer(ENFANTS, "  axe: enfants", "  axe: enfance"),
        remplacer(DIAG, "    nom: diagnostic-besoins", "    nom: besoins"),
        remplacer(CHARTE, "- id: gratuite", "- id: but_methodes"),
    ):
        casser(copie)
    fautes = " ".join(verifier_contenu(copie))
    for lieu in ("« groupe-taille », axe", "« diagnostic-besoins », regle.nom", "l'engagement « gratuite » manque"):
        assert lieu in fautes


def test_un_contenu_abime_ne_se_charge_pas(copie: Path) -> None:
    remplacer(ENFANTS, "  axe: enfants", "  axe: enfance")(copie)
    with pytest.raises(ContenuInvalide) as refus:
        charger_referentiel("experimentation", copie)
    assert refus.value.fautes == verifier_contenu(copie)


@pytest.mark.parametrize("nom", ["regional", "", "../experimentation", "commun", "experimentation/"])
def test_un_referentiel_inconnu_nomme_ceux_qui_existent(nom: str) -> None:
    with pytest.raises(ContenuInvalide) as refus:
        charger_referentiel(nom)
    assert refus.value.fautes == [
        f"Le référentiel « {nom} » n'existe pas ; référentiels disponibles : experimentation, national."
    ]


def test_la_copie_intacte_est_valide(copie: Path) -> None:
    """Sans ce témoin, les fautes ci-dessus pourraient venir de la copie elle-même."""
    assert verifier_contenu(copie) == []


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
