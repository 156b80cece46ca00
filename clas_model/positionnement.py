"""Le positionnement : ce que valent les réponses au regard d'un référentiel.

Deux résultats indépendants : l'éligibilité (aucun score ne peut cacher un critère bloquant) et la préparation, un
intervalle tant que des réponses manquent. L'écran, le graphique, le brouillon et la ligne de commande lisent ce même
objet : il n'y a qu'une formule.
"""

import functools
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from clas_model.dossier import Dossier
from clas_model.referentiel import Critere, Referentiel, Source
from clas_model.referentiel.base import ParIdentite
from clas_model.regles import ALERTES, REGLES, Etat, Verdict
from clas_model.regles.base import Parametres

Eligibilite = Literal["oui", "non", "indetermine"]

# Note d'un état en demi-points (pire cas, meilleur cas) : des entiers, pour que la formule reste exacte.
DEMI_POINTS: dict[Etat, tuple[int, int]] = {
    "atteint": (2, 2),
    "partiel": (1, 1),
    "non_atteint": (0, 0),
    "sans_reponse": (0, 2),
}


@dataclass(frozen=True, slots=True)
class Intervalle:
    """Un score sur 100 : au pire, au mieux. Bornes nulles quand rien ne s'applique."""

    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class ScoreAxe:
    """L'intervalle d'un axe."""

    id: str
    score: Intervalle


# Ce qui, dans un critère, est de nous et non du texte.
INTERPRETATION = "Notre interprétation"


class Constat(NamedTuple):
    """Le résultat d'un critère, avec tout ce qu'il faut pour l'expliquer."""

    critere: Critere
    verdict: Verdict
    source: Source
    bloquant: bool
    poids: int
    mention: str | None = None

    @property
    def exclut(self) -> bool:
        """Vrai si ce critère dit « non » à lui seul : obligatoire, non atteint, lu dans un texte qui vaut partout."""
        return self.bloquant and self.etat == "non_atteint" and self.critere.peut_exclure

    @property
    def a_confirmer(self) -> bool:
        """Vrai si l'éligibilité en dépend sans qu'il la tranche : une réponse manque, ou le texte ne suffit pas."""
        return self.bloquant and self.etat not in ("atteint", "non_applicable") and not self.exclut

    @property
    def etat(self) -> Etat:
        """L'état du critère."""
        return self.verdict.etat

    @property
    def faute_connue(self) -> bool:
        """Vrai si le critère, encore sans réponse, ne peut déjà plus être pleinement atteint."""
        return self.verdict.faute_connue

    @property
    def suite(self) -> str:
        """Ce qu'il faut faire maintenant, en une phrase."""
        if self.verdict.suite:
            return self.verdict.suite
        # Une faute déjà certaine se corrige sans attendre la fin des réponses.
        match self.verdict.pire_connu or self.verdict.etat:
            case "non_atteint":
                return self.critere.si_non_atteint
            case "partiel":
                return self.critere.si_partiel or self.critere.si_non_atteint
            case "sans_reponse":
                return self.critere.si_sans_reponse
            case _:
                return "Rien à faire de plus."

    @property
    def reference(self) -> str:
        """Le passage cité, puis sa source et sa date, à plat : la date peut déjà contenir des parenthèses."""
        mention = f" ; {self.mention}" if self.mention else ""
        return f"{self.critere.passage.citation} — {self.source.titre}, {self.source.date_libelle}{mention}"

    @property
    def regle_en_clair(self) -> str:
        """La deuxième des trois explications : ce qui se compte, avec les chiffres, et ce qui y est de nous."""
        attendu = f"Attendu ({self.critere.provenance}) : {self.verdict.attendu}." if self.verdict.attendu else ""
        lecture = f"{INTERPRETATION} : {self.critere.lecture_produit}" if self.critere.lecture_produit else ""
        return " ".join(x for x in (attendu, lecture) if x)

    @property
    def phrase(self) -> str:
        """Le constat entier : les chiffres, le seuil, la suite, la source."""
        attendu = f" Attendu : {self.verdict.attendu}." if self.verdict.attendu else ""
        lecture = f" {INTERPRETATION} : {self.critere.lecture_produit}" if self.critere.lecture_produit else ""
        return f"{self.verdict.fait}{attendu} {self.suite} Source : {self.reference}.{lecture}"


