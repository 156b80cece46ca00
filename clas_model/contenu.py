"""Du dossier `content/` aux objets : le seul lecteur de YAML.

Le chargement vérifie tout et rassemble toutes les fautes : chacune dit le fichier, l'endroit, ce qui ne va pas et
comment le corriger.
"""

import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scanner import ScannerError

from clas_model.chemins import champ_du_motif, motif, motifs
from clas_model.dossier import Charte, Dossier
from clas_model.erreurs import ContenuInvalide
from clas_model.messages import fautes_francaises
from clas_model.questionnaire import Questionnaire
from clas_model.referentiel import Referentiel, RegleAppelee
from clas_model.regles import ALERTES, REGLES

_M = TypeVar("_M", bound=BaseModel)
RACINE = Path(__file__).resolve().parent.parent / "content"
REFERENTIEL_PAR_DEFAUT = "experimentation"
EXEMPLES = ("complet", "faible")


def _lire_yaml(fichier: Path, racine: Path, fautes: list[str]) -> Any:
    """Le contenu d'un fichier YAML, ou `None` et une faute de plus."""
    nom = fichier.relative_to(racine).as_posix()
    try:
        donnees = YAML(typ="safe").load(fichier.read_text(encoding="utf-8"))
        if donnees is None:
            fautes.append(f"{nom} : ce fichier est vide ; remettez celui d'origine.")
        return donnees
    except FileNotFoundError:
        fautes.append(f"{nom} : ce fichier manque ; créez-le ou remettez celui d'origine.")
    except UnicodeDecodeError:
        fautes.append(f"{nom} : ce fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.")
    except DuplicateKeyError as erreur:
        ligne = erreur.problem_mark.line + 1 if erreur.problem_mark else "?"
        fautes.append(f"{nom}, ligne {ligne} : une clé est écrite deux fois ; gardez-en une seule.")
    except MarkedYAMLError as erreur:
        # Un guillemet jamais fermé n'est vu qu'à la fin du fichier : c'est son début qui aide.
        marque = (erreur.context_mark if isinstance(erreur, ScannerError) else None) or erreur.problem_mark
        ligne = marque.line + 1 if marque else "?"
        fautes.append(
            f"{nom}, ligne {ligne} : YAML illisible ici ; vérifiez le retrait, les deux-points et les guillemets."
        )
    except YAMLError:
        fautes.append(f"{nom} : le YAML est illisible ; vérifiez le retrait, les deux-points et les guillemets.")
    return None


def _endroit(donnees: Any, lieu: tuple[str, ...]) -> str:
    """L'endroit d'une faute, avec l'identifiant des éléments de liste plutôt que leur rang."""
    mots, courant = [], donnees
    for segment in lieu:
        if isinstance(courant, list | tuple) and segment.isdecimal() and int(segment) < len(courant):
            courant = courant[int(segment)]
            nom = (
                courant.get("id") or courant.get("motif") or courant.get("terme") if isinstance(courant, dict) else None
            )
            mots.append(f"« {nom} »" if nom else f"élément {int(segment) + 1}")
        else:
            courant = courant.get(segment) if isinstance(courant, dict) else None
            mots.append(segment)
    return ", ".join(mots)


# Le fichier d'où vient chaque élément des listes réparties sur plusieurs fichiers, dans l'ordre de la liste.
Origines = dict[str, list[str]]


def _valider(
    modele: type[_M], donnees: Any, nom: str, fautes: list[str], origines: Origines | None = None
) -> _M | None:
    try:
        return modele.model_validate(donnees)
    except ValidationError as erreur:
        for lieu, phrase in fautes_francaises(erreur):
            segments, fichier = tuple(lieu.split(".")), nom
            ou = _endroit(donnees, segments)
            if origines and segments[0] in origines and len(segments) > 1:
                fichier, ou = origines[segments[0]][int(segments[1])], ou.partition(", ")[2]
            fautes.append(f"{fichier}, {ou} : {phrase}.")
    return None


def _doublons(quoi: str, places: Iterable[tuple[str, str]]) -> list[str]:
    """Les identifiants écrits plusieurs fois ; `places` : (fichier, identifiant)."""
    par_id: dict[str, list[str]] = {}
    for fichier, identifiant in places:
        par_id.setdefault(identifiant, []).append(fichier)
    return [
        f"{' et '.join(dict.fromkeys(fichiers))}, {quoi} « {i} » : cet identifiant est écrit {len(fichiers)} fois ; "
        "donnez un nom différent à chacun."
        for i, fichiers in par_id.items()
        if len(fichiers) > 1
    ]


