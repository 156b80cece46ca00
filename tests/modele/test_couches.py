"""Les murs de la maison : qui importe qui, qui lit le disque et l'horloge. Lus dans le code, sans l'exécuter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
COEUR = sorted((RACINE / "clas_model").rglob("*.py"))
PAGES = sorted((RACINE / "pages").rglob("*.py"))

# Un module n'importe que plus bas que lui, ou dans son propre dossier. Un module nouveau se range ici en connaissance
# de cause.
ETAGES: tuple[frozenset[str], ...] = (
    frozenset({"echappement", "erreurs", "francais"}),
    frozenset({"archive", "messages", "dossier", "referentiel", "vacances"}),
    frozenset({"versions"}),
    frozenset({"chemins", "formulaire", "isolement", "questionnaire", "leviers", "calendrier", "budget", "fichier"}),
    frozenset({"glossaire", "regles", "fusion", "sondage"}),
    frozenset({"persistance", "positionnement", "contradictions", "charte"}),
    frozenset({"epreuves"}),
    frozenset({"contenu"}),
    frozenset(
        {
            "plan_action",
            "parcours",
            "simulation",
            "textes",
            "comparaison",
            "retraits",
            "confidentialite",
            "copies",
            "differences",
            "reconduction",
        }
    ),
    frozenset({"sommaire", "deplacement", "reunion"}),
    frozenset({"restitution"}),
    frozenset({"__main__"}),
)
RANG = {module: rang for rang, etage in enumerate(ETAGES) for module in etage}

# Ce qu'un seul module, ou aucun, a le droit d'importer.
GARDIENS: dict[str, frozenset[str]] = {
    "streamlit": frozenset(),
    "starlette": frozenset(),
    "yaml": frozenset(),
    "requests": frozenset(),
    "httpx": frozenset(),
    "ruamel": frozenset({"contenu"}),
    "pandas": frozenset({"restitution"}),
    "altair": frozenset({"restitution"}),
    "vl_convert": frozenset({"restitution"}),
    "docx": frozenset({"restitution"}),
    "docxtpl": frozenset({"isolement", "restitution"}),
    "typst": frozenset({"restitution"}),
    "openpyxl": frozenset({"restitution"}),
    "pypdf": frozenset({"restitution"}),
    "lxml": frozenset({"isolement", "restitution"}),
    "PIL": frozenset({"restitution"}),
    "sqlalchemy": frozenset({"persistance"}),
    "alembic": frozenset({"persistance"}),
    "sqlite3": frozenset({"persistance"}),
    "holidays": frozenset({"calendrier"}),
    "vacances_scolaires_france": frozenset({"vacances"}),
    "babel": frozenset({"francais"}),
    "stdnum": frozenset({"dossier"}),
}
# L'horloge, le disque, le réseau, le hasard. « vacances » ne lit que les données d'une bibliothèque installée ;
# « archive » n'ouvre que des morceaux d'une archive déjà en mémoire ; « isolement » lance un processus bridé.
DEHORS = frozenset({"__main__", "archive", "contenu", "isolement", "persistance", "vacances"})
MODULES_DU_DEHORS = frozenset({
    "glob", "http", "importlib", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid",
})  # fmt: skip
APPELS_DU_DEHORS = frozenset({
    "now", "today", "utcnow", "fromtimestamp", "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir",
    "unlink", "getenv", "print", "input",
})  # fmt: skip


def module_de(fichier: Path) -> str:
    """Le module du cœur (« dossier », « regles »…) auquel appartient un fichier."""
    return fichier.relative_to(RACINE / "clas_model").parts[0].removesuffix(".py")


def imports(fichier: Path) -> Iterator[str]:
    """Les noms complets importés, où qu'ils le soient : en tête, dans une fonction, pour les types."""
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, f"{fichier} : import relatif, illisible hors de son dossier"
            assert noeud.module
            yield from (f"{noeud.module}.{alias.name}" for alias in noeud.names)


def appels(fichier: Path) -> Iterator[tuple[int, str]]:
    """(ligne, nom) de chaque fonction ou méthode appelée."""
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Call):
            match noeud.func:
                case ast.Name(id=nom) | ast.Attribute(attr=nom):
                    yield noeud.lineno, nom


def nom_court(fichier: Path) -> str:
    return fichier.relative_to(RACINE).as_posix()


