"""Les gestes qui demandent une décision ou un texte : nommés, jamais rédigés.

Sur la copie jugée, le texte à venir est tenu par `A_ECRIRE` : c'est `positionner` qui dit ce qu'il changerait.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from clas_model.chemins import lire
from clas_model.dossier import (
    ActionEcole,
    ActionParents,
    ActionTerritoire,
    Activite,
    Articulation,
    Besoin,
    Demarche,
    Dossier,
    Etablissement,
    FamilleIndicateur,
    Groupe,
    Indicateur,
    ObjectifParents,
    Partenaire,
)
from clas_model.francais import enumeration
from clas_model.regles.diagnostic import nom_etablissement
from clas_model.regles.listes import libelle_groupe
from clas_model.simulation.gestes import A_ECRIRE, Contexte, Geste, ajouter, modifier, poser

# Le besoin à venir prend cet identifiant : une action à écrire peut s'y relier d'avance.
BESOIN = "besoin-a-ecrire"
OBJECTIFS: dict[ObjectifParents, str] = {
    "outils": "leur donner des outils pour suivre le travail de leur enfant",
    "connaissance-ecole": "leur faire mieux connaître l'école",
    "territoire": "découvrir avec leur enfant les ressources du territoire",
}
INDICATEURS: dict[FamilleIndicateur, str] = {
    "mise-en-oeuvre": "la mise en œuvre",
    "difficultes-leviers": "les difficultés et les leviers",
    "resultats": "les résultats",
}
FORMES = ("atelier", "cafe-parents", "sortie", "reunion", "entretien", "accueil-quotidien", "temps-festif")
DECLARES = {
    "enfants.personnalisation": "comment l'accompagnement s'adapte à chaque enfant",
    "ecole.coconstruction": "comment le projet se construit avec l'école",
    "enfants.orientation": "comment les enfants sont orientés vers le Clas",
}


def _deja(elements: tuple[Any, ...], champ: str = "intitule") -> bool:
    """Vrai si un élément à rédiger y est déjà : un second n'apporterait rien de plus."""
    return any(getattr(e, champ) == A_ECRIRE for e in elements)


def _id(elements: tuple[object, ...]) -> str:
    pris = {getattr(e, "id", None) for e in elements}
    return next(i for n in itertools.count(1) if (i := f"a-ecrire-{n}") not in pris)


def _besoins(dossier: Dossier) -> tuple[str, ...]:
    """Les besoins auxquels relier une action à écrire : ceux du dossier, ou celui qui reste à nommer."""
    return tuple(b.id for b in dossier.diagnostic.besoins if b.intitule) or (BESOIN,)


