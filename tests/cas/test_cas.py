"""Les cas de référence, écrits d'après les textes : critères, éligibilité, scores, alertes.

Les derniers tests déplacent chaque seuil, chaque poids et chaque niveau : au moins un cas doit alors échouer.
"""

import functools
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from clas_model.chemins import ajouter, avec, retirer, sans_savoir
from clas_model.contenu import charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import Intervalle, Positionnement, positionner
from clas_model.referentiel import Critere, Niveau, Referentiel
from clas_model.regles import REGLES

ICI = Path(__file__).parent
ETATS = {
    "A": "atteint",
    "P": "partiel",
    "N": "non_atteint",
    "S": "sans_reponse",
    "X": "non_applicable",
}
ALERTES = {
    "aide-aux-devoirs-seule",
    "but-lucratif",
    "individuel-seul",
    "tarif",
    "demarrage-tardif",
    "accompagnateur-deux-lieux",
    "seance-jour-ferie",
    "besoin-sans-action",
    "action-sans-besoin",
    "charte-engagement-infere",
}
Cas = dict[str, Any]


def lire_yaml(nom: str) -> Any:
    """Le contenu d'un fichier de cas."""
    return YAML(typ="safe", pure=True).load((ICI / f"{nom}.yaml").read_text(encoding="utf-8"))


COUVERTURE: dict[str, dict[str, str]] = lire_yaml("couverture")
COMMUNS = {"socle", "couverture", "eligibilite", "scores", "alertes"}
FICHIERS = {chemin.stem: lire_yaml(chemin.stem) for chemin in sorted(ICI.glob("*.yaml")) if chemin.stem not in COMMUNS}
PAR_CRITERE: dict[str, list[Cas]] = {fichier["critere"]: fichier["cas"] for fichier in FICHIERS.values()}
ELIGIBILITE: list[Cas] = lire_yaml("eligibilite")["cas"]
SCORES: list[Cas] = lire_yaml("scores")["cas"]
ALERTES_CAS: list[Cas] = lire_yaml("alertes")["cas"]
CLES_DOSSIER = {"nom", "raisonnement", "dossier", "socle", "changements"}


@functools.cache
def socle() -> Dossier:
    """Le dossier où tout est atteint."""
    return Dossier.model_validate(lire_yaml("socle"))


def appliquer(dossier: Dossier, changement: dict[str, Any]) -> Dossier:
    """Un changement d'un cas : une valeur, un retrait, un ajout ou un « je ne sais pas »."""
    match changement:
        case {"chemin": chemin, "valeur": valeur, **reste} if not reste:
            return avec(dossier, chemin, valeur)
        case {"retirer": chemin, **reste} if not reste:
            return retirer(dossier, chemin)
        case {"ajouter": liste, "valeurs": valeurs, **reste} if not reste:
            return ajouter(dossier, liste, **valeurs)[0]
        case {"ne_sait_pas": chemin, **reste} if not reste:
            return sans_savoir(dossier, chemin)
    raise ValueError(f"changement incompris : {changement}")


_DOSSIERS: dict[int, Dossier] = {}


def dossier_du(cas: Cas) -> Dossier:
    """Le dossier d'un cas, construit une seule fois."""
    if id(cas) not in _DOSSIERS:
        if "dossier" in cas:
            _DOSSIERS[id(cas)] = Dossier.model_validate(cas["dossier"])
        else:
            assert cas["socle"] == "complet"
            _DOSSIERS[id(cas)] = functools.reduce(appliquer, cas["changements"], socle())
    return _DOSSIERS[id(cas)]


def juger(cas: Cas, referentiel: Referentiel) -> Positionnement:
    """Le positionnement du dossier d'un cas."""
    return positionner(dossier_du(cas), referentiel)


@functools.cache
def experimentation() -> Referentiel:
    """Le texte jugé ici."""
    return charger_referentiel("experimentation")


def dit(phrase: str, mot: str) -> bool:
    """La phrase porte ce mot ; un nombre doit y être entier (« 5 » n'est pas dans « 15 » ni dans « 7,5 »)."""
    if mot.replace(",", "").isdecimal():
        return re.search(rf"(?<![\d,]){re.escape(mot)}(?!\d|,\d)", phrase) is not None
    return mot in phrase


