"""La comparaison de deux textes en mots : les mêmes phrases pour l'écran, le document et la ligne de commande."""

from clas_model.comparaison import Clause, Comparaison, Cote, Nature
from clas_model.francais import enumeration, intervalle
from clas_model.referentiel import Referentiel
from clas_model.restitution.mots import ELIGIBILITES, ETATS, exigence

NATURES: dict[Nature, str] = {
    "meme": "Même exigence",
    "repris": "Reprise, non retrouvée dans le second texte",
    "change": "Exigence différente",
    "ajoute": "Seulement dans le second texte",
    "retire": "Seulement dans le premier texte",
}
ABSENT = "Ce texte n'en parle pas."


def etat_en_mots(cote: Cote | None) -> str:
    """« ✔ Atteint », suivi de ce que l'éligibilité en fait ; un tiret si le texte n'en parle pas."""
    if cote is None:
        return "–"
    constat = cote.constat
    mot = exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure)
    return f"{ETATS[constat.etat]}{f' ({mot})' if mot else ''}"


def seuil_en_mots(cote: Cote | None) -> str:
    """Le niveau, ce qui est attendu, puis d'où cela vient."""
    if cote is None:
        return ABSENT
    return f"{cote.niveau.libelle} : {cote.seuil or cote.critere.titre} ({cote.critere.origine})"


def difference_en_mots(clause: Clause) -> str:
    """Ce qui change quand l'attendu se dit dans les mêmes mots : notre lecture, sous le second texte."""
    if clause.nature != "change" or clause.un is None or clause.deux is None or clause.un.seuil != clause.deux.seuil:
        return ""
    return clause.deux.critere.lecture_produit or ""


def passage_en_mots(cote: Cote | None) -> str:
    """Le passage cité, sa source, sa date, et ce qu'il faut en dire."""
    return ABSENT if cote is None else cote.constat.reference


def distance_en_mots(clause: Clause) -> str:
    """Ce qui sépare le dossier de l'attendu sous chaque texte ; vide si rien ne se compte."""
    morceaux = [
        f"{c.constat.verdict.ecart} (« {c.texte.titre} »)" for c in clause.cotes if c.constat.verdict.ecart is not None
    ]
    return " ; ".join(morceaux)


def suite_en_mots(clause: Clause) -> str:
    """Ce qu'il faut faire pour le texte où le point n'est pas atteint, le second d'abord."""
    for cote in reversed(clause.cotes):
        if cote.constat.etat not in ("atteint", "non_applicable"):
            return cote.constat.suite
    return "Rien à faire de plus."


def resume(comparaison: Comparaison) -> str:
    """Le verdict sous chaque texte, et combien de points changent d'état."""
    un, deux = comparaison.un, comparaison.deux
    phrases = [
        f"Selon « {p.referentiel.titre} » ({p.referentiel.date_libelle}) : éligibilité "
        f"{ELIGIBILITES[p.eligibilite].mot}, préparation {intervalle(p.score.min, p.score.max)}."
        for p in (un, deux)
    ]
    communs = [c for c in comparaison.changements if len(c.cotes) == 2]
    propres = [c for c in comparaison.changements if len(c.cotes) == 1]
    if communs:
        phrases.append(f"Changent d'état : {enumeration(f'« {c.titre} »' for c in communs)}.")
    if propres:
        phrases.append(f"Ne sont que dans un des deux textes : {enumeration(f'« {c.titre} »' for c in propres)}.")
    if not communs and not propres:
        phrases.append("Aucun point ne change d'état.")
    return " ".join(phrases)


def en_texte(comparaison: Comparaison) -> str:
    """La comparaison pour un terminal : les verdicts, puis chaque point qui change."""
    lignes = [resume(comparaison), ""]
    for clause in comparaison.changements:
        lignes.append(f"{clause.titre} — {NATURES[clause.nature].lower()}")
        for cote, texte in zip((clause.un, clause.deux), _textes(comparaison), strict=True):
            etat = etat_en_mots(cote) if cote else "–"
            lignes.append(f"  {texte.titre} : {etat}. {seuil_en_mots(cote)}")
            if cote:
                lignes.append(f"    {passage_en_mots(cote)}")
        if distance := distance_en_mots(clause):
            lignes.append(f"  Écart : {distance}")
        lignes.append(f"  À faire : {suite_en_mots(clause)}")
    return "\n".join(lignes)


def _textes(comparaison: Comparaison) -> tuple[Referentiel, Referentiel]:
    return comparaison.un.referentiel, comparaison.deux.referentiel
