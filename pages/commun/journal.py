"""Les textes que le navigateur garde tant que le serveur n'a pas dit les avoir enregistrés.

Le navigateur (`statiques/reprise.js`) note chaque texte dès la première lettre. La page lui dit lesquels sont
enregistrés ; les autres reviennent par un champ caché (`rattrapage.py`) : après une coupure, un rafraîchissement, ou
une réponse que Streamlit n'a pas transmise.
"""

import json
import re
import zlib
from typing import Any

import streamlit as st

from pages.commun import session
from pages.commun.session import Session

# Assez pour tout ce qui s'écrit entre deux réponses du serveur.
RECUS_MAX = 60


def empreinte(texte: str) -> int:
    """La même que dans le navigateur."""
    return zlib.crc32(texte.encode(errors="replace"))


def classe(chemin: str) -> str:
    """Le chemin tel que Streamlit le pose en classe CSS : c'est tout ce que le navigateur en connaît."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", chemin)


def noter(chemin: str, ecrit: Any) -> None:
    """Retient qu'un texte est arrivé."""
    retenir(session.session(), classe(chemin), str(ecrit or ""))


def retenir(etat: Session, cle: str, texte: str) -> None:
    """La même chose, quand on ne connaît le champ que par sa classe."""
    etat.recus.pop(cle, None)
    etat.recus[cle] = empreinte(texte)
    while len(etat.recus) > RECUS_MAX:
        del etat.recus[next(iter(etat.recus))]


def accuser(etat: Session) -> None:
    """Dit au navigateur les textes enregistrés ; rien tant que l'enregistrement échoue : il les garde."""
    recus = {} if etat.panne or etat.a_recueillir else etat.recus
    dit = json.dumps({"dossier": etat.dossier.id, "recus": recus}, separators=(",", ":"))
    st.html(f"<span data-clas-recus='{dit}'></span>")
