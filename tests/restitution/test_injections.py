"""Cinq mille signes piégés dans chaque champ de texte : imprimés tels quels dans chaque format, jamais exécutés."""

import functools
import io
import re
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pypdf
import pytest
from lxml import etree

from clas_model.chemins import avec, champ_du_motif, chemins_du_motif, motifs
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import COURT_MAX, LONG_MAX, Dossier
from clas_model.isolement import remplir
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Document
from clas_model.restitution.champs import contexte
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.plan import plan_du_brouillon
from clas_model.restitution.reprise import reprendre
from tests.restitution.conftest import AUJOURDHUI

PIEGES = (
    '=HYPERLINK("http://x","y") '
    "{{ 7*7 }} {% raise %} {# rien #} {_{ }_} {_% %_} {{r x }} {%p if %} "
    '#panic() *gras* _it_ $x^2$ `c` <label> @ref #import "x" \\ // /* */ '
    "<w:p/> </w:t> ]]> <!-- --> &amp; &#65; <b>x</b> <text:p/> \" ' "
    "${HOME} %s @SUM(A1) +1 -1 «mal»:espacé ;!? \u00a0\u202f. "
    # L'écriture de droite à gauche retourne ce qui la suit sur sa ligne : elle vient en dernier.
    "Fête \U0001f389 \U0001f469\u200d\U0001f469\u200d\U0001f467 \u202eمرحبا\u202c שלום\n\tligne 2 "  # noqa: RUF001
)
# Un champ de texte libre, par sa longueur : ce que le modèle permet au plus.
LONG = (PIEGES * (LONG_MAX // len(PIEGES) + 1))[:LONG_MAX].strip()
COURT = PIEGES[:COURT_MAX].strip()


def textes_libres() -> list[tuple[str, str]]:
    """(motif, texte piégé) de chaque champ où la structure écrit ce qu'elle veut."""
    trouves = []
    for motif in motifs():
        modele, champ = champ_du_motif(motif)
        longueurs = [m.max_length for m in modele.model_fields[champ].metadata if getattr(m, "max_length", None)]
        est_texte = modele.model_fields[champ].annotation == str | None
        if est_texte and longueurs and longueurs[0] in (COURT_MAX, LONG_MAX):
            trouves.append((motif, LONG if longueurs[0] == LONG_MAX else COURT))
    return trouves


@pytest.fixture(scope="module")
def piege() -> Dossier:
    dossier = charger_exemple("complet")
    for motif, texte in textes_libres():
        for chemin in list(chemins_du_motif(dossier, motif)):
            dossier = avec(dossier, chemin, texte)
    return dossier


@pytest.fixture(scope="module")
def plan_piege(piege) -> Document:
    resultat = positionner(piege, charger_referentiel())
    return plan_du_brouillon(piege, resultat, charger_questionnaire(), AUJOURDHUI, avec_annexe=True)


@pytest.fixture(scope="module")
def rendu(piege, plan_piege) -> Callable[[str], bytes]:
    """Le document piégé dans un format, écrit une seule fois pour tous les tests qui le relisent."""
    return functools.cache(lambda e: FORMATS[e].rendre(plan_piege, piege, charger_questionnaire(), True))


def test_le_piege_touche_bien_tous_les_textes(piege):
    assert len(textes_libres()) > 35
    assert len(LONG) > 4990
    assert piege.diagnostic.synthese == LONG
    assert piege.structure.nom == COURT


def test_aucun_champ_de_texte_n_echappe_au_piege():
    """Tout texte du schéma est piégé, sauf ceux dont la forme est vérifiée : SIRET et année."""
    pieges = {motif for motif, _ in textes_libres()}
    textes = set()
    for motif in motifs():
        modele, champ = champ_du_motif(motif)
        if modele.model_fields[champ].annotation == str | None:
            textes.add(motif)
    assert textes - pieges == {"structure.siret", "structure.annee_scolaire"}
    neufs = {"structure.departement", "diagnostic.besoins.*.objectif", "evaluation.indicateurs.*.libelle",
             "territoire.actions.*.acteurs", "territoire.actions.*.description"}  # fmt: skip
    assert neufs <= pieges


def test_word_imprime_chaque_texte_tel_quel(rendu):
    fichier = docx.Document(io.BytesIO(rendu("docx")))
    corps = "\n".join(p.text for p in fichier.paragraphs)
    assert corps.count(LONG) >= 15
    cases = {c.text for t in fichier.tables for r in t.rows for c in r.cells}
    assert COURT in cases
    assert fichier.core_properties.subject.startswith(COURT[:100])
    assert "49" not in {p.text for p in fichier.paragraphs}


def test_l_opendocument_imprime_chaque_texte_tel_quel(rendu):
    contenu = zipfile.ZipFile(io.BytesIO(rendu("odt"))).read("content.xml")
    racine = etree.fromstring(contenu)
    texte = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

    def lire(noeud) -> str:
        sien = noeud.text or ""
        for enfant in noeud:
            nombre = int(enfant.get(f"{texte}c", "1"))
            sien += {f"{texte}line-break": "\n", f"{texte}tab": "\t", f"{texte}s": " " * nombre}.get(
                enfant.tag, lire(enfant)
            )
            sien += enfant.tail or ""
        return sien

    paragraphes = [lire(p) for p in racine.iter(f"{texte}p")]
    assert sum(LONG in p for p in paragraphes) >= 15
    assert COURT in paragraphes


def test_le_pdf_garde_la_norme_et_les_mots(rendu):
    lecteur = pypdf.PdfReader(io.BytesIO(rendu("pdf")))
    assert b"pdfuaid" in lecteur.trailer["/Root"]["/Metadata"].get_data()
    texte = re.sub(r"\s+", "", "".join(page.extract_text() for page in lecteur.pages))
    for bout in (
        "#panic()*gras*_it_$x^2$`c`<label>@ref",
        "{{7*7}}{%raise%}{#rien#}",
        "<w:p/></w:t>]]>",
        "${HOME}%s@SUM(A1)",
    ):
        assert texte.count(bout) >= 15, bout
    assert "\U0001f389" in texte


def test_le_classeur_n_a_que_nos_formules(rendu):
    octets = rendu("xlsx")
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    textes = [c for feuille in livre for ligne in feuille.iter_rows() for c in ligne if c.value == COURT]
    assert len(textes) > 10
    assert {c.data_type for c in textes} == {"s"}
    formules = [c.value for feuille in livre for ligne in feuille.iter_rows() for c in ligne if c.data_type == "f"]
    assert formules
    assert not [f for f in formules if "HYPERLINK" in f]


def test_le_texte_simple_et_le_formulaire_d_une_caf(piege, plan_piege, rendu):
    assert rendu("txt").decode().count(LONG) >= 15
    gabarit = docx.Document()
    gabarit.add_paragraph("{{ diagnostic.synthese }}")
    tampon = io.BytesIO()
    gabarit.save(tampon)
    from clas_model.contenu.modeles import lire_modele

    mots = contexte(piege, charger_questionnaire(), plan_piege)
    rempli = docx.Document(io.BytesIO(remplir(tampon.getvalue(), mots, lire_modele("brouillon.docx")).octets))
    assert [p.text for p in rempli.paragraphs] == [LONG]


@pytest.mark.parametrize("extension", [e for e, f in FORMATS.items() if f.emporte])
def test_le_dossier_piege_revient_a_l_identique(extension, piege, rendu):
    assert reprendre(rendu(extension)).dossier == piege


def test_un_ideogramme_sans_police_n_empeche_pas_le_pdf(planifie):
    """Aucune police fournie ne le dessine : le PDF s'écrit sans la norme, toujours étiqueté."""
    dossier = avec(charger_exemple("complet"), "diagnostic.synthese", "Nous accueillons 你好 et d'autres.")
    racine = pypdf.PdfReader(
        io.BytesIO(FORMATS["pdf"].rendre(planifie(dossier), dossier, charger_questionnaire(), True))
    ).trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"].value
    assert racine["/Lang"].startswith("fr")
