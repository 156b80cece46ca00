"""Quand cela ne tient pas : ce qui tiendrait en ne changeant qu'un nombre."""

from dataclasses import dataclass

from clas_model.dossier import EFFECTIF_MAX
from clas_model.referentiel import Referentiel
from clas_model.simulation.hypothese import Enfants, Hypothese
from clas_model.simulation.inverse import au_plus
from clas_model.simulation.verification import Verification, verifier


@dataclass(frozen=True, slots=True)
class Sortie:
    """Un nombre changé, et l'hypothèse qui tient alors. `champ` : « enfants », « adultes » ou « seances »."""

    champ: str
    nombre: int
    hypothese: Hypothese


def sorties(v: Verification, texte: Referentiel) -> tuple[Sortie, ...]:
    """Moins d'enfants, plus d'adultes, moins de soirs pour chaque groupe : le plus petit écart de chaque sorte.

    Vide quand cela tient, quand les adultes ne sont pas dits, et quand aucun partage n'existe.
    """
    h = v.hypothese
    if v.tient is not False or v.impossibles or h.accompagnateurs is None:
        return ()
    essais = (_moins_d_enfants(h, texte), _plus_d_adultes(v), _moins_de_soirs(h, texte))
    return tuple(s for s in essais if s is not None and verifier(s.hypothese, texte).tient)


def _moins_d_enfants(h: Hypothese, texte: Referentiel) -> Sortie | None:
    if len(h.parties) > 1:
        return None
    # Un nombre plus grand peut tenir quand celui-ci ne tient pas : on ne cherche qu'au-dessous.
    trouve = au_plus(h, texte, h.enfants - 1)
    if trouve is None:
        return None
    partie = Enfants(nom=h.parties[0].nom, enfants=trouve.enfants)
    return Sortie("enfants", trouve.enfants, h.model_copy(update={"parties": (partie,)}))


def _plus_d_adultes(v: Verification) -> Sortie | None:
    adultes = (v.hypothese.accompagnateurs or 0) + (v.manque or 0)
    if not v.manque or adultes > EFFECTIF_MAX:
        return None
    benevoles = (v.hypothese.benevoles or 0) + v.manque
    return Sortie("adultes", adultes, v.hypothese.model_copy(update={"benevoles": benevoles}))


def _moins_de_soirs(h: Hypothese, texte: Referentiel) -> Sortie | None:
    """Les mêmes soirs ouverts, mais chaque groupe n'y vient pas à tous : le plus de soirs chacun qui tienne."""
    for seances in range(h.seances - 1, 0, -1):
        essai = h.model_copy(update={"seances": seances, "soirs": h.soirs_ouverts})
        if verifier(essai, texte).tient:
            return Sortie("seances", seances, essai)
    return None
