"""Le plus petit changement : aucun moins coûteux n'existe, celui-ci suffit, et aucune de ses parties ne suffit."""

import dataclasses
import datetime as dt
import heapq
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import (
    EXEMPLE_DE_PROFIL,
    charger_exemple,
    charger_leviers,
    charger_profil,
    charger_referentiel,
)
from clas_model.dossier import (
    ActionParents,
    Articulation,
    Creneau,
    Diagnostic,
    Dossier,
    Etablissement,
    Groupe,
    Parents,
    Partenaire,
    PlageScolaire,
    Structure,
)
from clas_model.erreurs import SaisieRefusee
from clas_model.leviers import POIDS_EFFORT
from clas_model.positionnement import DEMI_POINTS, Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.restitution.changement import bilan, etape_en_mots
from clas_model.simulation.buts import ELIGIBLE, but_atteint, lire_but
from clas_model.simulation.changement import Changement, ameliorer
from clas_model.simulation.familles import FAMILLES, ORDONNES, REPARTITION, regles_aidees, regles_touchees
from clas_model.simulation.gestes import A_ECRIRE, Contexte, Geste, a_la_suite
from clas_model.simulation.seuils import seuils
from clas_model.simulation.textes_reduits import reduit
from tests.modele.phrases import fautes_de_phrase

TEXTE, NATIONAL, LEVIERS = charger_referentiel(), charger_referentiel("national"), charger_leviers()
JOUR = dt.date(2026, 9, 1)
COUTS = {x.id: POIDS_EFFORT[x.effort] for x in LEVIERS.leviers}
# L'effort jusqu'où va la recherche complète des tests, par nombre de groupes : au-delà, elle serait trop longue.
COURT = {1: 3, 2: 2}
DES_GROUPES = ("groupe-taille", "encadrement", "collectif", "deux-seances", "continuite-annuelle")


def chercher(dossier: Dossier, but: str, texte: Referentiel = TEXTE) -> Changement:
    return ameliorer(dossier, texte, LEVIERS, but, JOUR)


def contexte(texte: Referentiel, resultat: Positionnement) -> Contexte:
    limites = seuils(texte)
    comptes = {e for c in texte.criteres for e in c.regle.parametres.get("engagements", ())}
    return Contexte(
        limites.mini, limites.maxi, limites.besoin, JOUR,
        tuple((e.id, e.titre) for e in texte.engagements if e.id in comptes),
        tuple(chemin for c in resultat.constats for chemin in c.verdict.chemins),
    )  # fmt: skip


def tous_les_gestes(dossier: Dossier, texte: Referentiel) -> list[Geste]:
    """Sans rien écarter : tous ceux de tous les leviers."""
    ici = contexte(texte, positionner(dossier, texte))
    return [geste for generer in FAMILLES.values() for geste in generer(dossier, ici)]


def note(resultat: Positionnement) -> dict[str, int]:
    return {c.critere.id: DEMI_POINTS.get(c.etat, (2, 2))[0] for c in resultat.constats}


def suffit(avant: Positionnement, apres: Positionnement, but: str) -> bool:
    """Le but, et pour un critère seul, aucun autre qui recule."""
    if not but_atteint(apres, but):
        return False
    if but == ELIGIBLE or but.isdecimal():
        return True
    return all(note(apres)[i] >= n for i, n in note(avant).items())


def moindre_effort(dossier: Dossier, but: str, texte: Referentiel, maximum: int) -> int | None:
    """Par recherche : tous les gestes, dans tous les ordres, par effort croissant ; `None` au-delà de `maximum`.

    Seuls sont laissés de côté les leviers qui ne touchent aucune règle du texte.
    """
    avant = positionner(dossier, texte)
    regles = {c.regle.nom for c in texte.criteres}
    rangs, file, vus = itertools.count(), [(0, 0, dossier)], set()
    while file:
        effort, _, ici = heapq.heappop(file)
        if ici in vus:
            continue
        vus.add(ici)
        if suffit(avant, positionner(ici, texte), but):
            return effort
        for geste in tous_les_gestes(ici, texte):
            cout = effort + COUTS[geste.levier] * geste.fois
            if cout <= maximum and regles & regles_touchees(geste.levier):
                heapq.heappush(file, (cout, next(rangs) + 1, geste.appliquer(ici)))
    return None


