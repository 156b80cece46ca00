"""Ce que le code suppose du contenu : les engagements inférés alertent, les engagements lus comptent."""

from clas_model.contenu import charger_referentiel
from clas_model.dossier import Charte
from clas_model.regles import ALERTES
from clas_model.regles.alertes import ENGAGEMENTS_INFERES

TEXTE = charger_referentiel()


def test_les_engagements_qui_alertent_sont_ceux_que_le_contenu_dit_inferes() -> None:
    assert set(ENGAGEMENTS_INFERES) == {e.id for e in TEXTE.engagements if e.statut == "infere"}
    assert len(ENGAGEMENTS_INFERES) == 5


def test_les_engagements_qui_comptent_sont_ceux_que_le_contenu_dit_lus() -> None:
    comptes = TEXTE.critere("charte-principes").regle.parametres["engagements"]
    assert set(comptes) == {e.id for e in TEXTE.engagements if e.statut == "lu"}
    assert set(comptes) == {"laicite", "ouverture", "complementarite", "place_parents"}


def test_chaque_engagement_compte_ou_alerte_jamais_les_deux() -> None:
    comptes = TEXTE.critere("charte-principes").regle.parametres["engagements"]
    assert sorted([*comptes, *ENGAGEMENTS_INFERES]) == sorted(Charte.model_fields)


def test_chaque_alerte_a_ses_mots_et_chaque_mot_son_alerte() -> None:
    assert {a.id for a in TEXTE.alertes} == set(ALERTES)
