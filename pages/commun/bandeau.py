"""Ce qui reste en vue : l'avancement et le verdict en haut de page, le menu sur le côté."""

import streamlit as st

from clas_model.francais import accord, intervalle, typographie
from clas_model.parcours import avancement
from pages.commun import registre, session
from pages.commun.affichage import VERDICTS, phrase

# Le contenu commence plus haut ; l'état et les critères restent en vue pendant qu'on répond.
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.25rem; }
[data-testid="stSidebarUserContent"] { padding-top: 0; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: 0.35rem; }
.st-key-etat { position: sticky; top: 3rem; z-index: 90; background: var(--background-color, #fff);
  padding: 0.35rem 0; }
@media (min-width: 1100px) {
  [data-testid="stColumn"]:has(.st-key-criteres) { position: sticky; top: 7.5rem; align-self: flex-start;
    max-height: calc(100vh - 9rem); overflow-y: auto; }
}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"] { display: none; }
  .st-key-etat { position: static; }
}
</style>"""


def menu() -> None:
    """Les pages par rubrique ; une étape dont tout est vu porte une coche."""
    st.html(_STYLE)
    etat = session.session()
    etat.secret_du_menu = etat.secret
    toutes = session.toutes_les_reponses()
    etapes = {e.id for e in session.questionnaire().etapes}
    with st.sidebar:
        for rubrique, pages in registre.rubriques().items():
            if rubrique:
                st.caption(rubrique)
            for identifiant, icone in pages:
                if identifiant in etapes:
                    avance = avancement(toutes, identifiant)
                    icone = ":material/check_circle:" if avance.total and avance.vues == avance.total else icone
                registre.lien(identifiant, registre.page(identifiant).title, icone, etat.secret)


def etat() -> None:
    """L'avancement, le verdict, l'enregistrement, puis ce que la session a à dire."""
    etat = session.session()
    session.ecrire_adresse()
    if etat.secret != etat.secret_du_menu:
        # Le dossier vient d'être créé dans la partie vivante : les liens du menu doivent le porter.
        st.rerun(scope="app")
    avance = avancement(session.toutes_les_reponses())
    resultat = session.positionnement()
    libelle, _, icone = VERDICTS[resultat.eligibilite]
    quand = session.heure_enregistrement()
    morceaux = [
        f"**{phrase(etat.dossier.structure.nom or 'Dossier sans nom')}**",
        f"{accord(avance.vues, 'réponse')} sur {avance.total}",
        f"{icone} **{libelle}**",
        f"préparation **{intervalle(resultat.score.min, resultat.score.max)}**",
    ]
    if quand and not (etat.panne or etat.conflit):
        morceaux.append(f":material/cloud_done: enregistré à {quand}")
    elif etat.exemple:
        morceaux.append("exemple fictif, non enregistré")
    with st.container(key="etat"):
        st.progress(avance.part, text=" · ".join(morceaux))
    _messages(etat)


def _messages(etat: session.Session) -> None:
    """Ce que l'utilisateur doit savoir avant d'aller plus loin, en haut de page."""
    if etat.message:
        st.warning(phrase(etat.message), icon=":material/info:")
        etat.message = None
    if etat.panne:
        st.error(phrase(etat.panne), icon=":material/cloud_off:")
        st.button("Réessayer d'enregistrer", on_click=session.reessayer, key="reessayer")
    if etat.conflit:
        st.error(
            phrase(f"{etat.conflit} Votre dernière réponse n'est pas enregistrée : choisissez la version à garder."),
            icon=":material/sync_problem:",
        )
        garder, reprendre = st.columns(2)
        garder.button("Garder ma version", on_click=session.garder_ma_version, key="garder")
        reprendre.button(
            "Reprendre la version enregistrée", on_click=session.reprendre_version_enregistree, key="reprendre"
        )
    if etat.annulable:
        nom, _ = etat.annulable
        texte, bouton = st.columns([4, 1], vertical_alignment="center")
        texte.info(phrase(f"{nom} : retiré."), icon=":material/delete:")
        bouton.button("Annuler le retrait", on_click=session.annuler_retrait, key="annuler")


def reste(nombre: int) -> str:
    """« encore 3 réponses », « tout est rempli »."""
    return typographie(f"encore {accord(nombre, 'réponse')}" if nombre else "tout est rempli")
