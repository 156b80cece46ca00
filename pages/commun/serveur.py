"""Ce que le serveur ajoute à toute réponse : langue de la page et en-têtes de sécurité."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_LANGUE = (b'<html lang="en"', b'<html lang="fr"')


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
                autres = [(k, v) for k, v in debut["headers"] if k not in (b"content-length", b"etag")]
                debut["headers"] = [*autres, (b"content-length", str(len(html)).encode())]
                await send(debut)
                debut, message = None, {"type": "http.response.body", "body": html}
            await send(message)

        await self.app(scope, receive, envoyer)