@dataclass(frozen=True, slots=True)
class Alerte:
    """Un point de vigilance, hors score."""

    id: str
    phrase: str
    chemins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Positionnement:
    """L'éligibilité, la préparation, les constats et les alertes d'un dossier selon un référentiel."""

    referentiel: Referentiel
    eligibilite: Eligibilite
    bloquants: tuple[str, ...]
    a_confirmer: tuple[str, ...]
    score: Intervalle
    axes: tuple[ScoreAxe, ...]
    constats: tuple[Constat, ...]
    alertes: tuple[Alerte, ...]

    @functools.cached_property
    def par_critere(self) -> dict[str, Constat]:
        """Les constats par identifiant de critère."""
        return {c.critere.id: c for c in self.constats}

    def en_json(self) -> dict[str, Any]:
        """Le contrat de la ligne de commande : clés stables, scores non arrondis."""
        texte = self.referentiel
        return {
            "referentiel": {
                "id": texte.id,
                "date": texte.date.isoformat() if texte.date else None,
                "version": texte.version,
            },
            "eligibilite": self.eligibilite,
            "bloquants": list(self.bloquants),
            "a_confirmer": list(self.a_confirmer),
            "score": {"min": self.score.min, "max": self.score.max},
            "axes": [{"id": a.id, "min": a.score.min, "max": a.score.max} for a in self.axes],
            "constats": [
                {
                    "critere": c.critere.id,
                    "axe": c.critere.axe,
                    "niveau": c.critere.niveau,
                    "etat": c.etat,
                    "mesure": c.verdict.mesure,
                    "attendu": c.verdict.attendu,
                    "phrase": c.phrase,
                    "etape": c.critere.etape,
                    "sources": [
                        {
                            "id": c.source.id,
                            "titre": c.source.titre,
                            "date": c.source.date.isoformat() if c.source.date else None,
                            "date_libelle": c.source.date_libelle,
                            "passage": c.critere.passage.texte or c.critere.passage.resume,
                            "statut": c.critere.statut_effectif,
                        }
                    ],
                }
                for c in self.constats
            ],
            "alertes": [{"id": a.id, "phrase": a.phrase} for a in self.alertes],
        }


def score(constats: list[Constat]) -> Intervalle:
    """Moyenne pondérée × 100, au pire et au mieux ; les critères non applicables sortent du dénominateur."""
    pire = mieux = poids = 0
    for constat in constats:
        if constat.verdict.etat == "non_applicable":
            continue
        bas, haut = DEMI_POINTS[constat.verdict.etat]
        pire += bas * constat.poids
        mieux += haut * constat.poids
        poids += 2 * constat.poids
    if poids == 0:
        return Intervalle(None, None)
    return Intervalle(100 * pire / poids, 100 * mieux / poids)


@functools.lru_cache(maxsize=16)
def _regles_pretes(referentiel: ParIdentite[Referentiel]) -> tuple[Any, ...]:
    """Les critères avec leur règle, leurs paramètres lus, leur source et leur niveau : une fois par référentiel."""
    texte = referentiel.valeur
    prets = []
    for critere in texte.criteres:
        regle = REGLES[critere.regle.nom]
        parametres: Parametres = regle.parametres.model_validate(critere.regle.parametres)
        niveau = texte.niveau(critere.niveau)
        source, mention = texte.source(critere.passage.source), texte.mention(critere)
        prets.append((critere, regle.fonction, parametres, source, niveau, mention))
    return tuple(prets)


def avec_reponses_locales(dossier: Dossier, referentiel: Referentiel) -> Dossier:
    """Copie du dossier où la Caf a répondu à ce qu'elle sait mieux que la structure ; le dossier même sans profil."""
    if referentiel.local is None:
        return dossier
    reponses = referentiel.local.reponses
    if reponses.cadre_departemental:
        oui = reponses.cadre_departemental == "oui"
        dossier = dossier.model_copy(update={"cadre": dossier.cadre.model_copy(update={"departemental": oui})})
    if reponses.formation_existe:
        oui = reponses.formation_existe == "oui"
        dossier = dossier.model_copy(update={"equipe": dossier.equipe.model_copy(update={"formation_existe": oui})})
    return dossier


def positionner(dossier: Dossier, referentiel: Referentiel) -> Positionnement:
    """Juge un dossier selon un référentiel. Ne lève rien : un dossier vierge vaut [0, 100] et « indetermine »."""
    dossier = avec_reponses_locales(dossier, referentiel)
    constats = [
        Constat(critere, fonction(dossier, parametres), source, niveau.bloquant, niveau.poids, mention)
        for critere, fonction, parametres, source, niveau, mention in _regles_pretes(ParIdentite(referentiel))
    ]
    bloquants = tuple(c.critere.id for c in constats if c.exclut)
    a_confirmer = tuple(c.critere.id for c in constats if c.a_confirmer)
    par_axe: dict[str, list[Constat]] = {axe.id: [] for axe in referentiel.axes}
    for constat in constats:
        par_axe[constat.critere.axe].append(constat)
    return Positionnement(
        referentiel=referentiel,
        eligibilite="non" if bloquants else "indetermine" if a_confirmer else "oui",
        bloquants=bloquants,
        a_confirmer=a_confirmer,
        score=score(constats),
        axes=tuple(ScoreAxe(axe, score(siens)) for axe, siens in par_axe.items()),
        constats=tuple(constats),
        alertes=tuple(
            Alerte(
                texte.id,
                " ".join([*(fait for fait, _ in signaux), texte.suite]),
                tuple(chemin for _, chemins in signaux for chemin in chemins),
            )
            for texte in referentiel.alertes
            if (signaux := list(ALERTES[texte.id](dossier, **texte.parametres)))
        ),
    )
