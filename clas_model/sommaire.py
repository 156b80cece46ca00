"""Ce que contient un dossier, en quelques faits : de quoi le reconnaître avant de l'ouvrir."""

import datetime as dt
from dataclasses import dataclass

from clas_model.chemins import champ_du_motif, motifs, places
from clas_model.dossier import Dossier
from clas_model.francais import accord, date_courte
from clas_model.parcours import avancement, reponses
from clas_model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Sommaire:
    """Le nom, l'année, les nombres et les dates extrêmes d'un dossier."""

    nom: str | None
    annee: str | None
    groupes: int
    enfants: int | None
    reponses: int
    total: int
    du: dt.date | None
    au: dt.date | None
    a_confirmer: int
    fictif: bool

    def en_phrases(self) -> tuple[str, ...]:
        """Une ligne par fait, sans rien dire de ce qui n'y est pas."""
        groupes = accord(self.groupes, "groupe") if self.groupes else "aucun groupe"
        lignes = [
            f"« {self.nom} »" if self.nom else "Un dossier sans nom",
            f"Année scolaire {self.annee}" if self.annee else "Sans année scolaire",
            f"{groupes}, {accord(self.enfants, 'enfant')}" if self.enfants else groupes,
            f"{accord(self.reponses, 'réponse')} sur {self.total}",
        ]
        if self.du and self.au:
            lignes.append(f"Dates du {date_courte(self.du)} au {date_courte(self.au)}")
        if self.a_confirmer:
            lignes.append(f"{accord(self.a_confirmer, 'réponse')} à confirmer")
        if self.fictif:
            lignes.append("Exemple fictif")
        return tuple(lignes)


def sommaire(dossier: Dossier, questionnaire: Questionnaire) -> Sommaire:
    """Ce que contient un dossier."""
    avance = avancement(reponses(dossier, questionnaire))
    effectifs = [g.effectif for g in dossier.groupes if g.effectif is not None]
    dates = sorted(
        valeur
        for motif in motifs()
        if champ_du_motif(motif)[1].startswith("date")
        for _, valeur in places(dossier, motif)
        if isinstance(valeur, dt.date)
    )
    return Sommaire(
        nom=dossier.structure.nom,
        annee=dossier.structure.annee_scolaire,
        groupes=len(dossier.groupes),
        enfants=sum(effectifs) if effectifs else None,
        reponses=avance.vues,
        total=avance.total,
        du=dates[0] if dates else None,
        au=dates[-1] if dates else None,
        a_confirmer=len(dossier.a_confirmer),
        fictif=dossier.fictif,
    )
