"""Ce qui reste à compléter : quoi écrire, avec un exemple, et le texte qui le demande."""

import itertools
from collections.abc import Iterable

from clas_model.chemins import motif
from clas_model.francais import typographie
from clas_model.parcours import DRAPEAUX, Reponse
from clas_model.positionnement import Positionnement
from clas_model.restitution.appuis import criteres_du_champ
from clas_model.restitution.arbre import Bloc, Cellule, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.mots import reste_en_mots, source_datee
from clas_model.restitution.plume import (
    TIRET,
    Plume,
    a_plat,
    cellule,
    enumerer,
    fixe,
    intitule,
    majuscule,
    mots_de_la_source,
    phrase,
    section,
)

ID, TITRE = "a-completer", "Points à compléter"
LEGENDE = "Ce qui reste à compléter ou à préciser"
ENTETES = ("Ce qui manque", "Quoi écrire", "Ce que dit le texte")
LARGEURS = (5, 7, 6)


def a_completer(
    plume: Plume, positionnement: Positionnement, manques: tuple[Reponse, ...], repondus: tuple[Morceau, ...]
) -> list[Section]:
    """Ce qui manque, étape par étape, dans l'ordre du parcours ; puis ce à quoi « non » ou « aucun » a été répondu.

    `manques` : ce que la Relecture compte aussi. `repondus` : ce que le texte attend et que les réponses écartent.
    """
    if not manques and not repondus:
        return []
    listes = tuple(m for m in manques if m.question.motif in DRAPEAUX)
    blancs = tuple(m for m in manques if m not in listes)
    compte = phrase(f"Il reste {reste_en_mots(manques)}." if manques else "Toutes les questions ont leur réponse.")
    blocs: list[Bloc | None] = [
        Paragraphe(compte.texte, tuple(m.chemin for m in manques)),
        _ouvertes(plume, listes),
        _tableau(plume, positionnement, blancs),
        _sources(positionnement, (m.chemin for m in blancs)),
    ]
    return [section(ID, TITRE, 1, *blocs), *_ecartes(plume, positionnement, repondus)]


def _ouvertes(plume: Plume, listes: tuple[Reponse, ...]) -> Paragraphe | None:
    """Les listes commencées dont personne n'a dit « c'est tout », en une seule phrase."""
    if not listes:
        return None
    noms = []
    for liste in listes:
        chemin = liste.chemin.removesuffix("_close")
        nom = plume.questionnaire.par_motif[motif(chemin)].libelle
        ou = _ou(plume, chemin)
        noms.append([Morceau(f"«\u00a0{nom}\u00a0»"), *([Morceau(" ("), *ou, Morceau(")")] if ou != TIRET else [])])
    separateurs = ["", *[", "] * (len(noms) - 2), " et "]
    suite = a_plat(m for avant, nom in zip(separateurs, noms, strict=False) for m in (Morceau(avant), *nom))
    debut = "Liste à terminer" if len(listes) == 1 else "Listes à terminer"
    conseil = fixe(" Ajoutez la suite s'il y en a une, puis cochez « C'est tout ».")
    morceaux = a_plat([intitule(f"{debut} :"), suite, ".", conseil])
    return Paragraphe(tuple(morceaux), tuple(m.chemin for m in listes))


def _tableau(plume: Plume, positionnement: Positionnement, blancs: tuple[Reponse, ...]) -> Tableau:
    lignes = []
    for identifiant, siens in itertools.groupby(blancs, key=lambda m: m.etape):
        etape = plume.questionnaire.etape(identifiant).titre
        for rang, reponse in enumerate(siens):
            ignore = " (« je ne sais pas »)" if reponse.ignoree else ""
            debut = (Morceau(etape, intitule=True), Morceau("\n")) if rang == 0 else ()
            quoi = cellule(*debut, f"{majuscule(reponse.question.manque)}{ignore}", *_precise(plume, reponse.chemin))
            lignes.append((quoi, _quoi_ecrire(plume, reponse.chemin), _passages(positionnement, reponse.chemin)))
    return Tableau(ENTETES, tuple(lignes), LEGENDE, tuple(m.chemin for m in blancs), LARGEURS)


