"""Ce qui doit rester vrai de tout dossier valide, quel qu'il soit."""

import functools
import json
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from clas_model.calendrier import rythme_irregulier
from clas_model.chemins import ajouter, avec
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.contradictions import contradictions
from clas_model.dossier import Dossier, Groupe
from clas_model.fichier import ecrire_json, lire_json
from clas_model.plan_action import prochaines_etapes
from clas_model.positionnement import Intervalle, Positionnement, positionner, score
from clas_model.regles.base import Etat
from tests.modele.strategies import REGLAGES, dossiers, dossiers_complets, inconnus

TEXTE = charger_referentiel()
COMPLET = charger_exemple("complet")
TOUS = dossiers()

# Le barème de `docs/methode.md`, réécrit ici : note au pire et au mieux de chaque état, poids de chaque niveau.
NOTES: dict[Etat, tuple[Fraction, Fraction]] = {
    "atteint": (Fraction(1), Fraction(1)),
    "partiel": (Fraction(1, 2), Fraction(1, 2)),
    "non_atteint": (Fraction(0), Fraction(0)),
    "sans_reponse": (Fraction(0), Fraction(1)),
}
POIDS = {"prerequis": 4, "exige": 4, "attendu": 3, "recherche": 2, "preconise": 2, "conseille": 2, "indicatif": 1}
BLOQUANTS = {"prerequis", "exige"}


def juger(dossier: Dossier) -> Positionnement:
    return positionner(dossier, TEXTE)


def intervalles(resultat: Positionnement) -> dict[str, Intervalle]:
    """L'intervalle de chaque axe et celui de l'ensemble."""
    return {axe.id: axe.score for axe in resultat.axes} | {"ensemble": resultat.score}


# Tout répondre, ne rien savoir.


@given(dossiers_complets())
@REGLAGES
def test_tout_repondu_ferme_l_intervalle(dossier: Dossier) -> None:
    resultat = juger(dossier)
    assert [c.critere.id for c in resultat.constats if c.etat == "sans_reponse"] == []
    assert resultat.eligibilite in ("oui", "non")
    for axe, intervalle in intervalles(resultat).items():
        assert intervalle.min == intervalle.max, axe


def test_un_dossier_vierge_vaut_de_0_a_100_et_reste_indetermine() -> None:
    resultat = juger(Dossier())
    assert resultat.eligibilite == "indetermine"
    assert resultat.bloquants == ()
    assert set(intervalles(resultat).values()) == {Intervalle(0, 100)}
    assert {c.etat for c in resultat.constats} == {"sans_reponse"}
    assert resultat.alertes == ()


def test_ne_rien_savoir_vaut_ne_rien_avoir_repondu() -> None:
    """« Je ne sais pas » partout ne relève pas la moyenne et ne divise rien par zéro."""
    ignorant = Dossier(ne_sait_pas=tuple(c for c, _ in inconnus(Dossier())))
    assert len(ignorant.ne_sait_pas) > 20
    assert juger(ignorant).en_json() == juger(Dossier()).en_json()


@given(TOUS)
@REGLAGES
def test_dire_je_ne_sais_pas_ne_change_aucun_constat(dossier: Dossier) -> None:
    tout_ignore = Dossier.model_validate({**dossier.model_dump(), "ne_sait_pas": [c for c, _ in inconnus(dossier)]})
    rien_ignore = Dossier.model_validate({**dossier.model_dump(), "ne_sait_pas": []})
    assert juger(tout_ignore).en_json() == juger(rien_ignore).en_json()


# Mieux faire ne coûte jamais rien.

# « Mieux » veut dire : au pire et au mieux, au moins autant.
MEILLEURS: dict[Etat, tuple[Etat, ...]] = {
    "non_atteint": ("sans_reponse", "partiel", "atteint"),
    "sans_reponse": ("atteint",),
    "partiel": ("atteint",),
    "atteint": (),
    "non_applicable": (),
}


def au_moins_autant(avant: Intervalle, apres: Intervalle) -> bool:
    if avant.min is None or avant.max is None:
        return apres.min is None and apres.max is None
    assert apres.min is not None
    assert apres.max is not None
    return apres.min >= avant.min - 1e-9 and apres.max >= avant.max - 1e-9


