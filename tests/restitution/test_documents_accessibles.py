"""Tout document à télécharger s'adresse à tous : titre, langue, titres de rubrique, en-têtes, alternatives."""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from clas_model.comparaison import comparer
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.contenu.reunion import charger_sondage
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Document, Figure, Liste, Tableau
from clas_model.restitution.comparaison_document import document as comparaison
from clas_model.restitution.docx import brouillon_docx
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.odt import ESPACES, brouillon_odt
from clas_model.restitution.pdf import brouillon_pdf
from clas_model.restitution.plan import plan_du_brouillon
from clas_model.restitution.plan_vierge import plan_du_questionnaire
from clas_model.restitution.reunion_plan import plan_du_bilan, plan_du_kit
from clas_model.reunion.resultats import Salle

JOUR = dt.date(2026, 9, 1)
TEXTE, MOTS, SONDAGE = charger_referentiel(), charger_questionnaire(), charger_sondage()


def _brouillon() -> Document:
    dossier = charger_exemple("faible")
    return plan_du_brouillon(dossier, positionner(dossier, TEXTE), MOTS, JOUR, avec_annexe=True, avec_sources=True)


def _bilan() -> Document:
    questions = SONDAGE.pour(TEXTE)
    reponses = [{"effectif": n, "adultes": 2, "seances": 1} for n in (4, 12, 15, 18)]
    salle = Salle(SONDAGE, TEXTE, questions, {q.id for q in questions}, reponses, JOUR)
    return plan_du_bilan("Réunion d'information", salle, 12, (("Une question", "thème", True),), False, JOUR)


DOCUMENTS = {
    "brouillon": _brouillon,
    "comparaison": lambda: comparaison(
        comparer(charger_exemple("faible"), TEXTE, charger_referentiel("national")), JOUR
    ),
    "questionnaire": lambda: plan_du_questionnaire(MOTS, TEXTE, JOUR),
    "bilan": _bilan,
    "kit": lambda: plan_du_kit("Réunion", TEXTE, SONDAGE.choisies(["effectif", "adultes"]), JOUR, JOUR),
}


@pytest.fixture(params=DOCUMENTS, scope="module")
def plan(request: pytest.FixtureRequest) -> Document:
    return DOCUMENTS[request.param]()


def _de(plan: Document, genre: type) -> list:
    return [b for s in plan.sections for b in s.blocs if isinstance(b, genre)]


def _sans_saut(niveaux: Iterable[int]) -> bool:
    suite = list(niveaux)
    return suite[0] == 1 and all(apres - avant <= 1 for avant, apres in itertools.pairwise(suite))


def test_le_plan_lui_meme_dit_tout(plan: Document) -> None:
    assert plan.titre
    assert _sans_saut(s.niveau for s in plan.sections)
    assert all(s.titre.strip() for s in plan.sections)
    # Une alternative est une phrase, et non le nom du dessin ; un tableau a un titre et des en-têtes.
    for figure in _de(plan, Figure):
        assert re.search(r"\w+ .*\d.*\.$", figure.alternative), figure.alternative
        assert figure.alternative != figure.legende
    for tableau in _de(plan, Tableau):
        assert tableau.legende
        assert any(e.strip() for e in tableau.entetes)


def test_word(plan: Document) -> None:
    fichier = docx.Document(io.BytesIO(brouillon_docx(plan)))
    assert (fichier.core_properties.title, fichier.core_properties.language) == (plan.titre, "fr-FR")
    assert {n.get(qn("w:val")) for n in fichier.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    niveaux = [int(p.style.name[-1]) for p in fichier.paragraphs if re.fullmatch(r"Heading \d", p.style.name)]
    assert len(niveaux) == len(plan.sections)
    assert _sans_saut(niveaux)
    for tableau in fichier.tables:
        assert tableau.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert tableau._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    images = [d.get("descr") for d in fichier.element.body.iter(qn("wp:docPr"))]
    assert images == [f.alternative for f in _de(plan, Figure)]
    # Une liste est une liste, et non des tirets tapés.
    assert not [p.text for p in fichier.paragraphs if re.match(r"[-•–] ", p.text) and "List" not in p.style.name]


def test_opendocument(plan: Document) -> None:
    archive = zipfile.ZipFile(io.BytesIO(brouillon_odt(plan)))
    meta = ElementTree.fromstring(archive.read("meta.xml"))
    assert meta.findtext(f".//{{{ESPACES['dc']}}}title") == plan.titre
    assert meta.findtext(f".//{{{ESPACES['dc']}}}language") == "fr-FR"
    corps = ElementTree.fromstring(archive.read("content.xml"))
    niveaux = [int(h.get(f"{{{ESPACES['text']}}}outline-level") or 0) for h in corps.iter(f"{{{ESPACES['text']}}}h")]
    assert len(niveaux) == len(plan.sections)
    assert _sans_saut(niveaux)
    for table in corps.iter(f"{{{ESPACES['table']}}}table"):
        assert table.find(f"{{{ESPACES['table']}}}table-header-rows") is not None
    alternatives = [d.text for d in corps.iter(f"{{{ESPACES['svg']}}}desc")]
    assert alternatives == [f.alternative for f in _de(plan, Figure)]


def test_pdf(plan: Document) -> None:
    lecteur = pypdf.PdfReader(io.BytesIO(brouillon_pdf(plan)))
    racine = lecteur.trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"].value
    assert racine["/Lang"].startswith("fr")
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert lecteur.metadata.title == plan.titre
    # Le compilateur refuse, sous ce repère, une figure sans alternative.
    assert b"pdfuaid" in racine["/Metadata"].get_data()


def test_le_classeur_a_ses_feuilles_nommees_et_leurs_en_tetes() -> None:
    plan, dossier = _brouillon(), charger_exemple("faible")
    livre = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].rendre(plan, dossier, MOTS, False)))
    assert livre.properties.title == plan.titre
    assert livre.properties.language == "fr-FR"
    for feuille in livre:
        assert not re.fullmatch(r"(Sheet|Feuil)\d*", feuille.title)
        assert feuille.cell(1, 1).value, feuille.title
        assert not feuille.merged_cells.ranges


def test_chaque_case_de_l_arbre_des_objectifs_est_dans_la_liste_qui_suit() -> None:
    """Coupée dans le dessin, une case finit par « … » ; la liste la donne en entier."""
    dossier = charger_exemple("complet")
    document = plan_du_brouillon(dossier, positionner(dossier, TEXTE), MOTS, JOUR)
    (section,) = [s for s in document.sections if s.id == "objectifs"]
    figure, liste = section.blocs
    assert isinstance(figure, Figure)
    assert isinstance(liste, Liste)
    dits = " ".join(" ".join("".join(m.texte for m in e.texte).split()) for e in liste.elements)
    cases = [
        " ".join("".join(f"{bout} " for bout in texte.itertext()).split())
        for texte in ElementTree.fromstring(figure.dessin).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert len(cases) > 10
    assert [case for case in cases if case.removesuffix("…") not in dits] == []
