"""Les mots du parcours : étapes, questions, choix proposés, glossaire. Aucune condition ici (voir `parcours.py`)."""

import functools
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clas_model.referentiel import Contenu, Identifiant, Phrase, Referentiel
from clas_model.referentiel.base import ParIdentite

Motif = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.(\*|[a-z_]+))*$")]


class Question(Contenu):
    """Une question, désignée par le motif de chemin qu'elle remplit (« groupes.*.effectif »).

    `manque` : ce que le brouillon imprime après « à compléter : » (groupe nominal, sans majuscule).
    `essentielle` : fait partie des réponses qui suffisent à un premier verdict.
    `facultative` : ne compte pas parmi ce qui manque.
    `ne_sait_pas` : propose « je ne sais pas ».
    `selon` : ne se pose que si le texte a l'un de ces critères ; `essentielle_selon` : y est alors essentielle.
    `avec_ps`, `avec_questions_locales` : ne se pose que si le texte estime une aide, ou a les questions d'une Caf.
    D'une liste : `element`, le nom d'un élément (« Groupe ») ; `ajouter`, le bouton ; `aucun`, ce qu'on coche si elle
    reste vide.
    """

    motif: Motif
    libelle: Phrase
    manque: Phrase
    aide: Phrase | None = None
    exemple: Phrase | None = None
    unite: Phrase | None = None
    choix: Identifiant | None = None
    essentielle: bool = False
    facultative: bool = False
    ne_sait_pas: bool = True
    selon: tuple[Identifiant, ...] = ()
    essentielle_selon: tuple[Identifiant, ...] = ()
    avec_ps: bool = False
    avec_questions_locales: bool = False
    element: Phrase | None = None
    ajouter: Phrase | None = None
    aucun: Phrase | None = None


class Etape(Contenu):
    """Une page du parcours ; `mode_emploi` : une ou deux phrases sous le titre."""

    id: Identifiant
    titre: Phrase
    mode_emploi: Phrase
    minutes: Annotated[int, Field(ge=1, le=60)]
    questions: tuple[Question, ...]


class Choix(Contenu):
    """Une liste de réponses proposées : valeurs du modèle et leurs libellés."""

    id: Identifiant
    options: dict[str, Annotated[str, StringConstraints(min_length=2)]]


class Terme(Contenu):
    """Un mot du glossaire."""

    terme: Annotated[str, StringConstraints(min_length=2)]
    definition: Phrase
    nature: Literal["sigle", "mot"] = "mot"


class Renommage(Contenu):
    """Une réponse qui a changé de place : pour le texte `texte`, celle de `de` se recopie dans `vers`."""

    de: Motif
    vers: Motif
    texte: Identifiant
    note: Phrase


class TexteRenomme(Contenu):
    """Un texte qui a changé d'identifiant : les dossiers qui nomment `de` sont jugés selon `vers`."""

    de: Identifiant
    vers: Identifiant


class Renommages(Contenu):
    """La table des renommages, la seule voie par laquelle une réponse change de place."""

    champs: tuple[Renommage, ...] = ()
    textes: tuple[TexteRenomme, ...] = ()


class Questionnaire(Contenu):
    """Tout le parcours en mots."""

    etapes: tuple[Etape, ...]
    choix: tuple[Choix, ...]
    glossaire: tuple[Terme, ...]

    @functools.cached_property
    def par_motif(self) -> dict[str, Question]:
        """Les questions par motif de chemin."""
        return {q.motif: q for e in self.etapes for q in e.questions}

    @functools.cached_property
    def etape_du_motif(self) -> dict[str, Etape]:
        """L'étape où se trouve chaque question."""
        return {q.motif: e for e in self.etapes for q in e.questions}

    @functools.cached_property
    def options(self) -> dict[str, dict[str, str]]:
        """Les libellés des choix, par liste puis par valeur."""
        return {c.id: c.options for c in self.choix}

    def pour(self, texte: Referentiel) -> "Questionnaire":
        """Les seules questions qui se posent sous ce texte ; une étape qui n'en a plus disparaît."""
        return _selon_le_texte(ParIdentite(self), ParIdentite(texte))

    def etape(self, identifiant: str) -> Etape:
        """L'étape de cet identifiant ; KeyError si elle n'existe pas."""
        return next(e for e in self.etapes if e.id == identifiant)

    def libelle_choix(self, motif: str, valeur: str) -> str:
        """Le libellé de la réponse `valeur` à la question `motif`."""
        liste = self.par_motif[motif].choix
        return self.options[liste][valeur] if liste else valeur


@functools.lru_cache(maxsize=16)
def _selon_le_texte(questionnaire: ParIdentite[Questionnaire], texte: ParIdentite[Referentiel]) -> Questionnaire:
    entier, referentiel = questionnaire.valeur, texte.valeur
    criteres = {c.id for c in referentiel.criteres}
    repondues = referentiel.local.motifs_repondus if referentiel.local else frozenset()

    def se_pose(question: Question) -> bool:
        if question.avec_ps and not referentiel.estime_ps:
            return False
        if question.avec_questions_locales and not (referentiel.local and referentiel.local.questions):
            return False
        if question.motif in repondues:
            return False
        return not question.selon or not criteres.isdisjoint(question.selon)

    def adapter(question: Question) -> Question:
        if question.essentielle or criteres.isdisjoint(question.essentielle_selon):
            return question
        return question.model_copy(update={"essentielle": True})

    etapes = tuple(e.model_copy(update={"questions": tuple(adapter(q) for q in e.questions if se_pose(q))})
                   for e in entier.etapes)  # fmt: skip
    return Questionnaire(etapes=tuple(e for e in etapes if e.questions), choix=entier.choix, glossaire=entier.glossaire)
