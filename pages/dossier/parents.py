"""Étape « parents » : les actions auprès et avec les parents."""

from pages.commun import actions, listes, navigation, saisie


def _action(ici: str) -> None:
    saisie.champ(f"{ici}.intitule")
    saisie.champ(f"{ici}.forme")
    saisie.champ(f"{ici}.objectifs")
    saisie.champ(f"{ici}.description")
    actions.besoins(ici)


def _articulation(ici: str) -> None:
    saisie.champ(f"{ici}.nom")
    saisie.champ(f"{ici}.comment")


def _questions() -> None:
    listes.liste("parents.actions", _action, resumer=listes.resume("description"))
    listes.liste("parents.articulations", _articulation, resumer=listes.resume("comment"), premier_ouvert=False)


navigation.etape("parents", ("parents.",), _questions)
