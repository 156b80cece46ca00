"""Les résultats : le verdict, les écarts, les prochaines étapes, les alertes, la charte."""

import streamlit as st

from clas_model import textes
from clas_model.charte import SANS_ELEMENT, EngagementVu, vue_charte
from clas_model.francais import accord, typographie
from clas_model.plan_action import ProchaineEtape, prochaines_etapes
from clas_model.positionnement import Constat, Positionnement
from clas_model.restitution import graphique, mots, tableaux
from clas_model.restitution.plume import en_phrase
from pages.commun import affichage, lexique, navigation, session
from pages.commun.affichage import phrase

EFFORTS = {"S": "peu d'effort", "M": "effort moyen", "L": "gros effort"}
ACCEPTE = {True: "✔ Accepté", False: "✖ Refusé"}


def _tableau(entetes: tuple[str, ...], lignes: list[tuple[str, ...]]) -> None:
    """Un tableau HTML simple, lu par les lecteurs d'écran ; les cellules ne sont jamais interprétées."""
    colonnes = [[phrase(ligne[i]) for ligne in lignes] for i in range(len(entetes))]
    st.table(dict(zip(entetes, colonnes, strict=True)), hide_index=True)


def _etape(rang: int, etape: ProchaineEtape, source: str) -> None:
    """`source` : celle que le haut de la rubrique a déjà nommée, et qui ne se redit pas."""
    constat = etape.constat
    with st.container(border=True):
        effet = (
            "Nécessaire à l'éligibilité"
            if etape.ouvre_eligibilite
            else f"Jusqu'à {accord(round(etape.gain, 1), 'point')} de plus"
        )
        st.markdown(f"### {rang}. {phrase(constat.critere.titre)}")
        st.markdown(
            f"**{phrase(effet)}**, {EFFORTS[constat.critere.effort]}  \n"
            f"**Pourquoi** : {phrase(constat.verdict.fait)}  \n**Comment** : {phrase(constat.suite)}"
        )
        redite = mots.source_datee(constat.source) == source and not constat.mention
        st.markdown(affichage.passage(constat.critere.passage.citation if redite else constat.reference))
        # Là où sont les réponses à revoir, qui ne sont pas toujours à l'étape du critère.
        ou = navigation.etapes_de(constat.verdict.chemins) or [session.questionnaire().etape(constat.critere.etape)]
        for a_ouvrir in ou:
            navigation.lien(a_ouvrir.id, f"Ouvrir l'étape « {a_ouvrir.titre} »", ":material/arrow_forward:")


def _etapes(etapes: tuple[ProchaineEtape, ...]) -> None:
    st.markdown("## Les prochaines étapes")
    st.caption(
        "D'abord ce qui ouvre l'éligibilité, puis les écarts connus, puis les réponses qui manquent ; à chaque fois, "
        "ce qui rapporte le plus pour le moins d'effort."
    )
    sources = [mots.source_datee(e.constat.source) for e in etapes if not e.constat.mention]
    commune = max(sources, key=sources.count, default="")
    if commune:
        st.caption(phrase(f"Les passages cités sans autre source viennent de : {commune}."))
    for rang, etape in enumerate(etapes, start=1):
        _etape(rang, etape, commune)
    navigation.lien("ameliorer", "Chercher le plus petit changement", ":material/trending_up:")


def _ecarts(resultat: Positionnement) -> None:
    """Le graphique par axe, puis le reste en volets : un volet s'imprime ouvert, un onglet caché ne s'imprime pas."""
    st.markdown("## Les écarts")
    st.vega_lite_chart(graphique.graphique_axes(resultat, session.dossier()), theme=None, key="graphique-axes")
    with st.expander("Le graphique en quelques phrases"):
        st.markdown(phrase(graphique.texte_alternatif(resultat, session.dossier())))
    with st.expander("Critère par critère"):
        st.caption("« Obligatoire » : l'éligibilité en dépend. « Bloquant » : il n'est pas atteint, et la bloque.")
        st.caption(phrase(mots.LEGENDE_DES_ORIGINES))
        toutes = tableaux.lignes(resultat, session.dossier())
        for axe in resultat.referentiel.axes:
            st.markdown(f"### {phrase(axe.libelle)}")
            dessin = graphique.graphique_axe(resultat, session.dossier(), axe.libelle)
            st.vega_lite_chart(dessin, theme=None, key=f"graphique-{axe.id}")
            _tableau(
                ("Critère", "État", "Mesure et attendu"),
                [_cellules(ligne) for ligne in toutes if ligne.axe == axe.libelle],
            )


