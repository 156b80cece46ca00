"""Des fichiers abîmés de toutes les façons : chacun finit en dossier ou en phrase, jamais en panne.

`CLAS_FICHIERS_ABIMES` : combien de fichiers (2 000 par défaut, 10 000 pour l'essai complet).
"""

import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clas_model.contenu import EXEMPLES, charger_exemple
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import ecrire_json, lire_json
from clas_model.reconduction import reconduire
from tests.modele.phrases import fautes_de_phrase

NOMBRE = int(os.environ.get("CLAS_FICHIERS_ABIMES", "2000"))
SOURCES = [
    *(ecrire_json(charger_exemple(n)).encode() for n in EXEMPLES),
    *(f.read_bytes() for f in sorted((Path(__file__).parent / "fichiers").glob("v*.json"))),
    ecrire_json(reconduire(charger_exemple("complet"))).encode(),
]
VALEURS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 3, 999, 10**20, 1.5, "", "x", "g1", "mardi", "2026-09-14", "16:45", "2026-2027",
    "é" * 300, "\x00", [], ["a1"], [None], [[]], {}, {"id": "x"}, [{}], [{"id": "g1"}, {"id": "g1"}], "groupes.g1.nom",
)  # fmt: skip
Abimer = Callable[[random.Random, bytes], bytes]


def octets_changes(hasard: random.Random, octets: bytes) -> bytes:
    abimes = bytearray(octets)
    for _ in range(hasard.randint(1, 6)):
        abimes[hasard.randrange(len(abimes))] = hasard.randrange(256)
    return bytes(abimes)


def morceau_retire(hasard: random.Random, octets: bytes) -> bytes:
    debut, fin = sorted(hasard.randrange(len(octets)) for _ in range(2))
    return octets[:debut] + octets[fin:]


def morceau_double(hasard: random.Random, octets: bytes) -> bytes:
    debut, fin = sorted(hasard.randrange(len(octets)) for _ in range(2))
    return octets[:fin] + octets[debut:]


def deux_fichiers_colles(hasard: random.Random, octets: bytes) -> bytes:
    autre = hasard.choice(SOURCES)
    return octets[: hasard.randrange(len(octets))] + autre[hasard.randrange(len(autre)) :]


def autre_encodage(hasard: random.Random, octets: bytes) -> bytes:
    return octets.decode().encode(hasard.choice(["latin-1", "utf-16", "utf-8-sig", "cp1252"]), errors="replace")


def valeurs_remplacees(hasard: random.Random, octets: bytes) -> bytes:
    donnees = json.loads(octets)
    for _ in range(hasard.randint(1, 3)):
        contenant, cle = hasard.choice(list(_places(donnees)) or [(donnees, "x")])
        contenant[cle] = copy.deepcopy(hasard.choice(VALEURS))
    return json.dumps(donnees).encode()


def champs_renommes(hasard: random.Random, octets: bytes) -> bytes:
    donnees = json.loads(octets)
    contenant, cle = hasard.choice(list(_places(donnees)))
    valeur = contenant.pop(cle)
    if isinstance(contenant, dict) and hasard.random() < 0.6:
        contenant[str(cle) + hasard.choice(["_", "\n", "é", " ", "s"])] = valeur
    return json.dumps(donnees, ensure_ascii=False).encode()


def version_changee(hasard: random.Random, octets: bytes) -> bytes:
    return json.dumps({**json.loads(octets), "version_schema": hasard.choice(VALEURS)}).encode()


def _places(donnees: Any) -> Iterator[tuple[Any, Any]]:
    """(contenant, clé) de chaque valeur."""
    for cle, valeur in donnees.items() if isinstance(donnees, dict) else enumerate(donnees):
        yield donnees, cle
        if isinstance(valeur, dict | list):
            yield from _places(valeur)


FACONS: tuple[Abimer, ...] = (
    octets_changes, morceau_retire, morceau_double, deux_fichiers_colles, autre_encodage, valeurs_remplacees,
    champs_renommes, version_changee,
)  # fmt: skip


@pytest.mark.parametrize("abimer", FACONS, ids=lambda f: f.__name__)
def test_un_fichier_abime_finit_en_dossier_ou_en_phrase(abimer: Abimer) -> None:
    hasard = random.Random(abimer.__name__)
    ouverts, refuses = 0, set()
    for _ in range(NOMBRE // len(FACONS)):
        try:
            dossier = lire_json(abimer(hasard, hasard.choice(SOURCES)))
        except FichierRefuse as erreur:
            # Les espaces de la typographie française ne sont pas des signes illisibles.
            refuses.add(str(erreur).replace("\u202f", " ").replace("\u00a0", " "))
            continue
        ouverts += 1
        assert lire_json(ecrire_json(dossier).encode()) == dossier
    assert {phrase: fautes for phrase in refuses if (fautes := fautes_de_phrase(phrase))} == {}
    # Sans refus d'un côté ni dossier de l'autre, la façon d'abîmer ne prouverait rien.
    assert refuses
    assert ouverts or abimer in (morceau_double, deux_fichiers_colles, morceau_retire)
