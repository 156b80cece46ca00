"""Ce qui, dans un texte libre, ressemble à une personne : un téléphone, une adresse, le nom d'un élève.

Un signal, pas une preuve : rien n'est refusé ni corrigé, c'est à qui écrit de juger.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from clas_model.chemins import champ_du_motif, motifs, places
from clas_model.dossier import Dossier

Genre = Literal["telephone", "courriel", "nom"]


@dataclass(frozen=True, slots=True)
class Signalement:
    """Un extrait de la réponse de ce champ qui ressemble à une donnée personnelle."""

    chemin: str
    genre: Genre
    extrait: str


_COURRIEL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
# Neuf chiffres après le 0 ou le +33, par deux, séparés ou non ; ni au milieu ni au bout d'un nombre plus long.
_TELEPHONE = re.compile(r"(?<![\d,.])(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s.\-/]?\d{2}){4}(?!\d)")
_MAJUSCULE = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ]"
_MINUSCULES = r"[a-zàâäçéèêëîïôöùûüÿœ]+"
_MOT = rf"{_MAJUSCULE}{_MINUSCULES}(?:[-’']{_MAJUSCULE}?{_MINUSCULES})*"
_CIVIL = re.compile(rf"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+(?:{_MOT}|{_MAJUSCULE}{{2,}})")
# « l'élève Lina », « la maman de Sofiane ».
_ELEVE = re.compile(
    r"\b(?:élève|enfant|fils|fille|frère|sœur|soeur|maman|papa|mère|père|collégien|collégienne|lycéen|lycéenne)\s+"
    rf"(?:(?:de|d['’]|du petit|de la petite)\s*)?({_MOT})(?:\s+(?:{_MOT}|{_MAJUSCULE}\.|{_MAJUSCULE}{{2,}}))?"
)
# « Lina MARTIN ».
_PRENOM_NOM = re.compile(rf"\b({_MOT})\s+({_MAJUSCULE}{{3,}})\b")
# Les prénoms ne sont pas tous là : assez pour reconnaître la forme « prénom nom ».
_PRENOMS = frozenset({
    "adam", "adèle", "adrien", "aïcha", "alex", "alexandre", "alexis", "alice", "alicia", "alix", "amandine",
    "amélie", "amina", "amir", "amira", "anaïs", "andré", "anna", "anne", "antoine", "arthur", "assia", "aurélie",
    "axel", "bilal", "camille", "catherine", "cédric", "céline", "charlotte", "chloé", "christine", "christophe",
    "claire", "clara", "clément", "coline", "dalila", "david", "denis", "diane", "djibril", "dominique", "dylan",
    "éléna", "élise", "élodie", "emma", "enzo", "éric", "ethan", "eva", "éva", "fabien", "fanny", "farid", "fatima",
    "fatou", "fatoumata", "florence", "florian", "françoise", "gabin", "gabriel", "guillaume", "hakim", "hamza",
    "hélène", "hugo", "ibrahim", "ilyes", "imane", "inès", "isabelle", "ismaël", "jade", "jamel", "jean", "jeanne",
    "jérôme", "joris", "jules", "julia", "julie", "julien", "juliette", "karim", "kenza", "kévin", "khadija",
    "killian", "laura", "laure", "léa", "leïla", "léna", "léo", "léonie", "lilou", "lina", "lisa", "louis", "louise",
    "louna", "lucas", "lucie", "ludovic", "lyna", "maël", "maëlle", "maeva", "malik", "manon", "margaux", "maria",
    "mariam", "marie", "martin", "mathilde", "mathis", "mathéo", "maxime", "mehdi", "mélanie", "mélissa", "michel",
    "mohamed", "morgane", "moussa", "myriam", "nadia", "naël", "nassim", "nathan", "nathalie", "nicolas", "nina",
    "noah", "noé", "noémie", "nora", "nour", "oscar", "ousmane", "pascal", "patrick", "paul", "pauline", "philippe",
    "pierre", "quentin", "rachid", "raphaël", "rayan", "rémi", "robin", "romain", "romane", "sabrina", "sacha",
    "salma", "salomé", "samir", "samira", "samuel", "sandrine", "sara", "sarah", "sébastien", "séverine", "sofia",
    "sofiane", "sonia", "sophie", "stéphane", "sylvie", "théo", "thierry", "thomas", "timéo", "tom", "valentin",
    "valérie", "victor", "vincent", "wassim", "yanis", "yasmine", "youssef", "yves", "zoé",
})  # fmt: skip
# « Nathan Durand », « Nathan D. »
_PRENOM_MOT = re.compile(
    rf"\b(?:{'|'.join(sorted(p.capitalize() for p in _PRENOMS))})(?:-{_MOT})?\s+(?:{_MOT}|{_MAJUSCULE}\.)"
)
# Ces lieux portent des noms de personnes : « l'école Jules Ferry » n'est le nom d'aucun élève.
_LIEUX = re.compile(
    r"\b(?:écoles?|collèges?|lycées?|groupe scolaire|rue|avenue|boulevard|place|quartier|salle|espace|centre|maison|"
    r"médiathèque|bibliothèque|ludothèque|stade|gymnase|square|résidence|cité|fondation|association|institut|musée|"
    r"théâtre|foyer|crèche|maternelle|élémentaire|primaire|saint|sainte)\b[^.;\n]{0,25}$",
    re.IGNORECASE,
)
# Des débuts de phrase et des sigles, pas des prénoms.
_COMMUNS = frozenset({
    "association", "associations", "atelier", "ateliers", "caf", "centre", "charte", "clas", "collège", "conseil",
    "convention", "coordination", "départ", "direction", "école", "éducation", "espace", "la", "le", "les", "l", "un",
    "une", "réseau", "projet", "programme", "dispositif", "référent", "référente", "groupe", "mairie", "maison",
    "ville", "zone", "accueil", "académie", "contrat", "cité", "point", "relais", "plan", "animation", "bilan",
    "comité",
})  # fmt: skip
# Là où l'on attend le nom d'un lieu ou d'un organisme.
_NOMS_PROPRES = frozenset({
    "structure.nom", "structure.siret", "structure.commune", "structure.departement", "diagnostic.partenaires.*.nom",
    "diagnostic.etablissements.*.nom", "diagnostic.articulations.*.nom", "parents.articulations.*.nom",
    "groupes.*.lieu", "budget.produits.*.financeur",
})  # fmt: skip


@functools.lru_cache(maxsize=4096)
def reperer(texte: str, noms: bool = True) -> tuple[tuple[Genre, str], ...]:
    """(genre, extrait) de ce qui ressemble à une donnée personnelle ; `noms` : y chercher aussi des noms."""
    trouves: list[tuple[Genre, str]] = [("courriel", t[0]) for t in _COURRIEL.finditer(texte)]
    trouves += [("telephone", t[0].strip()) for t in _TELEPHONE.finditer(texte)]
    if noms:
        trouves += [("nom", extrait) for extrait in dict.fromkeys(_noms(texte))]
    return tuple(trouves)


def _noms(texte: str) -> Iterator[str]:
    pris: list[tuple[int, int]] = []
    for motif_ in (_CIVIL, _ELEVE, _PRENOM_NOM, _PRENOM_MOT):
        for trouve in motif_.finditer(texte):
            debut, fin = trouve.span()
            if any(d < fin and debut < f for d, f in pris) or _LIEUX.search(texte[:debut]):
                continue
            if motif_ is _PRENOM_NOM and trouve[1].lower() in _COMMUNS:
                continue
            pris.append((debut, fin))
            yield trouve[0]


def _est_texte_libre(motif_: str) -> bool:
    """Vrai pour un champ où l'on écrit ce qu'on veut : ni choix, ni nombre, ni date."""
    modele, champ = champ_du_motif(motif_)
    annotation = modele.model_fields[champ].annotation
    return str in (annotation, *get_args(annotation))


@functools.cache
def _textes_libres() -> tuple[str, ...]:
    return tuple(m for m in motifs() if _est_texte_libre(m))


def signalements(dossier: Dossier) -> tuple[Signalement, ...]:
    """Tout ce qui ressemble à une donnée personnelle, dans l'ordre du dossier."""
    return tuple(
        Signalement(chemin, genre, extrait)
        for motif_ in _textes_libres()
        for chemin, valeur in places(dossier, motif_)
        for genre, extrait in dans_le_champ(motif_, valeur)
    )


def dans_le_champ(motif_: str, valeur: Any) -> tuple[tuple[Genre, str], ...]:
    """(genre, extrait) pour la valeur d'un champ de ce motif ; rien si ce n'est pas un texte libre."""
    if not isinstance(valeur, str) or motif_ not in _textes_libres():
        return ()
    return reperer(valeur, motif_ not in _NOMS_PROPRES)
