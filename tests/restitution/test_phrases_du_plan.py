"""Chaque phrase du plan sait ses réponses et ses critères, ou le gabarit la porte telle quelle."""

import pytest

from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Morceau, Paragraphe, Section
from clas_model.restitution.phrases import de_meme_origine, decouper, phrases_de, relier
from clas_model.restitution.plan import plan_du_brouillon
from clas_model.restitution.plume import fixe, intitule
from tests.restitution.conftest import AUJOURDHUI


def ecrit(morceaux):
    return "".join(m.texte for m in morceaux)


def toutes(nom, texte):
    dossier, referentiel = charger_exemple(nom), charger_referentiel(texte)
    document = plan_du_brouillon(
        dossier, positionner(dossier, referentiel), charger_questionnaire(), AUJOURDHUI, avec_annexe=True
    )
    return [(s, b, phrases_de(b)) for s in document.sections for b in s.blocs]


@pytest.mark.parametrize("texte", ["experimentation", "national"])
@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_toute_phrase_a_une_reponse_ou_est_du_gabarit(nom, texte):
    comptees = 0
    for section, _, phrases in toutes(nom, texte):
        for phrase in phrases:
            comptees += 1
            assert bool(phrase.champs) != phrase.fixe, (section.id, ecrit(phrase.texte))
            assert not (phrase.fixe and any(m.saisi for m in phrase.texte))
    assert comptees > 100


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_les_phrases_d_un_bloc_redisent_tout_son_texte(nom):
    """Rien ne se perd ni ne se répète quand un paragraphe est découpé."""
    for _, bloc, phrases in toutes(nom, "experimentation"):
        if isinstance(bloc, Paragraphe):
            assert "".join(ecrit(p.texte) for p in phrases) == ecrit(bloc.texte)


def test_la_candidature_n_a_aucune_phrase_du_gabarit_dans_l_exemple_complet():
    fixes = [
        p for s, _, ps in toutes("complet", "experimentation") if not s.id.startswith("annexe") for p in ps if p.fixe
    ]
    assert fixes == []


def test_une_phrase_de_nos_mots_sans_reponse_ni_marque_se_voit():
    """Ce que le premier test refuserait : une affirmation que rien ne fonde."""
    (section,) = relier(
        [Section("s", "Titre", 1, (Paragraphe((Morceau("Le projet est excellent."),)),))],
        positionner(charger_exemple("complet"), charger_referentiel()),
        charger_questionnaire(),
    )
    (phrase,) = phrases_de(section.blocs[0])
    assert (phrase.champs, phrase.fixe) == ((), False)


def test_deux_phrases_d_un_paragraphe_ont_chacune_leurs_reponses():
    """« Prise de contact faite le… » vient de l'état et de la date ; « Réponse favorable. », de la réponse seule."""
    (contact, objet, reponse) = next(
        e.phrases
        for s, b, _ in toutes("complet", "experimentation")
        if s.id == "diagnostic.etablissements.e1"
        for e in getattr(b, "elements", ())
    )
    ici = "diagnostic.etablissements.e1.demarches.d1"
    assert contact.champs == (f"{ici}.etat", f"{ici}.date")
    assert objet.champs == (f"{ici}.objet",)
    assert (ecrit(reponse.texte).strip(), reponse.champs) == ("Réponse favorable.", (f"{ici}.reponse",))
    assert reponse.criteres == ("coordination-etablissements",)


def test_une_ligne_de_tableau_ne_vient_que_de_son_element():
    (tableau,) = (
        b
        for _, b, _ in toutes("complet", "experimentation")
        if getattr(b, "legende", "") == "Les partenaires du projet"
    )
    assert [{c.split(".")[2] for c in p.champs} for p in tableau.phrases] == [{"p1"}, {"p2"}, {"p3"}, {"p4"}]


@pytest.mark.parametrize(
    ("morceaux", "attendues"),
    [
        ([Morceau("Un. Deux ! Trois", saisi=True)], ["Un. ", "Deux ! ", "Trois"]),
        ([Morceau("Avec M. Petit, à 18 h. Fin.", saisi=True)], ["Avec M. Petit, à 18 h. ", "Fin."]),
        ([Morceau("Une ligne\n- une autre", saisi=True)], ["Une ligne\n", "- une autre"]),
        # Un intitulé reste avec ce qu'il annonce.
        ([intitule("Déroulement."), Morceau("Un. Deux.", saisi=True)], ["Déroulement. Un. ", "Deux."]),
        # Un titre cité n'est pas coupé : ce qui le suit est encore la même phrase.
        ([Morceau("Vise « "), Morceau("Lire. Écrire", saisi=True), Morceau(" ».")], ["Vise « Lire. Écrire ».",]),
        ([Morceau("Selon « Un. Deux », voilà. Fin.")], ["Selon « Un. Deux », voilà. ", "Fin."]),
        ([Morceau("Su.", champ="a"), fixe(" Cochez.")], ["Su.", " Cochez."]),
    ],
)  # fmt: skip
def test_le_texte_se_coupe_aux_fins_de_phrase(morceaux, attendues):
    assert [ecrit(p) for p in decouper(tuple(morceaux))] == attendues


def test_des_phrases_voisines_de_meme_origine_n_en_disent_qu_une():
    phrases = next(ps for s, b, ps in toutes("complet", "experimentation") if s.id == "diagnostic" and len(ps) > 2)
    (reunie,) = de_meme_origine(phrases)
    assert reunie.champs == ("diagnostic.synthese",)
    assert ecrit(reunie.texte).endswith("un par un.")
