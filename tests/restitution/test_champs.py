"""Le brouillon champ par champ : tout y est, rien n'y est deux fois, aucune limite n'est inventée."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from clas_model.contenu.formulaires import RACINE, charger_formulaires
from clas_model.erreurs import ContenuInvalide
from clas_model.formulaire import Champ
from clas_model.restitution.champs import en_texte, remplis, rubriques


def test_le_formulaire_generique_couvre_chaque_rubrique_une_fois(dossier, planifie):
    (generique,) = charger_formulaires()
    prevues = [r for champ in generique.champs for r in champ.rubriques]
    presentes = [r for r in rubriques(planifie(dossier)) if not r.startswith(("annexe", "a-completer"))]
    # L'axe du territoire n'existe que sous le texte national.
    assert [r for r in prevues if r in presentes] == presentes
    assert set(prevues) - set(presentes) <= {"axe-territoire", "objectifs"}


def test_aucune_limite_n_est_inventee():
    for formulaire in charger_formulaires():
        assert all(champ.limite is None or champ.source for champ in formulaire.champs)
    with pytest.raises(ValidationError):
        Champ(id="a", titre="Un champ", rubriques=("identite",), limite=1000)


def test_chaque_champ_reprend_les_mots_du_brouillon(complet, planifie):
    document = planifie(complet)
    champs = {r.champ.id: r for r in remplis(charger_formulaires()[0].champs, document)}
    diagnostic = champs["diagnostic"]
    assert diagnostic.texte.startswith("Sources du diagnostic\u00a0: échanges avec l'école")
    assert complet.diagnostic.synthese in diagnostic.texte
    assert all(b.intitule in diagnostic.texte for b in complet.diagnostic.besoins)
    assert diagnostic.longueur == len(diagnostic.texte)
    assert champs["acteurs"].texte == ""
    # Le titre de la rubrique est celui du champ : il ne se répète pas.
    assert not any(r.texte.startswith(("Diagnostic\n", "Budget")) for r in champs.values())


def test_une_rubrique_garde_ses_sous_titres(complet, planifie):
    texte = en_texte(rubriques(planifie(complet))["parents"])
    assert "Action 1\u00a0: Rencontre d'entrée et point de fin de trimestre\n\nForme" in texte
    assert "---" not in texte


def test_le_formulaire_d_une_caf_s_ajoute_et_passe_devant(tmp_path: Path):
    dossier = tmp_path / "formulaires"
    dossier.mkdir()
    (dossier / "caf.yaml").write_text(
        "id: caf-test\ntitre: Formulaire de la Caf\nnote: Lu sur la plateforme.\nchamps:\n  - id: projet\n"
        "    titre: Le projet\n    rubriques: [diagnostic, enfants]\n    limite: 2000\n"
        "    source: Plateforme, lue le jour.\n",
        encoding="utf-8",
    )
    premier, *autres = charger_formulaires(tmp_path)
    assert premier.champs[0].limite == 2000
    assert [f.id for f in autres] == ["generique"]


@pytest.mark.parametrize(
    ("texte", "faute"),
    [
        ("id: a\n", "titre"),
        ("id: a\ntitre: Un titre\nnote: Une note.\nchamps: []\n", "champs"),
        ("id: a\ntitre: T\nnote: N\nchamps:\n - {id: b, titre: Bon titre, rubriques: [x], limite: 3}\n", "source"),
        ("- rien\n", "caf.yaml"),
    ],
)
def test_un_formulaire_mal_ecrit_dit_ou_et_quoi(tmp_path: Path, texte: str, faute: str):
    (tmp_path / "formulaires").mkdir()
    (tmp_path / "formulaires" / "caf.yaml").write_text(texte, encoding="utf-8")
    with pytest.raises(ContenuInvalide) as refus:
        charger_formulaires(tmp_path)
    assert faute in str(refus.value)
    assert "formulaires/caf.yaml" in str(refus.value)


def test_le_contenu_verifie_les_formulaires():
    from clas_model.contenu.formulaires import fautes_des_formulaires

    assert fautes_des_formulaires((RACINE,)) == []
