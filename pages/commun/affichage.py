"""Montrer un constat, une source, un verdict. Le texte d'un utilisateur n'est jamais interprété."""

import functools
import re
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from clas_model.contradictions import Contradiction
from clas_model.dossier import Dossier
from clas_model.francais import intervalle, typographie
from clas_model.positionnement import Constat, Eligibilite, Positionnement
from clas_model.regles import Etat
from clas_model.restitution.mots import (
    ELIGIBILITES,
    etat_affiche,
    exigence,
    texte_applique,
)
from pages.commun import session

_MARQUES = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@])")
# Ce que Streamlit remplace après avoir lu le Markdown, quand un échappement n'y peut plus rien : icônes et émojis entre
# deux-points, adresses, flèches. Un gluon invisible, glissé au milieu, les laisse tels qu'ils sont écrits.
_GLUON = "\u2060"
_REMPLACES = re.compile(
    r":(?=[\w+/-]+:)|(?<=https:)//|(?<=http:)//|\bwww(?=\.)|@(?=\w)|(?<!\S)[-<>~](?=[->=]+(?!\S))", re.IGNORECASE
)
COULEURS: dict[Etat, str] = {
    "atteint": "green",
    "partiel": "orange",
    "non_atteint": "red",
    "sans_reponse": "gray",
    "non_applicable": "gray",
}
# L'intitulé du passage cité d'un critère.
PASSAGE = "Le passage."
VERDICTS: dict[Eligibilite, tuple[str, str]] = {
    "oui": ("success", ":material/check_circle:"),
    "non": ("error", ":material/cancel:"),
    "indetermine": ("info", ":material/help:"),
}


def brut(texte: str) -> str:
    """Le texte tel quel dans un Markdown : aucun signe n'y prend de sens, les lignes restent des lignes."""
    premiere, *autres = _REMPLACES.sub(lambda trouve: trouve[0] + _GLUON, texte).split("\n")
    # Une ligne en retrait deviendrait du code.
    lignes = (premiere, *(ligne.lstrip() for ligne in autres))
    return "  \n".join(_MARQUES.sub(r"\\\1", ligne) for ligne in lignes)


@functools.lru_cache(maxsize=4096)
def phrase(texte: str) -> str:
    """Une phrase du produit, où un texte d'utilisateur peut être cité : typographie française, signes neutralisés."""
    return brut(typographie(texte))


def etat_colore(constat: Constat, dossier: Dossier) -> str:
    """« ✔ Atteint », en couleur, lisible sans elle."""
    return f":{COULEURS[constat.etat]}[**{etat_affiche(constat, dossier)}**]"


def etiquette(constat: Constat, dossier: Dossier) -> str:
    """L'état en couleur, et « à corriger » si la faute est déjà connue."""
    return f"{etat_colore(constat, dossier)}{' · :red[**à corriger**]' if constat.faute_connue else ''}"


def titre(texte: str, sous_titre: str | None = None, puce: str | None = None, sans_puce: bool = False) -> None:
    """Le titre de la page, le texte qui juge et sa date, et une phrase qui dit à quoi elle sert.

    `puce` : celle d'un autre texte que celui du dossier, si la page en montre un autre. `sans_puce` : la page ne juge
    rien, ou nomme elle-même son texte.
    """
    if sans_puce:
        st.title(texte, anchor=False)
        if sous_titre:
            st.markdown(phrase(sous_titre))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(texte, anchor=False, width="content")
        puce_du_texte(puce)
        if puce is None and session.texte_plus_recent():
            st.badge("un texte plus récent existe", icon=":material/new_releases:", color="gray")
    if sous_titre:
        st.markdown(phrase(sous_titre))


def puce_du_texte(puce: str | None = None) -> None:
    """Le texte qui juge et sa date, en peu de mots."""
    st.badge(phrase(f"Texte : {puce or session.referentiel().puce}"), icon=":material/history_edu:", color="blue")


