"""Ce que le modèle accepte, ce qu'il refuse, et les mots français du refus."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from clas_model.chemins import avec, lire, motifs
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.messages import _PHRASES, fautes_francaises
from tests.modele.phrases import MOTS_ANGLAIS, sans_les_mots_du_format
from tests.modele.strategies import REGLAGES, TEXTE_LIBRE

VIERGE = Dossier()
EFFECTIF, DEBUT, DATE = "groupes.g1.effectif", "groupes.g1.creneaux.c1.debut", "groupes.g1.date_debut"


def refus(chemin: str, valeur: Any) -> str:
    """La phrase du refus, sans son début, commun à tous."""
    with pytest.raises(SaisieRefusee) as refuse:
        avec(VIERGE, chemin, valeur)
    assert refuse.value.chemin == chemin
    debut, _, phrase = refuse.value.message.partition(" : ")
    assert debut == "Réponse refusée"
    assert phrase.endswith(".")
    return phrase


def fautes(donnees: Any) -> list[tuple[str, str]]:
    """Les fautes françaises d'un dossier entier."""
    with pytest.raises(ValidationError) as refuse:
        Dossier.model_validate(donnees)
    return fautes_francaises(refuse.value)


class TestCeQuiEstPossibleEstGarde:
    """Le type ne refuse que l'impossible ; le critère juge le reste."""

    @pytest.mark.parametrize(
        ("chemin", "valeur"),
        [
            (EFFECTIF, 0), (EFFECTIF, 60), (EFFECTIF, 999), (DEBUT, dt.time(0)), (DEBUT, dt.time(23, 59)),
            (DATE, dt.date(2000, 1, 1)), (DATE, dt.date(2099, 12, 31)),
            ("cadre.participation_famille", Decimal(0)), ("cadre.participation_famille", Decimal("99999999.99")),
            ("groupes.g1.creneaux.c1.accompagnateurs", ()), ("structure.nom", "x" * 200),
            ("diagnostic.synthese", "x" * 5000), ("structure.semaines_scolaires", 53),
        ],
    )  # fmt: skip
    def test_les_bornes_sont_comprises(self, chemin: str, valeur: Any) -> None:
        assert lire(avec(VIERGE, chemin, valeur), chemin) == valeur

    def test_une_fin_avant_son_debut_est_gardee(self) -> None:
        dossier = avec(avec(VIERGE, DATE, dt.date(2027, 7, 1)), "groupes.g1.date_fin", dt.date(2026, 9, 1))
        assert dossier.groupes[0].date_fin == dt.date(2026, 9, 1)

    @pytest.mark.parametrize("motif", list(motifs()))
    def test_tout_champ_peut_rester_vide(self, motif: str) -> None:
        """Sauf les listes et leurs drapeaux, qui sont vides ou ouverts."""
        chemin = motif.replace("*", "n1")
        valeur = lire(VIERGE, chemin)
        attendu = False if motif.endswith("_close") else () if f"{motif}_close" in set(motifs()) else None
        assert valeur in (attendu, None)
        assert lire(avec(VIERGE, chemin, attendu), chemin) == attendu

    def test_un_dossier_vide_est_vierge(self) -> None:
        assert Dossier.model_validate({}) == Dossier() == Dossier.model_validate_json("{}")

    def test_un_dossier_ne_se_modifie_pas(self) -> None:
        with pytest.raises(ValidationError):
            VIERGE.structure.nom = "Autre"  # type: ignore[misc]


