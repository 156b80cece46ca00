"""Les questions des réunions, lues et vérifiées : chacune désigne des critères, des choix et un effet qui existent."""

import datetime as dt
import functools
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clas_model.contenu.lecture import doublons, lire_yaml, valider
from clas_model.erreurs import ContenuInvalide
from clas_model.questionnaire import Questionnaire
from clas_model.sondage import Question, Sondage
from clas_model.sondage.effets import EFFETS, dossier_des_reponses

NOM = "commun/reunion.yaml"
_JOUR = dt.date(2026, 9, 14)


def lire_sondage(racine: Path, questionnaire: Questionnaire, criteres: set[str]) -> Sondage:
    """Les questions des réunions. `criteres` : ceux de tous les textes. Lève ContenuInvalide avec toutes les fautes."""
    fautes: list[str] = []
    donnees = lire_yaml(racine / NOM, racine, fautes)
    sondage = None if fautes else valider(Sondage, _avec_les_choix(donnees, questionnaire, fautes), NOM, fautes)
    if sondage is not None:
        fautes += _fautes(sondage, criteres)
    if fautes or sondage is None:
        raise ContenuInvalide(fautes)
    return sondage


def _avec_les_choix(donnees: Any, questionnaire: Questionnaire, fautes: list[str]) -> Any:
    """Donne à chaque question les libellés de la liste qu'elle nomme."""
    questions = donnees.get("questions") if isinstance(donnees, dict) else None
    if not isinstance(questions, list):
        return donnees
    garnies = []
    for question in questions:
        nom = question.get("choix") if isinstance(question, dict) else None
        if nom is not None and nom not in questionnaire.options:
            fautes.append(f"{NOM}, question « {question.get('id')} » : le choix « {nom} » n'existe pas ; corrigez-le.")
        elif nom is not None:
            question = {**question, "options": questionnaire.options[nom]}
        garnies.append(question)
    return {**donnees, "questions": garnies}


def _fautes(sondage: Sondage, criteres: set[str]) -> list[str]:
    fautes = doublons("question", ((NOM, q.id) for q in sondage.questions))
    rangs = {q.id: rang for rang, q in enumerate(sondage.questions)}
    for question in sondage.questions:
        qui = f"{NOM}, question « {question.id} »"
        for critere in sorted(set(question.criteres) - criteres):
            fautes.append(f"{qui} : le critère « {critere} » n'est dans aucun texte ; corrigez-le.")
        for autre in question.suppose:
            if rangs.get(autre, len(rangs)) >= rangs[question.id]:
                fautes.append(f"{qui} : « {autre} » doit être une question placée avant elle ; corrigez « suppose ».")
        if question.genre == "nombre" and question.min >= question.max:
            fautes.append(f"{qui} : « min » doit être plus petit que « max » ; corrigez-les.")
        if question.genre != "nombre" and len(question.options) < 2:
            fautes.append(f"{qui} : donnez « choix », ou deux « options » au moins.")
        fautes += _fautes_d_effet(question, qui)
    return fautes


def _fautes_d_effet(question: Question, qui: str) -> list[str]:
    """Un effet qui n'existe pas, ou dont une réponse possible ne donne pas un dossier valide."""
    if question.effet.nom not in EFFETS:
        return [f"{qui} : l'effet « {question.effet.nom} » n'existe pas ; valeurs possibles : {', '.join(EFFETS)}."]
    options = tuple(question.options)
    essais: tuple[Any, ...] = {
        "nombre": (question.min, question.max, *question.exemples),
        "plusieurs": (options, *question.exemples),
    }.get(question.genre, (*options, *question.exemples))
    for essai in essais:
        try:
            for salle in (True, False):
                dossier_des_reponses((question,), {question.id: essai}, _JOUR, salle=salle)
        except (ValidationError, KeyError, TypeError, AttributeError):
            return [f"{qui} : la réponse {essai!r} ne donne pas un dossier valide ; accordez l'effet et les réponses."]
    for exemple in question.exemples:
        connu = question.min <= exemple <= question.max if isinstance(exemple, int) else set(options).issuperset(
            (exemple,) if isinstance(exemple, str) else exemple
        )  # fmt: skip
        if not connu:
            return [f"{qui} : l'exemple {exemple!r} n'est pas une réponse possible ; corrigez-le."]
    return []


@functools.lru_cache(maxsize=8)
def charger_sondage(racine: Path | None = None) -> Sondage:
    """Les questions des réunions du contenu installé. Lève ContenuInvalide."""
    from clas_model import contenu

    ici = racine or contenu.RACINE
    criteres = {
        c.id for i in contenu.referentiels_disponibles(ici) for c in contenu.charger_referentiel(i, ici).criteres
    }
    return lire_sondage(ici, contenu.charger_questionnaire(ici), criteres)
