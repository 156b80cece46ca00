"""Le brouillon des deux exemples, en toutes lettres, tel qu'une personne l'a relu (`plans/`).

Après un changement voulu : `CLAS_INSTANTANES=1 .venv/bin/python -m pytest tests/restitution/test_instantanes.py -n 0`,
puis relire la différence (`git diff tests/restitution/plans`) comme on relirait la candidature.
"""

import os
from pathlib import Path

import pytest

from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.positionnement import positionner
from clas_model.restitution.plan import plan_du_brouillon
from clas_model.restitution.texte import brouillon_texte
from tests.restitution.conftest import AUJOURDHUI

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_le_brouillon_est_celui_qu_on_a_relu(nom):
    dossier = charger_exemple(nom)
    # Sans l'annexe : ses mots sont ceux des critères, relus avec eux.
    document = plan_du_brouillon(
        dossier, positionner(dossier, charger_referentiel()), charger_questionnaire(), AUJOURDHUI
    )
    fichier, obtenu = PLANS / f"{nom}.txt", brouillon_texte(document)
    if os.environ.get("CLAS_INSTANTANES"):
        fichier.write_text(obtenu, encoding="utf-8")
    assert obtenu == fichier.read_text(encoding="utf-8")
    # Les passages cités ont celles de leur source : à l'écran et sur le papier, une seule sorte.
    assert "’" not in obtenu
