"""La forme commune d'une étape : titre, questions à gauche, critères à droite, précédent et suivant en bas."""

from collections.abc import Callable, Iterable

import streamlit as st

from clas_model.chemins import motif
from clas_model.francais import accord
from clas_model.parcours import avancement, voisines
from clas_model.questionnaire import Etape
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
    juge = criteres.sont_juges(session.positionnement(), identifiant)
    st.caption(
        f"{accord(avance.vues, 'réponse')} sur {avance.total} à cette étape · environ {accord(mots.minutes, 'minute')}"
        f"{affichage.phrase(f' · rôle : {role}') if role else ''}"
        f"{'' if juge else ' · aucun critère ne se juge ici : vos réponses nourrissent le brouillon'}"
    )
    if not juge:
        # Rien à mettre à côté des questions : elles prennent toute la largeur.
        affichage.contradictions_ici(session.contradictions_du_dossier(), prefixes)
        questions()
        affichage.alertes_ici(session.positionnement(), prefixes)
        return
    gauche, droite = st.columns([2, 1], gap="large")
    with gauche:
        affichage.contradictions_ici(session.contradictions_du_dossier(), prefixes)
        questions()
    with droite, st.container(key="criteres"):
        st.markdown("## Critères de cette étape")
        criteres.de_l_etape(session.positionnement(), identifiant, session.dossier())
        affichage.alertes_ici(session.positionnement(), prefixes)


def suivant(identifiant: str) -> None:
    """Le bouton vers l'étape suivante, puis un lien vers la précédente."""
    avant, apres = voisines(session.questionnaire(), identifiant)
    avant_, titre_avant = (avant.id, avant.titre) if avant else ("essentiel", "L'essentiel")
    apres_, titre_apres = (apres.id, apres.titre) if apres else ("relecture", "Relecture")
    la_suite(
        (apres_, f"Étape suivante : {titre_apres}", ":material/arrow_forward:"),
        (avant_, f"Revenir : {titre_avant}", ":material/arrow_back:"),
    )


def la_suite(suivante: tuple[str, str, str], autre: tuple[str, str, str]) -> None:
    """Au bas d'une page, où aller : un bouton vers la suivante, puis un lien. Page, libellé, icône."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(key="suivante", width="content"):
            lien(*suivante)
        lien(*autre)


def etapes_de(chemins: Iterable[str]) -> list[Etape]:
    """Les étapes où se répondent ces chemins, dans leur ordre, sans redite."""
    par_motif = session.questionnaire().etape_du_motif
    etapes = (par_motif.get(motif(chemin)) for chemin in chemins)
    return list({etape.id: etape for etape in etapes if etape}.values())


def pas_encore(suite: str) -> None:
    """Sur une page qui ne sert qu'à un dossier enregistré : quand il le sera."""
    exemple = session.session().exemple
    debut = "Cet exemple n'est pas enregistré tant que vous n'y changez rien" if exemple else "Rien n'est enregistré"
    st.info(affichage.phrase(f"{debut} : {suite}."), icon=":material/info:")
    with st.container(key="suivante"):
        lien("essentiel", "Changer une réponse" if exemple else "Commencer par l'essentiel", ":material/bolt:")


def lien(identifiant: str, libelle: str, icone: str | None = None, **parametres: str) -> None:
    """Un lien vers une page, qui garde le dossier ouvert ; `parametres` : ceux que cette page lit dans l'adresse."""
    registre.lien(identifiant, libelle, icone, session.session().secret, **parametres)
