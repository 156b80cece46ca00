"""Les gestes sur les groupes : adultes, partages, enfants déplacés, dates, créneaux."""

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Iterator
from typing import Any

from clas_model.calendrier import JOURS, annee_scolaire, hors_calendrier, minutes_du_creneau
from clas_model.dossier import COURT_MAX, EFFECTIF_MAX, Creneau, Dossier, Groupe, Jour
from clas_model.erreurs import CalendrierInconnu
from clas_model.francais import accord, date_longue, enumeration, heure
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.dossier_essai import repartir
from clas_model.simulation.gestes import (
    PARTIE,
    Contexte,
    Geste,
    avec_presents,
    groupe,
    modifier,
    modifier_seul,
    presents,
    remplacer,
)
from clas_model.simulation.hypothese import SOIRS
from clas_model.simulation.partages import Besoin, Partage, partage_econome
from clas_model.simulation.placement import Place

# Un effectif se coupe en deux ou en trois ; bien trop grand, d'un coup en autant de groupes qu'il le faut.
PARTS = (2, 3)


def _quand(creneau: Creneau) -> str:
    return f"le {creneau.jour}" if creneau.jour else "à un créneau"


def _de(libelle: str) -> str:
    """« du groupe « CM » », « de « Groupe du mardi » »."""
    return f"du{libelle[2:]}" if libelle.startswith("le ") else f"de {libelle}"


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
                f"{'un accompagnateur' if manque == 1 else f'{manque} accompagnateurs'} de plus {_quand(creneau)} "
                f"({libelle_groupe(dossier, g)})",
                modifier_seul(g.id, lambda vu, c=creneau.id, n=manque: _adultes_de_plus(vu, c, n)),  # type: ignore[misc]
                fois=manque,
            )


def _adultes_de_plus(g: Groupe, identifiant: str, n: int) -> Groupe:
    return _creneaux(g, lambda c: avec_presents(c, (presents(c) or 0) + n) if c.id == identifiant else c)


def _creneaux(g: Groupe, changer) -> Groupe:  # type: ignore[no-untyped-def]
    return g.model_copy(update={"creneaux": tuple(map(changer, g.creneaux))})


