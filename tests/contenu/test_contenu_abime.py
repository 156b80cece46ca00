"""Le contenu abîmé : chaque faute se dit avec son fichier, son endroit, et de quoi la corriger."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clas_model.contenu import RACINE, charger_referentiel, verifier_contenu
from clas_model.dossier import Charte
from clas_model.erreurs import ContenuInvalide
from clas_model.regles import ALERTES, REGLES
from tests.modele.phrases import MOTS_ANGLAIS, sans_les_mots_du_format


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    """Une copie du contenu, à abîmer."""
    return Path(shutil.copytree(RACINE, tmp_path / "content"))


def remplacer(fichier: str, ancien: str, nouveau: str) -> Callable[[Path], None]:
    """Remplace la première occurrence d'un texte, qui doit exister."""

    def casser(racine: Path) -> None:
        chemin = racine / fichier
        texte = chemin.read_text(encoding="utf-8")
        assert ancien in texte
        chemin.write_text(texte.replace(ancien, nouveau, 1), encoding="utf-8")

    return casser


def effacer(fichier: str) -> Callable[[Path], None]:
    return lambda racine: (racine / fichier).unlink()


def ecrire(fichier: str, octets: bytes) -> Callable[[Path], object]:
    return lambda racine: (racine / fichier).write_bytes(octets)


DIAG, ENFANTS, CADRE, PARENTS, EVALUATION = (
    f"experimentation/criteres/{a}.yaml" for a in ("diagnostic", "enfants", "cadre", "parents", "evaluation")
)
REFERENTIEL, CHARTE = "experimentation/referentiel.yaml", "experimentation/charte.yaml"
ALERTES_YAML, PARCOURS = "experimentation/alertes.yaml", "commun/parcours.yaml"


SOURCES = (
    "appel-2019, caf-loire, caf-loire-atlantique, caf-seine-et-marne, charte-2001, charte-laicite-2015, "
    "circulaire-2009, cog, familles-de-france, page-nationale, support-experimentation"
)


