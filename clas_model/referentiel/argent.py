"""L'argent daté : ce qu'une source a dit d'un taux ou d'un montant, et quand."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from clas_model.referentiel.base import AnneeScolaire, Contenu, Identifiant, Phrase, Statut


class ValeurDatee(Contenu):
    """La valeur d'une grandeur à une date ; `valeur` nulle : une date où elle change ou se reconduit sans être connue.

    `annee` : l'année scolaire à laquelle elle s'applique, si une source le dit.
    """

    annee: AnneeScolaire | None = None
    date_libelle: Phrase
    valeur: Decimal | None = None
    statut: Statut
    source: Identifiant
    note: Phrase | None = None


class Prestation(Contenu):
    """Ce que le texte permet de dire de la prestation de service ; `estimee` : une estimation y a un sens.

    `source` nulle : une déduction, que l'explication dit.
    """

    estimee: Annotated[bool, Field(strict=True)]
    explication: Phrase
    source: Identifiant | None = None


class Montant(Contenu):
    """Une grandeur d'argent et ses valeurs, de la plus ancienne à la plus récente ; vide : aucune n'a été lue."""

    id: Identifiant
    libelle: Phrase
    unite: Phrase
    explication: Phrase
    valeurs: tuple[ValeurDatee, ...] = ()
