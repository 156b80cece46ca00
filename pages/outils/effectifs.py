"""Vérifier des effectifs, sans dossier : combien de groupes, de quelle taille, avec combien d'adultes."""

import itertools

import streamlit as st

from clas_model.dossier import EFFECTIF_MAX
from clas_model.erreurs import SaisieRefusee
from clas_model.francais import accord, enumeration, typographie
from clas_model.restitution.mots import ETATS, texte_applique
from clas_model.simulation.partages import Essai, essais, plus_proches
from clas_model.simulation.seuils import seuils
from pages.commun import affichage, session
from pages.commun.affichage import phrase
from pages.outils import parties

# Au-delà, les partages ne se lisent plus : on garde ceux où il manque le moins d'adultes.
LIGNES_MAX = 12

texte = session.referentiel()
du_texte = seuils(texte)
taille, encadrement, besoin = du_texte.taille, du_texte.encadrement, du_texte.besoin

affichage.titre(
    "Vérifier des effectifs", "Un nombre d'enfants, un nombre d'adultes : les groupes possibles s'affichent aussitôt."
)
st.caption(phrase(texte_applique(texte)))
enfants_, adultes_, mini_, maxi_ = st.columns(4)
enfants = enfants_.number_input("Enfants en tout", value=16, step=1, key="effectifs-enfants")
adultes = adultes_.number_input("Adultes présents en même temps", value=3, step=1, key="effectifs-adultes")
mini = mini_.number_input("Au moins par groupe", value=du_texte.mini, step=1, key="effectifs-mini")
maxi = maxi_.number_input("Au plus par groupe", value=du_texte.maxi, step=1, key="effectifs-maxi")
st.caption(
    phrase(
        f"Bornes du texte : {taille.passage.citation}."
        if (mini, maxi) == (du_texte.mini, du_texte.maxi)
        else f"Ces bornes sont les vôtres ; celles du texte : {taille.passage.citation}."
    )
)


def _groupes(tous: list[Essai]) -> str:
    """« 3 groupes », « 2, 3 ou 4 groupes » ; au-delà de six façons, leur nombre."""
    nombres = [e.partage.groupes for e in tous]
    if len(nombres) > 6:
        return f"{len(nombres)} partages possibles, de {nombres[0]} à {nombres[-1]} groupes"
    return f"{enumeration(map(str, nombres), 'ou')} {'groupes' if nombres[-1] > 1 else 'groupe'}"


def _annoncer(tous: list[Essai]) -> None:
    """Le résultat en une phrase, pour ce nombre d'adultes."""
    debut = f"{accord(enfants, 'enfant')} et {accord(adultes, 'adulte')}"
    bons = [e for e in tous if not e.manque]
    if not bons:
        # À égalité, le moins de groupes : le premier.
        moindre = min(tous, key=lambda e: e.manque)
        suite = f"En {accord(moindre.partage.groupes, 'groupe')}, il en faut {adultes + moindre.manque}."
        manque = accord(moindre.manque, "adulte")
        st.warning(phrase(f"{debut} : il manque au moins {manque}. {suite}"), icon=":material/person_add:")
        return
    # Plus de groupes ne demande pas toujours plus d'adultes : 15 enfants en veulent 3 en un groupe comme en trois.
    reste = "" if len(bons) == len(tous) else " Les autres partages demandent plus d'adultes."
    st.success(phrase(f"{debut} : {_groupes(bons)}, avec assez d'adultes.{reste}"), icon=":material/check_circle:")


def _tailles(tailles: tuple[int, ...]) -> str:
    """« 2 de 8 », « 1 de 9 et 1 de 7 »."""
    comptes = [(len(list(siens)), taille) for taille, siens in itertools.groupby(tailles)]
    return enumeration(f"{combien} de {taille}" for combien, taille in comptes)


def _ligne(essai: Essai) -> tuple[str, ...]:
    """Un nombre de groupes ; le partage équilibré, puis celui qui demande moins d'adultes s'il y en a un."""
    partages = [f"{_tailles(essai.partage.tailles)} : {accord(essai.adultes_equilibre, 'adulte')}"]
    if essai.differe:
        partages.append(f"{_tailles(essai.econome)} : {accord(essai.adultes_econome, 'adulte')}")
    etat = ETATS["non_atteint" if essai.manque else "atteint"]
    suite = f"il manque {accord(essai.manque, 'adulte')}" if essai.manque else "assez d'adultes"
    return str(essai.partage.groupes), "\n".join(partages), f"{etat.signe} {suite}"


def _montrer() -> None:
    tous = list(essais(enfants, adultes, mini, maxi, besoin))
    if not tous:
        proches = [accord(n, "enfant") for n in plus_proches(enfants, mini, maxi)]
        st.error(
            phrase(
                f"{accord(enfants, 'enfant')} : aucun partage en groupes de {mini} à {maxi} n'est possible. "
                f"Le plus proche qui convient : {enumeration(proches, 'ou')}."
            ),
            icon=":material/cancel:",
        )
        return
    _annoncer(tous)
    montres = sorted(sorted(tous, key=lambda e: e.manque)[:LIGNES_MAX], key=lambda e: e.partage.groupes)
    colonnes = list(zip(*map(_ligne, montres), strict=True))
    entetes = ("Groupes", "Enfants par groupe et adultes qu'il faut", f"Avec {accord(adultes, 'adulte')}")
    st.table(
        {e: [typographie(c) for c in colonne] for e, colonne in zip(entetes, colonnes, strict=True)}, hide_index=True
    )
    if len(tous) > LIGNES_MAX:
        st.caption(phrase(f"{LIGNES_MAX} partages sur {len(tous)} : ceux qui demandent le moins d'adultes en plus."))
    st.caption(
        phrase(
            "Tous les groupes sont supposés se réunir en même temps. Sur chaque ligne : le partage le plus égal, puis, "
            "s'il y en a un, celui qui demande moins d'adultes. "
            f"Repère d'encadrement : {encadrement.passage.citation}. Il est indicatif, jamais bloquant."
        )
    )


try:
    if None in (enfants, adultes, mini, maxi):
        st.info("Indiquez les quatre nombres.", icon=":material/info:")
    elif max(enfants, adultes, mini, maxi) > EFFECTIF_MAX:
        st.error(f"Cette page compte jusqu'à {EFFECTIF_MAX} : vérifiez les nombres saisis.", icon=":material/error:")
    else:
        _montrer()
        parties.dessiner(mini, maxi)
except SaisieRefusee as erreur:
    st.error(phrase(erreur.message), icon=":material/error:")
