"""Les gestes qui font un groupe de plus : un groupe partagé au même horaire ou un autre soir, un groupe qui s'ouvre."""

import itertools
from collections.abc import Iterator

from clas_model.dossier import COURT_MAX, Creneau, Dossier, Groupe, Jour
from clas_model.francais import accord, enumeration
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.dossier_essai import repartir
from clas_model.simulation.gestes import (
    PARTIE,
    Contexte,
    Geste,
    avec_presents,
    changer_creneaux,
    du,
    groupe,
    presents,
    remplacer,
)
from clas_model.simulation.hypothese import SOIRS
from clas_model.simulation.partages import Besoin, Partage, partage_econome
from clas_model.simulation.placement import Place

# Un effectif se coupe en deux ou en trois ; bien trop grand, d'un coup en autant de groupes qu'il le faut.
PARTS = (2, 3)


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

    def sa_part(creneau: Creneau, rang: int) -> Creneau:
        return avec_presents(creneau.model_copy(update={"accompagnateurs": None}), parts[creneau.id][rang])

    parties = [
        p.model_copy(update={"creneaux": tuple(sa_part(c, rang) for c in p.creneaux)})
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
    # Des séances ajoutées depuis se décalent aussi, chacune sur un jour encore libre.
    occupes = {c.jour for c in g.creneaux}
    autres = (s for s in SOIRS if s not in occupes and s not in jours)
    decales = tuple(c.model_copy(update={"jour": j}) for c, j in zip(second.creneaux, (*jours, *autres), strict=False))
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
        f"{tailles[g.id] - restes[g.id]} {du(libelle_groupe(dossier, g))}"
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
    present = changer_creneaux(
        nouveau, lambda c: avec_presents(c.model_copy(update={"accompagnateurs": None}), adultes)
    )
    return reduit.model_copy(update={"groupes": (*groupes, present)})
