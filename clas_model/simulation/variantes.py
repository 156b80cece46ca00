"""Les variantes d'un dossier : des copies nommées, comparées entre elles par le même moteur."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clas_model.budget import EstimationPs, estimation, estimer_ps, totaux
from clas_model.calendrier import seances
from clas_model.chemins import LIENS, delier, identifiant_suivant, lire, places
from clas_model.dossier import Creneau, Dossier, Groupe, Scenario
from clas_model.positionnement import Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.verification import Verification

VARIANTES_MAX = 6
_COUT_MAX = Decimal("99999999.99")


@dataclass(frozen=True)
class Variante:
    """Une copie du dossier et son nom. `cout` : celui des coûts de l'essai, en euros ; sinon le budget saisi."""

    nom: str
    dossier: Dossier
    cout: Decimal | None = None


@dataclass(frozen=True)
class Colonne:
    """Ce qu'on compare d'une variante ; `None` : pas assez de réponses pour le dire."""

    nom: str
    positionnement: Positionnement
    enfants: int | None
    groupes: int
    seances: int | None
    minutes: int | None
    cout: Decimal | None
    ps: Decimal | None


def prestation(cout: Decimal | None, groupes: int, dossier: Dossier, texte: Referentiel) -> Decimal | None:
    """La prestation de service estimée pour ce coût, réparti entre les groupes ; `None` si rien ne permet de l'estimer.

    Il faut un texte qui en a une, et les réglages du dossier confirmés par l'utilisateur.
    """
    ps = dossier.budget.ps
    if cout is None or not groupes or not texte.estime_ps or not ps.confirme or ps.taux is None or ps.plafond is None:
        return None
    return estimer_ps((cout / groupes,) * groupes, ps.taux, ps.plafond).total


def colonne(variante: Variante, texte: Referentiel) -> Colonne:
    """Juge et compte une variante."""
    dossier = variante.dossier
    effectifs = [g.effectif for g in dossier.groupes]
    comptes = [seances(dossier.structure, g) for g in dossier.groupes]
    connus = [c for c in comptes if c is not None]
    complets = bool(connus) and len(connus) == len(comptes)
    budget = totaux(dossier.budget)
    cout = variante.cout if variante.cout is not None else budget.charges if budget else None
    estimee = estimation(dossier, texte)
    ps = estimee.total if isinstance(estimee, EstimationPs) else None
    if variante.cout is not None:
        ps = prestation(variante.cout, len(dossier.groupes), dossier, texte)
    return Colonne(
        variante.nom,
        positionner(dossier, texte),
        sum(e or 0 for e in effectifs) if effectifs and None not in effectifs else None,
        len(dossier.groupes),
        sum(c.nombre for c in connus) if complets else None,
        sum(c.minutes for c in connus) if complets else None,
        cout,
        ps,
    )


def en_scenario(variante: Variante, identifiant: str) -> Scenario:
    """Ce qu'il faut garder d'une variante pour la retrouver : ses groupes, son calendrier, son coût."""
    structure = variante.dossier.structure
    cout = None if variante.cout is None else min(variante.cout, _COUT_MAX).quantize(Decimal("0.01"))
    return Scenario(
        id=identifiant,
        nom=variante.nom,
        annee_scolaire=structure.annee_scolaire,
        zone=structure.zone,
        groupes=variante.dossier.groupes,
        groupes_close=variante.dossier.groupes_close,
        cout=cout,
    )


def avec_scenario(dossier: Dossier, scenario: Scenario) -> Dossier:
    """Le dossier d'aujourd'hui, avec les groupes de ce scénario ; ses autres réponses ne changent pas."""
    calendrier = {"annee_scolaire": scenario.annee_scolaire, "zone": scenario.zone}
    copie = dossier.model_copy(
        update={
            "structure": dossier.structure.model_copy(update=calendrier),
            "groupes": scenario.groupes,
            "groupes_close": scenario.groupes_close,
        }
    )
    # Une école ou un accompagnateur retiré depuis ne se désigne plus.
    for liste in ("equipe.accompagnateurs", "diagnostic.etablissements"):
        cites = {i for motif in LIENS[liste] for _, liens in places(copie, motif) for i in liens or ()}
        if perdus := cites - {e.id for e in lire(dossier, liste)}:
            copie = delier(copie, liste, perdus)
    return copie


