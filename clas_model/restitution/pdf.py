"""Le brouillon en PDF : étiqueté, en français, lisible par un lecteur d'écran (PDF/UA-1).

La mise en page est dans `content/modeles/brouillon.typ` ; le texte y arrive en données, jamais en balisage.
"""

import datetime as dt
import functools
import json
import re
import unicodedata
from typing import Any, Literal

from clas_model.contenu.modeles import lire_modele, repertoire_des_polices
from clas_model.echappement import sur
from clas_model.restitution.arbre import Bloc, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.docx import LIGNES_ENSEMBLE
from clas_model.restitution.graphique import dessin_svg

GABARIT = "brouillon.typ"
NORME: Literal["ua-1"] = "ua-1"
ATTACHE = "Le dossier, pour reprendre le travail"
LARGEUR_MM, HAUTEUR_MM = 170, 238
_TEXTE_SVG = re.compile(r">([^<]+)<")
# Les signes que Liberation Sans n'a pas, et la police fournie qui les a.
_AUTRES_POLICES = {
    "DejaVu Sans Mono": re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+"),
    "Noto Emoji": re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]+"),
}
# PDF/UA refuse ces marques d'ordre des octets ; sans forme, leur absence ne se voit pas.
_SANS_FORME = str.maketrans({"\ufeff": "", "\ufffe": "\ufffd", "\uffff": "\ufffd"})


def brouillon_pdf(document: Document, dossier: str | None = None) -> bytes:
    """Le PDF du document ; `dossier` : ce qu'il emporte en pièce jointe, pour que le travail se reprenne.

    Un signe qu'aucune police fournie ne dessine (idéogramme) ferait refuser la norme : le document est alors écrit sans
    elle, toujours étiqueté, et le texte reste dans le fichier.
    """
    import typst

    entrees = {"document": json.dumps(_donnees(document), ensure_ascii=False)}
    if dossier is not None:
        entrees |= {"dossier": dossier, "dossier-dit": ATTACHE}
    instant = dt.datetime.combine(document.date, dt.time(), tzinfo=dt.UTC)

    def compiler(norme: list[Literal["ua-1"]]) -> bytes:
        octets = typst.Compiler(
            lire_modele(GABARIT), font_paths=_polices(), ignore_system_fonts=True, sys_inputs=entrees
        ).compile(format="pdf", pdf_standards=list(norme), timestamp=instant)
        assert isinstance(octets, bytes)
        return octets

    try:
        return compiler([NORME])
    except typst.TypstError:
        return compiler([])


@functools.cache
def _polices() -> Any:
    """Les polices fournies, lues une fois."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[repertoire_des_polices()])


def _sur(texte: str) -> str:
    return sur(texte).translate(_SANS_FORME)


def _donnees(document: Document) -> dict[str, Any]:
    return {
        "titre": _sur(document.titre),
        "sous_titre": _sur(document.sous_titre),
        "mention": _sur(document.mention),
        "edition": _sur(document.edition),
        "date": {"year": document.date.year, "month": document.date.month, "day": document.date.day},
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    titre = _sur(" ".join(section.titre.split("\n")))
    return {
        "titre": titre,
        "niveau": section.niveau,
        "a_part": section.a_part,
        "blocs": [_bloc(bloc) for bloc in section.blocs],
    }


def _bloc(bloc: Bloc) -> dict[str, Any]:
    match bloc:
        case Paragraphe():
            return {"genre": "paragraphe", "texte": _morceaux(bloc.texte)}
        case Liste():
            return {"genre": "liste", "elements": [[e.retrait, _morceaux(e.texte)] for e in bloc.elements]}
        case Tableau():
            return {
                "genre": "tableau",
                "legende": _sur(bloc.legende),
                "entetes": list(map(_sur, bloc.entetes)),
                "lignes": [[_morceaux(case) for case in ligne] for ligne in bloc.lignes],
                "largeurs": list(bloc.largeurs or (1,) * len(bloc.entetes)),
                "nombres": list(bloc.nombres),
                "total": bloc.total,
                "entier": len(bloc.lignes) <= LIGNES_ENSEMBLE,
            }
        case Figure():
            dessin, largeur, hauteur = dessin_svg(bloc)
            echelle = min(LARGEUR_MM / largeur, HAUTEUR_MM / hauteur)
            return {
                "genre": "figure",
                "legende": _sur(bloc.legende),
                "alternative": _sur(bloc.alternative),
                "dessin": _lisible(dessin),
                "largeur": largeur * echelle,
            }


def _lisible(dessin: str) -> str:
    """Le dessin, où chaque signe nomme la police qui l'a : dans un SVG, typst n'en cherche pas d'autre."""
    return _TEXTE_SVG.sub(lambda trouve: f">{_par_police(trouve[1])}<", dessin)


def _par_police(texte: str) -> str:
    # Les marques d'assemblage et de sens d'écriture n'ont pas de forme : la liste ou l'alternative les garde.
    nu = "".join(c for c in texte if unicodedata.category(c) != "Cf")
    for police, signes in _AUTRES_POLICES.items():
        nu = signes.sub(rf'<tspan font-family="{police}">\g<0></tspan>', nu)
    return nu


def _morceaux(morceaux: tuple[Morceau, ...]) -> list[list[str]]:
    """Chaque morceau et sa forme : « manque », « gras », ou rien."""
    return [[_sur(m.texte), "manque" if m.manque else "gras" if m.intitule else ""] for m in morceaux]
