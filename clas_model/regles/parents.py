"""Règles de l'axe « parents »."""

from clas_model.dossier import ActionParents, Dossier, ObjectifParents
from clas_model.francais import accord, que
from clas_model.regles.base import Etat, Parametres, Verdict
from clas_model.regles.listes import compte, fin_ouverte, meilleur_cas


class ParametresObjectif(Parametres):
    """Le but poursuivi, parmi ceux que le dossier propose pour une action avec les parents."""

    objectif: ObjectifParents


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
    attendu = "une action décrite qui vise ce but"
    decrites, nues = etats.count("atteint"), etats.count("partiel")
    mesure = compte(decrites + nues, "action", aucun="aucune")
    if etat == "atteint":
        phrase = "1 action décrite vise ce but." if decrites == 1 else f"{decrites} actions décrites visent ce but."
        return Verdict(etat, phrase, attendu, mesure)
    if nues:
        chemins = tuple(
            f"parents.actions.{a.id}.description" for a, e in zip(actions, etats, strict=True) if e == "partiel"
        )
        une = nues == 1
        fait = f"{accord(nues, 'action')} {'vise' if une else 'visent'} ce but, mais sans description."
        suite = f"Décrivez-{'la' if une else 'les'} en quelques phrases : qui, quand, comment."
        return Verdict(etat, fait, attendu, mesure, suite, chemins)
    inconnues = [a for a, e in zip(actions, etats, strict=True) if e == "sans_reponse"]
    if inconnues:
        # Une carte vide se nomme d'abord ; son but vient ensuite.
        champs = tuple(f"parents.actions.{a.id}.{'objectifs' if a.est_nommee else 'intitule'}" for a in inconnues)
        servent = "sert" if len(inconnues) == 1 else "servent"
        fait = f"Il reste à dire à quoi {servent} {accord(len(inconnues), 'action')} avec les parents."
        champs += fin_ouverte("parents.actions", actions, dossier.parents.actions_close)
        return Verdict(etat, fait, attendu, None, None, champs)
    encore = "" if dossier.parents.actions_close else "encore "
    fait = f"Aucune action avec les parents ne vise {encore}ce but."
    return Verdict(etat, fait, attendu, None if etat == "sans_reponse" else mesure, None, ("parents.actions",))


class ParametresFormes(Parametres):
    """Nombre de formes différentes à partir duquel elles sont « diverses »."""

    formes_min: int


def parents_formes_diverses(dossier: Dossier, parametres: ParametresFormes) -> Verdict:
    """Des actions de formes différentes ; une seule forme atteint en partie."""
    nommees = [a for a in dossier.parents.actions if a.est_nommee]
    formes = {a.forme for a in nommees if a.forme}
    inconnues = [a for a in dossier.parents.actions if not a.est_nommee or a.forme is None]
    attendu = f"{parametres.formes_min} formes d'action différentes"
    mesure = compte(len(formes), "forme", aucun="aucune")
    if len(formes) >= parametres.formes_min:
        return Verdict("atteint", f"Les actions avec les parents prennent {mesure} différentes.", attendu, mesure)
    chemins = tuple(f"parents.actions.{a.id}.{'forme' if a.est_nommee else 'intitule'}" for a in inconnues)
    chemins += fin_ouverte("parents.actions", dossier.parents.actions, dossier.parents.actions_close)
    chemins = chemins or ("parents.actions",)
    en_suspens = bool(inconnues) or not dossier.parents.actions_close
    if formes:
        pour_l_instant = " pour l'instant" if en_suspens else ""
        n = "une seule forme" if len(formes) == 1 else mesure
        fait = f"Les actions avec les parents n'ont {que(n)}{pour_l_instant}."
    elif nommees:
        fait = "La forme des actions avec les parents n'est pas encore indiquée."
    else:
        fait = f"Aucune action avec les parents n'est {'encore décrite' if en_suspens else 'prévue'}."
    etat: Etat = "sans_reponse" if en_suspens else "partiel" if formes else "non_atteint"
    return Verdict(etat, fait, attendu, mesure if formes or not en_suspens else None, None, chemins)
