"""Le brouillon en OpenDocument : le plan, écrit avec les styles de `content/modeles/brouillon.odt`."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable

from clas_model.contenu.modeles import lire_modele
from clas_model.echappement import echappe, sur
from clas_model.restitution.arbre import Bloc, Cellule, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.docx import LIGNES_ENSEMBLE
from clas_model.restitution.graphique import dessin_svg, image_png

GABARIT, TYPE = "brouillon.odt", "application/vnd.oasis.opendocument.text"
LARGEUR_CM, HAUTEUR_CM = 17.0, 21.5
ESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_NOMS = " ".join(f'xmlns:{prefixe}="{uri}"' for prefixe, uri in ESPACES.items() if prefixe != "manifest")
_TETE = '<?xml version="1.0" encoding="UTF-8"?>\n'
# OpenDocument réduit les blancs : ceux qui comptent s'écrivent autrement.
_BLANCS = re.compile(r"(\n|\t|^ +| {2,}| +$)")
_CASE = 'fo:padding="0.1cm" fo:border-top="0.5pt solid #c3cbd6" fo:border-bottom="0.5pt solid #c3cbd6"'
_STYLES = (
    f'<style:style style:name="Case" style:family="table-cell"><style:table-cell-properties {_CASE}/></style:style>'
    '<style:style style:name="CaseEntete" style:family="table-cell">'
    f'<style:table-cell-properties {_CASE} fo:background-color="#eef2f7"/></style:style>'
    '<style:style style:name="CelluleEnteteNombre" style:family="paragraph" style:parent-style-name="CelluleEntete">'
    '<style:paragraph-properties fo:text-align="end"/></style:style>'
    '<style:style style:name="Rangee" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>'
    '<style:style style:name="Cadre" style:family="graphic"><style:graphic-properties style:wrap="none"/></style:style>'
    '<style:style style:name="TitreAPart" style:family="paragraph" style:parent-style-name="Heading_20_1">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="AvantTableau" style:family="paragraph" style:parent-style-name="Text_20_body">'
    '<style:paragraph-properties fo:keep-with-next="always"/></style:style>'
)


def brouillon_odt(document: Document, proprietes: dict[str, str] | None = None) -> bytes:
    """Le document OpenDocument ; `proprietes` : ce qu'il emporte en propriétés personnalisées."""
    ecrivain = _Ecrivain()
    corps = "".join(
        (
            _p("Title", document.titre),
            _p("Subtitle", document.sous_titre),
            _p("Mention", document.mention),
            _p("Edition", document.edition),
            *map(ecrivain.section, document.sections),
        )
    )
    contenu = (
        f'{_TETE}<office:document-content {_NOMS} office:version="1.3"><office:automatic-styles>{_STYLES}'
        f"{''.join(ecrivain.styles)}</office:automatic-styles><office:body><office:text>{corps}</office:text>"
        "</office:body></office:document-content>"
    )
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", contenu)
        with zipfile.ZipFile(io.BytesIO(lire_modele(GABARIT))) as gabarit:
            archive.writestr("styles.xml", gabarit.read("styles.xml"))
        archive.writestr("meta.xml", _meta(document, proprietes or {}))
        for nom, octets in ecrivain.images.items():
            archive.writestr(nom, octets)
        archive.writestr("META-INF/manifest.xml", _manifeste(ecrivain.images))
    return tampon.getvalue()


def _meta(document: Document, proprietes: dict[str, str]) -> str:
    perso = "".join(
        f'<meta:user-defined meta:name="{nom}" meta:value-type="string">{echappe(valeur)}</meta:user-defined>'
        for nom, valeur in proprietes.items()
    )
    return (
        f'{_TETE}<office:document-meta {_NOMS} office:version="1.3"><office:meta>'
        f"<dc:title>{echappe(document.titre)}</dc:title><dc:subject>{echappe(document.mention)}</dc:subject>"
        f"<dc:description>{echappe(document.sous_titre)}</dc:description><dc:language>fr-FR</dc:language>"
        f"<dc:date>{document.date.isoformat()}T00:00:00</dc:date>{perso}</office:meta></office:document-meta>"
    )


def _manifeste(images: Iterable[str]) -> str:
    types = {"content.xml": "text/xml", "styles.xml": "text/xml", "meta.xml": "text/xml"}
    types |= {nom: "image/svg+xml" if nom.endswith("svg") else "image/png" for nom in images}
    lignes = "".join(
        f'<manifest:file-entry manifest:full-path="{nom}" manifest:media-type="{genre}"/>'
        for nom, genre in types.items()
    )
    return (
        f'{_TETE}<manifest:manifest xmlns:manifest="{ESPACES["manifest"]}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>{lignes}'
        "</manifest:manifest>"
    )


def _blanc(bout: str) -> str:
    if bout == "\n":
        return "<text:line-break/>"
    return "<text:tab/>" if bout == "\t" else f'<text:s text:c="{len(bout)}"/>'


def _texte(texte: str) -> str:
    """Le texte échappé, ses blancs gardés."""
    bouts = _BLANCS.split(sur(texte))
    return "".join(_blanc(bout) if rang % 2 else echappe(bout) for rang, bout in enumerate(bouts))


def _p(style: str, texte: str) -> str:
    return f'<text:p text:style-name="{style}">{_texte(texte)}</text:p>' if texte else ""


def _ecrire(morceaux: Iterable[Morceau], gras: bool = False) -> str:
    suite = []
    for morceau in morceaux:
        style = "ACompleter" if morceau.manque else "Gras" if gras or morceau.intitule else ""
        texte = _texte(morceau.texte)
        suite.append(f'<text:span text:style-name="{style}">{texte}</text:span>' if style else texte)
    return "".join(suite)


