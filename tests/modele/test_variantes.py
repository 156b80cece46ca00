"""Les variantes, et la réponse inconnue qui pèse le plus."""

from decimal import Decimal

from clas_model.chemins import avec, motifs
from clas_model.chemins import retirer as retirer_chemin
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.copies import reunir
from clas_model.differences import changements
from clas_model.dossier import Dossier, Groupe
from clas_model.fichier import ecrire_json, lire_json
from clas_model.fusion import fusionner
from clas_model.positionnement import positionner
from clas_model.reconduction import reconduire
from clas_model.simulation import variantes
from clas_model.simulation.hypothese import Enfants, Hypothese, hypothese_simple
from clas_model.simulation.sensibilite import inconnues
from clas_model.simulation.variantes import (
    Variante,
    avec_les_groupes,
    avec_scenario,
    colonne,
    criteres_qui_changent,
    gardees,
    prestation,
)
from clas_model.simulation.verification import verifier

TEXTE, NATIONAL = charger_referentiel(), charger_referentiel("national")


class TestAvecLesGroupes:
    def test_les_groupes_de_l_essai_gardent_ce_qu_il_ne_dit_pas(self) -> None:
        dossier = charger_exemple("faible")
        copie = avec_les_groupes(dossier, verifier(hypothese_simple(23, 4), TEXTE))
        premier, second = copie.groupes
        assert sorted((premier.effectif or 0, second.effectif or 0)) == [11, 12]
        assert (premier.id, premier.nom, premier.date_debut) == ("g1", "Groupe du mardi", dossier.groupes[0].date_debut)
        # Le soir n'a pas été dit : celui du dossier reste au premier groupe, le second n'en a pas encore.
        assert [c.jour for c in premier.creneaux] == ["mardi"]
        assert [c.jour for c in second.creneaux] == [None]
        assert copie.diagnostic == dossier.diagnostic
        Dossier.model_validate(copie.model_dump())

    def test_un_groupe_de_plus_ne_prend_l_identifiant_de_personne(self) -> None:
        # Une première variante ajoute deux groupes ; le deuxième est retiré ; une autre en ajoute encore.
        dossier = Dossier(groupes=(Groupe(id="g1", effectif=45),))
        trois = avec_les_groupes(dossier, verifier(hypothese_simple(45, 9), TEXTE, groupes=3))
        for retire in (0, 1, 2):
            groupes = tuple(g for n, g in enumerate(trois.groupes) if n != retire)
            reste = trois.model_copy(update={"groupes": groupes})
            quatre = avec_les_groupes(reste, verifier(hypothese_simple(45, 9), TEXTE, groupes=4))
            assert len({g.id for g in quatre.groupes}) == 4
            assert lire_json(ecrire_json(quatre).encode()) == quatre

    def test_les_soirs_dits_entrent_dans_la_variante(self) -> None:
        h = Hypothese(parties=(Enfants(enfants=14),), benevoles=2, seances=2, soirs=("lundi", "jeudi"))
        copie = avec_les_groupes(charger_exemple("faible"), verifier(h, TEXTE))
        assert [c.jour for g in copie.groupes for c in g.creneaux] == ["lundi", "jeudi"]


class TestComparer:
    def test_ce_qui_change_et_rien_d_autre(self) -> None:
        dossier = charger_exemple("faible")
        copie = avec_les_groupes(dossier, verifier(hypothese_simple(23, 4), TEXTE))
        colonnes = [colonne(Variante("a", dossier), TEXTE), colonne(Variante("b", copie, Decimal(900)), TEXTE)]
        changent = criteres_qui_changent(colonnes)
        assert {"groupe-taille", "encadrement"} <= set(changent)
        assert "cadre-partenarial" not in changent
        assert [c.enfants for c in colonnes] == [23, 23]
        assert [c.groupes for c in colonnes] == [1, 2]
        # Le budget saisi, puis le coût de l'essai.
        assert [c.cout for c in colonnes] == [Decimal(1150), Decimal(900)]
        assert colonnes[1].positionnement.score == positionner(copie, TEXTE).score

    def test_la_ps_ne_s_estime_que_confirmee_et_sous_un_texte_qui_l_a(self) -> None:
        dossier = charger_exemple("faible")
        budget = dossier.budget
        ps = budget.ps.model_copy(update={"taux": Decimal(30), "plafond": Decimal(1000), "confirme": True})
        confirme = dossier.model_copy(update={"budget": budget.model_copy(update={"ps": ps})})
        # Deux groupes à 1 500 € : 30 % du plafond de 1 000 €, deux fois.
        assert prestation(Decimal(3000), 2, confirme, NATIONAL) == Decimal(600)
        assert prestation(Decimal(3000), 2, dossier, NATIONAL) is None
        assert prestation(Decimal(3000), 2, confirme, TEXTE) is None
        assert prestation(None, 2, confirme, NATIONAL) is None