ABIMES: dict[str, tuple[Callable[[Path], object], str]] = {
    "une clé inconnue": (
        remplacer(ENFANTS, "  effort: M", "  effort: M\n  couleur: rouge"),
        f"{ENFANTS}, « groupe-taille », couleur : ce champ n'existe pas ici : vérifiez son nom ou retirez-le.",
    ),
    "une clé écrite deux fois": (
        remplacer(CADRE, "  niveau: prerequis", "  niveau: prerequis\n  niveau: exige"),
        "experimentation/criteres/cadre.yaml, ligne 5 : une clé est écrite deux fois ; gardez-en une seule.",
    ),
    "un champ qui manque": (
        remplacer(DIAG, "  effort: M\n", ""),
        f"{DIAG}, « diagnostic-besoins », effort : ce champ est obligatoire : ajoutez-le.",
    ),
    "un champ vide": (
        remplacer(CADRE, "  titre: Le Clas inscrit dans le cadre du département", '  titre: ""'),
        f"{CADRE}, « cadre-departemental », titre : le texte est vide : écrivez une réponse.",
    ),
    "une règle qui n'existe pas": (
        remplacer(ENFANTS, "    nom: groupe-taille", "    nom: taille"),
        f"{ENFANTS}, critère « groupe-taille », regle.nom : « taille » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(REGLES))}.",
    ),
    "un paramètre du mauvais type": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: cinq, max: 15}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, min : un nombre entier est attendu.",
    ),
    "un paramètre inconnu": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: 5, max: 15, ideal: 10}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, ideal : ce champ n'existe pas ici : vérifiez "
        "son nom ou retirez-le.",
    ),
    "un paramètre qui manque": (
        remplacer(ENFANTS, "{min: 5, max: 15}", "{min: 5}"),
        f"{ENFANTS}, critère « groupe-taille », regle.parametres, max : ce champ est obligatoire : ajoutez-le.",
    ),
    "un paramètre qui désigne un champ inconnu": (
        remplacer(ENFANTS, "{champ: enfants.personnalisation,", "{champ: enfants.perso,"),
        f"{ENFANTS}, critère « prise-en-charge-personnalisee », regle.parametres : un champ désigné n'existe pas "
        "dans un dossier ; corrigez son nom.",
    ),
    "un but mal écrit": (
        remplacer(PARENTS, "{objectif: outils}", "{objectif: outil}"),
        f"{PARENTS}, critère « parents-outils », regle.parametres, objectif : valeur inconnue ; valeurs possibles : "
        "'outils', 'connaissance-ecole' ou 'territoire'.",
    ),
    "une sorte d'indicateur mal écrite": (
        remplacer(EVALUATION, "[mise-en-oeuvre, difficultes-leviers,", "[mise-en-œuvre, difficultes-leviers,"),
        f"{EVALUATION}, critère « evaluation », regle.parametres, familles, élément 1 : valeur inconnue ; valeurs "
        "possibles : 'mise-en-oeuvre', 'difficultes-leviers' ou 'resultats'.",
    ),
    "aucune sorte d'indicateur": (
        remplacer(EVALUATION, "{familles: [mise-en-oeuvre, difficultes-leviers, resultats]}", "{familles: []}"),
        f"{EVALUATION}, critère « evaluation », regle.parametres, familles : la liste doit compter au moins 1 élément.",
    ),
    "un engagement inconnu en paramètre": (
        remplacer(CADRE, "[laicite, ouverture,", "[laicite, ouvertures,"),
        f"{CADRE}, critère « charte-principes », regle.parametres : un champ désigné n'existe pas dans un "
        "dossier ; corrigez son nom.",
    ),
    "un axe inconnu": (
        remplacer(ENFANTS, "  axe: enfants", "  axe: enfance"),
        f"{ENFANTS}, critère « groupe-taille », axe : « enfance » n'existe pas ; valeurs possibles : cadre, "
        "diagnostic, ecole, enfants, evaluation, parents.",
    ),
    "un niveau inconnu": (
        remplacer(ENFANTS, "  niveau: attendu", "  niveau: souhaite"),
        f"{ENFANTS}, critère « groupe-taille », niveau : « souhaite » n'existe pas ; valeurs possibles : attendu, "
        "conseille, exige, indicatif, preconise, prerequis, recherche.",
    ),
    "une étape inconnue": (
        remplacer(ENFANTS, "  etape: groupes", "  etape: groupe"),
        f"{ENFANTS}, critère « groupe-taille », etape : « groupe » n'existe pas ; valeurs possibles : budget, "
        "cadre, diagnostic, ecole, enfants, evaluation, groupes, parents, structure, territoire.",
    ),
    "une source inconnue": (
        remplacer(ENFANTS, "    source: support-experimentation", "    source: support"),
        f"{ENFANTS}, critère « groupe-taille », passage.source : « support » n'existe pas ; valeurs possibles : "
        f"{SOURCES}.",
    ),
    "une source inconnue dans une alerte": (
        remplacer(ALERTES_YAML, "    source: caf-loire-atlantique", "    source: caf-44"),
        f"{ALERTES_YAML}, alerte « aide-aux-devoirs-seule », passage.source : « caf-44 » n'existe pas ; valeurs "
        f"possibles : {SOURCES}.",
    ),
    "une alerte que personne ne lève": (
        remplacer(ALERTES_YAML, "- id: tarif", "- id: gratuite"),
        f"{ALERTES_YAML}, alerte « gratuite », id : « gratuite » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(ALERTES))}.",
    ),
    "un réglage d'alerte qui n'en est pas un": (
        remplacer(ALERTES_YAML, "{jour: 1, mois: 11}", "{jour: 1, semaine: 44}"),
        f"{ALERTES_YAML}, alerte « demarrage-tardif », parametres : ces réglages ne sont pas ceux de cette alerte ; "
        "remettez ceux d'origine.",
    ),
    "deux critères du même nom": (
        remplacer(ENFANTS, "- id: collectif", "- id: groupe-taille"),
        f"{ENFANTS}, critère « groupe-taille » : cet identifiant est écrit 2 fois ; donnez un nom différent à chacun.",
    ),
    "un engagement de la charte qui manque": (
        remplacer(CHARTE, "- id: gratuite", "- id: but_methodes"),
        f"{CHARTE} : l'engagement « gratuite » manque ; ajoutez-le.",
    ),
    "un engagement que le dossier ne connaît pas": (
        remplacer(CHARTE, "- id: laicite", "- id: neutralite"),
        f"{CHARTE}, engagement « neutralite », id : « neutralite » n'existe pas ; valeurs possibles : "
        f"{', '.join(sorted(Charte.model_fields))}.",
    ),
    "un poids nul": (
        remplacer(REFERENTIEL, "    poids: 4", "    poids: 0"),
        f"{REFERENTIEL}, niveaux, « prerequis », poids : la valeur doit être au moins 1.",
    ),
    "un YAML mal fermé": (
        remplacer(CADRE, "  titre: Le Clas inscrit dans le cadre du département", '  titre: "Le Clas inscrit'),
        "experimentation/criteres/cadre.yaml, ligne 5 : YAML illisible ici ; vérifiez le retrait, les "
        "deux-points et les guillemets.",
    ),
    "un retrait de travers": (
        remplacer(REFERENTIEL, "  - id: prerequis", " - id: prerequis"),
        "experimentation/referentiel.yaml, ligne 79 : YAML illisible ici ; vérifiez le retrait, les "
        "deux-points et les guillemets.",
    ),
    "un fichier qui manque": (
        effacer(CHARTE),
        "experimentation/charte.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un axe sans son fichier": (
        effacer(ENFANTS),
        "experimentation/criteres/enfants.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un fichier vidé": (
        ecrire("experimentation/criteres/evaluation.yaml", b"# rien\n"),
        "experimentation/criteres/evaluation.yaml : ce fichier est vide ; remettez celui d'origine.",
    ),
    "un fichier qui n'est pas une liste": (
        ecrire("experimentation/criteres/evaluation.yaml", b"id: evaluation\n"),
        "experimentation/criteres/evaluation.yaml : une liste est attendue ; commencez par « - id: ».",
    ),
    "un fichier qui n'est pas en UTF-8": (
        ecrire(CHARTE, "- id: laïcité\n".encode("latin-1")),
        "experimentation/charte.yaml : ce fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.",
    ),
    "un référentiel qui n'est pas des clés": (
        ecrire(REFERENTIEL, b"- un\n- deux\n"),
        "experimentation/referentiel.yaml : des clés sont attendues (id, titre, sources…).",
    ),
    "des axes qui ne sont pas une liste": (
        remplacer(REFERENTIEL, "axes:\n  - id: cadre", "axes: 5\nautres:\n  - id: cadre"),
        f"{REFERENTIEL}, axes : une liste est attendue.",
    ),
    "un référentiel qui ne porte pas le nom de son dossier": (
        remplacer(REFERENTIEL, "id: experimentation", "id: national"),
        "experimentation/referentiel.yaml, id : « national » n'est pas le nom du dossier ; accordez-les.",
    ),
    "pas de référentiel du tout": (
        effacer(REFERENTIEL),
        "Le référentiel « experimentation » n'existe pas ; référentiels disponibles : national.",
    ),
    "un champ du dossier sans question": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.endroit\n"),
        "commun/parcours.yaml : aucune question pour le champ « groupes.*.lieu » ; ajoutez-la à son étape.",
    ),
    "une question pour un champ qui n'existe pas": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.endroit\n"),
        "commun/parcours.yaml, question « groupes.*.endroit » : ce champ n'existe pas dans un dossier ; corrigez le "
        "motif.",
    ),
    "une question sans motif": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n        libelle", "      - libelle"),
        "commun/parcours.yaml, etapes, « groupes », questions, élément 14, motif : ce champ est obligatoire : "
        "ajoutez-le.",
    ),
    "une question posée deux fois": (
        remplacer(PARCOURS, "      - motif: groupes.*.lieu\n", "      - motif: groupes.*.nom\n"),
        "commun/parcours.yaml, question « groupes.*.nom » : cet identifiant est écrit 2 fois ; donnez un nom différent "
        "à chacun.",
    ),
    "un choix sans libellé": (
        remplacer(PARCOURS, "      quinzaine: Une semaine sur deux\n", ""),
        "commun/parcours.yaml, question « groupes.*.creneaux.*.rythme » : les choix ne sont pas ceux du dossier "
        "(quinzaine) ; complétez la liste ou nommez la bonne.",
    ),
    "un choix qui n'existe plus": (
        remplacer(PARCOURS, "        choix: rythmes\n", "        choix: cadences\n"),
        "commun/parcours.yaml, question « groupes.*.creneaux.*.rythme » : le choix « cadences » n'existe pas.",
    ),
    "un parcours vidé": (
        ecrire(PARCOURS, b""),
        "commun/parcours.yaml : ce fichier est vide ; remettez celui d'origine.",
    ),
    "un terme du glossaire sans définition": (
        ecrire("commun/glossaire.yaml", b"- terme: Caf\n  definition: x\n"),
        "commun/glossaire.yaml, « Caf », definition : le texte est vide : écrivez une réponse.",
    ),
    "un critère en double dans deux fichiers": (
        remplacer(CADRE, "- id: trois-axes", "- id: groupe-taille"),
        f"{CADRE} et {ENFANTS}, critère « groupe-taille » : cet identifiant est écrit 2 fois ; donnez un nom différent "
        "à chacun.",
    ),
    "un glossaire qui manque": (
        effacer("commun/glossaire.yaml"),
        "commun/glossaire.yaml : ce fichier manque ; créez-le ou remettez celui d'origine.",
    ),
    "un exemple abîmé": (
        remplacer("exemples/complet.json", '"effectif": 12', '"effectif": -12'),
        "exemples/complet.json, groupes, « g1 », effectif : la valeur doit être au moins 0.",
    ),
    "un exemple qui n'est plus du JSON": (
        ecrire("exemples/faible.json", b"{"),
        "exemples/faible.json : ce fichier manque ou n'est pas du JSON ; remettez celui d'origine.",
    ),
}


