"""La prestation de service à l'étape du budget : ce qui en est su, deux nombres à confirmer, une estimation."""

from decimal import Decimal

import streamlit as st

from clas_model.budget import PLAFOND, TAUX, EstimationPs, estimation, origine, valeur_de_l_annee
from clas_model.francais import montant, nombre
from clas_model.referentiel import Montant, ValeurDatee
from clas_model.restitution.mots import STATUTS, source_datee
from pages.commun import saisie, session
from pages.commun.affichage import phrase


def dessiner() -> None:
    """Ce que le texte permet de dire de la prestation de service."""
    texte = session.referentiel()
    if texte.prestation is None:
        return
    st.markdown("## La prestation de service")
    st.info(phrase(texte.prestation.explication), icon=":material/euro:")
    if texte.prestation.source:
        st.caption(phrase(f"Source : {source_datee(texte.source(texte.prestation.source))}."))
    else:
        st.caption("Aucune source lue ne donne cette formule telle quelle.")
    if not texte.estime_ps:
        return
    for identifiant, chemin in ((TAUX, "budget.ps.taux"), (PLAFOND, "budget.ps.plafond")):
        if grandeur := texte.montant(identifiant):
            _grandeur(grandeur, chemin)
    saisie.champ("budget.ps.confirme")
    _resultat()
    with st.expander("Ce qui a été lu des montants, et quand"):
        for grandeur in texte.montants:
            _connu(grandeur)


def _ecrire(grandeur: Montant, valeur: Decimal) -> str:
    return f"{nombre(valeur)} %" if grandeur.id == TAUX else montant(valeur)


def _grandeur(grandeur: Montant, chemin: str) -> None:
    """Le champ, la valeur de l'année si une source la donne, et à qui est le nombre saisi."""
    annee = session.dossier().structure.annee_scolaire
    proposee = valeur_de_l_annee(grandeur, annee)
    actuelle: Decimal | None = getattr(session.dossier().budget.ps, chemin.rpartition(".")[2])
    saisie.champ(chemin)
    if actuelle is not None:
        connue = origine(grandeur, actuelle)
        if connue:
            source = source_datee(session.referentiel().source(connue.source))
            st.caption(
                phrase(
                    f"Valeur de {connue.date_libelle} ({source}) ; {STATUTS[connue.statut]}. À vérifier avec la Caf."
                )
            )
        else:
            st.caption("Ce nombre est le vôtre : aucune source lue ne le donne.")
    elif proposee and proposee.valeur is not None:
        st.caption(phrase(f"{grandeur.libelle}, {proposee.date_libelle} : {_ecrire(grandeur, proposee.valeur)}."))
    else:
        pour = f"pour {annee}" if annee else "tant que l'année scolaire n'est pas donnée"
        st.caption(phrase(f"{grandeur.libelle} : non connu {pour}. Demandez-le à votre Caf."))
    for valeur in grandeur.valeurs:
        if valeur.valeur is not None and valeur.valeur != actuelle:
            st.button(
                phrase(f"Reprendre {_ecrire(grandeur, valeur.valeur)} ({valeur.date_libelle})"),
                key=saisie.cle(chemin, f":{valeur.date_libelle}"),
                on_click=_reprendre,
                args=(chemin, valeur),
                type="tertiary",
                icon=":material/history:",
                disabled=session.session().lecture_seule,
            )


def _reprendre(chemin: str, valeur: ValeurDatee) -> None:
    """Reprend une valeur d'une autre date ; reprendre n'est pas confirmer."""
    session.enregistrer("budget.ps.confirme", None)
    session.enregistrer(chemin, valeur.valeur)
    session.session().rechargement += 1


def _resultat() -> None:
    resultat = estimation(session.dossier(), session.referentiel())
    if isinstance(resultat, EstimationPs):
        st.metric("Estimation, à vérifier avec votre Caf", montant(resultat.total))
        st.caption("Les dépenses sont partagées en parts égales entre les groupes. Ce n'est pas une promesse.")
    else:
        st.caption(phrase(resultat))


def _connu(grandeur: Montant) -> None:
    st.markdown(f"### {phrase(grandeur.libelle)} ({phrase(grandeur.unite)})\n{phrase(grandeur.explication)}")
    if not grandeur.valeurs:
        st.markdown("- Aucune valeur lue.")
    for valeur in grandeur.valeurs:
        dit = _ecrire(grandeur, valeur.valeur) if valeur.valeur is not None else "non connu"
        note = f" ; {valeur.note}" if valeur.note else ""
        source = session.referentiel().source(valeur.source).titre
        st.markdown(f"- {phrase(f'{valeur.date_libelle} : {dit} ({STATUTS[valeur.statut]} ; {source}){note}')}")
