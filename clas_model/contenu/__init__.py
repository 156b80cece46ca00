"""Du dossier `content/` aux objets : le seul lecteur de YAML.

Le chargement vérifie tout et rassemble toutes les fautes : chacune dit le fichier, l'endroit, ce qui ne va pas et
comment le corriger. Le dossier que nomme `CLAS_CONTENU` se pose sur un texte national : c'est le profil d'une Caf.
"""

import functools
import json
import os
from pathlib import Path
from typing import Any

from clas_model.chemins import motif
from clas_model.contenu.formulaires import fautes_des_formulaires
from clas_model.contenu.heritage import Brut, lire_texte, ranger_le_profil, reprendre
from clas_model.contenu.lecture import lire_yaml, valider
from clas_model.contenu.verification import (
    fautes_des_renommages,
    fautes_du_questionnaire,
    fautes_du_referentiel,
    valeurs_possibles,
)
from clas_model.dossier import Dossier
from clas_model.erreurs import ContenuInvalide
from clas_model.leviers import Leviers
from clas_model.questionnaire import Questionnaire, Renommages
from clas_model.referentiel import Referentiel

__all__ = [
    "EPREUVES", "EXEMPLES", "EXEMPLE_DE_PROFIL", "PROFIL", "RACINE", "REFERENTIEL_PAR_DEFAUT",
    "charger_exemple", "charger_leviers", "charger_profil", "charger_questionnaire", "charger_referentiel",
    "charger_renommages",
    "motif_connu", "profil_installe", "referentiels_disponibles", "texte_par_defaut", "valeurs_possibles",
    "verifier_contenu",
]  # fmt: skip

RACINE = Path(__file__).resolve().parents[2] / "content"
REFERENTIEL_PAR_DEFAUT = "experimentation"
EXEMPLES = ("complet", "faible")
PROFIL = "profil.yaml"
# Les structures fictives et leur verdict attendu.
EPREUVES = RACINE / "epreuves"
# Le profil d'une Caf fictive, que le guide parcourt.
EXEMPLE_DE_PROFIL = RACINE / "profils" / "valmont"
VARIABLE = "CLAS_CONTENU"


@functools.lru_cache(maxsize=8)
def charger_questionnaire(racine: Path = RACINE) -> Questionnaire:
    """Les mots du parcours, tous textes réunis. Lève ContenuInvalide avec toutes les fautes."""
    fautes: list[str] = []
    parcours = lire_yaml(racine / "commun/parcours.yaml", racine, fautes)
    glossaire = lire_yaml(racine / "commun/glossaire.yaml", racine, fautes)
    if not fautes and not isinstance(parcours, dict):
        fautes.append("commun/parcours.yaml : deux clés sont attendues, « etapes » et « choix ».")
    if not fautes and not isinstance(glossaire, list):
        fautes.append("commun/glossaire.yaml : une liste est attendue ; commencez par « - terme: ».")
    questionnaire = None
    if not fautes:
        donnees = {**parcours, "glossaire": glossaire}
        origines = {"glossaire": ["commun/glossaire.yaml"] * len(glossaire)}
        questionnaire = valider(Questionnaire, donnees, "commun/parcours.yaml", fautes, origines)
    if questionnaire is not None:
        fautes += fautes_du_questionnaire(questionnaire)
    if fautes or questionnaire is None:
        raise ContenuInvalide(fautes)
    return questionnaire


@functools.lru_cache(maxsize=8)
def charger_renommages(racine: Path = RACINE) -> Renommages:
    """La table des réponses et des textes renommés. Lève ContenuInvalide."""
    nom, fautes = "commun/renommages.yaml", list[str]()
    donnees = lire_yaml(racine / nom, racine, fautes)
    table = None if fautes else valider(Renommages, donnees, nom, fautes)
    if table is not None:
        fautes += fautes_des_renommages(table, set(_presents(racine)), nom)
    if fautes or table is None:
        raise ContenuInvalide(fautes)
    return table


@functools.lru_cache(maxsize=8)
def charger_leviers(racine: Path = RACINE) -> Leviers:
    """Les leviers d'un projet et leurs efforts. Lève ContenuInvalide avec toutes les fautes."""
    fautes: list[str] = []
    nom = "commun/leviers.yaml"
    donnees = lire_yaml(racine / nom, racine, fautes)
    leviers = None if fautes else valider(Leviers, {"leviers": donnees}, nom, fautes)
    if leviers is not None:
        vus = [x.id for x in leviers.leviers]
        fautes += [
            f"{nom}, levier « {i} » : il est écrit deux fois ; gardez-en un." for i in set(vus) if vus.count(i) > 1
        ]
    if fautes or leviers is None:
        raise ContenuInvalide(fautes)
    return leviers


