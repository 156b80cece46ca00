"""Les constats en tableau : les mêmes lignes pour l'écran, le brouillon et l'export."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clas_model.positionnement import Constat, Positionnement
from clas_model.regles import Etat

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class EtatAffiche:
    """Un état tel qu'on le montre. `signe` se lit sans la couleur ; `couleur` contraste d'au moins 4,5 sur blanc."""

    libelle: str
    signe: str
    couleur: str


# Le seul endroit qui nomme les états.
ETATS: dict[Etat, EtatAffiche] = {
    "atteint": EtatAffiche("Atteint", "✔", "#1B7340"),
    "partiel": EtatAffiche("En partie", "◐", "#A04E00"),
    "non_atteint": EtatAffiche("Non atteint", "✖", "#B3261E"),
    "sans_reponse": EtatAffiche("Sans réponse", "?", "#525F70"),
    "non_applicable": EtatAffiche("Sans objet", "–", "#525F70"),
}
ENTETES = ("Axe", "Critère", "Niveau", "État", "Mesure", "Attendu", "Suite")


@dataclass(frozen=True, slots=True)
class LigneConstat:
    """Un critère en mots, prêt à être imprimé. `mesure` et `attendu` sont vides quand la règle n'en a pas."""

    critere: str
    axe: str
    titre: str
    niveau: str
    bloquant: bool
    etat: Etat
    mesure: str
    attendu: str
    suite: str

    @property
    def etat_en_mots(self) -> str:
        """Le signe et le libellé de l'état."""
        return f"{ETATS[self.etat].signe} {ETATS[self.etat].libelle}"

    @property
    def cellules(self) -> tuple[str, ...]:
        """Les valeurs, dans l'ordre de `ENTETES`."""
        return (self.axe, self.titre, self.niveau, self.etat_en_mots, self.mesure, self.attendu, self.suite)


def ligne(positionnement: Positionnement, constat: Constat) -> LigneConstat:
    """La ligne d'un constat."""
    texte, critere = positionnement.referentiel, constat.critere
    return LigneConstat(
        critere=critere.id,
        axe=texte.axe(critere.axe).libelle,
        titre=critere.titre,
        niveau=texte.niveau(critere.niveau).libelle,
        bloquant=constat.bloquant,
        etat=constat.etat,
        mesure=constat.verdict.mesure or "",
        attendu=constat.verdict.attendu or "",
        suite=constat.suite,
    )


def lignes(positionnement: Positionnement) -> tuple[LigneConstat, ...]:
    """Tous les constats, axe par axe, dans l'ordre du référentiel."""
    rang = {axe.id: n for n, axe in enumerate(positionnement.referentiel.axes)}
    ranges = sorted(positionnement.constats, key=lambda c: rang[c.critere.axe])
    return tuple(ligne(positionnement, c) for c in ranges)


def tableau(positionnement: Positionnement) -> "pd.DataFrame":
    """Les constats en DataFrame : une ligne par critère, colonnes françaises de `ENTETES`, index par défaut."""
    import pandas as pd

    return pd.DataFrame([ligne.cellules for ligne in lignes(positionnement)], columns=list(ENTETES))
