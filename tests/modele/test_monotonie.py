"""Répondre à une inconnue précise le résultat ; cela ne le contredit jamais.

Critère par critère d'abord, sur de petits dossiers où seuls les champs qu'il lit sont tirés : chaque réponse y est
décisive. Puis sur des dossiers entiers, pour les intervalles et l'éligibilité.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from clas_model.chemins import ajouter, avec, chemins_du_motif, lire, modele_des_elements, sous_modele
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import Intervalle, Positionnement, positionner
from clas_model.regles import REGLES, Etat, Verdict
from tests.modele.strategies import REGLAGES, dossiers, inconnus, reponses_du_motif, reponses_possibles

TEXTE = charger_referentiel()
COMPLET = charger_exemple("complet")
ACTIONS = ("enfants.activites.*", "parents.actions.*", "ecole.actions.*")

# Ce que lit chaque critère, drapeaux des listes traversées compris. `test_un_critere_ne_lit_que_ces_champs` le vérifie.
LUS: dict[str, tuple[str, ...]] = {
    "cadre-departemental": ("cadre.departemental",),
    "charte-principes": ("charte.laicite", "charte.ouverture", "charte.complementarite", "charte.place_parents"),
    "trois-axes": tuple(f"{a}.{c}" for a in ACTIONS for c in ("intitule", "description")),
    "public-enfants-parents": ("groupes.*.effectif", "parents.actions.*.intitule", "parents.actions.*.description"),
    "diagnostic-besoins": (
        "diagnostic.sources",
        "diagnostic.besoins.*.intitule",
        *(f"{a}.{c}" for a in ACTIONS for c in ("intitule", "description", "besoins")),
    ),
    "cadre-partenarial": ("structure.nom", *(f"diagnostic.partenaires.*.{c}" for c in ("nom", "type", "role"))),
    "coordination-etablissements": tuple(
        f"diagnostic.etablissements.*.demarches.*.{champ}" for champ in ("etat", "date")
    ),
    "articulation-educative": ("diagnostic.articulations.*.nom", "diagnostic.articulations.*.comment"),
    "groupe-taille": ("groupes.*.effectif",),
    # De l'équipe, seuls les identifiants comptent : un champ suffit à y mettre des accompagnateurs.
    "encadrement": (
        "groupes.*.effectif", "groupes.*.creneaux.*.nombre_adultes", "groupes.*.creneaux.*.accompagnateurs",
        "equipe.accompagnateurs.*.libelle",
    ),
    "prise-en-charge-personnalisee": ("enfants.personnalisation", "enfants.personnalisation_texte"),
    "formation": (
        "equipe.formation_existe", "equipe.formation_engagement", "equipe.formation_plan",
        "equipe.accompagnateurs.*.formation",
    ),
    "hors-temps-scolaire": (
        "groupes.*.etablissements",
        *(f"groupes.*.creneaux.*.{c}" for c in ("jour", "debut", "fin")),
        *(f"diagnostic.etablissements.*.horaires.*.{c}" for c in ("jour", "debut", "fin")),
    ),
    "collectif": ("groupes.*.effectif",),
    "seances-hebdomadaires": ("groupes.*.creneaux.*.rythme",),
    "deux-seances": ("groupes.*.creneaux.*.rythme",),
    "continuite-annuelle": (
        "structure.annee_scolaire", "structure.zone", "structure.semaines_scolaires", "groupes.*.date_debut",
        "groupes.*.date_fin", "groupes.*.semaines_seances", "groupes.*.creneaux.*.rythme",
    ),
    **{
        f"parents-{but}": tuple(f"parents.actions.*.{c}" for c in ("intitule", "description", "objectifs"))
        for but in ("outils", "connaissance-ecole", "territoire")
    },
    "parents-formes-diverses": tuple(f"parents.actions.*.{c}" for c in ("intitule", "description", "forme")),
    "articulation-parentalite": ("parents.articulations.*.nom",),
    "ecole-coconstruction": ("ecole.coconstruction", "ecole.coconstruction_texte"),
    "ecole-permanente": ("ecole.canaux",),
    "ecole-moments": tuple(f"ecole.actions.*.{c}" for c in ("intitule", "description", "periode", "date")),
    "evaluation": ("evaluation.indicateurs.*.libelle", "evaluation.indicateurs.*.famille"),
}  # fmt: skip


def decouper(motifs: tuple[str, ...]) -> dict[str, Any]:
    """Les motifs en arbre : {"groupes": {"effectif": {}}}."""
    arbre: dict[str, Any] = {}
    for motif in motifs:
        branche = arbre
        for segment in motif.replace(".*", "").split("."):
            branche = branche.setdefault(segment, {})
    return arbre


def tires(modele: type[BaseModel], arbre: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Les données des seuls champs de l'arbre, tous répondus ; d'un à deux éléments, quatre listes sur cinq closes."""
    champs: dict[str, st.SearchStrategy[Any]] = {}
    for champ, branche in arbre.items():
        elements, partie = modele_des_elements(modele, champ), sous_modele(modele, champ)
        if elements is not None:
            champs[champ] = st.lists(tires(elements, branche), min_size=1, max_size=2)
            champs[f"{champ}_close"] = st.sampled_from((True, True, True, True, False))
        elif partie is not None:
            champs[champ] = tires(partie, branche)
        else:
            # Deux jours seulement, pour que les créneaux et les heures de classe se rencontrent.
            champs[champ] = st.sampled_from(reponses_possibles(modele, champ)[: 2 if champ == "jour" else 4])
    return st.fixed_dictionaries(champs)


