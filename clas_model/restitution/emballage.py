"""Ranger le dossier dans un document Word ou un classeur : une partie XML, et une propriété."""

import io
import re
import zipfile

from clas_model.archive import Archive
from clas_model.dossier import Dossier
from clas_model.restitution.enveloppe import empreinte_du_texte, fermer, serrer

PROPRIETE, PIECE_JOINTE = "ClasDossier", "dossier-clas.json"
_URN = "urn:clas:dossier"
NOM_XML = f"{{{_URN}}}dossier"
_TETE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BUREAU = "http://schemas.openxmlformats.org/officeDocument/2006"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_GUID = "{C1A5D055-1E12-4C1A-8D05-51E2C1A5D055}"
_PROPRIETES, _ITEM, _ITEM_PROPRIETES = "docProps/custom.xml", "customXml/itemClas.xml", "customXml/itemPropsClas.xml"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def dans_un_opc(octets: bytes, dossier: Dossier, texte: str = "") -> bytes:
    """Le document Word ou le classeur, avec le dossier dedans. `texte` : ce qu'il imprime, s'il peut être retouché."""
    valeur = serrer(fermer(dossier, empreinte_du_texte(texte) if texte else ""))
    ancien = Archive(octets)
    principal = "word" if "word/document.xml" in ancien.noms else "xl"
    liens = f"{principal}/_rels/{'document' if principal == 'word' else 'workbook'}.xml.rels"
    morceaux = {nom: ancien.lire(nom) for nom in ancien.noms}
    morceaux[_PROPRIETES] = _proprietes(morceaux.get(_PROPRIETES, b""), valeur)
    morceaux[_ITEM] = f'{_TETE}<dossier xmlns="{_URN}">{valeur}</dossier>'.encode()
    morceaux[_ITEM_PROPRIETES] = (
        f'{_TETE}<ds:datastoreItem ds:itemID="{_GUID}" xmlns:ds="{_BUREAU}/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_URN}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    morceaux["customXml/_rels/itemClas.xml.rels"] = (
        f'{_TETE}<Relationships xmlns="{_PAQUET}/relationships"><Relationship Id="rId1" '
        f'Type="{_BUREAU}/relationships/customXmlProps" Target="itemPropsClas.xml"/></Relationships>'
    ).encode()
    morceaux["_rels/.rels"] = _lien(morceaux["_rels/.rels"], f"{_BUREAU}/relationships/custom-properties", _PROPRIETES)
    morceaux[liens] = _lien(morceaux[liens], f"{_BUREAU}/relationships/customXml", f"../{_ITEM}")
    types = morceaux["[Content_Types].xml"]
    for nom, genre in (
        (_PROPRIETES, "officedocument.custom-properties+xml"),
        (_ITEM_PROPRIETES, "officedocument.customXmlProperties+xml"),
    ):
        types = _type(types, nom, f"application/vnd.openxmlformats-{genre}")
    morceaux["[Content_Types].xml"] = types
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in morceaux.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()


def _proprietes(ancien: bytes, valeur: str) -> bytes:
    """La propriété, ajoutée à celles du document s'il en a."""
    rang = max((int(n) for n in re.findall(rb'pid="(\d+)"', ancien)), default=1) + 1
    notre = (
        f'<property fmtid="{_FMTID}" pid="{rang}" name="{PROPRIETE}"><vt:lpwstr xmlns:vt="{_BUREAU}/docPropsVTypes">'
        f"{valeur}</vt:lpwstr></property>"
    )
    if b"</Properties>" in ancien:
        return ancien.replace(b"</Properties>", notre.encode() + b"</Properties>")
    return f'{_TETE}<Properties xmlns="{_BUREAU}/custom-properties">{notre}</Properties>'.encode()


def _lien(liens: bytes, genre: str, cible: str) -> bytes:
    if cible.encode() in liens:
        return liens
    lien = f'<Relationship Id="rIdClas" Type="{genre}" Target="{cible}"/>'
    return liens.replace(b"</Relationships>", lien.encode() + b"</Relationships>")


def _type(types: bytes, nom: str, genre: str) -> bytes:
    if f'"/{nom}"'.encode() in types:
        return types
    return types.replace(b"</Types>", f'<Override PartName="/{nom}" ContentType="{genre}"/></Types>'.encode())
