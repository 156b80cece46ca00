"""L'hypothèse d'un essai : ce qu'on dit en dix secondes d'un projet, sans ouvrir de dossier.

Aucun nom d'enfant ni d'adulte. Tout ce qui n'est pas dit reste inconnu : rien n'est supposé à sa place.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clas_model.dossier import EFFECTIF_MAX, AnneeScolaire, Court, Date, Heure, Jour, Montant, Zone
from clas_model.erreurs import SaisieRefusee

PARTIES_MAX, ADULTES_MAX = 12, EFFECTIF_MAX
# L'ordre de la semaine ; un soir non nommé se place sur le premier de ceux-ci qui reste.
SOIRS: tuple[Jour, ...] = ("lundi", "mardi", "jeudi", "vendredi", "mercredi", "samedi")
Nombre = Annotated[int, Field(ge=0, le=ADULTES_MAX, strict=True)]


class _Partie(BaseModel):
    """Réglages communs : immuable, champs inconnus refusés."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Enfants(_Partie):
    """Des enfants qui restent entre eux : un niveau, un lieu, ou tous (sans nom)."""

    nom: Court = None
    enfants: Annotated[int, Field(ge=1, le=EFFECTIF_MAX, strict=True)]


class CoutsUnitaires(_Partie):
    """Les coûts que donne l'utilisateur, en euros ; ce qu'il ne donne pas n'est pas compté."""

    heure_salariee: Montant = None
    par_enfant: Montant = None
    par_groupe: Montant = None
    fixe: Montant = None

    @property
    def est_vide(self) -> bool:
        """Vrai si aucun coût n'est donné."""
        return all(v is None for v in (self.heure_salariee, self.par_enfant, self.par_groupe, self.fixe))


class Hypothese(_Partie):
    """Des enfants, des adultes, des soirs. `accompagnateurs` nuls : pas encore dits.

    `libres` : les soirs de chaque adulte, les salariés d'abord ; vide ou `None`, il est libre tous les soirs ouverts.
    `soirs` : les soirs ouverts ; s'il en manque pour `seances`, les suivants de la semaine les complètent.
    `mini`, `maxi` : des bornes autres que celles du texte.
    """

    parties: Annotated[tuple[Enfants, ...], Field(min_length=1, max_length=PARTIES_MAX)]
    salaries: Nombre | None = None
    benevoles: Nombre | None = None
    libres: Annotated[tuple[tuple[Jour, ...] | None, ...], Field(max_length=ADULTES_MAX)] = ()
    seances: Annotated[int, Field(ge=1, le=len(SOIRS), strict=True)] = 1
    soirs: tuple[Jour, ...] = ()
    debut: Heure = None
    fin: Heure = None
    annee_scolaire: AnneeScolaire = None
    zone: Zone | None = None
    date_debut: Date = None
    date_fin: Date = None
    mini: Annotated[int, Field(ge=1, le=EFFECTIF_MAX)] | None = None
    maxi: Annotated[int, Field(ge=1, le=EFFECTIF_MAX)] | None = None
    couts: CoutsUnitaires = CoutsUnitaires()

    @model_validator(mode="after")
    def _soirs_distincts(self) -> "Hypothese":
        if len(set(self.soirs)) < len(self.soirs):
            raise ValueError("un soir est nommé deux fois : gardez-le une fois")
        return self

    @model_validator(mode="after")
    def _pas_trop_d_adultes(self) -> "Hypothese":
        if (self.accompagnateurs or 0) > ADULTES_MAX:
            raise ValueError(f"salariés et bénévoles font plus de {ADULTES_MAX} accompagnateurs : vérifiez ces nombres")
        return self

    @property
    def enfants(self) -> int:
        """Les enfants en tout."""
        return sum(p.enfants for p in self.parties)

    @property
    def accompagnateurs(self) -> int | None:
        """Les adultes en tout ; `None` si aucun nombre n'est donné."""
        if self.salaries is None and self.benevoles is None:
            return None
        return (self.salaries or 0) + (self.benevoles or 0)

    @property
    def soirs_ouverts(self) -> tuple[Jour, ...]:
        """Les soirs nommés, complétés jusqu'au nombre de séances, dans l'ordre de la semaine."""
        manque = self.seances - len(self.soirs)
        ouverts = {*self.soirs, *[s for s in SOIRS if s not in self.soirs][: max(manque, 0)]}
        return tuple(j for j in _SEMAINE if j in ouverts)

    def presents(self, soir: Jour, salaries_seuls: bool = False) -> int | None:
        """Les adultes libres ce soir-là ; `None` si leur nombre n'est pas dit."""
        total = (self.salaries or 0) if salaries_seuls else self.accompagnateurs
        if total is None:
            return None
        return total - sum(soirs is not None and soir not in soirs for soirs in self.libres[:total])

    @property
    def capacites(self) -> tuple[int, ...] | None:
        """Les adultes libres à chaque soir ouvert ; `None` si leur nombre n'est pas dit."""
        if self.accompagnateurs is None:
            return None
        return tuple(self.presents(soir) or 0 for soir in self.soirs_ouverts)


_SEMAINE: tuple[Jour, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def hypothese_simple(enfants: int, accompagnateurs: int | None = None, seances: int = 1) -> Hypothese:
    """Un nombre d'enfants, d'accompagnateurs, de séances. Lève `SaisieRefusee`."""
    bornes = (("enfants", enfants, 1, EFFECTIF_MAX), ("accompagnateurs", accompagnateurs, 0, ADULTES_MAX))
    for nom, valeur, bas, haut in (*bornes, ("seances", seances, 1, len(SOIRS))):
        if valeur is not None and not bas <= valeur <= haut:
            raise SaisieRefusee(nom, f"« {nom} » doit être entre {bas} et {haut} : {valeur} n'est pas possible.")
    return Hypothese(parties=(Enfants(enfants=enfants),), benevoles=accompagnateurs, seances=seances)


def annee_en_cours(aujourdhui: dt.date) -> str:
    """L'année scolaire qui court, ou qui vient à partir de juin : « 2026-2027 »."""
    debut = aujourdhui.year if aujourdhui.month >= 6 else aujourdhui.year - 1
    return f"{debut}-{debut + 1}"


__all__ = ["CoutsUnitaires", "Decimal", "Enfants", "Hypothese", "annee_en_cours", "hypothese_simple"]
