"""L'aperçu du brouillon à l'écran : le même arbre que le document Word."""

import itertools
from collections.abc import Iterable

import streamlit as st

from clas_model.restitution.plan import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from pages.commun.affichage import brut
from pages.restitution import phrases


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
            st.markdown("\n".join(f"{'    ' * e.retrait}- {_texte(e.texte)}" for e in bloc.elements))
        case Tableau():
            _tableau(bloc)
        case Figure():
            _figure(bloc)


def _figure(figure: Figure) -> None:
    if figure.dessin:
        st.image(figure.dessin, alt=figure.alternative)
    else:
        st.caption("Le graphique des écarts est sur la page Résultats et dans le document.")


def _sections(sections: list[Section]) -> None:
    for section in sections:
        if section.niveau > 1:
            st.markdown(f"{'#' * (section.niveau + 1)} {brut(section.titre)}")
        for bloc in section.blocs:
            _bloc(bloc)


def _sections_tracees(sections: list[Section]) -> None:
    """Les figures, puis tout le reste d'un seul tenant : la liste ou le tableau qui suit une figure la redit."""
    for figure in (b for s in sections for b in s.blocs if isinstance(b, Figure)):
        _figure(figure)
    phrases.dessiner(sections, f"phrases:{sections[0].id}")


def dessiner(document: Document, avec_liens: bool = False) -> None:
    """Chaque rubrique de premier niveau dans un volet, la première ouverte.

    `avec_liens` : chaque phrase dit d'où elle vient, et ouvre son étape.
    """
    st.markdown(f"## {brut(document.titre)}")
    if document.mention:
        st.markdown(brut(document.mention))
    if document.sous_titre:
        st.markdown(brut(document.sous_titre))
    st.caption(brut(document.edition))
    rubriques = itertools.groupby(enumerate(document.sections), key=_Rubrique())
    for rang, (_, groupe) in enumerate(rubriques):
        sections = [section for _, section in groupe]
        manques = sum(m.manque and not m.repondu for section in sections for m in section.morceaux())
        note = f" — {manques} à compléter" if manques else ""
        with st.expander(brut(f"{sections[0].titre}{note}"), expanded=rang == 0):
            (_sections_tracees if avec_liens else _sections)(sections)


class _Rubrique:
    """Numérote les sections par rubrique de premier niveau."""

    def __init__(self) -> None:
        self.rang = 0

    def __call__(self, numerotee: tuple[int, Section]) -> int:
        self.rang += numerotee[1].niveau == 1
        return self.rang
