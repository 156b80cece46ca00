"""Les mots du contenu sont ceux de leurs sources, et ce que le produit ajoute est dit."""

import re

import pytest

from clas_model.contenu import charger_referentiel
from clas_model.referentiel import Critere, Passage

TEXTE = charger_referentiel()


# Les phrases du support « Expérimentation Clas », recopiées à la main, fautes et majuscules comprises.
SUPPORT = {
    "cadre-departemental": (
        "Un pré requis : l’inscription du dispositif au niveau départemental dans un cadre partenarial"
    ),
    "charte-principes": "Une éligibilité des actions qui : S’appuient sur les principes de la charte",
    "diagnostic-besoins": "Répondent aux besoins identifiés dans le cadre d’un diagnostic",
    "cadre-partenarial": (
        "S’inscrivent obligatoirement dans un cadre partenarial : exigibilité de la recherche de coordination et "
        "d’articulation avec les établissements scolaires, articulation à rechercher avec les autres actions "
        "éducatives mises en œuvre"
    ),
    "public-enfants-parents": "S’adresse à un public d’enfants et ou de jeunes et leurs PARENTS",
    "groupe-taille": (
        "Des groupes sont constitués de 5 à 15 enfants pour faciliter la relation de confiance entre "
        "l’accompagnateur et les enfants"
    ),
    "encadrement": (
        "Le nombre des accompagnateurs doit permettre une prise en charge personnalisée des enfants adaptée au "
        "contexte local et qui se traduit le plus souvent (à titre indicatif) par un accompagnateur pour 5 à 7 enfants"
    ),
    "formation": (
        "Si les formations existent (rôle de l’animation départementale), un engagement dans la formation est "
        "fortement conseillée"
    ),
    "trois-axes": (
        "Le Clas développera de manière cumulative des activités auprès des enfants, auprès et avec des parents et "
        "des actions de concertation avec l’école"
    ),
    "collectif": "Prise en charge collective des enfants en dehors des temps scolaires",
    "seances-hebdomadaires": "S’organise sous forme de séances hebdomadaires",
    "deux-seances": (
        "Des séances de travail dont la fréquence et la régularité permettent une progression (deux séances "
        "hebdomadaires sont préconisées )"
    ),
    "continuite-annuelle": "continuité d’intervention sur l’ensemble de l’année scolaire",
    "parents-outils": (
        "ne pas se substituer aux parents et de leur donner les outils nécessaires pour mieux suivre eux-mêmes le "
        "travail de leurs enfants"
    ),
    "parents-connaissance-ecole": (
        "les doter d’une meilleure connaissance de l’Ecole et les familiariser avec un vocabulaire et des activités "
        "de type scolaire"
    ),
    "parents-territoire": (
        "les associer aux côtés de leurs enfants ou jeunes à la découverte des ressources du territoire sur lequel "
        "ils vivent"
    ),
    "parents-formes-diverses": (
        "Axe de travail qui doit se traduire par des actions concrètes sous des formes diverses"
    ),
    "articulation-parentalite": (
        "renforcer le soutien des parents dans la scolarité de leurs enfants et adolescents et dans leurs relations "
        "avec l’école et de mieux articuler le dispositif Clas avec les autres dispositifs de soutien à la parentalité"
    ),
    "ecole-coconstruction": "Action construite en collaboration avec l’école",
    "ecole-permanente": (
        "Cette concertation et coordination doit s’établir en permanence et se traduire par des actions mises en "
        "place à des moments privilégiés durant l’année scolaire"
    ),
    "evaluation": (
        "Au niveau du dispositif, démarche nationale d’évaluation régulière de l’expérimentation déclinée au niveau "
        "local pour mesurer sa mise en œuvre, les difficultés et les leviers, les résultats produits"
    ),
}


# Plusieurs critères lisent la même phrase.
MEME_PHRASE = {
    "coordination-etablissements": "cadre-partenarial",
    "articulation-educative": "cadre-partenarial",
    "prise-en-charge-personnalisee": "encadrement",
    "hors-temps-scolaire": "collectif",
    "ecole-moments": "ecole-permanente",
}


# Les passages d'autres textes, recopiés de même.
AUTRES_PASSAGES = {
    "charte-2001": (
        "offre aux parents un espace d'information, de dialogue, de soutien, de médiation, leur permettant une plus "
        "grande implication dans le suivi de la scolarité de leurs enfants"
    ),
    "appel-2019": "ne reprend ni les programmes, ni les méthodes de l'école",
    "caf-loire-atlantique": (
        "Toute action relevant exclusivement de l'aide aux devoirs et du seul accompagnement au travail scolaire […] "
        "ne répond pas aux attentes d'un projet Clas."
    ),
}


CITATIONS_DES_ALERTES = (
    "centrées sur l'aide aux devoirs et les apports culturels nécessaires à la réussite scolaire",
    "C'est au titre de cette dimension de soutien à la parentalité que la branche Famille finance les CLAS.",
)