def charger_referentiel(
    identifiant: str = REFERENTIEL_PAR_DEFAUT, racine: Path = RACINE, version: str | None = None
) -> Referentiel:
    """Le texte de cet identifiant, du dossier `content/` ou du profil installé. Lève ContenuInvalide.

    `version` : celle de cette date, si elle est gardée dans `archives/` ; sinon le texte tel qu'il est aujourd'hui.
    """
    profil = profil_installe()
    if profil is not None and identifiant == _identifiant_du_profil(profil):
        return charger_profil(profil, racine)
    if identifiant not in _presents(racine):
        identifiant = next((t.vers for t in charger_renommages(racine).textes if t.de == identifiant), identifiant)
    # Un même texte reste un même objet : ce qui en est calculé ne se refait pas.
    return _charger(identifiant, racine, version if version in _archives(identifiant, racine) else None)


@functools.lru_cache(maxsize=32)
def _charger(identifiant: str, racine: Path, version: str | None) -> Referentiel:
    connus = _presents(racine)
    if identifiant not in connus:
        presents = ", ".join(connus) or "aucun"
        raise ContenuInvalide(
            [f"Le référentiel « {identifiant} » n'existe pas ; référentiels disponibles : {presents}."]
        )
    fautes: list[str] = []
    brut = _brut(identifiant, racine, fautes)
    if version and brut is not None:
        couche = lire_texte(racine / "archives" / identifiant / version, racine, fautes)
        if couche is not None:
            brut = reprendre(brut, Brut(couche.nom, {**couche.entete, "sur": identifiant}, couche.listes), fautes)
    return _valide(brut, identifiant, racine, fautes)


def _brut(identifiant: str, racine: Path, fautes: list[str], suite: tuple[str, ...] = ()) -> Brut | None:
    """Le texte et ceux dont il part, réunis ; une boucle ou un texte absent est une faute."""
    brut = lire_texte(racine / identifiant, racine, fautes)
    parent = brut.entete.get("herite") if brut else None
    if brut is None or parent is None:
        return brut
    possibles = [i for i in _presents(racine) if i not in (*suite, identifiant)]
    if parent not in possibles:
        fautes.append(
            f"{brut.nom}, herite : « {parent} » n'est pas un texte dont on peut partir ; valeurs possibles : "
            f"{', '.join(possibles) or 'aucune'}."
        )
        return None
    socle = _brut(parent, racine, fautes, (*suite, identifiant))
    if socle is None:
        return None
    charger_referentiel(parent, racine)  # Ses fautes d'abord : elles se diraient deux fois.
    return reprendre(socle, brut, fautes)


def _valide(brut: Brut | None, identifiant: str, racine: Path, fautes: list[str], local: bool = False) -> Referentiel:
    """Le référentiel que décrivent ces fichiers, ou ContenuInvalide."""
    if brut is None:
        raise ContenuInvalide(fautes)
    donnees, origines = brut.donnees()
    texte = valider(Referentiel, donnees, brut.nom, fautes, origines)
    if texte is not None:
        if texte.id != identifiant and not local:
            fautes.append(f"{brut.nom}, id : « {texte.id} » n'est pas le nom du dossier ; accordez-les.")
        fautes += fautes_du_referentiel(texte, {e.id for e in charger_questionnaire(racine).etapes}, origines, brut.nom)
    if fautes or texte is None:
        raise ContenuInvalide(list(dict.fromkeys(fautes)))
    return texte


def profil_installe() -> Path | None:
    """Le dossier du profil local que nomme `CLAS_CONTENU`, ou `None`."""
    nom = os.environ.get(VARIABLE, "").strip()
    return Path(nom).expanduser().resolve() if nom else None


@functools.lru_cache(maxsize=4)
def charger_profil(dossier: Path, racine: Path = RACINE) -> Referentiel:
    """Le profil d'une Caf posé sur son texte national. Lève ContenuInvalide."""
    if not dossier.is_dir():
        raise ContenuInvalide(
            [
                f"{VARIABLE} : « {dossier} » n'est pas un dossier ; donnez celui qui contient {PROFIL}, ou videz "
                f"{VARIABLE}."
            ]
        )
    fautes: list[str] = []
    brut = lire_texte(dossier, dossier.parent, fautes, PROFIL)
    if brut is None:
        raise ContenuInvalide(fautes)
    ranger_le_profil(brut)
    presents = _presents(racine)
    socle, identifiant = brut.entete.get("sur"), brut.entete.get("id")
    if socle not in presents:
        dit = "manque" if socle is None else f": « {socle} » n'existe pas"
        fautes.append(f"{brut.nom}, sur {dit} ; dites sur quel texte se pose le profil : {', '.join(presents)}.")
    if identifiant in presents:
        fautes.append(
            f"{brut.nom}, id : « {identifiant} » est déjà le nom d'un texte national ; choisissez-en un autre."
        )
    if fautes:
        raise ContenuInvalide(fautes)
    charger_referentiel(str(socle), racine)
    dessous = _brut(str(socle), racine, fautes)
    return _valide(reprendre(dessous, brut, fautes, locale=True) if dessous else None, "", racine, fautes, local=True)


