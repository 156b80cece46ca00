"""Règles de l'axe « diagnostic » : besoins, partenaires, établissements, autres actions éducatives."""

import functools
import re
import unicodedata

from clas_model.chemins import lire
from clas_model.dossier import Articulation, Dossier, Etablissement, Partenaire
from clas_model.francais import accord, enumeration
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import meilleur_cas

_CAF = re.compile(r"\bcaf\b|allocations familiales", re.IGNORECASE)


def diagnostic_besoins(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Une source, un besoin, et une action reliée à un besoin ; jamais « en partie »."""
    diagnostic = dossier.diagnostic
    attendu = "une source de diagnostic, un besoin, une action qui y répond"
    besoins = {b.id for b in diagnostic.besoins if b.intitule}
    actions = (*dossier.enfants.activites, *dossier.parents.actions, *dossier.ecole.actions)
    closes = dossier.enfants.activites_close and dossier.parents.actions_close and dossier.ecole.actions_close
    sources: Etat = "sans_reponse" if diagnostic.sources is None else "atteint" if diagnostic.sources else "non_atteint"
    besoin = meilleur_cas(
        ["atteint" if b.intitule else "sans_reponse" for b in diagnostic.besoins], diagnostic.besoins_close
    )
    liees = [a.est_nommee and bool(besoins.intersection(a.besoins or ())) for a in actions]
    # Une carte vide, ou un lien vers un besoin sans intitulé ou disparu, n'est pas un « aucun » : il reste à préciser.
    lien = meilleur_cas(
        [
            "atteint" if liee else "non_atteint" if a.besoins == () else "sans_reponse"
            for a, liee in zip(actions, liees, strict=True)
        ],
        closes,
    )
    parts = (
        (sources, "source de diagnostic", "diagnostic.sources"),
        (besoin, "besoin identifié", "diagnostic.besoins"),
        (lien, "action reliée à un besoin", "enfants.activites"),
    )
    n_sources, n_liees = len(diagnostic.sources or ()), sum(liees)
    mesure = f"{accord(n_sources, 'source')}, {accord(len(besoins), 'besoin')}, {accord(n_liees, 'action')} en réponse"
    chemins = tuple(chemin for etat, _, chemin in parts if etat != "atteint")
    absents = [nom for etat, nom, _ in parts if etat == "non_atteint"]
    if absents:
        fait = f"Il manque au diagnostic : {enumeration(absents)} ({mesure})."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if not chemins:
        return Verdict("atteint", f"Le projet répond à un diagnostic : {mesure}.", attendu, mesure)
    attente = [nom for etat, nom, _ in parts if etat == "sans_reponse"]
    return Verdict("sans_reponse", f"Reste à indiquer : {enumeration(attente)}.", attendu, mesure, None, chemins)


@functools.lru_cache(maxsize=1024)
def _reduit(nom: str) -> str:
    """Le nom sans accents, casse ni ponctuation, pour comparer deux façons de l'écrire."""
    nu = unicodedata.normalize("NFKD", nom.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in nu if not unicodedata.combining(c))))


def _partenaire_compte(partenaire: Partenaire, structure: str | None) -> Etat:
    """Ni la Caf ni la structure ne comptent : sans type ou sans nom de structure, on ne peut pas encore le dire."""
    if partenaire.type == "caf" or (partenaire.nom and _CAF.search(partenaire.nom)):
        return "non_atteint"
    if structure and partenaire.nom and _reduit(structure) == _reduit(partenaire.nom):
        return "non_atteint"
    return "atteint" if structure and partenaire.nom and partenaire.type and partenaire.role else "sans_reponse"


