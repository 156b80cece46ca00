"""Un dossier en fichier JSON : le lire sans jamais échouer autrement que par une phrase, l'écrire."""

import json
from typing import Any

from pydantic import ValidationError

from clas_model.dossier import VERSION_SCHEMA, Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.francais import accord
from clas_model.messages import fautes_francaises
from clas_model.versions import est_plus_recente, migrer

TAILLE_MAX = 2_000_000
_FAUTES_MONTREES = 3
_LIEU_MAX = 80


def lire_json(octets: bytes) -> Dossier:
    """Le dossier contenu dans un fichier JSON. Lève FichierRefuse, avec une seule ligne en français."""
    if len(octets) > TAILLE_MAX:
        raise FichierRefuse(
            "Ce fichier est trop gros : un dossier fait moins de 2 Mo. "
            "Choisissez le fichier .json enregistré par cet outil."
        )
    try:
        donnees = json.loads(octets.decode("utf-8-sig"))
    except UnicodeDecodeError as erreur:
        raise FichierRefuse(
            "Ce fichier n'est pas un texte lisible : choisissez le fichier .json du dossier."
        ) from erreur
    except json.JSONDecodeError as erreur:
        raise FichierRefuse(
            f"Ce fichier n'est pas du JSON lisible (ligne {erreur.lineno}) : choisissez le fichier .json du dossier."
        ) from erreur
    except (RecursionError, ValueError) as erreur:
        raise FichierRefuse("Ce fichier n'est pas un dossier : choisissez le fichier .json du dossier.") from erreur
    return depuis_donnees(donnees)


def depuis_donnees(donnees: Any) -> Dossier:
    """Le dossier que décrivent des données JSON déjà lues. Lève FichierRefuse."""
    if not isinstance(donnees, dict):
        raise FichierRefuse("Ce fichier JSON n'est pas un dossier : un ensemble entre accolades est attendu.")
    version = donnees.get("version_schema", VERSION_SCHEMA)
    if est_plus_recente(version):
        raise FichierRefuse(
            f"Ce dossier vient d'une version plus récente de l'outil (format {_court(version)}, ici "
            f"{VERSION_SCHEMA}) : mettez l'outil à jour, puis rouvrez-le."
        )
    try:
        return Dossier.model_validate(migrer(donnees))
    except ValidationError as erreur:
        fautes = [f"{_court(lieu)} : {phrase}" if lieu else phrase for lieu, phrase in fautes_francaises(erreur)]
        autres = len(fautes) - _FAUTES_MONTREES
        reste = f" (et {accord(autres, 'autre faute')})" if autres > 0 else ""
        raise FichierRefuse(
            f"Ce fichier n'est pas un dossier valide : {' ; '.join(fautes[:_FAUTES_MONTREES])}{reste}."
        ) from erreur
    except RecursionError as erreur:
        raise FichierRefuse("Ce fichier n'est pas un dossier : il est imbriqué trop profondément.") from erreur


def _court(valeur: Any) -> str:
    """Ce que le fichier a mis là, sur une ligne : il peut contenir des sauts de ligne, ou des milliers de signes."""
    texte = "".join(c if c.isprintable() else "\ufffd" for c in str(valeur))
    return texte if len(texte) <= _LIEU_MAX else f"{texte[: _LIEU_MAX - 1]}…"


def ecrire_json(dossier: Dossier) -> str:
    """Le dossier en JSON lisible, sans les champs laissés vides ; `lire_json` le rend identique."""
    donnees = dossier.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"version_schema": dossier.version_schema, **donnees}, ensure_ascii=False, indent=2) + "\n"
