"""Le plan dit tout ce qui manque, au champ près, et rien de plus."""

import random
import re

import pytest

from clas_model.chemins import ajouter, avec, chemins_du_motif, lire, motif, motifs, sans_savoir
from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.erreurs import SaisieRefusee
from clas_model.parcours import manquantes, reponses
from clas_model.restitution.arbre import Document, Paragraphe, Tableau
from tests.restitution.lecture import candidature, ecrit, paragraphes, points, tableau, texte


def test_un_dossier_vierge_ne_donne_que_des_blancs_a_remplir(planifie):
    sections = candidature(planifie(Dossier()))
    assert len(paragraphes(sections)) > 30
    assert all(p.est_manque for p in paragraphes(sections))
    assert all(m.texte.startswith("[à compléter") for p in paragraphes(sections) for m in p.texte if m.texte.strip())


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
