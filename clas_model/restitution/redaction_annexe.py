"""L'annexe : le positionnement, avec ses chiffres, ses sources et ce qu'il faut faire ensuite."""

from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration, intervalle, typographie
from clas_model.positionnement import INTERPRETATION, Constat, Positionnement
from clas_model.restitution.arbre import Cellule, Figure, Liste, Morceau, Paragraphe, Phrase, Section, Tableau
from clas_model.restitution.graphique import graphique_ecarts, texte_alternatif
from clas_model.restitution.mots import ELIGIBILITES, texte_applique
from clas_model.restitution.plume import cellule, fixe, intitule, majuscule, mots_de_la_source, phrase, section
from clas_model.restitution.tableaux import lignes

ID = "annexe"
SUITES = "Ce qui n'est pas encore atteint"
LEGENDE_SUITES = "Pour chaque critère, le constat, la suite et les mots du texte"
CRITERES = "Les critères, leur mesure et ce qui est attendu"
RESERVES = (
    "Ce positionnement aide à préparer la demande ; il ne remplace pas l'examen du dossier par la Caf. Le poids de "
    "chaque critère est un choix de l'outil, pas de la source."
)


def annexe(positionnement: Positionnement, dossier: Dossier) -> list[Section]:
    """Le résultat, les points de vigilance, le graphique, une ligne par critère, puis ce qui reste à travailler."""
    return [
        section(ID, "Annexe : positionnement", 1, *_resultat(positionnement)),
        *_vigilance(positionnement),
        section(f"{ID}-graphique", "Ce qui est atteint, ce qui est attendu", 2, _graphique(positionnement, dossier)),
        section(
            f"{ID}-criteres", "Critère par critère", 2, _criteres(positionnement, dossier), *_sources(positionnement)
        ),
        *_a_travailler(positionnement),
    ]


def _tous(positionnement: Positionnement) -> tuple[str, ...]:
    return tuple(c.critere.id for c in positionnement.constats)


def _resultat(positionnement: Positionnement) -> list[Paragraphe | Tableau]:
    texte, tous = positionnement.referentiel, _tous(positionnement)
    eligibilite = ELIGIBILITES[positionnement.eligibilite]
    blocs: list[Paragraphe | Tableau] = [
        phrase(fixe(texte_applique(texte)), criteres=tous),
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
    blocs.append(phrase(fixe(f"{RESERVES} Version du contenu : {texte.version}."), criteres=tous))
    axes = tuple(
        (cellule(texte.axe(a.id).libelle), cellule(majuscule(intervalle(a.score.min, a.score.max))))
        for a in positionnement.axes
    )
    siens = tuple(
        Phrase((), (), tuple(c.critere.id for c in positionnement.constats if c.critere.axe == a.id))
        for a in positionnement.axes
    )
    blocs.append(Tableau(("Axe", "Préparation"), axes, "La préparation, axe par axe", (), (5, 5), phrases=siens))
    return blocs


def _graphique(positionnement: Positionnement, dossier: Dossier) -> Figure:
    spec = graphique_ecarts(positionnement, dossier, "page")
    return Figure(spec, texte_alternatif(positionnement, dossier), "Les écarts, critère par critère")


def _criteres(positionnement: Positionnement, dossier: Dossier) -> Tableau:
    """Une ligne par critère : son état, ce que le dossier montre, ce qui est attendu."""
    toutes = lignes(positionnement, dossier)
    champs = tuple(c for ligne in toutes for c in positionnement.par_critere[ligne.critere].verdict.chemins)
    corps = tuple(
        (
            # La mesure peut citer les mots de la structure : elle s'imprime telle quelle.
            cellule(f"{ligne.titre} ({ligne.exigence})" if ligne.exigence else ligne.titre),
            cellule(ligne.etat_en_mots),
            cellule(Morceau(ligne.mesure)),
            cellule(ligne.attendu_en_mots),
        )
        for ligne in toutes
    )
    entetes = ("Critère", "État", "Mesure", "Attendu")
    siens = tuple(Phrase((), (), (ligne.critere,)) for ligne in toutes)
    return Tableau(entetes, corps, CRITERES, champs, (6, 3, 4, 8), phrases=siens)


def _a_travailler(positionnement: Positionnement) -> list[Section]:
    """Ce qui n'est pas atteint : le fait, la suite, les mots du texte."""
    restent = [c for c in positionnement.constats if c.etat in ("non_atteint", "partiel") or c.faute_connue]
    if not restent:
        return []
    tableau = Tableau(
        ("Ce que le dossier montre, et la suite", "Ce que dit le texte"),
        tuple((_suite(c), _passage(c)) for c in restent),
        LEGENDE_SUITES,
        tuple(chemin for c in restent for chemin in c.verdict.chemins),
        (8, 7),
        phrases=tuple(Phrase((), (), (c.critere.id,)) for c in restent),
    )
    return [section(f"{ID}-suites", SUITES, 2, tableau)]


def _suite(constat: Constat) -> Cellule:
    """Le fait, qui peut citer les mots de la structure et s'imprime tel quel ; puis ce qu'il reste à faire."""
    titre = Morceau(typographie(constat.critere.titre), intitule=True)
    return titre, Morceau("\n"), Morceau(f"{constat.verdict.fait} "), Morceau(typographie(constat.suite))


def _vigilance(positionnement: Positionnement) -> list[Section]:
    if not positionnement.alertes:
        return []
    # Une alerte cite les mots de la structure : elle s'imprime telle quelle.
    alertes = tuple(Paragraphe((Morceau(a.phrase),), a.chemins) for a in positionnement.alertes)
    return [section(f"{ID}-vigilance", "Points de vigilance", 2, Liste(alertes))]


def _sources(positionnement: Positionnement) -> list[Paragraphe]:
    """Chaque source citée et sa date."""
    paragraphes = []
    for source in positionnement.referentiel.sources:
        identifiants = tuple(c.critere.id for c in positionnement.constats if c.source.id == source.id)
        if identifiants:
            precision = f" ; {source.precision}" if source.precision else ""
            texte = f"Source : {source.titre}, {source.date_libelle}{precision}."
            paragraphes.append(phrase(fixe(texte), criteres=identifiants))
    return paragraphes


def _passage(constat: Constat) -> Cellule:
    """Les mots de la source, laissés intacts, et ce que l'outil y ajoute."""
    critere = constat.critere
    lecture = ("\n", f"{INTERPRETATION} : {critere.lecture_produit}") if critere.lecture_produit else ()
    mention = f" ({constat.mention})" if constat.mention else ""
    return cellule(mots_de_la_source(critere.passage), f"{mention}.", *lecture)
