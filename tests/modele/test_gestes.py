"""Les gestes : ce que chacun change, ce qu'il coûte, comment il se dit, et un dossier qui reste valide."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.contenu import EXEMPLE_DE_PROFIL, charger_exemple, charger_profil
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
from clas_model.positionnement import positionner
from clas_model.referentiel import Referentiel
from clas_model.restitution.changement import bilan, etape_en_mots
from clas_model.simulation.buts import ELIGIBLE
from clas_model.simulation.changement import ameliorer
from clas_model.simulation.familles import FAMILLES, ORDONNES, REPARTITION, regles_aidees, regles_touchees
from clas_model.simulation.gestes import A_ECRIRE, Geste
from tests.modele.changements import (
    DOSSIERS,
    JOUR,
    LEVIERS,
    NATIONAL,
    TEXTE,
    chercher,
    des_groupes,
    note,
    tous_les_gestes,
    un_groupe,
)


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
