"""Ce que contient un fichier, dit avant de l'ouvrir."""

import datetime as dt

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple, charger_questionnaire
from clas_model.dossier import Dossier
from clas_model.reconduction import reconduire
from clas_model.sommaire import sommaire

MOTS = charger_questionnaire()


def test_un_dossier_vierge() -> None:
    vide = sommaire(Dossier(), MOTS)
    assert (vide.nom, vide.annee, vide.groupes, vide.enfants, vide.reponses, vide.du) == (None, None, 0, None, 0, None)
    assert vide.en_phrases()[:3] == ("Un dossier sans nom", "Sans année scolaire", "aucun groupe")


def test_les_faits_d_un_dossier() -> None:
    dossier = Dossier.model_validate(
        {
            "structure": {"nom": "Les Passerelles", "annee_scolaire": "2026-2027"},
            "groupes": [
                {"effectif": 8, "date_debut": "2026-09-14", "date_fin": "2027-06-25"},
                {"effectif": 6, "date_debut": "2026-09-15"},
                {},
            ],
        }
    )
    fait = sommaire(dossier, MOTS)
    assert (fait.groupes, fait.enfants) == (3, 14)
    assert (fait.du, fait.au) == (dt.date(2026, 9, 14), dt.date(2027, 6, 25))
    assert [p.replace("\u00a0", " ") for p in fait.en_phrases()][:3] == [
        "« Les Passerelles »",
        "Année scolaire 2026-2027",
        "3 groupes, 14 enfants",
    ]


def test_ce_qui_est_a_confirmer_et_ce_qui_est_fictif_se_dit() -> None:
    complet = charger_exemple("complet")
    phrases = sommaire(reconduire(complet), MOTS).en_phrases()
    assert any("à confirmer" in p for p in phrases)
    assert phrases[-1] == "Exemple fictif"
    assert sommaire(avec(complet, "groupes.g1.effectif", None), MOTS).reponses == sommaire(complet, MOTS).reponses - 1
