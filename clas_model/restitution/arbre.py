"""L'arbre d'un document, sans format : ce que le plan remplit et que chaque rendu (Word, écran) parcourt."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Morceau:
    """Un bout de texte. `manque` : à compléter ou à préciser ; `saisi` : les mots de la structure, à rendre tels quels.

    `attendu` : ce que le texte attend de plus, dans un manque dont la question a sa réponse (« non », « aucun »).
    `intitule` : annonce ce qui suit, en gras. `champ` : le chemin du dossier d'où il vient, ou celui qui manque.
    `fixe` : une phrase du gabarit, que toute candidature porterait telle quelle.
    """

    texte: str
    manque: bool = False
    saisi: bool = False
    attendu: str | None = None
    intitule: bool = False
    champ: str | None = None
    fixe: bool = False

    @property
    def repondu(self) -> bool:
        """Vrai pour un manque dont la question a déjà sa réponse."""
        return self.attendu is not None


Cellule = tuple[Morceau, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Une phrase, ou une ligne de tableau : les réponses qui la fondent et les critères qui s'y appuient."""

    texte: tuple[Morceau, ...]
    champs: tuple[str, ...] = ()
    criteres: tuple[str, ...] = ()

    @property
    def fixe(self) -> bool:
        """Vrai si le gabarit la porte telle quelle."""
        return all(m.fixe for m in self.texte if m.texte.strip() and not m.intitule)


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Des morceaux à la suite, les chemins qui les fondent et les critères dont il parle.

    `retrait` : dans une liste, de combien de niveaux il est sous le premier. `phrases` : le même texte, phrase par
    phrase ; rempli une fois le plan entier (`phrases.relier`).
    """

    texte: tuple[Morceau, ...]
    champs: tuple[str, ...] = ()
    criteres: tuple[str, ...] = ()
    retrait: int = 0
    phrases: tuple[Phrase, ...] = ()

    @property
    def est_manque(self) -> bool:
        """Vrai si le paragraphe ne dit rien d'autre que ce qui manque."""
        return all(m.manque for m in self.texte if m.texte.strip())


@dataclass(frozen=True, slots=True)
class Liste:
    """Des paragraphes à puces."""

    elements: tuple[Paragraphe, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """Des cellules sous des en-têtes.

    `largeurs` : parts relatives des colonnes ; `total` : dernière ligne en gras ; `nombres` : colonnes de nombres, à
    aligner à droite ; `phrases` : une par ligne, remplies une fois le plan entier.
    """

    entetes: tuple[str, ...]
    lignes: tuple[tuple[Cellule, ...], ...]
    legende: str
    champs: tuple[str, ...] = ()
    largeurs: tuple[int, ...] = ()
    total: bool = False
    criteres: tuple[str, ...] = ()
    nombres: tuple[int, ...] = ()
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Figure:
    """Un dessin et le texte qui en dit autant : une spécification Vega-Lite, ou un SVG déjà fait."""

    spec: dict[str, Any]
    alternative: str
    legende: str
    dessin: str = ""


Bloc = Paragraphe | Liste | Tableau | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """Un titre et ce qui le suit ; `niveau` de 1 à 3, les sections se suivent à plat."""

    id: str
    titre: str
    niveau: int
    blocs: tuple[Bloc, ...] = ()

    @property
    def a_part(self) -> bool:
        """Vrai si la section commence une page : l'annexe n'est pas la candidature."""
        return self.id.startswith("annexe") and self.niveau == 1

    def morceaux(self) -> Iterator[Morceau]:
        """Tous les bouts de texte de la section, dans l'ordre de lecture."""
        for bloc in self.blocs:
            match bloc:
                case Paragraphe():
                    yield from bloc.texte
                case Liste():
                    for element in bloc.elements:
                        yield from element.texte
                case Tableau():
                    for ligne in bloc.lignes:
                        for cellule in ligne:
                            yield from cellule
                case Figure():
                    pass


@dataclass(frozen=True, slots=True)
class Document:
    """Un document entier. `mention` : « Exemple fictif », ou vide ; `edition` : la date et le texte de référence."""

    titre: str
    sous_titre: str
    mention: str
    edition: str
    date: dt.date
    sections: tuple[Section, ...]

    @property
    def manques(self) -> tuple[Morceau, ...]:
        """Tout ce qui reste à compléter ou à préciser, dans l'ordre de lecture."""
        return tuple(m for s in self.sections for m in s.morceaux() if m.manque)
