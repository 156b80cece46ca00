"""Les gestes : des changements concrets d'un dossier, un par un, chacun avec sa phrase.

Un geste qui demande d'écrire ne rédige rien : la copie jugée reçoit `A_ECRIRE` là où il faudra un texte, pour que
`positionner` dise ce que ce texte changerait. Il n'entre jamais dans un dossier.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from clas_model.dossier import Creneau, Dossier, Groupe

A_ECRIRE = "À rédiger"
# Ce qui suit l'identifiant d'un groupe dans celui d'une de ses parties.
PARTIE = "-partie-"
# Les règles qu'un changement de groupes peut faire bouger : chacune juge tous les groupes.
DES_GROUPES = frozenset({
    "groupe-taille", "encadrement", "adultes-par-groupe", "collectif", "seances-hebdomadaires", "hors-temps-scolaire",
    "continuite-annuelle", "niveaux",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Geste:
    """Un changement : son levier, sa phrase (sans majuscule ni point), ce qu'il fait d'un dossier.

    `plus_doux` : le même geste en moins grand, du plus petit au plus grand, à préférer s'il suffit ; à la demande, car
    la recherche n'en a pas besoin. `fois` : le nombre de fois qu'il demande l'effort de son levier.
    """

    levier: str
    phrase: str
    appliquer: Callable[[Dossier], Dossier]
    plus_doux: Callable[[], tuple["Geste", ...]] = tuple
    fois: int = 1


Generateur = Callable[[Dossier, "Contexte"], Iterator[Geste]]


@dataclass(frozen=True, slots=True)
class Contexte:
    """Ce que les gestes doivent savoir du texte et du jour. `chemins` : ceux que nomment les critères ouverts."""

    mini: int
    maxi: int
    besoin: Any
    prochain_contact: Any
    engagements: tuple[tuple[str, str], ...]
    chemins: tuple[str, ...] = ()


def remplacer(dossier: Dossier, identifiant: str, *groupes: Groupe) -> Dossier:
    """Copie où ces groupes prennent la place de celui-là."""
    nouveaux = [n for g in dossier.groupes for n in (groupes if g.id == identifiant else (g,))]
    return dossier.model_copy(update={"groupes": tuple(nouveaux)})


def groupe(dossier: Dossier, identifiant: str) -> Groupe | None:
    """Le groupe de cet identifiant, s'il est encore là."""
    return next((g for g in dossier.groupes if g.id == identifiant), None)


def modifier(identifiant: str, changer: Callable[[Groupe], Groupe]) -> Callable[[Dossier], Dossier]:
    """Ce qui change un groupe, et les parties où il a été partagé ; un groupe disparu laisse le dossier tel quel."""

    def appliquer(dossier: Dossier) -> Dossier:
        parties = f"{identifiant}{PARTIE}"
        groupes = tuple(changer(g) if g.id == identifiant or g.id.startswith(parties) else g for g in dossier.groupes)
        return dossier.model_copy(update={"groupes": groupes})

    return appliquer


def modifier_seul(identifiant: str, changer: Callable[[Groupe], Groupe]) -> Callable[[Dossier], Dossier]:
    """Ce qui change ce seul groupe."""

    def appliquer(dossier: Dossier) -> Dossier:
        vu = groupe(dossier, identifiant)
        return dossier if vu is None else remplacer(dossier, identifiant, changer(vu))

    return appliquer


def du(libelle: str) -> str:
    """« du groupe « CM » », « de « Groupe du mardi » »."""
    return f"du{libelle[2:]}" if libelle.startswith("le ") else f"de {libelle}"


def changer_creneaux(g: Groupe, changer: Callable[[Creneau], Creneau]) -> Groupe:
    """Copie du groupe où chaque créneau est changé ainsi."""
    return g.model_copy(update={"creneaux": tuple(map(changer, g.creneaux))})


def presents(creneau: Creneau) -> int | None:
    """Les adultes d'un créneau ; `None` si leur nombre n'est pas connu."""
    if creneau.nombre_adultes is not None:
        return creneau.nombre_adultes
    return None if creneau.accompagnateurs is None else len(set(creneau.accompagnateurs))


def avec_presents(creneau: Creneau, adultes: int | None) -> Creneau:
    """Copie du créneau avec ce nombre d'adultes ; les personnes désignées restent si elles tiennent dans ce nombre."""
    designes = creneau.accompagnateurs
    if designes is not None and adultes is not None and len(set(designes)) > adultes:
        designes = None
    return creneau.model_copy(update={"nombre_adultes": adultes, "accompagnateurs": designes})


def poser(partie: str, **valeurs: Any) -> Callable[[Dossier], Dossier]:
    """Ce qui change des champs d'une partie du dossier ; une valeur appelable reçoit l'ancienne."""

    def appliquer(dossier: Dossier) -> Dossier:
        ici = getattr(dossier, partie)
        nouvelles = {c: v(getattr(ici, c)) if callable(v) else v for c, v in valeurs.items()}
        return dossier.model_copy(update={partie: ici.model_copy(update=nouvelles)})

    return appliquer


def ajouter(partie: str, champ: str, element: Any) -> Callable[[Dossier], Dossier]:
    """Ce qui ajoute un élément au bout d'une liste d'une partie du dossier."""
    return poser(partie, **{champ: lambda liste: (*liste, element)})


def a_la_suite(dossier: Dossier, gestes: tuple[Geste, ...]) -> Dossier:
    """Le dossier après tous ces gestes."""
    return functools.reduce(lambda d, g: g.appliquer(d), gestes, dossier)
