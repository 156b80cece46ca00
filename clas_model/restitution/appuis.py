"""Quels critères s'appuient sur quelle réponse : de quoi remonter d'une phrase du brouillon au texte qui la demande."""

import functools
from collections.abc import Iterable

from clas_model.chemins import motif
from clas_model.positionnement import Constat, Positionnement

_DESCRIPTIONS = ("parents.actions.*.objectifs", "parents.actions.*.description")
# Par critère, le début des motifs que sa règle lit. Un critère absent d'ici n'a que les chemins de son verdict.
APPUIS_DES_CRITERES: dict[str, tuple[str, ...]] = {
    "cadre-departemental": ("cadre.departemental",),
    "charte-principes": ("charte",),
    "trois-axes": ("enfants.activites", "parents.actions", "ecole.actions"),
    "public-enfants-parents": ("groupes.*.effectif", "parents.actions"),
    "diagnostic-besoins": (
        "diagnostic.sources", "diagnostic.besoins", "enfants.activites.*.besoins", "parents.actions.*.besoins",
        "ecole.actions.*.besoins", "territoire.actions.*.besoins",
    ),
    "cadre-partenarial": ("diagnostic.partenaires",),
    "coordination-etablissements": ("diagnostic.etablissements.*.demarches", "diagnostic.etablissements_close"),
    "articulation-educative": ("diagnostic.articulations",),
    "groupe-taille": ("groupes.*.effectif",),
    "encadrement": (
        "groupes.*.creneaux.*.accompagnateurs", "groupes.*.creneaux.*.nombre_adultes", "equipe.accompagnateurs",
    ),
    "prise-en-charge-personnalisee": ("enfants.personnalisation", "enfants.personnalisation_texte"),
    "formation": (
        "equipe.formation_existe", "equipe.formation_engagement", "equipe.formation_plan",
        "equipe.accompagnateurs.*.formation",
    ),
    "hors-temps-scolaire": (
        "groupes.*.creneaux.*.jour", "groupes.*.creneaux.*.debut", "groupes.*.creneaux.*.fin",
        "groupes.*.etablissements", "diagnostic.etablissements.*.horaires",
    ),
    "collectif": ("groupes.*.effectif",),
    "seances-hebdomadaires": ("groupes.*.creneaux.*.rythme",),
    "deux-seances": ("groupes.*.creneaux.*.rythme",),
    "continuite-annuelle": (
        "structure.annee_scolaire", "structure.zone", "structure.semaines_scolaires", "groupes.*.date_debut",
        "groupes.*.date_fin", "groupes.*.semaines_seances",
    ),
    "parents-outils": _DESCRIPTIONS,
    "parents-connaissance-ecole": _DESCRIPTIONS,
    "parents-territoire": _DESCRIPTIONS,
    "parents-formes-diverses": ("parents.actions.*.forme",),
    "articulation-parentalite": ("parents.articulations",),
    "ecole-coconstruction": ("ecole.coconstruction", "ecole.coconstruction_texte"),
    "ecole-permanente": ("ecole.canaux",),
    "ecole-moments": ("ecole.actions.*.periode", "ecole.actions.*.date"),
    "evaluation": ("evaluation.indicateurs",),
    "quatre-axes": ("enfants.activites", "parents.actions", "ecole.actions", "territoire.actions"),
    "charte_laicite": ("cadre.charte_laicite",),
    "niveaux": ("groupes.*.niveaux",),
    "orientation": ("enfants.orientation", "enfants.orientation_texte"),
    "aide-aux-devoirs-seule": ("enfants.activites.*.nature",),
}  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _lit(debut: str, motif_: str) -> bool:
    """Vrai si ce motif est celui-là, ou plus précis."""
    return motif_ == debut or motif_.startswith((f"{debut}.", f"{debut}_close"))


def criteres_du_champ(positionnement: Positionnement, chemin: str) -> tuple[Constat, ...]:
    """Les critères du texte appliqué qui lisent cette réponse, dans l'ordre du texte."""
    ici = motif(chemin)
    return tuple(
        constat
        for constat in positionnement.constats
        if any(_lit(debut, ici) for debut in APPUIS_DES_CRITERES.get(constat.critere.id, ()))
        or chemin in constat.verdict.chemins
    )


def motifs_lus(critere: str, motifs: Iterable[str]) -> tuple[str, ...]:
    """Ceux de ces motifs que lit la règle d'un critère."""
    return tuple(m for m in motifs if any(_lit(debut, m) for debut in APPUIS_DES_CRITERES.get(critere, ())))
