"""Des dossiers valides tirés au hasard, déduits du modèle : un champ nouveau y entre de lui-même.

Peu de valeurs par champ, pour que les noms, les liens et les heures se rencontrent ; de zéro à trois éléments par
liste ; des listes ouvertes et closes ; des « je ne sais pas » ; des textes hostiles. Chaque partie du dossier est
tirée, vide, ou reprise d'un exemple : un dossier entièrement au hasard n'approche presque jamais d'un seuil.
"""

import datetime as dt
import functools
import itertools
import types
import typing
from decimal import Decimal
from typing import Any, Literal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from clas_model.chemins import champ_du_motif, chemins_du_motif, lire, modele_des_elements, motifs, sous_modele
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier

# La durée d'un exemple dépend du calendrier, mis en cache : pas de limite par exemple.
REGLAGES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Ce qu'une structure peut coller dans un champ, et qui doit ressortir intact.
HOSTILES = (
    "<script>alert('x')</script> & <b>gras</b>",
    "# titre **gras** [lien](https://exemple.fr) `code` $x$",
    "{{ secret }} {% raise %} ${HOME} %s {0}",
    '=HYPERLINK("https://exemple.fr")',
    "'; DROP TABLE dossiers; --",
    "ligne 1\nligne 2\tet la suite",
    "\u202e\u0645\u0631\u062d\u0628\u0627 \u200b日本 e\u0301cole \U0001f469\u200d\U0001f467",
    "\\u0000 \\ \" ' « » \u00a0\u202f.",
    "null",
    "x" * 200,
)
TEXTES = ("Les Cèdres", "les cedres !", "Caf de la Vallée", "École des Saules", *HOSTILES)
# Un texte quelconque parmi ceux que le modèle admet.
TEXTE_LIBRE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)

# Les plus parlantes d'abord : un petit dossier n'en prend que les premières.
_HEURES = ("08:00", "08:30", "11:30", "12:00", "13:30", "16:29", "16:30", "16:45", "18:15", "23:59")
_DATES = (
    "2026-09-14", "2027-07-02", "2026-11-01", "2000-01-01", "2026-10-31", "2027-01-15", "2027-05-06", "2099-12-31",
)  # fmt: skip
_PAR_TYPE: dict[Any, tuple[Any, ...]] = {
    str: TEXTES,
    bool: (True, False),
    dt.time: tuple(map(dt.time.fromisoformat, _HEURES)),
    dt.date: tuple(map(dt.date.fromisoformat, _DATES)),
    Decimal: tuple(map(Decimal, ("0", "0.01", "20", "1250.5", "99999999.99"))),
}
_PAR_CHAMP: dict[str, tuple[Any, ...]] = {
    "siret": ("00000001800010", "00000001800028"),
    # Deux calendriers connus, et une année que les données ne couvrent pas.
    "annee_scolaire": ("2026-2027", "2025-2026", "2090-2091"),
    "effectif": (7, 16, 1, 0, 2, 4, 5, 14, 15, 22, 999),
    "nombre_adultes": (2, 1, 3, 0, 50),
    "taux": tuple(map(Decimal, ("32.5", "0", "100"))),
    "semaines_scolaires": (36, 40, 1, 53),
    "semaines_seances": (33, 36, 0, 25, 28, 35, 53),
}
# L'initiale des éléments que vise chaque champ de liens ; « 9 » désigne un élément qui n'existe pas.
_LIENS = {"accompagnateurs": "a", "etablissements": "e", "besoins": "b"}
_RANGS = ("", "1", "2", "12", "123", "9", "19")


