"""Les fichiers du navigateur : les nôtres (`statiques/`), et ceux de Streamlit, compressés une fois pour toutes.

Streamlit envoie ses fichiers tels quels : près de 3 Mo à la première visite. Leur nom change avec leur contenu : ce qui
est compressé peut donc se garder tant que le serveur tourne.
"""

import gzip
import hashlib
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DOSSIER = Path(__file__).parent / "statiques"
# Où sont les fichiers de Streamlit, et les nôtres.
DOSSIERS = ("/static/", "/clas/")
_JS = "text/javascript; charset=utf-8"
_GENRES = {"clas.css": "text/css; charset=utf-8", "clas.js": _JS, "acces.js": _JS, "reprise.js": _JS}
_IMMUABLE = {"cache-control": "public, max-age=31536000, immutable"}
# Déjà compressés, ou trop petits pour y gagner.
_COMPRESSIBLES = (b"text/", b"application/javascript", b"application/json", b"image/svg", b"application/wasm")
_TAILLE_MIN = 1000
# Tout Streamlit compressé tient en 8 Mo ; au-delà, on envoie sans garder.
_GARDES_MAX = 32_000_000


def _empreinte(nom: str) -> str:
    return hashlib.sha256((_DOSSIER / nom).read_bytes()).hexdigest()[:12]


def balises() -> bytes:
    """Ce que l'en-tête de la page charge : nos styles et notre script, sous un nom qui change avec leur contenu."""
    ecrire = {"css": '<link rel="stylesheet" href="{}">', "js": '<script defer src="{}"></script>'}
    return "".join(
        ecrire[nom.rpartition(".")[2]].format(f"/clas/{nom}?v={_empreinte(nom)}") for nom in _GENRES
    ).encode()


async def fichier(demande: Request) -> Response:
    """Un des fichiers de `statiques/`."""
    nom = demande.path_params["nom"]
    if nom not in _GENRES:
        return Response("Cette adresse ne mène à rien.", status_code=404)
    return FileResponse(_DOSSIER / nom, headers={**_IMMUABLE, "content-type": _GENRES[nom]})


class Compression:
    """Compresse les fichiers de Streamlit et les nôtres, et garde le résultat : servis à cent, compressés une fois."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._gardes: dict[str, tuple[int, list[tuple[bytes, bytes]], bytes]] = {}
        self._taille = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Laisse passer ce qui n'est pas un fichier demandé par un navigateur qui lit gzip."""
        chemin = scope.get("path", "")
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not chemin.startswith(DOSSIERS)
            or not _lit_gzip(scope)
        ):
            await self.app(scope, receive, send)
            return
        garde = self._gardes.get(chemin)
        if garde is None:
            garde = await self._lire(chemin, scope, receive)
        statut, en_tetes, corps = garde
        await send({"type": "http.response.start", "status": statut, "headers": en_tetes})
        await send({"type": "http.response.body", "body": corps})

    async def _lire(self, chemin: str, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        recus: list[Message] = []

        async def recevoir(message: Message) -> None:
            recus.append(message)

        # Une réponse entière, telle quelle : ni partielle, ni « inchangée », ni déjà compressée.
        ecartes = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")
        demande = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in ecartes]}
        await self.app(demande, receive, recevoir)
        statut = recus[0]["status"]
        en_tetes = list(recus[0].get("headers", []))
        corps = b"".join(m.get("body", b"") for m in recus[1:])
        genre = dict(en_tetes).get(b"content-type", b"")
        if statut == 200 and len(corps) >= _TAILLE_MIN and genre.startswith(_COMPRESSIBLES):
            corps = await run_in_threadpool(gzip.compress, corps, 9)
            en_tetes = [(k, v) for k, v in en_tetes if k not in (b"content-length", b"etag", b"accept-ranges")]
            en_tetes += [(b"content-encoding", b"gzip"), (b"content-length", str(len(corps)).encode())]
            if not any(k == b"vary" for k, _ in en_tetes):
                en_tetes.append((b"vary", b"Accept-Encoding"))
        if statut == 200 and self._taille + len(corps) <= _GARDES_MAX:
            self._gardes[chemin] = (statut, en_tetes, corps)
            self._taille += len(corps)
        return statut, en_tetes, corps


def _lit_gzip(scope: Scope) -> bool:
    return any(k == b"accept-encoding" and b"gzip" in v for k, v in scope["headers"])
