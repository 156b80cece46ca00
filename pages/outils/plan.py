"""Le plan du site : chaque page, par rubrique."""

import streamlit as st

from pages.commun import affichage, navigation, registre

affichage.titre("Plan du site", "Toutes les pages, rubrique par rubrique.", sans_puce=True)
for rubrique, pages in registre.rubriques().items():
    st.markdown(f"## {rubrique or 'Commencer'}")
    with affichage.enumeration(f"plan-{pages[0][0]}"):
        for identifiant, icone in pages:
            navigation.lien(identifiant, registre.page(identifiant).title, icone)
