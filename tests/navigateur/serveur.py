"""Un serveur qu'on peut tuer net et relancer à la même adresse, comme une machine qui s'éteint."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

RACINE = Path(__file__).resolve().parents[2]


# Ce que dit un essai quand il n'y a pas de navigateur.
SANS_CHROMIUM = "Chromium est introuvable : sur Debian, sudo apt install chromium, puis relancez."


def chromium() -> str | None:
    """Le Chromium de cette machine, s'il y en a un."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class ServeurTuable:
    """Lancé comme par `make run`, sur la base donnée."""

    def __init__(self, base: str, journal: Path) -> None:
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            self.port = prise.getsockname()[1]
        self.base, self.journal = base, journal
        self.adresse = f"http://localhost:{self.port}"
        self._processus: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.lancer()
        return self

    def __exit__(self, *_: object) -> None:
        self.tuer()

    def lancer(self) -> None:
        """Lance le serveur et attend qu'il réponde."""
        with self.journal.open("ab") as journal:
            self._processus = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
                 f"--server.port={self.port}"],
                cwd=RACINE,
                env={**os.environ, "CLAS_DATABASE_URL": self.base},
                stdout=journal,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.adresse}/_stcore/health", timeout=2) as reponse:
                    if reponse.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"Le serveur n'a pas démarré :\n{self.journal.read_text(errors='replace')[-2000:]}")

    def tuer(self) -> None:
        """SIGKILL : le serveur n'a le temps de rien écrire de plus."""
        if self._processus is not None:
            self._processus.kill()
            self._processus.wait(timeout=20)
            self._processus = None
