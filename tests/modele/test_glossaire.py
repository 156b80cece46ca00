"""Les mots du glossaire se reconnaissent là où ils sont dits."""

from clas_model.contenu import charger_questionnaire
from clas_model.glossaire import termes_cites
from clas_model.questionnaire import Terme

SIGLE = Terme(terme="PEL", definition="Un sigle.", nature="sigle")
MOT = Terme(terme="chef de file", definition="Plusieurs mots.")


def cites(texte: str) -> list[str]:
    return [t.terme for t in termes_cites([texte], [SIGLE, MOT])]


def test_un_mot_se_reconnait_au_pluriel_en_tete_de_phrase_et_pas_dans_un_autre() -> None:
    assert cites("Chefs de file : à nommer.") == ["chef de file"]
    assert cites("Un sous-chef de filet") == []


def test_un_sigle_se_lit_tel_qu_il_s_ecrit() -> None:
    assert cites("le PEL, ou le PEDT") == ["PEL"]
    assert cites("un appel") == cites("le pel") == []


def test_chaque_sigle_des_questions_est_au_glossaire() -> None:
    """« QPV », « LAEP »… : nul ne se lit sans sa définition."""
    import re

    questionnaire = charger_questionnaire()
    connus = {m for t in questionnaire.glossaire for m in re.findall(r"\b[A-Z]{2,}\b", f"{t.terme} {t.definition}")}
    textes = [t for q in questionnaire.par_motif.values() for t in (q.libelle, q.aide or "")]
    assert {s for t in textes for s in re.findall(r"\b[A-Z]{2,}\b", t)} - connus == set()
