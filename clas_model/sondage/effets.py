"""Des réponses au dossier : chaque question a un effet, une fonction que le contenu appelle par son nom.

Le même dossier sert à deux usages. Chez soi, il ne contient que ce qui a été dit : une action annoncée est une carte à
nommer, une liste reste ouverte. Dans la salle, ce qu'on y a déclaré tient lieu de ce qui y serait écrit, et la liste
est tenue pour complète : les règles peuvent alors juger.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from clas_model.dossier import Dossier
from clas_model.sondage.questions import Question, Reponse, Reponses

DECLARE = "Déclaré à la réunion"
_LISTES_D_ACTIONS = (("enfants", "activites"), ("parents", "actions"), ("ecole", "actions"), ("territoire", "actions"))


class _Parametres(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ParametresChamp(_Parametres):
    """Le champ que remplit la réponse, sous la forme « partie.champ »."""

    champ: str


class ParametresElements(_Parametres):
    """La liste qui reçoit un élément par choix, le champ qui porte ce choix, et celui qui nomme l'élément."""

    liste: str
    champ: str
    nom: str


@dataclass
class Chantier:
    """Un dossier en train de se faire. `salle` : pour le graphique de la salle ; `jour` : celui de la réunion."""

    jour: dt.date
    salle: bool
    brut: dict[str, Any] = field(default_factory=dict)
    ne_sait_pas: list[str] = field(default_factory=list)

    def partie(self, nom: str) -> dict[str, Any]:
        """Une partie du dossier, créée au besoin."""
        partie: dict[str, Any] = self.brut.setdefault(nom, {})
        return partie

    def groupe(self) -> dict[str, Any]:
        """Le groupe dont parlent les questions."""
        groupe: dict[str, Any] = self.brut.setdefault("groupes", [{"id": "g1"}])[0]
        if self.salle:
            self.brut["groupes_close"] = True
        return groupe

    def creneaux(self) -> list[dict[str, Any]]:
        """Les créneaux du groupe ; un seul tant que leur nombre n'est pas dit."""
        groupe = self.groupe()
        creneaux: list[dict[str, Any]] = groupe.setdefault("creneaux", [{"id": "c1"}])
        if self.salle:
            groupe["creneaux_close"] = True
        return creneaux

    def liste(self, chemin: str, elements: Iterable[dict[str, Any]]) -> None:
        """Pose une liste ; vide, c'est « aucun », et elle est close partout."""
        nom, _, champ = chemin.partition(".")
        pleins = list(elements)
        self.partie(nom)[champ] = pleins
        if self.salle or not pleins:
            self.partie(nom)[f"{champ}_close"] = True


def _effectif(chantier: Chantier, valeur: Any, _: Any) -> None:
    chantier.groupe()["effectif"] = valeur


def _classes(chantier: Chantier, valeur: Any, _: Any) -> None:
    chantier.groupe()["niveaux"] = valeur


def _seances(chantier: Chantier, valeur: Any, _: Any) -> None:
    """Autant de créneaux hebdomadaires ; zéro veut dire qu'aucun ne l'est."""
    creneaux = chantier.creneaux()
    creneaux[:] = [{"id": f"c{n}", "rythme": "hebdomadaire"} for n in range(1, valeur + 1)]
    if not creneaux:
        creneaux.append({"id": "c1", "rythme": "autre"})


def _adultes(chantier: Chantier, valeur: Any, _: Any) -> None:
    """Le plus petit nombre d'adultes : dit de tous les créneaux pour la salle, d'un seul dans le dossier de chacun."""
    creneaux = chantier.creneaux()
    for creneau in creneaux if chantier.salle else creneaux[:1]:
        creneau["nombre_adultes"] = valeur


def _elements(chantier: Chantier, valeur: Any, parametres: ParametresElements) -> None:
    nomme = {parametres.nom: DECLARE} if chantier.salle else {}
    initiale = "i" if parametres.liste == "evaluation.indicateurs" else "x"
    chantier.liste(
        parametres.liste,
        ({"id": f"{initiale}{rang}", parametres.champ: choix, **nomme} for rang, choix in enumerate(valeur, start=1)),
    )


def _oui_non(chantier: Chantier, valeur: Any, parametres: ParametresChamp) -> None:
    nom, _, champ = parametres.champ.partition(".")
    chantier.partie(nom)[champ] = valeur == "oui"


def _canaux(chantier: Chantier, valeur: Any, _: Any) -> None:
    chantier.partie("ecole")["canaux"] = valeur


def _buts_parents(chantier: Chantier, valeur: Any, _: Any) -> None:
    """Les buts valent pour l'ensemble des actions : chez soi, on ne sait de laquelle que s'il n'y en a qu'une."""
    actions = chantier.partie("parents").get("actions") or []
    if chantier.salle or len(actions) == 1:
        for action in actions:
            action["objectifs"] = valeur


def _etablissements(chantier: Chantier, valeur: Any, _: Any) -> None:
    chantier.liste("diagnostic.etablissements", ({"id": f"e{n}"} for n in range(1, valeur + 1)))


def _contacts(chantier: Chantier, valeur: Any, _: Any) -> None:
    """Chez soi, lesquels et quand reste à dire ; pour la salle, le jour de la réunion tient lieu de date."""
    if not chantier.salle:
        return
    for rang, etablissement in enumerate(chantier.partie("diagnostic").get("etablissements") or []):
        contact = [{"id": "d1", "etat": "faite", "date": chantier.jour}] if rang < valeur else []
        etablissement |= {"demarches": contact, "demarches_close": True}


