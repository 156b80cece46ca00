"""Le document Word, relu comme le lirait Word."""

import datetime as dt
import io
import itertools

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm

from clas_model.chemins import avec
from clas_model.contenu import charger_questionnaire
from clas_model.restitution import brouillon_docx, plan_du_brouillon
from clas_model.restitution.arbre import Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.docx import CELLULE, ENTETE_CELLULE, MANQUE, NOMBRE
from clas_model.restitution.redaction_annexe import CRITERES, LEGENDE_SUITES
from clas_model.restitution.tableaux import lignes as en_lignes


def ouvrir(document):
    return docx.Document(io.BytesIO(brouillon_docx(document)))


def tout_le_texte(fichier) -> str:
    """Les paragraphes et les cases, dans un seul texte."""
    cases = [c.text for t in fichier.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in fichier.paragraphs] + cases)


def de_type(document, genre):
    return [b for s in document.sections for b in s.blocs if isinstance(b, genre)]


def test_les_titres_sont_ceux_du_plan_avec_leur_niveau(dossier, planifie):
    document = planifie(dossier)
    titres = [(p.style.name, p.text) for p in ouvrir(document).paragraphs if p.style.name.startswith("Heading")]
    assert titres == [(f"Heading {s.niveau}", s.titre) for s in document.sections]


def test_aucun_niveau_de_titre_n_est_saute(dossier, planifie):
    niveaux = [s.niveau for s in planifie(dossier).sections]
    assert niveaux[0] == 1
    assert all(suivant <= niveau + 1 for niveau, suivant in itertools.pairwise(niveaux))


def test_les_tableaux_ont_les_cases_du_plan_un_entete_repete_et_des_lignes_insecables(dossier, planifie):
    document = planifie(dossier)
    prevus, trouves = de_type(document, Tableau), ouvrir(document).tables
    assert len(prevus) == len(trouves) > 3
    for prevu, trouve in zip(prevus, trouves, strict=True):
        lignes = [[c.text for c in r.cells] for r in trouve.rows]
        assert lignes[0] == list(prevu.entetes)
        assert lignes[1:] == [["".join(m.texte for m in case) for case in ligne] for ligne in prevu.lignes]
        entetes = [r._tr.trPr.find(qn("w:tblHeader")) is not None for r in trouve.rows]
        assert entetes == [True] + [False] * len(prevu.lignes)
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in trouve.rows)
        assert trouve._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == prevu.legende


def test_chaque_manque_du_plan_est_imprime_une_fois_et_mis_en_evidence(dossier, planifie):
    document = planifie(dossier)
    fichier = ouvrir(document)
    textes = tout_le_texte(fichier)
    assert textes.count("[à compléter") + textes.count("[à préciser") == len(document.manques)
    cases = (p for t in fichier.tables for r in t.rows for c in r.cells for p in c.paragraphs)
    marques = [r.text for p in itertools.chain(fichier.paragraphs, cases) for r in p.runs if r.style.name == MANQUE]
    assert sorted(marques) == sorted(m.texte for m in document.manques)
    style = fichier.styles[MANQUE]
    assert style.font.bold
    assert style.element.rPr.find(qn("w:shd")).get(qn("w:fill")) != "FFFFFF"


def test_les_listes_sont_imprimees_en_puces(complet, planifie):
    document = planifie(complet)
    puces = [p.text for p in ouvrir(document).paragraphs if p.style.name.startswith("List Bullet")]
    assert puces == ["".join(m.texte for m in e.texte) for liste in de_type(document, Liste) for e in liste.elements]


def test_la_figure_porte_le_texte_qui_en_dit_autant_et_tient_dans_la_page(dossier, planifie):
    document = planifie(dossier)
    fichier = ouvrir(document)
    figures = de_type(document, Figure)
    assert figures
    for image, figure in zip(fichier.inline_shapes, figures, strict=True):
        assert image._inline.docPr.get("descr") == figure.alternative
        assert image.width <= Cm(17)
        assert image.height <= Cm(24)


def test_les_chiffres_imprimes_sont_ceux_du_positionnement(dossier, planifie, positionne):
    resultat = positionne(dossier)
    tables = {t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): t for t in ouvrir(planifie(dossier)).tables}
    a_travailler, autres = ([[c.text for c in r.cells] for r in tables[n].rows[1:]] if n in tables else []
                            for n in (LEGENDE_SUITES, CRITERES))  # fmt: skip
    for ligne in en_lignes(resultat, dossier):
        constat = resultat.par_critere[ligne.critere]
        if constat.etat in ("non_atteint", "partiel") or constat.faute_connue:
            rangee = a_travailler.pop(0)
            assert rangee[0].endswith(ligne.etat_en_mots)
            assert rangee[1].startswith(constat.verdict.fait)
        else:
            rangee = autres.pop(0)
            assert rangee[1] == ligne.etat_en_mots
            assert rangee[2] == (ligne.mesure or "–")
    assert a_travailler == autres == []


def test_le_texte_de_la_structure_est_imprime_tel_quel(hostile, complet, planifie):
    dossier = avec(avec(complet, "diagnostic.synthese", hostile), "evaluation.partage", hostile)
    textes = [p.text for p in ouvrir(planifie(dossier)).paragraphs]
    assert f"Ce qui en ressort. {hostile}" in textes
    assert f"Partage du bilan. {hostile}" in textes


