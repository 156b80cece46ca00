"""Le texte d'un dossier : celui qu'il nomme, jamais un autre sans qu'on le demande ; le passage à un autre."""

import shutil
from pathlib import Path

import pytest

from clas_model.chemins import avec, lire
from clas_model.contenu import (
    RACINE,
    charger_exemple,
    charger_questionnaire,
    charger_referentiel,
    charger_renommages,
)
from clas_model.deplacement import hors_du_texte, preparer
from clas_model.dossier import Dossier, TexteChoisi
from clas_model.positionnement import positionner
from clas_model.questionnaire import Renommage
from clas_model.textes import nouveautes, plus_recents, proposer, texte_du_dossier, tous_les_textes

UN, DEUX = charger_referentiel("experimentation"), charger_referentiel("national")
TOUT = charger_questionnaire()


def nommant(identifiant: str, version: str | None = None) -> Dossier:
    return Dossier(referentiel=TexteChoisi(id=identifiant, version=version))


class TestTexteDuDossier:
    @pytest.mark.parametrize("texte", [UN, DEUX])
    def test_c_est_celui_qu_il_nomme(self, texte: object) -> None:
        applique = texte_du_dossier(nommant(texte.id, texte.version))  # type: ignore[attr-defined]
        assert applique.texte is texte
        assert applique.reserve is None

    def test_sans_nom_c_est_le_texte_par_defaut(self) -> None:
        assert texte_du_dossier(Dossier()).texte is UN

    def test_un_texte_absent_se_dit_et_ne_se_remplace_pas_dans_le_dossier(self) -> None:
        dossier = nommant("texte-de-2031")
        applique = texte_du_dossier(dossier)
        assert applique.texte is UN
        assert "« texte-de-2031 », un texte qui n'est pas installé ici" in (applique.reserve or "")
        assert dossier.referentiel == TexteChoisi(id="texte-de-2031")

    def test_une_version_qui_n_est_plus_gardee_se_dit(self) -> None:
        reserve = texte_du_dossier(nommant("national", "2020.1")).reserve or ""
        assert "version 2020.1 ; cette version n'est plus gardée" in reserve

    def test_un_texte_plus_recent_s_annonce_sans_rien_changer(self) -> None:
        dossier = nommant("experimentation", UN.version)
        annonce = nouveautes(dossier) or ""
        assert annonce.startswith("Évalué selon « Expérimentation Clas »")
        assert "un texte plus récent existe : « Textes nationaux »" in annonce
        assert texte_du_dossier(dossier).texte is UN
        assert nouveautes(nommant("national", DEUX.version)) is None
        assert plus_recents(UN, tous_les_textes()) == (DEUX,)


class TestProposition:
    @pytest.mark.parametrize(
        ("annee", "departement", "attendu"),
        [
            ("2015-2016", "Ardèche", "experimentation"),
            ("2019-2020", "yvelines", "experimentation"),
            # Hors des dix départements, ou avant 2015 : rien n'a été lu.
            ("2016-2017", "Gard", None),
            ("2014-2015", "Ain", None),
            ("2020-2021", "Ain", "national"),
            ("2026-2027", "Gard", "national"),
            (None, "Ain", None),
        ],
    )
    def test_selon_l_annee_et_le_departement(self, annee: str | None, departement: str, attendu: str | None) -> None:
        propose = proposer(annee, departement, (UN, DEUX))
        assert (propose.texte.id if propose else None) == attendu
        assert propose is None or "deviné" not in propose.pourquoi

    def test_elle_dit_que_c_est_une_deduction(self) -> None:
        propose = proposer("2026-2027", None, (UN, DEUX))
        assert propose
        assert "déduction" in propose.pourquoi


class TestPassage:
    def test_vers_le_national_toutes_les_reponses_restent_et_les_nouvelles_se_listent(self) -> None:
        dossier = charger_exemple("complet")
        passage = preparer(dossier, DEUX, TOUT)
        assert passage.dossier.model_dump(exclude={"referentiel"}) == dossier.model_dump(exclude={"referentiel"})
        assert passage.dossier.referentiel == TexteChoisi(id="national", version=DEUX.version)
        assert {r.chemin for r in passage.nouvelles if not r.question.facultative} == {
            "cadre.charte_laicite", "enfants.orientation", "territoire.actions",
        }  # fmt: skip
        assert passage.mises_de_cote == ()
        # Le positionnement d'avant est celui de l'ancien texte, celui d'après celui du nouveau.
        assert passage.comparaison.un == positionner(dossier, UN)
        assert passage.comparaison.deux == positionner(passage.dossier, DEUX)

    def test_vers_l_experimentation_ce_qui_ne_sert_plus_est_garde_a_part(self) -> None:
        dossier = preparer(charger_exemple("complet"), DEUX, TOUT).dossier
        dossier = avec(dossier, "cadre.charte_laicite", True)
        dossier = avec(dossier, "territoire.actions.x1.intitule", "Jeux à la bibliothèque")
        retour = preparer(dossier, UN, TOUT)
        assert {r.chemin for r in retour.mises_de_cote} >= {"cadre.charte_laicite", "territoire.actions.x1.intitule"}
        assert retour.nouvelles == ()
        assert lire(retour.dossier, "cadre.charte_laicite") is True
        assert {r.chemin for r in hors_du_texte(retour.dossier, UN, TOUT)} >= {"cadre.charte_laicite"}
        # Le revenir au national les retrouve, sans rien redemander.
        encore = preparer(retour.dossier, DEUX, TOUT)
        assert encore.dossier == dossier
        assert "cadre.charte_laicite" not in {r.chemin for r in encore.nouvelles}

    def test_preparer_ne_change_pas_le_dossier(self) -> None:
        dossier = charger_exemple("faible")
        copie = dossier.model_copy(deep=True)
        preparer(dossier, DEUX, TOUT)
        assert dossier == copie

    def test_une_reponse_renommee_suit_la_table_et_n_ecrase_rien(self) -> None:
        table = (
            Renommage(de="charte.laicite", vers="cadre.charte_laicite", texte="national", note="essai de la table"),
        )
        dossier = avec(Dossier(), "charte.laicite", True)
        passage = preparer(dossier, DEUX, TOUT, table)
        assert passage.renommees == (("charte.laicite", "cadre.charte_laicite"),)
        assert passage.dossier.cadre.charte_laicite is True
        assert passage.dossier.charte.laicite is True
        # Une réponse déjà donnée reste ; un autre texte n'est pas concerné.
        deja = avec(dossier, "cadre.charte_laicite", False)
        assert preparer(deja, DEUX, TOUT, table).dossier.cadre.charte_laicite is False
        assert preparer(dossier, UN, TOUT, table).renommees == ()

    def test_la_table_installee_ne_renomme_rien(self) -> None:
        assert charger_renommages().champs == ()
        assert charger_renommages().textes == ()

    def test_un_texte_renomme_juge_les_dossiers_qui_portent_l_ancien_nom(self, tmp_path: Path) -> None:
        racine = Path(shutil.copytree(RACINE, tmp_path / "content"))
        table = racine / "commun/renommages.yaml"
        table.write_text(
            table.read_text(encoding="utf-8").replace("textes: []", "textes: [{de: page-nationale, vers: national}]"),
            encoding="utf-8",
        )
        assert charger_referentiel("page-nationale", racine).id == "national"
