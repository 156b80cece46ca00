"""Le budget et l'évaluation."""

from decimal import Decimal

from clas_model.budget import part, totaux
from clas_model.francais import montant, nombre, pourcent
from clas_model.restitution.arbre import Cellule, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.plume import TIRET, Plume, cellule, phrase, pleines, recit, section


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
            Tableau(("Dépense", "Montant"), pleines(depenses), "Les dépenses prévues", ("budget.charges",), (7, 3),
                    bool(somme and depenses), nombres=(1,)),
            *plume.fin_de_liste("budget.charges"),
            Tableau(("Financeur", "État", "Montant", "Part"), pleines(recettes), "Les recettes prévues",
                    ("budget.produits",), (6, 5, 3, 2), bool(somme and recettes),
                    nombres=(2, 3)),
            *plume.fin_de_liste("budget.produits"),
            _equilibre(plume),
            _prestation(plume),
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


def _prestation(plume: Plume) -> Paragraphe | None:
    """Les deux nombres confirmés d'une estimation, avec la réserve ; rien tant qu'ils ne le sont pas."""
    if not (plume.se_demande("budget.ps.taux") and plume.lire("budget.ps.confirme")):
        return None
    taux = plume.mot("budget.ps.taux", lambda valeur: f"{nombre(valeur)} %")
    return phrase(
        "Prestation de service, à vérifier avec la Caf : ", taux, " du coût de chaque groupe, dans la limite de ",
        plume.montant("budget.ps.plafond"), " par groupe.",
    )  # fmt: skip


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
            Tableau(("Ce que l'on mesure", "Indicateur"), pleines(lignes), "Les indicateurs", (liste,), (4, 8)),
            *plume.fin_de_liste(liste),
            recit("Partage du bilan", plume.saisi("evaluation.partage")),
        )
    ]


SIGNES = {"prete": "✔", "a-faire": "☐", "sans-objet": "–"}


def pieces(plume: Plume) -> list[Section]:
    """Les pièces à joindre et où en est chacune ; sans réponse, la case reste à cocher."""
    lignes = []
    motifs = [m for m in plume.questionnaire.par_motif if m.startswith("pieces.")]
    for chemin in motifs:
        etat = plume.lire(chemin)
        libelle = plume.choix(chemin, debut=True)
        mots = "☐ À indiquer" if etat is None else f"{SIGNES[etat]} {libelle.texte}"
        lignes.append((cellule(plume.questionnaire.par_motif[chemin].libelle), cellule(Morceau(mots, champ=chemin))))
    tableau = Tableau(("Pièce", "État"), tuple(lignes), "Les pièces souvent demandées", tuple(motifs), (7, 4))
    return [section("pieces", "Pièces à joindre", 1, tableau)]
