"""Chaque version du format se relit, sur des fichiers gardés tels qu'ils ont été écrits."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clas_model.dossier import VERSION_SCHEMA, Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import ecrire_json, lire_json
from clas_model.versions import MIGRATIONS, migrer
from tests.modele.phrases import fautes_de_phrase

FICHIERS = sorted((Path(__file__).parent / "fichiers").glob("v*.json"))


def feuilles(donnees: Any, ici: str = "") -> Iterator[tuple[str, Any]]:
    """(endroit, valeur) de tout ce qu'un fichier contient."""
    if isinstance(donnees, dict | list):
        couples = donnees.items() if isinstance(donnees, dict) else enumerate(donnees)
        for cle, valeur in couples:
            yield from feuilles(valeur, f"{ici}.{cle}")
        if not donnees:
            yield ici, donnees
    else:
        yield ici, donnees


def test_chaque_version_du_format_a_ses_fichiers() -> None:
    versions = {int(f.name.split("-")[0][1:]) for f in FICHIERS}
    assert versions == {*MIGRATIONS, VERSION_SCHEMA} == set(range(1, VERSION_SCHEMA + 1))
    assert len(FICHIERS) == 3 * len(versions)


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.stem)
def test_un_fichier_garde_se_relit_sans_rien_perdre(fichier: Path) -> None:
    avant = json.loads(fichier.read_text(encoding="utf-8"))
    assert avant["version_schema"] <= VERSION_SCHEMA
    dossier = lire_json(fichier.read_bytes())
    assert dossier.version_schema == VERSION_SCHEMA
    # Tout ce qui y était s'y trouve encore, au même endroit. Un montant s'écrit en texte, une heure avec ses secondes.
    apres = dict(feuilles(json.loads(dossier.model_dump_json())))
    perdues = {lieu: v for lieu, v in feuilles(avant) if str(apres.get(lieu)) not in (str(v), f"{v}.00", f"{v}:00")}
    assert perdues.pop(".version_schema", VERSION_SCHEMA) == avant["version_schema"]
    assert perdues == {}
    # Et se réécrit à la version d'aujourd'hui.
    assert lire_json(ecrire_json(dossier).encode()) == dossier


def test_la_version_1_du_fichier_vierge_est_un_dossier_vierge() -> None:
    assert lire_json(b'{"version_schema": 1}') == Dossier()


def test_une_migration_ne_change_pas_ce_qu_on_lui_donne() -> None:
    donnees = {"version_schema": 1, "structure": {"nom": "A"}}
    assert migrer(donnees) == {"version_schema": 2, "structure": {"nom": "A"}}
    assert donnees == {"version_schema": 1, "structure": {"nom": "A"}}


@pytest.mark.parametrize("version", [True, "1", None, 1.0, [1], 0, -1])
def test_ce_qui_n_est_pas_une_version_n_est_pas_migre(version: Any) -> None:
    assert migrer({"version_schema": version}) == {"version_schema": version}


def test_une_version_plus_recente_est_refusee_d_une_phrase() -> None:
    with pytest.raises(FichierRefuse) as erreur:
        lire_json(json.dumps({"version_schema": VERSION_SCHEMA + 1, "inconnu": 1}).encode())
    assert fautes_de_phrase(str(erreur.value)) == []
    assert "mettez l'outil à jour" in str(erreur.value)
