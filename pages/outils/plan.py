"""Le plan du site : chaque page, par rubrique."""

import streamlit as st

from pages.commun import affichage, navigation, registre, session

affichage.titre("Plan du site", "Toutes les pages, rubrique par rubrique.", sans_puce=True)
# Les mêmes numéros que le menu, et sans l'étape où le texte du dossier ne demande rien.
demandees = dict(zip((e.id for e in session.questionnaire().etapes), registre.CHIFFRES, strict=False))
for rubrique, pages in registre.rubriques().items():
    st.markdown(f"## {rubrique or 'Commencer'}")
    with affichage.enumeration(f"plan-{pages[0][0]}"):
        for identifiant, icone in pages:
            if identifiant in demandees or identifiant not in registre.etapes():
                navigation.lien(identifiant, registre.page(identifiant).title, demandees.get(identifiant, icone))
