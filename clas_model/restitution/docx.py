"""Le brouillon en Word : le plan, mis en page. Aucun mot ne naît ici, sauf « Page X sur Y »."""

import datetime as dt
import io
import re
from collections.abc import Iterable

from docx import Document as NouveauFichier
from docx.document import Document as Fichier
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from clas_model.restitution import docx_style as style
from clas_model.restitution.arbre import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.docx_style import element
from clas_model.restitution.graphique import png

LANGUE = "fr-FR"
# Un tableau aussi court reste entier sur une page.
LIGNES_ENSEMBLE = 8
# Ce que XML n'admet pas : le modèle refuse les caractères de contrôle, pas les demi-codets.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def brouillon_docx(document: Document) -> bytes:
    """Le document Word : A4, français, titres de 1 à 3, tableaux à en-tête répété, figure avec son texte."""
    fichier = NouveauFichier()
    style.habiller(fichier, _sur(document.titre), _sur(document.mention))
    _proprietes(fichier, document)
    fichier.add_paragraph(_sur(document.titre), style="Title")
    if document.sous_titre:
        fichier.add_paragraph(_sur(document.sous_titre), style="Subtitle")
    if document.mention:
        fichier.add_paragraph(_sur(document.mention), style=style.MENTION)
    fichier.add_paragraph(_sur(document.edition), style=style.EDITION)
    for section in document.sections:
        _section(fichier, section)
    tampon = io.BytesIO()
    fichier.save(tampon)
    return tampon.getvalue()


def _sur(texte: str) -> str:
    """Le texte, où ce que XML refuse devient « \ufffd »."""
    return _INTERDITS.sub("\ufffd", texte)


def _proprietes(fichier: Fichier, document: Document) -> None:
    proprietes = fichier.core_properties
    proprietes.title, proprietes.subject = _sur(document.titre), _sur(document.sous_titre)[:255]
    proprietes.language, proprietes.author, proprietes.comments = LANGUE, "", _sur(document.mention)
    proprietes.created = proprietes.modified = dt.datetime.combine(document.date, dt.time())


def _section(fichier: Fichier, section: Section) -> None:
    titre = fichier.add_heading(level=section.niveau)
    titre.add_run(_sur(" ".join(section.titre.split("\n"))))
    if section.id == "annexe":
        titre.paragraph_format.page_break_before = True
    for bloc in section.blocs:
        _bloc(fichier, bloc)


def _bloc(fichier: Fichier, bloc: Bloc) -> None:
    match bloc:
        case Paragraphe():
            _ecrire(fichier.add_paragraph(), bloc.texte)
        case Liste():
            for element_ in bloc.elements:
                _ecrire(fichier.add_paragraph(style="List Bullet"), element_.texte)
        case Tableau():
            _tableau(fichier, bloc)
        case Figure():
            _figure(fichier, bloc)


def _ecrire(paragraphe: Paragraph, morceaux: Iterable[Morceau], gras: bool = False) -> None:
    for morceau in morceaux:
        run = paragraphe.add_run(_sur(morceau.texte), style=style.MANQUE if morceau.manque else None)
        if gras or morceau.intitule:
            run.bold = True


def _tableau(fichier: Fichier, tableau: Tableau) -> None:
    fichier.add_paragraph(_sur(tableau.legende), style="Caption")
    table = fichier.add_table(rows=0, cols=len(tableau.entetes))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    largeurs = _largeurs(tableau)
    _proprietes_table(table, tableau.legende, largeurs)
    entetes = tuple((Morceau(e),) for e in tableau.entetes)
    for rang, ligne in enumerate((entetes, *tableau.lignes)):
        rangee = table.add_row()
        proprietes = rangee._tr.get_or_add_trPr()
        proprietes.append(element("w:cantSplit"))
        if rang == 0:
            proprietes.append(element("w:tblHeader"))
        total = tableau.total and rang == len(tableau.lignes)
        # Un en-tête ne reste pas seul au bas d'une page, un tableau court n'y est pas coupé.
        suivre = rang == 0 or (len(tableau.lignes) <= LIGNES_ENSEMBLE and rang < len(tableau.lignes))
        for case, cellule, largeur in zip(rangee.cells, ligne, largeurs, strict=True):
            case.width = largeur
            _case(case, cellule, entete=rang == 0, gras=total, suivre=suivre)
    espace = fichier.add_paragraph()
    espace.paragraph_format.space_after = 0
    espace.paragraph_format.line_spacing = 0.6


def _largeurs(tableau: Tableau) -> list[Emu]:
    parts = tableau.largeurs or (1,) * len(tableau.entetes)
    return [Emu((style.LARGEUR_UTILE - 635 * style.MARGE_CASE) * part // sum(parts)) for part in parts]


def _proprietes_table(table: Table, legende: str, largeurs: list[Emu]) -> None:
    """Des filets horizontaux, de l'air dans les cases, et la légende pour les lecteurs d'écran."""
    proprietes = table._tbl.tblPr
    bords = element("w:tblBorders")
    for cote in ("top", "bottom", "insideH"):
        bords.append(element(f"w:{cote}", val="single", sz="4", space="0", color=style.FILET))
    marges = element("w:tblCellMar")
    for cote, largeur in (("top", 50), ("left", style.MARGE_CASE), ("bottom", 50), ("right", style.MARGE_CASE)):
        marges.append(element(f"w:{cote}", w=str(largeur), type="dxa"))
    disposition = proprietes.find(qn("w:tblLayout"))
    retrait = element("w:tblInd", w=str(style.MARGE_CASE), type="dxa")
    for noeud in (retrait, bords, disposition, marges, proprietes.find(qn("w:tblLook"))):
        if noeud is not None:
            proprietes.append(noeud)
    proprietes.append(element("w:tblCaption", val=_sur(legende)))
    for colonne, largeur in zip(table.columns, largeurs, strict=True):
        colonne.width = largeur


def _case(case: _Cell, morceaux: Iterable[Morceau], entete: bool, gras: bool, suivre: bool) -> None:
    paragraphe = case.paragraphs[0]
    # Par identifiant : chercher un style par son nom dans chaque case prend plus de temps que tout le reste.
    paragraphe._p.style = style.identifiant(style.ENTETE_CELLULE if entete else style.CELLULE)
    paragraphe.paragraph_format.keep_with_next = True if suivre else None
    _ecrire(paragraphe, morceaux, gras)
    if entete:
        case._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=style.FOND_ENTETE))


def _figure(fichier: Fichier, figure: Figure) -> None:
    """L'image, aussi grande que la page le permet, avec le texte qui en dit autant."""
    fichier.add_paragraph(_sur(figure.legende), style="Caption")
    paragraphe = fichier.add_paragraph()
    image = paragraphe.add_run().add_picture(io.BytesIO(png(figure.spec)))
    echelle = min(style.LARGEUR_UTILE / image.width, style.HAUTEUR_FIGURE / image.height)
    image.width, image.height = Emu(int(image.width * echelle)), Emu(int(image.height * echelle))
    image._inline.docPr.set("descr", _sur(figure.alternative))
    image._inline.docPr.set("title", _sur(figure.legende))
