"""Les pages du téléphone : entrer, répondre, attendre, envoyer une question, repartir avec son dossier."""

import re
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clas_model.erreurs import ClasError, ReponseFermee, ReunionIntrouvable, SaisieRefusee
from clas_model.fichier import ecrire_json
from clas_model.reunion.deroule import atteintes
from clas_model.sondage import NE_SAIT_PAS, Question, lire_reponse
from clas_model.sondage.questions import AUCUN, en_mots
from pages.commun import reunions
from pages.commun.reunions import LECTURES, Contexte
from pages.commun.serveur import COOKIE, RETENUS_MAX, lire_cookie
from pages.leger import rendu
from pages.leger.freins import FREIN, TROP, adresse_de

JETON, EMPORTE = "clas_salle", "clas_emporte"
# En millisecondes : au-delà de `SALLE` téléphones, chacun demande moins souvent, et la charge ne monte plus.
CADENCE, SALLE = 2000, 300
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Entree:
    """Un téléphone qui se présente : la réunion, et qui il est dans la salle."""

    def __init__(self, demande: Request) -> None:
        self.demande = demande
        jeton = demande.cookies.get(JETON, "")
        self.jeton = jeton if _SECRET.fullmatch(jeton) else ""
        code, ici = demande.path_params["code"], adresse_de(demande)
        serre = FREIN.serre(ici)
        try:
            self.fiche: Contexte = reunions.contexte(LECTURES.reunion(code))
        except ReunionIntrouvable as inconnue:
            if serre:
                raise ReponseFermee(TROP) from inconnue
            FREIN.faute(ici)
            raise
        depot = reunions.entrepot()
        self.moi = depot.participant(self.fiche.reunion, self.jeton) if self.jeton else None
        # Freiné, un code juste répond comme un code faux ; qui a déjà sa place dans la salle ne l'est jamais.
        if serre and self.moi is None:
            raise ReponseFermee(TROP)
        self.chemin = f"/r/{self.fiche.reunion.code}"

    @property
    def commun(self) -> dict[str, object]:
        """Ce que toute page de téléphone montre."""
        reunion = self.fiche.reunion
        return {
            "titre": reunion.preparation.titre, "repetition": reunion.repetition, "chemin": self.chemin,
            "tour": reunion.tour, "cadence": CADENCE, "close": reunion.close,
        }  # fmt: skip


def _refus(erreur: ClasError) -> Response:
    status = 404 if isinstance(erreur, ReunionIntrouvable) else 429 if str(erreur) == TROP else 409
    return rendu.erreur(str(erreur), status if isinstance(erreur, ReunionIntrouvable | ReponseFermee) else 503)


async def taper(demande: Request) -> Response:
    """L'adresse courte : on y tape le code."""
    if demande.method == "GET":
        return rendu.page("taper.html", titre="Rejoindre une réunion")
    champs = await rendu.formulaire(demande)
    code = (champs or {}).get("code", [""])[0].strip()[:40]
    return rendu.vers(f"/r/{quote(code, safe='')}" if code else "/r")


async def salle(demande: Request) -> Response:
    """La page du téléphone, d'après ce qui est projeté."""
    return await run_in_threadpool(_salle, demande)


def _salle(demande: Request) -> Response:
    try:
        entree = Entree(demande)
        return _page(entree, demande.query_params.get("q"))
    except ClasError as erreur:
        return _refus(erreur)


def _page(entree: Entree, voulue: str | None = None, faute: str = "", saisie: list[str] | None = None) -> Response:
    fiche, moi = entree.fiche, entree.moi
    if moi is None:
        return rendu.page("entrer.html", **entree.commun)
    reponses = reunions.entrepot().reponses(moi)
    posees, revelees = atteintes(fiche.vues, fiche.position), fiche.reunion.revelees
    restantes = [q for q in fiche.questions if q.id in posees - revelees - set(reponses)]
    vue = fiche.vue
    question = next((q for q in fiche.questions if q.id == voulue and q.id in posees), None) or vue.question
    if vue.genre in ("depart", "critere") and voulue is None:
        question = None
    commun = {**entree.commun, "observe": moi.observe, "restantes": restantes, "faute": faute}
    if question is None or moi.observe or fiche.reunion.close:
        if vue.genre == "depart" or fiche.reunion.close:
            return _depart(entree, commun, bool(reponses))
        return rendu.page("attente.html", **commun)
    if question.id in revelees:
        return rendu.page("mon_resultat.html", **commun, **_resultat(fiche, question, reponses))
    donnee = question.id in reponses
    valeurs = saisie if saisie is not None else _valeurs(question, reponses) if donnee else []
    dit = en_mots(question, reponses[question.id]) if donnee else ""
    return rendu.page(
        "question.html", 422 if faute else 200, **commun, question=question, valeurs=valeurs, dit=dit,
        nsp=NE_SAIT_PAS, aucun=AUCUN,
    )  # fmt: skip


