"""Deux réponses qui ne vont pas ensemble : gardées, montrées aux deux endroits, jamais inventées."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings

from clas_model.chemins import motif
from clas_model.contenu import EXEMPLES, charger_exemple
from clas_model.contradictions import Contradiction, contradictions
from clas_model.dossier import Dossier
from tests.modele.phrases import fautes_de_phrase
from tests.modele.strategies import REGLAGES, dossiers, dossiers_complets

AUJOURDHUI = dt.date(2026, 9, 1)


def trouver(donnees: Any, aujourdhui: dt.date | None = AUJOURDHUI) -> tuple[Contradiction, ...]:
    return contradictions(Dossier.model_validate(donnees), aujourdhui)


def groupe(**champs: Any) -> dict[str, Any]:
    return {"groupes": [{"id": "g1", "nom": "Les Cèdres", **champs}]}


def creneau(jour: str | None, debut: str | None, fin: str | None, **champs: Any) -> dict[str, Any]:
    return {"jour": jour, "debut": debut, "fin": fin, **champs}


CAS: list[tuple[str, Any, str, set[str]]] = [
    (
        "une fin de groupe avant son début",
        groupe(date_debut="2027-07-01", date_fin="2026-09-14"),
        "Pour le groupe « Les Cèdres », la fin (lundi 14 septembre 2026) est avant le début (jeudi 1er juillet 2027).",
        {"groupes.g1.date_debut", "groupes.g1.date_fin"},
    ),
    (
        "un créneau qui finit avant de commencer",
        groupe(creneaux=[creneau("mardi", "18:00", "17:00")]),
        "un créneau finirait à 17\u00a0h, avant son début (18\u00a0h)",
        {"groupes.g1.creneaux.c1.debut", "groupes.g1.creneaux.c1.fin"},
    ),
    (
        "un créneau qui finit quand il commence",
        groupe(creneaux=[creneau(None, "18:00", "18:00")]),
        "un créneau commencerait et finirait à la même heure (18\u00a0h)",
        {"groupes.g1.creneaux.c1.debut", "groupes.g1.creneaux.c1.fin"},
    ),
    (
        "deux créneaux qui se chevauchent",
        groupe(creneaux=[creneau("mardi", "17:00", "18:30"), creneau("mardi", "18:29", "19:00")]),
        "deux créneaux du mardi se chevauchent",
        {"groupes.g1.creneaux.c1.debut", "groupes.g1.creneaux.c2.debut"},
    ),
    (
        "plus de semaines de séances que de semaines d'école",
        {"structure": {"semaines_scolaires": 36}, **groupe(semaines_seances=37)},
        "Le groupe « Les Cèdres » aurait 37 semaines de séances pour 36 semaines d'école.",
        {"groupes.g1.semaines_seances", "structure.semaines_scolaires"},
    ),
    (
        "une prise de contact prévue hier",
        {"diagnostic": {"etablissements": [{"demarches": [{"etat": "prevue", "date": "2026-08-31"}]}]}},
        "une prise de contact annoncée comme prévue est datée du lundi 31 août 2026, qui est "
        "passé. Dites si elle a été faite",
        {"diagnostic.etablissements.e1.demarches.d1.etat", "diagnostic.etablissements.e1.demarches.d1.date"},
    ),
    (
        "une prise de contact faite demain",
        {"diagnostic": {"etablissements": [{"demarches": [{"etat": "faite", "date": "2026-09-02"}]}]}},
        "Pour l'établissement 1, une prise de contact annoncée comme faite est datée du mercredi 2 septembre "
        "2026, qui n'est pas encore passé.",
        {"diagnostic.etablissements.e1.demarches.d1.etat", "diagnostic.etablissements.e1.demarches.d1.date"},
    ),
    (
        "une heure de classe à l'envers",
        {"diagnostic": {"etablissements": [{"nom": "École des Saules",
                                            "horaires": [creneau("lundi", "16:30", "13:30")]}]}},
        "Pour « École des Saules », un temps de classe du lundi finirait à 13\u00a0h\u00a030, avant son début "
        "(16\u00a0h\u00a030).",
        {"diagnostic.etablissements.e1.horaires.h1.debut", "diagnostic.etablissements.e1.horaires.h1.fin"},
    ),
    (
        "une date avant l'année scolaire",
        {"structure": {"annee_scolaire": "2026-2027"}, **groupe(date_debut="2026-07-31")},
        "le vendredi 31 juillet 2026 n'est pas dans l'année scolaire 2026-2027",
        {"groupes.g1.date_debut", "structure.annee_scolaire"},
    ),
    (
        "une date après l'année scolaire",
        {"structure": {"annee_scolaire": "2026-2027"}, **groupe(date_fin="2027-08-01")},
        "le dimanche 1er août 2027 n'est pas dans l'année scolaire 2026-2027",
        {"groupes.g1.date_fin", "structure.annee_scolaire"},
    ),
    (
        "plus de dépenses que de recettes",
        {"budget": {"charges": [{"montant": 1000}], "charges_close": True, "produits": [{"montant": "900.5"}],
                    "produits_close": True}},
        "Les dépenses (1\u202f000\u00a0€) dépassent les recettes (900,50\u00a0€) : un budget prévisionnel s'équilibre. "
        "Il manque 99,50\u00a0€ de recettes.",
        {"budget.charges", "budget.produits"},
    ),
    (
        "plus de recettes que de dépenses",
        {"budget": {"charges": [{"montant": 900}], "charges_close": True, "produits": [{"montant": 1000}],
                    "produits_close": True}},
        "Les dépenses (900\u00a0€) sont inférieures aux recettes (1\u202f000\u00a0€) : un budget prévisionnel "
        "s'équilibre. Il manque 100\u00a0€ de dépenses.",
        {"budget.charges", "budget.produits"},
    ),
    (
        "un accompagnateur qui n'existe pas",
        {"equipe": {"accompagnateurs": [{"id": "a1"}]},
         **groupe(creneaux=[creneau(None, None, None, accompagnateurs=["a1", "a9"])])},
        "Une réponse désigne « a9 », qui n'existe pas dans ce dossier.",
        {"groupes.g1.creneaux.c1.accompagnateurs"},
    ),
    (
        "un établissement qui n'existe pas",
        groupe(etablissements=["e9"]),
        "Une réponse désigne « e9 »",
        {"groupes.g1.etablissements"},
    ),
    (
        "un besoin qui n'existe pas",
        {"ecole": {"actions": [{"besoins": ["b8", "b9"]}]}},
        "Une réponse désigne « b8, b9 »",
        {"ecole.actions.x1.besoins"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("donnees", "phrase", "chemins"), [c[1:] for c in CAS], ids=[c[0] for c in CAS])
def test_une_contradiction_se_dit_la_ou_elle_se_corrige(donnees: Any, phrase: str, chemins: set[str]) -> None:
    (trouvee,) = trouver(donnees)
    assert phrase in trouvee.phrase
    assert set(trouvee.chemins) == chemins
    assert fautes_de_phrase(trouvee.phrase.replace("\u00a0", " ").replace("\u202f", " ")) == []


FRONTIERES: list[tuple[str, Any]] = [
    *(
        (f"une prise de contact {etat} aujourd'hui",
         {"diagnostic": {"etablissements": [{"demarches": [{"etat": etat, "date": "2026-09-01"}]}]}})
        for etat in ("faite", "prevue")
    ),
    (
        "une prise de contact prévue hier dans un exemple",
        {"fictif": True,
         "diagnostic": {"etablissements": [{"demarches": [{"etat": "prevue", "date": "2026-08-31"}]}]}},
    ),
    ("un groupe d'un seul jour", groupe(date_debut="2026-09-14", date_fin="2026-09-14")),
    ("une seule des deux dates", groupe(date_debut="2026-09-14")),
    (
        "deux créneaux qui se touchent",
        groupe(creneaux=[creneau("mardi", "17:00", "18:00"), creneau("mardi", "18:00", "19:00")]),
    ),
    (
        "deux créneaux à la même heure deux jours différents",
        groupe(creneaux=[creneau("mardi", "17:00", "18:00"), creneau("jeudi", "17:00", "18:00")]),
    ),
    (
        "deux créneaux dont le jour manque",
        groupe(creneaux=[creneau(None, "17:00", "18:00"), creneau(None, "17:00", "18:00")]),
    ),
    ("autant de semaines que l'école", {"structure": {"semaines_scolaires": 36}, **groupe(semaines_seances=36)}),
    (
        "une démarche faite aujourd'hui",
        {"diagnostic": {"etablissements": [{"demarches": [{"etat": "faite", "date": "2026-09-01"}]}]}},
    ),
    (
        "une démarche prévue demain",
        {"diagnostic": {"etablissements": [{"demarches": [{"etat": "prevue", "date": "2026-09-02"}]}]}},
    ),
    (
        "les premier et dernier jours de l'année scolaire",
        {"structure": {"annee_scolaire": "2026-2027"}, **groupe(date_debut="2026-08-01", date_fin="2027-07-31")},
    ),
    ("un budget encore ouvert", {"budget": {"charges": [{"montant": 1000}], "charges_close": True}}),
    (
        "un budget à l'équilibre",
        {"budget": {"charges": [{"montant": "0.1"}, {"montant": "0.2"}], "charges_close": True,
                    "produits": [{"montant": "0.3"}], "produits_close": True}},
    ),
    ("un groupe de 60 enfants : c'est au critère de le dire", groupe(effectif=60)),
    ("aucun lien", {"groupes": [{"etablissements": [], "creneaux": [{"accompagnateurs": []}]}]}),
    ("un dossier vierge", {}),
]  # fmt: skip


@pytest.mark.parametrize("donnees", [c[1] for c in FRONTIERES], ids=[c[0] for c in FRONTIERES])
def test_ce_qui_va_ensemble_ne_se_dit_pas(donnees: Any) -> None:
    assert trouver(donnees) == ()


def test_sans_la_date_du_jour_une_demarche_n_est_pas_jugee() -> None:
    donnees = {"diagnostic": {"etablissements": [{"demarches": [{"etat": "faite", "date": "2099-01-01"}]}]}}
    assert trouver(donnees, None) == ()
    assert len(trouver(donnees)) == 1


@pytest.mark.parametrize("nom", EXEMPLES)
def test_les_exemples_ne_se_contredisent_pas(nom: str) -> None:
    assert contradictions(charger_exemple(nom), AUJOURDHUI) == ()


def test_un_budget_ou_un_montant_manque_n_est_pas_en_desequilibre() -> None:
    """Le montant manquant est peut-être exactement celui de l'écart."""
    donnees = {
        "budget": {
            "charges": [{"montant": 1000}],
            "charges_close": True,
            "produits": [{"montant": 900}, {"financeur": "Commune"}],
            "produits_close": True,
        }
    }
    assert trouver(donnees) == ()


