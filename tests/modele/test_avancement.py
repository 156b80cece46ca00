"""Le parcours : ce qu'il faut remplir, ce qui l'est, ce qui ne se demande pas."""

import functools
import itertools
from typing import Any

import pytest
from hypothesis import given, settings

from clas_model.chemins import ajouter, avec, lire, motif, sans_savoir
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.parcours import (
    DRAPEAUX,
    LISTES,
    PERTINENCE,
    Avancement,
    avancement,
    essentiel,
    est_pertinente,
    manquantes,
    reponses,
    voisines,
)
from clas_model.positionnement import positionner
from tests.modele.strategies import REGLAGES, dossiers

# Les questions que pose le texte d'expérimentation.
Q = charger_questionnaire().pour(charger_referentiel())
VIERGE = Dossier()

# De bonnes réponses à l'essentiel, écrites d'après les critères : chaque critère bloquant y trouve de quoi être
# atteint, chaque groupe de quoi être jugé.
ESSENTIEL: dict[str, Any] = {
    "structure.nom": "Association Les Deux Rives",
    "cadre.departemental": True,
    "charte.laicite": True,
    "charte.ouverture": True,
    "charte.complementarite": True,
    "charte.place_parents": True,
    "diagnostic.sources": ("ecole",),
    "diagnostic.besoins.*.intitule": "S'organiser dans son travail",
    "diagnostic.partenaires.*.nom": "Médiathèque",
    "diagnostic.partenaires.*.type": "equipement-culturel",
    "diagnostic.partenaires.*.role": "prête des livres",
    "diagnostic.etablissements.*.nom": "École des Saules",
    "diagnostic.etablissements.*.demarches.*.etat": "prevue",
    "diagnostic.etablissements.*.demarches.*.date": "2026-09-10",
    "diagnostic.etablissements_close": True,
    "groupes.*.effectif": 12,
    "groupes.*.creneaux.*.jour": "mardi",
    "groupes.*.creneaux.*.rythme": "hebdomadaire",
    "groupes.*.creneaux.*.nombre_adultes": 2,
    "groupes.*.creneaux_close": True,
    "groupes_close": True,
    "enfants.activites.*.intitule": "Préparer sa semaine",
    "enfants.activites.*.besoins": ("b1",),
    "parents.actions.*.intitule": "Café des parents",
    "ecole.actions.*.intitule": "Point de rentrée",
}


def etats(dossier: Dossier) -> dict[str, tuple[bool, bool]]:
    """(remplie, ignorée) de chaque question posée, par chemin."""
    return {r.chemin: (r.remplie, r.ignoree) for r in reponses(dossier, Q)}


