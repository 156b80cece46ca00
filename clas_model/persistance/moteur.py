"""La connexion à la base : réglages de chaque système, et migrations."""

import calendar
import datetime as dt
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from clas_model.erreurs import BaseAMigrer, EnregistrementImpossible

BASE_PAR_DEFAUT = Path(__file__).resolve().parents[2] / "donnees" / "clas.sqlite3"
# En mois : une année scolaire et de quoi préparer la suivante.
CONSERVATION = 13
# La dernière migration de `migrations/versions/`.
FORME = "0004"
_INACCESSIBLE = "Les dossiers ne peuvent pas être gardés : le dossier de données n'est pas accessible en écriture."
_SANS_REPONSE = "Les dossiers ne peuvent pas être gardés : la base de données ne répond pas. Réessayez dans un instant."


def adresse() -> str:
    """L'adresse de la base : `CLAS_DATABASE_URL`, sinon un fichier SQLite dans `donnees/`."""
    return os.environ.get("CLAS_DATABASE_URL") or f"sqlite:///{BASE_PAR_DEFAUT}"


def conservation() -> int:
    """Le nombre de mois pendant lequel un dossier intouché est gardé : `CLAS_CONSERVATION_MOIS`, sinon 13."""
    lu = os.environ.get("CLAS_CONSERVATION_MOIS", "")
    return int(lu) if lu.isdecimal() and int(lu) else CONSERVATION


def mois_avant(mois: int, instant: dt.datetime) -> dt.datetime:
    """L'instant, `mois` mois plus tôt ; à la fin du mois si ce jour n'y existe pas."""
    rang = instant.year * 12 + instant.month - 1 - mois
    annee, numero = max(rang // 12, 1), rang % 12 + 1
    return instant.replace(year=annee, month=numero, day=min(instant.day, calendar.monthrange(annee, numero)[1]))


def _regler_sqlite(connexion: Any, _: Any) -> None:
    """Une écriture rendue est sur le disque, une lecture n'attend pas une écriture, un effacement efface."""
    # Les transactions sont ouvertes par `_commencer` : Python n'y met pas celles de son cru.
    connexion.isolation_level = None
    curseur = connexion.cursor()
    for reglage in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=3000", "foreign_keys=ON", "secure_delete=ON"):
        curseur.execute(f"PRAGMA {reglage}")
    curseur.close()


def _commencer(connexion: sa.Connection) -> None:
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if connexion.get_execution_options().get("ecrire") else "BEGIN")


def _regler_postgresql(connexion: Any, _: Any) -> None:
    """Une écriture qui attend trop longtemps son tour le dit, au lieu de laisser la page en suspens."""
    with connexion.cursor() as curseur:
        curseur.execute("SET lock_timeout = '3s'")
    connexion.commit()


def creer_moteur(url: str) -> sa.Engine:
    """Le moteur d'une adresse, connexions réglées. Lève EnregistrementImpossible."""
    try:
        cible = sa.make_url(url)
        if cible.get_backend_name() in ("postgresql", "postgres"):
            moteur = sa.create_engine(
                cible.set(drivername="postgresql+psycopg"),
                # Un serveur relancé ferme les connexions : on le voit avant de s'en servir.
                pool_pre_ping=True,
                connect_args={"connect_timeout": 5},
                hide_parameters=True,
            )
            sa.event.listen(moteur, "connect", _regler_postgresql)
            return moteur
        if cible.get_backend_name() == "sqlite" and cible.database and cible.database != ":memory:":
            Path(cible.database).parent.mkdir(parents=True, exist_ok=True)
        # Les paramètres sont les réponses des gens : jamais dans un message d'erreur, donc jamais dans un journal.
        moteur = sa.create_engine(cible, hide_parameters=True)
        if moteur.dialect.name == "sqlite":
            sa.event.listen(moteur, "connect", _regler_sqlite)
            sa.event.listen(moteur, "begin", _commencer)
        return moteur
    except (SQLAlchemyError, OSError, ImportError, ValueError) as erreur:
        raise EnregistrementImpossible(_INACCESSIBLE) from erreur


def forme(moteur: sa.Engine) -> str | None:
    """Le numéro de la dernière migration appliquée ; `None` si aucune ne l'a été. Lève EnregistrementImpossible."""
    try:
        with moteur.connect() as connexion:
            if not sa.inspect(connexion).has_table("alembic_version"):
                return None
            return connexion.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    except (SQLAlchemyError, OSError) as erreur:
        raise EnregistrementImpossible(_INACCESSIBLE if moteur.dialect.name == "sqlite" else _SANS_REPONSE) from erreur


def migrer(moteur: sa.Engine) -> bool:
    """Met la base à la forme attendue, en une seule transaction ; faux si elle l'avait déjà."""
    if forme(moteur) == FORME:
        return False
    # Chargé seulement quand il sert : une base à jour n'en a pas besoin.
    from alembic.command import upgrade
    from alembic.config import Config
    from alembic.util import CommandError

    reglages = Config()
    reglages.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    try:
        with moteur.connect().execution_options(ecrire=True) as connexion, connexion.begin():
            if moteur.dialect.name == "postgresql":
                # Deux copies lancées ensemble : la seconde attend, puis ne trouve plus rien à faire.
                connexion.exec_driver_sql("SELECT pg_advisory_xact_lock(4612)")
            reglages.attributes["connexion"] = connexion
            upgrade(reglages, "head")
    except CommandError as erreur:
        raise BaseAMigrer(
            "Cette base vient d'une version plus récente de l'outil : mettez l'outil à jour, puis relancez-le."
        ) from erreur
    except (SQLAlchemyError, OSError) as erreur:
        raise EnregistrementImpossible(_INACCESSIBLE if moteur.dialect.name == "sqlite" else _SANS_REPONSE) from erreur
    return True


def mettre_a_jour(url: str) -> bool:
    """La commande de qui tient le serveur : migre la base de cette adresse ; faux si elle était à jour."""
    moteur = creer_moteur(url)
    try:
        return migrer(moteur)
    finally:
        moteur.dispose()


def verifier(moteur: sa.Engine) -> None:
    """Un fichier SQLite se met à jour de lui-même ; une base partagée, par une commande. Lève BaseAMigrer."""
    if moteur.dialect.name == "sqlite":
        migrer(moteur)
    elif forme(moteur) != FORME:
        raise BaseAMigrer(
            "La base de données n'est pas à jour : la personne qui tient le serveur doit lancer "
            "« python -m clas_model base », puis relancer l'application."
        )
