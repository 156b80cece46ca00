"""Le plus petit changement : aucun moins coûteux n'existe, celui-ci suffit, et aucune de ses parties ne suffit."""

import dataclasses
import datetime as dt
import heapq
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import charger_exemple
from clas_model.dossier import Creneau, Diagnostic, Dossier, Etablissement, Groupe, PlageScolaire
from clas_model.erreurs import SaisieRefusee
from clas_model.positionnement import positionner
from clas_model.referentiel import Referentiel
from clas_model.restitution.changement import bilan, etape_en_mots
from clas_model.simulation.buts import ELIGIBLE, but_atteint, lire_but
from clas_model.simulation.changement import ameliorer
from clas_model.simulation.familles import regles_touchees
from clas_model.simulation.gestes import A_ECRIRE, a_la_suite
from clas_model.simulation.textes_reduits import reduit
from tests.modele.changements import (
    COUTS,
    DOSSIERS,
    JOUR,
    LEVIERS,
    NATIONAL,
    TEXTE,
    chercher,
    des_groupes,
    suffit,
    tous_les_gestes,
    un_groupe,
)
from tests.modele.phrases import fautes_de_phrase

# L'effort jusqu'où va la recherche complète des tests, par nombre de groupes : au-delà, elle serait trop longue.
COURT = {1: 3, 2: 2}
DES_GROUPES = ("groupe-taille", "encadrement", "collectif", "deux-seances", "continuite-annuelle")


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
