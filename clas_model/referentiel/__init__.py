"""Un texte daté et tout ce que le produit en tire : ses mots, ses seuils, ses sources."""

from clas_model.referentiel.argent import Montant, Prestation, ValeurDatee
from clas_model.referentiel.base import Contenu, Identifiant, Phrase, Statut
from clas_model.referentiel.local import ProfilLocal
from clas_model.referentiel.texte import (
    Application,
    Axe,
    Critere,
    Engagement,
    Niveau,
    Passage,
    Referentiel,
    RegleAppelee,
    Source,
    TexteAlerte,
)

__all__ = [
    "Application", "Axe", "Contenu", "Critere", "Engagement", "Identifiant", "Montant", "Niveau", "Passage", "Phrase",
    "Prestation", "ProfilLocal", "Referentiel", "RegleAppelee", "Source", "Statut", "TexteAlerte", "ValeurDatee",
]  # fmt: skip
