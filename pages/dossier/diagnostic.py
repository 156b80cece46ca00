"""Étape « diagnostic et partenaires » : besoins, partenaires, établissements, autres actions éducatives."""

import datetime as dt

import streamlit as st

from clas_model.chemins import ajouter, lire
from clas_model.dossier import Demarche, Dossier, Etablissement, PlageScolaire
from clas_model.francais import accord, date_longue, enumeration, heure
from pages.commun import listes, navigation, saisie, session
from pages.commun.affichage import phrase


def _besoin(ici: str) -> None:
    saisie.champ(f"{ici}.intitule")
    saisie.champ(f"{ici}.description")
    saisie.champ(f"{ici}.objectif")


def _partenaire(ici: str) -> None:
    saisie.champ(f"{ici}.nom")
    saisie.champ(f"{ici}.type")
    saisie.champ(f"{ici}.role")


def _demarche(ici: str) -> None:
    saisie.champ(f"{ici}.etat")
    date, reponse = st.columns([2, 3])
    with date:
        saisie.champ(f"{ici}.date", "Date")
    with reponse:
        saisie.champ(f"{ici}.reponse", "Réponse", serre=True)
    saisie.champ(f"{ici}.objet")


def _resume_demarche(demarche: Demarche) -> str:
    etat = {"faite": "faite", "prevue": "prévue", None: "faite ou prévue ?"}[demarche.etat]
    return f"{etat}, {date_longue(demarche.date) if demarche.date else 'date à préciser'}"


def _etablissement(ici: str) -> None:
    gauche, droite = st.columns([3, 2])
    with gauche:
        saisie.champ(f"{ici}.nom")
    with droite:
        saisie.champ(f"{ici}.type", serre=True)
    listes.liste(f"{ici}.demarches", _demarche, niveau=4, resumer=_resume_demarche, premier_ouvert=False)
    _horaires(ici)


def _horaires(ici: str) -> None:
    """Les heures de classe : les mêmes heures posées sur plusieurs jours à la fois, puis corrigées une à une."""
    liste = f"{ici}.horaires"
    volet = st.expander("Heures de classe", key=saisie.cle(liste, ":volet"), on_change="rerun")
    etablissement: Etablissement = lire(session.dossier(), ici)
    if not volet.open:
        st.caption(phrase(f"Jours de classe : {_resume(etablissement)}."))
        return
    with volet:
        _nouvelles_plages(ici)
        for plage in sorted(etablissement.horaires, key=_rang_de_la_plage):
            _plage(f"{liste}.{plage.id}", plage)
        listes.retrait(liste)
        saisie.refus(liste)
        listes.fin(liste)


def _nouvelles_plages(ici: str) -> None:
    st.caption("Une ligne par demi-journée : la pause de midi n'est pas du temps scolaire.")
    jours = session.questionnaire().options["jours"]
    choisis = st.pills(
        "Jours",
        list(jours)[:6],
        selection_mode="multi",
        default=["lundi", "mardi", "jeudi", "vendredi"],
        format_func=jours.__getitem__,
        key=saisie.cle(ici, ":jours"),
    )
    debut_, fin_ = st.columns(2)
    cle_debut, cle_fin = saisie.cle(ici, ":debut"), saisie.cle(ici, ":fin")
    with debut_:
        debut = saisie.heure_libre("Début de la classe", cle_debut)
    with fin_:
        fin = saisie.heure_libre("Fin de la classe", cle_fin)
    a_l_endroit = not (debut and fin) or debut < fin
    if not a_l_endroit:
        st.error("La fin doit venir après le début.", icon=":material/error:")

    def ajouter_ces_heures() -> None:
        if _ajouter_plages(ici, tuple(choisis or ()), debut, fin):
            st.session_state[cle_debut] = st.session_state[cle_fin] = ""

    st.button(
        session.questionnaire().par_motif["diagnostic.etablissements.*.horaires"].ajouter or "",
        key=saisie.cle(ici, ":plages"),
        icon=":material/add:",
        disabled=session.session().lecture_seule or not (choisis and debut and fin and a_l_endroit),
        on_click=ajouter_ces_heures,
    )


def _rang_de_la_plage(plage: PlageScolaire) -> tuple[int, dt.time]:
    jours = list(session.questionnaire().options["jours"])
    return jours.index(plage.jour) if plage.jour else len(jours), plage.debut or dt.time.min


def _plage(ici: str, plage: PlageScolaire) -> None:
    """Une ligne qui se lit, ou se corrige sur place."""
    ouverts, liste = session.session().ouverts, ici.rpartition(".")[0]
    nom = f"{(plage.jour or 'jour à préciser').capitalize()}, {_heures(plage)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if ouverts.get(liste) == plage.id:
            saisie.champ(f"{ici}.jour", "Jour", serre=True)
            saisie.champ(f"{ici}.debut", "Début")
            saisie.champ(f"{ici}.fin", "Fin")
            libelle, suite = "Fermer", ""
        else:
            st.markdown(phrase(nom))
            libelle, suite = "Modifier", plage.id
        st.button(
            libelle,
            key=saisie.cle(ici, ":modifier"),
            on_click=ouverts.__setitem__,
            args=(liste, suite),
            type="tertiary",
            help=phrase(f"{libelle} : {nom}"),
        )
        listes.bouton_retirer(ici, nom)


def _heures(plage: PlageScolaire) -> str:
    if plage.debut is None or plage.fin is None:
        return "heures à préciser"
    return f"de {heure(plage.debut)} à {heure(plage.fin)}"


def _resume(etablissement: Etablissement) -> str:
    jours = list(dict.fromkeys(p.jour for p in etablissement.horaires if p.jour))
    return enumeration(jours) if jours else "à indiquer"


def _ajouter_plages(ici: str, jours: tuple[str, ...], debut: dt.time | None, fin: dt.time | None) -> bool:
    """Pose ces heures sur ces jours, sans redoubler celles qui y sont déjà. Faux si c'est refusé."""

    def poser(dossier: Dossier) -> Dossier:
        presentes = {(p.jour, p.debut, p.fin) for p in lire(dossier, f"{ici}.horaires")}
        for jour in jours:
            if (jour, debut, fin) not in presentes:
                dossier, _ = ajouter(dossier, f"{ici}.horaires", jour=jour, debut=debut, fin=fin)
        return dossier

    return session.transformer(f"{ici}.horaires", poser)


def _resume_etablissement(etablissement: Etablissement) -> str:
    demarches = accord(len(etablissement.demarches), "prise de contact", "prises de contact")
    return f"{demarches}, heures de classe : {_resume(etablissement)}"


def _articulation(ici: str) -> None:
    saisie.champ(f"{ici}.nom")
    saisie.champ(f"{ici}.comment")


def _questions() -> None:
    saisie.champ("diagnostic.sources")
    saisie.champ("diagnostic.synthese")
    listes.liste("diagnostic.besoins", _besoin, resumer=listes.resume("description"), premier_ouvert=False)
    listes.liste("diagnostic.partenaires", _partenaire, resumer=listes.resume("role"), premier_ouvert=False)
    listes.liste("diagnostic.etablissements", _etablissement, resumer=_resume_etablissement)
    listes.liste("diagnostic.articulations", _articulation, resumer=listes.resume("comment"), premier_ouvert=False)


navigation.etape("diagnostic", ("diagnostic.",), _questions)
