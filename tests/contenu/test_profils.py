"""Le contenu qui hérite et le profil d'une Caf, abîmés : chaque faute se dit avec les mots pour la corriger."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clas_model.contenu import EXEMPLE_DE_PROFIL, RACINE, charger_profil, charger_referentiel, verifier_contenu
from clas_model.dossier import Dossier
from clas_model.erreurs import ContenuInvalide
from clas_model.positionnement import avec_reponses_locales, positionner
from clas_model.regles import REGLES
from tests.modele.phrases import MOTS_ANGLAIS, sans_les_mots_du_format

Casser = Callable[[Path], None]
TEXTES = "experimentation, national"


def remplacer(fichier: str, ancien: str, nouveau: str) -> Casser:
    def casser(racine: Path) -> None:
        texte = (racine / fichier).read_text(encoding="utf-8")
        assert ancien in texte
        (racine / fichier).write_text(texte.replace(ancien, nouveau, 1), encoding="utf-8")

    return casser


def ajouter(fichier: str, texte: str) -> Casser:
    def casser(racine: Path) -> None:
        (racine / fichier).write_text((racine / fichier).read_text(encoding="utf-8") + texte, encoding="utf-8")

    return casser


# Un profil de Caf abîmé. Les fichiers se nomment comme la Caf les voit : « valmont/profil.yaml ».
P, C = "profil.yaml", "criteres.yaml"
PROFILS: dict[str, tuple[Casser, object]] = {
    "le texte national qui manque": (
        remplacer(P, "sur: national\n", ""),
        f"valmont/profil.yaml, sur manque ; dites sur quel texte se pose le profil : {TEXTES}.",
    ),
    "un texte national mal écrit": (
        remplacer(P, "sur: national", "sur: nationale"),
        f"valmont/profil.yaml, sur : « nationale » n'existe pas ; dites sur quel texte se pose le profil : {TEXTES}.",
    ),
    "le nom d'un texte national": (
        remplacer(P, "id: valmont", "id: national"),
        "valmont/profil.yaml, id : « national » est déjà le nom d'un texte national ; choisissez-en un autre.",
    ),
    "un nom avec une majuscule et un accent": (
        remplacer(P, "id: valmont", "id: Valmônt"),
        "valmont/profil.yaml, id : la forme n'est pas celle attendue.",
    ),
    "la Caf qui manque": (
        remplacer(P, "caf: Caf du Valmont\n", ""),
        "valmont/profil.yaml, local, caf : ce champ est obligatoire : ajoutez-le.",
    ),
    "une réponse qui n'est ni oui ni non": (
        remplacer(P, "formation_existe: oui", "formation_existe: peut-être"),
        "valmont/profil.yaml, local, reponses, formation_existe : valeur inconnue ; valeurs possibles : 'oui' "
        "ou 'non'.",
    ),
    "une réponse à une question qu'elle ne peut pas donner": (
        remplacer(P, "  formation_existe: oui", "  charte: oui"),
        "valmont/profil.yaml, local, reponses, charte : ce champ n'existe pas ici : vérifiez son nom ou retirez-le.",
    ),
    "une échéance à la française": (
        remplacer(P, "date: 2026-06-12", "date: 12/06/2026"),
        "valmont/profil.yaml, local, echeances, élément 2, date : une date est attendue, sous la forme AAAA-MM-JJ.",
    ),
    "un jour qui n'existe pas": (
        remplacer(P, "date: 2026-06-12", 'date: "2026-06-31"'),
        "valmont/profil.yaml, local, echeances, élément 2, date : une date est attendue, sous la forme AAAA-MM-JJ.",
    ),
    "une adresse sans https": (
        remplacer(P, "https://www.caf-du-valmont.example/clas", "www.caf-du-valmont.example/clas"),
        "valmont/profil.yaml, local, formulaire, adresse : une adresse de site commence par https:// et n'a pas "
        "d'espace.",
    ),
    "une priorité sans texte": (
        remplacer(P, "    texte: Les communes rurales où aucun Clas n'existait l'an dernier.\n", ""),
        "valmont/profil.yaml, local, priorites, élément 2, texte : ce champ est obligatoire : ajoutez-le.",
    ),
    "un contact nommé au lieu d'une fonction": (
        remplacer(P, "  - fonction: conseillère parentalité, pour le fond du projet", "  - nom: Madame X"),
        "valmont/profil.yaml, local, contacts, élément 1, fonction : ce champ est obligatoire : ajoutez-le.",
    ),
    "une version écrite comme un nombre": (
        remplacer(P, 'version: "2026.1"', "version: 2026.1"),
        "valmont/profil.yaml, version : un texte est attendu : mettez un nombre ou une date entre guillemets.",
    ),
    "une clé inconnue": (
        ajouter(P, "\nlogo: caf.png\n"),
        "valmont/profil.yaml, logo : ce champ n'existe pas ici : vérifiez son nom ou retirez-le.",
    ),
    "une clé écrite deux fois": (
        ajouter(P, "\ndepartement: Autre\n"),
        re.compile(r"valmont/profil\.yaml, ligne \d+ : une clé est écrite deux fois ; gardez-en une seule\."),
    ),
    "un guillemet jamais fermé": (
        remplacer(P, "titre: Profil de la Caf du Valmont", 'titre: "Profil'),
        re.compile(r"valmont/profil\.yaml, ligne \d+ : YAML illisible ici ; vérifiez le retrait"),
    ),
    "un montant sans source": (
        remplacer(P, ", statut: lu, source: appel-valmont-2026}", ", statut: lu}"),
        "valmont/profil.yaml, « aide-demarrage », valeurs, élément 1, source : ce champ est obligatoire : ajoutez-le.",
    ),
    "un montant qui n'est pas un nombre": (
        remplacer(P, 'valeur: "400"', "valeur: quatre cents"),
        "valmont/profil.yaml, « aide-demarrage », valeurs, élément 1, valeur : un montant est attendu, par exemple "
        "1250.50.",
    ),
    "une année qui n'est pas scolaire": (
        remplacer(P, 'annee: "2025-2026"', 'annee: "2025"'),
        "valmont/profil.yaml, « aide-demarrage », valeurs, élément 1, annee : la forme n'est pas celle attendue.",
    ),
    "la source d'un montant qui n'existe pas": (
        remplacer(P, "statut: lu, source: appel-valmont-2026", "statut: lu, source: appel-2025"),
        re.compile("valmont/profil.yaml, montant « aide-demarrage », source : « appel-2025 » n'existe pas ; valeurs"),
    ),
    "un seuil changé sans dire d'où il vient": (
        remplacer(C, "  passage:\n    source: appel-valmont-2026\n    texte: En zone", "  en_bref: En zone"),
        "valmont/criteres.yaml, critère « groupe-taille », passage : un seuil changé demande d'où il vient ; ajoutez "
        "« passage » avec sa « source » et son « texte » ou son « resume ».",
    ),
    "un minimum plus grand que le maximum": (
        remplacer(C, "{min: 6, max: 12,", "{min: 16, max: 12,"),
        re.compile(r"critère « groupe-taille », regle\.parametres.* : le minimum \(16\) dépasse le maximum \(12\)"),
    ),
    "une question locale qui n'existe pas": (
        remplacer(C, "{question: vacances}", "{question: été}"),
        "valmont/criteres.yaml, critère « petites-vacances », regle.parametres, question : « été » n'existe pas ; "
        "valeurs possibles : vacances.",
    ),
    "une règle inventée": (
        remplacer(C, "    nom: question-locale", "    nom: vacances"),
        "valmont/criteres.yaml, critère « petites-vacances », regle.nom : « vacances » n'existe pas ; valeurs "
        f"possibles : {', '.join(sorted(REGLES))}.",
    ),
    "un critère en plus incomplet": (
        remplacer(C, "  effort: S\n", ""),
        "valmont/criteres.yaml, « petites-vacances », effort : ce champ est obligatoire : ajoutez-le.",
    ),
    "un critère à la fois cité et résumé": (
        remplacer(C, "    texte: La Caf attend", "    resume: Un rendez-vous.\n    texte: La Caf attend"),
        "valmont/criteres.yaml, « petites-vacances », passage : donnez « texte » (les mots exacts de la source) ou, "
        "s'ils manquent, « resume » (dans vos mots), et pas les deux.",
    ),
    "des critères qui ne sont pas une liste": (
        lambda racine: (racine / C).write_text("id: x\n", encoding="utf-8") and None,
        "valmont/criteres.yaml : une liste est attendue ; commencez par « - id: ».",
    ),
    "retirer un critère qui n'existe pas": (
        ajouter(P, "\nretire: {criteres: [trois-axes]}\n"),
        "valmont/profil.yaml, retire, criteres : « trois-axes » n'est pas dans le texte « national » ; corrigez le nom "
        "ou retirez cette ligne.",
    ),
    "retirer on ne sait quoi": (
        ajouter(P, "\nretire: {regles: [x]}\n"),
        "valmont/profil.yaml, retire : « regles » n'existe pas ; valeurs possibles : criteres, engagements, alertes, "
        "montants.",
    ),
    "deux questions du même nom": (
        remplacer(P, "questions:\n", "questions:\n  - {id: vacances, libelle: Autre, description: Laquelle}\n"),
        "valmont/profil.yaml, question « vacances » : cet identifiant est écrit 2 fois ; donnez un nom différent à "
        "chacun.",
    ),
}  # fmt: skip


def fautes_du_profil(dossier: Path) -> list[str]:
    with pytest.raises(ContenuInvalide) as refus:
        charger_profil(dossier)
    return refus.value.fautes


def verifier_les_mots(fautes: list[str], attendue: object) -> None:
    if isinstance(attendue, re.Pattern):
        assert any(attendue.search(f) for f in fautes), fautes
    else:
        assert attendue in fautes
    for faute in fautes:
        assert "\n" not in faute
        assert faute.endswith(".")
        assert not MOTS_ANGLAIS.search(sans_les_mots_du_format(faute)), faute


@pytest.fixture
def profil(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXEMPLE_DE_PROFIL, tmp_path / "valmont"))


@pytest.mark.parametrize("nom", PROFILS)
def test_un_profil_abime_dit_ou_quoi_et_comment(profil: Path, nom: str) -> None:
    casser, attendue = PROFILS[nom]
    casser(profil)
    verifier_les_mots(fautes_du_profil(profil), attendue)


def test_le_profil_intact_se_charge(profil: Path) -> None:
    assert charger_profil(profil).id == "valmont"


def test_un_dossier_qui_n_existe_pas(tmp_path: Path) -> None:
    (faute,) = fautes_du_profil(tmp_path / "rien")
    assert "n'est pas un dossier ; donnez celui qui contient profil.yaml" in faute


def test_la_commande_verifie_le_profil_que_nomme_la_variable(profil: Path) -> None:
    remplacer(P, "caf: Caf du Valmont\n", "")(profil)
    assert verifier_contenu(profil=profil) == [
        "valmont/profil.yaml, local, caf : ce champ est obligatoire : ajoutez-le."
    ]


# Le contenu national abîmé : ce que l'héritage ajoute aux fautes possibles.
N = "national/referentiel.yaml"
NATIONAUX: dict[str, tuple[Casser, object]] = {
    "un parent qui n'existe pas": (
        remplacer(N, "herite: experimentation", "herite: experience"),
        f"{N}, herite : « experience » n'est pas un texte dont on peut partir ; valeurs possibles : experimentation.",
    ),
    "un texte qui hérite de lui-même": (
        remplacer(N, "herite: experimentation", "herite: national"),
        f"{N}, herite : « national » n'est pas un texte dont on peut partir ; valeurs possibles : experimentation.",
    ),
    "rien à dire de ce qui est repris": (
        remplacer(N, "mention_repris:", "# mention_repris:"),
        f"{N} : « mention_repris » manque ; écrivez ce qu'il faut dire des exigences reprises de « experimentation ».",
    ),
    "un critère retiré qui n'existe pas": (
        remplacer(N, "criteres: [trois-axes]", "criteres: [quatre-axes]"),
        f"{N}, retire, criteres : « quatre-axes » n'est pas dans le texte « experimentation » ; corrigez le nom ou "
        "retirez cette ligne.",
    ),
    "un axe vide": (
        remplacer("national/criteres/diagnostic.yaml", "  axe: territoire\n", ""),
        f"{N}, axe « territoire » : aucun critère n'y est rangé ; rangez-en un, ou retirez l'axe.",
    ),
    "une classe qui n'existe pas": (
        remplacer("national/criteres/enfants.yaml", "admis: [cp,", "admis: [cours-preparatoire,"),
        re.compile("critère « niveaux », regle.parametres, admis, élément 1 : valeur inconnue ; valeurs possibles"),
    ),
    "un axe d'action inconnu": (
        remplacer("national/criteres/cadre.yaml", "{axes: [enfants,", "{axes: [jeunes,"),
        re.compile("critère « quatre-axes », regle.parametres, axes, élément 1 : valeur inconnue"),
    ),
    "un renommage vers un champ inconnu": (
        remplacer(
            "commun/renommages.yaml",
            "champs: []",
            "champs: [{de: charte.laicite, vers: cadre.laique, texte: national, note: essai}]",
        ),
        "commun/renommages.yaml, champs, « charte.laicite » : « cadre.laique » n'existe pas dans un dossier ; corrigez "
        "le nom du champ.",
    ),
    "un renommage entre deux sortes de réponses": (
        remplacer(
            "commun/renommages.yaml",
            "champs: []",
            "champs: [{de: structure.nom, vers: cadre.charte_laicite, texte: national, note: essai}]",
        ),
        "commun/renommages.yaml, champs, « structure.nom » : « cadre.charte_laicite » n'attend pas la même sorte de "
        "réponse ; choisissez un autre champ.",
    ),
    "un renommage de liste": (
        remplacer(
            "commun/renommages.yaml",
            "champs: []",
            "champs: [{de: groupes.*.nom, vers: structure.nom, texte: national, note: essai}]",
        ),
        "commun/renommages.yaml, champs, « groupes.*.nom » : une liste ne se renomme pas ; écrivez un champ qui n'a "
        "qu'une réponse.",
    ),
    "un texte renommé qui existe encore": (
        remplacer("commun/renommages.yaml", "textes: []", "textes: [{de: national, vers: experimentation}]"),
        "commun/renommages.yaml, textes, « national » : l'ancien nom ne doit plus exister, et le nouveau doit exister "
        "(experimentation, national).",
    ),
}


@pytest.mark.parametrize("nom", NATIONAUX)
def test_un_texte_national_abime_dit_ou_quoi_et_comment(tmp_path: Path, nom: str) -> None:
    racine = Path(shutil.copytree(RACINE, tmp_path / "content"))
    casser, attendue = NATIONAUX[nom]
    casser(racine)
    verifier_les_mots(verifier_contenu(racine), attendue)


def test_une_boucle_d_heritage_se_dit(tmp_path: Path) -> None:
    racine = Path(shutil.copytree(RACINE, tmp_path / "content"))
    remplacer("experimentation/referentiel.yaml", "titre:", "herite: national\nmention_repris: repris\ntitre:")(racine)
    assert any("n'est pas un texte dont on peut partir" in f for f in verifier_contenu(racine))


# Ce que fait un profil.


class TestReponsesDeLaCaf:
    def test_elles_priment_et_ne_changent_pas_le_dossier(self) -> None:
        texte, dossier = charger_profil(EXEMPLE_DE_PROFIL), Dossier()
        resultat = positionner(dossier, texte)
        assert resultat.par_critere["cadre-departemental"].etat == "atteint"
        # Des formations existent, dit la Caf : reste à savoir qui s'y engage.
        assert "qui y est inscrit" in resultat.par_critere["formation"].verdict.fait
        assert dossier == Dossier()
        assert avec_reponses_locales(dossier, charger_referentiel("national")) is dossier

    def test_ses_seuils_et_ses_criteres_s_appliquent_sans_exclure(self) -> None:
        texte = charger_profil(EXEMPLE_DE_PROFIL)
        six = Dossier.model_validate({"groupes": [{"effectif": 6}], "groupes_close": True})
        assert positionner(six, texte).par_critere["groupe-taille"].etat == "atteint"
        assert positionner(six, charger_referentiel("national")).par_critere["groupe-taille"].etat == "partiel"
        taille = texte.critere("groupe-taille")
        assert (taille.statut, taille.portee, taille.peut_exclure) == ("lu", "profil", False)
        assert texte.mention(taille) == "propre à la Caf du Valmont"
        # Ce que le profil ne touche pas garde le statut qu'il avait dessous.
        national = charger_referentiel("national")
        for critere in national.criteres:
            if critere.id != "groupe-taille":
                assert texte.critere(critere.id) == critere

    @pytest.mark.parametrize(
        ("reponse", "texte", "etat"),
        [
            (None, None, "sans_reponse"),
            (False, None, "non_atteint"),
            (True, None, "partiel"),
            (True, "Une après-midi de jeux.", "atteint"),
        ],
    )
    def test_une_question_de_la_caf(self, reponse: bool | None, texte: str | None, etat: str) -> None:
        dossier = Dossier.model_validate({"complements": [{"id": "vacances", "reponse": reponse, "texte": texte}]})
        resultat = positionner(dossier, charger_profil(EXEMPLE_DE_PROFIL))
        assert resultat.par_critere["petites-vacances"].etat == etat