def _fautes_du_referentiel(texte: Referentiel, etapes: set[str], origines: Origines) -> list[str]:
    """Les renvois qui ne mènent nulle part et les règles mal appelées."""
    fautes: list[str] = []
    nom = f"{texte.id}/referentiel.yaml"
    for quoi, champ in (
        ("source", "sources"), ("niveau", "niveaux"), ("axe", "axes"), ("critère", "criteres"),
        ("engagement", "engagements"), ("alerte", "alertes"),
    ):  # fmt: skip
        elements = getattr(texte, champ)
        fichiers = origines.get(champ, [nom] * len(elements))
        fautes += _doublons(quoi, zip(fichiers, (e.id for e in elements), strict=True))
    sources, niveaux, axes = ({e.id for e in getattr(texte, c)} for c in ("sources", "niveaux", "axes"))

    def renvoi(qui: str, champ: str, valeur: str, connus: set[str]) -> None:
        if valeur not in connus:
            fautes.append(
                f"{qui}, {champ} : « {valeur} » n'existe pas ; valeurs possibles : {', '.join(sorted(connus))}."
            )

    for fichier, critere in zip(origines["criteres"], texte.criteres, strict=True):
        qui = f"{fichier}, critère « {critere.id} »"
        renvoi(qui, "axe", critere.axe, axes)
        renvoi(qui, "niveau", critere.niveau, niveaux)
        renvoi(qui, "etape", critere.etape, etapes)
        renvoi(qui, "passage.source", critere.passage.source, sources)
        renvoi(qui, "regle.nom", critere.regle.nom, set(REGLES))
        if critere.regle.nom in REGLES:
            fautes += _fautes_de_regle(f"{qui}, regle.parametres", critere.regle)
    for fichier, engagement in zip(origines["engagements"], texte.engagements, strict=True):
        qui = f"{fichier}, engagement « {engagement.id} »"
        renvoi(qui, "id", engagement.id, set(Charte.model_fields))
        if engagement.passage:
            renvoi(qui, "passage.source", engagement.passage.source, sources)
    for absent in sorted(set(Charte.model_fields) - {e.id for e in texte.engagements}):
        fautes.append(f"{texte.id}/charte.yaml : l'engagement « {absent} » manque ; ajoutez-le.")
    for fichier, alerte in zip(origines["alertes"], texte.alertes, strict=True):
        qui = f"{fichier}, alerte « {alerte.id} »"
        renvoi(qui, "id", alerte.id, set(ALERTES))
        renvoi(qui, "etape", alerte.etape, etapes)
        if alerte.passage:
            renvoi(qui, "passage.source", alerte.passage.source, sources)
    return fautes


def _fautes_de_regle(ou: str, appelee: RegleAppelee) -> list[str]:
    """Des paramètres que la règle refuse, ou qui désignent un champ que le dossier n'a pas."""
    fautes: list[str] = []
    regle = REGLES[appelee.nom]
    parametres = _valider(regle.parametres, appelee.parametres, ou, fautes)
    if parametres is not None:
        try:
            regle.fonction(Dossier(), parametres)
        except (AttributeError, KeyError):
            fautes.append(f"{ou} : un champ désigné n'existe pas dans un dossier ; corrigez son nom.")
    return fautes


def _fautes_du_questionnaire(questionnaire: Questionnaire) -> list[str]:
    """Chaque champ du dossier a sa question, chaque réponse possible son libellé."""
    nom, fautes = "commun/parcours.yaml", []
    attendus = list(motifs())
    ecrits = [q.motif for e in questionnaire.etapes for q in e.questions]
    fautes += _doublons("question", ((nom, m) for m in ecrits))
    fautes += _doublons("étape", ((nom, e.id) for e in questionnaire.etapes))
    for absent in [m for m in attendus if m not in ecrits]:
        fautes.append(f"{nom} : aucune question pour le champ « {absent} » ; ajoutez-la à son étape.")
    for inconnu in [m for m in ecrits if m not in attendus]:
        fautes.append(f"{nom}, question « {inconnu} » : ce champ n'existe pas dans un dossier ; corrigez le motif.")
    for question in (q for e in questionnaire.etapes for q in e.questions if q.motif in attendus):
        possibles = valeurs_possibles(question.motif)
        libelles = set(questionnaire.options.get(question.choix or "", {}))
        if question.choix and question.choix not in questionnaire.options:
            fautes.append(f"{nom}, question « {question.motif} » : le choix « {question.choix} » n'existe pas.")
        elif possibles != libelles:
            ecart = ", ".join(sorted(possibles ^ libelles))
            fautes.append(
                f"{nom}, question « {question.motif} » : les choix ne sont pas ceux du dossier ({ecart}) ; "
                "complétez la liste ou nommez la bonne."
            )
        mots = (question.element, question.ajouter, question.aucun)
        est_liste = f"{question.motif}_close" in attendus
        if est_liste and not all(mots):
            fautes.append(f"{nom}, question « {question.motif} » : une liste a « element », « ajouter » et « aucun ».")
        elif not est_liste and any(mots):
            fautes.append(
                f"{nom}, question « {question.motif} » : « element », « ajouter » et « aucun » ne vont qu'à une "
                "liste ; retirez-les."
            )
    return fautes


@functools.cache
def valeurs_possibles(motif_: str) -> frozenset[str]:
    """Les valeurs d'un champ à choix (vide si le champ est libre)."""
    modele, champ = champ_du_motif(motif_)
    return frozenset(_litteraux(modele.model_fields[champ].annotation))


