"""Un widget lié à un champ du dossier : la question vient du contenu, la réponse part à `session.enregistrer`."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from clas_model.chemins import lire, motif
from clas_model.francais import lire_heure, typographie
from clas_model.questionnaire import Question
from pages.commun import journal, lexique, reperes, session
from pages.commun.affichage import brut, phrase
from pages.commun.genres import AVEC_CASE, ECRITS, INDICES, Genre, genre
from pages.commun.session import Session

NE_SAIT_PAS = "ne-sait-pas"
AUCUN = "aucun"
CHOIX, EFFACER = "-choix", "-effacer"
# Sur une ligne du budget, le montant laisse sa place à ce qu'il paie (en pixels).
LARGEUR_DES_MONTANTS = 170
OUI_NON = {"oui": True, "non": False}
# Là où « aucun » n'aurait pas de sens.
SANS_AUCUN = frozenset({"groupes.*.niveaux", "groupes.*.etablissements"})
_BALISES = re.compile(r"<[a-zA-Z/!][^>]*>|\*\*|^#+ |\[[^\]]*\]\(|\{\{", re.MULTILINE)


def se_pose(motif_: str) -> bool:
    """Vrai si le texte du dossier pose cette question."""
    return motif_ in session.questionnaire().par_motif


def cle(chemin: str, suffixe: str = "") -> str:
    """La clé d'un widget : un autre dossier ou un rechargement donne d'autres widgets."""
    etat = session.session()
    rang = etat.rechargement + etat.relus.get(chemin, 0) + (0 if suffixe else etat.relances.get(chemin, 0))
    return f"{etat.dossier.id}:{rang}:{chemin}{suffixe}"


def champ(chemin: str, libelle: str | None = None, options: dict[str, str] | None = None, serre: bool = False) -> Any:
    """Dessine la question de ce chemin et rend la réponse du dossier.

    `libelle` remplace celui du contenu, quand le contexte dit déjà le reste. `options` : libellés des réponses quand
    elles viennent du dossier (les besoins, les accompagnateurs…). `serre` : dans une colonne étroite.
    """
    motif_ = motif(chemin)
    question = session.questionnaire().par_motif[motif_]
    etat = session.session()
    valeur = lire(etat.dossier, chemin)
    texte = phrase(libelle or question.libelle)
    if question.unite and question.unite not in texte:
        texte = f"{texte} ({phrase(question.unite)})"
    nature = genre(motif_)
    if nature == "oui_non":
        _dessiner_choix(chemin, question, texte, valeur, {"oui": "Oui", "non": "Non"}, OUI_NON, en_liste=serre)
    elif nature == "choix":
        _dessiner_choix(chemin, question, texte, valeur, options or _options(question), en_liste=serre)
    else:
        _DESSINS[nature](chemin, question, texte, valeur, options or _options(question))
    _sous_le_champ(etat, chemin, question, valeur, nature)
    return valeur


def _options(question: Question) -> dict[str, str]:
    return session.questionnaire().options.get(question.choix or "", {})


def _aide(question: Question) -> str | None:
    morceaux = [phrase(question.aide)] if question.aide else []
    if question.exemple:
        morceaux.append(phrase(f"Par exemple : {question.exemple}"))
    morceaux += map(phrase, lexique.de_la_question(question))
    return "\n\n".join(morceaux) or None


def _recu(chemin: str, cle_: str) -> None:
    ecrit = st.session_state[cle_]
    if _perime(chemin, cle_):
        return
    journal.noter(chemin, ecrit)
    if not session.enregistrer(chemin, ecrit or None):
        _garder_le_refuse(chemin, ecrit)


def _garder_le_refuse(chemin: str, ecrit: str) -> None:
    """En lecture seule, rien n'est refusé : le champ reprend la réponse du dossier."""
    if refuse := session.session().refus.get(chemin):
        session.refuser(chemin, refuse.message, ecrit)


def _recu_coche(chemin: str, cle_: str) -> None:
    cochee = bool(st.session_state[cle_])
    if not _redit(chemin, cle_, cochee):
        session.enregistrer(chemin, cochee)


