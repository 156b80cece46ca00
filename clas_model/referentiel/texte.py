"""Le référentiel : axes, niveaux d'exigence, critères, charte, alertes et leurs sources. Des mots et des nombres datés.

Aucune condition ici : un critère nomme une règle (voir `clas_model.regles`) et lui donne des paramètres typés.
"""

import datetime as dt
import functools
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from clas_model.referentiel.argent import Montant, Prestation
from clas_model.referentiel.base import (
    AnneeScolaire,
    Contenu,
    Effort,
    Identifiant,
    Phrase,
    Portee,
    Statut,
    StatutSource,
)
from clas_model.referentiel.local import ProfilLocal


class Source(Contenu):
    """Un texte d'où vient une règle ; `date` nulle quand le texte n'en porte pas, `date_libelle` le dit."""

    id: Identifiant
    titre: Phrase
    date: dt.date | None = None
    date_libelle: Phrase
    precision: Phrase | None = None


class Passage(Contenu):
    """Les mots exacts d'une source (sans guillemets) ; à défaut, `resume` dit dans nos mots ce qui y est lu.

    `statut` : lu mot pour mot, ou inféré.
    """

    source: Identifiant
    texte: Phrase | None = None
    resume: Phrase | None = None
    statut: StatutSource = "lu"

    @model_validator(mode="after")
    def _l_un_ou_l_autre(self) -> "Passage":
        if (self.texte is None) == (self.resume is None):
            raise ValueError(
                "donnez « texte » (les mots exacts de la source) ou, s'ils manquent, « resume » (dans vos mots), et "
                "pas les deux"
            )
        return self

    @property
    def citation(self) -> str:
        """« Les mots de la source », ou ce qu'elle dit, sans guillemets, quand ses mots n'ont pas été relevés."""
        return f"« {self.texte} »" if self.texte else f"{self.resume} (en substance : les mots exacts manquent)"


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
    parametres: dict[str, Any] = Field(default_factory=dict)


# Le statut d'une exigence, en un mot.
ORIGINES: dict[Statut, str] = {"lu": "lu", "infere": "déduit", "repris": "repris", "a-confirmer": "à confirmer"}


class Critere(Contenu):
    """Un critère : sa place, sa règle, le passage qui le fonde, et les mots pour l'expliquer.

    `en_bref` : la plus courte des trois explications ; `lecture_produit` dit en quoi le critère va au-delà des mots de
    la source, et reste nul s'il n'ajoute rien. `remplace` : le critère du texte hérité dont celui-ci prend la place.
    `effort` : ce que coûte d'ordinaire la mise en conformité (S, M ou L), choix du produit.
    """

    id: Identifiant
    axe: Identifiant
    niveau: Identifiant
    statut: Statut = "lu"
    portee: Portee = "nationale"
    remplace: Identifiant | None = None
    titre: Phrase
    en_bref: Phrase
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

    @property
    def peut_exclure(self) -> bool:
        """Vrai si le texte suffit à dire « non » : exigence lue, et qui vaut partout.

        Une exigence reprise d'un autre texte, déduite, ou d'une seule Caf, demande qu'on la confirme d'abord.
        """
        return self.statut == "lu" and self.passage.statut == "lu" and self.portee == "nationale"

    @property
    def statut_effectif(self) -> Statut:
        """Le statut à dire : un passage seulement déduit ne se dit pas « lu »."""
        return self.passage.statut if self.statut == "lu" else self.statut

    @property
    def provenance(self) -> str:
        """Le statut en un mot, et la Caf si l'exigence ne vaut pas partout."""
        d_une_caf = {"nationale": "", "locale": ", une seule Caf", "profil": ", votre Caf"}
        return f"{ORIGINES[self.statut_effectif]}{d_une_caf[self.portee]}"

    @property
    def origine(self) -> str:
        """D'où vient ce qui est attendu, à mettre à côté du seuil quand notre lecture n'est pas dite plus loin."""
        return f"{self.provenance}, avec notre interprétation" if self.lecture_produit else self.provenance


class Engagement(Contenu):
    """Un des neuf engagements de la charte ; `statut` dit si le passage a été lu ou s'il est inféré."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    titre: Phrase
    texte: Phrase
    statut: StatutSource
    passage: Passage | None = None
    explication: Phrase


class TexteAlerte(Contenu):
    """Les mots d'une alerte, hors score : ce qu'elle signifie et quoi faire ; `parametres` : ses réglages."""

    id: Identifiant
    titre: Phrase
    etape: Identifiant
    explication: Phrase
    suite: Phrase
    parametres: dict[str, Annotated[int, Field(ge=1, strict=True)]] = Field(default_factory=dict)
    passage: Passage | None = None


class Application(Contenu):
    """À quelles années scolaires, et dans quels départements, le texte a pu s'appliquer ; vide : non su."""

    de: AnneeScolaire | None = None
    a: AnneeScolaire | None = None
    departements: tuple[Phrase, ...] = ()
    statut: Statut
    note: Phrase


class Referentiel(Contenu):
    """Un texte daté et tout ce que le produit en tire. Identité : `id` et `version` du contenu.

    `herite` : le texte dont il part ; `mention_repris` : ce qu'on dit des exigences qu'il en reprend. `sur` : le texte
    national sous un profil local. `puce` : le texte et sa date en quelques mots, à côté d'un titre.
    """

    id: Identifiant
    herite: Identifiant | None = None
    sur: Identifiant | None = None
    mention_repris: Phrase | None = None
    titre: Phrase
    puce: Phrase
    date: dt.date | None = None
    date_libelle: Phrase
    version: Phrase
    presentation: Phrase
    application: Application | None = None
    prestation: Prestation | None = None
    local: ProfilLocal | None = None
    montants: tuple[Montant, ...] = ()
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

    def mention(self, critere: Critere) -> str | None:
        """Ce qu'il faut dire d'une exigence que ce texte ne porte pas lui-même ; rien si elle y est lue."""
        if critere.statut == "repris":
            return self.mention_repris
        if critere.statut_effectif == "infere":
            return "déduit, non lu mot pour mot"
        if critere.statut == "a-confirmer":
            return "à confirmer auprès de votre Caf"
        if critere.portee == "profil" and self.local:
            return f"propre à la {self.local.caf}"
        return "texte d'une seule Caf, à confirmer auprès de la vôtre" if critere.portee == "locale" else None

    @property
    def estime_ps(self) -> bool:
        """Vrai si une estimation de la prestation de service a un sens sous ce texte."""
        return self.prestation is not None and self.prestation.estimee

    def montant(self, identifiant: str) -> Montant | None:
        """La grandeur de cet identifiant, ou `None` si le texte n'en dit rien."""
        return next((m for m in self.montants if m.id == identifiant), None)
