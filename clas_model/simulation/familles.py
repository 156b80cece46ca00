"""Le registre des gestes : un par levier du contenu, avec les règles que chacun peut faire bouger.

Une règle oubliée ici rendrait la recherche inexacte : un test compare chaque geste à ce qu'il change vraiment.
"""

from clas_model.simulation import gestes_creneaux as creneaux
from clas_model.simulation import gestes_dates as dates
from clas_model.simulation import gestes_ecrits as ecrits
from clas_model.simulation import gestes_groupes as groupes
from clas_model.simulation import gestes_listes as listes
from clas_model.simulation import gestes_partages as groupes_de_plus
from clas_model.simulation.gestes import DES_GROUPES, Generateur

ADULTES = frozenset({"encadrement", "adultes-par-groupe"})
ACTIONS = frozenset({"axes-cumules", "diagnostic-besoins"})

TAILLES = ADULTES | {"groupe-taille", "collectif"}

# Levier : son générateur, et les règles qu'il peut faire monter.
_TABLE: dict[str, tuple[Generateur, frozenset[str]]] = {
    "accompagnateur": (creneaux.accompagnateur, ADULTES),
    "partager-groupe": (groupes_de_plus.partager_groupe, TAILLES),
    "partager-deux-soirs": (groupes_de_plus.partager_deux_soirs, TAILLES),
    "ouvrir-groupe": (groupes_de_plus.ouvrir_groupe, TAILLES),
    "reunir-groupes": (groupes.reunir_groupes, DES_GROUPES - {"niveaux"}),
    "deplacer-enfants": (groupes.deplacer_enfants, TAILLES),
    "avancer-debut": (dates.avancer_debut, frozenset({"continuite-annuelle"})),
    "reculer-fin": (dates.reculer_fin, frozenset({"continuite-annuelle"})),
    "ajouter-creneau": (creneaux.ajouter_creneau, frozenset({"seances-hebdomadaires", "continuite-annuelle"})),
    "decaler-creneau": (creneaux.decaler_creneau, frozenset({"hors-temps-scolaire"})),
    "creneau-hebdomadaire": (
        creneaux.creneau_hebdomadaire, frozenset({"seances-hebdomadaires", "continuite-annuelle"}),
    ),
    "liste-complete": (listes.liste_complete, DES_GROUPES),
    "liste-etablissements": (
        listes.liste_etablissements, frozenset({"coordination-etablissements", "hors-temps-scolaire"}),
    ),
    "renseigner-structure": (ecrits.renseigner_structure, frozenset({"cadre-partenarial"})),
    "renseigner-etablissement": (ecrits.renseigner_etablissement, frozenset({"coordination-etablissements"})),
    "renseigner-groupe": (
        ecrits.renseigner_groupe, frozenset({"public-enfants-parents", "groupe-taille", "collectif"}),
    ),
    "engagement": (ecrits.engagement, frozenset({"charte-principes"})),
    "charte-laicite": (ecrits.charte_laicite, frozenset({"accord"})),
    "cadre-departemental": (ecrits.cadre_departemental, frozenset({"cadre-departemental"})),
    "relier-besoin": (ecrits.relier_besoin, frozenset({"diagnostic-besoins"})),
    "prise-de-contact": (ecrits.prise_de_contact, frozenset({"coordination-etablissements"})),
    "source-diagnostic": (ecrits.source_diagnostic, frozenset({"diagnostic-besoins"})),
    "besoin": (ecrits.besoin, frozenset({"diagnostic-besoins"})),
    "preciser-partenaire": (ecrits.preciser_partenaire, frozenset({"cadre-partenarial"})),
    "partenaire": (ecrits.partenaire, frozenset({"cadre-partenarial"})),
    "action-enfants": (ecrits.action_enfants, ACTIONS | {"autre-activite"}),
    "action-parents": (
        ecrits.action_parents,
        ACTIONS | {"public-enfants-parents", "parents-objectif", "parents-formes-diverses"},
    ),
    "decrire-action": (ecrits.decrire_action, frozenset({"parents-objectif"})),
    "action-ecole": (ecrits.action_ecole, ACTIONS | {"ecole-moments"}),
    "action-territoire": (ecrits.action_territoire, ACTIONS),
    "moment-ecole": (ecrits.moment_ecole, frozenset({"ecole-moments"})),
    "articulation": (ecrits.articulation, frozenset({"articulation"})),
    "texte": (ecrits.texte, frozenset({"declare"})),
    "canal-ecole": (ecrits.canal_ecole, frozenset({"ecole-permanente"})),
    "plan-formation": (ecrits.plan_formation, frozenset({"formation"})),
    "indicateur": (ecrits.indicateur, frozenset({"evaluation"})),
}  # fmt: skip
FAMILLES: dict[str, Generateur] = {levier: generateur for levier, (generateur, _) in _TABLE.items()}


# Ceux qui changent qui est avec qui.
REPARTITION = frozenset({
    "partager-groupe", "partager-deux-soirs", "ouvrir-groupe", "reunir-groupes", "deplacer-enfants",
})  # fmt: skip
# Ceux dont l'effet dépend de l'ordre. Les autres se font dans n'importe lequel : un seul suffit à les essayer.
ORDONNES = REPARTITION | {"liste-complete", "liste-etablissements"}
# Ce qu'un levier peut faire reculer, en plus de ce qu'il fait monter. Un partage garde à chaque partie les dates et les
# créneaux du groupe ; réunir deux groupes en fait disparaître un, et peut donc changer l'avis de toutes leurs règles.
_NUISANCES = {
    "reunir-groupes": DES_GROUPES,
    "renseigner-groupe": DES_GROUPES,
    "renseigner-etablissement": frozenset({"hors-temps-scolaire"}),
    "ajouter-creneau": frozenset({"hors-temps-scolaire"}),
}


def regles_aidees(levier: str) -> frozenset[str]:
    """Les règles que ce levier peut faire monter."""
    return _TABLE[levier][1]


def regles_touchees(levier: str) -> frozenset[str]:
    """Les règles que ce levier peut faire bouger, en bien ou en mal."""
    return _TABLE[levier][1] | _NUISANCES.get(levier, frozenset())
