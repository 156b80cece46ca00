"""Étape « diagnostic et partenaires » : besoins, partenaires, établissements, autres actions éducatives."""

import datetime as dt

import streamlit as st

from clas_model.chemins import ajouter, lire
from clas_model.dossier import Dossier, Etablissement
from clas_model.francais import accord, enumeration, heure
from pages.commun import listes, navigation, saisie, session
from pages.commun.affichage import phrase


def _besoin(ici: str) -> None:
    saisie.champ(f"{ici}.intitule")
    saisie.champ(f"{ici}.description")


def _partenaire(ici: str) -> None:
    gauche, droite = st.columns([2, 1])
    with gauche:
        saisie.champ(f"{ici}.nom")
    with droite:
        saisie.champ(f"{ici}.type")
    saisie.champ(f"{ici}.role")


def _demarche(ici: str) -> None:
    etat, date, reponse = st.columns([1, 1.2, 1.2])
    with etat:
        saisie.champ(f"{ici}.etat", "Faite ou prévue ?", serre=True)
    with date:
        saisie.champ(f"{ici}.date", "Date")
    with reponse:
        saisie.champ(f"{ici}.reponse", "Réponse", serre=True)
    saisie.champ(f"{ici}.objet")


def _etablissement(ici: str) -> None:
    gauche, droite = st.columns([2, 1])
    with gauche:
        saisie.champ(f"{ici}.nom")
    with droite:
        saisie.champ(f"{ici}.type", serre=True)
    listes.liste(
        f"{ici}.demarches", "Démarche", _demarche, ajouter="Ajouter une démarche vers cet établissement", niveau=4
    )
    _horaires(ici)


def _horaires(ici: str) -> None:
    """Les heures de classe : le même horaire posé sur plusieurs jours à la fois, ou jour par jour."""
    etablissement: Etablissement = lire(session.dossier(), ici)
    with st.expander(phrase(f"Heures de classe — {_resume(etablissement)}")):
        st.caption("Une plage par demi-journée : la pause de midi n'est pas du temps scolaire.")
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
        debut = debut_.time_input("Début de la classe", value=None, step=300, key=saisie.cle(ici, ":debut"))
        fin = fin_.time_input("Fin de la classe", value=None, step=300, key=saisie.cle(ici, ":fin"))
        st.button(
            "Ajouter cette plage à ces jours",
            key=saisie.cle(ici, ":plages"),
            icon=":material/add:",
            disabled=not (choisis and debut and fin),
            on_click=_ajouter_plages,
            args=(ici, tuple(choisis or ()), debut, fin),
        )
        for plage in etablissement.horaires:
            texte, bouton = st.columns([4, 1], vertical_alignment="center")
            texte.markdown(phrase(_plage(plage.jour, plage.debut, plage.fin)))
            chemin = f"{ici}.horaires.{plage.id}"
            bouton.button(
                "Retirer",
                key=saisie.cle(chemin, ":retirer"),
                type="tertiary",
                on_click=session.retirer,
                args=(chemin, "Plage de classe"),
            )
        listes.fin(f"{ici}.horaires")


def _plage(jour: str | None, debut: dt.time | None, fin: dt.time | None) -> str:
    heures = f"de {heure(debut)} à {heure(fin)}" if debut and fin else "horaires incomplets"
    return f"{(jour or 'jour à préciser').capitalize()}, {heures}"


def _resume(etablissement: Etablissement) -> str:
    jours = list(dict.fromkeys(p.jour for p in etablissement.horaires if p.jour))
    return enumeration(jours) if jours else "à indiquer"


def _ajouter_plages(ici: str, jours: tuple[str, ...], debut: dt.time, fin: dt.time) -> None:
    def poser(dossier: Dossier) -> Dossier:
        for jour in jours:
            dossier, _ = ajouter(dossier, f"{ici}.horaires", jour=jour, debut=debut, fin=fin)
        return dossier

    session.transformer(f"{ici}.horaires", poser)


def _resume_etablissement(etablissement: Etablissement) -> str:
    demarches = accord(len(etablissement.demarches), "démarche")
    return f"{demarches}, heures de classe : {_resume(etablissement)}"


def _articulation(ici: str) -> None:
    saisie.champ(f"{ici}.nom")
    saisie.champ(f"{ici}.comment")


def _questions() -> None:
    saisie.champ("diagnostic.sources")
    saisie.champ("diagnostic.synthese")
    listes.liste("diagnostic.besoins", "Besoin", _besoin, ajouter="Ajouter un besoin")
    listes.liste("diagnostic.partenaires", "Partenaire", _partenaire, ajouter="Ajouter un partenaire")
    listes.liste(
        "diagnostic.etablissements",
        "Établissement",
        _etablissement,
        ajouter="Ajouter un établissement",
        resumer=_resume_etablissement,
    )
    listes.liste("diagnostic.articulations", "Action", _articulation, ajouter="Ajouter une autre action éducative")


navigation.etape("diagnostic", ("diagnostic.",), _questions)
