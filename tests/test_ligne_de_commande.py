"""Le contrat de la ligne de commande : ce qui sort, le code, et une ligne en français si l'entrée est fausse."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from clas_model.__main__ import main
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.fichier import ecrire_json, lire_json
from clas_model.positionnement import positionner
from tests.modele.phrases import MOTS_ANGLAIS, fautes_de_phrase

RACINE = Path(__file__).resolve().parents[1]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def complet(tmp_path: Path) -> str:
    fichier = tmp_path / "complet.json"
    fichier.write_text(ecrire_json(charger_exemple("complet")), encoding="utf-8")
    return str(fichier)


@pytest.fixture
def vierge(tmp_path: Path) -> str:
    fichier = tmp_path / "vierge.json"
    fichier.write_text("{}")
    return str(fichier)


def reussir(capsys: Capture, *arguments: str) -> str:
    """Ce que la commande écrit, quand elle tourne."""
    assert main(arguments) == 0
    sorties = capsys.readouterr()
    assert sorties.err == ""
    return sorties.out


def echouer(capsys: Capture, *arguments: str) -> str:
    """La ligne d'erreur, vérifiée ; rien ne sort ailleurs."""
    code: object
    try:
        code = main(arguments)
    except SystemExit as sortie:
        code = sortie.code
    sorties = capsys.readouterr()
    assert (code, sorties.out) == (2, "")
    assert sorties.err.endswith("\n")
    assert fautes_de_phrase(sorties.err[:-1]) == []
    return sorties.err[:-1]


def lancer(*arguments: str, entree: bytes = b"", **environnement: str) -> subprocess.CompletedProcess[bytes]:
    """La commande dans son propre processus."""
    propre = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "clas_model", *arguments],
        cwd=RACINE, env={**propre, **environnement}, input=entree, capture_output=True, check=False,
    )  # fmt: skip


def positionnement(capsys: Capture, *arguments: str) -> dict[str, Any]:
    resultat = json.loads(reussir(capsys, "positionner", *arguments, "--json"))
    assert isinstance(resultat, dict)
    return resultat


