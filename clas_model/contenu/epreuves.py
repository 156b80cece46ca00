"""Les fichiers d'épreuves : un JSON par structure fictive, lisible par un conseiller."""

import json
from pathlib import Path

from clas_model.contenu.lecture import valider
from clas_model.epreuves import Epreuve
from clas_model.erreurs import ContenuInvalide


def charger_epreuves(dossier: Path) -> tuple[Epreuve, ...]:
    """Les épreuves d'un dossier, dans l'ordre de leurs noms. Lève ContenuInvalide avec toutes les fautes."""
    fichiers = sorted(dossier.glob("*.json")) if dossier.is_dir() else []
    if not fichiers:
        raise ContenuInvalide([f"« {dossier} » ne contient aucune épreuve : donnez un dossier de fichiers .json."])
    fautes: list[str] = []
    epreuves = []
    for fichier in fichiers:
        try:
            donnees = json.loads(fichier.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            fautes.append(f"{fichier.name} : ce n'est pas du JSON lisible ; vérifiez virgules et accolades.")
            continue
        epreuve = valider(Epreuve, donnees, fichier.name, fautes)
        if epreuve is not None:
            epreuves.append(epreuve)
    if fautes:
        raise ContenuInvalide(fautes)
    return tuple(epreuves)
