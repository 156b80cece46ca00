"""Les alertes : points de vigilance hors score, jamais bloquants."""

import datetime as dt
from collections.abc import Callable, Iterator

from clas_model.calendrier import premiere_seance, seances
from clas_model.dossier import (
    ActionEcole,
    ActionParents,
    ActionTerritoire,
    Activite,
    Creneau,
    Dossier,
    Groupe,
    PlageScolaire,
)
from clas_model.francais import accord, date_longue, enumeration, heure, montant, nombre
from clas_model.regles.listes import libelle_groupe

# Une alerte : la phrase du fait, et les chemins où agir.
Signal = tuple[str, tuple[str, ...]]
# Au-delà, une phrase d'alerte ne se lirait plus.
NOMMES_MAX = 4
Action = Activite | ActionParents | ActionEcole | ActionTerritoire


def que_des_devoirs(dossier: Dossier) -> bool:
    """Toutes les activités avec les enfants sont de l'aide aux devoirs (liste close).

    Une carte dont la nature manque, même vide, peut devenir n'importe quelle activité : on attend.
    """
    activites, close = dossier.enfants.activites, dossier.enfants.activites_close
    return close and any(a.est_nommee for a in activites) and all(a.nature == "aide-devoirs" for a in activites)


def aide_aux_devoirs_seule(dossier: Dossier) -> Iterator[Signal]:
    """Le projet n'offre aux enfants que de l'aide aux devoirs."""
    if que_des_devoirs(dossier):
        yield "Toutes les activités avec les enfants sont de l'aide aux devoirs.", ("enfants.activites",)


def but_lucratif(dossier: Dossier) -> Iterator[Signal]:
    """La structure se dit à but lucratif."""
    if dossier.structure.but_lucratif:
        yield "La structure a un but lucratif.", ("structure.but_lucratif",)


def individuel_seul(dossier: Dossier) -> Iterator[Signal]:
    """Tous les groupes sont d'un seul enfant (liste close)."""
    if dossier.groupes_close and dossier.groupes and all(g.effectif == 1 for g in dossier.groupes):
        yield "Chaque groupe ne compte qu'un enfant : l'accompagnement est individuel.", ("groupes",)


def tarif(dossier: Dossier) -> Iterator[Signal]:
    """Une participation est demandée aux familles."""
    somme = dossier.cadre.participation_famille
    if somme:
        fait = f"Une participation de {montant(somme)} par enfant et par an est demandée aux familles."
        yield fait, ("cadre.participation_famille",)


def demarrage_tardif(dossier: Dossier, jour: int, mois: int) -> Iterator[Signal]:
    """La première séance d'un groupe a lieu à partir de ce jour de l'année scolaire."""
    annee = dossier.structure.annee_scolaire
    for groupe in dossier.groupes:
        premiere = premiere_seance(dossier.structure, groupe)
        if premiere is None:
            continue
        rentree = int(annee[:4]) if annee else premiere.year if premiere.month >= 8 else premiere.year - 1
        if premiere >= dt.date(rentree, mois, jour):
            nom = libelle_groupe(dossier, groupe)
            fait = f"{nom[0].upper()}{nom[1:]} commence le {date_longue(premiere)}."
            yield fait, (f"groupes.{groupe.id}.date_debut",)


def se_chevauchent(un: Creneau | PlageScolaire, autre: Creneau | PlageScolaire) -> bool:
    """Même jour et heures communes ; deux créneaux qui se touchent ne se chevauchent pas."""
    if un.jour is None or un.jour != autre.jour:
        return False
    if un.debut is None or un.fin is None or autre.debut is None or autre.fin is None:
        return False
    return un.debut < autre.fin and autre.debut < un.fin


