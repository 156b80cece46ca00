"""La base change de forme sans rien perdre : celles d'avant sont reprises, un échec ne laisse rien à moitié."""

import datetime as dt
import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import BaseAMigrer, EnregistrementImpossible
from clas_model.fichier import ecrire_json
from clas_model.persistance import SqlDossierRepository, creer_moteur, migrer, moteur
from clas_model.persistance.tables import METADATA
from tests.modele.phrases import fautes_de_phrase

COMPLET = charger_exemple("complet")
# Ce que créait la première version de l'outil, mot pour mot.
PREMIERE_FORME = """CREATE TABLE dossiers (
    empreinte VARCHAR(64) NOT NULL,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    PRIMARY KEY (empreinte)
)"""
FICHIERS = Path(__file__).parent / "fichiers"


@pytest.fixture
def ancienne(base: Path) -> Path:
    """Une base de la première forme, avec trois dossiers."""
    base.parent.mkdir()
    with sqlite3.connect(base) as connexion:
        connexion.execute("PRAGMA journal_mode=WAL")
        connexion.execute(PREMIERE_FORME)
        for rang, nom in enumerate(("complet", "faible", "vierge"), start=1):
            document = (FICHIERS / f"v1-{nom}.json").read_text(encoding="utf-8")
            connexion.execute(
                "INSERT INTO dossiers VALUES (?, ?, ?, ?, ?)",
                (hashlib.sha256(f"secret-{nom}".encode()).hexdigest(), 10 * rang, document,
                 f"2026-06-0{rang} 08:00:00.000000", f"2026-07-0{rang} 09:30:00.000000"),
            )  # fmt: skip
    return base


def test_une_base_d_avant_est_reprise_sans_perte(ancienne: Path) -> None:
    depot = SqlDossierRepository(f"sqlite:///{ancienne}")
    lu = depot.get("secret-complet")
    assert lu.dossier.structure.nom == "Association Les Lanternes de l'Ormette"
    assert len(lu.dossier.groupes) == 3
    assert (lu.revision, lu.conflits, lu.lecture_seule) == (10, (), False)
    assert lu.modifie_le == lu.touche_le == dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.UTC)
    assert depot.get("secret-faible").dossier.structure.nom == "Association Coup de Pouce des Grands Buis"
    assert depot.get("secret-vierge").revision == 30
    # La vie continue : la suite s'enregistre, et l'ancien état reste dans l'historique.
    depot.save("secret-complet", avec(lu.dossier, "structure.nom", "Après"), 10)
    assert [v.revision for v in depot.history("secret-complet")] == [11, 10]
    assert SqlDossierRepository(f"sqlite:///{ancienne}").get("secret-complet").dossier.structure.nom == "Après"