CRENEAUX = st.builds(
    Creneau, id=st.just("c1"), jour=st.just("mardi"), debut=st.just(dt.time(17)), fin=st.just(dt.time(18)),
    rythme=st.sampled_from(["hebdomadaire", "quinzaine"]), nombre_adultes=st.integers(0, 3),
)  # fmt: skip


@st.composite
def groupes(tirer: st.DrawFn) -> tuple[Groupe, ...]:
    combien = tirer(st.integers(1, 2))
    return tuple(
        Groupe(
            id=f"g{n}", effectif=tirer(st.integers(1, 24)), creneaux=(tirer(CRENEAUX),), creneaux_close=True,
            date_debut=tirer(st.sampled_from([dt.date(2026, 9, 3), dt.date(2026, 11, 12)])),
            date_fin=dt.date(2027, 6, 29),
        )
        for n in range(combien)
    )  # fmt: skip


DOSSIERS = st.builds(
    Dossier, structure=st.just(Structure(annee_scolaire="2026-2027", zone="A")), groupes=groupes(),
    groupes_close=st.booleans(),
)  # fmt: skip


class TestMoindreEffort:
    @settings(deadline=None, max_examples=12)
    @given(DOSSIERS, st.sampled_from(["groupe-taille", "encadrement", "continuite-annuelle", "deux-seances"]))
    def test_aucun_changement_moins_couteux_n_atteint_un_critere(self, dossier: Dossier, but: str) -> None:
        texte = reduit(TEXTE, DES_GROUPES)
        trouve = chercher(dossier, but, texte)
        if not trouve.prouve:
            return
        court = COURT[len(dossier.groupes)]
        attendu = moindre_effort(dossier, but, texte, court)
        # Au-delà, elle dit au moins que rien d'aussi court n'existe.
        assert attendu == (trouve.effort if trouve.atteint and trouve.effort <= court else None)

    @settings(deadline=None, max_examples=6)
    @given(DOSSIERS, st.sampled_from([40, 60, 80, 100]))
    def test_aucun_changement_moins_couteux_n_atteint_un_score(self, dossier: Dossier, but: int) -> None:
        texte = reduit(TEXTE, ("groupe-taille", "encadrement", "continuite-annuelle"))
        trouve = chercher(dossier, str(but), texte)
        court = COURT[len(dossier.groupes)]
        attendu = moindre_effort(dossier, str(but), texte, court)
        assert attendu == (trouve.effort if trouve.atteint and trouve.effort <= court else None)

    @pytest.mark.parametrize(
        ("criteres", "effort"),
        [
            (("cadre-departemental", "charte-principes"), 5),  # une confirmation, quatre engagements
            (("trois-axes",), 6),  # trois actions à écrire
            (("cadre-partenarial",), 3),  # le nom de la structure, un partenaire
            (("coordination-etablissements",), 3),  # les nommer, prévoir le contact, dire que c'est tout
            (("public-enfants-parents",), 3),  # un effectif, une action
            (("diagnostic-besoins",), 5),  # une source, un besoin, une action reliée
            # L'action reliée au besoin est aussi celle des parents, et celle d'un des trois axes.
            (("public-enfants-parents", "diagnostic-besoins"), 6),
            (("trois-axes", "diagnostic-besoins"), 9),
        ],
    )
    def test_d_un_dossier_vierge_a_l_eligibilite(self, criteres: tuple[str, ...], effort: int) -> None:
        texte = reduit(TEXTE, (*criteres, "groupe-taille", "encadrement"))
        trouve = chercher(Dossier(), ELIGIBLE, texte)
        assert (trouve.atteint, trouve.prouve, trouve.effort) == (True, True, effort)
        if effort <= 6:
            assert moindre_effort(Dossier(), ELIGIBLE, texte, effort) == effort

    def test_des_efforts_changes_changent_la_reponse(self) -> None:
        dossier = charger_exemple("faible")
        assert {e.geste.levier for e in chercher(dossier, "encadrement").etapes} >= {"accompagnateur"}
        # Si trouver un adulte est léger, trois adultes valent mieux qu'un partage.
        legers = LEVIERS.avec_efforts({"accompagnateur": "S"})
        trouve = ameliorer(dossier, TEXTE, legers, "encadrement", JOUR)
        assert [(e.geste.levier, e.geste.fois) for e in trouve.etapes] == [("accompagnateur", 3)]
        assert trouve.effort == 3


