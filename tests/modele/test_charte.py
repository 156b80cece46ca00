"""La charte vue à part : ce que la structure accepte, et ce que les faits du dossier en disent."""

from decimal import Decimal

import pytest

from clas_model.charte import EngagementVu, vue_charte
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Charte, Dossier

TEXTE = charger_referentiel()


def vue(donnees: object, engagement: str) -> EngagementVu:
    dossier = Dossier.model_validate(donnees)
    return next(v for v in vue_charte(dossier, TEXTE) if v.engagement.id == engagement)


def test_les_neuf_engagements_dans_l_ordre_du_contenu() -> None:
    vus = [v.engagement.id for v in vue_charte(Dossier(), TEXTE)]
    assert vus == [e.id for e in TEXTE.engagements]
    assert set(vus) == set(Charte.model_fields)
    assert len(vus) == 9


def test_un_dossier_vierge_n_accepte_ni_ne_contredit_rien() -> None:
    for v in vue_charte(Dossier(), TEXTE):
        assert (v.accepte, v.appui) == (None, "sans_element")


@pytest.mark.parametrize("engagement", Charte.model_fields)
@pytest.mark.parametrize("reponse", [True, False])
def test_la_reponse_est_celle_de_la_structure(engagement: str, reponse: bool) -> None:
    assert vue({"charte": {engagement: reponse}}, engagement).accepte is reponse


@pytest.mark.parametrize(
    ("engagement", "donnees", "appui", "mot"),
    [
        ("gratuite", {"cadre": {"participation_famille": 0}}, "appuye", "Aucune participation"),
        ("gratuite", {}, "sans_element", ""),
        ("place_parents", {"parents": {"actions": [{"intitule": "Café"}]}}, "appuye", "1 action"),
        (
            "place_parents",
            {"charte": {"place_parents": True}, "parents": {"actions_close": True}},
            "contredit",
            "Aucune action",
        ),
        ("place_parents", {"parents": {"actions": [{}], "actions_close": True}}, "sans_element", ""),
        ("but_parents", {"parents": {"actions": [{"intitule": "a"}, {"description": "b"}]}}, "appuye", "2 actions"),
        ("but_methodes", {"enfants": {"activites": [{"intitule": "a", "nature": "methode"}]}}, "appuye", "méthodes"),
        (
            "but_methodes",
            {
                "charte": {"but_methodes": True},
                "enfants": {"activites": [{"intitule": "a", "nature": "aide-devoirs"}], "activites_close": True},
            },
            "contredit",
            "aide aux devoirs",
        ),
        ("but_methodes", {"enfants": {"activites": [{"intitule": "a", "nature": "aide-devoirs"}]}}, "sans_element", ""),
        (
            "but_ouverture",
            {"enfants": {"activites": [{"intitule": "a", "nature": "culture"}, {"intitule": "b", "nature": "sport"}]}},
            "appuye",
            "2 activités ouvrent",
        ),
        (
            "but_ouverture",
            {
                "charte": {"but_ouverture": True},
                "enfants": {"activites": [{"intitule": "a", "nature": "methode"}], "activites_close": True},
            },
            "contredit",
            "Aucune activité culturelle",
        ),
        ("but_ouverture", {"enfants": {"activites": [{"intitule": "a"}], "activites_close": True}}, "sans_element", ""),
        (
            "but_autonomie",
            {"enfants": {"activites": [{"intitule": "a", "nature": "autonomie"}]}},
            "appuye",
            "autonomie",
        ),
        ("but_autonomie", {"enfants": {"activites": [{"nature": "autonomie"}]}}, "sans_element", ""),
        # Une carte encore vide peut devenir n'importe quelle activité.
        ("but_ouverture", {"enfants": {"activites": [{}], "activites_close": True}}, "sans_element", ""),
        (
            "but_methodes",
            {"enfants": {"activites": [{"intitule": "a", "nature": "aide-devoirs"}, {}], "activites_close": True}},
            "sans_element",
            "",
        ),
    ],
)
def test_les_faits_appuient_ou_contredisent(engagement: str, donnees: object, appui: str, mot: str) -> None:
    vu = vue(donnees, engagement)
    assert (vu.appui, mot in vu.phrase) == (appui, True), vu.phrase


def test_l_exemple_complet_n_est_contredit_par_rien() -> None:
    assert [v.engagement.id for v in vue_charte(charger_exemple("complet"), TEXTE) if v.appui == "contredit"] == []


def test_l_exemple_faible_est_contredit_par_ses_propres_faits() -> None:
    """Rien que de l'aide aux devoirs, aucune action avec les parents.

    La participation est à apprécier ; la place des parents et l'ouverture n'ont pas encore de réponse.
    """
    vus = {v.engagement.id: v for v in vue_charte(charger_exemple("faible"), TEXTE)}
    assert {i for i, v in vus.items() if v.appui == "contredit"} == {"but_methodes", "but_parents"}
    assert {i for i, v in vus.items() if v.a_apprecier} == {"gratuite", "place_parents", "but_ouverture"}


@pytest.mark.parametrize("reponse", [None, True, False])
@pytest.mark.parametrize("somme", ["0.01", "12.5", "500"])
def test_une_participation_est_a_apprecier_jamais_contredite(reponse: bool | None, somme: str) -> None:
    """L'engagement admet « une petite participation », et aucun texte lu n'en donne le montant."""
    vu_ = vue({"charte": {"gratuite": reponse}, "cadre": {"participation_famille": Decimal(somme)}}, "gratuite")
    assert (vu_.appui, vu_.a_apprecier) == ("sans_element", True)
    assert "demandée aux familles" in vu_.phrase
    assert "votre Caf" in vu_.phrase


def test_une_participation_nulle_appuie_la_gratuite() -> None:
    vu_ = vue({"cadre": {"participation_famille": 0}}, "gratuite")
    assert (vu_.appui, vu_.a_apprecier) == ("appuye", False)


@pytest.mark.parametrize("engagement", ["place_parents", "but_parents", "but_methodes", "but_ouverture"])
def test_rien_n_est_contredit_avant_d_etre_repondu(engagement: str) -> None:
    """Le fait contraire est rappelé, sans jugement ; il contredit une fois la réponse donnée."""
    faits = {
        "parents": {"actions_close": True},
        "enfants": {"activites": [{"intitule": "a", "nature": "aide-devoirs"}], "activites_close": True},
    }
    avant, apres = vue(faits, engagement), vue({**faits, "charte": {engagement: True}}, engagement)
    assert (avant.appui, avant.a_apprecier) == ("sans_element", True)
    assert (apres.appui, apres.a_apprecier) == ("contredit", False)
    assert avant.phrase.startswith(apres.phrase)


def test_sans_fait_la_phrase_dit_qu_il_n_y_en_a_pas() -> None:
    assert {v.phrase for v in vue_charte(Dossier(), TEXTE)} == {
        "Rien dans vos réponses ne le confirme ni ne le dément."
    }
