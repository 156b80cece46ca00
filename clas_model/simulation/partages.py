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
class Besoin:
    """Les adultes que demande un groupe : un pour `par_adulte` enfants, et jamais moins de `minimum`.

    `par_adulte` nul : le texte ne fixe qu'un minimum par groupe.
    """

    par_adulte: int | None
    minimum: int = 1

    def adultes(self, taille: int) -> int:
        """Le moins d'adultes pour un groupe de cette taille."""
        return self.minimum if self.par_adulte is None else max(-(-taille // self.par_adulte), self.minimum)

    def places(self, adultes: int, maxi: int) -> int:
        """Le plus d'enfants que ces adultes encadrent dans un seul groupe."""
        if adultes < self.minimum:
            return 0
        return maxi if self.par_adulte is None else min(maxi, self.par_adulte * adultes)


@dataclass(frozen=True, slots=True)
class Essai:
    """Un nombre de groupes face à un nombre d'adultes, tous présents en même temps.

    `econome` : les tailles qui demandent le moins d'adultes, celles du partage équilibré quand il n'en veut pas plus.
    `adultes_equilibre`, `adultes_econome` : ce que demande chacun. `manque` : les adultes qu'il faudrait en plus pour
    `econome`.
    """

    partage: Partage
    econome: tuple[int, ...]
    adultes_equilibre: int
    adultes_econome: int
    manque: int

    @property
    def differe(self) -> bool:
        """Vrai si le partage équilibré demande plus d'adultes qu'un autre."""
        return self.adultes_econome < self.adultes_equilibre


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


def partage_econome(n: int, groupes: int, mini: int, maxi: int, besoin: Besoin) -> tuple[int, ...]:
    """Les tailles, en `groupes` groupes de `mini` à `maxi`, qui demandent le moins d'adultes ; décroissantes.

    Chaque adulte de plus dans un groupe y ouvre autant de places que le précédent, ou moins, une fois passé le premier
    nombre qui suffit à `mini` : les répartir un à un et également est donc le mieux. Les enfants vont ensuite aussi
    également que ces places le permettent. Lève `SaisieRefusee`.
    """
    _verifier_bornes(n, mini, maxi)
    if not mini * groupes <= n <= maxi * groupes:
        raise SaisieRefusee("groupes", f"{n} enfants ne font pas {groupes} groupes de {mini} à {maxi}.")
    adultes = besoin.adultes(mini)
    while besoin.places(adultes, maxi) * groupes < n and besoin.places(adultes + 1, maxi) * groupes < n:
        adultes += 1
    base, de_plus = besoin.places(adultes, maxi), besoin.places(adultes + 1, maxi)
    grands = -(-(n - base * groupes) // (de_plus - base)) if n > base * groupes else 0
    return remplir(n, (base,) * (groupes - grands) + (de_plus,) * grands)


def remplir(n: int, places: Sequence[int]) -> tuple[int, ...]:
    """`n` enfants dans ces places (croissantes), le plus également possible ; les tailles, décroissantes."""
    tailles = []
    for rang, limite in enumerate(places):
        taille = min(limite, n // (len(places) - rang))
        tailles.append(taille)
        n -= taille
    return tuple(sorted(tailles, reverse=True))


def essais(n: int, adultes: int, mini: int, maxi: int, besoin: Besoin) -> tuple[Essai, ...]:
    """Chaque nombre de groupes possible, avec ces adultes à la même heure. Lève `SaisieRefusee`."""
    _verifier_nombre("adultes", "le nombre d'adultes", adultes, plancher=0)
    trouves = []
    for partage in partages(n, mini, maxi):
        econome = partage_econome(n, partage.groupes, mini, maxi, besoin)
        equilibre_, econome_ = (sum(map(besoin.adultes, tailles)) for tailles in (partage.tailles, econome))
        if econome_ == equilibre_:
            econome = partage.tailles
        trouves.append(Essai(partage, econome, equilibre_, econome_, max(econome_ - adultes, 0)))
    return tuple(trouves)


def adultes_minimum(n: int, par_adulte: int, minimum: int = 1) -> int:
    """Le moins d'adultes pour `n` enfants à `par_adulte` chacun, sans descendre sous `minimum`.

    Lève `SaisieRefusee`.
    """
    _verifier_nombre("enfants", "le nombre d'enfants", n)
    _verifier_nombre("par_adulte", "le nombre d'enfants par adulte", par_adulte)
    _verifier_nombre("minimum", "le nombre minimal d'adultes", minimum)
    return Besoin(par_adulte, minimum).adultes(n)


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
