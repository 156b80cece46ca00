"""Le brouillon champ par champ : pour un formulaire à remplir par copie, et pour celui d'une Caf."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from clas_model.chemins import modele_des_elements, motif
from clas_model.dossier import Dossier
from clas_model.formulaire import Champ
from clas_model.francais import date_longue, enumeration, heure, montant, nombre
from clas_model.questionnaire import Questionnaire
from clas_model.restitution.arbre import Document, Section
from clas_model.restitution.plume import Plume
from clas_model.restitution.texte import bloc_en_texte, section_en_texte

RUBRIQUES = "rubriques"
# Les champs qui désignent des éléments d'une autre liste.
LIENS = {
    "besoins": "diagnostic.besoins",
    "etablissements": "diagnostic.etablissements",
    "accompagnateurs": "equipe.accompagnateurs",
    "indicateurs": "evaluation.indicateurs",
}
_REGLAGES = frozenset({"version_schema", "id", "fictif", "referentiel", "ne_sait_pas", "local"})


@dataclass(frozen=True, slots=True)
class ChampRempli:
    """Un champ de formulaire et le texte à y copier."""

    champ: Champ
    texte: str

    @property
    def longueur(self) -> int:
        """En caractères, espaces et sauts de ligne compris."""
        return len(self.texte)


def rubriques(document: Document) -> dict[str, tuple[Section, ...]]:
    """Les sections de la candidature, par rubrique de premier niveau."""
    par_rubrique: dict[str, tuple[Section, ...]] = {}
    tete = ""
    for section in document.sections:
        tete = section.id if section.niveau == 1 else tete
        par_rubrique[tete] = (*par_rubrique.get(tete, ()), section)
    return par_rubrique


def en_texte(sections: Iterable[Section]) -> str:
    """Le texte d'une rubrique, sans son propre titre : le formulaire a le sien."""
    tete, *autres = sections
    parties = [*filter(None, map(bloc_en_texte, tete.blocs)), *(section_en_texte(s, souligne=False) for s in autres)]
    return "\n\n".join(parties)


def remplis(champs: Iterable[Champ], document: Document) -> tuple[ChampRempli, ...]:
    """Chaque champ et ce que le brouillon en dit ; une rubrique que le texte n'a pas est vide."""
    par_rubrique = rubriques(document)
    return tuple(
        ChampRempli(c, "\n\n".join(en_texte(par_rubrique[r]) for r in c.rubriques if r in par_rubrique)) for c in champs
    )


def contexte(dossier: Dossier, questionnaire: Questionnaire, document: Document) -> dict[str, Any]:
    """Ce qu'un gabarit peut nommer : chaque réponse en mots, chaque rubrique du brouillon en texte."""
    plume = Plume(dossier, questionnaire)
    return {
        **_partie(plume, dossier, ""),
        RUBRIQUES: {_cle(r): en_texte(sections) for r, sections in rubriques(document).items()},
        "titre": document.titre,
        "date": date_longue(document.date),
        "mention": document.mention,
    }


def _cle(rubrique: str) -> str:
    return rubrique.replace("-", "_")


def _partie(plume: Plume, partie: BaseModel, chemin: str) -> dict[str, Any]:
    resultat: dict[str, Any] = {}
    for champ in type(partie).model_fields:
        ici = f"{chemin}{champ}"
        if champ.endswith("_close") or champ in _REGLAGES:
            continue
        valeur = getattr(partie, champ)
        if modele_des_elements(type(partie), champ) is not None:
            resultat[champ] = [_partie(plume, e, f"{ici}.{e.id}.") for e in valeur]
        elif isinstance(valeur, BaseModel):
            resultat[champ] = _partie(plume, valeur, f"{ici}.")
        else:
            resultat[champ] = _en_mots(plume, ici)
    return resultat


def _en_mots(plume: Plume, chemin: str) -> str:
    """La réponse comme on l'écrirait, ou ce qui manque."""
    valeur, ici = plume.lire(chemin), motif(chemin)
    question = plume.questionnaire.par_motif.get(ici)
    if question is None:
        return ""
    match valeur:
        case None:
            return plume.manque(chemin).texte
        case bool():
            return "oui" if valeur else "non"
        case dt.date():
            return date_longue(valeur)
        case dt.time():
            return heure(valeur)
        case Decimal():
            return montant(valeur)
        case int():
            return nombre(valeur)
        case tuple():
            return enumeration(_nom(plume, ici, v) for v in valeur)
        case _:
            return plume.questionnaire.libelle_choix(ici, str(valeur))


def _nom(plume: Plume, ici: str, valeur: str) -> str:
    liste = LIENS.get(ici.rpartition(".")[2])
    if liste is None or plume.questionnaire.par_motif[ici].choix:
        return plume.questionnaire.libelle_choix(ici, valeur)
    element = f"{liste}.{valeur}"
    return plume.designer(element).texte if plume.lire(element) is not None else ""


def catalogue(questionnaire: Questionnaire, document: Document) -> dict[str, str]:
    """Les champs qu'un gabarit peut nommer, et ce qu'ils contiennent."""
    champs = {m: q.libelle for m, q in questionnaire.par_motif.items() if not m.endswith("_close")}
    champs |= {f"{RUBRIQUES}.{_cle(s.id)}": f"La rubrique « {s.titre} »" for s in document.sections if s.niveau == 1}
    return champs | {
        "titre": "Le titre du brouillon",
        "date": "La date du jour",
        "mention": "« Exemple fictif », ou rien",
    }
