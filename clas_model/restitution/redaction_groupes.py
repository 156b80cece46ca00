"""Les groupes, leur calendrier et les adultes qui les accompagnent."""

import dataclasses
import datetime as dt
import re

from clas_model.calendrier import couverture, hors_calendrier, seances, semaines_de_l_annee
from clas_model.dossier import StatutAccompagnateur
from clas_model.francais import accord, date_longue, duree, enumeration
from clas_model.parcours import est_pertinente
from clas_model.restitution.arbre import Cellule, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import RIEN, TIRET, Plume, cellule, enumerer, fiche, phrase, pleines, recit, section

STATUTS: dict[StatutAccompagnateur, tuple[str, str]] = {
    "benevole": ("bénévole", "bénévoles"),
    "salarie": ("salarié", "salariés"),
    "service-civique": ("volontaire en service civique", "volontaires en service civique"),
    "autre": ("adulte d'un autre statut", "adultes d'un autre statut"),
}


_SALARIEE = re.compile(r"\bsalariées?\b", re.IGNORECASE)


def groupes(plume: Plume) -> list[Section]:
    """Les groupes, puis leurs créneaux."""
    effectifs = [g.effectif for g in plume.dossier.groupes]
    total = None
    if effectifs and plume.dossier.groupes_close and None not in effectifs:
        enfants = sum(e for e in effectifs if e is not None)
        texte = f"Le projet réunit {accord(enfants, 'enfant')} en {accord(len(effectifs), 'groupe')}."
        total = Paragraphe((Morceau(texte),), tuple(f"groupes.{g.id}.effectif" for g in plume.dossier.groupes))
    lignes = tuple(
        (
            cellule(plume.saisi(f"{g}.nom")),
            cellule(plume.nombre(f"{g}.effectif")),
            cellule(plume.plusieurs_choix(f"{g}.niveaux")),
            _ecoles(plume, g),
            cellule(plume.saisi(f"{g}.lieu")),
        )
        for g in plume.elements("groupes")
    )
    entetes = ("Groupe", "Enfants", "Classes", "Établissements", "Lieu")
    creneaux = tuple(ligne for g in plume.elements("groupes") for ligne in _creneaux(plume, g))
    jours = ("Groupe", "Jour", "Heures", "Rythme", "Adultes présents")
    return [
        section(
            "groupes",
            "Groupes",
            1,
            total,
            Tableau(entetes, pleines(lignes), "Les groupes d'enfants", ("groupes",), (4, 2, 4, 5, 4), nombres=(1,)),
            Tableau(jours, pleines(creneaux, 1), "Les créneaux de séance", ("groupes",), (4, 2, 4, 4, 5)),
            *plume.fin_de_liste("groupes"),
            *(_sans_creneau(plume, g) for g in plume.elements("groupes")),
        )
    ]


def _sans_creneau(plume: Plume, groupe: str) -> Paragraphe | None:
    """Le groupe qui n'a pas de créneau, et ce qui en est attendu."""
    fin = plume.fin(f"{groupe}.creneaux")
    return phrase(plume.designer(groupe), " : ", fin) if fin.texte else None


def _ecoles(plume: Plume, groupe: str) -> Cellule:
    """Les établissements du groupe. « Tous » serait une réponse inventée : sans précision, ils manquent."""
    liens = plume.lire(f"{groupe}.etablissements")
    connus = [f"diagnostic.etablissements.{i}" for i in liens or () if plume.lire(f"diagnostic.etablissements.{i}")]
    if connus:
        return cellule(enumerer(map(plume.designer, connus)))
    if not est_pertinente(plume.dossier, "groupes.*.etablissements", f"{groupe}.etablissements"):
        return TIRET
    chemin = f"{groupe}.etablissements"
    return cellule(plume.manque(chemin) if liens is None else plume.attente(chemin))


