"""L'essentiel : une carte par élément, des listes qu'on allonge et qu'on raccourcit sur place."""

from typing import Any

from pages.commun import session
from pages.commun.session import Session


def etat(essai: Any) -> Session:
    resultat: Session = essai.session_state[session.CLE]
    return resultat


def titres(essai: Any) -> list[str]:
    """Les titres des cartes, dans l'ordre de la page."""
    textes = (m.value.replace("\\", "").replace("\u00a0", " ") for m in essai.markdown)
    return [t.lstrip("# ") for t in textes if t.startswith("###")]


def ordre(essai: Any) -> list[str]:
    """Les chemins des questions, dans l'ordre où on les lit."""
    cles = [n.key for n in essai.main if getattr(n, "key", None)]
    return [c.split(":", 2)[2] for c in cles if c.count(":") >= 2]


class TestListes:
    def test_un_second_groupe_a_sa_carte_a_la_suite_du_premier(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "groupes.g1.effectif").set_value("14").run()
        widget(essai, "groupes:ajouter").click().run()
        widget(essai, "groupes.g2.effectif").set_value("9").run()
        assert not essai.exception
        assert [g.effectif for g in etat(essai).dossier.groupes] == [14, 9]
        debut = titres(essai).index("Groupe 1")
        assert titres(essai)[debut : debut + 4] == ["Groupe 1", "Créneau 1", "Groupe 2", "Créneau 1"]
        # Toutes les questions du premier viennent avant la première du second, et « c'est tout » après les deux.
        lus = ordre(essai)
        du_premier = [i for i, c in enumerate(lus) if c.startswith("groupes.g1.")]
        du_second = [i for i, c in enumerate(lus) if c.startswith("groupes.g2.")]
        assert max(du_premier) < min(du_second)
        assert max(du_second) < lus.index("groupes_close")

    def test_un_second_creneau_s_ajoute_sans_quitter_la_page(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "groupes.g1.creneaux.c1.jour").set_value("mardi").run()
        widget(essai, "groupes.g1.creneaux:ajouter").click().run()
        widget(essai, "groupes.g1.creneaux.c2.jour").set_value("jeudi").run()
        assert [c.jour for c in etat(essai).dossier.groupes[0].creneaux] == ["mardi", "jeudi"]

    def test_le_meme_creneau_un_autre_jour_ne_se_retape_pas(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/groupes.py", exemple="complet")
        avant = etat(essai).dossier.groupes[0]
        widget(essai, f"groupes.{avant.id}.creneaux:reprendre").click().run()
        assert not essai.exception
        *anciens, dernier, nouveau = etat(essai).dossier.groupes[0].creneaux
        assert (*anciens, dernier) == avant.creneaux
        assert nouveau.jour is None
        repris = {c: getattr(nouveau, c) for c in ("debut", "fin", "rythme", "nombre_adultes", "accompagnateurs")}
        assert repris == {c: getattr(dernier, c) for c in repris}
        assert dernier.debut is not None

    def test_rien_a_reprendre_d_un_creneau_vide(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "groupes.g1.effectif").set_value("14").run()
        widget(essai, "groupes.g1.creneaux.c1.jour").set_value("mardi").run()
        assert not [b for b in essai.button if b.key.endswith(":reprendre")]

    def test_aucun_se_lit_et_se_corrige_sur_place(self, ouvrir: Any, widget: Any) -> None:
        """Une carte vide y demanderait ce qu'on vient de dire ne pas avoir."""
        essai = ouvrir("dossier/essentiel.py")
        assert "Partenaire 1" in titres(essai)
        session_ = ouvrir("dossier/diagnostic.py")
        widget(session_, "diagnostic.partenaires_close").check().run()
        essai = ouvrir("dossier/essentiel.py", dossier=etat(session_).secret)
        assert not essai.exception
        assert "Partenaire 1" not in titres(essai)
        assert widget(essai, "diagnostic.partenaires_close").value is True
        widget(essai, "diagnostic.partenaires_close").uncheck().run()
        assert "Partenaire 1" in titres(essai)

    def test_un_element_s_y_retire_et_se_remet_la_ou_il_etait(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "diagnostic.etablissements.e1.nom").set_value("École des Saules").run()
        widget(essai, "diagnostic.etablissements:ajouter").click().run()
        widget(essai, "diagnostic.etablissements.e2.nom").set_value("Collège Rivière").run()
        avant = etat(essai).dossier
        widget(essai, "diagnostic.etablissements.e1:retirer").click().run()
        assert [e.nom for e in etat(essai).dossier.diagnostic.etablissements] == ["Collège Rivière"]
        widget(essai, "diagnostic.etablissements:annuler").click().run()
        assert etat(essai).dossier == avant

    def test_retirer_le_seul_element_vide_aussi_ce_qui_se_lit(self, ouvrir: Any, widget: Any) -> None:
        """L'élément à venir reprend le numéro du retiré : ses champs doivent être vides, comme le dossier."""
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "groupes.g1.effectif").set_value("14").run()
        widget(essai, "groupes.g1.creneaux.c1.jour").set_value("mardi").run()
        widget(essai, "groupes.g1:retirer").click().run()
        assert etat(essai).dossier.groupes == ()
        assert widget(essai, "groupes.g1.effectif").value == ""
        assert widget(essai, "groupes.g1.creneaux.c1.jour").value is None
        widget(essai, "groupes:annuler").click().run()
        assert widget(essai, "groupes.g1.effectif").value == "14"

    def test_une_longue_liste_renvoie_a_son_etape(self, ouvrir: Any, widget: Any) -> None:
        essai = ouvrir("dossier/essentiel.py")
        widget(essai, "diagnostic.besoins.b1.intitule").set_value("Lire").run()
        for _ in range(9):
            widget(essai, "diagnostic.besoins:ajouter").click().run()
        assert sum(t.startswith("Besoin ") for t in titres(essai)) == 8
        liens = [n.proto.label for n in essai.get("page_link")]
        assert "Encore 2 autres, à l'étape «\u00a0Diagnostic et partenaires\u00a0»" in liens


def test_le_texte_applique_se_lit_pres_du_verdict(ouvrir: Any) -> None:
    for page in ("dossier/essentiel.py", "commun/accueil.py"):
        essai = ouvrir(page)
        legendes = [e.value.replace("\\", "") for e in (*essai.caption, *essai.markdown)]
        assert any("Texte appliqué" in c and "2015" in c for c in legendes), page


def test_une_carte_vide_dans_une_liste_complete_se_dit_pres_de_la_case(ouvrir: Any, widget: Any) -> None:
    essai = ouvrir("dossier/groupes.py", exemple="complet")
    widget(essai, "groupes:ajouter").click().run()
    widget(essai, "groupes_close").check().run()
    assert any("Une carte est vide et ne compte pas" in w.value for w in essai.warning)
    widget(essai, "groupes.g4.effectif").set_value("9").run()
    assert not any("est vide" in w.value for w in essai.warning)
