"""Le questionnaire à imprimer, avant de commencer : les questions, leur aide, de la place pour écrire, les critères."""

import datetime as dt
import itertools

from clas_model.francais import date_longue, typographie
from clas_model.parcours import DRAPEAUX
from clas_model.questionnaire import Etape, Question, Questionnaire
from clas_model.referentiel import Referentiel
from clas_model.restitution.arbre import Bloc, Document, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.mots import source_datee
from clas_model.restitution.plume import cellule, intitule, mots_de_la_source, phrase, section

TITRE = "Questionnaire à préparer"
TRAIT = "_" * 78
LIGNES_COURTES, LIGNES_LONGUES = 1, 5
# La liste des réponses aux questions d'une Caf : ses questions sont dans le texte, pas dans le parcours.
LOCALES = "complements"
ETATS = ("☐ prête", "☐ à faire", "☐ sans objet")


def plan_du_questionnaire(questionnaire: Questionnaire, texte: Referentiel, aujourdhui: dt.date) -> Document:
    """Toutes les questions que pose un texte, étape par étape, avec les critères qui s'y jugent."""
    questionnaire = questionnaire.pour(texte)
    sections = [s for etape in questionnaire.etapes for s in _etape(questionnaire, texte, etape)]
    return Document(
        titre=TITRE,
        sous_titre="Projet d'accompagnement à la scolarité (Clas)",
        mention="",
        edition=typographie(
            f"Établi le {date_longue(aujourdhui)}, selon le texte « {texte.titre} », {texte.date_libelle}. Tout peut "
            "rester vide. N'écrivez aucun nom d'enfant, de parent ou d'accompagnateur."
        ),
        date=aujourdhui,
        sections=(*sections, _sources(texte)),
    )


def _etape(questionnaire: Questionnaire, texte: Referentiel, etape: Etape) -> list[Section]:
    blocs: list[Bloc] = [phrase(etape.mode_emploi)]
    pieces = [q for q in etape.questions if q.motif.startswith("pieces.")]
    posees = [q for q in etape.questions if q.motif not in DRAPEAUX and q not in pieces]
    for racine, siennes in itertools.groupby(posees, key=_liste):
        if racine == LOCALES:
            blocs += _questions_locales(texte)
            continue
        if racine:
            blocs.append(phrase(intitule(f"Pour chaque élément de « {_titre(questionnaire, racine)} » :")))
        blocs += [_question(questionnaire, q) for q in siennes]
    sections = [section(etape.id, etape.titre, 1, *blocs)]
    if pieces:
        lignes = tuple((cellule(p.libelle), cellule("   ".join(ETATS))) for p in pieces)
        tableau = Tableau(("Pièce", "Où en est-elle ?"), lignes, "Les pièces souvent demandées", (), (6, 5))
        note = phrase("La liste de votre Caf fait foi.")
        sections.append(section("pieces", "Les pièces à joindre", 2, tableau, note))
    criteres = tuple(_critere(texte, c.id) for c in texte.criteres if c.etape == etape.id)
    if criteres:
        sections.append(section(f"criteres-{etape.id}", "Ce que dit le texte", 2, Liste(criteres)))
    return sections


def _questions_locales(texte: Referentiel) -> list[Bloc]:
    """Les questions que la Caf ajoute, avec ses mots et de quoi répondre."""
    questions = texte.local.questions if texte.local else ()
    blocs: list[Bloc] = [phrase(intitule("Les questions de votre Caf :"))] if questions else []
    for question in questions:
        reponse = "\n".join(["☐ oui   ☐ non   ☐ je ne sais pas", *[TRAIT] * LIGNES_COURTES])
        blocs.append(phrase(intitule(question.libelle), Morceau(f"\n{reponse}")))
    return blocs


def _liste(question: Question) -> str:
    """La liste dont une question décrit les éléments ; vide hors d'une liste."""
    return question.motif.rpartition(".*")[0]


def _titre(questionnaire: Questionnaire, liste: str) -> str:
    return questionnaire.par_motif[liste].libelle


def _question(questionnaire: Questionnaire, question: Question) -> Paragraphe:
    """La question, son aide, son exemple, et de quoi répondre : des cases ou des lignes."""
    suite: list[Morceau | str] = [intitule(question.libelle)]
    if question.aide:
        suite += [Morceau("\n"), question.aide]
    if question.exemple:
        suite += [Morceau("\n"), f"Exemple : {question.exemple}"]
    suite.append(Morceau(f"\n{_reponse(questionnaire, question)}"))
    return phrase(*suite)


def _reponse(questionnaire: Questionnaire, question: Question) -> str:
    if question.element:
        return f"Combien, ou lesquels : {TRAIT[:50]}"
    if question.choix:
        return "   ".join(f"☐ {libelle}" for libelle in questionnaire.options[question.choix].values())
    if _est_oui_non(question.motif):
        return "☐ oui   ☐ non" + ("   ☐ je ne sais pas" if question.ne_sait_pas else "")
    return "\n".join([TRAIT] * (LIGNES_LONGUES if _est_long(question.motif) else LIGNES_COURTES))


def _est_oui_non(motif: str) -> bool:
    from clas_model.chemins import champ_du_motif

    modele, champ = champ_du_motif(motif)
    return "bool" in str(modele.model_fields[champ].annotation)


def _est_long(motif: str) -> bool:
    from clas_model.chemins import champ_du_motif
    from clas_model.dossier import COURT_MAX

    modele, champ = champ_du_motif(motif)
    return any(getattr(m, "max_length", 0) > COURT_MAX for m in modele.model_fields[champ].metadata)


def _critere(texte: Referentiel, identifiant: str) -> Paragraphe:
    """Le critère, son niveau, ce qu'il veut dire et les mots du texte."""
    critere = texte.critere(identifiant)
    niveau = texte.niveau(critere.niveau).libelle
    return phrase(
        intitule(f"{critere.titre} ({niveau})."), critere.explication, " Le texte : ",
        mots_de_la_source(critere.passage), ".",
        criteres=(critere.id,),
    )  # fmt: skip


def _sources(texte: Referentiel) -> Section:
    cites = {c.passage.source for c in texte.criteres}
    elements = tuple(phrase(f"{source_datee(s)}.") for s in texte.sources if s.id in cites)
    return section("sources", "Sources", 1, Liste(elements))