def accompagnateur_deux_lieux(dossier: Dossier) -> Iterator[Signal]:
    """Un même adulte est prévu dans deux groupes à la même heure."""
    # Par adulte et par jour : comparer tous les créneaux deux à deux serait trop long sur un gros dossier.
    places: dict[tuple[str, str], list[tuple[Groupe, Creneau]]] = {}
    for groupe in dossier.groupes:
        for creneau in groupe.creneaux:
            if creneau.jour:
                for adulte in dict.fromkeys(creneau.accompagnateurs or ()):
                    places.setdefault((adulte, creneau.jour), []).append((groupe, creneau))
    libelles = {a.id: a.libelle or f"accompagnateur {n}" for n, a in enumerate(dossier.equipe.accompagnateurs, 1)}
    for (adulte, jour), siennes in places.items():
        if adulte not in libelles:
            continue  # Un lien qui ne mène à personne de l'équipe : une contradiction, pas un adulte.
        double = _premier_double(siennes)
        if double:
            (groupe, _), (autre, d) = double
            lieux = f"{libelle_groupe(dossier, groupe)} et {libelle_groupe(dossier, autre)}"
            a_quelle_heure = f", {heure(d.debut)}" if d.debut else ""
            fait = f"« {libelles[adulte]} » est attendu à la même heure ({jour}{a_quelle_heure}) dans {lieux}."
            yield fait, tuple(f"groupes.{g.id}.creneaux.{k.id}.accompagnateurs" for g, k in double)


def _premier_double(places: list[tuple[Groupe, Creneau]]) -> tuple[tuple[Groupe, Creneau], ...] | None:
    """Les deux premières places d'un même jour, dans deux groupes, qui se chevauchent."""
    tardives: dict[str, tuple[Groupe, Creneau]] = {}
    for groupe, creneau in sorted(places, key=lambda place: place[1].debut or dt.time.max):
        for autre, d in tardives.values():
            if autre.id != groupe.id and se_chevauchent(creneau, d):
                return (autre, d), (groupe, creneau)
        fin = tardives[groupe.id][1].fin if groupe.id in tardives else None
        if fin is None or (creneau.fin is not None and creneau.fin > fin):
            tardives[groupe.id] = (groupe, creneau)
    return None


def seance_jour_ferie(dossier: Dossier) -> Iterator[Signal]:
    """Un créneau tombe un jour férié : la séance n'est pas comptée."""
    for groupe in dossier.groupes:
        calendrier = seances(dossier.structure, groupe)
        if calendrier and calendrier.feries:
            jours = enumeration([f"{date_longue(jour)} ({nom})" for jour, nom in calendrier.feries])
            nom = libelle_groupe(dossier, groupe)
            accordes = accord(len(calendrier.feries), "séance")
            verbe = "tombe un jour férié" if len(calendrier.feries) == 1 else "tombent un jour férié"
            yield f"Pour {nom}, {accordes} {verbe} : {jours}.", (f"groupes.{groupe.id}.creneaux",)


def _listes_closes(dossier: Dossier) -> bool:
    """Besoins et actions sont tous saisis : avant cela, un lien qui manque ne dit rien."""
    return (
        dossier.diagnostic.besoins_close
        and dossier.enfants.activites_close
        and dossier.parents.actions_close
        and dossier.ecole.actions_close
        # Cette liste n'est demandée que par certains textes : vide, elle n'empêche pas de conclure.
        and (dossier.territoire.actions_close or not dossier.territoire.actions)
    )


def _actions(dossier: Dossier) -> Iterator[tuple[str, Action]]:
    """(chemin, action) de chaque action des trois axes, cartes vides comprises."""
    for liste, actions in (
        ("enfants.activites", dossier.enfants.activites),
        ("parents.actions", dossier.parents.actions),
        ("ecole.actions", dossier.ecole.actions),
        ("territoire.actions", dossier.territoire.actions),
    ):
        for action in actions:
            yield f"{liste}.{action.id}", action


