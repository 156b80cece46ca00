"""Le diagnostic, les établissements et les partenaires."""

from clas_model.calendrier import JOURS
from clas_model.restitution.arbre import Cellule, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import (
    Plume,
    cellule,
    enumerer,
    fiche,
    majuscule,
    phrase,
    pleines,
    point,
    recit,
    section,
)

# Les listes d'actions qui peuvent répondre à un besoin.
ACTIONS = ("enfants.activites", "parents.actions", "ecole.actions", "territoire.actions")


def diagnostic(plume: Plume) -> list[Section]:
    """Les sources, le résumé, puis chaque besoin et les actions qui y répondent."""
    sections = [
        section(
            "diagnostic",
            "Diagnostic",
            1,
            fiche("Sources du diagnostic", plume.choix_ou_attente("diagnostic.sources")),
            recit("Ce qui en ressort", plume.saisi("diagnostic.synthese")),
            *plume.fin_de_liste("diagnostic.besoins"),
        ),
    ]
    for rang, besoin in enumerate(plume.elements("diagnostic.besoins"), start=1):
        nom, precisions = plume.sans_nom(besoin), recit("Précisions", plume.saisi(f"{besoin}.description"))
        reponses = _reponses(plume, besoin)
        titre = plume.titre(besoin, f"Besoin {rang}")
        # Un besoin nommé et rien d'autre : son nom passe sous le titre, qui semblerait sinon oublié là.
        if not any(partie and partie.texte for partie in (nom, precisions, reponses)):
            titre, nom = f"Besoin {rang}", phrase(plume.saisi(f"{besoin}.intitule"))
        sections.append(section(besoin, titre, 2, nom, precisions, reponses))
    return sections


def _reponses(plume: Plume, besoin: str) -> Paragraphe | None:
    """Les actions reliées à ce besoin ; rien si aucune ne l'est."""
    identifiant = besoin.rpartition(".")[2]
    actions = [
        action
        for liste in filter(plume.se_demande, ACTIONS)
        for action in plume.elements(liste)
        if identifiant in (plume.lire(f"{action}.besoins") or ())
    ]
    noms = [Morceau(m.texte, saisi=m.saisi, champ=f"{a}.besoins") for a in actions for m in (plume.designer(a),)]
    if not noms:
        return None
    libelle = "Action qui y répond" if len(noms) == 1 else "Actions qui y répondent"
    return fiche(libelle, enumerer(noms, guillemets=True))


def etablissements(plume: Plume) -> list[Section]:
    """Chaque établissement, les prises de contact, puis les heures de classe de tous."""
    liste = "diagnostic.etablissements"
    sections = [
        section(
            "etablissements",
            "Établissements scolaires",
            1,
            *plume.fin_de_liste(liste),
        )
    ]
    for ecole in plume.elements(liste):
        contacts = tuple(_demarche(plume, d) for d in plume.elements(f"{ecole}.demarches"))
        sections.append(
            section(
                ecole,
                plume.titre(ecole),
                2,
                plume.sans_nom(ecole),
                fiche("Type d'établissement", plume.choix(f"{ecole}.type")),
                Liste(contacts),
                *plume.fin_de_liste(f"{ecole}.demarches"),
                *plume.fin_de_liste(f"{ecole}.horaires"),
            )
        )
    horaires = _horaires(plume, [e for e in plume.elements(liste) if plume.lire(f"{e}.horaires")])
    return [*sections, section("horaires", "Heures de classe", 2, horaires)] if horaires else sections


def _demarche(plume: Plume, demarche: str) -> Paragraphe:
    objet, reponse = plume.saisi(f"{demarche}.objet"), plume.choix(f"{demarche}.reponse", debut=True)
    date = plume.date(f"{demarche}.date")
    return phrase(
        "Prise de contact ",
        plume.choix(f"{demarche}.etat"),
        ", " if date.manque else " le ",
        date,
        ".",
        *((" Objet : ", objet, point(objet)) if objet.texte else ()),
        *((Morceau(" "), reponse, ".") if reponse.texte else ()),
    )


