"""La charte, vue à part : chaque engagement, accepté ou non, appuyé ou contredit par les faits du dossier."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from clas_model.dossier import Dossier
from clas_model.francais import accord, montant
from clas_model.referentiel import Engagement, Referentiel

Appui = Literal["appuye", "contredit", "sans_element"]
# Les natures d'activité qui ouvrent sur la culture et la citoyenneté.
OUVERTURES = frozenset({"culture", "sciences", "sport", "citoyennete"})
_RIEN: tuple[Appui, str] = ("sans_element", "Le dossier ne contient pas de fait qui l'appuie ou le contredise.")


@dataclass(frozen=True, slots=True)
class EngagementVu:
    """Un engagement, la réponse donnée (`None` : sans réponse) et ce que les faits en disent."""

    engagement: Engagement
    accepte: bool | None
    appui: Appui
    phrase: str


def _gratuite(dossier: Dossier) -> tuple[Appui, str]:
    somme = dossier.cadre.participation_famille
    if somme is None:
        return _RIEN
    if somme == 0:
        return "appuye", "Aucune participation n'est demandée aux familles."
    return "contredit", f"Une participation de {montant(somme)} par enfant et par an est demandée aux familles."


def _parents(dossier: Dossier) -> tuple[Appui, str]:
    nombre = sum(a.est_nommee for a in dossier.parents.actions)
    if nombre:
        return "appuye", f"Le projet prévoit {accord(nombre, 'action')} avec les parents."
    if dossier.parents.actions_close and not dossier.parents.actions:
        return "contredit", "Aucune action avec les parents n'est prévue."
    return _RIEN


def _methodes(dossier: Dossier) -> tuple[Appui, str]:
    activites = dossier.enfants.activites
    if any(a.nature == "methode" and a.est_nommee for a in activites):
        return "appuye", "Une activité porte sur les méthodes de travail."
    # Une carte encore vide peut devenir n'importe quelle activité.
    toutes = dossier.enfants.activites_close and all(a.est_nommee for a in activites)
    if toutes and activites and all(a.nature == "aide-devoirs" for a in activites):
        return "contredit", "Toutes les activités sont de l'aide aux devoirs."
    return _RIEN


def _ouverture(dossier: Dossier) -> tuple[Appui, str]:
    activites = [a for a in dossier.enfants.activites if a.est_nommee]
    nombre = sum(a.nature in OUVERTURES for a in activites)
    if nombre:
        verbe = "ouvre" if nombre == 1 else "ouvrent"
        return (
            "appuye",
            f"{accord(nombre, 'activité')} {verbe} sur la culture, les sciences, le sport ou la citoyenneté.",
        )
    if dossier.enfants.activites_close and all(a.est_nommee and a.nature for a in dossier.enfants.activites):
        return "contredit", "Aucune activité culturelle ou citoyenne n'est prévue."
    return _RIEN


def _autonomie(dossier: Dossier) -> tuple[Appui, str]:
    if any(a.nature == "autonomie" and a.est_nommee for a in dossier.enfants.activites):
        return "appuye", "Une activité porte sur l'autonomie ou l'entraide."
    return _RIEN


_APPUIS: dict[str, Callable[[Dossier], tuple[Appui, str]]] = {
    "gratuite": _gratuite,
    "place_parents": _parents,
    "but_methodes": _methodes,
    "but_ouverture": _ouverture,
    "but_autonomie": _autonomie,
    "but_parents": _parents,
}


def vue_charte(dossier: Dossier, referentiel: Referentiel) -> tuple[EngagementVu, ...]:
    """Les neuf engagements dans l'ordre du contenu."""
    return tuple(
        EngagementVu(e, getattr(dossier.charte, e.id), *(_APPUIS[e.id](dossier) if e.id in _APPUIS else _RIEN))
        for e in referentiel.engagements
    )
