"""Règles des axes « école » et « évaluation »."""

from clas_model.dossier import ActionEcole, Dossier
from clas_model.francais import accord
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import meilleur_cas


def ecole_permanente(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Un canal permanent est nommé : référent, cahier de liaison, échanges réguliers…"""
    canaux, attendu, chemins = dossier.ecole.canaux, "un canal permanent avec l'école", ("ecole.canaux",)
    if canaux is None:
        return Verdict("sans_reponse", "Le lien permanent avec l'école n'est pas indiqué.", attendu, chemins=chemins)
    if not canaux:
        fait = "Aucun canal permanent ne relie le projet à l'école."
        return Verdict("non_atteint", fait, attendu, "aucun canal", chemins=chemins)
    mesure = accord(len(canaux), "canal", "canaux")
    fait = f"Le lien avec l'école est permanent : {mesure} de liaison."
    return Verdict("atteint", fait, attendu, mesure)


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
    attendu = "un moment daté ou situé dans un trimestre"
    situees = etats.count("atteint")
    mesure = accord(situees, "moment")
    if etat == "atteint":
        verbe = "est situé" if situees == 1 else "sont situés"
        return Verdict(etat, f"{mesure} avec l'école {verbe} dans l'année.", attendu, mesure)
    chemins = tuple(f"ecole.actions.{a.id}.periode" for a, e in zip(actions, etats, strict=True) if e != "atteint") or (
        "ecole.actions",
    )
    if any(a.est_nommee for a in actions):
        fait = "Aucune action avec l'école n'est située à un moment de l'année."
    else:
        fait = "Aucun moment avec l'école n'est décrit."
    return Verdict(etat, fait, attendu, mesure, None, chemins)


class ParametresEvaluation(Parametres):
    """Les familles d'indicateurs attendues."""

    familles: tuple[str, ...]


def evaluation(dossier: Dossier, parametres: ParametresEvaluation) -> Verdict:
    """Un indicateur par famille attendue ; une partie des familles atteint en partie."""
    indicateurs = dossier.evaluation.indicateurs
    couvertes = {i.famille for i in indicateurs if i.libelle and i.famille in parametres.familles}
    inconnus = [i for i in indicateurs if not i.libelle or i.famille is None]
    total = len(parametres.familles)
    attendu = f"un indicateur dans chacune des {total} familles"
    mesure = f"{accord(len(couvertes), 'famille')} sur {total}"
    if len(couvertes) == total:
        return Verdict("atteint", f"Les indicateurs couvrent les {total} familles attendues.", attendu, mesure)
    chemins = ("evaluation.indicateurs",)
    if not dossier.evaluation.indicateurs_close or inconnus:
        return Verdict("sans_reponse", f"Les indicateurs couvrent {mesure} à ce stade.", attendu, mesure, None, chemins)
    fait = f"Les indicateurs couvrent {mesure}." if couvertes else "Aucun indicateur d'évaluation n'est prévu."
    return Verdict("partiel" if couvertes else "non_atteint", fait, attendu, mesure, None, chemins)
