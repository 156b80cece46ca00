"""Les trois entrepôts que les mêmes tests éprouvent : en mémoire, SQLite, et un vrai serveur PostgreSQL."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from clas_model.persistance import (
    DossierRepository,
    MemoireDossierRepository,
    SqlDossierRepository,
    creer_moteur,
    migrer,
)
from tests.persistance.serveur import lancer_postgresql


class Horloge:
    """L'instant présent, qui n'avance que quand on le dit."""

    def __init__(self) -> None:
        self.instant = dt.datetime(2026, 9, 14, 16, 45, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.instant

    def avancer(self, **duree: float) -> None:
        self.instant += dt.timedelta(**duree)


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


@pytest.fixture(scope="session")
def serveur_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """L'adresse d'un serveur neuf."""
    with lancer_postgresql(tmp_path_factory.mktemp("execution")) as url:
        yield url


@pytest.fixture
def postgresql(serveur_postgresql: str) -> str:
    """Une base PostgreSQL à jour et vide."""
    moteur = creer_moteur(serveur_postgresql)
    migrer(moteur)
    with moteur.begin() as connexion:
        connexion.exec_driver_sql("TRUNCATE dossiers, liens, versions, reunions CASCADE")
    moteur.dispose()
    return serveur_postgresql


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Le fichier d'une base SQLite, dans un dossier qui n'existe pas encore."""
    return tmp_path / "donnees" / "clas.sqlite3"


@pytest.fixture(params=["memoire", "sqlite", "postgresql"])
def depot(request: pytest.FixtureRequest, horloge: Horloge) -> Iterator[DossierRepository]:
    """Le même contrat, trois fois."""
    if request.param == "memoire":
        yield MemoireDossierRepository(horloge)
        return
    if request.param == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('base')}"
    else:
        url = request.getfixturevalue("postgresql")
    entrepot = SqlDossierRepository(url, horloge)
    yield entrepot
    entrepot.close()
