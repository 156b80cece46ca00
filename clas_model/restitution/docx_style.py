"""L'habillage du document Word : styles, page, en-tête, pied de page, langue. Rien du contenu."""

from docx.document import Document as Fichier
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

# Présente avec Word ; LibreOffice la remplace par Liberation Sans, de mêmes largeurs.
POLICE = "Arial"
MARINE, ENCRE, GRIS, OCRE = "24406E", "1F2937", "4B5563", "7A3E00"
FOND_ENTETE, FOND_MANQUE, FILET = "EEF2F7", "FFF1CC", "C3CBD6"
LARGEUR_UTILE, HAUTEUR_FIGURE = Cm(17), Cm(22.8)
# Le blanc à gauche et à droite d'une case, en vingtièmes de point.
MARGE_CASE = 80
CELLULE, ENTETE_CELLULE, MENTION, EDITION, MANQUE = "Cellule", "En-tête de cellule", "Mention", "Édition", "À compléter"
# Corps, gras, couleur, espace avant et après, en points.
TITRES = {"Heading 1": (15, 20, 6), "Heading 2": (11.5, 12, 3), "Heading 3": (10, 8, 2)}


def element(nom: str, **attributs: str) -> BaseOxmlElement:
    """Un élément XML de Word : `element("w:shd", fill="FFFFFF")`."""
    noeud = OxmlElement(nom)
    for cle, valeur in attributs.items():
        noeud.set(qn(f"w:{cle}"), valeur)
    return noeud


def identifiant(nom: str) -> str:
    """L'identifiant que python-docx donne au style de ce nom."""
    return nom.replace(" ", "")


def habiller(fichier: Fichier, titre: str, mention: str) -> None:
    """Pose la page, les styles, la langue, l'en-tête et le pied de page d'un document vide."""
    _page(fichier)
    _langue(fichier)
    _styles(fichier)
    _entete_et_pied(fichier, titre, mention)


def _page(fichier: Fichier) -> None:
    page = fichier.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    page.header_distance = page.footer_distance = Cm(1)


def _langue(fichier: Fichier) -> None:
    """Le français partout, pour le correcteur, la lecture à voix haute et les nombres."""
    for langue in fichier.styles.element.iter(qn("w:lang")):
        langue.set(qn("w:val"), "fr-FR")
        langue.set(qn("w:eastAsia"), "fr-FR")
    reglages = fichier.settings.element
    for nom, valeur in (("w:decimalSymbol", ","), ("w:listSeparator", ";"), ("w:themeFontLang", "fr-FR")):
        for noeud in reglages.iter(qn(nom)):
            noeud.set(qn("w:val"), valeur)


def _police(
    style: ParagraphStyle | CharacterStyle, taille: float | None, couleur: str, gras: bool | None = None
) -> None:
    """La police d'un style, sans le thème du modèle, qui l'emporterait."""
    style.font.name = POLICE
    polices = style.element.get_or_add_rPr().get_or_add_rFonts()
    for cle in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        polices.attrib.pop(qn(f"w:{cle}"), None)
    for cle in ("ascii", "hAnsi", "eastAsia", "cs"):
        polices.set(qn(f"w:{cle}"), POLICE)
    style.font.size = Pt(taille) if taille else None
    style.font.bold = gras
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(couleur)


def _styles(fichier: Fichier) -> None:
    styles = fichier.styles
    _paragraphe(styles["Normal"], 10, ENCRE, None, 0, 6)
    styles["Normal"].paragraph_format.line_spacing = 1.12
    styles["Normal"].paragraph_format.widow_control = True
    for nom, (taille, avant, apres) in TITRES.items():
        _paragraphe(styles[nom], taille, MARINE, True, avant, apres)
        styles[nom].paragraph_format.keep_with_next = True
    _filet(styles["Heading 1"], FILET)
    _paragraphe(styles["Title"], 22, MARINE, True, 0, 2)
    _filet(styles["Title"], None)
    _paragraphe(styles["Subtitle"], 12, ENCRE, False, 0, 6)
    for espacement in styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        styles["Subtitle"].element.rPr.remove(espacement)
    _paragraphe(styles["List Bullet"], 10, ENCRE, None, 0, 3)
    _paragraphe(styles["Caption"], 9, GRIS, True, 6, 3)
    styles["Caption"].paragraph_format.keep_with_next = True
    _paragraphe(styles["Header"], 9, GRIS, None, 0, 0)
    _paragraphe(styles["Footer"], 9, GRIS, None, 0, 0)
    for nom, taille, couleur, gras in (
        (CELLULE, 9, ENCRE, False),
        (ENTETE_CELLULE, 9, MARINE, True),
        (MENTION, 12, OCRE, True),
        (EDITION, 9.5, GRIS, False),
    ):
        nouveau = styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
        nouveau.base_style = styles["Normal"]
        _paragraphe(nouveau, taille, couleur, gras, 0, 0 if "ellule" in nom else 6)
        nouveau.paragraph_format.line_spacing = 1.05
    manque = styles.add_style(MANQUE, WD_STYLE_TYPE.CHARACTER)
    _police(manque, None, OCRE, True)
    manque.element.get_or_add_rPr().append(element("w:shd", val="clear", color="auto", fill=FOND_MANQUE))


def _paragraphe(
    style: ParagraphStyle, taille: float, couleur: str, gras: bool | None, avant: float, apres: float
) -> None:
    _police(style, taille, couleur, gras)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(avant), Pt(apres)


def _filet(style: ParagraphStyle, couleur: str | None) -> None:
    """Le filet sous un titre ; sans couleur, aucun."""
    proprietes = style.element.get_or_add_pPr()
    for ancien in proprietes.findall(qn("w:pBdr")):
        proprietes.remove(ancien)
    if couleur:
        bord = element("w:pBdr")
        bord.append(element("w:bottom", val="single", sz="6", space="2", color=couleur))
        # Le schéma de Word fixe l'ordre : la bordure vient avant l'espacement.
        espacement = proprietes.find(qn("w:spacing"))
        espacement.addprevious(bord) if espacement is not None else proprietes.append(bord)


def _entete_et_pied(fichier: Fichier, titre: str, mention: str) -> None:
    page = fichier.sections[0]
    haut, bas = page.header.paragraphs[0], page.footer.paragraphs[0]
    for nom in ("Header", "Footer"):
        taquets = fichier.styles[nom].paragraph_format.tab_stops
        taquets.clear_all()
        taquets.add_tab_stop(LARGEUR_UTILE, WD_TAB_ALIGNMENT.RIGHT)
    haut.add_run(titre)
    if mention:
        haut.add_run("\t")
        haut.add_run(mention).bold = True
    bas.add_run("\tPage ")
    _champ(bas, "PAGE")
    bas.add_run(" sur ")
    _champ(bas, "NUMPAGES")


def _champ(paragraphe: Paragraph, code: str) -> None:
    """Un champ que Word et LibreOffice calculent ; « 1 » tient la place en attendant."""
    champ = element("w:fldSimple", instr=code)
    bout, texte = element("w:r"), element("w:t")
    texte.text = "1"
    bout.append(texte)
    champ.append(bout)
    paragraphe._p.append(champ)
