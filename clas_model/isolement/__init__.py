"""Remplir un gabarit Word venu d'ailleurs, dans un processus à part : bridé, chronométré, sans fichier ni réseau.

Le gabarit d'une Caf n'est pas sûr. Il est d'abord pesé ici ; puis un enfant le lit et le remplit
(`enfant.py`), et ne peut que répondre ou être arrêté.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clas_model.archive import Archive
from clas_model.erreurs import FichierRefuse
from clas_model.isolement import pesee

RACINE = Path(__file__).resolve().parents[2]
DELAI, MEMOIRE = 10, 1_000_000_000
# Un formulaire de Caf fait quelques dizaines de kilo-octets.
GABARIT_MAX, DEPLIE_MAX, SORTIE_MAX = 5_000_000, 20_000_000, 20_000_000
PAS_UN_WORD = "Ce fichier n'est pas un document Word (.docx) : choisissez le formulaire de votre Caf à ce format."
_LANCEUR = "import sys; sys.path.insert(0, sys.argv[1]); from clas_model.isolement.enfant import main; main(sys.argv)"


@dataclass(frozen=True, slots=True)
class Rempli:
    """Le document rempli, et les champs que le gabarit nomme, avec leur forme complète (« groupes.*.nom »)."""

    octets: bytes
    champs: tuple[str, ...]


def remplir(gabarit: bytes, contexte: dict[str, Any], modele: bytes) -> Rempli:
    """Le gabarit rempli par `contexte` (textes, listes, dictionnaires). Lève FichierRefuse, avec une phrase.

    `modele` : un gabarit sûr, que l'enfant remplit d'abord à vide pour tout charger avant d'être bridé.
    """
    _peser(gabarit)
    entree = b"".join(
        len(partie).to_bytes(8, "big") + partie
        for partie in (modele, gabarit, json.dumps(contexte, ensure_ascii=True).encode())
    )
    try:
        lance = subprocess.run(
            [sys.executable, "-I", "-c", _LANCEUR, str(RACINE), str(DELAI), str(MEMOIRE)],
            input=entree,
            capture_output=True,
            timeout=DELAI,
            env={"PYTHONHASHSEED": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired as erreur:
        raise FichierRefuse(f"Ce formulaire demande plus de {DELAI} secondes : il n'est pas rempli.") from erreur
    tete, _, octets = lance.stdout.partition(b"\n")
    try:
        reponse = json.loads(tete)
    except ValueError as erreur:
        raise FichierRefuse(
            "Ce formulaire n'a pas pu être rempli : il demande trop de mémoire ou de temps, ou il est abîmé."
        ) from erreur
    if "faute" in reponse:
        raise FichierRefuse(str(reponse["faute"]))
    if len(octets) > SORTIE_MAX:
        raise FichierRefuse("Une fois rempli, ce formulaire serait démesuré : il n'est pas gardé.")
    # Un champ actif peut ne s'écrire qu'une fois le gabarit rempli.
    pesee.verifier(Archive(octets))
    return Rempli(octets, tuple(reponse["champs"]))


def _peser(gabarit: bytes) -> None:
    """Refuse ce qui n'est pas un Word ordinaire, ce qui se déplie trop, les macros et les liens vers l'extérieur."""
    if len(gabarit) > GABARIT_MAX:
        raise FichierRefuse(f"Ce formulaire est trop gros : {GABARIT_MAX // 1_000_000} Mo au plus.")
    if not gabarit.startswith(b"PK"):
        raise FichierRefuse(PAS_UN_WORD)
    archive = Archive(gabarit)
    if "word/document.xml" not in archive.noms:
        raise FichierRefuse(PAS_UN_WORD)
    archive.verifier(DEPLIE_MAX)
    if any(nom.lower().endswith((".bin", ".exe", ".js", ".vbs")) for nom in archive.noms):
        raise FichierRefuse("Ce formulaire contient des macros ou un objet incorporé : demandez une version sans.")
    pesee.verifier(archive)
