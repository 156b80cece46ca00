"""Les mots du métier, définis là où ils sont dits : sous une page, et dans l'aide d'une question."""

import functools
from collections.abc import Iterable

import streamlit as st

from clas_model.contenu import charger_questionnaire
from clas_model.glossaire import termes_cites
from clas_model.questionnaire import Question, Questionnaire, Terme
from pages.commun import criteres

# Dits à chaque page, et définis à l'accueil et dans « Méthode et sources ».
PARTOUT = frozenset({"Caf", "Clas"})


def de_la_question(question: Question) -> list[str]:
    """« QPV : … », pour les sigles d'une question."""
    return _sigles(question.libelle, question.aide or "")


@functools.cache
def _sigles(*textes: str) -> list[str]:
    cites = termes_cites(textes, charger_questionnaire().glossaire)
    return [f"{t.terme} : {t.definition}" for t in cites if t.nature == "sigle" and t.terme not in PARTOUT]


def de_l_etape(questionnaire: Questionnaire, identifiant: str) -> None:
    """Les mots qu'emploient les questions d'une étape."""
    etape = questionnaire.etape(identifiant)
    textes = [etape.titre, *(t for q in etape.questions for t in (q.libelle, q.aide or ""))]
    montrer("Les mots de cette étape", termes_cites(textes, questionnaire.glossaire))


def de_la_page(noms: Iterable[str]) -> None:
    """Les mots d'une page de résultats."""
    voulus = set(noms)
    montrer("Les mots de cette page", [t for t in charger_questionnaire().glossaire if t.terme in voulus])


def montrer(titre: str, termes: Iterable[Terme]) -> None:
    """Un volet replié, en un seul élément de page."""
    utiles = [t for t in termes if t.terme not in PARTOUT]
    if utiles:
        st.html(
            f'<details class="critere"><summary>{criteres.texte_html(titre)}</summary>{definitions(utiles)}</details>'
        )


def definitions(termes: Iterable[Terme]) -> str:
    """Les termes et leurs définitions, en liste de définitions."""
    lignes = "".join(
        f"<dt>{criteres.texte_html(t.terme)}</dt><dd>{criteres.texte_html(t.definition)}</dd>" for t in termes
    )
    return f'<dl class="lexique">{lignes}</dl>'