def _litteraux(annotation: Any) -> Iterable[str]:
    if get_origin(annotation) is Literal:
        yield from (v for v in get_args(annotation) if isinstance(v, str))
        return
    for interne in get_args(annotation):
        yield from _litteraux(interne)


@functools.lru_cache(maxsize=8)
def charger_questionnaire(racine: Path = RACINE) -> Questionnaire:
    """Les mots du parcours. Lève ContenuInvalide avec toutes les fautes."""
    fautes: list[str] = []
    parcours = _lire_yaml(racine / "commun/parcours.yaml", racine, fautes)
    glossaire = _lire_yaml(racine / "commun/glossaire.yaml", racine, fautes)
    if not fautes and not isinstance(parcours, dict):
        fautes.append("commun/parcours.yaml : deux clés sont attendues, « etapes » et « choix ».")
    if not fautes and not isinstance(glossaire, list):
        fautes.append("commun/glossaire.yaml : une liste est attendue ; commencez par « - terme: ».")
    questionnaire = None
    if not fautes:
        donnees = {**parcours, "glossaire": glossaire}
        origines = {"glossaire": ["commun/glossaire.yaml"] * len(glossaire)}
        questionnaire = _valider(Questionnaire, donnees, "commun/parcours.yaml", fautes, origines)
    if questionnaire is not None:
        fautes += _fautes_du_questionnaire(questionnaire)
    if fautes or questionnaire is None:
        raise ContenuInvalide(fautes)
    return questionnaire


@functools.lru_cache(maxsize=8)
def charger_referentiel(identifiant: str = REFERENTIEL_PAR_DEFAUT, racine: Path = RACINE) -> Referentiel:
    """Le référentiel d'un dossier de `content/`. Lève ContenuInvalide avec toutes les fautes."""
    connus = referentiels_disponibles(racine)
    if identifiant not in connus:
        presents = ", ".join(connus) or "aucun"
        raise ContenuInvalide(
            [f"Le référentiel « {identifiant} » n'existe pas ; référentiels disponibles : {presents}."]
        )
    fautes: list[str] = []
    dossier = racine / identifiant
    donnees = _lire_yaml(dossier / "referentiel.yaml", racine, fautes)
    parties: dict[str, list[Any]] = {"criteres": [], "engagements": [], "alertes": []}
    origines: Origines = {champ: [] for champ in parties}
    for champ, fichiers in (
        ("criteres", [dossier / "criteres" / f"{a}.yaml" for a in _axes(donnees)]),
        ("engagements", [dossier / "charte.yaml"]),
        ("alertes", [dossier / "alertes.yaml"]),
    ):
        for fichier in fichiers:
            lues, nom = _lire_yaml(fichier, racine, fautes), fichier.relative_to(racine).as_posix()
            if isinstance(lues, list):
                parties[champ] += lues
                origines[champ] += [nom] * len(lues)
            elif lues is not None:
                fautes.append(f"{nom} : une liste est attendue ; commencez par « - id: ».")
    if not isinstance(donnees, dict):
        fautes = fautes or [f"{identifiant}/referentiel.yaml : des clés sont attendues (id, titre, sources…)."]
        raise ContenuInvalide(fautes)
    texte = _valider(Referentiel, {**donnees, **parties}, f"{identifiant}/referentiel.yaml", fautes, origines)
    if texte is not None:
        if texte.id != identifiant:
            fautes.append(
                f"{identifiant}/referentiel.yaml, id : « {texte.id} » n'est pas le nom du dossier ; accordez-les."
            )
        fautes += _fautes_du_referentiel(texte, {e.id for e in charger_questionnaire(racine).etapes}, origines)
    if fautes or texte is None:
        raise ContenuInvalide(fautes)
    return texte


def _axes(donnees: Any) -> list[str]:
    axes = donnees.get("axes") if isinstance(donnees, dict) else None
    return [str(a.get("id")) for a in axes if isinstance(a, dict)] if isinstance(axes, list) else []


def referentiels_disponibles(racine: Path = RACINE) -> tuple[str, ...]:
    """Les identifiants des référentiels présents, dans l'ordre alphabétique."""
    return tuple(sorted(f.parent.name for f in racine.glob("*/referentiel.yaml")))


def verifier_contenu(racine: Path = RACINE) -> list[str]:
    """Toutes les fautes du contenu installé, exemples compris ; liste vide si tout va bien."""
    fautes: list[str] = []
    try:
        charger_questionnaire(racine)
    except ContenuInvalide as erreur:
        fautes += erreur.fautes
    if not fautes:
        for identifiant in sorted({REFERENTIEL_PAR_DEFAUT, *referentiels_disponibles(racine)}):
            try:
                charger_referentiel(identifiant, racine)
            except ContenuInvalide as erreur:
                fautes += erreur.fautes
    for nom in EXEMPLES:
        try:
            donnees = _lire_exemple(nom, racine)
        except (OSError, ValueError):
            fautes.append(f"exemples/{nom}.json : ce fichier manque ou n'est pas du JSON ; remettez celui d'origine.")
            continue
        _valider(Dossier, donnees, f"exemples/{nom}.json", fautes)
    return fautes


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
