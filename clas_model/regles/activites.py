"""Règles de l'axe « enfants » propres aux textes nationaux : adultes par groupe, classes, activités."""

from collections.abc import Set
from typing import Annotated, Literal

from pydantic import Field

from clas_model.dossier import Activite, Creneau, Dossier, Groupe, Niveau
from clas_model.francais import accord, enumeration
from clas_model.regles.base import Etat, Parametres, Verdict
from clas_model.regles.listes import Avis, compte, fin_ouverte, meilleur_cas, par_groupe


def adultes_presents(creneau: Creneau, equipe: Set[str]) -> int | None:
    """Les adultes d'un créneau : leur nombre, sinon ceux qu'il désigne.

    Inconnu sans réponse, ou si un seul lien ne mène à personne : on ne sait plus qui tient le créneau.
    """
    if creneau.nombre_adultes is not None:
        return creneau.nombre_adultes
    liens = creneau.accompagnateurs
    return len(set(liens)) if liens is not None and equipe >= set(liens) else None


class ParametresAdultes(Parametres):
    """Nombre d'adultes présents à partir duquel un créneau convient."""

    adultes_min: Annotated[int, Field(ge=1)]


def adultes_par_groupe(dossier: Dossier, parametres: ParametresAdultes) -> Verdict:
    """Dans chaque groupe, au moins `adultes_min` adultes de l'équipe au créneau où il y en a le moins."""
    equipe = {a.id for a in dossier.equipe.accompagnateurs}

    def juger(groupe: Groupe) -> Avis:
        comptes = [adultes_presents(c, equipe) for c in groupe.creneaux]
        connus = [n for n in comptes if n is not None]
        liste = f"groupes.{groupe.id}.creneaux"
        if not comptes and groupe.creneaux_close:
            return Avis("non_atteint", "n'a aucun créneau", "aucun adulte")
        mesure = compte(min(connus), "adulte") if connus else None
        if connus and min(connus) < parametres.adultes_min:
            manque = parametres.adultes_min - min(connus)
            verbe = "en manque un" if manque == 1 else f"en manque {manque}"
            fait = f"a un créneau avec {mesure}" if min(connus) else "a un créneau sans adulte"
            return Avis("non_atteint", f"{fait} : il {verbe}", mesure, ecart=f"il manque {accord(manque, 'adulte')}")
        chemins = tuple(
            f"{liste}.{c.id}.{'nombre_adultes' if c.accompagnateurs is None else 'accompagnateurs'}"
            for c, n in zip(groupe.creneaux, comptes, strict=True)
            if n is None
        )
        chemins += fin_ouverte(liste, groupe.creneaux, groupe.creneaux_close)
        if chemins:
            attente = "ne dit pas encore quels adultes sont à chaque créneau"
            if len(connus) == len(comptes):
                attente = "peut encore recevoir des créneaux" if comptes else "n'a pas encore de créneau"
            return Avis("sans_reponse", attente, mesure, chemins)
        return Avis("atteint", f"a au moins {mesure} à chaque créneau", mesure)

    attendu = f"au moins {accord(parametres.adultes_min, 'adulte')} par groupe"
    return par_groupe(dossier, juger, attendu, "creneaux")


# Comment chaque classe se dit dans une phrase.
_CLASSES: dict[Niveau, str] = {
    "maternelle": "maternelle", "cp": "CP", "ce1": "CE1", "ce2": "CE2", "cm1": "CM1", "cm2": "CM2", "sixieme": "6e",
    "cinquieme": "5e", "quatrieme": "4e", "troisieme": "3e", "seconde": "2de", "premiere": "1re",
    "terminale": "terminale",
}  # fmt: skip


class ParametresNiveaux(Parametres):
    """Les classes que le texte accueille."""

    admis: Annotated[tuple[Niveau, ...], Field(min_length=1)]
    libelle: str


def niveaux(dossier: Dossier, parametres: ParametresNiveaux) -> Verdict:
    """Dans chaque groupe, aucune classe hors de celles du texte."""

    def juger(groupe: Groupe) -> Avis:
        if not groupe.niveaux:
            return Avis("sans_reponse", "ne dit pas encore les classes de ses enfants", None)
        dehors = [n for n in groupe.niveaux if n not in parametres.admis]
        if dehors:
            noms = enumeration(_CLASSES[n] for n in dehors)
            return Avis("non_atteint", f"accueille des enfants d'une autre classe ({noms})", noms)
        return Avis("atteint", f"va {parametres.libelle}", None)

    return par_groupe(dossier, juger, f"des enfants {parametres.libelle}", "niveaux")


class ParametresActivites(Parametres):
    """La nature d'activité qui ne suffit pas à elle seule."""

    seule: Literal["aide-devoirs"] = "aide-devoirs"


def autre_activite(dossier: Dossier, parametres: ParametresActivites) -> Verdict:
    """Une activité nommée au moins n'est pas de l'aide aux devoirs."""

    def juger(activite: Activite) -> Etat:
        if not activite.est_nommee or activite.nature is None:
            return "sans_reponse"
        return "non_atteint" if activite.nature == parametres.seule else "atteint"

    activites, close = dossier.enfants.activites, dossier.enfants.activites_close
    etats = [juger(a) for a in activites]
    etat = meilleur_cas(etats, close)
    autres = etats.count("atteint")
    attendu = "au moins une activité autre que l'aide aux devoirs"
    mesure = compte(autres, "autre activité", "autres activités", aucun="aucune")
    if etat == "atteint":
        reste = "va" if autres == 1 else "vont"
        return Verdict(etat, f"{accord(autres, 'activité')} {reste} au-delà de l'aide aux devoirs.", attendu, mesure)
    if etat == "non_atteint":
        fait = "Toutes les activités avec les enfants sont de l'aide aux devoirs."
        fait = fait if activites else "Aucune activité avec les enfants n'est prévue."
        return Verdict(etat, fait, attendu, mesure, None, ("enfants.activites",))
    champs = tuple(f"enfants.activites.{a.id}.{'nature' if a.est_nommee else 'intitule'}"
                   for a, e in zip(activites, etats, strict=True) if e == "sans_reponse")  # fmt: skip
    champs += fin_ouverte("enfants.activites", activites, close)
    fait = "Aucune activité autre que l'aide aux devoirs n'est encore nommée."
    return Verdict(etat, fait, attendu, None, None, champs)
