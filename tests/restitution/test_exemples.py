"""Les deux dossiers d'exemple tiennent ce qu'ils promettent."""

import datetime as dt

import pytest
from stdnum.fr import siret

from clas_model.chemins import chemins_du_motif, lire, motifs
from clas_model.contenu import charger_questionnaire, charger_referentiel
from clas_model.contradictions import contradictions
from clas_model.dossier import Dossier
from clas_model.parcours import manquantes, reponses
from clas_model.plan_action import prochaines_etapes


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_un_exemple_est_fictif_et_se_relit_a_l_identique(nom, request):
    exemple = request.getfixturevalue(nom)
    assert exemple.fictif
    assert Dossier.model_validate_json(exemple.model_dump_json(exclude_unset=True)) == exemple


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_le_siret_d_un_exemple_a_une_cle_juste_et_un_siren_que_l_insee_n_attribue_pas(nom, request):
    numero = request.getfixturevalue(nom).structure.siret
    assert siret.is_valid(numero)
    assert numero.startswith("000000")


def test_l_exemple_complet_n_a_rien_a_completer_et_toutes_ses_listes_sont_closes(complet):
    questionnaire = charger_questionnaire().pour(charger_referentiel())
    assert manquantes(reponses(complet, questionnaire)) == ()
    questions = questionnaire.par_motif
    drapeaux = [c for m in motifs() if m.endswith("_close") and m in questions for c in chemins_du_motif(complet, m)]
    assert len(drapeaux) > 20
    assert all(lire(complet, c) for c in drapeaux)
    assert complet.ne_sait_pas == ()


def test_l_exemple_complet_est_eligible_presque_au_bout_et_sans_contradiction(complet, positionne):
    resultat = positionne(complet)
    assert resultat.eligibilite == "oui"
    assert resultat.score.min == resultat.score.max
    assert 90 <= resultat.score.min <= 97
    assert len(prochaines_etapes(resultat)) >= 2
    assert contradictions(complet, dt.date(2026, 9, 1)) == ()


def test_l_exemple_complet_a_un_budget_equilibre(complet):
    assert sum(c.montant for c in complet.budget.charges) == sum(p.montant for p in complet.budget.produits)


def test_l_exemple_faible_n_est_pas_eligible_pour_plusieurs_raisons(faible, positionne):
    resultat = positionne(faible)
    assert resultat.eligibilite == "non"
    assert {"trois-axes", "coordination-etablissements", "diagnostic-besoins"} <= set(resultat.bloquants)
    etats = {c.critere.id: c.etat for c in resultat.constats}
    assert etats["groupe-taille"] == etats["encadrement"] == etats["parents-outils"] == "non_atteint"
    alertes = {a.id for a in resultat.alertes}
    assert {"aide-aux-devoirs-seule", "tarif", "demarrage-tardif", "besoin-sans-action"} <= alertes
