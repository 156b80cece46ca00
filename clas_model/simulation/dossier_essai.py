"""Le dossier que dessine une hypothèse : ce que `positionner` juge, pour que les règles restent uniques."""

import datetime as dt
import heapq
from collections.abc import Sequence
from fractions import Fraction

from clas_model.calendrier import annee_scolaire
from clas_model.dossier import Creneau, Dossier, Groupe, Structure
from clas_model.erreurs import CalendrierInconnu
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.partages import Besoin
from clas_model.simulation.placement import Place


def dates_de_l_annee(hypothese: Hypothese) -> tuple[dt.date | None, dt.date | None]:
    """Le début et la fin dits ; à défaut, ceux de l'année scolaire si son calendrier est connu."""
    debut, fin = hypothese.date_debut, hypothese.date_fin
    if hypothese.annee_scolaire and hypothese.zone:
        try:
            annee = annee_scolaire(hypothese.annee_scolaire, hypothese.zone)
        except CalendrierInconnu:
            return debut, fin
        return debut or annee.premier_jour, fin or annee.dernier_jour
    return debut, fin


def repartir(places: Sequence[Place], adultes: int, besoin: Besoin) -> tuple[int, ...]:
    """Les adultes d'un soir entre les groupes présents : d'abord ce que chacun demande, puis au plus chargé.

    S'il en manque, les groupes sont servis un adulte à la fois, le plus chargé d'abord.
    """
    assez = sum(p.adultes for p in places) <= adultes
    presents = [p.adultes if assez else 0 for p in places]
    # Un groupe sans adulte d'abord, puis le plus chargé, puis l'ordre reçu.
    file = [(bool(a), Fraction(-p.taille, a or 1), i) for i, (p, a) in enumerate(zip(places, presents, strict=True))]
    heapq.heapify(file)
    for _ in range(adultes - sum(presents) if places else 0):
        i = file[0][2]
        presents[i] += 1
        heapq.heapreplace(file, (True, Fraction(-places[i].taille, presents[i]), i))
    return tuple(presents)


def dossier_d_essai(
    hypothese: Hypothese,
    places: Sequence[Place],
    noms: Sequence[str | None],
    besoin: Besoin,
    une_de_chaque: bool = False,
) -> Dossier:
    """Les groupes de l'hypothèse, placés : effectifs, soirs, horaires, dates, adultes présents. Le reste est vierge.

    `une_de_chaque` : un seul groupe par taille et par nombre d'adultes. Deux groupes pareils reçoivent le même avis.
    """
    soirs = hypothese.soirs_ouverts
    presences: dict[tuple[int, int], int | None] = {}
    for rang, soir in enumerate(soirs):
        ici = [i for i, place in enumerate(places) if rang in place.soirs]
        adultes = hypothese.presents(soir)
        repartis = (None,) * len(ici) if adultes is None else repartir([places[i] for i in ici], adultes, besoin)
        presences |= {(i, rang): present for i, present in zip(ici, repartis, strict=True)}
    debut, fin = dates_de_l_annee(hypothese)
    rangs = list(range(len(places)))
    if une_de_chaque:
        sortes = {(places[i].taille, tuple(presences[i, r] for r in places[i].soirs)): i for i in rangs}
        rangs = list(sortes.values())
    groupes = tuple(
        Groupe(
            id=f"g{i + 1}",
            nom=noms[i],
            effectif=places[i].taille,
            date_debut=debut,
            date_fin=fin,
            creneaux=tuple(
                Creneau(
                    id=f"c{n}",
                    jour=soirs[rang],
                    debut=hypothese.debut,
                    fin=hypothese.fin,
                    rythme="hebdomadaire",
                    nombre_adultes=presences[i, rang],
                )
                for n, rang in enumerate(places[i].soirs, start=1)
            ),
            creneaux_close=True,
        )
        for i in rangs
    )
    return Dossier(
        structure=Structure(annee_scolaire=hypothese.annee_scolaire, zone=hypothese.zone),
        groupes=groupes,
        groupes_close=True,
    )
