"""Ce qu'un gabarit Word ne doit pas contenir : de quoi aller chercher ailleurs, lancer un programme ou tromper.

Word obéirait à ces consignes à l'ouverture du document rempli, chez la structure : elles se refusent avant et après.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clas_model.archive import Archive
from clas_model.erreurs import FichierRefuse

if TYPE_CHECKING:
    from lxml.etree import _Element

ENTITES = "Ce formulaire contient une déclaration d'entités : il n'est pas ouvert."
CODAGE = "Ce formulaire n'est pas écrit comme un document Word ordinaire : enregistrez-le de nouveau avec Word."
AILLEURS = "Ce formulaire va chercher une image ou un modèle ailleurs : demandez une version sans."
CHAMP_ACTIF = "Ce formulaire contient un champ Word qui va chercher ou lance autre chose : demandez une version sans."
# Les champs de Word qui lisent un autre fichier, une adresse ou une base, ou qui lancent un programme.
_ACTIFS = frozenset(
    {
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "INCLUDE",
        "IMPORT",
        "DDE",
        "DDEAUTO",
        "LINK",
        "EMBED",
        "DATABASE",
        "RD",
        "MACROBUTTON",
    }
)
_DECLARE = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_MOT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def verifier(archive: Archive) -> None:
    """Refuse les entités, les codages détournés, les liens vers l'extérieur et les champs actifs."""
    for nom in archive.noms:
        if nom.casefold().endswith((".xml", ".rels")):
            _verifier_le_xml(nom.casefold(), archive.lire(nom))


def _verifier_le_xml(nom: str, contenu: bytes) -> None:
    declare = _DECLARE.search(contenu[:200])
    if b"\0" in contenu or (declare and declare[1].lower() not in (b"utf-8", b"us-ascii")):
        raise FichierRefuse(CODAGE)
    if b"<!DOCTYPE" in contenu:
        raise FichierRefuse(ENTITES)
    if nom.endswith(".rels"):
        for lien in _lire(contenu).iter("{*}Relationship"):
            # Un lien hypertexte est permis : rien ne le suit sans un clic.
            dehors = (lien.get("TargetMode") or "").strip().casefold() == "external"
            if dehors and not (lien.get("Type") or "").endswith("/hyperlink"):
                raise FichierRefuse(AILLEURS)
    elif b"instr" in contenu:
        for consigne in _consignes(_lire(contenu)):
            if (consigne.split() or [""])[0].upper() in _ACTIFS:
                raise FichierRefuse(CHAMP_ACTIF)


def _lire(contenu: bytes) -> "_Element":
    from lxml import etree

    try:
        return etree.fromstring(contenu, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as erreur:
        raise FichierRefuse("Ce formulaire est abîmé : il ne peut pas être rempli.") from erreur


def _consignes(racine: "_Element") -> Iterator[str]:
    """La consigne de chaque champ, même coupée en morceaux ou dans un autre champ."""
    ouverts: list[str] = []
    for noeud in racine.iter(f"{_MOT}fldChar", f"{_MOT}instrText", f"{_MOT}fldSimple"):
        if noeud.tag == f"{_MOT}fldSimple":
            yield noeud.get(f"{_MOT}instr") or ""
        elif noeud.tag == f"{_MOT}instrText":
            if ouverts:
                ouverts[-1] += noeud.text or ""
            else:
                yield noeud.text or ""
        elif noeud.get(f"{_MOT}fldCharType") == "begin":
            ouverts.append("")
        elif noeud.get(f"{_MOT}fldCharType") == "end" and ouverts:
            yield ouverts.pop()
    yield from ouverts