def _tailles(n: int, contexte: Contexte) -> Iterator[tuple[int, ...]]:
    """Les partages d'un groupe au même horaire : en deux puis en trois, ou en autant de groupes qu'il le faut."""
    au_moins = -(-n // contexte.maxi)
    for parts in PARTS if au_moins <= max(PARTS) else (au_moins,):
        yield from _en(parts, n, contexte)


def _en(parts: int, n: int, contexte: Contexte) -> Iterator[tuple[int, ...]]:
    """Le partage le plus égal et le plus économe en adultes."""
    # Un partage n'ouvre pas de groupe trop petit, sauf si le groupe entier est trop grand.
    if n < parts or (n < contexte.mini * parts and n <= contexte.maxi):
        return
    tailles = [Partage(n, parts).tailles]
    if contexte.mini * parts <= n <= contexte.maxi * parts:
        tailles.append(partage_econome(n, parts, contexte.mini, contexte.maxi, contexte.besoin))
    yield from dict.fromkeys(tailles)


def _parties(dossier: Dossier, g: Groupe, tailles: tuple[int, ...]) -> list[Groupe]:
    """Le groupe en parties, sans leurs adultes : mêmes enfants d'origine, mêmes dates, mêmes créneaux."""
    pris = {x.id for x in dossier.groupes}
    noms = (f"{g.id[:25]}{PARTIE}{n}" for n in itertools.count(2))
    libres = (i for i in noms if i not in pris)
    suite = [g.model_copy(update={"effectif": tailles[0]})]
    for rang, taille in enumerate(tailles[1:], start=2):
        fin = f" ({rang})"
        nom = f"{g.nom[: COURT_MAX - len(fin)]}{fin}" if g.nom else None
        suite.append(g.model_copy(update={"id": next(libres), "nom": nom, "effectif": taille}))
    return suite


def partager_groupe(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un groupe partagé au même horaire : ses adultes se partagent entre les parties."""
    for g in dossier.groupes:
        for tailles in _tailles(g.effectif or 0, contexte):
            yield Geste(
                "partager-groupe",
                f"partager {libelle_groupe(dossier, g)} en {' + '.join(map(str, tailles))}, au même horaire",
                lambda d, i=g.id, t=tailles: _partager(d, i, t, contexte.besoin),  # type: ignore[misc]
                # Deux groupes de plus au plus à chaque fois, comme s'il se coupait en trois.
                fois=len(tailles) // 2,
            )


def _partager(dossier: Dossier, identifiant: str, tailles: tuple[int, ...], besoin: Besoin) -> Dossier:
    g = groupe(dossier, identifiant)
    if g is None or g.effectif != sum(tailles):
        return dossier
    places = [Place(t, (), besoin.adultes(t)) for t in tailles]
    parts = {c.id: _parts(c, places) for c in g.creneaux}
    parties = [
        _creneaux(p, lambda c, r=rang: avec_presents(c.model_copy(update={"accompagnateurs": None}), parts[c.id][r]))
        for rang, p in enumerate(_parties(dossier, g, tailles))
    ]
    return remplacer(dossier, identifiant, *parties)


def _parts(creneau: Creneau, places: list[Place]) -> tuple[int | None, ...]:
    adultes = presents(creneau)
    return (None,) * len(places) if adultes is None else repartir(places, adultes)


def partager_deux_soirs(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un groupe partagé en deux, la seconde moitié d'autres jours, avec autant d'adultes que la première.

    Seulement des jours qui valent les siens face aux heures de classe : ce critère n'en est pas changé.
    """
    for g in dossier.groupes:
        jours = [c.jour for c in g.creneaux if c.jour]
        avis = {_pendant_la_classe(dossier, g, j) for j in jours}
        if len(avis) != 1 or None in avis:
            continue
        libres = [s for s in SOIRS if s not in jours and _pendant_la_classe(dossier, g, s) in avis]
        if not g.creneaux or len(jours) < len(g.creneaux) or len(libres) < len(jours):
            continue
        nouveaux = libres[: len(jours)]
        for tailles in _en(2, g.effectif or 0, contexte):
            yield Geste(
                "partager-deux-soirs",
                f"partager {libelle_groupe(dossier, g)} en {tailles[0]} + {tailles[1]}, les seconds "
                f"{enumeration(f'le {jour}' for jour in nouveaux)} avec autant d'adultes",
                lambda d, i=g.id, t=tailles, n=tuple(nouveaux): _sur_deux_soirs(d, i, t, n),  # type: ignore[misc]
            )


def _pendant_la_classe(dossier: Dossier, g: Groupe, jour: Jour) -> bool | None:
    """Ces créneaux, posés ce jour-là, touchent-ils une heure de classe ? `None` si une heure n'est pas connue."""
    toutes = dossier.diagnostic.etablissements
    ecoles = [e for e in toutes if not g.etablissements or e.id in g.etablissements]
    plages = [p for e in ecoles for p in e.horaires if p.jour == jour]
    if not all(e.horaires_close for e in ecoles) or any(p.debut is None or p.fin is None for p in plages):
        return None
    if any(c.debut is None or c.fin is None for c in g.creneaux):
        return None
    return any(
        c.debut < p.fin and p.debut < c.fin
        for p in plages
        for c in g.creneaux
        if c.debut and c.fin and p.debut and p.fin
    )


def _sur_deux_soirs(dossier: Dossier, identifiant: str, tailles: tuple[int, ...], jours: tuple[Jour, ...]) -> Dossier:
    g = groupe(dossier, identifiant)
    if g is None or g.effectif != sum(tailles):
        return dossier
    premier, second = _parties(dossier, g, tailles)
    decales = tuple(c.model_copy(update={"jour": j}) for c, j in zip(second.creneaux, jours, strict=False))
    return remplacer(dossier, identifiant, premier, second.model_copy(update={"creneaux": decales}))


def ouvrir_groupe(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un groupe de plus, fait de ce qui dépasse dans plusieurs groupes, aux jours et heures du premier d'entre eux.

    Un seul groupe trop grand se partage : c'est un autre geste.
    """
    tailles = {g.id: g.effectif for g in dossier.groupes if g.effectif}
    grands = [g for g in dossier.groupes if (g.effectif or 0) > contexte.maxi]
    if len(grands) < 2:
        return
    restes = {i: min(n, contexte.maxi) for i, n in tailles.items()}
    # Si ce qui dépasse ne fait pas un groupe, les plus grands donnent encore.
    while (taille := sum(tailles.values()) - sum(restes.values())) < contexte.mini:
        restes[max(restes, key=restes.__getitem__)] -= 1
    if taille > contexte.maxi or min(restes.values()) < min(contexte.mini, *tailles.values()):
        return
    pris = [
        f"{tailles[g.id] - restes[g.id]} {_de(libelle_groupe(dossier, g))}"
        for g in dossier.groupes
        if g.id in restes and tailles[g.id] > restes[g.id]
    ]
    adultes = contexte.besoin.adultes(taille)
    yield Geste(
        "ouvrir-groupe",
        f"ouvrir un groupe de {accord(taille, 'enfant')} ({enumeration(pris)}), avec {accord(adultes, 'adulte')}",
        lambda d: _ouvrir(d, grands[0].id, tailles, restes, taille, adultes),
        # Un adulte de plus demande le même effort, qu'il rejoigne un groupe ou en ouvre un.
        fois=adultes,
    )


def _ouvrir(
    dossier: Dossier, modele: str, avant: dict[str, int], apres: dict[str, int], taille: int, adultes: int
) -> Dossier:
    """Copie où un groupe prend ces enfants aux autres ; telle quelle si leurs effectifs ont changé."""
    if {g.id: g.effectif for g in dossier.groupes if g.effectif} != avant:
        return dossier
    groupes = tuple(g.model_copy(update={"effectif": apres.get(g.id, g.effectif)}) for g in dossier.groupes)
    reduit = dossier.model_copy(update={"groupes": groupes})
    g = next(x for x in groupes if x.id == modele)
    nouveau = _parties(reduit, g, (apres[modele], taille))[1].model_copy(update={"nom": None})
    present = _creneaux(nouveau, lambda c: avec_presents(c.model_copy(update={"accompagnateurs": None}), adultes))
    return reduit.model_copy(update={"groupes": (*groupes, present)})


def reunir_groupes(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Deux groupes réunis aux créneaux du premier ; leurs adultes s'y ajoutent quand l'horaire est le même."""
    for un, autre in itertools.combinations(dossier.groupes, 2):
        if un.effectif is None or autre.effectif is None or un.effectif + autre.effectif > contexte.maxi:
            continue
        yield Geste(
            "reunir-groupes",
            f"réunir {libelle_groupe(dossier, un)} et {libelle_groupe(dossier, autre)} "
            f"({un.effectif + autre.effectif} enfants)",
            lambda d, a=un.id, b=autre.id: _reunir(d, a, b),  # type: ignore[misc]
        )


def _reunir(dossier: Dossier, premier: str, second: str) -> Dossier:
    un, autre = groupe(dossier, premier), groupe(dossier, second)
    if un is None or autre is None:
        return dossier
    horaires = {(c.jour, c.debut, c.fin): c for c in autre.creneaux}

    def ensemble(creneau: Creneau) -> Creneau:
        jumeau = horaires.get((creneau.jour, creneau.debut, creneau.fin))
        ici, la = presents(creneau), presents(jumeau) if jumeau else 0
        if ici is None or not la:
            return creneau
        liens = None
        if creneau.accompagnateurs is not None and jumeau and jumeau.accompagnateurs is not None:
            liens = tuple(dict.fromkeys((*creneau.accompagnateurs, *jumeau.accompagnateurs)))
            la = len(liens) - ici
        return creneau.model_copy(update={"nombre_adultes": ici + la, "accompagnateurs": liens})

    reuni = un.model_copy(
        update={
            "effectif": (un.effectif or 0) + (autre.effectif or 0),
            "niveaux": _union(un.niveaux, autre.niveaux),
            "etablissements": _union(un.etablissements, autre.etablissements),
        }
    )
    reste = tuple(g for g in dossier.groupes if g.id != second)
    return remplacer(dossier.model_copy(update={"groupes": reste}), premier, _creneaux(reuni, ensemble))


def _union(un: tuple[Any, ...] | None, autre: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """Les deux listes sans doublon ; inconnue si l'une l'est."""
    return None if un is None or autre is None else tuple(dict.fromkeys((*un, *autre)))


def deplacer_enfants(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Des enfants d'un groupe à un autre : juste assez pour que l'un ou l'autre passe un seuil."""
    for source, cible in itertools.permutations(dossier.groupes, 2):
        if not source.effectif or cible.effectif is None:
            continue
        for n in sorted(_nombres_utiles(source, cible, contexte)):
            yield Geste(
                "deplacer-enfants",
                f"déplacer {accord(n, 'enfant')} {_de(libelle_groupe(dossier, source))} vers "
                f"{libelle_groupe(dossier, cible)}",
                lambda d, a=source.id, b=cible.id, k=n: _deplacer(d, a, b, k),  # type: ignore[misc]
            )


def _nombres_utiles(source: Groupe, cible: Groupe, contexte: Contexte) -> set[int]:
    """Entre deux seuils, déplacer plus d'enfants ne rapporte rien et peut nuire : seuls comptent ceux qui y mènent."""
    effectif, la = source.effectif or 0, cible.effectif or 0
    connus = [a for a in map(presents, source.creneaux) if a is not None]
    seuils = {contexte.maxi, *(contexte.besoin.places(a, effectif) for a in connus)}
    nombres = {effectif - s for s in seuils} | {contexte.mini - la}
    return {n for n in nombres if 0 < n < effectif and la + n <= EFFECTIF_MAX}


def _deplacer(dossier: Dossier, depart: str, arrivee: str, n: int) -> Dossier:
    source, cible = groupe(dossier, depart), groupe(dossier, arrivee)
    if source is None or cible is None or (source.effectif or 0) <= n:
        return dossier
    moins = remplacer(dossier, depart, source.model_copy(update={"effectif": (source.effectif or 0) - n}))
    return remplacer(moins, arrivee, cible.model_copy(update={"effectif": (cible.effectif or 0) + n}))


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


def _avec_creneau(g: Groupe, jour: Jour) -> Groupe:
    if not g.creneaux or jour in {c.jour for c in g.creneaux}:
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
    return _creneaux(g, lambda c: c.model_copy(update=heures) if c.id == identifiant else c)


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
    return _creneaux(g, lambda c: c.model_copy(update={"rythme": "hebdomadaire"}) if c.id == identifiant else c)