class TestEssentiel:
    def test_au_plus_25_reponses_et_lesquelles(self) -> None:
        demandees = essentiel(VIERGE, Q)
        assert [motif(r.chemin) for r in demandees] == list(ESSENTIEL)
        assert len(demandees) <= 25
        assert not any(r.vue for r in demandees)

    def test_repondre_a_l_essentiel_et_a_rien_d_autre_rend_eligible(self) -> None:
        dossier = VIERGE
        for reponse in essentiel(VIERGE, Q):
            dossier = avec(dossier, reponse.chemin, ESSENTIEL[motif(reponse.chemin)])
        assert all(r.remplie for r in essentiel(dossier, Q))
        assert len(essentiel(dossier, Q)) == len(ESSENTIEL)
        resultat = positionner(dossier, charger_referentiel())
        assert (resultat.eligibilite, resultat.bloquants, resultat.a_confirmer) == ("oui", (), ())
        # Un premier verdict utile : les groupes sont jugés eux aussi.
        for critere in ("groupe-taille", "encadrement", "collectif", "seances-hebdomadaires"):
            assert resultat.par_critere[critere].etat == "atteint"
        assert resultat.score.min is not None
        assert resultat.score.min > 40

    @pytest.mark.parametrize("oublie", ESSENTIEL)
    def test_aucune_de_ces_reponses_n_est_de_trop(self, oublie: str) -> None:
        """Sans elle, l'éligibilité ou un constat sur les groupes reste en suspens, ou un libellé manque au verdict."""
        complet = functools.reduce(
            lambda d, r: avec(d, r.chemin, ESSENTIEL[motif(r.chemin)]), essentiel(VIERGE, Q), VIERGE
        )
        incomplet = functools.reduce(
            lambda d, r: d if motif(r.chemin) == oublie else avec(d, r.chemin, ESSENTIEL[motif(r.chemin)]),
            essentiel(VIERGE, Q),
            VIERGE,
        )
        texte = charger_referentiel()
        avant, apres = positionner(complet, texte), positionner(incomplet, texte)
        assert len([r for r in essentiel(incomplet, Q) if not r.vue]) == 1
        if oublie in ("diagnostic.etablissements.*.nom", "groupes.*.creneaux.*.jour"):
            # Ceux-là se lisent dans les phrases et le calendrier.
            assert apres.score == avant.score
        else:
            assert apres.score != avant.score

    def test_l_essentiel_suit_les_elements_du_dossier(self) -> None:
        dossier = Dossier.model_validate({"groupes": [{"id": "g1"}, {"id": "g2", "creneaux": [{}, {}]}]})
        chemins = [r.chemin for r in essentiel(dossier, Q) if r.chemin.startswith("groupes.")]
        assert chemins == [
            "groupes.g1.effectif", "groupes.g2.effectif",
            "groupes.g1.creneaux.c1.jour", "groupes.g2.creneaux.c1.jour", "groupes.g2.creneaux.c2.jour",
            "groupes.g1.creneaux.c1.rythme", "groupes.g2.creneaux.c1.rythme", "groupes.g2.creneaux.c2.rythme",
            "groupes.g1.creneaux.c1.nombre_adultes", "groupes.g2.creneaux.c1.nombre_adultes",
            "groupes.g2.creneaux.c2.nombre_adultes", "groupes.g1.creneaux_close", "groupes.g2.creneaux_close",
        ]  # fmt: skip

    def test_une_liste_dite_sans_element_compte_une_fois_et_ne_demande_plus_rien(self) -> None:
        """« Aucun partenaire » est une réponse : son nom, son type et son rôle ne se demandent plus."""
        avant = [r.chemin for r in essentiel(VIERGE, Q) if r.chemin.startswith("diagnostic.partenaires")]
        assert len(avant) == 3
        sans = avec(VIERGE, "diagnostic.partenaires_close", True)
        siennes = [r for r in essentiel(sans, Q) if r.chemin.startswith("diagnostic.partenaires")]
        assert [(r.chemin, r.remplie) for r in siennes] == [("diagnostic.partenaires", True)]
        # Le « c'est tout » des établissements est lui-même dans l'essentiel : il ne se demande pas deux fois.
        sans_ecole = avec(VIERGE, "diagnostic.etablissements_close", True)
        siennes = [r for r in essentiel(sans_ecole, Q) if r.chemin.startswith("diagnostic.etablissements")]
        assert [(r.chemin, r.remplie) for r in siennes] == [("diagnostic.etablissements", True)]

    def test_lire_l_essentiel_ne_cree_rien(self) -> None:
        dossier = charger_exemple("complet")
        copie = dossier.model_copy(deep=True)
        essentiel(dossier, Q)
        assert dossier == copie


