"""Ce qu'un dossier dit des soirs et des adultes, pour ouvrir un essai sur ses propres nombres."""

from clas_model.dossier import Dossier, Groupe, Jour
from clas_model.regles.activites import adultes_presents
from clas_model.simulation.hypothese import SOIRS


def soirs_du_dossier(dossier: Dossier) -> tuple[Jour, ...]:
    """Les soirs de séance, si les groupes n'ont pas tous les mêmes ; vide s'ils les partagent ou si un jour manque.

    Sans soir nommé, un essai suppose que tous les groupes viennent à chaque séance.
    """
    jours = [{c.jour for c in groupe.creneaux} for groupe in dossier.groupes]
    tous = set().union(*jours)
    if not all(jours) or not tous <= set(SOIRS) or all(ici == tous for ici in jours):
        return ()
    return tuple(soir for soir in SOIRS if soir in tous)


def adultes_du_dossier(dossier: Dossier) -> int | None:
    """Les adultes présents en même temps, le soir où ils sont le plus nombreux ; `None` s'il manque ceux d'un groupe.

    Des groupes aux soirs différents ne les ajoutent pas : les mêmes personnes peuvent tenir l'un, puis l'autre.
    """
    soirs = soirs_du_dossier(dossier)
    equipe = {a.id for a in dossier.equipe.accompagnateurs}

    def presents(groupe: Groupe, soir: Jour | None) -> int | None:
        ici = [c for c in groupe.creneaux if soir is None or c.jour == soir]
        return adultes_presents(ici[0], equipe) if ici else None if soir is None else 0

    sommes = []
    for soir in soirs or (None,):
        nombres = [presents(groupe, soir) for groupe in dossier.groupes]
        connus = [n for n in nombres if n is not None]
        if len(connus) < len(nombres):
            return None
        sommes.append(sum(connus))
    return max(sommes)
