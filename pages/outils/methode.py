"""La méthode : les niveaux, les poids, la formule, les sources, le glossaire."""

import streamlit as st

from clas_model.positionnement import DEMI_POINTS, INTERPRETATION
from clas_model.restitution.mots import ETATS, source_datee, texte_applique
from clas_model.restitution.plume import majuscule
from pages.commun import affichage, lexique, navigation, session
from pages.commun.affichage import phrase

texte = session.referentiel()
affichage.titre(
    "Méthode et sources", "Comment vos réponses deviennent un verdict, et d'où vient chaque règle.", sans_puce=True
)
st.caption(phrase(f"{texte_applique(texte)} Version du contenu : {texte.version}."))

st.markdown("## Deux résultats indépendants")
st.markdown(
    phrase(
        "L'éligibilité dépend des seuls critères obligatoires. Un seul d'entre eux non atteint bloque : c'est « non ». "
        "Sinon, un seul sans réponse, ou atteint en partie, et l'éligibilité est « indéterminée ». Tous atteints : "
        "« oui ». Aucun score, même élevé, ne cache un critère qui bloque."
    )
)
st.markdown(
    phrase(
        "La préparation est une moyenne sur 100. Chaque critère y compte selon le poids de son niveau. "
        "Tant que des réponses manquent, c'est une fourchette : au pire, les critères sans réponse valent 0 ; "
        "au mieux, ils valent 1. Un critère sans objet sort du calcul. Le score d'ensemble porte sur tous les "
        "critères : ce n'est pas la moyenne des axes."
    )
)
st.markdown(phrase("Le calcul : 100 × (somme des poids × notes) ÷ (somme des poids)."))
st.markdown("### Ce que vaut chaque état")
st.table(
    {
        "État": [str(ETATS[etat]) for etat in ETATS],
        "Note": [
            "hors du calcul"
            if etat not in DEMI_POINTS
            else " à ".join(dict.fromkeys(str(n / 2).replace(".0", "").replace(".", ",") for n in DEMI_POINTS[etat]))
            for etat in ETATS
        ],
    },
    hide_index=True,
)
st.markdown("### Les niveaux d'exigence et leurs poids")
st.markdown(phrase("Les niveaux viennent des mots de la source. Les poids sont un choix de cet outil."))
st.table(
    {
        "Niveau": [phrase(n.libelle) for n in texte.niveaux],
        "Poids": [str(n.poids) for n in texte.niveaux],
        "Obligatoire": ["oui" if n.bloquant else "non" for n in texte.niveaux],
        "Mots de la source": [phrase(n.mots_source) for n in texte.niveaux],
    },
    hide_index=True,
)

st.markdown("## Les critères et leurs sources")
navigation.lien("critere", "Chaque critère a sa page, que l'on peut envoyer", ":material/link:")
for axe in texte.axes:
    with st.expander(phrase(f"{axe.libelle} : {axe.presentation}")):
        for critere in texte.criteres:
            if critere.axe == axe.id:
                niveau = texte.niveau(critere.niveau)
                source = texte.source(critere.passage.source)
                lecture = f"\n\n{INTERPRETATION} : {phrase(critere.lecture_produit)}" if critere.lecture_produit else ""
                st.markdown(
                    f"### {phrase(critere.titre)}\n{phrase(niveau.libelle)}  \n{phrase(critere.explication)}\n\n"
                    f"{affichage.passage(f'« {critere.passage.texte} » — {source_datee(source)}')}{lecture}"
                )

st.markdown("## Les textes lus")
for source in texte.sources:
    precision = f" ; {source.precision}" if source.precision else ""
    st.markdown(f"- {phrase(f'{majuscule(source.titre)} — {source.date_libelle}{precision}')}")

navigation.lien("profil", "Ce qu'une Caf peut ajouter : son profil, ou un exemple", ":material/account_balance:")
st.markdown("## Glossaire")
st.html(lexique.definitions(session.questionnaire().glossaire))
