"""Étape « école » : la concertation et la coordination avec l'école."""

from clas_model.parcours import est_pertinente
from pages.commun import actions, listes, navigation, saisie, session


def _action(ici: str) -> None:
    saisie.champ(f"{ici}.intitule")
    saisie.champ(f"{ici}.date")
    if est_pertinente(session.dossier(), "ecole.actions.*.periode", f"{ici}.periode"):
        saisie.champ(f"{ici}.periode")
    saisie.champ(f"{ici}.description")
    actions.besoins(ici)


def _questions() -> None:
    saisie.champ("ecole.coconstruction")
    if session.dossier().ecole.coconstruction:
        saisie.champ("ecole.coconstruction_texte")
    saisie.champ("ecole.canaux")
    if session.dossier().ecole.canaux:
        saisie.champ("ecole.canaux_precision")
    listes.liste("ecole.actions", _action, resumer=listes.resume("description"))


navigation.etape("ecole", ("ecole.",), _questions)
