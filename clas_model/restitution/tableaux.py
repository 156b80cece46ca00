"""Les constats en tableau : les mêmes lignes pour l'écran, le brouillon et l'export."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clas_model.dossier import Dossier
from clas_model.positionnement import Constat, Positionnement
from clas_model.regles import Etat
from clas_model.restitution.mots import EtatAffiche, etat_affiche, exigence

if TYPE_CHECKING:
    import pandas as pd

ENTETES = ("Axe", "Critère", "Niveau", "État", "Mesure", "Attendu", "Suite")


@dataclass(frozen=True, slots=True)
class LigneConstat:
    """Un critère en mots, prêt à être imprimé. `mesure` et `attendu` sont vides quand la règle n'en a pas.

    `origine` : d'où vient l'attendu (« lu », « repris »…). `exigence` : « bloquant », « obligatoire », ou vide si
    l'éligibilité n'en dépend pas.
    """

    critere: str
    axe: str
    titre: str
    niveau: str
    exigence: str
    etat: Etat
    affiche: EtatAffiche
    mesure: str
    attendu: str
    origine: str
    suite: str

    @property
    def niveau_en_mots(self) -> str:
        """Le niveau, et si l'éligibilité en dépend."""
        return " · ".join(mot for mot in (self.niveau, self.exigence) if mot)

    @property
    def etat_en_mots(self) -> str:
        """Le signe et le libellé de l'état."""
        return str(self.affiche)

    @property
    def attendu_en_mots(self) -> str:
        """Ce qui est attendu, et d'où cela vient ; vide quand la règle n'en a pas."""
        return f"{self.attendu} ({self.origine})" if self.attendu else ""

    @property
    def cellules(self) -> tuple[str, ...]:
        """Les valeurs, dans l'ordre de `ENTETES`."""
        return (
            self.axe,
            self.titre,
            self.niveau_en_mots,
            self.etat_en_mots,
            self.mesure,
            self.attendu_en_mots,
            self.suite,
        )


def ligne(positionnement: Positionnement, dossier: Dossier, constat: Constat) -> LigneConstat:
    """La ligne d'un constat ; le dossier dit à quoi la structure a répondu « je ne sais pas »."""
    texte, critere = positionnement.referentiel, constat.critere
    return LigneConstat(
        critere=critere.id,
        axe=texte.axe(critere.axe).libelle,
        titre=critere.titre,
        niveau=texte.niveau(critere.niveau).libelle,
        exigence=exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure),
        etat=constat.etat,
        affiche=etat_affiche(constat, dossier),
        mesure=constat.verdict.mesure or "",
        attendu=constat.verdict.attendu or "",
        origine=critere.origine,
        suite=constat.suite,
    )


def lignes(positionnement: Positionnement, dossier: Dossier) -> tuple[LigneConstat, ...]:
    """Tous les constats, axe par axe, dans l'ordre du référentiel."""
    rang = {axe.id: n for n, axe in enumerate(positionnement.referentiel.axes)}
    ranges = sorted(positionnement.constats, key=lambda c: rang[c.critere.axe])
    return tuple(ligne(positionnement, dossier, c) for c in ranges)


def tableau(positionnement: Positionnement, dossier: Dossier) -> "pd.DataFrame":
    """Les constats en DataFrame : une ligne par critère, colonnes françaises de `ENTETES`, index par défaut."""
    import pandas as pd

    donnees = [ligne.cellules for ligne in lignes(positionnement, dossier)]
    return pd.DataFrame(donnees, columns=list(ENTETES))