class TestTextes:
    @pytest.mark.parametrize("blanc", ["", "   ", "\n\t ", "\u00a0", "\u2028", "\x85"])
    def test_un_blanc_vaut_sans_reponse(self, blanc: str) -> None:
        assert avec(VIERGE, "structure.nom", blanc).structure.nom is None

    def test_les_sauts_de_ligne_de_word_deviennent_simples(self) -> None:
        colle = " un\r\ndeux\rtrois\x0bquatre\u2028cinq\u2029six\x85sept\x0chuit "
        assert avec(VIERGE, "diagnostic.synthese", colle).diagnostic.synthese == (
            "un\ndeux\ntrois\nquatre\ncinq\nsix\nsept\nhuit"
        )

    @given(TEXTE_LIBRE)
    @REGLAGES
    def test_tout_autre_texte_ressort_tel_qu_il_est_entre(self, texte: str) -> None:
        attendu = re.sub("[\u2028\u2029]", "\n", texte).strip()
        assert avec(VIERGE, "structure.nom", texte).structure.nom == attendu

    @pytest.mark.parametrize(
        ("texte", "position", "code"),
        [("\x00", 1, "0x00"), ("abc\x1bd", 4, "0x1b"), ("école\x7f", 6, "0x7f"), ("a\r\nb\x80", 4, "0x80")],
    )
    def test_un_caractere_de_controle_est_montre_a_sa_place(self, texte: str, position: int, code: str) -> None:
        """La position se compte sur le texte nettoyé : « \\r\\n » y vaut un signe."""
        assert refus("structure.nom", texte) == (
            f"le texte contient un caractère de contrôle invisible en position {position} (code {code}) : "
            "effacez-le ou retapez ce passage."
        )

    @pytest.mark.parametrize(("chemin", "maximum"), [("structure.nom", "200"), ("diagnostic.synthese", "5\u202f000")])
    def test_200_000_caracteres_sont_trop(self, chemin: str, maximum: str) -> None:
        assert refus(chemin, "é" * 200_000) == (
            f"le texte dépasse {maximum} caractères : raccourcissez-le ou répartissez-le."
        )

    def test_un_demi_codet_n_est_pas_un_texte(self) -> None:
        assert refus("structure.nom", "\ud800") == "le texte contient des caractères illisibles : ressaisissez-le."


class TestNombres:
    @pytest.mark.parametrize(
        ("valeur", "phrase"),
        [
            (-1, "la valeur doit être au moins 0."),
            (1000, "la valeur doit être au plus 999."),
            (10**400, "la valeur doit être au plus 999."),
            (True, "un nombre entier est attendu."),
            ("12", "un nombre entier est attendu."),
            (12.5, "un nombre entier est attendu."),
            (float("nan"), "un nombre entier est attendu."),
            ([12], "un nombre entier est attendu."),
        ],
    )
    def test_effectif(self, valeur: Any, phrase: str) -> None:
        assert refus(EFFECTIF, valeur) == phrase

    @pytest.mark.parametrize(
        ("valeur", "phrase"),
        [
            (-1, "la valeur doit être au moins 0."),
            ("100000000", "la valeur doit être au plus 99\u202f999\u202f999,99."),
            ("1.555", "un montant a deux décimales au plus."),
            ("1,5", "un montant est attendu, par exemple 1250.50."),
            ("douze", "un montant est attendu, par exemple 1250.50."),
            (True, "un montant est attendu, par exemple 1250.50."),
            ([1], "un montant est attendu, par exemple 1250.50."),
            (float("nan"), "un nombre fini est attendu."),
            (float("inf"), "un nombre fini est attendu."),
            ("Infinity", "un nombre fini est attendu."),
        ],
    )
    def test_montant(self, valeur: Any, phrase: str) -> None:
        assert refus("cadre.participation_famille", valeur) == phrase

    @pytest.mark.parametrize("valeur", [0, 54, -3])
    def test_semaines_scolaires(self, valeur: int) -> None:
        assert refus("structure.semaines_scolaires", valeur).startswith("la valeur doit être au ")

    @pytest.mark.parametrize("valeur", ["oui", "true", 1, 0, "", []])
    def test_oui_ou_non(self, valeur: Any) -> None:
        assert refus("cadre.departemental", valeur) == "« true » ou « false » est attendu."


class TestDrapeaux:
    """Une liste n'est close que par un vrai « true » : « yes » ou 1 la fermerait sans que personne l'ait dit."""

    @pytest.mark.parametrize("chemin", ["fictif", *(m.replace("*", "n1") for m in motifs() if m.endswith("_close"))])
    def test_un_drapeau_est_vrai_ou_faux(self, chemin: str) -> None:
        def ecrit(valeur: Any) -> dict[str, Any]:
            donnees: Any = valeur
            for champ in reversed(chemin.split(".")):
                donnees = [{"id": champ, **donnees}] if champ == "n1" else {champ: donnees}
            return dict(donnees)

        for valeur in (True, False):
            assert Dossier.model_validate_json(json.dumps(ecrit(valeur))) == Dossier.model_validate(ecrit(valeur))
        for valeur in ("yes", "true", "false", 1, 0, 1.0, None, []):
            ((_, phrase),) = fautes(ecrit(valeur))
            assert phrase == "« true » ou « false » est attendu"


