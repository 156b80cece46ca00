import datetime as dt
from collections.abc import Callable

import pytest

from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import Positionnement, positionner
from clas_model.restitution.arbre import Document
from clas_model.restitution.plan import plan_du_brouillon

AUJOURDHUI = dt.date(2026, 9, 1)
NOMS = ("complet", "faible", "vierge")
# Ce qu'une structure peut coller dans un champ, et qui ne doit être ni compris ni retouché.
HOSTILES = [
    "<b>gras</b> & <script>alert('x')</script>",
    "# Titre **gras** [lien](https://exemple.fr) `code`",
    "{{ dossier.secret }} {% raise %} {# rien #}",
    "]]> <w:p/> <!-- --> &amp; &#65; \"'",
    "Fête 🎉 👩‍👩‍👧 café à côté œuvre",
    "\u202eمرحبا بالأطفال שלום",  # noqa: RUF001 : l'écriture de droite à gauche est l'objet du test
    "Un mot:collé , et : mal espacé « ici »?",
    "x" * 5000,
]


@pytest.fixture
def positionne() -> Callable[[Dossier], Positionnement]:
    return lambda dossier: positionner(dossier, charger_referentiel())


@pytest.fixture
def planifie(positionne: Callable[[Dossier], Positionnement]) -> Callable[[Dossier], Document]:
    return lambda dossier: plan_du_brouillon(dossier, positionne(dossier), charger_questionnaire(), AUJOURDHUI, True)


@pytest.fixture
def complet() -> Dossier:
    return charger_exemple("complet")


@pytest.fixture
def faible() -> Dossier:
    return charger_exemple("faible")


@pytest.fixture(params=NOMS)
def dossier(request: pytest.FixtureRequest) -> Dossier:
    return Dossier() if request.param == "vierge" else charger_exemple(request.param)


@pytest.fixture(params=HOSTILES, ids=range(len(HOSTILES)))
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