class TestQuestionsPosees:
    def test_un_dossier_vierge_n_a_que_les_questions_hors_des_listes(self) -> None:
        chemins = set(etats(VIERGE))
        assert not any("*" in c for c in chemins)
        assert {"structure.nom", "groupes"} <= chemins
        assert not any(c.startswith("groupes.") for c in chemins)

    def test_une_liste_vide_et_ouverte_ne_manque_qu_une_fois(self) -> None:
        """« C'est tout » n'est une question de plus qu'une fois la liste commencée, ou dite vide."""
        assert "groupes_close" not in etats(VIERGE)
        assert "groupes_close" in etats(ajouter(VIERGE, "groupes")[0])
        assert "groupes_close" in etats(avec(VIERGE, "groupes_close", True))

    def test_chaque_element_pose_ses_questions(self) -> None:
        dossier, _ = ajouter(VIERGE, "groupes")
        dossier, _ = ajouter(dossier, "groupes")
        chemins = set(etats(dossier))
        assert {"groupes.g1.effectif", "groupes.g2.effectif"} <= chemins

    @pytest.mark.parametrize(
        ("chemin", "sans", "avec_"),
        [
            ("structure.semaines_scolaires", {"structure.zone": "A"}, {"structure.zone": "autre"}),
            ("structure.semaines_scolaires", {}, {"structure.annee_scolaire": "2090-2091"}),
            (
                "groupes.g1.semaines_seances",
                {"groupes.g1.nom": "x"},
                {"groupes.g1.nom": "x", "structure.zone": "autre"},
            ),
            ("equipe.formation_engagement", {"equipe.formation_existe": False}, {"equipe.formation_existe": True}),
            ("equipe.formation_engagement", {}, {"equipe.formation_existe": True}),
            (
                "equipe.formation_plan",
                {"equipe.formation_existe": True, "equipe.formation_engagement": False},
                {"equipe.formation_existe": True, "equipe.formation_engagement": True},
            ),
            (
                "equipe.formation_plan",
                {"equipe.formation_existe": False, "equipe.formation_engagement": True},
                {"equipe.formation_existe": True, "equipe.formation_engagement": True},
            ),
            (
                "equipe.accompagnateurs.a1.formation",
                {"equipe.accompagnateurs.a1.libelle": "x", "equipe.formation_existe": False},
                {"equipe.accompagnateurs.a1.libelle": "x", "equipe.formation_existe": True},
            ),
            ("enfants.personnalisation_texte", {"enfants.personnalisation": False}, {"enfants.personnalisation": True}),
            ("ecole.coconstruction_texte", {}, {"ecole.coconstruction": True}),
            ("ecole.canaux_precision", {"ecole.canaux": ()}, {"ecole.canaux": ("referent",)}),
            (
                "ecole.actions.x1.periode",
                {"ecole.actions.x1.date": "2026-11-17"},
                {"ecole.actions.x1.intitule": "Rencontre"},
            ),
            (
                "groupes.g1.creneaux.c1.nombre_adultes",
                {"groupes.g1.creneaux.c1.accompagnateurs": ()},
                {"groupes.g1.creneaux.c1.jour": "mardi"},
            ),
            (
                "groupes.g1.etablissements",
                {"groupes.g1.effectif": 9, "diagnostic.etablissements_close": True},
                {"groupes.g1.effectif": 9, "diagnostic.etablissements.e1.nom": "x"},
            ),
        ],
    )
    def test_une_question_devenue_sans_objet_ne_se_pose_pas(
        self, chemin: str, sans: dict[str, Any], avec_: dict[str, Any]
    ) -> None:
        assert chemin not in etats(functools.reduce(lambda d, c: avec(d, *c), sans.items(), VIERGE))
        assert chemin in etats(functools.reduce(lambda d, c: avec(d, *c), avec_.items(), VIERGE))

    def test_une_question_propre_a_un_texte_ne_se_pose_que_sous_lui(self) -> None:
        """Orientation, charte de la laïcité, territoire : sous les textes nationaux, jamais sous l'expérimentation."""
        propres = {"cadre.charte_laicite", "enfants.orientation", "territoire.actions"}
        national = charger_questionnaire().pour(charger_referentiel("national"))
        assert propres <= {r.chemin for r in reponses(VIERGE, national)}
        assert propres.isdisjoint(etats(VIERGE))
        oui, non = (avec(VIERGE, "enfants.orientation", r) for r in (True, False))
        assert "enfants.orientation_texte" in {r.chemin for r in reponses(oui, national)}
        assert "enfants.orientation_texte" not in {r.chemin for r in reponses(non, national)}
        # L'axe du territoire a son étape, entre l'école et l'évaluation ; l'essentiel y gagne trois réponses.
        ids = [e.id for e in national.etapes]
        assert ids[ids.index("ecole") : ids.index("evaluation") + 1] == ["ecole", "territoire", "evaluation"]
        assert "territoire" not in [e.id for e in Q.etapes]
        assert len(essentiel(VIERGE, national)) == len(essentiel(VIERGE, Q)) + 3

    def test_toutes_les_conditions_sont_essayees_ci_dessus(self) -> None:
        essayees = {
            "structure.semaines_scolaires", "groupes.*.semaines_seances", "equipe.formation_engagement",
            "equipe.formation_plan", "equipe.accompagnateurs.*.formation", "enfants.personnalisation_texte",
            "ecole.coconstruction_texte", "ecole.canaux_precision", "ecole.actions.*.periode",
            "groupes.*.etablissements", "groupes.*.creneaux.*.nombre_adultes", "enfants.orientation_texte",
        }  # fmt: skip
        assert set(PERTINENCE) == essayees

    def test_les_listes_et_leurs_drapeaux_se_repondent(self) -> None:
        assert {d.removesuffix("_close") for d in DRAPEAUX} == LISTES
        assert {
            "diagnostic.besoins", "diagnostic.partenaires", "diagnostic.etablissements",
            "diagnostic.etablissements.*.demarches", "diagnostic.etablissements.*.horaires", "diagnostic.articulations",
            "equipe.accompagnateurs", "groupes", "groupes.*.creneaux", "enfants.activites", "parents.actions",
            "parents.articulations", "ecole.actions", "evaluation.indicateurs", "budget.charges", "budget.produits",
            "territoire.actions",
        } == LISTES  # fmt: skip


