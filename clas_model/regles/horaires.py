"""Règle « hors temps scolaire » : aucun créneau pendant les heures de classe des enfants du groupe."""

from collections.abc import Iterable

from clas_model.dossier import Creneau, Dossier, Etablissement, Groupe, PlageScolaire
from clas_model.francais import enumeration, heure
from clas_model.regles.base import Etat, SansParametre, Verdict
from clas_model.regles.diagnostic import nom_etablissement
from clas_model.regles.listes import Avis, fin_ouverte, par_groupe


def _plage_touchee(creneau: Creneau, plage: PlageScolaire) -> bool | None:
    """Le créneau empiète-t-il sur une plage du même jour ? `None` si un fait manque. Se toucher n'est pas empiéter."""
    if plage.jour is None or plage.debut is None or plage.fin is None:
        return None
    if creneau.debut is None or creneau.fin is None:
        return None
    return creneau.debut < plage.fin and plage.debut < creneau.fin


def _quand(creneau: Creneau) -> str:
    """« mardi de 16 h 15 à 17 h 45 »."""
    if creneau.debut is None or creneau.fin is None:
        return str(creneau.jour)
    return f"{creneau.jour} de {heure(creneau.debut)} à {heure(creneau.fin)}"


def _est_lisible(creneau: Creneau) -> bool:
    """Le créneau a un jour, un début, et une fin qui le suit."""
    if creneau.jour is None or creneau.debut is None or creneau.fin is None:
        return False
    return creneau.debut < creneau.fin


def _face_a(groupe: Groupe, ecole: Etablissement) -> tuple[Etat, Creneau | None]:
    """Les créneaux du groupe face aux heures d'un établissement, et le créneau qui empiète."""
    complet = groupe.creneaux_close
    for creneau in groupe.creneaux:
        if not _est_lisible(creneau):
            complet = False
            continue
        for plage in ecole.horaires:
            if plage.jour == creneau.jour and _plage_touchee(creneau, plage):
                return "non_atteint", creneau
        if _manques_du_jour(ecole, creneau):
            complet = False
    return ("atteint" if complet else "sans_reponse"), None


def _manques_du_jour(ecole: Etablissement, creneau: Creneau) -> tuple[str, ...]:
    """Ce que l'établissement n'a pas encore dit de la classe, le jour du créneau."""
    du_jour = [p for p in ecole.horaires if p.jour is None or p.jour == creneau.jour]
    trouees = [p for p in du_jour if p.jour is None or p.debut is None or p.fin is None]
    if du_jour and not trouees:
        return ()
    liste = f"diagnostic.etablissements.{ecole.id}.horaires"
    trous = tuple(f"{liste}.{p.id}.{c}" for p in trouees for c in ("jour", "debut", "fin") if getattr(p, c) is None)
    # Un jour sans plage est un jour sans classe, si les horaires sont tous saisis.
    if any(plage.jour for plage in du_jour):
        return trous
    return trous or fin_ouverte(liste, ecole.horaires, ecole.horaires_close)


def _ce_qui_manque(dossier: Dossier, groupe: Groupe, ecoles: list[Etablissement]) -> tuple[str, tuple[str, ...]]:
    """La première chose qui empêche de comparer un groupe aux heures de classe, et le chemin de toutes."""
    ici = f"groupes.{groupe.id}"
    raisons: list[tuple[str, tuple[str, ...]]] = []
    toutes, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close
    if not toutes:
        encore = "" if close else "encore "
        raisons.append((f"aucun établissement scolaire n'est {encore}nommé", ("diagnostic.etablissements",)))
    illisibles = [c for c in groupe.creneaux if not _est_lisible(c)]
    if illisibles:
        vides = [(c, champ) for c in illisibles for champ in ("jour", "debut", "fin") if getattr(c, champ) is None]
        # Sans rien de vide, c'est que la fin ne suit pas le début.
        champs = tuple(f"{ici}.creneaux.{c.id}.{champ}" for c, champ in vides or [(c, "fin") for c in illisibles])
        raisons.append(("le jour ou les heures d'un créneau manquent, ou se contredisent", champs))
    if fin := fin_ouverte(f"{ici}.creneaux", groupe.creneaux, groupe.creneaux_close):
        ajout = "d'autres créneaux peuvent encore s'ajouter"
        raisons.append((ajout if groupe.creneaux else "ses créneaux ne sont pas saisis", fin))
    lisibles = [c for c in groupe.creneaux if _est_lisible(c)]
    manques = {e.id: tuple(m for c in lisibles for m in _manques_du_jour(e, c)) for e in ecoles}
    # Des heures à saisir, ou seulement une liste à dire close : ce n'est pas la même chose à faire.
    for debut, a_clore in (
        ("il manque des heures de classe", False), ("d'autres heures de classe peuvent encore s'ajouter", True)
    ):  # fmt: skip
        siennes = [e for e in ecoles if manques[e.id] and _reste_a_clore(manques[e.id]) is a_clore]
        if siennes:
            noms = enumeration(nom_etablissement(dossier, e) for e in siennes)
            raisons.append((f"{debut} ({noms})", tuple(m for e in siennes for m in manques[e.id])))
    if not raisons:
        raisons.append(("dites de quels établissements viennent ses enfants", (f"{ici}.etablissements",)))
    return raisons[0][0], tuple(dict.fromkeys(chemin for _, chemins in raisons for chemin in chemins))


