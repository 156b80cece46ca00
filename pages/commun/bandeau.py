"""Ce qui reste en vue : l'avancement et le verdict en haut de page, le menu sur le côté."""

import streamlit as st

from clas_model.francais import accord, intervalle, typographie
from clas_model.parcours import avancement
from clas_model.restitution.mots import ELIGIBILITES
from pages.commun import avis, ouverture, registre, reprise, session
from pages.commun.affichage import VERDICTS, enumeration, phrase
from pages.commun.session import Session

# Au-delà, l'état ne tiendrait plus sur une ligne.
NOM_MAX = 28


def menu() -> None:
    """Les pages par rubrique ; une étape toute répondue porte une coche, sauf si un critère obligatoire y échoue."""
    etat = session.session()
    etat.secret_du_menu = etat.secret
    toutes = session.toutes_les_reponses()
    bloquees = {c.critere.etape for c in session.positionnement().constats if c.exclut}
    etapes = {}
    for etape, chiffre in zip(session.questionnaire().etapes, registre.CHIFFRES, strict=False):
        avance = avancement(toutes, etape.id)
        complete = avance.total and avance.vues == avance.total
        etapes[etape.id] = ":material/check_circle:" if complete else chiffre
        if etape.id in bloquees:
            etapes[etape.id] = ":material/error:"
    with st.sidebar:
        for rang, (rubrique, pages) in enumerate(registre.rubriques().items()):
            montrees = [(i, etapes.get(i, icone)) for i, icone in pages if _au_menu(i, etapes)]
            if rubrique in registre.REPLIEES:
                ouverte = any(identifiant == etat.page for identifiant, _ in montrees)
                with st.expander(rubrique, expanded=ouverte):
                    _liens(montrees, rang)
            else:
                if rubrique:
                    st.caption(rubrique)
                _liens(montrees, rang)


def _au_menu(identifiant: str, etapes: dict[str, str]) -> bool:
    """Ni une page qui ne s'ouvre que d'une autre, ni une étape où le texte du dossier ne demande rien."""
    return identifiant not in registre.HORS_DU_MENU and (identifiant not in registre.etapes() or identifiant in etapes)


def _liens(pages: list[tuple[str, str]], rang: int) -> None:
    secret = session.session().secret
    with enumeration(f"menu-{rang}"):
        for identifiant, icone in pages:
            registre.lien(identifiant, registre.page(identifiant).title, icone, secret)


def etat() -> None:
    """L'avancement, le verdict, l'enregistrement, puis ce que la session a à dire."""
    etat = session.session()
    ouverture.ecrire_adresse()
    if etat.secret != etat.secret_du_menu:
        # Le dossier vient d'être créé dans la partie vivante : les liens du menu doivent le porter.
        st.rerun(scope="app")
    resultat = session.positionnement()
    _, icone = VERDICTS[resultat.eligibilite]
    part, ou = _ou_en_est_on(etat)
    quand = session.heure_enregistrement()
    morceaux = [
        f"**{phrase(_abrege(etat.dossier.structure.nom or 'Dossier sans nom'))}**",
        f"{icone} **{ELIGIBILITES[resultat.eligibilite].titre}**",
        f"préparation **{_d_un_seul_tenant(intervalle(resultat.score.min, resultat.score.max))}**",
    ]
    if etat.dossier.fictif:
        morceaux.append("**exemple fictif**" if quand else "**exemple fictif**, non enregistré")
    if quand and not etat.panne:
        morceaux.append(f":material/cloud_done: enregistré à {quand}")
    # En dernier, au-dessus de la barre : c'est d'elles qu'elle dit la part, et non de la préparation.
    morceaux.append(_d_un_seul_tenant(ou))
    with st.container(key="etat"):
        # Tant qu'aucun dossier n'est commencé, il n'y a d'état à montrer que là où l'on va le remplir ou le juger.
        if etat.secret or etat.exemple or etat.page in registre.du_dossier():
            st.progress(part, text=" · ".join(morceaux))
        avis.pressants(etat)
    # Une boîte qui reste là, même vide : sans elle, un avis de plus décalerait la page, et le navigateur en referait
    # tous les champs, celui où l'on écrit compris.
    with st.container(key="avis"):
        avis.montrer(etat)
        reprise.temoin()


def _ou_en_est_on(etat: Session) -> tuple[float, str]:
    """La part répondue, et ses mots ; sur la page de l'essentiel, l'essentiel seul : deux comptes se contrediraient."""
    if etat.page == "essentiel":
        siennes = session.reponses_essentielles()
        restantes = sum(not r.vue for r in siennes)
        faites = len(siennes) - restantes
        return 1 - restantes / len(siennes), f"l'essentiel : {faites} sur {len(siennes)}, {reste(restantes)}"
    avance = avancement(session.toutes_les_reponses())
    return avance.part, f"{accord(avance.vues, 'réponse')} sur {avance.total} en tout"


def pied() -> None:
    """Sous chaque page : la clé du dossier, qui n'en a pas d'autre, le plan, et l'accessibilité, que veut la loi."""
    with st.container(key="pied"), enumeration("pied", horizontal=True):
        if session.session().secret:
            registre.lien("partager", "Garder le lien de mon dossier", None, session.session().secret)
        registre.lien("plan", "Plan du site", None, session.session().secret)
        registre.lien("accessibilite", "Accessibilité : partiellement conforme", None, session.session().secret)


def _d_un_seul_tenant(mots: str) -> str:
    """Sur un téléphone, « 331 réponses sur 331 en tout » ne se coupe pas d'une ligne à l'autre."""
    return mots.replace(" ", "\u00a0")


def _abrege(nom: str) -> str:
    return nom if len(nom) <= NOM_MAX else f"{nom[: NOM_MAX - 1].rstrip()}…"


def reste(nombre: int) -> str:
    """« encore 3 réponses », « tout est rempli »."""
    return typographie(f"encore {accord(nombre, 'réponse')}" if nombre else "tout est rempli")
