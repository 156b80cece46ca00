"""Les champs d'un essai et leur mémoire : ce qui est saisi reste quand on change de page, et s'écrit dans l'adresse."""

from decimal import Decimal
from typing import Any

import streamlit as st
from pydantic import ValidationError

from clas_model.calendrier import annees_disponibles
from clas_model.contenu import charger_referentiel, referentiels_disponibles
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.francais import lire_montant, montant, typographie
from clas_model.messages import fautes_francaises
from clas_model.referentiel import Referentiel
from clas_model.simulation.hypothese import SOIRS, CoutsUnitaires, Enfants, Hypothese, annee_en_cours
from clas_model.simulation.salle_du_dossier import adultes_du_dossier, soirs_du_dossier
from clas_model.simulation.seuils import seuils
from pages.commun import session
from pages.outils import ecrits
from pages.outils.ecrits import PARTIES, PREFIXE, cle

MEMOIRE, NOMMES_MAX = "essai-memoire", 12
COUTS = {
    "heure_salariee": "Une heure de salarié (€)",
    "par_enfant": "Par enfant et par an (€)",
    "par_groupe": "Par groupe et par an (€)",
    "fixe": "Coûts fixes de l'année (€)",
}


def reprendre() -> None:
    """Rend aux champs ce qu'ils contenaient avant qu'on quitte la page ; la première fois, ce que dit le dossier."""
    memoire = st.session_state.setdefault(MEMOIRE, _ecrites(_depuis(session.dossier())))
    for nom, valeur in memoire.items():
        if nom not in st.session_state:
            st.session_state[nom] = valeur


def garder() -> None:
    """Garde ce que contiennent les champs dessinés."""
    memoire = st.session_state[MEMOIRE]
    memoire |= {str(k): v for k, v in st.session_state.items() if str(k).startswith(PREFIXE)}


def poser(valeurs: dict[str, Any]) -> None:
    """Remplace tout ce que contiennent les champs ; à appeler avant de les dessiner, ou dans un rappel."""
    for nom in [k for k in st.session_state if str(k).startswith(PREFIXE)]:
        del st.session_state[nom]
    st.session_state.pop(ecrits.LUS, None)
    st.session_state[MEMOIRE] = _ecrites(valeurs)


def _ecrites(valeurs: dict[str, Any]) -> dict[str, Any]:
    """Ces valeurs telles que les champs les montrent."""
    return {cle(n): ecrits.montre(n, v) for n, v in valeurs.items()}


def _depuis(dossier: Dossier) -> dict[str, Any]:
    """Les nombres du dossier ouvert s'il en a, sinon un exemple à changer."""
    connus = [g.effectif for g in dossier.groupes if g.effectif]
    structure = dossier.structure
    zone = structure.zone if structure.zone != "autre" else None
    valeurs: dict[str, Any] = {
        "enfants": 16, "adultes": 3, "seances": 1, "zone": zone, "texte": session.referentiel().id, "version": None,
    }  # fmt: skip
    if structure.annee_scolaire in annees_disponibles():
        valeurs["annee"] = structure.annee_scolaire
    if connus:
        rythmes = [len(g.creneaux) for g in dossier.groupes if g.creneaux]
        valeurs |= {
            "enfants": sum(connus),
            "adultes": adultes_du_dossier(dossier),
            "seances": min(max(rythmes, default=1), len(SOIRS)),
            "soirs": list(soirs_du_dossier(dossier)),
        }
    return valeurs


def depuis_hypothese(h: Hypothese, groupes: int | None) -> dict[str, Any]:
    """Le contenu des champs qui redonne cette hypothèse."""
    valeurs: dict[str, Any] = {
        "enfants": h.enfants, "adultes": h.accompagnateurs, "salaries": h.salaries, "seances": h.seances,
        "soirs": list(h.soirs), "debut": h.debut, "fin": h.fin, "annee": h.annee_scolaire, "zone": h.zone,
        "date-debut": h.date_debut, "date-fin": h.date_fin, "mini": h.mini, "maxi": h.maxi, "groupes": groupes,
        "presences": any(libre is not None for libre in h.libres),
    }  # fmt: skip
    for rang, libre in enumerate(h.libres[:NOMMES_MAX]):
        valeurs[f"libre-{rang}"] = list(h.soirs_ouverts if libre is None else libre)
    if len(h.parties) > 1 or h.parties[0].nom:
        valeurs["par-partie"] = True
        for rang, partie in enumerate(h.parties[:PARTIES], start=1):
            valeurs |= {f"partie-nom-{rang}": partie.nom or "", f"partie-enfants-{rang}": partie.enfants}
    valeurs |= {f"cout-{nom}": montant(v) for nom, v in dict(h.couts).items() if v is not None}
    return valeurs