def _perime(chemin: str, cle_: str) -> bool:
    """Vrai d'un champ que la page a redessiné depuis : il ne parle plus.

    Le navigateur envoie encore ce qu'il montrait, parfois avant d'y avoir mis la réponse du dossier : l'écouter
    remettrait une réponse d'avant. Si quelqu'un y écrivait, son texte est au journal, et revient par là.
    """
    return cle_ != cle(chemin)


def _redit(chemin: str, cle_: str, valeur: Any, ignore: bool = False) -> bool:
    """De même pour un choix, qui n'est pas au journal : il ne compte que s'il change ce que la page montrait."""
    base = session.session().base_reunie
    if base is None or not _perime(chemin, cle_):
        return False
    return (lire(base, chemin), chemin in base.ne_sait_pas) == (None if ignore else valeur, ignore)


def _commun(chemin: str, question: Question, recevoir: Callable[[str, str], None]) -> dict[str, Any]:
    cle_ = cle(chemin)
    return {
        "key": cle_,
        "help": _aide(question),
        "on_change": recevoir,
        "args": (chemin, cle_),
        "disabled": session.session().lecture_seule,
    }


def poser(cle_: str, valeur: Any) -> None:
    """Donne au widget la réponse du dossier, sans en faire sa valeur de départ.

    Un widget qui a une valeur de départ la remet quand on le vide : on ne pourrait plus retirer une réponse.
    """
    if valeur is not None and cle_ not in st.session_state and cle_ not in session.session().a_recueillir:
        st.session_state[cle_] = valeur


def _montre(chemin: str, valeur: Any) -> str:
    """Ce que montre un champ de texte : ce qu'on y a écrit en dernier, même refusé, ou la réponse du dossier."""
    refuse = session.session().refus.get(chemin)
    return (refuse and refuse.ecrit) or valeur or ""


def _exemple(question: Question) -> str | None:
    """L'exemple s'annonce : sans cela, dans le champ vide, il passerait pour une réponse."""
    return typographie(f"Exemple : {question.exemple}") if question.exemple else None


def _dessiner_court(chemin: str, question: Question, texte: str, valeur: Any, _: dict[str, str]) -> None:
    st.text_input(
        texte, value=_montre(chemin, valeur), placeholder=_exemple(question), **_commun(chemin, question, _recu)
    )


def _dessiner_long(chemin: str, question: Question, texte: str, valeur: Any, _: dict[str, str]) -> None:
    st.text_area(
        texte,
        value=_montre(chemin, valeur),
        height=110,
        placeholder=_exemple(question),
        **_commun(chemin, question, _recu),
    )


def _recu_ecrit(chemin: str, cle_: str, nature: str) -> None:
    """Une zone de texte, et non un nombre : le navigateur y perdrait « 12,5 » ou « douze », sans le dire."""
    ecrit, facon = st.session_state[cle_] or "", ECRITS[nature]
    if _perime(chemin, cle_):
        return
    journal.noter(chemin, ecrit)
    try:
        valeur = facon.lire(ecrit) if ecrit.strip() else None
    except ValueError:
        session.refuser(chemin, f"Réponse refusée : {facon.demande}.", ecrit)
        return
    if session.enregistrer(chemin, valeur):
        # La réponse telle que le dossier la garde, qui peut l'avoir nettoyée.
        gardee = lire(session.dossier(), chemin)
        st.session_state[cle_] = "" if gardee is None else facon.ecrire(gardee)
    else:
        _garder_le_refuse(chemin, ecrit)


def _dessiner_ecrit(chemin: str, question: Question, texte: str, valeur: Any, _: dict[str, str]) -> None:
    # Un calendrier de Streamlit perd une date tapée quand on répond aussitôt à autre chose, et change le 31 février en
    # 28 ; un champ de nombre, de même. Tout s'écrit dans une zone de texte, que `clas.css` resserre selon son indice.
    cle_, nature = cle(chemin), genre(motif(chemin))
    poser(cle_, _montre(chemin, None if valeur is None else ECRITS[nature].ecrire(valeur)) or None)
    st.text_input(
        texte,
        key=cle_,
        help=_aide(question),
        on_change=_recu_ecrit,
        args=(chemin, cle_, nature),
        disabled=session.session().lecture_seule,
        placeholder=INDICES[nature],
        width=LARGEUR_DES_MONTANTS if nature in ("montant", "pourcentage") else "stretch",
    )


