"""Le texte du dossier : lequel le juge, lequel conviendrait, et passer à un autre en voyant d'abord ce qui change."""

import streamlit as st

from clas_model import textes
from clas_model.chemins import lire, motif
from clas_model.contenu import charger_questionnaire, charger_renommages
from clas_model.deplacement import Deplacement, hors_du_texte, preparer
from clas_model.francais import accord
from clas_model.parcours import Reponse
from clas_model.restitution.plume import majuscule
from pages.commun import affichage, listes, navigation, session
from pages.commun.affichage import phrase
from pages.outils import clauses


def _liste(reponses: tuple[Reponse, ...]) -> None:
    for reponse in reponses:
        ou = listes.endroit(reponse.chemin)
        st.markdown(f"- {phrase(reponse.question.libelle)}{f' ({phrase(ou)})' if ou else ''}")


def _proposition() -> None:
    structure = session.dossier().structure
    propose = textes.proposer(structure.annee_scolaire, structure.departement, textes.tous_les_textes())
    if propose is None:
        st.caption(
            "Indiquez l'année scolaire et le département à la première étape : l'outil dira quel texte paraît convenir."
        )
    elif propose.texte.id != session.referentiel().id:
        st.info(
            phrase(f"Le texte « {propose.texte.titre} » paraît mieux convenir. {propose.pourquoi}"),
            icon=":material/lightbulb:",
        )
    else:
        st.caption(phrase(f"Ce texte paraît convenir. {propose.pourquoi}"))


def _passer(deplacement: Deplacement) -> None:
    session.transformer("referentiel", lambda _: deplacement.dossier)
    session.session().rechargement += 1
    session.session().message = (
        f"Votre dossier est maintenant évalué selon « {session.referentiel().titre} ». "
        "Toutes vos réponses sont gardées."
    )


def _montrer(deplacement: Deplacement) -> None:
    clauses.verdicts(deplacement.comparaison)
    attendues = tuple(r for r in deplacement.nouvelles if not r.question.facultative)
    plus = accord(len(attendues), "réponse")
    st.markdown(f"## {phrase(f'Ce qui serait demandé en plus : {plus}')}")
    _liste(attendues)
    libres = [r.question.libelle.rstrip(" ?") for r in deplacement.nouvelles if r.question.facultative]
    if libres:
        st.caption(phrase(f"Et, si vous le voulez : {' ; '.join(libres)}."))
    mises = deplacement.mises_de_cote
    moins = accord(len(mises), "réponse")
    st.markdown(f"## {phrase(f'Ce qui ne servirait plus : {moins}')}")
    if mises:
        st.caption("Ces réponses restent dans votre dossier, à part ; revenir à l'ancien texte les retrouve.")
    _liste(mises)
    for de, vers in deplacement.renommees:
        question = charger_questionnaire().par_motif[motif(vers)].libelle
        st.markdown(f"- {phrase(f'« {lire(session.dossier(), de)} » serait recopié dans « {question} ».')}")


affichage.titre(
    "Le texte de mon dossier",
    "Celui qui juge votre projet, et comment passer à un autre. Toutes vos réponses sont gardées.",
    sans_puce=True,
)
applique = textes.texte_du_dossier(session.dossier())
actuel = applique.texte
st.markdown(
    f"## {phrase(actuel.titre)}\n{phrase(majuscule(actuel.date_libelle))}, version {phrase(actuel.version)}  \n"
    f"{phrase(actuel.presentation)}"
)
if applique.reserve:
    st.warning(phrase(applique.reserve), icon=":material/info:")
if nouveaute := textes.nouveautes(session.dossier()):
    st.info(phrase(nouveaute), icon=":material/new_releases:")
_proposition()
gardees = hors_du_texte(session.dossier(), actuel, charger_questionnaire())
if gardees:
    with st.expander(phrase(f"Gardé à part, hors de ce texte : {accord(len(gardees), 'réponse')}")):
        _liste(gardees)
autres = {t.id: t for t in textes.tous_les_textes() if t.id != actuel.id}
st.markdown("## Passer à un autre texte")
choisi = st.radio(
    phrase("Vers quel texte ?"),
    list(autres),
    index=None,
    format_func=lambda i: f"{autres[i].titre} ({autres[i].date_libelle})",
    key="vers-quel-texte",
)
if choisi:
    deplacement = preparer(session.dossier(), autres[choisi], charger_questionnaire(), charger_renommages().champs)
    _montrer(deplacement)
    st.button(
        phrase(f"Passer mon dossier au texte « {autres[choisi].titre} »"),
        on_click=_passer,
        args=(deplacement,),
        type="primary",
        icon=":material/swap_horiz:",
        key="passer",
    )
navigation.lien("cote-a-cote", "Deux textes côte à côte", ":material/compare:")
