"""Ce que le serveur ajoute à Streamlit : langue de la page, en-têtes de sécurité, cookie des dossiers déjà ouverts."""

import json
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.commun.compression import DOSSIERS, balises

_EN_TETES = (
    # Le lien de reprise contient un secret : il ne part vers aucun autre site.
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    # Streamlit a besoin de scripts et de styles en ligne ; rien ne vient ni ne part ailleurs.
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        b"object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
    ),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_SCRIPT_DE_STREAMLIT = b'src="./static/js/index.'
_LANGUE = (b'<html lang="en"', b'<html lang="fr"')
# Ce que la page de Streamlit dit avant que ses scripts n'arrivent, ou sans eux.
_TITRE = (b"<title>Streamlit</title>", b"<title>Positionnement Clas</title>")
_SANS_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_DEMANDE_DES_SCRIPTS = (
    b"<noscript><p>Cet outil a besoin de JavaScript : autorisez-le dans votre navigateur, puis rechargez la page."
    b"</p></noscript>"
)

# Le cookie n'est lu que par le serveur : aucun script n'y accède.
COOKIE = "clas_dossiers"
RETENUS_MAX = 5
_CORPS_MAX = 500
_ANNEE = 365 * 24 * 3600
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def lire_cookie(valeur: str | None) -> tuple[str, ...]:
    """Les secrets des dossiers retenus par ce navigateur, le dernier d'abord."""
    return tuple(s for s in (valeur or "").split(".")[:RETENUS_MAX] if _SECRET.fullmatch(s))


# Les liens d'animation que ce navigateur connaît : eux non plus, aucun script ne les lit.
COOKIE_ANIMATION = "clas_animation"
ANIMATIONS_MAX = 10


def lire_secrets(valeur: str | None) -> tuple[str, ...]:
    """Les secrets d'animation retenus par ce navigateur, le dernier d'abord."""
    return tuple(s for s in (valeur or "").split(".")[:ANIMATIONS_MAX] if _SECRET.fullmatch(s))


async def souvenir(demande: Request) -> Response:
    """Retient ou oublie un dossier dans ce navigateur : `{"retenir": secret}` ou `{"oublier": secret}`.

    Le secret vient dans le corps, jamais dans l'adresse, qui s'écrirait dans les journaux.
    """
    if demande.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return Response(status_code=403)
    try:
        corps = await demande.body()
        action = json.loads(corps) if len(corps) <= _CORPS_MAX else None
        ((verbe, secret),) = action.items()
        lisible = verbe in ("retenir", "oublier") and _SECRET.fullmatch(secret)
    except (ValueError, AttributeError, TypeError):
        lisible = False
    if not lisible:
        return Response(status_code=400)
    autres = [s for s in lire_cookie(demande.cookies.get(COOKIE)) if s != secret]
    retenus = [secret, *autres][:RETENUS_MAX] if verbe == "retenir" else autres
    reponse = Response(status_code=204)
    chiffre = "https" in (demande.url.scheme, demande.headers.get("x-forwarded-proto"))
    reglages = {"httponly": True, "samesite": "strict", "secure": chiffre}
    if retenus:
        reponse.set_cookie(COOKIE, ".".join(retenus), max_age=_ANNEE, **reglages)
    else:
        reponse.delete_cookie(COOKIE, **reglages)
    return reponse


class EnTetes:
    """Pose les en-têtes, et corrige la langue de la page d'accueil de Streamlit (elle dit « en »)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Laisse passer tout ce qui n'est pas HTTP ; retient le HTML le temps de corriger sa langue."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        debut: Message | None = None
        corps = bytearray()
        if not scope["path"].startswith(DOSSIERS):
            # Streamlit compresserait sa page avant qu'on ait pu la corriger.
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}

        async def envoyer(message: Message) -> None:
            nonlocal debut
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_EN_TETES]
                if dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html"):
                    debut = message
                    return
            elif debut is not None and message["type"] == "http.response.body":
                corps.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                html = bytes(corps).replace(*_LANGUE, 1)
                # La page de Streamlit seulement : les nôtres ont déjà leur en-tête.
                if _SCRIPT_DE_STREAMLIT in html:
                    html = html.replace(b"</head>", balises() + b"</head>", 1).replace(*_TITRE, 1)
                    html = _SANS_SCRIPT.sub(_DEMANDE_DES_SCRIPTS, html)
                autres = [(k, v) for k, v in debut["headers"] if k not in (b"content-length", b"etag")]
                debut["headers"] = [*autres, (b"content-length", str(len(html)).encode())]
                await send(debut)
                debut, message = None, {"type": "http.response.body", "body": html}
            await send(message)

        await self.app(scope, receive, envoyer)
