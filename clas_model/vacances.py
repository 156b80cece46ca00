"""Les jours de vacances scolaires, lus dans les données de `vacances_scolaires_france`.

La bibliothèque ouvre son fichier dans le codage du système : en français sans UTF-8 (`LC_ALL=C`), elle échoue. On lit
donc ici le même fichier, en UTF-8 partout.
"""

import csv
import datetime as dt
import importlib.resources

import vacances_scolaires_france


def jours_de_vacances(zone: str) -> frozenset[dt.date]:
    """Les jours de vacances connus d'une zone A, B ou C, week-ends compris, tels que les données les donnent."""
    donnees = importlib.resources.files(vacances_scolaires_france) / "data" / "data.csv"
    lignes = csv.DictReader(donnees.read_text(encoding="utf-8").splitlines())
    colonne = f"vacances_zone_{zone.lower()}"
    return frozenset(dt.date.fromisoformat(ligne["date"]) for ligne in lignes if ligne[colonne] == "True")
