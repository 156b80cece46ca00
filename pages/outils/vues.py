"""Ce que montre un essai, une vue à la fois : les groupes, la carte, l'inverse, la suite."""

from collections.abc import Iterable

import streamlit as st

from clas_model.erreurs import SaisieRefusee
from clas_model.francais import accord, duree, lire_montant, montant, typographie
from clas_model.referentiel import Referentiel
from clas_model.restitution import essai
from clas_model.restitution.carte import (
    CHOIX,
    raisons_de_la_carte,
    spec_carte,
    tableau_de_la_carte,
    texte_de_la_carte,
)
from clas_model.restitution.mots import ETATS
from clas_model.simulation.carte import Carte, carte_adultes, carte_groupes
from clas_model.simulation.inverse import au_plus, groupes_du_budget, minutes_d_un_groupe
from clas_model.simulation.lignes import LIGNES_MAX
from clas_model.simulation.sorties import Sortie, sorties
from clas_model.simulation.variantes import prestation
from clas_model.simulation.verification import Verification
from pages.commun import session
from pages.commun.affichage import brut, phrase
from pages.outils import champs, ecrits, suite

VUES = ("Groupes", "Carte", "Maximum", "Garder")
PARTAGES_COURTS = 6


def dessiner(v: Verification, texte: Referentiel) -> None:
    """Le choix de la vue, puis elle seule : la carte ne se calcule que si on la regarde."""
    vue = st.segmented_control(
        "Vue", VUES, default=VUES[0], key="essai-vue", label_visibility="collapsed", required=True
    )
    {VUES[0]: _groupes, VUES[1]: _carte, VUES[2]: _inverse, VUES[3]: suite.dessiner}[vue or VUES[0]](v, texte)


def _groupes(v: Verification, texte: Referentiel) -> None:
    if v.impossibles:
        _nombres_proches(v)
    else:
        _ce_qui_tiendrait(v, texte)
        st.markdown(f"## {phrase(essai.partage_retenu(v))}")
        if st.session_state.get(champs.cle("groupes")) == len(v.places):
            st.button("Revenir au partage conseillé", on_click=_sans_choix, key="essai-conseil", type="tertiary")
        if len(v.parties) == 1:
            _partages(v)
        elif v.tient is None and v.hypothese.accompagnateurs is not None:
            st.caption("Il y a trop de façons de répartir ces groupes sur les soirs pour les essayer toutes.")
        st.markdown("## Qui peut être ensemble")
        _liste((*essai.groupes_places(v), *essai.soirs_en_mots(v)))
        _annee(v)
    reserves = essai.marges_en_mots(v, texte)
    if reserves:
        st.markdown("## Jusqu'où cela tient")
        _liste(reserves)
    _constats(v)


def _liste(lignes: Iterable[str]) -> None:
    """Une puce par ligne ; rien s'il n'y en a pas."""
    if puces := [f"- {phrase(ligne)}" for ligne in lignes]:
        st.markdown("\n".join(puces))


def _nombres_proches(v: Verification) -> None:
    """Un bouton par nombre qui irait, pour une seule partie."""
    if len(v.parties) > 1:
        return
    with st.container(horizontal=True):
        for n in v.parties[0].proches:
            st.button(
                f"Essayer {accord(n, 'enfant')}", on_click=ecrits.poser, args=("enfants", n), key=f"essai-proche-{n}"
            )


def _ce_qui_tiendrait(v: Verification, texte: Referentiel) -> None:
    """Un bouton par nombre à changer pour que cela tienne."""
    if autres := sorties(v, texte):
        st.markdown(phrase("Cela tiendrait avec, au choix :"))
        with st.container(horizontal=True):
            for sortie in autres:
                st.button(
                    essai.sortie_en_mots(sortie), on_click=_prendre, args=(sortie,),
                    key=f"essai-sortie-{sortie.champ}",
                )  # fmt: skip


def _prendre(sortie: Sortie) -> None:
    """Ce nombre dans son champ ; moins de soirs par groupe laisse les mêmes soirs ouverts."""
    ecrits.poser(sortie.champ, sortie.nombre)
    if sortie.champ == "seances":
        st.session_state[champs.cle("soirs")] = list(sortie.hypothese.soirs)
    _sans_choix()


def _sans_choix() -> None:
    st.session_state[champs.cle("groupes")] = None


def _annee(v: Verification) -> None:
    ps = prestation(v.cout, len(v.places), session.dossier(), champs.texte())
    ps_en_mots = f"Prestation de service estimée : environ {montant(ps)}, à vérifier avec votre Caf." if ps else None
    lignes = [ligne for ligne in (essai.annee_en_mots(v), essai.cout_en_mots(v), ps_en_mots) if ligne]
    if lignes:
        st.markdown("## Sur l'année")
        _liste(lignes)
    manques = []
    if v.seances_par_groupe is None:
        manques.append("la zone et les horaires, pour compter les séances et les heures de l'année")
    if v.cout is None:
        manques.append("vos coûts, pour le budget")
    if manques:
        st.caption(phrase(f"Dans « Préciser », plus bas, vous pouvez donner {' ; '.join(manques)}."))


