"""Les cas des textes nationaux : chaque borne des deux côtés, puis le verdict de dossiers entiers."""

import functools
from typing import Any

import pytest
from pydantic import ValidationError

from clas_model.contenu import charger_referentiel
from clas_model.referentiel import Referentiel
from clas_model.regles import REGLES
from tests.cas.test_cas import (
    Cas,
    avec_critere,
    fautes_critere,
    fautes_eligibilite,
    lire_yaml,
    mutants,
)

CRITERES: dict[str, list[Cas]] = lire_yaml("national/criteres")
ELIGIBILITE: list[Cas] = lire_yaml("national/eligibilite")["cas"]
# Ce que les textes nationaux disent autrement que l'expérimentation.
PROPRES = {
    "groupe-taille", "encadrement", "niveaux", "orientation", "charte_laicite", "quatre-axes", "aide-aux-devoirs-seule",
    "diagnostic-besoins",
}  # fmt: skip


@functools.cache
def national() -> Referentiel:
    """Le texte jugé ici."""
    return charger_referentiel("national")


@pytest.mark.parametrize(
    ("identifiant", "cas"),
    [pytest.param(i, c, id=f"{i} : {c['nom']} → {c['attendu']}") for i, tous in CRITERES.items() for c in tous],
)
def test_critere(identifiant: str, cas: Cas) -> None:
    assert fautes_critere(identifiant, cas, national()) == []


@pytest.mark.parametrize("cas", [pytest.param(c, id=f"{c['nom']} → {c['eligibilite']}") for c in ELIGIBILITE])
def test_eligibilite(cas: Cas) -> None:
    assert fautes_eligibilite(cas, national()) == []


def test_tout_ce_que_le_national_change_a_ses_cas() -> None:
    assert set(CRITERES) == PROPRES
    assert {c["attendu"] for c in CRITERES["groupe-taille"]} >= {"atteint", "partiel", "non_atteint"}


@pytest.mark.parametrize("identifiant", sorted(PROPRES))
def test_un_reglage_deplace_fait_echouer_un_cas(identifiant: str) -> None:
    """Un seuil ou une liste changés dans le contenu national se voient ici."""
    critere = national().critere(identifiant)
    invisibles = []
    for nom, valeur in REGLES[critere.regle.nom].parametres.model_validate(critere.regle.parametres):
        if nom in ("champ", "texte", "objet", "libelle", "seule"):
            continue
        for nouvelle in _voisins(critere, nom, valeur):
            regle = critere.regle.model_copy(update={"parametres": {**critere.regle.parametres, nom: nouvelle}})
            mutant = avec_critere(national(), critere.model_copy(update={"regle": regle}))
            try:
                vu = any(fautes_critere(identifiant, cas, mutant) for cas in CRITERES[identifiant])
            except ValidationError:
                vu = True
            if not vu:
                invisibles.append(f"{nom} = {nouvelle}")
    assert invisibles == []


def _voisins(critere: Any, nom: str, valeur: Any) -> list[Any]:
    if nom == "sous_min":
        return ["non_atteint"]
    return mutants(critere, nom, valeur)