BUTS = [
    ("faible", ELIGIBLE), ("faible", "50"), ("faible", "70"), ("faible", "90"), ("faible", "97"),
    ("faible", "encadrement"),
    ("faible", "groupe-taille"), ("faible", "continuite-annuelle"), ("faible", "hors-temps-scolaire"),
    ("complet", "continuite-annuelle"), ("complet", "98"),
]  # fmt: skip


class TestLesExemples:
    @pytest.mark.parametrize("texte", [TEXTE, NATIONAL], ids=["experimentation", "national"])
    @pytest.mark.parametrize(("nom", "but"), BUTS)
    def test_le_changement_suffit_et_aucune_de_ses_parties(self, texte: Referentiel, nom: str, but: str) -> None:
        dossier = charger_exemple(nom)
        trouve = chercher(dossier, but, texte)
        assert trouve.atteint
        gestes = tuple(e.geste for e in trouve.etapes)
        refait = a_la_suite(dossier, gestes)
        assert refait == trouve.dossier
        assert but_atteint(positionner(refait, texte), but)
        # Ôter un geste quelconque fait manquer le but : aucune partie, même plus petite, ne peut donc suffire.
        for n in range(len(gestes)):
            sans = a_la_suite(dossier, (*gestes[:n], *gestes[n + 1 :]))
            assert not but_atteint(positionner(sans, texte), but)

    @pytest.mark.parametrize("texte", [TEXTE, NATIONAL], ids=["experimentation", "national"])
    @pytest.mark.parametrize(("nom", "but"), BUTS)
    def test_les_phrases_se_lisent(self, texte: Referentiel, nom: str, but: str) -> None:
        trouve = chercher(charger_exemple(nom), but, texte)
        phrases = [f"À faire : {etape_en_mots(e)}." for e in trouve.etapes]
        toutes = [p.replace("\u00a0", " ").replace("\u202f", " ") for p in (*bilan(trouve, texte), *phrases)]
        assert [(p, f) for p in toutes if (f := fautes_de_phrase(p))] == []

    def test_les_etapes_sont_concretes(self) -> None:
        (etape,) = chercher(charger_exemple("faible"), "continuite-annuelle").etapes
        # 90 % de 36 semaines, soit 33 : du 8 septembre au 15 juin il y en a assez, et une semaine plus tard plus assez.
        assert etape_en_mots(etape).replace("\u00a0", " ") == (
            "démarrer le mardi 8 septembre 2026 (« Groupe du mardi »)"
        )
        (etape,) = chercher(charger_exemple("faible"), "groupe-taille").etapes
        assert "partager" in etape.geste.phrase
        assert "12 + 11" in etape.geste.phrase

    def test_un_texte_a_ecrire_n_est_jamais_redige(self) -> None:
        trouve = chercher(charger_exemple("faible"), ELIGIBLE)
        a_ecrire = [e for e in trouve.etapes if e.nature == "redaction"]
        assert a_ecrire
        assert all(etape_en_mots(e).startswith("à rédiger") for e in a_ecrire)
        assert [a.description for a in trouve.dossier.parents.actions] == [A_ECRIRE]

    def test_un_but_deja_atteint_ne_demande_rien(self) -> None:
        trouve = chercher(charger_exemple("complet"), ELIGIBLE)
        assert (trouve.etapes, trouve.effort, trouve.atteint, trouve.prouve) == ((), 0, True, True)

    def test_un_non_qui_n_est_pas_du_ressort_de_la_structure_se_dit(self) -> None:
        dossier = charger_exemple("complet")
        refuse = dossier.model_copy(update={"cadre": dossier.cadre.model_copy(update={"departemental": False})})
        trouve = chercher(refuse, ELIGIBLE)
        assert not trouve.atteint
        assert [c.critere.id for c in trouve.hors_de_portee] == ["cadre-departemental"]

    def test_une_recherche_arretee_propose_tout_de_meme_un_changement(self) -> None:
        trouve = ameliorer(charger_exemple("faible"), TEXTE, LEVIERS, "encadrement", JOUR, essais_max=2)
        assert (trouve.atteint, trouve.prouve) == (True, False)

    def test_une_recherche_trop_longue_le_dit(self) -> None:
        trouve = ameliorer(charger_exemple("faible"), TEXTE, LEVIERS, "90", JOUR, essais_max=3)
        assert not trouve.prouve
        assert any("s'est arrêtée à sa limite" in p for p in bilan(trouve, TEXTE))


