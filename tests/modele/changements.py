"""Chercher un changement dans un test : les gestes d'un dossier, ce qu'ils changent, des groupes tout faits."""

import datetime as dt

from hypothesis import strategies as st

from clas_model.contenu import charger_leviers, charger_referentiel
from clas_model.dossier import Creneau, Dossier, Groupe, Structure
from clas_model.leviers import POIDS_EFFORT
from clas_model.positionnement import DEMI_POINTS, Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.simulation.buts import ELIGIBLE, but_atteint
from clas_model.simulation.changement import Changement, ameliorer
from clas_model.simulation.familles import FAMILLES
from clas_model.simulation.gestes import Contexte, Geste
from clas_model.simulation.seuils import seuils

TEXTE, NATIONAL, LEVIERS = charger_referentiel(), charger_referentiel("national"), charger_leviers()
JOUR = dt.date(2026, 9, 1)
COUTS = {x.id: POIDS_EFFORT[x.effort] for x in LEVIERS.leviers}


def chercher(dossier: Dossier, but: str, texte: Referentiel = TEXTE) -> Changement:
    return ameliorer(dossier, texte, LEVIERS, but, JOUR)


def contexte(texte: Referentiel, resultat: Positionnement) -> Contexte:
    limites = seuils(texte)
    comptes = {e for c in texte.criteres for e in c.regle.parametres.get("engagements", ())}
    return Contexte(
        limites.mini, limites.maxi, limites.besoin, JOUR,
        tuple((e.id, e.titre) for e in texte.engagements if e.id in comptes),
        tuple(chemin for c in resultat.constats for chemin in c.verdict.chemins),
    )  # fmt: skip


def tous_les_gestes(dossier: Dossier, texte: Referentiel) -> list[Geste]:
    """Sans rien écarter : tous ceux de tous les leviers."""
    ici = contexte(texte, positionner(dossier, texte))
    return [geste for generer in FAMILLES.values() for geste in generer(dossier, ici)]


def note(resultat: Positionnement) -> dict[str, int]:
    return {c.critere.id: DEMI_POINTS.get(c.etat, (2, 2))[0] for c in resultat.constats}


def suffit(avant: Positionnement, apres: Positionnement, but: str) -> bool:
    """Le but, et pour un critère seul, aucun autre qui recule."""
    if not but_atteint(apres, but):
        return False
    if but == ELIGIBLE or but.isdecimal():
        return True
    return all(note(apres)[i] >= n for i, n in note(avant).items())


CRENEAUX = st.builds(
    Creneau, id=st.just("c1"), jour=st.just("mardi"), debut=st.just(dt.time(17)), fin=st.just(dt.time(18)),
    rythme=st.sampled_from(["hebdomadaire", "quinzaine"]), nombre_adultes=st.integers(0, 3),
)  # fmt: skip


@st.composite
def groupes(tirer: st.DrawFn) -> tuple[Groupe, ...]:
    combien = tirer(st.integers(1, 2))
    return tuple(
        Groupe(
            id=f"g{n}", effectif=tirer(st.integers(1, 24)), creneaux=(tirer(CRENEAUX),), creneaux_close=True,
            date_debut=tirer(st.sampled_from([dt.date(2026, 9, 3), dt.date(2026, 11, 12)])),
            date_fin=dt.date(2027, 6, 29),
        )
        for n in range(combien)
    )  # fmt: skip


DOSSIERS = st.builds(
    Dossier, structure=st.just(Structure(annee_scolaire="2026-2027", zone="A")), groupes=groupes(),
    groupes_close=st.booleans(),
)  # fmt: skip


def un_groupe(identifiant: str, effectif: int, adultes: int | None = 0) -> Groupe:
    creneau = Creneau(id="c1", jour="mardi", rythme="hebdomadaire", nombre_adultes=adultes)
    return Groupe(id=identifiant, effectif=effectif, creneaux=(creneau,), creneaux_close=True)


def des_groupes(*groupes: Groupe) -> Dossier:
    return Dossier(groupes=groupes, groupes_close=True)
