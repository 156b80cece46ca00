"""Une salle est une suite de dossiers : les règles les jugent, on compte, et rien ne se montre sous le seuil."""

import datetime as dt

import pytest

from clas_model.contenu import charger_referentiel, referentiels_disponibles
from clas_model.contenu.reunion import charger_sondage
from clas_model.erreurs import SaisieRefusee
from clas_model.francais import intervalle
from clas_model.positionnement import positionner
from clas_model.restitution.reunion_dessin import (
    axes_en_mots,
    axes_svg,
    ecart_en_mots,
    ecarts_en_mots,
    ecarts_svg,
    repartition_en_mots,
    repartition_svg,
)
from clas_model.restitution.reunion_plan import bilan_csv, plan_du_bilan, plan_du_kit
from clas_model.reunion.deroule import atteintes, deroule
from clas_model.reunion.repetition import simuler
from clas_model.reunion.resultats import Salle
from clas_model.sondage import Question, Reponse, Reponses, lire_reponse
from clas_model.sondage.effets import dossier_des_reponses
from tests.modele.phrases import fautes_de_phrase

JOUR = dt.date(2026, 9, 22)
SONDAGE, TEXTE = charger_sondage(), charger_referentiel()
QUESTIONS = SONDAGE.pour(TEXTE)


def nu(texte: str) -> str:
    """Sans majuscules ni espaces insécables."""
    return " ".join(texte.casefold().split())


def salle(reponses: list[Reponses], revelees: set[str] | None = None, posees: tuple[str, ...] = ()) -> Salle:
    questions = SONDAGE.choisies(posees) if posees else QUESTIONS
    return Salle(SONDAGE, TEXTE, questions, {q.id for q in questions} if revelees is None else revelees, reponses, JOUR)


def etat(critere: str, **reponses: Reponse) -> str:
    """L'état d'un critère dans la salle ; les tirets d'une question s'écrivent « _ »."""
    return salle([]).constats({q.replace("_", "-"): r for q, r in reponses.items()})[critere].etat


@pytest.mark.parametrize(
    ("critere", "reponses", "attendu"),
    [
        # Les bornes du texte : de 5 à 15 enfants.
        ("groupe-taille", {"effectif": 4}, "non_atteint"),
        ("groupe-taille", {"effectif": 5}, "atteint"),
        ("groupe-taille", {"effectif": 15}, "atteint"),
        ("groupe-taille", {"effectif": 16}, "non_atteint"),
        ("groupe-taille", {"effectif": None}, "sans_reponse"),
        ("collectif", {"effectif": 1}, "non_atteint"),
        # Sept enfants par adulte : 14 pour 2 convient, 15 pour 2 non. Sans effectif, on ne sait pas.
        ("encadrement", {"effectif": 14, "adultes": 2}, "atteint"),
        ("encadrement", {"effectif": 15, "adultes": 2}, "non_atteint"),
        ("encadrement", {"effectif": 14, "adultes": 2, "seances": 3}, "atteint"),
        ("encadrement", {"effectif": 14, "adultes": 0}, "non_atteint"),
        ("encadrement", {"adultes": 2}, "sans_reponse"),
        ("seances-hebdomadaires", {"seances": 0}, "non_atteint"),
        ("seances-hebdomadaires", {"seances": 1}, "atteint"),
        ("deux-seances", {"seances": 1}, "non_atteint"),
        ("deux-seances", {"seances": 2}, "atteint"),
        # Une forme : en partie ; deux : atteint ; aucune : non.
        ("parents-formes-diverses", {"formes_parents": ("reunion",)}, "partiel"),
        ("parents-formes-diverses", {"formes_parents": ("reunion", "sortie")}, "atteint"),
        ("parents-formes-diverses", {"formes_parents": ()}, "non_atteint"),
        # Déclaré sans description : en partie.
        ("parents-outils", {"formes_parents": ("reunion",), "buts_parents": ("outils",)}, "partiel"),
        ("parents-territoire", {"formes_parents": ("reunion",), "buts_parents": ("outils",)}, "non_atteint"),
        ("prise-en-charge-personnalisee", {"personnalisation": "oui"}, "partiel"),
        ("prise-en-charge-personnalisee", {"personnalisation": "non"}, "non_atteint"),
        ("trois-axes", {"activites": ("methode",), "formes_parents": ("reunion",), "moments_ecole": ()}, "non_atteint"),
        ("trois-axes", {"activites": ("methode",), "formes_parents": ("reunion",),
                        "moments_ecole": ("trimestre-1",)}, "atteint"),
        ("trois-axes", {"activites": ("methode",)}, "sans_reponse"),
        ("ecole-permanente", {"canaux_ecole": ()}, "non_atteint"),
        ("ecole-permanente", {"canaux_ecole": ("referent",)}, "atteint"),
        ("ecole-moments", {"moments_ecole": ("toute-annee",)}, "non_atteint"),
        ("ecole-moments", {"moments_ecole": ("trimestre-2",)}, "atteint"),
        ("coordination-etablissements", {"etablissements": 3, "contacts": 3}, "atteint"),
        ("coordination-etablissements", {"etablissements": 3, "contacts": 2}, "non_atteint"),
        ("cadre-partenarial", {"partenaires": "oui"}, "atteint"),
        ("cadre-partenarial", {"partenaires": "non"}, "non_atteint"),
        ("diagnostic-besoins", {"diagnostic": ("sources", "besoins", "reponses")}, "atteint"),
        ("diagnostic-besoins", {"diagnostic": ("sources",)}, "non_atteint"),
        ("formation", {"formation": "inscrit"}, "atteint"),
        ("formation", {"formation": "personne"}, "non_atteint"),
        ("formation", {"formation": "aucune"}, "non_applicable"),
        ("evaluation", {"evaluation": ("resultats",)}, "partiel"),
        ("evaluation", {"evaluation": ("mise-en-oeuvre", "difficultes-leviers", "resultats")}, "atteint"),
    ],
)  # fmt: skip
def test_les_reponses_sont_jugees_par_les_regles_du_texte(
    critere: str, reponses: dict[str, Reponse], attendu: str
) -> None:
    assert etat(critere, **reponses) == attendu