def _creneaux(plume: Plume, groupe: str) -> list[tuple[Cellule, ...]]:
    """Une ligne par créneau."""
    nom = cellule(plume.designer(groupe))
    return [
        (
            nom,
            cellule(plume.choix(f"{c}.jour")),
            cellule(plume.heure(f"{c}.debut"), Morceau(" – "), plume.heure(f"{c}.fin")),
            cellule(plume.choix(f"{c}.rythme")),
            _adultes(plume, c),
        )
        for c in plume.elements(f"{groupe}.creneaux")
    ]


def _adultes(plume: Plume, creneau: str) -> Cellule:
    """« 2 adultes : bénévole 1 » : leur nombre, puis ceux qui sont désignés."""
    nombre, chemin = f"{creneau}.nombre_adultes", f"{creneau}.accompagnateurs"
    total, liens = plume.lire(nombre), plume.lire(chemin)
    if total is None and liens is None:
        return cellule(plume.manque(nombre))
    connus = [f"equipe.accompagnateurs.{i}" for i in liens or () if plume.lire(f"equipe.accompagnateurs.{i}")]
    noms = enumerer(map(plume.designer, connus))
    if total:
        combien = plume.mot(nombre, lambda n: accord(n, "adulte"))
        return cellule(combien, *([" : ", noms] if noms else ()))
    return cellule(noms or plume.attente(chemin if total is None else nombre, "les adultes présents au créneau"))


def calendrier(plume: Plume) -> list[Section]:
    """L'année scolaire, puis les séances de chaque groupe au vrai calendrier."""
    structure = plume.dossier.structure
    zone = fiche("Vacances scolaires", plume.choix("structure.zone"))
    semaines = semaines_de_l_annee(structure)
    if semaines is None:
        annee = phrase(plume.manque("structure.semaines_scolaires"))
    else:
        champs = [
            c for c in ("annee_scolaire", "zone", "semaines_scolaires") if plume.lire(f"structure.{c}") is not None
        ]
        texte = f"L'année compte {accord(semaines, 'semaine')} de classe."
        annee = Paragraphe((Morceau(texte),), tuple(f"structure.{c}" for c in champs))
    declare = hors_calendrier(plume.dossier.structure)
    entetes = ("Groupe", "Début", "Fin", "Séances", "Durée par enfant", "Semaines couvertes")
    champs_groupes = ("structure.annee_scolaire", "structure.zone", "groupes")
    lignes = tuple(_annee_du_groupe(plume, g, declare) for g in plume.elements("groupes"))
    return [
        section(
            "calendrier",
            "Calendrier",
            1,
            zone,
            annee,
            Tableau(
                entetes,
                pleines(lignes, 1),
                "Les séances de l'année, groupe par groupe",
                champs_groupes,
                (4, 4, 4, 2, 3, 3),
            ),
            _feries(plume),
        )
    ]


def _annee_du_groupe(plume: Plume, groupe: str, declare: bool) -> tuple[Cellule, ...]:
    """Les dates saisies et ce que le calendrier en tire ; un tiret tant qu'un fait manque."""
    structure, valeur = plume.dossier.structure, plume.lire(groupe)
    tenues, couvertes = seances(structure, valeur), couverture(structure, valeur)
    semaines = plume.manque(f"{groupe}.semaines_seances") if declare and valeur.semaines_seances is None else RIEN
    return (
        cellule(plume.designer(groupe)),
        cellule(plume.date(f"{groupe}.date_debut")),
        cellule(plume.date(f"{groupe}.date_fin")),
        cellule(str(tenues.nombre)) if tenues else TIRET,
        cellule(duree(tenues.minutes)) if tenues else TIRET,
        cellule(f"{couvertes.couvertes} sur {couvertes.total}") if couvertes else cellule(semaines),
    )


