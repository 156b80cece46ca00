"""Les temps de la vérification rapide, jusqu'à 500 enfants, à côté d'une recherche qui essaie tout."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from clas_model.contenu import charger_referentiel
from clas_model.simulation import carte, dossier_essai, placement
from clas_model.simulation.carte import carte_adultes, carte_groupes
from clas_model.simulation.hypothese import SOIRS, Enfants, Hypothese
from clas_model.simulation.inverse import au_plus
from clas_model.simulation.marges import marges
from clas_model.simulation.sorties import sorties
from clas_model.simulation.verification import verifier

ENFANTS = (10, 37, 60, 120, 200, 350, 500)
FORCE_BRUTE_MAX = 60


def _vider() -> None:
    """Oublie ce que les mesures précédentes ont déjà compté : chaque réponse se mesure à froid."""
    for module in (carte, dossier_essai, placement):
        for fonction in vars(module).values():
            if hasattr(fonction, "cache_clear"):
                fonction.cache_clear()


def _ms(action: Callable[[], Any]) -> float:
    """Le meilleur de trois essais à froid : ce qui dépasse vient des autres programmes de la machine."""
    temps = []
    for _ in range(3):
        _vider()
        debut = time.process_time()
        action()
        temps.append((time.process_time() - debut) * 1000)
    return min(temps)


def _force_brute(n: int, mini: int, maxi: int, par_adulte: int) -> dict[int, int]:
    """Le moins d'adultes par nombre de groupes, en essayant toutes les tailles : ce que la formule évite."""
    trouves: dict[int, int] = {}

    def placer(reste: int, au_plus_: int, groupes: int, adultes: int) -> None:
        if reste == 0:
            trouves[groupes] = min(adultes, trouves.get(groupes, adultes))
        for taille in range(min(au_plus_, reste), mini - 1, -1):
            placer(reste - taille, taille, groupes + 1, adultes + -(-taille // par_adulte))

    placer(n, maxi, 0, 0)
    return trouves


def mesurer_l_essai() -> None:
    """Chaque réponse de la page, de 10 à 500 enfants ; le processeur, en millisecondes."""
    texte = charger_referentiel()
    verifier(Hypothese(parties=(Enfants(enfants=12),), benevoles=2), texte)
    print("Vérification rapide : processeur d'une réponse, en ms (visé : 100 au plus)")
    print(
        "   enfants   réponse (médiane, pire)   carte adultes   carte groupes   au plus   marges   ce qui tiendrait   "
        "tout essayer"
    )
    for n in ENFANTS:
        reponses, cartes, autres, inverses, reserves, issues = [], [], [], [], [], []
        for soirs, seances in ((1, 1), (2, 1), (2, 2), (4, 2), (6, 3)):
            for adultes in (max(1, n // 12), n // 7 + 1, n // 5 + 2):
                h = Hypothese(
                    parties=(Enfants(enfants=n),), benevoles=adultes, seances=seances, soirs=SOIRS[:soirs],
                    libres=(SOIRS[:1],),
                )  # fmt: skip
                v = verifier(h, texte)
                reponses.append(_ms(lambda h=h: verifier(h, texte)))  # type: ignore[misc]
                cartes.append(_ms(lambda h=h: carte_adultes(h, texte)))  # type: ignore[misc]
                autres.append(_ms(lambda h=h, v=v: carte_groupes(h, texte, max(1, len(v.places)))))  # type: ignore[misc]
                inverses.append(_ms(lambda h=h: au_plus(h, texte)))  # type: ignore[misc]
                reserves.append(_ms(lambda v=v: marges(v, texte)))  # type: ignore[misc]
                issues.append(_ms(lambda v=v: sorties(v, texte)))  # type: ignore[misc]
        brute = f"{_ms(lambda n=n: _force_brute(n, 5, 15, 7)):10.0f}" if n <= FORCE_BRUTE_MAX else "  trop long"  # type: ignore[misc]
        print(
            f"   {n:7d}   {statistics.median(reponses):8.1f} {max(reponses):8.1f}          {max(cartes):8.1f}        "
            f"{max(autres):8.1f}  {max(inverses):8.1f} {max(reserves):8.1f}   {max(issues):16.1f}   {brute}"
        )


if __name__ == "__main__":
    mesurer_l_essai()
