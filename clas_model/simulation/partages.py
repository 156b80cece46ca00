"""L'arithmétique des groupes : partager des enfants, et ce que chaque partage demande d'adultes.

Des entiers. Les seuils (taille des groupes, enfants par adulte) viennent du référentiel :
ils sont reçus, jamais écrits ici.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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


def _verifier_nombre(chemin: str, quoi: str, valeur: int) -> None:
    """Refuse une valeur hors de [1, NOMBRE_MAX] ; `quoi` est le sujet de la phrase montrée."""
    sujet = quoi[0].upper() + quoi[1:]
    if valeur < 1:
        raise SaisieRefusee(chemin, f"{sujet} doit être au moins 1 : {valeur} n'est pas possible.")
    if valeur > NOMBRE_MAX:
        raise SaisieRefusee(chemin, f"{sujet} doit être au plus 100\u202f000 : vérifiez le nombre saisi.")
