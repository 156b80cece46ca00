"""Répéter une réunion : des réponses simulées, tirées des exemples du contenu, toujours les mêmes."""

from collections.abc import Sequence

from clas_model.sondage import Question, Reponse

# Un « je ne sais pas » et une absence de réponse de temps en temps : une vraie salle n'est jamais complète.
_NE_SAIT_PAS, _ABSENT = 11, 13


def simuler(questions: Sequence[Question], structures: int) -> tuple[dict[str, Reponse], ...]:
    """Les réponses de `structures` structures imaginaires."""
    return tuple(_une(questions, rang) for rang in range(structures))


def _une(questions: Sequence[Question], rang: int) -> dict[str, Reponse]:
    reponses: dict[str, Reponse] = {}
    for numero, question in enumerate(questions):
        tirage = rang * 7 + numero * 5
        if tirage % _ABSENT == _ABSENT - 1:
            continue
        exemple = question.exemples[(rang + rang // len(question.exemples) * numero) % len(question.exemples)]
        reponses[question.id] = None if tirage % _NE_SAIT_PAS == _NE_SAIT_PAS - 1 else exemple
    return reponses