def _valeurs(question: Question, reponses: dict[str, object]) -> list[str]:
    reponse = reponses[question.id]
    if reponse is None:
        return [NE_SAIT_PAS]
    return [AUCUN] if reponse == () else list(reponse) if isinstance(reponse, tuple) else [str(reponse)]


def _resultat(fiche: Contexte, question: Question, reponses: dict[str, object]) -> dict[str, object]:
    """Ce que les règles disent à chacun, pour lui seul, une fois la question révélée."""
    from clas_model.restitution.mots import ETATS

    constats = reunions.salle_de(fiche, (reponses,)).constats(reponses)  # type: ignore[arg-type]
    connus = [constats[i] for i in question.criteres if i in constats and constats[i].etat != "sans_reponse"]
    return {
        "question": question,
        "dit": en_mots(question, reponses[question.id]) if question.id in reponses else "",  # type: ignore[arg-type]
        "constats": [(c, ETATS[c.etat]) for c in connus],
    }


async def tour(demande: Request) -> Response:
    """« Du nouveau ? » : le numéro du tour, et dans combien de temps redemander. Quelques octets, sans la base."""
    if JETON not in demande.cookies and FREIN.serre(adresse_de(demande)):
        return PlainTextResponse("", 429)
    reunion = LECTURES.en_memoire(demande.path_params["code"])
    if reunion is None:
        try:
            reunion = (await run_in_threadpool(Entree, demande)).fiche.reunion
        except ClasError as erreur:
            return PlainTextResponse("", _refus(erreur).status_code)
    presents = LECTURES.presents(reunion)
    cadence = CADENCE * max(1, -(-presents // SALLE))
    return PlainTextResponse(f"{reunion.tour} {cadence}", headers={"Cache-Control": "no-store"})


async def entrer(demande: Request) -> Response:
    """Prend une place dans la salle : un jeton tiré au hasard, que seul ce navigateur garde."""
    champs = await rendu.formulaire(demande)

    def agir() -> Response:
        entree = Entree(demande)
        reponse = rendu.vers(entree.chemin)
        if entree.moi is None:
            observe = (champs or {}).get("role", [""])[0] == "observe"
            jeton = reunions.entrepot().inscrire(entree.fiche.reunion, observe)
            rendu.poser(reponse, demande, JETON, jeton, entree.chemin, reunions.jours_de_garde(), strict=False)
        return reponse

    return await _agir(champs, agir)


async def _agir(champs: object, agir: object) -> Response:
    """Une écriture, ou la page qui dit pourquoi elle n'a pas pu se faire."""
    if champs is None:
        return rendu.erreur("Cet envoi n'a pas pu être lu : revenez à la page, puis recommencez.", 400)
    try:
        return await run_in_threadpool(agir)  # type: ignore[arg-type]
    except ClasError as erreur:
        return _refus(erreur)


async def repondre(demande: Request) -> Response:
    """Garde une réponse ; refusée, elle reste à l'écran avec la phrase qui dit pourquoi."""
    champs = await rendu.formulaire(demande)

    def agir() -> Response:
        entree = Entree(demande)
        numero = (champs or {}).get("question", [""])[0]
        posees = atteintes(entree.fiche.vues, entree.fiche.position)
        question = next((q for q in entree.fiche.questions if q.id == numero and q.id in posees), None)
        if entree.moi is None or entree.moi.observe or question is None:
            return rendu.vers(entree.chemin)
        saisie = [v for v in (champs or {}).get("reponse", []) if v.strip()][:60]
        try:
            reponse = lire_reponse(question, saisie)
        except SaisieRefusee as refus:
            return _page(entree, question.id, refus.message, saisie)
        try:
            reunions.entrepot().repondre(entree.fiche.reunion.id, entree.moi, question.id, reponse)
        except ReponseFermee as refus:
            LECTURES.oublier(entree.fiche.reunion)
            frais = Entree(demande)
            return _page(frais, question.id, str(refus))
        except ClasError as panne:
            return _page(entree, question.id, str(panne), saisie)
        return rendu.vers(
            entree.chemin if entree.fiche.vue.question == question else f"{entree.chemin}?q={question.id}"
        )

    return await _agir(champs, agir)


async def demander(demande: Request) -> Response:
    """La boîte à questions : une page, puis l'envoi."""
    champs = await rendu.formulaire(demande) if demande.method == "POST" else {}

    def agir() -> Response:
        entree = Entree(demande)
        if entree.moi is None:
            return rendu.vers(entree.chemin)
        texte, faute, envoye = (champs or {}).get("texte", [""])[0], "", False
        if demande.method == "POST":
            try:
                reunions.entrepot().envoyer(entree.fiche.reunion.id, entree.moi, texte)
                texte, envoye = "", True
            except ClasError as refus:
                faute = str(refus)
        return rendu.page("boite.html", 422 if faute else 200, **entree.commun, texte=texte, faute=faute, envoye=envoye)

    return await _agir(champs, agir)


# Le départ.


def _depart(entree: Entree, commun: dict[str, object], repondu: bool) -> Response:
    secret = entree.demande.cookies.get(EMPORTE, "")
    lien = ""
    if _SECRET.fullmatch(secret) and reunions.dossier_existe(secret):
        racine = reunions.adresse_publique(rendu.base(entree.demande))
        lien = f"{racine}/essentiel?dossier={secret}"
    corps = f"Mon dossier Clas, à continuer :\n{lien}\n\nQui a ce lien peut lire et modifier le dossier."
    courriel = f"mailto:?subject={quote('Mon dossier Clas')}&body={quote(corps)}"
    return rendu.page("depart.html", **commun, lien=lien, courriel=courriel, repondu=repondu)


async def emporter(demande: Request) -> Response:
    """Crée le dossier d'un téléphone ; s'il l'a déjà, y revient."""
    champs = await rendu.formulaire(demande)

    def agir() -> Response:
        entree = Entree(demande)
        if entree.moi is None:
            return rendu.vers(entree.chemin)
        ouvert = entree.fiche.vue.genre == "depart" or entree.fiche.reunion.close
        reponse = rendu.vers(entree.chemin)
        secret = demande.cookies.get(EMPORTE, "")
        if not ouvert or (_SECRET.fullmatch(secret) and reunions.dossier_existe(secret)):
            return reponse
        secret = reunions.emporter(entree.fiche, reunions.entrepot().reponses(entree.moi))
        rendu.poser(reponse, demande, EMPORTE, secret, entree.chemin, reunions.jours_de_garde(), strict=False)
        # L'accueil le reconnaîtra : un dossier de plus ne se crée pas faute d'avoir retrouvé le premier.
        retenus = ".".join([secret, *lire_cookie(demande.cookies.get(COOKIE))][:RETENUS_MAX])
        rendu.poser(reponse, demande, COOKIE, retenus, "/", 365, strict=True)
        return reponse

    return await _agir(champs, agir)


async def fichier(demande: Request) -> Response:
    """Le dossier en fichier, que l'accueil sait rouvrir ; sans rien créer sur le serveur."""

    def agir() -> Response:
        entree = Entree(demande)
        if entree.moi is None or not (entree.fiche.vue.genre == "depart" or entree.fiche.reunion.close):
            return rendu.vers(entree.chemin)
        reponses = reunions.entrepot().reponses(entree.moi)
        dossier = reunions.salle_de(entree.fiche, (reponses,)).dossier_a_emporter("dossier")
        nom = 'attachment; filename="dossier-clas.json"'
        return Response(ecrire_json(dossier), media_type="application/json", headers={"Content-Disposition": nom})

    return await _agir({}, agir)


ROUTES = [
    Route("/r", taper, methods=["GET", "POST"]),
    Route("/r/{code}", salle, methods=["GET"]),
    Route("/r/{code}/tour", tour, methods=["GET"]),
    Route("/r/{code}/entrer", entrer, methods=["POST"]),
    Route("/r/{code}/repondre", repondre, methods=["POST"]),
    Route("/r/{code}/question", demander, methods=["GET", "POST"]),
    Route("/r/{code}/emporter", emporter, methods=["POST"]),
    Route("/r/{code}/dossier.json", fichier, methods=["GET"]),
]
