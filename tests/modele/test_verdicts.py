"""Ce que disent les verdicts encore sans réponse : la bonne suite, et aucun zéro pour ce qu'on ne sait pas."""

from typing import Any

import pytest

from clas_model.contenu import charger_referentiel
from clas_model.dossier import Dossier
from clas_model.positionnement import Constat, positionner

TEXTE = charger_referentiel()


def constat(critere: str, dossier: Dossier | dict[str, Any]) -> Constat:
    valide = dossier if isinstance(dossier, Dossier) else Dossier.model_validate(dossier)
    return positionner(valide, TEXTE).par_critere[critere]


def groupes(*siens: dict[str, Any]) -> dict[str, Any]:
    return {"groupes": list(siens), "groupes_close": True}


def test_deux_actions_sans_but_servent() -> None:
    actions = {"actions": [{"intitule": "Café"}, {"intitule": "Sortie"}]}
    deux, une = ({"parents": {"actions": actions["actions"][:n]}} for n in (2, 1))
    assert constat("parents-outils", deux).verdict.fait == "Il reste à dire à quoi servent 2 actions avec les parents."
    assert constat("parents-outils", une).verdict.fait == "Il reste à dire à quoi sert 1 action avec les parents."


# Hors calendrier, la structure donne elle-même ses semaines, sur 36.
@pytest.mark.parametrize(
    ("semaines", "pire"),
    # 25 / 36 = 69,4 %, sous 70 ; 27 / 36 = 75 % et 30 / 36 = 83,3 %, de 70 à 90 ; 33 / 36 = 91,7 %.
    [([25], "non_atteint"), ([27], "partiel"), ([30], "partiel"), ([30, 25], "non_atteint"), ([30, 33], "partiel"),
     ([33], None)],
)  # fmt: skip
def test_une_continuite_partielle_demande_ce_qu_on_demande_a_une_continuite_partielle(
    semaines: list[int], pire: str | None
) -> None:
    juge = constat(
        "continuite-annuelle",
        {
            "structure": {"zone": "autre", "semaines_scolaires": 36},
            "groupes": [{"semaines_seances": n} for n in semaines],
        },
    )
    assert (juge.etat, juge.verdict.pire_connu) == ("sans_reponse", pire)
    critere = juge.critere
    suites = {"non_atteint": critere.si_non_atteint, "partiel": critere.si_partiel}
    assert juge.suite == suites.get(pire or "", "Cochez « C'est tout » quand tous les groupes sont saisis.")


class TestHeuresDeClasse:
    def dossier(self, etablissement: dict[str, Any]) -> dict[str, Any]:
        creneau = {"id": "c1", "jour": "mercredi", "debut": "14:00", "fin": "15:00"}
        return {
            **groupes({"id": "g1", "etablissements": ["e1"], "creneaux": [creneau], "creneaux_close": True}),
            "diagnostic": {"etablissements": [{"id": "e1", "nom": "École A", **etablissement}]},
        }

    def test_il_ne_manque_que_c_est_tout(self) -> None:
        mardi = {"id": "h1", "jour": "mardi", "debut": "08:30", "fin": "16:30"}
        juge = constat("hors-temps-scolaire", self.dossier({"horaires": [mardi]}))
        assert juge.etat == "sans_reponse"
        assert juge.suite.startswith("Cochez « C'est tout » sous les heures de classe de « École A »")
        assert "d'autres heures de classe peuvent encore s'ajouter (« École A »)" in juge.verdict.fait
        assert juge.verdict.chemins == ("diagnostic.etablissements.e1.horaires_close",)

    def test_il_n_y_a_pas_d_heures(self) -> None:
        juge = constat("hors-temps-scolaire", self.dossier({}))
        assert "il manque des heures de classe (« École A »)" in juge.verdict.fait
        assert juge.suite == juge.critere.si_sans_reponse
        assert juge.verdict.chemins == ("diagnostic.etablissements.e1.horaires",)

    def test_il_manque_la_fin_d_une_heure_du_jour(self) -> None:
        mercredi = {"id": "h1", "jour": "mercredi", "debut": "08:30"}
        juge = constat("hors-temps-scolaire", self.dossier({"horaires": [mercredi]}))
        assert "il manque des heures de classe" in juge.verdict.fait
        assert juge.verdict.chemins == ("diagnostic.etablissements.e1.horaires.h1.fin",)

    def test_un_creneau_a_l_envers_se_corrige_a_sa_fin(self) -> None:
        donnees = self.dossier({"horaires_close": True})
        donnees["groupes"][0]["creneaux"][0]["fin"] = "13:00"
        juge = constat("hors-temps-scolaire", donnees)
        assert juge.verdict.chemins == ("groupes.g1.creneaux.c1.fin",)


