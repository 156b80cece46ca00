"""Ce que le projet fait avec les enfants, avec les parents et avec l'école."""

from collections.abc import Callable

from clas_model.restitution.arbre import Bloc, Morceau, Paragraphe, Section
from clas_model.restitution.plume import Plume, majuscule, phrase, section
from clas_model.restitution.redaction_diagnostic import articulations


def enfants(plume: Plume) -> list[Section]:
    """L'adaptation à chaque enfant, puis les activités."""
    adaptation = plume.oui_non(
        "enfants.personnalisation",
        "L'accompagnement s'adapte à chaque enfant.",
        "L'accompagnement n'est pas adapté à chaque enfant.",
    )
    texte = phrase(plume.saisi("enfants.personnalisation_texte"))
    fin = plume.fin_de_liste("enfants.activites", "Aucune activité avec les enfants n'est prévue.")
    return [
        section("enfants", "Axe enfants", 1, adaptation, texte, *fin),
        *_actions(plume, "enfants.activites", "activité", lambda x: [
            phrase("Sorte d'activité : ", plume.choix(f"{x}.nature"), "."),
        ]),
    ]  # fmt: skip


def parents(plume: Plume) -> list[Section]:
    """Les actions auprès des parents et avec eux, puis les autres soutiens aux parents."""
    fin = plume.fin_de_liste("parents.actions", "Aucune action avec les parents n'est prévue.")
    return [
        section("parents", "Axe parents", 1, *fin),
        *_actions(plume, "parents.actions", "action", lambda x: [
            phrase("Forme : ", plume.choix(f"{x}.forme"), "."),
            _objectifs(plume, f"{x}.objectifs"),
        ]),
        *articulations(plume, "parents", "Autres actions de soutien aux parents", "action de soutien aux parents"),
    ]  # fmt: skip


def _objectifs(plume: Plume, chemin: str) -> Paragraphe:
    if plume.lire(chemin) == ():
        return phrase(Morceau("Cette action n'a pas d'objectif parmi ceux du Clas.", champ=chemin))
    debut = "Objectif : " if len(plume.lire(chemin) or ()) < 2 else "Objectifs : "
    return phrase(debut, plume.plusieurs_choix(chemin, separateur=" ; "), ".")


def ecole(plume: Plume) -> list[Section]:
    """La construction avec l'école, le lien permanent, puis les actions."""
    construit = plume.oui_non(
        "ecole.coconstruction",
        "Le projet est construit avec l'école.",
        "Le projet n'est pas construit avec l'école.",
    )
    if plume.lire("ecole.canaux") == ():
        canaux = phrase(Morceau("Aucun moyen ne relie le projet à l'école toute l'année.", champ="ecole.canaux"))
    else:
        canaux = phrase("Toute l'année, le lien avec l'école passe par : ", plume.plusieurs_choix("ecole.canaux"), ".")
    fin = plume.fin_de_liste("ecole.actions", "Aucune action avec l'école n'est prévue.")
    textes = (phrase(plume.saisi(f"ecole.{c}")) for c in ("coconstruction_texte", "canaux_precision"))
    premier, second = textes
    return [
        section("ecole", "Axe école", 1, construit, premier, canaux, second, *fin),
        *_actions(plume, "ecole.actions", "action", lambda x: [
            _moment(plume, f"{x}.periode", f"{x}.date"),
        ]),
    ]  # fmt: skip


def _moment(plume: Plume, periode: str, date: str) -> Paragraphe:
    """Le trimestre, la date, ou l'un et l'autre."""
    quand, jour = plume.choix(periode), plume.date(date)
    if quand.texte and jour.texte:
        return phrase("Moment : ", quand, " (", jour, ").")
    return phrase("Moment : ", quand, jour, ".")


def _actions(plume: Plume, liste: str, mot: str, details: Callable[[str], list[Bloc]]) -> list[Section]:
    """Une sous-section par action : ce qu'elle est, sa description, les besoins auxquels elle répond."""
    return [
        section(
            action,
            plume.titre(action, f"{majuscule(mot)} {rang}"),
            2,
            plume.sans_nom(action),
            *details(action),
            phrase(plume.saisi(f"{action}.description")),
            plume.besoins(f"{action}.besoins", f"Cette {mot}"),
        )
        for rang, action in enumerate(plume.elements(liste), start=1)
    ]
