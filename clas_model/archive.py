"""Lire une archive zip venue d'ailleurs (Word, OpenDocument, tableur) sans se laisser piéger.

Tout se passe en mémoire : la taille de ce qui sort est bornée pendant la décompression, quoi que l'archive annonce.
"""

import io
import zipfile
import zlib

from clas_model.erreurs import FichierRefuse

TAILLE_MAX = 10_000_000
ENTREES_MAX = 2_000
# Ce qu'un seul morceau peut peser une fois déplié.
MORCEAU_MAX = 30_000_000
ILLISIBLE = "Ce document est abîmé ou n'est pas de la sorte que dit son nom : choisissez-en un autre."


class Archive:
    """Les morceaux d'une archive, lus un par un. Lève FichierRefuse, avec une phrase."""

    def __init__(self, octets: bytes) -> None:
        if len(octets) > TAILLE_MAX:
            raise FichierRefuse(f"Ce document est trop gros : {TAILLE_MAX // 1_000_000} Mo au plus.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(octets))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as erreur:
            raise FichierRefuse(ILLISIBLE) from erreur
        if len(self._zip.infolist()) > ENTREES_MAX:
            raise FichierRefuse(ILLISIBLE)
        self.noms = tuple(self._zip.namelist())

    def lire(self, nom: str, maximum: int = MORCEAU_MAX) -> bytes:
        """Le contenu d'un morceau ; vide s'il n'existe pas. Refuse ce qui se déplie au-delà de `maximum`."""
        if nom not in self.noms:
            return b""
        try:
            if self._zip.getinfo(nom).flag_bits & 0x1:
                raise FichierRefuse(
                    "Ce document est protégé par un mot de passe : enregistrez-le sans, puis réessayez."
                )
            with self._zip.open(nom) as morceau:
                contenu = morceau.read(maximum + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as erreur:
            raise FichierRefuse(ILLISIBLE) from erreur
        if len(contenu) > maximum:
            raise FichierRefuse("Ce document se déplie en un contenu démesuré : il n'est pas ouvert.")
        return contenu

    def verifier(self, maximum: int = MORCEAU_MAX) -> None:
        """Déplie tout, et refuse une archive dont l'ensemble dépasse `maximum`."""
        reste = maximum
        for nom in self.noms:
            reste -= len(self.lire(nom, reste))