def _partages(v: Verification) -> None:
    tableau = essai.autres_partages(v, LIGNES_MAX)
    total = len(v.parties[0].lignes) - 1
    if total < 1:
        st.caption("C'est le seul partage possible.")
        return
    montres = {e: [brut(c) for c in colonne] for e, colonne in tableau.items()}
    court = total <= PARTAGES_COURTS
    titre = "Les autres partages possibles" if total > 1 else "L'autre partage possible"
    if court:
        st.markdown(f"## {titre}")
    with st.container() if court else st.expander(f"{titre} ({total})"):
        st.table(montres, hide_index=True)
        if total > LIGNES_MAX:
            st.caption(phrase(f"{LIGNES_MAX} partages sur {total} : ceux qui tiennent le mieux."))
        if any(essai.INCONNU in colonne for colonne in tableau.values()):
            st.caption("– : trop de façons de répartir les soirs pour les essayer toutes.")
        st.caption(phrase(f"Repère d'encadrement : {v.seuils.encadrement.passage.citation}."))


def _constats(v: Verification) -> None:
    st.markdown("## Ce qu'en dit le texte, pour ces groupes")
    _liste(essai.etats_en_mots(v))
    with st.expander("Pourquoi"):
        for constat in v.constats:
            st.markdown(
                f"**{ETATS[constat.etat]}** — {phrase(constat.critere.titre)}  \n{phrase(constat.verdict.fait)}"
            )
        st.caption("Les autres critères demandent un dossier.")


def _choisir(cle: str, autre: str) -> None:
    """La case touchée devient le point courant."""
    choisies = st.session_state[cle]["selection"].get(CHOIX) or []
    if choisies:
        ecrits.poser("enfants", int(choisies[-1]["enfants"]))
        ecrits.poser(autre, int(choisies[-1]["autre"]))


def _carte(v: Verification, texte: Referentiel) -> None:
    if len(v.parties) > 1:
        st.info("La carte se lit pour un seul nombre d'enfants : décochez les niveaux dans « Préciser ».")
        return
    axe = st.segmented_control(
        "Carte", ["Par accompagnateurs", "Par groupes"], default="Par accompagnateurs",
        key="essai-axe", label_visibility="collapsed", required=True,
    )  # fmt: skip
    if axe == "Par groupes":
        _une_carte(carte_groupes(v.hypothese, texte, max(1, len(v.places))), "groupes")
        return
    carte = carte_adultes(v.hypothese, texte)
    if carte is None:
        st.info("Indiquez le nombre d'accompagnateurs pour voir cette carte.")
    else:
        _une_carte(carte, "adultes")


def _une_carte(carte: Carte, autre: str) -> None:
    st.caption(
        typographie("✔ conforme · ~ toléré (repère indicatif, ou taille à justifier) · ✖ non. Touchez une case.")
    )
    # La clé suit le point : un choix déjà servi ne se rejoue pas.
    cle = f"essai-carte-{autre}-{carte.point[0]}-{carte.point[1]}"
    st.vega_lite_chart(
        spec_carte(carte), theme=None, key=cle, selection_mode=CHOIX, on_select=lambda: _choisir(cle, autre)
    )
    with st.expander("La carte en tableau et en phrases"):
        st.table(
            {e: [typographie(c) for c in colonne] for e, colonne in tableau_de_la_carte(carte).items()}, hide_index=True
        )
        st.markdown(phrase(texte_de_la_carte(carte)))
        _liste(raisons_de_la_carte(carte))
        st.caption("Un groupe sans aucun adulte n'est jamais dit toléré : c'est notre choix.")


def _inverse(v: Verification, texte: Referentiel) -> None:
    st.markdown("## Combien d'enfants au plus\u202f?")
    try:
        trouve = au_plus(v.hypothese, texte)
    except SaisieRefusee as erreur:
        st.info(phrase(erreur.message))
    else:
        st.markdown(phrase(essai.au_plus_en_mots(v.hypothese, trouve)))
    st.markdown("## Combien de groupes pour un budget\u202f?")
    gauche, milieu, droite = st.columns(3)
    saisi = gauche.text_input("Budget de l'année (€)", key=champs.cle("budget"))
    ecrits.champ("budget-taille", milieu, placeholder=str(v.seuils.maxi))
    ecrits.champ("budget-salaries", droite, placeholder="1")
    for phrase_ in ecrits.refus(("budget-taille", "budget-salaries")):
        st.error(phrase(phrase_), icon=":material/error:")
    taille, payes = ecrits.lire("budget-taille"), ecrits.lire("budget-salaries")
    if not saisi.strip():
        st.caption("Donnez un budget ici, et vos coûts dans « Préciser ».")
        return
    try:
        resultat = groupes_du_budget(
            v.hypothese, lire_montant(saisi), taille or v.seuils.maxi, 1 if payes is None else payes
        )
    except ValueError:
        st.error("Écrivez un montant, par exemple 4 500 ou 4 500,50.")
        return
    if resultat is None:
        st.info("Il manque un coût, ou le calendrier (zone, horaires) qui donne les heures : complétez « Préciser ».")
        return
    minutes = minutes_d_un_groupe(v.hypothese)
    heures = f" ({duree(minutes)} de séances)" if minutes else ""
    st.markdown(
        phrase(
            f"Un groupe coûte {montant(resultat.cout_d_un_groupe)} sur l'année{heures}. Ce budget en paie "
            f"{resultat.groupes}, et il reste {montant(resultat.reste)}."
        )
    )
