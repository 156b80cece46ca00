"""Ce que l'on rend du positionnement : tableaux, graphique, plan du brouillon et document Word.

Word, pandas et Altair ne se chargent qu'au moment de servir : juger un dossier n'en a pas besoin.
"""

from clas_model.restitution.arbre import Document
from clas_model.restitution.plan import nom_de_fichier, plan_du_brouillon

__all__ = ["brouillon_docx", "nom_de_fichier", "plan_du_brouillon"]


def brouillon_docx(document: Document) -> bytes:
    """Le document Word d'un plan."""
    from clas_model.restitution.docx import brouillon_docx as rendre

    return rendre(document)
