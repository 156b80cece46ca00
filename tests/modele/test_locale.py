"""Sur un système qui n'écrit pas en UTF-8 (`LC_ALL=C`), les commandes lisent et écrivent quand même le français."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.fichier import ecrire_json
from clas_model.positionnement import positionner

RACINE = Path(__file__).resolve().parents[2]
SANS_UTF_8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def lancer(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    propre = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "clas_model", *arguments],
        cwd=RACINE, env={**propre, **SANS_UTF_8}, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def fichier(tmp_path: Path) -> str:
    """L'exemple complet, dans un fichier dont le nom a un accent : il a des dates, donc besoin du calendrier."""
    chemin = tmp_path / "été.json"
    chemin.write_text(ecrire_json(charger_exemple("complet")), encoding="utf-8")
    return str(chemin)


@pytest.fixture(scope="module", autouse=True)
def sans_utf_8() -> None:
    """Là où Python reste en UTF-8 quoi qu'on règle, les tests de ce module passeraient à vide : ils sont sautés."""
    propre = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    code = "import locale; print(locale.getpreferredencoding())"
    lance = subprocess.run(
        [sys.executable, "-c", code], env={**propre, **SANS_UTF_8}, capture_output=True, check=True, text=True
    )
    if "utf" in lance.stdout.lower():
        pytest.skip("ce système est en UTF-8 quoi qu'on règle")


def test_positionner_donne_le_meme_resultat_qu_ailleurs(fichier: str) -> None:
    lance = lancer("positionner", fichier, "--json")
    assert (lance.returncode, lance.stderr) == (0, b"")
    assert json.loads(lance.stdout) == positionner(charger_exemple("complet"), charger_referentiel()).en_json()


@pytest.mark.parametrize("arguments", [("exemple",), ("contenu",), ("schema",), ("--help",)])
def test_les_autres_commandes_ecrivent_en_utf_8(arguments: tuple[str, ...]) -> None:
    lance = lancer(*arguments)
    assert (lance.returncode, lance.stderr) == (0, b"")
    assert re.search("[éè]", lance.stdout.decode("utf-8"))


def test_le_texte_et_le_brouillon(fichier: str, tmp_path: Path) -> None:
    lance = lancer("positionner", fichier)
    assert (lance.returncode, lance.stderr) == (0, b"")
    assert "Éligibilité : oui" in lance.stdout.decode("utf-8")
    brouillon = lancer("brouillon", fichier, "-o", str(tmp_path / "été.docx"))
    assert (brouillon.returncode, brouillon.stderr) == (0, b"")
    assert (tmp_path / "été.docx").stat().st_size > 10_000


def test_un_fichier_absent_se_nomme_avec_ses_accents() -> None:
    lance = lancer("positionner", "absent-é.json")
    assert lance.returncode == 2
    assert lance.stderr.decode("utf-8") == "Le fichier « absent-é.json » n'existe pas : vérifiez son nom.\n"
