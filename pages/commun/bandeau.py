"""Le bandeau latéral : avancement, verdict et enregistrement, toujours en vue."""

import streamlit as st

from clas_model.francais import accord, intervalle, typographie
from clas_model.parcours import avancement
from pages.commun import navigation, registre, session
from pages.commun.affichage import VERDICTS, phrase

# Le contenu commence plus haut ; les critères restent en vue pendant qu'on répond.
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.5rem; }
[data-testid="stSidebarUserContent"] { padding-top: 0; }
@media (min-width: 1100px) {
  [data-testid="stColumn"]:has(.st-key-criteres) { position: sticky; top: 4rem; align-self: flex-start;
    max-height: calc(100vh - 5rem); overflow-y: auto; }
}
@media print { [data-testid="stSidebar"], [data-testid="stHeader"] { display: none; } }
</style>"""


def dessiner() -> None:
    """Avancement, verdict du moment, état de l'enregistrement, messages de la session."""
    etat = session.session()
    st.html(_STYLE)
    with st.sidebar:
        avance = avancement(session.toutes_les_reponses())
        nom = etat.dossier.structure.nom or ("Exemple" if etat.exemple else "Dossier sans nom")
        st.markdown(f"**{phrase(nom)}**")
        st.progress(avance.part, text=f"{avance.vues} réponses sur {avance.total}")
        resultat = session.positionnement()
        libelle, _, icone = VERDICTS[resultat.eligibilite]
        st.markdown(f"{icone} {libelle}  \nPréparation : **{intervalle(resultat.score.min, resultat.score.max)}**")
        if quand := session.heure_enregistrement():
            st.caption(f":material/cloud_done: Enregistré à {quand}")
        elif etat.exemple:
            st.caption("Exemple fictif : rien n'est enregistré tant que vous ne changez rien.")
        _menu()
    _messages(etat)


def _menu() -> None:
    """Les pages par rubrique ; une étape dont tout est vu porte une coche."""
    toutes = session.toutes_les_reponses()
    etapes = {e.id for e in session.questionnaire().etapes}
    for rubrique, pages in registre.rubriques().items():
        if rubrique:
            st.caption(rubrique)
        for identifiant, icone in pages:
            if identifiant in etapes:
                avance = avancement(toutes, identifiant)
                icone = ":material/check_circle:" if avance.total and avance.vues == avance.total else icone
            navigation.lien(identifiant, registre.page(identifiant).title, icone)


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
