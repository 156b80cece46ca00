"""Règles de l'axe « cadre » : partenariat du département, charte, trois axes réunis."""

from typing import Annotated

from pydantic import Field

from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import compte, meilleur_cas


def cadre_departemental(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Jamais « non » sans un non explicite : la structure ne peut souvent pas le savoir."""
    attendu = "un Clas inscrit dans le cadre partenarial du département"
    chemins = ("cadre.departemental",)
    match dossier.cadre.departemental:
        case True:
            return Verdict("atteint", "Le Clas est inscrit dans le cadre partenarial du département.", attendu, "oui")
        case False:
            fait = "Vous indiquez que le Clas n'est pas inscrit dans le cadre partenarial du département."
            return Verdict("non_atteint", fait, attendu, "non", chemins=chemins)
        case _:
            fait = "L'inscription du Clas dans le cadre partenarial du département n'est pas confirmée."
            return Verdict("sans_reponse", fait, attendu, chemins=chemins)


class ParametresCharte(Parametres):
    """Les engagements lus dans une source, seuls à compter ici ; les autres donnent au plus une alerte."""

    engagements: Annotated[tuple[str, ...], Field(min_length=1)]


def charte_principes(dossier: Dossier, parametres: ParametresCharte) -> Verdict:
    """Un engagement refusé suffit à ne pas atteindre ; un engagement sans réponse suspend."""
    reponses = [(e, getattr(dossier.charte, e)) for e in parametres.engagements]
    total = len(reponses)
    acceptes = sum(r is True for _, r in reponses)
    refuses = [e for e, r in reponses if r is False]
    attendu = f"un oui aux {total} engagements demandés de la charte"
    mesure = f"{acceptes or 'aucun'} sur {total}"
    chemins = tuple(f"charte.{e}" for e, r in reponses if r is not True)
    if refuses:
        fait = f"La structure refuse {accord(len(refuses), 'engagement')} de la charte sur les {total} demandés."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if acceptes == total:
        fait = f"La structure accepte les {total} engagements demandés de la charte."
        return Verdict("atteint", fait, attendu, mesure)
    restants = accord(total - acceptes, "engagement")
    if acceptes:
        fait = f"Il reste à répondre à {restants} de la charte sur les {total} demandés."
    else:
        fait = f"Il reste à répondre aux {total} engagements demandés de la charte."
    return Verdict("sans_reponse", fait, attendu, mesure if acceptes else None, None, chemins)


def _axe_servi(actions: tuple, close: bool) -> Etat:  # type: ignore[type-arg]
    etats: list[Etat] = ["atteint" if a.est_nommee else "sans_reponse" for a in actions]
    return meilleur_cas(etats, close)


def trois_axes(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Une action nommée au moins sur chacun des trois axes ; jamais « en partie »."""
    axes = (
        ("enfants", "les enfants", dossier.enfants.activites, dossier.enfants.activites_close, "enfants.activites"),
        ("parents", "les parents", dossier.parents.actions, dossier.parents.actions_close, "parents.actions"),
        ("ecole", "l'école", dossier.ecole.actions, dossier.ecole.actions_close, "ecole.actions"),
    )
    etats = {nom: _axe_servi(actions, close) for nom, _, actions, close, _ in axes}
    servis = sum(e == "atteint" for e in etats.values())
    attendu = "une action au moins avec les enfants, avec les parents et avec l'école"
    mesure = f"{compte(servis, 'axe')} sur 3"
    chemins = tuple(chemin for nom, _, _, _, chemin in axes if etats[nom] != "atteint")
    vides = [texte for nom, texte, *_ in axes if etats[nom] == "non_atteint"]
    if vides:
        fait = f"Le projet ne prévoit aucune action avec {enumeration(vides, 'ni')} ({mesure})."
        suite = f"Prévoyez au moins une action avec {enumeration(vides)} : les trois axes vont ensemble."
        return Verdict("non_atteint", fait, attendu, mesure, suite, chemins)
    if servis == 3:
        return Verdict("atteint", "Le projet a des actions sur les trois axes.", attendu, mesure)
    attente = [texte for nom, texte, *_ in axes if etats[nom] == "sans_reponse"]
    bilan = f" ({mesure})" if servis else ""
    fait = f"Aucune action n'est encore nommée avec {enumeration(attente, 'ni')}{bilan}."
    return Verdict("sans_reponse", fait, attendu, mesure if servis else None, None, chemins)


def public_enfants_parents(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Un groupe a des enfants et une action s'adresse aux parents."""
    attendu = "des enfants ou des jeunes, et leurs parents"
    effectifs = [g.effectif for g in dossier.groupes]
    enfants = meilleur_cas(
        ["sans_reponse" if e is None else "atteint" if e >= 1 else "non_atteint" for e in effectifs],
        dossier.groupes_close,
    )
    parents = _axe_servi(dossier.parents.actions, dossier.parents.actions_close)
    total = sum(e or 0 for e in effectifs)
    actions = sum(a.est_nommee for a in dossier.parents.actions)
    # Un zéro ne se dit que s'il est certain.
    connus = (
        (total or enfants == "non_atteint", compte(total, "enfant")),
        (actions or parents == "non_atteint", f"{compte(actions, 'action', aucun='aucune')} avec les parents"),
    )
    mesure = ", ".join(texte for connu, texte in connus if connu) or None
    cibles = ((enfants, "groupes"), (parents, "parents.actions"))
    chemins = tuple(chemin for etat, chemin in cibles if etat != "atteint")
    if "non_atteint" in (enfants, parents):
        cites = (("aucun enfant", enfants), ("aucune action avec les parents", parents))
        fait = f"Le projet ne compte {enumeration([m for m, e in cites if e == 'non_atteint'])}."
        return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
    if enfants == parents == "atteint":
        return Verdict(
            "atteint", f"Le projet s'adresse à {accord(total, 'enfant')} et à leurs parents.", attendu, mesure
        )
    attente = (("l'effectif d'un groupe", enfants), ("une action avec les parents", parents))
    fait = f"Il reste à indiquer {enumeration([m for m, e in attente if e != 'atteint'])}."
    return Verdict("sans_reponse", fait, attendu, mesure, chemins=chemins)
