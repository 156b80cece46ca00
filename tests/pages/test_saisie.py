"""Répondre, se tromper, ne pas savoir, ajouter, retirer : ce que voit l'utilisateur et ce que garde le dossier."""

import datetime as dt
import zlib
from decimal import Decimal
from typing import Any

import pytest

from tests.pages.lecture import etat


def test_une_reponse_est_gardee_et_enregistree(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.nom").set_value("Les Passerelles").run()
    assert etat(essai).dossier.structure.nom == "Les Passerelles"
    assert etat(essai).revision == 1
    assert "enregistré à" in essai.get("progress")[0].proto.text


def test_un_effectif_negatif_est_refuse_sous_son_champ(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="faible")
    widget(essai, "groupes.g1.effectif").set_value("-3").run()
    assert any("au moins 0" in e.value for e in essai.error)
    assert etat(essai).dossier.groupes[0].effectif == 23
    widget(essai, "groupes.g1.effectif").set_value("12").run()
    assert not essai.error
    assert etat(essai).dossier.groupes[0].effectif == 12


def test_un_siret_se_relit_par_groupes_de_chiffres(ouvrir: Any, widget: Any) -> None:
    """Comme sur l'avis de l'Insee, de quelque façon qu'on l'ait écrit ; le dossier n'en garde que les chiffres."""
    essai = ouvrir("dossier/structure.py")
    for ecrit in ("00000001800010", "000 000 018 00010", "000000018 00010"):
        widget(essai, "structure.siret").set_value(ecrit).run()
        assert widget(essai, "structure.siret").value == "000\u00a0000\u00a0018\u00a000010"
        assert etat(essai).dossier.structure.siret == "00000001800010"


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


def test_aucun_exclut_les_autres_choix(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/ecole.py", exemple="complet")
    pastilles = widget(essai, "ecole.canaux")
    pastilles.set_value([*pastilles.value, "aucun"]).run()
    assert etat(essai).dossier.ecole.canaux == ()
    widget(essai, "ecole.canaux").set_value(["aucun", "referent"]).run()
    assert etat(essai).dossier.ecole.canaux == ("referent",)
    widget(essai, "ecole.canaux").set_value([]).run()
    assert etat(essai).dossier.ecole.canaux is None


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


@pytest.mark.parametrize(
    ("page", "chemin", "ecrit", "juste"),
    [
        ("structure", "structure.siret", "123", "00000001800010"),
        ("groupes", "groupes.g1.effectif", "douze", "12"),
        ("groupes", "groupes.g1.date_debut", "31/02/2027", "28/02/2027"),
    ],
)
def test_un_texte_refuse_se_retrouve_avec_son_message(
    page: str, chemin: str, ecrit: str, juste: str, ouvrir: Any, widget: Any
) -> None:
    essai = ouvrir(f"dossier/{page}.py", exemple="faible")
    widget(essai, chemin).set_value(ecrit).run()
    message = essai.error[0].value
    # Ailleurs, il ne se dit plus ; la relecture le rappelle ; de retour, il est là, avec pourquoi.
    essai.switch_page("../dossier/budget.py").run()
    assert not essai.error
    essai.switch_page("../dossier/relecture.py").run()
    assert any(a.value.endswith(message) for a in essai.warning)
    essai.switch_page(f"../dossier/{page}.py").run()
    assert [e.value for e in essai.error] == [message]
    assert widget(essai, chemin).value == ecrit
    widget(essai, chemin).set_value(juste).run()
    assert not essai.error
    essai.switch_page("../dossier/relecture.py").run()
    assert not any(a.value.endswith(message) for a in essai.warning)


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
        assert not [lien.proto.label for lien in essai.get("page_link") if "**b**" in lien.proto.label], page


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


def test_un_nombre_a_27_chiffres_ne_casse_pas_la_page(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/budget.py", exemple="faible")
    widget(essai, "budget.charges.l1.montant").set_value("9" * 27).run()
    assert not essai.exception
    assert any("écrivez un montant en euros" in e.value for e in essai.error)


def test_un_champ_que_la_page_a_redessine_depuis_ne_parle_plus(ouvrir: Any, widget: Any) -> None:
    """Le navigateur envoie encore ce que montrait l'ancien champ ; ce qu'on y écrivait revient par son journal."""
    essai = ouvrir("dossier/structure.py")
    widget(essai, "structure.commune").set_value("Lyon").run()
    etat(essai).relire("structure.commune")
    widget(essai, "structure.commune").set_value("Réponse d'avant").run()
    assert etat(essai).dossier.structure.commune == "Lyon"
    # Il n'est pas dit reçu : le navigateur le garde, et le rendra.
    assert zlib.crc32("Réponse d'avant".encode()) not in etat(essai).recus.values()
    assert widget(essai, "structure.commune").value == "Lyon"
    widget(essai, "structure.commune").set_value("Villeurbanne").run()
    assert etat(essai).dossier.structure.commune == "Villeurbanne"