@pytest.mark.parametrize("nom", ABIMES)
def test_un_contenu_abime_dit_ou_quoi_et_comment(copie: Path, nom: str) -> None:
    casser, attendue = ABIMES[nom]
    casser(copie)
    fautes = verifier_contenu(copie)
    assert attendue in fautes
    for faute in fautes:
        assert "\n" not in faute
        assert faute.endswith(".")
        assert not MOTS_ANGLAIS.search(sans_les_mots_du_format(faute)), faute


def test_une_seule_faute_ne_se_dit_qu_une_fois(copie: Path) -> None:
    remplacer(ENFANTS, "  axe: enfants", "  axe: enfance")(copie)
    assert len(verifier_contenu(copie)) == 1


def test_toutes_les_fautes_se_disent_ensemble(copie: Path) -> None:
    for casser in (
        remplacer(ENFANTS, "  axe: enfants", "  axe: enfance"),
        remplacer(DIAG, "    nom: diagnostic-besoins", "    nom: besoins"),
        remplacer(CHARTE, "- id: gratuite", "- id: but_methodes"),
    ):
        casser(copie)
    fautes = " ".join(verifier_contenu(copie))
    for lieu in ("« groupe-taille », axe", "« diagnostic-besoins », regle.nom", "l'engagement « gratuite » manque"):
        assert lieu in fautes


def test_un_contenu_abime_ne_se_charge_pas(copie: Path) -> None:
    remplacer(ENFANTS, "  axe: enfants", "  axe: enfance")(copie)
    with pytest.raises(ContenuInvalide) as refus:
        charger_referentiel("experimentation", copie)
    assert refus.value.fautes == verifier_contenu(copie)


@pytest.mark.parametrize("nom", ["regional", "", "../experimentation", "commun", "experimentation/"])
def test_un_referentiel_inconnu_nomme_ceux_qui_existent(nom: str) -> None:
    with pytest.raises(ContenuInvalide) as refus:
        charger_referentiel(nom)
    assert refus.value.fautes == [
        f"Le référentiel « {nom} » n'existe pas ; référentiels disponibles : experimentation, national."
    ]


def test_la_copie_intacte_est_valide(copie: Path) -> None:
    """Sans ce témoin, les fautes ci-dessus pourraient venir de la copie elle-même."""
    assert verifier_contenu(copie) == []
