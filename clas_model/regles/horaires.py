"""Règle « hors temps scolaire » : aucun créneau pendant les heures de classe des enfants du groupe."""

from clas_model.dossier import Creneau, Dossier, Etablissement, Groupe, PlageScolaire
from clas_model.francais import heure
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


def _face_a(groupe: Groupe, ecole: Etablissement) -> tuple[Etat, Creneau | None]:
    """Les créneaux du groupe face aux heures d'un établissement, et le créneau qui empiète."""
    complet = groupe.creneaux_close
    for creneau in groupe.creneaux:
        if creneau.jour is None or creneau.debut is None or creneau.fin is None or creneau.fin <= creneau.debut:
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


def hors_temps_scolaire(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Aucun créneau n'empiète sur la classe. La pause de midi est hors du temps scolaire.

    Un groupe qui ne dit pas ses établissements est comparé à tous ceux du dossier : on ne conclut que s'ils concordent.
    """
    toutes, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        if not groupe.creneaux and groupe.creneaux_close:
            return "non_atteint", "n'a aucun créneau", None
        # Un lien qui ne mène à aucun établissement du dossier ne précise rien.
        nommees = [e for e in toutes if e.id in (groupe.etablissements or ())]
        precise, ecoles = bool(nommees), nommees or list(toutes)
        faces = [(ecole, *_face_a(groupe, ecole)) for ecole in ecoles]
        etats = {etat for _, etat, _ in faces}
        touche = next(((ecole, creneau) for ecole, _, creneau in faces if creneau is not None), None)
        if touche is not None:
            ecole, creneau = touche
            quand = _quand(creneau)
            fait = f"se réunit le {quand}, pendant la classe ({nom_etablissement(dossier, ecole)})"
            if precise or (close and etats == {"non_atteint"}):
                return "non_atteint", fait, f"{quand} : en classe"
            return "sans_reponse", f"{fait} : dites de quels établissements viennent ses enfants", None
        if etats == {"atteint"} and (precise or close):
            return "atteint", "se réunit hors du temps de classe", "hors temps de classe"
        return "sans_reponse", "ne peut pas être comparé aux heures de classe : des horaires manquent", None

    return par_groupe(dossier, juger, "aucun créneau pendant les heures de classe", "creneaux")
