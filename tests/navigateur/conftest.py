"""Un serveur sur une base jetable et un vrai Chromium. Sans navigateur : sauté avec un message, exigé en livraison."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.navigateur.serveur import SANS_CHROMIUM, chromium

RACINE = Path(__file__).resolve().parents[2]
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# Fermé à la fin de chaque fichier : sa boucle d'événements empêcherait les tests qui ont la leur.
@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        if os.environ.get("CLAS_NAVIGATEUR_EXIGE"):
            pytest.fail(SANS_CHROMIUM)
        pytest.skip(SANS_CHROMIUM)
    with sync_playwright() as playwright:
        lance = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        yield lance
        lance.close()


@pytest.fixture(scope="session")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """L'adresse d'un serveur lancé comme par `make run`, sur une base neuve."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    dossier = tmp_path_factory.mktemp("serveur")
    with (dossier / "journal.txt").open("wb") as journal:
        serveur = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"],
            cwd=RACINE,
            env={**os.environ, "CLAS_DATABASE_URL": f"sqlite:///{dossier / 'clas.sqlite3'}"},
            stdout=journal,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://localhost:{port}"
            _attendre(f"{url}/_stcore/health", serveur, dossier / "journal.txt")
            yield url
        finally:
            serveur.terminate()
            serveur.wait(timeout=20)


def _attendre(url: str, serveur: subprocess.Popen[bytes], journal: Path) -> None:
    for _ in range(120):
        if serveur.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as reponse:
                if reponse.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"Le serveur n'a pas démarré :\n{journal.read_text(errors='replace')[-2000:]}")
