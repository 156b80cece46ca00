"""L'essentiel : les réponses qui suffisent à un premier verdict, sur une seule page."""

import itertools
from collections.abc import Iterable
from typing import Any

import streamlit as st

from clas_model.chemins import lire, motif
from clas_model.parcours import DRAPEAUX, Reponse, poser_adultes
from pages.commun import affichage, bandeau, navigation, saisie, session
from pages.commun.affichage import phrase


def _adultes(chemin: str) -> None:
    """Un nombre suffit ici : les accompagnateurs qui manquent sont créés (« accompagnateur 1 »…)."""
    creneau = chemin.removesuffix(".accompagnateurs")
    valeur = lire(session.dossier(), chemin)
    cle = saisie.cle(chemin, ":nombre")

    def recu() -> None:
        nombre: int | None = st.session_state[cle]
        if nombre is None:
            session.enregistrer(chemin, None)
        else:
            session.transformer(chemin, lambda d: poser_adultes(d, creneau, nombre))

    st.number_input(
        "Combien d'adultes accompagnent ce créneau ?",
        value=None if valeur is None else len(valeur),
        step=1,
        placeholder="",
        key=cle,
        on_change=recu,
        help="Salariés et bénévoles présents ensemble. L'étape « Groupes » permet de dire lesquels.",
    )
    if message := session.session().erreurs.get(chemin):
        st.error(phrase(message), icon=":material/error:")


def _besoins(chemin: str) -> None:
    besoins = {b.id: b.intitule or b.id for b in session.dossier().diagnostic.besoins}
    if besoins:
        saisie.champ(chemin, options=besoins)
    else:
        st.caption("Nommez d'abord un besoin, plus haut : vous pourrez alors y relier cette activité.")


def _question(reponse: Reponse) -> None:
    motif_ = motif(reponse.chemin)
    if motif_ == "groupes.*.creneaux.*.accompagnateurs":
        _adultes(reponse.chemin)
    elif motif_ == "enfants.activites.*.besoins":
        _besoins(reponse.chemin)
    elif motif_.startswith("charte."):
        engagement = next(e for e in session.referentiel().engagements if e.id == motif_.removeprefix("charte."))
        saisie.champ(reponse.chemin, libelle=f"{engagement.titre} : {engagement.texte}")
    else:
        saisie.champ(reponse.chemin)


def _bouton(libelle: str, liste: str, **valeurs: Any) -> None:
    """Ajoute un élément ; tant que la liste est vide, la carte de l'élément à venir est déjà là."""
    if not lire(session.dossier(), liste):
        return
    st.button(
        libelle,
        key=saisie.cle(liste, ":ajouter"),
        icon=":material/add:",
        type="tertiary",
        on_click=lambda: session.ajouter(liste, **valeurs),
    )


def _element(chemin: str) -> str | None:
    """L'élément de premier niveau auquel appartient le chemin (« groupes.g1 »), s'il y en a un."""
    segments = motif(chemin).split(".")
    if "*" not in segments:
        return None
    return ".".join(chemin.split(".")[: segments.index("*") + 1])


def _elements(siennes: Iterable[Reponse]) -> None:
    """Les questions d'une étape : celles d'un même élément dans une carte."""
    for element, groupees in itertools.groupby(siennes, key=lambda r: _element(r.chemin)):
        liste = list(groupees)
        if element is None:
            for reponse in liste:
                _question(reponse)
            continue
        with st.container(border=True):
            champs = [r for r in liste if r.question.motif not in DRAPEAUX]
            # Deux par ligne, et non deux colonnes : l'ordre de lecture reste celui des questions.
            for debut in range(0, len(champs), 2):
                for place, reponse in zip(st.columns(2), champs[debut : debut + 2], strict=False):
                    with place:
                        _question(reponse)
            for reponse in liste:
                if reponse.question.motif in DRAPEAUX:
                    _question(reponse)


def _questions(reponses: tuple[Reponse, ...]) -> None:
    affichage.contradictions_ici(session.contradictions_du_dossier(), ("",))
    for identifiant, siennes in itertools.groupby(reponses, key=lambda r: r.etape):
        st.markdown(f"### {phrase(session.questionnaire().etape(identifiant).titre)}")
        _elements(siennes)
        if identifiant == "diagnostic":
            _bouton("Ajouter un établissement", "diagnostic.etablissements")
        if identifiant == "groupes":
            _bouton("Ajouter un groupe", "groupes")


def _verdict() -> None:
    st.markdown("### Verdict du moment")
    affichage.verdict(session.positionnement(), bref=True)
    for constat in session.positionnement().constats:
        if constat.bloquant or constat.critere.id in ("groupe-taille", "encadrement"):
            affichage.constat_bref(constat)


@st.fragment
def _vivant() -> None:
    """Ce qui change à chaque réponse."""
    bandeau.etat()
    affichage.titre(
        "L'essentiel",
        "Ces réponses suffisent à un premier verdict : l'éligibilité et la taille des groupes. Le reste l'approfondit.",
    )
    reponses = session.reponses_essentielles()
    restantes = sum(not r.vue for r in reponses)
    st.progress(
        1 - restantes / len(reponses),
        text=f"{len(reponses) - restantes} sur {len(reponses)} : {bandeau.reste(restantes)}",
    )
    questions, resultat = st.columns([2, 1], gap="large")
    with questions:
        _questions(reponses)
    with resultat, st.container(key="criteres"):
        _verdict()


_vivant()
st.divider()
navigation.lien("structure", "Approfondir : toutes les étapes", ":material/arrow_forward:")
navigation.lien("resultats", "Voir les résultats", ":material/insights:")
