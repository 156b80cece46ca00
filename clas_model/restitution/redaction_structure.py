"""La structure, son territoire et ses engagements."""

from clas_model.charte import vue_charte
from clas_model.referentiel import Referentiel
from clas_model.restitution.arbre import Section, Tableau
from clas_model.restitution.plume import Plume, cellule, phrase, point, section

QPV = "quartier prioritaire de la politique de la ville (QPV)"


def identite(plume: Plume) -> list[Section]:
    """Qui demande, pour quelle année."""
    nom, fonction = plume.saisi("structure.nom"), plume.saisi("structure.contact_fonction")
    blocs = (
        phrase("Structure qui porte la demande : ", nom, point(nom)),
        phrase("La demande porte sur l'année scolaire ", plume.saisi("structure.annee_scolaire"), "."),
        phrase("Type de structure : ", plume.choix("structure.type_operateur"), "."),
        plume.oui_non(
            "structure.but_lucratif", "La structure est à but lucratif.", "La structure est à but non lucratif."
        ),
        phrase("Numéro SIRET : ", plume.mot("structure.siret", _siret), "."),
        phrase("Fonction de la personne qui suit le dossier : ", fonction, point(fonction)) if fonction.texte else None,
    )
    return [section("identite", "Identité de la structure", 1, *blocs)]


def _siret(siret: str) -> str:
    """« 123 456 789 01234 » : des espaces insécables, pour que le numéro tienne sur une ligne."""
    return f"{siret[:3]}\u00a0{siret[3:6]}\u00a0{siret[6:9]}\u00a0{siret[9:]}"


def territoire(plume: Plume) -> list[Section]:
    """Où se déroule le projet."""
    commune, departement = plume.saisi("structure.commune"), plume.saisi("structure.departement")
    blocs = (
        phrase("Commune du projet : ", commune, point(commune)),
        phrase("Département : ", departement, point(departement)),
        phrase("Le projet se déroule en milieu ", plume.choix("structure.milieu"), "."),
        plume.oui_non(
            "structure.quartier_prioritaire",
            f"Le projet se situe dans un {QPV}.",
            f"Le projet ne se situe pas dans un {QPV}.",
        ),
        phrase("Locaux où les enfants sont accueillis : ", plume.choix("structure.locaux"), "."),
    )
    return [section("territoire", "Territoire", 1, *blocs)]


def charte(plume: Plume, referentiel: Referentiel) -> list[Section]:
    """Les engagements de la charte, acceptés ou non."""
    lignes = []
    for vu in vue_charte(plume.dossier, referentiel):
        chemin = f"charte.{vu.engagement.id}"
        reponse = plume.mot(chemin, lambda accepte: "Accepté" if accepte else "Non accepté")
        # L'engagement ne s'écrit en toutes lettres que s'il est pris.
        texte = ("\n", vu.engagement.texte) if vu.accepte else ()
        lignes.append((cellule(vu.engagement.titre, *texte), cellule(reponse)))
    champs = tuple(f"charte.{e.id}" for e in referentiel.engagements)
    tableau = Tableau(("Engagement", "Réponse"), tuple(lignes), "Les engagements de la charte", champs, (7, 4))
    return [section("charte", "Charte", 1, tableau)]