def heure_libre(libelle: str, cle_: str) -> dt.time | None:
    """Une heure qui n'est pas encore une réponse du dossier ; `None` si elle manque ou ne se lit pas."""
    ecrit = st.text_input(libelle, key=cle_, placeholder="8 h 30")
    try:
        return lire_heure(ecrit) if ecrit and ecrit.strip() else None
    except ValueError:
        st.error(phrase(f"{ECRITS['heure'].demande[0].upper()}{ECRITS['heure'].demande[1:]}."), icon=":material/error:")
        return None


def _dessiner_drapeau(chemin: str, question: Question, texte: str, valeur: Any, _: dict[str, str]) -> None:
    st.checkbox(texte, value=bool(valeur), **_commun(chemin, question, _recu_coche))


def _effacer(chemin: str, cle_: str) -> None:
    st.session_state[cle_] = None
    _repondre(chemin, cle_, {})


def _repondre(chemin: str, cle_: str, valeurs: dict[str, Any]) -> None:
    choisi = st.session_state[cle_]
    if _redit(chemin, cle_, valeurs.get(choisi), choisi == NE_SAIT_PAS):
        return
    if choisi == NE_SAIT_PAS:
        session.ignorer(chemin, True)
    else:
        if choisi is None:
            session.ignorer(chemin, False)
        session.enregistrer(chemin, valeurs.get(choisi))


def _dessiner_choix(
    chemin: str,
    question: Question,
    texte: str,
    valeur: Any,
    options: dict[str, str],
    valeurs: dict[str, Any] | None = None,
    en_liste: bool = False,
) -> None:
    valeurs = valeurs or {o: o for o in options}
    libelles = {**options, **({NE_SAIT_PAS: "Je ne sais pas"} if question.ne_sait_pas else {})}
    ignore = chemin in session.dossier().ne_sait_pas
    actuel = NE_SAIT_PAS if ignore else next((o for o, v in valeurs.items() if v == valeur and v is not None), None)
    clefs = list(libelles)
    cle_ = cle(chemin)
    poser(cle_, actuel if actuel in clefs else None)
    commun: dict[str, Any] = {
        "index": None,
        "format_func": libelles.__getitem__,
        "key": cle_,
        "help": _aide(question),
        "on_change": _repondre,
        "args": (chemin, cle_, valeurs),
        "disabled": session.session().lecture_seule,
    }
    if len(clefs) <= 4 and not en_liste:
        with st.container(horizontal=True, key=f"{cle_}{CHOIX}"):
            st.radio(texte, clefs, horizontal=True, **commun)
            if actuel is not None and not commun["disabled"]:
                # Un bouton radio ne se décoche pas, et l'on doit pouvoir revenir sur une réponse. Ce n'est pas un choix
                # de plus : les flèches du clavier passent par tous les choix, et celui-là effacerait en passant.
                st.button("Effacer", key=f"{cle_}{EFFACER}", type="tertiary", on_click=_effacer, args=(chemin, cle_))
    else:
        st.selectbox(texte, clefs, placeholder="Choisir", **commun)


def _repondre_plusieurs(chemin: str, cle_: str, avant: tuple[str, ...]) -> None:
    """« Aucun » et « je ne sais pas » excluent le reste : le dernier choisi l'emporte."""
    choisis: Sequence[str] = st.session_state[cle_] or ()
    nouveaux = [c for c in choisis if c not in avant]
    retenus = tuple(c for c in choisis if c not in (AUCUN, NE_SAIT_PAS)) or (() if AUCUN in choisis else None)
    if _redit(chemin, cle_, retenus, NE_SAIT_PAS in choisis):
        return
    if NE_SAIT_PAS in nouveaux:
        session.ignorer(chemin, True)
    elif AUCUN in nouveaux:
        session.enregistrer(chemin, ())
    else:
        if not choisis:
            session.ignorer(chemin, False)
        session.enregistrer(chemin, retenus)
    # Les exclusions changent la sélection : le widget doit la relire.
    if {AUCUN, NE_SAIT_PAS} & {*choisis, *avant}:
        st.session_state[cle_] = list(_selection(chemin))


