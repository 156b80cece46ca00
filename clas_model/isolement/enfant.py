"""Le processus qui remplit le gabarit : il charge tout, se bride, travaille, répond, s'arrête.

Une fois bridé, il n'ouvre plus rien : ni fichier, ni réseau, ni processus. Jinja y est en bac à sable, presque nu.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from clas_model.echappement import echappe

# Ce qui va chercher un autre gabarit, ou s'appelle soi-même.
REFUSES: tuple[type[nodes.Node], ...] = (
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Macro,
    nodes.CallBlock,
)
FILTRES = ("capitalize", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper")
RANGS = ("first", "index", "last", "length")
# Des gabarits fautifs : ce que Jinja charge pour décrire une faute l'est avant d'être bridé.
FAUTIFS = ("{{ a", "{{ a() }}", "{{ 2 * 2 }}", "{{ a|inconnu }}", "{% include 'a' %}", "{{ {}.a.b }}{% a %}")
INTERDITS = ("open", "socket.", "subprocess.", "os.", "shutil.", "ctypes.", "urllib.", "http.", "ftplib.", "import")
MAL_ECRIT = (
    "Un champ de ce formulaire est mal écrit. Vérifiez ses accolades, ouvertes puis fermées ; il ne doit contenir "
    "qu'un nom, comme « {{ structure.nom }} »."
)
ABIME = "Ce formulaire est abîmé ou n'est pas un document Word : il ne peut pas être rempli."


class _Absent(ChainableUndefined):
    """Un champ que le brouillon n'a pas : il se voit dans le document."""

    def __str__(self) -> str:
        return f"[champ inconnu : {self._undefined_name}]"


class _Bac(ImmutableSandboxedEnvironment):
    """Jinja sans fonction, sans puissance ni répétition de texte, et avec quelques filtres."""

    intercepted_binops = frozenset(("**", "*", "%", "//", "+"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        raise SecurityError("opération interdite")

    def call(self, *_: Any, **__: Any) -> Any:
        raise SecurityError("appel interdit")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        return isinstance(obj, LoopContext) and attr in RANGS


def bac() -> _Bac:
    """L'environnement où le gabarit s'exécute."""
    bac_ = _Bac(autoescape=True, undefined=_Absent, finalize=_en_texte)
    bac_.globals.clear()
    bac_.filters = {nom: bac_.filters[nom] for nom in FILTRES}
    return bac_


def _en_texte(valeur: Any) -> Markup:
    """Ce qui s'imprime : du texte échappé, jamais un dictionnaire ni une liste."""
    if isinstance(valeur, dict | list):
        return Markup(echappe("[ce champ contient plusieurs réponses : précisez laquelle]"))
    return Markup(echappe(str(valeur)))


def chaines(arbre: nodes.Template) -> Iterator[str]:
    """Les champs que nomme le gabarit : « structure.nom », « groupes.*.effectif » pour une boucle."""
    alias: dict[str, str] = {}
    poses = {n.name for n in arbre.find_all(nodes.Name) if n.ctx == "store"}
    for boucle in arbre.find_all(nodes.For):
        source = _chaine(boucle.iter, alias)
        if isinstance(boucle.target, nodes.Name) and source:
            alias[boucle.target.name] = f"{source}.*"
    for noeud in arbre.find_all((nodes.Getattr, nodes.Name)):
        chaine = _chaine(noeud, alias)
        racine = chaine.split(".")[0] if chaine else ""
        if racine and racine not in poses and racine != "loop":
            yield chaine


def _chaine(noeud: nodes.Node, alias: dict[str, str]) -> str:
    """« a.b.c » ; vide si ce n'en est pas une."""
    if isinstance(noeud, nodes.Name):
        return alias.get(noeud.name, noeud.name)
    if isinstance(noeud, nodes.Getattr):
        avant = _chaine(noeud.node, alias)
        return f"{avant}.{noeud.attr}" if avant else ""
    return ""


def _textes(modele: DocxTemplate) -> Iterator[str]:
    """Le corps, les en-têtes et les pieds, prêts pour Jinja."""
    yield modele.patch_xml(modele.get_xml())
    for uri in (modele.HEADER_URI, modele.FOOTER_URI):
        for _, partie in modele.get_headers_footers(uri):
            yield modele.patch_xml(modele.get_part_xml(partie))


def remplir(gabarit: bytes, contexte: dict[str, Any]) -> tuple[bytes, list[str]]:
    """Le document rempli, et les champs nommés, sans ceux qui ne font qu'en contenir un autre."""
    environnement = bac()
    modele = DocxTemplate(io.BytesIO(gabarit))
    modele.init_docx()
    arbres = [environnement.parse(texte) for texte in _textes(modele)]
    if any(arbre.find(sorte) for arbre in arbres for sorte in REFUSES):
        raise SecurityError("construction interdite")
    nommes = dict.fromkeys(c for arbre in arbres for c in chaines(arbre))
    champs = [c for c in nommes if not any(autre.startswith(f"{c}.") for autre in nommes)]
    modele.render(contexte, jinja_env=environnement)
    tampon = io.BytesIO()
    modele.save(tampon)
    return tampon.getvalue(), champs


def _brider(delai: int, memoire: int) -> None:
    """Plus de mémoire que prévu, plus de temps, plus aucun fichier : le système arrête ou refuse."""
    try:
        import resource
    except ImportError:  # Windows : restent le délai, et le guet ci-dessous.
        pass
    else:
        for limite, valeur in (
            (resource.RLIMIT_AS, memoire),
            (resource.RLIMIT_CPU, delai),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limite, (valeur, valeur))

    def guetter(evenement: str, _: tuple[Any, ...]) -> None:
        if evenement.startswith(INTERDITS):
            raise PermissionError(evenement)

    sys.addaudithook(guetter)


def main(arguments: list[str]) -> NoReturn:
    """Lit le modèle, le gabarit et le contexte sur l'entrée ; répond par une ligne de JSON, puis le document."""
    lu = memoryview(sys.stdin.buffer.read())
    parties = []
    while lu:
        taille = int.from_bytes(lu[:8], "big")
        parties.append(bytes(lu[8 : 8 + taille]))
        lu = lu[8 + taille :]
    modele, gabarit, contexte = parties
    # À vide, sur un gabarit sûr : ce qui se charge à la demande l'est avant de ne plus rien pouvoir ouvrir.
    remplir(modele, {"sections": []})
    for fautif in FAUTIFS:
        with contextlib.suppress(Exception):
            bac().from_string(fautif).render()
    _brider(int(arguments[2]), int(arguments[3]))
    octets = b""
    try:
        octets, champs = remplir(gabarit, json.loads(contexte))
        reponse: dict[str, Any] = {"champs": champs}
    except SecurityError:
        reponse = {"faute": "Ce formulaire fait un calcul qui n'est pas permis : il ne doit contenir que des champs."}
    except TemplateError:
        reponse = {"faute": MAL_ECRIT}
    except MemoryError:
        reponse = {"faute": "Ce formulaire demande trop de mémoire : il n'est pas rempli."}
    except Exception:  # Un fichier piégé peut tout lever : une seule phrase en sort.
        reponse = {"faute": ABIME}
    sortie = json.dumps(reponse).encode() + b"\n" + octets
    while sortie:
        sortie = sortie[os.write(1, sortie) :]
    os._exit(0)
