"""D'où vient une phrase du brouillon : les réponses, leur étape, les critères qui s'y appuient."""

from dataclasses import dataclass

from clas_model.chemins import motif
from clas_model.francais import accord, enumeration
from clas_model.positionnement import Positionnement
from clas_model.questionnaire import Etape, Questionnaire
from clas_model.restitution.arbre import Cellule, Morceau, Phrase, Section, Tableau
from clas_model.restitution.phrases import phrases_de
from clas_model.restitution.plume import cellule, section

ID = "annexe-sources"
EXTRAIT = 90


@dataclass(frozen=True, slots=True)
class Provenance:
    """Les étapes et les questions d'où vient une phrase, et le titre des critères qui s'y appuient."""

    etapes: tuple[Etape, ...]
    questions: tuple[str, ...]
    criteres: tuple[str, ...]

    @property
    def phrase(self) -> str:
        """« Réponse : « Nom de la structure ». Critère : « … ». »"""
        mots = [f"{'Réponse' if len(self.questions) == 1 else 'Réponses'} : {_citer(self.questions)}."]
        if self.criteres:
            mots.append(f"{'Critère' if len(self.criteres) == 1 else 'Critères'} : {_citer(self.criteres)}.")
        return " ".join(mots)


def _citer(titres: tuple[str, ...]) -> str:
    return enumeration(f"« {titre} »" for titre in titres)


def provenance(
    quoi: Phrase | Tableau, questionnaire: Questionnaire, positionnement: Positionnement
) -> Provenance | None:
    """Ce qui fonde une phrase ou un tableau ; rien s'il ne vient d'aucune réponse."""
    siens = tuple(c for p in quoi.phrases for c in p.champs) if isinstance(quoi, Tableau) else quoi.champs
    connus = [m for m in dict.fromkeys(map(motif, siens)) if m in questionnaire.par_motif]
    if not connus:
        return None
    etapes = tuple({questionnaire.etape_du_motif[m].id: questionnaire.etape_du_motif[m] for m in connus}.values())
    titres = {c.critere.id: c.critere.titre for c in positionnement.constats}
    return Provenance(
        etapes,
        tuple(dict.fromkeys(questionnaire.par_motif[m].libelle for m in connus)),
        tuple(titres[c] for c in quoi.criteres if c in titres),
    )


def annexe_sources(
    sections: tuple[Section, ...], questionnaire: Questionnaire, positionnement: Positionnement
) -> list[Section]:
    """Chaque phrase de la candidature, avec ses réponses et ses critères ; un tableau y tient en une ligne.

    Dans un même bloc, les phrases qui viennent des mêmes questions partagent une ligne : la première, et leur nombre.
    """
    lignes = []
    for bloc in (b for rubrique in sections for b in rubrique.blocs):
        ensemble: dict[Provenance, list[Phrase | Tableau]] = {}
        for quoi in [bloc] if isinstance(bloc, Tableau) else phrases_de(bloc):
            if origine := provenance(quoi, questionnaire, positionnement):
                ensemble.setdefault(origine, []).append(quoi)
        lignes += [_ligne(origine, siennes) for origine, siennes in ensemble.items()]
    entetes = ("Phrase ou tableau", "Étape et réponses", "Critères")
    tableau = Tableau(entetes, tuple(lignes), "D'où vient chaque phrase", (), (6, 7, 7))
    return [section(ID, "Annexe : d'où vient chaque phrase", 1, tableau)]


def _ligne(origine: Provenance, siennes: list[Phrase | Tableau]) -> tuple[Cellule, ...]:
    autres = len(siennes) - 1
    suite = f" (et {accord(autres, 'autre phrase', 'autres phrases')})" if autres else ""
    etapes = enumeration(etape.titre for etape in origine.etapes)
    return (
        cellule(_extrait(siennes[0]), suite),
        cellule(Morceau(f"{etapes} : ", intitule=True), " ; ".join(origine.questions)),
        cellule(" ; ".join(origine.criteres)),
    )


def _extrait(quoi: Phrase | Tableau) -> tuple[Morceau, ...]:
    """Le début de la phrase, ou la légende du tableau."""
    texte = quoi.legende if isinstance(quoi, Tableau) else "".join(m.texte for m in quoi.texte)
    court = " ".join(texte.split("\n")).strip()
    return (Morceau(court if len(court) <= EXTRAIT else f"{court[: EXTRAIT - 1].rstrip()}…", saisi=True),)
