"""Le tableau de bord de l'animateur : liens, répétition, boîte à questions, bilan, kit, clôture."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clas_model.erreurs import ClasError, ReponseFermee
from clas_model.francais import accord, date_longue
from clas_model.restitution.arbre import Document
from clas_model.reunion.repetition import simuler
from pages.commun import reunions
from pages.commun.reunions import LECTURES
from pages.commun.serveur import ANIMATIONS_MAX, COOKIE_ANIMATION, lire_secrets
from pages.leger import rendu
from pages.leger.animation import Animateur, avec, avec_envoi, communs, refus
from pages.leger.mur import lien_de_salle, qr

REPETITION_STRUCTURES = 30
MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}


async def ouvrir(demande: Request) -> Response:
    """Le lien d'animation : retenu par le navigateur, puis quitté, pour qu'aucune adresse projetée ne le montre."""
    secret = demande.path_params["secret"]

    def agir() -> Response:
        try:
            reunion = reunions.entrepot().animer(secret)
        except ClasError as erreur:
            return refus(erreur)
        autres = [s for s in lire_secrets(demande.cookies.get(COOKIE_ANIMATION)) if s != secret]
        reponse = rendu.vers(f"/animer/{reunion.code}")
        retenus = ".".join([secret, *autres][:ANIMATIONS_MAX])
        rendu.poser(reponse, demande, COOKIE_ANIMATION, retenus, "/", reunions.jours_de_garde(), strict=False)
        return reponse

    return await run_in_threadpool(agir)


async def tableau(demande: Request) -> Response:
    """La page de l'animateur."""
    return await avec(demande, _tableau)


def _tableau(animateur: Animateur, faute: str = "") -> Response:
    fiche = animateur.fiche
    comptes = LECTURES.comptes(fiche.reunion)
    messages = reunions.entrepot().boite(fiche.reunion.id)
    racine = reunions.adresse_publique(rendu.base(animateur.demande))
    secret = next(
        s for s, r in reunions.reunions_de(lire_secrets(animateur.demande.cookies.get(COOKIE_ANIMATION)))
        if r.id == fiche.reunion.id
    )  # fmt: skip
    return rendu.page(
        "tableau.html", 422 if faute else 200, **communs(animateur), faute=faute, comptes=comptes, messages=messages,
        themes=_themes(messages), questions=fiche.questions, texte=fiche.texte,
        jour=date_longue(fiche.reunion.preparation.date), expire=date_longue(fiche.reunion.expire_le.date()),
        lien=lien_de_salle(animateur), qr=rendu.dessin(qr(lien_de_salle(animateur))),
        animation=f"{racine}/animer/ouvrir/{secret}", combien=REPETITION_STRUCTURES,
    )  # fmt: skip


async def boite(demande: Request) -> Response:
    """Ce qui arrive pendant que la page est ouverte : les questions reçues et les téléphones présents."""

    def faire(animateur: Animateur) -> Response:
        messages = reunions.entrepot().boite(animateur.fiche.reunion.id)
        recues = rendu.fragment("recues.html", messages=messages, themes=_themes(messages), chemin=animateur.chemin)
        presents = accord(LECTURES.comptes(animateur.fiche.reunion).presents, "téléphone")
        annonce = f"{accord(len(messages), 'question reçue', 'questions reçues')}."
        corps = {"html": recues, "nombre": len(messages), "presents": presents, "annonce": annonce}
        return JSONResponse(corps, headers={"Cache-Control": "no-store"})

    return await avec(demande, faire)


def _themes(messages: Iterable[Any]) -> list[str]:
    return sorted({m.theme for m in messages if m.theme})


