"""D'où vient une phrase du brouillon : les réponses, leur étape, les critères qui s'y appuient."""

from dataclasses import dataclass

from clas_model.chemins import motif
from clas_model.francais import enumeration
from clas_model.positionnement import Positionnement
from clas_model.questionnaire import Etape, Questionnaire
from clas_model.restitution.arbre import Bloc, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import cellule, section

ID = "annexe-sources"
EXTRAIT = 90


@dataclass(frozen=True, slots=True)
class Provenance:
    """Les étapes et les questions d'où vient un bloc, et le titre des critères qui s'y appuient."""

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
    bloc: Paragraphe | Tableau, questionnaire: Questionnaire, positionnement: Positionnement
) -> Provenance | None:
    """Ce qui fonde un paragraphe ou un tableau ; rien s'il ne vient d'aucune réponse."""
    motifs = tuple(dict.fromkeys(motif(champ) for champ in bloc.champs))
    connus = [m for m in motifs if m in questionnaire.par_motif]
    if not connus:
        return None
    etapes = tuple({questionnaire.etape_du_motif[m].id: questionnaire.etape_du_motif[m] for m in connus}.values())
    titres = {c.critere.id: c.critere.titre for c in positionnement.constats}
    return Provenance(
        etapes,
        tuple(dict.fromkeys(questionnaire.par_motif[m].libelle for m in connus)),
        tuple(titres[c] for c in bloc.criteres if c in titres),
    )


def annexe_sources(
    sections: tuple[Section, ...], questionnaire: Questionnaire, positionnement: Positionnement
) -> list[Section]:
    """Chaque phrase et chaque tableau de la candidature, avec ses réponses et ses critères."""
    lignes = []
    for rubrique in sections:
        for bloc in (b for groupe in rubrique.blocs for b in _a_plat(groupe)):
            origine = provenance(bloc, questionnaire, positionnement)
            if origine is None:
                continue
            etapes = enumeration(etape.titre for etape in origine.etapes)
            lignes.append((
                _extrait(bloc),
                cellule(Morceau(f"{etapes} : ", intitule=True), " ; ".join(origine.questions)),
                cellule(" ; ".join(origine.criteres)),
            ))  # fmt: skip
    entetes = ("Phrase ou tableau", "Étape et réponses", "Critères")
    tableau = Tableau(entetes, tuple(lignes), "D'où vient chaque phrase", (), (6, 6, 5))
    return [section(ID, "Annexe : d'où vient chaque phrase", 1, tableau)]


def _a_plat(bloc: Bloc) -> tuple[Paragraphe | Tableau, ...]:
    match bloc:
        case Liste():
            return bloc.elements
        case Figure():
            return ()
        case _:
            return (bloc,)


def _extrait(bloc: Paragraphe | Tableau) -> tuple[Morceau, ...]:
    """Le début du paragraphe, ou la légende du tableau."""
    texte = bloc.legende if isinstance(bloc, Tableau) else "".join(m.texte for m in bloc.texte)
    court = " ".join(texte.split("\n"))
    return (Morceau(court if len(court) <= EXTRAIT else f"{court[: EXTRAIT - 1].rstrip()}…", saisi=True),)