def test_le_dossier_emporte_ne_contient_que_ce_qui_a_ete_dit() -> None:
    reponses: Reponses = {
        "effectif": 14, "seances": 2, "adultes": 2, "formes-parents": ("reunion",), "moments-ecole": (),
        "partenaires": "oui", "contacts": 1, "etablissements": 2, "canaux-ecole": None, "personnalisation": "oui",
    }  # fmt: skip
    dossier = dossier_des_reponses(SONDAGE.questions, reponses, JOUR, salle=False)
    assert "Déclaré" not in dossier.model_dump_json()
    assert (dossier.groupes[0].effectif, len(dossier.groupes[0].creneaux)) == (14, 2)
    # Deux adultes au créneau le moins encadré : de l'autre, on ne sait rien.
    assert [c.nombre_adultes for c in dossier.groupes[0].creneaux] == [2, None]
    assert not dossier.groupes_close
    assert not dossier.groupes[0].creneaux_close
    assert (dossier.parents.actions[0].forme, dossier.parents.actions[0].intitule) == ("reunion", None)
    # « Il n'y en a pas » est une réponse : la liste est close et vide.
    assert (dossier.ecole.actions, dossier.ecole.actions_close) == ((), True)
    assert [e.demarches for e in dossier.diagnostic.etablissements] == [(), ()]
    assert dossier.ne_sait_pas == ("ecole.canaux",)
    assert positionner(dossier, TEXTE).par_critere["cadre-partenarial"].etat == "sans_reponse"


def test_chaque_question_aide_a_juger_ce_qu_elle_annonce() -> None:
    """Avec ses questions d'appui, une réponse au moins décide de chacun de ses critères, dans un texte au moins."""
    for identifiant in referentiels_disponibles():
        texte = charger_referentiel(identifiant)
        questions = SONDAGE.pour(texte)
        simulees = simuler(questions, 40)
        vue = Salle(SONDAGE, texte, questions, {q.id for q in questions}, simulees, JOUR)
        juges = {c for j in vue.juges for c, constat in j.items() if constat.etat != "sans_reponse"}
        assert {c for q in questions for c in q.criteres if c in {x.id for x in texte.criteres}} <= juges


