"""Les formulaires de `content/formulaires`, et ceux que le profil d'une Caf y ajoute."""

import functools
from collections.abc import Iterable
from pathlib import Path

from clas_model.contenu.lecture import doublons, lire_yaml, valider
from clas_model.erreurs import ContenuInvalide
from clas_model.formulaire import Formulaire

RACINE = Path(__file__).resolve().parents[2] / "content"


def charger_formulaires(profil: Path | None = None, racine: Path = RACINE) -> tuple[Formulaire, ...]:
    """Ceux du profil d'abord, puis les nôtres. Lève ContenuInvalide avec toutes les fautes."""
    return (*(_lire(profil) if profil is not None else ()), *_lire(racine))


@functools.lru_cache(maxsize=8)
def _lire(racine: Path) -> tuple[Formulaire, ...]:
    fautes: list[str] = []
    lus: list[tuple[str, Formulaire]] = []
    for fichier in sorted((racine / "formulaires").glob("*.yaml")):
        nom = fichier.relative_to(racine).as_posix()
        donnees = lire_yaml(fichier, racine, fautes)
        formulaire = valider(Formulaire, donnees, nom, fautes) if donnees is not None else None
        if formulaire is not None:
            lus.append((nom, formulaire))
            fautes += doublons("champ", ((nom, champ.id) for champ in formulaire.champs))
    fautes += doublons("formulaire", ((nom, f.id) for nom, f in lus))
    if fautes:
        raise ContenuInvalide(fautes)
    return tuple(f for _, f in lus)


def fautes_des_formulaires(racines: Iterable[Path]) -> list[str]:
    """Toutes les fautes des formulaires de ces dossiers."""
    fautes: list[str] = []
    for racine in racines:
        try:
            _lire(racine)
        except ContenuInvalide as erreur:
            fautes += erreur.fautes
    return fautes
