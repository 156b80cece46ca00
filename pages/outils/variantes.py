"""Les variantes gardées avec le dossier, et ce qu'on en fait : garder, retirer, appliquer, annuler."""

import streamlit as st

from clas_model.dossier import Scenario
from clas_model.simulation import variantes
from clas_model.simulation.variantes import VARIANTES_MAX, Variante
from pages.commun import session

CHEMIN, AVANT = "scenarios", "essai-avant"


def toutes() -> tuple[Variante, ...]:
    """Celles du dossier ouvert, qui les garde."""
    return variantes.gardees(session.dossier())


def garder(variante: Variante) -> str:
    """Garde une variante sous son nom, ou à la place de celle qui le porte ; rend la phrase à montrer."""
    noms = [v.nom for v in toutes()]
    if variante.nom not in noms and len(noms) >= VARIANTES_MAX:
        return f"Vous gardez déjà {VARIANTES_MAX} variantes : retirez-en une d'abord."
    if not session.transformer(CHEMIN, lambda d: variantes.garder(d, variante)):
        return "La variante n'est pas gardée : ce dossier ne peut pas être modifié par ce lien."
    return f"La variante « {variante.nom} » est {'remplacée' if variante.nom in noms else 'gardée'}."


def retirer(nom: str) -> None:
    session.transformer(CHEMIN, lambda d: variantes.retirer(d, nom))


def appliquer(variante: Variante) -> None:
    """Met la variante dans le dossier ; ses groupes d'avant se retrouvent d'un clic."""
    avant = session.dossier()
    if _mettre(variantes.en_scenario(variante, "s1")):
        st.session_state[AVANT] = (avant.id, variantes.en_scenario(Variante("", avant), "s1"), variante.nom)


def annuler() -> None:
    """Remet les groupes d'avant la dernière variante appliquée ; les réponses données depuis restent."""
    _, avant, _ = st.session_state.pop(AVANT)
    _mettre(avant)


def _mettre(scenario: Scenario) -> bool:
    if not session.transformer("", lambda d: variantes.avec_scenario(d, scenario)):
        return False
    session.session().rechargement += 1
    return True


def appliquee() -> str | None:
    """Le nom de la dernière variante appliquée à ce dossier, si on peut encore l'annuler."""
    dossier, _, nom = st.session_state.get(AVANT, (None, None, None))
    return nom if dossier == session.dossier().id else None
