"""Les critères d'une étape, à côté de ses questions : l'état de chacun, et tout ce qu'on en sait dans un volet.

Un seul élément de page par critère, en HTML : un volet de Streamlit en demanderait trois, à chaque réponse.
"""

import functools
import html
from collections.abc import Iterable

import streamlit as st

from clas_model.dossier import Dossier
from clas_model.francais import typographie
from clas_model.positionnement import Constat, Positionnement
from clas_model.restitution.mots import etat_affiche, exigence
from pages.commun import affichage


@functools.lru_cache(maxsize=4096)
def texte_html(texte: str) -> str:
    """Du texte, celui d'un utilisateur compris : aucun signe n'y devient une balise."""
    return html.escape(typographie(texte)).replace("\n", "<br>")


def de_l_etape(resultat: Positionnement, etape: str, dossier: Dossier) -> None:
    """Les critères jugés à cette étape, avec leur état du moment."""
    with affichage.enumeration("criteres-de-l-etape"):
        for constat in _siens(resultat, etape):
            st.html(_volet(constat, dossier))


def _paragraphe(intitule: str, texte: str) -> str:
    gras = f"<b>{texte_html(intitule)}</b> " if intitule else ""
    if intitule == affichage.PASSAGE:
        return f"<p>{gras}</p>{_citation(texte)}"
    return f"<p>{gras}{texte_html(texte)}</p>"


def _citation(texte: str) -> str:
    return f"<blockquote>{texte_html(texte)}</blockquote>"


def sont_juges(resultat: Positionnement, etape: str) -> bool:
    """Vrai si un critère du texte se juge à cette étape."""
    return bool(_siens(resultat, etape))


def _siens(resultat: Positionnement, etape: str) -> list[Constat]:
    return [c for c in resultat.constats if c.critere.etape == etape]


def volet(titre: str, paragraphes: Iterable[str], passage: str | None = None) -> str:
    """Un volet discret : ce qu'on n'ouvre que pour en savoir plus ; `passage` : ce qu'il cite, à la fin."""
    lignes = "".join(f"<p>{texte_html(p)}</p>" for p in paragraphes) + (_citation(passage) if passage else "")
    return f'<details class="critere critere-discret"><summary>{texte_html(titre)}</summary>{lignes}</details>'


def _volet(constat: Constat, dossier: Dossier) -> str:
    affiche = etat_affiche(constat, dossier)
    mot = exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure)
    a_corriger = ' · <b class="etat-a-corriger">à corriger</b>' if constat.faute_connue else ""
    titre = texte_html(f"{constat.critere.titre}{f' ({mot})' if mot else ''}")
    corps = "".join(_paragraphe(intitule, texte) for intitule, texte in affichage.details(constat))
    fait = ""
    if constat.etat in ("non_atteint", "partiel") or constat.faute_connue:
        fait = f'<p class="critere-fait">{texte_html(f"{affiche.signe} {constat.verdict.fait}")}</p>'
    etat = f'<b class="etat-{constat.etat}">{texte_html(str(affiche))}</b>{a_corriger}'
    volet_ = f"<details><summary><span>{etat} — {titre}</span></summary>{corps}</details>"
    return f'<div class="critere">{volet_}{fait}</div>'
