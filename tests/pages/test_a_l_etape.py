"""Ce qui se voit à l'étape même : contradictions, fautes déjà connues, alertes, mots définis."""

import datetime as dt
from typing import Any

from tests.pages.lecture import etat


def test_une_contradiction_se_montre_et_se_garde(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="complet")
    widget(essai, "groupes.g1.date_fin").set_value("1/9/2026").run()
    assert etat(essai).dossier.groupes[0].date_fin == dt.date(2026, 9, 1)
    assert any("est avant le début" in w.value for w in essai.warning)


def test_les_effectifs_impossibles_nomment_les_plus_proches(ouvrir: Any) -> None:
    essai = ouvrir("outils/effectifs.py")
    essai.text_input(key="effectifs-enfants").set_value("4").run()
    assert "Le plus proche qui convient" in essai.error[0].value
    assert "5 enfants" in essai.error[0].value
    essai.text_input(key="effectifs-enfants").set_value("-4").run()
    assert "écrivez un nombre de 1 à 999" in essai.error[0].value.replace("\\", "")


def test_un_adulte_attendu_a_deux_endroits_se_voit_a_l_etape(ouvrir: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="complet")
    dossier = etat(essai).dossier
    creneau = dossier.groupes[0].creneaux[0]
    double = dossier.groupes[1].model_copy(update={"creneaux": (creneau,)})
    etat(essai).dossier = dossier.model_copy(update={"groupes": (dossier.groupes[0], double)})
    essai.run()
    assert any("est attendu à la même heure" in w.value.replace("\\", "") for w in essai.warning)


def test_une_faute_deja_connue_se_voit_avant_que_la_liste_soit_close(ouvrir: Any, widget: Any) -> None:
    """Référentiel, A : de 5 à 15 enfants ; la liste n'étant pas close, l'état reste « sans réponse »."""
    essai = ouvrir("dossier/groupes.py")
    widget(essai, "groupes:ajouter").click().run()
    widget(essai, "groupes.g1.effectif").set_value("17").run()
    (volet,) = [h.proto.body for h in essai.get("html") if "Des groupes de 5 à 15" in h.proto.body]
    resume, _, dessous = volet.partition("</summary>")
    assert "Sans réponse" in resume
    assert "à corriger" in resume
    # Le fait se lit sans ouvrir le volet.
    assert "17 enfants" in dessous.partition("</details>")[2]


def test_un_nom_de_groupe_n_est_jamais_une_balise_dans_les_criteres(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py")
    widget(essai, "groupes:ajouter").click().run()
    widget(essai, "groupes.g1.nom").set_value("<img src=x onerror=alert(1)>").run()
    widget(essai, "groupes.g1.effectif").set_value("17").run()
    corps = [h.proto.body for h in essai.get("html") if "critere" in h.proto.body]
    assert any("&lt;img" in c for c in corps)
    assert not any("<img" in c for c in corps)


def test_une_alerte_ne_se_montre_qu_a_son_etape(ouvrir: Any) -> None:
    """Un groupe d'un seul enfant : le point de vigilance est à l'étape des groupes, et nulle part ailleurs."""
    for page, attendue in (("dossier/groupes.py", True), ("dossier/budget.py", False)):
        essai = ouvrir(page, exemple="complet")
        dossier = etat(essai).dossier
        seul = dossier.groupes[0].model_copy(update={"effectif": 1})
        etat(essai).dossier = dossier.model_copy(update={"groupes": (seul,)})
        essai.run()
        montrees = [m.value for m in essai.markdown if "Points de vigilance" in m.value]
        assert bool(montrees) is attendue, page


def test_la_relecture_compte_a_part_les_je_ne_sais_pas(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py", exemple="complet")
    widget(essai, "structure.zone").set_value("ne-sait-pas").run()
    essai.switch_page("../dossier/relecture.py").run()
    titres = [m.value.replace("\\", "").replace("\u00a0", " ") for m in essai.markdown if m.value.startswith("## ")]
    assert any("1 « je ne sais pas » à préciser" in t for t in titres), titres


def test_les_mots_d_une_etape_et_les_sigles_d_une_question_sont_definis_sur_place(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    volets = [h.proto.body for h in essai.get("html") if "Les mots de cette étape" in h.proto.body]
    assert len(volets) == 1
    assert "<dt>PEDT</dt>" in volets[0]
    structure = ouvrir("dossier/structure.py")
    assert "QPV" in widget(structure, "structure.quartier_prioritaire").help
    # « Caf » et « Clas » sont dits partout : on ne les redéfinit pas à chaque question.
    assert "Caisse d" not in (widget(structure, "structure.departement").help or "")
