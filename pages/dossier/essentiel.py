"""L'essentiel : les réponses qui suffisent à un premier verdict, sur une seule page."""

import itertools
from collections.abc import Sequence

import streamlit as st

from clas_model.chemins import lire, motif
from clas_model.francais import accord
from clas_model.parcours import LISTES, Reponse
from pages.commun import affichage, bandeau, listes, navigation, saisie, session
from pages.commun.affichage import phrase

# Au-delà, cette page ne serait plus courte : le reste se voit à son étape.
ELEMENTS_MONTRES = 8
# Des critères que l'essentiel juge sans qu'ils soient obligatoires.
ESSENTIELS = ("groupe-taille", "encadrement")


def _besoins(chemin: str) -> None:
    besoins = {b.id: b.intitule or b.id for b in session.dossier().diagnostic.besoins}
    if besoins:
        saisie.champ(chemin, options=besoins)
    else:
        st.caption("Nommez d'abord un besoin, plus haut : vous pourrez alors y relier cette activité.")


def _question(reponse: Reponse) -> None:
    motif_ = motif(reponse.chemin)
    if motif_ in LISTES:
        # On a dit « aucun » : la case se décoche ici même, et l'élément à venir reparaît.
        st.markdown(f"{'#' * (3 + motif_.count('*'))} {phrase(reponse.question.libelle)}")
        listes.fin(reponse.chemin)
    elif motif_ == "enfants.activites.*.besoins":
        _besoins(reponse.chemin)
    elif motif_.startswith("charte."):
        engagement = next(e for e in session.referentiel().engagements if e.id == motif_.removeprefix("charte."))
        saisie.champ(reponse.chemin, libelle=f"{engagement.titre} : {engagement.texte}")
    else:
        saisie.champ(reponse.chemin)


def _questions(reponses: Sequence[Reponse], prefixe: str = "") -> None:
    """Les questions sous `prefixe` ; celles d'une liste sont réunies par élément, là où vient la première."""
    listes_vues = set()
    charte_dite = False
    for reponse in reponses:
        liste = _liste(reponse.chemin, prefixe)
        if reponse.chemin.startswith("charte.") and not charte_dite:
            charte_dite = True
            st.markdown(f"### {phrase('Acceptez-vous ces engagements de la charte du Clas ?')}")
        if liste is None:
            _question(reponse)
        elif liste not in listes_vues:
            listes_vues.add(liste)
            _elements(liste, [r for r in reponses if r.chemin.startswith(f"{liste}.")])


def _liste(chemin: str, prefixe: str) -> str | None:
    """La première liste que traverse le chemin après `prefixe`, s'il y en a une."""
    segments = chemin.split(".")
    etoiles = [r for r, s in enumerate(motif(chemin).split(".")) if s == "*" and r >= prefixe.count(".")]
    return ".".join(segments[: etoiles[0]]) if etoiles else None


def _elements(liste: str, reponses: list[Reponse]) -> None:
    """Une carte par élément de la liste, imbriquée pour une liste dans une autre, puis de quoi en ajouter un."""
    connus = {e.id: e for e in lire(session.dossier(), liste) or ()}
    par_element: dict[str, list[Reponse]] = {}
    for reponse in reponses:
        par_element.setdefault(reponse.chemin[len(liste) + 1 :].split(".")[0], []).append(reponse)
    for rang, (identifiant, siennes) in enumerate(itertools.islice(par_element.items(), ELEMENTS_MONTRES), start=1):
        ici = f"{liste}.{identifiant}"
        nom = listes.nom_de(liste, connus.get(identifiant), rang)
        with st.container(border="*" not in motif(liste), key=saisie.cle(ici, ":carte")):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{'#' * (3 + motif(liste).count('*'))} {phrase(nom)}", width="stretch")
                if identifiant in connus:
                    listes.bouton_retirer(ici, nom)
            _questions(siennes, f"{ici}.")
    if len(par_element) > ELEMENTS_MONTRES:
        etape = session.questionnaire().etape_du_motif[motif(liste)]
        reste = accord(len(par_element) - ELEMENTS_MONTRES, "autre")
        navigation.lien(etape.id, f"Encore {reste}, à l'étape « {etape.titre} »", ":material/arrow_forward:")
    # Tant que la liste est vide, la carte de l'élément à venir est déjà là.
    if connus:
        listes.pied(liste, discret=True)
    else:
        listes.retrait(liste)


def _etapes(reponses: tuple[Reponse, ...]) -> None:
    affichage.contradictions_ici(session.contradictions_du_dossier(), ("",))
    for identifiant, siennes in itertools.groupby(reponses, key=lambda r: r.etape):
        st.markdown(f"## {phrase(session.questionnaire().etape(identifiant).titre)}")
        _questions(list(siennes))


def _verdict() -> None:
    st.markdown("## Verdict du moment")
    affichage.verdict(session.positionnement(), bref=True)
    st.caption(
        "Les critères obligatoires décident de l'éligibilité ; les autres, dont la taille des groupes, comptent "
        "dans la préparation."
    )
    with affichage.enumeration("constats"):
        # Ce qui n'est pas atteint d'abord : c'est là qu'il y a à faire.
        for constat in sorted(session.positionnement().constats, key=lambda c: c.etat != "non_atteint"):
            # Un écart déjà connu se montre ici, même si sa question est à une autre étape.
            if (
                constat.bloquant
                or constat.critere.id in ESSENTIELS
                or constat.etat == "non_atteint"
                or constat.faute_connue
            ):
                affichage.constat_bref(constat, session.dossier())


@st.fragment
def _vivant() -> None:
    """Ce qui change à chaque réponse."""
    bandeau.etat()
    affichage.titre(
        "L'essentiel",
        "Ces réponses suffisent à un premier verdict : l'éligibilité et la taille des groupes. Le verdict change à "
        "chaque réponse. Si vous ne savez pas, dites-le et continuez : vous pourrez y revenir.",
        sans_puce=True,
    )
    reponses = session.reponses_essentielles()
    questions, resultat = st.columns([2, 1], gap="large")
    with questions:
        _etapes(reponses)
    with resultat, st.container(key="criteres"):
        _verdict()


_vivant()
st.divider()
navigation.la_suite(
    ("resultats", "Voir mes résultats", ":material/insights:"),
    ("structure", "Approfondir : toutes les étapes", ":material/arrow_forward:"),
)
