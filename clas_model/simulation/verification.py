"""La vérification rapide : une hypothèse, les groupes possibles, et ce qu'en dit le texte.

Les partages viennent de l'arithmétique ; tout jugement vient de `positionner`, sur le dossier que l'hypothèse dessine.
"""

import dataclasses
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clas_model.calendrier import Seances, seances
from clas_model.dossier import EFFECTIF_MAX, ELEMENTS_MAX, Dossier
from clas_model.positionnement import Constat, Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.dossier_essai import dossier_d_essai, presences
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.partages import Besoin, partage_econome, partages, plus_proches
from clas_model.simulation.placement import (
    Place,
    Terrain,
    TropLong,
    manque,
    manque_au_moins,
    placer,
    tient,
    un_a_un,
)
from clas_model.simulation.placement_parties import placer_les_parties
from clas_model.simulation.seuils import Seuils, seuils

# Les lignes qu'une page montre : au-delà, les partages ne se lisent plus.
LIGNES_MAX = 12


@dataclass(frozen=True, slots=True)
class Ligne:
    """Un nombre de groupes possible pour une partie : le partage le plus égal et le plus économe en adultes.

    `manque` : les adultes qu'il faudrait en plus chaque soir ; `None` si c'est trop long à voir, ou si leur nombre
    n'est pas dit et que tous les groupes viennent ensemble.
    """

    groupes: int
    egal: tuple[int, ...]
    econome: tuple[int, ...]
    adultes_egal: int
    adultes_econome: int
    manque: int | None = None

    @property
    def differe(self) -> bool:
        """Vrai si le partage le plus égal demande plus d'adultes qu'un autre."""
        return self.adultes_econome < self.adultes_egal


@dataclass(frozen=True, slots=True)
class PartieVerifiee:
    """Des enfants qui restent entre eux : leurs partages, ou les nombres les plus proches qui iraient."""

    nom: str | None
    enfants: int
    lignes: tuple[Ligne, ...]
    proches: tuple[int, ...]


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
    parties = tuple(_partie(p.nom, p.enfants, limites, terrain if seule else None, groupes) for p in hypothese.parties)
    if any(not p.lignes for p in parties):
        tient: bool | None = False
        manquants: int | None = None
        places = tuple(p for partie in parties for p in au_plus_juste(partie.enfants, limites, hypothese))
    elif seule:
        places, tient, manquants = _une_partie(parties[0], limites, terrain, hypothese, groupes)
    else:
        places, tient, manquants = _plusieurs_parties(parties, limites, terrain, hypothese)
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


def _partie(nom: str | None, n: int, limites: Seuils, terrain: Terrain | None, groupes: int | None) -> PartieVerifiee:
    """Tous les partages d'une partie ; `manque` n'est compté que sur une partie seule, `groupes` voulus compris."""
    lignes = []
    for partage in partages(n, limites.mini, limites.maxi):
        econome = partage_econome(n, partage.groupes, limites.mini, limites.maxi, limites.besoin)
        egal, au_mieux = (sum(map(limites.besoin.adultes, t)) for t in (partage.tailles, econome))
        lignes.append(
            Ligne(partage.groupes, partage.tailles, econome if au_mieux < egal else partage.tailles, egal, au_mieux)
        )
    if terrain is not None:
        lignes = _avec_manques(n, lignes, terrain, groupes)
    proches = () if lignes else tuple(p for p in plus_proches(n, limites.mini, limites.maxi) if p <= EFFECTIF_MAX)
    return PartieVerifiee(nom, n, tuple(lignes), proches)


def _avec_manques(n: int, lignes: Sequence[Ligne], terrain: Terrain, groupes: int | None) -> list[Ligne]:
    """Les adultes qui manquent à chaque ligne : à celle qu'on veut, puis à celles qui peuvent en demander le moins.

    Passé `LIGNES_MAX`, celles qui en demandent sûrement plus que la meilleure ne sont pas regardées.
    """
    rangees = sorted(
        lignes, key=lambda x: (x.groupes != groupes, manque_au_moins(x.adultes_econome, terrain), x.groupes)
    )
    vues: dict[int, Ligne] = {}
    if terrain.seances in (1, len(terrain.capacites)):
        # Là, savoir si cela tient se lit sans rien chercher.
        vues = {x.groupes: dataclasses.replace(x, manque=0) for x in lignes if tient(n, x.groupes, terrain)}
    for ligne in rangees:
        if ligne.groupes in vues:
            continue
        connus = [v.manque for v in vues.values() if v.manque is not None]
        suivant = manque_au_moins(ligne.adultes_econome, terrain)
        if len(vues) >= LIGNES_MAX and connus and suivant >= min(connus):
            break
        trouve = manque(n, ligne.groupes, ligne.adultes_econome, terrain)
        vues[ligne.groupes] = dataclasses.replace(ligne, manque=trouve)
    return [vues.get(ligne.groupes, ligne) for ligne in lignes]


