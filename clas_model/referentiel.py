"""Le référentiel : axes, niveaux d'exigence, critères, charte, alertes et leurs sources. Des mots et des nombres datés.

Aucune condition ici : un critère nomme une règle (voir `clas_model.regles`) et lui donne des paramètres typés.
"""

import datetime as dt
import functools
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Phrase = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
StatutSource = Literal["lu", "infere"]
Effort = Literal["S", "M", "L"]


class Contenu(BaseModel):
    """Réglages communs du contenu : immuable, champs inconnus refusés."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Contenu):
    """Un texte d'où vient une règle ; `date` nulle quand le texte n'en porte pas, `date_libelle` le dit."""

    id: Identifiant
    titre: Phrase
    date: dt.date | None = None
    date_libelle: Phrase
    precision: Phrase | None = None


class Passage(Contenu):
    """Les mots exacts d'une source (sans guillemets). `statut` : lu mot pour mot, ou inféré."""

    source: Identifiant
    texte: Phrase
    statut: StatutSource = "lu"


class Niveau(Contenu):
    """Un niveau d'exigence ; `poids` est un choix du produit, `bloquant` décide de l'éligibilité."""

    id: Identifiant
    libelle: Phrase
    poids: Annotated[int, Field(ge=1, le=10)]
    bloquant: bool
    mots_source: Phrase


class Axe(Contenu):
    """Un axe du référentiel."""

    id: Identifiant
    libelle: Phrase
    presentation: Phrase


class RegleAppelee(Contenu):
    """Le nom d'une règle Python et ses paramètres, vérifiés au chargement par le modèle de la règle."""

    nom: Identifiant
    parametres: dict[str, Any] = {}


class Critere(Contenu):
    """Un critère : sa place, sa règle, le passage qui le fonde, et les mots pour l'expliquer.

    `lecture_produit` dit en quoi le critère va au-delà des mots de la source ; nul s'il n'ajoute rien.
    `effort` : ce que coûte d'ordinaire la mise en conformité (S, M ou L), choix du produit.
    """

    id: Identifiant
    axe: Identifiant
    niveau: Identifiant
    titre: Phrase
    etape: Identifiant
    regle: RegleAppelee
    passage: Passage
    lecture_produit: Phrase | None = None
    explication: Phrase
    bonne_reponse: Phrase
    erreur_frequente: Phrase
    si_non_atteint: Phrase
    si_partiel: Phrase | None = None
    si_sans_reponse: Phrase
    effort: Effort


class Engagement(Contenu):
    """Un des neuf engagements de la charte ; `statut` dit si le passage a été lu ou s'il est inféré."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    titre: Phrase
    texte: Phrase
    statut: StatutSource
    passage: Passage | None = None
    explication: Phrase


class TexteAlerte(Contenu):
    """Les mots d'une alerte, hors score : ce qu'elle signifie et quoi faire."""

    id: Identifiant
    titre: Phrase
    etape: Identifiant
    explication: Phrase
    suite: Phrase
    passage: Passage | None = None


class Referentiel(Contenu):
    """Un texte daté et tout ce que le produit en tire. Identité : `id` et `version` du contenu."""

    id: Identifiant
    titre: Phrase
    date: dt.date | None = None
    date_libelle: Phrase
    version: Phrase
    presentation: Phrase
    sources: tuple[Source, ...]
    niveaux: tuple[Niveau, ...]
    axes: tuple[Axe, ...]
    criteres: tuple[Critere, ...]
    engagements: tuple[Engagement, ...]
    alertes: tuple[TexteAlerte, ...]

    @functools.cached_property
    def _sources(self) -> dict[str, Source]:
        return {s.id: s for s in self.sources}

    @functools.cached_property
    def _niveaux(self) -> dict[str, Niveau]:
        return {n.id: n for n in self.niveaux}

    @functools.cached_property
    def _axes(self) -> dict[str, Axe]:
        return {a.id: a for a in self.axes}

    @functools.cached_property
    def _criteres(self) -> dict[str, Critere]:
        return {c.id: c for c in self.criteres}

    @functools.cached_property
    def _alertes(self) -> dict[str, TexteAlerte]:
        return {a.id: a for a in self.alertes}

    def source(self, identifiant: str) -> Source:
        """La source de cet identifiant ; KeyError si elle n'existe pas."""
        return self._sources[identifiant]

    def niveau(self, identifiant: str) -> Niveau:
        """Le niveau d'exigence de cet identifiant ; KeyError s'il n'existe pas."""
        return self._niveaux[identifiant]

    def axe(self, identifiant: str) -> Axe:
        """L'axe de cet identifiant ; KeyError s'il n'existe pas."""
        return self._axes[identifiant]

    def critere(self, identifiant: str) -> Critere:
        """Le critère de cet identifiant ; KeyError s'il n'existe pas."""
        return self._criteres[identifiant]

    def alerte(self, identifiant: str) -> TexteAlerte:
        """Les mots de l'alerte de cet identifiant ; KeyError si elle n'existe pas."""
        return self._alertes[identifiant]