def _reste_a_clore(chemins: Iterable[str]) -> bool:
    """Vrai si les heures de classe sont là : il ne manque que « C'est tout »."""
    return all(chemin.endswith(".horaires_close") for chemin in chemins)


def hors_temps_scolaire(dossier: Dossier, parametres: SansParametre) -> Verdict:
    """Aucun créneau n'empiète sur la classe. La pause de midi est hors du temps scolaire.

    Un groupe qui ne dit pas ses établissements est comparé à tous ceux du dossier : on ne conclut que s'ils concordent.
    Sans aucun établissement, même liste close, rien ne peut être comparé : sans réponse.
    """
    toutes, close = dossier.diagnostic.etablissements, dossier.diagnostic.etablissements_close
    connues = {e.id for e in toutes}

    def juger(groupe: Groupe) -> Avis:
        if not groupe.creneaux and groupe.creneaux_close:
            return Avis("non_atteint", "n'a aucun créneau")
        # Un lien qui ne mène à aucun établissement du dossier ne précise rien : tous restent possibles.
        liens = set(groupe.etablissements or ())
        precise = bool(liens) and liens <= connues
        faces = [(ecole, *_face_a(groupe, ecole)) for ecole in toutes if not precise or ecole.id in liens]
        touche = next(((e, c) for e, _, c in faces if c is not None and e.id in liens), None)
        certain = touche is not None or (close and {etat for _, etat, _ in faces} == {"non_atteint"})
        touche = touche or next(((e, c) for e, _, c in faces if c is not None), None)
        if touche is not None:
            ecole, creneau = touche
            quand = _quand(creneau)
            fait = f"se réunit le {quand}, pendant la classe ({nom_etablissement(dossier, ecole)})"
            if certain:
                return Avis("non_atteint", fait, f"{quand} : en classe")
            origine = "dites de quels établissements viennent ses enfants"
            return Avis("sans_reponse", f"{fait} : {origine}", None, (f"groupes.{groupe.id}.etablissements",))
        if faces and all(etat == "atteint" for _, etat, _ in faces) and (precise or close):
            return Avis("atteint", "se réunit hors du temps de classe", "hors temps de classe")
        manque, chemins = _ce_qui_manque(dossier, groupe, [e for e, _, _ in faces])
        return Avis("sans_reponse", f"ne peut pas encore être comparé aux heures de classe : {manque}", None, chemins)

    verdict = par_groupe(dossier, juger, "aucun créneau pendant les heures de classe", "creneaux")
    if verdict.etat != "sans_reponse" or not dossier.groupes or verdict.faute_connue:
        return verdict
    if not toutes:
        suite = (
            "Nommez, à l'étape du diagnostic, les établissements d'où viennent les enfants et leurs heures de classe."
        )
        return verdict._replace(suite=suite, chemins=("diagnostic.etablissements",))
    restes = [chemin for chemin in verdict.chemins if chemin != "groupes_close"]
    if restes and _reste_a_clore(restes):
        noms = enumeration(
            nom_etablissement(dossier, e)
            for e in toutes
            if f"diagnostic.etablissements.{e.id}.horaires_close" in restes
        )
        suite = f"Cochez « C'est tout » sous les heures de classe de {noms}, une fois qu'elles sont toutes saisies."
        return verdict._replace(suite=suite)
    return verdict
