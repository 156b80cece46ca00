"""La sensibilité : quelle réponse inconnue fait le plus bouger le verdict ?"""

from dataclasses import dataclass

from clas_model.positionnement import DEMI_POINTS, Positionnement


@dataclass(frozen=True, slots=True)
class Inconnue:
    """Un champ sans réponse. `bloquants` : les critères obligatoires qu'il laisse ouverts ; `points` : la part de la
    fourchette qui en dépend, sur 100.
    """

    chemin: str
    bloquants: tuple[str, ...]
    criteres: tuple[str, ...]
    points: float


def inconnues(positionnement: Positionnement, maximum: int = 5) -> tuple[Inconnue, ...]:
    """Les réponses qui manquent, de celle qui pèse le plus sur le verdict à celle qui pèse le moins.

    Un critère sans réponse nomme les champs qu'il attend. D'abord ceux dont dépend l'éligibilité, puis ceux qui
    resserrent le plus la fourchette ; à égalité, l'ordre du texte.
    """
    total = sum(2 * c.poids for c in positionnement.constats if c.etat != "non_applicable")
    poids: dict[str, int] = {}
    criteres: dict[str, list[str]] = {}
    obligatoires: dict[str, list[str]] = {}
    for constat in positionnement.constats:
        if constat.etat != "sans_reponse":
            continue
        bas, haut = DEMI_POINTS[constat.etat]
        for chemin in dict.fromkeys(constat.verdict.chemins):
            poids[chemin] = poids.get(chemin, 0) + (haut - bas) * constat.poids
            criteres.setdefault(chemin, []).append(constat.critere.id)
            if constat.bloquant:
                obligatoires.setdefault(chemin, []).append(constat.critere.id)
    rangees = sorted(poids, key=lambda c: (-len(obligatoires.get(c, ())), -poids[c]))
    return tuple(
        Inconnue(c, tuple(obligatoires.get(c, ())), tuple(criteres[c]), 100 * poids[c] / total)
        for c in rangees[:maximum]
    )
