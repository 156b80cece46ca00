"""Règle « hors temps scolaire » : aucun créneau pendant les heures de classe des enfants du groupe."""

from clas_model.dossier import Creneau, Dossier, Etablissement, Groupe, PlageScolaire
from clas_model.francais import heure
from clas_model.regles.base import Etat, SansParametre, Verdict
from clas_model.regles.diagnostic import nom_etablissement
from clas_model.regles.listes import par_groupe


def etablissements_du_groupe(dossier: Dossier, groupe: Groupe) -> tuple[Etablissement, ...]:
    """Les établissements d'où viennent les enfants du groupe ; tous ceux du dossier s'il ne le dit pas."""
    tous = dossier.diagnostic.etablissements
    return tous if groupe.etablissements is None else tuple(e for e in tous if e.id in groupe.etablissements)


def _plage_touchee(creneau: Creneau, plage: PlageScolaire) -> bool | None:
    """Vrai si le créneau empiète sur la plage ; `None` si une heure manque. Se toucher n'est pas empiéter."""
    if plage.jour is not None and plage.jour != creneau.jour:
        return False
    if None in (plage.jour, plage.debut, plage.fin, creneau.debut, creneau.fin):
        return None
    assert creneau.debut and creneau.fin and plage.debut and plage.fin
    return creneau.debut < plage.fin and plage.debut < creneau.fin


def hors_temps_scolaire(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Aucun créneau n'empiète sur la classe. La pause de midi est hors du temps scolaire."""

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        if not groupe.creneaux and groupe.creneaux_close:
            return "non_atteint", "n'a aucun créneau", None
        ecoles = etablissements_du_groupe(dossier, groupe)
        complet = bool(ecoles) and groupe.creneaux_close
        complet = complet and (groupe.etablissements is not None or dossier.diagnostic.etablissements_close)
        for creneau in groupe.creneaux:
            if creneau.jour is None or creneau.debut is None or creneau.fin is None or creneau.fin <= creneau.debut:
                complet = False
                continue
            for ecole in ecoles:
                touches = [_plage_touchee(creneau, plage) for plage in ecole.horaires]
                if True in touches:
                    quand = f"{creneau.jour} de {heure(creneau.debut)} à {heure(creneau.fin)}"
                    ou = nom_etablissement(dossier, ecole)
                    return "non_atteint", f"se réunit le {quand}, pendant la classe ({ou})", f"{quand} : en classe"
                jour_decrit = any(p.jour == creneau.jour for p in ecole.horaires)
                if None in touches or not (jour_decrit or ecole.horaires_close):
                    complet = False
        if not complet:
            return "sans_reponse", "ne peut pas être comparé aux heures de classe : des horaires manquent", None
        return "atteint", "se réunit hors du temps de classe", "hors temps de classe"

    return par_groupe(dossier, juger, "aucun créneau pendant les heures de classe", "creneaux")