def connu(identifiant: str) -> bool:
    """Vrai si ce texte est installé ici."""
    return identifiant in referentiels_disponibles()


def texte_nomme(identifiant: str, version: str | None = None) -> Referentiel:
    """Le texte de cet identifiant, dans sa version si elle est gardée ; celui du dossier s'il n'est pas là."""
    return charger_referentiel(identifiant, version=version) if connu(identifiant) else session.referentiel()


def texte() -> Referentiel:
    """Le texte selon lequel on essaie : celui du dossier, un autre choisi ici, ou celui d'un lien dans sa version."""
    choisi = st.session_state.get(cle("texte")) or session.referentiel().id
    return texte_nomme(choisi, st.session_state.get(cle("version")))


def hypothese() -> Hypothese | None:
    """Les champs dessinés, en hypothèse ; `None` s'il manque le nombre d'enfants ou de séances. Lève SaisieRefusee."""
    lu = {str(k).removeprefix(PREFIXE): v for k, v in st.session_state.items() if str(k).startswith(PREFIXE)}
    lu |= {nom: ecrits.lire(nom) for nom in ecrits.ATTENDUS}
    parties = _parties(lu)
    if not parties or lu.get("seances") is None:
        return None
    adultes, salaries = lu.get("adultes"), lu.get("salaries") or 0
    if adultes is not None and salaries > adultes:
        raise SaisieRefusee(
            "salaries", "Il y a plus de salariés que d'accompagnateurs : corrigez l'un des deux nombres."
        )
    donnees = {
        "parties": parties,
        "salaries": salaries if adultes is not None and salaries else None,
        "benevoles": None if adultes is None else adultes - salaries,
        "seances": lu["seances"],
        "soirs": tuple(lu.get("soirs") or ()),
        "debut": lu.get("debut"),
        "fin": lu.get("fin"),
        "annee_scolaire": lu.get("annee"),
        "zone": lu.get("zone"),
        "date_debut": lu.get("date-debut"),
        "date_fin": lu.get("date-fin"),
        "mini": lu.get("mini"),
        "maxi": lu.get("maxi"),
        "couts": CoutsUnitaires(**_couts(lu)),
    }
    try:
        essai = Hypothese.model_validate(donnees)
        if lu.get("presences") and adultes:
            libres = tuple(_libre(lu, rang, essai) for rang in range(min(adultes, NOMMES_MAX)))
            essai = Hypothese.model_validate({**donnees, "libres": libres})
    except ValidationError as erreur:
        lieu, faute = fautes_francaises(erreur)[0]
        raise SaisieRefusee(lieu, f"À corriger : {faute}.") from erreur
    return essai


def _libre(lu: dict[str, Any], rang: int, essai: Hypothese) -> tuple[str, ...] | None:
    """Les soirs d'un adulte ; `None` s'il est libre à tous ceux qui sont ouverts."""
    soirs = lu.get(f"libre-{rang}")
    return None if soirs is None or set(soirs) >= set(essai.soirs_ouverts) else tuple(soirs)


def _parties(lu: dict[str, Any]) -> tuple[Enfants, ...]:
    if not lu.get("par-partie"):
        return () if lu.get("enfants") is None else (Enfants(enfants=lu["enfants"]),)
    saisies = [
        (lu.get(f"partie-nom-{r}") or f"partie {r}", lu.get(f"partie-enfants-{r}")) for r in range(1, PARTIES + 1)
    ]
    return tuple(Enfants(nom=nom, enfants=n) for nom, n in saisies if n is not None)


