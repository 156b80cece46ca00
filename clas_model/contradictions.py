"""Les faits d'un dossier qui se contredisent : conservés tels quels, montrés à côté des deux réponses."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from clas_model.budget import totaux
from clas_model.chemins import LIENS, chemins_du_motif, lire
from clas_model.dossier import Creneau, Dossier, PlageScolaire
from clas_model.francais import accord, date_longue, heure, montant
from clas_model.regles.alertes import se_chevauchent
from clas_model.regles.diagnostic import nom_etablissement
from clas_model.regles.listes import libelle_groupe

_Plage = TypeVar("_Plage", Creneau, PlageScolaire)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Deux réponses qui ne vont pas ensemble, et où elles se trouvent."""

    phrase: str
    chemins: tuple[str, ...]


def contradictions(dossier: Dossier, aujourdhui: dt.date | None = None) -> tuple[Contradiction, ...]:
    """Toutes les contradictions du dossier ; `aujourdhui` sert à juger les prises de contact faites ou prévues."""
    return tuple(
        itertools.chain(
            _groupes(dossier), _etablissements(dossier, aujourdhui), _annee(dossier), _budget(dossier), _liens(dossier)
        )
    )


def _groupes(dossier: Dossier) -> Iterator[Contradiction]:
    for groupe in dossier.groupes:
        nom, base = libelle_groupe(dossier, groupe), f"groupes.{groupe.id}"
        if groupe.date_debut and groupe.date_fin and groupe.date_fin < groupe.date_debut:
            yield Contradiction(
                f"Pour {nom}, la fin ({date_longue(groupe.date_fin)}) est avant le début "
                f"({date_longue(groupe.date_debut)}). Corrigez l'une des deux dates.",
                (f"{base}.date_debut", f"{base}.date_fin"),
            )
        for creneau in groupe.creneaux:
            if creneau.debut and creneau.fin and creneau.fin <= creneau.debut:
                yield Contradiction(
                    f"Pour {nom}, un créneau {_heures_inversees(creneau.debut, creneau.fin)}",
                    (f"{base}.creneaux.{creneau.id}.debut", f"{base}.creneaux.{creneau.id}.fin"),
                )
            designes = len(set(creneau.accompagnateurs or ()))
            if creneau.nombre_adultes is not None and designes > creneau.nombre_adultes:
                yield Contradiction(
                    f"Pour {nom}, un créneau désigne {accord(designes, 'accompagnateur')} pour "
                    f"{accord(creneau.nombre_adultes, 'adulte')}. Corrigez le nombre, ou les personnes désignées.",
                    (f"{base}.creneaux.{creneau.id}.nombre_adultes", f"{base}.creneaux.{creneau.id}.accompagnateurs"),
                )
        for un, autre in _chevauchements(groupe.creneaux):
            yield Contradiction(
                f"Pour {nom}, deux créneaux du {un.jour} se chevauchent. Corrigez les heures de l'un des deux.",
                (f"{base}.creneaux.{un.id}.debut", f"{base}.creneaux.{autre.id}.debut"),
            )
        total = dossier.structure.semaines_scolaires
        if groupe.semaines_seances and total and groupe.semaines_seances > total:
            yield Contradiction(
                f"{nom[0].upper()}{nom[1:]} aurait {accord(groupe.semaines_seances, 'semaine')} de séances pour "
                f"{accord(total, 'semaine')} d'école. Corrigez l'un des deux nombres.",
                (f"{base}.semaines_seances", "structure.semaines_scolaires"),
            )


def _chevauchements(plages: Sequence[_Plage]) -> Iterator[tuple[_Plage, _Plage]]:
    """Chaque plage qui commence avant la fin d'une autre du même jour, avec celle qui finit le plus tard."""
    # Triées par jour et par début : comparer toutes les plages deux à deux serait trop long sur un gros dossier.
    datees = sorted(
        (p for p in plages if p.jour and p.debut and p.fin), key=lambda p: (p.jour or "", p.debut or dt.time.min)
    )
    tardive: _Plage | None = None
    for plage in datees:
        if tardive is not None and se_chevauchent(tardive, plage):
            yield tardive, plage
        if tardive is None or tardive.jour != plage.jour or (plage.fin or dt.time.min) > (tardive.fin or dt.time.min):
            tardive = plage


def _heures_inversees(debut: dt.time, fin: dt.time) -> str:
    if debut == fin:
        return f"commencerait et finirait à la même heure ({heure(debut)}). Corrigez l'une des deux."
    return f"finirait à {heure(fin)}, avant son début ({heure(debut)}). Corrigez l'une des deux heures."