def fautes_critere(identifiant: str, cas: Cas, referentiel: Referentiel) -> list[str]:
    """Ce qui ne va pas entre un cas et le constat de son critère."""
    constat = juger(cas, referentiel).par_critere[identifiant]
    fautes = [] if constat.etat == cas["attendu"] else [f"attendu {cas['attendu']}, obtenu {constat.etat}"]
    # La source et la lecture du produit, qui suivent, disent la même chose de tous les dossiers.
    phrase = constat.phrase.split(" Source : ")[0]
    fautes += [f"la phrase ne dit pas « {mot} »" for mot in cas.get("phrase_contient", ()) if not dit(phrase, mot)]
    fautes += [f"la phrase dit « {mot} »" for mot in cas.get("phrase_exclut", ()) if dit(phrase, mot)]
    if constat.faute_connue != cas.get("faute_connue", constat.faute_connue):
        fautes.append(f"faute connue : attendu {cas['faute_connue']}, obtenu {constat.faute_connue}")
    return [f"{faute} ; phrase : {phrase}" for faute in fautes]


def fautes_intervalle(nom: str, obtenu: Intervalle, attendu: list[str]) -> list[str]:
    """L'intervalle attendu est écrit en fractions ; obtenu sur 100."""
    bornes = [100 * float(Fraction(a)) for a in attendu]
    if [obtenu.min, obtenu.max] == pytest.approx(bornes, abs=1e-9):
        return []
    return [f"{nom} : attendu {' à '.join(attendu)}, soit {bornes}, obtenu {obtenu}"]


def fautes_eligibilite(cas: Cas, referentiel: Referentiel) -> list[str]:
    """Ce qui ne va pas entre un cas et l'éligibilité d'un dossier entier."""
    resultat = juger(cas, referentiel)
    fautes = []
    if resultat.eligibilite != cas["eligibilite"]:
        fautes.append(f"attendu {cas['eligibilite']}, obtenu {resultat.eligibilite}")
    fautes += [
        f"{cle} : attendu {cas[cle]}, obtenu {obtenus}"
        for cle, obtenus in (("bloquants", resultat.bloquants), ("a_confirmer", resultat.a_confirmer))
        if sorted(obtenus) != sorted(cas[cle])
    ]
    if "ecarts" in cas:
        ecarts = {c.critere.id: c.etat for c in resultat.constats if c.etat != "atteint"}
        if ecarts != cas["ecarts"]:
            fautes.append(f"écarts : attendu {cas['ecarts']}, obtenu {ecarts}")
    if "score" in cas:
        fautes += fautes_intervalle("score", resultat.score, cas["score"])
    return fautes


def fautes_scores(cas: Cas, referentiel: Referentiel) -> list[str]:
    """Ce qui ne va pas entre un cas et les intervalles, axe par axe."""
    resultat = juger(cas, referentiel)
    fautes = fautes_intervalle("ensemble", resultat.score, cas["score"])
    obtenus = {axe.id: axe.score for axe in resultat.axes}
    assert set(obtenus) == set(cas["axes"])
    for axe, attendu in cas["axes"].items():
        fautes += fautes_intervalle(axe, obtenus[axe], attendu)
    return fautes


def fautes_alertes(cas: Cas, referentiel: Referentiel) -> list[str]:
    """Ce qui ne va pas entre un cas et les alertes d'un dossier."""
    alertes = juger(cas, referentiel).alertes
    ids = {a.id for a in alertes}
    fautes = []
    if "alertes" in cas and ids != set(cas["alertes"]):
        fautes.append(f"attendu {cas['alertes']}, obtenu {sorted(ids)}")
    fautes += [f"manque {a}" for a in cas.get("presentes", ()) if a not in ids]
    fautes += [f"de trop : {a}" for a in cas.get("absentes", ()) if a in ids]
    phrases = " ".join(a.phrase for a in alertes)
    return fautes + [f"aucune phrase ne dit « {mot} »" for mot in cas.get("phrase_contient", ()) if mot not in phrases]


@pytest.mark.parametrize(
    ("identifiant", "cas"),
    [
        pytest.param(identifiant, cas, id=f"{identifiant} : {cas['nom']} → {cas['attendu']}")
        for identifiant, tous in PAR_CRITERE.items()
        for cas in tous
    ],
)
def test_critere(identifiant: str, cas: Cas) -> None:
    assert fautes_critere(identifiant, cas, experimentation()) == []


@pytest.mark.parametrize("cas", [pytest.param(c, id=f"{c['nom']} → {c['eligibilite']}") for c in ELIGIBILITE])
def test_eligibilite(cas: Cas) -> None:
    assert fautes_eligibilite(cas, experimentation()) == []


@pytest.mark.parametrize("cas", [pytest.param(c, id=c["nom"]) for c in SCORES])
def test_score(cas: Cas) -> None:
    assert fautes_scores(cas, experimentation()) == []


@pytest.mark.parametrize("cas", [pytest.param(c, id=c["nom"]) for c in ALERTES_CAS])
def test_alertes(cas: Cas) -> None:
    assert fautes_alertes(cas, experimentation()) == []


