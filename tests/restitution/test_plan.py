"""Le plan du brouillon n'écrit que ce qu'une réponse fonde, et dit tout ce qui manque."""

import itertools
import random
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from clas_model.chemins import ajouter, avec, chemins_du_motif, lire, motif, motifs, sans_savoir
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.francais import intervalle, typographie
from clas_model.parcours import manquantes, reponses
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Document, Liste, Paragraphe, Section, Tableau
from clas_model.restitution.phrases import phrases_de
from clas_model.restitution.plan import nom_de_fichier, plan_du_brouillon
from clas_model.restitution.redaction_annexe import CRITERES, LEGENDE_SUITES
from clas_model.restitution.redaction_reste import LEGENDE
from clas_model.restitution.tableaux import lignes
from tests.restitution.conftest import AUJOURDHUI

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


def candidature(document: Document) -> list[Section]:
    return list(itertools.takewhile(lambda s: not s.id.startswith(("a-completer", "annexe")), document.sections))


def texte(morceaux) -> str:
    return "".join(m.texte for m in morceaux)


def paragraphes(sections) -> list[Paragraphe]:
    blocs = [b for s in sections for b in s.blocs]
    listes = [e for b in blocs if isinstance(b, Liste) for e in b.elements]
    return [b for b in blocs if isinstance(b, Paragraphe)] + listes


def tableau(document: Document, legende: str) -> Tableau:
    return next(b for s in document.sections for b in s.blocs if isinstance(b, Tableau) and b.legende == legende)


def lignes_du_tableau(document: Document, legende: str):
    """Les lignes d'un tableau ; aucune s'il n'est pas dans le document."""
    blocs = (b for s in document.sections for b in s.blocs)
    return next((b.lignes for b in blocs if isinstance(b, Tableau) and b.legende == legende), ())


def ecrit(document: Document) -> str:
    return "\n".join(texte(s.morceaux()) for s in document.sections)


def test_les_rubriques_se_suivent_dans_l_ordre_d_une_candidature(dossier, planifie):
    # L'arbre n'existe que si un besoin nommé a une action ou un objectif : l'exemple complet seul.
    relies = any(a.besoins for a in (*dossier.enfants.activites, *dossier.parents.actions, *dossier.ecole.actions))
    document = planifie(dossier)
    absentes = {"Arbre des objectifs"} if not relies else set()
    # Une rubrique qui n'aurait rien à dire n'est pas annoncée.
    absentes |= set() if document.manques else {"Points à compléter"}
    assert [s.titre for s in document.sections if s.niveau == 1] == [r for r in RUBRIQUES if r not in absentes]


def test_un_dossier_vierge_ne_donne_que_des_blancs_a_remplir(planifie):
    sections = candidature(planifie(Dossier()))
    assert len(paragraphes(sections)) > 30
    assert all(p.est_manque for p in paragraphes(sections))
    assert all(m.texte.startswith("[à compléter") for p in paragraphes(sections) for m in p.texte if m.texte.strip())


def test_un_engagement_sans_reponse_ou_refuse_ne_s_ecrit_pas_en_toutes_lettres(faible, planifie):
    lignes = {texte(engagement): texte(reponse) for engagement, reponse in tableau(
        planifie(faible), "Les engagements de la charte").lignes}  # fmt: skip
    assert lignes["Place des parents"].startswith("[à compléter")
    position = "[à compléter\u00a0: votre position sur l'engagement «\u00a0Gratuité, ou presque\u00a0»]"
    assert lignes["Gratuité, ou presque"] == position
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


def attendus(dossier: Dossier) -> dict[str, str]:
    """Ce que la Relecture dit manquer : les chemins, et le motif de chacun."""
    return {
        r.chemin: r.question.motif
        for r in manquantes(reponses(dossier, charger_questionnaire().pour(charger_referentiel())))
    }


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


def verifier_les_manques(dossier: Dossier, document: Document) -> None:
    """Les points à compléter sont ceux de la Relecture ; dans le corps, rien ne manque deux fois ni sans raison."""
    voulus = attendus(dossier)
    reste = next((s for s in document.sections if s.id == "a-completer"), None)
    if reste is None:
        assert (dict(voulus), document.manques) == ({}, ())
        return
    assert len(voulus) == sum(int(n) for n in re.findall(r"\d+", texte(reste.blocs[0].texte)))
    assert set(reste.blocs[0].champs) == set(voulus)
    listes = [c for b in reste.blocs[1:2] if isinstance(b, Paragraphe) and "à terminer" in texte(b.texte)
              for c in b.champs]  # fmt: skip
    points = [c for b in reste.blocs if isinstance(b, Tableau) for c in b.champs]
    assert listes == [c for c in voulus if c.endswith("_close")]
    assert points == [c for c in voulus if not c.endswith("_close")]
    champs = [m.champ for m in document.manques]
    assert len(champs) == len(set(champs))
    assert {m.champ for m in document.manques if not m.repondu} <= set(points)
    refus = [m.champ for m in document.manques if m.repondu]
    for champ in refus:
        if champ.endswith("_close"):
            assert lire(dossier, champ) is True
            assert lire(dossier, champ.removesuffix("_close")) == ()
        # Un lien peut ne désigner que des éléments disparus : il n'est pas vide, et ne dit rien.
        elif not champ.endswith((".besoins", ".accompagnateurs", ".etablissements")):
            assert lire(dossier, champ) in (False, ())