def renseigner_structure(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Le nom de la structure, sans lequel on ne peut pas dire qu'un partenaire en est un autre."""
    if dossier.structure.nom is None:
        yield Geste(
            "renseigner-structure", "le nom de votre structure", poser("structure", nom=f"{A_ECRIRE} (structure)")
        )


def renseigner_etablissement(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Les établissements d'où viennent les enfants : un seul tient la place de tous."""
    if not dossier.diagnostic.etablissements:
        nouveau = Etablissement(id="a-ecrire-1", nom=A_ECRIRE)
        phrase = "les établissements d'où viennent les enfants"
        yield Geste("renseigner-etablissement", phrase, ajouter("diagnostic", "etablissements", nouveau))


def renseigner_groupe(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """L'effectif d'un groupe, quand aucun n'est connu : le plus petit que le texte attend en tient la place."""
    if any(g.effectif for g in dossier.groupes):
        return
    if not dossier.groupes:
        premier = (Groupe(id="a-ecrire-1", effectif=contexte.mini),)
        yield Geste(
            "renseigner-groupe", "un groupe et son effectif", lambda d: d.model_copy(update={"groupes": premier})
        )
        return
    vide = dossier.groupes[0].id
    phrase = f"l'effectif de chaque groupe ({libelle_groupe(dossier, dossier.groupes[0])} d'abord)"
    yield Geste("renseigner-groupe", phrase, modifier(vide, lambda g: g.model_copy(update={"effectif": contexte.mini})))


def engagement(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Les engagements de la charte qui comptent et ne sont pas acceptés."""
    for identifiant, titre in contexte.engagements:
        if getattr(dossier.charte, identifiant) is not True:
            yield Geste("engagement", f"accepter l'engagement « {titre} »", poser("charte", **{identifiant: True}))


def charte_laicite(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """La charte de la laïcité de la branche Famille."""
    if dossier.cadre.charte_laicite is not True:
        phrase = "accepter la Charte de la laïcité de la branche Famille avec ses partenaires"
        yield Geste("charte-laicite", phrase, poser("cadre", charte_laicite=True))


def cadre_departemental(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """À confirmer par la Caf ; un « non » explicite n'est pas du ressort de la structure."""
    if dossier.cadre.departemental is None:
        phrase = "faire confirmer par la Caf que le Clas entre dans le cadre du département"
        yield Geste("cadre-departemental", phrase, poser("cadre", departemental=True))


def source_diagnostic(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """D'où vient le diagnostic."""
    if not dossier.diagnostic.sources:
        yield Geste("source-diagnostic", "dire d'où vient le diagnostic", poser("diagnostic", sources=("autre",)))


def besoin(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un besoin du territoire, quand aucun n'est nommé."""
    if not any(b.intitule for b in dossier.diagnostic.besoins):
        nouveau = Besoin(id=BESOIN, intitule=A_ECRIRE)
        yield Geste("besoin", "nommer un besoin du territoire", ajouter("diagnostic", "besoins", nouveau))


def relier_besoin(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action déjà nommée, reliée à un besoin : la première suffit."""
    for partie, champ in (("enfants", "activites"), ("parents", "actions"), ("ecole", "actions")):
        for action in getattr(getattr(dossier, partie), champ):
            if action.est_nommee and not action.besoins:
                nom = f"« {action.intitule} »" if action.intitule else "une action sans intitulé"
                liens = _besoins(dossier)
                yield Geste(
                    "relier-besoin",
                    f"dire à quel besoin répond {nom}",
                    poser(partie, **{champ: lambda liste, i=action.id, b=liens: _complete(liste, i, besoins=b)}),
                )
                return


def partenaire(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un partenaire autre que la Caf et la structure."""
    liste = dossier.diagnostic.partenaires
    if _deja(liste, "nom"):
        return
    nouveau = Partenaire(id=_id(liste), nom=A_ECRIRE, type="association", role=A_ECRIRE)
    yield Geste("partenaire", "trouver un partenaire et dire son rôle", ajouter("diagnostic", "partenaires", nouveau))


def preciser_partenaire(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Ce qui manque à un partenaire déjà nommé pour qu'il compte : sa sorte, ou son rôle."""
    for p in dossier.diagnostic.partenaires:
        ici = f"diagnostic.partenaires.{p.id}"
        sorte, role = (f"{ici}.{champ}" in contexte.chemins for champ in ("type", "role"))
        if not sorte and not role:
            continue
        quoi = enumeration(["son type"] * sorte + ["son rôle"] * role)
        connu = ({"type": "autre"} if sorte else {}) | ({"role": A_ECRIRE} if role else {})
        yield Geste(
            "preciser-partenaire", f"indiquer, pour « {p.nom} », {quoi}",
            poser("diagnostic", partenaires=lambda liste, i=p.id, c=connu: _complete(liste, i, **c)),
        )  # fmt: skip
        return


def _complete(liste: tuple[Any, ...], identifiant: str, **valeurs: Any) -> tuple[Any, ...]:
    """La liste, où cet élément prend ces valeurs."""
    return tuple(e.model_copy(update=valeurs) if e.id == identifiant else e for e in liste)


def prise_de_contact(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une prise de contact prévue, datée, avec chaque établissement qui n'en a pas."""
    for ecole in dossier.diagnostic.etablissements:
        if any(d.date and d.etat for d in ecole.demarches):
            continue
        prevue = Demarche(id=_id(ecole.demarches), etat="prevue", date=contexte.prochain_contact)

        def dater(liste, i=ecole.id, d=prevue):  # type: ignore[no-untyped-def]
            return tuple(e.model_copy(update={"demarches": (*e.demarches, d)}) if e.id == i else e for e in liste)

        qui = "avec eux" if ecole.nom == A_ECRIRE else f"avec {nom_etablissement(dossier, ecole)}"
        phrase = f"prévoir une prise de contact {qui}, et sa date"
        yield Geste("prise-de-contact", phrase, poser("diagnostic", etablissements=dater))


def _action(
    dossier: Dossier, levier: str, phrase: str, partie: str, champ: str, sorte: type[Any], **valeurs: Any
) -> Iterator[Geste]:
    """Une action à écrire, reliée à un besoin, s'il n'y en a pas déjà une."""
    liste = getattr(getattr(dossier, partie), champ)
    if not _deja(liste):
        nouvelle = sorte(id=_id(liste), intitule=A_ECRIRE, description=A_ECRIRE, besoins=_besoins(dossier), **valeurs)
        yield Geste(levier, phrase, ajouter(partie, champ, nouvelle))


def action_enfants(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une activité qui n'est pas de l'aide aux devoirs."""
    phrase = "une activité avec les enfants, autre que l'aide aux devoirs"
    return _action(dossier, "action-enfants", phrase, "enfants", "activites", Activite, nature="culture")


def action_parents(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action avec les parents : pour chaque but qu'aucune action décrite ne vise, ou d'une forme nouvelle."""
    liste = dossier.parents.actions
    prises = {a.forme for a in liste}
    forme = next((f for f in FORMES if f not in prises), "autre")
    vises = {o for a in liste if a.description for o in a.objectifs or ()}
    buts: list[tuple[ObjectifParents, ...]] = [(o,) for o in OBJECTIFS if o not in vises]
    if not buts and _deja(tuple(a for a in liste if a.objectifs == ())):
        return
    for but in buts or [()]:
        nouvelle = ActionParents(
            id=_id(liste),
            intitule=A_ECRIRE,
            description=A_ECRIRE,
            forme=forme,
            objectifs=but,
            besoins=_besoins(dossier),
        )
        pour = f" pour {OBJECTIFS[but[0]]}" if but else " d'une forme nouvelle"
        yield Geste("action-parents", f"une action avec les parents{pour}", ajouter("parents", "actions", nouvelle))


def decrire_action(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action avec les parents déjà nommée, qui vise un but mais n'est pas décrite."""
    for action in dossier.parents.actions:
        if f"parents.actions.{action.id}.description" in contexte.chemins:
            decrire = lambda liste, i=action.id: _complete(liste, i, description=A_ECRIRE)  # noqa: E731
            yield Geste("decrire-action", f"décrire l'action « {action.intitule} »", poser("parents", actions=decrire))


def action_ecole(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action avec l'école, placée dans un trimestre."""
    phrase = "une action avec l'école, datée ou placée dans un trimestre"
    return _action(dossier, "action-ecole", phrase, "ecole", "actions", ActionEcole, periode="trimestre-1")


def action_territoire(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action avec les acteurs du territoire."""
    phrase = "une action avec les acteurs du territoire"
    return _action(dossier, "action-territoire", phrase, "territoire", "actions", ActionTerritoire)


def moment_ecole(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Une action avec l'école déjà nommée, placée dans l'année."""
    for action in dossier.ecole.actions:
        if action.est_nommee:

            def placer(liste, i=action.id):  # type: ignore[no-untyped-def]
                return _complete(liste, i, periode="trimestre-1")

            nom = f"« {action.intitule} »" if action.intitule else "une action avec l'école"
            phrase = f"donner une date ou un trimestre à {nom}"
            yield Geste("moment-ecole", phrase, poser("ecole", actions=placer))
            return


def articulation(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un autre dispositif, éducatif ou de soutien à la parentalité."""
    for partie, quoi in (("diagnostic", "une autre action éducative du territoire"),
                         ("parents", "un autre dispositif de soutien à la parentalité")):  # fmt: skip
        liste = getattr(dossier, partie).articulations
        if any(a.nom and a.comment for a in liste):
            continue
        if nomme := next((a for a in liste if a.nom), None):
            dire = poser(partie, articulations=lambda a, i=nomme.id: _complete(a, i, comment=A_ECRIRE))
            yield Geste("articulation", f"dire comment vous vous articulez avec « {nomme.nom} »", dire)
        else:
            nouvelle = Articulation(id=_id(liste), nom=A_ECRIRE, comment=A_ECRIRE)
            phrase = f"nommer {quoi} et dire comment vous vous articulez"
            yield Geste("articulation", phrase, ajouter(partie, "articulations", nouvelle))


def texte(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Ce qui se déclare : un oui, et sa description."""
    for chemin, quoi in DECLARES.items():
        partie, champ = chemin.split(".")
        if lire(dossier, chemin) is not True or not lire(dossier, f"{chemin}_texte"):
            yield Geste("texte", f"décrire {quoi}", poser(partie, **{champ: True, f"{champ}_texte": A_ECRIRE}))


def canal_ecole(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un moyen d'échanger toute l'année avec l'école."""
    if not dossier.ecole.canaux:
        yield Geste(
            "canal-ecole", "nommer un moyen d'échanger toute l'année avec l'école", poser("ecole", canaux=("autre",))
        )


def plan_formation(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un plan de formation, là où des formations existent."""
    if dossier.equipe.formation_existe:
        changes = poser("equipe", formation_engagement=True, formation_plan=A_ECRIRE)
        yield Geste("plan-formation", "écrire le plan de formation de l'équipe", changes)


def indicateur(dossier: Dossier, contexte: Contexte) -> Iterator[Geste]:
    """Un indicateur de chaque sorte qui manque."""
    liste = dossier.evaluation.indicateurs
    couvertes = {i.famille for i in liste if i.libelle}
    for famille, quoi in INDICATEURS.items():
        if famille not in couvertes:
            nouveau = Indicateur(id=_id(liste), famille=famille, libelle=A_ECRIRE)
            yield Geste("indicateur", f"un indicateur sur {quoi}", ajouter("evaluation", "indicateurs", nouveau))
