"""Réunir deux versions d'un dossier parties d'une même base : rien de ce qu'une seule a changé n'est perdu."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clas_model.chemins import LIENS, delier, identifiant_suivant, lire
from clas_model.dossier import LISTES_ENTIERES, Dossier

_Brut = dict[str, Any]
# Les marques posées sur des champs : elles se réunissent à part, une fois les réponses connues.
_MARQUES = ("ne_sait_pas", "a_confirmer")
# Ce qui sert à reconnaître le dossier, et non à le décrire, vient de la version enregistrée.
_A_PART = frozenset({"id", "version_schema", "referentiel", "fictif", *_MARQUES})


@dataclass(frozen=True, slots=True)
class Conflit:
    """Un champ changé des deux côtés, autrement. La fusion a gardé `autre`."""

    chemin: str
    mienne: Any
    autre: Any


@dataclass(frozen=True, slots=True)
class Fusion:
    """Le dossier réuni, et les champs où il faut choisir."""

    dossier: Dossier
    conflits: tuple[Conflit, ...]


def fusionner(base: Dossier, mien: Dossier, autre: Dossier) -> Fusion:
    """Réunit `mien` et `autre`, tous deux issus de `base`, champ par champ.

    Ce qu'un seul côté a changé, ajouté ou retiré l'est dans la fusion. Un élément retiré d'un côté et modifié de
    l'autre reste. Deux éléments ajoutés sous le même identifiant restent deux. Une liste dite complète que l'autre côté
    a allongée ne l'est plus. Lève ValidationError si la réunion dépasse ce qu'un dossier peut contenir.
    """
    depart, dautre = base.model_dump(), autre.model_dump()
    miennes = mien.model_dump()
    renommes = _renommer(depart, miennes, dautre)
    conflits: list[Conflit] = []
    reuni = _reunir(depart, miennes, dautre, "", conflits)
    for marques in _MARQUES:
        reuni[marques] = _marques(marques, depart, miennes, dautre, renommes)
    dossier = _sans_liens_perdus(Dossier.model_validate(reuni), mien, autre)
    restantes = {
        "ne_sait_pas": tuple(c for c in dossier.ne_sait_pas if _reste(dossier, base, c) and _est_vide_ici(dossier, c)),
        "a_confirmer": tuple(c for c in dossier.a_confirmer if _reste(dossier, base, c)),
    }
    return Fusion(dossier.model_copy(update=restantes), tuple(conflits))


def _est_liste(valeur: Any) -> bool:
    return isinstance(valeur, tuple | list) and any(isinstance(e, dict) for e in valeur)


def _par_id(elements: Any) -> dict[str, _Brut]:
    return {e["id"]: e for e in elements or ()}


def _reunir(base: _Brut, mien: _Brut, autre: _Brut, prefixe: str, conflits: list[Conflit]) -> _Brut:
    """Les champs d'une partie ou d'un élément ; note dans `conflits` ceux que les deux côtés ont changés."""
    resultat: _Brut = {}
    for champ in autre:
        if champ in _A_PART:
            resultat[champ] = autre[champ]
            continue
        b, m, a = base.get(champ), mien.get(champ), autre[champ]
        chemin = f"{prefixe}{champ}"
        if m in (a, b):
            resultat[champ] = a
        elif a == b:
            resultat[champ] = m
        elif isinstance(a, dict) or isinstance(m, dict):
            resultat[champ] = _reunir(b or {}, m or {}, a or {}, f"{chemin}.", conflits)
        elif _est_liste(a) or _est_liste(m):
            resultat[champ] = _reunir_listes(_par_id(b), _par_id(m), _par_id(a), f"{chemin}.", conflits)
        else:
            resultat[champ] = a
            conflits.append(Conflit(chemin, m, a))
    for champ in resultat:
        if champ.endswith("_close") and resultat[champ]:
            ids = _par_id(resultat[champ.removesuffix("_close")]).keys()
            dites = [_par_id(c.get(champ.removesuffix("_close"))).keys() for c in (mien, autre) if c.get(champ)]
            # « C'est tout » a été dit d'une autre liste : il est à redire.
            resultat[champ] = any(ids == dite for dite in dites)
    return resultat


def _reunir_listes(
    base: Mapping[str, _Brut],
    mien: Mapping[str, _Brut],
    autre: Mapping[str, _Brut],
    prefixe: str,
    conflits: list[Conflit],
) -> list[_Brut]:
    """Les éléments, dans l'ordre de la version enregistrée, puis les miens."""
    elements = []
    for identifiant in dict.fromkeys([*autre, *mien]):
        b, m, a = base.get(identifiant), mien.get(identifiant), autre.get(identifiant)
        if m is not None and a is not None and prefixe.removesuffix(".") in LISTES_ENTIERES:
            # Celui de la version enregistrée si les deux côtés l'ont changé.
            elements.append(m if a == b else a)
        elif m is not None and a is not None:
            elements.append(_reunir(b or {}, m, a, f"{prefixe}{identifiant}.", conflits))
        elif (present := m or a) is not None and present != b:
            elements.append(present)
    return elements


