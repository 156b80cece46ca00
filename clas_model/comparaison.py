"""Deux textes sur les mêmes réponses, clause par clause ; ou les deux textes seuls, sans dossier.

Une clause réunit ce que chaque texte dit d'un même point : le critère de même identifiant, ou celui qu'il remplace.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from clas_model.dossier import Dossier
from clas_model.positionnement import Constat, Positionnement, positionner
from clas_model.referentiel import Critere, Niveau, Referentiel

# « meme » : les deux textes disent la même chose, et l'ont tous deux lue. « repris » : de même, mais l'un l'a prise à
# l'autre. « change » : ce qui est attendu diffère. « ajoute », « retire » : un seul des deux en parle.
Nature = Literal["meme", "repris", "change", "ajoute", "retire"]


@dataclass(frozen=True)
class Cote:
    """Ce qu'un texte dit d'un point ; le constat porte sur un dossier vierge quand on compare les textes seuls."""

    texte: Referentiel
    constat: Constat

    @property
    def critere(self) -> Critere:
        """Le critère de ce texte."""
        return self.constat.critere

    @property
    def niveau(self) -> Niveau:
        """Le niveau d'exigence, dans les mots de ce texte."""
        return self.texte.niveau(self.critere.niveau)

    @property
    def seuil(self) -> str:
        """Ce qui est attendu, avec les chiffres."""
        return self.constat.verdict.attendu or ""


@dataclass(frozen=True)
class Clause:
    """Un point, sous le premier texte et sous le second ; `None` du côté qui n'en parle pas."""

    un: Cote | None
    deux: Cote | None

    @property
    def cotes(self) -> tuple[Cote, ...]:
        """Les côtés présents, le premier texte d'abord."""
        return tuple(c for c in (self.un, self.deux) if c is not None)

    @property
    def titre(self) -> str:
        """Le titre du point, dans les mots du second texte s'il en parle."""
        return self.cotes[-1].critere.titre

    @property
    def identifiant(self) -> str:
        """L'identifiant du critère, dans le second texte s'il en parle."""
        return self.cotes[-1].critere.id

    @property
    def axe(self) -> str:
        """L'axe où le point se range, dans le second texte s'il en parle."""
        return self.cotes[-1].critere.axe

    @property
    def nature(self) -> Nature:
        """Ce qui distingue les deux textes sur ce point."""
        if self.un is None:
            return "ajoute"
        if self.deux is None:
            return "retire"
        un, deux = self.un, self.deux
        pareil = (un.seuil, un.critere.regle, un.critere.niveau) == (
            deux.seuil,
            deux.critere.regle,
            deux.critere.niveau,
        )
        if not pareil:
            return "change"
        return "repris" if "repris" in (un.critere.statut, deux.critere.statut) else "meme"

    @property
    def change_d_etat(self) -> bool:
        """Vrai si le dossier n'y est pas dans le même état sous les deux textes, ou si un seul en parle."""
        return len(self.cotes) < 2 or self.cotes[0].constat.etat != self.cotes[1].constat.etat


@dataclass(frozen=True)
class Comparaison:
    """Les deux positionnements et les clauses, dans l'ordre des axes du second texte."""

    un: Positionnement
    deux: Positionnement
    clauses: tuple[Clause, ...]

    @property
    def changements(self) -> tuple[Clause, ...]:
        """Les clauses où l'état du dossier change."""
        return tuple(c for c in self.clauses if c.change_d_etat)

    def en_json(self) -> dict[str, Any]:
        """Le contrat de `comparer --json` : clés stables."""
        return {
            "textes": [_texte(p.referentiel) for p in (self.un, self.deux)],
            "verdicts": [_verdict(p) for p in (self.un, self.deux)],
            "changent": [c.identifiant for c in self.changements],
            "criteres": [_clause(c, (self.un.referentiel, self.deux.referentiel)) for c in self.clauses],
        }


def comparer(dossier: Dossier, un: Referentiel, deux: Referentiel) -> Comparaison:
    """Le même dossier sous deux textes. Ne lève rien."""
    premier, second = positionner(dossier, un), positionner(dossier, deux)
    return Comparaison(premier, second, tuple(_clauses(premier, second)))


def comparer_les_textes(un: Referentiel, deux: Referentiel) -> Comparaison:
    """Les textes seuls : ce que chacun attend, sans dossier."""
    return comparer(Dossier(), un, deux)


def _clauses(premier: Positionnement, second: Positionnement) -> Iterable[Clause]:
    paires = {**_paires(premier, second), **{d: u for u, d in _paires(second, premier).items()}}
    prises = set(paires.values())
    seuls: dict[str, list[Constat]] = {}
    for constat in premier.constats:
        if constat.critere.id not in prises:
            seuls.setdefault(constat.critere.axe, []).append(constat)
    axe = None
    for constat in second.constats:
        if constat.critere.axe != axe:
            if axe is not None:
                yield from _restants(premier, seuls.pop(axe, []))
            axe = constat.critere.axe
        paire = paires.get(constat.critere.id)
        cote = Cote(premier.referentiel, premier.par_critere[paire]) if paire else None
        yield Clause(cote, Cote(second.referentiel, constat))
    for siens in list(seuls.values()):
        yield from _restants(premier, siens)


def _restants(premier: Positionnement, constats: list[Constat]) -> Iterable[Clause]:
    return (Clause(Cote(premier.referentiel, c), None) for c in constats)


def _paires(premier: Positionnement, second: Positionnement) -> dict[str, str]:
    """Pour chaque critère du second texte, celui du premier qui parle du même point."""
    connus = set(premier.par_critere)
    paires = {}
    for constat in second.constats:
        critere = constat.critere
        if critere.id in connus:
            paires[critere.id] = critere.id
        elif critere.remplace in connus and critere.remplace is not None:
            paires[critere.id] = critere.remplace
    return paires


def _texte(texte: Referentiel) -> dict[str, Any]:
    date = texte.date.isoformat() if texte.date else None
    return {"id": texte.id, "titre": texte.titre, "date": date, "date_libelle": texte.date_libelle,
            "version": texte.version}  # fmt: skip


def _verdict(resultat: Positionnement) -> dict[str, Any]:
    return {
        "texte": resultat.referentiel.id,
        "eligibilite": resultat.eligibilite,
        "bloquants": list(resultat.bloquants),
        "a_confirmer": list(resultat.a_confirmer),
        "score": {"min": resultat.score.min, "max": resultat.score.max},
    }


def _clause(clause: Clause, textes: tuple[Referentiel, Referentiel]) -> dict[str, Any]:
    cotes = (clause.un, clause.deux)
    return {
        "critere": clause.identifiant,
        "titre": clause.titre,
        "axe": clause.axe,
        "nature": clause.nature,
        "change": clause.change_d_etat,
        "textes": {t.id: _cote(c) if c else None for t, c in zip(textes, cotes, strict=True)},
    }


def _cote(cote: Cote) -> dict[str, Any]:
    constat, critere = cote.constat, cote.critere
    return {
        "critere": critere.id,
        "niveau": critere.niveau,
        "obligatoire": constat.bloquant,
        "etat": constat.etat,
        "seuil": constat.verdict.attendu,
        "mesure": constat.verdict.mesure,
        "distance": constat.verdict.ecart,
        "a_faire": None if constat.etat in ("atteint", "non_applicable") else constat.suite,
        "passage": critere.passage.texte or critere.passage.resume,
        "cite": critere.passage.texte is not None,
        "source": constat.source.titre,
        "date_libelle": constat.source.date_libelle,
        "statut": critere.statut_effectif,
        "portee": critere.portee,
    }