def gardees(dossier: Dossier) -> tuple[Variante, ...]:
    """Les variantes gardées avec le dossier, telles qu'elles seraient aujourd'hui."""
    return tuple(Variante(s.nom or s.id, avec_scenario(dossier, s), s.cout) for s in dossier.scenarios)


def garder(dossier: Dossier, variante: Variante) -> Dossier:
    """Copie où la variante est gardée, à la place de celle qui portait son nom."""
    identifiant = identifiant_suivant("scenarios", [s.id for s in dossier.scenarios])
    nouvelle = en_scenario(variante, identifiant)
    return dossier.model_copy(update={"scenarios": (*retirer(dossier, variante.nom).scenarios, nouvelle)})


def retirer(dossier: Dossier, nom: str) -> Dossier:
    """Copie sans la variante de ce nom."""
    return dossier.model_copy(update={"scenarios": tuple(s for s in dossier.scenarios if (s.nom or s.id) != nom)})


def criteres_qui_changent(colonnes: Sequence[Colonne]) -> tuple[str, ...]:
    """Les critères dont l'état n'est pas le même partout, dans l'ordre du texte."""
    premiere = colonnes[0].positionnement
    return tuple(
        c.critere.id
        for c in premiere.constats
        if len({autre.positionnement.par_critere[c.critere.id].etat for autre in colonnes}) > 1
    )


def avec_les_groupes(dossier: Dossier, v: Verification) -> Dossier:
    """Copie du dossier où les groupes sont ceux de l'essai. Ce qu'il ne dit pas reste à chaque groupe, dans l'ordre.

    Les adultes y sont comptés : les personnes désignées ne vaudraient plus pour ces groupes-là.
    """
    if v.dossier is None:
        return dossier
    groupes: tuple[Groupe, ...] = ()
    for rang, nouveau in enumerate(v.dossier.groupes):
        ancien = dossier.groupes[rang] if rang < len(dossier.groupes) else None
        libre = identifiant_suivant("groupes", [g.id for g in (*dossier.groupes, *groupes)])
        groupes = (*groupes, _groupe(nouveau, ancien, libre, v))
    structure = dossier.structure
    dites = {c: x for c in ("annee_scolaire", "zone") if (x := getattr(v.dossier.structure, c)) is not None}
    return dossier.model_copy(
        update={"structure": structure.model_copy(update=dites), "groupes": groupes, "groupes_close": True}
    )


def _groupe(nouveau: Groupe, ancien: Groupe | None, libre: str, v: Verification) -> Groupe:
    """Le groupe de l'essai, avec le nom, le lieu, les niveaux, les écoles et les dates de l'ancien du même rang.

    `libre` : un identifiant que personne ne porte, pour un groupe de plus.
    """
    creneaux = nouveau.creneaux
    if not v.hypothese.soirs:
        # Les soirs n'ont pas été dits : ceux du dossier d'essai sont les nôtres, ils n'entrent pas dans un dossier.
        connus = ancien.creneaux if ancien else ()
        creneaux = tuple(_sans_soir(c, connus[n] if n < len(connus) else None) for n, c in enumerate(creneaux))
    if ancien is None:
        return nouveau.model_copy(update={"id": libre, "creneaux": creneaux})
    dates = {
        champ: valeur
        for champ, valeur in (("date_debut", v.hypothese.date_debut), ("date_fin", v.hypothese.date_fin))
        if valeur is not None
    }
    return ancien.model_copy(
        update={"effectif": nouveau.effectif, "creneaux": creneaux, "creneaux_close": True, **dates}
        | ({"nom": nouveau.nom} if nouveau.nom else {})
    )


def _sans_soir(creneau: Creneau, ancien: Creneau | None) -> Creneau:
    gardes = {} if ancien is None else {c: getattr(ancien, c) for c in ("jour", "debut", "fin")}
    heures = {c: v for c in ("debut", "fin") if (v := getattr(creneau, c)) is not None}
    return creneau.model_copy(update={"jour": None, **gardes, **heures})
