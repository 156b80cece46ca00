"""D'où part un texte : il en reprend un autre, et ne dit que ce qu'il change.

Deux façons de partir d'un texte. `herite` : un texte national reprend les exigences d'un autre, marquées « repris » :
il ne les a pas lues lui-même. `sur` : une couche (le profil d'une Caf, une version gardée) se pose sur le même texte,
dont les exigences restent ce qu'elles étaient.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clas_model.contenu.lecture import Origines, lire_yaml
from clas_model.referentiel import ProfilLocal

LISTES = ("criteres", "engagements", "alertes", "montants")
# Ce qu'un texte dit de lui-même et qui ne se transmet pas à celui qui en hérite.
_PROPRES = (
    "id", "herite", "titre", "puce", "date", "date_libelle", "version", "presentation", "application", "prestation",
)  # fmt: skip
_PAR_ID = ("sources", "niveaux")


@dataclass
class Brut:
    """Un texte tel que ses fichiers le disent, avec le fichier d'où vient chaque élément."""

    nom: str
    entete: dict[str, Any]
    listes: dict[str, list[tuple[str, Any]]] = field(default_factory=lambda: {champ: [] for champ in LISTES})

    def ids(self, champ: str) -> list[str]:
        """Les identifiants d'une liste, dans l'ordre."""
        return [str(_id(e)) for _, e in self.listes[champ]]

    def donnees(self) -> tuple[dict[str, Any], Origines]:
        """Ce que valide le modèle du référentiel, et le fichier de chaque élément."""
        parties = {champ: [e for _, e in elements] for champ, elements in self.listes.items()}
        return {**self.entete, **parties}, {champ: [f for f, _ in e] for champ, e in self.listes.items()}


def _id(element: Any) -> Any:
    return element.get("id") if isinstance(element, dict) else None


def lire_texte(dossier: Path, racine: Path, fautes: list[str], entete: str = "referentiel.yaml") -> Brut | None:
    """Les fichiers d'un texte, sans rien en juger ; `None` si son en-tête est illisible."""
    nom = (dossier / entete).relative_to(racine).as_posix()
    donnees = lire_yaml(dossier / entete, racine, fautes)
    if not isinstance(donnees, dict):
        if donnees is not None:
            fautes.append(f"{nom} : des clés sont attendues (id, titre, sources…).")
        return None
    brut = Brut(nom, donnees)
    part_d_un_autre = "herite" in donnees or "sur" in donnees
    axes = [str(_id(a)) for a in donnees["axes"]] if isinstance(donnees.get("axes"), list) else []
    criteres = [dossier / "criteres" / f"{a}.yaml" for a in axes if not part_d_un_autre]
    # Un texte qui part d'un autre n'a que les fichiers de ce qu'il change.
    criteres += [f for f in sorted((dossier / "criteres").glob("*.yaml")) if f not in criteres]
    un_a_un = {"criteres": criteres, "engagements": [dossier / "charte.yaml"], "alertes": [dossier / "alertes.yaml"]}
    un_a_un["montants"] = [dossier / "montants.yaml"]
    facultatifs = {"montants"} if not part_d_un_autre else {"montants", "engagements", "alertes"}
    if part_d_un_autre:
        un_a_un["criteres"] += [f for f in (dossier / "criteres.yaml",) if f.exists()]
    for champ, fichiers in un_a_un.items():
        for fichier in fichiers:
            if champ not in facultatifs or fichier.exists():
                brut.listes[champ] += _lire_liste(fichier, racine, fautes)
    return brut


def _lire_liste(fichier: Path, racine: Path, fautes: list[str]) -> list[tuple[str, Any]]:
    nom, lues = fichier.relative_to(racine).as_posix(), lire_yaml(fichier, racine, fautes)
    if isinstance(lues, list):
        return [(nom, e) for e in lues]
    if lues is not None:
        fautes.append(f"{nom} : une liste est attendue ; commencez par « - id: ».")
    return []


def ranger_le_profil(brut: Brut) -> None:
    """Les clés propres à un profil local, écrites à plat dans `profil.yaml`, réunies sous `local`."""
    entete = brut.entete
    entete["local"] = {cle: entete.pop(cle) for cle in ProfilLocal.model_fields if cle in entete}
    if isinstance(montants := entete.pop("montants", None), list):
        brut.listes["montants"] += [(brut.nom, m) for m in montants]


