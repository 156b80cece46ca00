"""La relecture : ce qui manque, ce qui se contredit, avec un lien vers chaque endroit."""

import itertools
from collections.abc import Iterable

import streamlit as st

from clas_model.francais import accord
from clas_model.parcours import Reponse, manquantes
from clas_model.restitution.mots import reste_en_mots
from pages.commun import affichage, conflits, listes, navigation, reperes, session
from pages.commun.affichage import phrase


def _ou(reponse: Reponse) -> str:
    """« Effectif (Groupe 2 : Collège) »."""
    manque = reponse.question.manque[0].upper() + reponse.question.manque[1:]
    ou = listes.endroit(reponse.chemin)
    return f"{manque} ({ou})" if ou else manque


def _corriger(chemins: Iterable[str]) -> None:
    """Un lien vers chaque étape à reprendre ; le rôle de qui remplit une étape se dit ailleurs qu'à une étape."""
    etapes = navigation.etapes_de(chemins)
    for etape in etapes:
        navigation.lien(etape.id, f"Corriger à l'étape « {etape.titre} »", ":material/edit:")
    if not etapes:
        navigation.lien("reunir", "Corriger à la page « À plusieurs »", ":material/edit:")


affichage.titre("Relecture", "Les réponses qui manquent encore, étape par étape, et celles qui se contredisent.")
manques = manquantes(session.toutes_les_reponses())
contradictions = session.contradictions_du_dossier()
refus = session.session().refus
if not manques and not contradictions and not refus and not session.dossier().a_confirmer:
    st.success("Aucune réponse ne manque, aucune ne se contredit.", icon=":material/check_circle:")
if contradictions:
    st.markdown("## Ce qui se contredit")
    for contradiction in contradictions:
        st.warning(phrase(contradiction.phrase), icon=":material/compare_arrows:")
        _corriger(contradiction.chemins)
if refus:
    st.markdown("## Ce qui a été refusé")
    for chemin, sien in refus.items():
        st.warning(phrase(f"« {conflits.question(chemin)} » {sien.message}"), icon=":material/error:")
        _corriger([chemin])
reperes.a_confirmer()
if manques:
    st.markdown(f"## {phrase(f'Il reste {reste_en_mots(manques)}')}")
    for identifiant, siens in itertools.groupby(manques, key=lambda r: r.etape):
        etape, liste = session.questionnaire().etape(identifiant), list(siens)
        volet = st.expander(
            phrase(f"{etape.titre} : {accord(len(liste), 'réponse')} à donner"), expanded=len(manques) <= 15
        )
        with volet, affichage.enumeration(f"manques-{identifiant}"):
            for reponse in liste:
                suite = " — vous avez répondu « je ne sais pas »" if reponse.ignoree else ""
                navigation.lien(identifiant, f"{_ou(reponse)}{suite}", ":material/edit:")
st.divider()
navigation.la_suite(
    ("resultats", "Voir mes résultats", ":material/insights:"),
    ("brouillon", "Préparer le brouillon", ":material/description:"),
)
