"""La charte, vue à part : chaque engagement, accepté ou non, appuyé ou contredit par les faits du dossier."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from clas_model.dossier import Dossier
from clas_model.francais import accord, montant
from clas_model.referentiel import Engagement, Referentiel
from clas_model.regles.alertes import que_des_devoirs

Appui = Literal["appuye", "contredit", "sans_element"]
# Ce que disent les faits, avant de regarder la réponse, et la phrase.
_Fait = tuple[Literal["appuye", "contredit", "a_apprecier", "sans_element"], str]
# Les natures d'activité qui ouvrent sur la culture et la citoyenneté.
OUVERTURES = frozenset({"culture", "sciences", "sport", "citoyennete"})
SANS_ELEMENT = "Rien dans vos réponses ne le confirme ni ne le dément."
_RIEN: _Fait = ("sans_element", SANS_ELEMENT)


@dataclass(frozen=True, slots=True)
class EngagementVu:
    """Un engagement, la réponse donnée (`None` : sans réponse) et ce que les faits en disent.

    `a_apprecier` : un fait est à peser, sans que le texte permette de dire qu'il appuie ou contredit l'engagement ;
    `appui` vaut alors « sans_element », et la phrase donne le fait.
    """

    engagement: Engagement
    accepte: bool | None
    appui: Appui
    phrase: str
    a_apprecier: bool = False

    @property
    def sans_element(self) -> bool:
        """Vrai si aucun fait n'appuie, ne contredit, ni ne pèse : il n'y a rien à en dire."""
        return self.appui == "sans_element" and not self.a_apprecier


def _gratuite(dossier: Dossier) -> _Fait:
    somme = dossier.cadre.participation_famille
    if somme is None:
        return _RIEN
    if somme == 0:
        return "appuye", "Aucune participation n'est demandée aux familles."
    # L'engagement admet une petite participation, et aucun texte lu n'en donne le montant.
    return "a_apprecier", (
        f"Une participation de {montant(somme)} par enfant et par an est demandée aux familles. Aucun texte lu ne dit "
        "jusqu'où elle reste petite : demandez-le à votre Caf."
    )


def _parents(dossier: Dossier) -> _Fait:
    nombre = sum(a.est_nommee for a in dossier.parents.actions)
    if nombre:
        return "appuye", f"Le projet prévoit {accord(nombre, 'action')} avec les parents."
    if dossier.parents.actions_close and not dossier.parents.actions:
        return "contredit", "Aucune action avec les parents n'est prévue."
    return _RIEN


def _methodes(dossier: Dossier) -> _Fait:
    activites = dossier.enfants.activites
    if any(a.nature == "methode" and a.est_nommee for a in activites):
        return "appuye", "Une activité porte sur les méthodes de travail."
    if que_des_devoirs(dossier):
        return "contredit", "Toutes les activités sont de l'aide aux devoirs."
    return _RIEN


def _ouverture(dossier: Dossier) -> _Fait:
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


def _autonomie(dossier: Dossier) -> _Fait:
    if any(a.nature == "autonomie" and a.est_nommee for a in dossier.enfants.activites):
        return "appuye", "Une activité porte sur l'autonomie ou l'entraide."
    return _RIEN


_APPUIS: dict[str, Callable[[Dossier], _Fait]] = {
    "gratuite": _gratuite,
    "place_parents": _parents,
    "but_methodes": _methodes,
    "but_ouverture": _ouverture,
    "but_autonomie": _autonomie,
    "but_parents": _parents,
}


def _vu(engagement: Engagement, dossier: Dossier) -> EngagementVu:
    """Rien n'est contredit avant d'être répondu : le fait est alors seulement rappelé."""
    accepte: bool | None = getattr(dossier.charte, engagement.id)
    fait, phrase = _APPUIS[engagement.id](dossier) if engagement.id in _APPUIS else _RIEN
    if fait == "contredit" and accepte is None:
        return EngagementVu(engagement, accepte, "sans_element", f"{phrase} Pensez-y avant de répondre.", True)
    if fait == "a_apprecier":
        return EngagementVu(engagement, accepte, "sans_element", phrase, True)
    return EngagementVu(engagement, accepte, fait, phrase)


def vue_charte(dossier: Dossier, referentiel: Referentiel) -> tuple[EngagementVu, ...]:
    """Les neuf engagements dans l'ordre du contenu."""
    return tuple(_vu(e, dossier) for e in referentiel.engagements)
