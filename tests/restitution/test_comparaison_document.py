"""La comparaison en document : les deux passages, les deux dates, l'écart et la suite, dans un vrai fichier Word."""

import datetime as dt
import io

import docx
import pytest

from clas_model.comparaison import comparer, comparer_les_textes
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.restitution.comparaison_dessin import alternative, matrice
from clas_model.restitution.comparaison_document import document
from clas_model.restitution.docx import brouillon_docx

UN, DEUX = charger_referentiel("experimentation"), charger_referentiel("national")
JOUR = dt.date(2026, 9, 1)


def lire(octets: bytes) -> str:
    fichier = docx.Document(io.BytesIO(octets))
    cellules = [c.text for t in fichier.tables for ligne in t.rows for c in ligne.cells]
    return "\n".join([*(p.text for p in fichier.paragraphs), *cellules]).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def avec_dossier() -> str:
    dossier = charger_exemple("complet")
    return lire(brouillon_docx(document(comparer(dossier, UN, DEUX), JOUR, dossier)))


def test_le_document_porte_les_deux_textes_et_leurs_dates(avec_dossier: str) -> None:
    for mots in (UN.titre, DEUX.titre, UN.date_libelle, "vers 2021-2022", "septembre 2026"):
        assert mots in avec_dossier


def test_il_cite_les_deux_passages_et_dit_l_ecart_et_la_suite(avec_dossier: str) -> None:
    for mots in (
        "« Des groupes sont constitués de 5 à 15 enfants »",
        "8 à 12 enfants maximum",
        "2 enfants de trop",
        "Partagez les groupes de plus de 12",
    ):
        assert mots in avec_dossier


def test_ce_qui_change_vient_en_entier_et_le_reste_en_une_ligne_par_point(avec_dossier: str) -> None:
    avant, _, apres = avec_dossier.partition("Ce qui ne change pas (24)")
    assert "Ce qui change (6)" in avant
    assert "au moins 2 séances par semaine (repris)" in apres
    assert "Reprise, non retrouvée dans le second texte" in apres
    # Le passage de ce qui ne change pas n'est pas répété.
    assert "deux séances hebdomadaires sont préconisées" not in avec_dossier


def test_sans_dossier_il_n_y_a_que_les_textes() -> None:
    texte = lire(brouillon_docx(document(comparer_les_textes(UN, DEUX), JOUR)))
    assert "8 à 12 enfants maximum" in texte
    assert "Sans réponse" not in texte
    # Un passage repris est cité une fois, du côté du texte qui le porte.
    assert texte.count("deux séances hebdomadaires sont préconisées") == 1
    assert "Écart et suite" not in texte
    # Chaque point des deux textes y est.
    for critere in DEUX.criteres:
        assert critere.titre in texte


def test_le_dessin_a_une_case_par_point_et_par_texte_et_dit_tout_en_phrases() -> None:
    comparaison = comparer(charger_exemple("complet"), UN, DEUX)
    spec = matrice(comparaison)
    assert len(spec["data"]["values"]) == 2 * len(comparaison.changements)
    taille = [v for v in spec["data"]["values"] if "8 à 12" in v["point"].replace("\u00a0", " ").replace("\n", " ")]
    assert [v["mot"] for v in taille] == ["✔ Atteint", "½ En partie"]
    phrases = alternative(comparaison).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Des groupes de 8 à 12 enfants : ✔ Atteint, puis ½ En partie." in phrases
    assert [t.replace("\u00a0", " ") for t in spec["title"]["text"]] == [UN.puce, DEUX.puce]
