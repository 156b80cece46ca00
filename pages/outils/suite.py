"""La suite d'un essai : le garder comme variante du dossier, le partager."""

import streamlit as st

from clas_model.referentiel import Referentiel
from clas_model.simulation.variantes import Variante, avec_les_groupes
from clas_model.simulation.verification import Verification
from pages.commun import navigation, session
from pages.commun.affichage import phrase
from pages.outils import champs, variantes


def dessiner(v: Verification, texte: Referentiel) -> None:
    """Un nom et un bouton, puis le lien."""
    st.markdown("## Garder cet essai comme variante")
    st.caption("Une variante est votre dossier avec ces groupes. Elle est gardée avec lui et n'y change rien.")
    nom = st.text_input(
        "Nom de la variante", key=champs.cle("nom"), max_chars=60, placeholder="Par exemple : deux soirs"
    )
    if st.button("Garder", key="essai-garder", disabled=v.dossier is None, icon=":material/bookmark_add:"):
        copie = avec_les_groupes(session.dossier(), v)
        st.info(
            phrase(variantes.garder(Variante(nom.strip() or f"Essai {len(variantes.toutes()) + 1}", copie, v.cout)))
        )
    navigation.lien("scenarios", "Comparer les variantes", ":material/view_column:")
    st.markdown("## Partager")
    st.markdown("L'adresse de cette page contient tout l'essai, avec la version du texte. Copiez ce lien :")
    # Sans le dossier ouvert : le lien ne donne que l'essai.
    st.code(f"{st.context.url or ''}?essai={st.query_params.get('essai', '')}", language=None, wrap_lines=True)
    st.caption("Le serveur n'en garde rien. Ce lien n'ouvre pas votre dossier.")