@given(dossiers())
@settings(REGLAGES, max_examples=40)
def test_chaque_contradiction_mene_a_des_champs_du_dossier(dossier: Dossier) -> None:
    for trouvee in contradictions(dossier, AUJOURDHUI):
        assert trouvee.chemins
        for chemin in trouvee.chemins:
            motif(chemin)
        assert trouvee.phrase.endswith(".")


@given(dossiers_complets())
@settings(REGLAGES, max_examples=25)
def test_l_ordre_des_elements_ne_change_pas_ce_qui_se_contredit(dossier: Dossier) -> None:
    inverse = Dossier.model_validate({**dossier.model_dump(), "groupes": dossier.model_dump()["groupes"][::-1]})
    assert len(contradictions(inverse, AUJOURDHUI)) == len(contradictions(dossier, AUJOURDHUI))


@pytest.mark.parametrize(
    ("nombre", "designes", "attendu"), [(2, ["a1", "a2"], False), (3, ["a1", "a2"], False), (1, ["a1", "a2"], True)]
)
def test_plus_de_personnes_designees_que_d_adultes_annonces(nombre: int, designes: list[str], attendu: bool) -> None:
    trouvees = trouver(
        {
            "equipe": {"accompagnateurs": [{"id": "a1"}, {"id": "a2"}]},
            **groupe(creneaux=[{"nombre_adultes": nombre, "accompagnateurs": designes}]),
        }
    )
    phrases = [c.phrase for c in trouvees if "désigne" in c.phrase]
    assert bool(phrases) == attendu
    if attendu:
        assert "2 accompagnateurs pour 1 adulte" in phrases[0]


@pytest.mark.parametrize(("debut", "attendu"), [("11:30", 0), ("11:29", 1)])
def test_deux_temps_de_classe_qui_se_chevauchent(debut: str, attendu: int) -> None:
    """De 8 h 30 à 11 h 30, puis de `debut` à 16 h 30 : à 11 h 30, ils se touchent sans se chevaucher."""
    plages = [("08:30", "11:30"), (debut, "16:30")]
    horaires = [{"jour": "lundi", "debut": d, "fin": f} for d, f in plages]
    trouvees = trouver({"diagnostic": {"etablissements": [{"nom": "École des Saules", "horaires": horaires}]}})
    assert sum("deux temps de classe du lundi se chevauchent" in c.phrase for c in trouvees) == attendu
