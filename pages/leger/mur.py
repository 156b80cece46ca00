"""Ce qui se projette : une vue à la fois, le compte en direct, le clavier pour seul outil."""

import functools
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from clas_model.restitution.mots import source_datee
from clas_model.reunion.deroule import Vue
from clas_model.simulation.hypothese import hypothese_simple
from clas_model.simulation.lien import EssaiNomme, ecrire_lien
from pages.commun import reunions
from pages.commun.reunions import LECTURES
from pages.leger import rendu
from pages.leger.animation import Animateur, avec, avec_envoi, communs

# Le mur demande des nouvelles une fois par seconde : il montre donc tout en moins de deux.
CADENCE = 1000
PLUS_MANQUES = 3


@functools.lru_cache(maxsize=64)
def qr(adresse: str) -> str:
    """Le QR code d'une adresse, en SVG."""
    import segno

    dessin: str = segno.make(adresse, error="m").svg_inline(scale=10, border=2, omitsize=True)
    return dessin


def lien_de_salle(animateur: Animateur) -> str:
    """L'adresse que les téléphones ouvrent."""
    racine = reunions.adresse_publique(rendu.base(animateur.demande))
    return f"{racine}/r/{animateur.fiche.reunion.code}"


def valeurs(animateur: Animateur) -> dict[str, Any]:
    """Tout ce que la vue projetée montre."""
    fiche = animateur.fiche
    comptes, vue = LECTURES.comptes(fiche.reunion), fiche.vue
    donnees: dict[str, Any] = {
        **communs(animateur), "vue": vue, "position": fiche.position, "total": len(fiche.vues), "texte": fiche.texte,
        "tour": fiche.reunion.tour, "presents": comptes.presents, "structures": comptes.structures,
        "reponses": comptes.reponses.get(vue.question.id, 0) if vue.question else 0,
        "revelee": bool(vue.question and vue.question.id in fiche.reunion.revelees),
        "seuil": reunions.sondage().seuil_affichage,
    }  # fmt: skip
    return {**donnees, **_propres(animateur, vue, donnees["revelee"])}


def _propres(animateur: Animateur, vue: Vue, revelee: bool) -> dict[str, Any]:
    """Ce qui n'est qu'à ce genre de vue."""
    from clas_model.restitution import reunion_dessin as dessins

    fiche = animateur.fiche
    match vue.genre:
        case "accueil" | "depart":
            lien = lien_de_salle(animateur)
            return {"lien": lien.partition("://")[2], "qr": rendu.dessin(qr(lien))}
        case "critere":
            constats = reunions.salle_de(fiche, ()).constats({})
            montres = [constats[c.id] for c in vue.criteres]
            # Une source que toutes partagent ne se dit qu'une fois, au bas de l'écran.
            return {"criteres": montres, "sources": [source_datee(c.source) for c in montres]}
        case "question" if revelee and vue.question:
            salle = LECTURES.salle(fiche.reunion)
            repartition = salle.repartition(vue.question)
            ecarts = [(e, dessins.ecart_en_mots(e)) for c in vue.criteres if (e := salle.ecart(c))]
            dessin = rendu.dessin(dessins.repartition_svg(repartition)) if repartition else None
            return {"dessin": dessin, "ecarts": ecarts}
        case "ecarts":
            salle = LECTURES.salle(fiche.reunion)
            manques = [(e, dessins.ecart_en_mots(e)) for e in salle.plus_manques(PLUS_MANQUES)]
            return {"dessin": rendu.dessin(dessins.axes_svg(salle.axes)) if salle.axes else None, "manques": manques}
        case "boite":
            return {"messages": [m for m in reunions.entrepot().boite(fiche.reunion.id) if m.montree]}
        case _:
            return {}


async def ecran(demande: Request) -> Response:
    """La page projetée."""
    return await avec(demande, lambda a: rendu.page("mur.html", cadence=CADENCE, **valeurs(a)))


async def vue(demande: Request) -> Response:
    """Le morceau qui change, quand le tour a avancé."""
    return await avec(demande, _morceau)


def _morceau(animateur: Animateur) -> Response:
    return HTMLResponse(rendu.fragment("vue.html", **valeurs(animateur)), headers={"Cache-Control": "no-store"})


async def etat(demande: Request) -> Response:
    """Le compte en direct : quelques octets."""

    def lire(animateur: Animateur) -> Response:
        reunion, vue = animateur.fiche.reunion, animateur.fiche.vue
        comptes = LECTURES.comptes(reunion)
        return JSONResponse(
            {
                "tour": reunion.tour, "presents": comptes.presents, "structures": comptes.structures,
                "reponses": comptes.reponses.get(vue.question.id, 0) if vue.question else 0,
            },
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip

    return await avec(demande, lire)


async def piloter(demande: Request) -> Response:
    """Avancer, reculer, révéler : rend le morceau à montrer, ou revient à la page sans JavaScript."""

    def agir(animateur: Animateur, champs: dict[str, list[str]]) -> Response:
        fiche, depot = animateur.fiche, reunions.entrepot()
        if not fiche.reunion.close:
            voulue = champs.get("vers", [""])[0]
            if voulue.isdecimal() and len(voulue) < 4:
                depot.aller(fiche.reunion.id, min(int(voulue), len(fiche.vues) - 1))
            elif "reveler" in champs and fiche.vue.genre == "question" and fiche.vue.question:
                depot.reveler(fiche.reunion.id, fiche.vue.question.id)
            animateur.relire()
        return _morceau(animateur) if "morceau" in champs else rendu.vers(f"{animateur.chemin}/ecran")

    return await avec_envoi(demande, agir)


async def essayer(demande: Request) -> Response:
    """La vérification des effectifs, avec l'exemple du milieu de la salle ; sans exemple montrable, vide."""

    def agir(animateur: Animateur) -> Response:
        salle = LECTURES.salle(animateur.fiche.reunion)
        enfants, adultes, seances = (salle.mediane(q) for q in ("effectif", "adultes", "seances"))
        if not enfants:
            return rendu.vers("/effectifs")
        hypothese = hypothese_simple(enfants, adultes, max(seances or 1, 1))
        essai = EssaiNomme("Le milieu de la salle", hypothese)
        return rendu.vers(f"/effectifs?essai={quote(ecrire_lien([essai], animateur.fiche.texte))}")

    return await avec(demande, agir)


ROUTES = [
    Route("/animer/{code}/ecran", ecran, methods=["GET"]),
    Route("/animer/{code}/ecran", piloter, methods=["POST"]),
    Route("/animer/{code}/ecran/vue", vue, methods=["GET"]),
    Route("/animer/{code}/ecran/etat", etat, methods=["GET"]),
    Route("/animer/{code}/essai", essayer, methods=["GET"]),
]
