"""Chaque phrase du plan, avec ses réponses et ses critères ; une ligne de tableau compte pour une phrase."""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator

from clas_model.positionnement import Positionnement
from clas_model.questionnaire import Questionnaire
from clas_model.restitution.appuis import criteres_du_champ, motifs_lus
from clas_model.restitution.arbre import Bloc, Figure, Liste, Morceau, Paragraphe, Phrase, Section, Tableau

# Une phrase finit par un point suivi d'une espace, ou par un retour à la ligne ; après « M. » ou « 3. », elle continue.
_FIN = re.compile(r"(?:(?<!\b[A-Z])(?<!\b\d)\.|[!?…])[.!?…»\")\]\u00a0\u202f]*[ \t\n]+|\n+")


def relier(
    sections: Iterable[Section], positionnement: Positionnement, questionnaire: Questionnaire
) -> tuple[Section, ...]:
    """Les mêmes sections, où chaque phrase sait ses réponses et les critères qui s'y appuient."""
    reliure = _Reliure(positionnement, questionnaire)
    return tuple(dataclasses.replace(s, blocs=tuple(map(reliure.bloc, s.blocs))) for s in sections)


def phrases_de(bloc: Bloc) -> tuple[Phrase, ...]:
    """Les phrases d'un bloc déjà relié ; une figure n'en a pas : la liste ou le tableau voisin les porte."""
    match bloc:
        case Figure():
            return ()
        case Liste():
            return tuple(p for element in bloc.elements for p in element.phrases)
        case _:
            return bloc.phrases


def de_meme_origine(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Les phrases voisines qui viennent des mêmes réponses, réunies : elles n'ont qu'une chose à en dire."""
    for _, groupe in itertools.groupby(phrases, key=lambda p: (p.champs, p.criteres)):
        suite = tuple(groupe)
        yield dataclasses.replace(suite[0], texte=tuple(m for p in suite for m in p.texte))


def decouper(texte: tuple[Morceau, ...]) -> list[tuple[Morceau, ...]]:
    """Les morceaux, phrase par phrase. Un intitulé reste avec ce qu'il annonce ; un titre cité n'est jamais coupé."""
    phrases: list[tuple[Morceau, ...]] = []
    en_cours: list[Morceau] = []
    for rang, morceau in enumerate(texte):
        suivant = texte[rang + 1].texte if rang + 1 < len(texte) else " "
        cite = suivant[:1] not in (" ", "\n") or suivant.lstrip().startswith(("»", ")"))
        entier = morceau.intitule or morceau.manque or (morceau.saisi and cite)
        bouts = [morceau.texte] if entier else _bouts(morceau.texte)
        for n, bout in enumerate(bouts, start=1):
            en_cours.append(dataclasses.replace(morceau, texte=bout))
            if n < len(bouts) or (not entier and bout.rstrip().endswith((".", "!", "?", "…"))):
                phrases.append(tuple(en_cours))
                en_cours = []
    return [*phrases, tuple(en_cours)] if en_cours else phrases


def _bouts(texte: str) -> list[str]:
    """Le texte coupé après chaque fin de phrase, espaces comprises."""
    fins = (m.end() for m in _FIN.finditer(texte))
    coupes = [0, *(n for n in fins if n < len(texte) and texte.count("«", 0, n) <= texte.count("»", 0, n)), len(texte)]
    return [texte[a:b] for a, b in itertools.pairwise(coupes)]


class _Reliure:
    def __init__(self, positionnement: Positionnement, questionnaire: Questionnaire) -> None:
        self.positionnement, self.questions = positionnement, tuple(questionnaire.par_motif)

    def criteres(self, champs: tuple[str, ...]) -> tuple[str, ...]:
        lus = {c.critere.id for champ in champs for c in criteres_du_champ(self.positionnement, champ)}
        return tuple(c.critere.id for c in self.positionnement.constats if c.critere.id in lus)

    def bloc(self, ancien: Bloc) -> Bloc:
        match ancien:
            case Liste():
                return Liste(tuple(map(self.paragraphe, ancien.elements)))
            case Paragraphe():
                return self.paragraphe(ancien)
            case Figure():
                return ancien
            case _:
                return self.tableau(ancien)

    def paragraphe(self, ancien: Paragraphe) -> Paragraphe:
        criteres = ancien.criteres or self.criteres(ancien.champs)
        return dataclasses.replace(
            ancien,
            criteres=criteres,
            phrases=tuple(self._phrase(m, ancien.champs, ancien.criteres) for m in decouper(ancien.texte)),
        )

    def tableau(self, ancien: Tableau) -> Tableau:
        """Une phrase par ligne ; `phrases`, s'il est déjà là, dit de quels critères parle chaque ligne."""
        propres = tuple(p.criteres for p in ancien.phrases) or (ancien.criteres,) * len(ancien.lignes)
        return dataclasses.replace(
            ancien,
            criteres=ancien.criteres or self.criteres(ancien.champs),
            phrases=tuple(
                self._phrase(tuple(m for case in ligne for m in case), () if siens else ancien.champs, siens)
                for ligne, siens in zip(ancien.lignes, propres, strict=True)
            ),
        )

    def _phrase(self, texte: tuple[Morceau, ...], champs: tuple[str, ...], criteres: tuple[str, ...]) -> Phrase:
        """Les réponses que la phrase cite ; calculée, elle a celles de son paragraphe ou de ses critères."""
        cites = tuple(dict.fromkeys(m.champ for m in texte if m.champ))
        if not cites and all(m.fixe for m in texte if m.texte.strip() and not m.intitule):
            return Phrase(texte, (), criteres)
        siens = cites or champs or self._lus(criteres)
        return Phrase(texte, siens, criteres or self.criteres(siens))

    def _lus(self, criteres: tuple[str, ...]) -> tuple[str, ...]:
        """Les réponses que lisent ces critères : celles que leur verdict nomme, sinon tous les motifs de leur règle."""
        constats = self.positionnement.par_critere
        return tuple(
            dict.fromkeys(c for i in criteres for c in (constats[i].verdict.chemins or motifs_lus(i, self.questions)))
        )
