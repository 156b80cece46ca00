"""Le lien du dossier, le lien de lecture, le fichier : de quoi revenir, et de quoi donner."""

import functools

import streamlit as st

from clas_model.erreurs import ClasError
from clas_model.fichier import ecrire_json
from clas_model.restitution.plan import nom_de_fichier
from pages.commun import affichage, enregistrement, fichiers, liens, navigation, session
from pages.commun.affichage import phrase


def _couper() -> None:
    etat = session.session()
    if etat.secret:
        enregistrement.entrepot().unshare(etat.secret)
        st.session_state.pop("lecture", None)
        etat.message = "Le lien de lecture est coupé : il ne mène plus à rien."


def _reprise(secret: str) -> None:
    lien, nom = liens.adresse(secret), session.dossier().structure.nom
    st.markdown("## Le lien pour revenir")
    st.markdown(
        "Il ramène à ce dossier, depuis n'importe quel appareil. **Qui l'a peut tout modifier** : ne le donnez qu'aux "
        "personnes qui préparent le dossier avec vous."
    )
    liens.montrer(lien, "Le lien pour revenir à ce dossier")
    liens.portee(lien)
    gauche, droite = st.columns([1, 2], vertical_alignment="center")
    with gauche:
        liens.qr(lien)
    with droite:
        st.caption("Sur un téléphone : visez ce code avec l'appareil photo. Ne le projetez pas devant une salle.")
        st.download_button(
            "Garder le lien dans un fichier",
            data=functools.partial(liens.en_fichier, lien, nom),
            file_name=nom_de_fichier(session.dossier(), "html"),
            mime="text/html",
            icon=":material/attach_file:",
            on_click="ignore",
            help="Une petite page à ranger ou à envoyer : un clic dessus ouvre le dossier.",
        )
        st.caption("Si vous perdez ce lien, personne ne peut le retrouver : le serveur ne le garde pas en clair.")


def _lecture(secret: str) -> None:
    st.markdown("## Un lien pour lire seulement")
    st.markdown("Pour une relecture : il montre le dossier, ses résultats et son brouillon, sans rien pouvoir changer.")
    if not st.session_state.get("lecture"):
        if st.button("Créer le lien de lecture", key="creer-lecture", icon=":material/visibility:"):
            st.session_state["lecture"] = secret
            st.rerun()
        return
    try:
        lecture = enregistrement.entrepot().share(secret)
    except ClasError as erreur:
        st.error(phrase(str(erreur)), icon=":material/cloud_off:")
        return
    liens.montrer(liens.adresse(lecture), "Le lien pour lire ce dossier")
    st.button("Couper ce lien", on_click=_couper, key="couper-lecture", icon=":material/link_off:", type="tertiary")


def _fichier() -> None:
    st.markdown("## Le fichier du dossier")
    st.markdown("Une copie complète, à garder chez vous. L'accueil sait la rouvrir, ici ou sur une autre machine.")
    with st.container(horizontal=True):
        st.download_button(
            "Télécharger le dossier (JSON)",
            data=functools.partial(ecrire_json, session.dossier()),
            file_name=nom_de_fichier(session.dossier(), "json"),
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
        )
        st.button(
            "Partir de ce dossier pour l'an prochain",
            on_click=lambda: fichiers.repartir(session.dossier()),
            key="reconduire",
            icon=":material/event_repeat:",
            help="Un nouveau dossier, où tout est repris et ce qui a pu changer est à confirmer. Celui-ci reste.",
        )


affichage.titre("Revenir et partager", "Le lien pour revenir à ce dossier, et celui pour le montrer.", sans_puce=True)
etat = session.session()
if etat.secret and not etat.lecture_seule:
    _reprise(etat.secret)
    st.divider()
    _lecture(etat.secret)
    st.divider()
    _fichier()
elif etat.lecture_seule:
    st.info("Vous lisez ce dossier. Seules les personnes qui peuvent le modifier en donnent le lien.")
    _fichier()
else:
    navigation.pas_encore("donnez une première réponse, et le dossier aura son lien")
