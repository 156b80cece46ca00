"""La vérification rapide : une hypothèse, les groupes possibles, et ce qu'en dit le texte.

Les partages viennent de l'arithmétique ; tout jugement vient de `positionner`, sur le dossier que l'hypothèse dessine.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clas_model.calendrier import Seances, seances
from clas_model.dossier import ELEMENTS_MAX, Dossier
from clas_model.positionnement import Constat, Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.dossier_essai import dossier_d_essai, presences
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.lignes import PartieVerifiee, partie_verifiee
from clas_model.simulation.placement import Place, Terrain
from clas_model.simulation.retenus import au_plus_juste, plusieurs_parties, une_partie
from clas_model.simulation.seuils import Seuils, seuils


@dataclass(frozen=True)
class Verification:
    """Ce que la page et la ligne de commande montrent.

    `places` : les groupes retenus, placés sur les soirs. `tient` : vrai si le texte les accepte avec ces adultes, nul
    si on ne sait pas (adultes non dits, ou recherche trop longue). `manque` : les adultes à trouver en plus par soir ;
    quand ils ne sont pas dits, tous ceux qu'il faut, si les groupes se répartissent sur plusieurs soirs.
    """

    hypothese: Hypothese
    seuils: Seuils
    parties: tuple[PartieVerifiee, ...]
    places: tuple[Place, ...]
    noms: tuple[str | None, ...]
    tient: bool | None
    manque: int | None
    dossier: Dossier | None
    positionnement: Positionnement | None

    @property
    def impossibles(self) -> tuple[PartieVerifiee, ...]:
        """Les parties qu'aucun partage ne permet."""
        return tuple(p for p in self.parties if not p.lignes)

    @functools.cached_property
    def constats(self) -> tuple[Constat, ...]:
        """Ce que ces nombres décident : les critères qui ne sont plus sans réponse, ou dont une faute est déjà sûre.

        Ce qu'une Caf a répondu pour toutes les structures ne vient pas d'eux.
        """
        if self.positionnement is None:
            return ()
        sans_eux = positionner(Dossier(), self.positionnement.referentiel).par_critere
        return tuple(
            c
            for c in self.positionnement.constats
            if sans_eux[c.critere.id].etat == "sans_reponse" and (c.etat != "sans_reponse" or c.faute_connue)
        )

    @functools.cached_property
    def seances_des_groupes(self) -> tuple[Seances, ...]:
        """Les séances de chaque groupe sur l'année ; vide si un fait manque."""
        if self.dossier is None:
            return ()
        comptes = [seances(self.dossier.structure, g) for g in self.dossier.groupes]
        connus = tuple(c for c in comptes if c is not None)
        return connus if len(connus) == len(comptes) else ()

    @property
    def seances_par_groupe(self) -> Seances | None:
        """Celles du moins pourvu des groupes ; `None` si un fait manque."""
        return min(self.seances_des_groupes, key=lambda c: c.nombre, default=None)

    @functools.cached_property
    def cout(self) -> Decimal | None:
        """Le coût de l'année d'après les coûts donnés, en euros ; `None` si aucun, ou si les heures manquent."""
        couts = self.hypothese.couts
        if couts.est_vide or not self.places:
            return None
        total = (couts.fixe or Decimal(0)) + (couts.par_enfant or Decimal(0)) * self.hypothese.enfants
        total += (couts.par_groupe or Decimal(0)) * len(self.places)
        if couts.heure_salariee is not None:
            minutes = self._minutes_salariees()
            if minutes is None:
                return None
            total += couts.heure_salariee * minutes / 60
        return total

    def _minutes_salariees(self) -> int | None:
        """Les minutes de présence des salariés, chacun à tous les soirs ouverts où il est libre."""
        if self.dossier is None:
            return None
        total = 0
        for rang, soir in enumerate(self.hypothese.soirs_ouverts):
            presents = self.hypothese.presents(soir, salaries_seuls=True) or 0
            groupe = next((g for g, p in zip(self.dossier.groupes, self.places, strict=True) if rang in p.soirs), None)
            if groupe is None or not presents:
                continue
            ce_soir = groupe.model_copy(update={"creneaux": tuple(c for c in groupe.creneaux if c.jour == soir)})
            compte = seances(self.dossier.structure, ce_soir)
            if compte is None:
                return None
            total += presents * compte.minutes
        return total


def verifier(hypothese: Hypothese, texte: Referentiel, groupes: int | None = None) -> Verification:
    """Vérifie une hypothèse selon un texte. `groupes` : le nombre de groupes voulu, quand il est possible.

    Lève `SaisieRefusee` si les bornes se contredisent.
    """
    limites = seuils(texte).avec(hypothese.mini, hypothese.maxi)
    terrain = _terrain(hypothese, limites)
    seule = len(hypothese.parties) == 1
    parties = tuple(
        partie_verifiee(p.nom, p.enfants, limites, terrain if seule else None, groupes) for p in hypothese.parties
    )
    if any(not p.lignes for p in parties):
        tient: bool | None = False
        manquants: int | None = None
        places = tuple(p for partie in parties for p in au_plus_juste(partie.enfants, limites, hypothese))
    elif seule:
        places, tient, manquants = une_partie(parties[0], limites, terrain, hypothese, groupes)
    else:
        places, tient, manquants = plusieurs_parties(parties, limites, terrain, hypothese)
    if hypothese.accompagnateurs is None and all(p.lignes for p in parties):
        tient = None
    noms = _noms(parties, places)
    dossier = None
    if len(places) <= ELEMENTS_MAX:
        dossier = dossier_d_essai(hypothese, places, noms, presences(hypothese, places))
    resultat = positionner(dossier, texte) if dossier else None
    return Verification(hypothese, limites, parties, places, noms, tient, manquants, dossier, resultat)


def _terrain(hypothese: Hypothese, limites: Seuils) -> Terrain | None:
    """Les adultes de chaque soir ; `None` s'ils ne sont pas dits.

    Quand les groupes peuvent se répartir sur plus de soirs que chacun n'en prend, ceux qu'il faut dépendent de la façon
    de les placer : on part alors d'aucun adulte, et ce qui manque est ce qu'il faut.
    """
    capacites = hypothese.capacites
    if capacites is None and len(hypothese.soirs_ouverts) > hypothese.seances:
        capacites = (0,) * len(hypothese.soirs_ouverts)
    if capacites is None:
        return None
    return Terrain(capacites, hypothese.seances, limites.mini, limites.maxi, limites.besoin)


def _noms(parties: Sequence[PartieVerifiee], places: Sequence[Place]) -> tuple[str | None, ...]:
    """Le nom de la partie de chaque groupe, dans l'ordre des places."""
    if len(parties) == 1:
        return (parties[0].nom,) * len(places)
    noms: list[str | None] = []
    reste = list(parties)
    enfants = 0
    for place in places:
        noms.append(reste[0].nom)
        enfants += place.taille
        if enfants >= reste[0].enfants:
            reste, enfants = reste[1:], 0
    return tuple(noms)