def cadre_partenarial(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Un partenaire autre que la structure et la Caf, avec un rôle ; jamais « en partie »."""
    partenaires = dossier.diagnostic.partenaires
    etats = [_partenaire_compte(p, dossier.structure.nom) for p in partenaires]
    etat = meilleur_cas(etats, dossier.diagnostic.partenaires_close)
    attendu = "un partenaire autre que la structure et la Caf, avec un rôle"
    retenus = etats.count("atteint")
    mesure = accord(retenus, "partenaire")
    if etat == "atteint":
        verbe = "a un rôle" if retenus == 1 else "ont un rôle"
        return Verdict(etat, f"{accord(retenus, 'partenaire')} du projet {verbe}.", attendu, mesure)
    a_preciser = [p for p, e in zip(partenaires, etats, strict=True) if e == "sans_reponse" and p.nom]
    if a_preciser:
        manques = {
            "son type": [p for p in a_preciser if not p.type],
            "son rôle": [p for p in a_preciser if not p.role],
        }
        manque = [quoi for quoi, sans in manques.items() if sans]
        if not dossier.structure.nom:
            manque.append("le nom de votre propre structure")
        fait = f"Pour {enumeration([p.nom or '' for p in a_preciser])}, il reste à indiquer {enumeration(manque)}."
        chemins = tuple(f"diagnostic.partenaires.{p.id}" for p in a_preciser)
        return Verdict(etat, fait, attendu, mesure, "Dites qui est ce partenaire et ce qu'il fait.", chemins)
    fait = "Aucun partenaire autre que la structure et la Caf n'est nommé."
    return Verdict(etat, fait, attendu, mesure, chemins=("diagnostic.partenaires",))


def nom_etablissement(dossier: Dossier, etablissement: Etablissement) -> str:
    """Le nom de l'établissement, ou son rang s'il n'en a pas."""
    if etablissement.nom:
        return etablissement.nom
    return f"l'établissement {1 + dossier.diagnostic.etablissements.index(etablissement)}"


def _coordination_recherchee(etablissement: Etablissement) -> Etat:
    """Un refus ou une absence de réponse satisfait l'exigence : c'est la recherche qui est exigible."""
    return meilleur_cas(
        ["atteint" if d.date and d.etat else "sans_reponse" for d in etablissement.demarches],
        etablissement.demarches_close,
    )


def coordination_etablissements(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Une démarche datée, faite ou prévue, vers chaque établissement d'où viennent les enfants."""
    ecoles, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close
    attendu = "une démarche datée, faite ou prévue, vers chaque établissement"
    if not ecoles:
        fait = "Aucun établissement n'est nommé." if close else "Les établissements ne sont pas encore nommés."
        etat: Etat = "non_atteint" if close else "sans_reponse"
        return Verdict(etat, fait, attendu, chemins=("diagnostic.etablissements",))
    juges = [(e, _coordination_recherchee(e)) for e in ecoles]
    faits = sum(etat == "atteint" for _, etat in juges)
    mesure = f"{faits} établissement{'s' if faits > 1 else ''} sur {len(ecoles)}"
    chemins = tuple(f"diagnostic.etablissements.{e.id}.demarches" for e, etat in juges if etat != "atteint")
    sans = [nom_etablissement(dossier, e) for e, etat in juges if etat == "non_atteint"]
    if sans:
        fait = f"Aucune démarche vers {enumeration(sans)} ({mesure})."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if faits == len(ecoles) and close:
        return Verdict("atteint", f"Une démarche datée est prévue ou faite : {mesure}.", attendu, mesure)
    if faits == len(ecoles):
        fait = f"Une démarche datée pour {mesure}. La liste des établissements n'est pas close."
        return Verdict("sans_reponse", fait, attendu, mesure, None, ("diagnostic.etablissements_close",))
    attente = [nom_etablissement(dossier, e) for e, etat in juges if etat == "sans_reponse"]
    fait = f"Pas encore de démarche datée vers {enumeration(attente)} ({mesure})."
    return Verdict("sans_reponse", fait, attendu, mesure, None, chemins)


class ParametresArticulation(Parametres):
    """La liste d'articulations à lire, et s'il faut dire comment se fait l'articulation."""

    champ: str
    comment_attendu: bool


def articulation(dossier: Dossier, parametres: ParametresArticulation) -> Verdict:
    """Un autre dispositif est nommé (et, si demandé, la façon de s'articuler avec lui)."""
    liste: tuple[Articulation, ...] = lire(dossier, parametres.champ)
    close: bool = lire(dossier, f"{parametres.champ}_close")
    attendu = "un autre dispositif nommé" + (", avec la façon de s'articuler" if parametres.comment_attendu else "")
    etats: list[Etat] = [
        "sans_reponse" if not a.nom else "atteint" if a.comment or not parametres.comment_attendu else "partiel"
        for a in liste
    ]
    etat = meilleur_cas(etats, close)
    noms = [a.nom for a in liste if a.nom]
    mesure = enumeration(noms) if noms else None
    chemins = (parametres.champ,)
    if etat == "atteint":
        return Verdict(etat, f"Le projet s'articule avec {mesure}.", attendu, mesure)
    if noms:
        return Verdict(etat, f"{mesure} : l'articulation n'est pas décrite.", attendu, mesure, None, chemins)
    return Verdict(etat, "Aucun autre dispositif n'est nommé.", attendu, chemins=chemins)
