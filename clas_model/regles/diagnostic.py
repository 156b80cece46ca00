"""Règles de l'axe « diagnostic » : besoins, partenaires, établissements, autres actions éducatives."""

import functools
import re
import unicodedata
from typing import Annotated

from pydantic import Field

from clas_model.chemins import lire
from clas_model.dossier import Articulation, Dossier, Etablissement, Partenaire
from clas_model.francais import enumeration
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import compte, fin_ouverte, meilleur_cas

# « Caf'Éco » est un café : une apostrophe qui suit fait un autre mot.
_CAF = re.compile(r"\bcaf\b(?!['’])|allocations familiales", re.IGNORECASE)


class ParametresDiagnostic(Parametres):
    """Les listes d'actions où chercher une réponse aux besoins."""

    actions: Annotated[tuple[str, ...], Field(min_length=1)] = ("enfants.activites", "parents.actions", "ecole.actions")


def diagnostic_besoins(dossier: Dossier, parametres: ParametresDiagnostic) -> Verdict:
    """Une source, un besoin, et une action reliée à un besoin ; jamais « en partie »."""
    diagnostic = dossier.diagnostic
    attendu = "une source de diagnostic, un besoin, une action qui y répond"
    besoins = {b.id for b in diagnostic.besoins if b.intitule}
    actions = [action for liste in parametres.actions for action in lire(dossier, liste)]
    closes = all(lire(dossier, f"{liste}_close") for liste in parametres.actions)
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
        (sources, "une source de diagnostic", "diagnostic.sources"),
        (besoin, "un besoin repéré", "diagnostic.besoins"),
        (lien, "une action reliée à un besoin", "enfants.activites"),
    )
    # Un zéro ne se dit que s'il est certain.
    comptes = (
        (sources, compte(len(diagnostic.sources or ()), "source", aucun="aucune")),
        (besoin, compte(len(besoins), "besoin")),
        (lien, f"{compte(sum(liees), 'action', aucun='aucune')} pour y répondre"),
    )
    mesure = ", ".join(texte for etat, texte in comptes if etat != "sans_reponse") or None
    chemins = tuple(chemin for etat, _, chemin in parts if etat != "atteint")
    absents = [nom for etat, nom, _ in parts if etat == "non_atteint"]
    if absents:
        fait = f"Il manque {enumeration(absents)} ({mesure})."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if not chemins:
        return Verdict("atteint", f"Le projet répond à un diagnostic : {mesure}.", attendu, mesure)
    attente = [nom for etat, nom, _ in parts if etat == "sans_reponse"]
    fait = f"Il reste à indiquer {enumeration(attente)}."
    return Verdict("sans_reponse", fait, attendu, mesure, None, chemins)


@functools.lru_cache(maxsize=1024)
def _reduit(nom: str) -> str:
    """Le nom sans accents, casse ni ponctuation, pour comparer deux façons de l'écrire, dans toute écriture.

    Un nom fait de seuls signes reste tel quel : réduits à rien, ils se confondraient tous.
    """
    nu = "".join(c for c in unicodedata.normalize("NFKD", nom.casefold()) if not unicodedata.combining(c))
    # Ponctuation, symboles, blancs et caractères invisibles séparent les mots ; les lettres de toute écriture restent.
    mots = "".join(" " if unicodedata.category(c)[0] in "PSZC" else c for c in nu).split()
    return " ".join(mots) or nom.casefold()


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
    mesure = compte(retenus, "partenaire")
    if etat == "atteint":
        verbe = "a un rôle" if retenus == 1 else "ont un rôle"
        return Verdict(etat, f"{mesure} {verbe} dans le projet.", attendu, mesure)
    a_preciser = [p for p, e in zip(partenaires, etats, strict=True) if e == "sans_reponse" and p.nom]
    if a_preciser:
        fin = fin_ouverte("diagnostic.partenaires", partenaires, dossier.diagnostic.partenaires_close)
        return _partenaires_a_preciser(a_preciser, dossier.structure.nom, fin, attendu)
    encore = "" if dossier.diagnostic.partenaires_close else "encore "
    fait = f"Aucun partenaire autre que la structure et la Caf n'est {encore}nommé."
    mesure_connue = None if etat == "sans_reponse" else mesure
    return Verdict(etat, fait, attendu, mesure_connue, chemins=("diagnostic.partenaires",))