@st.composite
def petits_dossiers(draw: st.DrawFn, critere: str) -> Dossier:
    """Un dossier où seuls les champs que lit ce critère sont répondus, puis une à trois réponses effacées."""
    dossier = Dossier.model_validate(draw(tires(Dossier, decouper(LUS[critere]))))
    chemins = [c for motif in LUS[critere] for c in chemins_du_motif(dossier, motif)]
    for chemin in draw(st.lists(st.sampled_from(chemins), min_size=1, max_size=3, unique=True)):
        dossier = avec(dossier, chemin, None)
    return dossier


def verdict(critere: str, dossier: Dossier) -> Verdict:
    """Le verdict d'un seul critère."""
    appelee = TEXTE.critere(critere).regle
    regle = REGLES[appelee.nom]
    return regle.fonction(dossier, regle.parametres.model_validate(appelee.parametres))


def etat(critere: str, dossier: Dossier) -> Etat:
    """L'état d'un seul critère."""
    return verdict(critere, dossier).etat


def est_un_texte_d_appui(dossier: Dossier, chemin: str) -> bool:
    """Les textes qui étayent une déclaration : absents, ils disent « déclaré, pas étayé », pas « inconnu ».

    Un « oui » ou une action sans description valent « en partie ». Décrire ensuite améliore le constat : c'est corriger
    un fait, non lever une inconnue. La description d'une carte sans intitulé reste une inconnue : c'est elle qui la
    nomme.
    """
    base, _, champ = chemin.rpartition(".")
    if champ == "description":
        return lire(dossier, f"{base}.intitule") is not None
    return champ in ("comment", "formation_plan") or champ.endswith("_texte")


def deja_repondue_autrement(dossier: Dossier, chemin: str, motif: str) -> bool:
    """« Quand a lieu cette action avec l'école ? » se répond par une période ou par une date.

    La période « toute l'année » est une réponse ; ajouter une date la corrige, sans lever d'inconnue. De même, les
    adultes désignés un à un se comptent : donner ensuite un autre nombre corrige ce compte.
    """
    ici, _, champ = chemin.rpartition(".")
    if champ == "nombre_adultes":
        return lire(dossier, f"{ici}.accompagnateurs") is not None
    return motif == "ecole.actions.*.date" and lire(dossier, f"{ici}.periode") is not None


def a_lever(dossier: Dossier) -> list[tuple[str, str]]:
    """(chemin, motif) de chaque inconnue dont la réponse ne peut que préciser le résultat."""
    return [
        (chemin, motif)
        for chemin, motif in inconnus(dossier)
        if not est_un_texte_d_appui(dossier, chemin) and not deja_repondue_autrement(dossier, chemin, motif)
    ]


def test_tous_les_criteres_sont_la() -> None:
    assert list(LUS) == [c.id for c in TEXTE.criteres]


@pytest.mark.parametrize("critere", LUS)
@given(donnees=st.data())
@settings(REGLAGES, max_examples=150)
def test_un_etat_etabli_ne_change_plus(critere: str, donnees: st.DataObject) -> None:
    """Seul « sans réponse » peut devenir autre chose, quelle que soit l'inconnue levée et sa réponse."""
    dossier = donnees.draw(petits_dossiers(critere))
    avant = etat(critere, dossier)
    if avant == "sans_reponse":
        return
    lus = set(LUS[critere])
    for chemin, motif in a_lever(dossier):
        if motif in lus:
            for reponse in reponses_du_motif(motif):
                apres = etat(critere, avec(dossier, chemin, reponse))
                assert apres == avant, f"{chemin} = {reponse!r} : {avant} devient {apres}"


# Les règles qui jugent chaque groupe : elles seules peuvent dire une faute avant de conclure.
PAR_GROUPE = (
    "groupe-taille", "encadrement", "hors-temps-scolaire", "collectif", "seances-hebdomadaires", "deux-seances",
    "continuite-annuelle",
)  # fmt: skip


