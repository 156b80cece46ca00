"""Ce que le projet fait avec les enfants, avec les parents et avec l'école."""

from collections.abc import Callable

from clas_model.restitution.arbre import Bloc, Morceau, Paragraphe, Section
from clas_model.restitution.plume import Plume, fiche, majuscule, recit, section
from clas_model.restitution.redaction_diagnostic import articulations


def enfants(plume: Plume) -> list[Section]:
    """L'adaptation à chaque enfant, puis les activités."""
    adaptation = recit(
        "Personnalisation de l'accompagnement",
        *_oui_ou_recit(
            plume,
            "enfants.personnalisation",
            "L'accompagnement s'adapte à chaque enfant.",
            "la façon dont l'accompagnement s'adapte à chaque enfant",
        ),
    )
    return [
        section("enfants", "Axe enfants", 1, adaptation, _orientation(plume), *plume.fin_de_liste("enfants.activites")),
        *_actions(plume, "enfants.activites", "activité", lambda x: [
            fiche("Sorte d'activité", plume.choix(f"{x}.nature")),
        ]),
    ]  # fmt: skip


def _orientation(plume: Plume) -> Paragraphe | None:
    """Comment un enfant arrive au Clas, là où le texte le demande."""
    if not plume.se_demande("enfants.orientation"):
        return None
    return recit(
        "Orientation des enfants",
        plume.oui(
            "enfants.orientation",
            "L'orientation se décide avec l'accord des parents et en lien avec les enseignants.",
            "la façon dont l'orientation se décide avec les parents et en lien avec les enseignants",
        ),
        plume.saisi("enfants.orientation_texte"),
    )


def territoire(plume: Plume) -> list[Section]:
    """Les actions avec les acteurs du territoire, là où le texte en fait un axe."""
    liste = "territoire.actions"
    if not plume.se_demande(liste):
        return []
    return [
        section("axe-territoire", "Axe acteurs du territoire", 1, *plume.fin_de_liste(liste)),
        *_actions(plume, liste, "action", lambda x: [
            fiche("Acteurs du territoire", plume.saisi(f"{x}.acteurs")),
        ]),
    ]  # fmt: skip


def parents(plume: Plume) -> list[Section]:
    """Les actions auprès des parents et avec eux, puis les autres soutiens aux parents."""
    return [
        section("parents", "Axe parents", 1, *plume.fin_de_liste("parents.actions")),
        *_actions(plume, "parents.actions", "action", lambda x: [
            fiche("Forme", plume.choix(f"{x}.forme")),
            _objectifs(plume, f"{x}.objectifs"),
        ]),
        *articulations(plume, "parents", "Autres actions de soutien aux parents"),
    ]  # fmt: skip


def _objectifs(plume: Plume, chemin: str) -> Paragraphe:
    libelle = "Objectif" if len(plume.lire(chemin) or ()) < 2 else "Objectifs"
    return fiche(libelle, plume.choix_ou_attente(chemin, separateur=" ; "))


def ecole(plume: Plume) -> list[Section]:
    """La construction avec l'école, le lien permanent, puis les actions."""
    construit = recit(
        "Construction du projet avec l'école",
        *_oui_ou_recit(
            plume,
            "ecole.coconstruction",
            "Le projet est construit avec l'école.",
            "la façon dont le projet est construit avec l'école",
        ),
    )
    return [
        section("ecole", "Axe école", 1, construit, _lien(plume), *plume.fin_de_liste("ecole.actions")),
        *_actions(plume, "ecole.actions", "action", lambda x: [
            _moment(plume, f"{x}.periode", f"{x}.date"),
        ]),
    ]  # fmt: skip


def _oui_ou_recit(plume: Plume, chemin: str, oui: str, attendu: str) -> tuple[Morceau, ...]:
    """Le récit seul quand il est là : l'intitulé dit déjà le « oui »."""
    recit_ = plume.saisi(f"{chemin}_texte")
    return (recit_,) if recit_.saisi else (plume.oui(chemin, oui, attendu), recit_)


def _lien(plume: Plume) -> Paragraphe:
    """Les moyens de rester en lien toute l'année, et ce que la structure en précise."""
    canaux, precision = plume.choix_ou_attente("ecole.canaux"), plume.saisi("ecole.canaux_precision")
    if not precision.texte:
        return fiche("Lien avec l'école toute l'année", canaux)
    return fiche("Lien avec l'école toute l'année", canaux, ". ", precision)


def _moment(plume: Plume, periode: str, date: str) -> Paragraphe:
    """Le trimestre ou la date : une action datée n'a plus besoin d'être située dans l'année."""
    return fiche("Moment", plume.choix(periode), plume.date(date))


def _actions(plume: Plume, liste: str, mot: str, details: Callable[[str], list[Bloc]]) -> list[Section]:
    """Une sous-section par action : ce qu'elle est, sa description, les besoins auxquels elle répond."""
    return [
        section(
            action,
            plume.titre(action, f"{majuscule(mot)} {rang}"),
            2,
            plume.sans_nom(action),
            *details(action),
            recit("Déroulement", plume.saisi(f"{action}.description")),
            plume.besoins(f"{action}.besoins"),
        )
        for rang, action in enumerate(plume.elements(liste), start=1)
    ]
