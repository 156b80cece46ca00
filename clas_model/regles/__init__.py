"""Les règles : des fonctions pures, une par critère, que le contenu appelle par leur nom.

`REGLES` est le registre explicite : un critère nouveau demande une entrée ici, une fonction et un test.
"""

from clas_model.regles import activites, cadre, diagnostic, ecole, enfants, horaires, parents
from clas_model.regles.alertes import ALERTES
from clas_model.regles.base import Etat, Regle, Verdict

__all__ = ["ALERTES", "REGLES", "Etat", "Regle", "Verdict"]

REGLES: dict[str, Regle] = {
    "cadre-departemental": Regle(cadre.cadre_departemental),
    "charte-principes": Regle(cadre.charte_principes, cadre.ParametresCharte),
    "axes-cumules": Regle(cadre.axes_cumules, cadre.ParametresAxes),
    "accord": Regle(cadre.accord_donne, cadre.ParametresAccord),
    "question-locale": Regle(cadre.question_locale, cadre.ParametresQuestion),
    "public-enfants-parents": Regle(cadre.public_enfants_parents),
    "diagnostic-besoins": Regle(diagnostic.diagnostic_besoins, diagnostic.ParametresDiagnostic),
    "cadre-partenarial": Regle(diagnostic.cadre_partenarial),
    "coordination-etablissements": Regle(diagnostic.coordination_etablissements),
    "articulation": Regle(diagnostic.articulation, diagnostic.ParametresArticulation),
    "groupe-taille": Regle(enfants.groupe_taille, enfants.ParametresTaille),
    "encadrement": Regle(enfants.encadrement, enfants.ParametresEncadrement),
    "adultes-par-groupe": Regle(activites.adultes_par_groupe, activites.ParametresAdultes),
    "niveaux": Regle(activites.niveaux, activites.ParametresNiveaux),
    "autre-activite": Regle(activites.autre_activite, activites.ParametresActivites),
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
