"""La carte des effectifs en Vega-Lite, en tableau et en phrases : les trois disent la même chose.

Chaque état se lit par son signe, puis sa couleur. Toucher une case en fait le point courant.
"""

import functools
import itertools
import json
from collections.abc import Iterable, Sequence
from typing import Any

from clas_model.francais import accord, enumeration, typographie
from clas_model.restitution.mots import ETATS
from clas_model.simulation.carte import Carte, Case, EtatCase

# Le choix d'une case porte ce nom dans la spécification.
CHOIX = "case"
SIGNES: dict[EtatCase, str] = {"conforme": "✔", "tolere": "~", "non": "✖"}
MOTS: dict[EtatCase, str] = {"conforme": "conforme", "tolere": "toléré", "non": "non conforme"}
# Des fonds clairs : le signe, en encre foncée, y contraste d'au moins 4,5.
FONDS: dict[EtatCase, str] = {"conforme": "#CDE8D6", "tolere": "#FBE3B5", "non": "#F6CFCB"}
ENCRES: dict[EtatCase, str] = {
    "conforme": ETATS["atteint"].couleur,
    "tolere": "#6B3A00",
    "non": ETATS["non_atteint"].couleur,
}
TITRES = {"adultes": "Accompagnateurs", "groupes": "Groupes"}
NOMS = {"adultes": "adulte", "groupes": "groupe"}
HAUTEUR_CASE, ENCRE, MARINE = 30, "#1F2937", "#24406E"


def spec_carte(carte: Carte) -> dict[str, Any]:
    """La spécification Vega-Lite : des cases, leur signe, et le point courant cerné."""
    spec: dict[str, Any] = json.loads(_en_json(carte))
    return spec


@functools.lru_cache(maxsize=64)
def _en_json(carte: Carte) -> str:
    """En JSON : une chaîne gardée en mémoire ne peut pas être modifiée par qui la reçoit."""
    valeurs = [
        {
            "enfants": case.enfants,
            "autre": case.autre,
            "etat": case.etat,
            "signe": SIGNES[case.etat],
            "ici": (case.enfants, case.autre) == carte.point,
        }
        for case in carte.cases
    ]
    lignes = len({c.autre for c in carte.cases})
    titre = TITRES[carte.axe]
    axe = {
        "labelAngle": 0,
        "labelColor": ENCRE,
        "titleColor": ENCRE,
        "domain": False,
        "ticks": False,
        "labelOverlap": True,
    }
    couleur = {"domain": list(FONDS), "range": list(FONDS.values())}
    encre = {"domain": list(ENCRES), "range": list(ENCRES.values())}
    position = {
        "x": {"field": "enfants", "type": "ordinal", "title": "Enfants", "axis": axe, "scale": {"paddingInner": 0.04}},
        "y": {
            "field": "autre",
            "type": "ordinal",
            "sort": "descending",
            "title": titre,
            "axis": {**axe, "titleAngle": -90},
            "scale": {"paddingInner": 0.06},
        },
    }
    cases = {
        "params": [
            {"name": CHOIX, "select": {"type": "point", "fields": ["enfants", "autre"], "on": "click", "clear": False}}
        ],
        "mark": {"type": "rect", "cursor": "pointer", "cornerRadius": 2},
        "encoding": {
            "color": {"field": "etat", "type": "nominal", "legend": None, "scale": couleur},
        },
    }
    signes = {
        "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold", "cursor": "pointer"},
        "encoding": {
            "text": {"field": "signe", "type": "nominal"},
            "color": {"field": "etat", "type": "nominal", "legend": None, "scale": encre},
        },
    }
    point = {
        "transform": [{"filter": "datum.ici"}],
        "mark": {"type": "rect", "fill": None, "stroke": MARINE, "strokeWidth": 3, "cornerRadius": 2},
    }
    spec = {
        "data": {"values": valeurs},
        "description": texte_de_la_carte(carte),
        "width": "container",
        "height": HAUTEUR_CASE * lignes,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": position,
        "layer": [cases, signes, point],
        "resolve": {"scale": {"color": "independent"}},
        "config": {
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12},
            "background": "white",
            # Aucune bulle : elle suivrait la souris, sans que l'on puisse la survoler ni la fermer par Échap.
            "mark": {"tooltip": None},
        },
    }
    return json.dumps(spec, ensure_ascii=False)


