"""Le brouillon en Word : le plan, versé dans un gabarit que l'on peut remettre en forme avec Word.

Le gabarit (`content/modeles/brouillon.docx`) porte les styles, l'en-tête, le pied de page et l'ordre des blocs ; aucun
mot ne naît ici. Le texte est échappé avant d'y entrer : il n'est jamais lu comme une consigne du gabarit.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from clas_model.contenu.modeles import lire_modele
from clas_model.echappement import echappe, sur
from clas_model.restitution.arbre import Bloc, Cellule, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.graphique import image_png

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

GABARIT = "brouillon.docx"
LANGUE = "fr-FR"
# Les styles du gabarit que désignent les cases et les manques : Word peut en changer l'identifiant, pas le nom.
CELLULE, ENTETE_CELLULE, NOMBRE = "Cellule", "En-tête de cellule", "Cellule de nombre"
MANQUE, TABLEAU = "À compléter", "Tableau Clas"
# La page utile, en vingtièmes de point (17 cm) et en millimètres.
LARGEUR, LARGEUR_MM, HAUTEUR_MM = 9638, 170, 215
# Un tableau aussi court reste entier sur une page.
LIGNES_ENSEMBLE = 10
# Ce que le style du tableau met en valeur : la première ligne.
_REGARD = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
    'w:noVBand="1"/>'
)
_PLI = re.compile(r"([\n\t])")
_SIGNES = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def brouillon_docx(document: Document, gabarit: bytes | None = None) -> bytes:
    """Le document Word : A4, français, titres de 1 à 3, tableaux à en-tête répété, figure avec son texte.

    `gabarit` : un autre gabarit que celui de `content/modeles`.
    """
    from docxtpl import DocxTemplate

    modele = DocxTemplate(io.BytesIO(gabarit or lire_modele(GABARIT)))
    modele.init_docx()
    modele.render(contexte(document, modele), autoescape=True)
    _proprietes(modele, document)
    _enchainer(modele)
    _alternatives(modele, [b for s in document.sections for b in s.blocs if isinstance(b, Figure)])
    tampon = io.BytesIO()
    modele.save(tampon)
    return tampon.getvalue()


def contexte(document: Document, modele: "DocxTemplate") -> dict[str, Any]:
    """Ce que le gabarit lit : les textes échappés, les sections et leurs blocs."""
    ecrivain = _Ecrivain(modele)
    return {
        "titre": _ligne(document.titre),
        "sous_titre": _ligne(document.sous_titre),
        "mention": _ligne(document.mention),
        "edition": _ligne(document.edition),
        "sections": [_section(section, ecrivain) for section in document.sections],
    }


def _ligne(texte: str) -> Markup:
    """Sur une seule ligne."""
    return Markup(echappe(" ".join(texte.split("\n"))))


def _section(section: Section, ecrivain: "_Ecrivain") -> dict[str, Any]:
    blocs = [b for bloc in section.blocs for b in ecrivain.bloc(bloc)]
    return {"titre": _ligne(section.titre), "niveau": section.niveau, "a_part": section.a_part, "blocs": blocs}


class _Ecrivain:
    """Écrit les blocs en XML de Word, avec les styles du gabarit."""

    def __init__(self, modele: "DocxTemplate") -> None:
        self.modele = modele
        styles = {s.name: s.style_id for s in modele.docx.styles}
        self.manque = f'<w:rPr><w:rStyle w:val="{styles.get(MANQUE, "")}"/></w:rPr>'
        self.tableau_clas = styles.get(TABLEAU, "")
        self.cases = {
            (
                nom,
                suivre,
            ): f'<w:pPr><w:pStyle w:val="{styles.get(nom, "")}"/>{"<w:keepNext/>" if suivre else ""}</w:pPr>'
            for nom in (CELLULE, ENTETE_CELLULE, NOMBRE)
            for suivre in (True, False)
        }

    def bloc(self, bloc: Bloc) -> Iterator[dict[str, Any]]:
        """Ce que le gabarit attend d'un bloc ; une liste en donne un par élément."""
        match bloc:
            case Paragraphe():
                yield {"genre": "paragraphe", "texte": self.texte(bloc.texte)}
            case Liste():
                for element in bloc.elements:
                    rang = "" if not element.retrait else str(min(element.retrait, 3) + 1)
                    yield {"genre": f"puce{rang}", "texte": self.texte(element.texte)}
            case Tableau():
                yield {"genre": "tableau", "legende": _ligne(bloc.legende), "tableau": self.tableau(bloc)}
            case Figure():
                yield {"genre": "figure", "legende": _ligne(bloc.legende), "image": self.image(bloc)}

    def texte(self, morceaux: Iterable[Morceau], gras: bool = False) -> Markup:
        """Les morceaux, chacun dans son bout de texte."""
        return Markup("".join(self._morceau(m, gras) for m in morceaux))

    def _morceau(self, morceau: Morceau, gras: bool) -> str:
        style = self.manque if morceau.manque else "<w:rPr><w:b/></w:rPr>" if gras or morceau.intitule else ""
        bouts = [
            _SIGNES.get(bout) or f'<w:t xml:space="preserve">{echappe(bout)}</w:t>'
            for bout in _PLI.split(morceau.texte)
            if bout
        ]
        return f"<w:r>{style}{''.join(bouts)}</w:r>"

    def tableau(self, tableau: Tableau) -> Markup:
        """Le tableau entier, son en-tête répété, ses lignes insécables."""
        parts = tableau.largeurs or (1,) * len(tableau.entetes)
        largeurs = [LARGEUR * part // sum(parts) for part in parts]
        entetes = tuple((Morceau(e),) for e in tableau.entetes)
        grille = "".join(f'<w:gridCol w:w="{n}"/>' for n in largeurs)
        ensemble = len(tableau.lignes) <= LIGNES_ENSEMBLE
        lignes = [self._rangee(entetes, largeurs, [ENTETE_CELLULE] * len(parts), True, tableau.nombres, entete=True)]
        styles = [NOMBRE if n in tableau.nombres else CELLULE for n in range(len(parts))]
        dernier = len(tableau.lignes) - 1
        for rang, ligne in enumerate(tableau.lignes):
            total = tableau.total and rang == dernier
            lignes.append(self._rangee(ligne, largeurs, styles, ensemble and rang < dernier, gras=total))
        return Markup(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.tableau_clas}"/><w:tblW w:w="{sum(largeurs)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{_REGARD}<w:tblCaption w:val="{echappe(tableau.legende)}"/></w:tblPr>'
            f"<w:tblGrid>{grille}</w:tblGrid>{''.join(lignes)}</w:tbl>"
            '<w:p><w:pPr><w:spacing w:after="0" w:line="144" w:lineRule="auto"/></w:pPr></w:p>'
        )

    def _rangee(
        self,
        ligne: tuple[Cellule, ...],
        largeurs: list[int],
        styles: list[str],
        suivre: bool,
        droite: tuple[int, ...] = (),
        *,
        entete: bool = False,
        gras: bool = False,
    ) -> str:
        """`droite` : les colonnes dont l'en-tête se range à droite, au-dessus de ses nombres."""
        formes = [self.cases[style, suivre] for style in styles]
        formes = [
            f.replace("</w:pPr>", '<w:jc w:val="right"/></w:pPr>') if n in droite else f for n, f in enumerate(formes)
        ]
        cases = (
            f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/></w:tcPr>'
            f"<w:p>{forme}{self.texte(cellule, gras)}</w:p></w:tc>"
            for cellule, largeur, forme in zip(ligne, largeurs, formes, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if entete else ''}</w:trPr>{''.join(cases)}</w:tr>"

    def image(self, figure: Figure) -> Any:
        """L'image, aussi grande que la page le permet."""
        from docx.shared import Mm
        from docxtpl import InlineImage

        octets, largeur, hauteur = image_png(figure)
        echelle = min(LARGEUR_MM / largeur, HAUTEUR_MM / hauteur)
        return InlineImage(self.modele, io.BytesIO(octets), width=Mm(largeur * echelle), height=Mm(hauteur * echelle))


def _proprietes(modele: "DocxTemplate", document: Document) -> None:
    proprietes = modele.docx.core_properties
    proprietes.title, proprietes.subject = sur(document.titre), sur(document.sous_titre)[:255]
    proprietes.language, proprietes.author, proprietes.comments = LANGUE, "", sur(document.mention)
    proprietes.created = proprietes.modified = dt.datetime.combine(document.date, dt.time())


def _enchainer(modele: "DocxTemplate") -> None:
    """Une phrase qui précède un tableau reste avec lui : un titre et une ligne ne finissent pas une page."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for tableau in modele.docx.element.body.findall(qn("w:tbl")):
        avant = tableau.getprevious().getprevious()
        if avant is not None and avant.tag == qn("w:p"):
            Paragraph(avant, modele.docx._body).paragraph_format.keep_with_next = True


def _alternatives(modele: "DocxTemplate", figures: list[Figure]) -> None:
    """Le texte qui dit autant que chaque figure, pour les lecteurs d'écran."""
    for image, figure in zip(modele.docx.inline_shapes, figures, strict=False):
        image._inline.docPr.set("descr", sur(figure.alternative))
        image._inline.docPr.set("title", sur(figure.legende))
