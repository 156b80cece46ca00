"""La forme commune d'une étape : titre, questions à gauche, critères à droite, précédent et suivant en bas."""

from collections.abc import Callable

import streamlit as st

from clas_model.francais import accord
from clas_model.parcours import avancement, voisines
from pages.commun import affichage, bandeau, criteres, lexique, registre, session


def etape(identifiant: str, prefixes: tuple[str, ...], questions: Callable[[], None]) -> None:
    """Dessine une étape. `prefixes` : les champs dont elle montre les contradictions et les points de vigilance."""
    _vivant(identifiant, prefixes, questions)
    lexique.de_l_etape(session.questionnaire(), identifiant)
    st.divider()
    suivant(identifiant)


@st.fragment
def _vivant(identifiant: str, prefixes: tuple[str, ...], questions: Callable[[], None]) -> None:
    """Ce qui change à chaque réponse : seul redessiné, le menu et le reste de la page ne le sont pas."""
    bandeau.etat()
    mots = session.questionnaire().etape(identifiant)
    affichage.titre(mots.titre, mots.mode_emploi)
    avance = avancement(session.toutes_les_reponses(), identifiant)
    role = next((a.role for a in session.dossier().repartition if a.id == identifiant), None)
    st.caption(
        f"{accord(avance.vues, 'réponse')} sur {avance.total} à cette étape · environ {accord(mots.minutes, 'minute')}"
        f"{affichage.phrase(f' · rôle : {role}') if role else ''}"
    )
    gauche, droite = st.columns([2, 1], gap="large")
    with gauche:
        affichage.contradictions_ici(session.contradictions_du_dossier(), prefixes)
        questions()
    with droite, st.container(key="criteres"):
        st.markdown("## Critères de cette étape")
        criteres.de_l_etape(session.positionnement(), identifiant, session.dossier())
        affichage.alertes_ici(session.positionnement(), prefixes)


def suivant(identifiant: str) -> None:
    """Les liens vers l'étape précédente et la suivante."""
    avant, apres = voisines(session.questionnaire(), identifiant)
    gauche, droite = st.columns(2)
    with gauche:
        lien(avant.id if avant else "essentiel", avant.titre if avant else "L'essentiel", ":material/arrow_back:")
    with droite:
        lien(apres.id if apres else "relecture", apres.titre if apres else "Relecture", ":material/arrow_forward:")


def lien(identifiant: str, libelle: str, icone: str | None = None, **parametres: str) -> None:
    """Un lien vers une page, qui garde le dossier ouvert ; `parametres` : ceux que cette page lit dans l'adresse."""
    registre.lien(identifiant, libelle, icone, session.session().secret, **parametres)