def _litteraux(annotation: Any) -> tuple[str, ...]:
    """Les valeurs d'un champ à choix, simple ou multiple."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    return tuple(v for interne in typing.get_args(annotation) for v in _litteraux(interne))


@functools.cache
def reponses_possibles(modele: type[BaseModel], champ: str) -> tuple[Any, ...]:
    """Des réponses connues et valides à ce champ ; jamais « sans réponse »."""
    annotation = modele.model_fields[champ].annotation
    interne = next((t for t in typing.get_args(annotation) if t is not types.NoneType), annotation)
    type_ = annotation if typing.get_origin(annotation) in (Literal, tuple) else interne
    if typing.get_origin(type_) is typing.Annotated:
        type_ = typing.get_args(type_)[0]
    choix = _litteraux(annotation)
    if champ in _PAR_CHAMP:
        return _PAR_CHAMP[champ]
    if typing.get_origin(type_) is tuple:
        if champ in _LIENS:
            return tuple(tuple(_LIENS[champ] + rang for rang in rangs) for rangs in _RANGS)
        return tuple(itertools.chain.from_iterable(itertools.combinations(choix[:3], n) for n in range(4)))
    return choix or _PAR_TYPE[type_]


@functools.cache
def reponses_du_motif(motif: str) -> tuple[Any, ...]:
    """Des réponses connues et valides au champ de ce motif (« groupes.*.effectif »)."""
    return reponses_possibles(*champ_du_motif(motif))


@functools.cache
def donnees(modele: type[BaseModel], tout_connu: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Les données d'une partie du dossier. `tout_connu` : chaque champ répondu, chaque liste close."""
    champs: dict[str, st.SearchStrategy[Any]] = {}
    for champ in modele.model_fields:
        if champ == "id":
            continue
        elements, partie = modele_des_elements(modele, champ), sous_modele(modele, champ)
        if elements is not None:
            champs[champ] = st.lists(donnees(elements, tout_connu), max_size=3 if modele is not elements else 2)
        elif partie is not None:
            champs[champ] = donnees(partie, tout_connu)
        elif champ.endswith("_close"):
            champs[champ] = st.just(True) if tout_connu else st.booleans()
        else:
            connues = reponses_possibles(modele, champ)
            # Une réponse sur quatre environ est absente.
            champs[champ] = st.sampled_from(connues if tout_connu else (*(None,) * (1 + len(connues) // 3), *connues))
    return st.fixed_dictionaries(champs)


_PARTIES = tuple(c for c in Dossier.model_fields if sous_modele(Dossier, c) and c != "referentiel")
EXEMPLES = tuple(charger_exemple(nom) for nom in ("complet", "faible"))


@functools.cache
def _section(champ: str) -> st.SearchStrategy[dict[str, Any]]:
    """Une partie du dossier (« groupes » et son drapeau ensemble) : vide, tirée, ou reprise d'un exemple."""
    champs = ("groupes", "groupes_close") if champ == "groupes" else (champ,)
    reprises = st.sampled_from([{}, *({c: e.model_dump()[c] for c in champs} for e in EXEMPLES)])
    if champ == "groupes":
        groupe = modele_des_elements(Dossier, "groupes")
        assert groupe is not None
        tiree = st.fixed_dictionaries(
            {"groupes": st.lists(donnees(groupe), max_size=3), "groupes_close": st.booleans()}
        )
    else:
        partie = sous_modele(Dossier, champ)
        assert partie is not None
        tiree = donnees(partie).map(lambda d: {champ: d})
    return st.one_of(reprises, tiree)


def inconnus(dossier: Dossier) -> list[tuple[str, str]]:
    """(chemin, motif) de chaque champ sans réponse du dossier."""
    return [(c, m) for m in motifs() for c in chemins_du_motif(dossier, m) if lire(dossier, c) is None]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """N'importe quel dossier valide ; une partie des réponses absentes sont des « je ne sais pas »."""
    brut: dict[str, Any] = {}
    for champ in (*_PARTIES, "groupes"):
        brut |= draw(_section(champ))
    dossier = Dossier.model_validate(brut)
    chemins = [c for c, _ in inconnus(dossier)]
    ignores = draw(st.lists(st.sampled_from(chemins), max_size=5)) if chemins else []
    # Un chemin qui ne mène nulle part (élément retiré à la main) ne doit rien casser.
    perdus = draw(st.sampled_from(((), ("groupes.g9.effectif",), ("n'importe quoi",))))
    return Dossier.model_validate({**brut, "ne_sait_pas": (*ignores, *perdus)})


@st.composite
def dossiers_complets(draw: st.DrawFn) -> Dossier:
    """Un dossier où tout est répondu, clos et sans contradiction : plus rien n'y est inconnu."""
    brut = EXEMPLES[0].model_dump(exclude={"ne_sait_pas"})
    for champ in draw(st.lists(st.sampled_from(_PARTIES), unique=True, max_size=4)):
        partie = sous_modele(Dossier, champ)
        assert partie is not None
        brut[champ] = draw(donnees(partie, tout_connu=True))
    if draw(st.booleans()):
        groupe = modele_des_elements(Dossier, "groupes")
        assert groupe is not None
        brut["groupes"] = draw(st.lists(donnees(groupe, tout_connu=True), max_size=3))
    if not brut["diagnostic"]["etablissements"]:
        brut["diagnostic"]["etablissements"] = [{"horaires_close": True, "demarches_close": True}]
    nombres = {
        "a": len(brut["equipe"]["accompagnateurs"]),
        "e": len(brut["diagnostic"]["etablissements"]),
        "b": len(brut["diagnostic"]["besoins"]),
    }

    def existants(liens: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in liens if int(i[1:]) <= nombres[i[0]])

    for action in (*brut["enfants"]["activites"], *brut["parents"]["actions"], *brut["ecole"]["actions"]):
        action["besoins"] = existants(action["besoins"])
    for groupe in brut["groupes"]:
        groupe["etablissements"] = existants(groupe["etablissements"]) or ("e1",)
        groupe["date_debut"], groupe["date_fin"] = sorted((groupe["date_debut"], groupe["date_fin"]))
        # Hors calendrier, ou à un rythme irrégulier, la structure donne ses semaines.
        groupe["semaines_seances"] = 30 if groupe["semaines_seances"] is None else groupe["semaines_seances"]
        for creneau in groupe["creneaux"]:
            creneau["accompagnateurs"] = existants(creneau["accompagnateurs"])
            creneau["debut"], creneau["fin"] = _dans_l_ordre(creneau["debut"], creneau["fin"])
    for ecole in brut["diagnostic"]["etablissements"]:
        for plage in ecole.get("horaires", ()):
            plage["debut"], plage["fin"] = _dans_l_ordre(plage["debut"], plage["fin"])
    return Dossier.model_validate(brut)


def _dans_l_ordre(un: dt.time, autre: dt.time) -> tuple[dt.time, dt.time]:
    """Un début et une fin qui le suit."""
    debut, fin = sorted((un, autre))
    return (debut, fin) if debut < fin else (dt.time(8), dt.time(9))