def test_une_migration_qui_echoue_ne_laisse_rien_a_moitie(ancienne: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    def casser(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    avant = [*sqlite3.connect(ancienne).iterdump()]
    # La dernière action de la migration : tout le reste est déjà fait.
    monkeypatch.setattr(Operations, "drop_table", casser)
    with pytest.raises(EnregistrementImpossible) as erreur:
        SqlDossierRepository(f"sqlite:///{ancienne}")
    assert fautes_de_phrase(str(erreur.value)) == []
    assert [*sqlite3.connect(ancienne).iterdump()] == avant
    monkeypatch.undo()
    assert SqlDossierRepository(f"sqlite:///{ancienne}").get("secret-faible").revision == 20


def test_une_base_a_jour_n_est_pas_touchee(base: Path) -> None:
    SqlDossierRepository(f"sqlite:///{base}")
    assert migrer(creer_moteur(f"sqlite:///{base}")) is False


def test_une_base_plus_recente_que_l_outil_est_refusee(base: Path) -> None:
    SqlDossierRepository(f"sqlite:///{base}")
    with sqlite3.connect(base) as connexion:
        connexion.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BaseAMigrer) as erreur:
        SqlDossierRepository(f"sqlite:///{base}")
    assert "plus récente de l'outil" in str(erreur.value)
    assert fautes_de_phrase(str(erreur.value)) == []


def test_le_numero_attendu_est_celui_de_la_derniere_migration() -> None:
    scripts = ScriptDirectory(str(Path(moteur.__file__).parent / "migrations"))
    assert scripts.get_heads() == [moteur.FORME]


@pytest.mark.parametrize("systeme", ["sqlite", "postgresql"])
def test_les_migrations_menent_a_la_forme_des_tables(systeme: str, request: pytest.FixtureRequest, base: Path) -> None:
    url = f"sqlite:///{base}" if systeme == "sqlite" else request.getfixturevalue("postgresql")
    base_neuve = creer_moteur(url)
    migrer(base_neuve)
    with base_neuve.connect() as connexion:
        assert compare_metadata(MigrationContext.configure(connexion), METADATA) == []
    base_neuve.dispose()


class TestPostgresql:
    @pytest.fixture
    def neuve(self, serveur_postgresql: str) -> str:
        """Une base où rien n'a encore été créé."""
        base = creer_moteur(serveur_postgresql)
        with base.begin() as connexion:
            connexion.exec_driver_sql("DROP SCHEMA public CASCADE")
            connexion.exec_driver_sql("CREATE SCHEMA public")
        base.dispose()
        return serveur_postgresql

    def test_une_base_partagee_ne_change_que_par_la_commande(self, neuve: str) -> None:
        from clas_model.__main__ import main

        with pytest.raises(BaseAMigrer) as erreur:
            SqlDossierRepository(neuve)
        assert "python -m clas_model base" in str(erreur.value)
        assert fautes_de_phrase(str(erreur.value)) == []
        assert main(["base", "--adresse", neuve]) == 0
        depot = SqlDossierRepository(neuve)
        secret, _ = depot.create(COMPLET)
        assert main(["base", "--adresse", neuve]) == 0
        assert depot.get(secret).dossier == COMPLET
        depot.close()

    def test_une_premiere_forme_est_reprise_aussi(self, neuve: str) -> None:
        base = creer_moteur(neuve)
        with base.begin() as connexion:
            connexion.exec_driver_sql(PREMIERE_FORME.replace("DATETIME", "TIMESTAMP WITH TIME ZONE"))
            connexion.execute(
                sa.text("INSERT INTO dossiers VALUES (:e, 4, :d, '2026-06-01T08:00:00Z', '2026-07-01T11:30:00+02:00')"),
                {"e": hashlib.sha256(b"secret").hexdigest(), "d": ecrire_json(COMPLET)},
            )
        migrer(base)
        depot = SqlDossierRepository(neuve)
        lu = depot.get("secret")
        assert (lu.dossier, lu.revision) == (COMPLET, 4)
        assert lu.modifie_le == dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.UTC)
        depot.close()
        base.dispose()

    def test_un_serveur_absent_le_dit(self) -> None:
        with pytest.raises(EnregistrementImpossible) as erreur:
            SqlDossierRepository("postgresql://personne@localhost:1/rien")
        assert "ne répond pas" in str(erreur.value)
        assert fautes_de_phrase(str(erreur.value)) == []

    def test_une_connexion_coupee_par_le_serveur_se_reprend(self, postgresql: str) -> None:
        depot = SqlDossierRepository(postgresql)
        secret, _ = depot.create(Dossier())
        autre = creer_moteur(postgresql)
        with autre.begin() as connexion:
            connexion.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert depot.save(secret, COMPLET, 1).revision == 2
        autre.dispose()
        depot.close()

    def test_une_connexion_coupee_au_milieu_d_un_enregistrement_le_dit_et_se_reprend(
        self, postgresql: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        depot = SqlDossierRepository(postgresql)
        secret, _ = depot.create(Dossier())
        autre, garder = creer_moteur(postgresql), depot._garder

        def couper_puis_garder(*args: Any, **valeurs: Any) -> None:
            with autre.begin() as connexion:
                connexion.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            garder(*args, **valeurs)

        monkeypatch.setattr(depot, "_garder", couper_puis_garder)
        with pytest.raises(EnregistrementImpossible) as erreur:
            depot.save(secret, COMPLET, 1)
        assert fautes_de_phrase(str(erreur.value)) == []
        monkeypatch.setattr(depot, "_garder", garder)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (Dossier(), 1)
        assert depot.save(secret, COMPLET, 1).revision == 2
        autre.dispose()
        depot.close()
