"""Le dossier qui voyage dans un document : sa version, son empreinte, et celle du texte imprimé."""

import base64
import binascii
import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from clas_model.dossier import Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import TAILLE_MAX, ecrire_json, lire_json

FORMAT = "clas-dossier"
ABIME = (
    "Le dossier rangé dans ce document est abîmé : ses réponses ne peuvent pas être reprises. Choisissez une autre "
    "copie, ou le fichier .json du dossier."
)
_BLANCS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """Un dossier retrouvé, et l'empreinte du texte que le document portait ; vide si elle n'a pas été prise."""

    dossier: Dossier
    texte: str


def empreinte_du_texte(texte: str) -> str:
    """L'empreinte des lettres seules : la mise en page, les blancs et les lignes peuvent changer."""
    return hashlib.sha256(_BLANCS.sub("", texte).encode("utf-8", "replace")).hexdigest()


def _empreinte(donnees: Any) -> str:
    canonique = json.dumps(donnees, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonique.encode("utf-8", "surrogatepass")).hexdigest()


def fermer(dossier: Dossier, texte: str = "") -> str:
    """L'enveloppe en JSON. `texte` : l'empreinte du texte du document, pour savoir s'il a été retouché."""
    donnees = json.loads(ecrire_json(dossier))
    return json.dumps(
        {
            "format": FORMAT,
            "version_schema": dossier.version_schema,
            "empreinte": _empreinte(donnees),
            "texte": texte,
            "dossier": donnees,
        },
        ensure_ascii=False,
    )


def serrer(enveloppe: str) -> str:
    """L'enveloppe en une seule ligne de lettres, pour une propriété de document."""
    return base64.b64encode(zlib.compress(enveloppe.encode(), 9)).decode()


def desserrer(valeur: str) -> bytes:
    """L'inverse de `serrer`. Lève FichierRefuse."""
    try:
        depli = zlib.decompressobj()
        octets = depli.decompress(base64.b64decode(_BLANCS.sub("", valeur), validate=True), 3 * TAILLE_MAX)
    except (binascii.Error, ValueError, zlib.error) as erreur:
        raise FichierRefuse(ABIME) from erreur
    if depli.unconsumed_tail or not depli.eof:
        raise FichierRefuse(ABIME)
    return octets


def ouvrir(octets: bytes) -> Enveloppe:
    """Le dossier d'une enveloppe, si rien n'y a changé. Lève FichierRefuse."""
    try:
        enveloppe = json.loads(octets.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as erreur:
        raise FichierRefuse(ABIME) from erreur
    if not isinstance(enveloppe, dict) or enveloppe.get("format") != FORMAT:
        raise FichierRefuse(ABIME)
    donnees, texte = enveloppe.get("dossier"), enveloppe.get("texte")
    if enveloppe.get("empreinte") != _empreinte(donnees):
        raise FichierRefuse(ABIME)
    # Le même lecteur que pour un fichier : mêmes versions acceptées, mêmes refus.
    return Enveloppe(lire_json(json.dumps(donnees).encode()), texte if isinstance(texte, str) else "")