# Entre guillemets sans être une source : ce que l'on clique ou répond.
REPONSES_CITEES = {"je ne sais pas", "oui", "non", "C'est tout", "aucun", "toute l'année"}


PROSE = (
    "titre", "explication", "bonne_reponse", "erreur_frequente", "si_non_atteint", "si_partiel", "si_sans_reponse",
    "lecture_produit",
)  # fmt: skip


def prose(critere: Critere) -> str:
    """Tous les mots d'un critère qui sont les nôtres."""
    return " ".join(getattr(critere, champ) or "" for champ in PROSE)


def fragments(passage: str) -> list[str]:
    """Les morceaux d'un passage coupé par « […] »."""
    return passage.split(" […] ")


class TestMotsDesSources:
    @pytest.mark.parametrize("critere", TEXTE.criteres, ids=lambda c: c.id)
    def test_le_passage_est_mot_pour_mot_celui_du_support(self, critere: Critere) -> None:
        assert critere.passage.source == "support-experimentation"
        phrase = SUPPORT[MEME_PHRASE.get(critere.id, critere.id)]
        position = 0
        for fragment in fragments(critere.passage.texte):
            position = phrase.find(fragment, position) + 1
            assert position, (fragment, phrase)

    def test_aucune_phrase_du_support_n_est_oubliee(self) -> None:
        assert set(SUPPORT) | set(MEME_PHRASE) == {c.id for c in TEXTE.criteres}

    def test_les_passages_de_la_charte_et_des_alertes(self) -> None:
        passages: list[Passage] = [x.passage for x in (*TEXTE.engagements, *TEXTE.alertes) if x.passage]
        assert len(passages) == 7
        support = " ".join(SUPPORT.values())
        for passage in passages:
            if passage.source == "support-experimentation":
                assert passage.texte in support
            else:
                assert passage.texte == AUTRES_PASSAGES[passage.source]

    @pytest.mark.parametrize("critere", TEXTE.criteres, ids=lambda c: c.id)
    def test_entre_guillemets_il_n_y_a_que_la_source_ou_une_reponse(self, critere: Critere) -> None:
        support = " ".join(SUPPORT.values())
        for cite in re.findall(r"« ([^»]*) »", prose(critere)):
            assert cite in support or cite in REPONSES_CITEES, cite

    def test_entre_guillemets_dans_la_charte_et_les_alertes(self) -> None:
        permis = " | ".join((*SUPPORT.values(), *AUTRES_PASSAGES.values(), *CITATIONS_DES_ALERTES))
        mots = [m for e in TEXTE.engagements for m in (e.titre, e.texte, e.explication)]
        mots += [m for a in TEXTE.alertes for m in (a.titre, a.explication, a.suite)]
        for cite in re.findall(r"« ([^»]*) »", " ".join(mots)):
            assert cite in permis, cite

    @pytest.mark.parametrize(
        ("niveau", "mots"),
        [
            ("prerequis", ["Un pré requis"]),
            ("exige", ["Une éligibilité des actions qui", "obligatoirement", "exigibilité", "de manière cumulative"]),
            ("attendu", ["doit"]),
            ("recherche", ["à rechercher"]),
            ("preconise", ["sont préconisées"]),
            ("conseille", ["fortement conseillée"]),
            ("indicatif", ["(à titre indicatif)"]),
        ],
    )
    def test_les_mots_qui_fixent_chaque_niveau(self, niveau: str, mots: list[str]) -> None:
        cites = re.findall(r"« ([^»]*) »", TEXTE.niveau(niveau).mots_source)
        assert cites == mots
        assert all(mot in " ".join(SUPPORT.values()) for mot in mots)

    def test_un_engagement_lu_nomme_sa_source_un_infere_dit_qu_il_l_est(self) -> None:
        for engagement in TEXTE.engagements:
            if engagement.statut == "lu":
                assert engagement.passage or "circulaire interministérielle n° 2009/192" in engagement.explication
            else:
                assert engagement.passage is None
                assert re.search(r"n'a(it)? pas pu être lue?\b|n'a pas pu\s", engagement.explication), engagement.id

    def test_ce_que_le_produit_ajoute_est_dit(self) -> None:
        """Un seuil, un compte ou une déclaration que le texte ne fixe pas est une « lecture du produit »."""
        sans_ajout = {c.id for c in TEXTE.criteres if c.lecture_produit is None}
        assert sans_ajout == {
            "cadre-departemental", "groupe-taille", "seances-hebdomadaires", "deux-seances", "ecole-coconstruction",
        }  # fmt: skip
        assert TEXTE.critere("continuite-annuelle").lecture_produit
        for id_ in ("articulation-parentalite", "evaluation"):
            assert re.search("nous qui|notre lecture", TEXTE.critere(id_).lecture_produit or "")