class TestInconnues:
    def test_d_abord_ce_dont_depend_l_eligibilite(self) -> None:
        trouvees = inconnues(positionner(Dossier(), TEXTE))
        assert trouvees[0].bloquants
        assert len(trouvees) == 5
        # Les actions avec les parents : les trois axes, les parents, et trois buts.
        parents = next(i for i in inconnues(positionner(Dossier(), TEXTE), 50) if i.chemin == "parents.actions")
        assert {"trois-axes", "public-enfants-parents"} == set(parents.bloquants)

    def test_tout_est_connu_rien_ne_manque(self) -> None:
        assert inconnues(positionner(charger_exemple("complet"), TEXTE)) == ()

    def test_les_points_sont_ceux_de_la_fourchette(self) -> None:
        resultat = positionner(charger_exemple("faible"), TEXTE)
        for inconnue in inconnues(resultat, 50):
            poids = sum(resultat.par_critere[c].poids for c in inconnue.criteres)
            total = sum(c.poids for c in resultat.constats if c.etat != "non_applicable")
            assert abs(inconnue.points - 100 * poids / total) < 1e-9


class TestGardees:
    """Les variantes sont gardées avec le dossier, et ne sont pas des réponses."""

    FAIBLE = charger_exemple("faible")
    DEUX = Variante("Deux groupes", avec_les_groupes(FAIBLE, verifier(hypothese_simple(23, 4), TEXTE)))
    TROIS = Variante("Trois", avec_les_groupes(FAIBLE, verifier(hypothese_simple(23, 4), TEXTE, 3)), Decimal("900.5"))

    def test_le_fichier_les_emporte_et_les_rend(self) -> None:
        dossier = variantes.garder(variantes.garder(charger_exemple("faible"), self.DEUX), self.TROIS)
        relu = lire_json(ecrire_json(dossier).encode())
        assert relu == dossier
        assert [(v.nom, len(v.dossier.groupes), v.cout) for v in gardees(relu)] == [
            ("Deux groupes", 2, None), ("Trois", 3, Decimal("900.50")),
        ]  # fmt: skip
        assert gardees(relu)[0].dossier.groupes == self.DEUX.dossier.groupes

    def test_un_dossier_sans_variante_s_ecrit_comme_avant(self) -> None:
        assert "scenarios" not in ecrire_json(charger_exemple("complet"))

    def test_elles_ne_changent_ni_le_verdict_ni_les_questions(self) -> None:
        avant = charger_exemple("faible")
        apres = variantes.garder(avant, self.DEUX)
        assert positionner(apres, TEXTE) == positionner(avant, TEXTE)
        assert not [m for m in motifs() if m.startswith("scenarios")]

    def test_l_historique_nomme_la_variante_entiere(self) -> None:
        avant = charger_exemple("faible")
        un = variantes.garder(avant, self.DEUX)
        assert changements(avant, un) == ("scenarios.s1",)
        # Le même nom : une autre prend sa place.
        deux = variantes.garder(un, Variante("Deux groupes", self.TROIS.dossier))
        assert changements(un, deux) == ("scenarios.s1", "scenarios.s2")
        assert len(deux.scenarios) == 1

    def test_deux_personnes_gardent_chacune_la_sienne(self) -> None:
        base = charger_exemple("faible")
        fusion = fusionner(base, variantes.garder(base, self.DEUX), variantes.garder(base, self.TROIS))
        assert {s.nom for s in fusion.dossier.scenarios} == {"Deux groupes", "Trois"}
        assert len({s.id for s in fusion.dossier.scenarios}) == 2
        assert fusion.conflits == ()

    def test_l_une_retire_pendant_que_l_autre_repond(self) -> None:
        base = variantes.garder(charger_exemple("faible"), self.DEUX)
        fusion = fusionner(base, variantes.retirer(base, "Deux groupes"), avec(base, "structure.nom", "Ailleurs"))
        assert fusion.dossier.scenarios == ()
        assert fusion.dossier.structure.nom == "Ailleurs"

    def test_des_copies_reunies_gardent_celle_d_une_seule(self) -> None:
        dossier = charger_exemple("faible")
        for copies in (
            [variantes.garder(dossier, self.DEUX), dossier],
            [dossier, variantes.garder(dossier, self.DEUX)],
        ):
            assert [s.nom for s in reunir(copies).dossier.scenarios] == ["Deux groupes"]

    def test_l_annee_suivante_n_en_herite_pas(self) -> None:
        assert reconduire(variantes.garder(charger_exemple("faible"), self.DEUX)).scenarios == ()

    def test_la_mettre_ne_touche_pas_aux_autres_reponses_et_oublie_une_ecole_retiree(self) -> None:
        dossier = charger_exemple("complet")
        ecole = dossier.diagnostic.etablissements[0].id
        lie = avec(dossier, f"groupes.{dossier.groupes[0].id}.etablissements", (ecole,))
        gardee = variantes.garder(dossier, Variante("Liée", lie))
        assert avec_scenario(gardee, gardee.scenarios[0]).groupes[0].etablissements == (ecole,)
        apres = avec(retirer_chemin(gardee, f"diagnostic.etablissements.{ecole}"), "structure.nom", "Nouveau nom")
        mise = avec_scenario(apres, apres.scenarios[0])
        assert mise.groupes[0].etablissements is None
        assert mise.structure.nom == "Nouveau nom"
        assert mise.scenarios == apres.scenarios
