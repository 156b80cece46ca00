"""La structure, son territoire et ses engagements."""

import re

from clas_model.charte import vue_charte
from clas_model.francais import siret, typographie
from clas_model.referentiel import Referentiel
from clas_model.restitution.arbre import Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import RIEN, Plume, cellule, fiche, phrase, recit, section

# « 71 », « 2A », « 974 ».
_NUMERO = re.compile(r"\d{2,3}|2[AB]", re.IGNORECASE)


def identite(plume: Plume) -> list[Section]:
    """Qui demande, pour quelle année."""
    blocs = (
        fiche("Structure qui porte la demande", plume.saisi("structure.nom")),
        fiche("Année scolaire de la demande", plume.saisi("structure.annee_scolaire")),
        fiche("Type de structure", plume.choix("structure.type_operateur")),
        fiche(
            "But de la structure", plume.mot("structure.but_lucratif", lambda x: "lucratif" if x else "non lucratif")
        ),
        fiche("Numéro SIRET", plume.mot("structure.siret", siret)),
        fiche("Fonction de la personne qui suit le dossier", plume.saisi("structure.contact_fonction")),
    )
    return [section("identite", "Identité de la structure", 1, *blocs)]


def territoire(plume: Plume) -> list[Section]:
    """Où se déroule le projet."""
    quartier = plume.mot("structure.quartier_prioritaire", lambda oui: "oui" if oui else "non")
    blocs = (
        *_lieu(plume),
        fiche("Milieu", plume.choix("structure.milieu")),
        fiche("Quartier prioritaire de la politique de la ville (QPV)", quartier),
        fiche("Locaux où les enfants sont accueillis", plume.choix("structure.locaux")),
    )
    return [section("territoire", "Territoire", 1, *blocs)]


def _lieu(plume: Plume) -> list[Paragraphe]:
    """« Commune du projet : Valbrune (département 71) » : un numéro seul ne se lit pas ; un nom a sa ligne."""
    commune, departement = plume.saisi("structure.commune"), plume.saisi("structure.departement")
    if commune.saisi and _NUMERO.fullmatch(departement.texte):
        return [fiche("Commune du projet", commune, " (département ", departement, ")")]
    return [fiche("Commune du projet", commune), fiche("Département", departement)]


def charte(plume: Plume, referentiel: Referentiel) -> list[Section]:
    """Les engagements de la charte : acceptés, ou ce qu'il reste à en dire."""
    lignes = []
    for vu in vue_charte(plume.dossier, referentiel):
        # L'engagement ne s'écrit en toutes lettres que s'il est pris.
        texte = ("\n", vu.engagement.texte) if vu.accepte else ()
        position = f"votre position sur l'engagement « {vu.engagement.titre} »"
        reponse = plume.oui(f"charte.{vu.engagement.id}", "Accepté", position)
        lignes.append((cellule(Morceau(typographie(vu.engagement.titre), intitule=True), *texte), cellule(reponse)))
    champs = tuple(f"charte.{e.id}" for e in referentiel.engagements)
    tableau = Tableau(("Engagement", "Réponse"), tuple(lignes), "Les engagements de la charte", champs, (7, 4))
    return [section("charte", "Charte", 1, tableau, _charte_laicite(plume))]


def _charte_laicite(plume: Plume) -> Paragraphe | None:
    """L'accord sur la charte de la laïcité de la branche Famille, là où le texte la demande."""
    chemin = "cadre.charte_laicite"
    if not plume.se_demande(chemin):
        return None
    objet = "la Charte de la laïcité de la branche Famille avec ses partenaires"
    return phrase(plume.oui(chemin, f"La structure accepte {objet}.", f"votre position sur {objet}"))


def questions_locales(plume: Plume, referentiel: Referentiel) -> list[Section]:
    """Les réponses aux questions que la Caf ajoute ; rien tant qu'aucune n'a de réponse."""
    questions = referentiel.local.questions if referentiel.local else ()
    blocs = []
    for question in questions:
        ici = f"complements.{question.id}"
        oui = Morceau("Oui.", champ=f"{ici}.reponse") if plume.lire(f"{ici}.reponse") else RIEN
        texte = plume.saisi(f"{ici}.texte")
        if oui.texte or texte.saisi:
            blocs.append(recit(question.libelle.rstrip(" ?."), oui, texte))
    return [section("questions-locales", "Questions de votre Caf", 1, *blocs)] if blocs else []
