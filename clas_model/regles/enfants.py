"""Règles de l'axe « enfants » : taille des groupes, adultes, formation, séances, horaires, continuité."""

from typing import Literal

from pydantic import model_validator

from clas_model.calendrier import couverture, hors_calendrier, rythme_irregulier
from clas_model.chemins import lire
from clas_model.dossier import Dossier, Groupe
from clas_model.francais import accord, enumeration, quotient
from clas_model.regles.activites import adultes_presents
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import (
    TOUS_LES_GROUPES,
    Avis,
    compte,
    etat_du_pire_groupe,
    fin_ouverte,
    par_groupe,
)


class ParametresTaille(Parametres):
    """Bornes de l'effectif d'un groupe, comprises, en enfants ; `sous_min` : ce que vaut un groupe trop petit."""

    min: int
    max: int
    sous_min: Literal["non_atteint", "partiel"] = "non_atteint"

    @model_validator(mode="after")
    def _dans_l_ordre(self) -> "ParametresTaille":
        if self.min > self.max:
            raise ValueError(f"le minimum ({self.min}) dépasse le maximum ({self.max}) : échangez-les")
        return self


def groupe_taille(dossier: Dossier, parametres: ParametresTaille) -> Verdict:
    """Chaque groupe compte de `min` à `max` enfants, bornes comprises."""

    def juger(groupe: Groupe) -> Avis:
        n = groupe.effectif
        if n is None:
            return Avis("sans_reponse", "n'a pas encore d'effectif")
        mesure = compte(n, "enfant")
        fait = f"compte {mesure}" if n else "ne compte aucun enfant"
        if n > parametres.max:
            fait += f", {n - parametres.max} de plus que le maximum de {parametres.max}"
            return Avis("non_atteint", fait, mesure, ecart=f"{accord(n - parametres.max, 'enfant')} de trop")
        if n < parametres.min:
            # « Aucun enfant » se passe de calcul.
            if not n:
                return Avis("non_atteint", fait, mesure)
            fait += f", {parametres.min - n} de moins que le minimum de {parametres.min}"
            manque = f"{accord(parametres.min - n, 'enfant')} de moins que le minimum"
            return Avis(parametres.sous_min, fait, mesure, ecart=manque)
        return Avis("atteint", fait, mesure)

    return par_groupe(dossier, juger, f"{parametres.min} à {parametres.max} enfants par groupe", "effectif")


class ParametresEncadrement(Parametres):
    """Enfants par adulte présent : le plus admis, et sous quel ratio rappeler le coût."""

    enfants_par_adulte_max: int
    remarque_sous: int


