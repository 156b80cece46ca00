"""Plusieurs actions ou besoins dans le même cas : une seule phrase, qui les nomme."""

from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.regles import ALERTES

# Deux actions, l'une avec les enfants, l'autre avec l'école : aucune ne répond au seul besoin, et tout est clos.
FAIBLE = charger_exemple("faible")


def _signaux(alerte: str, dossier: Dossier) -> list[tuple[str, tuple[str, ...]]]:
    return list(ALERTES[alerte](dossier))


def _avec_activites(*intitules: str | None) -> Dossier:
    modele = FAIBLE.enfants.activites[0]
    activites = tuple(modele.model_copy(update={"id": f"a{r}", "intitule": t}) for r, t in enumerate(intitules))
    return FAIBLE.model_copy(
        update={
            "enfants": FAIBLE.enfants.model_copy(update={"activites": activites}),
            "ecole": FAIBLE.ecole.model_copy(update={"actions": ()}),
        }
    )


def test_deux_actions_sans_besoin_se_disent_en_une_phrase() -> None:
    ((fait, chemins),) = _signaux("action-sans-besoin", FAIBLE)
    assert fait.count("besoin") == 1
    assert "« Aide aux devoirs » et « Liste des élèves demandée à la directrice »" in fait
    assert [c.split(".")[0] for c in chemins] == ["enfants", "ecole"]


def test_une_seule_action_sans_besoin_se_dit_au_singulier() -> None:
    ((fait, _),) = _signaux("action-sans-besoin", _avec_activites("Lecture"))
    assert fait == "Une action ne répond à aucun besoin du diagnostic : « Lecture »."


def test_au_dela_de_quatre_les_suivantes_se_comptent() -> None:
    ((fait, chemins),) = _signaux("action-sans-besoin", _avec_activites("A", "B", "C", "D", "E", None))
    assert fait == "6 actions ne répondent à aucun besoin du diagnostic : « A », « B », « C » et 3 autres."
    assert len(chemins) == 6


def test_deux_besoins_sans_action_se_disent_en_une_phrase() -> None:
    premier = FAIBLE.diagnostic.besoins[0]
    besoins = (premier, premier.model_copy(update={"id": "b2", "intitule": None, "description": "Lire une consigne"}))
    dossier = FAIBLE.model_copy(
        update={"diagnostic": FAIBLE.diagnostic.model_copy(update={"besoins": besoins})},
    )
    ((fait, chemins),) = _signaux("besoin-sans-action", dossier)
    assert fait.startswith("Aucune action ne répond à 2 besoins : ")
    assert fait.endswith("le besoin 2, sans intitulé.")
    assert chemins == (f"diagnostic.besoins.{premier.id}", "diagnostic.besoins.b2")
