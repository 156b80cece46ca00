"""Le parcours : ce qui est rempli, ce qui manque, ce qui compte pour l'essentiel."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from clas_model.calendrier import hors_calendrier, rythme_irregulier
from clas_model.chemins import lire, motifs, places, prochain_id
from clas_model.chemins import motif as motif_de
from clas_model.dossier import Dossier
from clas_model.questionnaire import Etape, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Reponse:
    """Une question posée à un endroit précis du dossier, et si elle a reçu une réponse.

    `ignoree` : « je ne sais pas ». Elle compte comme vue, pas comme connue.
    """

    chemin: str
    question: Question
    etape: str
    remplie: bool
    ignoree: bool

    @property
    def vue(self) -> bool:
        """Répondue, ou « je ne sais pas »."""
        return self.remplie or self.ignoree


@dataclass(frozen=True, slots=True)
class Avancement:
    """Questions vues sur questions posées."""

    vues: int
    total: int

    @property
    def part(self) -> float:
        """De 0 à 1 ; 0 s'il n'y a rien à remplir."""
        return self.vues / self.total if self.total else 0.0


# Les questions qui ne se posent que selon une autre réponse. Absentes d'ici, elles se posent toujours.
PERTINENCE: dict[str, Callable[[Dossier, str], bool]] = {
    "structure.semaines_scolaires": lambda d, _: hors_calendrier(d.structure),
    "groupes.*.semaines_seances": lambda d, chemin: (
        hors_calendrier(d.structure) or rythme_irregulier(lire(d, chemin.rpartition(".")[0]))
    ),
    # « Aucun établissement » : il n'y a rien à choisir.
    "groupes.*.etablissements": lambda d, _: bool(d.diagnostic.etablissements) or not d.diagnostic.etablissements_close,
    # Les adultes désignés un à un se comptent.
    "groupes.*.creneaux.*.nombre_adultes": lambda d, chemin: (
        lire(d, chemin) is not None or lire(d, f"{chemin.rpartition('.')[0]}.accompagnateurs") is None
    ),
    "equipe.formation_engagement": lambda d, _: d.equipe.formation_existe is True,
    "equipe.formation_plan": lambda d, _: d.equipe.formation_existe is True and d.equipe.formation_engagement is True,
    "equipe.accompagnateurs.*.formation": lambda d, _: d.equipe.formation_existe is True,
    "enfants.orientation_texte": lambda d, _: d.enfants.orientation is True,
    "enfants.personnalisation_texte": lambda d, _: d.enfants.personnalisation is True,
    "ecole.coconstruction_texte": lambda d, _: d.ecole.coconstruction is True,
    "ecole.canaux_precision": lambda d, _: bool(d.ecole.canaux),
    # Une action datée n'a plus besoin d'être située dans l'année.
    "ecole.actions.*.periode": lambda d, chemin: lire(d, chemin.removesuffix("periode") + "date") is None,
}


def est_pertinente(dossier: Dossier, motif: str, chemin: str) -> bool:
    """Vrai si la question de ce motif se pose à cet endroit du dossier."""
    condition = PERTINENCE.get(motif)
    return condition is None or condition(dossier, chemin)


# Les listes qui se disent closes : vides, elles n'ont reçu de réponse que si elles le sont (« aucun »).
_MOTIFS = tuple(motifs())
LISTES = frozenset(m for m in _MOTIFS if f"{m}_close" in _MOTIFS)
DRAPEAUX = frozenset(f"{m}_close" for m in LISTES)


def _est_remplie(dossier: Dossier, question: Question, chemin: str, valeur: Any) -> bool:
    if valeur is None or (valeur is False and question.motif in DRAPEAUX):
        return False
    if valeur == () and question.motif in LISTES:
        return bool(lire(dossier, f"{chemin}_close"))
    return True


def _reponse(
    dossier: Dossier, etape: Etape, question: Question, chemin: str, valeur: Any, ignores: frozenset[str]
) -> Reponse:
    remplie = _est_remplie(dossier, question, chemin, valeur)
    return Reponse(chemin, question, etape.id, remplie, not remplie and chemin in ignores)


def reponses(dossier: Dossier, questionnaire: Questionnaire) -> tuple[Reponse, ...]:
    """Toutes les questions qui se posent, dans l'ordre du parcours."""
    ignores = frozenset(dossier.ne_sait_pas)
    resultat = []
    for etape in questionnaire.etapes:
        for question in etape.questions:
            for chemin, valeur in places(dossier, question.motif):
                if not est_pertinente(dossier, question.motif, chemin) or _est_redite(dossier, question.motif, chemin):
                    continue
                resultat.append(_reponse(dossier, etape, question, chemin, valeur, ignores))
    return tuple(resultat)


