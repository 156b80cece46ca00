"""Deux textes sur les mêmes réponses : ce qui change, les deux passages, l'écart et la suite."""

from typing import Any

import pytest

from clas_model.comparaison import comparer, comparer_les_textes
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import positionner
from clas_model.restitution.comparaison import en_texte, resume

UN, DEUX = charger_referentiel("experimentation"), charger_referentiel("national")
QUATORZE = Dossier.model_validate({"groupes": [{"nom": "Collège", "effectif": 14}], "groupes_close": True})


def clause(dossier: Dossier, identifiant: str) -> Any:
    return next(c for c in comparer(dossier, UN, DEUX).clauses if c.identifiant == identifiant)


def test_un_groupe_de_quatorze_conforme_a_l_un_et_pas_a_l_autre() -> None:
    """14 est dans 5 à 15 ; 14 - 12 = 2 de trop sous le texte national."""
    taille = clause(QUATORZE, "groupe-taille")
    assert [c.constat.etat for c in taille.cotes] == ["atteint", "non_atteint"]
    assert [c.seuil for c in taille.cotes] == ["5 à 15 enfants par groupe", "8 à 12 enfants par groupe"]
    assert [c.critere.passage.texte for c in taille.cotes] == [
        "Des groupes sont constitués de 5 à 15 enfants",
        "aide méthodologique au travail scolaire en petit groupe (8 à 12 enfants maximum)",
    ]
    assert taille.nature == "change"
    assert taille.change_d_etat
    assert taille.cotes[1].constat.verdict.ecart == "le groupe « Collège » : 2 enfants de trop"


@pytest.mark.parametrize(
    ("effectif", "etats"),
    [
        (4, ("non_atteint", "partiel")),
        (5, ("atteint", "partiel")),
        (7, ("atteint", "partiel")),
        (8, ("atteint", "atteint")),
        (12, ("atteint", "atteint")),
        (13, ("atteint", "non_atteint")),
        (15, ("atteint", "non_atteint")),
        (16, ("non_atteint", "non_atteint")),
    ],
)
def test_chaque_borne_sous_les_deux_textes(effectif: int, etats: tuple[str, str]) -> None:
    dossier = Dossier.model_validate({"groupes": [{"effectif": effectif}], "groupes_close": True})
    assert tuple(c.constat.etat for c in clause(dossier, "groupe-taille").cotes) == etats


def test_les_trois_axes_deviennent_quatre() -> None:
    axes = clause(charger_exemple("complet"), "quatre-axes")
    assert [c.critere.id for c in axes.cotes] == ["trois-axes", "quatre-axes"]
    assert axes.change_d_etat
    # Aucun critère n'est compté deux fois, ni oublié, d'un côté comme de l'autre.
    clauses = comparer_les_textes(UN, DEUX).clauses
    assert sorted(c.un.critere.id for c in clauses if c.un) == sorted(c.id for c in UN.criteres)
    assert sorted(c.deux.critere.id for c in clauses if c.deux) == sorted(c.id for c in DEUX.criteres)


def test_les_natures() -> None:
    natures = {c.identifiant: c.nature for c in comparer_les_textes(UN, DEUX).clauses}
    assert natures["groupe-taille"] == natures["encadrement"] == natures["quatre-axes"] == "change"
    assert natures["niveaux"] == natures["orientation"] == natures["charte_laicite"] == "ajoute"
    assert natures["aide-aux-devoirs-seule"] == "ajoute"
    assert natures["cadre-departemental"] == natures["parents-outils"] == "repris"
    assert natures["hors-temps-scolaire"] == "meme"


def test_dans_l_autre_sens_ce_qui_s_ajoutait_se_retire() -> None:
    aller = {c.identifiant: c.nature for c in comparer_les_textes(UN, DEUX).clauses}
    retour = {c.identifiant: c.nature for c in comparer_les_textes(DEUX, UN).clauses}
    assert {i for i, n in aller.items() if n == "ajoute"} == {i for i, n in retour.items() if n == "retire"}
    assert retour["trois-axes"] == "change"


def test_la_comparaison_dit_ce_que_dit_chaque_positionnement() -> None:
    dossier = charger_exemple("faible")
    resultat = comparer(dossier, UN, DEUX)
    assert resultat.un == positionner(dossier, UN)
    for cote in (c for clause_ in resultat.clauses for c in clause_.cotes):
        seul = positionner(dossier, cote.texte).par_critere[cote.critere.id]
        assert seul.verdict == cote.constat.verdict


def test_le_texte_nomme_les_deux_passages_l_ecart_et_la_suite() -> None:
    texte = en_texte(comparer(QUATORZE, UN, DEUX))
    for mots in (
        "« Des groupes sont constitués de 5 à 15 enfants »",
        "8 à 12 enfants maximum",
        "2 enfants de trop",
        "Partagez les groupes de plus de 12",
        "vers 2021-2022",
    ):
        assert mots in texte
    assert "éligibilité indéterminée" in resume(comparer(QUATORZE, UN, DEUX))


def test_le_contrat_json() -> None:
    donnees = comparer(QUATORZE, UN, DEUX).en_json()
    assert list(donnees) == ["textes", "verdicts", "changent", "criteres"]
    taille = next(c for c in donnees["criteres"] if c["critere"] == "groupe-taille")
    assert list(taille) == ["critere", "titre", "axe", "nature", "change", "textes"]
    national = taille["textes"]["national"]
    assert list(national) == [
        "critere", "niveau", "obligatoire", "etat", "seuil", "mesure", "distance", "a_faire", "passage", "cite",
        "source", "date_libelle", "statut", "portee",
    ]  # fmt: skip
    assert (national["etat"], national["mesure"], national["statut"]) == ("non_atteint", "14 enfants", "lu")
    assert national["distance"] == "le groupe « Collège » : 2 enfants de trop"
    charte = next(c for c in donnees["criteres"] if c["critere"] == "charte_laicite")["textes"]
    assert charte["experimentation"] is None
    assert charte["national"]["cite"] is False
    repris = next(c for c in donnees["criteres"] if c["critere"] == "cadre-partenarial")["textes"]["national"]
    assert (repris["statut"], repris["obligatoire"]) == ("repris", True)


def test_ce_qui_est_repris_le_dit() -> None:
    mention = "repris du texte d'expérimentation, non retrouvé dans un texte national lu"
    resultat = positionner(Dossier(), DEUX)
    repris = [c for c in resultat.constats if c.critere.statut == "repris"]
    assert len(repris) == 22
    assert all(mention in c.phrase for c in repris)
    assert not any(mention in c.phrase for c in resultat.constats if c.critere.statut != "repris")
