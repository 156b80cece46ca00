"""Avec le profil d'une Caf installé, chaque page s'ouvre, et ce que la Caf a répondu n'est plus demandé."""

from pathlib import Path
from typing import Any

import pytest

from clas_model.contenu import EXEMPLE_DE_PROFIL, charger_questionnaire
from pages.commun.session import CLE
from tests.pages.test_toutes_les_pages import TITRES


@pytest.fixture(autouse=True)
def _profil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAS_CONTENU", str(EXEMPLE_DE_PROFIL))


@pytest.mark.parametrize("page", TITRES)
def test_la_page_s_ouvre_sous_son_titre(ouvrir: Any, page: str) -> None:
    assert [t.value for t in ouvrir(page).title] == [TITRES[page]]


def test_un_dossier_neuf_nomme_le_profil_et_la_caf_y_repond(ouvrir: Any) -> None:
    essai = ouvrir("dossier/cadre.py")
    etat = essai.session_state[CLE]
    assert etat.dossier.referentiel.id == "valmont"
    # La réponse est celle de la Caf : le dossier, lui, n'en garde pas.
    assert etat.dossier.cadre.departemental is None
    assert any("La Caf du Valmont répond" in i.value for i in essai.info)
    assert "Les questions de votre Caf" in " ".join(m.value for m in essai.markdown)
    assert not any(w.key and w.key.endswith(":cadre.departemental") for w in (*essai.radio, *essai.selectbox))


def test_la_question_de_la_caf_se_repond_et_se_garde(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/cadre.py")
    widget(essai, "complements.vacances.reponse").set_value("oui").run()
    widget(essai, "complements.vacances.texte").set_value("Une après-midi de jeux.").run()
    assert not essai.exception
    (reponse,) = essai.session_state[CLE].dossier.complements
    assert (reponse.id, reponse.reponse, reponse.texte) == ("vacances", True, "Une après-midi de jeux.")


def test_la_formation_existe_puisque_la_caf_le_dit(ouvrir: Any) -> None:
    """La question suivante se pose, sans que la structure ait à répondre à la première."""
    essai = ouvrir("dossier/groupes.py")
    posees = {q.motif for e in charger_questionnaire().etapes for q in e.questions}
    assert "equipe.formation_engagement" in posees
    assert any(w.key and w.key.endswith(":equipe.formation_engagement") for w in (*essai.radio, *essai.selectbox))
    assert any("La Caf du Valmont répond" in c.value for c in essai.caption)


def test_ma_caf_montre_le_profil(ouvrir: Any) -> None:
    page = " ".join(m.value for m in ouvrir("outils/profil.py").markdown)
    for mots in ("L'entrée en sixième", "vendredi 12 juin 2026", "conseillère parentalité", "400", "petites vacances"):
        assert mots in page


def test_un_profil_casse_se_dit_sur_sa_page_et_laisse_l_outil_utilisable(
    ouvrir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profil.yaml").write_text("id: essai\nsur: nationale\n", encoding="utf-8")
    monkeypatch.setenv("CLAS_CONTENU", str(tmp_path))
    essai = ouvrir("outils/profil.py")
    assert "ne peut pas se charger" in essai.error[0].value
    assert any("nationale" in m.value for m in essai.markdown)
    accueil = ouvrir()
    assert accueil.session_state[CLE].dossier.referentiel.id == "experimentation"