def _est_redite(dossier: Dossier, motif: str, chemin: str) -> bool:
    """Vrai pour le « c'est tout » d'une liste vide et ouverte : la liste est déjà demandée, une fois suffit."""
    if motif not in DRAPEAUX or lire(dossier, chemin):
        return False
    return not lire(dossier, chemin.removesuffix("_close"))


def manquantes(toutes: tuple[Reponse, ...]) -> tuple[Reponse, ...]:
    """Ce qui reste à remplir : ni répondu, ni facultatif (« je ne sais pas » reste à préciser)."""
    return tuple(r for r in toutes if not r.remplie and not r.question.facultative)


def avancement(toutes: tuple[Reponse, ...], etape: str | None = None) -> Avancement:
    """L'avancement d'une étape, ou de tout le dossier ; les questions facultatives ne comptent pas."""
    comptees = [r for r in toutes if not r.question.facultative and etape in (None, r.etape)]
    return Avancement(sum(r.vue for r in comptees), len(comptees))


def essentiel(dossier: Dossier, questionnaire: Questionnaire) -> tuple[Reponse, ...]:
    """Les réponses qui suffisent à un premier verdict ; une liste vide compte pour un élément à venir.

    Une liste dite sans élément (« aucun ») a reçu sa réponse : c'est elle qui compte, une fois, et non ses questions.
    """
    ignores = frozenset(dossier.ne_sait_pas)
    resultat: dict[str, Reponse] = {}
    for etape in questionnaire.etapes:
        for question in etape.questions:
            if question.essentielle:
                for chemin, valeur in _places_a_venir(dossier, question.motif):
                    if motif_de(chemin) in LISTES:
                        liste = questionnaire.par_motif[motif_de(chemin)]
                        resultat.setdefault(chemin, Reponse(chemin, liste, etape.id, remplie=True, ignoree=False))
                    # Le « c'est tout » d'une liste sans élément est la réponse qu'on vient de compter.
                    elif chemin.removesuffix("_close") not in resultat and est_pertinente(
                        dossier, question.motif, chemin
                    ):
                        resultat[chemin] = _reponse(dossier, etape, question, chemin, valeur, ignores)
    return tuple(resultat.values())


def _places_a_venir(dossier: Dossier, motif: str) -> Iterator[tuple[str, Any]]:
    """Comme `places`, avec un premier élément à venir dans chaque liste vide ; « aucun » : la liste elle-même."""
    chemins = [""]
    morceaux = motif.split(".*.")
    for rang, morceau in enumerate(morceaux):
        suivants = []
        for chemin in chemins:
            base = f"{chemin}.{morceau}" if chemin else morceau
            if rang == len(morceaux) - 1:
                yield base, lire(dossier, base)
                continue
            elements = lire(dossier, base) or ()
            if not elements and lire(dossier, f"{base}_close"):
                yield base, ()
                continue
            identifiants = [e.id for e in elements] or [prochain_id(dossier, base)]
            suivants += [f"{base}.{identifiant}" for identifiant in identifiants]
        chemins = suivants


def voisines(questionnaire: Questionnaire, etape: str) -> tuple[Etape | None, Etape | None]:
    """L'étape précédente et l'étape suivante."""
    etapes = questionnaire.etapes
    rang = next(i for i, e in enumerate(etapes) if e.id == etape)
    return (etapes[rang - 1] if rang else None, etapes[rang + 1] if rang + 1 < len(etapes) else None)


def libelle_libre(dossier: Dossier) -> str:
    """« accompagnateur 3 » : le premier numéro que personne ne porte."""
    pris = {a.libelle for a in dossier.equipe.accompagnateurs}
    return next(nom for n in itertools.count(1) if (nom := f"accompagnateur {n}") not in pris)