def partout(tailles: Sequence[int], besoin: Besoin, hypothese: Hypothese) -> tuple[Place, ...]:
    """Ces groupes, tous aux mêmes soirs, les premiers ouverts."""
    soirs = tuple(range(hypothese.seances))
    return tuple(Place(t, soirs, besoin.adultes(t)) for t in tailles)


def au_plus_juste(n: int, limites: Seuils, hypothese: Hypothese) -> tuple[Place, ...]:
    """Faute de partage possible, le moins de groupes sans dépasser la taille maximale : c'est lui qu'on juge."""
    groupes = -(-n // limites.maxi)
    taille, reste = divmod(n, groupes)
    return partout((taille + 1,) * reste + (taille,) * (groupes - reste), limites.besoin, hypothese)


def _une_partie(
    partie: PartieVerifiee, limites: Seuils, terrain: Terrain | None, hypothese: Hypothese, groupes: int | None
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Le nombre de groupes voulu, sinon celui à qui il manque le moins d'adultes, puis le moins de groupes."""
    voulue = next((ligne for ligne in partie.lignes if ligne.groupes == groupes), None)
    ligne = voulue or min(partie.lignes, key=lambda x: (x.adultes_econome if x.manque is None else x.manque, x.groupes))
    if terrain is None or ligne.manque is None:
        return partout(ligne.econome, limites.besoin, hypothese), None, None
    # Le partage le plus égal quand les adultes y suffisent à tous les soirs : il est plus simple à tenir.
    if min(terrain.capacites) >= ligne.adultes_egal:
        return partout(ligne.egal, limites.besoin, hypothese), True, 0
    places = placer(partie.enfants, ligne.groupes, terrain.avec(ligne.manque))
    return places or (), ligne.manque == 0, ligne.manque


def _plusieurs_parties(
    parties: Sequence[PartieVerifiee], limites: Seuils, terrain: Terrain | None, hypothese: Hypothese
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Chaque partie à son partage le plus économe quand il tient ; sinon, toute autre façon qui tienne."""
    retenues = [min(p.lignes, key=lambda ligne: (ligne.adultes_econome, ligne.groupes)) for p in parties]
    tailles = [t for ligne in retenues for t in ligne.econome]
    besoin = sum(ligne.adultes_econome for ligne in retenues)
    ensemble = partout(tailles, limites.besoin, hypothese)
    if terrain is None:
        return ensemble, None, None
    if sorted(terrain.capacites)[-hypothese.seances] >= besoin:
        rangs = sorted(range(len(terrain.capacites)), key=lambda s: -terrain.capacites[s])[: hypothese.seances]
        soirs = tuple(sorted(rangs))
        return tuple(Place(p.taille, soirs, p.adultes) for p in ensemble), True, 0
    if hypothese.seances == len(terrain.capacites):
        return ensemble, False, besoin - min(terrain.capacites)
    if (poses := un_a_un([p.adultes for p in ensemble], terrain)) is not None:
        return tuple(Place(p.taille, s, p.adultes) for p, s in zip(ensemble, poses, strict=True)), True, 0
    return _a_la_recherche([p.enfants for p in parties], besoin, ensemble, terrain)


def _a_la_recherche(
    enfants: Sequence[int], besoin: int, ensemble: tuple[Place, ...], terrain: Terrain
) -> tuple[tuple[Place, ...], bool | None, int | None]:
    """Toutes les façons de placer ces parties, puis avec des adultes de plus ; `besoin` : ceux qu'il faut au moins."""
    moindre = manque_au_moins(besoin, terrain)
    tient: bool | None = False if moindre else None
    try:
        # Avec `besoin` adultes de plus chaque soir, tous les groupes viennent ensemble : la boucle finit.
        for de_plus in itertools.count(moindre):
            places = placer_les_parties(enfants, terrain.avec(de_plus))
            if places is not None:
                return places, de_plus == 0, de_plus
            tient = False
    except TropLong:
        pass
    return ensemble, tient, None


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
