"""Règles de l'axe « enfants » : taille des groupes, adultes, formation, séances, horaires, continuité."""

from clas_model.calendrier import couverture
from clas_model.chemins import lire
from clas_model.dossier import Dossier, Groupe
from clas_model.francais import accord, quotient
from clas_model.regles.base import Etat, Parametres, SansParametre, Verdict
from clas_model.regles.listes import etat_du_pire_groupe, par_groupe


class ParametresTaille(Parametres):
    """Bornes de l'effectif d'un groupe, comprises, en enfants."""

    min: int
    max: int


def groupe_taille(dossier: Dossier, parametres: ParametresTaille) -> Verdict:
    """Chaque groupe compte de `min` à `max` enfants, bornes comprises."""

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        n = groupe.effectif
        if n is None:
            return "sans_reponse", "n'a pas d'effectif indiqué", None
        compte = f"compte {accord(n, 'enfant')}"
        if n > parametres.max:
            return "non_atteint", f"{compte}, soit {n - parametres.max} de trop", accord(n, "enfant")
        if n < parametres.min:
            return "non_atteint", f"{compte} : il en manque {parametres.min - n}", accord(n, "enfant")
        return "atteint", compte, accord(n, "enfant")

    return par_groupe(dossier, juger, f"{parametres.min} à {parametres.max} enfants par groupe", "effectif")


class ParametresEncadrement(Parametres):
    """Enfants par adulte présent : le plus admis, et sous quel ratio rappeler le coût."""

    enfants_par_adulte_max: int
    remarque_sous: int


def encadrement(dossier: Dossier, parametres: ParametresEncadrement) -> Verdict:
    """Enfants par adulte présent, au créneau le moins encadré de chaque groupe."""
    plafond = parametres.enfants_par_adulte_max

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        presents = [None if c.accompagnateurs is None else len(set(c.accompagnateurs)) for c in groupe.creneaux]
        if 0 in presents or (not presents and groupe.creneaux_close):
            return "non_atteint", "a un créneau sans adulte" if presents else "n'a aucun créneau", "aucun adulte"
        connus = [p for p in presents if p]
        if groupe.effectif is None or not connus:
            quoi = "d'effectif indiqué" if groupe.effectif is None else "d'adultes indiqués"
            return "sans_reponse", f"n'a pas {quoi}", None
        adultes = min(connus)
        mesure = f"{quotient(groupe.effectif, adultes)} par adulte"
        compte = f"a {accord(groupe.effectif, 'enfant')} pour {accord(adultes, 'adulte')} présent"
        compte += f"{'s' if adultes > 1 else ''}, soit {mesure}"
        if groupe.effectif > plafond * adultes:
            return "non_atteint", compte, mesure
        if len(connus) < len(presents) or not groupe.creneaux_close:
            return "sans_reponse", f"{compte}, mais tous ses créneaux ne sont pas connus", mesure
        if groupe.effectif < parametres.remarque_sous * adultes:
            compte += (
                f" (moins de {parametres.remarque_sous} : un encadrement confortable, dont le coût est à vérifier)"
            )
        return "atteint", compte, mesure

    return par_groupe(dossier, juger, f"{plafond} enfants au plus par adulte présent", "creneaux")


class ParametresDeclare(Parametres):
    """Le champ oui/non, et le champ de texte qui l'étaie."""

    champ: str
    texte: str