class TestSeuil:
    def test_rien_ne_se_montre_sous_trois_structures(self) -> None:
        (effectif,) = SONDAGE.choisies(["effectif"])
        deux = salle([{"effectif": 12}, {"effectif": 20}])
        assert deux.repartition(effectif) is None
        assert (deux.ecarts, deux.axes, deux.mediane("effectif"), deux.plus_manques(3)) == ((), (), None, ())
        trois = salle([{"effectif": 12}, {"effectif": 20}, {"effectif": 12}])
        repartition = trois.repartition(effectif)
        assert repartition is not None
        assert [(b.libelle, b.nombre, b.etat) for b in repartition.barres if b.nombre] == [
            ("12", 2, "atteint"), ("20", 1, "non_atteint"),
        ]  # fmt: skip
        assert trois.mediane("effectif") == 12

    def test_trois_reponses_dont_un_je_ne_sais_pas_ne_jugent_que_deux_structures(self) -> None:
        (effectif,) = SONDAGE.choisies(["effectif"])
        vue = salle([{"effectif": 12}, {"effectif": 20}, {"effectif": None}])
        repartition = vue.repartition(effectif)
        assert repartition is not None
        assert repartition.ne_sait_pas == 1
        assert vue.ecart(TEXTE.critere("groupe-taille")) is None

    def test_rien_ne_se_montre_avant_d_etre_revele(self) -> None:
        donnees: list[Reponses] = [{"effectif": n, "adultes": 2} for n in (8, 12, 20)]
        vue = salle(donnees, {"adultes"}, ("effectif", "adultes"))
        assert vue.repartition(SONDAGE.par_id["effectif"]) is None
        # L'encadrement dépend aussi de l'effectif, qui n'est pas révélé.
        assert vue.ecarts == ()
        assert vue.mediane("effectif") is None
        apres = salle(donnees, {"adultes", "effectif"}, ("effectif", "adultes"))
        ecart = apres.ecart(TEXTE.critere("encadrement"))
        # 8 et 12 pour deux adultes conviennent, 20 non.
        assert ecart is not None
        assert (ecart.atteint, ecart.partiel, ecart.non_atteint) == (2, 0, 1)
        assert ecart_en_mots(ecart) == "2 structures sur 3 l'atteignent (67 %)."


def test_l_axe_est_la_moyenne_des_intervalles_de_la_salle() -> None:
    """Axe Enfants, taille (3 points) et collectif (3 points) : 12 → 100, 20 → 50, 1 → 0 ; la moyenne est 50."""
    vue = salle([{"effectif": n} for n in (12, 20, 1)], None, ("effectif",))
    (axe,) = vue.axes
    assert axe.id == "enfants"
    assert (axe.score.min, axe.score.max) == (50, 50)
    assert [e.critere.id for e in vue.plus_manques(5)] == ["groupe-taille", "collectif"]


class TestSaisie:
    def question(self, identifiant: str) -> Question:
        return SONDAGE.par_id[identifiant]

    @pytest.mark.parametrize(("tape", "lu"), [("14", 14), (" 0 ", 0), ("nsp", None), ("60", 60)])
    def test_un_nombre_se_lit(self, tape: str, lu: int | None) -> None:
        assert lire_reponse(self.question("effectif"), [tape]) == lu

    @pytest.mark.parametrize("tape", ["", "quatorze", "12,5", "-1", "61", "9" * 50, "1e3"])
    def test_un_nombre_impossible_est_refuse_avec_une_phrase(self, tape: str) -> None:
        with pytest.raises(SaisieRefusee) as erreur:
            lire_reponse(self.question("effectif"), [tape])
        assert fautes_de_phrase(erreur.value.message) == []

    def test_plusieurs_choix_aucun_et_inconnu(self) -> None:
        canaux = self.question("canaux-ecole")
        assert lire_reponse(canaux, ["numerique", "referent"]) == ("referent", "numerique")
        assert lire_reponse(canaux, ["aucun"]) == ()
        for refusee in (["aucun", "referent"], ["pirate"], []):
            with pytest.raises(SaisieRefusee):
                lire_reponse(canaux, refusee)


def test_le_deroule_presente_chaque_critere_une_fois_avant_sa_question() -> None:
    vues = deroule(QUESTIONS, TEXTE)
    assert [v.genre for v in vues[:4]] == ["accueil", "texte", "critere", "question"]
    assert [v.genre for v in vues[-3:]] == ["ecarts", "boite", "depart"]
    presentes = [c.id for v in vues if v.genre == "critere" for c in v.criteres]
    assert len(presentes) == len(set(presentes))
    assert atteintes(vues, 2) == frozenset()
    assert atteintes(vues, 3) == {"effectif"}