def tableau_de_la_carte(carte: Carte) -> dict[str, list[str]]:
    """La carte en plages : pour chaque ligne, les nombres d'enfants de chaque état."""
    colonnes: dict[str, list[str]] = {TITRES[carte.axe]: []}
    colonnes |= {f"{SIGNES[etat]} {MOTS[etat].capitalize()}": [] for etat in SIGNES}
    for autre, cases in _par_ligne(carte):
        colonnes[TITRES[carte.axe]].append(str(autre))
        for etat in SIGNES:
            nombres = [c.enfants for c in cases if c.etat == etat]
            colonnes[f"{SIGNES[etat]} {MOTS[etat].capitalize()}"].append(_plages(nombres))
    return colonnes


def texte_de_la_carte(carte: Carte) -> str:
    """La carte en phrases : où est le point, puis ce que chaque ligne a de conforme."""
    enfants, autre = carte.point
    ici = next((c for c in carte.cases if (c.enfants, c.autre) == carte.point), None)
    debut = f"{accord(enfants, 'enfant')} et {accord(autre, NOMS[carte.axe])}"
    phrases = [f"{debut} : {MOTS[ici.etat]}, {ici.raison}." if ici else f"{debut} : hors de la carte."]
    for rang, cases in _par_ligne(carte):
        conformes = [c.enfants for c in cases if c.etat == "conforme"]
        quoi = f"conforme pour {_plages(conformes)} enfants" if conformes else "rien de conforme ici"
        phrases.append(f"Avec {accord(rang, NOMS[carte.axe])} : {quoi}.")
    return typographie(" ".join(phrases))


def raisons_de_la_carte(carte: Carte) -> list[str]:
    """Pourquoi une case n'est pas conforme : une phrase par raison, et les cases qu'elle touche."""
    par_raison: dict[tuple[EtatCase, str], dict[tuple[int, ...], list[int]]] = {}
    for autre, cases in _par_ligne(carte):
        touchees: dict[tuple[EtatCase, str], list[int]] = {}
        for case in cases:
            if case.etat != "conforme":
                touchees.setdefault((case.etat, case.raison), []).append(case.enfants)
        for cause, nombres in touchees.items():
            # Les lignes où elle touche les mêmes nombres d'enfants se disent ensemble.
            par_raison.setdefault(cause, {}).setdefault(tuple(nombres), []).append(autre)
    phrases = []
    for (etat, raison), plages in sorted(par_raison.items(), key=lambda p: list(SIGNES).index(p[0][0])):
        ou = " ; ".join(
            f"{_combien(enfants, 'enfant')} avec {_combien(autres, NOMS[carte.axe])}"
            for enfants, autres in plages.items()
        )
        phrases.append(typographie(f"{SIGNES[etat]} {MOTS[etat].capitalize()}, {raison} : {ou}."))
    return phrases


def _par_ligne(carte: Carte) -> Iterable[tuple[int, list[Case]]]:
    """Les lignes, du plus petit nombre au plus grand."""
    rangees = sorted(carte.cases, key=lambda c: (c.autre, c.enfants))
    return ((autre, list(cases)) for autre, cases in itertools.groupby(rangees, key=lambda c: c.autre))


def _combien(nombres: Sequence[int], nom: str) -> str:
    """« 9 à 14 enfants », « 1 adulte »."""
    return f"{_plages(nombres)} {nom}{'s' if max(nombres) > 1 else ''}"


def _plages(nombres: Sequence[int]) -> str:
    """« 5 à 15, 18 et 20 à 22 » ; un tiret si la liste est vide."""
    if not nombres:
        return "–"
    bouts: list[list[int]] = []
    for n in nombres:
        if bouts and n == bouts[-1][1] + 1:
            bouts[-1][1] = n
        else:
            bouts.append([n, n])
    # Deux nombres qui se suivent se disent « 22 et 23 ».
    textes = [[f"{a} à {b}"] if b > a + 1 else sorted({str(a), str(b)}, key=int) for a, b in bouts]
    return enumeration(itertools.chain.from_iterable(textes))
