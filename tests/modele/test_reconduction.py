"""Partir du dossier de l'an dernier : rien n'est perdu, les dates avancent, ce qui a pu changer est marqué."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clas_model.chemins import avec, lire, motifs
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.reconduction import A_CONFIRMER, annee_suivante, meme_jour, reconduire

COMPLET = charger_exemple("complet")


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        # Lundi 14 septembre 2026 ; le 14 septembre 2027 est un mardi, le lundi le plus proche est la veille.
        (dt.date(2026, 9, 14), dt.date(2027, 9, 13)),
        # Vendredi 2 juillet 2027 ; 2028 est bissextile, le 2 juillet y est un dimanche : l'avant-veille.
        (dt.date(2027, 7, 2), dt.date(2028, 6, 30)),
        # Jeudi 29 février 2024 : le 28 février 2025 est un vendredi, le jeudi est la veille.
        (dt.date(2024, 2, 29), dt.date(2025, 2, 27)),
        # Jeudi 31 décembre 2026.
        (dt.date(2026, 12, 31), dt.date(2027, 12, 30)),
    ],
)
def test_le_meme_jour_de_la_semaine_au_plus_pres(avant: dt.date, apres: dt.date) -> None:
    assert avant.weekday() == apres.weekday()
    assert meme_jour(avant, 1) == apres


@given(st.dates(dt.date(2000, 1, 1), dt.date(2095, 1, 1)), st.integers(1, 4))
def test_toujours_le_meme_jour_a_trois_jours_pres(date: dt.date, annees: int) -> None:
    apres = meme_jour(date, annees)
    assert apres is not None
    assert apres.weekday() == date.weekday()
    anniversaire = date.replace(year=date.year + annees, day=min(date.day, 28) if date.month == 2 else date.day)
    assert abs((apres - anniversaire).days) <= 3


def test_au_bout_du_calendrier_la_date_est_a_redonner() -> None:
    assert meme_jour(dt.date(2099, 12, 31), 1) is None
    assert meme_jour(dt.date(2098, 12, 31), 1) in (None, dt.date(2099, 12, 31), dt.date(2099, 12, 30))


def test_l_annee_suit() -> None:
    assert annee_suivante("2026-2027") == "2027-2028"
    assert annee_suivante(None) is None
    assert annee_suivante("2098-2099") is None


def test_tout_est_repris_les_dates_avancent() -> None:
    suivant = reconduire(COMPLET)
    assert suivant.structure.annee_scolaire == annee_suivante(COMPLET.structure.annee_scolaire)
    assert suivant.structure.nom == COMPLET.structure.nom
    assert suivant.referentiel == COMPLET.referentiel
    assert [g.id for g in suivant.groupes] == [g.id for g in COMPLET.groupes]
    for avant, apres in zip(COMPLET.groupes, suivant.groupes, strict=True):
        assert apres.effectif == avant.effectif
        assert avant.date_debut
        assert apres.date_debut == meme_jour(avant.date_debut, 1)


def test_une_prise_de_contact_de_l_an_dernier_est_a_refaire() -> None:
    faites = [d for e in COMPLET.diagnostic.etablissements for d in e.demarches if d.etat == "faite"]
    assert faites
    for etablissement in reconduire(COMPLET).diagnostic.etablissements:
        assert all(d.etat is None and d.reponse is None for d in etablissement.demarches)


def test_ce_qui_a_pu_changer_est_a_confirmer_et_seulement_ce_qui_est_repondu() -> None:
    suivant = reconduire(avec(COMPLET, "groupes.g1.effectif", None))
    assert "groupes.g2.effectif" in suivant.a_confirmer
    assert "groupes.g1.effectif" not in suivant.a_confirmer
    assert "cadre.departemental" in suivant.a_confirmer
    assert "structure.nom" not in suivant.a_confirmer
    assert all(lire(suivant, c) not in (None, ()) for c in suivant.a_confirmer)


def test_repondre_ou_confirmer_retire_la_marque() -> None:
    suivant = reconduire(COMPLET)
    assert "groupes.g1.effectif" not in avec(suivant, "groupes.g1.effectif", 11).a_confirmer


def test_chaque_marque_designe_une_question() -> None:
    assert set(A_CONFIRMER) <= set(motifs())


def test_un_dossier_vierge_reste_vierge() -> None:
    assert reconduire(Dossier()) == Dossier()
