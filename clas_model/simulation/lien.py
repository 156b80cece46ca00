"""Un essai dans une adresse : tout y est, rien n'est gardé sur le serveur.

Le lien porte l'identifiant, la date et la version du texte, et les seuils d'alors : un vieux lien peut dire sous quel
texte il a été fait, et ce qui a changé depuis.
"""

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from clas_model.erreurs import ClasError
from clas_model.francais import date_longue
from clas_model.referentiel import Referentiel
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.seuils import seuils

FORME = 1
# Un lien plus long ne vient pas de cet outil ; décomprimé, il ne dépasse jamais quelques milliers d'octets.
CODE_MAX, JSON_MAX, VARIANTES_MAX, NOM_MAX = 6000, 40_000, 8, 60


class LienIllisible(ClasError):
    """Le lien est abîmé ou vient d'ailleurs : dire comment en refaire un."""


@dataclass(frozen=True, slots=True)
class EssaiNomme:
    """Une hypothèse, son nom, et le nombre de groupes retenu (`None` : celui que l'outil conseille)."""

    nom: str
    hypothese: Hypothese
    groupes: int | None = None


@dataclass(frozen=True, slots=True)
class Lien:
    """Ce que porte un lien. `seuils` : taille minimale, maximale, enfants par adulte (ou nul), adultes par groupe."""

    referentiel: str
    date: str | None
    version: str
    seuils: tuple[int, int, int | None, int]
    essais: tuple[EssaiNomme, ...]


def _seuils(texte: Referentiel) -> tuple[int, int, int | None, int]:
    ici = seuils(texte)
    return ici.mini, ici.maxi, ici.besoin.par_adulte, ici.besoin.minimum


def ecrire_lien(essais: Sequence[EssaiNomme], texte: Referentiel) -> str:
    """Le code à mettre dans l'adresse."""
    contenu = {
        "f": FORME,
        "r": [texte.id, texte.date.isoformat() if texte.date else None, texte.version],
        "s": list(_seuils(texte)),
        "e": [
            {"n": e.nom, "g": e.groupes, "h": e.hypothese.model_dump(mode="json", exclude_defaults=True)}
            for e in essais[:VARIANTES_MAX]
        ],
    }
    brut = json.dumps(contenu, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(brut, 9)).rstrip(b"=").decode()


def lire_lien(code: str) -> Lien:
    """L'essai d'une adresse. Lève `LienIllisible`, avec une phrase."""
    if len(code) > CODE_MAX:
        raise LienIllisible("Ce lien est trop long pour venir de cet outil. Demandez-en un nouveau.")
    try:
        octets = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        lecteur = zlib.decompressobj()
        brut = lecteur.decompress(octets, JSON_MAX)
        if not lecteur.eof or lecteur.unused_data:
            raise ValueError(code)
        donnees: Any = json.loads(brut)
        if donnees["f"] != FORME:
            raise LienIllisible("Ce lien vient d'une autre version de l'outil. Demandez-en un nouveau.")
        identifiant, date, version = donnees["r"]
        mini, maxi, par_adulte, minimum = donnees["s"]
        essais = tuple(
            EssaiNomme(str(e["n"])[:NOM_MAX], Hypothese.model_validate_json(json.dumps(e["h"])), _entier(e["g"]))
            for e in donnees["e"][:VARIANTES_MAX]
        )
        if not essais:
            raise ValueError(code)
        return Lien(
            str(identifiant),
            None if date is None else str(date),
            str(version),
            (int(mini), int(maxi), _entier(par_adulte), int(minimum)),
            essais,
        )
    except LienIllisible:
        raise
    except (
        ValueError, TypeError, KeyError, OverflowError, binascii.Error, zlib.error, ValidationError, RecursionError,
    ) as erreur:  # fmt: skip
        raise LienIllisible(
            "Ce lien est abîmé : il en manque peut-être la fin. Copiez-le à nouveau en entier, ou refaites l'essai ici."
        ) from erreur


def _entier(valeur: Any) -> int | None:
    return None if valeur is None else int(valeur)


def origine(lien: Lien, texte: Referentiel, actuel: Referentiel) -> str | None:
    """Sous quel texte le lien a été fait, s'il n'est pas celui d'aujourd'hui ; `None` si rien n'a changé.

    `texte` : celui qui compte l'essai ici, dans la version du lien si elle est gardée ; `actuel` : celui d'aujourd'hui.
    """
    if (lien.referentiel, lien.version) == (texte.id, texte.version):
        if texte.version == actuel.version:
            return None
        return (
            f"Ce lien a été fait sous « {texte.titre} », version {texte.version} ; l'essai est compté sous elle. "
            f"Le texte d'aujourd'hui est en version {actuel.version} ; choisissez-le plus bas pour comparer."
        )
    date = f", daté du {_date_en_mots(lien.date)}" if lien.date else ""
    debut = f"Ce lien a été fait sous le texte « {lien.referentiel} », version {lien.version}{date}."
    ici = f"Il est recalculé sous « {texte.titre} », version {texte.version}."
    if lien.seuils == _seuils(texte):
        return f"{debut} {ici} Les seuils des effectifs sont les mêmes."
    mini, maxi, par_adulte, minimum = lien.seuils
    adultes = f"{par_adulte} enfants au plus par adulte" if par_adulte else f"{minimum} adultes au moins par groupe"
    return (
        f"{debut} Ses seuils étaient : {mini} à {maxi} enfants par groupe, {adultes}. {ici} La réponse peut différer."
    )


def _date_en_mots(date: str) -> str:
    """La date en toutes lettres, ou telle quelle si elle ne se lit pas."""
    try:
        return date_longue(dt.date.fromisoformat(date))
    except ValueError:
        return date