def _cellules(ligne: tableaux.LigneConstat) -> tuple[str, ...]:
    """Trois colonnes seulement, pour tenir sur un téléphone."""
    faits = (("Mesure", ligne.mesure), ("Attendu", ligne.attendu_en_mots))
    return (
        f"{ligne.titre}\n{ligne.niveau_en_mots}",
        ligne.etat_en_mots,
        "\n".join(f"{nom} : {fait}" for nom, fait in faits if fait),
    )


def _charte() -> None:
    st.markdown("## La charte")
    vus = vue_charte(session.dossier(), session.referentiel())
    st.caption("Les neuf engagements : votre réponse, et ce que les faits du dossier en disent.")
    _tableau(("Engagement", "Réponse", "Le dossier"), [(v.engagement.titre, _reponse(v), _appui(v)) for v in vus])
    if any(v.sans_element for v in vus):
        st.caption(phrase(f"{mots.APPUIS['sans_element']} : {en_phrase(SANS_ELEMENT)}"))


def _appui(vu: EngagementVu) -> str:
    """Ce que dit le dossier d'un engagement ; « sans élément » s'explique une fois, sous le tableau."""
    return mots.appui_affiche(vu) if vu.sans_element else f"{mots.appui_affiche(vu)}\n{vu.phrase}"


def _reponse(vu: EngagementVu) -> str:
    if vu.accepte is not None:
        return ACCEPTE[vu.accepte]
    ignore = mots.est_ignore(f"charte.{vu.engagement.id}", session.dossier())
    return str(mots.A_CONFIRMER if ignore else mots.ETATS["sans_reponse"])


def _constat(constat: Constat) -> None:
    etat, exigence = (
        affichage.etat_colore(constat, session.dossier()),
        mots.exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure),
    )
    st.markdown(f"### {phrase(constat.critere.titre)}\n{etat}{f' — **{exigence}**' if exigence else ''}")
    affichage.constat_detaille(constat)


resultat = session.positionnement()
affichage.titre("Résultats", sans_puce=True)
affichage.verdict(resultat)
if resultat.score.min != resultat.score.max:
    st.caption(
        typographie(
            "La fourchette va du pire au meilleur cas selon les réponses qui manquent. Chaque réponse la resserre."
        )
    )
if recent := textes.plus_recent(session.dossier()):
    st.caption(phrase(f"Un texte plus récent existe : « {recent.titre} », {recent.date_libelle}."))
navigation.lien("cote-a-cote", "Voir ce que donne un autre texte", ":material/compare:")
for contradiction in session.contradictions_du_dossier():
    st.warning(phrase(contradiction.phrase), icon=":material/compare_arrows:")
_ecarts(resultat)
if etapes := prochaines_etapes(resultat):
    _etapes(etapes)
if resultat.alertes:
    st.markdown("## Les points de vigilance")
    st.caption("Ils ne changent ni l'éligibilité ni le score.")
    for alerte in resultat.alertes:
        st.warning(
            f"### {phrase(resultat.referentiel.alerte(alerte.id).titre)}\n{phrase(alerte.phrase)}",
            icon=":material/warning:",
        )
_charte()
st.markdown("## Tous les constats")
for axe in resultat.referentiel.axes:
    siens = [c for c in resultat.constats if c.critere.axe == axe.id]
    with st.expander(f"{phrase(axe.libelle)} ({len(siens)})"):
        for constat in siens:
            _constat(constat)
lexique.de_la_page(("axe", "charte", "critère obligatoire", "éligibilité", "fourchette", "référentiel"))
navigation.lien("methode", "Comment le score est calculé", ":material/menu_book:")
navigation.lien("brouillon", "Préparer le brouillon", ":material/description:")
