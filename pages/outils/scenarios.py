"""Comparer des variantes du dossier côte à côte, en appliquer une, annuler."""

import streamlit as st

from clas_model.francais import accord, duree, intervalle, montant, nombre
from clas_model.restitution.mots import ELIGIBILITES, ETATS
from clas_model.simulation.variantes import Colonne, Variante, colonne, criteres_qui_changent
from pages.commun import affichage, navigation, session
from pages.commun.affichage import phrase
from pages.outils import variantes

INCONNU = "–"

affichage.titre("Comparer des variantes", "Votre dossier tel qu'il est, et les variantes que vous avez gardées.")
if nom := variantes.appliquee():
    st.success(phrase(f"La variante « {nom} » est dans votre dossier."), icon=":material/check_circle:")
    st.button(
        "Annuler : remettre le dossier d'avant",
        on_click=variantes.annuler,
        key="annuler-variante",
        icon=":material/undo:",
    )


def _faits(c: Colonne) -> list[str]:
    score = c.positionnement.score
    return [
        ELIGIBILITES[c.positionnement.eligibilite].mot,
        intervalle(score.min, score.max),
        INCONNU if c.enfants is None else nombre(c.enfants),
        nombre(c.groupes),
        INCONNU if c.seances is None else nombre(c.seances),
        INCONNU if c.minutes is None else duree(c.minutes),
        INCONNU if c.cout is None else montant(c.cout),
        INCONNU if c.ps is None else f"environ {montant(c.ps)}",
    ]


FAITS = ["Éligibilité", "Préparation", "Enfants", "Groupes", "Séances par an", "Heures par an", "Coût", "PS estimée"]


def _tableau(titre: str, tableau: dict[str, list[str]], cle: str, niveau: int) -> None:
    """En tableau ; et en fiches, une par variante, à la largeur d'un téléphone (clas.css montre l'un ou l'autre).

    `niveau` : celui du titre d'une fiche.
    """
    with st.container(key=f"large-{cle}"):
        st.table({phrase(e): [phrase(x) for x in valeurs] for e, valeurs in tableau.items()}, hide_index=True)
    lignes = tableau[titre]
    with st.container(key=f"etroit-{cle}"):
        for nom, valeurs in list(tableau.items())[1:]:
            st.markdown(
                "\n".join(
                    (
                        f"{'#' * niveau} {phrase(nom)}",
                        "",
                        *(f"- {phrase(f'{quoi} : {x}')}" for quoi, x in zip(lignes, valeurs, strict=True)),
                    )
                )
            )


def _comparer(toutes: list[Variante]) -> None:
    texte = session.referentiel()
    colonnes = [colonne(v, texte) for v in toutes]
    _tableau("", {"": FAITS} | {c.nom: _faits(c) for c in colonnes}, "faits", 2)
    st.caption(
        phrase(
            "– : pas assez de réponses pour le dire. « PS » : la prestation de service, l'aide de la Caf ; elle n'est "
            "estimée que si vous en avez confirmé les réglages."
        )
    )
    changent = criteres_qui_changent(colonnes)
    st.markdown("## Ce qui change")
    if not changent:
        st.markdown("Tous les critères ont le même état dans toutes ces variantes.")
        return
    etats = {"Critère": [texte.critere(i).titre for i in changent]}
    etats |= {c.nom: [str(ETATS[c.positionnement.par_critere[i].etat]) for i in changent] for c in colonnes}
    _tableau("Critère", etats, "etats", 3)


gardees = variantes.toutes()
if not gardees:
    st.info("Aucune variante gardée. Faites un essai, ou cherchez le plus petit changement, puis gardez-le.")
else:
    _comparer([Variante("Mon dossier", session.dossier()), *gardees])
    st.markdown(f"## {accord(len(gardees), 'variante gardée')}")
    for variante in gardees:
        libelle, appliquer_, retirer_ = st.columns([3, 2, 1])
        libelle.markdown(f"### {phrase(variante.nom)}")
        appliquer_.button(
            "Mettre dans mon dossier", on_click=variantes.appliquer, args=(variante,), key=f"appliquer-{variante.nom}",
            icon=":material/input:",
        )  # fmt: skip
        retirer_.button("Retirer", on_click=variantes.retirer, args=(variante.nom,), key=f"retirer-{variante.nom}")
    st.caption("Mettre une variante dans le dossier remplace ses groupes. Vous pourrez annuler.")
navigation.lien("effectifs", "Faire un essai", ":material/groups:")
navigation.lien("ameliorer", "Chercher le plus petit changement", ":material/trending_up:")
