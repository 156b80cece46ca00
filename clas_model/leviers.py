"""Les leviers : ce qu'on peut changer dans un projet, et l'effort que cela demande. Des mots et des choix."""

from typing import Literal

from clas_model.referentiel import Contenu, Identifiant, Phrase
from clas_model.referentiel.base import Effort

Nature = Literal["nombres", "decision", "redaction", "reponse"]
# Ce que pèse un effort dans une somme : un choix de cet outil.
POIDS_EFFORT: dict[Effort, int] = {"S": 1, "M": 2, "L": 3}


class Levier(Contenu):
    """Une sorte de changement. `nature` : des nombres, une décision, un texte à écrire, ou un fait à donner."""

    id: Identifiant
    titre: Phrase
    nature: Nature
    effort: Effort


class Leviers(Contenu):
    """Tous les leviers, dans l'ordre du contenu."""

    leviers: tuple[Levier, ...]

    def levier(self, identifiant: str) -> Levier:
        """Le levier de cet identifiant ; KeyError s'il n'existe pas."""
        for levier in self.leviers:
            if levier.id == identifiant:
                return levier
        raise KeyError(identifiant)

    def avec_efforts(self, efforts: dict[str, Effort]) -> "Leviers":
        """Copie où chacun a l'effort donné, ou garde le sien."""
        changes = (x.model_copy(update={"effort": efforts.get(x.id, x.effort)}) for x in self.leviers)
        return Leviers(leviers=tuple(changes))
