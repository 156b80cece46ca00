"""Ce qui s'écrit dans l'entrepôt : un dossier, et les choix qu'il attend."""

import json
from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from clas_model.chemins import valeur_du_champ
from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, EnregistrementImpossible, FichierRefuse
from clas_model.fichier import TAILLE_MAX, lire_json
from clas_model.fusion import Conflit


def en_document(dossier: Dossier) -> str:
    """Le dossier tel qu'on l'écrit. Trop gros, on ne saurait plus le relire : refusé avant d'écraser le précédent."""
    # Sur une ligne et sans les champs vides : il s'écrit à chaque réponse.
    document = dossier.model_dump_json(exclude_none=True)
    if len(document) * 4 > TAILLE_MAX and len(document.encode()) > TAILLE_MAX:
        raise EnregistrementImpossible(
            "Ce dossier est trop gros pour être enregistré (2 Mo au plus) : raccourcissez des textes. "
            "Le dernier état enregistré est gardé."
        )
    return document


def depuis_document(document: str) -> Dossier:
    """Le dossier d'un document. Lève DossierIntrouvable s'il n'est plus lisible."""
    try:
        return lire_json(document.encode())
    except FichierRefuse as erreur:
        raise DossierIntrouvable("Ce dossier enregistré n'est plus lisible par cette version de l'outil.") from erreur


def ecrire_conflits(conflits: Sequence[Conflit]) -> str | None:
    """Les choix à faire, en JSON ; `None` s'il n'y en a pas."""
    if not conflits:
        return None
    couples = [{"chemin": c.chemin, "mienne": c.mienne, "autre": c.autre} for c in conflits]
    return json.dumps(to_jsonable_python(couples), ensure_ascii=False)


def lire_conflits(texte: str | None) -> tuple[Conflit, ...]:
    """Les choix à faire ; celui dont le champ ou la valeur n'existe plus est oublié : la réponse gardée reste."""
    conflits = []
    for couple in json.loads(texte) if texte else ():
        chemin = couple["chemin"]
        try:
            valeurs = (valeur_du_champ(chemin, couple[cote]) for cote in ("mienne", "autre"))
            conflits.append(Conflit(chemin, *valeurs))
        except (KeyError, ValidationError):
            continue
    return tuple(conflits)