class _Ecrivain:
    """Écrit les blocs, et retient les images et les largeurs de colonnes qu'ils demandent."""

    def __init__(self) -> None:
        self.images: dict[str, bytes] = {}
        self.styles: list[str] = []
        self._tableaux = itertools.count(1)

    def section(self, section: Section) -> str:
        """Le titre à son niveau, puis les blocs."""
        style = "TitreAPart" if section.a_part else f"Heading_20_{section.niveau}"
        titre = _texte(" ".join(section.titre.split("\n")))
        tete = f'<text:h text:style-name="{style}" text:outline-level="{section.niveau}">{titre}</text:h>'
        suites = (*section.blocs, None)[1:]
        return tete + "".join(
            self.bloc(bloc, isinstance(suite, Tableau)) for bloc, suite in zip(section.blocs, suites, strict=True)
        )

    def bloc(self, bloc: Bloc, avant_tableau: bool = False) -> str:
        """Un bloc en XML ; une phrase reste avec le tableau qu'elle précède."""
        match bloc:
            case Paragraphe():
                style = "AvantTableau" if avant_tableau else "Text_20_body"
                return f'<text:p text:style-name="{style}">{_ecrire(bloc.texte)}</text:p>'
            case Liste():
                return self._liste(bloc.elements)
            case Tableau():
                return self._tableau(bloc)
            case Figure():
                return self._figure(bloc)

    def _liste(self, elements: tuple[Paragraphe, ...]) -> str:
        """Chaque élément sous le nombre de listes que son retrait demande."""
        lignes = []
        for element in elements:
            texte = f'<text:p text:style-name="List_20_Bullet">{_ecrire(element.texte)}</text:p>'
            debut = "<text:list-item><text:list>" * element.retrait
            fin = "</text:list></text:list-item>" * element.retrait
            lignes.append(f"{debut}<text:list-item>{texte}</text:list-item>{fin}")
        return f'<text:list text:style-name="Puces">{"".join(lignes)}</text:list>'

    def _tableau(self, tableau: Tableau) -> str:
        numero = next(self._tableaux)
        parts = tableau.largeurs or (1,) * len(tableau.entetes)
        colonnes = ""
        # Un tableau court reste entier sur sa page.
        entier = ' style:may-break-between-rows="false"' if len(tableau.lignes) <= LIGNES_ENSEMBLE else ""
        self.styles.append(
            f'<style:style style:name="T{numero}" style:family="table"><style:table-properties '
            f'style:width="{LARGEUR_CM}cm" table:align="left" fo:margin-bottom="0.3cm"{entier}/></style:style>'
        )
        for rang, part in enumerate(parts):
            nom, largeur = f"T{numero}.{rang}", LARGEUR_CM * part / sum(parts)
            self.styles.append(
                f'<style:style style:name="{nom}" style:family="table-column"><style:table-column-properties '
                f'style:column-width="{largeur:.2f}cm"/></style:style>'
            )
            colonnes += f'<table:table-column table:style-name="{nom}"/>'
        entetes = "".join(
            self._case((Morceau(e),), "CaseEntete", "CelluleEnteteNombre" if n in tableau.nombres else "CelluleEntete")
            for n, e in enumerate(tableau.entetes)
        )
        styles = ["CelluleNombre" if n in tableau.nombres else "Cellule" for n in range(len(parts))]
        dernier = len(tableau.lignes) - 1
        lignes = []
        for rang, ligne in enumerate(tableau.lignes):
            gras = tableau.total and rang == dernier
            cases = "".join(self._case(c, "Case", s, gras) for c, s in zip(ligne, styles, strict=True))
            lignes.append(f'<table:table-row table:style-name="Rangee">{cases}</table:table-row>')
        return (
            f"{_p('Caption', tableau.legende)}"
            f'<table:table table:name="Tableau{numero}" table:style-name="T{numero}">'
            f"<table:title>{echappe(tableau.legende)}</table:title>{colonnes}"
            f'<table:table-header-rows><table:table-row table:style-name="Rangee">{entetes}</table:table-row>'
            f"</table:table-header-rows>{''.join(lignes)}</table:table>"
        )

    def _case(self, cellule: Cellule, fond: str, style: str, gras: bool = False) -> str:
        texte = f'<text:p text:style-name="{style}">{_ecrire(cellule, gras)}</text:p>'
        return f'<table:table-cell table:style-name="{fond}" office:value-type="string">{texte}</table:table-cell>'

    def _figure(self, figure: Figure) -> str:
        """Le dessin vectoriel, et l'image pour qui ne le lit pas ; avec le texte qui en dit autant."""
        dessin, largeur, hauteur = dessin_svg(figure)
        echelle = min(LARGEUR_CM / largeur, HAUTEUR_CM / hauteur)
        numero = len(self.images) // 2 + 1
        fichiers = {
            f"Pictures/figure{numero}.svg": dessin.encode(),
            f"Pictures/figure{numero}.png": image_png(figure)[0],
        }
        self.images |= fichiers
        liens = "".join(
            f'<draw:image xlink:href="{nom}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" '
            f'draw:mime-type="image/{"svg+xml" if nom.endswith("svg") else "png"}"/>'
            for nom in fichiers
        )
        return (
            f"{_p('Caption', figure.legende)}"
            f'<text:p text:style-name="Text_20_body"><draw:frame draw:style-name="Cadre" draw:name="Figure{numero}" '
            f'text:anchor-type="as-char" svg:width="{largeur * echelle:.2f}cm" svg:height="{hauteur * echelle:.2f}cm">'
            f"{liens}<svg:title>{echappe(figure.legende)}</svg:title><svg:desc>{echappe(figure.alternative)}</svg:desc>"
            "</draw:frame></text:p>"
        )
