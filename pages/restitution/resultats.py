"""Les résultats : le verdict, les écarts, les prochaines étapes, les alertes, la charte."""

import streamlit as st

from clas_model.charte import vue_charte
from clas_model.francais import intervalle, nombre, typographie
from clas_model.plan_action import ProchaineEtape, prochaines_etapes
from clas_model.positionnement import Positionnement
from clas_model.restitution import graphique, tableaux
from pages.commun import affichage, navigation, session
from pages.commun.affichage import phrase

APPUIS = {"appuye": "Appuyé", "contredit": "Contredit", "sans_element": "Sans élément"}
ACCEPTE = {True: "✔ Accepté", False: "✖ Refusé", None: "? Sans réponse"}


def _tableau(entetes: tuple[str, ...], lignes: list[tuple[str, ...]], legende: str) -> None:
    """Un tableau HTML simple, lu par les lecteurs d'écran ; les cellules ne sont jamais interprétées."""
    st.caption(phrase(legende))
    colonnes = [[phrase(ligne[i]) for ligne in lignes] for i in range(len(entetes))]
    st.table(dict(zip(entetes, colonnes, strict=True)), hide_index=True)


def _etape(rang: int, etape: ProchaineEtape) -> None:
    constat = etape.constat
    with st.container(border=True):
        effet = (
            "nécessaire à l'éligibilité"
            if etape.ouvre_eligibilite
            else f"jusqu'à {nombre(etape.gain, 1)} points de plus"
        )
        st.markdown(f"**{rang}. {phrase(constat.critere.titre)}** — {phrase(effet)}")
        st.markdown(
            f"**Pourquoi** : {phrase(constat.verdict.fait)}  \n**Comment** : {phrase(constat.suite)}  \n"
            f"**Source** : {phrase(constat.reference)}"
        )
        titre = session.questionnaire().etape(constat.critere.etape).titre
        navigation.lien(constat.critere.etape, f"Ouvrir l'étape « {titre} »", ":material/arrow_forward:")


def _ecarts(resultat: Positionnement) -> None:
    st.markdown("## Les écarts")
    par_axe, par_critere, table = st.tabs(["Par axe", "Par critère", "Tableau"])
    with par_critere:
        st.vega_lite_chart(graphique.graphique_criteres(resultat), theme=None, key="graphique-criteres")
    with par_axe:
        st.vega_lite_chart(graphique.graphique_axes(resultat), theme=None, key="graphique-axes")
        with st.expander("Le graphique en quelques phrases"):
            st.markdown(phrase(graphique.texte_alternatif(resultat)))
    with table:
        _tableau(
            ("Axe", "Préparation"),
            [(resultat.referentiel.axe(a.id).libelle, intervalle(a.score.min, a.score.max)) for a in resultat.axes],
            "Par axe.",
        )
        _tableau(
            tableaux.ENTETES[:6],
            [
                (*ligne.cellules[:2], ligne.niveau + (" — bloquant" if ligne.bloquant else ""), *ligne.cellules[3:6])
                for ligne in tableaux.lignes(resultat)
            ],
            "Par critère. « Bloquant » : le critère décide de l'éligibilité.",
        )


def _charte() -> None:
    st.markdown("## La charte")
    vus = vue_charte(session.dossier(), session.referentiel())
    _tableau(
        ("Engagement", "Réponse", "Le dossier", "Pourquoi"),
        [(v.engagement.titre, ACCEPTE[v.accepte], APPUIS[v.appui], v.phrase) for v in vus],
        "Les neuf engagements : votre réponse, et ce que les faits du dossier en disent.",
    )


resultat = session.positionnement()
affichage.titre("Résultats")
st.caption(phrase(f"Selon « {resultat.referentiel.titre} » ({resultat.referentiel.date_libelle})."))
affichage.verdict(resultat)
if resultat.score.min != resultat.score.max:
    st.caption(
        typographie(
            "La fourchette va du pire au meilleur cas selon les réponses qui manquent. Chaque réponse la resserre."
        )
    )
for contradiction in session.contradictions_du_dossier():
    st.warning(phrase(contradiction.phrase), icon=":material/compare_arrows:")
_ecarts(resultat)
etapes = prochaines_etapes(resultat)
if etapes:
    st.markdown("## Les prochaines étapes")
    st.caption("D'abord ce qui ouvre l'éligibilité, puis ce qui rapporte le plus pour le moins d'effort.")
    for rang, etape in enumerate(etapes, start=1):
        _etape(rang, etape)
if resultat.alertes:
    st.markdown("## Les points de vigilance")
    st.caption("Ils ne changent ni l'éligibilité ni le score.")
    for alerte in resultat.alertes:
        st.warning(
            f"**{phrase(resultat.referentiel.alerte(alerte.id).titre)}**  \n{phrase(alerte.phrase)}",
            icon=":material/warning:",
        )
_charte()
st.markdown("## Tous les constats")
for axe in resultat.referentiel.axes:
    siens = [c for c in resultat.constats if c.critere.axe == axe.id]
    with st.expander(f"{phrase(axe.libelle)} ({len(siens)})"):
        for constat in siens:
            bloquant = " — **bloquant**" if constat.bloquant else ""
            st.markdown(f"#### {phrase(constat.critere.titre)}\n{affichage.etiquette(constat.etat)}{bloquant}")
            affichage.constat_detaille(constat)
navigation.lien("methode", "Comment le score est calculé", ":material/menu_book:")
navigation.lien("brouillon", "Préparer le brouillon", ":material/description:")