def declare(dossier: Dossier, parametres: ParametresDeclare) -> Verdict:
    """Une réponse déclarée : « oui » ne vaut pleinement qu'avec sa description."""
    reponse, texte = lire(dossier, parametres.champ), lire(dossier, parametres.texte)
    attendu = "oui, avec une description"
    if reponse is None:
        return Verdict("sans_reponse", "La question est sans réponse.", attendu, chemins=(parametres.champ,))
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
        fait = "Vous n'avez pas indiqué si des formations existent près de chez vous."
        return Verdict("sans_reponse", fait, attendu, chemins=("equipe.formation_existe",))
    if not equipe.formation_existe:
        return Verdict("non_applicable", "Aucune formation n'existe près de chez vous.", attendu, "sans objet")
    inscrits = sum(a.formation is True for a in equipe.accompagnateurs)
    if inscrits:
        mesure = f"{accord(inscrits, 'accompagnateur')} inscrit{'s' if inscrits > 1 else ''}"
        return Verdict("atteint", f"{mesure} à une formation.", attendu, mesure)
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
    fait = "Des formations existent ; votre engagement n'est pas encore entièrement indiqué."
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
        fait = f"{mesure}, dont {len(seuls)} de moins de {parametres.effectif_min} enfants"
        if close:
            return Verdict("non_atteint", f"{fait}.", attendu, mesure, chemins=chemins)
        return Verdict("sans_reponse", f"{fait}. La liste des groupes n'est pas close.", attendu, mesure, None, chemins)
    if inconnus:
        fait = f"{mesure}, dont {len(inconnus)} sans effectif indiqué."
        return Verdict("sans_reponse", fait, attendu, mesure, chemins=chemins)
    if not close:
        fait = f"{mesure} de plusieurs enfants. La liste des groupes n'est pas close."
        return Verdict("sans_reponse", fait, attendu, mesure, None, ("groupes_close",))
    return Verdict("atteint", f"L'accompagnement est collectif : {mesure}.", attendu, mesure)


class ParametresSeances(Parametres):
    """Nombre de séances par semaine à partir duquel le critère est atteint."""

    seances_min: int


def seances_hebdomadaires(dossier: Dossier, parametres: ParametresSeances) -> Verdict:
    """Chaque groupe a au moins `seances_min` créneaux au rythme hebdomadaire."""

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        sures = sum(c.rythme == "hebdomadaire" for c in groupe.creneaux)
        inconnues = sum(c.rythme is None for c in groupe.creneaux)
        mesure = f"{accord(sures, 'séance')} par semaine"
        if sures >= parametres.seances_min:
            return "atteint", f"a {mesure}", mesure
        if groupe.creneaux_close and sures + inconnues < parametres.seances_min:
            autres = len(groupe.creneaux) - sures
            detail = f" ({accord(autres, 'créneau', 'créneaux')} à un autre rythme)" if autres else ""
            return "non_atteint", f"a {mesure}{detail}", mesure
        suite = "le rythme d'un créneau n'est pas indiqué" if inconnues else "la liste de ses créneaux n'est pas close"
        return "sans_reponse", f"a {mesure} à ce stade : {suite}", mesure

    attendu = f"{accord(parametres.seances_min, 'séance')} par semaine au moins"
    return par_groupe(dossier, juger, attendu, "creneaux")


class ParametresContinuite(Parametres):
    """Part des semaines scolaires couvertes, en %, à partir de laquelle c'est atteint, et en partie atteint."""

    atteint_pourcent: int
    partiel_pourcent: int


def continuite_annuelle(dossier: Dossier, parametres: ParametresContinuite) -> Verdict:
    """Part des semaines scolaires de l'année que couvre le groupe le moins présent ; fractions exactes."""

    def juger(groupe: Groupe) -> tuple[Etat, str, str | None]:
        part = couverture(dossier.structure, groupe)
        if part is None:
            return "sans_reponse", "n'a pas de dates, de créneaux ou de calendrier suffisants pour compter", None
        mesure = f"{accord(part.couvertes, 'semaine')} sur {part.total}"
        pourcent = quotient(100 * part.couvertes, part.total, 1)
        couvre = f"couvre {accord(part.couvertes, 'semaine scolaire')} sur {part.total} ({pourcent} %)"
        if 100 * part.couvertes >= parametres.atteint_pourcent * part.total:
            return "atteint", couvre, mesure
        if 100 * part.couvertes >= parametres.partiel_pourcent * part.total:
            return "partiel", couvre, mesure
        return "non_atteint", couvre, mesure

    seuil, seuil_partiel = parametres.atteint_pourcent, parametres.partiel_pourcent
    attendu = f"au moins {seuil} % des semaines scolaires, en partie dès {seuil_partiel} %"
    return par_groupe(dossier, juger, attendu, "date_debut", etat_du_pire_groupe)
