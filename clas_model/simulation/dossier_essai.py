"""Le dossier que dessine une hypothèse : ce que `positionner` juge, pour que les règles restent uniques."""

import datetime as dt
import functools
import heapq
from collections.abc import Sequence

from clas_model.calendrier import annee_scolaire
from clas_model.dossier import Creneau, Dossier, Groupe, Jour, Structure
from clas_model.erreurs import CalendrierInconnu
from clas_model.simulation.hypothese import Hypothese
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


def repartir(places: Sequence[Place], adultes: int) -> tuple[int, ...]:
    """Les adultes d'un soir entre les groupes présents : d'abord ce que chacun demande, puis au plus chargé.

    S'il en manque, les groupes sont servis un adulte à la fois, le plus chargé d'abord.
    """
    return _repartir(tuple((p.taille, p.adultes) for p in places), adultes)


# Une carte pose les mêmes groupes à plusieurs soirs, et les mêmes soirs dans plusieurs cases.
@functools.lru_cache(maxsize=4096)
def _repartir(groupes: tuple[tuple[int, int], ...], adultes: int) -> tuple[int, ...]:
    """Les adultes de chaque groupe, donné par sa taille et ce qu'il demande."""
    assez = sum(demande for _, demande in groupes) <= adultes
    presents = [demande if assez else 0 for _, demande in groupes]
    # Un groupe sans adulte d'abord, puis le plus chargé, puis l'ordre reçu. Deux quotients différents d'entiers de
    # moins de mille diffèrent de plus d'un millionième : en virgule flottante, leur ordre reste exact.
    file = [(bool(a), -taille / (a or 1), i) for i, ((taille, _), a) in enumerate(zip(groupes, presents, strict=True))]
    heapq.heapify(file)
    for _ in range(adultes - sum(presents) if groupes else 0):
        i = file[0][2]
        presents[i] += 1
        heapq.heapreplace(file, (True, -groupes[i][0] / presents[i], i))
    return tuple(presents)


Presences = tuple[int | None, ...]


def presences(hypothese: Hypothese, places: Sequence[Place]) -> tuple[Presences, ...]:
    """Les adultes de chaque groupe à chacun de ses soirs, dans l'ordre de ses soirs ; `None` si on ne sait pas."""
    par_groupe: list[list[int | None]] = [[] for _ in places]
    for rang, soir in enumerate(hypothese.soirs_ouverts):
        ici = [i for i, place in enumerate(places) if rang in place.soirs]
        adultes = hypothese.presents(soir)
        repartis = (None,) * len(ici) if adultes is None else repartir([places[i] for i in ici], adultes)
        for i, present in zip(ici, repartis, strict=True):
            par_groupe[i].append(present)
    return tuple(map(tuple, par_groupe))


def dossier_d_essai(
    hypothese: Hypothese, places: Sequence[Place], noms: Sequence[str | None], presents: Sequence[Presences]
) -> Dossier:
    """Les groupes de l'hypothèse, placés : effectifs, soirs, horaires, dates, adultes présents. Le reste est vierge."""
    soirs = hypothese.soirs_ouverts
    debut, fin = dates_de_l_annee(hypothese)
    groupes = tuple(
        Groupe(
            id=f"g{i}",
            nom=nom,
            effectif=place.taille,
            date_debut=debut,
            date_fin=fin,
            creneaux=tuple(
                _creneau(n, soirs[rang], hypothese.debut, hypothese.fin, adultes)
                for n, (rang, adultes) in enumerate(zip(place.soirs, ici, strict=True), start=1)
            ),
            creneaux_close=True,
        )
        for i, (place, nom, ici) in enumerate(zip(places, noms, presents, strict=True), start=1)
    )
    return Dossier(
        structure=Structure(annee_scolaire=hypothese.annee_scolaire, zone=hypothese.zone),
        groupes=groupes,
        groupes_close=True,
    )


@functools.lru_cache(maxsize=2048)
def _creneau(n: int, jour: Jour, debut: dt.time | None, fin: dt.time | None, adultes: int | None) -> Creneau:
    return Creneau(id=f"c{n}", jour=jour, debut=debut, fin=fin, rythme="hebdomadaire", nombre_adultes=adultes)
