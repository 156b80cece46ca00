"""Les pages de résultats et de brouillon : ce qu'elles disent, et ce qu'elles laissent choisir."""

from typing import Any

import pytest


def textes(essai: Any) -> str:
    """Tout ce qui se lit en Markdown sur la page, sans les barres d'échappement ni les espaces insécables."""
    genres = (essai.markdown, essai.caption, essai.error, essai.success, essai.info, essai.warning)
    return "\n".join(e.value for genre in genres for e in genre).replace("\\", "").replace("\u00a0", " ")


class TestBrouillon:
    def test_l_annexe_se_demande_et_se_retire(self, ouvrir: Any) -> None:
        """Le document part à la Caf : le jugement de l'outil n'y est que si on le demande."""
        essai = ouvrir("restitution/brouillon.py", exemple="faible")
        annexe = essai.checkbox(key="avec-annexe")
        assert annexe.value is False
        assert essai.main.expander[-1].label.startswith("Points à compléter")
        assert "L'annexe, à la fin" not in textes(essai)
        annexe.check().run()
        assert not essai.exception
        assert essai.main.expander[-1].label.replace("\\", "").replace("\u00a0", " ") == "Annexe : positionnement"
        assert "L'annexe, à la fin, donne l'avis de cet outil" in textes(essai)

    def test_le_compte_est_celui_de_la_relecture(self, ouvrir: Any) -> None:
        brouillon, relecture = (
            ouvrir(p, exemple="faible") for p in ("restitution/brouillon.py", "dossier/relecture.py")
        )
        (titre,) = (m.value for m in relecture.markdown if "Il reste" in m.value)
        compte = titre.removeprefix("## ").replace("\\", "")
        assert compte in textes(brouillon).replace("\\", "") or compte in "\n".join(i.value for i in brouillon.info)

    @pytest.mark.parametrize("exemple", ["complet", "faible"])
    def test_la_phrase_sur_le_contenu_est_vraie_avec_et_sans_annexe(self, ouvrir: Any, exemple: str) -> None:
        essai = ouvrir("restitution/brouillon.py", exemple=exemple)
        for _ in range(2):
            assert "La candidature est rédigée à partir de vos seules réponses" in textes(essai)
            assert "ne contient que vos réponses" not in textes(essai)
            essai.checkbox(key="avec-annexe").check().run()


class TestResultats:
    def test_le_texte_applique_et_sa_date_suivent_le_verdict(self, ouvrir: Any) -> None:
        essai = ouvrir("restitution/resultats.py", exemple="faible")
        legende = essai.caption[0].value.replace("\\", "").replace("\u00a0", " ")
        assert legende.startswith("Texte appliqué : « Expérimentation Clas », sans date")
        assert "2015" in legende

    def test_un_critere_atteint_est_obligatoire_un_critere_qui_bloque_est_bloquant(self, ouvrir: Any) -> None:
        solide, fragile = (textes(ouvrir("restitution/resultats.py", exemple=e)) for e in ("complet", "faible"))
        assert "### Des actions sur les trois axes\n:green[**✔ Atteint**] — **obligatoire**" in solide
        assert "— **bloquant**" not in solide
        assert "### Des actions sur les trois axes\n:red[**✖ Non atteint**] — **bloquant**" in fragile

    def test_je_ne_sais_pas_se_lit_a_confirmer(self, ouvrir: Any) -> None:
        fragile = textes(ouvrir("restitution/resultats.py", exemple="faible"))
        titre = "### Le Clas inscrit dans le cadre du département\n"
        assert f"{titre}:gray[**? À confirmer**] — **obligatoire**" in fragile
        assert f"{titre}:gray[**? Sans réponse**] — **obligatoire**" in textes(ouvrir("restitution/resultats.py"))

    def test_chaque_axe_a_son_tableau_de_trois_colonnes(self, ouvrir: Any) -> None:
        """Trois colonnes tiennent sur un téléphone ; la charte aussi."""
        tableaux = [t.value for t in ouvrir("restitution/resultats.py", exemple="complet").table]
        par_axe = [t for t in tableaux if list(t.columns) == ["Critère", "État", "Mesure et attendu"]]
        # 4 + 4 + 9 + 5 + 3 + 1 : les 26 critères, axe par axe.
        assert [len(t) for t in par_axe] == [4, 4, 9, 5, 3, 1]
        assert max(len(t.columns) for t in tableaux) == 3


class TestChamps:
    def test_chaque_champ_a_son_texte_et_son_compteur(self, ouvrir: Any) -> None:
        essai = ouvrir("restitution/champs.py", exemple="complet")
        assert len(essai.code) >= 15
        premier = essai.code[0].value
        assert premier.startswith("Structure qui porte la demande")
        assert f"{len(premier)} caractères, espaces compris." in textes(essai)

    def test_une_limite_indiquee_compte_ce_qui_reste_et_ce_qui_depasse(self, ouvrir: Any) -> None:
        essai = ouvrir("restitution/champs.py", exemple="complet")
        longueur = len(essai.code[0].value)
        essai.number_input[0].set_value(longueur + 1).run()
        assert f"✔ {longueur} caractères sur {longueur + 1} : il reste de la place pour 1." in textes(essai)
        essai.number_input[0].set_value(longueur - 1).run()
        assert f"{longueur} caractères pour {longueur - 1} : 1 caractère de trop." in textes(essai)


class TestProvenance:
    def test_sans_provenance_le_brouillon_se_lit_en_texte_simple(self, ouvrir: Any) -> None:
        essai = ouvrir("restitution/brouillon.py", exemple="complet")
        assert not [m for m in essai.markdown if "Numéro SIRET" in m.value]
        essai.toggle(key="avec-liens").set_value(False).run()
        assert not essai.exception
        assert [m for m in essai.markdown if "Numéro SIRET" in m.value]

    @pytest.mark.parametrize("extension", ["docx", "pdf", "odt", "xlsx", "txt"])
    def test_chaque_format_se_choisit(self, ouvrir: Any, extension: str) -> None:
        essai = ouvrir("restitution/brouillon.py", exemple="faible")
        essai.radio(key="format").set_value(extension).run()
        assert not essai.exception
        assert essai.checkbox(key="avec-donnees").disabled is (extension == "txt")
