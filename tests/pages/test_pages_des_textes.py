"""Les pages des textes : la puce de date, le côte à côte, le critère à son adresse, le passage d'un texte à l'autre."""

from typing import Any

from streamlit.testing.v1 import AppTest

from clas_model.contenu import charger_referentiel
from pages.commun.session import CLE


def textes(essai: AppTest) -> str:
    return " ".join(m.value for m in (*essai.markdown, *essai.caption))


def test_chaque_page_qui_juge_porte_le_texte_et_sa_date(ouvrir: Any) -> None:
    for page in ("dossier/groupes.py", "outils/cote_a_cote.py", "outils/ameliorer.py"):
        assert "Expérimentation · sans date, 2015 par déduction" in textes(ouvrir(page, exemple="complet"))
    for page in ("commun/accueil.py", "dossier/essentiel.py", "restitution/resultats.py", "outils/methode.py"):
        ecrits = textes(ouvrir(page, exemple="complet")).replace("\\", "")
        assert ecrits.count("sans date, rattaché par déduction à l'expérimentation de 2015") >= 1, page
        assert "2015 par déduction" not in ecrits, f"{page} : le même texte est dit deux fois"


def test_une_page_qui_ne_juge_rien_ne_nomme_pas_de_texte(ouvrir: Any) -> None:
    for page in ("garde/donnees.py", "garde/partager.py", "garde/historique.py", "restitution/formulaire.py"):
        assert "2015 par déduction" not in textes(ouvrir(page, exemple="complet")), page


def test_les_resultats_annoncent_un_texte_plus_recent_sans_changer_de_texte(ouvrir: Any) -> None:
    essai = ouvrir("restitution/resultats.py", exemple="complet")
    assert any(c.value.startswith("Un texte plus récent existe") for c in essai.caption)
    assert essai.session_state[CLE].dossier.referentiel.id == "experimentation"


def test_le_cote_a_cote_montre_les_deux_passages_et_l_ecart(ouvrir: Any) -> None:
    essai = ouvrir("outils/cote_a_cote.py", exemple="complet")
    page = textes(essai)
    assert "5 à 15 enfants" in page
    assert "8 à 12 enfants maximum" in page
    assert "2 enfants de trop" in page


def test_sans_dossier_les_textes_se_comparent_seuls(ouvrir: Any) -> None:
    page = textes(ouvrir("outils/cote_a_cote.py"))
    assert "8 à 12 enfants maximum" in page
    assert "À faire" not in page
    assert "Mesure" not in page


def test_un_critere_a_son_adresse(ouvrir: Any) -> None:
    essai = ouvrir("outils/critere.py", exemple="complet", critere="groupe-taille", texte="national")
    assert [t.value for t in essai.title] == ["Des groupes de 8 à 12 enfants"]
    page = textes(essai)
    # Les trois longueurs : une phrase, la règle avec ses chiffres, le passage avec sa source et sa date.
    assert charger_referentiel("national").critere("groupe-taille").en_bref[:20] in page
    assert "8 à 12 enfants par groupe" in page
    assert "vers 2021" in page


def test_un_critere_inconnu_le_dit_et_propose_les_autres(ouvrir: Any) -> None:
    essai = ouvrir("outils/critere.py", critere="n-importe-quoi")
    assert [t.value for t in essai.title] == ["Les critères"]
    assert "n'a pas de critère" in essai.warning[0].value


def test_passer_au_texte_national_garde_tout_et_ouvre_l_etape_du_territoire(ouvrir: Any) -> None:
    essai = ouvrir("outils/texte.py", exemple="complet")
    avant = essai.session_state[CLE].dossier
    essai.radio(key="vers-quel-texte").set_value("national").run()
    assert "Ce qui serait demandé en plus" in textes(essai)
    essai.button(key="passer").click().run()
    assert not essai.exception
    apres = essai.session_state[CLE].dossier
    assert apres.referentiel.id == "national"
    assert apres.model_dump(exclude={"referentiel"}) == avant.model_dump(exclude={"referentiel"})
    essai.switch_page("../dossier/territoire.py").run()
    assert not essai.exception
    assert any("acteurs du territoire" in m.value for m in essai.markdown)


def test_sous_l_experimentation_l_etape_du_territoire_dit_qu_il_n_y_a_rien_a_remplir(ouvrir: Any) -> None:
    essai = ouvrir("dossier/territoire.py", exemple="complet")
    assert any("il n'y a rien à remplir ici" in i.value for i in essai.info)


def test_un_dossier_rouvert_dit_qu_un_texte_plus_recent_existe_et_n_en_change_pas(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    assert "un texte plus récent existe" not in textes(essai)
    widget(essai, "structure.nom").set_value("Les Deux Rives").run()
    secret = essai.session_state[CLE].secret
    rouvert = ouvrir("restitution/resultats.py", dossier=secret)
    assert "Un texte plus récent existe" in textes(rouvert)
    assert "un texte plus récent existe" in textes(ouvrir("dossier/groupes.py", dossier=secret))
    assert any(c.value.startswith("Texte appliqué") and "Expérimentation" in c.value for c in rouvert.caption)
    assert rouvert.session_state[CLE].dossier.referentiel.id == "experimentation"


def test_la_comparaison_se_telecharge_en_trois_formats(ouvrir: Any) -> None:
    essai = ouvrir("outils/cote_a_cote.py", exemple="complet")
    assert [b.proto.label for b in essai.get("download_button")] == ["Word", "PDF accessible", "OpenDocument"]


def test_le_statut_est_a_cote_du_seuil(ouvrir: Any) -> None:
    """À l'étape, dans le tableau des résultats, sur la page du critère et entre deux textes."""
    attendu = "5 à 15 enfants par groupe"
    etape = " ".join(h.proto.body for h in ouvrir("dossier/groupes.py", exemple="complet").get("html"))
    assert f"Attendu (lu)\u202f: {attendu}" in etape.replace("\u00a0:", "\u202f:")
    resultats = ouvrir("restitution/resultats.py", exemple="complet")
    cellules = [c for t in resultats.table for c in t.value.to_numpy().ravel()]
    assert any(f"{attendu} \\(lu\\)" in c for c in cellules)
    critere = textes(ouvrir("outils/critere.py", exemple="complet", critere="continuite-annuelle"))
    assert "Attendu \\(lu\\)" in critere
    assert "Notre interprétation" in critere
    assert f"{attendu} \\(lu\\)" in textes(ouvrir("outils/cote_a_cote.py", exemple="complet"))
