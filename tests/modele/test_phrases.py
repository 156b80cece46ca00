"""Les phrases des constats se lisent à voix haute : des mots courants, pas de zéro, pas de parenthèses emboîtées."""

import re

import pytest
from hypothesis import given

from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import Constat, positionner
from tests.modele.strategies import REGLAGES, dossiers

TEXTE = charger_referentiel()
# Un zéro compté (« 0 moment »), hors des nombres à virgule et des heures.
ZERO = re.compile(r"(?<![\d,])0 [a-zé]")
# Le langage du programme, ou un mot que l'écran n'emploie pas pour la même chose.
MOTS_ECARTES = re.compile(
    r"\bclose?s?\b|\bfamilles? sur\b|démarche(?! nationale)|\bcanal\b|\bcanaux\b|lus dans une source"
)


def profondeur(texte: str) -> int:
    """Le plus grand nombre de parenthèses ouvertes à la fois."""
    ouvertes = plus = 0
    for signe in texte:
        ouvertes += (signe == "(") - (signe == ")")
        plus = max(plus, ouvertes)
    return plus


def fautes(constat: Constat) -> list[str]:
    """Ce qui gêne la lecture d'un constat ; les mots de l'utilisateur, entre guillemets, ne sont pas les nôtres."""
    nos_mots = re.sub(r"« [^»]* »", "« »", f"{constat.verdict.fait} {constat.verdict.attendu} {constat.suite}")
    mesure = constat.verdict.mesure or ""
    return [
        faute
        for faute, presente in (
            ("un zéro", ZERO.search(nos_mots) or ZERO.search(mesure)),
            ("un mot écarté", MOTS_ECARTES.search(nos_mots)),
            ("des parenthèses emboîtées", profondeur(nos_mots) > 1),
            ("deux points qui se suivent", re.search(r"\.\.|\. \.| ,| \.", nos_mots)),
        )
        if presente
    ]


@given(dossiers())
@REGLAGES
def test_aucun_constat_n_est_penible_a_lire(dossier: Dossier) -> None:
    assert {c.phrase: f for c in positionner(dossier, TEXTE).constats if (f := fautes(c))} == {}


@pytest.mark.parametrize("nom", ["complet", "faible", "vierge"])
def test_les_exemples_et_le_dossier_vierge_se_lisent_sans_heurt(nom: str) -> None:
    dossier = Dossier() if nom == "vierge" else charger_exemple(nom)
    assert {c.phrase: f for c in positionner(dossier, TEXTE).constats if (f := fautes(c))} == {}


def test_une_source_se_cite_sans_parenthese_dans_la_parenthese() -> None:
    """Le titre et la date d'une source se mettent ensemble entre parenthèses."""
    for source in TEXTE.sources:
        assert profondeur(f"{source.titre} {source.date_libelle}") == 0, source.id
        assert ";" not in source.date_libelle
    assert profondeur(TEXTE.date_libelle) == 0


def test_quelques_phrases() -> None:
    """Celles qu'une structure rencontre d'abord, dites en entier."""
    vierge = positionner(Dossier(), TEXTE).par_critere
    assert vierge["charte-principes"].verdict.fait == "Il reste à répondre aux 4 engagements demandés de la charte."
    assert vierge["parents-outils"].verdict.fait == "Aucune action avec les parents ne vise encore ce but."
    # Rien de connu : rien à mesurer, pas même un zéro.
    assert {c.critere.id: c.verdict.mesure for c in vierge.values() if c.verdict.mesure} == {}
    complet = positionner(charger_exemple("complet"), TEXTE).par_critere
    assert complet["charte-principes"].verdict.fait == "La structure accepte les 4 engagements demandés de la charte."
    une_forme = Dossier.model_validate(
        {"parents": {"actions": [{"intitule": "Café", "forme": "cafe-parents"}], "actions_close": True}}
    )
    constat = positionner(une_forme, TEXTE).par_critere["parents-formes-diverses"]
    assert constat.verdict.fait == "Les actions avec les parents n'ont qu'une seule forme."