class TestRemplie:
    def test_une_liste_vide_n_est_repondue_que_close(self) -> None:
        assert etats(VIERGE)["groupes"] == (False, False)
        assert etats(avec(VIERGE, "groupes_close", True))["groupes"] == (True, False)
        assert etats(ajouter(VIERGE, "groupes")[0])["groupes"] == (True, False)

    def test_un_drapeau_ouvert_n_est_pas_une_reponse(self) -> None:
        assert etats(ajouter(VIERGE, "groupes")[0])["groupes_close"] == (False, False)
        assert etats(avec(VIERGE, "groupes_close", True))["groupes_close"] == (True, False)

    @pytest.mark.parametrize(
        ("chemin", "valeur"),
        [
            ("cadre.departemental", False),
            ("cadre.participation_famille", 0),
            ("ecole.canaux", ()),
            ("structure.nom", "x"),
        ],
    )
    def test_non_zero_et_aucun_sont_des_reponses(self, chemin: str, valeur: Any) -> None:
        assert etats(avec(VIERGE, chemin, valeur))[chemin] == (True, False)

    def test_je_ne_sais_pas_est_vu_sans_etre_rempli(self) -> None:
        ignorant = sans_savoir(VIERGE, "cadre.departemental")
        assert etats(ignorant)["cadre.departemental"] == (False, True)
        (reponse,) = [r for r in reponses(ignorant, Q) if r.chemin == "cadre.departemental"]
        assert reponse.vue
        # Il reste à préciser.
        assert "cadre.departemental" in [r.chemin for r in manquantes(reponses(ignorant, Q))]

    def test_repondre_puis_ignorer_puis_repondre(self) -> None:
        dossier = sans_savoir(avec(VIERGE, "structure.zone", "A"), "structure.zone")
        assert etats(dossier)["structure.zone"] == (False, True)
        assert etats(avec(dossier, "structure.zone", "B"))["structure.zone"] == (True, False)


