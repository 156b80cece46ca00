"""Ce que partagent les pages de l'animateur : son cookie, sa réunion, le refus à qui n'a pas le lien."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clas_model.erreurs import ClasError, ReunionIntrouvable
from pages.commun import reunions
from pages.commun.reunions import LECTURES, Contexte
from pages.commun.serveur import COOKIE_ANIMATION, lire_secrets
from pages.leger import rendu

SANS_LIEN = (
    "Ce navigateur n'a pas le lien d'animation de cette réunion. Ouvrez le lien gardé à la création de la réunion."
)


class Animateur:
    """L'animateur d'une réunion, reconnu par le secret que son navigateur garde. Lève ReunionIntrouvable."""

    def __init__(self, demande: Request) -> None:
        self.demande = demande
        secrets = lire_secrets(demande.cookies.get(COOKIE_ANIMATION))
        code = demande.path_params["code"]
        siennes = (r for _, r in reunions.reunions_de(secrets) if r.code == code)
        reunion = next(siennes, None)
        if reunion is None:
            raise ReunionIntrouvable(SANS_LIEN)
        self.fiche: Contexte = reunions.contexte(reunion)
        self.chemin = f"/animer/{reunion.code}"

    def relire(self) -> None:
        """Après un changement : ce que les téléphones et le mur doivent voir."""
        LECTURES.oublier(self.fiche.reunion)
        self.fiche = reunions.contexte(reunions.entrepot().rejoindre(self.fiche.reunion.code))
        LECTURES.noter(self.fiche.reunion)


def refus(erreur: ClasError) -> Response:
    """La page qui dit pourquoi : sans le lien, la réunion ne se distingue pas d'une réunion qui n'existe pas."""
    return rendu.erreur(str(erreur), 403 if isinstance(erreur, ReunionIntrouvable) else 503, "/reunion")


async def avec(demande: Request, agir: Callable[[Animateur], Response]) -> Response:
    """Une page de l'animateur, calculée hors de la boucle."""

    def proteger() -> Response:
        try:
            return agir(Animateur(demande))
        except ClasError as erreur:
            return refus(erreur)

    return await run_in_threadpool(proteger)


async def avec_envoi(demande: Request, agir: Callable[[Animateur, dict[str, list[str]]], Response]) -> Response:
    """Un envoi de l'animateur : refusé s'il vient d'un autre site."""
    champs = await rendu.formulaire(demande)
    if champs is None:
        return rendu.erreur("Cet envoi n'a pas pu être lu : revenez à la page, puis recommencez.", 400, "/reunion")
    return await avec(demande, lambda animateur: agir(animateur, champs))


def communs(animateur: Animateur) -> dict[str, Any]:
    """Ce que montrent toutes ses pages."""
    reunion = animateur.fiche.reunion
    return {
        "titre": reunion.preparation.titre, "repetition": reunion.repetition, "close": reunion.close,
        "chemin": animateur.chemin, "code": f"{reunion.code[:4]} {reunion.code[4:]}",
    }  # fmt: skip
