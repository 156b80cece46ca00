"""L'arithmétique des groupes : partager des enfants, répartir des adultes.

Des entiers et des fractions exactes. Les seuils (taille des groupes, enfants par adulte) viennent du référentiel :
ils sont reçus, jamais écrits ici.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clas_model.erreurs import SaisieRefusee

NOMBRE_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Partage:
    """`enfants` répartis en `groupes` groupes équilibrés."""

    enfants: int
    groupes: int

    @property
    def tailles(self) -> tuple[int, ...]:
        """Les tailles, de la plus grande à la plus petite ; elles diffèrent d'un enfant au plus."""
        taille, reste = divmod(self.enfants, self.groupes)
        return (taille + 1,) * reste + (taille,) * (self.groupes - reste)


@dataclass(frozen=True, slots=True)
class Essai:
    """Un partage avec un nombre d'adultes donné. `pire` : le plus d'enfants par adulte, `None` sans aucun adulte.

    `sans_adulte` : les groupes que personne n'encadre ; `manque` : les adultes qu'il faudrait en plus.
    """

    partage: Partage
    pire: Fraction | None
    sans_adulte: int
    manque: int


@dataclass(frozen=True, slots=True)
class Partie:
    """Des enfants qui restent entre eux (un niveau, un lieu) ; `proches` : les nombres qui iraient, sinon vide."""

    nom: str
    enfants: int
    partages: tuple[Partage, ...]
    proches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartagesParParties:
    """Chaque partie partagée seule, dans l'ordre reçu ; `impossibles` : le nom de celles qu'aucun partage ne permet."""

    parties: tuple[Partie, ...]
    impossibles: tuple[str, ...]


def partages(n: int, mini: int, maxi: int) -> tuple[Partage, ...]:
    """Tous les partages de `n` enfants en groupes de `mini` à `maxi` (compris), du moins de groupes au plus.

    g groupes sont possibles si et seulement si mini·g ≤ n ≤ maxi·g : les tailles équilibrées tiennent alors entre
    les bornes. Lève `SaisieRefusee`.
    """
    _verifier_bornes(n, mini, maxi)
    return tuple(Partage(n, g) for g in range(-(-n // maxi), n // mini + 1))


def plus_proches(n: int, mini: int, maxi: int) -> tuple[int, ...]:
    """Les nombres d'enfants partageables les plus proches, au-dessous puis au-dessus ; vide si `n` l'est déjà.

    Au-dessous, le plus grand multiple de `maxi` inférieur à `n` : un nombre partageable entre les deux aurait assez de
    groupes pour que `n` le soit aussi. Au-dessus, de même, le plus petit multiple de `mini`. Lève `SaisieRefusee`.
    """
    if partages(n, mini, maxi):
        return ()
    dessous = maxi * ((n - 1) // maxi)
    dessus = mini * (n // mini + 1)
    return (dessous, dessus) if dessous else (dessus,)


def partages_par_parties(parties: Mapping[str, int], mini: int, maxi: int) -> PartagesParParties:
    """Partage chaque partie séparément. Lève `SaisieRefusee`, en nommant la partie fautive."""
    resultat = []
    for nom, enfants in parties.items():
        _verifier_nombre(f"enfants.{nom}", f"le nombre d'enfants de « {nom} »", enfants)
        trouves = partages(enfants, mini, maxi)
        resultat.append(Partie(nom, enfants, trouves, () if trouves else plus_proches(enfants, mini, maxi)))
    return PartagesParParties(tuple(resultat), tuple(p.nom for p in resultat if not p.partages))


def essais(n: int, adultes: int, mini: int, maxi: int, par_adulte: int) -> tuple[Essai, ...]:
    """Chaque partage possible avec ces adultes, répartis au mieux à la même heure. Lève `SaisieRefusee`."""
    trouves = []
    for partage in partages(n, mini, maxi):
        parts = [ratio for _, _, ratio in ratios(partage.tailles, adultes)]
        connus = [ratio for ratio in parts if ratio is not None]
        besoin = sum(adultes_minimum(taille, par_adulte) for taille in partage.tailles)
        trouves.append(Essai(partage, max(connus, default=None), parts.count(None), max(besoin - adultes, 0)))
    return tuple(trouves)


def adultes_minimum(n: int, par_adulte: int, minimum: int = 1) -> int:
    """Le moins d'adultes pour `n` enfants à `par_adulte` chacun, sans descendre sous `minimum`.

    Lève `SaisieRefusee`.
    """
    _verifier_nombre("enfants", "le nombre d'enfants", n)
    _verifier_nombre("par_adulte", "le nombre d'enfants par adulte", par_adulte)
    _verifier_nombre("minimum", "le nombre minimal d'adultes", minimum)
    return max(-(-n // par_adulte), minimum)


def ratios(tailles: Sequence[int], adultes: int) -> tuple[tuple[int, int, Fraction | None], ...]:
    """Répartit des adultes entre des groupes réunis à la même heure : (taille, adultes, enfants par adulte ou `None`).

    Chaque adulte va au groupe le plus chargé, un groupe sans adulte d'abord, le plus grand en premier. C'est optimal :
    soit R le meilleur pire ratio possible, un groupe t ne reçoit jamais plus que ses ceil(t/R) adultes tant qu'un autre
    dépasse R, et ces besoins tiennent ensemble dans le total. L'ordre reçu est conservé. Lève `SaisieRefusee`.
    """
    _verifier_nombre("adultes", "le nombre d'adultes", adultes, plancher=0)
    _verifier_nombre("groupes", "le nombre de groupes", len(tailles))
    for taille in tailles:
        _verifier_nombre("tailles", "la taille d'un groupe", taille)
    presents = [0] * len(tailles)
    # Clé : sans adulte d'abord, puis le ratio le plus haut, puis le plus grand groupe, puis l'ordre reçu.
    file = [(0, Fraction(-taille), -taille, i) for i, taille in enumerate(tailles)]
    heapq.heapify(file)
    for _ in range(adultes):
        i = file[0][3]
        presents[i] += 1
        heapq.heapreplace(file, (1, Fraction(-tailles[i], presents[i]), -tailles[i], i))
    return tuple((t, a, Fraction(t, a) if a else None) for t, a in zip(tailles, presents, strict=True))


def _verifier_bornes(n: int, mini: int, maxi: int) -> None:
    """Refuse un nombre d'enfants ou des bornes absurdes."""
    _verifier_nombre("enfants", "le nombre d'enfants", n)
    _verifier_nombre("mini", "la taille minimale d'un groupe", mini)
    _verifier_nombre("maxi", "la taille maximale d'un groupe", maxi)
    if maxi < mini:
        raise SaisieRefusee(
            "maxi",
            f"La taille maximale d'un groupe ({maxi}) est inférieure à la taille minimale ({mini}) : "
            "échangez-les ou corrigez l'une des deux.",
        )


def _verifier_nombre(chemin: str, quoi: str, valeur: int, plancher: int = 1) -> None:
    """Refuse une valeur hors de [plancher, NOMBRE_MAX] ; `quoi` est le sujet de la phrase montrée."""
    sujet = quoi[0].upper() + quoi[1:]
    if valeur < plancher:
        raise SaisieRefusee(chemin, f"{sujet} doit être au moins {plancher} : {valeur} n'est pas possible.")
    if valeur > NOMBRE_MAX:
        raise SaisieRefusee(chemin, f"{sujet} doit être au plus 100\u202f000 : vérifiez le nombre saisi.")
