"""Garder les dossiers : un contrat (`DossierRepository`) et ses réalisations, en mémoire et en SQL."""

from clas_model.persistance.contrat import DossierRepository, Enregistrement, Version
from clas_model.persistance.memoire import MemoireDossierRepository
from clas_model.persistance.moteur import adresse, conservation, creer_moteur, mettre_a_jour, migrer, mois_avant
from clas_model.persistance.sql import SqlDossierRepository, maintenant

__all__ = [
    "DossierRepository", "Enregistrement", "MemoireDossierRepository", "SqlDossierRepository", "Version", "adresse",
    "conservation", "creer_moteur", "maintenant", "mettre_a_jour", "migrer", "mois_avant",
]  # fmt: skip