def _precise(plume: Plume, chemin: str) -> list[Morceau]:
    """L'élément dont il s'agit, à la ligne."""
    ou = _ou(plume, chemin)
    return [] if ou == TIRET else [Morceau("\n→ "), *ou]


def _quoi_ecrire(plume: Plume, chemin: str) -> Cellule:
    """La question, son aide et son exemple."""
    question = plume.questionnaire.par_motif[motif(chemin)]
    exemple = ("\n", f"Exemple : {question.exemple}") if question.exemple else ()
    libelle = question.libelle
    if question.motif.startswith("charte."):
        libelle = f"Acceptez-vous l'engagement « {libelle} » ?"
    return cellule(libelle, *(("\n", question.aide) if question.aide else ()), *exemple)


def _passages(positionnement: Positionnement, chemin: str) -> Cellule:
    """Les mots du texte qui demandent cette réponse, laissés intacts."""
    lus = criteres_du_champ(positionnement, chemin)
    passages = dict.fromkeys(mots_de_la_source(c.critere.passage) for c in lus)
    return cellule(m for n, passage in enumerate(passages) for m in ([Morceau("\n")] if n else []) + [passage])


def _sources(positionnement: Positionnement, chemins: Iterable[str]) -> Paragraphe | None:
    """D'où viennent les passages cités."""
    constats = {c.critere.id: c for chemin in chemins for c in criteres_du_champ(positionnement, chemin)}
    sources = dict.fromkeys(source_datee(c.source) for c in constats.values())
    if not sources:
        return None
    debut = "Passages tirés de :" if len(sources) == 1 else "Passages tirés de ces textes :"
    mots = enumerer((Morceau(typographie(s)) for s in sources), separateur=" ; ")
    return phrase(intitule(debut), mots, ".", criteres=tuple(constats))


def _ecartes(plume: Plume, positionnement: Positionnement, repondus: tuple[Morceau, ...]) -> list[Section]:
    """Ce que le texte attend là où la réponse est « non » ou « aucun »."""
    if not repondus:
        return []
    elements = []
    for manque in repondus:
        chemin = manque.champ or ""
        morceaux = [Morceau(typographie(majuscule(manque.attendu or "") + _reponse(plume, manque)), champ=chemin)]
        ou = _ou(plume, chemin)
        if ou != TIRET:
            morceaux += [Morceau(" → "), *ou]
        criteres = tuple(c.critere.id for c in criteres_du_champ(positionnement, chemin))
        elements.append(Paragraphe(tuple(morceaux), (chemin,), criteres))
    return [section(f"{ID}-ecartes", "Ce que le texte attend, et que vos réponses écartent", 2, Liste(tuple(elements)))]


def _reponse(plume: Plume, manque: Morceau) -> str:
    """Ce qui a été répondu ; vide si un lien ne mène plus à rien."""
    chemin = manque.champ or ""
    valeur = plume.lire(chemin)
    aucun = "aucune" if (manque.attendu or "").startswith("au moins une ") else "aucun"
    mot = "non" if valeur is False else aucun if valeur == () or chemin.endswith("_close") else None
    return f" (vous avez répondu « {mot} »)" if mot else ""


def _ou(plume: Plume, chemin: str) -> Cellule:
    """L'élément concerné, du plus large au plus petit ; un tiret pour une question qui ne se pose qu'une fois."""
    segments = chemin.split(".")
    rangs = [rang for rang, segment in enumerate(motif(chemin).split(".")) if segment == "*"]
    elements = (".".join(segments[: rang + 1]) for rang in rangs)
    noms = [plume.designer(element) for element in elements if plume.lire(element) is not None]
    return cellule(m for n, nom in enumerate(noms) for m in ([Morceau(", ")] if n else []) + [nom])
