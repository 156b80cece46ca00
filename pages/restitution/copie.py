"""Le bouton qui copie un champ, au doigt comme à la souris, et ce qu'il fait quand le navigateur refuse."""

from pathlib import Path

import streamlit as st

from clas_model.francais import typographie

_STATIQUES = Path(__file__).parent / "statiques"
_HTML = '<div class="copier" data-clas-copier><button type="button">Copier</button><span role="status"></span></div>'
REFUS = (
    "Votre navigateur n'a pas permis la copie. Le texte est sélectionné : appuyez dessus longuement et choisissez "
    "« Copier », ou faites Ctrl + C."
)


def bouton(texte: str, titre: str, cle: str) -> None:
    """« Copier », puis ce qui s'est passé."""
    composant = st.components.v2.component(
        "clas_copier",
        html=_HTML,
        css=(_STATIQUES / "copier.css").read_text(encoding="utf-8"),
        js=(_STATIQUES / "copier.js").read_text(encoding="utf-8"),
    )
    mots = {"nom": f"Copier : {titre}", "selection": f"Texte à copier : {titre}", "copie": "✔ Copié.", "refus": REFUS}
    composant(data={"texte": texte, **{nom: typographie(dit) for nom, dit in mots.items()}}, key=f"copier:{cle}")
