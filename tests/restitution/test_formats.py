"""Chaque format, rouvert et relu : mêmes sections, mêmes chiffres, et de quoi être lu par tous."""

import io
import re
import zipfile

import docx
import odfdo
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from clas_model.chemins import avec
from clas_model.contenu import charger_questionnaire
from clas_model.restitution.arbre import Figure, Tableau
from clas_model.restitution.classeur import classeur
from clas_model.restitution.docx import brouillon_docx
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.odt import brouillon_odt
from clas_model.restitution.pdf import brouillon_pdf
from clas_model.restitution.texte import brouillon_texte

TEXTE_ODF = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def de_type(document, genre):
    return [b for s in document.sections for b in s.blocs if isinstance(b, genre)]


def nu(texte: str) -> str:
    """Les lettres seules : un PDF coupe les lignes, pas les mots."""
    return re.sub(r"\s+", "", texte)


def titres(document):
    return [(s.niveau, " ".join(s.titre.split("\n"))) for s in document.sections]


def odt(octets: bytes) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(octets))


def pdf(octets: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(octets))


def structure(lecteur: pypdf.PdfReader) -> list[str]:
    """Les étiquettes d'un PDF, dans l'ordre de lecture."""
    roles: list[str] = []

    def visiter(noeud):
        noeud = noeud.get_object()
        if isinstance(noeud, list):
            for enfant in noeud:
                visiter(enfant)
        elif isinstance(noeud, dict):
            if "/S" in noeud:
                roles.append(str(noeud["/S"]))
            if "/K" in noeud:
                visiter(noeud["/K"])

    visiter(lecteur.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return roles


def test_les_memes_mots_dans_chaque_format(dossier, planifie):
    document = planifie(dossier)
    prevu = nu("".join(m.texte for s in document.sections for m in s.morceaux()))
    word = docx.Document(io.BytesIO(brouillon_docx(document)))
    dans_word = nu("".join(t.text or "" for t in word.element.body.iter(qn("w:t"))))
    contenu = zipfile.ZipFile(io.BytesIO(brouillon_odt(document))).read("content.xml").decode()
    dans_odt = nu(re.sub("<[^>]+>", "", contenu.replace("&#39;", "'").replace("&quot;", '"').replace("&amp;", "&")))
    dans_pdf = nu("".join(page.extract_text() for page in pdf(brouillon_pdf(document)).pages))
    texte = nu(brouillon_texte(document))
    for section in document.sections:
        for morceau in section.morceaux():
            bout = nu(morceau.texte.strip(" –"))
            assert bout in dans_word
            assert bout in dans_odt
            assert bout in texte
    # Un PDF met une page, un en-tête et un pied entre deux lignes : chaque manque, court, s'y retrouve entier.
    for manque in document.manques:
        assert dans_pdf.count(nu(manque.texte[:30])) >= 1
    assert prevu


def test_le_pdf_est_etiquete_en_francais_et_dit_son_titre(complet, planifie):
    document = planifie(complet)
    lecteur = pdf(brouillon_pdf(document))
    racine = lecteur.trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"].value
    assert racine["/Lang"].startswith("fr")
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert lecteur.metadata.title == "Brouillon de candidature au Clas"
    assert b"pdfuaid" in racine["/Metadata"].get_data()
    roles = structure(lecteur)
    tableaux = de_type(document, Tableau)
    assert roles.count("/Table") == len(tableaux)
    assert roles.count("/TH") == sum(len(t.entetes) for t in tableaux)
    assert roles.count("/TD") == sum(len(ligne) for t in tableaux for ligne in t.lignes)
    niveaux = [int(r[2]) for r in roles if re.fullmatch("/H[1-6]", r)]
    # Le titre du document a son étiquette ; les sections ont leur niveau.
    assert niveaux == [s.niveau for s in document.sections]


def test_la_figure_du_pdf_a_son_texte_et_reste_un_dessin(complet, planifie):
    document = planifie(complet)
    lecteur = pdf(brouillon_pdf(document))
    alternatives = []

    def visiter(noeud):
        noeud = noeud.get_object()
        for enfant in noeud if isinstance(noeud, list) else [noeud]:
            enfant = enfant.get_object()
            if isinstance(enfant, dict):
                if "/Alt" in enfant:
                    alternatives.append(str(enfant["/Alt"]))
                if "/K" in enfant:
                    visiter(enfant["/K"])

    visiter(lecteur.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert alternatives == [f.alternative for f in de_type(document, Figure)]
    # Vectoriel : aucune image de points dans le fichier.
    assert [image for page in lecteur.pages for image in page.images] == []


def test_l_odt_a_ses_titres_ses_en_tetes_de_tableau_et_sa_figure(dossier, planifie):
    document = planifie(dossier)
    corps = odt(brouillon_odt(document)).body
    trouves = [(int(t.get_attribute("text:outline-level")), t.text_recursive) for t in corps.headers]
    assert [(n, nu(t)) for n, t in trouves] == [(n, nu(t)) for n, t in titres(document)]
    prevus = de_type(document, Tableau)
    tables = corps.tables
    assert len(tables) == len(prevus)
    for table, prevu in zip(tables, prevus, strict=True):
        entetes = table.get_elements("table:table-header-rows")
        assert len(entetes) == 1
        assert [nu(c.text_recursive) for c in entetes[0].get_elements("table:table-row/table:table-cell")] == [
            nu(e) for e in prevu.entetes
        ]
        assert len(table.get_elements("table:table-row")) == len(prevu.lignes)
    for cadre, figure in zip(corps.get_frames(), de_type(document, Figure), strict=True):
        assert cadre.get_element("svg:desc").text == figure.alternative
        assert [i.get_attribute("xlink:href").rpartition(".")[2] for i in cadre.get_elements("draw:image")] == [
            "svg", "png",
        ]  # fmt: skip


def test_l_odt_est_en_francais(complet, planifie):
    archive = zipfile.ZipFile(io.BytesIO(brouillon_odt(planifie(complet))))
    assert archive.infolist()[0].filename == "mimetype"
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert 'fo:language="fr"' in archive.read("styles.xml").decode()
    assert "<dc:language>fr-FR</dc:language>" in archive.read("meta.xml").decode()


class TestClasseur:
    @pytest.fixture
    def livre(self, complet, planifie):
        return openpyxl.load_workbook(io.BytesIO(classeur(planifie(complet), complet, charger_questionnaire())))

    def test_le_budget_a_ses_montants_et_ses_formules(self, livre, complet):
        feuille = livre["Budget"]
        montants = [feuille.cell(6 + n, 2).value for n in range(len(complet.budget.charges))]
        assert montants == [c.montant for c in complet.budget.charges]
        total = 6 + len(montants)
        assert feuille.cell(total, 2).value == f"=SUM(B6:B{total - 1})"
        premiere = total + 4
        produits = [feuille.cell(premiere + n, 3).value for n in range(len(complet.budget.produits))]
        assert produits == [p.montant for p in complet.budget.produits]
        fin = premiere + len(produits)
        assert feuille.cell(fin, 3).value == f"=SUM(C{premiere}:C{fin - 1})"
        assert feuille.cell(premiere, 4).value == f'=IF(C${fin}=0,"",C{premiere}/C${fin})'
        assert feuille.cell(fin + 2, 3).value == f"=C{fin}-B{total}"

    def test_un_ecart_negatif_prend_le_signe_moins_comme_dans_le_texte(self, livre, complet):
        feuille = livre["Budget"]
        ecart = feuille.cell(6 + len(complet.budget.charges) + 4 + len(complet.budget.produits) + 2, 3)
        _positif, negatif = ecart.number_format.split(";")
        assert "−#" in negatif.replace('"', "")
        assert "-" not in negatif.replace("[$-40C]", "")

    def test_une_part_ne_se_dit_que_d_un_total_connu(self, complet, planifie):
        """Une liste de recettes à terminer : le brouillon n'en dit pas les parts, le classeur non plus."""
        ouverte = avec(complet, "budget.produits_close", False)
        livre = openpyxl.load_workbook(io.BytesIO(classeur(planifie(ouverte), ouverte, charger_questionnaire())))
        premiere = 6 + len(complet.budget.charges) + 4
        parts = [livre["Budget"].cell(premiere + n, 4).value for n in range(len(complet.budget.produits))]
        assert parts == ["–"] * len(complet.budget.produits)

    def test_les_groupes_et_leurs_creneaux(self, livre, complet):
        groupes, creneaux = livre["Groupes"], livre["Créneaux"]
        noms = [groupes.cell(6 + n, 1).value for n in range(3)]
        assert noms == [g.nom for g in complet.groupes]
        assert [groupes.cell(6 + n, 2).value for n in range(3)] == [12, 10, 14]
        assert groupes.cell(9, 2).value == "=SUM(B6:B8)"
        assert creneaux.cell(6, 7).value == '=IF(Groupes!B6="","",Groupes!B6)'
        assert creneaux.cell(6, 9).value == '=IF(OR(G6="",N(H6)=0),"",G6/H6)'

    @pytest.mark.parametrize("piege", ["=1+1", "+33 1", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1+1"])
    def test_le_texte_de_la_structure_n_est_jamais_une_formule(self, piege, complet, planifie):
        dossier = avec(avec(complet, "budget.charges.l1.libelle", piege), "groupes.g1.lieu", piege)
        octets = classeur(planifie(dossier), dossier, charger_questionnaire())
        livre = openpyxl.load_workbook(io.BytesIO(octets))
        attendu = dossier.budget.charges[0].libelle
        for case in (livre["Budget"]["A6"], livre["Groupes"]["E6"]):
            assert case.value == attendu
            assert case.data_type == "s"
        formules = re.findall(
            r"<f>(.*?)</f>", zipfile.ZipFile(io.BytesIO(octets)).read("xl/worksheets/sheet1.xml").decode()
        )
        assert formules
        assert all(f.startswith(("SUM(", "IF(C$", "C")) for f in formules)

    def test_un_dossier_vierge_donne_un_classeur_vide_et_lisible(self, planifie):
        from clas_model.dossier import Dossier

        vierge = Dossier()
        livre = openpyxl.load_workbook(io.BytesIO(classeur(planifie(vierge), vierge, charger_questionnaire())))
        assert livre.sheetnames == ["Budget", "Groupes", "Créneaux"]


def test_chaque_format_se_nomme_et_rend_des_octets(complet, planifie):
    document = planifie(complet)
    debuts = {"docx": b"PK", "odt": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "txt": b"Brouillon"}
    for extension, choisi in FORMATS.items():
        assert choisi.rendre(document, complet, charger_questionnaire(), True).startswith(debuts[extension])


def test_le_gabarit_word_se_remet_en_forme_sans_toucher_au_code(complet, planifie):
    """Un style changé dans le gabarit se retrouve dans le document."""
    from clas_model.contenu.modeles import lire_modele

    gabarit = docx.Document(io.BytesIO(lire_modele("brouillon.docx")))
    gabarit.styles["Heading 1"].font.name = "Courier New"
    # Word donne ses propres identifiants : seul le nom du style compte.
    gabarit.styles["Cellule"].element.set(qn("w:styleId"), "Autre")
    tampon = io.BytesIO()
    gabarit.save(tampon)
    fichier = docx.Document(io.BytesIO(brouillon_docx(planifie(complet), tampon.getvalue())))
    assert fichier.styles["Heading 1"].font.name == "Courier New"
    assert fichier.tables[0].rows[1].cells[0].paragraphs[0].style.name == "Cellule"


def test_l_entete_d_une_colonne_de_nombres_est_a_droite_comme_eux(complet, planifie):
    document = planifie(complet)
    nombres = [t.entetes[n] for t in de_type(document, Tableau) for n in t.nombres]
    assert "Montant" in nombres
    word = docx.Document(io.BytesIO(brouillon_docx(document)))
    rangees = [c.paragraphs[0] for t in word.tables for c in t.rows[0].cells]
    a_droite = [p.text for p in rangees if p._p.pPr.jc is not None and p._p.pPr.jc.get(qn("w:val")) == "right"]
    assert [" ".join(x.split()) for x in a_droite] == [" ".join(x.split()) for x in nombres]
    contenu = zipfile.ZipFile(io.BytesIO(brouillon_odt(document))).read("content.xml").decode()
    assert contenu.count('text:style-name="CelluleEnteteNombre"') == len(nombres)


def test_une_rangee_du_classeur_n_est_haute_que_si_son_texte_va_a_la_ligne(complet, planifie):
    feuille = openpyxl.load_workbook(io.BytesIO(classeur(planifie(complet), complet, charger_questionnaire())))[
        "Budget"
    ]
    largeur = feuille.column_dimensions["A"].width
    hauteurs = {c.value: feuille.row_dimensions[c.row].height for c in feuille["A"] if c.value and c.row > 4}
    salaires = next(h for mots, h in hauteurs.items() if mots.startswith("Salaires"))
    # Presque toute la colonne, mais sur une seule ligne : pas plus haute qu'une dépense courte.
    assert salaires == hauteurs["Coordination du projet"]
    assert all(h < 20 for mots, h in hauteurs.items() if h and len(mots) < largeur)


def test_aucune_rubrique_d_un_besoin_n_est_vide(dossier, planifie):
    assert [s.titre for s in planifie(dossier).sections if s.titre.startswith("Besoin") and not s.blocs] == []
