"""Ce que partagent les entrepôts en base : la connexion, les lectures et les écritures, leurs pannes en une phrase."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError

from clas_model.erreurs import ClasError, EnregistrementImpossible
from clas_model.persistance.moteur import creer_moteur, verifier

T = TypeVar("T")
ECHEC = "L'enregistrement a échoué (disque plein ou base occupée). Votre réponse reste à l'écran : réessayez."


def ecrit(instant: dt.datetime) -> str:
    """Un instant tel qu'il est gardé."""
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")


def maintenant() -> dt.datetime:
    """L'instant présent, en temps universel."""
    return dt.datetime.now(dt.UTC)


class EntrepotSql:
    """Une base à jour, et de quoi y lire et y écrire. Lève EnregistrementImpossible ou BaseAMigrer."""

    def __init__(self, url: str) -> None:
        self._moteur = creer_moteur(url)
        try:
            verifier(self._moteur)
        except ClasError:
            self.close()
            raise

    def close(self) -> None:
        """Ferme les connexions à la base."""
        self._moteur.dispose()

    def _lire(self, action: Callable[[sa.Connection], T]) -> T:
        try:
            with self._moteur.connect() as connexion:
                return action(connexion)
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible("Les dossiers sont momentanément inaccessibles : réessayez.") from erreur

    def _ecrire(self, action: Callable[[sa.Connection], T]) -> T:
        try:
            with self._moteur.connect().execution_options(ecrire=True) as connexion, connexion.begin():
                return action(connexion)
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible(ECHEC) from erreur

    def _ecrire_au_plus_court(self, action: Callable[[DBAPICursor], T]) -> T:
        """Comme `_ecrire`, par le pilote de la base : SQLAlchemy y coûterait plus que le disque."""
        try:
            connexion = self._moteur.raw_connection()
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible(ECHEC) from erreur
        try:
            curseur = connexion.cursor()
            if self._moteur.dialect.name == "sqlite":
                # Ailleurs, le pilote ouvre la transaction à la première requête.
                curseur.execute("BEGIN IMMEDIATE")
            resultat = action(curseur)
            connexion.commit()
        except (self._moteur.dialect.loaded_dbapi.Error, OSError) as erreur:
            self._abandonner(connexion)
            raise EnregistrementImpossible(ECHEC) from erreur
        finally:
            connexion.close()
        return resultat

    def _abandonner(self, connexion: sa.PoolProxiedConnection) -> None:
        """Défait ce qui était commencé ; une connexion qui ne répond plus ne resservira pas."""
        try:
            connexion.rollback()
        except self._moteur.dialect.loaded_dbapi.Error:
            connexion.invalidate()

    def _vider_le_journal(self) -> None:
        """Ce qui vient d'être effacé ne doit pas rester lisible dans le journal de SQLite, à côté de la base."""
        if self._moteur.dialect.name != "sqlite":
            return
        try:
            with self._moteur.connect().execution_options(isolation_level="AUTOCOMMIT") as connexion:
                connexion.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        except SQLAlchemyError:
            return  # Une lecture en cours l'empêche : le journal se videra plus tard.
