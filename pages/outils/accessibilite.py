"""La déclaration d'accessibilité : où l'on en est, ce qui gêne encore, à qui le dire."""

import datetime as dt

import streamlit as st

from clas_model.contenu import profil_installe
from clas_model.francais import date_longue
from pages.commun import affichage, navigation
from pages.commun.affichage import phrase

# Ce que dit `docs/accessibilite.md` ; un test refait le compte.
TAUX = 95
EVALUE_LE = dt.date(2026, 11, 24)
RESTES = (
    "Un lecteur d'écran, Orca, a été essayé sur cinq pages ; ni NVDA, ni VoiceOver, ni des personnes qui s'en servent "
    "chaque jour.",
    "La petite icône d'aide à côté d'une question s'ouvre au survol et au clavier, pas toujours au doigt.",
    "Les liens du menu changent de page par un script : ils ne s'ouvrent pas dans un nouvel onglet.",
    "Le contenu demande JavaScript, sauf les pages du téléphone en réunion.",
    "Un passage cité à l'intérieur d'une phrase n'est pas annoncé comme une citation.",
)

affichage.titre("Accessibilité", "Où en est cet outil, ce qui peut encore gêner, et à qui le dire.", sans_puce=True)
st.markdown("## État de conformité")
st.markdown(
    phrase(
        f"Partiellement conforme au RGAA 4.1.2 : {TAUX} % des critères applicables sont respectés, selon une "
        f"auto-évaluation du {date_longue(EVALUE_LE)}. Ce n'est pas un audit indépendant."
    )
)
st.markdown("## Ce qui peut gêner")
st.markdown("\n".join(f"- {phrase(reste)}" for reste in RESTES))
st.markdown("## Ce qui aide")
st.markdown(
    "\n".join(
        f"- {phrase(aide)}"
        for aide in (
            "Le parcours et la réunion se font au clavier : Tab avance, Maj+Tab recule, Espace ou Entrée choisit, "
            "les flèches changent une réponse.",
            "Le premier Tab d'une page propose d'aller droit au contenu.",
            "Une réponse refusée se dit à voix haute, et reste liée à son champ.",
            "Chaque graphique a son tableau ou son texte.",
            "Le thème clair ou sombre suit celui de votre appareil.",
        )
    )
)
st.markdown("## Signaler une difficulté")
st.markdown(
    phrase(
        "Une page vous bloque ? Dites-le à la personne ou à la Caf qui vous a donné l'adresse de cet outil : quelle "
        "page, avec quel appareil, et ce que vous vouliez faire. Elle peut aussi vous envoyer le questionnaire à "
        "imprimer."
    )
)
if profil_installe():
    navigation.lien("profil", "Les contacts de ma Caf", ":material/account_balance:")
navigation.lien("vierge", "Questionnaire à imprimer", ":material/print:")
st.markdown(
    phrase(
        "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : par son site, par téléphone ou par "
        "courrier gratuit, ou auprès de l'un de ses délégués."
    )
)
