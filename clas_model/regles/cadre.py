"""Règles de l'axe « cadre » : partenariat du département, charte, trois axes réunis."""

from typing import Annotated, Any, Literal

from pydantic import Field

from clas_model.chemins import lire
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


AxeDAction = Literal["enfants", "parents", "ecole", "territoire"]
# La liste des actions d'un axe, ses mots après « avec », et sa place dans le dossier.
_AXES: dict[AxeDAction, tuple[str, str]] = {
    "enfants": ("les enfants", "enfants.activites"),
    "parents": ("les parents", "parents.actions"),
    "ecole": ("l'école", "ecole.actions"),
    "territoire": ("les acteurs du territoire", "territoire.actions"),
}
_EN_LETTRES = {2: "deux", 3: "trois", 4: "quatre"}


class ParametresAxes(Parametres):
    """Les axes qui doivent chacun porter une action."""

    axes: Annotated[tuple[AxeDAction, ...], Field(min_length=2)] = ("enfants", "parents", "ecole")


def axes_cumules(dossier: Dossier, parametres: ParametresAxes) -> Verdict:
    """Une action nommée au moins sur chacun des axes demandés ; jamais « en partie »."""
    axes = [(*_AXES[axe], _liste_servie(dossier, _AXES[axe][1])) for axe in parametres.axes]
    servis, total = sum(etat == "atteint" for *_, etat in axes), len(axes)
    attendu = f"une action au moins {enumeration([f'avec {nom}' for nom, *_ in axes])}"
    mesure = f"{compte(servis, 'axe')} sur {total}"
    chemins = tuple(chemin for _, chemin, etat in axes if etat != "atteint")
    vides = [nom for nom, _, etat in axes if etat == "non_atteint"]
    tous = f"les {_EN_LETTRES.get(total, str(total))} axes"
    if vides:
        fait = f"Le projet ne prévoit aucune action avec {enumeration(vides, 'ni')} ({mesure})."
        suite = f"Prévoyez au moins une action avec {enumeration(vides)} : {tous} vont ensemble."
        ecart = f"{accord(len(vides), 'axe')} sans action"
        return Verdict("non_atteint", fait, attendu, mesure, suite, chemins, ecart=ecart)
    if servis == total:
        return Verdict("atteint", f"Le projet a des actions sur {tous}.", attendu, mesure)
    attente = [nom for nom, _, etat in axes if etat == "sans_reponse"]
    bilan = f" ({mesure})" if servis else ""
    fait = f"Aucune action n'est encore nommée avec {enumeration(attente, 'ni')}{bilan}."
    return Verdict("sans_reponse", fait, attendu, mesure if servis else None, None, chemins)


def _liste_servie(dossier: Dossier, chemin: str) -> Etat:
    actions: tuple[Any, ...] = lire(dossier, chemin)
    return _axe_servi(actions, lire(dossier, f"{chemin}_close"))


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


class ParametresAccord(Parametres):
    """Le champ oui/non à lire, et ce que l'on y accepte, après « la structure accepte »."""

    champ: str
    objet: str


def accord_donne(dossier: Dossier, parametres: ParametresAccord) -> Verdict:
    """Un oui, sans description à donner ; un « non » explicite seul ne l'atteint pas."""
    reponse, chemins = lire(dossier, parametres.champ), (parametres.champ,)
    attendu = f"un oui à {parametres.objet}"
    if reponse is None:
        return Verdict("sans_reponse", f"Il reste à dire si la structure accepte {parametres.objet}.", attendu, None,
                       None, chemins)  # fmt: skip
    if not reponse:
        fait = f"La structure n'accepte pas {parametres.objet}."
        return Verdict("non_atteint", fait, attendu, "non", None, chemins)
    return Verdict("atteint", f"La structure accepte {parametres.objet}.", attendu, "oui")


class ParametresQuestion(Parametres):
    """La question que la Caf ajoute, par son identifiant."""

    question: str


def question_locale(dossier: Dossier, parametres: ParametresQuestion) -> Verdict:
    """La réponse à une question de la Caf : « oui » ne vaut pleinement qu'avec sa description."""
    ici = f"complements.{parametres.question}"
    reponse, texte = lire(dossier, f"{ici}.reponse"), lire(dossier, f"{ici}.texte")
    attendu = "oui, avec une description"
    if reponse is None:
        fait = "Vous n'avez pas encore répondu à cette question de votre Caf."
        return Verdict("sans_reponse", fait, attendu, chemins=(f"{ici}.reponse",))
    if not reponse:
        return Verdict("non_atteint", "Vous avez répondu non.", attendu, "non", chemins=(f"{ici}.reponse",))
    if not texte:
        fait = "Vous avez répondu oui, sans description."
        return Verdict("partiel", fait, attendu, "oui, sans description", chemins=(f"{ici}.texte",))
    return Verdict("atteint", "Vous avez répondu oui et décrit comment.", attendu, "oui, avec une description")
