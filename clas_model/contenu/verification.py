"""Ce que les types ne voient pas : les renvois qui ne mènent nulle part, les règles mal appelées, les trous."""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any, Literal, get_args, get_origin

from clas_model.chemins import champ_du_motif, motifs
from clas_model.contenu.lecture import Origines, doublons, valider
from clas_model.dossier import Charte, Dossier
from clas_model.questionnaire import Questionnaire, Renommages
from clas_model.referentiel import Referentiel, RegleAppelee
from clas_model.regles import ALERTES, REGLES


def fautes_du_referentiel(texte: Referentiel, etapes: set[str], origines: Origines, nom: str) -> list[str]:
    """Les renvois qui ne mènent nulle part et les règles mal appelées ; `nom` : le fichier d'en-tête du texte."""
    fautes: list[str] = []
    for quoi, champ in (
        ("source", "sources"), ("niveau", "niveaux"), ("axe", "axes"), ("critère", "criteres"),
        ("engagement", "engagements"), ("alerte", "alertes"), ("montant", "montants"),
    ):  # fmt: skip
        elements = getattr(texte, champ)
        fichiers = origines.get(champ, [nom] * len(elements))
        fautes += doublons(quoi, zip(fichiers, (e.id for e in elements), strict=True))
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
        if critere.regle.nom == "question-locale":
            questions = {q.id for q in texte.local.questions} if texte.local else set()
            renvoi(qui, "regle.parametres, question", str(critere.regle.parametres.get("question")), questions)
    for vide in sorted(axes - {c.axe for c in texte.criteres}):
        fautes.append(f"{nom}, axe « {vide} » : aucun critère n'y est rangé ; rangez-en un, ou retirez l'axe.")
    for fichier, montant in zip(origines["montants"], texte.montants, strict=True):
        for valeur in montant.valeurs:
            renvoi(f"{fichier}, montant « {montant.id} »", "source", valeur.source, sources)
    if texte.prestation and texte.prestation.source:
        renvoi(nom, "prestation.source", texte.prestation.source, sources)
    if texte.local:
        fautes += doublons("question", ((nom, q.id) for q in texte.local.questions))
    for fichier, engagement in zip(origines["engagements"], texte.engagements, strict=True):
        qui = f"{fichier}, engagement « {engagement.id} »"
        renvoi(qui, "id", engagement.id, set(Charte.model_fields))
        if engagement.passage:
            renvoi(qui, "passage.source", engagement.passage.source, sources)
    for absent in sorted(set(Charte.model_fields) - {e.id for e in texte.engagements}):
        fautes.append(f"{_fichier_de_la_charte(nom, origines)} : l'engagement « {absent} » manque ; ajoutez-le.")
    for fichier, alerte in zip(origines["alertes"], texte.alertes, strict=True):
        qui = f"{fichier}, alerte « {alerte.id} »"
        renvoi(qui, "id", alerte.id, set(ALERTES))
        renvoi(qui, "etape", alerte.etape, etapes)
        if alerte.id in ALERTES and not _s_appelle(ALERTES[alerte.id], alerte.parametres):
            fautes.append(
                f"{qui}, parametres : ces réglages ne sont pas ceux de cette alerte ; remettez ceux d'origine."
            )
        if alerte.passage:
            renvoi(qui, "passage.source", alerte.passage.source, sources)
    return fautes


def _s_appelle(alerte: Callable[..., object], parametres: dict[str, int]) -> bool:
    """Vrai si l'alerte admet ces réglages, et aucun autre."""
    try:
        inspect.signature(alerte).bind(Dossier(), **parametres)
    except TypeError:
        return False
    return True


def _fichier_de_la_charte(nom: str, origines: Origines) -> str:
    """Le fichier où ajouter un engagement : celui des autres, sinon celui du texte."""
    return next(iter(origines["engagements"]), nom.replace("referentiel.yaml", "charte.yaml"))


def _fautes_de_regle(ou: str, appelee: RegleAppelee) -> list[str]:
    """Des paramètres que la règle refuse, ou qui désignent un champ que le dossier n'a pas."""
    fautes: list[str] = []
    regle = REGLES[appelee.nom]
    parametres = valider(regle.parametres, appelee.parametres, ou, fautes)
    if parametres is not None:
        try:
            regle.fonction(Dossier(), parametres)
        except (AttributeError, KeyError):
            fautes.append(f"{ou} : un champ désigné n'existe pas dans un dossier ; corrigez son nom.")
    return fautes


def fautes_du_questionnaire(questionnaire: Questionnaire) -> list[str]:
    """Chaque champ du dossier a sa question, chaque réponse possible son libellé."""
    nom, fautes = "commun/parcours.yaml", []
    attendus = list(motifs())
    ecrits = [q.motif for e in questionnaire.etapes for q in e.questions]
    fautes += doublons("question", ((nom, m) for m in ecrits))
    fautes += doublons("étape", ((nom, e.id) for e in questionnaire.etapes))
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


def fautes_des_renommages(table: Renommages, presents: set[str], nom: str) -> list[str]:
    """Des champs qui existent, de même sorte, une seule destination chacun, et des textes présents."""
    fautes, connus = [], set(motifs())
    for ligne in table.champs:
        qui = f"{nom}, champs, « {ligne.de} »"
        absents = [m for m in (ligne.de, ligne.vers) if m not in connus]
        if absents:
            fautes.append(f"{qui} : « {absents[0]} » n'existe pas dans un dossier ; corrigez le nom du champ.")
            continue
        if "*" in ligne.de or "*" in ligne.vers or ligne.de.endswith("_close"):
            fautes.append(f"{qui} : une liste ne se renomme pas ; écrivez un champ qui n'a qu'une réponse.")
            continue
        (de, champ_de), (vers, champ_vers) = champ_du_motif(ligne.de), champ_du_motif(ligne.vers)
        if de.model_fields[champ_de].annotation != vers.model_fields[champ_vers].annotation:
            fautes.append(
                f"{qui} : « {ligne.vers} » n'attend pas la même sorte de réponse ; choisissez un autre champ."
            )
        if ligne.texte not in presents:
            fautes.append(
                f"{qui}, texte : « {ligne.texte} » n'existe pas ; valeurs possibles : {', '.join(sorted(presents))}."
            )
    fautes += doublons("destination", ((nom, f"{ligne.texte} : {ligne.vers}") for ligne in table.champs))
    for texte in table.textes:
        if texte.de in presents or texte.vers not in presents:
            fautes.append(
                f"{nom}, textes, « {texte.de} » : l'ancien nom ne doit plus exister, et le nouveau doit exister "
                f"({', '.join(sorted(presents))})."
            )
    return fautes
