"""Les prochaines étapes : six au plus et tout ce qui bloque, l'éligibilité d'abord, puis le gain pour l'effort."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.plan_action import ProchaineEtape, prochaines_etapes
from clas_model.positionnement import Positionnement, positionner
from tests.modele.strategies import REGLAGES, dossiers

TEXTE = charger_referentiel()
COMPLET = charger_exemple("complet")


def juger(dossier: Dossier) -> Positionnement:
    return positionner(dossier, TEXTE)


def ids(etapes: tuple[ProchaineEtape, ...]) -> list[str]:
    return [e.constat.critere.id for e in etapes]


def test_au_plus_six_etapes_mais_tout_ce_qui_bloque() -> None:
    """Le texte exige sept choses (`referentiel.md`) : un dossier vierge n'en tait aucune."""
    vierge = juger(Dossier())
    assert len(vierge.a_confirmer) == 7
    for maximum in (3, 6):
        etapes = prochaines_etapes(vierge, maximum)
        assert len(etapes) == 7
        assert all(e.ouvre_eligibilite for e in etapes)
    assert len(prochaines_etapes(vierge, 100)) == len(TEXTE.criteres)
    # Un seul bloquant, et d'autres réponses qui manquent : le maximum s'applique.
    sans_cadre = avec(avec(COMPLET, "cadre.departemental", None), "ecole.coconstruction", None)
    assert len(prochaines_etapes(juger(sans_cadre), 2)) == 2


def test_un_dossier_vierge_commence_par_l_eligibilite() -> None:
    etapes = prochaines_etapes(juger(Dossier()))
    assert all(e.ouvre_eligibilite for e in etapes)


def test_un_non_passe_avant_un_doute_puis_vient_le_reste() -> None:
    """Bloquant non atteint, bloquant à confirmer, puis les autres : même si les autres rapportent plus."""
    dossier = avec(COMPLET, "diagnostic.sources", ())  # non atteint
    dossier = avec(dossier, "cadre.departemental", None)  # à confirmer
    dossier = avec(dossier, "ecole.coconstruction", None)  # non bloquant, sans réponse
    etapes = prochaines_etapes(juger(dossier), 100)
    assert ids(etapes)[:2] == ["diagnostic-besoins", "cadre-departemental"]
    assert "ecole-coconstruction" in ids(etapes)[2:]
    assert [e.ouvre_eligibilite for e in etapes[:3]] == [True, True, False]


def test_a_gain_egal_le_moins_couteux_d_abord() -> None:
    """Poids 3 pour les deux, mais un effort S pour l'un et M pour l'autre."""
    dossier = avec(COMPLET, "enfants.personnalisation", None)
    for groupe in dossier.groupes:
        dossier = avec(dossier, f"groupes.{groupe.id}.creneaux_close", False)
    rang = ids(prochaines_etapes(juger(dossier), 100)).index
    assert TEXTE.critere("hors-temps-scolaire").effort == "S"
    assert TEXTE.critere("prise-en-charge-personnalisee").effort == "M"
    assert rang("hors-temps-scolaire") < rang("prise-en-charge-personnalisee")


def test_un_gain_moindre_passe_devant_si_l_effort_l_est_encore_plus() -> None:
    """`articulation-educative` : 2 points, effort S ; `ecole-coconstruction` : 3 points, effort M. 2 / 1 > 3 / 2."""
    dossier = avec(COMPLET, "ecole.coconstruction", False)
    dossier = avec(avec(dossier, "diagnostic.articulations", ()), "diagnostic.articulations_close", True)
    rang = ids(prochaines_etapes(juger(dossier), 100)).index
    assert rang("articulation-educative") < rang("ecole-coconstruction")


def test_un_ecart_connu_passe_avant_une_reponse_qui_manque() -> None:
    """17 enfants dans une liste ouverte : l'état attend « C'est tout », l'écart est déjà là."""
    dossier = avec(avec(COMPLET, "groupes", COMPLET.groupes[:1]), "groupes_close", False)
    dossier = avec(dossier, "groupes.g1.effectif", 17)
    dossier = avec(dossier, "diagnostic.articulations", ())
    dossier = avec(dossier, "diagnostic.articulations_close", False)
    rang = ids(prochaines_etapes(juger(dossier), 100)).index
    assert juger(dossier).par_critere["groupe-taille"].etat == "sans_reponse"
    assert rang("groupe-taille") < rang("articulation-educative")


@pytest.mark.parametrize(("etat", "part"), [(False, 1), (None, 1)])
def test_le_gain_est_la_part_du_critere_dans_le_total(etat: bool | None, part: int) -> None:
    """Tous les poids font 76 ; `ecole-coconstruction` en vaut 3, comptés au pire."""
    dossier = avec(COMPLET, "ecole.coconstruction", etat)
    etape = next(e for e in prochaines_etapes(juger(dossier), 100) if e.constat.critere.id == "ecole-coconstruction")
    assert etape.gain == pytest.approx(float(Fraction(100 * 3 * part, 76)))


def test_un_constat_en_partie_ne_rapporte_que_sa_moitie() -> None:
    dossier = avec(COMPLET, "ecole.coconstruction_texte", None)
    etape = next(e for e in prochaines_etapes(juger(dossier), 100) if e.constat.critere.id == "ecole-coconstruction")
    assert etape.constat.etat == "partiel"
    assert etape.gain == pytest.approx(float(Fraction(150, 76)))


def test_le_total_oublie_ce_qui_ne_s_applique_pas() -> None:
    """Sans formation possible, 74 points au lieu de 76."""
    dossier = avec(avec(COMPLET, "equipe.formation_existe", False), "ecole.coconstruction", False)
    etape = next(e for e in prochaines_etapes(juger(dossier), 100) if e.constat.critere.id == "ecole-coconstruction")
    assert etape.gain == pytest.approx(300 / 74)


@given(dossiers())
@settings(REGLAGES, max_examples=40)
def test_l_ordre_et_les_gains_sont_toujours_justes(dossier: Dossier) -> None:
    resultat = juger(dossier)
    etapes = prochaines_etapes(resultat, 100)
    assert set(ids(etapes)) == {
        c.critere.id for c in resultat.constats if c.etat in ("non_atteint", "partiel", "sans_reponse")
    }
    assert prochaines_etapes(resultat) == etapes[: max(6, sum(e.ouvre_eligibilite for e in etapes))]
    connus = {c.critere.id for c in resultat.constats if c.etat in ("non_atteint", "partiel") or c.faute_connue}
    groupes = [
        0
        if (i := e.constat.critere.id) in resultat.bloquants
        else 1
        if e.ouvre_eligibilite
        else 2
        if i in connus
        else 3
        for e in etapes
    ]
    assert groupes == sorted(groupes)
    # Tout faire mène à 100 : la somme des gains est ce qui manque au pire.
    assert resultat.score.min is not None
    assert sum(e.gain for e in etapes) == pytest.approx(100 - resultat.score.min)
    for etape in etapes:
        assert etape.constat.suite.strip()
        assert etape.constat.critere.etape
        assert etape.constat.reference.startswith("« ")
