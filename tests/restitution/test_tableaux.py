"""Les constats en lignes et en DataFrame."""

import pytest

from clas_model.chemins import avec, sans_savoir
from clas_model.dossier import Dossier
from clas_model.restitution.mots import ELIGIBILITES, ETATS, est_ignore, etat_affiche, exigence, texte_applique
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


def test_un_chemin_n_est_ignore_que_par_lui_meme():
    dossier = sans_savoir(avec(Dossier(), "groupes.g1.nom", "A"), "groupes.g1.effectif")
    assert est_ignore("groupes.g1.effectif", dossier)
    assert not est_ignore("groupes.g1", dossier)
    assert not est_ignore("groupes.g1.eff", dossier)
    assert not est_ignore("groupes.g1.effectif.x", dossier)


GROUPE = {
    "id": "g1", "effectif": 10, "creneaux_close": True,
    "creneaux": [{"id": "c1", "rythme": "hebdomadaire"}, {"id": "c2", "rythme": "hebdomadaire"}],
}  # fmt: skip
ADULTES = tuple(f"groupes.g1.creneaux.{c}.nombre_adultes" for c in ("c1", "c2"))


@pytest.mark.parametrize(
    ("critere", "depart", "ignores", "mot"),
    [
        # Le lieu et le rythme ne disent rien de l'encadrement, à qui il manque les adultes.
        ("encadrement", {"groupes": [GROUPE], "groupes_close": True}, ["groupes.g1.lieu"], "Sans réponse"),
        ("encadrement", {"groupes": [{**GROUPE, "creneaux": [{"id": "c1"}]}], "groupes_close": True},
         ["groupes.g1.creneaux.c1.rythme"], "Sans réponse"),
        # Les adultes d'un créneau sur deux, puis des deux ; puis la liste des groupes reste ouverte.
        ("encadrement", {"groupes": [GROUPE], "groupes_close": True}, ADULTES[:1], "Sans réponse"),
        ("encadrement", {"groupes": [GROUPE], "groupes_close": True}, ADULTES, "À confirmer"),
        ("encadrement", {"groupes": [GROUPE]}, ADULTES, "Sans réponse"),
        # Tout est répondu : seules des listes restent à dire complètes.
        ("groupe-taille", {"groupes": [{"id": "g1", "effectif": 12}]}, [], "Liste à terminer"),
        ("groupe-taille", {"groupes": [{"id": "g1", "effectif": 12}, {"id": "g2"}]}, [], "Sans réponse"),
        ("groupe-taille", {}, [], "Sans réponse"),
        ("trois-axes", {"enfants": {"activites": [{"id": "x1", "intitule": "Jeux"}]}},
         ["enfants.activites.x1.besoins"], "Sans réponse"),
        ("charte-principes", {}, ["charte.laicite"], "Sans réponse"),
        ("charte-principes", {},
         ["charte.laicite", "charte.ouverture", "charte.complementarite", "charte.place_parents"], "À confirmer"),
        ("groupe-taille", {"groupes": [{"id": "g1"}, {"id": "g2"}], "groupes_close": True},
         ["groupes.g1.effectif"], "Sans réponse"),
        ("groupe-taille", {"groupes": [{"id": "g1"}, {"id": "g2"}], "groupes_close": True},
         ["groupes.g1.effectif", "groupes.g2.effectif"], "À confirmer"),
        ("seances-hebdomadaires",
         {"groupes": [{"id": "g1", "creneaux": [{"id": "c1"}], "creneaux_close": True}], "groupes_close": True},
         ["groupes.g1.creneaux.c1.rythme"], "À confirmer"),
        ("cadre-partenarial",
         {"structure": {"nom": "S"}, "diagnostic": {"partenaires": [{"id": "p1", "nom": "A", "type": "association"}],
                                                    "partenaires_close": True}},
         ["diagnostic.partenaires.p1.role"], "À confirmer"),
    ],
)  # fmt: skip
def test_a_confirmer_seulement_si_tout_ce_qui_manque_est_ignore(critere, depart, ignores, mot, positionne):
    dossier = Dossier.model_validate({**depart, "ne_sait_pas": list(ignores)})
    assert etat_affiche(positionne(dossier).par_critere[critere], dossier).libelle == mot


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
