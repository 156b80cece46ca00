"""Le déroulé : l'accueil, le texte, chaque question précédée de ses critères, les écarts, la boîte, le départ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clas_model.referentiel import Critere, Referentiel
from clas_model.sondage import Question

# Au-delà, un critère et son passage ne se lisent plus du fond de la salle.
PAR_VUE = 2
Genre = Literal["accueil", "texte", "critere", "question", "ecarts", "boite", "depart"]


@dataclass(frozen=True, slots=True)
class Vue:
    """Une vue projetée ; `question` pour « critere » et « question », `criteres` : ceux qu'elle aide à juger."""

    genre: Genre
    question: Question | None = None
    criteres: tuple[Critere, ...] = ()


def deroule(questions: Sequence[Question], texte: Referentiel) -> tuple[Vue, ...]:
    """Les vues, dans l'ordre. Un critère déjà présenté ne l'est pas deux fois."""
    vues, presentes = [Vue("accueil"), Vue("texte")], set[str]()
    for question in questions:
        criteres = criteres_de(question, texte)
        nouveaux = tuple(c for c in criteres if c.id not in presentes)
        presentes |= {c.id for c in nouveaux}
        debuts = range(0, len(nouveaux), PAR_VUE)
        vues.extend(Vue("critere", question, nouveaux[d : d + PAR_VUE]) for d in debuts)
        vues.append(Vue("question", question, criteres))
    return (*vues, Vue("ecarts"), Vue("boite"), Vue("depart"))


def criteres_de(question: Question, texte: Referentiel) -> tuple[Critere, ...]:
    """Les critères de ce texte que la question aide à juger, dans l'ordre où elle les nomme."""
    presents = {c.id for c in texte.criteres}
    return tuple(texte.critere(i) for i in question.criteres if i in presents)


def atteintes(vues: Sequence[Vue], position: int) -> frozenset[str]:
    """Les questions déjà posées à ce point de la réunion."""
    return frozenset(v.question.id for v in vues[: position + 1] if v.genre == "question" and v.question)
