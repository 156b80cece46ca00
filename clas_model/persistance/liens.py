"""Les secrets des liens : tirés au hasard, et dont on ne garde que l'empreinte."""

import base64
import hashlib
import hmac
import secrets


def nouveau_secret() -> str:
    """256 bits tirés au hasard, en 43 signes sans rien à échapper dans une adresse."""
    return secrets.token_urlsafe(32)


def empreinte(secret: str) -> str:
    """Ce que l'entrepôt garde d'un secret : de 256 bits, il ne se devine pas, une empreinte simple suffit."""
    # Un lien abîmé peut contenir des demi-codets : il ne mène nulle part, sans faire échouer.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def secret_de_lecture(secret: str, numero: int) -> str:
    """Le secret du lien de lecture n° `numero` : qui peut écrire le retrouve, qui peut lire n'en remonte pas."""
    clef = secret.encode(errors="surrogatepass")
    return base64.urlsafe_b64encode(hmac.digest(clef, f"lecture:{numero}".encode(), "sha256")).decode().rstrip("=")
