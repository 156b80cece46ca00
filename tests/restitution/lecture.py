"""Lire un plan dans un test : son texte, ses paragraphes, ses tableaux, ses points à compléter."""

import itertools

from clas_model.restitution.arbre import Document, Liste, Paragraphe, Section, Tableau
from clas_model.restitution.redaction_reste import LEGENDE


def candidature(document: Document) -> list[Section]:
    return list(itertools.takewhile(lambda s: not s.id.startswith(("a-completer", "annexe")), document.sections))


def texte(morceaux) -> str:
    return "".join(m.texte for m in morceaux)


def paragraphes(sections) -> list[Paragraphe]:
    blocs = [b for s in sections for b in s.blocs]
    listes = [e for b in blocs if isinstance(b, Liste) for e in b.elements]
    return [b for b in blocs if isinstance(b, Paragraphe)] + listes


def tableau(document: Document, legende: str) -> Tableau:
    return next(b for s in document.sections for b in s.blocs if isinstance(b, Tableau) and b.legende == legende)


def lignes_du_tableau(document: Document, legende: str):
    """Les lignes d'un tableau ; aucune s'il n'est pas dans le document."""
    blocs = (b for s in document.sections for b in s.blocs)
    return next((b.lignes for b in blocs if isinstance(b, Tableau) and b.legende == legende), ())


def ecrit(document: Document) -> str:
    return "\n".join(texte(s.morceaux()) for s in document.sections)


def points(document: Document) -> list[tuple[str, str, str]]:
    """Les lignes des points à compléter : ce qui manque, quoi écrire, ce que dit le texte."""
    trouves = [b for s in document.sections for b in s.blocs if isinstance(b, Tableau) and b.legende == LEGENDE]
    return [tuple(texte(c).replace("\u00a0", " ") for c in ligne) for t in trouves for ligne in t.lignes]


def ecartes(document: Document) -> list[str]:
    """Ce que le texte attend, et que les réponses écartent."""
    sections = [s for s in document.sections if s.id == "a-completer-ecartes"]
    return [texte(p.texte).replace("\u00a0", " ") for p in paragraphes(sections)]
