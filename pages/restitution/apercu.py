"""L'aperçu du brouillon à l'écran : le même arbre que le document Word."""

import itertools
from collections.abc import Iterable

import streamlit as st

from clas_model.restitution.plan import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from pages.commun.affichage import brut


def _texte(morceaux: Iterable[Morceau]) -> str:
    """Les morceaux en Markdown : ce qui manque se voit sans la couleur, rien n'est interprété."""
    return "".join(map(_morceau, morceaux))


def _morceau(morceau: Morceau) -> str:
    texte = brut(morceau.texte)
    if morceau.manque:
        return f":orange-background[**{texte}**]"
    # L'espace qui suit un intitulé reste hors du gras : le Markdown ne le refermerait pas.
    return f"**{texte.rstrip()}** " if morceau.intitule else texte


def _tableau(tableau: Tableau) -> None:
    if tableau.legende:
        st.caption(brut(tableau.legende))
    if tableau.lignes:
        colonnes = zip(*([_texte(c) for c in ligne] for ligne in tableau.lignes), strict=True)
        # Deux colonnes de même titre se distinguent par une espace sans chasse.
        entetes = [e + "\u200b" * tableau.entetes[:i].count(e) for i, e in enumerate(tableau.entetes)]
        st.table(dict(zip(entetes, map(list, colonnes), strict=True)), hide_index=True)


def _bloc(bloc: Bloc) -> None:
    match bloc:
        case Paragraphe():
            st.markdown(_texte(bloc.texte))
        case Liste():
            st.markdown("\n".join(f"- {_texte(e.texte)}" for e in bloc.elements))
        case Tableau():
            _tableau(bloc)
        case Figure():
            st.caption("Le graphique des écarts est sur la page Résultats et dans le document Word.")


def _une_section(section: Section) -> None:
    for bloc in section.blocs:
        _bloc(bloc)


def dessiner(document: Document) -> None:
    """Chaque rubrique de premier niveau dans un volet, la première ouverte."""
    st.markdown(f"## {brut(document.titre)}")
    if document.mention:
        st.markdown(f"**{brut(document.mention)}**")
    if document.sous_titre:
        st.markdown(f"**{brut(document.sous_titre)}**")
    st.caption(brut(document.edition))
    rubriques = itertools.groupby(enumerate(document.sections), key=_Rubrique())
    for rang, (_, groupe) in enumerate(rubriques):
        (_, tete), *reste = list(groupe)
        manques = sum(
            m.manque and not m.repondu for section in (tete, *(s for _, s in reste)) for m in section.morceaux()
        )
        note = f" — {manques} à compléter" if manques else ""
        with st.expander(brut(f"{tete.titre}{note}"), expanded=rang == 0):
            _une_section(tete)
            for _, section in reste:
                st.markdown(f"{'#' * (section.niveau + 2)} {brut(section.titre)}")
                _une_section(section)


class _Rubrique:
    """Numérote les sections par rubrique de premier niveau."""

    def __init__(self) -> None:
        self.rang = 0

    def __call__(self, numerotee: tuple[int, Section]) -> int:
        self.rang += numerotee[1].niveau == 1
        return self.rang
