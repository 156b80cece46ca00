"""Le brouillon phrase par phrase : chacune dit d'où elle vient et ouvre l'étape où se trouve la réponse."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from clas_model.francais import typographie
from clas_model.restitution.arbre import Bloc, Liste, Morceau, Paragraphe, Phrase, Section, Tableau
from clas_model.restitution.phrases import de_meme_origine
from clas_model.restitution.provenance import provenance
from pages.commun import registre, session
from pages.commun.ouverture import PARAMETRE
from pages.restitution.composants import composant


class _Page:
    """Les blocs en données pour le navigateur ; une origine que plusieurs phrases partagent n'y est qu'une fois."""

    def __init__(self) -> None:
        self.origines: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}

    def donnees(self, sections: Iterable[Section]) -> dict[str, Any]:
        blocs: list[dict[str, Any]] = []
        for section in sections:
            if section.niveau > 1:
                blocs.append({"genre": "titre", "niveau": section.niveau, "texte": section.titre})
            blocs += [d for bloc in section.blocs for d in self._bloc(bloc)]
        origines = [
            {"dit": dit, "etapes": [{"id": i, "titre": titre} for i, titre in etapes]} for dit, etapes in self.origines
        ]
        return {"blocs": blocs, "origines": origines}

    def _bloc(self, bloc: Bloc) -> list[dict[str, Any]]:
        match bloc:
            case Paragraphe():
                return [{"genre": "paragraphe", "phrases": self._phrases(bloc)}]
            case Liste():
                elements = [{"retrait": min(e.retrait, 3), "phrases": self._phrases(e)} for e in bloc.elements]
                return [{"genre": "liste", "elements": elements}]
            case Tableau():
                lignes = [
                    {"cases": list(map(_morceaux, ligne)), "origine": self._origine(phrase)}
                    for ligne, phrase in zip(bloc.lignes, bloc.phrases, strict=True)
                ]
                return [{"genre": "tableau", "legende": bloc.legende, "entetes": list(bloc.entetes),
                         "nombres": list(bloc.nombres), "lignes": lignes}]  # fmt: skip
            case _:
                return []

    def _phrases(self, paragraphe: Paragraphe) -> list[dict[str, Any]]:
        return [{"texte": _morceaux(p.texte), "origine": self._origine(p)} for p in de_meme_origine(paragraphe.phrases)]

    def _origine(self, phrase: Phrase) -> int | None:
        """Le rang de son origine, ou rien pour une phrase du gabarit."""
        trouvee = provenance(phrase, session.questionnaire(), session.positionnement())
        if trouvee is None:
            return None
        etapes = tuple((e.id, typographie(f"Ouvrir l'étape « {e.titre} »")) for e in trouvee.etapes)
        return self.origines.setdefault((typographie(trouvee.phrase), etapes), len(self.origines))


def _morceaux(morceaux: Iterable[Morceau]) -> list[list[str]]:
    return [[m.texte, "manque" if m.manque else "gras" if m.intitule else ""] for m in morceaux]


def dessiner(sections: Iterable[Section], cle: str) -> None:
    """Les sections d'une rubrique, sans leurs figures ; le bouton d'une bulle ouvre l'étape."""
    dessin = composant("phrases", "<div data-clas-phrases></div>")
    choix = dessin(data=_Page().donnees(sections), key=cle, on_etape_change=lambda: None)
    if choix.etape:
        secret = session.session().secret
        st.switch_page(registre.page(choix.etape), query_params={PARAMETRE: secret} if secret else None)
