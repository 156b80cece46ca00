"""Les mots que l'écran, le graphique, l'annexe et la ligne de commande partagent : chacun n'est écrit qu'ici."""

from dataclasses import dataclass

from clas_model.charte import Appui, EngagementVu
from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration
from clas_model.parcours import Reponse
from clas_model.positionnement import Constat, Eligibilite
from clas_model.referentiel import Critere, Referentiel, Source, Statut
from clas_model.regles import Etat


@dataclass(frozen=True, slots=True)
class EtatAffiche:
    """Un état tel qu'on le montre. `signe` se lit sans la couleur ; `couleur` contraste d'au moins 4,5 sur blanc."""

    libelle: str
    signe: str
    couleur: str

    def __str__(self) -> str:
        return f"{self.signe} {self.libelle}"


@dataclass(frozen=True, slots=True)
class EligibiliteAffichee:
    """L'éligibilité en un mot, en titre, et ce qu'elle veut dire."""

    mot: str
    titre: str
    sens: str


# Les signes sont des caractères que toute police dessine en grand, Word et LibreOffice compris.
ETATS: dict[Etat, EtatAffiche] = {
    "atteint": EtatAffiche("Atteint", "✔", "#1B7340"),
    "partiel": EtatAffiche("En partie", "½", "#A04E00"),
    "non_atteint": EtatAffiche("Non atteint", "✖", "#B3261E"),
    "sans_reponse": EtatAffiche("Sans réponse", "?", "#525F70"),
    "non_applicable": EtatAffiche("Sans objet", "–", "#525F70"),
}
STATUTS: dict[Statut, str] = {
    "lu": "lu dans la source",
    "infere": "déduit, non lu mot pour mot",
    "repris": "repris d'un autre texte",
    "a-confirmer": "à confirmer",
}
LEGENDE_DES_ORIGINES = (
    "Entre parenthèses, d'où vient ce qui est attendu : lu dans le texte, déduit, repris d'un autre texte, ou à "
    "confirmer. « Avec notre interprétation » : le texte ne le dit pas ainsi ; la page du critère dit ce que nous en "
    "faisons."
)
# Un critère sans réponse parce que la structure a dit « je ne sais pas » : elle a répondu, on ne dit pas le contraire.
A_CONFIRMER = EtatAffiche("À confirmer", "?", ETATS["sans_reponse"].couleur)
# Tout y est répondu, mais une liste peut encore recevoir un élément : il n'y manque que « c'est tout ».
A_TERMINER = EtatAffiche("Liste à terminer", "?", ETATS["sans_reponse"].couleur)
ELIGIBILITES: dict[Eligibilite, EligibiliteAffichee] = {
    "oui": EligibiliteAffichee("oui", "Éligible selon vos réponses", "Tous les critères obligatoires sont atteints."),
    "non": EligibiliteAffichee("non", "Pas éligible en l'état", "Au moins un critère obligatoire n'est pas atteint."),
    "indetermine": EligibiliteAffichee(
        "indéterminée",
        "Éligibilité indéterminée",
        "Rien n'exclut le projet, mais il reste des critères obligatoires à confirmer.",
    ),
}
APPUIS: dict[Appui, str] = {
    "appuye": "✔ Appuyé par le dossier",
    "contredit": "✖ Contredit par le dossier",
    "sans_element": "– Sans élément",
}
# L'engagement refusé, « contredit » se lirait comme un reproche à la réponse, que le dossier suit.
APPUIS_DU_REFUS: dict[Appui, str] = {
    "appuye": "✔ Le dossier s'y tient pourtant",
    "contredit": "✖ Le dossier va dans le même sens",
    "sans_element": "– Sans élément",
}
A_APPRECIER = "? À apprécier"


def statut_en_mots(critere: Critere) -> str:
    """« lu dans la source », « repris d'un autre texte »… et, s'il ne vaut pas partout, de qui il vient."""
    ailleurs = {"nationale": "", "locale": ", dans le texte d'une seule Caf", "profil": ", dans le profil de votre Caf"}
    return f"{STATUTS[critere.statut_effectif]}{ailleurs[critere.portee]}"


def exigence(bloquant: bool, etat: Etat, peut_exclure: bool = True) -> str:
    """« bloquant » quand le critère bloque vraiment, « obligatoire » sinon ; vide si l'éligibilité n'en dépend pas.

    `peut_exclure` faux : le texte ne suffit pas à dire « non » ; un critère non atteint reste à confirmer.
    """
    if not bloquant:
        return ""
    if not peut_exclure:
        return "obligatoire, à confirmer avec la Caf" if etat == "non_atteint" else "obligatoire"
    return "bloquant" if etat == "non_atteint" else "obligatoire"


def etat_affiche(constat: Constat, dossier: Dossier) -> EtatAffiche:
    """L'état d'un constat, et pourquoi il attend : « je ne sais pas » partout, ou des listes à dire complètes."""
    chemins = constat.verdict.chemins
    if constat.etat == "sans_reponse" and all(est_ignore(chemin, dossier) for chemin in chemins):
        return A_CONFIRMER
    if constat.etat == "sans_reponse" and all(chemin.endswith("_close") for chemin in chemins):
        return A_TERMINER
    return ETATS[constat.etat]


def appui_affiche(vu: EngagementVu) -> str:
    """Ce que les faits disent d'un engagement ; « À apprécier » quand ils pèsent sans trancher."""
    if vu.a_apprecier:
        return A_APPRECIER
    return (APPUIS_DU_REFUS if vu.accepte is False else APPUIS)[vu.appui]


def est_ignore(chemin: str, dossier: Dossier) -> bool:
    """Vrai si la réponse à ce chemin même est « je ne sais pas »."""
    return chemin in dossier.ne_sait_pas


def texte_applique(referentiel: Referentiel) -> str:
    """« Expérimentation Clas », sa date, et qui peut dire s'il s'applique : une ligne près du verdict."""
    return f"Texte appliqué : « {referentiel.titre} », {a_confirmer(referentiel)}"


def a_confirmer(referentiel: Referentiel) -> str:
    """La date du texte, et qui peut dire s'il s'applique, là où son titre est déjà écrit."""
    return f"{referentiel.date_libelle}. Demandez à votre Caf si c'est bien celui qu'elle applique."


def source_datee(source: Source) -> str:
    """« Circulaire…, 2 juillet 2009 » : sans parenthèses, que la date peut déjà contenir."""
    return f"{source.titre}, {source.date_libelle}"


def reste_en_mots(manques: tuple[Reponse, ...]) -> str:
    """« 12 réponses à donner et 2 « je ne sais pas » à préciser » : le même compte partout ; vide si rien ne manque."""
    a_preciser = sum(r.ignoree for r in manques)
    a_donner = len(manques) - a_preciser
    restes = [accord(a_donner, "réponse à donner", "réponses à donner")] if a_donner else []
    restes += [f"{a_preciser} « je ne sais pas » à préciser"] if a_preciser else []
    return enumeration(restes)
