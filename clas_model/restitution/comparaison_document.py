"""La comparaison de deux textes en document : à imprimer pour une réunion, ou à joindre à un dossier."""

import datetime as dt

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
    for axe in deux.axes:
        clauses = [c for c in comparaison.clauses if c.axe == axe.id]
        if clauses:
            tableaux = (_tableau(clauses, un, deux, dossier is not None, axe.libelle),)
            sections.append(section(f"axe-{axe.id}", axe.libelle, 1, *tableaux))
    reste = [c for c in comparaison.clauses if c.axe not in {a.id for a in deux.axes}]
    if reste:
        sections.append(section("autres", "Autres points", 1, _tableau(reste, un, deux, dossier is not None, "Autres")))
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


def _tableau(clauses: list[Clause], un: Referentiel, deux: Referentiel, juge: bool, legende: str) -> Tableau:
    lignes = tuple(_ligne(c, juge) for c in clauses)
    entetes = ("Point", un.titre, deux.titre, *(("Écart et suite",) if juge else ()))
    largeurs = (4, 7, 7, 5) if juge else (4, 8, 8)
    criteres = tuple(c.identifiant for c in clauses)
    return Tableau(entetes, lignes, f"Axe « {legende} »", (), largeurs, False, criteres)


def _ligne(clause: Clause, juge: bool) -> tuple[Cellule, ...]:
    difference = difference_en_mots(clause)
    suite_du_titre = (Morceau("\n"), difference) if difference else ()
    titre = cellule(
        Morceau(typographie(clause.titre), intitule=True), Morceau("\n"), NATURES[clause.nature], *suite_du_titre
    )
    cotes = (_cote(clause.un, juge), _cote(clause.deux, juge))
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