def _renommer(base: _Brut, mien: _Brut, autre: _Brut) -> dict[str, str]:
    """Donne un nouvel identifiant à mes éléments dont l'autre a pris le numéro ; rend les préfixes qui changent."""
    prefixes: dict[str, str] = {}
    for champ, liste, liste_base, liste_autre in _listes(base, mien, autre, ""):
        anciens, pris = _par_id(liste_base), _par_id(liste_autre)
        connus = {*anciens, *pris, *_par_id(liste)}
        for element in liste:
            avant = element["id"]
            if avant in anciens or avant not in pris or element == pris[avant] or _est_vide(element):
                continue
            element["id"] = identifiant_suivant(champ, connus)
            connus.add(element["id"])
            prefixes[f"{champ}.{avant}."] = f"{champ}.{element['id']}."
            _suivre(mien, champ, avant, element["id"])
    return prefixes


def _est_vide(element: _Brut) -> bool:
    return all(valeur in (None, (), [], False) for champ, valeur in element.items() if champ != "id")


def _listes(base: _Brut, mien: _Brut, autre: _Brut, prefixe: str) -> Iterator[tuple[str, Any, Any, Any]]:
    """(chemin, mes éléments, ceux de la base, ceux de l'autre) de chaque liste que nous avons tous les deux."""
    for champ, valeur in mien.items():
        # Une étape n'a qu'une attribution : deux personnes qui la donnent choisissent, elles n'en font pas deux.
        if champ in (*_MARQUES, "repartition"):
            continue
        ici, b, a = f"{prefixe}{champ}", base.get(champ), autre.get(champ)
        if isinstance(valeur, dict) and isinstance(a, dict):
            yield from _listes(b or {}, valeur, a, f"{ici}.")
        elif _est_liste(valeur) and _est_liste(a):
            yield ici, valeur, b, a
            avant, pris = _par_id(b), _par_id(a)
            for element in valeur:
                if element["id"] in pris:
                    yield from _listes(
                        avant.get(element["id"], {}), element, pris[element["id"]], f"{ici}.{element['id']}."
                    )


def _suivre(mien: _Brut, liste: str, avant: str, apres: str) -> None:
    """Mes liens vers un élément renommé le suivent."""
    for motif_lien in LIENS.get(liste, ()):
        for porteur, champ in _porteurs(mien, motif_lien):
            if porteur.get(champ):
                porteur[champ] = tuple(apres if i == avant else i for i in porteur[champ])


def _porteurs(brut: Any, motif_lien: str) -> Iterator[tuple[_Brut, str]]:
    tete, etoile, queue = motif_lien.partition(".*.")
    *avant, champ = tete.split(".")
    for segment in avant:
        brut = brut[segment]
    if not etoile:
        yield brut, champ
        return
    for element in brut[champ]:
        yield from _porteurs(element, queue)


def _marques(champ: str, base: _Brut, mien: _Brut, autre: _Brut, renommes: dict[str, str]) -> tuple[str, ...]:
    """Les champs marqués des deux côtés, moins ceux que l'un a démarqués."""

    def suivi(chemin: str) -> str:
        for avant, apres in renommes.items():
            if chemin.startswith(avant):
                return apres + chemin[len(avant) :]
        return chemin

    depart, miens, siens = (set(c[champ]) for c in (base, mien, autre))
    return tuple(sorted((siens - (depart - miens)) | {suivi(c) for c in miens - depart}))


def _reste(dossier: Dossier, base: Dossier, chemin: str) -> bool:
    """Faux si l'élément marqué a été retiré."""
    element = chemin.rpartition(".")[0]
    try:
        return not (lire(dossier, element) is None and lire(base, element) is not None)
    except AttributeError:
        return True  # Un chemin qui n'existe pas (fichier modifié à la main) : il ne gêne rien.


def _est_vide_ici(dossier: Dossier, chemin: str) -> bool:
    """Vrai si personne n'a répondu là où l'un avait dit « je ne sais pas »."""
    try:
        return lire(dossier, chemin) is None
    except AttributeError:
        return True


def _sans_liens_perdus(dossier: Dossier, *versions: Dossier) -> Dossier:
    """Un élément retiré d'un côté quitte les liens que l'autre lui a faits."""
    for liste in LIENS:
        retires = {e.id for v in versions for e in lire(v, liste)} - {e.id for e in lire(dossier, liste)}
        if retires:
            dossier = delier(dossier, liste, retires)
    return dossier
