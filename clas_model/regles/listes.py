"""La logique des listes ouvertes ou closes, commune à toutes les règles.

Une liste ouverte peut encore recevoir un élément : on n'en conclut que ce qu'aucun ajout ne changerait.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from clas_model.dossier import Dossier, Groupe
from clas_model.francais import accord, enumeration
from clas_model.regles.base import Etat, Verdict

TOUS_LES_GROUPES = "Cochez « C'est tout » quand tous les groupes sont saisis."
# L'ordre dans lequel on nomme les groupes : la faute d'abord, l'inconnu ensuite.
_GRAVITE: dict[Etat, int] = {"non_atteint": 0, "partiel": 1, "sans_reponse": 2}


def compte(n: int, singulier: str, pluriel: str | None = None, aucun: str = "aucun") -> str:
    """« aucun partenaire », « 1 partenaire », « 3 partenaires » ; `aucun` : « aucune » devant un féminin."""
    return accord(n, singulier, pluriel) if n else f"{aucun} {singulier}"


def meilleur_cas(etats: Iterable[Etat], close: bool) -> Etat:
    """Règle « au moins un » : le meilleur état l'emporte, sauf si un inconnu ou un ajout pouvait faire mieux."""
    presents = set(etats)
    if "atteint" in presents:
        return "atteint"
    if not close or "sans_reponse" in presents:
        return "sans_reponse"
    return "partiel" if "partiel" in presents else "non_atteint"


def fin_ouverte(liste: str, elements: Sequence[object], close: bool) -> tuple[str, ...]:
    """Le chemin de ce que la liste attend encore : un premier élément, ou d'être dite close ; rien si elle l'est."""
    if close:
        return ()
    return (f"{liste}_close",) if elements else (liste,)


class Avis(NamedTuple):
    """Ce qu'une règle dit d'un groupe ; `fait` n'a pas de majuscule, `chemins` précise le champ, ou reste vide."""

    etat: Etat
    fait: str
    mesure: str | None = None
    chemins: tuple[str, ...] = ()
    ecart: str | None = None


def libelle_groupe(dossier: Dossier, groupe: Groupe) -> str:
    """« le groupe « Primaire » », « « Groupe du mardi » », ou son rang s'il n'a pas de nom.

    Deux groupes du même nom se distinguent par leur rang : « le groupe 2 « CM » ».
    """
    if groupe.nom and sum(g.nom == groupe.nom for g in dossier.groupes) <= 1:
        return f"« {groupe.nom} »" if groupe.nom.casefold().startswith("groupe") else f"le groupe « {groupe.nom} »"
    rang = f"le groupe {1 + dossier.groupes.index(groupe)}"
    return f"{rang} « {groupe.nom} »" if groupe.nom else rang


def etat_des_groupes(etats: Iterable[Etat], close: bool) -> Etat:
    """Règle par groupe : tous, aucun, ou une partie d'entre eux ; un inconnu suspend, sauf résultat déjà fixé."""
    presents = set(etats)
    if "partiel" in presents or {"atteint", "non_atteint"} <= presents:
        return "partiel"
    if not close or "sans_reponse" in presents:
        return "sans_reponse"
    return "atteint" if presents == {"atteint"} else "non_atteint"


def etat_du_pire_groupe(etats: Iterable[Etat], close: bool) -> Etat:
    """Règle du groupe le moins bien placé : lui seul compte."""
    presents = set(etats)
    if not close:
        return "sans_reponse"
    if not presents or "non_atteint" in presents:
        return "non_atteint"
    if "sans_reponse" in presents:
        return "sans_reponse"
    return "partiel" if "partiel" in presents else "atteint"


def par_groupe(
    dossier: Dossier,
    juger: Callable[[Groupe], Avis],
    attendu: str,
    champ: str,
    combiner: Callable[[Iterable[Etat], bool], Etat] = etat_des_groupes,
) -> Verdict:
    """Applique `juger` à chaque groupe et combine ; `champ` est celui où agir, à défaut d'un avis plus précis.

    La phrase nomme les groupes qui posent question, les fautes d'abord, même quand l'état reste « sans réponse » (liste
    ouverte, autre groupe inconnu) ; quand tous sont bons, elle donne leurs chiffres.
    """
    if not dossier.groupes:
        if dossier.groupes_close:
            return Verdict("non_atteint", "Le projet ne compte aucun groupe.", attendu, chemins=("groupes",))
        return Verdict("sans_reponse", "Aucun groupe n'est encore décrit.", attendu, chemins=("groupes",))
    juges = [(groupe, juger(groupe)) for groupe in dossier.groupes]
    etat = combiner([avis.etat for _, avis in juges], dossier.groupes_close)
    imparfaits = sorted((j for j in juges if j[1].etat != "atteint"), key=lambda j: _GRAVITE[j[1].etat])
    pire = imparfaits[0][1].etat if imparfaits else "sans_reponse"
    pire_connu = pire if etat == "sans_reponse" and pire != "sans_reponse" else None
    propositions = [f"{libelle_groupe(dossier, groupe)} {avis.fait}" for groupe, avis in imparfaits or juges]
    suite = None
    if etat == "sans_reponse" and not imparfaits:
        propositions.append("d'autres groupes peuvent encore s'ajouter")
        suite = TOUS_LES_GROUPES
    fait = " ; ".join(propositions)
    fait = f"{fait[0].upper()}{fait[1:]}."
    if pire_connu and not dossier.groupes_close:
        fait += f" {TOUS_LES_GROUPES}"
    mesures = [avis.mesure for _, avis in juges if avis.mesure is not None]
    mesure = enumeration(dict.fromkeys(mesures)) if mesures else None
    chemins = [c for groupe, avis in imparfaits for c in avis.chemins or (f"groupes.{groupe.id}.{champ}",)]
    if etat == "sans_reponse":
        chemins += fin_ouverte("groupes", dossier.groupes, dossier.groupes_close)
    ecarts = [f"{libelle_groupe(dossier, groupe)} : {avis.ecart}" for groupe, avis in imparfaits if avis.ecart]
    return Verdict(
        etat, fait, attendu, mesure, suite, tuple(dict.fromkeys(chemins)), pire_connu, " ; ".join(ecarts) or None
    )
