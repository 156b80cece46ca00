"""Le plan du brouillon n'écrit que ce qu'une réponse fonde, et dit tout ce qui manque."""

import random
import subprocess
import sys

import pytest

from clas_model.chemins import ajouter, avec, chemins_du_motif, lire, motif, motifs, sans_savoir
from clas_model.contenu import charger_exemple, charger_questionnaire
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.francais import intervalle
from clas_model.parcours import manquantes, reponses
from clas_model.restitution.arbre import Document, Liste, Paragraphe, Section, Tableau
from clas_model.restitution.plan import nom_de_fichier
from clas_model.restitution.tableaux import ETATS

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
    "Charte",
    "Points à compléter",
    "Annexe : positionnement",
]


def candidature(document: Document) -> list[Section]:
    rang = next(n for n, s in enumerate(document.sections) if s.id == "a-completer")
    return list(document.sections[:rang])


def texte(morceaux) -> str:
    return "".join(m.texte for m in morceaux)


def paragraphes(sections) -> list[Paragraphe]:
    blocs = [b for s in sections for b in s.blocs]
    listes = [e for b in blocs if isinstance(b, Liste) for e in b.elements]
    return [b for b in blocs if isinstance(b, Paragraphe)] + listes


def tableau(document: Document, legende: str) -> Tableau:
    return next(b for s in document.sections for b in s.blocs if isinstance(b, Tableau) and b.legende == legende)


def ecrit(document: Document) -> str:
    return "\n".join(texte(s.morceaux()) for s in document.sections)


def test_les_rubriques_se_suivent_dans_l_ordre_d_une_candidature(dossier, planifie):
    assert [s.titre for s in planifie(dossier).sections if s.niveau == 1] == RUBRIQUES


def test_un_dossier_vierge_ne_donne_que_des_blancs_a_remplir(planifie):
    sections = candidature(planifie(Dossier()))
    assert len(paragraphes(sections)) > 30
    assert all(p.est_manque for p in paragraphes(sections))
    assert all(m.texte.startswith("[à compléter") for p in paragraphes(sections) for m in p.texte if m.texte.strip())


def test_un_engagement_sans_reponse_ou_refuse_ne_s_ecrit_pas_en_toutes_lettres(faible, planifie):
    lignes = {texte(engagement): texte(reponse) for engagement, reponse in tableau(
        planifie(faible), "Les engagements de la charte").lignes}  # fmt: skip
    assert lignes["Place des parents"].startswith("[à compléter")
    assert lignes["Gratuité, ou presque"] == "Non accepté"
    assert any("\n" in titre and reponse == "Accepté" for titre, reponse in lignes.items())


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


def attendus(dossier: Dossier) -> set[str]:
    """Ce que le parcours dit manquer ; une liste vide et ouverte ne manque qu'une fois."""
    manque = {r.chemin for r in manquantes(reponses(dossier, charger_questionnaire()))}
    return {c for c in manque if not (c.endswith("_close") and c.removesuffix("_close") in manque)}


def abime(dossier: Dossier, hasard: random.Random) -> Dossier:
    """Retire des réponses, en ignore, vide des listes, en rouvre, ajoute des éléments vides."""
    chemins = sorted(c for m in motifs() for c in chemins_du_motif(dossier, m))
    for chemin in hasard.sample(chemins, hasard.randint(1, 60)):
        parent = chemin.rpartition(".")[0]
        if parent and lire(dossier, parent) is None:
            continue
        try:
            if chemin.endswith("_close"):
                dossier = avec(dossier, chemin, hasard.random() < 0.5)
            elif f"{motif(chemin)}_close" in motifs():
                dossier = avec(dossier, chemin, ()) if hasard.random() < 0.5 else ajouter(dossier, chemin)[0]
            else:
                dossier = (sans_savoir if hasard.random() < 0.5 else avec_rien)(dossier, chemin)
        except SaisieRefusee:
            continue
    return dossier


def avec_rien(dossier: Dossier, chemin: str) -> Dossier:
    return avec(dossier, chemin, None)


def test_le_brouillon_manque_exactement_de_ce_que_le_parcours_attend(dossier, planifie):
    champs = [m.champ for m in planifie(dossier).manques]
    assert set(champs) == attendus(dossier)
    assert len(champs) == len(set(champs))


@pytest.mark.parametrize("graine", range(40))
def test_un_dossier_abime_reste_lisible_et_dit_tout_ce_qui_lui_manque(graine, planifie):
    hasard = random.Random(graine)
    depart = charger_exemple(hasard.choice(["complet", "faible"]))
    dossier = abime(depart, hasard)
    document = planifie(dossier)
    champs = [m.champ for m in document.manques]
    assert set(champs) == attendus(dossier)
    assert len(champs) == len(set(champs))
    for paragraphe in paragraphes(candidature(document)):
        assert paragraphe.est_manque or paragraphe.champs, texte(paragraphe.texte)