class TestSiret:
    @pytest.mark.parametrize("ecrit", ["00000001800010", "000 000 018 00010", " 00000001800010\n", "000.000.018.00010"])
    def test_se_garde_sans_espaces(self, ecrit: str) -> None:
        assert avec(VIERGE, "structure.siret", ecrit).structure.siret == "00000001800010"

    @pytest.mark.parametrize("faux", ["00000001800011", "12345678901234"])
    def test_une_cle_fausse(self, faux: str) -> None:
        assert refus("structure.siret", faux) == (
            "ces 14 chiffres ne forment pas un vrai SIRET, l'un d'eux est faux : recopiez celui de votre avis de "
            "situation Insee, ou laissez la case vide."
        )

    @pytest.mark.parametrize("faux", ["123", "0000000180001", "000000018000100", "abcdefghijklmn", "00000001800O10"])
    def test_ni_plus_ni_moins_de_14_chiffres(self, faux: str) -> None:
        assert refus("structure.siret", faux) == (
            "un SIRET s'écrit avec 14 chiffres : recopiez celui de votre avis de situation Insee, ou laissez la case "
            "vide."
        )

    def test_un_nombre_n_est_pas_un_siret(self) -> None:
        assert refus("structure.siret", 180001) == "un texte est attendu."


class TestDatesEtHeures:
    @pytest.mark.parametrize("ecrite", ["16:45", "16:45:00", dt.time(16, 45)])
    def test_une_heure_s_ecrit_hh_mm(self, ecrite: Any) -> None:
        assert lire(avec(VIERGE, DEBUT, ecrite), DEBUT) == dt.time(16, 45)

    @pytest.mark.parametrize(
        "fausse",
        ["24:00", "16h45", "8:30", "16:45Z", "16:45+01:00", "16:45+01", "12345678", 60_300, 16.75, True, "", b"16:45",
         dt.time(16, 45, tzinfo=dt.UTC), dt.datetime(2026, 9, 1, 16, 45)],
    )  # fmt: skip
    def test_ni_fuseau_ni_nombre_pour_une_heure(self, fausse: Any) -> None:
        assert refus(DEBUT, fausse) == "une heure est attendue, sous la forme HH:MM."

    @pytest.mark.parametrize("ecrite", ["2026-09-14", dt.date(2026, 9, 14)])
    def test_une_date_s_ecrit_aaaa_mm_jj(self, ecrite: Any) -> None:
        assert lire(avec(VIERGE, DATE, ecrite), DATE) == dt.date(2026, 9, 14)

    @pytest.mark.parametrize(
        "fausse",
        ["2026-02-30", "14/09/2026", "2026/09/14", "2026-9-14", "20260914", "2026-09-14T00:00", 20260914, 0, 1.5, True,
         "", "demain", "0000000000x", b"2026-09-14", dt.datetime(2026, 9, 14)],
    )  # fmt: skip
    def test_ni_nombre_ni_instant_pour_une_date(self, fausse: Any) -> None:
        assert refus(DATE, fausse) == "une date est attendue, sous la forme AAAA-MM-JJ."

    def test_dix_chiffres_ne_sont_pas_une_date(self) -> None:
        assert refus(DATE, "1700006400") == "une date est attendue, sous la forme AAAA-MM-JJ."

    def test_une_date_nulle_est_sans_reponse(self) -> None:
        assert lire(avec(avec(VIERGE, DATE, "2026-09-14"), DATE, None), DATE) is None

    def test_une_annee_hors_du_siecle_est_une_faute_de_frappe(self) -> None:
        assert refus(DATE, "1999-12-31") == "la date doit être le 01/01/2000 ou après."
        assert refus(DATE, dt.date(2100, 1, 1)) == "la date doit être le 31/12/2099 ou avant."

    @pytest.mark.parametrize("fausse", ["2026", "2026-2028", "2027-2026", "26-27", "2026-28", "2026/27/28"])
    def test_une_annee_scolaire_a_deux_annees_qui_se_suivent(self, fausse: str) -> None:
        assert refus("structure.annee_scolaire", fausse) == (
            "l'année scolaire s'écrit avec deux années qui se suivent, par exemple 2026-2027."
        )

    @pytest.mark.parametrize("ecrite", ["2026-2027", "2026/2027", "2026–2027", "2026 - 2027", "2026-27", "2026/27"])
    def test_une_annee_scolaire_s_ecrit_de_plusieurs_facons(self, ecrite: str) -> None:
        assert lire(avec(VIERGE, "structure.annee_scolaire", ecrite), "structure.annee_scolaire") == "2026-2027"

    @pytest.mark.parametrize("fausse", ["0000-0001", "1066-1067", "\uff12\uff10\uff12\uff16-\uff12\uff10\uff12\uff17"])
    def test_une_annee_scolaire_impossible_est_refusee(self, fausse: str) -> None:
        assert refus("structure.annee_scolaire", fausse).startswith("l'année scolaire ")


