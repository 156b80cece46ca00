"""Les mots du plus petit changement, communs à la page et à la ligne de commande."""

from typing import Any

from clas_model.francais import accord, intervalle, typographie
from clas_model.leviers import POIDS_EFFORT, Leviers, Nature
from clas_model.referentiel import Referentiel
from clas_model.referentiel.base import Effort
from clas_model.restitution.mots import ELIGIBILITES
from clas_model.simulation.buts import ELIGIBLE
from clas_model.simulation.changement import Changement, Etape

NATURES: dict[Nature, str] = {
    "nombres": "",
    "decision": "à décider : ",
    "redaction": "à rédiger : ",
    "reponse": "à renseigner : ",
}
EFFORTS: dict[Effort, str] = {"S": "léger", "M": "moyen", "L": "lourd"}
BAREME = ", ".join(f"{EFFORTS[lettre]} {poids}" for lettre, poids in POIDS_EFFORT.items())


def but_en_mots(but: str, texte: Referentiel) -> str:
    """« être éligible », « 70 sur 100 au moins », « « Des groupes de 5 à 15 enfants » »."""
    if but == ELIGIBLE:
        return "être éligible"
    if but.isdecimal():
        return f"une préparation d'au moins {but} sur 100, au pire"
    return f"atteindre « {texte.critere(but).titre} »"


def etape_en_mots(etape: Etape) -> str:
    """« à rédiger : une action avec les parents » ; un geste sur des nombres se dit tel quel."""
    return typographie(f"{NATURES[etape.nature]}{etape.geste.phrase}")


def bilan(changement: Changement, texte: Referentiel) -> tuple[str, ...]:
    """Ce qu'on a trouvé, en quelques phrases : le but, l'effort, ce que cela donne, ce qui n'est pas prouvé."""
    but = but_en_mots(changement.but, texte)
    if not changement.etapes and changement.atteint:
        return (typographie(f"But : {but}. C'est déjà le cas : rien à changer."),)
    phrases = [f"But : {but}."]
    if changement.etapes:
        quoi = accord(len(changement.etapes), "changement")
        debut = f"Il faut {quoi}"
        if not changement.atteint:
            debut = f"{quoi} s'en {'approche' if len(changement.etapes) == 1 else 'approchent'}"
        phrases.append(f"{debut}, pour un effort de {changement.effort} ({BAREME}).")
    if not changement.atteint:
        restes = " · ".join(f"{c.critere.titre} ({c.verdict.fait})" for c in changement.hors_de_portee)
        pourquoi = "par les changements que cet outil connaît" if changement.prouve else "par la recherche, trop longue"
        if changement.prouve and changement.attend_des_reponses:
            pourquoi = "tant que des réponses manquent"
        phrases.append(f"Le but n'est pas atteint {pourquoi}. Il reste : {restes}")
    if not changement.prouve:
        phrases.append("La recherche s'est arrêtée à sa limite : un changement plus petit existe peut-être.")
    avant, apres = changement.avant, changement.apres
    phrases.append(
        f"Éligibilité : {ELIGIBILITES[avant.eligibilite].mot}, puis {ELIGIBILITES[apres.eligibilite].mot}. "
        f"Préparation : {intervalle(avant.score.min, avant.score.max)}, puis "
        f"{intervalle(apres.score.min, apres.score.max)}."
    )
    if any(e.nature in ("redaction", "reponse") for e in changement.etapes):
        phrases.append(
            "Ce résultat suppose écrit ou donné ce qui est « à rédiger » ou « à renseigner », et qui convienne."
        )
    return tuple(map(typographie, phrases))


def changement_en_json(changement: Changement, texte: Referentiel, leviers: Leviers) -> dict[str, Any]:
    """Le contrat de `ameliorer --json`."""
    avant, apres = changement.avant.en_json(), changement.apres.en_json()
    return {
        "referentiel": avant["referentiel"],
        "but": changement.but,
        "atteint": changement.atteint,
        "prouve": changement.prouve,
        "effort": changement.effort,
        "etapes": [
            {
                "levier": e.geste.levier,
                "nature": e.nature,
                "phrase": etape_en_mots(e),
                "effort": leviers.levier(e.geste.levier).effort,
                "fois": e.geste.fois,
            }
            for e in changement.etapes
        ],
        "avant": {"eligibilite": avant["eligibilite"], "score": avant["score"]},
        "apres": {"eligibilite": apres["eligibilite"], "score": apres["score"]},
        "hors_de_portee": [c.critere.id for c in changement.hors_de_portee],
    }
