"""Étape « budget » : dépenses, recettes, équilibre, et l'estimation d'une aide là où le texte en permet une."""

import streamlit as st

from clas_model.budget import totaux
from clas_model.francais import montant
from pages.commun import listes, navigation, prestation, saisie, session


def _charge(ici: str) -> None:
    saisie.champ(f"{ici}.libelle", "Dépense")
    saisie.champ(f"{ici}.montant", "Montant")


def _produit(ici: str) -> None:
    saisie.champ(f"{ici}.financeur", "Recette")
    saisie.champ(f"{ici}.montant", "Montant")
    saisie.champ(f"{ici}.etat", "Acquise ?", serre=True)


def _questions() -> None:
    listes.liste("budget.charges", _charge, en_lignes=True)
    listes.liste("budget.produits", _produit, en_lignes=True)
    if somme := totaux(session.dossier().budget):
        with st.container(horizontal=True, gap="large", key="totaux"):
            st.metric("Dépenses", montant(somme.charges), width="content")
            st.metric("Recettes", montant(somme.produits), width="content")
            st.metric("Recettes moins dépenses", montant(somme.ecart), width="content")
    prestation.dessiner()
    _pieces()


def _pieces() -> None:
    """Chaque pièce souvent demandée : prête, à faire, ou sans objet."""
    st.markdown("## Les pièces à joindre")
    st.caption("Celles que demandent souvent les appels à projets. La liste de votre Caf fait foi.")
    motifs = [m for m in session.questionnaire().par_motif if m.startswith("pieces.")]
    for rang in range(0, len(motifs), 2):
        for colonne, motif in zip(st.columns(2), motifs[rang : rang + 2], strict=False):
            with colonne:
                saisie.champ(motif, serre=True)


navigation.etape("budget", ("budget.", "pieces."), _questions)
