"""Ce qu'un fichier peut contenir : toujours un dossier, ou une phrase."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clas_model.contenu import EXEMPLES, charger_exemple, charger_referentiel
from clas_model.contradictions import contradictions
from clas_model.dossier import Dossier
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import TAILLE_MAX, ecrire_json, lire_json
from clas_model.positionnement import positionner
from tests.modele.phrases import fautes_de_phrase

COMPLET = ecrire_json(charger_exemple("complet"))


def refus(octets: bytes) -> str:
    """La phrase du refus, vérifiée."""
    with pytest.raises(FichierRefuse) as refuse:
        lire_json(octets)
    phrase = str(refuse.value)
    assert fautes_de_phrase(phrase) == []
    return phrase


class TestRefus:
    def test_20_mo_n_importe_quoi(self) -> None:
        assert refus(random.Random(0).randbytes(20_000_000)) == (
            "Ce fichier est trop gros : un dossier fait moins de 2 Mo. "
            "Choisissez le fichier .json enregistré par cet outil."
        )

    def test_juste_trop_gros(self) -> None:
        assert lire_json(b"{" + b" " * (TAILLE_MAX - 2) + b"}") == Dossier()
        assert refus(b"{" + b" " * (TAILLE_MAX - 1) + b"}").startswith("Ce fichier est trop gros")

    @pytest.mark.parametrize("octets", [b"\x89PNG\r\n\x1a\n", b"\xff\xfe{\x00}\x00", b'{"structure": {"nom": "\xe9"}}'])
    def test_pas_de_l_utf_8(self, octets: bytes) -> None:
        assert refus(octets) == "Ce fichier n'est pas un texte lisible : choisissez le fichier .json du dossier."

    @pytest.mark.parametrize(
        ("octets", "ligne"),
        [(b"", 1), (b"   ", 1), (b"bonjour", 1), (b"{,}", 1), (b'{"id": "a"', 1), (b"{}{}", 1), (b'{\n\n"id":\n}', 4),
         (b"PK\x03\x04", 1), (b"<html></html>", 1), (b'{"a": "\n"}', 1), (b"{'id': 1}", 1)],
    )  # fmt: skip
    def test_pas_du_json(self, octets: bytes, ligne: int) -> None:
        assert refus(octets) == (
            f"Ce fichier n'est pas du JSON lisible (ligne {ligne}) : choisissez le fichier .json du dossier."
        )

    @pytest.mark.parametrize("octets", [b"[]", b"null", b"5", b'"dossier"', b"true", b"NaN", b"-Infinity", b"[[{}]]"])
    def test_du_json_qui_n_est_pas_un_dossier(self, octets: bytes) -> None:
        assert refus(octets) == "Ce fichier JSON n'est pas un dossier : un ensemble entre accolades est attendu."

    @pytest.mark.parametrize("ouvrant", [b"[", b'{"a":', b'{"structure":['])
    def test_imbrique_cent_mille_fois(self, ouvrant: bytes) -> None:
        assert refus(ouvrant * 100_000).startswith("Ce fichier n'est pas ")
        fermant = {b"[": b"]", b'{"a":': b"}", b'{"structure":[': b"]}"}[ouvrant]
        assert refus(ouvrant * 100_000 + b"1" + fermant * 100_000).startswith("Ce fichier n'est pas ")

    def test_imbrique_dans_un_champ(self) -> None:
        assert refus(b'{"groupes": ' + b"[" * 900 + b"]" * 900 + b"}").startswith("Ce fichier n'est pas ")

    def test_un_nombre_de_cinq_mille_chiffres(self) -> None:
        assert refus(b'{"groupes": [{"effectif": ' + b"9" * 5000 + b"}]}").startswith("Ce fichier n'est pas un dossier")

    @pytest.mark.parametrize("valeur", ["NaN", "Infinity", "-Infinity", "1e999"])
    def test_un_montant_sans_fin(self, valeur: str) -> None:
        assert refus(f'{{"cadre": {{"participation_famille": {valeur}}}}}'.encode()) == (
            "Ce fichier n'est pas un dossier valide : cadre.participation_famille : un nombre fini est attendu."
        )

    @pytest.mark.parametrize("version", [3, 4, 10**9])
    def test_une_version_plus_recente(self, version: int) -> None:
        # Les champs inconnus d'une version future ne doivent pas masquer la vraie raison.
        octets = json.dumps({"version_schema": version, "champ_du_futur": 1}).encode()
        assert refus(octets) == (
            f"Ce dossier vient d'une version plus récente de l'outil (format {version}, ici 2) : "
            "mettez l'outil à jour, puis rouvrez-le."
        )

    @pytest.mark.parametrize("version", [0, -1, "2", None, [2], 1.5])
    def test_une_version_qui_n_en_est_pas_une(self, version: Any) -> None:
        assert "version_schema" in refus(json.dumps({"version_schema": version}).encode())

    @pytest.mark.parametrize(
        ("chemin", "maximum"),
        [("groupes", 200), ("budget.charges", 200), ("diagnostic.sources", 20), ("ecole.canaux", 20)],
    )
    def test_une_liste_trop_longue_n_a_qu_une_faute_sa_longueur(self, chemin: str, maximum: int) -> None:
        """Ses éléments ne sont pas lus : 600 000 fautes à décrire prenaient dix secondes."""
        donnees: Any = [1] * 600_000
        for champ in reversed(chemin.split(".")):
            donnees = {champ: donnees}
        assert refus(json.dumps(donnees, separators=(",", ":")).encode()) == (
            f"Ce fichier n'est pas un dossier valide : {chemin} : la liste dépasse {maximum} éléments : retirez-en."
        )

    def test_trop_de_je_ne_sais_pas(self) -> None:
        with pytest.raises(FichierRefuse, match=r": ne_sait_pas : la liste dépasse 2\D000 éléments : retirez-en\.$"):
            lire_json(json.dumps({"ne_sait_pas": [1] * 600_000}, separators=(",", ":")).encode())

    def test_juste_trop_longue(self) -> None:
        assert len(lire_json(json.dumps({"groupes": [{}] * 200}).encode()).groupes) == 200
        assert "la liste dépasse 200 éléments" in refus(json.dumps({"groupes": [{}] * 201}).encode())

    def test_des_liens_faux_ne_donnent_qu_une_faute_par_liste(self) -> None:
        """Deux cents groupes de vingt créneaux de deux cents liens faux tiennent sous la taille permise."""
        creneau = {"accompagnateurs": [1] * 200}
        octets = json.dumps({"groupes": [{"creneaux": [creneau] * 2}]}).encode()
        faute = "un texte est attendu"
        assert refus(octets) == (
            "Ce fichier n'est pas un dossier valide : "
            f"groupes.0.creneaux.0.accompagnateurs.0 : {faute} ; groupes.0.creneaux.1.accompagnateurs.0 : {faute}."
        )

    def test_trois_fautes_sont_montrees_et_les_autres_comptees(self) -> None:
        def phrase(nombre: int) -> str:
            return refus(json.dumps({f"c{n}": 0 for n in range(nombre)}).encode())

        faute = "ce champ n'existe pas ici : vérifiez son nom ou retirez-le"
        assert phrase(1) == f"Ce fichier n'est pas un dossier valide : c0 : {faute}."
        assert phrase(3).endswith(f"c2 : {faute}.")
        assert phrase(4).endswith(f"c2 : {faute} (et 1 autre faute).")
        assert phrase(9).endswith(f"c2 : {faute} (et 6 autres fautes).")

    def test_un_nom_de_champ_hostile_reste_sur_une_ligne(self) -> None:
        for nom in ("a\nb", "\x1b[31mrouge", "x" * 1_000_000, "\u2028", "\ud800", ""):
            assert refus(json.dumps({nom: 1}).encode()).startswith("Ce fichier n'est pas un dossier valide : ")
        assert refus(json.dumps({"version_schema": 10**4000}).encode()).startswith("Ce dossier vient d'une version")


class TestAccepte:
    @pytest.mark.parametrize("nom", EXEMPLES)
    def test_chaque_exemple_dans_les_deux_sens(self, nom: str) -> None:
        dossier = charger_exemple(nom)
        assert lire_json(ecrire_json(dossier).encode()) == dossier

    def test_un_dossier_vierge_ne_dit_que_sa_version(self) -> None:
        assert json.loads(ecrire_json(Dossier())) == {"version_schema": 2}
        assert lire_json(b"{}") == lire_json(b"\xef\xbb\xbf{}\r\n") == Dossier()

    def test_le_fichier_se_lit_a_l_oeil(self) -> None:
        assert "Médiathèque des Deux-Rives" in COMPLET
        assert COMPLET.startswith("{\n  ")
        assert "\\u" not in COMPLET

    def test_n_importe_quel_champ_peut_manquer(self) -> None:
        """Chaque clé de l'exemple, retirée seule, laisse un dossier valide."""
        retires = 0
        for contenant, cle in _emplacements(json.loads(COMPLET)):
            donnees = json.loads(COMPLET)
            _suivre(donnees, contenant).pop(cle)
            if cle == "id" and contenant == ("referentiel",):
                continue  # Un référentiel nommé a un identifiant.
            lire_json(json.dumps(donnees).encode())
            retires += 1
        assert retires > 300