def _selection(chemin: str) -> tuple[str, ...]:
    valeur = lire(session.dossier(), chemin)
    if chemin in session.dossier().ne_sait_pas:
        return (NE_SAIT_PAS,)
    return () if valeur is None else tuple(valeur) or (AUCUN,)


def _distincts(options: dict[str, str]) -> dict[str, str]:
    """Des libellés tous différents : Streamlit reconnaît une pastille à son libellé."""
    pris = {"Aucun", "Je ne sais pas"}
    libelles = {}
    for rang, (option, texte) in enumerate(options.items(), start=1):
        libelle = texte if texte not in pris else f"{texte} (n° {rang})"
        pris.add(libelle)
        libelles[option] = brut(libelle)
    return libelles


def _dessiner_multiple(chemin: str, question: Question, texte: str, valeur: Any, options: dict[str, str]) -> None:
    libelles = _distincts(options)
    # Un lien vers un élément disparu reste visible, pour qu'on puisse l'ôter.
    libelles |= {v: f"{brut(v)} (introuvable)" for v in valeur or () if v not in libelles}
    if motif(chemin) not in SANS_AUCUN:
        libelles[AUCUN] = "Aucun"
    if question.ne_sait_pas:
        libelles[NE_SAIT_PAS] = "Je ne sais pas"
    cle_, choisis = cle(chemin), _selection(chemin)
    poser(cle_, [c for c in choisis if c in libelles])
    st.pills(
        texte,
        list(libelles),
        selection_mode="multi",
        wrap=True,
        format_func=lambda o: libelles.get(o, o),
        key=cle_,
        help=_aide(question),
        on_change=_repondre_plusieurs,
        args=(chemin, cle_, choisis),
        disabled=session.session().lecture_seule,
    )


_DESSINS: dict[Genre, Callable[..., None]] = {
    "drapeau": _dessiner_drapeau,
    "multiple": _dessiner_multiple,
    "court": _dessiner_court,
    "long": _dessiner_long,
    **dict.fromkeys(ECRITS, _dessiner_ecrit),
}


def refus(chemin: str) -> None:
    """Pourquoi la dernière réponse à ce chemin est refusée, si elle l'est."""
    if refuse := session.session().refus.get(chemin):
        st.error(phrase(refuse.message), icon=":material/error:")


def _recu_ignore(chemin: str, cle_: str) -> None:
    session.ignorer(chemin, bool(st.session_state[cle_]))


def _sous_le_champ(etat: Session, chemin: str, question: Question, valeur: Any, nature: Genre) -> None:
    """Le message d'une réponse refusée, la case « je ne sais pas » tant qu'il n'y a pas de réponse."""
    if chemin in etat.refus:
        refus(chemin)
        if valeur is not None:
            gardee = f" ({ECRITS[nature].ecrire(valeur)})" if nature in ECRITS else ""
            st.caption(phrase(f"Votre réponse précédente{gardee} est gardée."))
    for contradiction in session.contradictions_du_dossier():
        if chemin in contradiction.chemins:
            st.caption(f":material/compare_arrows: {phrase(contradiction.phrase)}")
    if isinstance(valeur, str) and chemin not in etat.refus and _BALISES.search(valeur):
        st.caption("Votre texte contient des signes de mise en forme : il sera imprimé tel quel.")
    reperes.sous_le_champ(etat.dossier, chemin, valeur)
    if nature in AVEC_CASE and question.ne_sait_pas and valeur is None:
        cle_ = cle(chemin, ":nsp")
        st.checkbox(
            "Je ne sais pas",
            value=chemin in etat.dossier.ne_sait_pas,
            key=cle_,
            on_change=_recu_ignore,
            args=(chemin, cle_),
            disabled=etat.lecture_seule,
        )
