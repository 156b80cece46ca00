"""Le document est aussi la sauvegarde : le dossier y voyage, et s'y retrouve après un passage par Word ou LibreOffice.

Word garde les parties XML personnalisées, LibreOffice les propriétés : le dossier est dans les deux. Un fichier reçu
n'est pas sûr : sa taille est bornée, ses entités refusées, et tout échec se dit en une phrase.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clas_model.archive import ILLISIBLE, TAILLE_MAX, Archive
from clas_model.dossier import Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import lire_json
from clas_model.restitution.emballage import NOM_XML, PIECE_JOINTE, PROPRIETE
from clas_model.restitution.enveloppe import Enveloppe, desserrer, empreinte_du_texte, ouvrir

if TYPE_CHECKING:
    from lxml.etree import _Element

SANS_DOSSIER = (
    "Ce document ne contient pas de dossier : il a été téléchargé sans ses données, ou ne vient pas de cet outil. "
    "Choisissez-en un autre, ou le fichier .json du dossier."
)
TEXTE_SEUL = (
    "Un fichier de texte n'emporte pas le dossier : choisissez le document Word, PDF, OpenDocument, le classeur ou le "
    "fichier .json."
)
_MOT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
# Ce qui, dans le texte d'un fichier OpenDocument, ne s'imprime pas dans la page.
_HORS_TEXTE = frozenset(
    {
        f"{_ODF % 'svg-compatible'}title",
        f"{_ODF % 'svg-compatible'}desc",
        f"{_ODF % 'table'}title",
        f"{_ODF % 'table'}desc",
        f"{_ODF % 'office'}annotation",
        f"{_ODF % 'text'}tracked-changes",
    }
)


@dataclass(frozen=True, slots=True)
class Reprise:
    """Un dossier retrouvé dans un document. `retouche` : le texte a changé depuis ; `None` si on ne peut le dire."""

    dossier: Dossier
    retouche: bool | None = False

    @property
    def avertissement(self) -> str:
        """Ce que la reprise laisse de côté ; vide si le document est intact."""
        if self.retouche:
            return (
                "Le texte de ce document a été modifié depuis son téléchargement. Ces retouches ne sont pas reprises : "
                "seules vos réponses le sont."
            )
        if self.retouche is None:
            return "Ce qui a été changé dans les cases de ce classeur n'est pas repris : seules vos réponses le sont."
        return ""


def reprendre(octets: bytes, nom: str = "") -> Reprise:
    """Le dossier que contient un document (Word, PDF, OpenDocument, classeur, JSON). Lève FichierRefuse.

    `nom` : celui du fichier. Un « .json » se lit comme tel, pour que le refus parle de ce que c'est.
    """
    if len(octets) > TAILLE_MAX:
        raise FichierRefuse(f"Ce document est trop gros : {TAILLE_MAX // 1_000_000} Mo au plus.")
    if octets.startswith(b"PK"):
        return _d_une_archive(Archive(octets))
    if octets[:1024].lstrip().startswith(b"%PDF"):
        return Reprise(_d_un_pdf(octets))
    if nom.casefold().endswith(".json") or octets.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return Reprise(lire_json(octets))
    raise FichierRefuse(TEXTE_SEUL if _est_du_texte(octets) else ILLISIBLE)


def _est_du_texte(octets: bytes) -> bool:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in texte


def _d_une_archive(archive: Archive) -> Reprise:
    enveloppe = _premiere(_candidates(archive))
    if "xl/workbook.xml" in archive.noms:
        return Reprise(enveloppe.dossier, None)
    texte = texte_de(archive)
    return Reprise(enveloppe.dossier, bool(enveloppe.texte) and enveloppe.texte != empreinte_du_texte(texte))


def _premiere(candidates: Iterator[str]) -> Enveloppe:
    """La première enveloppe intacte ; à défaut, dit pourquoi il n'y en a pas."""
    refus = FichierRefuse(SANS_DOSSIER)
    for valeur in filter(None, candidates):
        try:
            return ouvrir(desserrer(valeur))
        except FichierRefuse as erreur:
            refus = erreur
    raise refus


def _candidates(archive: Archive) -> Iterator[str]:
    """Ce qui, dans l'archive, peut être notre dossier : parties XML, propriétés Word, propriétés OpenDocument."""
    for nom in archive.noms:
        if re.fullmatch(r"customXml/item\w*\.xml", nom) and (racine := _xml(archive.lire(nom))) is not None:
            yield (racine.text or "") if racine.tag == NOM_XML else ""
    for nom, cle in (("docProps/custom.xml", "name"), ("meta.xml", f"{_ODF % 'meta'}name")):
        racine = _xml(archive.lire(nom))
        for noeud in racine.iter() if racine is not None else ():
            if noeud.get(cle) == PROPRIETE:
                yield "".join(noeud.itertext())


def _xml(octets: bytes) -> "_Element | None":
    """La racine d'un morceau XML, sans entité ni réseau ; `None` s'il est vide. Lève FichierRefuse."""
    from lxml import etree

    if not octets:
        return None
    lecteur = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        racine = etree.fromstring(octets, lecteur)
        if racine.getroottree().docinfo.internalDTD is not None:
            raise FichierRefuse(ILLISIBLE)
        return racine
    except (etree.XMLSyntaxError, ValueError) as erreur:
        raise FichierRefuse(ILLISIBLE) from erreur


def texte_de(archive: Archive) -> str:
    """Le texte que le document imprime, sans sa mise en page."""
    word, odt = _xml(archive.lire("word/document.xml")), _xml(archive.lire("content.xml"))
    if word is not None:
        return "".join(noeud.text or "" for noeud in word.iter(f"{_MOT}t"))
    if odt is None:
        return ""
    corps = odt.find(f".//{_ODF % 'office'}text")
    return "".join(_bouts(corps)) if corps is not None else ""


def _bouts(noeud: "_Element") -> Iterator[str]:
    """Les bouts de texte d'un nœud, dans l'ordre de lecture."""
    if noeud.tag not in _HORS_TEXTE:
        yield noeud.text or ""
        for enfant in noeud:
            if isinstance(enfant.tag, str):
                yield from _bouts(enfant)
            yield enfant.tail or ""


def _d_un_pdf(octets: bytes) -> Dossier:
    from pypdf import PdfReader

    try:
        jointes = PdfReader(io.BytesIO(octets)).attachments.get(PIECE_JOINTE, [])
        contenu = bytes(jointes[0]) if jointes else b""
    except Exception as erreur:  # un PDF mal formé peut tout lever
        raise FichierRefuse(ILLISIBLE) from erreur
    if not contenu:
        raise FichierRefuse(SANS_DOSSIER)
    return ouvrir(contenu).dossier
