"""Les gestes sur les dates d'un groupe : commencer plus tôt, finir plus tard."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator

from clas_model.calendrier import JOURS, annee_scolaire, hors_calendrier
from clas_model.dossier import Dossier, Groupe
from clas_model.erreurs import CalendrierInconnu
from clas_model.francais import date_longue
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.gestes import Contexte, Geste, modifier


def avancer_debut(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Commencer plus tôt : au plus tôt de l'année, ou à toute date entre les deux si elle suffit."""
    for g in dossier.groupes:
        if g.date_debut is None:
            continue
        avant = [j for j in _jours_de_seance(dossier, g) if j < g.date_debut]
        yield from _dates(dossier, g, "avancer-debut", "date_debut", "démarrer", list(reversed(avant)))


def reculer_fin(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Finir plus tard : au plus tard de l'année, ou à toute date entre les deux si elle suffit."""
    for g in dossier.groupes:
        if g.date_fin is None:
            continue
        apres = [j for j in _jours_de_seance(dossier, g) if j > g.date_fin]
        yield from _dates(dossier, g, "reculer-fin", "date_fin", "finir", apres)


def _dates(dossier: Dossier, g: Groupe, levier: str, champ: str, verbe: str, dates: list[dt.date]) -> Iterator[Geste]:
    """Un seul geste, à la date la plus lointaine ; les autres, plus proches, sont ses formes plus douces."""
    libelle = libelle_groupe(dossier, g)

    def au(date: dt.date) -> Geste:
        changer = modifier(g.id, lambda vu: vu.model_copy(update={champ: date}))
        return Geste(levier, f"{verbe} le {date_longue(date)} ({libelle})", changer)

    if dates:
        yield dataclasses.replace(au(dates[-1]), plus_doux=lambda: tuple(map(au, dates[:-1])))


def _jours_de_seance(dossier: Dossier, g: Groupe) -> tuple[dt.date, ...]:
    """Les jours de classe de l'année où le groupe a un créneau ; aucun hors du calendrier."""
    structure = dossier.structure
    if structure.annee_scolaire is None or structure.zone is None or hors_calendrier(structure):
        return ()
    rangs = frozenset(JOURS.index(c.jour) for c in g.creneaux if c.jour)
    return _jours_de_l_annee(structure.annee_scolaire, structure.zone, rangs)


@functools.lru_cache(maxsize=128)
def _jours_de_l_annee(libelle: str, zone: str, rangs: frozenset[int]) -> tuple[dt.date, ...]:
    try:
        annee = annee_scolaire(libelle, zone)
    except CalendrierInconnu:
        return ()
    jours = (
        annee.premier_jour + dt.timedelta(days=n) for n in range((annee.dernier_jour - annee.premier_jour).days + 1)
    )
    return tuple(j for j in jours if j.weekday() in rangs and j not in annee.vacances)