class TestListes:
    def test_les_elements_sans_identifiant_en_recoivent_un(self) -> None:
        dossier = Dossier.model_validate({"groupes": [{}, {"id": "g1"}, {}, {"creneaux": [{}, {}]}]})
        assert [g.id for g in dossier.groupes] == ["g2", "g1", "g3", "g4"]
        assert [c.id for c in dossier.groupes[3].creneaux] == ["c1", "c2"]

    def test_deux_fois_le_meme_identifiant_est_refuse(self) -> None:
        assert fautes({"groupes": [{"id": "g1"}, {"id": "g1"}]}) == [
            ("groupes", "deux éléments portent le même identifiant « id » : donnez-leur des noms différents")
        ]

    @pytest.mark.parametrize("identifiant", ["A", "é", "-a", "a b", "x" * 41, "a\n", "../a", ""])
    def test_un_identifiant_est_court_et_simple(self, identifiant: str) -> None:
        assert fautes({"groupes": [{"id": identifiant}]}) == [("groupes.0.id", "la forme n'est pas celle attendue")]

    @pytest.mark.parametrize("identifiant", [[], {}])
    def test_un_identifiant_est_un_texte(self, identifiant: Any) -> None:
        assert fautes({"groupes": [{"id": identifiant}]}) == [("groupes.0.id", "un texte est attendu")]

    def test_au_plus_200_elements(self) -> None:
        assert len(Dossier.model_validate({"groupes": [{}] * 200}).groupes) == 200
        assert fautes({"groupes": [{}] * 201}) == [("groupes", "la liste dépasse 200 éléments : retirez-en")]

    @pytest.mark.parametrize("valeur", ["g1", {"g1": {}}, 5, None, True])
    def test_une_liste_est_une_liste(self, valeur: Any) -> None:
        assert fautes({"groupes": valeur}) == [("groupes", "une liste est attendue")]

    def test_un_choix_inconnu_nomme_les_choix_possibles(self) -> None:
        assert refus("groupes.g1.creneaux.c1.rythme", "mensuel") == (
            "valeur inconnue ; valeurs possibles : 'hebdomadaire', 'quinzaine' ou 'autre'."
        )


class TestDossierEntier:
    @pytest.mark.parametrize(
        ("donnees", "lieu"),
        [
            ({"inconnu": 1}, "inconnu"),
            ({"structure": {"Nom": "x"}}, "structure.Nom"),
            ({"groupes": [{"creneaux": [{"heure": "17:00"}]}]}, "groupes.0.creneaux.0.heure"),
        ],
    )
    def test_un_champ_inconnu_est_refuse_a_son_endroit(self, donnees: Any, lieu: str) -> None:
        assert fautes(donnees) == [(lieu, "ce champ n'existe pas ici : vérifiez son nom ou retirez-le")]

    def test_toutes_les_fautes_sont_dites(self) -> None:
        lieux = [lieu for lieu, _ in fautes({"groupes": [{"effectif": -1}, {"effectif": 1000}], "zzz": 0})]
        assert lieux == ["groupes.0.effectif", "groupes.1.effectif", "zzz"]

    @pytest.mark.parametrize("version", [1, 3, 0, -1, "1", 1.5, None])
    def test_une_autre_version_du_format_est_refusee(self, version: Any) -> None:
        assert [lieu for lieu, _ in fautes({"version_schema": version})] == ["version_schema"]


