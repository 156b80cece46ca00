"""Le brouillon en texte simple : à lire partout, à coller n'importe où."""

from collections.abc import Iterable, Iterator

from clas_model.francais import INSECABLE
from clas_model.restitution.arbre import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau

SOULIGNES = {1: "=", 2: "-"}


def brouillon_texte(document: Document) -> str:
    """Les mêmes mots que les autres formats, sans mise en page."""
    tete = [document.titre, document.sous_titre, document.mention, document.edition]
    parties = ["\n".join(ligne for ligne in tete if ligne), *map(section_en_texte, document.sections)]
    return "\n\n\n".join(parties) + "\n"


def section_en_texte(section: Section, souligne: bool = True) -> str:
    """Le titre, souligné selon son niveau si `souligne`, puis les blocs."""
    titre = " ".join(section.titre.split("\n"))
    trait = SOULIGNES.get(section.niveau) if souligne else None
    tete = f"{titre}\n{trait * len(titre)}" if trait else titre
    return "\n\n".join([tete, *filter(None, map(bloc_en_texte, section.blocs))])


def mots(morceaux: Iterable[Morceau]) -> str:
    """Les morceaux bout à bout."""
    return "".join(m.texte for m in morceaux)


def bloc_en_texte(bloc: Bloc) -> str:
    """Un bloc ; un tableau devient une fiche par ligne."""
    match bloc:
        case Paragraphe():
            return mots(bloc.texte)
        case Liste():
            return "\n".join(f"{'  ' * e.retrait}- {mots(e.texte)}" for e in bloc.elements)
        case Tableau():
            return "\n".join([bloc.legende, *_fiches(bloc)])
        case Figure():
            return f"{bloc.legende}\n{bloc.alternative}"


def _fiches(tableau: Tableau) -> Iterator[str]:
    """« - Groupe : CM1 ; Enfants : 12 », une ligne du tableau par ligne ; « Total : 1 150 € » pour un total."""
    for rang, ligne in enumerate(tableau.lignes, start=1):
        if tableau.total and rang == len(tableau.lignes):
            # Un total n'est ni une dépense de plus, ni un financeur.
            yield f"{INSECABLE}: ".join(filter(None, (mots(case).strip(" –") for case in ligne)))
            continue
        cases = (
            f"{entete}\u00a0: {' / '.join(mots(case).split(chr(10)))}"
            for entete, case in zip(tableau.entetes, ligne, strict=True)
            if mots(case).strip(" –")
        )
        yield f"- {f'{INSECABLE}; '.join(cases)}"
