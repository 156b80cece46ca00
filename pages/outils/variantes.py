"""Les variantes gardées dans la session, et ce qu'on en fait : garder, retirer, appliquer au dossier, annuler."""

import streamlit as st

from clas_model.dossier import Dossier
from clas_model.simulation.variantes import VARIANTES_MAX, Variante
from pages.commun import session

CLE, AVANT = "essai-variantes", "essai-avant"


def toutes() -> list[Variante]:
    """Celles du dossier ouvert ; un autre dossier a les siennes."""
    par_dossier: dict[str, list[Variante]] = st.session_state.setdefault(CLE, {})
    return par_dossier.setdefault(session.dossier().id, [])


def garder(variante: Variante) -> str:
    """Garde une variante sous son nom, ou à la place de celle qui le porte ; rend la phrase à montrer."""
    liste = toutes()
    memes = [n for n, v in enumerate(liste) if v.nom == variante.nom]
    if memes:
        liste[memes[0]] = variante
        return f"La variante « {variante.nom} » est remplacée."
    if len(liste) >= VARIANTES_MAX:
        return f"Vous gardez déjà {VARIANTES_MAX} variantes : retirez-en une d'abord."
    liste.append(variante)
    return f"La variante « {variante.nom} » est gardée."


def retirer(nom: str) -> None:
    liste = toutes()
    liste[:] = [v for v in liste if v.nom != nom]


def appliquer(variante: Variante) -> None:
    """Met la variante dans le dossier ; l'état d'avant se retrouve d'un clic."""
    avant = session.dossier()
    # Le dossier garde son nom et son texte : la variante a pu naître sous un autre numéro de dossier.
    nouveau = variante.dossier.model_copy(update={"id": avant.id})
    if session.transformer("", lambda _: Dossier.model_validate(nouveau.model_dump())):
        session.session().rechargement += 1
        st.session_state[AVANT] = (avant, variante.nom)


def annuler() -> None:
    """Remet le dossier d'avant la dernière variante appliquée."""
    avant, _ = st.session_state.pop(AVANT)
    session.session().rechargement += 1
    session.transformer("", lambda _: avant)


def appliquee() -> str | None:
    """Le nom de la dernière variante appliquée à ce dossier, si on peut encore l'annuler."""
    avant, nom = st.session_state.get(AVANT, (None, None))
    return nom if avant is not None and avant.id == session.dossier().id else None
