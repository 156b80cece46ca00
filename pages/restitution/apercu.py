"""L'aperçu du brouillon à l'écran : le même arbre que le document Word."""

import itertools
from collections.abc import Iterable

import streamlit as st

from clas_model.restitution.plan import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.provenance import Provenance, provenance
from pages.commun import navigation, session
from pages.commun.affichage import brut, phrase


def _texte(morceaux: Iterable[Morceau]) -> str:
    """Les morceaux en Markdown : ce qui manque se voit sans la couleur, rien n'est interprété."""
    return "".join(map(_morceau, morceaux))


def _morceau(morceau: Morceau) -> str:
    texte = brut(morceau.texte)
    if morceau.manque:
        return f":orange-background[**{texte}**]"
    # L'espace qui suit un intitulé reste hors du gras : le Markdown ne le refermerait pas.
    return f"**{texte.rstrip()}** " if morceau.intitule else texte


def _tableau(tableau: Tableau, aide: str | None) -> None:
    if tableau.legende:
        st.caption(brut(tableau.legende), help=aide)
    if tableau.lignes:
        colonnes = zip(*([_texte(c) for c in ligne] for ligne in tableau.lignes), strict=True)
        # Deux colonnes de même titre se distinguent par une espace sans chasse.
        entetes = [e + "\u200b" * tableau.entetes[:i].count(e) for i, e in enumerate(tableau.entetes)]
        st.table(dict(zip(entetes, map(list, colonnes), strict=True)), hide_index=True)


def _origine(bloc: Paragraphe | Tableau, avec_liens: bool) -> Provenance | None:
    return provenance(bloc, session.questionnaire(), session.positionnement()) if avec_liens else None


def _liens(origine: Provenance | None) -> None:
    """Un lien vers chaque étape d'où vient ce qui précède."""
    for etape in origine.etapes if origine else ():
        navigation.lien(etape.id, phrase(f"Étape « {etape.titre} »"), ":material/edit:")


def _paragraphe(paragraphe: Paragraphe, avec_liens: bool, puce: bool = False) -> None:
    origine = _origine(paragraphe, avec_liens)
    texte = f"{'- ' if puce else ''}{_texte(paragraphe.texte)}"
    st.markdown(texte, help=phrase(origine.phrase) if origine else None)
    _liens(origine)


def _bloc(bloc: Bloc, avec_liens: bool) -> None:
    match bloc:
        case Paragraphe():
            _paragraphe(bloc, avec_liens)
        case Liste() if avec_liens:
            for element in bloc.elements:
                _paragraphe(element, avec_liens, puce=True)
        case Liste():
            st.markdown("\n".join(f"{'    ' * e.retrait}- {_texte(e.texte)}" for e in bloc.elements))
        case Tableau():
            origine = _origine(bloc, avec_liens)
            _tableau(bloc, phrase(origine.phrase) if origine else None)
            _liens(origine)
        case Figure() if bloc.dessin:
            st.image(bloc.dessin)
        case Figure():
            st.caption("Le graphique des écarts est sur la page Résultats et dans le document.")


def _une_section(section: Section, avec_liens: bool) -> None:
    for bloc in section.blocs:
        _bloc(bloc, avec_liens)


def dessiner(document: Document, avec_liens: bool = False) -> None:
    """Chaque rubrique de premier niveau dans un volet, la première ouverte.

    `avec_liens` : chaque paragraphe dit d'où il vient, et ouvre son étape.
    """
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
            _une_section(tete, avec_liens)
            for _, section in reste:
                st.markdown(f"{'#' * (section.niveau + 1)} {brut(section.titre)}")
                _une_section(section, avec_liens)


class _Rubrique:
    """Numérote les sections par rubrique de premier niveau."""

    def __init__(self) -> None:
        self.rang = 0

    def __call__(self, numerotee: tuple[int, Section]) -> int:
        self.rang += numerotee[1].niveau == 1
        return self.rang