# Les fichiers de cas sont eux-mêmes complets et bien écrits.


def test_chaque_critere_a_son_fichier_et_sa_place_dans_le_texte() -> None:
    referentiel = experimentation()
    assert {c.id: (c.axe, c.niveau) for c in referentiel.criteres} == {
        identifiant: (ligne["axe"], ligne["niveau"]) for identifiant, ligne in COUVERTURE.items()
    }
    assert {nom: fichier["critere"] for nom, fichier in FICHIERS.items()} == {i: i for i in COUVERTURE}


@pytest.mark.parametrize("identifiant", COUVERTURE)
def test_les_cas_montrent_exactement_les_etats_possibles(identifiant: str) -> None:
    possibles = {ETATS[lettre] for lettre in COUVERTURE[identifiant]["etats"].split()}
    assert {cas["attendu"] for cas in PAR_CRITERE[identifiant]} == possibles


def test_chaque_alerte_est_montree_presente_et_absente() -> None:
    assert {a.id for a in experimentation().alertes} == ALERTES
    presentes = {a for cas in ALERTES_CAS for a in (*cas.get("alertes", ()), *cas.get("presentes", ()))}
    assert presentes == ALERTES
    for alerte in ALERTES:
        # Le socle et le dossier vierge n'en lèvent aucune ; il faut de plus un cas voisin qui la frôle.
        assert any(cas.get("alertes") == [alerte] or alerte in cas.get("presentes", ()) for cas in ALERTES_CAS), alerte


@pytest.mark.parametrize(
    ("cas", "cles"),
    [
        pytest.param(cas, cles, id=f"{fichier} : {cas['nom']}")
        for fichier, tous, cles in (
            *((i, c, {"attendu", "phrase_contient", "phrase_exclut", "faute_connue"}) for i, c in PAR_CRITERE.items()),
            ("eligibilite", ELIGIBILITE, {"eligibilite", "bloquants", "a_confirmer", "ecarts", "score"}),
            ("scores", SCORES, {"score", "axes"}),
            ("alertes", ALERTES_CAS, {"alertes", "presentes", "absentes", "phrase_contient"}),
        )
        for cas in tous
    ],
)
def test_un_cas_est_bien_ecrit(cas: Cas, cles: set[str]) -> None:
    """Une faute de frappe dans une clé ferait un cas qui ne vérifie rien."""
    assert set(cas) <= CLES_DOSSIER | cles
    assert ("dossier" in cas) != ("socle" in cas)
    assert cas["nom"]
    assert cas["raisonnement"]
    assert isinstance(dossier_du(cas), Dossier)


def test_les_noms_de_cas_sont_uniques() -> None:
    for tous in (*PAR_CRITERE.values(), ELIGIBILITE, SCORES, ALERTES_CAS):
        noms = [cas["nom"] for cas in tous]
        assert len(noms) == len(set(noms))


# Mutations : tout seuil, tout poids, tout caractère bloquant changé doit faire échouer au moins un cas.


def avec_critere(referentiel: Referentiel, nouveau: Critere) -> Referentiel:
    """Copie du référentiel où un critère est remplacé."""
    criteres = tuple(nouveau if c.id == nouveau.id else c for c in referentiel.criteres)
    return _copie(referentiel, criteres=criteres)


def avec_niveau(referentiel: Referentiel, nouveau: Niveau) -> Referentiel:
    """Copie du référentiel où un niveau d'exigence est remplacé."""
    niveaux = tuple(nouveau if n.id == nouveau.id else n for n in referentiel.niveaux)
    return _copie(referentiel, niveaux=niveaux)


def _copie(referentiel: Referentiel, **changes: Any) -> Referentiel:
    """Nouvel objet : `model_copy` emporterait les index déjà calculés, et la mutation ne se verrait pas."""
    return Referentiel.model_construct(**{**dict(referentiel), **changes})


def parametres(referentiel: Referentiel) -> Iterator[tuple[Critere, str, Any]]:
    """Critère, paramètre et valeur de tout ce qui se règle, défauts de la règle compris."""
    for critere in referentiel.criteres:
        modele = REGLES[critere.regle.nom].parametres.model_validate(critere.regle.parametres)
        for nom, valeur in modele.model_dump().items():
            yield critere, nom, valeur


