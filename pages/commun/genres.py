"""Quel widget convient à quel champ, et comment se lit et s'écrit ce qu'on tape au clavier."""

import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from clas_model.chemins import champ_du_motif
from clas_model.contenu import valeurs_possibles
from clas_model.dossier import COURT_MAX
from clas_model.francais import (
    date_courte,
    heure,
    lire_date,
    lire_entier,
    lire_heure,
    lire_montant,
    montant,
    nombre,
    siret,
)
from clas_model.parcours import DRAPEAUX

Genre = Literal[
    "oui_non", "drapeau", "nombre", "montant", "pourcentage", "date", "heure", "siret", "choix", "multiple", "court",
    "long",
]  # fmt: skip
# Des nombres décimaux, à qui le champ des montants mettrait des euros.
POURCENTAGES = frozenset({"budget.ps.taux"})
# Un texte qui se relit par groupes de chiffres, comme sur l'avis de l'Insee.
SIRETS = frozenset({"structure.siret"})


@functools.cache
def genre(motif_: str) -> Genre:
    """Le genre de widget qui convient au type du champ."""
    if motif_ in POURCENTAGES:
        return "pourcentage"
    if motif_ in SIRETS:
        return "siret"
    modele, champ = champ_du_motif(motif_)
    info = modele.model_fields[champ]
    types = [t for t in get_args(info.annotation) or (info.annotation,) if t is not type(None)]
    types = [get_args(t)[0] if get_origin(t) is Annotated else t for t in types]
    if any(get_origin(t) is tuple for t in types):
        return "multiple"
    if valeurs_possibles(motif_):
        return "choix"
    simples: dict[Any, Genre] = {int: "nombre", Decimal: "montant", dt.date: "date", dt.time: "heure"}
    for t in types:
        if t in simples:
            return simples[t]
    if bool in types:
        return "drapeau" if motif_ in DRAPEAUX else "oui_non"
    longueurs = [m.max_length for m in info.metadata if getattr(m, "max_length", None)]
    return "long" if longueurs and longueurs[0] > COURT_MAX else "court"


class Ecrit(NamedTuple):
    """Comment se lit et s'écrit un nombre tapé au clavier, et ce qu'on demande quand il ne se lit pas."""

    lire: Callable[[str], Any]
    ecrire: Callable[[Any], str]
    demande: str


ECRITS: dict[Genre, Ecrit] = {
    "nombre": Ecrit(lire_entier, nombre, "écrivez un nombre entier, en chiffres, par exemple 12"),
    "date": Ecrit(lire_date, date_courte, "écrivez une date qui existe : le jour, le mois, l'année"),
    "heure": Ecrit(lire_heure, heure, "écrivez une heure, par exemple 17 h 30"),
    "montant": Ecrit(lire_montant, montant, "écrivez un montant en euros, par exemple 1250 ou 1250,50"),
    "pourcentage": Ecrit(
        lambda ecrit: lire_montant(ecrit.replace("%", "")), nombre, "écrivez un pourcentage, par exemple 30 ou 32,5"
    ),
    # Ce qui n'a pas 14 chiffres est refusé plus loin, avec sa raison.
    "siret": Ecrit(lambda ecrit: "".join(ecrit.split()), siret, "écrivez les 14 chiffres du SIRET"),
}
# Ce que montre un champ vide : la forme attendue, jamais une valeur qu'on prendrait pour la sienne.
INDICES: dict[Genre, str] = {
    "nombre": "un nombre",
    "date": "jj/mm/aaaa",
    "heure": "17 h 30",
    "montant": "€",
    "pourcentage": "%",
    "siret": "14 chiffres",
}
AVEC_CASE = (*ECRITS, "court", "long")
_TEXTE = Ecrit(lambda ecrit: ecrit, lambda valeur: valeur or "", "")


def s_ecrit(motif_: str) -> Ecrit | None:
    """Comment s'écrit ce champ, s'il s'écrit au clavier."""
    nature = genre(motif_)
    return ECRITS.get(nature, _TEXTE) if nature in AVEC_CASE else None


def montre(motif_: str, valeur: Any) -> str:
    """Ce que montre un champ qui s'écrit au clavier."""
    facon = s_ecrit(motif_)
    return "" if valeur is None or facon is None else facon.ecrire(valeur)
