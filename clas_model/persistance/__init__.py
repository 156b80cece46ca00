"""Garder les dossiers (`DossierRepository`, en mémoire et en SQL) et les réunions."""

from clas_model.persistance.base import maintenant
from clas_model.persistance.contrat import DossierRepository, Enregistrement, Version
from clas_model.persistance.memoire import MemoireDossierRepository
from clas_model.persistance.moteur import adresse, conservation, creer_moteur, mettre_a_jour, migrer, mois_avant
from clas_model.persistance.reunions import SqlReunionRepository
from clas_model.persistance.salle import Comptes, Message, Participant, Preparation, Reunion
from clas_model.persistance.sql import SqlDossierRepository

__all__ = [
    "Comptes", "DossierRepository", "Enregistrement", "MemoireDossierRepository", "Message", "Participant",
    "Preparation", "Reunion", "SqlDossierRepository", "SqlReunionRepository", "Version", "adresse", "conservation",
    "creer_moteur", "maintenant", "mettre_a_jour", "migrer", "mois_avant",
]  # fmt: skip
