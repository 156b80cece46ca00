"""Les constats en lignes et en DataFrame."""

from clas_model.restitution.tableaux import ENTETES, ETATS, lignes, tableau


def test_une_ligne_par_critere_axe_par_axe(faible, positionne):
    resultat = positionne(faible)
    toutes = lignes(resultat)
    assert sorted(ligne.critere for ligne in toutes) == sorted(c.critere.id for c in resultat.constats)
    axes = [ligne.axe for ligne in toutes]
    assert list(dict.fromkeys(axes)) == [a.libelle for a in resultat.referentiel.axes]
    assert axes == sorted(axes, key=[a.libelle for a in resultat.referentiel.axes].index)


def test_chaque_ligne_dit_l_etat_la_mesure_l_attendu_et_la_suite(faible, positionne):
    resultat = positionne(faible)
    for ligne in lignes(resultat):
        constat = resultat.par_critere[ligne.critere]
        assert ligne.etat_en_mots == f"{ETATS[constat.etat].signe} {ETATS[constat.etat].libelle}"
        assert ligne.suite == constat.suite
        assert (ligne.mesure or None, ligne.attendu or None) == (constat.verdict.mesure, constat.verdict.attendu)
        assert ligne.bloquant == constat.bloquant


def test_le_dataframe_a_des_colonnes_francaises_et_les_memes_valeurs(complet, positionne):
    resultat = positionne(complet)
    donnees = tableau(resultat)
    assert list(donnees.columns) == list(ENTETES)
    assert [tuple(v) for v in donnees.to_numpy()] == [ligne.cellules for ligne in lignes(resultat)]