class TestPositionnerEnJson:
    def test_les_cles_sont_celles_du_contrat(self, capsys: Capture, complet: str) -> None:
        resultat = positionnement(capsys, complet)
        assert list(resultat) == [
            "referentiel", "eligibilite", "bloquants", "a_confirmer", "score", "axes", "constats", "alertes",
        ]  # fmt: skip
        assert list(resultat["referentiel"]) == ["id", "date", "version"]
        assert list(resultat["score"]) == ["min", "max"]
        assert all(list(a) == ["id", "min", "max"] for a in resultat["axes"])
        assert all(
            list(c) == ["critere", "axe", "niveau", "etat", "mesure", "attendu", "phrase", "etape", "sources"]
            for c in resultat["constats"]
        )
        assert all(list(a) == ["id", "phrase"] for a in resultat["alertes"])
        assert resultat["alertes"], "l'exemple a une alerte : sans elle, la ligne précédente ne vérifie rien"

    @pytest.mark.parametrize("nom", ["complet", "faible", "vierge"])
    def test_les_types_et_les_valeurs_sont_ceux_du_contrat(self, capsys: Capture, tmp_path: Path, nom: str) -> None:
        dossier = Dossier() if nom == "vierge" else charger_exemple(nom)
        fichier = tmp_path / "d.json"
        fichier.write_text(ecrire_json(dossier), encoding="utf-8")
        resultat, texte = positionnement(capsys, str(fichier)), charger_referentiel()
        assert resultat["referentiel"] == {"id": "experimentation", "date": None, "version": texte.version}
        assert resultat["eligibilite"] in ("oui", "non", "indetermine")
        criteres = [c.id for c in texte.criteres]
        assert set(resultat["bloquants"]) | set(resultat["a_confirmer"]) <= set(criteres)
        assert [a["id"] for a in resultat["axes"]] == [a.id for a in texte.axes]
        assert [c["critere"] for c in resultat["constats"]] == criteres
        etapes = {"structure", "cadre", "diagnostic", "groupes", "enfants", "parents", "ecole", "evaluation", "budget"}
        for constat in resultat["constats"]:
            critere = texte.critere(constat["critere"])
            assert (constat["axe"], constat["niveau"]) == (critere.axe, critere.niveau)
            assert constat["etat"] in ("atteint", "partiel", "non_atteint", "sans_reponse", "non_applicable")
            assert all(constat[champ] is None or constat[champ].strip() for champ in ("mesure", "attendu"))
            assert constat["phrase"].strip()
            assert constat["etape"] in etapes
            for source in constat["sources"]:
                assert source["passage"] == critere.passage.texte
                # La phrase cite sa source.
                assert source["passage"] in constat["phrase"]
                assert source["titre"] in constat["phrase"]
            assert constat["sources"]

    def test_c_est_le_meme_objet_que_l_ecran(self, capsys: Capture, complet: str) -> None:
        assert (
            positionnement(capsys, complet) == positionner(charger_exemple("complet"), charger_referentiel()).en_json()
        )

    def test_un_dossier_vierge_vaut_de_0_a_100(self, capsys: Capture, vierge: str) -> None:
        resultat = positionnement(capsys, vierge)
        assert (resultat["eligibilite"], resultat["bloquants"]) == ("indetermine", [])
        assert resultat["score"] == {"min": 0, "max": 100}
        assert all((a["min"], a["max"]) == (0, 100) for a in resultat["axes"])
        assert len(resultat["a_confirmer"]) == 7
        assert resultat["alertes"] == []

    def test_l_exemple_solide_et_l_exemple_fragile(self, capsys: Capture, tmp_path: Path) -> None:
        verdicts = []
        for options in ([], ["--faible"]):
            fichier = tmp_path / "exemple.json"
            fichier.write_text(reussir(capsys, "exemple", *options), encoding="utf-8")
            verdicts.append(positionnement(capsys, str(fichier)))
        solide, fragile = verdicts
        assert (solide["eligibilite"], solide["bloquants"], solide["a_confirmer"]) == ("oui", [], [])
        assert solide["score"]["min"] == solide["score"]["max"] >= 85
        assert fragile["eligibilite"] == "non"
        assert set(fragile["bloquants"]) == {
            "trois-axes", "public-enfants-parents", "diagnostic-besoins", "cadre-partenarial",
            "coordination-etablissements",
        }  # fmt: skip

    def test_le_score_n_est_pas_arrondi(self, capsys: Capture, tmp_path: Path) -> None:
        """Une réponse de poids 3 manque, sur 76 points en tout."""
        donnees = json.loads(ecrire_json(charger_exemple("complet")))
        donnees["ecole"].pop("coconstruction")
        fichier = tmp_path / "d.json"
        fichier.write_text(json.dumps(donnees))
        resultat = positionnement(capsys, str(fichier))
        assert resultat["score"]["max"] - resultat["score"]["min"] == pytest.approx(300 / 76, abs=1e-9)

    def test_la_date_du_jour_ne_change_pas_le_jugement(self, capsys: Capture, complet: str) -> None:
        assert positionnement(capsys, complet, "--date", "2026-01-01") == positionnement(capsys, complet)


