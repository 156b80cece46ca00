"""L'essai dans l'adresse : on copie le lien de la page, et tout y est."""

import streamlit as st

from clas_model.erreurs import ClasError
from clas_model.referentiel import Referentiel
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.lien import EssaiNomme, ecrire_lien, lire_lien, origine
from pages.commun.affichage import phrase
from pages.outils import champs

PARAMETRE = "essai"
ECRIT, DIT = "essai-lien", "essai-origine"


def lire() -> None:
    """Ouvre l'essai que porte l'adresse, sauf si on vient de l'y écrire ; dit sous quel texte il a été fait."""
    code = st.query_params.get(PARAMETRE)
    if code and code != st.session_state.get(ECRIT):
        st.session_state[ECRIT] = code
        try:
            lien = lire_lien(code)
        except ClasError as erreur:
            st.session_state[DIT] = str(erreur)
            st.query_params.pop(PARAMETRE, None)
        else:
            essai = lien.essais[0]
            valeurs = champs.depuis_hypothese(essai.hypothese, essai.groupes)
            texte = champs.texte_nomme(lien.referentiel, lien.version)
            champs.poser({**valeurs, "texte": texte.id, "version": texte.version})
            st.session_state[DIT] = origine(lien, texte, champs.texte_nomme(texte.id))
    if st.session_state.get(DIT):
        st.info(phrase(st.session_state[DIT]), icon=":material/history:")


def ecrire(hypothese: Hypothese, texte: Referentiel) -> None:
    """Met l'essai dans l'adresse de la page."""
    code = ecrire_lien([EssaiNomme("", hypothese, st.session_state.get(champs.cle("groupes")))], texte)
    st.session_state[ECRIT] = code
    if st.query_params.get(PARAMETRE) != code:
        st.query_params[PARAMETRE] = code
