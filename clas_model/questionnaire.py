"""Les mots du parcours : étapes, questions, choix proposés, glossaire. Aucune condition ici (voir `parcours.py`)."""

import functools
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clas_model.referentiel import Contenu, Identifiant, Phrase

Motif = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.(\*|[a-z_]+))*$")]


class Question(Contenu):
    """Une question, désignée par le motif de chemin qu'elle remplit (« groupes.*.effectif »).

    `manque` : ce que le brouillon imprime après « à compléter : » (groupe nominal, sans majuscule).
    `essentielle` : fait partie des réponses qui suffisent à un premier verdict.
    `facultative` : ne compte pas parmi ce qui manque.
    `ne_sait_pas` : propose « je ne sais pas ».
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

    def etape(self, identifiant: str) -> Etape:
        """L'étape de cet identifiant ; KeyError si elle n'existe pas."""
        return next(e for e in self.etapes if e.id == identifiant)

    def libelle_choix(self, motif: str, valeur: str) -> str:
        """Le libellé de la réponse `valeur` à la question `motif`."""
        liste = self.par_motif[motif].choix
        return self.options[liste][valeur] if liste else valeur