Lieu = tuple[str | int, ...]


def _emplacements(donnees: Any, ici: Lieu = ()) -> Iterator[tuple[Lieu, Any]]:
    """(contenant, clé) de chaque valeur d'un objet JSON."""
    couples = donnees.items() if isinstance(donnees, dict) else enumerate(donnees)
    for cle, valeur in couples:
        if isinstance(donnees, dict):
            yield ici, cle
        if isinstance(valeur, dict | list):
            yield from _emplacements(valeur, (*ici, cle))


def _suivre(donnees: Any, lieu: Lieu) -> Any:
    for cle in lieu:
        donnees = donnees[cle]
    return donnees


# Cinq cents fichiers abîmés, toujours les mêmes.

VALEURS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 999, 1000, 10**20, 1.5, "", "x", "a1", "e1", "g1", "mardi", "2026-09-14", "16:45",
    "2026-2027", "é" * 300, "\x00", [], ["a1"], [None], [[]], {}, {"id": "x"}, [{}], [{"id": "g1"}, {"id": "g1"}],
)  # fmt: skip
Abimer = Callable[[random.Random, bytes], bytes]


def changer_des_octets(hasard: random.Random, octets: bytes) -> bytes:
    abimes = bytearray(octets)
    for _ in range(hasard.randint(1, 5)):
        abimes[hasard.randrange(len(abimes))] = hasard.randrange(256)
    return bytes(abimes)


