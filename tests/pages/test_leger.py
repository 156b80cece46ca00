"""Les pages légères : qui voit quoi, ce qui se refuse, ce que pèse une page. Sans navigateur ni serveur."""

import asyncio
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from clas_model.contenu import charger_referentiel
from clas_model.persistance import Preparation, Reunion, SqlDossierRepository, SqlReunionRepository
from clas_model.persistance.salle import ALPHABET, LONGUEUR
from clas_model.textes import choix
from pages.commun import reunions
from pages.leger import freins
from pages.leger.routes import ROUTES

APP = Starlette(routes=ROUTES)
PREPARATION = Preparation(
    titre="Réunion <b>de</b> rentrée",
    date=dt.date(2026, 9, 22),
    texte=choix(charger_referentiel()),
    questions=("effectif", "adultes", "canaux-ecole"),
)


class Reponse:
    def __init__(self, statut: int, en_tetes: list[tuple[bytes, bytes]], corps: bytes) -> None:
        self.statut, self.corps, self.texte = statut, corps, corps.decode("utf-8", "replace")
        self.en_tetes = {n.decode(): v.decode() for n, v in en_tetes}
        self.cookies = [v.decode() for n, v in en_tetes if n == b"set-cookie"]


class Navigateur:
    """Un navigateur sans script : il garde ses cookies et les rend aux chemins qui les attendent."""

    def __init__(self, adresse: str = "10.0.0.1") -> None:
        self.adresse, self.cookies = adresse, dict[str, tuple[str, str]]()

    def __call__(self, chemin: str, champs: Any = None, **en_tetes: str) -> Reponse:
        corps = b"" if champs is None else urlencode(champs, doseq=True).encode()
        gardes = "; ".join(f"{n}={v}" for n, (v, ou) in self.cookies.items() if chemin.startswith(ou))
        tetes = {"host": "localhost", "content-length": str(len(corps)), "cookie": gardes, **en_tetes}
        nu, _, demande = chemin.partition("?")
        scope = {
            "type": "http", "method": "GET" if champs is None else "POST", "path": nu, "query_string": demande.encode(),
            "headers": [(n.replace("_", "-").encode(), v.encode()) for n, v in tetes.items() if v], "scheme": "http",
            "client": (self.adresse, 1), "server": ("localhost", 80), "root_path": "", "http_version": "1.1",
        }  # fmt: skip
        recu: list[Any] = []

        async def lire() -> dict[str, Any]:
            return {"type": "http.request", "body": corps}

        async def ecrire(message: Any) -> None:
            recu.append(message)

        asyncio.run(APP(scope, lire, ecrire))
        reponse = Reponse(recu[0]["status"], recu[0]["headers"], b"".join(m.get("body", b"") for m in recu[1:]))
        for cookie in reponse.cookies:
            nom, _, reste = cookie.partition("=")
            ou = re.search(r"Path=([^;]+)", cookie)
            self.cookies[nom] = (reste.partition(";")[0], ou[1] if ou else "/")
        return reponse


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Une base neuve, et rien en mémoire d'un essai à l'autre."""
    url = f"sqlite:///{tmp_path / 'clas.sqlite3'}"
    monkeypatch.setenv("CLAS_DATABASE_URL", url)
    monkeypatch.setattr(reunions, "FRAICHEUR", 0)
    monkeypatch.setattr(reunions, "PRESENCE", 0)
    freins.FREIN._fautes.clear()
    for memoire in (reunions.LECTURES._reunions, reunions.LECTURES._comptes, reunions.LECTURES._salles):
        memoire.clear()
    yield url
    reunions.entrepot().close()
    reunions._entrepot.cache_clear()


@pytest.fixture
def creee() -> tuple[str, Reunion]:
    return reunions.entrepot().create(PREPARATION, 30)


@pytest.fixture
def depot() -> SqlReunionRepository:
    return reunions.entrepot()


@pytest.fixture
def animateur(creee: tuple[str, Reunion]) -> Navigateur:
    navigateur = Navigateur()
    assert navigateur(f"/animer/ouvrir/{creee[0]}").statut == 303
    return navigateur


def entrer(reunion: Reunion, role: str = "repond") -> Navigateur:
    telephone = Navigateur()
    assert telephone(f"/r/{reunion.code}/entrer", {"role": role}).statut == 303
    return telephone


class TestTelephone:
    def test_chaque_page_pese_quelques_kilooctets_et_ne_demande_rien_ailleurs(
        self, creee: tuple[str, Reunion], depot: SqlReunionRepository
    ) -> None:
        reunion, telephone, total = creee[1], Navigateur(), 0
        depot.aller(reunion.id, 3)
        pages = [telephone(f"/r/{reunion.code}")]
        telephone(f"/r/{reunion.code}/entrer", {"role": "repond"})
        pages.append(telephone(f"/r/{reunion.code}"))
        assert "Combien d&#39;enfants compte votre groupe" in pages[1].texte
        for page in pages:
            total += len(page.corps)
            assert re.findall(r'(?:src|href)="(?!/r/|/"|/accessibilite"|#)[^"]*"', page.texte) == []
        # Visé : 60 ko jusqu'à la première question.
        assert total < 20_000

    def test_le_titre_de_l_animateur_n_est_pas_du_html(self, creee: tuple[str, Reunion]) -> None:
        assert "<b>de</b>" not in Navigateur()(f"/r/{creee[1].code}").texte

    def test_les_en_tetes_n_admettent_que_le_script_de_la_page(self, creee: tuple[str, Reunion]) -> None:
        telephone = entrer(creee[1])
        page = telephone(f"/r/{creee[1].code}")
        politique = page.en_tetes["content-security-policy"]
        (numero,) = re.findall(r'<script nonce="([^"]+)"', page.texte)
        assert f"script-src 'nonce-{numero}'" in politique
        assert "frame-ancestors 'none'" in politique
        assert page.en_tetes["cache-control"] == "no-store"
        assert numero not in telephone(f"/r/{creee[1].code}").texte

    def test_le_jeton_est_illisible_aux_scripts_et_borne_a_sa_reunion(self, creee: tuple[str, Reunion]) -> None:
        reponse = Navigateur()(f"/r/{creee[1].code}/entrer", {"role": "repond"})
        (cookie,) = reponse.cookies
        assert "HttpOnly" in cookie
        assert f"Path=/r/{creee[1].code}" in cookie
        assert "SameSite=lax" in cookie

    def test_une_reponse_refusee_reste_a_l_ecran(self, creee: tuple[str, Reunion], depot: SqlReunionRepository) -> None:
        telephone = entrer(creee[1])
        depot.aller(creee[1].id, 3)
        page = telephone(f"/r/{creee[1].code}/repondre", {"question": "effectif", "reponse": "<i>douze</i>"})
        assert page.statut == 422
        assert 'value="&lt;i&gt;douze&lt;/i&gt;"' in page.texte
        assert "Écrivez un nombre entier" in page.texte
        assert depot.toutes(creee[1].id) == ()

    def test_on_ne_repond_ni_avant_d_etre_interroge_ni_apres_la_revelation_ni_en_observant(
        self, creee: tuple[str, Reunion], depot: SqlReunionRepository
    ) -> None:
        reunion = creee[1]
        telephone, observe = entrer(reunion), entrer(reunion, "observe")
        champs = {"question": "effectif", "reponse": "12"}
        telephone(f"/r/{reunion.code}/repondre", champs)
        assert depot.toutes(reunion.id) == ()
        depot.aller(reunion.id, 3)
        observe(f"/r/{reunion.code}/repondre", champs)
        assert depot.toutes(reunion.id) == ()
        telephone(f"/r/{reunion.code}/repondre", champs)
        depot.reveler(reunion.id, "effectif")
        page = telephone(f"/r/{reunion.code}/repondre", {**champs, "reponse": "3"})
        assert "révélée" in page.texte
        assert depot.toutes(reunion.id) == ({"effectif": 12},)

    def test_le_resultat_de_chacun_n_est_montre_qu_a_lui(
        self, creee: tuple[str, Reunion], depot: SqlReunionRepository
    ) -> None:
        un, autre = entrer(creee[1]), entrer(creee[1])
        depot.aller(creee[1].id, 3)
        un(f"/r/{creee[1].code}/repondre", {"question": "effectif", "reponse": "43"})
        depot.reveler(creee[1].id, "effectif")
        assert "43 enfants" in un(f"/r/{creee[1].code}").texte
        assert "Non atteint" in un(f"/r/{creee[1].code}").texte
        assert "43" not in re.sub(r"nonce.{20,60}", "", autre(f"/r/{creee[1].code}").texte)

    @pytest.mark.parametrize("chemin", ["", "/tour", "/question", "/dossier.json"])
    def test_un_code_inconnu_ne_fait_pas_echouer(self, chemin: str) -> None:
        assert Navigateur()(f"/r/ZZZZZZZZ{chemin}").statut == 404

    def test_un_envoi_venu_d_ailleurs_ou_trop_gros_est_refuse(self, creee: tuple[str, Reunion]) -> None:
        telephone = entrer(creee[1])
        for en_tetes, champs in (
            ({"sec_fetch_site": "cross-site"}, {"texte": "Bonjour ?"}),
            ({}, {"texte": "x" * 30_000}),
        ):
            assert telephone(f"/r/{creee[1].code}/question", champs, **en_tetes).statut == 400
        assert reunions.entrepot().boite(creee[1].id) == ()


class TestDepart:
    def test_chacun_emporte_le_sien_une_seule_fois(
        self, creee: tuple[str, Reunion], depot: SqlReunionRepository, base: str
    ) -> None:
        reunion, un, autre = creee[1], entrer(creee[1]), entrer(creee[1])
        depot.aller(reunion.id, 3)
        for telephone, nombre in ((un, "9"), (autre, "14")):
            telephone(f"/r/{reunion.code}/repondre", {"question": "effectif", "reponse": nombre})
        # Avant le départ, il n'y a rien à emporter.
        un(f"/r/{reunion.code}/emporter", {})
        assert "clas_emporte" not in un.cookies
        depot.aller(reunion.id, 99)
        for telephone in (un, autre):
            telephone(f"/r/{reunion.code}/emporter", {})
        secrets = [t.cookies["clas_emporte"][0] for t in (un, autre)]
        assert secrets[0] != secrets[1]
        dossiers = SqlDossierRepository(base)
        assert [dossiers.get(s).dossier.groupes[0].effectif for s in secrets] == [9, 14]
        dossiers.close()
        un(f"/r/{reunion.code}/emporter", {})
        assert un.cookies["clas_emporte"][0] == secrets[0]
        page = un(f"/r/{reunion.code}").texte
        assert f"/essentiel?dossier={secrets[0]}" in page
        assert secrets[1] not in page
        assert secrets[0] not in autre(f"/r/{reunion.code}").texte
        # L'accueil reconnaîtra ce dossier.
        assert un.cookies["clas_dossiers"] == (secrets[0], "/")
        fichier = un(f"/r/{reunion.code}/dossier.json")
        assert fichier.en_tetes["content-disposition"] == 'attachment; filename="dossier-clas.json"'
        assert '"effectif": 9' in fichier.texte


class TestAnimateur:
    def test_les_questions_arrivent_sans_recharger_et_ne_sont_pas_du_html(
        self, creee: tuple[str, Reunion], animateur: Navigateur
    ) -> None:
        reunion, telephone = creee[1], entrer(creee[1])
        vide = json.loads(animateur(f"/animer/{reunion.code}/boite").texte)
        assert (vide["nombre"], vide["presents"]) == (0, "1 téléphone")
        telephone(f"/r/{reunion.code}/question", {"texte": "Et <b>les</b> vacances ?"})
        recue = json.loads(animateur(f"/animer/{reunion.code}/boite").texte)
        assert (recue["nombre"], recue["annonce"]) == (1, "1 question reçue.")
        assert "Et &lt;b&gt;les&lt;/b&gt; vacances" in recue["html"]

    CHEMINS = ("", "/boite", "/ecran", "/ecran/vue", "/ecran/etat", "/essai", "/bilan.csv", "/bilan.docx", "/kit.pdf")

    @pytest.mark.parametrize("chemin", CHEMINS)
    def test_ni_un_telephone_ni_l_animateur_d_une_autre_reunion_n_y_entrent(
        self, creee: tuple[str, Reunion], depot: SqlReunionRepository, chemin: str
    ) -> None:
        telephone = entrer(creee[1])
        voisin = Navigateur()
        voisin(f"/animer/ouvrir/{depot.create(PREPARATION, 30)[0]}")
        for intrus in (telephone, voisin, Navigateur()):
            assert intrus(f"/animer/{creee[1].code}{chemin}").statut == 403
        # Le jeton d'un téléphone n'est pas un lien d'animation.
        jeton = telephone.cookies["clas_salle"][0]
        assert Navigateur()(f"/animer/ouvrir/{jeton}").statut == 403

    def test_un_intrus_ne_pilote_ni_n_efface(self, creee: tuple[str, Reunion], depot: SqlReunionRepository) -> None:
        telephone = entrer(creee[1])
        telephone.cookies["clas_animation"] = ("x" * 43, "/")
        assert telephone(f"/animer/{creee[1].code}/ecran", {"vers": "3"}).statut == 403
        assert telephone(f"/animer/{creee[1].code}", {"geste": "effacer"}).statut == 403
        assert depot.rejoindre(creee[1].code).position == 0

    def test_un_envoi_venu_d_ailleurs_ne_pilote_pas(self, creee: tuple[str, Reunion], animateur: Navigateur) -> None:
        chemin = f"/animer/{creee[1].code}/ecran"
        assert animateur(chemin, {"vers": "3"}, sec_fetch_site="cross-site").statut == 400
        assert animateur(chemin, {"vers": "3"}, sec_fetch_site="same-origin").statut == 303

    def test_le_mur_ne_montre_ni_secret_ni_reponse_cachee(
        self, creee: tuple[str, Reunion], animateur: Navigateur, depot: SqlReunionRepository
    ) -> None:
        secret, reunion = creee
        depot.aller(reunion.id, 3)
        for nombre in ("9", "14", "43"):
            entrer(reunion)(f"/r/{reunion.code}/entrer", {"role": "repond"})
            telephone = entrer(reunion)
            telephone(f"/r/{reunion.code}/repondre", {"question": "effectif", "reponse": nombre})
        cache = animateur(f"/animer/{reunion.code}/ecran")
        assert "3 réponses" in cache.texte
        assert "<svg" not in cache.texte
        assert secret not in cache.texte
        revele = animateur(f"/animer/{reunion.code}/ecran", {"reveler": "1", "morceau": "1"})
        assert "2 structures sur 3 l&#39;atteignent" in revele.texte
        # Trois nombres, un par structure : le bilan, qui sort de la salle, n'en désigne aucune.
        assert "?;De 9 à 43;3\r\n" in animateur(f"/animer/{reunion.code}/bilan.csv").texte

    def test_le_secret_quitte_l_adresse(self, creee: tuple[str, Reunion]) -> None:
        reponse = Navigateur()(f"/animer/ouvrir/{creee[0]}")
        assert reponse.en_tetes["location"] == f"/animer/{creee[1].code}"
        assert "HttpOnly" in reponse.cookies[0]

    def test_repeter_commencer_clore(
        self, creee: tuple[str, Reunion], animateur: Navigateur, depot: SqlReunionRepository
    ) -> None:
        chemin = f"/animer/{creee[1].code}"
        animateur(chemin, {"geste": "repeter"})
        assert depot.comptes(creee[1].id).structures == 30
        assert "réponses sont simulées" in animateur(f"{chemin}/ecran").texte
        assert "Répétition" in animateur(f"{chemin}/bilan.csv").texte
        animateur(chemin, {"geste": "commencer"})
        assert depot.comptes(creee[1].id).structures == 0
        animateur(chemin, {"geste": "fermer"})
        assert animateur(chemin, {"geste": "repeter"}).statut == 422
        assert depot.comptes(creee[1].id).structures == 0


class TestFrein:
    def test_des_codes_au_hasard_sont_vite_freines_et_un_code_juste_ne_se_distingue_plus(
        self, creee: tuple[str, Reunion]
    ) -> None:
        pirate, membre = Navigateur(), entrer(creee[1])
        statuts = [pirate(f"/r/BBBBBB{a}{b}").statut for a in "23456" for b in "23456"]
        assert statuts == [404] * freins.FAUTES_PAR_ADRESSE + [429] * (25 - freins.FAUTES_PAR_ADRESSE)
        for chemin in (f"/r/{creee[1].code}", "/r/BBBBBB99", f"/r/{creee[1].code}/tour"):
            assert pirate(chemin).statut == 429
        # Un faux jeton n'y change rien ; qui est déjà entré, sous la même adresse, continue.
        pirate.cookies["clas_salle"] = ("x" * 43, "/")
        assert pirate(f"/r/{creee[1].code}").statut == pirate("/r/BBBBBB99").statut == 429
        assert membre(f"/r/{creee[1].code}").statut == 200
        assert Navigateur("10.0.0.2")(f"/r/{creee[1].code}").statut == 200

    def test_le_frein_se_relache_et_n_oublie_rien_en_memoire(self) -> None:
        instant = [0.0]
        frein = freins.Frein(lambda: instant[0])
        for _ in range(freins.FAUTES_PAR_ADRESSE):
            frein.faute("a")
        assert frein.serre("a")
        assert not frein.serre("b")
        instant[0] = freins.MINUTE + 1
        assert not frein.serre("a")
        assert len(frein._fautes) == 0

    def test_deviner_un_code_demande_plus_que_la_vie_d_une_reunion(self) -> None:
        """Au plus vite, pendant 30 jours, contre cent réunions ouvertes : moins d'une chance sur cent."""
        essais = freins.FAUTES_EN_TOUT * 60 * 24 * 30
        assert essais * 100 / len(ALPHABET) ** LONGUEUR < 0.01
