"""Lire et écrire un dossier par chemin : « structure.nom », « groupes.g1.creneaux.c2.debut ».

Un segment qui suit une liste est l'identifiant d'un élément, jamais sa position : le chemin garde son sens
quand on retire un autre élément.
"""

import functools
import re
import types
import typing
from collections.abc import Iterable, Iterator, Set
from typing import Any

from pydantic import BaseModel, ValidationError

from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.messages import fautes_francaises

# Ce qui sert à tenir le dossier, et non à décrire le projet.
HORS_QUESTIONS = frozenset({
    "version_schema", "fictif", "referentiel", "repartition", "scenarios", "ne_sait_pas", "a_confirmer",
})  # fmt: skip
_ID_ELEMENT = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")


@functools.cache
def modele_des_elements(modele: type[BaseModel], champ: str) -> type[BaseModel] | None:
    """Le modèle des éléments si `champ` est une liste d'éléments, sinon `None`."""
    annotation = modele.model_fields[champ].annotation
    if typing.get_origin(annotation) is tuple:
        contenu = typing.get_args(annotation)[0]
        if isinstance(contenu, type) and issubclass(contenu, BaseModel):
            return contenu
    return None


@functools.cache
def sous_modele(modele: type[BaseModel], champ: str) -> type[BaseModel] | None:
    """Le modèle de la partie si `champ` en est une, sinon `None`."""
    annotation = modele.model_fields[champ].annotation
    candidats = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    for candidat in candidats:
        if isinstance(candidat, type) and issubclass(candidat, BaseModel):
            return candidat
    return None


@functools.lru_cache(maxsize=4096)
def motif(chemin: str) -> str:
    """Le chemin avec « * » à la place des identifiants : « groupes.*.effectif ». Lève KeyError s'il n'existe pas."""
    modele: type[BaseModel] | None = Dossier
    segments, reste = [], chemin.split(".")
    while reste:
        champ = reste.pop(0)
        if modele is None or champ not in modele.model_fields:
            raise KeyError(chemin)
        segments.append(champ)
        elements = modele_des_elements(modele, champ)
        if elements is not None and reste:
            segments.append("*")
            reste.pop(0)
            modele = elements
        else:
            modele = sous_modele(modele, champ)
    return ".".join(segments)


def champ_du_motif(motif_: str) -> tuple[type[BaseModel], str]:
    """Le modèle et le nom du champ que désigne un motif. Lève KeyError s'il n'existe pas."""
    modele: type[BaseModel] = Dossier
    *avant, champ = [s for s in motif_.split(".") if s != "*"]
    for segment in avant:
        suivant = modele_des_elements(modele, segment) or sous_modele(modele, segment)
        if suivant is None:
            raise KeyError(motif_)
        modele = suivant
    return modele, champ


def valeur_du_champ(chemin: str, brut: Any) -> Any:
    """La valeur de ce champ telle que le dossier la garde, d'après du JSON. Lève ValidationError ou KeyError."""
    modele, champ = champ_du_motif(motif(chemin))
    element = {"id": "x"} if modele is not Dossier and "id" in modele.model_fields else {}
    return getattr(modele.model_validate({**element, champ: brut}), champ)


def motifs(modele: type[BaseModel] = Dossier, prefixe: str = "") -> Iterator[str]:
    """Tous les motifs de champs qu'un utilisateur peut remplir, listes et drapeaux compris, dans l'ordre du modèle."""
    for champ in modele.model_fields:
        if champ == "id" or (modele is Dossier and champ in HORS_QUESTIONS):
            continue
        elements, partie = modele_des_elements(modele, champ), sous_modele(modele, champ)
        if elements is not None:
            # Une liste que personne n'allonge, ses éléments venant d'ailleurs, n'est pas elle-même une réponse.
            if f"{champ}_close" in modele.model_fields:
                yield f"{prefixe}{champ}"
            yield from motifs(elements, f"{prefixe}{champ}.*.")
        elif partie is not None:
            yield from motifs(partie, f"{prefixe}{champ}.")
        else:
            yield f"{prefixe}{champ}"