@pytest.mark.parametrize(
    ("critere", "donnees", "fait", "mesure"),
    [
        ("seances-hebdomadaires", {"groupes": [{}]}, "Le groupe 1 n'a pas encore de créneau.", None),
        ("seances-hebdomadaires", groupes({"creneaux": [{}]}),
         "Le groupe 1 ne dit pas encore à quel rythme revient un créneau.", None),
        # Un créneau à la quinzaine est connu : pour l'instant, aucune séance n'est de chaque semaine.
        ("seances-hebdomadaires", groupes({"creneaux": [{"rythme": "quinzaine"}]}),
         "Le groupe 1 n'a aucune séance par semaine pour l'instant : d'autres créneaux peuvent encore s'ajouter.",
         "aucune séance par semaine"),
        ("deux-seances", groupes({"creneaux": [{"rythme": "hebdomadaire"}, {}]}),
         "Le groupe 1 a 1 séance par semaine pour l'instant : le rythme d'un créneau n'est pas indiqué.",
         "1 séance par semaine"),
        # Un seul créneau, de rythme inconnu, ne fera jamais deux séances ; il en fait peut-être une.
        ("deux-seances", groupes({"creneaux": [{}], "creneaux_close": True}),
         "Le groupe 1 a au plus 1 séance par semaine.", "au plus 1 séance par semaine"),
        ("parents-outils", {"parents": {"actions": [{"intitule": "Café"}], "actions_close": True}},
         "Il reste à dire à quoi sert 1 action avec les parents.", None),
        ("parents-outils", {"parents": {"actions_close": True}},
         "Aucune action avec les parents ne vise ce but.", "aucune action"),
        ("diagnostic-besoins", {"diagnostic": {"besoins": [{"intitule": "Lire"}]}},
         "Il reste à indiquer une source de diagnostic et une action reliée à un besoin.", "1 besoin"),
        ("public-enfants-parents", {"groupes": [{"effectif": 8}]},
         "Il reste à indiquer une action avec les parents.", "8 enfants"),
    ],
)  # fmt: skip
def test_un_zero_ne_se_dit_que_s_il_est_connu(
    critere: str, donnees: dict[str, Any], fait: str, mesure: str | None
) -> None:
    juge = constat(critere, donnees).verdict
    assert (juge.fait, juge.mesure) == (fait, mesure)


A_SANS_TYPE = {"id": "p1", "nom": "A", "role": "prête une salle"}
B_SANS_ROLE = {"id": "p2", "nom": "B", "type": "association"}


@pytest.mark.parametrize(
    ("structure", "partenaires", "fait", "suite"),
    [
        ("S", [A_SANS_TYPE, B_SANS_ROLE], "Pour « A », il reste à indiquer son type ; pour « B », son rôle.",
         "Dites quelle sorte de partenaire c'est et ce que le partenaire fait dans le projet."),
        ("S", [B_SANS_ROLE], "Pour « B », il reste à indiquer son rôle.",
         "Dites ce que le partenaire fait dans le projet."),
        ("S", [A_SANS_TYPE], "Pour « A », il reste à indiquer son type.", "Dites quelle sorte de partenaire c'est."),
        ("S", [{"id": "p1", "nom": "{A}"}], "Pour « {A} », il reste à indiquer son type et son rôle.",
         "Dites quelle sorte de partenaire c'est et ce que le partenaire fait dans le projet."),
        (None, [{**A_SANS_TYPE, "type": "association"}],
         "Il reste à indiquer le nom de votre propre structure.",
         "Indiquez le nom de votre structure : un partenaire doit en être différent."),
    ],
)  # fmt: skip
def test_chaque_partenaire_dit_ce_qui_lui_manque(
    structure: str | None, partenaires: list[dict[str, Any]], fait: str, suite: str
) -> None:
    donnees = {"structure": {"nom": structure}, "diagnostic": {"partenaires": partenaires, "partenaires_close": True}}
    juge = constat("cadre-partenarial", donnees)
    assert (juge.etat, juge.verdict.fait, juge.suite) == ("sans_reponse", fait, suite)


def test_un_adulte_disparu_se_dit_en_deux_phrases() -> None:
    juge = constat("encadrement", groupes({"effectif": 6, "creneaux": [{"accompagnateurs": ["a9"]}]}))
    assert juge.verdict.fait == (
        "Le groupe 1 ne peut pas encore être jugé : un créneau désigne un accompagnateur qui n'est pas dans l'équipe. "
        "Choisissez à nouveau les adultes de ce créneau."
    )


def test_aucun_enfant_se_passe_de_calcul() -> None:
    assert constat("groupe-taille", groupes({"effectif": 0})).verdict.fait == "Le groupe 1 ne compte aucun enfant."
    assert constat("groupe-taille", groupes({"effectif": 4})).verdict.fait == (
        "Le groupe 1 compte 4 enfants, 1 de moins que le minimum de 5."
    )


def test_deux_groupes_du_meme_nom_se_distinguent_par_leur_rang() -> None:
    trois = groupes({"nom": "CM", "effectif": 3}, {"nom": "6e", "effectif": 9}, {"nom": "CM", "effectif": 17})
    assert constat("groupe-taille", trois).verdict.fait == (
        "Le groupe 1 « CM » compte 3 enfants, 2 de moins que le minimum de 5 ; "
        "le groupe 3 « CM » compte 17 enfants, 2 de plus que le maximum de 15."
    )


def test_une_continuite_dit_au_champ_pres_ce_qui_manque() -> None:
    """Deux groupes au calendrier, l'un sans sa dernière date, l'autre tout vide ; puis un groupe hors calendrier."""
    un = {"id": "g1", "date_debut": "2026-09-01", "creneaux": [{"id": "c1", "rythme": "hebdomadaire"}]}
    structure = {"annee_scolaire": "2026-2027", "zone": "A"}
    assert constat("continuite-annuelle", {"structure": structure, **groupes(un, {"id": "g2"})}).verdict.chemins == (
        "groupes.g1.date_fin", "groupes.g2.date_debut", "groupes.g2.date_fin", "groupes.g2.creneaux",
    )  # fmt: skip
    assert constat("continuite-annuelle", {"structure": {"zone": "autre"}, **groupes(un)}).verdict.chemins == (
        "structure.semaines_scolaires", "groupes.g1.semaines_seances",
    )  # fmt: skip