def encadrement(dossier: Dossier, parametres: ParametresEncadrement) -> Verdict:
    """Enfants par adulte présent, au créneau le moins encadré de chaque groupe."""
    plafond = parametres.enfants_par_adulte_max
    equipe = {a.id for a in dossier.equipe.accompagnateurs}

    def lien_perdu(groupe: Groupe) -> bool:
        return any(adultes_presents(c, equipe) is None and c.accompagnateurs is not None for c in groupe.creneaux)

    def inconnu(groupe: Groupe) -> str:
        if lien_perdu(groupe):
            return "un créneau désigne un accompagnateur qui n'est pas dans l'équipe"
        if any(adultes_presents(c, equipe) is None for c in groupe.creneaux):
            return "le nombre d'adultes présents à un créneau n'est pas indiqué"
        return "d'autres créneaux peuvent encore s'ajouter" if groupe.creneaux else "ses créneaux ne sont pas saisis"

    def manques(groupe: Groupe) -> tuple[str, ...]:
        ici = f"groupes.{groupe.id}"
        effectif = (f"{ici}.effectif",) if groupe.effectif is None else ()
        adultes = [
            f"{ici}.creneaux.{c.id}.{'nombre_adultes' if c.accompagnateurs is None else 'accompagnateurs'}"
            for c in groupe.creneaux
            if adultes_presents(c, equipe) is None
        ]
        return (*effectif, *adultes, *fin_ouverte(f"{ici}.creneaux", groupe.creneaux, groupe.creneaux_close))

    def juger(groupe: Groupe) -> Avis:
        presents = [adultes_presents(c, equipe) for c in groupe.creneaux]
        if 0 in presents or (not presents and groupe.creneaux_close):
            return Avis("non_atteint", "a un créneau sans adulte" if presents else "n'a aucun créneau", "aucun adulte")
        connus = [p for p in presents if p]
        if groupe.effectif is None:
            return Avis("sans_reponse", "n'a pas encore d'effectif", None, manques(groupe))
        if not connus:
            return Avis("sans_reponse", f"ne peut pas encore être jugé : {inconnu(groupe)}", None, manques(groupe))
        adultes = min(connus)
        presence = f"{accord(adultes, 'adulte')} présent{'s' if adultes > 1 else ''}"
        mesure, fait = "aucun enfant", f"n'a aucun enfant pour {presence}"
        if groupe.effectif:
            mesure = f"{quotient(groupe.effectif, adultes)} par adulte"
            fait = f"a {accord(groupe.effectif, 'enfant')} pour {presence}, soit {mesure}"
        if groupe.effectif > plafond * adultes:
            manque = accord(-(-groupe.effectif // plafond) - adultes, "adulte")
            return Avis("non_atteint", f"{fait}, au-dessus de {plafond}", mesure, ecart=f"il manque {manque}")
        if len(connus) < len(presents) or not groupe.creneaux_close:
            return Avis("sans_reponse", f"{fait}, mais {inconnu(groupe)}", mesure, manques(groupe))
        if 0 < groupe.effectif < parametres.remarque_sous * adultes:
            fait += f" (moins de {parametres.remarque_sous} : un encadrement confortable, dont le coût est à vérifier)"
        return Avis("atteint", fait, mesure)

    verdict = par_groupe(dossier, juger, f"{plafond} enfants au plus par adulte présent", "creneaux")
    if verdict.etat == "sans_reponse" and any(map(lien_perdu, dossier.groupes)):
        return verdict._replace(fait=f"{verdict.fait} Choisissez à nouveau les adultes de ce créneau.")
    return verdict


class ParametresDeclare(Parametres):
    """Le champ oui/non, et le champ de texte qui l'étaie."""

    champ: str
    texte: str


def declare(dossier: Dossier, parametres: ParametresDeclare) -> Verdict:
    """Une réponse déclarée : « oui » ne vaut pleinement qu'avec sa description."""
    reponse, texte = lire(dossier, parametres.champ), lire(dossier, parametres.texte)
    attendu = "oui, avec une description"
    if reponse is None:
        return Verdict(
            "sans_reponse", "Vous n'avez pas encore répondu à cette question.", attendu, chemins=(parametres.champ,)
        )
    if not reponse:
        return Verdict("non_atteint", "Vous avez répondu non.", attendu, "non", chemins=(parametres.champ,))
    if not texte:
        fait = "Vous avez répondu oui, sans description."
        return Verdict("partiel", fait, attendu, "oui, sans description", chemins=(parametres.texte,))
    return Verdict("atteint", "Vous avez répondu oui et décrit comment.", attendu, "oui, avec une description")


def formation(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Là où des formations existent : un accompagnateur inscrit, ou un plan décrit."""
    equipe = dossier.equipe
    attendu = "un accompagnateur inscrit ou un plan de formation"
    if equipe.formation_existe is None:
        fait = "Vous n'avez pas encore dit si des formations existent près de chez vous."
        return Verdict("sans_reponse", fait, attendu, chemins=("equipe.formation_existe",))
    if not equipe.formation_existe:
        return Verdict("non_applicable", "Aucune formation n'existe près de chez vous.", attendu, "sans objet")
    inscrits = sum(a.formation is True for a in equipe.accompagnateurs)
    if inscrits:
        qui, s = accord(inscrits, "accompagnateur"), "s" if inscrits > 1 else ""
        verbe = "sont" if inscrits > 1 else "est"
        return Verdict("atteint", f"{qui} {verbe} inscrit{s} à une formation.", attendu, f"{qui} inscrit{s}")
    if equipe.formation_engagement and equipe.formation_plan:
        return Verdict("atteint", "Un plan de formation est décrit.", attendu, "plan décrit")
    aucun = equipe.accompagnateurs_close and all(a.formation is False for a in equipe.accompagnateurs)
    if equipe.formation_engagement and aucun:
        fait = "Un engagement dans la formation est annoncé, sans plan décrit."
        return Verdict("partiel", fait, attendu, "engagement sans plan", chemins=("equipe.formation_plan",))
    if equipe.formation_engagement is False and aucun:
        fait = "Des formations existent, et personne n'y est inscrit."
        return Verdict("non_atteint", fait, attendu, "aucun inscrit", chemins=("equipe.formation_engagement",))
    if equipe.formation_engagement:
        fait = "Un engagement dans la formation est annoncé : il reste à décrire le plan, ou à dire qui est inscrit."
        return Verdict("sans_reponse", fait, attendu, chemins=("equipe.formation_plan",))
    fait = "Des formations existent : il reste à dire qui y est inscrit, ou si l'équipe s'y engage."
    return Verdict("sans_reponse", fait, attendu, chemins=("equipe.formation_engagement",))


class ParametresCollectif(Parametres):
    """Effectif à partir duquel un groupe est un collectif, en enfants."""

    effectif_min: int


def collectif(dossier: Dossier, parametres: ParametresCollectif) -> Verdict:
    """Au moins un groupe, et aucun groupe sous `effectif_min` enfants."""
    attendu = f"au moins un groupe, chacun d'au moins {parametres.effectif_min} enfants"
    groupes, close = dossier.groupes, dossier.groupes_close
    if not groupes:
        etat: Etat = "non_atteint" if close else "sans_reponse"
        fait = "Le projet ne compte aucun groupe." if close else "Aucun groupe n'est encore décrit."
        return Verdict(etat, fait, attendu, chemins=("groupes",))
    mesure = accord(len(groupes), "groupe")
    seuls = [g for g in groupes if g.effectif is not None and g.effectif < parametres.effectif_min]
    inconnus = [g for g in groupes if g.effectif is None]
    chemins = tuple(f"groupes.{g.id}.effectif" for g in seuls or inconnus)
    if seuls:
        verbe = "a" if len(seuls) == 1 else "ont"
        fait = f"{accord(len(seuls), 'groupe')} sur {len(groupes)} {verbe} moins de {parametres.effectif_min} enfants."
        if close:
            return Verdict("non_atteint", fait, attendu, mesure, chemins=chemins)
        # « Aucun d'un seul enfant » est déjà faux, mais une liste ouverte ne conclut pas : la phrase le dit.
        return Verdict("sans_reponse", f"{fait} {TOUS_LES_GROUPES}", attendu, mesure, None, chemins, "non_atteint")
    if inconnus:
        verbe = "n'a" if len(inconnus) == 1 else "n'ont"
        fait = f"{accord(len(inconnus), 'groupe')} sur {len(groupes)} {verbe} pas encore d'effectif."
        return Verdict("sans_reponse", fait, attendu, mesure, chemins=chemins)
    if not close:
        fait = f"{mesure} de plusieurs enfants ; d'autres groupes peuvent encore s'ajouter."
        return Verdict("sans_reponse", fait, attendu, mesure, TOUS_LES_GROUPES, ("groupes_close",))
    return Verdict("atteint", f"L'accompagnement est collectif : {mesure} de plusieurs enfants.", attendu, mesure)


class ParametresSeances(Parametres):
    """Nombre de séances par semaine à partir duquel le critère est atteint."""

    seances_min: int


def seances_hebdomadaires(dossier: Dossier, parametres: ParametresSeances) -> Verdict:
    """Chaque groupe a au moins `seances_min` créneaux au rythme hebdomadaire."""

    def juger(groupe: Groupe) -> Avis:
        liste = f"groupes.{groupe.id}.creneaux"
        sures = sum(c.rythme == "hebdomadaire" for c in groupe.creneaux)
        sans_rythme = tuple(f"{liste}.{c.id}.rythme" for c in groupe.creneaux if c.rythme is None)
        inconnues = len(sans_rythme)
        chemins = sans_rythme + fin_ouverte(liste, groupe.creneaux, groupe.creneaux_close)
        mesure, a = f"{compte(sures, 'séance', aucun='aucune')} par semaine", "a" if sures else "n'a"
        if sures >= parametres.seances_min:
            return Avis("atteint", f"a {mesure}", mesure)
        if groupe.creneaux_close and sures + inconnues < parametres.seances_min:
            if inconnues:
                # Même en comptant les créneaux sans rythme, il n'y en a pas assez.
                mesure = f"au plus {accord(sures + inconnues, 'séance')} par semaine"
                return Avis("non_atteint", f"a {mesure}", mesure)
            autres = len(groupe.creneaux) - sures
            detail = f" ({accord(autres, 'créneau')} à un autre rythme)" if autres else ""
            manque = f"{accord(parametres.seances_min - sures, 'séance')} de moins"
            return Avis("non_atteint", f"{a} {mesure}{detail}", mesure, ecart=manque)
        if not groupe.creneaux:
            return Avis("sans_reponse", "n'a pas encore de créneau", None, chemins)
        if inconnues and not sures:
            return Avis("sans_reponse", "ne dit pas encore à quel rythme revient un créneau", None, chemins)
        rythme = "le rythme d'un créneau n'est pas indiqué"
        attente = rythme if inconnues else "d'autres créneaux peuvent encore s'ajouter"
        return Avis("sans_reponse", f"{a} {mesure} pour l'instant : {attente}", mesure, chemins)

    attendu = f"au moins {accord(parametres.seances_min, 'séance')} par semaine"
    return par_groupe(dossier, juger, attendu, "creneaux")


class ParametresContinuite(Parametres):
    """Part des semaines scolaires couvertes, en %, à partir de laquelle c'est atteint, et en partie atteint."""

    atteint_pourcent: int
    partiel_pourcent: int


_MANQUES = {
    "annee_scolaire": "l'année scolaire",
    "zone": "la zone de vacances",
    "semaines_scolaires": "le nombre de semaines d'école de l'année",
    "semaines_seances": "son nombre de semaines de séances",
    "date_debut": "sa date de début",
    "date_fin": "sa date de fin",
    "rythme": "le rythme d'un créneau",
    "creneaux": "ses créneaux",
    "creneaux_close": "« C'est tout » sous ses créneaux",
}


def _manques_du_calendrier(dossier: Dossier, groupe: Groupe) -> tuple[str, ...]:
    """Les réponses sans lesquelles on ne compte pas les semaines d'un groupe ; rien si elles sont toutes données."""
    structure, ici = dossier.structure, f"groupes.{groupe.id}"
    hors, irregulier = hors_calendrier(structure), rythme_irregulier(groupe)
    champs = ["structure.semaines_scolaires"] if hors else ["structure.annee_scolaire", "structure.zone"]
    champs += [f"{ici}.semaines_seances"] if hors or irregulier else [f"{ici}.date_debut", f"{ici}.date_fin"]
    manques = tuple(champ for champ in champs if lire(dossier, champ) is None)
    if hors or any(c.rythme == "hebdomadaire" for c in groupe.creneaux):
        return manques
    rythmes = tuple(f"{ici}.creneaux.{c.id}.rythme" for c in groupe.creneaux if c.rythme is None)
    return manques + rythmes + fin_ouverte(f"{ici}.creneaux", groupe.creneaux, groupe.creneaux_close)


def continuite_annuelle(dossier: Dossier, parametres: ParametresContinuite) -> Verdict:
    """Part des semaines scolaires de l'année que couvre le groupe le moins présent ; fractions exactes."""

    def juger(groupe: Groupe) -> Avis:
        part = couverture(dossier.structure, groupe)
        if part is None:
            manques = _manques_du_calendrier(dossier, groupe)
            noms = dict.fromkeys(_MANQUES[chemin.rpartition(".")[2]] for chemin in manques)
            fait = f"ne peut pas encore être jugé : il manque {enumeration(noms)}"
            return Avis("sans_reponse", fait if noms else "finit avant de commencer", None, manques)
        mesure = f"{compte(part.couvertes, 'semaine', aucun='aucune')} sur {part.total}"
        pourcent = quotient(100 * part.couvertes, part.total, 1)
        couvre = f"couvre {compte(part.couvertes, 'semaine scolaire', aucun='aucune')} sur {part.total} ({pourcent} %)"
        couvre = couvre if part.couvertes else f"ne {couvre}"
        if 100 * part.couvertes >= parametres.atteint_pourcent * part.total:
            return Avis("atteint", couvre, mesure)
        manque = -(-parametres.atteint_pourcent * part.total // 100) - part.couvertes
        ecart = f"{accord(manque, 'semaine')} de moins"
        partiel = 100 * part.couvertes >= parametres.partiel_pourcent * part.total
        return Avis("partiel" if partiel else "non_atteint", couvre, mesure, ecart=ecart)

    seuil, seuil_partiel = parametres.atteint_pourcent, parametres.partiel_pourcent
    attendu = f"au moins {seuil} % des semaines scolaires ; à partir de {seuil_partiel} %, c'est atteint en partie"
    return par_groupe(dossier, juger, attendu, "date_debut", etat_du_pire_groupe)
