"""Répondre, se tromper, ne pas savoir, ajouter, retirer : ce que voit l'utilisateur et ce que garde le dossier."""

import datetime as dt
from decimal import Decimal
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.commun import session
from pages.commun.session import Session


def etat(essai: AppTest) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat


def test_une_reponse_est_gardee_et_enregistree(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    assert etat(essai).dossier.structure.nom == "Les Passerelles"
    assert etat(essai).revision == 1
    assert "enregistré à" in essai.get("progress")[0].proto.text


def test_le_dossier_revient_par_son_adresse_dans_une_autre_session(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    secret = essai.query_params["dossier"]
    autre = ouvrir("dossier/structure.py", dossier=secret if isinstance(secret, str) else secret[0])
    assert widget(autre, "structure.nom").value == "Les Passerelles"


def test_un_effectif_negatif_est_refuse_sous_son_champ(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    widget(essai, "groupes.g1.effectif").set_value("-3").run()
    assert any("au moins 0" in e.value for e in essai.error)
    assert etat(essai).dossier.groupes[0].effectif == 23
    widget(essai, "groupes.g1.effectif").set_value("12").run()
    assert not essai.error
    assert etat(essai).dossier.groupes[0].effectif == 12


def test_un_siret_faux_est_refuse_sous_son_champ(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.siret").set_value("73282932000075").run()
    assert any("ne forment pas un vrai SIRET" in e.value for e in essai.error)
    assert etat(essai).dossier.structure.siret is None


def test_un_texte_trop_long_est_refuse_et_le_dernier_bon_reste(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py", exemple="complet")
    avant = etat(essai).dossier.diagnostic.synthese
    widget(essai, "diagnostic.synthese").set_value("x" * 200_000).run()
    assert any("dépasse" in e.value for e in essai.error)
    assert etat(essai).dossier.diagnostic.synthese == avant


def test_html_et_markdown_sont_gardes_tels_quels_et_signales(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    texte = "<b>gras</b> **gras** [lien](http://exemple.invalid)"
    widget(essai, "diagnostic.synthese").set_value(texte).run()
    assert etat(essai).dossier.diagnostic.synthese == texte
    assert any("imprimé tel quel" in c.value for c in essai.caption)


def test_je_ne_sais_pas_est_une_reponse_qui_se_retire(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/cadre.py")
    widget(essai, "cadre.departemental").set_value("ne-sait-pas").run()
    assert etat(essai).dossier.ne_sait_pas == ("cadre.departemental",)
    widget(essai, "cadre.departemental").set_value("oui").run()
    assert etat(essai).dossier.ne_sait_pas == ()
    assert etat(essai).dossier.cadre.departemental is True


def test_je_ne_sais_pas_pour_un_nombre(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py")
    widget(essai, "groupes:ajouter").click().run()
    widget(essai, "groupes.g1.effectif:nsp").check().run()
    assert etat(essai).dossier.ne_sait_pas == ("groupes.g1.effectif",)


def test_un_element_retire_se_remet(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="complet")
    avant = etat(essai).dossier
    widget(essai, "groupes.g1:retirer").click().run()
    assert [g.id for g in etat(essai).dossier.groupes] == ["g2", "g3"]
    widget(essai, "groupes:annuler").click().run()
    assert etat(essai).dossier == avant


def test_une_contradiction_se_montre_et_se_garde(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="complet")
    widget(essai, "groupes.g1.date_fin").set_value("1/9/2026").run()
    assert etat(essai).dossier.groupes[0].date_fin == dt.date(2026, 9, 1)
    assert any("est avant le début" in w.value for w in essai.warning)


def test_aucun_exclut_les_autres_choix(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/ecole.py", exemple="complet")
    pastilles = widget(essai, "ecole.canaux")
    pastilles.set_value([*pastilles.value, "aucun"]).run()
    assert etat(essai).dossier.ecole.canaux == ()
    widget(essai, "ecole.canaux").set_value(["aucun", "referent"]).run()
    assert etat(essai).dossier.ecole.canaux == ("referent",)
    widget(essai, "ecole.canaux").set_value([]).run()
    assert etat(essai).dossier.ecole.canaux is None


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


def test_l_essentiel_compte_les_adultes_sans_les_nommer(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/essentiel.py")
    widget(essai, "groupes.g1.effectif").set_value("14").run()
    widget(essai, "groupes.g1.creneaux.c1.nombre_adultes").set_value("2").run()
    dossier = etat(essai).dossier
    assert dossier.equipe.accompagnateurs == ()
    assert dossier.groupes[0].creneaux[0].nombre_adultes == 2
    widget(essai, "groupes.g1.creneaux.c1.nombre_adultes").set_value("-1").run()
    assert any("au moins 0" in e.value for e in essai.error)
    assert etat(essai).dossier.groupes[0].creneaux[0].nombre_adultes == 2


def test_un_nombre_mal_ecrit_est_refuse_et_reste_a_l_ecran(ouvrir: Any, widget: Any) -> None:
    """« 12,5 » ne devient pas 125, « douze » n'efface rien."""
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    for ecrit in ("12,5", "douze", "1.200", "12 5", "9" * 30):
        widget(essai, "groupes.g1.effectif").set_value(ecrit).run()
        assert etat(essai).dossier.groupes[0].effectif == 23, ecrit
        assert any("écrivez un nombre entier" in e.value for e in essai.error), ecrit
        assert widget(essai, "groupes.g1.effectif").value == ecrit
    widget(essai, "groupes.g1.effectif").set_value(" 14 ").run()
    assert not essai.error
    assert widget(essai, "groupes.g1.effectif").value == "14"


def test_les_effectifs_impossibles_nomment_les_plus_proches(ouvrir: Any) -> None:
    essai = ouvrir("outils/effectifs.py")
    essai.text_input(key="effectifs-enfants").set_value("4").run()
    assert "Le plus proche qui convient" in essai.error[0].value
    assert "5 enfants" in essai.error[0].value
    essai.text_input(key="effectifs-enfants").set_value("-4").run()
    assert "écrivez un nombre de 1 à 999" in essai.error[0].value.replace("\\", "")


def test_une_reponse_par_bouton_radio_s_efface(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/cadre.py", exemple="complet")
    widget(essai, "charte.laicite-effacer").click().run()
    assert etat(essai).dossier.charte.laicite is None
    assert widget(essai, "charte.laicite").value is None
    # Sans réponse, il n'y a rien à effacer ; une autre réponse ramène le bouton.
    assert not [b for b in essai.button if str(b.key).endswith("charte.laicite-effacer")]
    widget(essai, "charte.laicite").set_value("non").run()
    assert etat(essai).dossier.charte.laicite is False
    assert [b for b in essai.button if str(b.key).endswith("charte.laicite-effacer")]


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


def test_un_refus_ne_reste_pas_affiche_apres_un_changement_de_page(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.siret").set_value("123").run()
    assert essai.error
    essai.switch_page("../dossier/budget.py").run()
    essai.switch_page("../dossier/structure.py").run()
    assert not essai.error


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


def test_deux_besoins_de_meme_nom_restent_distincts(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    for identifiant in ("b1", "b2"):
        widget(essai, "diagnostic.besoins:ajouter").click().run()
        widget(essai, f"diagnostic.besoins.{identifiant}.intitule").set_value("Lire").run()
    essai.switch_page("../dossier/enfants.py").run()
    widget(essai, "enfants.activites:ajouter").click().run()
    widget(essai, "enfants.activites.a1.besoins").set_value(["b1"]).run()
    assert etat(essai).dossier.enfants.activites[0].besoins == ("b1",)


def test_retirer_le_dernier_element_ne_repond_pas_aucun(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/parents.py", exemple="faible")
    assert etat(essai).dossier.parents.actions_close
    widget(essai, "parents.actions:ajouter").click().run()
    assert not etat(essai).dossier.parents.actions_close


def test_le_texte_d_un_utilisateur_n_est_jamais_interprete(ouvrir: Any, widget: Any) -> None:
    hostile = "<b>a</b> **b** ![i](http://exemple.invalid/i.png) :red[c] $d$"
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    widget(essai, "groupes.g1.nom").set_value(hostile).run()
    for page in ("dossier/groupes.py", "dossier/relecture.py", "restitution/resultats.py", "restitution/brouillon.py"):
        essai.switch_page(f"../{page}").run()
        assert not essai.exception
        for genre in ("markdown", "caption", "error", "warning", "success", "info"):
            for element in getattr(essai, genre):
                assert "**b**" not in element.value, (page, element.value)
                assert "](http" not in element.value.replace("\\", "\0"), (page, element.value)


def test_une_reponse_donnee_se_vide_puis_s_ignore(ouvrir: Any, widget: Any) -> None:
    """Un nombre, une date, une heure, un choix : on peut revenir à « pas de réponse », puis à « je ne sais pas »."""
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    lu = {
        "groupes.g1.effectif": lambda d: d.groupes[0].effectif,
        "groupes.g1.date_debut": lambda d: d.groupes[0].date_debut,
        "groupes.g1.creneaux.c1.debut": lambda d: d.groupes[0].creneaux[0].debut,
        "groupes.g1.creneaux.c1.jour": lambda d: d.groupes[0].creneaux[0].jour,
    }
    for chemin, lire in lu.items():
        assert lire(etat(essai).dossier) is not None
        # Le widget n'a pas de valeur de départ : dans le navigateur, le vider ne la ramène pas.
        assert not getattr(widget(essai, chemin).proto, "default", None), chemin
        widget(essai, chemin).set_value(None).run()
        assert lire(etat(essai).dossier) is None, chemin
    widget(essai, "groupes.g1.effectif:nsp").check().run()
    assert "groupes.g1.effectif" in etat(essai).dossier.ne_sait_pas


def test_un_montant_s_ecrit_a_la_francaise(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/budget.py", exemple="faible")
    montant = "budget.charges.l1.montant"
    widget(essai, montant).set_value("1 250,5").run()
    assert etat(essai).dossier.budget.charges[0].montant == Decimal("1250.50")
    assert widget(essai, montant).value == "1\u202f250,50\u00a0€"
    widget(essai, montant).set_value("douze euros").run()
    assert etat(essai).dossier.budget.charges[0].montant == Decimal("1250.50")
    assert any("écrivez un montant en euros" in e.value for e in essai.error)
    widget(essai, montant).set_value("").run()
    assert etat(essai).dossier.budget.charges[0].montant is None
    assert not essai.error


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


def test_les_heures_de_classe_a_l_envers_ne_s_ajoutent_pas(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    widget(essai, "diagnostic.etablissements:ajouter").click().run()
    ici = "diagnostic.etablissements.e1"
    ouvert = etat(essai)
    essai.session_state[f"{ouvert.dossier.id}:{ouvert.rechargement}:{ici}.horaires:volet"] = True
    essai.run()
    widget(essai, f"{ici}:debut").set_value("16 h 30").run()
    widget(essai, f"{ici}:fin").set_value("13 h 30").run()
    assert widget(essai, f"{ici}:plages").disabled
    assert any("La fin doit venir après le début." in e.value for e in essai.error)
    widget(essai, f"{ici}:debut").set_value("8 h 30").run()
    widget(essai, f"{ici}:plages").click().run()
    jours = ["lundi", "mardi", "jeudi", "vendredi"]
    assert [p.jour for p in etat(essai).dossier.diagnostic.etablissements[0].horaires] == jours
    # Les champs se vident pour la suite, et une ligne se corrige sur place.
    assert widget(essai, f"{ici}:debut").value == ""
    widget(essai, f"{ici}.horaires.h1:modifier").click().run()
    widget(essai, f"{ici}.horaires.h1.fin").set_value("11 h 30").run()
    assert etat(essai).dossier.diagnostic.etablissements[0].horaires[0].fin == dt.time(11, 30)


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


def test_les_memes_heures_de_classe_ne_s_ajoutent_qu_une_fois(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    widget(essai, "diagnostic.etablissements:ajouter").click().run()
    ici, ouvert = "diagnostic.etablissements.e1", etat(essai)
    essai.session_state[f"{ouvert.dossier.id}:{ouvert.rechargement}:{ici}.horaires:volet"] = True
    essai.run()
    for _ in range(2):
        widget(essai, f"{ici}:debut").set_value("8 h 30").run()
        widget(essai, f"{ici}:fin").set_value("11 h 30").run()
        widget(essai, f"{ici}:plages").click().run()
    assert len(etat(essai).dossier.diagnostic.etablissements[0].horaires) == 4


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


def test_un_nombre_a_27_chiffres_ne_casse_pas_la_page(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/budget.py", exemple="faible")
    widget(essai, "budget.charges.l1.montant").set_value("9" * 27).run()
    assert not essai.exception
    assert any("écrivez un montant en euros" in e.value for e in essai.error)


def test_les_mots_d_une_etape_et_les_sigles_d_une_question_sont_definis_sur_place(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/diagnostic.py")
    volets = [h.proto.body for h in essai.get("html") if "Les mots de cette étape" in h.proto.body]
    assert len(volets) == 1
    assert "<b>PEDT</b>" in volets[0]
    structure = ouvrir("dossier/structure.py")
    assert "QPV" in widget(structure, "structure.quartier_prioritaire").help
    # « Caf » et « Clas » sont dits partout : on ne les redéfinit pas à chaque question.
    assert "Caisse d" not in (widget(structure, "structure.departement").help or "")