@pytest.mark.parametrize("critere", LUS)
@given(donnees=st.data())
@settings(REGLAGES, max_examples=40)
def test_une_faute_connue_ne_se_rattrape_pas(critere: str, donnees: st.DataObject) -> None:
    """Ni en répondant au reste, ni en ajoutant un groupe, ni en fermant la liste."""
    dossier = donnees.draw(petits_dossiers(critere))
    if donnees.draw(st.booleans()):
        dossier = avec(dossier, "groupes_close", False)
    juge = verdict(critere, dossier)
    if not juge.faute_connue:
        return
    assert critere in PAR_GROUPE
    assert juge.etat == "sans_reponse"
    suites = [
        avec(dossier, chemin, reponse)
        for chemin, motif in a_lever(dossier)
        if motif in LUS[critere]
        for reponse in reponses_du_motif(motif)
    ]
    for suite in (dossier, *suites):
        close = avec(suite, "groupes_close", True)
        assert etat(critere, suite) != "atteint"
        assert etat(critere, close) != "atteint"
        assert etat(critere, ajouter(close, "groupes", **COMPLET.groupes[0].model_dump(exclude={"id"}))[0]) != "atteint"


@pytest.mark.parametrize("critere", PAR_GROUPE)
def test_chaque_regle_par_groupe_dit_sa_faute_dans_une_liste_ouverte(critere: str) -> None:
    """L'exemple faible manque à chacune d'elles, ou presque : sa liste rouverte suspend l'état, pas la phrase."""
    faible = charger_exemple("faible")
    mauvais = {
        "collectif": ("groupes.g1.effectif", 1),
        "seances-hebdomadaires": ("groupes.g1.creneaux.c1.rythme", "quinzaine"),
    }
    dossier = avec(faible, *mauvais[critere]) if critere in mauvais else faible
    assert etat(critere, dossier) in ("non_atteint", "partiel")
    ouvert = verdict(critere, avec(dossier, "groupes_close", False))
    assert (ouvert.etat, ouvert.faute_connue) == ("sans_reponse", True)
    # La faute d'abord, dans les mêmes mots ; puis ce qu'il reste à faire.
    assert ouvert.fait == f"{verdict(critere, dossier).fait} Cochez « C'est tout » quand tous les groupes sont saisis."


@pytest.mark.parametrize("critere", LUS)
@given(dossier=dossiers())
@settings(REGLAGES, max_examples=8)
def test_un_critere_ne_lit_que_ces_champs(critere: str, dossier: Dossier) -> None:
    """Vider tout le reste ne change pas son état."""

    def elaguer(brut: Any, branche: dict[str, Any]) -> Any:
        if isinstance(brut, list | tuple):
            return [elaguer(e, branche) for e in brut]
        if not branche or not isinstance(brut, dict):
            return brut
        gardes = {c for champ in branche for c in (champ, f"{champ}_close")} | {"id"}
        return {c: elaguer(v, branche.get(c, {})) for c, v in brut.items() if c in gardes}

    reste = Dossier.model_validate(elaguer(dossier.model_dump(), decouper(LUS[critere])))
    assert etat(critere, reste) == etat(critere, dossier)


def juger(dossier: Dossier) -> Positionnement:
    return positionner(dossier, TEXTE)


def intervalles(resultat: Positionnement) -> dict[str, Intervalle]:
    """L'intervalle de chaque axe et celui de l'ensemble."""
    return {axe.id: axe.score for axe in resultat.axes} | {"ensemble": resultat.score}


@given(dossiers(), st.data())
@settings(REGLAGES, max_examples=60)
def test_repondre_a_une_inconnue_resserre_l_intervalle(dossier: Dossier, donnees: st.DataObject) -> None:
    """La structure du dossier ne change pas : aucun élément ajouté ni retiré, aucune liste close ni rouverte."""
    possibles = a_lever(dossier)
    for _ in range(min(6, len(possibles))):
        avant = juger(dossier)
        chemin, motif = possibles.pop(donnees.draw(st.integers(0, len(possibles) - 1), label="question"))
        if est_un_texte_d_appui(dossier, chemin) or deja_repondue_autrement(dossier, chemin, motif):
            continue  # Une réponse donnée entre-temps en a fait un texte d'appui.
        dossier = avec(dossier, chemin, donnees.draw(st.sampled_from(reponses_du_motif(motif)), label=chemin))
        apres = juger(dossier)
        if avant.eligibilite != "indetermine":
            assert apres.eligibilite == avant.eligibilite, chemin
        large, etroit = intervalles(avant), intervalles(apres)
        for axe, dedans in etroit.items():
            if dedans.min is None or dedans.max is None:
                continue
            dehors = large[axe]
            assert dehors.min is not None, (chemin, axe)
            assert dehors.max is not None, (chemin, axe)
            assert dehors.min - 1e-9 <= dedans.min <= dedans.max <= dehors.max + 1e-9, (chemin, axe)
