"""Ma Caf : le profil local tel que les structures le voient, ou ce qui l'empêche de se charger."""

import streamlit as st

from clas_model.comparaison import comparer_les_textes
from clas_model.contenu import EXEMPLE_DE_PROFIL, charger_profil, charger_referentiel, profil_installe
from clas_model.erreurs import ContenuInvalide
from clas_model.francais import date_longue, montant, nombre
from clas_model.referentiel import Referentiel
from clas_model.referentiel.local import Echeance, ProfilLocal
from clas_model.restitution.mots import STATUTS, source_datee
from pages.commun import affichage, navigation, session
from pages.commun.affichage import brut, phrase
from pages.outils import clauses


def _charger() -> Referentiel | None:
    """Le profil installé, sinon l'exemple ; `None` et les fautes à l'écran s'il ne se charge pas."""
    installe = profil_installe()
    try:
        return charger_profil(installe or EXEMPLE_DE_PROFIL)
    except ContenuInvalide as erreur:
        affichage.titre("Ma Caf")
        st.error("Le profil local ne peut pas se charger : corrigez ce qui suit, puis relancez l'outil.")
        for faute in erreur.fautes:
            st.markdown(f"- {brut(faute)}")
        return None


def _echeances(titre: str, jours: tuple[Echeance, ...]) -> None:
    if not jours:
        return
    st.markdown(f"## {phrase(titre)}")
    for jour in sorted(jours, key=lambda j: j.date):
        passe = " (passé)" if jour.date < session.aujourdhui() else ""
        suite = f" — {jour.texte}" if jour.texte else ""
        st.markdown(f"- **{phrase(date_longue(jour.date))}**{passe} : {phrase(f'{jour.libelle}{suite}')}")


def _presenter(texte: Referentiel, local: ProfilLocal) -> None:
    affichage.titre("Ma Caf", texte.presentation, puce=texte.puce)
    if local.fictif:
        st.warning(
            "Ce profil est un exemple : cette Caf et ce département n'existent pas.", icon=":material/theater_comedy:"
        )
    if local.priorites:
        st.markdown(f"## {phrase(f'Les priorités de la {local.caf}')}")
        for priorite in local.priorites:
            st.markdown(f"- **{phrase(priorite.titre)}** : {phrase(priorite.texte)}")
    _echeances("Le calendrier de l'appel à projets", local.echeances)
    _echeances("Les réunions du comité départemental", local.comite)
    if local.formulaire:
        st.markdown(f"## {phrase(local.formulaire.titre)}")
        st.markdown(phrase(local.formulaire.texte))
        if local.formulaire.adresse:
            st.link_button("Ouvrir le formulaire", local.formulaire.adresse, icon=":material/open_in_new:")
    if local.contacts:
        st.markdown("## À qui s'adresser")
        for contact in local.contacts:
            suite = f" — {contact.texte}" if contact.texte else ""
            st.markdown(f"- {phrase(f'{contact.fonction} : {contact.moyen}{suite}')}")
    _reponses(local)


def _reponses(local: ProfilLocal) -> None:
    """Ce que la Caf dit pour toutes les structures."""
    questions = (
        ("Le Clas fait partie d'un cadre de partenariat du département", local.reponses.cadre_departemental),
        ("Des formations existent pour les accompagnateurs", local.reponses.formation_existe),
    )
    if any(reponse for _, reponse in questions):
        st.markdown("## Ce que la Caf répond pour vous")
        st.caption("Ces questions ne vous sont plus posées.")
    for question, reponse in questions:
        if reponse:
            st.markdown(f"- {phrase(question)} : **{reponse}**")


def _montants(texte: Referentiel, dessous: Referentiel) -> None:
    propres = [m for m in texte.montants if m not in dessous.montants]
    if propres:
        st.markdown("## Les montants annoncés")
    for grandeur in propres:
        st.markdown(f"### {phrase(grandeur.libelle)} ({phrase(grandeur.unite)})\n{phrase(grandeur.explication)}")
        for valeur in grandeur.valeurs:
            en_euros = "€" in grandeur.unite
            dit = (
                "non connu" if valeur.valeur is None else montant(valeur.valeur) if en_euros else nombre(valeur.valeur)
            )
            note = f" ; {valeur.note}" if valeur.note else ""
            st.markdown(f"- {phrase(f'{valeur.date_libelle} : {dit} ({STATUTS[valeur.statut]}){note}')}")


def _changements(texte: Referentiel, dessous: Referentiel) -> None:
    """Ce que le profil change des critères, face au texte national."""
    changent = [c for c in comparer_les_textes(dessous, texte).clauses if c.nature in ("change", "ajoute", "retire")]
    if changent:
        st.markdown("## Ce que le profil change aux critères")
    for clause in changent:
        clauses.montrer(clause, dessous, texte, juge=False)


texte = _charger()
if texte is not None and texte.local is not None and texte.sur is not None:
    _presenter(texte, texte.local)
    dessous = charger_referentiel(texte.sur)
    _montants(texte, dessous)
    _changements(texte, dessous)
    siennes = [s for s in texte.sources if s not in dessous.sources]
    if siennes:
        st.caption(phrase(f"D'après : {' ; '.join(source_datee(s) for s in siennes)}."))
    navigation.lien("texte", "Le texte de mon dossier", ":material/history_edu:")
