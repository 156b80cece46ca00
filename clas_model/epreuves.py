"""Les épreuves : des structures fictives et le verdict attendu, écrit à la main, rejouées sur le contenu installé.

Une épreuve dit, sous chaque texte, l'éligibilité, ce qui bloque, ce qui reste à confirmer, et tous les critères qui ne
sont pas atteints : tout critère qu'elle ne nomme pas doit l'être.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from pydantic import Field

from clas_model.dossier import Dossier
from clas_model.positionnement import Eligibilite, Positionnement, positionner
from clas_model.referentiel import Contenu, Identifiant, Phrase, Referentiel
from clas_model.regles import Etat


class Attendu(Contenu):
    """Ce qu'un texte conclut d'une structure, et le raisonnement qui y mène, écrit avant de l'avoir essayé."""

    eligibilite: Eligibilite
    bloquants: tuple[Identifiant, ...] = ()
    a_confirmer: tuple[Identifiant, ...] = ()
    ecarts: dict[Identifiant, Etat] = Field(default_factory=dict)
    raisonnement: Phrase


class Epreuve(Contenu):
    """Une structure fictive et ce que chaque texte doit en dire. `eprouve` : les critères qu'elle vise."""

    nom: Phrase
    eprouve: tuple[str, ...]
    attendus: dict[Identifiant, Attendu]
    dossier: Dossier


@dataclass(frozen=True)
class Accord:
    """Le résultat d'un texte : combien d'épreuves jugées, et les désaccords, en phrases.

    `selon` : le texte dont viennent les verdicts attendus. Un profil local n'a pas les siens : il est rapproché de ceux
    du texte qu'il recouvre, sur les seuls critères de ce texte ; ses différences sont voulues.
    """

    texte: Referentiel
    selon: str
    jugees: int
    desaccords: tuple[str, ...]

    @property
    def est_rapproche(self) -> bool:
        """Vrai pour un profil local, dont les différences ne sont pas des fautes."""
        return self.selon != self.texte.id


def verifier(epreuves: Iterable[Epreuve], textes: Iterable[Referentiel]) -> tuple[Accord, ...]:
    """Rejoue toutes les épreuves sous chaque texte pour lequel un verdict est écrit."""
    toutes, par_id = tuple(epreuves), {t.id: t for t in textes}
    accords = (_verifier(toutes, texte, par_id.get(texte.sur or "")) for texte in par_id.values())
    return tuple(accord for accord in accords if accord is not None)


def _verifier(epreuves: tuple[Epreuve, ...], texte: Referentiel, dessous: Referentiel | None) -> Accord | None:
    siennes = [(e, e.attendus[texte.id]) for e in epreuves if texte.id in e.attendus]
    selon = texte.id
    juges = {c.id for c in texte.criteres}
    if not siennes and dessous:
        selon = dessous.id
        siennes = [(e, e.attendus[selon]) for e in epreuves if selon in e.attendus]
        juges = {c.id for c in dessous.criteres}
    if not siennes:
        return None
    desaccords = [f"{e.nom} : {faute}" for e, attendu in siennes for faute in _fautes(attendu, e, texte, juges)]
    return Accord(texte, selon, len(siennes), tuple(desaccords))


def _fautes(attendu: Attendu, epreuve: Epreuve, texte: Referentiel, juges: Set[str]) -> list[str]:
    resultat = positionner(epreuve.dossier, texte)
    fautes = []
    if resultat.eligibilite != attendu.eligibilite:
        fautes.append(f"éligibilité attendue « {attendu.eligibilite} », obtenue « {resultat.eligibilite} »")
    for nom, obtenus, voulus in (
        ("bloquants", resultat.bloquants, attendu.bloquants),
        ("à confirmer", resultat.a_confirmer, attendu.a_confirmer),
    ):
        vus = {i for i in obtenus if i in juges}
        if vus != set(voulus):
            fautes.append(f"{nom} attendus {_noms(voulus)}, obtenus {_noms(vus)}")
    return fautes + _ecarts(attendu, resultat, juges)


def _ecarts(attendu: Attendu, resultat: Positionnement, juges: Set[str]) -> list[str]:
    obtenus = {c.critere.id: c.etat for c in resultat.constats if c.etat != "atteint" and c.critere.id in juges}
    inconnus = [i for i in attendu.ecarts if i not in resultat.par_critere]
    fautes = [f"« {i} » n'est pas un critère de ce texte" for i in inconnus]
    for identifiant in sorted({*obtenus, *attendu.ecarts} - {*inconnus}):
        voulu, obtenu = attendu.ecarts.get(identifiant, "atteint"), obtenus.get(identifiant, "atteint")
        if voulu != obtenu:
            fautes.append(f"« {identifiant} » attendu « {voulu} », obtenu « {obtenu} »")
    return fautes


def _noms(identifiants: Iterable[str]) -> str:
    return ", ".join(sorted(identifiants)) or "aucun"
