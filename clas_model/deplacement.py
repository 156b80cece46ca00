"""Passer un dossier d'un texte à un autre : rien de ce qui a été répondu n'est perdu.

Les réponses qui servent encore restent à leur place. Celles que le nouveau texte ne demande pas restent dans le
dossier, à part : il ne les lit pas, et le brouillon ne les écrit pas ; revenir à l'ancien texte les retrouve. Une
réponse qui a changé de place suit la table des renommages, écrite dans le contenu, et seulement elle.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clas_model.chemins import avec, lire
from clas_model.comparaison import Comparaison, comparer
from clas_model.dossier import Dossier
from clas_model.parcours import Reponse, reponses
from clas_model.positionnement import avec_reponses_locales
from clas_model.questionnaire import Questionnaire, Renommage
from clas_model.referentiel import Referentiel
from clas_model.textes import choix, texte_du_dossier


@dataclass(frozen=True)
class Deplacement:
    """Ce que donnerait le passage.

    `mises_de_cote` : répondues et plus demandées ; `nouvelles` : demandées et sans réponse ;
    `renommees` : (ancien chemin, nouveau chemin) des réponses recopiées.
    """

    dossier: Dossier
    mises_de_cote: tuple[Reponse, ...]
    nouvelles: tuple[Reponse, ...]
    renommees: tuple[tuple[str, str], ...]
    comparaison: Comparaison


def preparer(
    dossier: Dossier, vers: Referentiel, questionnaire: Questionnaire, renommages: Iterable[Renommage] = ()
) -> Deplacement:
    """Le passage de ce dossier au texte `vers`, sans l'avoir fait : à montrer avant de choisir."""
    depuis = texte_du_dossier(dossier).texte
    avant, apres = questionnaire.pour(depuis), questionnaire.pour(vers)
    arrive, renommees = _renommer(dossier, vers, renommages)
    arrive = Dossier.model_validate({**arrive.model_dump(), "referentiel": choix(vers).model_dump()})
    posees = {r.chemin: r for r in reponses(avec_reponses_locales(dossier, depuis), avant)}
    suivantes = {r.chemin: r for r in reponses(avec_reponses_locales(arrive, vers), apres)}
    return Deplacement(
        dossier=arrive,
        mises_de_cote=tuple(r for chemin, r in posees.items() if r.remplie and chemin not in suivantes),
        nouvelles=tuple(r for chemin, r in suivantes.items() if chemin not in posees and not r.vue),
        renommees=renommees,
        comparaison=comparer(dossier, depuis, vers),
    )


def hors_du_texte(dossier: Dossier, texte: Referentiel, questionnaire: Questionnaire) -> tuple[Reponse, ...]:
    """Les réponses que le dossier garde sans que ce texte les demande."""
    posees = {r.chemin for r in reponses(avec_reponses_locales(dossier, texte), questionnaire.pour(texte))}
    demandees = questionnaire.pour(texte).par_motif
    return tuple(
        r
        for r in reponses(dossier, questionnaire)
        if r.remplie and r.chemin not in posees and r.question.motif not in demandees
    )


def _renommer(
    dossier: Dossier, vers: Referentiel, renommages: Iterable[Renommage]
) -> tuple[Dossier, tuple[tuple[str, str], ...]]:
    """Recopie, pour ce texte, chaque réponse qui a changé de place ; une réponse déjà donnée n'est jamais écrasée."""
    faits = []
    for renommage in renommages:
        valeur = lire(dossier, renommage.de)
        if renommage.texte == vers.id and valeur is not None and lire(dossier, renommage.vers) is None:
            dossier = avec(dossier, renommage.vers, valeur)
            faits.append((renommage.de, renommage.vers))
    return dossier, tuple(faits)