def reprendre(parent: Brut, enfant: Brut, fautes: list[str], locale: bool = False) -> Brut:
    """Le texte entier : ce que `enfant` reprend de `parent`, et ce qu'il remplace, ajoute ou retire.

    `locale` : ce qu'il ajoute ne vaut que pour une Caf.
    """
    couche = "sur" in enfant.entete
    entete = {k: v for k, v in parent.entete.items() if couche or k not in _PROPRES}
    entete |= {k: v for k, v in enfant.entete.items() if k != "retire"}
    for champ in _PAR_ID:
        entete[champ] = _par_id(parent.entete.get(champ), enfant.entete.get(champ, []))
    if "axes" in enfant.entete:
        entete["axes"] = _completer(enfant.entete["axes"], parent.entete.get("axes"))
    if not couche and not entete.get("mention_repris"):
        fautes.append(
            f"{enfant.nom} : « mention_repris » manque ; écrivez ce qu'il faut dire des exigences reprises de "
            f"« {parent.entete.get('id')} »."
        )
    resultat = Brut(enfant.nom, entete)
    retires = _retires(parent, enfant, fautes)
    for champ in LISTES:
        gardes = [(f, e) for f, e in parent.listes[champ] if _id(e) not in retires.get(champ, ())]
        if champ == "criteres":
            marques = [(f, e if couche else {**e, "statut": "repris"}) for f, e in gardes]
            siens = [(f, _sien(e, parent, locale, f, fautes)) for f, e in enfant.listes[champ]]
            resultat.listes[champ] = _fondre(marques, siens)
        elif champ == "montants" and not couche:
            resultat.listes[champ] = enfant.listes[champ]
        else:
            resultat.listes[champ] = _fondre(gardes, enfant.listes[champ])
    resultat.listes["criteres"] = _par_axe(resultat.listes["criteres"], entete.get("axes"))
    return resultat


def _sien(element: Any, parent: Brut, locale: bool, fichier: str, fautes: list[str]) -> Any:
    """Un critère de l'enfant ; celui qui cite son passage est lu, et ne vaut que chez cette Caf s'il est local."""
    if not isinstance(element, dict):
        return element
    nouveau = _id(element) not in parent.ids("criteres")
    if "passage" in element or nouveau:
        element = {"statut": "lu", **({"portee": "profil"} if locale else {}), **element}
    elif locale and "regle" in element:
        fautes.append(
            f"{fichier}, critère « {_id(element)} », passage : un seuil changé demande d'où il vient ; ajoutez "
            "« passage » avec sa « source » et son « texte » ou son « resume »."
        )
    return element


def _retires(parent: Brut, enfant: Brut, fautes: list[str]) -> dict[str, list[Any]]:
    """Ce que l'enfant retire, liste par liste ; retirer ce qui n'existe pas est une faute."""
    retires = enfant.entete.get("retire", {})
    if not isinstance(retires, dict) or not all(isinstance(v, list) for v in retires.values()):
        fautes.append(f"{enfant.nom}, retire : écrivez par exemple « retire: {{criteres: [trois-axes]}} ».")
        return {}
    for champ, ids in retires.items():
        if champ not in LISTES:
            fautes.append(f"{enfant.nom}, retire : « {champ} » n'existe pas ; valeurs possibles : {', '.join(LISTES)}.")
            continue
        fautes += [
            f"{enfant.nom}, retire, {champ} : « {absent} » n'est pas dans le texte « {parent.entete.get('id')} » ; "
            "corrigez le nom ou retirez cette ligne."
            for absent in ids
            if str(absent) not in parent.ids(champ)
        ]
    return retires


def _fondre(gardes: list[tuple[str, Any]], siens: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Les éléments gardés, ceux que l'enfant précise fondus à leur place, puis ceux qu'il ajoute."""
    resultat = list(gardes)
    rangs = {_id(e): n for n, (_, e) in enumerate(gardes)}
    vus = set()
    for fichier, element in siens:
        rang = rangs.get(_id(element))
        if rang is None or _id(element) in vus:
            resultat.append((fichier, element))
        else:
            resultat[rang] = (fichier, {**resultat[rang][1], **element})
            vus.add(_id(element))
    return resultat


def _par_id(anciens: Any, nouveaux: Any) -> Any:
    if not isinstance(anciens, list) or not isinstance(nouveaux, list):
        return nouveaux
    return [e for _, e in _fondre([("", e) for e in anciens], [("", e) for e in nouveaux])]


def _completer(axes: Any, anciens: Any) -> Any:
    """Les axes dans l'ordre de l'enfant ; celui dont il ne donne que le nom garde les mots du parent."""
    if not isinstance(axes, list) or not isinstance(anciens, list):
        return axes
    connus = {_id(a): a for a in anciens}
    return [{**connus.get(_id(a), {}), **a} if isinstance(a, dict) else a for a in axes]


def _par_axe(criteres: Iterable[tuple[str, Any]], axes: Any) -> list[tuple[str, Any]]:
    """Les critères axe par axe, sans changer leur ordre dans un axe."""
    rang = {_id(a): n for n, a in enumerate(axes)} if isinstance(axes, list) else {}
    return sorted(criteres, key=lambda c: rang.get(c[1].get("axe") if isinstance(c[1], dict) else None, len(rang)))
