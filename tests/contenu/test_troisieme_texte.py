"""Les règles changeront encore : un troisième texte, puis une version gardée, entrent par le contenu seul."""

import json
import shutil
from pathlib import Path

import pytest

from clas_model.comparaison import comparer
from clas_model.contenu import RACINE, charger_questionnaire, charger_referentiel, verifier_contenu
from clas_model.deplacement import preparer
from clas_model.dossier import Dossier
from clas_model.fichier import lire_json
from clas_model.parcours import essentiel, reponses
from clas_model.positionnement import positionner

TROISIEME = {
    "referentiel.yaml": """
id: texte-2031
herite: national
mention_repris: repris des textes nationaux, pas encore lu dans le texte de 2031
titre: Texte de 2031
puce: Texte de 2031 · imaginé pour un essai
date: 2031-03-01
date_libelle: 1er mars 2031
version: "2031.1"
presentation: Un texte imaginé pour un essai.
application: {de: "2031-2032", statut: lu, note: Texte imaginé.}
retire: {criteres: [orientation]}
sources:
  - {id: texte-2031, titre: texte imaginé pour un essai, date: 2031-03-01, date_libelle: 1er mars 2031}
""",
    "criteres/enfants.yaml": """
- id: groupe-taille
  titre: Des groupes de 9 à 11 enfants
  niveau: exige
  regle: {nom: groupe-taille, parametres: {min: 9, max: 11}}
  passage: {source: texte-2031, texte: Un groupe compte de 9 à 11 enfants.}
- id: encadrement
  regle: {nom: adultes-par-groupe, parametres: {adultes_min: 3}}
  passage: {source: texte-2031, texte: Trois adultes par groupe.}
""",
}


@pytest.fixture
def racine(tmp_path: Path) -> Path:
    """Le contenu installé, et un dossier de plus."""
    copie = Path(shutil.copytree(RACINE, tmp_path / "content"))
    for nom, texte in TROISIEME.items():
        (copie / "texte-2031" / nom).parent.mkdir(parents=True, exist_ok=True)
        (copie / "texte-2031" / nom).write_text(texte, encoding="utf-8")
    return copie


def test_il_se_charge_sans_une_ligne_de_code(racine: Path) -> None:
    assert verifier_contenu(racine) == []
    texte, national = charger_referentiel("texte-2031", racine), charger_referentiel("national", racine)
    assert len(texte.criteres) == len(national.criteres) - 1
    taille = texte.critere("groupe-taille")
    assert taille.regle.parametres == {"min": 9, "max": 11}
    # Ce qu'il n'a pas lu lui-même est repris, de si loin que cela vienne.
    assert {c.id for c in texte.criteres if c.statut == "lu"} == {"groupe-taille", "encadrement"}
    assert texte.mention(texte.critere("niveaux")) == texte.mention_repris


@pytest.mark.parametrize(
    ("effectif", "eligibilite"), [(8, "non"), (9, "indetermine"), (11, "indetermine"), (12, "non")]
)
def test_ses_bornes_jugent_et_bloquent(racine: Path, effectif: int, eligibilite: str) -> None:
    """« de 9 à 11 », exigé et lu : 8 et 12 disent « non » ; le reste est encore sans réponse."""
    dossier = Dossier.model_validate({"groupes": [{"effectif": effectif}], "groupes_close": True})
    assert positionner(dossier, charger_referentiel("texte-2031", racine)).eligibilite == eligibilite


def test_ses_questions_sont_celles_de_ses_criteres(racine: Path) -> None:
    questionnaire = charger_questionnaire(racine).pour(charger_referentiel("texte-2031", racine))
    posees = {r.chemin for r in reponses(Dossier(), questionnaire)}
    assert {"cadre.charte_laicite", "territoire.actions"} <= posees
    assert "enfants.orientation" not in posees
    assert essentiel(Dossier(), questionnaire)


def test_il_se_compare_et_on_y_passe_comme_aux_autres(racine: Path) -> None:
    texte, un = charger_referentiel("texte-2031", racine), charger_referentiel("experimentation", racine)
    dossier = Dossier.model_validate({"groupes": [{"effectif": 14}], "groupes_close": True})
    resultat = comparer(dossier, un, texte)
    axes = next(c for c in resultat.clauses if c.identifiant == "quatre-axes")
    assert axes.un is not None
    assert axes.un.critere.id == "trois-axes"
    passage = preparer(dossier, texte, charger_questionnaire(racine))
    assert passage.dossier.referentiel is not None
    assert passage.dossier.referentiel.id == "texte-2031"
    assert passage.dossier.groupes == dossier.groupes


def test_une_version_gardee_juge_les_dossiers_qui_la_nomment(racine: Path) -> None:
    """Le texte passe de 9-11 à 10-11 ; un dossier de 9 enfants écrit sous l'ancienne version reste jugé comme alors."""
    avant = charger_referentiel("texte-2031", racine)
    dossier = lire_json(json.dumps({"groupes": [{"effectif": 9}], "groupes_close": True}).encode())
    ecrit = positionner(dossier, avant).en_json()

    neuve = racine.parent / "content-2"
    shutil.copytree(racine, neuve)
    entete, criteres = neuve / "texte-2031/referentiel.yaml", neuve / "texte-2031/criteres/enfants.yaml"
    entete.write_text(entete.read_text("utf-8").replace('version: "2031.1"', 'version: "2032.1"'), encoding="utf-8")
    criteres.write_text(criteres.read_text("utf-8").replace("{min: 9,", "{min: 10,"), encoding="utf-8")
    archive = neuve / "archives/texte-2031/2031.1"
    (archive / "criteres").mkdir(parents=True)
    (archive / "referentiel.yaml").write_text('id: texte-2031\nsur: texte-2031\nversion: "2031.1"\n', encoding="utf-8")
    (archive / "criteres/enfants.yaml").write_text(
        "- id: groupe-taille\n"
        "  regle: {nom: groupe-taille, parametres: {min: 9, max: 11}}\n"
        "  passage: {source: texte-2031, texte: Un groupe compte de 9 à 11 enfants.}\n",
        encoding="utf-8",
    )
    assert verifier_contenu(neuve) == []
    ancienne, courante = (charger_referentiel("texte-2031", neuve, v) for v in ("2031.1", "2032.1"))
    assert positionner(dossier, ancienne).en_json() == ecrit
    assert positionner(dossier, courante).par_critere["groupe-taille"].etat == "non_atteint"
