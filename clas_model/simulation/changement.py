"""Le plus petit changement : les gestes de moindre effort qui mènent un dossier à un but.

Les gestes sont essayés par effort croissant ; chaque essai est jugé par `positionner`, sur une copie. Des critères que
ne relie aucun geste se cherchent séparément : leurs efforts s'additionnent.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from clas_model.dossier import Dossier
from clas_model.leviers import POIDS_EFFORT, Leviers, Nature
from clas_model.positionnement import Constat, Positionnement, avec_reponses_locales, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.buts import BONS, ELIGIBLE, but_atteint, criteres_vises, reste_a_gagner
from clas_model.simulation.familles import FAMILLES, regles_touchees
from clas_model.simulation.gestes import Contexte, Geste, a_la_suite
from clas_model.simulation.recherche import ESSAIS_MAX, Recherche, chercher_un_score, sans_le_superflu
from clas_model.simulation.seuils import seuils


@dataclass(frozen=True, slots=True)
class Etape:
    """Un geste retenu, avec sa nature et son effort en points."""

    geste: Geste
    nature: Nature
    effort: int


@dataclass(frozen=True)
class Changement:
    """Ce qu'il faut changer, au moindre effort. `prouve` : toutes les façons moins coûteuses ont été essayées.

    `apres` juge le dossier une fois tout fait, textes écrits compris. `hors_de_portee` : les critères du but qu'aucun
    geste connu n'atteint, avec ce qu'ils attendent ; le changement est alors vide, ou ne mène qu'à une partie du but.
    """

    but: str
    avant: Positionnement
    apres: Positionnement
    dossier: Dossier
    etapes: tuple[Etape, ...]
    prouve: bool
    hors_de_portee: tuple[Constat, ...]

    @property
    def atteint(self) -> bool:
        """Vrai si le but est atteint après les gestes."""
        return but_atteint(self.apres, self.but)

    @property
    def attend_des_reponses(self) -> bool:
        """Vrai si rien ne s'oppose au but : il ne manque que des réponses que cet outil ne peut pas donner."""
        restes = self.hors_de_portee
        return bool(restes) and all(c.etat == "sans_reponse" and not c.faute_connue for c in restes)

    @property
    def effort(self) -> int:
        """La somme des efforts."""
        return sum(e.effort for e in self.etapes)


def ameliorer(
    dossier: Dossier, texte: Referentiel, leviers: Leviers, but: str, aujourdhui: dt.date, essais_max: int = ESSAIS_MAX
) -> Changement:
    """Le changement de moindre effort qui mène au but ; vide si le but est déjà atteint.

    Ce que la Caf a répondu pour toutes les structures est tenu pour dit.
    """
    dossier = avec_reponses_locales(dossier, texte)
    avant = positionner(dossier, texte)
    vises = criteres_vises(avant, but)
    if but_atteint(avant, but):
        return Changement(but, avant, avant, dossier, (), True, ())
    limites = seuils(texte)
    contexte = Contexte(
        mini=limites.mini,
        maxi=limites.maxi,
        besoin=limites.besoin,
        prochain_contact=aujourdhui,
        engagements=_engagements(texte),
    )
    # Un critère seul ne s'atteint pas en faisant reculer ses voisins : ils sont jugés avec lui.
    seul = not but.isdecimal() and but != ELIGIBLE
    zones = _zones(tuple(c.critere.id for c in avant.constats) if seul else vises, texte, dossier)
    recherches = [
        Recherche(dossier, texte, leviers, contexte, zone, vises, essais_max)
        for zone in zones
        if set(zone) & set(vises)
    ]
    if but.isdecimal():
        trouve, prouve = chercher_un_score(recherches, reste_a_gagner(avant, but), dossier)
    else:
        for recherche in recherches:
            recherche.explorer()
            if recherche.arretee:
                recherche.glouton(dossier)
        trouve = tuple(g for r in recherches if r.trouve for g in r.trouve.gestes)
        prouve = not any(r.arretee for r in recherches)
    if not prouve and not seul:
        trouve = sans_le_superflu(trouve, lambda g: but_atteint(positionner(a_la_suite(dossier, g), texte), but))
    gestes = _adoucir(dossier, texte, but, trouve)
    apres_dossier = a_la_suite(dossier, gestes)
    apres = positionner(apres_dossier, texte)
    etapes = tuple(_etape(g, leviers) for g in gestes)
    manques = (
        ()
        if but_atteint(apres, but)
        else tuple(c for c in apres.constats if c.critere.id in vises and c.etat not in BONS)
    )
    return Changement(but, avant, apres, apres_dossier, etapes, prouve, manques)


def _etape(geste: Geste, leviers: Leviers) -> Etape:
    levier = leviers.levier(geste.levier)
    return Etape(geste, levier.nature, POIDS_EFFORT[levier.effort] * geste.fois)


def _engagements(texte: Referentiel) -> tuple[tuple[str, str], ...]:
    """Les engagements de la charte que le texte compte, et leur titre."""
    comptes = {e for c in texte.criteres for e in c.regle.parametres.get("engagements", ())}
    return tuple((e.id, e.titre) for e in texte.engagements if e.id in comptes)


def _zones(vises: Sequence[str], texte: Referentiel, dossier: Dossier) -> list[tuple[str, ...]]:
    """Les critères visés, réunis quand un même geste peut les faire bouger."""
    # Une liste déjà close, ou des groupes trop grands pour être réunis, ne relient rien.
    sans_objet = {"liste-etablissements"} if dossier.diagnostic.etablissements_close else set()
    if any(g.effectif for g in dossier.groupes):
        sans_objet.add("renseigner-groupe")
    if dossier.diagnostic.etablissements:
        sans_objet.add("renseigner-etablissement")
    listes = [(dossier.groupes_close,), (g.creneaux_close for g in dossier.groupes)]
    listes.append(e.horaires_close for e in dossier.diagnostic.etablissements)
    if all(itertools.chain.from_iterable(listes)):
        sans_objet.add("liste-complete")
    effectifs = sorted(g.effectif for g in dossier.groupes if g.effectif is not None)
    if sum(effectifs[:2]) > seuils(texte).maxi or len(effectifs) < 2:
        sans_objet.add("reunir-groupes")
    regle = {c.id: c.regle.nom for c in texte.criteres}
    zones: list[set[str]] = []
    for critere in vises:
        liens = {critere}
        for famille in FAMILLES.keys() - sans_objet:
            if regle[critere] in (touchees := regles_touchees(famille)):
                liens |= {autre for autre in vises if regle[autre] in touchees}
        proches = [z for z in zones if z & liens]
        zones = [z for z in zones if not z & liens] + [liens.union(*proches)]
    rang = {critere: n for n, critere in enumerate(vises)}
    return sorted((tuple(sorted(z, key=rang.__getitem__)) for z in zones), key=lambda z: rang[z[0]])


def _adoucir(dossier: Dossier, texte: Referentiel, but: str, gestes: tuple[Geste, ...]) -> tuple[Geste, ...]:
    """Chaque geste qui a des formes plus douces prend la plus douce qui suffit encore."""
    vise = but_atteint(positionner(a_la_suite(dossier, gestes), texte), but)
    for rang, geste in enumerate(gestes):
        for doux in geste.plus_doux() if vise else ():
            essai = (*gestes[:rang], doux, *gestes[rang + 1 :])
            if but_atteint(positionner(a_la_suite(dossier, essai), texte), but):
                gestes = essai
                break
    return gestes
