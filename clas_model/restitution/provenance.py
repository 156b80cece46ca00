"""D'où vient une phrase du brouillon : les réponses, leur étape, les critères qui s'y appuient."""

from collections.abc import Iterator
from dataclasses import dataclass

from clas_model.chemins import motif
from clas_model.francais import enumeration
from clas_model.positionnement import Positionnement
from clas_model.questionnaire import Etape, Questionnaire
from clas_model.restitution.arbre import Bloc, Liste, Morceau, Paragraphe, Phrase, Section, Tableau
from clas_model.restitution.phrases import de_meme_origine
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

    Des phrases voisines de même origine partagent une ligne : elles n'auraient rien de plus à dire chacune.
    """
    lignes = []
    for quoi in (q for rubrique in sections for bloc in rubrique.blocs for q in _a_tracer(bloc)):
        origine = provenance(quoi, questionnaire, positionnement)
        if origine is None:
            continue
        etapes = enumeration(etape.titre for etape in origine.etapes)
        lignes.append((
            _extrait(quoi),
            cellule(Morceau(f"{etapes} : ", intitule=True), " ; ".join(origine.questions)),
            cellule(" ; ".join(origine.criteres)),
        ))  # fmt: skip
    entetes = ("Phrase ou tableau", "Étape et réponses", "Critères")
    tableau = Tableau(entetes, tuple(lignes), "D'où vient chaque phrase", (), (6, 6, 5))
    return [section(ID, "Annexe : d'où vient chaque phrase", 1, tableau)]


def _a_tracer(bloc: Bloc) -> Iterator[Phrase | Tableau]:
    match bloc:
        case Tableau():
            yield bloc
        case Liste():
            for element in bloc.elements:
                yield from de_meme_origine(element.phrases)
        case Paragraphe():
            yield from de_meme_origine(bloc.phrases)


def _extrait(quoi: Phrase | Tableau) -> tuple[Morceau, ...]:
    """Le début de la phrase, ou la légende du tableau."""
    texte = quoi.legende if isinstance(quoi, Tableau) else "".join(m.texte for m in quoi.texte)
    court = " ".join(texte.split("\n")).strip()
    return (Morceau(court if len(court) <= EXTRAIT else f"{court[: EXTRAIT - 1].rstrip()}…", saisi=True),)