async def agir(demande: Request) -> Response:
    """Répéter, commencer, ranger les questions, clore, effacer."""

    def faire(animateur: Animateur, champs: dict[str, list[str]]) -> Response:
        depot, reunion = reunions.entrepot(), animateur.fiche.reunion
        numeros = [int(n) for n in champs.get("message", []) if n.isdecimal() and len(n) < 10]
        gestes: dict[str, Callable[[], None]] = {
            "repeter": lambda: depot.repeter(reunion.id, simuler(animateur.fiche.questions, REPETITION_STRUCTURES)),
            "commencer": lambda: depot.commencer(reunion.id),
            "fermer": lambda: depot.fermer(reunion.id),
            "montrer": lambda: depot.ranger(reunion.id, numeros, montree=True),
            "cacher": lambda: depot.ranger(reunion.id, numeros, montree=False),
            "traiter": lambda: depot.ranger(reunion.id, numeros, traitee=True, montree=False),
            "rouvrir": lambda: depot.ranger(reunion.id, numeros, traitee=False),
            "reunir": lambda: depot.ranger(reunion.id, numeros, theme=champs.get("theme", [""])[0]),
        }
        geste = champs.get("geste", [""])[0]
        if geste == "effacer":
            depot.effacer(reunion.id)
            LECTURES.oublier(reunion)
            return rendu.vers("/reunion")
        try:
            gestes.get(geste, lambda: None)()
        except ReponseFermee as erreur:
            return _tableau(animateur, str(erreur))
        animateur.relire()
        return rendu.vers(f"{animateur.chemin}{'#boite' if numeros else ''}")

    return await avec_envoi(demande, faire)


def _document(document: Document, extension: str) -> bytes:
    if extension == "pdf":
        from clas_model.restitution.pdf import brouillon_pdf

        return brouillon_pdf(document)
    from clas_model.restitution.docx import brouillon_docx

    return brouillon_docx(document)


def _fichier(animateur: Animateur, nom: str, extension: str, octets: bytes) -> Response:
    jour = animateur.fiche.reunion.preparation.date.isoformat()
    joint = f'attachment; filename="{nom}-reunion-{jour}.{extension}"'
    en_tetes = {"Content-Disposition": joint, "Cache-Control": "no-store"}
    return Response(octets, media_type=MIMES[extension], headers=en_tetes)


async def bilan(demande: Request) -> Response:
    """Le bilan anonyme, en Word, en PDF ou en CSV."""

    def faire(animateur: Animateur) -> Response:
        from clas_model.restitution.reunion_plan import bilan_csv, plan_du_bilan

        fiche, extension = animateur.fiche, demande.path_params["extension"]
        if extension not in MIMES:
            return rendu.erreur("Le bilan existe en Word, en PDF et en CSV.", 404, animateur.chemin)
        messages = [(m.theme, m.texte, m.traitee) for m in reunions.entrepot().boite(fiche.reunion.id)]
        salle, simule = LECTURES.salle(fiche.reunion), fiche.reunion.repetition
        if extension == "csv":
            return _fichier(animateur, "bilan", extension, bilan_csv(salle, messages, simule))
        presents = LECTURES.comptes(fiche.reunion).presents
        plan = plan_du_bilan(fiche.reunion.preparation.titre, salle, presents, messages, simule, _aujourdhui())
        return _fichier(animateur, "bilan", extension, _document(plan, extension))

    return await avec(demande, faire)


async def kit(demande: Request) -> Response:
    """Le kit à imprimer."""

    def faire(animateur: Animateur) -> Response:
        from clas_model.restitution.reunion_plan import plan_du_kit

        fiche, extension = animateur.fiche, demande.path_params["extension"]
        if extension not in ("docx", "pdf"):
            return rendu.erreur("Le kit existe en Word et en PDF.", 404, animateur.chemin)
        preparation = fiche.reunion.preparation
        plan = plan_du_kit(preparation.titre, fiche.texte, fiche.questions, preparation.date, _aujourdhui())
        return _fichier(animateur, "kit", extension, _document(plan, extension))

    return await avec(demande, faire)


def _aujourdhui() -> dt.date:
    return dt.datetime.now().astimezone().date()


ROUTES = [
    Route("/animer/ouvrir/{secret}", ouvrir, methods=["GET"]),
    Route("/animer/{code}", tableau, methods=["GET"]),
    Route("/animer/{code}", agir, methods=["POST"]),
    Route("/animer/{code}/boite", boite, methods=["GET"]),
    Route("/animer/{code}/bilan.{extension}", bilan, methods=["GET"]),
    Route("/animer/{code}/kit.{extension}", kit, methods=["GET"]),
]
