"""L'annexe : le positionnement, avec ses chiffres, ses sources et ce qu'il faut faire ensuite."""

from collections.abc import Sequence

from clas_model.dossier import Dossier
from clas_model.francais import accord, enumeration, intervalle, typographie
from clas_model.positionnement import Constat, Positionnement
from clas_model.restitution.arbre import Cellule, Figure, Liste, Morceau, Paragraphe, Phrase, Section, Tableau
from clas_model.restitution.graphique import graphique_ecarts, texte_alternatif
from clas_model.restitution.mots import ELIGIBILITES, texte_applique
from clas_model.restitution.plume import cellule, fixe, intitule, majuscule, mots_de_la_source, phrase, section
from clas_model.restitution.tableaux import LigneConstat, lignes

ID = "annexe"
SUITES = "Ce qui n'est pas encore atteint"
LEGENDE_SUITES = "Pour chaque critère, le constat, la suite et les mots du texte"
AUTRES = "Ce qui est atteint, ou reste à confirmer"
CRITERES = "Les autres critères, leur mesure et ce qui est attendu"
RESERVES = (
    "Ce positionnement aide à préparer la demande ; il ne remplace pas l'examen du dossier par la Caf. Le poids de "
    "chaque critère est un choix de l'outil, pas de la source."
)


def annexe(positionnement: Positionnement, dossier: Dossier) -> list[Section]:
    """Le résultat, la vigilance, le graphique, puis chaque critère une fois : à travailler, ou non."""
    toutes = lignes(positionnement, dossier)
    return [
        section(ID, "Annexe : positionnement", 1, *_resultat(positionnement)),
        *_vigilance(positionnement),
        section(f"{ID}-graphique", "Ce qui est atteint, ce qui est attendu", 2, _graphique(positionnement, dossier)),
        *_a_travailler(positionnement, toutes),
        *_autres(positionnement, toutes),
        section(f"{ID}-textes", "Sources", 2, *_sources(positionnement)),
    ]


def _tous(positionnement: Positionnement) -> tuple[str, ...]:
    return tuple(c.critere.id for c in positionnement.constats)


def _resultat(positionnement: Positionnement) -> list[Paragraphe]:
    texte, tous = positionnement.referentiel, _tous(positionnement)
    eligibilite = ELIGIBILITES[positionnement.eligibilite]
    blocs: list[Paragraphe] = [
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
    compte = f"{accord(len(atteints), 'critère atteint')} sur {len(tous)}."
    axes = " ; ".join(f"{texte.axe(a.id).libelle}, {intervalle(a.score.min, a.score.max)}" for a in positionnement.axes)
    blocs.append(phrase(intitule(f"Préparation : {score}."), f"{compte} Par axe : {axes}.", criteres=tous))
    blocs.append(phrase(fixe(f"{RESERVES} Version du contenu : {texte.version}."), criteres=tous))
    return blocs


def _graphique(positionnement: Positionnement, dossier: Dossier) -> Figure:
    spec = graphique_ecarts(positionnement, dossier, "page")
    return Figure(spec, texte_alternatif(positionnement, dossier), "Les écarts, critère par critère")


def _reste_a_travailler(constat: Constat) -> bool:
    return constat.etat in ("non_atteint", "partiel") or constat.faute_connue


def _a_travailler(positionnement: Positionnement, toutes: Sequence[LigneConstat]) -> list[Section]:
    """Ce qui n'est pas atteint : le fait, la suite, ce qui est attendu et les mots du texte."""
    couples = [(ligne, positionnement.par_critere[ligne.critere]) for ligne in toutes]
    restent = [(ligne, constat) for ligne, constat in couples if _reste_a_travailler(constat)]
    if not restent:
        return []
    tableau = Tableau(
        ("Critère", "Ce que le dossier montre, et la suite", "Ce qui est attendu, et ce que dit le texte"),
        tuple((_titre(ligne, avec_etat=True), _suite(constat), _attendu(ligne, constat)) for ligne, constat in restent),
        LEGENDE_SUITES,
        tuple(chemin for _, c in restent for chemin in c.verdict.chemins),
        (4, 7, 6),
        phrases=tuple(Phrase((), (), (ligne.critere,)) for ligne, _ in restent),
    )
    return [section(f"{ID}-suites", SUITES, 2, tableau)]


def _autres(positionnement: Positionnement, toutes: Sequence[LigneConstat]) -> list[Section]:
    """Une ligne pour chacun des autres critères : son état, ce que le dossier montre, ce qui est attendu."""
    autres = [x for x in toutes if not _reste_a_travailler(positionnement.par_critere[x.critere])]
    # La mesure peut citer les mots de la structure : elle s'imprime telle quelle.
    corps = tuple(
        (_titre(x), cellule(x.etat_en_mots), cellule(Morceau(x.mesure)), cellule(x.attendu_en_mots)) for x in autres
    )
    tableau = Tableau(
        ("Critère", "État", "Mesure", "Attendu"),
        corps,
        CRITERES,
        tuple(c for x in autres for c in positionnement.par_critere[x.critere].verdict.chemins),
        (6, 3, 4, 8),
        phrases=tuple(Phrase((), (), (x.critere,)) for x in autres),
    )
    return [section(f"{ID}-criteres", AUTRES, 2, tableau)] if autres else []


def _titre(ligne: LigneConstat, avec_etat: bool = False) -> Cellule:
    titre = typographie(f"{ligne.titre} ({ligne.exigence})" if ligne.exigence else ligne.titre)
    return cellule(Morceau(titre, intitule=True), f"\n{ligne.etat_en_mots}") if avec_etat else cellule(titre)


def _suite(constat: Constat) -> Cellule:
    """Le fait, qui peut citer les mots de la structure et s'imprime tel quel ; puis ce qu'il reste à faire."""
    return Morceau(f"{constat.verdict.fait} "), Morceau(typographie(constat.suite))


def _attendu(ligne: LigneConstat, constat: Constat) -> Cellule:
    """Ce qui est attendu, en disant ce que le produit interprète ; puis les mots de la source, laissés intacts."""
    attendu = f"{majuscule(ligne.attendu_en_mots)}.\n" if ligne.attendu_en_mots else ""
    mention = f" ({constat.mention})" if constat.mention else ""
    return cellule(attendu, mots_de_la_source(constat.critere.passage), f"{mention}.")


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
