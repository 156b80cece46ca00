"""Préparer une réunion d'information : son titre, sa date, son texte, ses questions ; puis ses liens."""

import datetime as dt

import streamlit as st

from clas_model.erreurs import ClasError
from clas_model.francais import accord, date_courte, date_longue, enumeration, lire_date
from clas_model.sondage import Question
from clas_model.textes import choix, tous_les_textes
from pages.commun import acces, affichage, liens, reunions, session
from pages.commun.affichage import phrase
from pages.commun.reunions import Preparation
from pages.commun.serveur import COOKIE_ANIMATION, lire_secrets

TITRE_MAX = 100
CREEE = "reunion-creee"

affichage.titre(
    "J'anime une réunion",
    "La salle répond sur ses téléphones, les écarts s'affichent au mur, chacun repart avec son dossier.",
    sans_puce=True,
)


def _connues() -> list[tuple[str, reunions.Reunion]]:
    """Les réunions que ce navigateur anime."""
    try:
        return list(reunions.reunions_de(lire_secrets(st.context.cookies.get(COOKIE_ANIMATION))))
    except ClasError as erreur:
        st.error(phrase(str(erreur)))
        return []


def _creer(preparation: Preparation) -> None:
    try:
        secret, reunion = reunions.entrepot().create(preparation, reunions.jours_de_garde())
    except ClasError as erreur:
        st.error(phrase(str(erreur)))
        return
    st.session_state[CREEE] = (secret, reunion.code)
    st.rerun()


def _montrer(secret: str, code: str) -> None:
    """Les deux liens d'une réunion qui vient d'être créée."""
    st.success("La réunion est prête.", icon=":material/check_circle:")
    racine = reunions.adresse_publique(str(st.context.url).rpartition("/reunion")[0])
    st.markdown("## 1\\. Gardez le lien d'animation\nNotez-le : perdu, il ne se retrouve pas. Qui l'a peut animer.")
    liens.montrer(f"{racine}/animer/ouvrir/{secret}", "Lien d'animation")
    st.link_button("Ouvrir l'animation", f"/animer/ouvrir/{secret}", type="primary", icon=":material/co_present:")
    st.markdown(f"## 2\\. Donnez le code aux participants\nLe code : `{code[:4]} {code[4:]}`, ou ce lien :")
    liens.montrer(f"{racine}/r/{code}", "Lien des participants")
    liens.portee(racine)
    st.caption("Le QR code est sur la page d'animation et sur le premier écran projeté.")
    if st.button("Préparer une autre réunion", icon=":material/add:"):
        st.session_state.pop(CREEE)
        st.rerun()


def _questions(texte: str, modele: Preparation | None) -> tuple[Question, ...]:
    """Les questions choisies, dans leur ordre."""
    proposees = {q.id: q for q in reunions.sondage().pour({t.id: t for t in tous_les_textes()}[texte])}
    depart = [q for q in (modele.questions if modele else tuple(proposees)[:12]) if q in proposees]
    cle = f"questions-{texte}"
    choisies = st.multiselect(
        "Les questions", list(proposees), default=depart, format_func=lambda q: proposees[q].titre,
        placeholder="Choisissez des questions", key=cle,
    )  # fmt: skip
    with st.expander("Lire les questions choisies, changer leur ordre"):
        for rang, identifiant in enumerate(choisies):
            _rang(cle, rang, len(choisies), proposees[identifiant])
    return tuple(proposees[q] for q in choisies)


