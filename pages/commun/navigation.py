"""La forme commune d'une étape : titre, questions à gauche, critères à droite, précédent et suivant en bas."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from clas_model.parcours import avancement, voisines
from pages.commun import affichage, registre, session


@contextmanager
def etape(identifiant: str, prefixes: tuple[str, ...]) -> Iterator[None]:
    """Dessine le cadre d'une étape autour des questions. `prefixes` : les champs dont elle montre les contradictions."""
    mots = session.questionnaire().etape(identifiant)
    affichage.titre(mots.titre, mots.mode_emploi)
    avance = avancement(session.toutes_les_reponses(), identifiant)
    st.caption(f"{avance.vues} réponses sur {avance.total} · environ {mots.minutes} minutes")
    questions, criteres = st.columns([2, 1], gap="large")
    with questions:
        affichage.contradictions_ici(session.contradictions_du_dossier(), prefixes)
        yield
        st.divider()
        suivant(identifiant)
    with criteres, st.container(key="criteres"):
        st.markdown("### Critères de cette étape")
        affichage.criteres_de_l_etape(session.positionnement(), identifiant)


def suivant(identifiant: str) -> None:
    """Les liens vers l'étape précédente et la suivante."""
    avant, apres = voisines(session.questionnaire(), identifiant)
    gauche, droite = st.columns(2)
    with gauche:
        lien(avant.id if avant else "essentiel", avant.titre if avant else "L'essentiel", ":material/arrow_back:")
    with droite:
        lien(apres.id if apres else "relecture", apres.titre if apres else "Relecture", ":material/arrow_forward:")


def lien(identifiant: str, libelle: str, icone: str | None = None) -> None:
    """Un lien vers une page, qui garde le dossier ouvert."""
    secret = session.session().secret
    st.page_link(
        registre.page(identifiant),
        label=libelle,
        icon=icone,
        query_params={session.PARAMETRE: secret} if secret else None,
    )
