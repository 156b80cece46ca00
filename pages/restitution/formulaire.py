"""Remplir le formulaire Word d'une Caf : les champs reconnus, ceux qui ne le sont pas, le document rempli."""

import hashlib

import streamlit as st

from clas_model.contenu.modeles import lire_modele
from clas_model.erreurs import FichierRefuse
from clas_model.francais import accord
from clas_model.isolement import Rempli, remplir
from clas_model.restitution.champs import catalogue, contexte
from clas_model.restitution.docx import GABARIT
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.plan import Document, nom_de_fichier, plan_du_brouillon
from pages.commun import affichage, navigation, session
from pages.commun.affichage import brut, phrase

GARDE = "formulaire-rempli"


def _remplir(gabarit: bytes, document: Document) -> Rempli | str:
    """Le formulaire rempli, ou la phrase qui dit pourquoi il ne l'est pas ; une fois par fichier et par dossier."""
    cle = (hashlib.sha256(gabarit).hexdigest(), session.dossier())
    garde = st.session_state.get(GARDE)
    if garde is None or garde[0] != cle:
        try:
            mots = contexte(session.dossier(), session.questionnaire(), document)
            resultat: Rempli | str = remplir(gabarit, mots, lire_modele(GABARIT))
        except FichierRefuse as erreur:
            resultat = str(erreur)
        st.session_state[GARDE] = garde = (cle, resultat)
    rempli: Rempli | str = garde[1]
    return rempli


def _champs(rempli: Rempli, connus: dict[str, str]) -> None:
    """Ce que le gabarit nomme : reconnu d'abord, puis inconnu."""
    reconnus = [c for c in rempli.champs if c in connus]
    inconnus = [c for c in rempli.champs if c not in connus]
    if not rempli.champs:
        st.warning("Ce document n'a aucun code entre doubles accolades : il ressort tel quel.", icon=":material/info:")
        return
    st.markdown(f"**{phrase(accord(len(reconnus), 'code reconnu'))}**, {phrase(accord(len(inconnus), 'inconnu'))}.")
    if reconnus:
        st.table(
            {"Code": [brut(c) for c in reconnus], "Ce qu'il reçoit": [phrase(connus[c]) for c in reconnus]},
            hide_index=True,
        )
    if inconnus:
        st.warning(
            phrase(
                f"À remplir à la main ou à renommer : {', '.join(inconnus)}. Dans le document, ils sont marqués "
                "« champ inconnu »."
            ),
            icon=":material/edit:",
        )


affichage.titre(
    "Le formulaire de ma Caf",
    "Votre Caf vous envoie un formulaire Word ? Écrivez un code dans chaque case, par exemple « {{ structure.nom }} » "
    "pour le nom de la structure : déposé ici, le formulaire ressort rempli. Tous les codes sont plus bas.",
    sans_puce=True,
)
fichier = st.file_uploader("Formulaire Word", type=["docx"], key="gabarit-caf")
document = plan_du_brouillon(session.dossier(), session.positionnement(), session.questionnaire(), session.aujourdhui())
connus = catalogue(session.questionnaire(), document)
if fichier is not None:
    resultat = _remplir(fichier.getvalue(), document)
    if isinstance(resultat, str):
        st.error(phrase(resultat), icon=":material/block:")
    else:
        _champs(resultat, connus)
        st.download_button(
            "Télécharger le formulaire rempli",
            data=resultat.octets,
            file_name=nom_de_fichier(session.dossier(), "docx").replace("clas", "formulaire", 1),
            mime=FORMATS["docx"].mime,
            icon=":material/description:",
            type="primary",
            on_click="ignore",
        )
st.caption(
    "Le formulaire est rempli à part, sans accès aux fichiers ni au réseau ; il n'est pas conservé. Relisez-le avant "
    "de l'envoyer."
)
with st.expander(phrase(f"Les {len(connus)} codes que l'on peut écrire dans un formulaire")):
    st.markdown(
        phrase(
            "Un code s'écrit entre doubles accolades. Pour une liste, une ligne « {%p for g in groupes %} », puis les "
            "codes « {{ g.nom }} », puis une ligne « {%p endfor %} »."
        )
    )
    st.table({"Code": [brut(c) for c in connus], "Contenu": [phrase(v) for v in connus.values()]}, hide_index=True)
navigation.lien("brouillon", "Revenir au brouillon", ":material/description:")
