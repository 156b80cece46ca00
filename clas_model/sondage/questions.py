"""Les questions d'une réunion, en mots, et ce qu'est une réponse recevable.

Une question demande un fait, jamais un avis : « notre groupe compte 14 enfants ». Ce que ce fait vaut, seules les
règles des critères le disent.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from clas_model.erreurs import SaisieRefusee
from clas_model.francais import lire_entier
from clas_model.referentiel import Contenu, Identifiant, Phrase, Referentiel, RegleAppelee

# `None` : « je ne sais pas ». Une question sans réponse n'est pas dans les réponses.
Reponse = int | str | tuple[str, ...] | None
Reponses = Mapping[str, Reponse]
NE_SAIT_PAS = "nsp"
# Ce que coche qui répond « aucun » à une question à plusieurs choix.
AUCUN = "aucun"
OUI_NON = {"oui": "Oui", "non": "Non"}


class Question(Contenu):
    """Une question : ses mots, ce qu'on peut y répondre, les critères qu'elle aide à juger.

    `choix` : une liste de `parcours.yaml` ; à défaut, `options`. `suppose` : les questions sans lesquelles sa réponse
    ne dit rien. `effet` : comment la réponse entre dans un dossier. `exemples` : pour répéter une réunion.
    """

    id: Identifiant
    titre: Phrase
    libelle: Phrase
    aide: Phrase | None = None
    criteres: tuple[Identifiant, ...]
    genre: Literal["nombre", "oui_non", "choix", "plusieurs"]
    min: int = 0
    max: Annotated[int, Field(le=999)] = 0
    unite: Phrase | None = None
    choix: Identifiant | None = None
    options: dict[str, Annotated[str, StringConstraints(min_length=2)]] = Field(default_factory=dict)
    aucun: Phrase | None = None
    suppose: tuple[Identifiant, ...] = ()
    effet: RegleAppelee
    exemples: Annotated[tuple[int | str | tuple[str, ...], ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _oui_et_non(cls, donnees: Any) -> Any:
        """« oui » et « non » ont toujours les mêmes mots."""
        if isinstance(donnees, dict) and donnees.get("genre") == "oui_non":
            return {**donnees, "options": OUI_NON}
        return donnees


class Sondage(Contenu):
    """Toutes les questions, le nombre de structures sous lequel rien ne s'affiche, et la durée de garde en jours."""

    seuil_affichage: Annotated[int, Field(ge=2, le=20)]
    conservation_jours: Annotated[int, Field(ge=1, le=366)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @functools.cached_property
    def par_id(self) -> dict[str, Question]:
        """Les questions par identifiant."""
        return {q.id: q for q in self.questions}

    def choisies(self, identifiants: Sequence[str]) -> tuple[Question, ...]:
        """Les questions de ces identifiants, dans cet ordre ; une question disparue du contenu est omise."""
        return tuple(self.par_id[i] for i in identifiants if i in self.par_id)

    def pour(self, texte: Referentiel) -> tuple[Question, ...]:
        """Celles qui aident à juger un critère de ce texte, ou dont une autre a besoin."""
        criteres = {c.id for c in texte.criteres}
        gardees = {q.id for q in self.questions if criteres.intersection(q.criteres)}
        gardees |= {i for q in self.questions if q.id in gardees for i in q.suppose}
        return tuple(q for q in self.questions if q.id in gardees)

    def manquantes(self, identifiants: Sequence[str]) -> tuple[Question, ...]:
        """Les questions qu'il faut poser, avant ou après, pour que celles-ci servent."""
        besoins = dict.fromkeys(i for q in self.choisies(identifiants) for i in q.suppose)
        return self.choisies([i for i in besoins if i not in identifiants])


def lire_reponse(question: Question, champs: Sequence[str]) -> Reponse:
    """La réponse que portent les champs d'un formulaire. Lève SaisieRefusee, avec une phrase."""
    valeurs = [c.strip() for c in champs if c.strip()]
    if NE_SAIT_PAS in valeurs:
        return None
    if not valeurs:
        quoi = "Écrivez un nombre" if question.genre == "nombre" else "Choisissez une réponse"
        raise SaisieRefusee(question.id, f"{quoi}, ou « Je ne sais pas ».")
    if question.genre == "nombre":
        return _nombre(question, valeurs[0])
    connues = set(question.options) | ({AUCUN} if question.aucun else set())
    if not connues.issuperset(valeurs):
        raise SaisieRefusee(question.id, "Cette réponse n'est pas proposée : choisissez-en une dans la liste.")
    if question.genre != "plusieurs":
        return valeurs[0]
    if AUCUN in valeurs and len(set(valeurs)) > 1:
        raise SaisieRefusee(
            question.id, f"Vous avez coché « {question.aucun} » et autre chose : gardez l'un ou l'autre."
        )
    return tuple(o for o in question.options if o in valeurs)


def recevable(question: Question, reponse: Reponse) -> bool:
    """Vrai si cette réponse gardée en est encore une : le contenu a pu changer depuis."""
    if isinstance(reponse, int):
        return question.genre == "nombre" and question.min <= reponse <= question.max
    choisies = {reponse} if isinstance(reponse, str) else set(reponse or ())
    return reponse is None or (question.genre != "nombre" and choisies <= set(question.options))


def en_mots(question: Question, reponse: Reponse) -> str:
    """Une réponse telle qu'on la redit à qui l'a donnée."""
    if reponse is None:
        return "Je ne sais pas"
    if isinstance(reponse, int):
        return f"{reponse} {question.unite}" if question.unite else str(reponse)
    if isinstance(reponse, str):
        return question.options[reponse]
    return " · ".join(question.options[o] for o in reponse) or question.aucun or "Aucun"


def _nombre(question: Question, texte: str) -> int:
    try:
        nombre = lire_entier(texte)
    except ValueError as erreur:
        raise SaisieRefusee(question.id, "Écrivez un nombre entier, en chiffres : 12, par exemple.") from erreur
    if not question.min <= nombre <= question.max:
        raise SaisieRefusee(
            question.id, f"Ce nombre doit être compris entre {question.min} et {question.max}. Vérifiez-le."
        )
    return nombre