@given(TOUS)
@REGLAGES
def test_un_critere_mieux_place_n_abaisse_aucun_score(dossier: Dossier) -> None:
    constats = list(juger(dossier).constats)
    ensemble = score(constats)
    for rang, constat in enumerate(constats):
        axe = [c for c in constats if c.critere.axe == constat.critere.axe]
        for etat in MEILLEURS[constat.etat]:
            mieux = constat._replace(verdict=constat.verdict._replace(etat=etat))
            assert au_moins_autant(ensemble, score([*constats[:rang], mieux, *constats[rang + 1 :]]))
            assert au_moins_autant(score(axe), score([mieux if c is constat else c for c in axe]))


def _charte_acceptee(dossier: Dossier) -> Dossier:
    return functools.reduce(lambda d, e: avec(d, f"charte.{e}", True), type(dossier.charte).model_fields, dossier)


def _action_parents(dossier: Dossier) -> Dossier:
    return ajouter(
        dossier, "parents.actions", intitule="Sortie", description="Avec les enfants.", forme="sortie", besoins=("b1",),
        objectifs=("outils", "connaissance-ecole", "territoire"),
    )[0]  # fmt: skip


Geste = Callable[[Dossier], Dossier]
# Ce qui ne peut que servir, même si tout le reste est inconnu : un oui étayé, ou un élément de plus.
AJOUTS: dict[str, Geste] = {
    "le cadre du département est confirmé": lambda d: avec(d, "cadre.departemental", True),
    "la charte est acceptée": _charte_acceptee,
    "le diagnostic a une source": lambda d: avec(d, "diagnostic.sources", ("ecole",)),
    "un partenaire": lambda d: ajouter(
        d, "diagnostic.partenaires", nom="Ludothèque Mille Jeux", type="association", role="prête ses jeux"
    )[0],
    "une action éducative du territoire": lambda d: ajouter(
        d, "diagnostic.articulations", nom="PEDT", comment="Un calendrier commun."
    )[0],
    "un soutien aux parents": lambda d: ajouter(d, "parents.articulations", nom="Café des familles")[0],
    "l'accompagnement est personnalisé": lambda d: avec(
        avec(d, "enfants.personnalisation", True), "enfants.personnalisation_texte", "Un point par mois."
    ),
    "un accompagnateur se forme": lambda d: ajouter(d, "equipe.accompagnateurs", formation=True)[0],
    "une action avec les parents": _action_parents,
    "une action datée avec l'école": lambda d: ajouter(
        d, "ecole.actions", intitule="Rencontre", date="2026-11-17", besoins=("b1",)
    )[0],
    "le projet est construit avec l'école": lambda d: avec(
        avec(d, "ecole.coconstruction", True), "ecole.coconstruction_texte", "Écrit avec la directrice."
    ),
    "un canal permanent avec l'école": lambda d: avec(d, "ecole.canaux", ("referent",)),
    "un indicateur": lambda d: ajouter(
        d, "evaluation.indicateurs", famille="resultats", libelle="enfants plus autonomes"
    )[0],
}


@pytest.mark.parametrize("geste", AJOUTS.values(), ids=list(AJOUTS))
@given(dossier=TOUS)
@settings(REGLAGES, max_examples=20)
def test_un_ajout_au_projet_n_abaisse_aucun_score(geste: Geste, dossier: Dossier) -> None:
    avant, apres = juger(dossier), juger(geste(dossier))
    assert set(apres.bloquants) <= set(avant.bloquants)
    for axe, intervalle in intervalles(apres).items():
        assert au_moins_autant(intervalles(avant)[axe], intervalle), axe


def _chaque_groupe(dossier: Dossier, champ: str, valeur: object) -> Dossier:
    return functools.reduce(lambda d, g: avec(d, f"groupes.{g.id}.{champ}", valeur), dossier.groupes, dossier)


def _chaque_creneau(dossier: Dossier, champ: str, valeur: object) -> Dossier:
    chemins = [f"groupes.{g.id}.creneaux.{c.id}.{champ}" for g in dossier.groupes for c in g.creneaux]
    return functools.reduce(lambda d, c: avec(d, c, valeur), chemins, dossier)