@pytest.fixture(params=COEUR, ids=nom_court)
def coeur(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(params=PAGES, ids=nom_court)
def page(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_on_lit_bien_le_code() -> None:
    """Sans ce témoin, un dossier déplacé ferait passer tous les tests de ce fichier sur rien."""
    assert len(COEUR) > 30
    assert len(PAGES) > 15
    assert {module_de(f) for f in COEUR} >= {"dossier", "regles", "positionnement", "contenu", "__main__"}
    assert "pydantic.BaseModel" in set(imports(RACINE / "clas_model/dossier.py"))
    assert "now" in {nom for _, nom in appels(RACINE / "clas_model/persistance/base.py")}
    assert "mkdir" in {nom for _, nom in appels(RACINE / "clas_model/persistance/moteur.py")}


class TestCoeur:
    def test_chaque_module_a_son_etage(self) -> None:
        presents = {module_de(f) for f in COEUR} - {"__init__"}
        assert presents <= set(RANG), f"rangez dans ETAGES : {sorted(presents - set(RANG))}"

    def test_un_module_n_importe_que_plus_bas(self, coeur: Path) -> None:
        moi = module_de(coeur)
        if moi == "__init__":
            assert list(imports(coeur)) == []
            return
        voisins = {nom.split(".")[1] for nom in imports(coeur) if nom.startswith("clas_model.")}
        trop_haut = sorted(v for v in voisins - {moi} if RANG[v] >= RANG[moi])
        assert trop_haut == []

    def test_le_coeur_ignore_les_pages_et_l_application(self, coeur: Path) -> None:
        assert [nom for nom in imports(coeur) if nom.split(".")[0] in ("pages", "app", "tests")] == []

    def test_chaque_bibliotheque_a_son_gardien(self, coeur: Path) -> None:
        moi = module_de(coeur)
        intrus = {nom for nom in imports(coeur) if moi not in GARDIENS.get(nom.split(".")[0], {moi})}
        assert intrus == set()

    def test_l_horloge_et_le_disque_restent_dehors(self, coeur: Path) -> None:
        if module_de(coeur) in DEHORS:
            return
        modules = {nom for nom in imports(coeur) if nom.split(".")[0] in MODULES_DU_DEHORS}
        assert modules == set()
        assert [f"ligne {ligne} : {nom}()" for ligne, nom in appels(coeur) if nom in APPELS_DU_DEHORS] == []

    def test_le_contenu_ne_s_execute_pas(self, coeur: Path) -> None:
        """Des nombres et des mots, jamais d'expressions."""
        assert [f"ligne {ligne}" for ligne, nom in appels(coeur) if nom in ("eval", "exec", "__import__")] == []

    def test_ce_qui_est_public_se_presente(self, coeur: Path) -> None:
        arbre = ast.parse(coeur.read_text(encoding="utf-8"))
        muets = [] if ast.get_docstring(arbre) else ["le module"]
        classes = [n for n in arbre.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
        muets += [
            noeud.name
            for noeud in (*arbre.body, *(n for c in classes for n in c.body))
            if isinstance(noeud, ast.FunctionDef | ast.ClassDef)
            and not (noeud.name.startswith("_") or ast.get_docstring(noeud))
        ]
        assert muets == []

    @pytest.mark.parametrize("module", ["positionnement", "parcours", "contradictions", "restitution.plan"])
    def test_juger_et_rediger_ne_chargent_rien_de_lourd(self, module: str) -> None:
        """Le cœur tient sans Streamlit ; Word, les graphiques et la base ne se chargent qu'au moment de servir."""
        lourds = ("streamlit", "pandas", "altair", "docx", "docxtpl", "typst", "openpyxl", "pypdf", "vl_convert",
                  "sqlalchemy", "ruamel", "holidays")  # fmt: skip
        programme = f"import sys, clas_model.{module}; print(*[m for m in {lourds} if m in sys.modules])"
        lance = subprocess.run(
            [sys.executable, "-c", programme], cwd=RACINE, capture_output=True, text=True, check=True
        )
        assert lance.stdout.split() == []


class TestPages:
    def test_aucune_page_a_la_racine_de_pages(self) -> None:
        """Streamlit servirait une page posée là sans passer par l'entrée, donc sans contrôle d'accès."""
        assert [f.name for f in (RACINE / "pages").iterdir() if f.is_file()] == []

    def test_l_entree_est_dans_un_sous_dossier_sans_pages_a_cote(self) -> None:
        entree = RACINE / "pages/commun/entree.py"
        assert entree.is_file()
        assert not (entree.parent / "pages").exists()
        assert "pages/commun/entree.py" in (RACINE / "app.py").read_text(encoding="utf-8")

    def test_une_section_n_importe_que_le_coeur_et_le_commun(self, page: Path) -> None:
        section = page.relative_to(RACINE / "pages").parts[0]
        voisines = {nom.split(".")[1] for nom in imports(page) if nom.startswith("pages.")}
        assert voisines <= {"commun", section}

    def test_une_page_ne_lit_ni_base_ni_contenu_brut(self, page: Path) -> None:
        interdits = {"sqlalchemy", "sqlite3", "ruamel", "yaml", "pandas", "docx"}
        assert [nom for nom in imports(page) if nom.split(".")[0] in interdits] == []

    def test_seule_la_session_garde_les_dossiers(self, page: Path) -> None:
        if page.name in ("enregistrement.py", "reunions.py"):
            return
        assert [nom for nom in imports(page) if nom.startswith("clas_model.persistance")] == []
