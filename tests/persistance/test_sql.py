"""Ce qui est propre à SQLite : le fichier, le verrou, le disque plein, ce qui reste écrit."""

import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, EnregistrementImpossible, RevisionPerimee
from clas_model.persistance import DossierRepository, SqlDossierRepository
from tests.modele.phrases import fautes_de_phrase

RACINE = Path(__file__).resolve().parents[2]
COMPLET = charger_exemple("complet")


@pytest.fixture
def depot(base: Path) -> SqlDossierRepository:
    return SqlDossierRepository(f"sqlite:///{base}")


@pytest.fixture
def verrou(base: Path, depot: DossierRepository) -> Iterator[sqlite3.Connection]:
    """Une autre connexion à la même base, prête à la verrouiller."""
    del depot  # La base existe avant qu'on la verrouille.
    connexion = sqlite3.connect(base, isolation_level=None)
    yield connexion
    connexion.close()


def refus(erreur: pytest.ExceptionInfo[Exception]) -> str:
    """La phrase d'une erreur, vérifiée."""
    assert fautes_de_phrase(str(erreur.value)) == []
    return str(erreur.value)


class TestReouverture:
    def test_un_autre_processus_relit_ce_qui_est_ecrit(self, base: Path) -> None:
        """Le premier se ferme sans ménagement : ce qui a été rendu est sur le disque."""
        programme = (
            "import os, sys\n"
            "from clas_model.contenu import charger_exemple\n"
            "from clas_model.persistance import SqlDossierRepository\n"
            "secret, _ = SqlDossierRepository(sys.argv[1]).create(charger_exemple('complet'))\n"
            "print(secret, flush=True)\n"
            "os._exit(0)\n"
        )
        url = f"sqlite:///{base}"
        lance = subprocess.run(
            [sys.executable, "-c", programme, url], cwd=RACINE, capture_output=True, text=True, check=True
        )
        assert SqlDossierRepository(url).get(lance.stdout.strip()).dossier == COMPLET

    def test_deux_entrepots_sur_la_meme_base_se_voient(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        autre = SqlDossierRepository(f"sqlite:///{base}")
        autre.save(secret, COMPLET, 1)
        assert depot.get(secret).dossier == COMPLET


class TestRevisions:
    def test_de_deux_onglets_un_seul_gagne(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        autre = SqlDossierRepository(f"sqlite:///{base}")
        vus = depot.get(secret).revision, autre.get(secret).revision
        depot.save(secret, avec(Dossier(), "structure.nom", "Premier"), vus[0])
        with pytest.raises(RevisionPerimee):
            autre.save(secret, avec(Dossier(), "structure.nom", "Second"), vus[1])
        assert autre.get(secret).dossier.structure.nom == "Premier"


class TestSecret:
    def test_l_empreinte_ne_suffit_pas(self, base: Path, depot: DossierRepository) -> None:
        depot.create(COMPLET)
        (empreinte,) = sqlite3.connect(base).execute("SELECT empreinte FROM liens").fetchone()
        with pytest.raises(DossierIntrouvable):
            depot.get(empreinte)

    def test_le_secret_n_est_ecrit_nulle_part(self, base: Path, depot: DossierRepository) -> None:
        secrets = [depot.create(COMPLET)[0] for _ in range(3)]
        depot.save(secrets[0], Dossier(), 1)
        secrets.append(depot.share(secrets[1]))
        ecrits = {f.name: f.read_bytes() for f in base.parent.iterdir()}
        assert base.name in ecrits
        # Le témoin : ce qui doit y être s'y trouve bien.
        assert any(b"Lanternes de l'Ormette" in octets for octets in ecrits.values())
        for secret in secrets:
            assert [nom for nom, octets in ecrits.items() if secret.encode() in octets] == []


class TestEffacement:
    def test_rien_de_ce_qui_est_efface_ne_reste_dans_les_fichiers(self, base: Path, depot: DossierRepository) -> None:
        """Versions éclaircies comprises, dans la base comme dans son journal."""
        secret, _ = depot.create(avec(COMPLET, "structure.nom", "Texte à oublier n° 0"))
        for revision in range(1, 70):
            depot.save(secret, avec(COMPLET, "structure.nom", f"Texte à oublier n° {revision}"), revision)
        temoin, _ = depot.create(avec(Dossier(), "structure.nom", "Texte à garder"))
        octets = b"".join(f.read_bytes() for f in base.parent.iterdir())
        assert "Texte à oublier".encode() in octets
        depot.erase(secret)
        octets = b"".join(f.read_bytes() for f in base.parent.iterdir())
        assert "Texte à oublier".encode() not in octets
        assert b"Lanternes de l'Ormette" not in octets
        assert "Texte à garder".encode() in octets
        assert depot.get(temoin).dossier.structure.nom == "Texte à garder"


class TestDisque:
    def test_le_journal_et_l_ecriture_sont_surs(self, base: Path) -> None:
        depot = SqlDossierRepository(f"sqlite:///{base}")
        with depot._moteur.connect() as connexion:
            reglages = {
                nom: connexion.exec_driver_sql(f"PRAGMA {nom}").scalar_one()
                for nom in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete")
            }
        # synchronous 2 : FULL.
        attendus = {
            "journal_mode": "wal",
            "synchronous": 2,
            "busy_timeout": 3000,
            "foreign_keys": 1,
            "secure_delete": 1,
        }
        assert reglages == attendus

    def test_un_dossier_de_donnees_inaccessible_le_dit(self, tmp_path: Path) -> None:
        """Sous un fichier, même l'administrateur ne peut pas créer de dossier."""
        fichier = tmp_path / "fichier"
        fichier.touch()
        with pytest.raises(EnregistrementImpossible) as erreur:
            SqlDossierRepository(f"sqlite:///{fichier}/donnees/clas.sqlite3")
        assert "n'est pas accessible en écriture" in refus(erreur)

    def test_une_base_qui_n_en_est_pas_une_le_dit(self, tmp_path: Path) -> None:
        fausse = tmp_path / "clas.sqlite3"
        fausse.write_bytes(b"ceci n'est pas une base" * 100)
        with pytest.raises(EnregistrementImpossible) as erreur:
            SqlDossierRepository(f"sqlite:///{fausse}")
        refus(erreur)
        assert fausse.read_bytes() == b"ceci n'est pas une base" * 100

    def test_une_base_verrouillee_le_dit_et_garde_le_dernier_etat(
        self, depot: DossierRepository, verrou: sqlite3.Connection
    ) -> None:
        secret, _ = depot.create(COMPLET)
        verrou.execute("BEGIN IMMEDIATE")
        # Une écriture en cours n'empêche pas de lire.
        assert depot.get(secret).dossier == COMPLET
        intime = avec(COMPLET, "structure.nom", "-".join(["Phrase", "intime"]))
        with pytest.raises(EnregistrementImpossible) as erreur:
            depot.save(secret, intime, 1)
        assert "Votre réponse reste à l'écran : réessayez." in refus(erreur)
        # Ce que le serveur écrirait dans son journal ne dit ni les réponses, ni le secret.
        journal = "".join(traceback.format_exception(erreur.value))
        assert "OperationalError" in journal
        assert "Phrase-intime" not in journal
        assert secret not in journal
        verrou.execute("ROLLBACK")
        assert depot.save(secret, Dossier(), 1).revision == 2

    def test_un_disque_plein_le_dit_garde_le_dernier_etat_et_se_retente(self, base: Path) -> None:
        """SQLite répond « disk full » quand la base atteint le nombre de pages permis."""
        depot = SqlDossierRepository(f"sqlite:///{base}")
        secret, _ = depot.create(COMPLET)

        def limiter(pages: int) -> None:
            with depot._moteur.connect() as connexion:
                connexion.exec_driver_sql(f"PRAGMA max_page_count = {pages}").all()

        change = avec(COMPLET, "structure.nom", "Autre nom")
        # La même connexion sert ensuite : le moteur n'en a qu'une de libre.
        limiter(1)
        for _ in range(3):
            with pytest.raises(EnregistrementImpossible) as erreur:
                depot.save(secret, change, 1)
            assert "disque plein" in refus(erreur)
            assert isinstance(erreur.value.__cause__, sqlite3.OperationalError)
            assert "full" in str(erreur.value.__cause__)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (COMPLET, 1)
        limiter(1_000_000)
        assert depot.save(secret, change, 1).revision == 2
        with sqlite3.connect(base) as connexion:
            assert connexion.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def test_une_erreur_du_disque_au_milieu_n_ecrit_rien_a_moitie(
        self, depot: SqlDossierRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret, _ = depot.create(COMPLET)

        def casser(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        garder = depot._garder
        monkeypatch.setattr(depot, "_garder", casser)
        with pytest.raises(EnregistrementImpossible) as erreur:
            depot.save(secret, Dossier(), 1)
        assert "réessayez" in refus(erreur)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (COMPLET, 1)
        monkeypatch.setattr(depot, "_garder", garder)
        assert depot.save(secret, Dossier(), 1).revision == 2

    def test_un_document_abime_ne_fait_pas_echouer(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        depot.save(secret, COMPLET, 1)
        for document in ("", "{", "[]", '{"version_schema": 99}', '{"inconnu": 1}'):
            with sqlite3.connect(base) as connexion:
                connexion.execute("UPDATE versions SET document = ? WHERE revision = 2", (document,))
            with pytest.raises(DossierIntrouvable) as erreur:
                depot.get(secret)
            assert refus(erreur) == "Ce dossier enregistré n'est plus lisible par cette version de l'outil."
            # Les versions lisibles le restent.
            assert [v.revision for v in depot.history(secret)] == [1]
