"""Le profil local : ce qu'une Caf pose sur un texte national pour son département."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from clas_model.referentiel.base import Contenu, Phrase


def _adresse(texte: str) -> str:
    """Une adresse de site sûre à mettre dans un lien."""
    if not texte.startswith("https://") or any(c in texte for c in " <>()[]\"'"):
        raise ValueError("une adresse de site commence par https:// et n'a pas d'espace")
    return texte


class ReponsesLocales(Contenu):
    """Ce que la Caf répond à la place des structures, qui ne peuvent souvent pas le savoir ; nul : non dit."""

    cadre_departemental: Literal["oui", "non"] | None = None
    formation_existe: Literal["oui", "non"] | None = None


class Priorite(Contenu):
    """Une priorité de la Caf pour l'année."""

    titre: Phrase
    texte: Phrase


class Echeance(Contenu):
    """Un jour qui compte : ouverture, dépôt, réunion du comité."""

    libelle: Phrase
    date: dt.date
    texte: Phrase | None = None


class Contact(Contenu):
    """À qui s'adresser : une fonction, jamais un nom de personne."""

    fonction: Phrase
    moyen: Phrase
    texte: Phrase | None = None


class Formulaire(Contenu):
    """Le formulaire de la Caf : où le trouver, comment le déposer."""

    titre: Phrase
    texte: Phrase
    adresse: Annotated[str, AfterValidator(_adresse)] | None = None


class QuestionLocale(Contenu):
    """Une question que la Caf ajoute : un oui ou un non, et une description. Un critère peut la lire."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    libelle: Phrase
    aide: Phrase | None = None
    description: Phrase


class ProfilLocal(Contenu):
    """Ce qu'une Caf ajoute au texte national pour son département."""

    caf: Phrase
    departement: Phrase
    fictif: Annotated[bool, Field(strict=True)] = False
    reponses: ReponsesLocales = ReponsesLocales()
    priorites: tuple[Priorite, ...] = ()
    echeances: tuple[Echeance, ...] = ()
    comite: tuple[Echeance, ...] = ()
    contacts: tuple[Contact, ...] = ()
    formulaire: Formulaire | None = None
    questions: tuple[QuestionLocale, ...] = ()

    @property
    def motifs_repondus(self) -> frozenset[str]:
        """Les champs du dossier auxquels la Caf a répondu pour tous."""
        champs = {"cadre.departemental": self.reponses.cadre_departemental,
                  "equipe.formation_existe": self.reponses.formation_existe}  # fmt: skip
        return frozenset(motif for motif, reponse in champs.items() if reponse)
