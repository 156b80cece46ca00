"""Le questionnaire à imprimer : toutes les questions, leur aide, les critères et les pièces."""

import io

import docx
import pypdf
import pytest

from clas_model.contenu import EXEMPLE_DE_PROFIL, charger_profil, charger_questionnaire, charger_referentiel
from clas_model.francais import typographie
from clas_model.parcours import DRAPEAUX
from clas_model.restitution.docx import brouillon_docx
from clas_model.restitution.pdf import brouillon_pdf
from clas_model.restitution.plan_vierge import plan_du_questionnaire
from clas_model.restitution.texte import brouillon_texte
from tests.restitution.conftest import AUJOURDHUI


@pytest.mark.parametrize("texte", ["experimentation", "national"])
def test_chaque_question_chaque_aide_et_chaque_critere_y_sont(texte):
    referentiel = charger_referentiel(texte)
    questionnaire = charger_questionnaire().pour(referentiel)
    imprime = brouillon_texte(plan_du_questionnaire(charger_questionnaire(), referentiel, AUJOURDHUI))
    imprime = imprime.replace("\u00a0", " ").replace("\u202f", " ")
    for motif, question in questionnaire.par_motif.items():
        if motif not in DRAPEAUX:
            assert question.libelle.replace("\u00a0", " ").replace("\u202f", " ") in imprime, motif
    for critere in referentiel.criteres:
        assert critere.titre in imprime
        mots = critere.passage.texte or critere.passage.resume
        assert typographie(mots).replace("\u00a0", " ").replace("\u202f", " ") in imprime
    assert imprime.count("☐ prête") == 10


def test_les_questions_d_une_caf_s_impriment_avec_leurs_mots():
    profil = charger_profil(EXEMPLE_DE_PROFIL)
    assert profil.local.questions
    imprime = brouillon_texte(plan_du_questionnaire(charger_questionnaire(), profil, AUJOURDHUI))
    for question in profil.local.questions:
        assert question.libelle.replace("\u00a0", " ") in imprime.replace("\u00a0", " ").replace("\u202f", " ")
    assert "En quelques phrases" not in imprime


def test_il_s_ecrit_en_pdf_accessible_et_en_word():
    plan = plan_du_questionnaire(charger_questionnaire(), charger_referentiel(), AUJOURDHUI)
    lecteur = pypdf.PdfReader(io.BytesIO(brouillon_pdf(plan)))
    assert b"pdfuaid" in lecteur.trailer["/Root"]["/Metadata"].get_data()
    assert lecteur.metadata.title == "Questionnaire à préparer"
    titres = [p.text for p in docx.Document(io.BytesIO(brouillon_docx(plan))).paragraphs if p.style.name == "Heading 1"]
    assert titres == [e.titre for e in charger_questionnaire().pour(charger_referentiel()).etapes] + ["Sources"]
