"""Les gestes sur les créneaux d'un groupe : des adultes ou une séance de plus, une autre heure, un autre rythme."""

import datetime as dt
import itertools
from collections.abc import Iterator

from clas_model.calendrier import minutes_du_creneau
from clas_model.dossier import Creneau, Dossier, Groupe, Jour
from clas_model.francais import heure
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.gestes import (
    Contexte,
    Geste,
    avec_presents,
    changer_creneaux,
    modifier,
    modifier_seul,
    presents,
)
from clas_model.simulation.hypothese import SOIRS


def accompagnateur(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Les adultes qui manquent à un créneau dont on connaît les adultes : moins ne changerait rien."""
    for g in dossier.groupes:
        for creneau in g.creneaux:
            adultes = presents(creneau)
            if adultes is None or g.effectif is None:
                continue
            manque = contexte.besoin.adultes(max(g.effectif, 1)) - adultes
            if manque <= 0:
                continue
            yield Geste(
                "accompagnateur",
                f"{'un accompagnateur' if manque == 1 else f'{manque} accompagnateurs'} de plus {_quand(g, creneau)} "
                f"({libelle_groupe(dossier, g)})",
                modifier_seul(g.id, lambda vu, c=creneau.id, n=manque: _adultes_de_plus(vu, c, n)),  # type: ignore[misc]
                fois=manque,
            )


def _adultes_de_plus(g: Groupe, identifiant: str, n: int) -> Groupe:
    return changer_creneaux(g, lambda c: avec_presents(c, (presents(c) or 0) + n) if c.id == identifiant else c)


def ajouter_creneau(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un créneau de plus chaque semaine, un autre jour, aux heures et avec les adultes du premier."""
    for g in dossier.groupes:
        pris = {c.jour for c in g.creneaux}
        modele = g.creneaux[0] if g.creneaux else None
        jour = next((s for s in SOIRS if s not in pris), None)
        if modele is None or jour is None:
            continue
        yield Geste(
            "ajouter-creneau",
            f"ajouter une séance chaque semaine, le {jour} par exemple ({libelle_groupe(dossier, g)})",
            modifier(g.id, lambda vu, j=jour: _avec_creneau(vu, j)),  # type: ignore[misc]
        )


def _avec_creneau(g: Groupe, voulu: Jour) -> Groupe:
    """Une séance de plus ce jour-là ; une partie qui y vient déjà en prend un autre."""
    occupes = {c.jour for c in g.creneaux}
    jour = next((s for s in (voulu, *SOIRS) if s not in occupes), None)
    if not g.creneaux or jour is None:
        return g
    pris = {c.id for c in g.creneaux}
    identifiant = next(i for n in itertools.count(1) if (i := f"c{n}") not in pris)
    nouveau = g.creneaux[0].model_copy(update={"id": identifiant, "jour": jour, "rythme": "hebdomadaire"})
    return g.model_copy(update={"creneaux": (*g.creneaux, nouveau)})


def decaler_creneau(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un créneau posé pendant la classe, remis juste après la dernière heure de classe du jour."""
    for g in dossier.groupes:
        ecoles = [e for e in dossier.diagnostic.etablissements if not g.etablissements or e.id in g.etablissements]
        for creneau in g.creneaux:
            minutes = minutes_du_creneau(creneau)
            plages = [p for e in ecoles for p in e.horaires if p.jour == creneau.jour and p.debut and p.fin]
            if minutes is None or creneau.jour is None or creneau.debut is None or creneau.fin is None:
                continue
            if not any(creneau.debut < p.fin and p.debut < creneau.fin for p in plages if p.debut and p.fin):
                continue
            debut = max(p.fin for p in plages if p.fin)
            total = debut.hour * 60 + debut.minute + minutes
            if total >= 24 * 60:
                continue
            fin = dt.time(total // 60, total % 60)
            yield Geste(
                "decaler-creneau",
                f"décaler le créneau du {creneau.jour} de {heure(debut)} à {heure(fin)} ({libelle_groupe(dossier, g)})",
                modifier(g.id, lambda vu, c=creneau.id, h=(debut, fin): _a_l_heure(vu, c, *h)),  # type: ignore[misc]
            )


def _a_l_heure(g: Groupe, identifiant: str, debut: dt.time, fin: dt.time) -> Groupe:
    heures = {"debut": debut, "fin": fin}
    return changer_creneaux(g, lambda c: c.model_copy(update=heures) if c.id == identifiant else c)


def creneau_hebdomadaire(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un créneau d'un autre rythme passé à toutes les semaines."""
    for g in dossier.groupes:
        for creneau in g.creneaux:
            if creneau.rythme in (None, "hebdomadaire"):
                continue
            quand = f"du {creneau.jour}" if creneau.jour else "d'un créneau"
            yield Geste(
                "creneau-hebdomadaire",
                f"tenir toutes les semaines la séance {quand} ({libelle_groupe(dossier, g)})",
                modifier(g.id, lambda vu, c=creneau.id: _chaque_semaine(vu, c)),  # type: ignore[misc]
            )


def _chaque_semaine(g: Groupe, identifiant: str) -> Groupe:
    return changer_creneaux(g, lambda c: c.model_copy(update={"rythme": "hebdomadaire"}) if c.id == identifiant else c)


def _quand(g: Groupe, creneau: Creneau) -> str:
    """« le mardi », et l'heure si le groupe vient deux fois ce jour-là."""
    if creneau.jour is None:
        return "à un créneau"
    meme_jour = sum(c.jour == creneau.jour for c in g.creneaux)
    a = f" à {heure(creneau.debut)}" if meme_jour > 1 and creneau.debut else ""
    return f"le {creneau.jour}{a}"
