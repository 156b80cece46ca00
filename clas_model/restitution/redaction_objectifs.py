"""L'arbre des objectifs : un besoin, l'objectif qu'on se donne, les actions qui y répondent, ce qui les mesure."""

from dataclasses import dataclass

from clas_model.francais import enumeration
from clas_model.restitution.arbre import Figure, Liste, Morceau, Paragraphe, Section
from clas_model.restitution.dessin_objectifs import Noeud, dessiner
from clas_model.restitution.plume import Plume, intitule, section
from clas_model.restitution.redaction_diagnostic import ACTIONS

ID, TITRE = "objectifs", "Arbre des objectifs"
LEGENDE = "Du besoin à l'indicateur"


@dataclass(frozen=True, slots=True)
class Branche:
    """Un élément de l'arbre, son chemin, et ce qui en part."""

    mot: str
    texte: Morceau
    champ: str
    suite: "tuple[Branche, ...]" = ()


def branches(plume: Plume) -> tuple[Branche, ...]:
    """Un besoin nommé par branche, avec l'objectif s'il est dit, les actions reliées, leurs indicateurs."""
    return tuple(
        _besoin(plume, besoin)
        for besoin in plume.elements("diagnostic.besoins")
        if plume.lire(f"{besoin}.intitule") is not None
    )


def _besoin(plume: Plume, besoin: str) -> Branche:
    identifiant = besoin.rpartition(".")[2]
    actions = tuple(
        Branche("Action", plume.designer(action), f"{action}.besoins", _indicateurs(plume, action))
        for liste in ACTIONS
        for action in plume.elements(liste)
        if identifiant in (plume.lire(f"{action}.besoins") or ())
    )
    objectif = f"{besoin}.objectif"
    if plume.lire(objectif) is not None:
        actions = (Branche("Objectif", plume.saisi(objectif), objectif, actions),)
    return Branche("Besoin", plume.designer(besoin), f"{besoin}.intitule", actions)


def _indicateurs(plume: Plume, action: str) -> tuple[Branche, ...]:
    liens = plume.lire(f"{action}.indicateurs") or ()
    connus = (f"evaluation.indicateurs.{i}" for i in liens if plume.lire(f"evaluation.indicateurs.{i}") is not None)
    return tuple(Branche("Indicateur", plume.designer(i), f"{action}.indicateurs") for i in connus)


def objectifs(plume: Plume) -> list[Section]:
    """Le dessin et la liste qui en dit autant ; rien tant qu'aucun besoin nommé n'a d'action ni d'objectif."""
    toutes = branches(plume)
    if not any(branche.suite for branche in toutes):
        return []
    elements = tuple(e for branche in toutes for e in _elements(branche, 0))
    figure = Figure({}, _alternative(toutes), LEGENDE, dessiner([_noeud(b) for b in toutes]))
    return [section(ID, TITRE, 1, figure, Liste(elements))]


def _elements(branche: Branche, retrait: int) -> list[Paragraphe]:
    morceaux = (intitule(f"{branche.mot} :"), branche.texte)
    suite = [e for b in branche.suite for e in _elements(b, retrait + 1)]
    return [Paragraphe(morceaux, (branche.champ,), (), retrait), *suite]


def _noeud(branche: Branche) -> Noeud:
    return Noeud(branche.mot, branche.texte.texte, tuple(_noeud(b) for b in branche.suite))


def _alternative(toutes: tuple[Branche, ...]) -> str:
    """L'arbre en phrases ; la liste qui suit le redit en entier."""
    phrases = []
    for branche in toutes:
        objectif = next((b for b in branche.suite if b.mot == "Objectif"), None)
        actions = (objectif or branche).suite
        noms = enumeration(f"«\u00a0{a.texte.texte}\u00a0»" for a in actions) or "aucune action reliée"
        vise = f", objectif «\u00a0{objectif.texte.texte}\u00a0»" if objectif else ""
        phrases.append(f"Besoin «\u00a0{branche.texte.texte}\u00a0»{vise}\u00a0: {noms}.")
    return " ".join(phrases)