# Aucun mot anglais de pydantic, quelle que soit la faute.

# Ce qu'un fichier, un collage ou une page peut mettre dans un champ.
MAUVAISES: tuple[Any, ...] = (
    -1, 0, 1, 1000, 10**30, 1.5, float("nan"), float("inf"), True, None, "", " ", "x", "oui", "-1", "1e400", "1.234",
    "x" * 201, "x" * 5001, "\ud800", "\x00", "a\x1bb", "é", "A1", "9999-99-99", "1999-01-01", "2100-01-01", "99:99",
    "12:00:00", "2026-2028", b"octets", b"\xff", [], {}, [None], [1], ["x"], [[]], [{}], [{"x": 1}], [{"id": "A B"}],
    [{"id": "a"}, {"id": "a"}], ["a1"] * 201, [{}] * 201, {"x": 1}, {1: 2}, {"id": 1}, (), {"a"}, object(),
    Decimal("NaN"), Decimal("1E+30"), dt.date(1999, 1, 1), dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    dt.time(12, tzinfo=dt.UTC), dt.timedelta(1),
)  # fmt: skip


def toutes_les_fautes() -> Iterator[tuple[str, str, str]]:
    """(endroit, genre pydantic, phrase) de chaque mauvaise valeur dans chaque champ du dossier."""
    chemins = [m.replace(".*", "") for m in motifs()]
    for racine in (
        "version_schema",
        "id",
        "fictif",
        "referentiel",
        "ne_sait_pas",
        "a_confirmer",
        "structure",
        "groupes",
        *chemins,
    ):
        for mauvaise in MAUVAISES:
            donnees: Any = mauvaise
            for segment in reversed(racine.split(".")):
                est_liste = segment in LISTES and donnees is not mauvaise
                donnees = {segment: [donnees] if est_liste else donnees}
            try:
                Dossier.model_validate(donnees)
            except ValidationError as erreur:
                genres = [f["type"] for f in erreur.errors(include_url=False)]
                for genre, (lieu, phrase) in zip(genres, fautes_francaises(erreur), strict=True):
                    yield f"{racine} = {mauvaise!r:.40} ({lieu:.80})", genre, phrase


LISTES = {m.rsplit(".", 1)[-1] for m in motifs() if f"{m}_close" in set(motifs())}


def test_aucun_message_anglais_n_atteint_l_ecran() -> None:
    vus: set[str] = set()
    for ou, genre, phrase in toutes_les_fautes():
        vus.add(genre)
        assert not MOTS_ANGLAIS.search(sans_les_mots_du_format(phrase)), (ou, phrase)
        assert phrase[0].islower() or phrase.startswith("«"), (ou, phrase)
        assert "\n" not in phrase, (ou, phrase)
        # La phrase passe-partout ne dirait ni la faute ni le remède.
        assert phrase != "cette valeur n'est pas acceptée ici", (ou, genre)
    # Ce que ces valeurs doivent au moins atteindre : sans cela, le test ne prouverait rien.
    assert vus >= {
        "extra_forbidden", "missing", "greater_than_equal", "less_than_equal", "string_too_long",
        "string_pattern_mismatch", "string_type", "string_unicode", "int_type", "bool_type", "decimal_parsing",
        "decimal_type", "decimal_max_places", "finite_number", "literal_error", "tuple_type", "model_type", "too_long",
        "value_error", "invalid_key", "time_parsing", "date_from_datetime_parsing",
    }, sorted(vus)  # fmt: skip


def test_toutes_les_phrases_francaises_se_forment() -> None:
    """Une phrase qui échoue à s'écrire ferait une panne à la place d'un message."""
    contexte = {
        "ge": 0, "le": Decimal("99999999.99"), "gt": 1000, "lt": 3.5, "max_length": 5000, "min_length": 3,
        "expected": "'a', 'b' or 'c'",
    }  # fmt: skip
    for genre, phrase in _PHRASES.items():
        assert not MOTS_ANGLAIS.search(sans_les_mots_du_format(phrase(contexte))), genre


def test_le_schema_json_decrit_le_dossier() -> None:
    schema = Dossier.model_json_schema()
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(Dossier.model_fields)
    json.dumps(schema)