class TestBilan:
    SALLE = salle(list(simuler(QUESTIONS, 30)))
    MESSAGES = (("", "=HYPERLINK(1)", False), ("L'argent", "Et les bonus ?", True))

    def test_le_csv_compte_et_ne_calcule_rien(self) -> None:
        lignes = bilan_csv(self.SALLE, self.MESSAGES, simule=True).decode("utf-8-sig").split("\r\n")
        assert lignes[0] == "genre;identifiant;intitulé;réponse;structures"
        assert "Répétition : réponses simulées" in lignes[1]
        assert "question posée;;'=HYPERLINK(1);à traiter;" in lignes
        tailles = [ligne for ligne in lignes if ligne.startswith("réponse;effectif;")]
        assert sum(int(ligne.rpartition(";")[2]) for ligne in tailles) == sum(
            "effectif" in r for r in self.SALLE.reponses
        )

    def test_le_document_dit_la_salle_et_la_repetition(self) -> None:
        plan = plan_du_bilan("Réunion", self.SALLE, 31, self.MESSAGES, True, JOUR)
        assert plan.mention == "Répétition : réponses simulées"
        assert [s.titre for s in plan.sections if s.niveau == 1] == [
            "La salle", "Les écarts par axe", "Critère par critère", "Les réponses", "Les questions posées",
        ]  # fmt: skip
        vide = plan_du_bilan("Réunion", salle([{"effectif": 12}]), 1, (), False, JOUR)
        assert [s.id for s in vide.sections] == ["salle", "axes"]

    @pytest.mark.parametrize(
        ("effectifs", "attendu"),
        [
            # « 26 : 1 structure » dirait à qui connaît la salle laquelle a répondu quoi.
            ([8, 8, 8, 12, 12, 12, 26], [("8", 3), ("De 12 à 26", 4)]),
            ([5, 6, 7, 9, 10, 14], [("De 5 à 7", 3), ("De 9 à 14", 3)]),
            ([10, 10, 10], [("10", 3)]),
            # Deux « je ne sais pas » et un seul nombre : la question se montre, pas le nombre.
            ([14, None, None], [("Un nombre", 1)]),
        ],
    )
    def test_un_nombre_se_fond_parmi_trois_structures(
        self, effectifs: list[int | None], attendu: list[tuple[str, int]]
    ) -> None:
        reponses: list[Reponses] = [{"effectif": n} for n in effectifs]
        repartition = salle(reponses, posees=("effectif",)).repartition(SONDAGE.choisies(("effectif",))[0])
        assert repartition is not None
        assert [(b.libelle, b.nombre) for b in repartition.a_emporter(SONDAGE.seuil_affichage)] == attendu
        bilan = bilan_csv(salle(reponses, posees=("effectif",)), (), simule=False).decode("utf-8-sig")
        assert [f"réponse;effectif;{repartition.question.libelle};{mots};{n}" for mots, n in attendu] == [
            ligne for ligne in bilan.split("\r\n") if ligne.startswith("réponse;effectif;") and "sais pas" not in ligne
        ]

    def test_le_kit_a_une_page_par_critere_et_le_questionnaire(self) -> None:
        plan = plan_du_kit("Réunion", TEXTE, SONDAGE.choisies(["effectif", "adultes"]), JOUR, JOUR)
        assert [s.id for s in plan.sections if s.a_part] == [
            "annexe-groupe-taille", "annexe-collectif", "annexe-encadrement", "annexe-questionnaire",
        ]  # fmt: skip

    def test_les_dessins_sont_du_svg_et_se_disent(self) -> None:
        import xml.etree.ElementTree as ElementTree

        dessins = [axes_svg(self.SALLE.axes), ecarts_svg(self.SALLE.ecarts)]
        dessins += [repartition_svg(r) for q in QUESTIONS if (r := self.SALLE.repartition(q))]
        assert len(dessins) == 2 + len(QUESTIONS)
        for dessin in dessins:
            racine = ElementTree.fromstring(dessin)
            assert racine.get("role") == "img"
            assert racine.get("aria-label")

    def test_un_dessin_dit_tout_ce_qu_il_montre(self) -> None:
        """Chaque catégorie avec son nombre ; une graduation sans colonne ne montre rien."""
        for question in QUESTIONS:
            repartition = self.SALLE.repartition(question)
            assert repartition
            dit = nu(repartition_en_mots(repartition))
            montrees = [b for b in repartition.barres if b.nombre or question.genre != "nombre"]
            assert montrees
            assert [b for b in montrees if f"{nu(b.libelle)} : {b.nombre}" not in dit] == []
            assert not repartition.ne_sait_pas or f"je ne sais pas : {repartition.ne_sait_pas}" in dit
        axes, ecarts = nu(axes_en_mots(self.SALLE.axes)), nu(ecarts_en_mots(self.SALLE.ecarts))
        for axe in self.SALLE.axes:
            assert f"{nu(axe.libelle)}, {nu(intervalle(axe.score.min, axe.score.max))}" in axes
        for ecart in self.SALLE.ecarts:
            comptes = f"{ecart.atteint} atteint, {ecart.partiel} en partie, {ecart.non_atteint} non atteint"
            assert f"{nu(ecart.critere.titre)} : {comptes}" in ecarts
            assert not ecart.sans_reponse or f"{ecart.non_atteint} non atteint, {ecart.sans_reponse} sans" in ecarts
