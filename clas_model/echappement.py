"""Rendre un texte sûr dans un document Word : pour le XML, et pour le moteur du gabarit."""

import re

# Ce que XML n'admet pas : le modèle refuse les caractères de contrôle, pas les demi-codets.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Les accolades aussi : le moteur du gabarit leur donne un sens, même une fois le texte en place.
_ECHAPPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "{": "&#123;", "}": "&#125;"}
)


def sur(texte: str) -> str:
    """Le texte, où ce que XML refuse devient « \ufffd »."""
    return _INTERDITS.sub("\ufffd", texte)


def echappe(texte: str) -> str:
    """Le texte, sûr dans le XML et dans le gabarit."""
    return sur(texte).translate(_ECHAPPES)