@functools.lru_cache(maxsize=4)
def _identifiant_du_profil(dossier: Path) -> str | None:
    """L'identifiant du profil, s'il se lit ; le reste de ses fautes se dit au chargement."""
    donnees = lire_yaml(dossier / PROFIL, dossier.parent, []) if dossier.is_dir() else None
    return str(donnees.get("id")) if isinstance(donnees, dict) else None


def texte_par_defaut(racine: Path = RACINE) -> str:
    """Le texte d'un dossier neuf : celui du profil installé s'il se charge, sinon le texte par défaut."""
    profil = profil_installe()
    if profil is not None:
        try:
            return charger_profil(profil, racine).id
        except ContenuInvalide:
            pass  # `make contenu` dit pourquoi ; l'outil reste utilisable sans le profil.
    return REFERENTIEL_PAR_DEFAUT


def _presents(racine: Path) -> tuple[str, ...]:
    return tuple(sorted(f.parent.name for f in racine.glob("*/referentiel.yaml")))


def referentiels_disponibles(racine: Path = RACINE) -> tuple[str, ...]:
    """Les identifiants des textes présents, dans l'ordre alphabétique, puis celui du profil installé."""
    defaut = texte_par_defaut(racine)
    presents = _presents(racine)
    return presents if defaut in presents or profil_installe() is None else (*presents, defaut)


def verifier_contenu(racine: Path = RACINE, profil: Path | None = None) -> list[str]:
    """Toutes les fautes du contenu installé, exemples et profil compris ; liste vide si tout va bien."""
    fautes: list[str] = []
    try:
        charger_questionnaire(racine)
        charger_renommages(racine)
    except ContenuInvalide as erreur:
        fautes += erreur.fautes
    try:
        charger_leviers(racine)
    except ContenuInvalide as erreur:
        fautes += erreur.fautes
    if not fautes:
        for identifiant in sorted({REFERENTIEL_PAR_DEFAUT, *_presents(racine)}):
            for version in (None, *_archives(identifiant, racine)):
                try:
                    charger_referentiel(identifiant, racine, version)
                except ContenuInvalide as erreur:
                    fautes += erreur.fautes
    if not fautes:
        from clas_model.contenu.reunion import charger_sondage

        try:
            charger_sondage(racine)
        except ContenuInvalide as erreur:
            fautes += erreur.fautes
    exemples = sorted(f.parent for f in (racine / "profils").glob(f"*/{PROFIL}"))
    for dossier in dict.fromkeys([*exemples, *((profil,) if profil is not None else ())] if not fautes else []):
        try:
            charger_profil(dossier, racine)
        except ContenuInvalide as erreur:
            fautes += erreur.fautes
    fautes += fautes_des_formulaires((racine, *([profil] if profil is not None else [])))
    for nom in EXEMPLES:
        try:
            donnees = _lire_exemple(nom, racine)
        except (OSError, ValueError):
            fautes.append(f"exemples/{nom}.json : ce fichier manque ou n'est pas du JSON ; remettez celui d'origine.")
            continue
        valider(Dossier, donnees, f"exemples/{nom}.json", fautes)
    return list(dict.fromkeys(fautes))


@functools.lru_cache(maxsize=32)
def _archives(identifiant: str, racine: Path) -> tuple[str, ...]:
    """Les versions gardées d'un texte."""
    return tuple(sorted(f.parent.name for f in (racine / "archives" / identifiant).glob("*/referentiel.yaml")))


def charger_exemple(nom: str, racine: Path = RACINE) -> Dossier:
    """Un dossier d'exemple (« complet » ou « faible »)."""
    return Dossier.model_validate(_lire_exemple(nom, racine))


def _lire_exemple(nom: str, racine: Path) -> Any:
    return json.loads((racine / "exemples" / f"{nom}.json").read_text(encoding="utf-8"))


def motif_connu(chemin: str) -> bool:
    """Vrai si ce chemin existe dans un dossier."""
    try:
        motif(chemin)
    except KeyError:
        return False
    return True
