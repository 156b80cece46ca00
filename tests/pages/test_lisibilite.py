"""Ce qui se lit sans effort : pas d'état sans dossier, une suite à chaque étape, rien de coupé au milieu d'un mot."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clas_model.dossier import Besoin
from pages.commun import listes
from pages.commun.session import CLE


def liens(essai: AppTest) -> list[str]:
    """Les libellés tels qu'on les lit : une barre oblique n'y échappe que le signe qui la suit."""
    libelles = (re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", lien.proto.label) for lien in essai.main.get("page_link"))
    return [libelle.replace("\u00a0", " ") for libelle in libelles]


def etats(essai: AppTest) -> int:
    return len(essai.get("progress"))


@pytest.mark.parametrize("page", ["garde/retrouver.py", "garde/donnees.py", "outils/effectifs.py", "commun/accueil.py"])
def test_sans_dossier_commence_aucun_etat_ne_se_montre(ouvrir: Any, page: str) -> None:
    assert etats(ouvrir(page)) == 0
    assert etats(ouvrir(page, exemple="complet")) == 1


@pytest.mark.parametrize("page", ["dossier/essentiel.py", "dossier/structure.py", "restitution/resultats.py"])
def test_la_ou_le_dossier_se_remplit_l_etat_se_montre_une_fois(ouvrir: Any, page: str) -> None:
    assert etats(ouvrir(page)) == 1


def test_chaque_etape_dit_la_suivante_et_la_precedente(ouvrir: Any) -> None:
    groupes = liens(ouvrir("dossier/groupes.py"))
    assert "Étape suivante : Avec les enfants" in groupes
    assert "Revenir : Diagnostic et partenaires" in groupes
    assert "Revenir : L'essentiel" in liens(ouvrir("dossier/structure.py"))
    assert "Étape suivante : Relecture" in liens(ouvrir("dossier/budget.py"))


def test_un_lien_qui_cite_une_reponse_se_lit_sans_signe_perdu(ouvrir: Any) -> None:
    """« Action 1 : Liste des élèves… » : l'espace insécable ne se glisse pas entre un signe et ce qui le neutralise."""
    relecture = liens(ouvrir("dossier/relecture.py", exemple="faible"))
    assert "La description de l'action avec l'école (Action 1 : Liste des élèves demandée à la directrice)" in relecture
    assert not [libelle for libelle in relecture if "\\" in libelle]


def test_deux_manques_semblables_se_distinguent_par_leur_groupe(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py")
    for groupe in ("g1", "g2"):
        widget(essai, "groupes:ajouter").click().run()
        widget(essai, f"groupes.{groupe}.creneaux:ajouter").click().run()
    relecture = liens(ouvrir("dossier/relecture.py", dossier=essai.session_state[CLE].secret))
    debuts = [libelle for libelle in relecture if libelle.startswith("L'heure de début")]
    assert [libelle.partition(" (")[2] for libelle in debuts] == ["Groupe 1, Créneau 1)", "Groupe 2, Créneau 1)"]


def test_le_plan_suit_le_texte_du_dossier(ouvrir: Any) -> None:
    """L'étape du territoire n'existe que sous les textes nationaux ; le menu ne la montre pas, le plan non plus."""
    plan = liens(ouvrir("outils/plan.py"))
    assert "Évaluation" in plan
    assert "Avec le territoire" not in plan


def test_une_adresse_qui_ne_sort_pas_de_l_ordinateur_le_dit(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Deux Rives").run()
    partager = ouvrir("garde/partager.py", dossier=essai.session_state[CLE].secret)
    assert any("ne s'ouvre que sur cet ordinateur" in c.value for c in partager.caption)


def test_une_etape_sans_critere_le_dit_et_prend_toute_la_largeur(ouvrir: Any) -> None:
    for page, juge in (("dossier/budget.py", False), ("dossier/evaluation.py", True)):
        essai = ouvrir(page, exemple="faible")
        assert any("aucun critère ne se juge ici" in c.value for c in essai.caption) is not juge
        assert any("Critères de cette étape" in m.value for m in essai.markdown) is juge


def test_un_engagement_ne_dit_que_ce_que_le_dossier_appuie_ou_contredit(ouvrir: Any) -> None:
    legendes = " ".join(c.value for c in ouvrir("dossier/cadre.py", exemple="faible").caption)
    assert "Toutes les activités sont de l'aide aux devoirs" in legendes
    assert "ne le confirme ni ne le dément" not in legendes


def test_un_resume_ne_coupe_pas_un_mot() -> None:
    mots = "Les enfants oublient leur cahier, et à la maison personne ne peut vérifier ce qui a été demandé en classe."
    rendu = listes.resume("description")(Besoin(id="b1", description=mots))
    assert rendu.endswith("…")
    assert len(rendu) <= listes.RESUME_MAX + 1
    assert rendu.removesuffix("…") + " " in mots
    assert listes.resume("description")(Besoin(id="b1", description="Lire, écrire.")) == "Lire, écrire."