def besoin_sans_action(dossier: Dossier) -> Iterator[Signal]:
    """Un besoin auquel aucune action ne répond (listes closes).

    Une carte d'action encore vide, ou un lien vers un besoin disparu, y répond peut-être : on attend de le savoir. Une
    carte de besoin encore vide n'est pas un besoin.
    """
    if not _listes_closes(dossier):
        return
    connus = {b.id for b in dossier.diagnostic.besoins}
    liens = [action.besoins for _, action in _actions(dossier)]
    if any(besoins is None or not connus.issuperset(besoins) for besoins in liens):
        return
    servis = {b for besoins in liens for b in besoins or ()}
    seuls = [
        (besoin.id, f"« {besoin.intitule} »" if besoin.intitule else f"le besoin {rang}, sans intitulé")
        for rang, besoin in enumerate(dossier.diagnostic.besoins, start=1)
        if besoin.id not in servis and (besoin.intitule or besoin.description)
    ]
    # Dit une fois, quel qu'en soit le nombre : la même phrase répétée ne se lirait plus.
    if seuls:
        noms = [nom for _, nom in seuls]
        quoi = f"un besoin : {noms[0]}" if len(noms) == 1 else f"{nombre(len(noms))} besoins : {_quelques(noms)}"
        yield f"Aucune action ne répond à {quoi}.", tuple(f"diagnostic.besoins.{i}" for i, _ in seuls)


def action_sans_besoin(dossier: Dossier) -> Iterator[Signal]:
    """Les actions dont on a dit qu'elles ne répondent à aucun besoin du diagnostic (listes closes)."""
    if not _listes_closes(dossier):
        return
    seules = [(chemin, action) for chemin, action in _actions(dossier) if action.est_nommee and action.besoins == ()]
    if not seules:
        return
    noms = [f"« {action.intitule} »" if action.intitule else "une action sans intitulé" for _, action in seules]
    if len(noms) == 1:
        fait = f"Une action ne répond à aucun besoin du diagnostic : {noms[0]}."
    else:
        fait = f"{nombre(len(noms))} actions ne répondent à aucun besoin du diagnostic : {_quelques(noms)}."
    yield fait, tuple(f"{chemin}.besoins" for chemin, _ in seules)


def _quelques(noms: list[str]) -> str:
    """Les premiers noms, et combien d'autres : une liste de vingt ne se lit pas."""
    if len(noms) <= NOMMES_MAX:
        return enumeration(noms)
    return enumeration([*noms[: NOMMES_MAX - 1], accord(len(noms) - NOMMES_MAX + 1, "autre")])


# Les engagements de la charte dont le texte n'a pas été lu mot pour mot : refusés, ils alertent sans bloquer.
ENGAGEMENTS_INFERES = ("gratuite", "but_methodes", "but_ouverture", "but_autonomie", "but_parents")


def charte_engagement_infere(dossier: Dossier) -> Iterator[Signal]:
    """Un engagement de la charte tenu pour inféré est refusé."""
    refuses = [e for e in ENGAGEMENTS_INFERES if getattr(dossier.charte, e) is False]
    if refuses:
        combien = accord(len(refuses), "engagement")
        yield (
            f"La structure refuse {combien} de la charte, hors de ceux qui sont demandés.",
            tuple(f"charte.{e}" for e in refuses),
        )


# Une alerte peut recevoir des réglages du contenu, en plus du dossier.
ALERTES: dict[str, Callable[..., Iterator[Signal]]] = {
    "aide-aux-devoirs-seule": aide_aux_devoirs_seule,
    "but-lucratif": but_lucratif,
    "individuel-seul": individuel_seul,
    "tarif": tarif,
    "demarrage-tardif": demarrage_tardif,
    "accompagnateur-deux-lieux": accompagnateur_deux_lieux,
    "seance-jour-ferie": seance_jour_ferie,
    "besoin-sans-action": besoin_sans_action,
    "action-sans-besoin": action_sans_besoin,
    "charte-engagement-infere": charte_engagement_infere,
}
