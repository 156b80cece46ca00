"""Préparer une réunion : ce qu'il faut dire, ce qui manque, et qui en a le droit."""

import datetime as dt
import re
from typing import Any

import pytest

from pages.commun import acces, reunions

PAGE = "caf/reunion.py"


@pytest.fixture(autouse=True)
def _fermer() -> Any:
    yield
    reunions.entrepot().close()
    reunions._entrepot.cache_clear()


def bouton(essai: Any, libelle: str) -> Any:
    return next(b for b in essai.button if b.label == libelle)


def liens(essai: Any) -> list[str]:
    return re.findall(r'<input readonly [^>]* value="([^"]+)"', "".join(h.proto.body for h in essai.get("html")))


def champ(essai: Any, libelle: str) -> Any:
    return next(c for c in essai.text_input if c.label == libelle)


def test_une_reunion_se_cree_et_donne_ses_deux_liens(ouvrir: Any) -> None:
    essai = ouvrir(PAGE)
    assert "J'anime une réunion" in essai.title[0].value
    champ(essai, "Titre de la réunion").set_value("  Réunion   de rentrée ")
    bouton(essai, "Créer la réunion").click().run()
    assert not essai.exception
    animation, salle = liens(essai)
    secret, code = animation.rpartition("/")[2], salle.rpartition("/")[2]
    reunion = reunions.entrepot().animer(secret)
    assert reunion.code == code
    assert reunion.preparation.titre == "Réunion de rentrée"
    assert reunion.preparation.texte.id == "experimentation"
    assert len(reunion.preparation.questions) == 12


def test_sans_titre_rien_ne_se_cree(ouvrir: Any) -> None:
    essai = ouvrir(PAGE)
    bouton(essai, "Créer la réunion").click().run()
    assert [e.value for e in essai.error] == [
        "Donnez un titre, une date qui existe (jour, mois, année) et au moins une question."
    ]
    assert liens(essai) == []


def test_une_question_qui_ne_dirait_rien_seule_reclame_l_autre(ouvrir: Any) -> None:
    essai = ouvrir(PAGE)
    champ(essai, "Titre de la réunion").set_value("Réunion")
    essai.multiselect[0].set_value(["adultes"]).run()
    assert "Taille du groupe" in essai.warning[0].value
    bouton(essai, "Créer la réunion").click().run()
    assert liens(essai) == []
    essai.multiselect[0].set_value(["adultes", "effectif"]).run()
    bouton(essai, "Créer la réunion").click().run()
    secret = liens(essai)[0].rpartition("/")[2]
    # Dans l'ordre choisi.
    assert reunions.entrepot().animer(secret).preparation.questions == ("adultes", "effectif")


def test_la_ou_les_agents_se_reconnaissent_eux_seuls_creent(ouvrir: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acces, "comptes_en_place", lambda: True)
    essai = ouvrir(PAGE)
    assert [b.label for b in essai.button if b.label in ("Créer la réunion", "Se connecter")] == ["Se connecter"]


def test_les_questions_changent_de_place_et_la_date_se_tape(ouvrir: Any) -> None:
    essai = ouvrir(PAGE)
    champ(essai, "Titre de la réunion").set_value("Réunion")
    essai.multiselect[0].set_value(["effectif", "adultes", "seances"]).run()
    essai.button(key="questions-experimentation-seances--1").click().run()
    essai.button(key="questions-experimentation-effectif-1").click().run()
    assert essai.multiselect[0].value == ["seances", "effectif", "adultes"]
    champ(essai, "Date").set_value("31/02/2027")
    bouton(essai, "Créer la réunion").click().run()
    assert "une date qui existe" in essai.error[0].value
    champ(essai, "Date").set_value("22/09/2027")
    bouton(essai, "Créer la réunion").click().run()
    preparation = reunions.entrepot().animer(liens(essai)[0].rpartition("/")[2]).preparation
    assert preparation.questions == ("seances", "effectif", "adultes")
    assert preparation.date == dt.date(2027, 9, 22)