class TestPositionnerEnTexte:
    def test_le_verdict_puis_chaque_critere_puis_les_alertes(self, capsys: Capture, complet: str) -> None:
        lignes = reussir(capsys, "positionner", complet).splitlines()
        assert lignes[1:3] == ["Éligibilité : oui", "Préparation : 96 sur 100"]
        texte = "\n".join(lignes)
        for critere in charger_referentiel().criteres:
            assert critere.titre in texte
        assert texte.count("À faire : ") == 3
        assert lignes[-1].startswith("! Alerte : ")
        assert not MOTS_ANGLAIS.search(texte)

    def test_un_dossier_vierge_n_est_pas_a_zero(self, capsys: Capture, vierge: str) -> None:
        texte = reussir(capsys, "positionner", vierge)
        assert "Éligibilité : indéterminée" in texte
        assert "Préparation : de 0 à 100 sur 100" in texte

    def test_je_ne_sais_pas_se_lit_a_confirmer_et_seul_ce_qui_bloque_est_dit_bloquant(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        fichier = tmp_path / "d.json"
        fichier.write_text(
            json.dumps({"ne_sait_pas": ["cadre.departemental"], "charte": {"laicite": False}}), encoding="utf-8"
        )
        lignes = reussir(capsys, "positionner", str(fichier)).splitlines()
        assert any(x.startswith("? À confirmer   Le Clas inscrit dans le cadre du dép") for x in lignes)
        assert any("Le Clas inscrit dans le cadre du département (obligatoire)" in x for x in lignes)
        assert any("Les principes de la charte acceptés (bloquant)" in x for x in lignes)
        assert any(x.startswith("? Sans réponse  ") for x in lignes)

    def test_une_contradiction_se_juge_a_la_date_donnee(self, capsys: Capture, tmp_path: Path) -> None:
        fichier = tmp_path / "d.json"
        demarche = {"etat": "faite", "date": "2026-09-02"}
        fichier.write_text(json.dumps({"diagnostic": {"etablissements": [{"demarches": [demarche]}]}}))
        assert "! Contradiction" in reussir(capsys, "positionner", str(fichier), "--date", "2026-09-01")
        assert "! Contradiction" not in reussir(capsys, "positionner", str(fichier), "--date", "2026-09-02")


class TestEntreesFausses:
    def test_un_fichier_absent(self, capsys: Capture, tmp_path: Path) -> None:
        absent = str(tmp_path / "absent.json")
        assert echouer(capsys, "positionner", absent) == f"Le fichier « {absent} » n'existe pas : vérifiez son nom."

    def test_un_repertoire(self, capsys: Capture, tmp_path: Path) -> None:
        assert echouer(capsys, "positionner", str(tmp_path)) == (
            f"« {tmp_path} » est un répertoire : donnez le fichier .json d'un dossier."
        )

    def test_un_nom_impossible(self, capsys: Capture, complet: str) -> None:
        assert echouer(capsys, "positionner", f"{complet}/dedans").endswith("ne peut pas être lu.")
        assert echouer(capsys, "positionner", "x" * 300).endswith("ne peut pas être lu.")

    @pytest.mark.parametrize(
        ("octets", "debut"),
        [
            (b"", "Ce fichier n'est pas du JSON lisible (ligne 1)"),
            (b"\x89PNG\r\n\x1a\n\x00\xff", "Ce fichier n'est pas un texte lisible"),
            (b"[]", "Ce fichier JSON n'est pas un dossier"),
            (b"[" * 100_000, "Ce fichier n'est pas"),
            (b'{"version_schema": 3}', "Ce dossier vient d'une version plus récente"),
            (b'{"groupes": [{"effectif": -1}]}', "Ce fichier n'est pas un dossier valide : groupes.0.effectif"),
            (b'{"structure": {"siret": "00000001800011"}}', "Ce fichier n'est pas un dossier valide : structure.siret"),
            (b'{"structure": {"nom": "a\\u0000"}}', "Ce fichier n'est pas un dossier valide : structure.nom"),
            (b"x" * 20_000_000, "Ce fichier est trop gros"),
        ],
    )
    def test_un_fichier_qui_n_est_pas_un_dossier(
        self, capsys: Capture, tmp_path: Path, octets: bytes, debut: str
    ) -> None:
        fichier = tmp_path / "d.json"
        fichier.write_bytes(octets)
        assert echouer(capsys, "positionner", str(fichier)).startswith(debut)
        assert echouer(capsys, "positionner", str(fichier), "--json").startswith(debut)

    @pytest.mark.parametrize("referentiel", ["regional", "", "../experimentation", "x" * 300])
    def test_un_referentiel_inconnu(self, capsys: Capture, complet: str, referentiel: str) -> None:
        assert echouer(capsys, "positionner", complet, "--referentiel", referentiel) == (
            f"Le référentiel « {referentiel} » n'existe pas ; référentiels disponibles : experimentation, national."
        )

    @pytest.mark.parametrize("date", ["demain", "2026-02-30", "01/09/2026", "", "2026-9-1", "2026-09-01T10:00"])
    def test_une_date_illisible(self, capsys: Capture, complet: str, date: str) -> None:
        assert echouer(capsys, "positionner", complet, "--date", date) == (
            f"La date « {date} » est illisible : écrivez-la AAAA-MM-JJ."
        )

    @pytest.mark.parametrize(
        "arguments",
        [[], ["juger"], ["positionner"], ["positionner", "a.json", "--rouge"], ["positionner", "a.json", "b.json"],
         ["positionner", "a.json", "--date"], ["brouillon", "a.json"], ["exemple", "--fort"], ["--version"]],
    )  # fmt: skip
    def test_une_commande_mal_formee(self, capsys: Capture, arguments: list[str]) -> None:
        phrase = echouer(capsys, *arguments)
        assert re.fullmatch(
            r"Commande mal formée : lancez « python -m clas_model( \w+)? --help » pour voir les options\.", phrase
        )

    @pytest.mark.parametrize("commande", [[], ["positionner"], ["brouillon"], ["schema"], ["contenu"], ["exemple"]])
    def test_l_aide_est_en_francais(self, capsys: Capture, commande: list[str]) -> None:
        with pytest.raises(SystemExit) as sortie:
            main([*commande, "--help"])
        aide = capsys.readouterr().out
        assert sortie.value.code == 0
        assert aide.startswith("Usage : python -m clas_model")
        assert "montre cette aide" in aide
        assert not re.search(r"usage:|positional|show|exit|required", aide)


class TestAutresCommandes:
    def test_le_schema_est_un_json_schema_qui_accepte_les_exemples(self, capsys: Capture) -> None:
        schema = json.loads(reussir(capsys, "schema"))
        jsonschema.Draft202012Validator.check_schema(schema)
        valideur = jsonschema.Draft202012Validator(schema)
        for options in ([], ["--faible"]):
            valideur.validate(json.loads(reussir(capsys, "exemple", *options)))
        valideur.validate({})
        for faux in (
            [],
            {"inconnu": 1},
            {"groupes": [{"effectif": -1}]},
            {"groupes": {}},
            {"structure": {"zone": "D"}},
        ):
            assert not valideur.is_valid(faux), faux

    @pytest.mark.parametrize(("options", "nom"), [([], "complet"), (["--faible"], "faible")])
    def test_un_exemple_imprime_se_relit(self, capsys: Capture, options: list[str], nom: str) -> None:
        dossier = lire_json(reussir(capsys, "exemple", *options).encode())
        assert dossier == charger_exemple(nom)
        assert dossier.fictif

    def test_le_contenu_installe_est_valide(self, capsys: Capture) -> None:
        assert reussir(capsys, "contenu") == (
            "Contenu valide.\n"
            "- Expérimentation Clas (experimentation, version 2026.11.2) : 26 critères, 9 engagements de la charte.\n"
            "- Textes nationaux (national, version 2026.11.1) : 30 critères, 9 engagements de la charte.\n"
        )


class TestBrouillon:
    def test_ecrit_un_document_word(self, capsys: Capture, complet: str, tmp_path: Path) -> None:
        sortie = tmp_path / "brouillon.docx"
        assert reussir(capsys, "brouillon", complet, "-o", str(sortie), "--date", "2026-09-01") == ""
        document = docx.Document(io.BytesIO(sortie.read_bytes()))
        texte = "\n".join(p.text for p in document.paragraphs)
        assert "Association Les Lanternes de l'Ormette" in texte
        assert "1er septembre 2026" in texte
        assert len(document.tables) > 1
        # L'arbre des objectifs, puis le graphique de l'annexe.
        assert len(document.inline_shapes) == 2

    def test_sans_annexe_il_ne_reste_que_la_candidature(self, capsys: Capture, complet: str, tmp_path: Path) -> None:
        titres = []
        for nom, options in (("avec", []), ("sans", ["--sans-annexe"])):
            sortie = tmp_path / f"{nom}.docx"
            reussir(capsys, "brouillon", complet, "-o", str(sortie), *options)
            document = docx.Document(str(sortie))
            titres.append([p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"])
            assert len(document.inline_shapes) == 1 + (nom == "avec")
        assert titres[0] == [*titres[1], "Annexe : positionnement"]

    def test_un_dossier_vierge_donne_un_brouillon_a_completer(
        self, capsys: Capture, vierge: str, tmp_path: Path
    ) -> None:
        sortie = tmp_path / "B.DOCX"
        reussir(capsys, "brouillon", vierge, "-o", str(sortie))
        document = docx.Document(io.BytesIO(sortie.read_bytes()))
        assert sum("[à compléter\u00a0: " in p.text for p in document.paragraphs) > 20

    @pytest.mark.parametrize("nom", ["brouillon.doc", "brouillon", "brouillon.docx.zip", ".docx"])
    def test_un_nom_sans_format_connu(self, capsys: Capture, complet: str, tmp_path: Path, nom: str) -> None:
        assert echouer(capsys, "brouillon", complet, "-o", str(tmp_path / nom)) == (
            "Le format du brouillon suit la fin du nom : donnez un nom qui finit par .docx, .pdf, .odt, .xlsx ou .txt."
        )
        assert list(tmp_path.glob("brouillon*")) == []

    @pytest.mark.parametrize("fin", ["docx", "pdf", "odt", "xlsx"])
    def test_le_dossier_se_reprend_dans_le_document(
        self, capsys: Capture, complet: str, tmp_path: Path, fin: str
    ) -> None:
        document, retour = tmp_path / f"b.{fin}", tmp_path / "retour.json"
        reussir(capsys, "brouillon", complet, "-o", str(document), "--sans-annexe")
        main(["reprendre", str(document), "-o", str(retour)])
        avertissement = capsys.readouterr().err
        assert ("cases de ce classeur" in avertissement) == (fin == "xlsx")
        assert lire_json(retour.read_bytes()) == lire_json(Path(complet).read_bytes())

    def test_une_copie_sans_donnees_ou_un_texte_ne_se_reprennent_pas(
        self, capsys: Capture, complet: str, tmp_path: Path
    ) -> None:
        document, texte = tmp_path / "b.odt", tmp_path / "b.txt"
        reussir(capsys, "brouillon", complet, "-o", str(document), "--sans-donnees", "--sans-annexe")
        assert echouer(capsys, "reprendre", str(document)).startswith("Ce document ne contient pas de dossier")
        reussir(capsys, "brouillon", complet, "-o", str(texte), "--sans-annexe")
        assert echouer(capsys, "reprendre", str(texte)).startswith("Un fichier de texte n'emporte pas le dossier")

    def test_un_endroit_ou_l_on_ne_peut_pas_ecrire(self, capsys: Capture, complet: str, tmp_path: Path) -> None:
        sortie = tmp_path / "nulle-part" / "b.docx"
        assert echouer(capsys, "brouillon", complet, "-o", str(sortie)) == (
            f"« {sortie} » ne peut pas être écrit : vérifiez le répertoire."
        )

    def test_un_dossier_refuse_n_ecrit_rien(self, capsys: Capture, tmp_path: Path) -> None:
        fichier, sortie = tmp_path / "d.json", tmp_path / "b.docx"
        fichier.write_text("[]")
        echouer(capsys, "brouillon", str(fichier), "-o", str(sortie))
        assert not sortie.exists()


class TestProcessus:
    """Ce qui ne se voit que de l'extérieur : codes de sortie, codages, tuyaux."""

    def test_lit_l_entree_standard(self) -> None:
        lance = lancer("positionner", "-", "--json", entree="\ufeff{}".encode())
        assert (lance.returncode, lance.stderr) == (0, b"")
        assert json.loads(lance.stdout)["eligibilite"] == "indetermine"

    def test_refuse_une_entree_standard_illisible(self) -> None:
        lance = lancer("positionner", "-", entree=b"\xff")
        assert (lance.returncode, lance.stdout) == (2, b"")
        assert fautes_de_phrase(lance.stderr.decode().rstrip("\r\n")) == []

    @pytest.mark.parametrize(
        "environnement", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}]
    )
    def test_ecrit_en_utf_8_partout(self, complet: str, environnement: dict[str, str]) -> None:
        lance = lancer("positionner", complet, **environnement)
        assert (lance.returncode, lance.stderr) == (0, b"")
        assert "✔ Atteint" in lance.stdout.decode("utf-8")
        refuse = lancer("positionner", "absent-é.json", **environnement)
        assert refuse.returncode == 2
        assert refuse.stderr.decode("utf-8").strip() == "Le fichier « absent-é.json » n'existe pas : vérifiez son nom."

    def test_un_tuyau_ferme_n_est_pas_une_erreur(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "clas_model", "exemple"], cwd=RACINE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as processus:
            assert processus.stdout
            assert processus.stderr
            processus.stdout.close()
            assert processus.stderr.read() == b""
            assert processus.wait() == 0


class TestSimuler:
    def simuler(self, capsys: Capture, *arguments: str) -> dict[str, Any]:
        resultat = json.loads(reussir(capsys, "simuler", *arguments, "--json"))
        assert isinstance(resultat, dict)
        return resultat

    @pytest.mark.parametrize(
        ("enfants", "groupes", "proches"),
        [("4", [], [5]), ("9", [1], []), ("14", [1, 2], []), ("16", [2, 3], []), ("30", [2, 3, 4, 5, 6], []),
         ("37", [3, 4, 5, 6, 7], [])],
    )  # fmt: skip
    def test_les_partages_et_les_plus_proches(
        self, capsys: Capture, enfants: str, groupes: list[int], proches: list[int]
    ) -> None:
        resultat = self.simuler(capsys, "--enfants", enfants)
        assert [p["groupes"] for p in resultat["partages"]] == groupes
        assert all(sum(p["tailles"]) == int(enfants) for p in resultat["partages"])
        assert resultat["plus_proches"] == proches

    def test_les_constats_sont_ceux_du_texte(self, capsys: Capture) -> None:
        resultat = self.simuler(capsys, "--enfants", "37", "--accompagnateurs", "5", "--seances", "2")
        etats = {c["critere"]: c["etat"] for c in resultat["constats"]}
        assert etats["groupe-taille"] == "atteint"
        assert etats["encadrement"] == "partiel"
        assert etats["deux-seances"] == "atteint"
        assert resultat["tient"] is False
        assert {p["manque"] for p in resultat["partages"]} == {1, 2}

    def test_ce_qui_tiendrait_tient_quand_on_l_essaie(self, capsys: Capture) -> None:
        demande = {"enfants": 37, "adultes": 5, "seances": 2}
        options = {"enfants": "--enfants", "adultes": "--accompagnateurs", "seances": "--seances"}

        def essayer(**changes: int) -> dict[str, Any]:
            return self.simuler(capsys, *(m for c, n in {**demande, **changes}.items() for m in (options[c], str(n))))

        choix = {c["champ"]: c for c in essayer()["tiendrait"]}
        # Il manque un adulte à chaque séance.
        assert choix["adultes"]["nombre"] == 6
        assert choix["adultes"]["mots"] == "6 accompagnateurs"
        assert choix["enfants"]["nombre"] < 37
        for champ in ("enfants", "adultes"):
            assert essayer(**{champ: choix[champ]["nombre"]})["tient"] is True
        # Un enfant de plus ne tiendrait plus : c'est bien le plus petit écart.
        assert essayer(enfants=choix["enfants"]["nombre"] + 1)["tient"] is False
        # La sortie en texte dit les mêmes choix.
        dits = reussir(capsys, "simuler", "--enfants", "37", "--accompagnateurs", "5", "--seances", "2")
        assert all(c["mots"] in dits for c in choix.values())

    @pytest.mark.parametrize(
        "arguments", [("--enfants", "16", "--accompagnateurs", "3"), ("--enfants", "37"), ("--enfants", "4")]
    )
    def test_rien_ne_tiendrait_quand_rien_n_est_a_changer(self, capsys: Capture, arguments: tuple[str, ...]) -> None:
        assert self.simuler(capsys, *arguments)["tiendrait"] == []

    def test_en_texte(self, capsys: Capture) -> None:
        sortie = reussir(capsys, "simuler", "--enfants", "16", "--accompagnateurs", "3")
        assert "cela tient, en 2 ou 3 groupes" in sortie
        assert "2 groupes\u00a0: 2 de 8, adultes par séance\u00a0: 4, ou 1 de 9 et 1 de 7\u00a0: 3" in sortie

    @pytest.mark.parametrize(
        ("arguments", "mots"),
        [(("--enfants", "0"), "« enfants » doit être entre 1 et 999"), (("--enfants", "douze"), "nombre entier"),
         (("--enfants", "12", "--seances", "9"), "« seances »"),
         (("--enfants", "12", "--accompagnateurs", "-1"), "entre 0 et 999"),
         (("--enfants", "12", "--referentiel", "absent"), "n'existe pas")],
    )  # fmt: skip
    def test_une_mauvaise_entree_se_dit_en_une_phrase(
        self, capsys: Capture, arguments: tuple[str, ...], mots: str
    ) -> None:
        assert mots in echouer(capsys, "simuler", *arguments).replace("\u00a0", " ")


class TestComparer:
    def test_le_texte_et_le_json_disent_ce_qui_change(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        fichier = tmp_path / "d.json"
        fichier.write_text(
            json.dumps({"groupes": [{"nom": "Collège", "effectif": 14}], "groupes_close": True}), encoding="utf-8"
        )
        assert main(["comparer", str(fichier), "--textes", "experimentation", "national", "--json"]) == 0
        donnees = json.loads(capsys.readouterr().out)
        assert [v["texte"] for v in donnees["verdicts"]] == ["experimentation", "national"]
        assert "groupe-taille" in donnees["changent"]
        assert main(["comparer", str(fichier), "--textes", "experimentation", "national"]) == 0
        assert "2 enfants de trop" in capsys.readouterr().out

    @pytest.mark.parametrize("textes", [("national", "national"), ("national", "regional")])
    def test_deux_textes_connus_et_differents(
        self, textes: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fichier = tmp_path / "d.json"
        fichier.write_text("{}", encoding="utf-8")
        assert main(["comparer", str(fichier), "--textes", *textes]) == 2
        erreur = capsys.readouterr().err
        assert "deux textes différents" in erreur or "« regional » n'existe pas" in erreur

    def test_sans_demande_le_texte_est_celui_du_dossier(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fichier = tmp_path / "d.json"
        fichier.write_text(json.dumps({"referentiel": {"id": "national"}}), encoding="utf-8")
        assert main(["positionner", str(fichier), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["referentiel"]["id"] == "national"
        assert main(["positionner", str(fichier), "--referentiel", "experimentation", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["referentiel"]["id"] == "experimentation"


class TestAmeliorer:
    def test_le_plus_petit_changement_en_json(self, capsys: Capture, tmp_path: Path) -> None:
        fichier = tmp_path / "faible.json"
        fichier.write_text(ecrire_json(charger_exemple("faible")), encoding="utf-8")
        sortie = json.loads(reussir(capsys, "ameliorer", str(fichier), "--vers", "groupe-taille", "--json"))
        assert set(sortie) == {
            "referentiel", "but", "atteint", "prouve", "effort", "etapes", "avant", "apres", "hors_de_portee",
        }  # fmt: skip
        # 23 enfants, un seul groupe : le partager suffit, et c'est un effort moyen.
        assert (sortie["but"], sortie["atteint"], sortie["prouve"], sortie["effort"]) == (
            "groupe-taille",
            True,
            True,
            2,
        )
        (etape,) = sortie["etapes"]
        assert (etape["levier"], etape["nature"], etape["effort"]) == ("partager-groupe", "nombres", "M")

    def test_en_texte_et_d_un_dossier_vierge(self, capsys: Capture, vierge: str) -> None:
        sortie = reussir(capsys, "ameliorer", vierge, "--date", "2026-06-01").replace("\u00a0", " ")
        assert "But : être éligible." in sortie
        assert "à renseigner : le nom de votre structure (1)" in sortie
        assert "Éligibilité : indéterminée, puis oui." in sortie

    def test_un_but_inconnu_se_dit_en_une_phrase(self, capsys: Capture, vierge: str) -> None:
        assert "n'est pas un but" in echouer(capsys, "ameliorer", vierge, "--vers", "parfait")
