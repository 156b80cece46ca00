"""Le plan du brouillon : ses rubriques dans l'ordre, son annexe, son arbre, d'où vient chaque phrase."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from clas_model.chemins import avec, motif, motifs
from clas_model.contenu import charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.francais import intervalle, typographie
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Paragraphe, Tableau
from clas_model.restitution.phrases import phrases_de
from clas_model.restitution.plan import nom_de_fichier, plan_du_brouillon
from clas_model.restitution.redaction_annexe import CRITERES, LEGENDE_SUITES
from clas_model.restitution.tableaux import lignes
from tests.restitution.conftest import AUJOURDHUI
from tests.restitution.lecture import candidature, ecrit, lignes_du_tableau, paragraphes, tableau, texte

RUBRIQUES = [
    "Identité de la structure",
    "Territoire",
    "Diagnostic",
    "Établissements scolaires",
    "Partenaires",
    "Groupes",
    "Calendrier",
    "Axe enfants",
    "Axe parents",
    "Axe école",
    "Accompagnateurs et formation",
    "Budget et cofinancements",
    "Évaluation",
    "Arbre des objectifs",
    "Charte",
    "Pièces à joindre",
    "Points à compléter",
    "Annexe : positionnement",
]


def test_les_rubriques_se_suivent_dans_l_ordre_d_une_candidature(dossier, planifie):
    # L'arbre n'existe que si un besoin nommé a une action ou un objectif : l'exemple complet seul.
    relies = any(a.besoins for a in (*dossier.enfants.activites, *dossier.parents.actions, *dossier.ecole.actions))
    document = planifie(dossier)
    absentes = {"Arbre des objectifs"} if not relies else set()
    # Une rubrique qui n'aurait rien à dire n'est pas annoncée.
    absentes |= set() if document.manques else {"Points à compléter"}
    assert [s.titre for s in document.sections if s.niveau == 1] == [r for r in RUBRIQUES if r not in absentes]


def test_tout_paragraphe_qui_affirme_dit_d_ou_il_vient(dossier, planifie):
    document = planifie(dossier)
    for paragraphe in paragraphes(candidature(document)):
        assert paragraphe.est_manque or paragraphe.champs, texte(paragraphe.texte)
    for paragraphe in paragraphes(s for s in document.sections if s.id.startswith("annexe")):
        assert paragraphe.champs or paragraphe.criteres, texte(paragraphe.texte)


def test_les_chemins_cites_existent_dans_un_dossier(dossier, planifie):
    cites = [c for p in paragraphes(planifie(dossier).sections) for c in p.champs]
    cites += [c for s in planifie(dossier).sections for b in s.blocs if isinstance(b, Tableau) for c in b.champs]
    assert cites
    for chemin in cites:
        motif(chemin)


def test_les_accords_suivent_les_nombres(faible, planifie):
    assert "Le projet réunit 23 enfants en 1 groupe." in ecrit(planifie(faible))
    deux = avec(avec(faible, "groupes.g2.effectif", 1), "groupes.g1.effectif", 0)
    assert "Le projet réunit 1 enfant en 2 groupes." in ecrit(planifie(deux))


def test_une_action_datee_se_passe_du_trimestre(complet, planifie):
    assert complet.ecole.actions[0].periode is not None
    assert "Moment\u00a0: jeudi 10 septembre 2026" in ecrit(planifie(complet))


def test_un_lien_vers_un_element_disparu_ne_casse_rien(complet, planifie):
    perdu = avec(complet, "enfants.activites.x1.besoins", ("b9",))
    perdu = avec(perdu, "groupes.g1.creneaux.c1.accompagnateurs", ("a9",))
    manques = {m.champ: m.texte for m in planifie(perdu).manques}
    assert manques["enfants.activites.x1.besoins"] == (
        "[à compléter\u00a0: les besoins auxquels répond l'activité avec les enfants]"
    )
    assert manques["groupes.g1.creneaux.c1.accompagnateurs"].startswith("[à compléter")


def test_le_texte_de_la_structure_s_imprime_tel_quel(hostile, complet, planifie):
    champs = ["diagnostic.synthese", "parents.actions.x1.description", "evaluation.partage", "equipe.formation_plan"]
    dossier = complet
    for champ in champs:
        dossier = avec(dossier, champ, hostile)
    saisis = {m.champ: m.texte for s in planifie(dossier).sections for m in s.morceaux() if m.saisi}
    assert {saisis[c] for c in champs} == {hostile}


def test_un_titre_garde_les_mots_de_la_structure(complet, planifie):
    dossier = avec(complet, "parents.actions.x1.intitule", "<i>goûter</i> : venez !")
    assert "Action 1\u00a0: <i>goûter</i> : venez !" in [s.titre for s in planifie(dossier).sections]


def test_un_exemple_fictif_le_dit_et_un_vrai_dossier_non(complet, planifie):
    assert planifie(complet).mention == "Exemple fictif"
    vrai = Dossier.model_validate(complet.model_dump() | {"fictif": False})
    assert planifie(vrai).mention == ""


def test_l_annexe_porte_les_chiffres_du_positionnement(dossier, planifie, positionne):
    document, resultat = planifie(dossier), positionne(dossier)
    for axe in resultat.axes:
        assert f"{resultat.referentiel.axe(axe.id).libelle}, {intervalle(axe.score.min, axe.score.max)}" in ecrit(
            document
        )
    assert f"Préparation\u00a0: {intervalle(resultat.score.min, resultat.score.max)}" in ecrit(document)
    # Le titre d'un critère dont l'éligibilité dépend est suivi de son exigence ; chaque critère est dit une seule fois.
    etats = [tuple(texte(ligne[0]).split("\n")) for ligne in lignes_du_tableau(document, LEGENDE_SUITES)]
    etats += [(texte(ligne[0]), texte(ligne[1])) for ligne in lignes_du_tableau(document, CRITERES)]
    voulus = {ligne.titre.split(" (")[0]: ligne.etat_en_mots for ligne in lignes(resultat, dossier)}
    assert {titre.split(" (")[0]: etat.strip() for titre, etat in etats} == voulus
    assert len(etats) == len(voulus)


def test_l_annexe_n_explique_que_ce_qui_n_est_pas_atteint_et_cite_son_passage(faible, planifie, positionne):
    expliques = {texte(titre).split("\n")[0].split(" (")[0]: (texte(suite), texte(passage))
                 for titre, suite, passage in tableau(planifie(faible), LEGENDE_SUITES).lignes}  # fmt: skip
    en_mots = {ligne.critere: ligne for ligne in lignes(positionne(faible), faible)}
    for constat in positionne(faible).constats:
        a_travailler = constat.etat in ("non_atteint", "partiel") or constat.faute_connue
        titre = typographie(constat.critere.titre)
        assert (titre in expliques) == a_travailler, constat.critere.id
        if a_travailler:
            suite, passage = expliques[titre]
            assert suite.startswith(constat.verdict.fait)
            assert typographie(f"« {constat.critere.passage.texte} »") in passage
            # Ce que le produit lit dans le texte ne passe pas pour ses mots.
            assert ("notre interprétation" in passage) == (
                "notre interprétation" in en_mots[constat.critere.id].origine
            )


def test_le_plan_ne_depend_que_de_ses_entrees(complet, planifie):
    assert planifie(complet) == planifie(complet)


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        (None, "clas.docx"),
        ("Les Élèves d'Œuvre / été", "clas-les-eleves-d-oeuvre-ete.docx"),
        ("../../etc/passwd", "clas-etc-passwd.docx"),
        ("مرحبا 🎉", "clas.docx"),
    ],
)
def test_le_nom_du_fichier_est_sur_partout(nom, attendu):
    assert nom_de_fichier(avec(Dossier(), "structure.nom", nom), "docx") == attendu


def test_le_nom_du_fichier_reste_court(complet):
    assert nom_de_fichier(complet, ".json").endswith("-2026-2027.json")
    long = nom_de_fichier(avec(complet, "structure.nom", "mot " * 40), "docx")
    assert long.endswith("-2026-2027.docx")
    assert len(long) <= 80
    assert "--" not in long


def test_ecrire_le_plan_ne_charge_ni_word_ni_pandas():
    code = "import sys, clas_model.restitution; print(sorted({'docx', 'pandas', 'altair'} & set(sys.modules)))"
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"


def test_un_texte_libre_est_toujours_annonce(complet, planifie):
    """Un paragraphe ne commence jamais par les mots de la structure."""
    longs = [p for p in paragraphes(candidature(planifie(complet))) if any(m.saisi for m in p.texte)]
    assert len(longs) > 20
    for paragraphe in longs:
        assert not paragraphe.texte[0].saisi, texte(paragraphe.texte)


def test_les_textes_libres_sont_annonces_par_leurs_mots(complet, planifie):
    ecrits = ecrit(planifie(complet)).replace("\u00a0", " ")
    for debut in (
        "Ce qui en ressort. Le quartier des Fontaines compte",
        "Personnalisation de l'accompagnement. À l'entrée, nous rencontrons",
        "Construction du projet avec l'école. Le projet a été écrit",
        "un cahier de liaison et des échanges réguliers. Une référente au collège",
        "Déroulement. Après le goûter",
        "Besoin visé : « Apprendre à s'organiser et à comprendre une consigne »",
        "Partage du bilan. Les résultats sont discutés",
        "Lien avec le projet. Une rencontre chaque trimestre",
    ):
        assert debut in ecrits


@pytest.mark.parametrize("avec_annexe", [True, False])
def test_l_annexe_se_retire_sans_toucher_a_la_candidature(avec_annexe, dossier, positionne, planifie):
    document = plan_du_brouillon(dossier, positionne(dossier), charger_questionnaire(), AUJOURDHUI, avec_annexe)
    entier = planifie(dossier)
    annexe = [s for s in entier.sections if s.id.startswith("annexe")]
    assert annexe
    attendues = entier.sections if avec_annexe else entier.sections[: -len(annexe)]
    assert document.sections == attendues
    assert document.manques == entier.manques


def test_l_equipe_d_un_seul_statut_n_est_pas_detaillee(faible, complet, planifie):
    assert "L'équipe compte 1 accompagnateur." in ecrit(planifie(faible))
    assert "6 accompagnateurs\u00a0: 3 bénévoles, 2 salariées et 1 volontaire en service civique." in ecrit(
        planifie(complet)
    )


def test_chaque_phrase_dit_ses_reponses_et_ses_criteres(complet, positionne):
    resultat = positionne(complet)
    document = plan_du_brouillon(complet, resultat, charger_questionnaire(), AUJOURDHUI, avec_sources=True)
    annexe = document.sections[-1]
    assert annexe.titre == "Annexe : d'où vient chaque phrase"
    lignes = {texte(p): (texte(r).replace("\u00a0", " "), texte(c)) for p, r, c in annexe.blocs[0].lignes}
    assert lignes["Numéro SIRET\u00a0: 000\u00a0000\u00a0018\u00a000010"] == ("Votre structure : Numéro SIRET", "–")
    reponses_, criteres = lignes["Le projet réunit 36 enfants en 3 groupes."]
    assert reponses_.startswith("Équipe et groupes : ")
    # L'effectif compte pour la taille, l'encadrement n'en dépend que par le créneau, et pour le caractère collectif.
    assert "Des groupes de 5 à 15 enfants" in criteres
    # Le résumé tient en quatre phrases de la même réponse ; une prise de contact vient de trois réponses.
    (resume,) = (quoi for quoi in lignes if quoi.startswith("Ce qui en ressort."))
    assert resume.endswith("(et 3 autres phrases)")
    assert [quoi for quoi in lignes if "12 mai 2026" in quoi or "Repérer avec l'équipe" in quoi] == [
        "Prise de contact faite le mardi 12 mai 2026. (et 1 autre phrase)",
        "Objet\u00a0: Repérer avec l'équipe les enfants à qui proposer le Clas. (et 1 autre phrase)",
    ]
    # Toute phrase y est, seule ou comptée avec d'autres, et tout tableau.
    blocs = [b for s in candidature(document) for b in s.blocs]
    voulues = sum(1 if isinstance(b, Tableau) else len(phrases_de(b)) for b in blocs)
    autres = (re.search(r"\(et (\d+) autre", texte(ligne[0])) for ligne in annexe.blocs[0].lignes)
    assert sum(1 + (int(trouve[1]) if trouve else 0) for trouve in autres) == voulues


def test_une_phrase_sans_reponse_n_a_pas_d_origine():
    from clas_model.restitution.provenance import provenance

    referentiel = charger_referentiel()
    assert provenance(Paragraphe(()), charger_questionnaire(), positionner(Dossier(), referentiel)) is None


def test_l_arbre_des_objectifs_va_du_besoin_a_l_indicateur(complet, planifie):
    section = next(s for s in planifie(complet).sections if s.id == "objectifs")
    figure, liste = section.blocs
    niveaux = [(e.retrait, texte(e.texte).replace("\u00a0", " ")) for e in liste.elements]
    assert niveaux[:4] == [
        (0, "Besoin : Apprendre à s'organiser et à comprendre une consigne"),
        (1, "Objectif : En juin, chaque enfant note ses devoirs et prépare sa semaine sans qu'on le lui rappelle"),
        (2, "Action : Le temps d'étude : apprendre à s'y prendre"),
        (3, "Indicateur : Nombre de séances tenues et présence des enfants, relevés chaque mois"),
    ]
    # Chaque besoin et chaque objectif est dans le texte du dessin.
    for besoin in complet.diagnostic.besoins:
        assert besoin.intitule in figure.alternative
        assert besoin.objectif in figure.alternative
    assert figure.dessin.count("<rect") == 1 + len(liste.elements)


def test_sans_objectif_l_action_suit_le_besoin_et_un_texte_hostile_reste_du_texte(complet, planifie, hostile):
    dossier = avec(complet, "diagnostic.besoins.b1.objectif", None)
    dossier = avec(dossier, "diagnostic.besoins.b2.objectif", hostile[:200])
    section = next(s for s in planifie(dossier).sections if s.id == "objectifs")
    assert [e.retrait for e in section.blocs[1].elements][:2] == [0, 1]
    ElementTree.fromstring(section.blocs[0].dessin)


def test_les_pieces_disent_ou_elles_en_sont(complet, planifie):
    lignes = {texte(p): texte(e) for p, e in tableau(planifie(complet), "Les pièces souvent demandées").lignes}
    assert lignes["Statuts"] == "✔ Prête"
    assert lignes["Attestation d'assurance"] == "☐ À faire"
    vide = {texte(e) for _, e in tableau(planifie(Dossier()), "Les pièces souvent demandées").lignes}
    assert vide == {"☐ À indiquer"}
    # Facultatives : elles ne comptent pas parmi ce qui manque.
    assert not [m for m in planifie(Dossier()).manques if (m.champ or "").startswith("pieces.")]


@pytest.mark.parametrize("identifiant", ["experimentation", "national"])
def test_chaque_critere_dit_les_reponses_qu_il_lit(identifiant):
    """Un critère absent de la liste laisserait des phrases sans leur texte."""
    from clas_model.restitution.appuis import APPUIS_DES_CRITERES

    for critere in charger_referentiel(identifiant).criteres:
        assert critere.id in APPUIS_DES_CRITERES, critere.id
    connus = set(motifs())
    for debuts in APPUIS_DES_CRITERES.values():
        for debut in debuts:
            assert any(m == debut or m.startswith((f"{debut}.", f"{debut}_close")) for m in connus), debut
