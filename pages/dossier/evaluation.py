"""Étape « évaluation » : ce que le projet mesurera de lui-même."""

from pages.commun import listes, navigation, saisie


def _indicateur(ici: str) -> None:
    saisie.champ(f"{ici}.libelle")
    saisie.champ(f"{ici}.famille", serre=True)


def _questions() -> None:
    listes.liste("evaluation.indicateurs", _indicateur, en_lignes=True)
    saisie.champ("evaluation.partage")


navigation.etape("evaluation", ("evaluation.",), _questions)
