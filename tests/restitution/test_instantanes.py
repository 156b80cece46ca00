"""La forme du brouillon des deux exemples : ses titres, leur niveau, ses blocs. Un changement voulu se relit ici.

Après un changement voulu : `CLAS_INSTANTANES=1 .venv/bin/python -m pytest tests/restitution/test_instantanes.py -n 0`,
puis relire la différence. Les mots, eux, sont vérifiés par `test_plan.py`.
"""

import os
from pathlib import Path

import pytest

from clas_model.contenu import charger_exemple
from clas_model.restitution.arbre import Document, Figure, Liste, Tableau

PLANS = Path(__file__).parent / "plans"


def forme(document: Document) -> str:
    """Une ligne par section : son niveau, son titre, ses blocs et leur taille."""
    lignes = []
    for section in document.sections:
        if section.id.startswith("a-completer"):
            continue
        blocs = []
        for bloc in section.blocs:
            match bloc:
                case Tableau():
                    blocs.append(f"tableau {len(bloc.lignes)} x {len(bloc.entetes)}")
                case Liste():
                    blocs.append(f"liste {len(bloc.elements)}")
                case Figure():
                    blocs.append("figure")
                case _:
                    blocs.append("paragraphe")
        lignes.append(f"{'#' * section.niveau} {section.titre} : {', '.join(blocs) or 'rien'}")
    return "\n".join(lignes) + "\n"


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_la_forme_du_brouillon_est_celle_qu_on_a_relue(nom, planifie):
    fichier, obtenue = PLANS / f"{nom}.txt", forme(planifie(charger_exemple(nom)))
    if os.environ.get("CLAS_INSTANTANES"):
        fichier.write_text(obtenue, encoding="utf-8")
    assert obtenue == fichier.read_text(encoding="utf-8")