def _partenaires_a_preciser(
    partenaires: list[Partenaire], structure: str | None, fin: tuple[str, ...], attendu: str
) -> Verdict:
    """Ce qui manque à chacun pour être compté, une proposition par partenaire ; puis le nom de la structure."""
    mots = {"type": "son type", "role": "son rôle"}
    champs = [(p, [c for c in mots if getattr(p, c) is None]) for p in partenaires]
    par_nom = [(f"pour « {p.nom} », ", enumeration(mots[c] for c in siens)) for p, siens in champs if siens]
    chemins = tuple(f"diagnostic.partenaires.{p.id}.{champ}" for p, siens in champs for champ in siens)
    fait = " ; ".join(f"{pour}{'' if n else 'il reste à indiquer '}{quoi}" for n, (pour, quoi) in enumerate(par_nom))
    nom = "" if structure else "il reste à indiquer le nom de votre propre structure"
    fait = " ; ".join(filter(None, (fait, nom)))
    fait = f"{fait[0].upper()}{fait[1:]}."
    questions = {"type": "quelle sorte de partenaire c'est", "role": "ce que le partenaire fait dans le projet"}
    manques = [question for champ, question in questions.items() if any(champ in siens for _, siens in champs)]
    suite = "Indiquez le nom de votre structure : un partenaire doit en être différent."
    if manques:
        suite = f"Dites {enumeration(manques)}."
    chemins += (() if structure else ("structure.nom",)) + fin
    return Verdict("sans_reponse", fait, attendu, None, suite, chemins)


def nom_etablissement(dossier: Dossier, etablissement: Etablissement) -> str:
    """« « École des Saules » », ou « l'établissement 2 » s'il n'a pas de nom."""
    if etablissement.nom:
        return f"« {etablissement.nom} »"
    return f"l'établissement {1 + dossier.diagnostic.etablissements.index(etablissement)}"


def _coordination_recherchee(etablissement: Etablissement) -> Etat:
    """Un refus ou une absence de réponse satisfait l'exigence : c'est la recherche qui est exigible."""
    return meilleur_cas(
        ["atteint" if d.date and d.etat else "sans_reponse" for d in etablissement.demarches],
        etablissement.demarches_close,
    )


def _contacts_a_dater(etablissement: Etablissement) -> tuple[str, ...]:
    """Ce qui manque pour dire qu'un établissement a été contacté, ou qu'il va l'être."""
    liste = f"diagnostic.etablissements.{etablissement.id}.demarches"
    champs = tuple(
        f"{liste}.{d.id}.{champ}"
        for d in etablissement.demarches
        for champ in ("etat", "date")
        if getattr(d, champ) is None
    )
    return champs + fin_ouverte(liste, etablissement.demarches, etablissement.demarches_close)


def coordination_etablissements(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Une prise de contact datée, faite ou prévue, avec chaque établissement d'où viennent les enfants."""
    ecoles, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close
    attendu = "une prise de contact datée, faite ou prévue, avec chaque établissement"
    if not ecoles:
        fait = "Aucun établissement n'est nommé." if close else "Les établissements ne sont pas encore nommés."
        etat: Etat = "non_atteint" if close else "sans_reponse"
        return Verdict(etat, fait, attendu, chemins=("diagnostic.etablissements",))
    juges = [(e, _coordination_recherchee(e)) for e in ecoles]
    faits = sum(etat == "atteint" for _, etat in juges)
    mesure = f"{compte(faits, 'établissement')} sur {len(ecoles)}"
    chemins = tuple(f"diagnostic.etablissements.{e.id}.demarches" for e, etat in juges if etat != "atteint")
    sans = [nom_etablissement(dossier, e) for e, etat in juges if etat == "non_atteint"]
    if sans:
        bilan = f" ({mesure})" if faits else ""
        fait = f"Aucune prise de contact n'est faite ni prévue avec {enumeration(sans, 'ni')}{bilan}."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if faits == len(ecoles) and close:
        fait = f"Une prise de contact datée est faite ou prévue avec chaque établissement ({mesure})."
        return Verdict("atteint", fait, attendu, mesure)
    if faits == len(ecoles):
        fait = f"Une prise de contact datée avec {mesure} ; d'autres établissements peuvent encore s'ajouter."
        suite = "Cochez « C'est tout » quand tous les établissements sont saisis."
        return Verdict("sans_reponse", fait, attendu, mesure, suite, ("diagnostic.etablissements_close",))
    chemins = tuple(chemin for e, etat in juges if etat == "sans_reponse" for chemin in _contacts_a_dater(e))
    chemins += fin_ouverte("diagnostic.etablissements", ecoles, close)
    attente = [nom_etablissement(dossier, e) for e, etat in juges if etat == "sans_reponse"]
    bilan = f" ({mesure})" if faits else ""
    fait = f"Il reste à dater une prise de contact, faite ou prévue, avec {enumeration(attente)}{bilan}."
    return Verdict("sans_reponse", fait, attendu, mesure if faits else None, None, chemins)


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
    cites = enumeration([f"« {nom} »" for nom in noms])
    chemins = (parametres.champ,)
    if etat == "atteint":
        return Verdict(etat, f"Le projet s'articule avec {cites}.", attendu, mesure)
    if noms:
        fait = f"Vous nommez {cites}, sans dire comment vous vous accordez."
        return Verdict(etat, fait, attendu, mesure, None, chemins)
    fait = f"Aucun autre dispositif n'est {'' if close else 'encore '}nommé."
    return Verdict(etat, fait, attendu, chemins=chemins)