def _feries(plume: Plume) -> Paragraphe | None:
    """Les jours fériés qui tombent un jour de séance."""
    jours: dict[dt.date, str] = {}
    concernes = []
    for groupe in plume.dossier.groupes:
        tenues = seances(plume.dossier.structure, groupe)
        if tenues and tenues.feries:
            jours.update(tenues.feries)
            concernes.append(f"groupes.{groupe.id}.creneaux")
    if not jours:
        return None
    dates = enumeration(f"{date_longue(jour)} ({nom})" for jour, nom in sorted(jours.items()))
    if len(jours) == 1:
        texte = f"Ce jour férié tombe un jour de séance : {dates}. Les séances de ce jour ne sont pas comptées."
    else:
        texte = f"Ces jours fériés tombent un jour de séance : {dates}. Les séances de ces jours ne sont pas comptées."
    return Paragraphe(phrase(texte).texte, ("structure.annee_scolaire", "structure.zone", *concernes))


def equipe(plume: Plume) -> list[Section]:
    """Les accompagnateurs et leur formation."""
    liste = "equipe.accompagnateurs"
    lignes = tuple(
        (
            cellule(plume.saisi(f"{a}.libelle")),
            cellule(_statut(plume, a)),
            cellule(plume.mot(f"{a}.formation", lambda inscrit: "oui" if inscrit else "non")),
        )
        for a in plume.elements(liste)
    )
    entetes = ("Accompagnateur", "Statut", "Inscription à une formation")
    # Qu'il n'existe pas de formation ne dépend pas de la structure : cela s'écrit.
    existe = plume.mot(
        "equipe.formation_existe",
        lambda oui: (
            "Des formations pour les accompagnateurs sont proposées à proximité."
            if oui
            else "Aucune formation pour les accompagnateurs n'est proposée à proximité."
        ),
    )
    engagement = plume.oui(
        "equipe.formation_engagement", "L'équipe s'engage à se former.", "ce que l'équipe prévoit pour se former"
    )
    return [
        section(
            "equipe",
            "Accompagnateurs et formation",
            1,
            _effectif_equipe(plume),
            Tableau(entetes, pleines(lignes), "Les accompagnateurs", (liste,), (4, 4, 3)),
            *plume.fin_de_liste(liste),
            recit("Formation de l'équipe", existe, engagement, plume.saisi("equipe.formation_plan")),
        )
    ]


def _statut(plume: Plume, accompagnateur: str) -> Morceau:
    """Le statut, au féminin si la structure l'écrit ainsi : « salariée 1 » n'est pas un salarié."""
    statut = plume.choix(f"{accompagnateur}.statut", debut=True)
    feminin = plume.lire(f"{accompagnateur}.statut") == "salarie" and _SALARIEE.search(
        plume.lire(f"{accompagnateur}.libelle") or ""
    )
    return dataclasses.replace(statut, texte="Salariée") if feminin else statut


def _effectif_equipe(plume: Plume) -> Paragraphe | None:
    """« L'équipe compte 3 accompagnateurs : 2 bénévoles et 1 salarié », quand tout en est connu."""
    membres = plume.dossier.equipe.accompagnateurs
    if not membres or not plume.dossier.equipe.accompagnateurs_close or any(m.statut is None for m in membres):
        return None
    mots = STATUTS
    if all(_SALARIEE.search(m.libelle or "") for m in membres if m.statut == "salarie"):
        mots = {**STATUTS, "salarie": ("salariée", "salariées")}
    comptes = ((sum(m.statut == s for m in membres), *siens) for s, siens in mots.items())
    sortes = [accord(n, *siens) for n, *siens in comptes if n]
    # D'un seul statut, le tableau le dit assez.
    detail = f" : {enumeration(sortes)}" if len(sortes) > 1 else ""
    texte = f"L'équipe compte {accord(len(membres), 'accompagnateur')}{detail}."
    return Paragraphe(phrase(texte).texte, tuple(f"equipe.accompagnateurs.{m.id}.statut" for m in membres))