def refus() -> list[str]:
    """Ce qui ne se lit pas dans les champs de l'essai, en phrases."""
    parties = bool(st.session_state.get(cle("par-partie")))
    noms = [n for n in ecrits.ATTENDUS if not n.startswith("budget-") and (parties or not n.startswith("partie-"))]
    return ecrits.refus(n for n in noms if not (parties and n == "enfants"))


def _couts(lu: dict[str, Any]) -> dict[str, Decimal | None]:
    lus: dict[str, Decimal | None] = {}
    for nom, libelle in COUTS.items():
        saisi = (lu.get(f"cout-{nom}") or "").strip()
        try:
            lus[nom] = lire_montant(saisi) if saisi else None
        except ValueError as erreur:
            raise SaisieRefusee(nom, f"{libelle} : écrivez un montant, par exemple 1 250,50.") from erreur
    return lus


def dessiner_precisions() -> None:
    """Tout ce qui précise l'essai, replié : les soirs, le calendrier, les coûts, les niveaux, les bornes."""
    with st.expander("Préciser : soirs, calendrier, coûts, niveaux"):
        qui, quand, combien, autres = st.tabs(["Soirs et adultes", "Calendrier", "Coûts", "Niveaux et bornes"])
        with qui:
            _qui()
        with quand:
            _quand()
        with combien:
            st.caption("Vos propres coûts, en euros. Ce que vous ne donnez pas n'est pas compté.")
            for nom, libelle in COUTS.items():
                st.text_input(libelle, key=cle(f"cout-{nom}"))
        with autres:
            _autres()


def _qui() -> None:
    st.pills("Soirs ouverts", SOIRS, selection_mode="multi", key=cle("soirs"), format_func=str.capitalize)
    st.caption("Sans choix, il y a autant de soirs que de séances, et tous les groupes viennent à chacun.")
    ecrits.champ("salaries")
    adultes, soirs = ecrits.lire("adultes") or 0, st.session_state.get(cle("soirs")) or []
    if adultes and soirs and st.checkbox("Tous ne sont pas libres tous les soirs", key=cle("presences")):
        for rang in range(min(adultes, NOMMES_MAX)):
            if cle(f"libre-{rang}") not in st.session_state:
                st.session_state[cle(f"libre-{rang}")] = list(soirs)
            nom = "salarié" if rang < (ecrits.lire("salaries") or 0) else "bénévole"
            st.pills(
                f"Accompagnateur {rang + 1} ({nom})", soirs, selection_mode="multi", key=cle(f"libre-{rang}"),
                format_func=str.capitalize,
            )  # fmt: skip
        if adultes > NOMMES_MAX:
            st.caption(f"Les {adultes - NOMMES_MAX} suivants sont supposés libres tous les soirs.")


def _quand() -> None:
    annees = annees_disponibles()
    actuelle = annee_en_cours(session.aujourdhui())
    index = annees.index(actuelle) if actuelle in annees and cle("annee") not in st.session_state else None
    gauche, droite = st.columns(2)
    gauche.selectbox("Année scolaire", annees, index=index, key=cle("annee"), placeholder="Choisir")
    droite.pills("Zone de vacances", ["A", "B", "C"], key=cle("zone"))
    ecrits.champ("debut", gauche)
    ecrits.champ("fin", droite)
    ecrits.champ("date-debut", gauche)
    ecrits.champ("date-fin", droite)
    st.caption("Sans dates, toute l'année scolaire est comptée.")


def _autres() -> None:
    limites = seuils(texte())
    gauche, droite = st.columns(2)
    ecrits.champ("mini", gauche, placeholder=str(limites.mini))
    ecrits.champ("maxi", droite, placeholder=str(limites.maxi))
    st.caption(typographie(f"Bornes du texte : {limites.taille.passage.citation}. Les vôtres les remplacent ici."))
    if st.checkbox("Les groupes sont séparés par niveau ou par lieu", key=cle("par-partie")):
        for rang in range(1, PARTIES + 1):
            nom, nombre = st.columns([2, 1])
            nom.text_input(f"Niveau ou lieu {rang}", key=cle(f"partie-nom-{rang}"), max_chars=60)
            ecrits.champ(f"partie-enfants-{rang}", nombre)
        st.caption("Par exemple 12 enfants de CM et 9 de 6e : chaque partie fait ses propres groupes.")
