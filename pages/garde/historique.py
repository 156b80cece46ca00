"""L'historique : les dernières versions, ce qui y a changé, et de quoi revenir à l'une d'elles."""

import datetime as dt

import streamlit as st

from clas_model.chemins import lire
from clas_model.differences import changements
from clas_model.dossier import Dossier
from clas_model.erreurs import ClasError
from clas_model.francais import accord, date_longue, heure
from pages.commun import affichage, conflits, enregistrement, listes, navigation, session
from pages.commun.affichage import phrase
from pages.commun.enregistrement import Version

MONTRES = 12
PAR_PAGE = 15


def _quand(instant: dt.datetime) -> str:
    local = instant.astimezone(session.fuseau())
    jour = "Aujourd'hui" if local.date() == session.aujourdhui() else date_longue(local.date()).capitalize()
    return f"{jour} à {heure(local.time())}"


def _valeur(dossier: Dossier, chemin: str) -> str:
    if chemin in dossier.ne_sait_pas:
        return "« je ne sais pas »"
    return conflits.en_mots(chemin, lire(dossier, chemin))


def ligne(avant: Dossier, apres: Dossier, chemin: str) -> str:
    """« Effectif (Groupe 2) : 12 → 14 », « Groupe 3 : ajouté »."""
    liste, _, identifiant = chemin.rpartition(".")
    for dossier, verbe in ((apres, "ajouté"), (avant, "retiré")):
        elements = lire(dossier, liste) if liste else None
        if isinstance(elements, tuple):
            rang = next((r for r, e in enumerate(elements, 1) if getattr(e, "id", None) == identifiant), None)
            if rang is not None:
                return phrase(f"{listes.nom_de(liste, elements[rang - 1], rang)} : {verbe}")
    ou = listes.endroit(chemin)
    quoi = conflits.question(chemin)
    return phrase(f"{quoi}{f' ({ou})' if ou else ''} : {_valeur(avant, chemin)} → {_valeur(apres, chemin)}")


def _changes(avant: Dossier, apres: Dossier) -> None:
    chemins = changements(avant, apres)
    if not chemins:
        st.caption("Aucune réponse n'a changé.")
    st.markdown("\n".join(f"- {ligne(avant, apres, c)}" for c in chemins[:MONTRES]))
    if len(chemins) > MONTRES:
        st.caption(f"Et {accord(len(chemins) - MONTRES, 'autre changement')}.")


def _restaurer(version: Version) -> None:
    session.restaurer(version.revision)


def _dessiner(versions: tuple[Version, ...]) -> None:
    actuelle, anciennes = versions[0], versions[1:]
    st.caption(phrase(f"Dernier enregistrement : {_quand(actuelle.modifie_le).lower()}."))
    if not anciennes:
        st.info("Il n'y a encore qu'une version : la suite viendra avec vos réponses.")
    montrees = st.session_state.get("versions-montrees", PAR_PAGE)
    for rang, version in enumerate(anciennes[:montrees]):
        suivante = versions[rang]
        nombre = len(changements(version.dossier, suivante.dossier))
        resume = f"{accord(nombre, 'changement')} ensuite" if nombre else "rien n'a changé ensuite"
        with st.expander(phrase(f"{_quand(version.modifie_le)} — {resume}")):
            st.markdown("## Ce qui a changé juste après")
            _changes(version.dossier, suivante.dossier)
            if rang:
                st.markdown("## Ce qui a changé depuis, en tout")
                _changes(version.dossier, actuelle.dossier)
            if not session.session().lecture_seule:
                st.button(
                    "Revenir à cette version",
                    on_click=_restaurer,
                    args=(version,),
                    key=f"restaurer-{version.revision}",
                    icon=":material/history:",
                )
    if len(anciennes) > montrees and st.button("Voir plus ancien", key="plus-ancien", type="tertiary"):
        st.session_state["versions-montrees"] = montrees + PAR_PAGE
        st.rerun()


affichage.titre(
    "Historique",
    "Une réponse effacée par erreur ? Les versions passées sont là : revenir à l'une d'elles n'efface pas les autres.",
    sans_puce=True,
)
etat = session.session()
if etat.secret:
    try:
        _dessiner(enregistrement.entrepot().history(etat.secret))
    except ClasError as erreur:
        st.error(phrase(str(erreur)), icon=":material/cloud_off:")
else:
    navigation.pas_encore("l'historique commence à la première réponse")
