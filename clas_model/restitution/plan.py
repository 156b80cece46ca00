"""Le plan du brouillon : les rubriques d'une candidature, remplies par les réponses et seulement par elles.

Ce qui manque s'écrit « [à compléter : …] » ; ce qu'on ne sait pas, « [à préciser : …] ». Un « non » ne s'y retourne
jamais contre la structure : ce que le texte attend prend sa place.
"""

import datetime as dt
import unicodedata

from clas_model.dossier import Dossier
from clas_model.francais import date_longue, typographie
from clas_model.parcours import manquantes, reponses
from clas_model.positionnement import Positionnement, avec_reponses_locales
from clas_model.questionnaire import Questionnaire
from clas_model.restitution import redaction_axes as axes
from clas_model.restitution import redaction_diagnostic as diagnostic
from clas_model.restitution import redaction_gestion as gestion
from clas_model.restitution import redaction_groupes as groupes
from clas_model.restitution import redaction_structure as structure
from clas_model.restitution.arbre import (
    Bloc,
    Cellule,
    Document,
    Figure,
    Liste,
    Morceau,
    Paragraphe,
    Section,
    Tableau,
)
from clas_model.restitution.phrases import relier
from clas_model.restitution.plume import Plume
from clas_model.restitution.provenance import annexe_sources
from clas_model.restitution.redaction_annexe import annexe
from clas_model.restitution.redaction_objectifs import objectifs
from clas_model.restitution.redaction_reste import a_completer

__all__ = [
    "Bloc", "Cellule", "Document", "Figure", "Liste", "Morceau", "Paragraphe", "Section", "Tableau",
    "nom_de_fichier", "plan_du_brouillon",
]  # fmt: skip

TITRE = "Brouillon de candidature au Clas"
FICTIF = "Exemple fictif"
# Au-delà, certains systèmes refusent le chemin entier.
NOM_MAX = 60


def plan_du_brouillon(
    dossier: Dossier,
    positionnement: Positionnement,
    questionnaire: Questionnaire,
    aujourdhui: dt.date,
    avec_annexe: bool = False,
    avec_sources: bool = False,
) -> Document:
    """Le brouillon d'un dossier, tel qu'il serait un `aujourdhui` donné. Pur : aucun fichier, aucune horloge.

    `avec_annexe` : le positionnement suit la candidature ; sans elle, rien n'y juge le projet. `avec_sources` : à la
    fin, les réponses et les critères derrière chaque phrase.
    """
    texte = positionnement.referentiel
    questionnaire, dossier = questionnaire.pour(texte), avec_reponses_locales(dossier, texte)
    plume = Plume(dossier, questionnaire)
    candidature: tuple[Section, ...] = (
        *structure.identite(plume),
        *structure.territoire(plume),
        *diagnostic.diagnostic(plume),
        *diagnostic.etablissements(plume),
        *diagnostic.partenaires(plume),
        *groupes.groupes(plume),
        *groupes.calendrier(plume),
        *axes.enfants(plume),
        *axes.parents(plume),
        *axes.ecole(plume),
        *axes.territoire(plume),
        *groupes.equipe(plume),
        *gestion.budget(plume),
        *gestion.evaluation(plume),
        *objectifs(plume),
        *structure.charte(plume, texte),
        *structure.questions_locales(plume, texte),
        *gestion.pieces(plume),
    )
    candidature = relier(candidature, positionnement, questionnaire)
    manques = manquantes(reponses(dossier, questionnaire))
    repondus = tuple(m for s in candidature for m in s.morceaux() if m.repondu)
    annee = f"Année scolaire {dossier.structure.annee_scolaire}" if dossier.structure.annee_scolaire else ""
    return Document(
        titre=TITRE,
        sous_titre=" – ".join(x for x in (dossier.structure.nom, annee) if x),
        mention=FICTIF if dossier.fictif else "",
        edition=typographie(
            f"Établi le {date_longue(aujourdhui)}, selon le texte « {texte.titre} », {texte.date_libelle}."
        ),
        date=aujourdhui,
        sections=(
            *candidature,
            *relier(a_completer(plume, positionnement, manques, repondus), positionnement, questionnaire),
            *(relier(annexe(positionnement, dossier), positionnement, questionnaire) if avec_annexe else ()),
            *(annexe_sources(candidature, questionnaire, positionnement) if avec_sources else ()),
        ),
    )


def nom_de_fichier(dossier: Dossier, extension: str) -> str:
    """Un nom de fichier sûr partout : « clas-les-lanternes-2026-2027.docx », en minuscules sans accents."""
    nom = _sans_accents(dossier.structure.nom or "")[:NOM_MAX].strip("-")
    parties = ("clas", nom, dossier.structure.annee_scolaire or "")
    return f"{'-'.join(p for p in parties if p)}.{extension.lstrip('.')}"


def _sans_accents(texte: str) -> str:
    """Des lettres et des chiffres ASCII en minuscules, séparés par des tirets."""
    nu = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    lettres = (c if c.isascii() and c.isalnum() else "" if unicodedata.combining(c) else " " for c in nu)
    return "-".join("".join(lettres).split())
