"""Étape « groupes » : les accompagnateurs, puis une carte par groupe avec ses créneaux."""

import streamlit as st

from clas_model.calendrier import couverture, seances
from clas_model.chemins import lire
from clas_model.dossier import Accompagnateur, Creneau, Groupe
from clas_model.francais import accord, duree, enumeration, heure
from clas_model.parcours import est_pertinente, libelle_libre
from clas_model.restitution.plume import en_phrase
from pages.commun import listes, navigation, saisie, session
from pages.commun.affichage import phrase


def _accompagnateur(ici: str) -> None:
    saisie.champ(f"{ici}.libelle", "Qui ? (« bénévole 1 », sans nom)")
    saisie.champ(f"{ici}.statut", "Statut", serre=True)
    if session.dossier_juge().equipe.formation_existe:
        saisie.champ(f"{ici}.formation", "En formation ?", serre=True)


def _nouvel_accompagnateur() -> dict[str, str]:
    return {"libelle": libelle_libre(session.dossier())}


def _resume_accompagnateur(adulte: Accompagnateur) -> str:
    statut = adulte.statut and session.questionnaire().libelle_choix("equipe.accompagnateurs.*.statut", adulte.statut)
    formation = {True: ", en formation", False: ", pas en formation", None: ""}[adulte.formation]
    return f"{statut or 'statut à préciser'}{formation if session.dossier_juge().equipe.formation_existe else ''}"


def _resume_creneau(creneau: Creneau) -> str:
    heures = [heure(h) if h else "heure à préciser" for h in (creneau.debut, creneau.fin)]
    rythme = creneau.rythme and session.questionnaire().libelle_choix("groupes.*.creneaux.*.rythme", creneau.rythme)
    designes = creneau.accompagnateurs
    nombre = creneau.nombre_adultes if creneau.nombre_adultes is not None else designes and len(designes)
    adultes = "adultes à préciser" if nombre is None else accord(nombre, "adulte")
    return f"{' – '.join(heures)}, {en_phrase(rythme) if rythme else 'rythme à préciser'}, {adultes}"


def _groupe(ici: str) -> None:
    dossier = session.dossier()
    gauche, droite = st.columns([2, 1])
    with gauche:
        saisie.champ(f"{ici}.nom")
    with droite:
        saisie.champ(f"{ici}.effectif", "Combien d'enfants ?")
    saisie.champ(f"{ici}.niveaux")
    etablissements = {e.id: e.nom or f"établissement {r}" for r, e in enumerate(dossier.diagnostic.etablissements, 1)}
    if etablissements:
        saisie.champ(f"{ici}.etablissements", options=etablissements)
    else:
        st.caption("Nommez d'abord les établissements à l'étape du diagnostic : vous les choisirez ensuite ici.")
    saisie.champ(f"{ici}.lieu")
    debut, fin = st.columns(2)
    with debut:
        saisie.champ(f"{ici}.date_debut")
    with fin:
        saisie.champ(f"{ici}.date_fin")
    if est_pertinente(dossier, "groupes.*.semaines_seances", f"{ici}.semaines_seances"):
        saisie.champ(f"{ici}.semaines_seances")
    listes.liste(f"{ici}.creneaux", _creneau, niveau=4, resumer=_resume_creneau, premier_ouvert=False)
    _bilan(lire(session.dossier(), ici))


def _creneau(ici: str) -> None:
    jour, debut, fin = st.columns(3)
    with jour:
        saisie.champ(f"{ici}.jour", "Jour")
    with debut:
        saisie.champ(f"{ici}.debut", "Début")
    with fin:
        saisie.champ(f"{ici}.fin", "Fin")
    rythme, adultes = st.columns([2, 1])
    with rythme:
        saisie.champ(f"{ici}.rythme", "Rythme")
    with adultes:
        if est_pertinente(session.dossier(), "groupes.*.creneaux.*.nombre_adultes", f"{ici}.nombre_adultes"):
            saisie.champ(f"{ici}.nombre_adultes", "Combien d'adultes ?")
    equipe = {a.id: a.libelle or a.id for a in session.dossier().equipe.accompagnateurs}
    if equipe:
        saisie.champ(f"{ici}.accompagnateurs", "Quels accompagnateurs ?", options=equipe)


def _resume(groupe: Groupe) -> str:
    effectif = "effectif à indiquer" if groupe.effectif is None else accord(groupe.effectif, "enfant")
    quand = [f"{c.jour} {heure(c.debut)}" if c.debut else c.jour for c in groupe.creneaux if c.jour]
    return f"{effectif}, {enumeration(quand) if quand else 'aucun créneau indiqué'}"


def _bilan(groupe: Groupe | None) -> None:
    """Ce que donne le calendrier réel : séances, heures, semaines couvertes."""
    if groupe is None:
        return
    structure = session.dossier().structure
    compte, part = seances(structure, groupe), couverture(structure, groupe)
    morceaux = []
    if compte:
        morceaux.append(f"{accord(compte.nombre, 'séance')} dans l'année, soit {duree(compte.minutes)}")
    if part:
        morceaux.append(f"{accord(part.couvertes, 'semaine scolaire couverte')} sur {part.total}")
    if morceaux:
        st.info(phrase(f"Selon le calendrier : {' ; '.join(morceaux)}."), icon=":material/calendar_month:")


def _questions() -> None:
    st.markdown("## La formation")
    if saisie.se_pose("equipe.formation_existe"):
        saisie.champ("equipe.formation_existe")
    elif local := session.referentiel().local:
        reponse = local.reponses.formation_existe
        st.caption(phrase(f"Des formations existent-elles près de chez vous ? La {local.caf} répond : {reponse}."))
    if session.dossier_juge().equipe.formation_existe:
        saisie.champ("equipe.formation_engagement")
        if session.dossier().equipe.formation_engagement:
            saisie.champ("equipe.formation_plan")
    listes.liste(
        "equipe.accompagnateurs",
        _accompagnateur,
        en_lignes=True,
        resumer=_resume_accompagnateur,
        premier_ouvert=False,
        valeurs=_nouvel_accompagnateur,
    )
    listes.liste("groupes", _groupe, resumer=_resume)


navigation.etape("groupes", ("groupes.", "equipe.", "structure.semaines"), _questions)
