"""Règles de l'axe « parents »."""

from clas_model.dossier import ActionParents, Dossier
from clas_model.francais import accord
from clas_model.regles.base import Etat, Parametres, Verdict
from clas_model.regles.listes import meilleur_cas


class ParametresObjectif(Parametres):
    """Le but poursuivi, parmi ceux que le dossier propose pour une action avec les parents."""

    objectif: str


def parents_objectif(dossier: Dossier, parametres: ParametresObjectif) -> Verdict:
    """Une action décrite sert ce but ; sans description, elle est déclarée mais pas étayée."""

    def juger(action: ActionParents) -> Etat:
        if action.objectifs is None or not action.est_nommee:
            return "sans_reponse"
        if parametres.objectif not in action.objectifs:
            return "non_atteint"
        return "atteint" if action.description else "partiel"

    actions = dossier.parents.actions
    etats = [juger(a) for a in actions]
    etat = meilleur_cas(etats, dossier.parents.actions_close)
    attendu = "une action décrite qui sert ce but"
    decrites, nues = etats.count("atteint"), etats.count("partiel")
    mesure = accord(decrites + nues, "action")
    if etat == "atteint":
        verbe = "sert ce but et est décrite" if decrites == 1 else "servent ce but et sont décrites"
        return Verdict(etat, f"{accord(decrites, 'action')} {verbe}.", attendu, mesure)
    if nues:
        chemins = tuple(
            f"parents.actions.{a.id}.description" for a, e in zip(actions, etats, strict=True) if e == "partiel"
        )
        verbe = "sert ce but, mais n'est pas décrite" if nues == 1 else "servent ce but, mais ne sont pas décrites"
        suite = "Décrivez-la en quelques phrases : qui, quand, comment." if nues == 1 else None
        return Verdict(etat, f"{accord(nues, 'action')} {verbe}.", attendu, mesure, suite, chemins)
    inconnues = tuple(
        f"parents.actions.{a.id}.objectifs" for a, e in zip(actions, etats, strict=True) if e == "sans_reponse"
    )
    if inconnues:
        fait = f"{accord(len(inconnues), 'action')} avec les parents sans but indiqué."
        return Verdict(etat, fait, attendu, mesure, None, inconnues)
    return Verdict(etat, "Aucune action avec les parents ne sert ce but.", attendu, mesure, None, ("parents.actions",))


class ParametresFormes(Parametres):
    """Nombre de formes différentes à partir duquel elles sont « diverses »."""

    formes_min: int


def parents_formes_diverses(dossier: Dossier, parametres: ParametresFormes) -> Verdict:
    """Des actions de formes différentes ; une seule forme atteint en partie."""
    nommees = [a for a in dossier.parents.actions if a.est_nommee]
    formes = {a.forme for a in nommees if a.forme}
    inconnues = [a for a in dossier.parents.actions if not a.est_nommee or a.forme is None]
    attendu = f"{parametres.formes_min} formes d'action différentes"
    mesure = accord(len(formes), "forme")
    if len(formes) >= parametres.formes_min:
        return Verdict("atteint", f"Les actions avec les parents prennent {mesure} différentes.", attendu, mesure)
    chemins = tuple(f"parents.actions.{a.id}.forme" for a in inconnues) or ("parents.actions",)
    if not dossier.parents.actions_close or inconnues:
        fait = f"Les actions avec les parents prennent {mesure} à ce stade."
        return Verdict("sans_reponse", fait, attendu, mesure, None, chemins)
    fait = f"Les actions avec les parents prennent {mesure} seulement." if formes else "Aucune action avec les parents."
    return Verdict("partiel" if formes else "non_atteint", fait, attendu, mesure, None, chemins)