def verdict(resultat: Positionnement, bref: bool = False, texte: bool = True) -> None:
    """L'éligibilité d'abord, avec ce qui la bloque (sauf `bref`), puis la préparation et, sauf si la page l'a dit,
    le texte appliqué.
    """
    genre, icone = VERDICTS[resultat.eligibilite]
    lignes = [f"**{ELIGIBILITES[resultat.eligibilite].titre}**"]
    noms = {c.critere.id: c.critere.titre for c in resultat.constats}
    for identifiants, debut in (
        (resultat.bloquants, "Ce qui bloque"),
        (resultat.a_confirmer, "Ce qui reste à confirmer"),
    ):
        if identifiants and not bref:
            puces = "\n".join(f"- {phrase(noms[i])}" for i in identifiants)
            lignes.append(f"{phrase(f'{debut} :')}\n{puces}")
    {"success": st.success, "error": st.error, "info": st.info}[genre]("\n\n".join(lignes), icon=icone)
    st.markdown(f"Préparation : **{intervalle(resultat.score.min, resultat.score.max)}**")
    if texte:
        st.caption(phrase(texte_applique(resultat.referentiel)))


def constat_bref(constat: Constat, dossier: Dossier) -> None:
    """Un critère en une ligne : état, titre, fait."""
    mot = exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure)
    st.markdown(
        f"{etiquette(constat, dossier)}{f' · **{mot}**' if mot else ''} — {phrase(constat.critere.titre)}  \n"
        f":small[{phrase(constat.verdict.fait)}]"
    )


def details(constat: Constat) -> list[tuple[str, str]]:
    """Tout ce qu'on sait d'un critère : (intitulé, texte) de chaque paragraphe, intitulé vide pour le fait lui-même."""
    critere = constat.critere
    paragraphes = [("", constat.verdict.fait)]
    if constat.etat not in ("atteint", "non_applicable"):
        paragraphes.append(("À faire :", constat.suite))
    # Du plus court au plus long : une phrase, la règle avec ses chiffres, le passage avec sa source et sa date.
    paragraphes += [
        ("En une phrase.", critere.en_bref),
        ("La règle.", constat.regle_en_clair),
        (PASSAGE, f"{constat.reference}."),
        ("Ce que cela veut dire.", critere.explication),
        ("Une bonne réponse.", critere.bonne_reponse),
        ("L'erreur fréquente.", critere.erreur_frequente),
    ]
    return paragraphes


def constat_detaille(constat: Constat) -> None:
    """Tout ce qu'on sait d'un critère, en un seul élément de page : il y en a beaucoup à dessiner."""
    st.markdown("\n\n".join(_paragraphe(intitule, texte) for intitule, texte in details(constat)))


def _paragraphe(intitule: str, texte: str) -> str:
    if not intitule:
        return phrase(texte)
    suite = f"\n\n{passage(texte)}" if intitule == PASSAGE else f" {phrase(texte)}"
    return f"**{phrase(intitule)}**{suite}"


def enumeration(nom: str, **reglages: Any) -> DeltaGenerator:
    """Une boîte dont chaque élément est celui d'une liste : voir `acces.js`. `nom` est unique dans la page."""
    return st.container(key=f"liste-{nom}", **reglages)


def passage(texte: str) -> str:
    """Un passage cité et sa source, dans une citation : une voix le dit, et il se reconnaît."""
    return "\n".join(f"> {ligne}" for ligne in phrase(texte).split("\n"))


def alertes_ici(resultat: Positionnement, prefixes: tuple[str, ...]) -> None:
    """Les points de vigilance qui touchent un des champs de cette page : hors score, mais à voir."""
    siennes = [a for a in resultat.alertes if any(f"{c}.".startswith(prefixes) for c in a.chemins)]
    if siennes:
        st.markdown("## Points de vigilance")
    for alerte in siennes:
        st.warning(phrase(alerte.phrase), icon=":material/visibility:")


def contradictions_ici(toutes: tuple[Contradiction, ...], prefixes: tuple[str, ...]) -> None:
    """Les contradictions qui touchent un des champs de cette page."""
    for contradiction in toutes:
        if any(c.startswith(prefixes) for c in contradiction.chemins):
            st.warning(phrase(contradiction.phrase), icon=":material/compare_arrows:")