def test_je_ne_sais_pas_s_ecrit_a_preciser(planifie):
    dossier = sans_savoir(Dossier(), "structure.siret")
    manques = {m.champ: m.texte for m in planifie(dossier).manques}
    assert manques["structure.siret"].startswith("[à préciser")
    assert manques["structure.nom"].startswith("[à compléter")


def test_les_points_a_completer_reprennent_chaque_manque_avec_son_etape(faible, planifie):
    document = planifie(faible)
    lignes = tableau(document, "Ce qui reste à compléter ou à préciser").lignes
    assert len(lignes) == len(document.manques)
    par_manque = {texte(manque): (texte(etape), texte(ou)) for etape, manque, ou in lignes}
    assert par_manque["La description de l'action avec l'école"] == (
        "Avec l'école",
        "Liste des élèves demandée à la directrice",
    )


def test_une_phrase_a_moitie_connue_garde_le_blanc_a_sa_place(planifie):
    dossier = avec(Dossier(), "diagnostic.etablissements.e1.demarches.d1.etat", "prevue")
    assert "Prise de contact prévue, [à compléter\u00a0: la date de la prise de contact]." in ecrit(planifie(dossier))


def test_une_reponse_facultative_absente_ne_laisse_pas_de_trace(complet, planifie):
    assert "Fonction de la personne" in ecrit(planifie(complet))
    assert "Fonction de la personne" not in ecrit(planifie(avec(complet, "structure.contact_fonction", None)))


def test_les_accords_suivent_les_nombres(faible, planifie):
    assert "Le projet réunit 23 enfants en 1 groupe." in ecrit(planifie(faible))
    deux = avec(avec(faible, "groupes.g2.effectif", 1), "groupes.g1.effectif", 0)
    assert "Le projet réunit 1 enfant en 2 groupes." in ecrit(planifie(deux))


def test_un_total_ne_s_ecrit_pas_tant_qu_un_effectif_manque_ou_que_la_liste_est_ouverte(complet, planifie):
    assert "Le projet réunit 36 enfants en 3 groupes." in ecrit(planifie(complet))
    assert "Le projet réunit" not in ecrit(planifie(avec(complet, "groupes.g2.effectif", None)))
    assert "Le projet réunit" not in ecrit(planifie(avec(complet, "groupes_close", False)))


def test_l_equilibre_du_budget_ne_s_ecrit_que_si_tout_est_connu(complet, planifie):
    assert "Les dépenses et les recettes s'équilibrent à 25\u202f200\u00a0€." in ecrit(planifie(complet))
    moins = avec(complet, "budget.charges.l1.montant", "13000")
    assert "Les recettes dépassent les dépenses de 800\u00a0€." in ecrit(planifie(moins))
    ouvert = ecrit(planifie(avec(complet, "budget.produits_close", False)))
    assert "équilibrent" not in ouvert
    assert "Total des montants saisis" in ouvert


def test_une_action_datee_se_passe_du_trimestre(complet, planifie):
    assert complet.ecole.actions[0].periode is not None
    assert "Moment\u00a0: jeudi 10 septembre 2026." in ecrit(planifie(complet))


def test_un_lien_vers_un_element_disparu_ne_casse_rien(complet, planifie):
    perdu = avec(complet, "enfants.activites.x1.besoins", ("b9",))
    perdu = avec(perdu, "groupes.g1.creneaux.c1.accompagnateurs", ("a9",))
    assert "Cette activité n'est reliée à aucun besoin du diagnostic." in ecrit(planifie(perdu))


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
    axes = {texte(axe): texte(score).lower() for axe, score in tableau(document, "La préparation, axe par axe").lignes}
    assert axes == {resultat.referentiel.axe(a.id).libelle: intervalle(a.score.min, a.score.max) for a in resultat.axes}
    assert f"Préparation\u00a0: {intervalle(resultat.score.min, resultat.score.max)}" in ecrit(document)
    etats = {}
    for axe in resultat.referentiel.axes:
        for critere, etat, _, _ in tableau(document, f"Les critères de l'axe « {axe.libelle} »").lignes:
            etats[texte(critere).split("\n")[0]] = texte(etat)
    assert etats == {c.critere.titre: f"{ETATS[c.etat].signe} {ETATS[c.etat].libelle}" for c in resultat.constats}


def test_l_annexe_cite_chaque_passage_mot_pour_mot(complet, planifie, positionne):
    ecrits = ecrit(planifie(complet))
    for constat in positionne(complet).constats:
        assert f"«\u00a0{constat.critere.passage.texte}\u00a0»" in ecrits


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