def mutants(critere: Critere, nom: str, valeur: Any) -> list[Any]:
    """Les réglages voisins : un de moins ou de plus pour un nombre, un élément de moins pour une liste.

    Un nom (le but d'une action, un champ du dossier) devient celui d'un autre critère de même règle.
    """
    match valeur:
        case bool():
            return [not valeur]
        case int():
            return [valeur - 1, valeur + 1]
        case tuple() | list():
            return [[e for e in valeur if e != retire] for retire in valeur]
        case str():
            tous = parametres(experimentation())
            autres = {v for c, n, v in tous if n == nom and c.regle.nom == critere.regle.nom}
            return sorted(autres - {valeur})
    raise AssertionError(f"réglage que les mutations ne savent pas déplacer : {valeur!r}")


def premier_echec_entier(referentiel: Referentiel) -> str | None:
    """Le premier cas d'éligibilité ou de score qui échoue, ou `None`."""
    for cas in ELIGIBILITE:
        if fautes_eligibilite(cas, referentiel):
            return f"éligibilité : {cas['nom']}"
    for cas in SCORES:
        if fautes_scores(cas, referentiel):
            return f"score : {cas['nom']}"
    return None


def test_sans_mutation_rien_n_echoue() -> None:
    """Sans ce témoin, les tests de mutation passeraient sur des cas déjà en échec."""
    assert premier_echec_entier(_copie(experimentation())) is None


def test_les_seuils_du_texte_sont_bien_des_parametres() -> None:
    """Le contenu doit porter au moins ces nombres, lus dans le texte ou dits « lecture du produit »."""
    reglables: dict[str, set[int]] = {}
    for critere, _, valeur in parametres(experimentation()):
        if isinstance(valeur, int) and not isinstance(valeur, bool):
            reglables.setdefault(critere.id, set()).add(valeur)
    assert reglables["groupe-taille"] == {5, 15}
    assert reglables["encadrement"] == {7, 5}
    assert reglables["continuite-annuelle"] == {90, 70}
    assert reglables["seances-hebdomadaires"] == {1}
    assert reglables["deux-seances"] == {2}
    assert reglables["parents-formes-diverses"] == {2}


def test_un_reglage_deplace_fait_echouer_un_cas_de_son_critere() -> None:
    referentiel = experimentation()
    # Un cas déjà en échec sans mutation ne prouve rien.
    justes = {i: [c for c in tous if not fautes_critere(i, c, referentiel)] for i, tous in PAR_CRITERE.items()}
    essayes, invisibles = 0, []
    for critere, nom, valeur in parametres(referentiel):
        for nouvelle in mutants(critere, nom, valeur):
            regle = critere.regle.model_copy(update={"parametres": {**critere.regle.parametres, nom: nouvelle}})
            mutant = avec_critere(referentiel, critere.model_copy(update={"regle": regle}))
            essayes += 1
            try:
                vu = any(fautes_critere(critere.id, cas, mutant) for cas in justes[critere.id])
            except ValidationError:
                vu = True  # La règle elle-même refuse ce réglage : il ne peut pas entrer.
            if not vu:
                invisibles.append(f"{critere.id}.{nom} = {nouvelle}")
    assert invisibles == []
    # Neuf nombres au moins (voir le test précédent), déplacés dans les deux sens.
    assert essayes >= 18


@pytest.mark.parametrize("niveau", sorted({ligne["niveau"] for ligne in COUVERTURE.values()}))
@pytest.mark.parametrize("mutation", ["bloquant inversé", "un point de moins", "un point de plus"])
def test_un_niveau_change_fait_echouer_un_cas(niveau: str, mutation: str) -> None:
    ancien = experimentation().niveau(niveau)
    changements: dict[str, dict[str, Any]] = {
        "bloquant inversé": {"bloquant": not ancien.bloquant},
        "un point de moins": {"poids": ancien.poids - 1},
        "un point de plus": {"poids": ancien.poids + 1},
    }
    change = changements[mutation]
    assert premier_echec_entier(avec_niveau(experimentation(), ancien.model_copy(update=change))) is not None


@pytest.mark.parametrize("identifiant", COUVERTURE)
def test_un_critere_change_de_niveau_fait_echouer_un_cas(identifiant: str) -> None:
    """Un niveau de même poids et de même effet ne se voit que par son nom : `couverture.yaml` le tient."""
    referentiel = experimentation()
    critere = referentiel.critere(identifiant)
    ancien = referentiel.niveau(critere.niveau)
    assert critere.niveau == COUVERTURE[identifiant]["niveau"]
    invisibles = []
    for niveau in referentiel.niveaux:
        if (niveau.poids, niveau.bloquant) == (ancien.poids, ancien.bloquant):
            continue
        if premier_echec_entier(avec_critere(referentiel, critere.model_copy(update={"niveau": niveau.id}))) is None:
            invisibles.append(niveau.id)
    assert invisibles == []
