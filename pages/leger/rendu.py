"""Des pages légères : un gabarit, ses en-têtes, un formulaire lu avec mesure. Rien de Streamlit ici."""

import functools
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from clas_model.francais import accord, typographie

CORPS_MAX = 20_000
_GABARITS = Path(__file__).resolve().parent / "gabarits"
# Plus étroit que pour Streamlit : rien ne s'exécute que le petit script de la page, reconnu à son numéro.
_POLITIQUE = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{numero}'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@functools.cache
def _gabarits() -> Environment:
    lieu = Environment(
        loader=FileSystemLoader(_GABARITS), autoescape=select_autoescape(), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    lieu.filters["mots"] = lambda texte: escape(typographie(str(texte)))
    lieu.globals["accord"] = accord
    return lieu


def page(gabarit: str, status: int = 200, **valeurs: Any) -> HTMLResponse:
    """La page de ce gabarit ; jamais gardée en cache, car elle est celle d'une seule personne."""
    numero = secrets.token_urlsafe(12)
    html = _gabarits().get_template(gabarit).render(numero=numero, **valeurs)
    en_tetes = {"Content-Security-Policy": _POLITIQUE.format(numero=numero), "Cache-Control": "no-store"}
    return HTMLResponse(html, status_code=status, headers=en_tetes)


def fragment(gabarit: str, **valeurs: Any) -> str:
    """Un morceau de page."""
    return _gabarits().get_template(gabarit).render(**valeurs)


def dessin(svg: str) -> Markup:
    """Un SVG de `clas_model.restitution`, dont les textes sont déjà neutralisés."""
    return Markup(svg)


def erreur(phrase: str, status: int, retour: str = "/r") -> HTMLResponse:
    """Une page qui dit ce qui ne va pas, et où aller."""
    return page("erreur.html", status, titre="Réunion", phrase=phrase, retour=retour)


def vers(adresse: str) -> RedirectResponse:
    """Après un envoi : une page que l'on peut rafraîchir sans renvoyer."""
    return RedirectResponse(adresse, status_code=303, headers={"Cache-Control": "no-store"})


def vient_d_ailleurs(demande: Request) -> bool:
    """Vrai d'un formulaire posé sur un autre site."""
    return demande.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def formulaire(demande: Request) -> dict[str, list[str]] | None:
    """Les champs envoyés ; `None` si l'envoi vient d'ailleurs, est trop gros ou n'est pas un formulaire."""
    taille = demande.headers.get("content-length", "")
    if vient_d_ailleurs(demande) or not taille.isdecimal() or int(taille) > CORPS_MAX:
        return None
    corps = await demande.body()
    try:
        return parse_qs(corps.decode(), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None


def chiffre(demande: Request) -> bool:
    """Vrai si le navigateur parle en HTTPS, au besoin à un mandataire."""
    return "https" in (demande.url.scheme, demande.headers.get("x-forwarded-proto"))


def base(demande: Request) -> str:
    """L'adresse par où la demande est venue."""
    return f"{'https' if chiffre(demande) else 'http'}://{demande.headers.get('host', 'localhost')}"


def poser(reponse: Response, demande: Request, nom: str, valeur: str, chemin: str, jours: int, strict: bool) -> None:
    """Un cookie qu'aucun script ne lit."""
    reponse.set_cookie(
        nom, valeur, max_age=jours * 86400, path=chemin, httponly=True, secure=chiffre(demande),
        samesite="strict" if strict else "lax",
    )  # fmt: skip