def _semaines_des_dates(groupe: Groupe) -> float:
    """Au plus, sans les vacances ; sans dates, tout est possible."""
    if groupe.date_debut is None or groupe.date_fin is None:
        return float("inf")
    return (groupe.date_fin - groupe.date_debut).days / 7 - 16


# Ce qui corrige un fait connu. Sur un dossier à trous, le même geste peut révéler un mauvais résultat jusque-là
# inconnu (le rythme d'un groupe fait connaître les semaines qu'il couvre) : on le fait donc sur un dossier complet.
CORRECTIONS: dict[str, Geste] = {
    "les groupes comptent six enfants": lambda d: _chaque_groupe(d, "effectif", 6),
    "les créneaux reviennent chaque semaine": lambda d: _chaque_creneau(d, "rythme", "hebdomadaire"),
    "toute l'équipe à chaque créneau": lambda d: _chaque_creneau(
        d, "accompagnateurs", tuple(a.id for a in d.equipe.accompagnateurs)
    ),
    "il n'y a plus classe aux heures des séances": lambda d: functools.reduce(
        lambda e, ecole: avec(e, f"diagnostic.etablissements.{ecole.id}.horaires", ()), d.diagnostic.etablissements, d
    ),
    "les séances commencent plus tôt": lambda d: _chaque_groupe(d, "date_debut", "2000-01-01"),
    "les séances finissent plus tard": lambda d: _chaque_groupe(d, "date_fin", "2099-12-31"),
    "plus de semaines de séances": lambda d: _chaque_groupe(d, "semaines_seances", 53),
}


@pytest.mark.parametrize("geste", CORRECTIONS.values(), ids=list(CORRECTIONS))
@given(dossier=dossiers_complets())
@settings(REGLAGES, max_examples=20)
def test_corriger_un_fait_n_abaisse_aucun_score(geste: Geste, dossier: Dossier) -> None:
    # Un rythme irrégulier déclare ses semaines. En déclarer plus que n'en ont ses dates se contredit : régulier, le
    # groupe ne compterait plus que celles-ci.
    irreguliers = [g for g in dossier.groupes if rythme_irregulier(g)]
    assume(all((g.semaines_seances or 0) <= _semaines_des_dates(g) for g in irreguliers))
    avant, apres = juger(dossier), juger(geste(dossier))
    assert set(apres.bloquants) <= set(avant.bloquants)
    for axe, intervalle in intervalles(apres).items():
        assert au_moins_autant(intervalles(avant)[axe], intervalle), axe


# L'éligibilité ne se rachète pas.

MANQUES: dict[str, Geste] = {
    "cadre-departemental": lambda d: avec(d, "cadre.departemental", False),
    "charte-principes": lambda d: avec(d, "charte.laicite", False),
    "trois-axes": lambda d: avec(avec(d, "ecole.actions", ()), "ecole.actions_close", True),
    "public-enfants-parents": lambda d: avec(avec(d, "groupes", ()), "groupes_close", True),
    "diagnostic-besoins": lambda d: avec(d, "diagnostic.sources", ()),
    "cadre-partenarial": lambda d: avec(avec(d, "diagnostic.partenaires", ()), "diagnostic.partenaires_close", True),
    "coordination-etablissements": lambda d: avec(
        avec(d, "diagnostic.etablissements", ()), "diagnostic.etablissements_close", True
    ),
}


def test_chaque_critere_bloquant_a_son_manque() -> None:
    assert set(MANQUES) == {c.id for c in TEXTE.criteres if c.niveau in BLOQUANTS}


@pytest.mark.parametrize("critere", MANQUES)
@given(dossier=TOUS)
@settings(REGLAGES, max_examples=25)
def test_un_seul_critere_bloquant_suffit_au_non(critere: str, dossier: Dossier) -> None:
    resultat = juger(MANQUES[critere](dossier))
    assert resultat.eligibilite == "non"
    assert critere in resultat.bloquants


@pytest.mark.parametrize("critere", MANQUES)
def test_meme_quand_tout_le_reste_est_atteint(critere: str) -> None:
    resultat = juger(MANQUES[critere](COMPLET))
    assert juger(COMPLET).eligibilite == "oui"
    assert resultat.eligibilite == "non"
    assert resultat.bloquants == (critere,)


