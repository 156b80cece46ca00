"""Remettre un élément retiré, sans toucher aux réponses données depuis."""

from dataclasses import dataclass

from pydantic import BaseModel

from clas_model.chemins import LIENS, avec, identifiant_suivant, lire, motif, places
from clas_model.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Retrait:
    """Un élément qu'on retire : son nom, sa liste, son rang, et ce qui le désignait ou le marquait."""

    nom: str
    liste: str
    identifiant: str
    rang: int
    element: BaseModel
    close: bool
    # (chemin du lien, rang de l'élément dans ce lien).
    liens: tuple[tuple[str, int], ...]
    ne_sait_pas: tuple[str, ...]
    a_confirmer: tuple[str, ...]

    @property
    def chemin(self) -> str:
        """Là où était l'élément."""
        return f"{self.liste}.{self.identifiant}"


def noter(dossier: Dossier, chemin: str, nom: str) -> Retrait | None:
    """Ce qu'il faut savoir de l'élément `chemin` pour le remettre ; `None` s'il n'existe pas."""
    liste, _, identifiant = chemin.rpartition(".")
    elements = lire(dossier, liste) or ()
    rang = next((r for r, e in enumerate(elements) if e.id == identifiant), None)
    if rang is None:
        return None
    liens = tuple(
        (lien, ids.index(identifiant))
        for motif_lien in LIENS.get(motif(liste), ())
        for lien, ids in places(dossier, motif_lien)
        if ids and identifiant in ids
    )
    return Retrait(
        nom=nom,
        liste=liste,
        identifiant=identifiant,
        rang=rang,
        element=elements[rang],
        close=bool(lire(dossier, f"{liste}_close")),
        liens=liens,
        ne_sait_pas=tuple(c for c in dossier.ne_sait_pas if c.startswith(f"{chemin}.")),
        a_confirmer=tuple(c for c in dossier.a_confirmer if c.startswith(f"{chemin}.")),
    )


def remettre(dossier: Dossier, retrait: Retrait) -> Dossier:
    """Copie où l'élément retiré est de nouveau à sa place, avec ses liens ; le reste ne change pas.

    Si un autre a pris son identifiant, il en reçoit un nouveau. Si sa liste n'existe plus, rien ne change.
    """
    parent = retrait.liste.rpartition(".")[0]
    if parent and lire(dossier, parent) is None:
        return dossier
    presents = lire(dossier, retrait.liste)
    pris = [e.id for e in presents]
    nouveau = identifiant_suivant(retrait.liste, pris) if retrait.identifiant in pris else retrait.identifiant
    elements = [e.model_dump(exclude_unset=True) for e in presents]
    elements.insert(retrait.rang, {**retrait.element.model_dump(exclude_unset=True), "id": nouveau})
    dossier = avec(dossier, retrait.liste, elements)
    if retrait.close and not presents:
        dossier = avec(dossier, f"{retrait.liste}_close", True)
    for lien, rang in retrait.liens:
        if lire(dossier, lien.rpartition(".")[0]) is not None:
            ids = list(lire(dossier, lien) or ())
            ids.insert(rang, nouveau)
            dossier = avec(dossier, lien, ids)
    avant, apres = (f"{retrait.liste}.{i}." for i in (retrait.identifiant, nouveau))

    def suivies(marques: tuple[str, ...], siennes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({*marques, *(apres + c.removeprefix(avant) for c in siennes)}))

    return dossier.model_copy(
        update={
            "ne_sait_pas": suivies(dossier.ne_sait_pas, retrait.ne_sait_pas),
            "a_confirmer": suivies(dossier.a_confirmer, retrait.a_confirmer),
        }
    )