def _rang(cle: str, rang: int, total: int, question: Question) -> None:
    """Une question à sa place, et de quoi l'avancer ou la reculer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{rang + 1}. {phrase(question.libelle)}", width="stretch")
        for pas, mot, icone in (
            (-1, "Avancer", ":material/arrow_upward:"),
            (1, "Reculer", ":material/arrow_downward:"),
        ):
            st.button(
                mot, key=f"{cle}-{question.id}-{pas}", on_click=_deplacer, args=(cle, rang, pas), type="tertiary",
                icon=icone, help=phrase(f"{mot} « {question.titre} »"), disabled=not 0 <= rang + pas < total,
            )  # fmt: skip


def _deplacer(cle: str, rang: int, pas: int) -> None:
    ordre = list(st.session_state[cle])
    ordre.insert(rang + pas, ordre.pop(rang))
    st.session_state[cle] = ordre


def _date(ecrite: str) -> dt.date | None:
    try:
        return lire_date(ecrite)
    except ValueError:
        return None


def _formulaire(modele: Preparation | None) -> None:
    textes = {t.id: t for t in tous_les_textes()}
    titre = st.text_input(
        "Titre de la réunion", value=modele.titre if modele else "", max_chars=TITRE_MAX,
        placeholder="Le Clas l'an prochain : réunion d'information",
    )  # fmt: skip
    gauche, droite = st.columns(2)
    # Une zone de texte : le calendrier de Streamlit perd une date tapée quand on clique aussitôt ailleurs.
    ecrite = gauche.text_input("Date", value=date_courte(session.aujourdhui()), placeholder="jj/mm/aaaa")
    identifiants = list(textes)
    rang = identifiants.index(modele.texte.id) if modele and modele.texte.id in textes else 0
    texte = droite.selectbox("Texte présenté", identifiants, index=rang, format_func=lambda i: textes[i].titre)
    annees = [f"{a}-{a + 1}" for a in range(session.aujourdhui().year - 1, session.aujourdhui().year + 3)]
    annee = gauche.selectbox(
        "Année scolaire des projets (facultatif)", annees, index=None, placeholder="À remplir par chacun"
    )
    zone = droite.selectbox(
        "Zone de vacances du département (facultatif)", ["A", "B", "C"], index=None, placeholder="À remplir par chacun"
    )
    questions = _questions(texte, modele)
    manquantes = reunions.sondage().manquantes([q.id for q in questions])
    if manquantes:
        noms = enumeration(f"« {q.titre} »" for q in manquantes)
        st.warning(phrase(f"Ajoutez {noms} : sans cela, une autre question ne dirait rien."), icon=":material/link:")
    st.caption(phrase(f"{accord(len(questions), 'question')}, environ {accord(2 * len(questions) + 10, 'minute')}."))
    if st.button("Créer la réunion", type="primary", icon=":material/check:"):
        date = _date(ecrite)
        if not titre.strip() or not questions or date is None:
            st.error("Donnez un titre, une date qui existe (jour, mois, année) et au moins une question.")
            return
        if manquantes:
            st.error("Ajoutez d'abord les questions qui manquent.")
            return
        _creer(
            Preparation(
                titre=" ".join(titre.split()), date=date, texte=choix(textes[texte]),
                questions=tuple(q.id for q in questions), annee=annee, zone=zone,
            )
        )  # fmt: skip


if not acces.est_agent():
    st.info("Sur ce serveur, seuls les agents de la Caf préparent une réunion.", icon=":material/lock:")
    st.button("Se connecter", on_click=st.login, icon=":material/login:")
elif CREEE in st.session_state:
    _montrer(*st.session_state[CREEE])
else:
    connues = _connues()
    comme = st.query_params.get("comme", "")
    modele = next((r.preparation for _, r in connues if r.code == comme), None)
    if modele:
        st.info(
            phrase(f"Sur le modèle de « {modele.titre} », du {date_longue(modele.date)}."), icon=":material/file_copy:"
        )
    elif connues:
        st.markdown("## Mes réunions dans ce navigateur")
        with affichage.enumeration("reunions"):
            for _, reunion in connues:
                libelle = f"{reunion.preparation.titre}, {date_longue(reunion.preparation.date)}"
                st.link_button(phrase(libelle), f"/animer/{reunion.code}", icon=":material/co_present:")
        st.markdown("## Préparer une réunion")
    _formulaire(modele)
