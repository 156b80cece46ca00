"""Des enfants qui restent entre eux, par niveau ou par lieu : chaque partie se partage seule."""

import streamlit as st

from clas_model.dossier import EFFECTIF_MAX
from clas_model.francais import accord, enumeration
from clas_model.simulation.partages import partages_par_parties
from pages.commun.affichage import phrase

PARTIES = 4


def dessiner(mini: int, maxi: int) -> None:
    """Jusqu'à quatre parties, un nom et un nombre chacune, et les groupes que chacune permet."""
    with st.expander("Mes groupes sont séparés par niveau ou par lieu"):
        saisies = {}
        for rang in range(1, PARTIES + 1):
            nom_, nombre_ = st.columns([2, 1])
            nom = nom_.text_input(f"Niveau ou lieu {rang}", key=f"partie-nom-{rang}", max_chars=60)
            enfants = nombre_.number_input(
                f"Enfants {rang}", value=None, min_value=1, max_value=EFFECTIF_MAX, step=1, key=f"partie-enfants-{rang}"
            )
            if enfants is not None:
                # Deux parties du même nom se distinguent par leur rang.
                libelle = nom.strip() or f"partie {rang}"
                saisies[libelle if libelle not in saisies else f"{libelle} ({rang})"] = enfants
        if not saisies:
            st.caption("Par exemple 12 enfants de CM et 9 de 6e : chaque partie fait ses propres groupes.")
            return
        resultat = partages_par_parties(saisies, mini, maxi)
        for partie in resultat.parties:
            debut = f"{partie.nom}, {accord(partie.enfants, 'enfant')}"
            if partie.partages:
                nombres = [str(p.groupes) for p in partie.partages]
                st.markdown(
                    phrase(f"✔ {debut} : en {enumeration(nombres, 'ou')} groupe{'s' if nombres[-1] != '1' else ''}.")
                )
            else:
                proches = enumeration([accord(n, "enfant") for n in partie.proches], "ou")
                suite = f"Le plus proche qui convient : {proches}."
                st.markdown(phrase(f"✖ {debut} : aucun groupe de {mini} à {maxi}. {suite}"))
        if resultat.impossibles:
            st.warning(phrase(f"À revoir : {enumeration(resultat.impossibles)}."), icon=":material/group_remove:")