class TestAvancement:
    def test_de_rien_a_tout(self) -> None:
        vierge = avancement(reponses(VIERGE, Q))
        assert (vierge.vues, vierge.part) == (0, 0.0)
        complet = avancement(reponses(charger_exemple("complet"), Q))
        assert complet.vues == complet.total > 100
        assert complet.part == 1.0
        assert manquantes(reponses(charger_exemple("complet"), Q)) == ()

    def test_les_facultatives_ne_comptent_pas(self) -> None:
        avant = avancement(reponses(VIERGE, Q))
        apres = avancement(reponses(avec(VIERGE, "structure.contact_fonction", "coordinatrice"), Q))
        assert Q.par_motif["structure.contact_fonction"].facultative
        assert apres == avant

    def test_je_ne_sais_pas_fait_avancer(self) -> None:
        avant, apres = (avancement(reponses(d, Q)) for d in (VIERGE, sans_savoir(VIERGE, "cadre.departemental")))
        assert (apres.vues, apres.total) == (avant.vues + 1, avant.total)

    def test_les_etapes_se_partagent_les_questions(self) -> None:
        toutes = reponses(charger_exemple("faible"), Q)
        par_etape = [avancement(toutes, e.id) for e in Q.etapes]
        ensemble = avancement(toutes)
        assert sum(a.vues for a in par_etape) == ensemble.vues
        assert sum(a.total for a in par_etape) == ensemble.total

    def test_rien_a_remplir_ne_divise_pas_par_zero(self) -> None:
        assert Avancement(0, 0).part == 0.0

    @given(dossiers())
    @settings(REGLAGES, max_examples=40)
    def test_repondre_a_une_question_posee_la_fait_avancer(self, dossier: Dossier) -> None:
        toutes = reponses(dossier, Q)
        assert len({r.chemin for r in toutes}) == len(toutes)
        tout = avancement(toutes)
        assert 0 <= tout.vues <= tout.total
        assert tout.total - tout.vues == len([r for r in manquantes(toutes) if not r.ignoree])
        for reponse in toutes:
            assert reponse.vue == (reponse.remplie or reponse.ignoree)
            assert not (reponse.remplie and reponse.ignoree)


class TestEtapes:
    def test_l_ordre_des_etapes(self) -> None:
        ids = [e.id for e in Q.etapes]
        assert ids == [
            "structure", "cadre", "diagnostic", "groupes", "enfants", "parents", "ecole", "evaluation", "budget",
        ]  # fmt: skip
        assert voisines(Q, "structure")[0] is None
        assert voisines(Q, "budget")[1] is None
        for avant, apres in itertools.pairwise(ids):
            suivante, precedente = voisines(Q, avant)[1], voisines(Q, apres)[0]
            assert (suivante and suivante.id, precedente and precedente.id) == (apres, avant)

    def test_une_etape_inconnue(self) -> None:
        with pytest.raises((StopIteration, KeyError)):
            voisines(Q, "rien")


class TestAdultes:
    NOMBRE = "groupes.*.creneaux.*.nombre_adultes"

    def test_un_nombre_suffit_et_ne_nomme_personne(self) -> None:
        dossier = avec(VIERGE, "groupes.g1.creneaux.c1.nombre_adultes", 2)
        assert dossier.equipe == VIERGE.equipe
        assert lire(dossier, "groupes.g1.creneaux.c1.accompagnateurs") is None

    def test_le_nombre_ne_se_demande_plus_quand_les_adultes_sont_designes(self) -> None:
        complet = charger_exemple("complet")
        ici = "groupes.g1.creneaux.c1"
        assert lire(complet, f"{ici}.accompagnateurs")
        assert not est_pertinente(complet, self.NOMBRE, f"{ici}.nombre_adultes")
        assert est_pertinente(avec(complet, f"{ici}.nombre_adultes", 3), self.NOMBRE, f"{ici}.nombre_adultes")
        sans = avec(complet, f"{ici}.accompagnateurs", None)
        assert est_pertinente(sans, self.NOMBRE, f"{ici}.nombre_adultes")