def test_un_texte_sur_plusieurs_lignes_les_garde(complet, planifie):
    dossier = avec(complet, "diagnostic.synthese", "Une ligne.\n\n- une autre\n\tet la dernière")
    textes = [p.text for p in ouvrir(planifie(dossier)).paragraphs]
    assert "Ce qui en ressort. Une ligne.\n\n- une autre\n\tet la dernière" in textes


def test_un_intitule_est_en_gras_et_ce_qu_il_annonce_ne_l_est_pas(complet, planifie):
    paragraphe = next(p for p in ouvrir(planifie(complet)).paragraphs if p.text.startswith("Commune du projet"))
    # Le gabarit laisse un bout vide avant et après.
    assert [(r.text, bool(r.bold)) for r in paragraphe.runs if r.text] == [
        ("Commune du projet\u00a0: ", True), ("Valbrune-sur-Ormette", False),
        (" (département ", False), ("71", False), (")", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lignes", "liees"),
    # L'entête et chaque ligne tiennent à la suivante, sauf la dernière ; d'un long tableau, l'entête seul.
    [(1, "E."), (3, "E11."), (10, "E111111111."), (11, "E..........."), (12, "E............")],
)
def test_un_tableau_court_reste_entier_sur_sa_page(lignes, liees):
    corps = tuple(((Morceau(f"ligne {n}"),),) for n in range(lignes))
    section = Section("s", "Titre", 1, (Tableau(("Entête",), corps, "Légende", (), (4,)),))
    (table,) = ouvrir(Document("T", "", "", "É", dt.date(2026, 9, 1), (section,))).tables
    lies = [r.cells[0].paragraphs[0].paragraph_format.keep_with_next for r in table.rows]
    assert lies == [None if signe == "." else True for signe in liees]


def test_sans_annexe_le_document_s_arrete_a_la_candidature(dossier, positionne):
    document = plan_du_brouillon(dossier, positionne(dossier), charger_questionnaire(), dt.date(2026, 9, 1), False)
    fichier = ouvrir(document)
    titres = [p.text for p in fichier.paragraphs if p.style.name == "Heading 1"]
    # Sans rien à compléter, la candidature finit par ses pièces.
    assert titres[-1] == ("Points à compléter" if document.manques else "Pièces à joindre")
    # L'arbre des objectifs est de la candidature ; le graphique, de l'annexe.
    assert [f.legende for f in de_type(document, Figure)] in ([], ["Du besoin à l'indicateur"])
    assert len(fichier.inline_shapes) == len(de_type(document, Figure))
    # Les mots du jugement, qui sont bien dans l'annexe du même dossier quand elle y est.
    jugement = ("Éligibilité", "Préparation", "Attendu")
    entier = plan_du_brouillon(dossier, positionne(dossier), charger_questionnaire(), dt.date(2026, 9, 1), True)
    annexe, candidature = tout_le_texte(ouvrir(entier)), tout_le_texte(fichier)
    assert [mot for mot in jugement if mot not in annexe] == []
    assert [mot for mot in jugement if mot in candidature] == []


def test_ce_que_xml_refuse_est_remplace_sans_echec():
    morceau = Morceau("demi-codet \ud800, nul \x00, non-caractère \uffff.", saisi=True)
    figure = Figure({"mark": "point", "data": {"values": [{"a": "\ud800"}]}, "encoding": {}}, "\ud800", "\x01")
    section = Section("s", "Titre \udfff", 1, (Paragraphe((morceau,)), figure))
    document = Document("T", "\ud800", "", "É", dt.date(2026, 9, 1), (section,))
    assert "demi-codet \ufffd, nul \ufffd, non-caractère \ufffd." in [p.text for p in ouvrir(document).paragraphs]


def test_le_document_est_en_francais_en_a4_et_dit_son_titre(complet, planifie):
    fichier = ouvrir(planifie(complet))
    langues = {n.get(qn("w:val")) for n in fichier.styles.element.iter(qn("w:lang"))}
    assert langues == {"fr-FR"}
    page = fichier.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    proprietes = fichier.core_properties
    assert (proprietes.title, proprietes.language) == ("Brouillon de candidature au Clas", "fr-FR")
    assert proprietes.created.date() == dt.date(2026, 9, 1)


def test_le_pied_de_page_numerote_et_l_entete_porte_la_mention(complet, planifie):
    page = ouvrir(planifie(complet)).sections[0]
    champs = [n.get(qn("w:instr")) for n in page.footer._element.iter(qn("w:fldSimple"))]
    assert champs == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in page.footer._element.iter(qn("w:t"))) == "Page 1 sur 1"
    assert "Exemple fictif" in page.header.paragraphs[0].text


def test_la_mention_d_exemple_est_sous_le_titre(complet, planifie):
    textes = [p.text for p in ouvrir(planifie(complet)).paragraphs]
    assert textes.index("Exemple fictif") == 2


def test_chaque_case_a_le_style_des_cases_et_l_entete_le_sien(complet, planifie):
    fichier = ouvrir(planifie(complet))
    for table in fichier.tables:
        styles = [{c.paragraphs[0].style.name for c in r.cells} for r in table.rows]
        assert styles[0] == {ENTETE_CELLULE}
        assert all(CELLULE in ligne and ligne <= {CELLULE, NOMBRE} for ligne in styles[1:])