def lire(dossier: Dossier, chemin: str) -> Any:
    """La valeur au bout du chemin ; `None` si un élément nommé n'existe pas (encore)."""
    courant: Any = dossier
    for segment in chemin.split("."):
        if isinstance(courant, tuple):
            courant = next((e for e in courant if e.id == segment), None)
        elif isinstance(courant, BaseModel):
            courant = getattr(courant, segment)
        if courant is None:
            return None
    return courant


def _atteindre(racine: dict[str, Any], chemin: str) -> tuple[Any, str]:
    """Le conteneur (dict ou liste brute) du dernier segment ; crée l'élément de liste qui manquerait."""
    *avant, dernier = chemin.split(".")
    courant: Any = racine
    modele: type[BaseModel] | None = Dossier
    porteur, liste = racine, ""
    for segment in avant:
        if isinstance(courant, list):
            element = next((e for e in courant if e["id"] == segment), None)
            if element is None:
                if not _ID_ELEMENT.match(segment):
                    raise KeyError(chemin)
                element = {"id": segment}
                if not courant:
                    _rouvrir(porteur, liste)
                courant.append(element)
            courant = element
            continue
        if modele is None:
            raise KeyError(chemin)
        elements = modele_des_elements(modele, segment)
        suivant = courant.get(segment)
        courant[segment] = list(suivant or ()) if elements else (suivant or {})
        porteur, liste = courant, segment
        courant, modele = courant[segment], elements or sous_modele(modele, segment)
    return courant, dernier


def _rouvrir(porteur: dict[str, Any], liste: str) -> None:
    """Une liste qui se vide, ou qui cesse d'être vide, n'est plus close : « aucun » ou « c'est tout » est à redire."""
    if porteur.get(f"{liste}_close"):
        porteur[f"{liste}_close"] = False


def _revalider(brut: dict[str, Any], chemin: str) -> Dossier:
    try:
        return Dossier.model_validate(brut)
    except ValidationError as erreur:
        raise SaisieRefusee(chemin, "Réponse refusée : " + fautes_francaises(erreur)[0][1] + ".") from erreur


def _brut(dossier: Dossier) -> dict[str, Any]:
    return dossier.model_dump(exclude_unset=True)


def avec(dossier: Dossier, chemin: str, valeur: Any) -> Dossier:
    """Copie validée où `chemin` vaut `valeur`.

    Un élément de liste absent est créé. Une réponse connue retire le « je ne sais pas » du même chemin ; toute réponse,
    son « à confirmer ».
    Lève SaisieRefusee (message français) si la valeur est impossible, KeyError si le chemin n'existe pas.
    """
    motif(chemin)
    brut = _brut(dossier)
    conteneur, champ = _atteindre(brut, chemin)
    conteneur[champ] = valeur
    if valeur is not None and chemin in dossier.ne_sait_pas:
        brut["ne_sait_pas"] = tuple(c for c in dossier.ne_sait_pas if c != chemin)
    _confirmer(brut, dossier, chemin)
    return _revalider(brut, chemin)


def confirmer(dossier: Dossier, chemin: str) -> Dossier:
    """Copie où la réponse à `chemin`, reprise d'une autre année, est confirmée."""
    brut = _brut(dossier)
    _confirmer(brut, dossier, chemin)
    return _revalider(brut, chemin)


def _confirmer(brut: dict[str, Any], dossier: Dossier, chemin: str) -> None:
    if chemin in dossier.a_confirmer:
        brut["a_confirmer"] = tuple(c for c in dossier.a_confirmer if c != chemin)


def sans_savoir(dossier: Dossier, chemin: str, ignore: bool = True) -> Dossier:
    """Copie où la réponse à `chemin` est « je ne sais pas » (ou ne l'est plus) ; la valeur redevient `None`."""
    brut = _brut(dossier if lire(dossier, chemin) is None else avec(dossier, chemin, None))
    autres = {c for c in dossier.ne_sait_pas if c != chemin}
    brut["ne_sait_pas"] = tuple(sorted(autres | ({chemin} if ignore else set())))
    _confirmer(brut, dossier, chemin)
    return _revalider(brut, chemin)


def ajouter(dossier: Dossier, liste: str, **valeurs: Any) -> tuple[Dossier, str]:
    """Copie avec un élément de plus au bout de `liste` ; rend aussi le chemin du nouvel élément."""
    identifiant = prochain_id(dossier, liste)
    brut = _brut(dossier)
    conteneur, champ = _atteindre(brut, liste)
    if not conteneur.get(champ):
        _rouvrir(conteneur, champ)
    conteneur[champ] = [*(conteneur.get(champ) or ()), {"id": identifiant, **valeurs}]
    return _revalider(brut, liste), f"{liste}.{identifiant}"


