"""Le contrat de l'entrepôt, sur une vraie base SQLite : rien ne se perd, rien ne s'écrase, rien ne fuit."""

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clas_model.chemins import avec
from clas_model.contenu import EXEMPLES, charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, EnregistrementImpossible, RevisionPerimee
from clas_model.persistance import DossierRepository, SqlDossierRepository
from tests.modele.phrases import fautes_de_phrase

RACINE = Path(__file__).resolve().parents[2]
COMPLET = charger_exemple("complet")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Le fichier de la base, dans un dossier qui n'existe pas encore."""
    return tmp_path / "donnees" / "clas.sqlite3"


@pytest.fixture
def depot(base: Path) -> DossierRepository:
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


class TestAllerRetour:
    @pytest.mark.parametrize("dossier", [Dossier(), *(charger_exemple(n) for n in EXEMPLES)], ids=["vierge", *EXEMPLES])
    def test_un_dossier_cree_se_relit_identique(self, depot: DossierRepository, dossier: Dossier) -> None:
        secret, cree = depot.create(dossier)
        lu = depot.get(secret)
        assert (lu.dossier, lu.revision) == (dossier, 1)
        assert cree == lu

    def test_l_instant_est_en_temps_universel(self, depot: DossierRepository) -> None:
        avant = dt.datetime.now(dt.UTC)
        secret, cree = depot.create(COMPLET)
        ensuite = depot.save(secret, COMPLET, 1)
        assert avant <= cree.modifie_le <= ensuite.modifie_le <= dt.datetime.now(dt.UTC)
        assert depot.get(secret).modifie_le == ensuite.modifie_le
        assert ensuite.modifie_le.utcoffset() == dt.timedelta(0)

    def test_enregistrer_remplace_et_compte_les_revisions(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        for revision in range(1, 4):
            modifie = avec(COMPLET, "groupes.g1.effectif", revision)
            assert depot.save(secret, modifie, revision).revision == revision + 1
            assert depot.get(secret).dossier == modifie

    def test_chacun_son_dossier(self, depot: DossierRepository) -> None:
        un, autre = depot.create(Dossier())[0], depot.create(COMPLET)[0]
        depot.save(un, avec(Dossier(), "structure.nom", "Un"), 1)
        assert depot.get(autre).dossier == COMPLET
        assert depot.get(autre).revision == 1

    def test_un_texte_hostile_ressort_intact(self, depot: DossierRepository) -> None:
        texte = "'; DROP TABLE dossiers; -- %s {0} :nom 🎉 \u202eمر"
        secret, _ = depot.create(avec(Dossier(), "structure.nom", texte))
        assert depot.get(secret).dossier.structure.nom == texte


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
    def test_une_revision_perimee_est_refusee_et_rien_n_est_ecrase(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        depot.save(secret, COMPLET, 1)
        with pytest.raises(RevisionPerimee) as erreur:
            depot.save(secret, Dossier(), 1)
        assert "dans un autre onglet ou par une autre personne" in refus(erreur)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (COMPLET, 2)

    @pytest.mark.parametrize("revision", [0, 2, -1, 10**9])
    def test_une_revision_inventee_est_refusee(self, depot: DossierRepository, revision: int) -> None:
        secret, _ = depot.create(COMPLET)
        with pytest.raises(RevisionPerimee):
            depot.save(secret, Dossier(), revision)
        assert depot.get(secret).dossier == COMPLET

    def test_de_deux_onglets_un_seul_gagne(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        autre = SqlDossierRepository(f"sqlite:///{base}")
        vus = depot.get(secret).revision, autre.get(secret).revision
        depot.save(secret, avec(Dossier(), "structure.nom", "Premier"), vus[0])
        with pytest.raises(RevisionPerimee):
            autre.save(secret, avec(Dossier(), "structure.nom", "Second"), vus[1])
        assert autre.get(secret).dossier.structure.nom == "Premier"


class TestSecret:
    @pytest.mark.parametrize("secret", ["", "inconnu", "' OR 1=1 --", "x" * 10_000, "\x00", "\ud800", "é"])
    def test_un_secret_inconnu_ne_mene_nulle_part(self, depot: DossierRepository, secret: str) -> None:
        depot.create(COMPLET)
        with pytest.raises(DossierIntrouvable) as erreur:
            depot.get(secret)
        assert refus(erreur) == "Ce lien ne mène à aucun dossier : vérifiez qu'il est copié en entier."
        with pytest.raises(DossierIntrouvable):
            depot.save(secret, Dossier(), 1)

    def test_un_secret_coupe_ou_l_empreinte_ne_suffisent_pas(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        (empreinte,) = sqlite3.connect(base).execute("SELECT empreinte FROM dossiers").fetchone()
        for essai in (secret[:-1], secret.lower(), f"{secret} ", empreinte):
            with pytest.raises(DossierIntrouvable):
                depot.get(essai)

    def test_le_secret_n_est_ecrit_nulle_part(self, base: Path, depot: DossierRepository) -> None:
        secrets = [depot.create(COMPLET)[0] for _ in range(3)]
        depot.save(secrets[0], Dossier(), 1)
        ecrits = {f.name: f.read_bytes() for f in base.parent.iterdir()}
        assert base.name in ecrits
        # Le témoin : ce qui doit y être s'y trouve bien.
        assert any(b"Lanternes de l'Ormette" in octets for octets in ecrits.values())
        for secret in secrets:
            assert [nom for nom, octets in ecrits.items() if secret.encode() in octets] == []

    def test_les_secrets_sont_longs_et_differents(self, depot: DossierRepository) -> None:
        secrets = {depot.create(Dossier())[0] for _ in range(20)}
        assert len(secrets) == 20
        # 256 bits en base 64, sans caractère à échapper dans une adresse.
        assert all(len(s) == 43 and s.replace("-", "").replace("_", "").isalnum() for s in secrets)


class TestDisque:
    def test_le_journal_et_l_ecriture_sont_surs(self, base: Path) -> None:
        depot = SqlDossierRepository(f"sqlite:///{base}")
        with depot._moteur.connect() as connexion:
            reglages = {
                nom: connexion.exec_driver_sql(f"PRAGMA {nom}").scalar_one()
                for nom in ("journal_mode", "synchronous", "busy_timeout")
            }
        # 2 : FULL.
        assert reglages == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 3000}

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
        with pytest.raises(EnregistrementImpossible) as erreur:
            depot.save(secret, Dossier(), 1)
        assert "Votre réponse reste à l'écran : réessayez." in refus(erreur)
        verrou.execute("ROLLBACK")
        assert depot.save(secret, Dossier(), 1).revision == 2

    def test_un_document_abime_ne_fait_pas_echouer(self, base: Path, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        for document in ("", "{", "[]", '{"version_schema": 99}', '{"inconnu": 1}'):
            with sqlite3.connect(base) as connexion:
                connexion.execute("UPDATE dossiers SET document = ?", (document,))
            with pytest.raises(DossierIntrouvable) as erreur:
                depot.get(secret)
            assert refus(erreur) == "Ce dossier enregistré n'est plus lisible par cette version de l'outil."

    def test_un_dossier_trop_gros_pour_etre_relu_n_ecrase_pas_le_precedent(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        long = {"description": "é" * 5000}
        enorme = Dossier.model_validate({"enfants": {"activites": [long] * 200}, "parents": {"actions": [long] * 50}})
        for ecrire in (lambda: depot.save(secret, enorme, 1), lambda: depot.create(enorme)):
            with pytest.raises(EnregistrementImpossible) as erreur:
                ecrire()
            assert "trop gros pour être enregistré (2 Mo au plus)" in refus(erreur)
        assert depot.get(secret).dossier == COMPLET
