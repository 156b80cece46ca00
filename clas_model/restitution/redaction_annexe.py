"""L'annexe : le positionnement, avec ses chiffres, ses sources et ce qu'il faut faire ensuite."""

from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration, intervalle, typographie
from clas_model.positionnement import INTERPRETATION, Constat, Positionnement
from clas_model.restitution.arbre import Cellule, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.restitution.graphique import graphique_ecarts, texte_alternatif
from clas_model.restitution.mots import ELIGIBILITES, texte_applique
from clas_model.restitution.plume import cellule, intitule, majuscule, phrase, section
from clas_model.restitution.tableaux import LigneConstat, lignes

ID = "annexe"
RESERVES = (
    "Ce positionnement aide à préparer la demande ; il ne remplace pas l'examen du dossier par la Caf. Le poids de "
    "chaque critère est un choix de l'outil, pas de la source."
)


def annexe(positionnement: Positionnement, dossier: Dossier) -> list[Section]:
    """Le résultat, le graphique, les critères axe par axe, les points de vigilance et les sources."""
    return [
        section(ID, "Annexe : positionnement", 1, *_resultat(positionnement)),
        *_vigilance(positionnement),
        section(f"{ID}-graphique", "Ce qui est atteint, ce qui est attendu", 2, _graphique(positionnement, dossier)),
        section(f"{ID}-criteres", "Critère par critère", 2),
        *_criteres(positionnement, dossier),
        section(f"{ID}-sources", "Sources", 2),
        *_sources(positionnement),
    ]


def _tous(positionnement: Positionnement) -> tuple[str, ...]:
    return tuple(c.critere.id for c in positionnement.constats)


def _resultat(positionnement: Positionnement) -> list[Paragraphe | Tableau]:
    texte, tous = positionnement.referentiel, _tous(positionnement)
    eligibilite = ELIGIBILITES[positionnement.eligibilite]
    blocs: list[Paragraphe | Tableau] = [
        phrase(texte_applique(texte), criteres=tous),
        phrase(intitule(f"Éligibilité : {eligibilite.mot}."), eligibilite.sens, criteres=tous),
    ]
    for debut, identifiants in (
        ("Critères obligatoires non atteints : ", positionnement.bloquants),
        ("Critères obligatoires à confirmer : ", positionnement.a_confirmer),
    ):
        if identifiants:
            titres = enumeration(f"« {texte.critere(i).titre} »" for i in identifiants)
            blocs.append(phrase(f"{debut}{titres}.", criteres=identifiants))
    score = intervalle(positionnement.score.min, positionnement.score.max)
    atteints = tuple(c.critere.id for c in positionnement.constats if c.etat == "atteint")
    compte = f"{accord(len(atteints), 'critère atteint')} sur {len(tous)}"
    blocs.append(phrase(intitule(f"Préparation : {score}."), f"{compte}.", criteres=tous))
    blocs.append(phrase(f"{RESERVES} Version du contenu : {texte.version}.", criteres=tous))
    axes = tuple(
        (cellule(texte.axe(a.id).libelle), cellule(majuscule(intervalle(a.score.min, a.score.max))))
        for a in positionnement.axes
    )
    blocs.append(Tableau(("Axe", "Préparation"), axes, "La préparation, axe par axe", (), (5, 5)))
    return blocs


def _graphique(positionnement: Positionnement, dossier: Dossier) -> Figure:
    spec = graphique_ecarts(positionnement, dossier, "page")
    return Figure(spec, texte_alternatif(positionnement, dossier), "Les écarts, critère par critère")


def _criteres(positionnement: Positionnement, dossier: Dossier) -> list[Section]:
    """Un tableau par axe : état, mesure, attendu et suite de chaque critère."""
    sections = []
    toutes = lignes(positionnement, dossier)
    for axe in positionnement.referentiel.axes:
        siennes = [ligne for ligne in toutes if ligne.axe == axe.libelle]
        tableau = Tableau(
            ("Critère", "État", "Mesure et attendu", "Suite"),
            tuple(_ligne(ligne) for ligne in siennes),
            f"Les critères de l'axe « {axe.libelle} »",
            tuple(c for ligne in siennes for c in positionnement.par_critere[ligne.critere].verdict.chemins),
            (5, 3, 6, 6),
        )
        sections.append(section(f"{ID}-{axe.id}", axe.libelle, 3, tableau))
    return sections


def _ligne(ligne: LigneConstat) -> tuple[Cellule, ...]:
    # La mesure peut citer les mots de la structure : elle s'imprime telle quelle.
    mesure = ("Mesure : ", Morceau(ligne.mesure), Morceau("\n")) if ligne.mesure else ()
    attendu = (f"Attendu : {ligne.attendu}",) if ligne.attendu else ()
    return (
        cellule(Morceau(typographie(ligne.titre), intitule=True), Morceau("\n"), ligne.niveau_en_mots),
        cellule(ligne.etat_en_mots),
        cellule(*mesure, *attendu),
        cellule(ligne.suite),
    )


def _vigilance(positionnement: Positionnement) -> list[Section]:
    if not positionnement.alertes:
        return []
    # Une alerte cite les mots de la structure : elle s'imprime telle quelle.
    alertes = tuple(Paragraphe((Morceau(a.phrase),), a.chemins) for a in positionnement.alertes)
    return [section(f"{ID}-vigilance", "Points de vigilance", 2, Liste(alertes))]


def _sources(positionnement: Positionnement) -> list[Section]:
    """Chaque source, sa date, et les passages qui fondent les critères."""
    sections = []
    for source in positionnement.referentiel.sources:
        siens = [c for c in positionnement.constats if c.source.id == source.id]
        if siens:
            identifiants = tuple(c.critere.id for c in siens)
            precision = f" {majuscule(source.precision)}." if source.precision else ""
            date = phrase(f"Date : {source.date_libelle}.{precision}", criteres=identifiants)
            passages = Liste(tuple(_passage(c) for c in siens))
            sections.append(
                section(f"{ID}-source-{source.id}", typographie(majuscule(source.titre)), 3, date, passages)
            )
    return sections


def _passage(constat: Constat) -> Paragraphe:
    """Les mots de la source, laissés intacts, et ce que l'outil y ajoute."""
    critere = constat.critere
    lecture = f" {INTERPRETATION} : {critere.lecture_produit}" if critere.lecture_produit else ""
    inferes = ", passage inféré" if critere.passage.statut == "infere" else ""
    return phrase(
        intitule(f"{critere.titre} :"), Morceau(f"«\u00a0{critere.passage.texte}\u00a0»"), f"{inferes}.{lecture}",
        criteres=(critere.id,),
    )  # fmt: skip