def prochain_id(dossier: Dossier, liste: str) -> str:
    """L'identifiant que prendrait un nouvel élément de `liste` : initiale et numéro suivant.

    Jamais celui que désigne un lien perdu : le nouvel élément y deviendrait, sans qu'on l'ait dit, celui qui manque.
    """
    pris = [e.id for e in lire(dossier, liste) or ()]
    pris += [i for lien in LIENS.get(motif(liste), ()) for _, liens in places(dossier, lien) for i in liens or ()]
    return identifiant_suivant(liste, pris)


def identifiant_suivant(liste: str, pris: Iterable[str]) -> str:
    """L'initiale de la liste et le numéro qui suit tous ceux de `pris`."""
    initiale = liste.rsplit(".", 1)[-1][0]
    numeros = [int(i[1:]) for i in pris if i[:1] == initiale and i[1:].isdecimal()]
    return f"{initiale}{max(numeros, default=0) + 1}"


# Les champs qui désignent des éléments d'une autre liste : à nettoyer quand un élément disparaît.
LIENS = {
    "equipe.accompagnateurs": ("groupes.*.creneaux.*.accompagnateurs",),
    "diagnostic.etablissements": ("groupes.*.etablissements",),
    "diagnostic.besoins": (
        "enfants.activites.*.besoins", "parents.actions.*.besoins", "ecole.actions.*.besoins",
        "territoire.actions.*.besoins",
    ),
    "evaluation.indicateurs": (
        "enfants.activites.*.indicateurs", "parents.actions.*.indicateurs", "ecole.actions.*.indicateurs",
        "territoire.actions.*.indicateurs",
    ),
}  # fmt: skip


def places(objet: Any, motif_: str, prefixe: str = "") -> Iterator[tuple[str, Any]]:
    """(chemin, valeur) de chaque endroit du motif : un par élément présent de chaque liste traversée."""
    tete, etoile, queue = motif_.partition(".*.")
    courant = objet
    for segment in tete.split("."):
        courant = getattr(courant, segment)
    if not etoile:
        yield prefixe + tete, courant
        return
    for element in courant:
        yield from places(element, queue, f"{prefixe}{tete}.{element.id}.")


def chemins_du_motif(dossier: Dossier, motif_: str) -> Iterator[str]:
    """Les chemins réels d'un motif : un par élément présent de chaque liste traversée."""
    return (chemin for chemin, _ in places(dossier, motif_))


def retirer(dossier: Dossier, chemin: str) -> Dossier:
    """Copie sans l'élément `chemin` (« groupes.g2 ») ni ce qui le désignait ailleurs."""
    liste, _, identifiant = chemin.rpartition(".")
    brut = _brut(dossier)
    conteneur, champ = _atteindre(brut, liste)
    conteneur[champ] = [e for e in conteneur.get(champ) or () if e["id"] != identifiant]
    if not conteneur[champ]:
        _rouvrir(conteneur, champ)
    for marques in ("ne_sait_pas", "a_confirmer"):
        brut[marques] = tuple(c for c in getattr(dossier, marques) if not c.startswith(chemin + "."))
    _delier(brut, dossier, motif(liste), {identifiant})
    return _revalider(brut, chemin)


def delier(dossier: Dossier, liste: str, retires: Set[str]) -> Dossier:
    """Copie où plus rien ne désigne les éléments `retires` de `liste`."""
    brut = _brut(dossier)
    _delier(brut, dossier, liste, retires)
    return _revalider(brut, liste)


def _delier(brut: dict[str, Any], dossier: Dossier, liste: str, retires: Set[str]) -> None:
    for motif_lien in LIENS.get(liste, ()):
        for chemin, liens in places(dossier, motif_lien):
            if liens and not retires.isdisjoint(liens):
                porteur, dernier = _atteindre(brut, chemin)
                # Le dernier lien retiré laisse la question sans réponse : « aucun » serait une réponse inventée.
                porteur[dernier] = tuple(i for i in liens if i not in retires) or None
