"""Les constats en lignes et en DataFrame."""

import pytest

from clas_model.chemins import avec, sans_savoir
from clas_model.dossier import Dossier
from clas_model.restitution.mots import ELIGIBILITES, ETATS, est_ignore, exigence, texte_applique
from clas_model.restitution.tableaux import ENTETES, lignes, tableau


def test_une_ligne_par_critere_axe_par_axe(faible, positionne):
    resultat = positionne(faible)
    toutes = lignes(resultat, faible)
    assert sorted(ligne.critere for ligne in toutes) == sorted(c.critere.id for c in resultat.constats)
    axes = [ligne.axe for ligne in toutes]
    assert list(dict.fromkeys(axes)) == [a.libelle for a in resultat.referentiel.axes]
    assert axes == sorted(axes, key=[a.libelle for a in resultat.referentiel.axes].index)


def test_chaque_ligne_dit_l_etat_la_mesure_l_attendu_et_la_suite(faible, positionne):
    resultat = positionne(faible)
    for ligne in lignes(resultat, faible):
        constat = resultat.par_critere[ligne.critere]
        ignore = ligne.critere in ("cadre-departemental", "formation")
        assert ligne.etat_en_mots == ("? À confirmer" if ignore else str(ETATS[constat.etat]))
        assert ligne.suite == constat.suite
        assert (ligne.mesure or None, ligne.attendu or None) == (constat.verdict.mesure, constat.verdict.attendu)
        assert bool(ligne.exigence) == constat.bloquant


def test_le_dataframe_a_des_colonnes_francaises_et_les_memes_valeurs(complet, positionne):
    resultat = positionne(complet)
    donnees = tableau(resultat, complet)
    assert list(donnees.columns) == list(ENTETES)
    assert [tuple(v) for v in donnees.to_numpy()] == [ligne.cellules for ligne in lignes(resultat, complet)]


@pytest.mark.parametrize(
    ("etat", "mot"),
    [("atteint", "obligatoire"), ("partiel", "obligatoire"), ("sans_reponse", "obligatoire"),
     ("non_applicable", "obligatoire"), ("non_atteint", "bloquant")],
)  # fmt: skip
def test_un_critere_n_est_dit_bloquant_que_s_il_bloque(etat, mot):
    assert exigence(True, etat) == mot
    assert exigence(False, etat) == ""


def test_le_niveau_d_un_critere_atteint_dit_obligatoire(complet, faible, positionne):
    def niveau(dossier: Dossier) -> str:
        return {ligne.critere: ligne.niveau_en_mots for ligne in lignes(positionne(dossier), dossier)}["trois-axes"]

    assert niveau(complet) == "Exigé (éligibilité) · obligatoire"
    assert niveau(faible) == "Exigé (éligibilité) · bloquant"


def test_je_ne_sais_pas_devient_a_confirmer_et_une_reponse_le_leve(positionne):
    def etat(dossier: Dossier) -> str:
        return {ligne.critere: ligne.etat_en_mots for ligne in lignes(positionne(dossier), dossier)}[
            "cadre-departemental"
        ]

    ignore = sans_savoir(Dossier(), "cadre.departemental")
    assert etat(Dossier()) == "? Sans réponse"
    assert etat(ignore) == "? À confirmer"
    assert etat(avec(ignore, "cadre.departemental", True)) == "✔ Atteint"


def test_un_chemin_est_ignore_par_lui_meme_ou_par_ce_qu_il_contient():
    dossier = sans_savoir(avec(Dossier(), "groupes.g1.nom", "A"), "groupes.g1.effectif")
    assert est_ignore("groupes.g1.effectif", dossier)
    assert est_ignore("groupes.g1", dossier)
    # « groupes.g1.eff » n'est pas un chemin qui le contient.
    assert not est_ignore("groupes.g1.eff", dossier)
    assert not est_ignore("groupes.g1.effectif.x", dossier)


def test_les_mots_partages(complet, positionne):
    assert [ELIGIBILITES[e].mot for e in ("oui", "non", "indetermine")] == ["oui", "non", "indéterminée"]
    resultat = positionne(complet)
    applique = texte_applique(resultat.referentiel)
    assert applique.startswith(f"Texte appliqué : « Expérimentation Clas », {resultat.referentiel.date_libelle}.")
    assert "2015" in applique
    # La source suit le passage sans parenthèses : sa date peut en porter.
    constat = resultat.par_critere["groupe-taille"]
    assert constat.reference == (
        "« Des groupes sont constitués de 5 à 15 enfants » — support « Expérimentation Clas. Les nouvelles modalités "
        f"du Clas dans le cadre de l'expérimentation », {constat.source.date_libelle}"
    )
