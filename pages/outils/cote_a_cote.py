"""Deux textes côte à côte : le dossier ouvert sous l'un et sous l'autre, ou les textes seuls."""

import functools

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from clas_model.comparaison import Comparaison, comparer, comparer_les_textes
from clas_model.dossier import Dossier
from clas_model.francais import accord, typographie
from clas_model.referentiel import Referentiel
from clas_model.restitution import formats
from clas_model.restitution.comparaison import NATURES
from clas_model.restitution.comparaison_dessin import alternative, matrice
from clas_model.restitution.comparaison_document import document
from clas_model.textes import tous_les_textes
from pages.commun import affichage, navigation, session
from pages.commun.affichage import phrase
from pages.outils import clauses

# Le dossier n'y voyage pas : c'est un document à lire, pas une sauvegarde.
_EXTENSIONS = ("docx", "pdf", "odt")


def _telechargements(comparaison: Comparaison, dossier: Dossier | None) -> None:
    st.markdown("## À imprimer ou à envoyer")
    with st.container(horizontal=True):
        for extension in _EXTENSIONS:
            sorte = formats.FORMATS[extension]
            st.download_button(
                phrase(sorte.nom),
                data=functools.partial(_rendre, sorte, comparaison, dossier),
                file_name=f"clas-deux-textes.{extension}",
                mime=sorte.mime,
                icon=":material/download:",
                on_click="ignore",
            )


def _rendre(sorte: formats.Format, comparaison: Comparaison, dossier: Dossier | None) -> bytes:
    plan = document(comparaison, session.aujourdhui(), dossier)
    return sorte.rendre(plan, session.dossier(), session.questionnaire(), False)


def _choisir(textes: dict[str, Referentiel]) -> tuple[Referentiel, Referentiel]:
    ici = session.referentiel().id
    noms = list(textes)
    autre = next((i for i in reversed(noms) if i != ici), ici)
    defauts = sorted((ici, autre), key=noms.index)
    gauche, droite = st.columns(2)

    def choisir(colonne: DeltaGenerator, libelle: str, defaut: str, cle: str) -> Referentiel:
        return textes[
            colonne.selectbox(
                libelle, noms, index=noms.index(defaut), format_func=lambda i: textes[i].titre, key=cle, width="stretch"
            )
        ]

    return (
        choisir(gauche, "Un premier texte", defauts[0], "textes-un"),
        choisir(droite, "Un second texte", defauts[1], "textes-deux"),
    )


affichage.titre(
    "Deux textes côte à côte",
    "Ce que deux textes demandent, point par point, et ce que devient votre dossier de l'un à l'autre.",
    sans_puce=True,
)
textes = {t.id: t for t in tous_les_textes()}
textes.setdefault(session.referentiel().id, session.referentiel())
un, deux = _choisir(textes)
if un.id == deux.id:
    st.info("Choisissez deux textes différents.", icon=":material/info:")
    st.stop()
repondu = any(r.remplie for r in session.toutes_les_reponses())
vue = st.segmented_control(
    typographie("Que comparer ?"),
    ["dossier", "textes"],
    format_func={"dossier": "Mon dossier", "textes": "Les textes seuls"}.__getitem__,
    default="dossier" if repondu else "textes",
    required=True,
    key="comparer-quoi",
)
dossier = session.dossier() if vue == "dossier" else None
comparaison = comparer(dossier, un, deux) if dossier else comparer_les_textes(un, deux)
with st.expander("D'où viennent ces deux textes"):
    for texte in (un, deux):
        note = f" {texte.application.note}" if texte.application else ""
        st.markdown(phrase(f"{texte.titre}, {texte.date_libelle}. {texte.presentation}{note}"))
if dossier:
    changent = comparaison.changements
    clauses.verdicts(comparaison)
    if changent:
        st.markdown("## L'état de chaque point")
        st.vega_lite_chart(matrice(comparaison), theme=None, key="matrice")
        with st.expander("Le graphique en quelques phrases"):
            st.markdown(phrase(alternative(comparaison)))
    st.markdown(f"## {phrase(f'Ce qui change ({len(changent)})')}")
    for clause in changent:
        clauses.montrer(clause, un, deux, juge=True)
    pareils = [c for c in comparaison.clauses if not c.change_d_etat]
    with st.expander(typographie(f"Ce qui ne change pas : {accord(len(pareils), 'point')}")):
        for clause in pareils:
            clauses.en_une_ligne(clause)
else:
    for axe in deux.axes:
        siennes = [c for c in comparaison.clauses if c.axe == axe.id]
        if siennes:
            st.markdown(f"## {phrase(axe.libelle)}")
        repris = [c for c in siennes if c.nature == "repris"]
        for clause in siennes:
            if clause not in repris:
                clauses.montrer(clause, un, deux, juge=False)
        if repris:
            with st.expander(phrase(f"{NATURES['repris']} : {accord(len(repris), 'point')}")):
                for clause in repris:
                    clauses.repris(clause)
_telechargements(comparaison, dossier)
navigation.lien("texte", "Changer le texte de mon dossier", ":material/swap_horiz:")
