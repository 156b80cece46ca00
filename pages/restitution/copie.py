"""Le bouton qui copie un champ, au doigt comme à la souris, et ce qu'il fait quand le navigateur refuse."""

from clas_model.francais import typographie
from pages.restitution.composants import composant

_HTML = '<div class="copier" data-clas-copier><button type="button">Copier</button><span role="status"></span></div>'
REFUS = (
    "Votre navigateur n'a pas permis la copie. Le texte est sélectionné : appuyez dessus longuement et choisissez "
    "« Copier », ou faites Ctrl + C."
)


def bouton(texte: str, titre: str, cle: str) -> None:
    """« Copier », puis ce qui s'est passé."""
    mots = {"nom": f"Copier : {titre}", "selection": f"Texte à copier : {titre}", "copie": "✔ Copié.", "refus": REFUS}
    composant("copier", _HTML)(
        data={"texte": texte, **{nom: typographie(dit) for nom, dit in mots.items()}}, key=f"copier:{cle}"
    )
