"""Vérifier des effectifs, sans dossier : combien de groupes, de quelle taille, avec combien d'adultes."""

import streamlit as st

from clas_model.erreurs import SaisieRefusee
from clas_model.francais import accord, enumeration, nombre, typographie
from clas_model.simulation.partages import adultes_minimum, partages, plus_proches, ratios
from pages.commun import affichage, session
from pages.commun.affichage import phrase

texte = session.referentiel()
taille = texte.critere("groupe-taille")
encadrement = texte.critere("encadrement")
plafond = int(encadrement.regle.parametres["enfants_par_adulte_max"])

affichage.titre(
    "Vérifier des effectifs", "Un nombre d'enfants, un nombre d'adultes : les groupes possibles s'affichent aussitôt."
)
st.caption(phrase(f"Selon « {texte.titre} » ({texte.date_libelle})."))
enfants_, adultes_, mini_, maxi_ = st.columns(4)
enfants = enfants_.number_input("Enfants en tout", value=16, step=1, key="effectifs-enfants")
adultes = adultes_.number_input("Adultes présents en même temps", value=3, step=1, key="effectifs-adultes")
mini = mini_.number_input(
    "Au moins par groupe", value=int(taille.regle.parametres["min"]), step=1, key="effectifs-mini"
)
maxi = maxi_.number_input("Au plus par groupe", value=int(taille.regle.parametres["max"]), step=1, key="effectifs-maxi")
du_texte = (mini, maxi) == (taille.regle.parametres["min"], taille.regle.parametres["max"])
st.caption(
    phrase(
        f"Bornes du texte : « {taille.passage.texte} »."
        if du_texte
        else f"Ces bornes sont les vôtres ; celles du texte : « {taille.passage.texte} »."
    )
)


def _montrer(enfants: int, adultes: int, mini: int, maxi: int) -> None:
    possibles = partages(enfants, mini, maxi)
    if not possibles:
        proches = [accord(n, "enfant") for n in plus_proches(enfants, mini, maxi)]
        suite = f" Le plus proche qui convient : {enumeration(proches, 'ou')}." if proches else ""
        st.error(
            phrase(f"{accord(enfants, 'enfant')} : aucun partage en groupes de {mini} à {maxi} n'est possible.{suite}"),
            icon=":material/cancel:",
        )
        return
    bornes = sorted({p.groupes for p in possibles})
    combien = accord(bornes[0], "groupe") if len(bornes) == 1 else f"de {bornes[0]} à {bornes[-1]} groupes"
    st.success(
        phrase(
            f"{accord(enfants, 'enfant')} : {combien} possibles."
            if len(bornes) > 1
            else f"{accord(enfants, 'enfant')} : {combien} possible."
        ),
        icon=":material/check_circle:",
    )
    lignes = []
    for partage in possibles:
        repartition = ratios(partage.tailles, adultes)
        pires = [r for _, _, r in repartition]
        sans = sum(r is None for r in pires)
        connus = [r for r in pires if r is not None]
        if sans:
            ratio, etat = f"{accord(sans, 'groupe')} sans adulte", "✖ Non atteint"
        else:
            pire = max(connus)
            ratio = f"{nombre(pire, 1)} au plus"
            etat = "✔ Atteint" if pire <= plafond else "✖ Non atteint"
        manque = sum(adultes_minimum(t, plafond) for t in partage.tailles) - adultes
        lignes.append(
            (
                str(partage.groupes),
                enumeration([str(t) for t in partage.tailles]),
                ratio,
                etat,
                f"il en manque {manque}" if manque > 0 else "assez",
            )
        )
    colonnes = list(zip(*lignes, strict=True))
    st.table(
        {
            "Groupes": list(colonnes[0]),
            "Enfants par groupe": list(colonnes[1]),
            "Enfants par adulte": [typographie(c) for c in colonnes[2]],
            f"{plafond} par adulte au plus": list(colonnes[3]),
            "Adultes": list(colonnes[4]),
        },
        hide_index=True,
    )
    st.caption(
        phrase(
            "Tous les groupes sont supposés se réunir en même temps ; les adultes sont répartis au mieux. "
            f"Repère d'encadrement : « {encadrement.passage.texte} » (à titre indicatif, jamais bloquant)."
        )
    )


try:
    if None in (enfants, adultes, mini, maxi):
        st.info("Indiquez les quatre nombres.", icon=":material/info:")
    else:
        _montrer(enfants, adultes, mini, maxi)
except SaisieRefusee as erreur:
    st.error(phrase(erreur.message), icon=":material/error:")