def couper(hasard: random.Random, octets: bytes) -> bytes:
    debut, fin = sorted(hasard.randrange(len(octets)) for _ in range(2))
    return octets[:debut] + octets[fin:]


def coller_deux_fois(hasard: random.Random, octets: bytes) -> bytes:
    debut, fin = sorted(hasard.randrange(len(octets)) for _ in range(2))
    return octets[:fin] + octets[debut:]


def remplacer_des_valeurs(hasard: random.Random, octets: bytes) -> bytes:
    donnees = json.loads(octets)
    for _ in range(hasard.randint(1, 3)):
        contenant, cle = hasard.choice(list(_emplacements(donnees)))
        valeur = hasard.choice(VALEURS)
        # Un identifiant qui serait une liste : voir `test_un_identifiant_est_un_texte`.
        _suivre(donnees, contenant)[cle] = "a" if cle == "id" and isinstance(valeur, list | dict) else valeur
    return json.dumps(donnees).encode()


def renommer_ou_retirer(hasard: random.Random, octets: bytes) -> bytes:
    donnees = json.loads(octets)
    contenant, cle = hasard.choice(list(_emplacements(donnees)))
    valeur = _suivre(donnees, contenant).pop(cle)
    if hasard.random() < 0.5:
        _suivre(donnees, contenant)[cle + hasard.choice(["_", "\n", "é", " "])] = valeur
    return json.dumps(donnees, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "abimer", [changer_des_octets, couper, coller_deux_fois, remplacer_des_valeurs, renommer_ou_retirer]
)
def test_cent_fichiers_abimes(abimer: Abimer) -> None:
    hasard, texte = random.Random(abimer.__name__), charger_referentiel()
    sources = [COMPLET.encode(), ecrire_json(charger_exemple("faible")).encode()]
    refuses: list[str] = []
    for _ in range(100):
        try:
            dossier = lire_json(abimer(hasard, hasard.choice(sources)))
        except FichierRefuse as erreur:
            refuses.append(str(erreur))
            continue
        # Ce qui entre se juge et se réécrit.
        positionner(dossier, texte)
        contradictions(dossier)
        assert lire_json(ecrire_json(dossier).encode()) == dossier
    assert {phrase: fautes for phrase in refuses if (fautes := fautes_de_phrase(phrase))} == {}
    assert refuses
