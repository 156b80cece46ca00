"""Un « non », un « aucun » ou une liste vide ne s'écrit pas contre la structure."""

import re

import pytest

from clas_model.chemins import avec, sans_savoir
from clas_model.restitution.arbre import Paragraphe
from tests.restitution.lecture import candidature, ecartes, tableau, texte


def test_un_engagement_sans_reponse_ou_refuse_ne_s_ecrit_pas_en_toutes_lettres(faible, planifie):
    lignes = {texte(engagement): texte(reponse) for engagement, reponse in tableau(
        planifie(faible), "Les engagements de la charte").lignes}  # fmt: skip
    assert lignes["Place des parents"].startswith("[à compléter")
    position = "[à compléter\u00a0: votre position sur l'engagement «\u00a0Gratuité, ou presque\u00a0»]"
    assert lignes["Gratuité, ou presque"] == position
    assert any("\n" in titre and reponse == "Accepté" for titre, reponse in lignes.items())


# Ce qu'une réponse défavorable écrirait contre la structure, et qui n'a sa place que dans l'annexe.
ACCUSATIONS = re.compile(r"\b(aucun|aucune|ne|non|pas|refus\w*)\b|\bn'", re.IGNORECASE)


REFUS = {
    "cadre.departemental": "l'inscription du Clas dans le cadre partenarial du département, à voir avec la Caf",
    "enfants.personnalisation": "la façon dont l'accompagnement s'adapte à chaque enfant",
    "ecole.coconstruction": "la façon dont le projet est construit avec l'école",
    "equipe.formation_engagement": "ce que l'équipe prévoit pour se former",
    "charte.laicite": "votre position sur l'engagement « Laïcité, sans prosélytisme »",
}


VIDES = {
    "diagnostic.sources": "les sources du diagnostic",
    "ecole.canaux": "les moyens de rester en lien avec l'école",
    "parents.actions.x1.objectifs": "les objectifs de l'action avec les parents",
    "parents.actions.x1.besoins": "les besoins auxquels répond l'action avec les parents",
}


@pytest.mark.parametrize(("champ", "attendu"), REFUS.items())
def test_un_non_ne_s_ecrit_pas_contre_la_structure(champ, attendu, complet, planifie):
    document = planifie(avec(complet, champ, False))
    (manque,) = document.manques
    assert manque.repondu
    assert manque.texte.replace("\u00a0", " ") == f"[à compléter : {attendu}]"
    # Il est aussi dans la liste de ce qui reste à compléter, avec les mêmes mots.
    assert [e.lower() for e in ecartes(document)] == [f"{attendu} (vous avez répondu « non »)".lower()]


@pytest.mark.parametrize(("champ", "attendu"), VIDES.items())
def test_un_aucun_non_plus(champ, attendu, complet, planifie):
    (manque,) = planifie(avec(complet, champ, ())).manques
    assert manque.repondu
    assert manque.texte.replace("\u00a0", " ") == f"[à compléter : {attendu}]"
    (seul,) = ecartes(planifie(avec(complet, champ, ())))
    assert " (vous avez répondu « aucun »)" in seul


def test_une_liste_close_et_vide_ou_un_lien_perdu_dans_les_points_a_completer(complet, planifie):
    vide = avec(avec(complet, "evaluation.indicateurs", ()), "evaluation.indicateurs_close", True)
    assert ecartes(planifie(vide)) == ["Au moins un indicateur d'évaluation (vous avez répondu « aucun »)"]
    # « b9 » a disparu : personne n'a répondu « aucun ».
    perdu = avec(complet, "enfants.activites.x1.besoins", ("b9",))
    (seul,) = ecartes(planifie(perdu))
    assert seul.startswith("Les besoins auxquels répond l'activité avec les enfants → ")


def test_un_groupe_sans_etablissement_n_est_pas_dit_venir_de_tous(complet, planifie):
    def case(dossier):
        return texte(tableau(planifie(dossier), "Les groupes d'enfants").lignes[0][3]).replace("\u00a0", " ")

    muet = avec(complet, "groupes.g1.etablissements", None)
    assert case(muet) == "[à compléter : les établissements des enfants du groupe]"
    assert case(sans_savoir(complet, "groupes.g1.etablissements")).startswith("[à préciser")
    vide = avec(muet, "diagnostic.etablissements", ())
    assert case(avec(vide, "diagnostic.etablissements_close", False)).startswith("[à compléter")
    assert case(avec(vide, "diagnostic.etablissements_close", True)) == "–"


@pytest.mark.parametrize(
    ("liste", "attendu"),
    [("parents.actions", "au moins une action avec les parents"),
     ("diagnostic.partenaires", "au moins un partenaire"),
     ("diagnostic.etablissements.e1.demarches", "au moins une prise de contact avec l'établissement"),
     ("evaluation.indicateurs", "au moins un indicateur d'évaluation")],
)  # fmt: skip
def test_une_liste_close_et_vide_dit_ce_que_le_texte_attend(liste, attendu, complet, planifie):
    vide = avec(avec(complet, liste, ()), f"{liste}_close", True)
    manques = {m.champ: m.texte.replace("\u00a0", " ") for m in planifie(vide).manques if m.repondu}
    assert manques[f"{liste}_close"] == f"[à compléter : {attendu}]"


def test_les_autres_dispositifs_absents_ne_sont_pas_annonces(complet, planifie):
    assert complet.parents.articulations_close
    assert not complet.parents.articulations
    assert "Autres actions de soutien aux parents" not in [s.titre for s in planifie(complet).sections]
    assert "Autres actions éducatives du territoire" in [s.titre for s in planifie(complet).sections]


def test_la_candidature_fragile_ne_s_accuse_de_rien(faible, planifie):
    """Hors des mots de la structure, des engagements qu'elle prend et de ce qui manque."""
    for section in candidature(planifie(faible)):
        if section.id == "charte":
            continue
        for bloc in section.blocs:
            if isinstance(bloc, Paragraphe):
                nos_mots = "".join(m.texte for m in bloc.texte if not m.saisi and not m.manque)
                assert not ACCUSATIONS.search(nos_mots.replace("non lucratif", "")), nos_mots