@given(TOUS)
@REGLAGES
def test_l_eligibilite_se_lit_dans_les_seuls_criteres_bloquants(dossier: Dossier) -> None:
    resultat = juger(dossier)
    etats = {c.critere.id: c.etat for c in resultat.constats if c.critere.niveau in BLOQUANTS}
    bloquants = {i for i, etat in etats.items() if etat == "non_atteint"}
    douteux = {i for i, etat in etats.items() if etat in ("sans_reponse", "partiel")}
    assert set(resultat.bloquants) == bloquants
    assert set(resultat.a_confirmer) == douteux
    assert resultat.eligibilite == ("non" if bloquants else "indetermine" if douteux else "oui")


# Une seule formule, et rien que des fonctions pures.


def recompte(constats: list[tuple[str, Etat]]) -> Intervalle:
    """Moyenne pondérée × 100, en fractions ; `constats` : (niveau, état)."""
    comptes = [(POIDS[niveau], *NOTES[etat]) for niveau, etat in constats if etat != "non_applicable"]
    total = sum(poids for poids, _, _ in comptes)
    if total == 0:
        return Intervalle(None, None)
    pire, mieux = (sum((p[0] * p[i] for p in comptes), Fraction(0)) / total for i in (1, 2))
    return Intervalle(float(100 * pire), float(100 * mieux))


def proches(un: Intervalle, autre: Intervalle) -> bool:
    return (un.min, un.max) == (pytest.approx(autre.min, abs=1e-9), pytest.approx(autre.max, abs=1e-9))


@given(TOUS)
@REGLAGES
def test_le_score_se_recompte_a_partir_des_constats(dossier: Dossier) -> None:
    resultat = juger(dossier)
    lignes = [(c.critere.axe, c.critere.niveau, c.etat) for c in resultat.constats]
    assert proches(resultat.score, recompte([(niveau, etat) for _, niveau, etat in lignes]))
    assert [a.id for a in resultat.axes] == [a.id for a in TEXTE.axes]
    for axe in resultat.axes:
        assert proches(axe.score, recompte([(niveau, etat) for a, niveau, etat in lignes if a == axe.id])), axe.id


@given(TOUS)
@REGLAGES
def test_positionner_est_pur_et_parle_toujours(dossier: Dossier) -> None:
    copie = dossier.model_dump()
    resultat, encore = juger(dossier), juger(Dossier.model_validate(copie))
    assert resultat.en_json() == encore.en_json()
    assert dossier.model_dump() == copie
    json.dumps(resultat.en_json(), allow_nan=False)
    assert [c.critere.id for c in resultat.constats] == [c.id for c in TEXTE.criteres]
    for constat in resultat.constats:
        assert constat.phrase.strip()
        assert constat.verdict.fait[-1] in ".!?"
        assert constat.verdict.attendu
        # Un constat à améliorer dit où agir.
        assert bool(constat.verdict.chemins) == (constat.etat not in ("atteint", "non_applicable"))
        if constat.faute_connue:
            # La suite est celle de la faute, à sa gravité, pas « répondez à la question ».
            suites = {"non_atteint": constat.critere.si_non_atteint, "partiel": constat.critere.si_partiel}
            assert (constat.etat, constat.suite) == ("sans_reponse", suites[constat.verdict.pire_connu])
    assert len(prochaines_etapes(resultat)) <= max(6, len(resultat.bloquants) + len(resultat.a_confirmer))
    assert contradictions(dossier) == contradictions(Dossier.model_validate(copie))


@given(TOUS)
@REGLAGES
def test_un_dossier_survit_au_fichier(dossier: Dossier) -> None:
    texte = ecrire_json(dossier)
    relu = lire_json(texte.encode())
    assert relu == dossier
    assert ecrire_json(relu) == texte
    # Et sous toutes ses formes : compacte, valeurs par défaut écrites, marque d'ordre des octets.
    assert lire_json(dossier.model_dump_json().encode("utf-8-sig")) == dossier
    assert lire_json(json.dumps(json.loads(texte), ensure_ascii=True).encode()) == dossier
