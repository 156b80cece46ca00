"""La comparaison de deux textes en document : à imprimer pour une réunion, ou à joindre à un dossier."""

import datetime as dt
from collections.abc import Callable

from clas_model.comparaison import Clause, Comparaison, Cote
from clas_model.dossier import Dossier
from clas_model.francais import date_longue, typographie
from clas_model.referentiel import Referentiel
from clas_model.restitution.arbre import Bloc, Cellule, Document, Figure, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.comparaison import (
    ABSENT,
    NATURES,
    difference_en_mots,
    distance_en_mots,
    etat_en_mots,
    passage_en_mots,
    resume,
    seuil_en_mots,
    suite_en_mots,
)
from clas_model.restitution.comparaison_dessin import alternative, matrice
from clas_model.restitution.plume import cellule, intitule, phrase, section


def document(comparaison: Comparaison, aujourdhui: dt.date, dossier: Dossier | None = None) -> Document:
    """Clause par clause ; avec un dossier, son état sous chaque texte, l'écart et la suite."""
    un, deux = comparaison.un.referentiel, comparaison.deux.referentiel
    tous = tuple(c.identifiant for c in comparaison.clauses)
    sections: list[Section] = [section("textes", "Les deux textes", 1, *(_presentation(t) for t in (un, deux)))]
    if dossier is not None:
        figure = Figure(
            _pour_la_page(comparaison), alternative(comparaison), "L'état de chaque point sous les deux textes"
        )
        resultat = phrase(resume(comparaison), criteres=tous)
        sections.append(section("resultat", "Ce que donne le dossier", 1, resultat, figure))
    if dossier is None:
        sections += _par_axe(comparaison.clauses, deux, lambda siennes, legende: _tableau(siennes, un, deux, legende))
    else:
        # Ce qui change d'abord, et en entier ; le reste tient en une ligne par point.
        changent = comparaison.changements
        sections.append(section("changements", f"Ce qui change ({len(changent)})", 1))
        sections += _par_axe(changent, deux, lambda siennes, legende: _tableau(siennes, un, deux, legende, True), 2)
        pareils = tuple(c for c in comparaison.clauses if not c.change_d_etat)
        if pareils:
            sections.append(section("pareils", f"Ce qui ne change pas ({len(pareils)})", 1, _en_bref(pareils)))
    return Document(
        titre="Deux textes côte à côte",
        sous_titre=(dossier.structure.nom or "") if dossier else f"{un.titre} et {deux.titre}",
        mention="Exemple fictif" if dossier and dossier.fictif else "",
        edition=typographie(
            f"Établi le {date_longue(aujourdhui)}. « {un.titre} », {un.date_libelle} ; « {deux.titre} », "
            f"{deux.date_libelle}."
        ),
        date=aujourdhui,
        sections=tuple(sections),
    )


def _pour_la_page(comparaison: Comparaison) -> dict[str, object]:
    """Le dessin à la largeur d'une feuille, que rien n'étire."""
    return {**matrice(comparaison), "width": 330}


def _presentation(texte: Referentiel) -> Paragraphe:
    suite = f" {texte.application.note}" if texte.application else ""
    tous = tuple(c.id for c in texte.criteres)
    return phrase(intitule(f"{texte.titre}, {texte.date_libelle}."), f"{texte.presentation}{suite}", criteres=tous)


def _par_axe(
    clauses: tuple[Clause, ...], deux: Referentiel, tableau: Callable[[list[Clause], str], Tableau], niveau: int = 1
) -> list[Section]:
    """Une section par axe du second texte, puis une pour les points d'un axe qu'il n'a pas."""
    axes = {a.id: a.libelle for a in deux.axes}
    sections = []
    for identifiant, libelle in (*axes.items(), (None, "Autres points")):
        siennes = [c for c in clauses if c.axe == identifiant or (identifiant is None and c.axe not in axes)]
        if siennes:
            nom = f"axe-{identifiant}" if identifiant else "autres"
            sections.append(section(nom, libelle, niveau, tableau(siennes, f"Axe « {libelle} »")))
    return sections


def _tableau(clauses: list[Clause], un: Referentiel, deux: Referentiel, legende: str, juge: bool = False) -> Tableau:
    lignes = tuple(_ligne(c, juge) for c in clauses)
    entetes = ("Point", un.titre, deux.titre, *(("Écart et suite",) if juge else ()))
    largeurs = (5, 7, 7, 5) if juge else (5, 8, 8)
    return Tableau(entetes, lignes, legende, (), largeurs, False, tuple(c.identifiant for c in clauses))


def _en_bref(clauses: tuple[Clause, ...]) -> Tableau:
    lignes = tuple(
        (
            cellule(c.titre),
            cellule(etat_en_mots(c.cotes[-1])),
            cellule(seuil_en_mots(c.cotes[-1])),
            cellule(NATURES[c.nature]),
        )
        for c in clauses
    )
    criteres = tuple(c.identifiant for c in clauses)
    entetes = ("Point", "État", "Ce qui est attendu", "D'un texte à l'autre")
    return Tableau(entetes, lignes, "Même état sous les deux textes", (), (6, 4, 8, 5), False, criteres)


def _ligne(clause: Clause, juge: bool) -> tuple[Cellule, ...]:
    difference = difference_en_mots(clause)
    suite_du_titre = (Morceau("\n"), difference) if difference else ()
    titre = cellule(
        Morceau(typographie(clause.titre), intitule=True), Morceau("\n"), NATURES[clause.nature], *suite_du_titre
    )
    second = cellule(f"{NATURES['repris']}.") if clause.nature == "repris" and not juge else _cote(clause.deux, juge)
    cotes = (_cote(clause.un, juge), second)
    if not juge:
        return (titre, *cotes)
    distance = distance_en_mots(clause)
    suite = (Morceau(f"{distance}."), Morceau("\n")) if distance else ()
    return (titre, *cotes, cellule(*suite, suite_en_mots(clause)))


def _cote(cote: Cote | None, juge: bool) -> Cellule:
    if cote is None:
        return cellule(ABSENT)
    etat: tuple[Bloc | Morceau, ...] = (Morceau(typographie(etat_en_mots(cote)), intitule=True), Morceau("\n"))
    return cellule(
        *((m for m in etat if isinstance(m, Morceau)) if juge else ()),
        seuil_en_mots(cote), Morceau("\n"), Morceau(typographie(passage_en_mots(cote))),
    )  # fmt: skip
