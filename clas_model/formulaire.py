"""Un formulaire à remplir par copie : ses champs, les rubriques du brouillon qu'ils reprennent, leurs limites."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from clas_model.referentiel import Contenu, Identifiant, Phrase

Rubrique = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]


class Champ(Contenu):
    """Un champ du formulaire. `limite`, en caractères, ne s'écrit qu'avec la `source` où elle a été lue."""

    id: Identifiant
    titre: Phrase
    rubriques: Annotated[tuple[Rubrique, ...], Field(min_length=1)]
    limite: Annotated[int, Field(ge=1, le=100_000)] | None = None
    source: Phrase | None = None

    @model_validator(mode="after")
    def _sourcee(self) -> Self:
        if self.limite is not None and self.source is None:
            raise ValueError("une limite s'écrit avec « source » : dites où elle a été lue, ou retirez-la")
        return self


class Formulaire(Contenu):
    """Les champs, dans l'ordre du formulaire."""

    id: Identifiant
    titre: Phrase
    note: Phrase
    champs: Annotated[tuple[Champ, ...], Field(min_length=1)]