class TestOuvrirUnGroupe:
    def test_deux_groupes_trop_grands_en_ouvrent_un_troisieme(self) -> None:
        # 17 + 17 : deux de trop dans chacun. Pour faire un groupe de cinq, il en faut un de plus.
        creneau = Creneau(id="c1", jour="mardi", rythme="hebdomadaire", nombre_adultes=3)
        groupes = tuple(Groupe(id=i, effectif=17, creneaux=(creneau,), creneaux_close=True) for i in ("g1", "g2"))
        dossier = Dossier(groupes=groupes, groupes_close=True)
        # Quand partager coûte plus qu'ouvrir, c'est ouvrir qui est proposé, en un seul geste.
        efforts = LEVIERS.avec_efforts({"partager-groupe": "L", "partager-deux-soirs": "L", "ouvrir-groupe": "S"})
        trouve = ameliorer(dossier, TEXTE, efforts, "groupe-taille", JOUR)
        (etape,) = trouve.etapes
        assert etape.geste.levier == "ouvrir-groupe"
        assert sorted(g.effectif or 0 for g in trouve.dossier.groupes) == [5, 14, 15]
        # Un adulte pour cinq enfants, là et à l'heure du premier groupe.
        nouveau = trouve.dossier.groupes[-1]
        assert [(c.jour, c.nombre_adultes) for c in nouveau.creneaux] == [("mardi", 1)]
        assert trouve.prouve

    def test_un_seul_groupe_trop_grand_se_partage(self) -> None:
        dossier = Dossier(groupes=(Groupe(id="g1", effectif=17), Groupe(id="g2", effectif=9)), groupes_close=True)
        assert not [g for g in tous_les_gestes(dossier, TEXTE) if g.levier == "ouvrir-groupe"]


def un_groupe(identifiant: str, effectif: int, adultes: int | None = 0) -> Groupe:
    creneau = Creneau(id="c1", jour="mardi", rythme="hebdomadaire", nombre_adultes=adultes)
    return Groupe(id=identifiant, effectif=effectif, creneaux=(creneau,), creneaux_close=True)


def des_groupes(*groupes: Groupe) -> Dossier:
    return Dossier(groupes=groupes, groupes_close=True)