def _partenaire(chantier: Chantier, valeur: Any, _: Any) -> None:
    if chantier.salle:
        # Un partenaire doit différer de la structure : il faut donc qu'elle ait un nom.
        chantier.partie("structure")["nom"] = f"{DECLARE} : structure"
    declare = {"nom": DECLARE, "type": "autre", "role": DECLARE} if chantier.salle else {}
    chantier.liste("diagnostic.partenaires", [{"id": "p1", **declare}] if valeur == "oui" else [])


def _action_territoire(chantier: Chantier, valeur: Any, _: Any) -> None:
    nomme = {"intitule": DECLARE} if chantier.salle else {}
    chantier.liste("territoire.actions", [{"id": "x1", **nomme}] if valeur == "oui" else [])


def _diagnostic(chantier: Chantier, valeur: Any, _: Any) -> None:
    """Ce qui n'est pas coché manque dans la salle ; dans le dossier de chacun, il reste à remplir."""
    diagnostic = chantier.partie("diagnostic")
    if chantier.salle:
        diagnostic["sources"] = ("autre",) if "sources" in valeur else ()
    if chantier.salle or "besoins" in valeur:
        nomme = {"intitule": DECLARE} if chantier.salle else {}
        chantier.liste("diagnostic.besoins", [{"id": "b1", **nomme}] if "besoins" in valeur else [])
    if chantier.salle:
        _relier(chantier, ("b1",) if {"besoins", "reponses"} <= set(valeur) else ())


def _relier(chantier: Chantier, besoins: tuple[str, ...]) -> None:
    """Dans la salle, une action déclarée répond au besoin, ou aucune ne le fait."""
    actions = [a for partie, liste in _LISTES_D_ACTIONS for a in chantier.partie(partie).get(liste) or []]
    if besoins and not actions and not chantier.partie("enfants").get("activites_close"):
        actions = [{"id": "x1", "intitule": DECLARE}]
        chantier.partie("enfants")["activites"] = actions
    for rang, action in enumerate(actions):
        action["besoins"] = besoins if rang == 0 else ()


def _formation(chantier: Chantier, valeur: Any, _: Any) -> None:
    equipe = chantier.partie("equipe")
    equipe["formation_existe"] = valeur != "aucune"
    if valeur == "inscrit":
        equipe["accompagnateurs"] = [{"id": "a1", "formation": True}]
    if valeur == "personne" and chantier.salle:
        equipe |= {"formation_engagement": False, "accompagnateurs_close": True}


@dataclass(frozen=True, slots=True)
class Effet:
    """Un effet, le modèle de ses paramètres, et le champ que « je ne sais pas » concerne s'il n'y en a qu'un."""

    fonction: Callable[[Chantier, Any, Any], None]
    parametres: type[_Parametres] = _Parametres
    champ: str | None = None


EFFETS: dict[str, Effet] = {
    "effectif": Effet(_effectif, champ="groupes.g1.effectif"),
    "classes": Effet(_classes, champ="groupes.g1.niveaux"),
    "seances": Effet(_seances),
    "adultes": Effet(_adultes, champ="groupes.g1.creneaux.c1.nombre_adultes"),
    "elements": Effet(_elements, ParametresElements),
    "oui_non": Effet(_oui_non, ParametresChamp),
    "canaux": Effet(_canaux, champ="ecole.canaux"),
    "buts_parents": Effet(_buts_parents),
    "etablissements": Effet(_etablissements),
    "contacts": Effet(_contacts),
    "partenaire": Effet(_partenaire),
    "action_territoire": Effet(_action_territoire),
    "diagnostic": Effet(_diagnostic),
    "formation": Effet(_formation, champ="equipe.formation_existe"),
}


def dossier_des_reponses(
    questions: Iterable[Question],
    reponses: Reponses,
    jour: dt.date,
    *,
    salle: bool,
    entete: Mapping[str, Any] | None = None,
) -> Dossier:
    """Le dossier que forment ces réponses ; `questions` : toutes, dans l'ordre du contenu.

    `entete` : ce que la réunion sait d'avance, texte, année scolaire, zone.
    """
    chantier = Chantier(jour, salle, dict(entete or {}))
    for question in questions:
        if question.id in reponses:
            _poser(chantier, question, reponses[question.id])
    return Dossier.model_validate({**chantier.brut, "ne_sait_pas": tuple(chantier.ne_sait_pas)})


def _poser(chantier: Chantier, question: Question, reponse: Reponse) -> None:
    effet = EFFETS[question.effet.nom]
    parametres = effet.parametres.model_validate(question.effet.parametres)
    if reponse is not None:
        effet.fonction(chantier, reponse, parametres)
        return
    champ = parametres.champ if isinstance(parametres, ParametresChamp) else effet.champ
    if champ is None:
        return
    chantier.ne_sait_pas.append(champ)
    # Le chemin doit désigner quelque chose : le groupe ou le créneau dont on ne sait pas le nombre.
    if champ.startswith("groupes.g1.creneaux"):
        chantier.creneaux()
    elif champ.startswith("groupes.g1"):
        chantier.groupe()