def avec_rien(dossier: Dossier, chemin: str) -> Dossier:
    return avec(dossier, chemin, None)


def test_le_brouillon_manque_exactement_de_ce_que_le_parcours_attend(dossier, planifie):
    verifier_les_manques(dossier, planifie(dossier))


@pytest.mark.parametrize("graine", range(40))
def test_un_dossier_abime_reste_lisible_et_dit_tout_ce_qui_lui_manque(graine, planifie):
    hasard = random.Random(graine)
    depart = charger_exemple(hasard.choice(["complet", "faible"]))
    dossier = abime(depart, hasard)
    document = planifie(dossier)
    verifier_les_manques(dossier, document)
    for paragraphe in paragraphes(candidature(document)):
        assert paragraphe.est_manque or paragraphe.champs, texte(paragraphe.texte)


def test_je_ne_sais_pas_s_ecrit_a_preciser(planifie):
    dossier = sans_savoir(Dossier(), "structure.siret")
    manques = {m.champ: m.texte for m in planifie(dossier).manques}
    assert manques["structure.siret"].startswith("[à préciser")
    assert manques["structure.nom"].startswith("[à compléter")


def points(document: Document) -> list[tuple[str, str, str]]:
    """Les lignes des points à compléter : ce qui manque, quoi écrire, ce que dit le texte."""
    trouves = [b for s in document.sections for b in s.blocs if isinstance(b, Tableau) and b.legende == LEGENDE]
    return [tuple(texte(c).replace("\u00a0", " ") for c in ligne) for t in trouves for ligne in t.lignes]


def ecartes(document: Document) -> list[str]:
    """Ce que le texte attend, et que les réponses écartent."""
    sections = [s for s in document.sections if s.id == "a-completer-ecartes"]
    return [texte(p.texte).replace("\u00a0", " ") for p in paragraphes(sections)]


def test_les_points_a_completer_disent_quoi_ecrire_et_le_texte_qui_le_demande(faible, planifie):
    lignes = {quoi: (ecrire, dit) for quoi, ecrire, dit in points(planifie(faible))}
    (description,) = (v for c, v in lignes.items() if c.startswith("La description de l'action avec l'école"))
    question = charger_questionnaire().par_motif["ecole.actions.*.description"]
    assert description[0].startswith(question.libelle.removesuffix(" ?"))
    # La personnalisation est jugée : le passage du texte est cité mot pour mot, et sa source suit le tableau.
    (perso,) = (v for c, v in lignes.items() if "L'adaptation ou non de l'accompagnement" in c)
    assert "doit permettre une prise en charge personnalisée" in perso[1]
    assert "Passages tirés de" in ecrit(planifie(faible))


def test_les_listes_ouvertes_tiennent_en_une_phrase(faible, complet, planifie):
    """L'exemple faible n'a que deux listes à terminer : dépenses et recettes."""
    phrase = "Listes à terminer : « Les dépenses prévues » et « Les recettes prévues »."
    assert phrase in ecrit(planifie(faible)).replace("\u00a0", " ")
    assert "la suite de la liste" not in ecrit(planifie(faible))
    ouvert = avec(complet, "groupes.g1.creneaux_close", False)
    assert "Liste à terminer : « Les créneaux de ce groupe » (" in ecrit(planifie(ouvert)).replace("\u00a0", " ")
    assert "Il reste 1 réponse à donner." in ecrit(planifie(ouvert))


def test_une_ligne_sans_reponse_ne_s_imprime_pas(complet, planifie):
    avant = len(tableau(planifie(complet), "Les dépenses prévues").lignes)
    document = planifie(ajouter(complet, "budget.charges")[0])
    assert len(tableau(document, "Les dépenses prévues").lignes) == avant
    # Ce qui y manque reste dit à la fin.
    assert len([p for p in points(document) if "dépense" in p[0]]) == 2
    vide = avec(Dossier(), "groupes.g1.nom", None)
    assert not [b for s in planifie(vide).sections if s.id == "groupes" for b in s.blocs if isinstance(b, Tableau)]


def test_une_phrase_a_moitie_connue_garde_le_blanc_a_sa_place(planifie):
    dossier = avec(Dossier(), "diagnostic.etablissements.e1.demarches.d1.etat", "prevue")
    connu = avec(dossier, "diagnostic.etablissements.e1.demarches.d1.date", "2026-09-08")
    assert "Prise de contact prévue le mardi 8 septembre 2026." in ecrit(planifie(connu))
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
    assert "Il reste 800\u00a0€ de recettes sans dépense en face." in ecrit(planifie(moins))
    plus = avec(complet, "budget.charges.l1.montant", "14000")
    assert "Il manque 200\u00a0€ de recettes pour couvrir les dépenses." in ecrit(planifie(plus))
    ouvert = ecrit(planifie(avec(complet, "budget.produits_close", False)))
    assert "équilibrent" not in ouvert
    assert "Total des montants saisis" in ouvert


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
            assert f"«\u00a0{constat.critere.passage.texte}\u00a0»" in passage
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
