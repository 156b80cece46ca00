"""Le dossier d'une session : enregistré, en panne, ouvert deux fois, quitté pour un exemple, retrouvé."""

from typing import Any

from tests.pages.lecture import etat


def test_le_dossier_revient_par_son_adresse_dans_une_autre_session(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    secret = essai.query_params["dossier"]
    autre = ouvrir("dossier/structure.py", dossier=secret if isinstance(secret, str) else secret[0])
    assert widget(autre, "structure.nom").value == "Les Passerelles"


def test_deux_sessions_ne_s_ecrasent_pas_en_silence(ouvrir: Any, widget: Any) -> None:
    une = ouvrir("dossier/structure.py")
    widget(une, "structure.nom").set_value("Première").run()
    secret = une.query_params["dossier"]
    secret = secret if isinstance(secret, str) else secret[0]
    autre = ouvrir("dossier/structure.py", dossier=secret)
    widget(autre, "structure.commune").set_value("Valbrune").run()
    # Un autre champ : les deux réponses sont gardées, sans question.
    widget(une, "structure.siret").set_value("73282932000074").run()
    assert any("sont réunies" in w.value for w in une.warning)
    assert etat(une).dossier.structure.commune == "Valbrune"
    assert widget(une, "structure.commune").value == "Valbrune"
    assert not etat(une).conflits
    # Le même champ : les deux réponses se lisent, et le choix est enregistré.
    widget(autre, "structure.commune").set_value("Grands Buis").run()
    assert etat(autre).dossier.structure.siret == "73282932000074"
    widget(une, "structure.commune").set_value("Ailleurs").run()
    (conflit,) = [w.value.replace("\\", "") for w in une.warning if "Laquelle garder" in w.value]
    assert "Vous : « Ailleurs »" in conflit.replace("\u00a0", " ")
    assert "Réponse enregistrée : « Grands Buis »" in conflit.replace("\u00a0", " ")
    assert etat(une).dossier.structure.commune == "Grands Buis"
    une.button(key="garder-mienne").click().run()
    assert widget(une, "structure.commune").value == "Ailleurs"
    assert not etat(une).conflits
    relu = ouvrir("dossier/structure.py", dossier=secret)
    assert etat(relu).dossier.structure.commune == "Ailleurs"
    widget(autre, "structure.commune").set_value("Rivière").run()
    autre.button(key="garder-autre").click().run()
    assert widget(autre, "structure.commune").value == "Ailleurs"


def test_une_panne_d_enregistrement_se_dit_et_se_retente(ouvrir: Any, widget: Any, monkeypatch: Any) -> None:
    from clas_model.erreurs import EnregistrementImpossible
    from clas_model.persistance import SqlDossierRepository

    essai = ouvrir("dossier/structure.py")
    creer = SqlDossierRepository.create

    def en_panne(*_: Any) -> Any:
        raise EnregistrementImpossible("Le disque est plein.")

    monkeypatch.setattr(SqlDossierRepository, "create", en_panne)
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    assert any("disque est plein" in e.value for e in essai.error)
    assert widget(essai, "structure.nom").value == "Les Passerelles"
    monkeypatch.setattr(SqlDossierRepository, "create", creer)
    essai.button(key="reessayer").click().run()
    assert etat(essai).revision == 1
    assert not essai.error


def test_ouvrir_une_page_ne_cree_aucun_dossier(ouvrir: Any, tmp_path: Any) -> None:
    ouvrir("dossier/structure.py")
    ouvrir("restitution/resultats.py", exemple="complet")
    assert not (tmp_path / "clas.sqlite3").exists()


def test_un_lien_inconnu_le_dit_et_laisse_commencer(ouvrir: Any) -> None:
    essai = ouvrir(dossier="inconnu")
    assert any("ne mène à aucun dossier" in w.value for w in essai.warning)


def test_on_sort_d_un_exemple_par_un_dossier_vierge(ouvrir: Any) -> None:
    essai = ouvrir(exemple="complet")
    essai.button(key="quitter-exemple").click().run()
    assert etat(essai).dossier.groupes == ()
    assert "exemple" not in essai.query_params


def test_on_revient_au_dossier_quitte_pour_un_exemple(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-complet").click().run()
    assert etat(essai).dossier.fictif
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="revenir-0").click().run()
    assert etat(essai).dossier.structure.nom == "Les Passerelles"


def test_une_base_muette_a_l_ouverture_ne_perd_pas_le_lien(ouvrir: Any, widget: Any, monkeypatch: Any) -> None:
    from clas_model.erreurs import EnregistrementImpossible
    from clas_model.persistance import SqlDossierRepository

    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    secret = etat(essai).secret
    lire = SqlDossierRepository.get

    def muette(*_: Any) -> Any:
        raise EnregistrementImpossible("La base ne répond pas.")

    monkeypatch.setattr(SqlDossierRepository, "get", muette)
    autre = ouvrir("dossier/structure.py", dossier=secret)
    widget(autre, "structure.commune").set_value("Valbrune").run()
    assert any("rechargez la page" in e.value for e in autre.error)
    monkeypatch.setattr(SqlDossierRepository, "get", lire)
    autre.run()
    assert etat(autre).dossier.structure.nom == "Les Passerelles"
    assert etat(autre).secret == secret


def test_deux_exemples_de_suite_ne_perdent_ni_son_dossier_ni_l_exemple_modifie(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-complet").click().run()
    essai.switch_page("../dossier/structure.py").run()
    widget(essai, "structure.nom").set_value("Exemple à moi").run()
    assert "exemple fictif" in essai.get("progress")[0].proto.text
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-faible").click().run()
    essai.switch_page("../commun/accueil.py").run()
    retours = [b for b in essai.button if b.key and b.key.startswith("revenir-")]
    assert [b.label.replace("\\", "").replace("\u00a0", " ") for b in retours] == [
        "Revenir au dossier « Exemple à moi » (exemple fictif modifié)",
        "Revenir au dossier « Les Passerelles »",
    ]
    retours[1].click().run()
    assert etat(essai).dossier.structure.nom == "Les Passerelles"
    assert "dossier" in essai.query_params


def test_une_reponse_pas_encore_enregistree_survit_a_l_ouverture_d_un_exemple(
    ouvrir: Any, widget: Any, monkeypatch: Any
) -> None:
    from clas_model.erreurs import EnregistrementImpossible
    from clas_model.persistance import SqlDossierRepository

    def en_panne(*_: Any) -> Any:
        raise EnregistrementImpossible("Le disque est plein.")

    # Un dossier qui n'a jamais pu être enregistré.
    monkeypatch.setattr(SqlDossierRepository, "create", en_panne)
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Jamais enregistré").run()
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-complet").click().run()
    assert [q.dossier.structure.nom for q in etat(essai).quittees] == ["Jamais enregistré"]


def test_une_reponse_en_panne_reste_joignable_quand_on_rouvre_son_dossier(
    ouvrir: Any, widget: Any, monkeypatch: Any
) -> None:
    from clas_model.erreurs import EnregistrementImpossible
    from clas_model.persistance import SqlDossierRepository

    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Enregistré").run()
    secret = essai.query_params["dossier"]
    garder = SqlDossierRepository.save

    def en_panne(*_: Any) -> Any:
        raise EnregistrementImpossible("Le disque est plein.")

    monkeypatch.setattr(SqlDossierRepository, "save", en_panne)
    widget(essai, "structure.nom").set_value("Pas enregistré").run()
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-complet").click().run()
    monkeypatch.setattr(SqlDossierRepository, "save", garder)
    essai.query_params["dossier"] = secret
    essai.run()
    assert etat(essai).dossier.structure.nom == "Enregistré"
    assert [q.dossier.structure.nom for q in etat(essai).quittees] == ["Pas enregistré"]


def test_les_dossiers_quittes_ne_s_accumulent_pas_sans_fin(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir()
    for nom in "abcdefg":
        essai.switch_page("../dossier/structure.py").run()
        widget(essai, "structure.nom").set_value(nom).run()
        essai.switch_page("../commun/accueil.py").run()
        essai.button(key="nouveau").click().run()
    assert [q.dossier.structure.nom for q in etat(essai).quittees] == ["g", "f", "e", "d", "c"]


def test_revenir_a_un_dossier_montre_ses_reponses(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    rechargement = etat(essai).rechargement
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="exemple-complet").click().run()
    essai.switch_page("../commun/accueil.py").run()
    essai.button(key="revenir-0").click().run()
    # D'autres clés que celles de l'exemple, et que celles d'avant : chaque champ relit le dossier.
    assert etat(essai).rechargement > rechargement + 1
    essai.switch_page("../dossier/structure.py").run()
    assert widget(essai, "structure.nom").value == "Les Passerelles"
