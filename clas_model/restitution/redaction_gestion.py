"""Le budget, l'évaluation et la liste de ce qui reste à compléter."""

from decimal import Decimal

from clas_model.budget import part, totaux
from clas_model.chemins import motif
from clas_model.francais import montant, pourcent
from clas_model.restitution.arbre import Cellule, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import TIRET, Plume, cellule, majuscule, phrase, recit, section


def budget(plume: Plume) -> list[Section]:
    """Dépenses, recettes, équilibre et participation des familles."""
    somme = totaux(plume.dossier.budget)
    depenses = [
        (cellule(plume.saisi(f"{c}.libelle")), cellule(plume.montant(f"{c}.montant")))
        for c in plume.elements("budget.charges")
    ]
    recettes = [
        (
            cellule(plume.saisi(f"{p}.financeur")),
            cellule(plume.choix(f"{p}.etat", debut=True)),
            cellule(plume.montant(f"{p}.montant")),
            _part(plume, p),
        )
        for p in plume.elements("budget.produits")
    ]
    if somme and depenses:
        depenses.append(_total(somme.charges, somme.charges_incompletes))
    if somme and recettes:
        libelle, total = _total(somme.produits, somme.produits_incompletes)
        recettes.append((libelle, (), total, ()))
    return [
        section(
            "budget",
            "Budget et cofinancements",
            1,
            _participation(plume),
            Tableau(("Dépense", "Montant"), tuple(depenses), "Les dépenses prévues", ("budget.charges",), (7, 3),
                    bool(somme and depenses)),
            *plume.fin_de_liste("budget.charges"),
            Tableau(("Financeur", "État", "Montant", "Part"), tuple(recettes), "Les recettes prévues",
                    ("budget.produits",), (6, 5, 3, 2), bool(somme and recettes)),
            *plume.fin_de_liste("budget.produits"),
            _equilibre(plume),
        )
    ]  # fmt: skip


def _total(somme: Decimal, incomplet: bool) -> tuple[Cellule, Cellule]:
    return cellule("Total des montants saisis" if incomplet else "Total"), cellule(montant(somme))


def _part(plume: Plume, produit: str) -> Cellule:
    """La part d'une recette, seulement quand toutes sont connues."""
    somme = totaux(plume.dossier.budget)
    if somme is None or somme.produits_incompletes:
        return TIRET
    sienne = part(plume.lire(produit), somme)
    return TIRET if sienne is None else cellule(pourcent(sienne))


def _participation(plume: Plume) -> Paragraphe:
    def ecrire(somme: Decimal) -> str:
        if somme == 0:
            return "Aucune participation n'est demandée aux familles."
        return f"Une participation de {montant(somme)} par enfant et par an est demandée aux familles."

    return phrase(plume.mot("cadre.participation_famille", ecrire))


def _equilibre(plume: Plume) -> Paragraphe | None:
    """Dépenses et recettes comparées, quand toutes sont connues."""
    somme = totaux(plume.dossier.budget)
    if somme is None or somme.charges_incompletes or somme.produits_incompletes:
        return None
    if somme.ecart == 0:
        texte = f"Les dépenses et les recettes s'équilibrent à {montant(somme.charges)}."
    elif somme.ecart > 0:
        texte = f"Il reste {montant(somme.ecart)} de recettes sans dépense en face."
    else:
        texte = f"Il manque {montant(-somme.ecart)} de recettes pour couvrir les dépenses."
    return Paragraphe((Morceau(texte),), ("budget.charges", "budget.produits"))


def evaluation(plume: Plume) -> list[Section]:
    """Ce qui sera suivi, et avec qui le bilan sera partagé."""
    liste = "evaluation.indicateurs"
    lignes = tuple(
        (cellule(plume.choix(f"{i}.famille", debut=True)), cellule(plume.saisi(f"{i}.libelle")))
        for i in plume.elements(liste)
    )
    return [
        section(
            "evaluation",
            "Évaluation",
            1,
            Tableau(("Ce que l'on mesure", "Indicateur"), lignes, "Les indicateurs", (liste,), (4, 8)),
            *plume.fin_de_liste(liste),
            recit("Partage du bilan", plume.saisi("evaluation.partage")),
        )
    ]


def a_completer(plume: Plume, manques: tuple[Morceau, ...]) -> Section:
    """Ce qui manque, étape par étape du parcours, dans l'ordre de lecture du brouillon."""
    etapes = list(plume.questionnaire.etapes)
    ranges = sorted(
        ((manque, manque.champ) for manque in manques if manque.champ),
        key=lambda m: etapes.index(plume.questionnaire.etape_du_motif[motif(m[1])]),
    )
    chemins = [chemin for _, chemin in ranges]
    lignes: tuple[tuple[Cellule, ...], ...] = tuple(
        (
            cellule(plume.questionnaire.etape_du_motif[motif(chemin)].titre),
            # Ce que le texte attend, dans les mots de la candidature ; sinon ce qui manque, dans ceux du parcours.
            cellule(
                majuscule(manque.attendu or plume.questionnaire.par_motif[motif(chemin)].manque),
                _reponse(plume, manque, chemin),
            ),
            _ou(plume, chemin),
        )
        for manque, chemin in ranges
    )
    titre, legende = "Points à compléter", "Ce qui reste à compléter ou à préciser"
    if not lignes:
        return section("a-completer", titre, 1, phrase("Toutes les réponses attendues sont données."))
    colonnes = 2 if all(ligne[2] == TIRET for ligne in lignes) else 3
    entetes, largeurs = ("Étape du parcours", "Ce qui manque", "Où")[:colonnes], (4, 7, 4)[:colonnes]
    lignes = tuple(ligne[:colonnes] for ligne in lignes)
    return section("a-completer", titre, 1, Tableau(entetes, lignes, legende, tuple(chemins), largeurs))


def _reponse(plume: Plume, manque: Morceau, chemin: str) -> str:
    """Ce qui a été répondu là où il manque quelque chose ; vide sans réponse, ou si un lien ne mène plus à rien."""
    if manque.repondu:
        valeur = plume.lire(chemin)
        mot = "non" if valeur is False else "aucun" if valeur == () or chemin.endswith("_close") else None
        return f" (vous avez répondu « {mot} »)" if mot else ""
    return " (« je ne sais pas »)" if chemin in plume.dossier.ne_sait_pas else ""


def _ou(plume: Plume, chemin: str) -> Cellule:
    """L'élément concerné, du plus large au plus petit ; rien pour une question qui ne se pose qu'une fois."""
    segments = chemin.split(".")
    rangs = [rang for rang, segment in enumerate(motif(chemin).split(".")) if segment == "*"]
    elements = (".".join(segments[: rang + 1]) for rang in rangs)
    noms = [plume.designer(element) for element in elements if plume.lire(element) is not None]
    return cellule(m for n, nom in enumerate(noms) for m in ([Morceau(", ")] if n else []) + [nom])
