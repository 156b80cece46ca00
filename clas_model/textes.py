"""Le texte d'un dossier : lequel le juge, lesquels sont plus récents, comment passer de l'un à l'autre.

Un dossier dit lui-même selon quel texte il est jugé (identifiant, date, version) ; rien ne le change à sa place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clas_model.contenu import (
    REFERENTIEL_PAR_DEFAUT,
    charger_referentiel,
    referentiels_disponibles,
    texte_par_defaut,
)
from clas_model.dossier import Dossier, TexteChoisi
from clas_model.erreurs import ContenuInvalide
from clas_model.referentiel import Referentiel


@dataclass(frozen=True)
class TexteApplique:
    """Le texte qui juge un dossier, et ce qu'il faut en dire s'il n'est pas tout à fait celui que le dossier nomme."""

    texte: Referentiel
    reserve: str | None = None


@dataclass(frozen=True, slots=True)
class Proposition:
    """Le texte qui paraît convenir à une année et à un département, et pourquoi."""

    texte: Referentiel
    pourquoi: str


def choix(texte: Referentiel) -> TexteChoisi:
    """Ce qu'un dossier garde du texte qui le juge."""
    return TexteChoisi(id=texte.id, date=texte.date, version=texte.version)


def texte_du_dossier(dossier: Dossier) -> TexteApplique:
    """Le texte que nomme le dossier, dans sa version si elle est gardée. Ne lève rien.

    Un texte absent d'ici laisse juger par le texte par défaut, avec une réserve ; le dossier garde le nom du sien.
    """
    choisi = dossier.referentiel
    if choisi is None:
        return TexteApplique(charger_referentiel(texte_par_defaut()))
    try:
        texte = charger_referentiel(choisi.id, version=choisi.version)
    except ContenuInvalide:
        defaut = charger_referentiel(REFERENTIEL_PAR_DEFAUT)
        return TexteApplique(
            defaut,
            f"Ce dossier a été évalué selon « {choisi.id} », un texte qui n'est pas installé ici. Il l'est maintenant "
            f"selon « {defaut.titre} » : le résultat peut différer.",
        )
    if choisi.version in (None, texte.version):
        return TexteApplique(texte)
    return TexteApplique(
        texte,
        f"Ce dossier a été évalué selon « {texte.titre} », version {choisi.version} ; cette version n'est plus gardée. "
        f"Il l'est ici selon la version {texte.version} : le résultat peut différer.",
    )


def texte_nomme(choisi: TexteChoisi) -> Referentiel:
    """Le texte de ce nom, dans sa version si elle est gardée ; à défaut, le texte par défaut."""
    return texte_du_dossier(Dossier(referentiel=choisi)).texte


def tous_les_textes() -> tuple[Referentiel, ...]:
    """Les textes installés, du plus ancien au plus récent, le profil local en dernier ; un texte fautif est omis."""
    textes = []
    for identifiant in referentiels_disponibles():
        try:
            textes.append(charger_referentiel(identifiant))
        except ContenuInvalide:
            continue
    return tuple(sorted(textes, key=anciennete))


def anciennete(texte: Referentiel) -> tuple[str, bool]:
    """Ce qui range les textes : la première année où l'un a pu s'appliquer, un profil local après son texte."""
    de = texte.application.de if texte.application else None
    return de or "", texte.local is not None


def plus_recents(texte: Referentiel, textes: Iterable[Referentiel]) -> tuple[Referentiel, ...]:
    """Ceux qui viennent après ce texte, le plus récent en dernier."""
    return tuple(t for t in sorted(textes, key=anciennete) if anciennete(t) > anciennete(texte))


def plus_recent(dossier: Dossier) -> Referentiel | None:
    """Le plus récent des textes qui suivent celui que le dossier nomme, s'il y en a. Le dossier n'en est pas changé."""
    recents = plus_recents(texte_du_dossier(dossier).texte, tous_les_textes())
    return recents[-1] if dossier.referentiel is not None and recents else None


def nouveautes(dossier: Dossier) -> str | None:
    """« Évalué selon … ; un texte plus récent existe : … », ou rien."""
    applique, recent = texte_du_dossier(dossier).texte, plus_recent(dossier)
    if recent is None:
        return None
    return (
        f"Évalué selon « {applique.titre} » ({applique.date_libelle}) ; un texte plus récent existe : "
        f"« {recent.titre} » ({recent.date_libelle})."
    )


def proposer(annee: str | None, departement: str | None, textes: Iterable[Referentiel]) -> Proposition | None:
    """Le texte qui paraît convenir à cette année scolaire et à ce département ; rien sans année ni profil local.

    Une déduction, à confirmer par la Caf : aucun texte lu ne dit jusqu'à quand il s'applique.
    """
    ranges = sorted(textes, key=anciennete)
    lieu = (departement or "").strip().casefold()
    for texte in ranges:
        if texte.local and lieu and texte.local.departement.casefold() == lieu:
            return Proposition(texte, f"La {texte.local.caf} a posé son profil sur cet outil.")
    if annee is None:
        return None
    for texte in reversed([t for t in ranges if t.local is None and t.application]):
        regle = texte.application
        if regle is None or (regle.de or "") > annee or (regle.a or "9999") < annee:
            continue
        if regle.departements and lieu not in {d.casefold() for d in regle.departements}:
            continue
        return Proposition(texte, f"Il couvrirait {annee}, d'après les textes que nous avons pu lire. {regle.note}")
    return None