def _etablissements(dossier: Dossier, aujourdhui: dt.date | None) -> Iterator[Contradiction]:
    for ecole in dossier.diagnostic.etablissements:
        base, nom = f"diagnostic.etablissements.{ecole.id}", nom_etablissement(dossier, ecole)
        for demarche in ecole.demarches:
            if aujourdhui is None or demarche.date is None:
                continue
            champs = (f"{base}.demarches.{demarche.id}.etat", f"{base}.demarches.{demarche.id}.date")
            if demarche.etat == "faite" and demarche.date > aujourdhui:
                yield Contradiction(
                    f"Pour {nom}, une prise de contact annoncée comme faite est datée du {date_longue(demarche.date)}, "
                    "qui n'est pas encore passé. Corrigez la date, ou dites-la prévue.",
                    champs,
                )
            # Les dates d'un exemple restent les siennes : le temps n'en fait pas une faute.
            elif demarche.etat == "prevue" and demarche.date < aujourdhui and not dossier.fictif:
                yield Contradiction(
                    f"Pour {nom}, une prise de contact annoncée comme prévue est datée du "
                    f"{date_longue(demarche.date)}, qui est passé. Dites si elle a été faite, ou donnez une "
                    "nouvelle date.",
                    champs,
                )
        for plage in ecole.horaires:
            if plage.debut and plage.fin and plage.fin <= plage.debut:
                yield Contradiction(
                    f"Pour {nom}, un temps de classe{f' du {plage.jour}' if plage.jour else ''} "
                    f"{_heures_inversees(plage.debut, plage.fin)}",
                    (f"{base}.horaires.{plage.id}.debut", f"{base}.horaires.{plage.id}.fin"),
                )
        for une, autre in _chevauchements(ecole.horaires):
            yield Contradiction(
                f"Pour {nom}, deux temps de classe du {une.jour} se chevauchent. Corrigez-en un, ou retirez-le.",
                (f"{base}.horaires.{une.id}.debut", f"{base}.horaires.{autre.id}.debut"),
            )


def _annee(dossier: Dossier) -> Iterator[Contradiction]:
    """Les dates d'un groupe hors de l'année scolaire du dossier (d'août à juillet)."""
    annee = dossier.structure.annee_scolaire
    if annee is None:
        return
    debut, fin = dt.date(int(annee[:4]), 8, 1), dt.date(int(annee[5:]), 7, 31)
    for groupe in dossier.groupes:
        for champ, valeur in (("date_debut", groupe.date_debut), ("date_fin", groupe.date_fin)):
            if valeur and not debut <= valeur <= fin:
                yield Contradiction(
                    f"Pour {libelle_groupe(dossier, groupe)}, le {date_longue(valeur)} n'est pas dans l'année "
                    f"scolaire {annee}. Corrigez la date ou l'année.",
                    (f"groupes.{groupe.id}.{champ}", "structure.annee_scolaire"),
                )


def _budget(dossier: Dossier) -> Iterator[Contradiction]:
    somme = totaux(dossier.budget)
    # Un montant qui manque encore peut être celui qui équilibre.
    if somme and not somme.charges_incompletes and not somme.produits_incompletes and somme.ecart:
        sens = "dépassent" if somme.charges > somme.produits else "sont inférieures aux"
        article = "les recettes" if somme.charges > somme.produits else "recettes"
        manque = "recettes" if somme.charges > somme.produits else "dépenses"
        yield Contradiction(
            f"Les dépenses ({montant(somme.charges)}) {sens} {article} ({montant(somme.produits)}) : un budget "
            f"prévisionnel s'équilibre. Il manque {montant(abs(somme.ecart))} de {manque}.",
            ("budget.charges", "budget.produits"),
        )


def _liens(dossier: Dossier) -> Iterator[Contradiction]:
    """Un lien vers un élément qui n'existe pas (fichier modifié à la main)."""
    for liste, motifs_liens in LIENS.items():
        connus = {e.id for e in lire(dossier, liste)}
        for motif_lien in motifs_liens:
            for chemin in chemins_du_motif(dossier, motif_lien):
                inconnus = sorted(set(lire(dossier, chemin) or ()) - connus)
                if inconnus:
                    yield Contradiction(
                        f"Une réponse désigne « {', '.join(inconnus)} », qui n'existe pas dans ce dossier. "
                        "Choisissez à nouveau.",
                        (chemin,),
                    )
