"""Garder les dossiers : un contrat (`DossierRepository`) et sa réalisation SQLAlchemy."""

from clas_model.persistance.contrat import DossierRepository, Enregistrement
from clas_model.persistance.sql import SqlDossierRepository

__all__ = ["DossierRepository", "Enregistrement", "SqlDossierRepository"]
