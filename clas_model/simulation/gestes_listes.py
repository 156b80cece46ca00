"""Les gestes qui ferment une liste : « C'est tout », là où un critère l'attend."""

from collections.abc import Iterator

from clas_model.chemins import motif
from clas_model.dossier import Dossier
from clas_model.simulation.gestes import Contexte, Geste, poser

LISTES = {
    "groupes_close": "les groupes",
    "groupes.*.creneaux_close": "les créneaux d'un groupe",
    "diagnostic.etablissements.*.horaires_close": "les heures de classe d'un établissement",
}


def liste_complete(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Cocher « C'est tout » sous une liste qu'un critère attend de voir close."""
    for chemin in contexte.chemins:
        if chemin.endswith("_close") and (nom := LISTES.get(motif(chemin))):
            yield Geste("liste-complete", f"cocher « C'est tout » pour {nom}", lambda d, c=chemin: _clore(d, c))  # type: ignore[misc]


def liste_etablissements(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Cocher « C'est tout » sous les établissements, quand un critère l'attend."""
    chemin = "diagnostic.etablissements_close"
    if chemin in contexte.chemins:
        phrase = "cocher « C'est tout » pour les établissements"
        yield Geste("liste-etablissements", phrase, lambda d: _clore(d, chemin))


def _clore(dossier: Dossier, chemin: str) -> Dossier:
    """Copie où ce drapeau est levé, à une ou deux listes de profondeur."""
    morceaux = chemin.split(".")
    if len(morceaux) == 1:
        return dossier.model_copy(update={chemin: True})
    if morceaux[0] == "groupes":
        groupes = tuple(g.model_copy(update={morceaux[2]: True}) if g.id == morceaux[1] else g for g in dossier.groupes)
        return dossier.model_copy(update={"groupes": groupes})
    if len(morceaux) == 2:
        return poser(morceaux[0], **{morceaux[1]: True})(dossier)
    changer = {
        morceaux[1]: lambda liste: tuple(
            e.model_copy(update={morceaux[3]: True}) if e.id == morceaux[2] else e for e in liste
        )
    }
    return poser(morceaux[0], **changer)(dossier)