def _horaires(plume: Plume, ecoles: list[str]) -> Tableau | None:
    """Un établissement par ligne, un jour par colonne ; le samedi et le dimanche seulement s'ils servent."""
    if not ecoles:
        return None
    plages = {e: [(p, plume.lire(f"{p}.jour")) for p in plume.elements(f"{e}.horaires")] for e in ecoles}
    utiles = {jour for siennes in plages.values() for _, jour in siennes}
    jours = [j for j in JOURS if j in utiles or JOURS.index(j) < 5]
    sans_jour = [_plage(plume, p, avec_jour=True) for siennes in plages.values() for p, jour in siennes if jour is None]
    lignes = []
    for ecole, siennes in plages.items():
        fermee = "pas de classe" if plume.lire(f"{ecole}.horaires_close") else ""
        cases: list[Cellule] = [cellule(plume.designer(ecole))]
        for jour in jours:
            du_jour = [_plage(plume, p) for p, son_jour in siennes if son_jour == jour]
            cases.append(cellule(_a_la_ligne(du_jour)) if du_jour else cellule(fermee))
        if sans_jour:
            cases.append(cellule(_a_la_ligne([_plage(plume, p, True) for p, jour in siennes if jour is None])))
        lignes.append(tuple(cases))
    entetes = ("Établissement", *(majuscule(j) for j in jours), *(("Jour à préciser",) if sans_jour else ()))
    champs = tuple(f"{e}.horaires" for e in ecoles)
    largeurs = (3, *(3 for _ in entetes[1:]))
    return Tableau(entetes, tuple(lignes), "Les heures de classe de chaque établissement", champs, largeurs)


def _plage(plume: Plume, plage: str, avec_jour: bool = False) -> list[Morceau]:
    heures = [plume.heure(f"{plage}.debut"), Morceau(" – "), plume.heure(f"{plage}.fin")]
    return [plume.manque(f"{plage}.jour"), Morceau(" "), *heures] if avec_jour else heures


def _a_la_ligne(groupes: list[list[Morceau]]) -> list[Morceau]:
    """Un groupe de morceaux par ligne de la cellule."""
    return [m for rang, groupe in enumerate(groupes) for m in ([Morceau("\n")] if rang else []) + groupe]


def partenaires(plume: Plume) -> list[Section]:
    """Le cadre du département, les partenaires et leurs rôles, les autres actions éducatives."""
    liste = "diagnostic.partenaires"
    lignes = tuple(
        (
            cellule(plume.saisi(f"{p}.nom")),
            cellule(plume.choix(f"{p}.type", debut=True)),
            cellule(plume.saisi(f"{p}.role")),
        )
        for p in plume.elements(liste)
    )
    cadre = plume.oui(
        "cadre.departemental",
        "Le Clas est inscrit dans le cadre partenarial du département.",
        "l'inscription du Clas dans le cadre partenarial du département, à voir avec la Caf",
    )
    tableau = Tableau(
        ("Partenaire", "Type", "Rôle dans le projet"), pleines(lignes), "Les partenaires du projet", (liste,), (4, 3, 6)
    )
    return [
        section("partenaires", "Partenaires", 1, phrase(cadre), tableau, *plume.fin_de_liste(liste)),
        *articulations(plume, "diagnostic", "Autres actions éducatives du territoire"),
    ]


def articulations(plume: Plume, partie: str, titre: str) -> list[Section]:
    """Les autres dispositifs du territoire et le lien fait avec chacun ; rien s'il n'y en a aucun.

    Les nommer est conseillé, jamais exigé : une candidature n'a pas à dire qu'elle s'en passe.
    """
    liste = f"{partie}.articulations"
    if plume.lire(f"{liste}_close") and not plume.lire(liste):
        return []
    return [
        section(f"{partie}-articulations", titre, 2, *plume.fin_de_liste(liste)),
        *(
            section(a, plume.titre(a), 3, plume.sans_nom(a), recit("Lien avec le projet", plume.saisi(f"{a}.comment")))
            for a in plume.elements(liste)
        ),
    ]
