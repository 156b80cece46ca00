"""Le seul endroit où les messages de pydantic deviennent du français."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from clas_model.francais import accord, date_courte, nombre

# Le texte de la faute, d'après son type pydantic et son contexte.
_PHRASES: dict[str, Callable[[dict[str, Any]], str]] = {
    "extra_forbidden": lambda c: "ce champ n'existe pas ici : vérifiez son nom ou retirez-le",
    "invalid_key": lambda c: "un nom de champ est un texte : mettez celui-ci entre guillemets",
    "missing": lambda c: "ce champ est obligatoire : ajoutez-le",
    "greater_than_equal": lambda c: _borne(c["ge"], "au moins", "ou après"),
    "less_than_equal": lambda c: _borne(c["le"], "au plus", "ou avant"),
    "greater_than": lambda c: f"la valeur doit dépasser {nombre(c['gt'])}",
    "less_than": lambda c: f"la valeur doit rester sous {nombre(c['lt'])}",
    "string_too_long": lambda c: (
        f"le texte dépasse {nombre(c['max_length'])} caractères : raccourcissez-le ou répartissez-le"
    ),
    "string_too_short": lambda c: "le texte est vide : écrivez une réponse",
    "string_pattern_mismatch": lambda c: "la forme n'est pas celle attendue",
    "string_type": lambda c: "un texte est attendu",
    "string_unicode": lambda c: "le texte contient des caractères illisibles : ressaisissez-le",
    "int_type": lambda c: "un nombre entier est attendu",
    "int_parsing": lambda c: "un nombre entier est attendu",
    "int_parsing_size": lambda c: "ce nombre a trop de chiffres",
    "int_from_float": lambda c: "un nombre entier est attendu, sans décimale",
    "float_type": lambda c: "un nombre est attendu",
    "bool_type": lambda c: "« true » ou « false » est attendu",
    "bool_parsing": lambda c: "« true » ou « false » est attendu",
    "decimal_parsing": lambda c: "un montant est attendu, par exemple 1250.50",
    "decimal_type": lambda c: "un montant est attendu, par exemple 1250.50",
    "decimal_max_places": lambda c: "un montant a deux décimales au plus",
    "decimal_max_digits": lambda c: "ce montant a trop de chiffres",
    "decimal_whole_digits": lambda c: "ce montant a trop de chiffres",
    "finite_number": lambda c: "un nombre fini est attendu",
    "literal_error": lambda c: f"valeur inconnue ; valeurs possibles : {c['expected'].replace(' or ', ' ou ')}",
    "tuple_type": lambda c: "une liste est attendue",
    "list_type": lambda c: "une liste est attendue",
    "dict_type": lambda c: "un ensemble de champs est attendu, entre accolades",
    "model_type": lambda c: "un ensemble de champs est attendu, entre accolades",
    "model_attributes_type": lambda c: "un ensemble de champs est attendu, entre accolades",
    "too_long": lambda c: f"la liste dépasse {nombre(c['max_length'])} éléments : retirez-en",
    "too_short": lambda c: f"la liste doit compter au moins {accord(c['min_length'], 'élément')}",
    "json_invalid": lambda c: "ce n'est pas du JSON lisible",
}


def _borne(valeur: Any, sens: str, date: str) -> str:
    """La borne dépassée ; pydantic donne celle d'une date en texte « AAAA-MM-JJ »."""
    if isinstance(valeur, str):
        return f"la date doit être le {date_courte(dt.date.fromisoformat(valeur))} {date}"
    return f"la valeur doit être {sens} {nombre(valeur)}"


def phrase_faute(faute: Any) -> str:
    """La phrase française d'une faute de `ValidationError.errors()`."""
    genre = faute["type"]
    contexte = faute.get("ctx") or {}
    if genre == "value_error":
        return str(contexte.get("error", faute["msg"]))
    if genre in _PHRASES:
        return _PHRASES[genre](contexte)
    if genre.startswith(("date", "datetime")):
        return "une date est attendue, sous la forme AAAA-MM-JJ"
    if genre.startswith("time"):
        return "une heure est attendue, sous la forme HH:MM"
    return "cette valeur n'est pas acceptée ici"


def fautes_francaises(erreur: ValidationError) -> list[tuple[str, str]]:
    """Les fautes d'une validation : couples (endroit, phrase), dans l'ordre de pydantic."""
    return [
        (".".join(str(p) for p in f["loc"]), phrase_faute(f))
        for f in erreur.errors(include_url=False, include_input=False)
    ]
