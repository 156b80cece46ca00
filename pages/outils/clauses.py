"""Une clause à l'écran : les deux textes face à face."""

import streamlit as st

from clas_model.comparaison import Clause, Comparaison, Cote
from clas_model.positionnement import INTERPRETATION
from clas_model.referentiel import Referentiel
from clas_model.restitution.comparaison import (
    ABSENT,
    NATURES,
    difference_en_mots,
    distance_en_mots,
    etat_en_mots,
    passage_en_mots,
    seuil_en_mots,
    suite_en_mots,
)
from pages.commun import affichage, navigation
from pages.commun.affichage import phrase


def montrer(clause: Clause, un: Referentiel, deux: Referentiel, juge: bool) -> None:
    """Les deux côtés d'une clause ; `juge` : avec l'état du dossier, l'écart et la suite."""
    with st.container(border=True):
        st.markdown(f"### {phrase(clause.titre)}\n{phrase(NATURES[clause.nature])}")
        colonnes = st.columns(2, gap="medium")
        for colonne, cote, texte in zip(colonnes, (clause.un, clause.deux), (un, deux), strict=True):
            with colonne:
                _cote(cote, texte, juge)
        if difference := difference_en_mots(clause):
            st.markdown(f"**{INTERPRETATION}**, sous le second texte : {phrase(difference)}")
        if juge:
            if distance := distance_en_mots(clause):
                st.markdown(f"**Écart** : {phrase(distance)}")
            if any(c.constat.etat not in ("atteint", "non_applicable") for c in clause.cotes):
                st.markdown(f"**À faire** : {phrase(suite_en_mots(clause))}")
        dernier = clause.cotes[-1]
        navigation.lien(
            "critere",
            f"Tout sur « {dernier.critere.titre} »",
            ":material/link:",
            critere=dernier.critere.id,
            texte=dernier.texte.id,
        )


def verdicts(comparaison: Comparaison) -> None:
    """Le verdict sous chaque texte, face à face."""
    for colonne, resultat in zip(st.columns(2, gap="medium"), (comparaison.un, comparaison.deux), strict=True):
        with colonne, st.container(border=True):
            st.markdown(f":blue-badge[{phrase(resultat.referentiel.puce)}]")
            affichage.verdict(resultat, texte=False)


def repris(clause: Clause) -> None:
    """Un point que le second texte prend au premier : ce qui est attendu, et le passage d'où il vient."""
    cote = clause.cotes[-1]
    st.markdown(
        f"### {phrase(clause.titre)}\n{phrase(seuil_en_mots(cote))}\n\n{affichage.passage(passage_en_mots(cote))}"
    )


def _cote(cote: Cote | None, texte: Referentiel, juge: bool) -> None:
    st.markdown(f":blue-badge[{phrase(texte.puce)}]")
    if cote is None:
        st.caption(phrase(ABSENT))
        return
    lignes = [f":{affichage.COULEURS[cote.constat.etat]}[**{phrase(etat_en_mots(cote))}**]"] if juge else []
    if juge and cote.constat.verdict.mesure:
        lignes.append(f"Mesure : {phrase(cote.constat.verdict.mesure)}")
    lignes.append(phrase(seuil_en_mots(cote)))
    st.markdown("  \n".join(lignes) + f"\n\n{affichage.passage(passage_en_mots(cote))}")


def en_une_ligne(clause: Clause) -> None:
    """Un point qui ne change pas : son état, et s'il est repris d'un texte à l'autre."""
    st.markdown(f"{phrase(etat_en_mots(clause.cotes[-1]))} — {phrase(clause.titre)} ({phrase(NATURES[clause.nature])})")
