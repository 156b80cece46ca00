"""Partir du dossier de l'an dernier : tout est repris, les dates avancent, ce qui peut avoir changé est à confirmer."""

import datetime as dt
from typing import Any

from clas_model.chemins import places
from clas_model.dossier import DATE_MAX, Dossier

# Ce qui change d'une année à l'autre, et que personne n'a encore dit de la nouvelle.
A_CONFIRMER = (
    "structure.locaux", "structure.semaines_scolaires", "cadre.departemental", "cadre.participation_famille",
    "diagnostic.synthese", "diagnostic.etablissements.*.demarches.*.date", "groupes.*.effectif", "groupes.*.niveaux",
    "groupes.*.date_debut", "groupes.*.date_fin", "groupes.*.semaines_seances", "groupes.*.creneaux.*.jour",
    "groupes.*.creneaux.*.debut", "groupes.*.creneaux.*.fin", "groupes.*.creneaux.*.accompagnateurs",
    "ecole.actions.*.date", "ecole.coconstruction", "budget.charges.*.montant", "budget.produits.*.montant",
    "budget.produits.*.etat",
)  # fmt: skip
# Une prise de contact de l'an dernier n'est pas faite pour cette année : sa suite est à redire.
A_REDIRE = ("etat", "reponse")


def meme_jour(date: dt.date, annees: int) -> dt.date | None:
    """Le même jour de la semaine, `annees` ans plus tard, au plus près de la même date ; `None` hors du calendrier."""
    if date.year + annees > DATE_MAX.year:
        return None
    # Un 29 février donne le 28 : le jour le plus proche se cherche à partir de là.
    cible = date.replace(year=date.year + annees, day=min(date.day, 28) if date.month == 2 else date.day)
    ecart = (date.weekday() - cible.weekday() + 3) % 7 - 3
    trouve = cible + dt.timedelta(days=ecart)
    return trouve if trouve <= DATE_MAX else None


def annee_suivante(annee: str | None) -> str | None:
    """« 2026-2027 » → « 2027-2028 » ; `None` si elle n'est pas connue ou sort du calendrier."""
    if annee is None or int(annee[:4]) + 1 >= DATE_MAX.year:
        return None
    return f"{int(annee[:4]) + 1}-{int(annee[:4]) + 2}"


def reconduire(dossier: Dossier) -> Dossier:
    """Le même dossier pour l'année suivante : dates au même jour de la semaine, réponses à confirmer marquées."""
    brut = _avancer(dossier.model_dump(exclude_unset=True, exclude={"referentiel", "scenarios"}))
    if dossier.referentiel:
        brut["referentiel"] = dossier.referentiel
    if "structure" in brut:
        brut["structure"]["annee_scolaire"] = annee_suivante(dossier.structure.annee_scolaire)
    for etablissement in brut.get("diagnostic", {}).get("etablissements", ()):
        for demarche in etablissement.get("demarches", ()):
            demarche.update(dict.fromkeys(A_REDIRE))
    copie = Dossier.model_validate(brut)
    marques = {chemin for motif in A_CONFIRMER for chemin, valeur in places(copie, motif) if valeur not in (None, ())}
    return copie.model_copy(update={"a_confirmer": tuple(sorted(marques))})


def _avancer(valeur: Any) -> Any:
    """Les mêmes données, chaque date un an plus tard."""
    if isinstance(valeur, dt.date):
        return meme_jour(valeur, 1)
    if isinstance(valeur, dict):
        return {champ: _avancer(v) for champ, v in valeur.items()}
    return [_avancer(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur
