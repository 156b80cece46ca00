"""Les règles : des fonctions pures, une par critère, que le contenu appelle par leur nom.

`REGLES` est le registre explicite : un critère nouveau demande une entrée ici, une fonction et un test.
"""

from clas_model.regles import cadre, diagnostic, ecole, enfants, horaires, parents
from clas_model.regles.alertes import ALERTES
from clas_model.regles.base import Etat, Regle, Verdict

__all__ = ["ALERTES", "REGLES", "Etat", "Regle", "Verdict"]

REGLES: dict[str, Regle] = {
    "cadre-departemental": Regle(cadre.cadre_departemental),
    "charte-principes": Regle(cadre.charte_principes, cadre.ParametresCharte),
    "trois-axes": Regle(cadre.trois_axes),
    "public-enfants-parents": Regle(cadre.public_enfants_parents),
    "diagnostic-besoins": Regle(diagnostic.diagnostic_besoins),
    "cadre-partenarial": Regle(diagnostic.cadre_partenarial),
    "coordination-etablissements": Regle(diagnostic.coordination_etablissements),
    "articulation": Regle(diagnostic.articulation, diagnostic.ParametresArticulation),
    "groupe-taille": Regle(enfants.groupe_taille, enfants.ParametresTaille),
    "encadrement": Regle(enfants.encadrement, enfants.ParametresEncadrement),
    "declare": Regle(enfants.declare, enfants.ParametresDeclare),
    "formation": Regle(enfants.formation),
    "hors-temps-scolaire": Regle(horaires.hors_temps_scolaire),
    "collectif": Regle(enfants.collectif, enfants.ParametresCollectif),
    "seances-hebdomadaires": Regle(enfants.seances_hebdomadaires, enfants.ParametresSeances),
    "continuite-annuelle": Regle(enfants.continuite_annuelle, enfants.ParametresContinuite),
    "parents-objectif": Regle(parents.parents_objectif, parents.ParametresObjectif),
    "parents-formes-diverses": Regle(parents.parents_formes_diverses, parents.ParametresFormes),
    "ecole-permanente": Regle(ecole.ecole_permanente),
    "ecole-moments": Regle(ecole.ecole_moments),
    "evaluation": Regle(ecole.evaluation, ecole.ParametresEvaluation),
}
