"""Les deux textes en un dessin Vega-Lite : l'état de chaque point sous l'un et sous l'autre."""

import textwrap
from typing import Any

from clas_model.comparaison import Clause, Comparaison, Cote
from clas_model.francais import typographie
from clas_model.restitution.mots import ETATS

FONDS = {
    "atteint": "#DDF1E4", "partiel": "#FBE8D3", "non_atteint": "#F9DEDC", "sans_reponse": "#E8ECF1",
    "non_applicable": "#E8ECF1", "absent": "#FFFFFF",
}  # fmt: skip
# Ce qui tient à gauche de deux colonnes sur un téléphone.
LETTRES, INTERLIGNE = 23, 15
ENCRE, FILET = "#1F2937", "#7B8794"


def matrice(comparaison: Comparaison, tout: bool = False) -> dict[str, Any]:
    """Une ligne par point, une colonne par texte ; la case dit l'état par son signe, son mot, puis sa couleur.

    `tout` : les points qui ne changent pas aussi.
    """
    clauses = comparaison.clauses if tout else comparaison.changements
    textes = [comparaison.un.referentiel, comparaison.deux.referentiel]
    valeurs: list[dict[str, Any]] = [
        {
            "rang": rang,
            "point": "\n".join(textwrap.wrap(typographie(_titre(clause)), LETTRES)),
            "texte": texte.puce.split(" · ")[0],
            "colonne": colonne,
            **_case(cote),
        }
        for rang, clause in enumerate(clauses)
        for colonne, (cote, texte) in enumerate(zip((clause.un, clause.deux), textes, strict=True))
    ]
    # La ligne la plus haute donne la hauteur de toutes : aucun titre n'en couvre un autre.
    lignes = max((str(valeur["point"]).count("\n") + 1 for valeur in valeurs), default=1)
    y = {"field": "point", "type": "nominal", "sort": {"field": "rang"}, "title": None,
         "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 170, "labelPadding": 8,
                  "ticks": False, "domain": False,
                  "labelFontSize": 13, "labelColor": ENCRE, "labelLineHeight": INTERLIGNE,
                  "labelOffset": -INTERLIGNE / 2 if lignes > 1 else 0}}  # fmt: skip
    x = {"field": "texte", "type": "nominal", "sort": {"field": "colonne"}, "title": None,
         "axis": {"orient": "top", "labelAngle": 0, "ticks": False, "domain": False, "labelFontSize": 13,
                  "labelColor": ENCRE}}  # fmt: skip
    puces = [typographie(t.puce) for t in textes]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alternative(comparaison),
        "title": {
            "text": puces,
            "anchor": "start",
            "frame": "bounds",
            "fontSize": 13,
            "fontWeight": "normal",
            "color": ENCRE,
            "offset": 10,
        },
        "data": {"values": valeurs},
        "width": "container",
        "height": {"step": max(40, INTERLIGNE * lignes + 10)},
        "background": "white",
        "encoding": {"y": y, "x": x},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": FILET, "strokeWidth": 1},
                "encoding": {"color": {"field": "fond", "type": "nominal", "scale": None, "legend": None}},
            },
            {
                "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold"},
                "encoding": {
                    "text": {"field": "mot"},
                    "color": {"field": "encre", "type": "nominal", "scale": None, "legend": None},
                },
            },
        ],
        "config": {
            "font": "Source Sans, Source Sans 3, Arial, sans-serif",
            "view": {"stroke": None},
            # Sans cela, Streamlit ouvre une bulle au survol, avec le nom de nos champs.
            "mark": {"tooltip": None},
        },
    }


def _titre(clause: Clause) -> str:
    """Le point dans les mots de chaque texte : celui du second serait faux sous le premier."""
    return " → ".join(dict.fromkeys(cote.critere.titre for cote in clause.cotes))


def _case(cote: Cote | None) -> dict[str, str]:
    if cote is None:
        return {"mot": "– Absent", "fond": FONDS["absent"], "encre": "#525F70"}
    etat = ETATS[cote.constat.etat]
    return {"mot": str(etat), "fond": FONDS[cote.constat.etat], "encre": etat.couleur}


def alternative(comparaison: Comparaison) -> str:
    """Ce que dit le dessin, en phrases."""
    un, deux = comparaison.un.referentiel, comparaison.deux.referentiel
    # La tête d'une colonne n'a que le nom court du texte : on dit à côté son titre.
    phrases = [f"L'état de chaque point selon « {un.titre} » ({un.puce}), puis selon « {deux.titre} » ({deux.puce})."]
    for clause in comparaison.changements:
        mots = [_case(c)["mot"] for c in (clause.un, clause.deux)]
        phrases.append(f"{_titre(clause)} : {mots[0]}, puis {mots[1]}.")
    return typographie(" ".join(phrases))
