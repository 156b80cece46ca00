"""Règles des axes « école » et « évaluation »."""

from typing import Annotated

from pydantic import Field

from clas_model.dossier import ActionEcole, Dossier, FamilleIndicateur
from clas_model.francais import accord, enumeration
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import compte, fin_ouverte, meilleur_cas

# Ce que dit chaque sorte d'indicateur, dans une phrase.
_SORTES: dict[FamilleIndicateur, str] = {
    "mise-en-oeuvre": "la mise en œuvre",
    "difficultes-leviers": "les difficultés et les leviers",
    "resultats": "les résultats",
}


def ecole_permanente(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Un canal permanent est nommé : référent, cahier de liaison, échanges réguliers…"""
    canaux, chemins = dossier.ecole.canaux, ("ecole.canaux",)
    attendu = "au moins un moyen d'échanger avec l'école toute l'année"
    if canaux is None:
        fait = "Vous n'avez pas encore dit comment vous échangez avec l'école tout au long de l'année."
        return Verdict("sans_reponse", fait, attendu, chemins=chemins)
    if not canaux:
        fait = "Le projet n'a aucun moyen d'échanger avec l'école tout au long de l'année."
        return Verdict("non_atteint", fait, attendu, "aucun moyen", chemins=chemins)
    mesure = accord(len(canaux), "moyen")
    return Verdict("atteint", f"Le projet a {mesure} d'échanger avec l'école toute l'année.", attendu, mesure)


def ecole_moments(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Une action avec l'école est datée, ou située dans un trimestre."""

    def juger(action: ActionEcole) -> Etat:
        if not action.est_nommee:
            return "sans_reponse"
        if action.date or action.periode in ("trimestre-1", "trimestre-2", "trimestre-3"):
            return "atteint"
        return "non_atteint" if action.periode == "toute-annee" else "sans_reponse"

    actions = dossier.ecole.actions
    etats = [juger(a) for a in actions]
    etat = meilleur_cas(etats, dossier.ecole.actions_close)
    attendu = "un temps fort avec une date ou un trimestre"
    situees = etats.count("atteint")
    mesure = compte(situees, "temps fort")
    if etat == "atteint":
        verbe = "est placé" if situees == 1 else "sont placés"
        return Verdict(etat, f"{mesure} avec l'école {verbe} dans l'année.", attendu, mesure)
    champs = [
        f"ecole.actions.{a.id}.{'periode' if a.est_nommee else 'intitule'}"
        for a, e in zip(actions, etats, strict=True)
        if e == "sans_reponse" or etat == "non_atteint"
    ]
    chemins = (*champs, *fin_ouverte("ecole.actions", actions, dossier.ecole.actions_close)) or ("ecole.actions",)
    encore = "encore " if etat == "sans_reponse" else ""
    if any(a.est_nommee for a in actions):
        fait = f"Aucune action avec l'école n'a {encore}de date ni de trimestre."
    else:
        fait = f"Aucune action avec l'école n'est {encore}décrite."
    return Verdict(etat, fait, attendu, None if etat == "sans_reponse" else mesure, None, chemins)


class ParametresEvaluation(Parametres):
    """Les sortes d'indicateurs attendues."""

    familles: Annotated[tuple[FamilleIndicateur, ...], Field(min_length=1)]


def evaluation(dossier: Dossier, parametres: ParametresEvaluation) -> Verdict:
    """Un indicateur de chaque sorte attendue ; une partie des sortes atteint en partie."""
    indicateurs = dossier.evaluation.indicateurs
    couvertes = {i.famille for i in indicateurs if i.libelle and i.famille in parametres.familles}
    inconnus = [i for i in indicateurs if not i.libelle or i.famille is None]
    total = len(parametres.familles)
    attendu = f"un indicateur de chacune des {total} sortes"
    mesure = f"{compte(len(couvertes), 'sorte', aucun='aucune')} sur {total}"
    if len(couvertes) == total:
        fait = f"Le projet a un indicateur de chacune des {total} sortes."
        return Verdict("atteint", fait, attendu, mesure)
    chemins = ("evaluation.indicateurs",)
    en_suspens = bool(inconnus) or not dossier.evaluation.indicateurs_close
    if couvertes:
        oui, non = ([_SORTES[f] for f in parametres.familles if (f in couvertes) is dedans] for dedans in (True, False))
        fait = f"Les indicateurs portent sur {enumeration(oui)} ({mesure}) ; "
        fait += f"il en manque {'encore ' if en_suspens else ''}sur {enumeration(non)}."
    elif en_suspens:
        fait = "Aucun indicateur n'est encore complet, avec son nom et sa sorte."
    else:
        fait = "Aucun indicateur n'est prévu pour l'évaluation."
    etat: Etat = "sans_reponse" if en_suspens else "partiel" if couvertes else "non_atteint"
    return Verdict(etat, fait, attendu, mesure if couvertes or not en_suspens else None, None, chemins)