class TestBienTropGrand:
    @pytest.mark.parametrize(("enfants", "effort"), [(45, 2), (46, 4), (60, 4), (75, 4), (100, 6), (200, 14)])
    def test_un_groupe_de_tous_les_enfants_se_partage_d_un_coup(self, enfants: int, effort: int) -> None:
        # Le moins de groupes de 15 ; partager vaut 2 et n'ouvre que deux groupes de plus à chaque fois.
        trouve = chercher(des_groupes(un_groupe("g1", enfants, 3)), "groupe-taille")
        (etape,) = trouve.etapes
        assert (etape.geste.levier, trouve.effort, trouve.atteint) == ("partager-groupe", effort, True)
        tailles = [g.effectif or 0 for g in trouve.dossier.groupes]
        assert sum(tailles) == enfants
        assert len(tailles) == -(-enfants // 15)
        assert all(5 <= n <= 15 for n in tailles)
        # Les trois adultes se partagent, sans que personne n'en ajoute.
        assert sum(g.creneaux[0].nombre_adultes or 0 for g in trouve.dossier.groupes) == 3

    def test_ouvrir_un_groupe_compte_chacun_de_ses_adultes(self) -> None:
        # 20 + 20 : les dix de trop font un groupe, à deux adultes, soit deux fois l'effort d'en trouver un.
        dossier = des_groupes(un_groupe("g1", 20, 3), un_groupe("g2", 20, 3))
        (geste,) = [g for g in tous_les_gestes(dossier, TEXTE) if g.levier == "ouvrir-groupe"]
        assert geste.fois == 2
        assert geste.appliquer(dossier).groupes[-1].creneaux[0].nombre_adultes == 2


class TestDesZonesQuiSeRencontrent:
    """Chaque zone se cherche seule : mis bout à bout, ses gestes doivent encore donner ce qu'ils promettaient."""

    @pytest.mark.parametrize("rang", [0, 2], ids=["la séance d'abord", "le partage d'abord"])
    def test_un_partage_sur_deux_soirs_et_une_seance_de_plus(self, rang: int) -> None:
        # 20 enfants un seul soir, sans classe ce jour-là : partager sur deux soirs, puis une séance de plus chacun.
        ecole = Etablissement(id="e1", nom="École", horaires_close=True)
        lieu = Diagnostic(etablissements=(ecole,), etablissements_close=True)
        creneau = Creneau(
            id="c1", jour="mardi", debut=dt.time(17), fin=dt.time(18), rythme="hebdomadaire", nombre_adultes=3
        )
        g = Groupe(id="g1", effectif=20, creneaux=(creneau,), creneaux_close=True)
        dossier = Dossier(diagnostic=lieu, groupes=(g,), groupes_close=True)
        efforts = LEVIERS.avec_efforts({"partager-deux-soirs": "S", "partager-groupe": "L"})
        criteres = ["groupe-taille", "encadrement"]
        criteres.insert(rang, "deux-seances")
        texte = TEXTE.model_copy(update={"criteres": tuple(TEXTE.critere(c) for c in criteres)})
        trouve = ameliorer(dossier, reduit(texte, criteres), efforts, "100", JOUR)
        assert {e.geste.levier for e in trouve.etapes} == {"partager-deux-soirs", "ajouter-creneau"}
        assert trouve.atteint
        for groupe in trouve.dossier.groupes:
            jours = [c.jour for c in groupe.creneaux]
            assert len(jours) == len(set(jours)) == 2


class TestRechercheArretee:
    @pytest.mark.parametrize(
        ("groupes", "adultes"),
        [
            ((("g1", 30, 0),), 5),
            ((("g1", 60, 3),), 6),
            ((("g1", 30, 0), ("g2", 20, 1), ("g3", 22, 2)), 5 + 2 + 2),
        ],
    )
    def test_elle_ne_propose_pas_plus_que_les_adultes_qui_manquent(
        self, groupes: tuple[tuple[str, int, int], ...], adultes: int
    ) -> None:
        # Trouver ces adultes, et rien d'autre, suffit à l'encadrement : la réponse ne coûte jamais davantage.
        dossier = des_groupes(*(un_groupe(*g) for g in groupes))
        trouve = ameliorer(dossier, TEXTE, LEVIERS, "encadrement", JOUR, essais_max=20)
        assert (trouve.atteint, trouve.prouve) == (True, False)
        assert trouve.effort <= adultes * COUTS["accompagnateur"]
        gestes = tuple(e.geste for e in trouve.etapes)
        for rang in range(len(gestes)):
            sans = a_la_suite(dossier, (*gestes[:rang], *gestes[rang + 1 :]))
            assert not suffit(trouve.avant, positionner(sans, TEXTE), "encadrement")


class TestCompleterCeQuiEstLa:
    """Ce qui est déjà nommé se complète plutôt que de se doubler."""

    def test_un_partenaire_sans_role(self) -> None:
        mairie = Partenaire(id="p1", nom="Mairie", type="collectivite")
        dossier = Dossier(structure=Structure(nom="Les Lilas"), diagnostic=Diagnostic(partenaires=(mairie,)))
        trouve = chercher(dossier, "cadre-partenarial")
        assert [etape_en_mots(e).replace("\u00a0", " ") for e in trouve.etapes] == [
            "à rédiger : indiquer, pour « Mairie », son rôle"
        ]
        assert (trouve.effort, trouve.atteint, len(trouve.dossier.diagnostic.partenaires)) == (1, True, 1)

    def test_la_caf_reste_un_partenaire_qui_ne_compte_pas(self) -> None:
        caf = Partenaire(id="p1", nom="Caf du Gard", type="caf")
        dossier = Dossier(structure=Structure(nom="Les Lilas"), diagnostic=Diagnostic(partenaires=(caf,)))
        assert [e.geste.levier for e in chercher(dossier, "cadre-partenarial").etapes] == ["partenaire"]

    def test_une_action_sans_description(self) -> None:
        atelier = ActionParents(id="a1", intitule="Atelier Pronote", objectifs=("outils",))
        trouve = chercher(Dossier(parents=Parents(actions=(atelier,))), "parents-outils")
        assert [e.geste.levier for e in trouve.etapes] == ["decrire-action"]
        assert [a.description for a in trouve.dossier.parents.actions] == [A_ECRIRE]

    def test_un_dispositif_sans_la_facon_de_s_articuler(self) -> None:
        pre = Articulation(id="t1", nom="Programme de réussite éducative")
        trouve = chercher(Dossier(diagnostic=Diagnostic(articulations=(pre,))), "articulation-educative")
        assert [e.geste.phrase for e in trouve.etapes] == [
            "dire comment vous vous articulez avec « Programme de réussite éducative »"
        ]
        assert len(trouve.dossier.diagnostic.articulations) == 1

    def test_ce_que_la_caf_a_repondu_ouvre_ses_gestes(self) -> None:
        # Ce profil fictif dit pour tous que des formations existent : il ne reste qu'à écrire un plan.
        trouve = chercher(Dossier(), "formation", charger_profil(EXEMPLE_DE_PROFIL))
        assert [e.geste.levier for e in trouve.etapes] == ["plan-formation"]
        assert trouve.atteint


class TestUnDossierValide:
    """Ce que les gestes donnent se garde comme variante : le dossier changé reste un dossier."""

    @pytest.mark.parametrize(
        "groupes",
        [
            (Groupe(id="g1", nom="L" * 200, effectif=40),),
            (Groupe(id="g1" + "z" * 38, effectif=20), Groupe(id="g2", effectif=17)),
            (Groupe(id="g1", effectif=999), Groupe(id="g2", effectif=996)),
        ],
        ids=["un nom trop long", "un identifiant trop long", "des effectifs au plus haut"],
    )
    def test_aux_bornes_des_champs(self, groupes: tuple[Groupe, ...]) -> None:
        dossier = des_groupes(*groupes)
        gestes = [g for g in tous_les_gestes(dossier, TEXTE) if g.levier in REPARTITION]
        assert gestes
        for geste in gestes:
            change = geste.appliquer(dossier)
            assert Dossier.model_validate(change.model_dump()) == change

    def test_un_but_manque_ne_dit_pas_ce_qu_il_faut(self) -> None:
        dossier = charger_exemple("complet")
        refuse = dossier.model_copy(
            update={
                "cadre": dossier.cadre.model_copy(update={"departemental": False}),
                "charte": dossier.charte.model_copy(update={"laicite": False}),
            }
        )
        bilan_ = " ".join(bilan(chercher(refuse, ELIGIBLE), TEXTE))
        assert "1 changement s'en approche" in bilan_.replace("\u00a0", " ")
        assert "Il faut" not in bilan_


class TestDesPhrasesDistinctes:
    def test_deux_groupes_du_meme_nom_et_deux_seances_le_meme_jour(self) -> None:
        seances = tuple(
            Creneau(id=f"c{h}", jour="mardi", debut=dt.time(h), rythme="hebdomadaire", nombre_adultes=1)
            for h in (16, 18)
        )
        groupes = (Groupe(id=i, nom="CM", effectif=14, creneaux=seances, creneaux_close=True) for i in ("g1", "g2"))
        phrases = [e.geste.phrase for e in chercher(des_groupes(*groupes), "encadrement").etapes]
        assert sorted(p.replace("\u00a0", " ") for p in phrases) == [
            f"un accompagnateur de plus le mardi à {h} h (le groupe {n} « CM »)" for h in (16, 18) for n in (1, 2)
        ]


class TestSansTousLesFaits:
    def test_une_reponse_qui_manque_n_est_pas_dite_hors_de_portee(self) -> None:
        trouve = chercher(des_groupes(un_groupe("g1", 8, None)), "encadrement")
        assert not trouve.atteint
        assert "Le but n'est pas atteint tant que des réponses manquent." in " ".join(bilan(trouve, TEXTE))
        # Trois enfants dans un seul groupe : ce n'est pas une réponse qui manque.
        petit = chercher(des_groupes(un_groupe("g1", 3)), "groupe-taille")
        assert "que cet outil connaît" in " ".join(bilan(petit, TEXTE))

    def test_un_creneau_sans_jour_se_dit_sans_jour(self) -> None:
        creneau = Creneau(id="c1", rythme="quinzaine", debut=dt.time(16), fin=dt.time(17))
        plage = PlageScolaire(id="h1", debut=dt.time(13, 30), fin=dt.time(16, 30))
        ecole = Etablissement(id="e1", nom="École", horaires=(plage,))
        dossier = Dossier(
            groupes=(Groupe(id="g1", effectif=8, creneaux=(creneau,), creneaux_close=True),), groupes_close=True,
            diagnostic=Diagnostic(etablissements=(ecole,)),
        )  # fmt: skip
        phrases = [g.phrase for g in tous_les_gestes(dossier, TEXTE)]
        assert "tenir toutes les semaines la séance d'un créneau (le groupe 1)" in phrases
        assert not [p for p in phrases if "None" in p]


class TestDossierVierge:
    def test_une_taille_de_groupe_demande_d_abord_un_groupe(self) -> None:
        trouve = chercher(Dossier(), "groupe-taille")
        assert [e.geste.levier for e in trouve.etapes] == ["renseigner-groupe", "liste-complete"]
        assert trouve.atteint

    def test_un_score_trop_long_a_prouver_est_tout_de_meme_atteint_sans_geste_de_trop(self) -> None:
        trouve = chercher(Dossier(), "70")
        assert trouve.atteint
        assert not trouve.prouve
        gestes = tuple(e.geste for e in trouve.etapes)
        for rang in range(len(gestes)):
            reste = (*gestes[:rang], *gestes[rang + 1 :])
            assert not but_atteint(positionner(a_la_suite(Dossier(), reste), TEXTE), "70"), gestes[rang].phrase

    def test_une_recherche_arretee_sans_atteindre_le_but_ne_dit_pas_qu_il_est_hors_de_portee(self) -> None:
        trouve = chercher(Dossier(), "70")
        arretee = dataclasses.replace(trouve, apres=trouve.avant)
        assert "par la recherche, trop longue" in " ".join(bilan(arretee, TEXTE))
        finie = dataclasses.replace(arretee, prouve=True)
        assert "que cet outil connaît" in " ".join(bilan(finie, TEXTE))


class TestLesFamilles:
    def test_chaque_levier_du_contenu_a_ses_gestes(self) -> None:
        assert {x.id for x in LEVIERS.leviers} == set(FAMILLES)
        assert set(FAMILLES) >= ORDONNES

    @pytest.mark.parametrize("texte", [TEXTE, NATIONAL], ids=["experimentation", "national"])
    @pytest.mark.parametrize("nom", ["vierge", "faible", "complet"])
    def test_un_geste_ne_change_que_les_regles_annoncees(self, texte: Referentiel, nom: str) -> None:
        dossier = Dossier() if nom == "vierge" else charger_exemple(nom)
        self.verifier(dossier, texte)

    @settings(deadline=None, max_examples=30)
    @given(DOSSIERS, st.booleans())
    def test_de_meme_pour_des_groupes_quelconques(self, dossier: Dossier, avec_ecole: bool) -> None:
        if avec_ecole:
            plage = PlageScolaire(id="h1", jour="mardi", debut=dt.time(13, 30), fin=dt.time(17, 15))
            ecole = Etablissement(id="e1", nom="École", horaires=(plage,), horaires_close=True)
            lieu = dossier.diagnostic.model_copy(update={"etablissements": (ecole,), "etablissements_close": True})
            dossier = dossier.model_copy(update={"diagnostic": lieu})
        self.verifier(dossier, TEXTE)

    def verifier(self, dossier: Dossier, texte: Referentiel) -> None:
        avant = positionner(dossier, texte)
        for geste in tous_les_gestes(dossier, texte):
            apres = positionner(geste.appliquer(dossier), texte)
            for constat in apres.constats:
                identifiant, regle = constat.critere.id, constat.critere.regle.nom
                if constat.etat != avant.par_critere[identifiant].etat:
                    assert regle in regles_touchees(geste.levier), (geste.levier, regle)
                if note(apres)[identifiant] > note(avant)[identifiant]:
                    assert regle in regles_aidees(geste.levier), (geste.levier, regle)

    def test_un_geste_plus_doux_reste_le_meme_geste(self) -> None:
        dossier = charger_exemple("faible")
        for geste in tous_les_gestes(dossier, TEXTE):
            for doux in geste.plus_doux():
                assert doux.levier == geste.levier
                assert doux.appliquer(dossier) != geste.appliquer(dossier)
        assert dataclasses.replace(Geste("x", "y", lambda d: d)).plus_doux() == ()


class TestLeBut:
    @pytest.mark.parametrize(
        ("vers", "but"), [(" eligible ", "eligible"), ("70", "70"), ("encadrement", "encadrement")]
    )
    def test_les_trois_sortes_de_but(self, vers: str, but: str) -> None:
        assert lire_but(vers, TEXTE) == but

    @pytest.mark.parametrize("vers", ["", "0", "101", "-3", "12,5", "quatre-axes"])
    def test_un_but_inconnu_se_dit_en_une_phrase(self, vers: str) -> None:
        with pytest.raises(SaisieRefusee) as refus:
            lire_but(vers, TEXTE)
        assert fautes_de_phrase(refus.value.message) == []
