"""Règle « hors temps scolaire » : aucun créneau pendant les heures de classe des enfants du groupe."""

import dataclasses

from clas_model.dossier import Creneau, Dossier, Etablissement, Groupe, PlageScolaire
from clas_model.francais import enumeration, heure
from clas_model.regles.base import Etat, SansParametre, Verdict
from clas_model.regles.diagnostic import nom_etablissement
from clas_model.regles.listes import par_groupe


def _plage_touchee(creneau: Creneau, plage: PlageScolaire) -> bool | None:
    """Le créneau empiète-t-il sur une plage du même jour ? `None` si un fait manque. Se toucher n'est pas empiéter."""
    if plage.jour is None or plage.debut is None or plage.fin is None:
        return None
    if creneau.debut is None or creneau.fin is None:
        return None
    return creneau.debut < plage.fin and plage.debut < creneau.fin


def _quand(creneau: Creneau) -> str:
    """« mardi de 16 h 15 à 17 h 45 »."""
    if creneau.debut is None or creneau.fin is None:
        return str(creneau.jour)
    return f"{creneau.jour} de {heure(creneau.debut)} à {heure(creneau.fin)}"


def _est_lisible(creneau: Creneau) -> bool:
    """Le créneau a un jour, un début, et une fin qui le suit."""
    if creneau.jour is None or creneau.debut is None or creneau.fin is None:
        return False
    return creneau.debut < creneau.fin


def _face_a(groupe: Groupe, ecole: Etablissement) -> tuple[Etat, Creneau | None]:
    """Les créneaux du groupe face aux heures d'un établissement, et le créneau qui empiète."""
    complet = groupe.creneaux_close
    for creneau in groupe.creneaux:
        if not _est_lisible(creneau):
            complet = False
            continue
        du_jour = [plage for plage in ecole.horaires if plage.jour is None or plage.jour == creneau.jour]
        touches = [_plage_touchee(creneau, plage) for plage in du_jour]
        if True in touches:
            return "non_atteint", creneau
        # Un jour sans plage est un jour sans classe, si les horaires sont tous saisis.
        jour_decrit = any(plage.jour for plage in du_jour)
        if None in touches or not (jour_decrit or ecole.horaires_close):
            complet = False
    return ("atteint" if complet else "sans_reponse"), None


def _ce_qui_manque(dossier: Dossier, groupe: Groupe, sans_horaires: list[str]) -> str:
    """La première chose qui empêche de comparer un groupe aux heures de classe."""
    if not dossier.diagnostic.etablissements:
        encore = "" if dossier.diagnostic.etablissements_close else "encore "
        return f"aucun établissement scolaire n'est {encore}nommé"
    if not groupe.creneaux:
        return "ses créneaux ne sont pas saisis"
    if not all(map(_est_lisible, groupe.creneaux)):
        return "le jour ou les heures d'un créneau manquent, ou ne vont pas"
    if not groupe.creneaux_close:
        return "d'autres créneaux peuvent encore s'ajouter"
    if sans_horaires:
        return f"il manque des heures de classe ({enumeration(sans_horaires)})"
    return "dites de quels établissements viennent ses enfants"


def hors_temps_scolaire(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Aucun créneau n'empiète sur la classe. La pause de midi est hors du temps scolaire.

    Un groupe qui ne dit pas ses établissements est comparé à tous ceux du dossier : on ne conclut que s'ils concordent.
    Sans aucun établissement, même liste close, rien ne peut être comparé : sans réponse.
    """
    toutes, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close
    connues = {e.id for e in toutes}

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        if not groupe.creneaux and groupe.creneaux_close:
            return "non_atteint", "n'a aucun créneau", None
        # Un lien qui ne mène à aucun établissement du dossier ne précise rien : tous restent possibles.
        liens = set(groupe.etablissements or ())
        precise = bool(liens) and liens <= connues
        faces = [(ecole, *_face_a(groupe, ecole)) for ecole in toutes if not precise or ecole.id in liens]
        touche = next(((e, c) for e, _, c in faces if c is not None and e.id in liens), None)
        certain = touche is not None or (close and {etat for _, etat, _ in faces} == {"non_atteint"})
        touche = touche or next(((e, c) for e, _, c in faces if c is not None), None)
        if touche is not None:
            ecole, creneau = touche
            quand = _quand(creneau)
            fait = f"se réunit le {quand}, pendant la classe ({nom_etablissement(dossier, ecole)})"
            if certain:
                return "non_atteint", fait, f"{quand} : en classe"
            return "sans_reponse", f"{fait} : dites de quels établissements viennent ses enfants", None
        if faces and all(etat == "atteint" for _, etat, _ in faces) and (precise or close):
            return "atteint", "se réunit hors du temps de classe", "hors temps de classe"
        sans_horaires = [nom_etablissement(dossier, e) for e, etat, _ in faces if etat != "atteint"]
        manque = _ce_qui_manque(dossier, groupe, sans_horaires)
        return "sans_reponse", f"ne peut pas encore être comparé aux heures de classe : {manque}", None

    verdict = par_groupe(dossier, juger, "aucun créneau pendant les heures de classe", "creneaux")
    if verdict.etat == "sans_reponse" and dossier.groupes and not toutes and not verdict.faute_connue:
        suite = (
            "Nommez, à l'étape du diagnostic, les établissements d'où viennent les enfants et leurs heures de classe."
        )
        return dataclasses.replace(verdict, suite=suite, chemins=("diagnostic.etablissements",))
    return verdict
