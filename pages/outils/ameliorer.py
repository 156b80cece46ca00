"""Le plus petit changement : un but, les gestes de moindre effort qui y mènent, et quoi renseigner d'abord."""

import streamlit as st

from clas_model.chemins import motif
from clas_model.contenu import charger_leviers
from clas_model.francais import accord
from clas_model.referentiel.base import Effort
from clas_model.restitution.changement import EFFORTS, bilan, etape_en_mots
from clas_model.simulation.buts import ELIGIBLE
from clas_model.simulation.changement import Changement, ameliorer
from clas_model.simulation.gestes import a_la_suite
from clas_model.simulation.sensibilite import inconnues
from clas_model.simulation.variantes import Variante
from pages.commun import affichage, navigation, session
from pages.commun.affichage import phrase
from pages.outils import variantes

TROUVE = "ameliorer-trouve"

affichage.titre("Le plus petit changement", "Le moins qu'il faut changer dans votre dossier pour atteindre un but.")
texte, resultat = session.referentiel(), session.positionnement()


def _sensibilite() -> None:
    """« Renseignez d'abord… » : la réponse qui manque et dont le verdict dépend le plus."""
    manques = inconnues(resultat, 3)
    if not manques:
        return
    st.markdown("## Renseignez d'abord")
    mots = session.questionnaire()
    for inconnue in manques:
        # Une liste qui reste ouverte se ferme là où elle se remplit.
        champ = motif(inconnue.chemin)
        liste = champ.removesuffix("_close")
        question = mots.par_motif.get(liste)
        libelle = question.libelle if question else "Dire que cette liste est complète"
        if question and liste != champ:
            libelle = f"{question.libelle} : dire que la liste est complète"
        etape = mots.etape_du_motif.get(liste) or mots.etape(texte.critere(inconnue.criteres[0]).etape)
        if champ.startswith("charte."):
            libelle = f"La charte : « {libelle} »"
        points = f"la fourchette se resserre de {accord(round(inconnue.points, 1), 'point')}"
        obligatoires = len(inconnue.bloquants)
        depend = "dépend" if obligatoires == 1 else "dépendent"
        if obligatoires:
            points = f"{accord(obligatoires, 'critère obligatoire')} en {depend} ; {points}"
        st.markdown(f"### {phrase(libelle)}\n{phrase(points[0].upper() + points[1:])}.")
        navigation.lien(etape.id, f"Ouvrir l'étape « {etape.titre} »", ":material/arrow_forward:")


def _but() -> str:
    buts = ["Être éligible", "Un score", "Un critère"]
    if resultat.eligibilite == "oui":
        # Le but est déjà atteint : ne pas le proposer le dit mieux qu'une recherche vide.
        buts = buts[1:]
        st.caption("D'après vos réponses, votre projet est déjà éligible.")
    genre = st.segmented_control("But", buts, default=buts[0], key="ameliorer-genre", required=True)
    if genre == "Un score":
        return str(st.slider("Préparation visée, au pire", 1, 100, 70, key="ameliorer-score"))
    if genre == "Un critère":
        titres = {
            c.critere.id: c.critere.titre for c in resultat.constats if c.etat not in ("atteint", "non_applicable")
        }
        if titres:
            return str(st.selectbox("Critère", list(titres), format_func=titres.__getitem__, key="ameliorer-critere"))
    return ELIGIBLE


def _efforts() -> dict[str, Effort]:
    """Les efforts que l'utilisateur change pour sa structure."""
    changes: dict[str, Effort] = {}
    with st.expander("Ce qui est facile ou difficile chez vous"):
        st.caption(
            "L'effort de chaque changement est estimé par cet outil. Corrigez-le : la recherche en tient compte."
        )
        for levier in charger_leviers().leviers:
            choisi = st.segmented_control(
                phrase(levier.titre), list(EFFORTS), default=levier.effort, key=f"effort-{levier.id}", required=True,
                format_func=EFFORTS.__getitem__,
            )  # fmt: skip
            if choisi != levier.effort:
                changes[levier.id] = choisi
    return changes


def _montrer(trouve: Changement) -> None:
    phrases = bilan(trouve, texte)
    # Le but et l'effort d'abord, puis les changements, puis ce que cela donne.
    debut = 2 if trouve.etapes else 1
    (st.success if trouve.atteint else st.warning)(phrase(" ".join(phrases[:debut])))
    lignes = []
    for n, etape in enumerate(trouve.etapes, start=1):
        effort = EFFORTS[leviers.levier(etape.geste.levier).effort]
        fois = f" × {etape.geste.fois}" if etape.geste.fois > 1 else ""
        lignes.append(f"{n}. {phrase(etape_en_mots(etape))} (effort {effort}{fois})")
    st.markdown("\n".join(lignes))
    st.markdown("\n\n".join(map(phrase, phrases[debut:])))
    nombres = tuple(e.geste for e in trouve.etapes if e.nature == "nombres")
    if nombres:
        copie = a_la_suite(session.dossier(), nombres)
        st.caption("Seuls les changements de nombres peuvent entrer dans le dossier : le reste est à dire ou à écrire.")
        if st.button("Garder comme variante", key="ameliorer-garder", icon=":material/bookmark_add:"):
            st.info(phrase(variantes.garder(Variante(f"Vers {trouve.but}", copie))))
        navigation.lien("scenarios", "Comparer les variantes", ":material/view_column:")


but = _but()
leviers = charger_leviers().avec_efforts(_efforts())
demande = (session.dossier(), but, leviers)
if st.button("Chercher le plus petit changement", type="primary", key="ameliorer-chercher", icon=":material/search:"):
    with st.spinner("Recherche…"):
        trouve = ameliorer(session.dossier_juge(), texte, leviers, but, session.aujourdhui())
    st.session_state[TROUVE] = (demande, trouve)
gardee, trouve = st.session_state.get(TROUVE, (None, None))
if trouve is not None and gardee == demande:
    _montrer(trouve)
_sensibilite()
