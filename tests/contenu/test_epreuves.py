"""Les épreuves publiques : des structures fictives et leur verdict, écrit à la main, sous chaque texte."""

import functools
import json
import shutil
from pathlib import Path

import pytest

from clas_model.__main__ import main
from clas_model.contenu import EPREUVES, EXEMPLE_DE_PROFIL, charger_profil, charger_referentiel
from clas_model.contenu.epreuves import charger_epreuves
from clas_model.epreuves import Epreuve, verifier
from clas_model.erreurs import ContenuInvalide
from clas_model.regles import REGLES

TEXTES = tuple(charger_referentiel(i) for i in ("experimentation", "national"))


@functools.cache
def epreuves() -> tuple[Epreuve, ...]:
    return charger_epreuves(EPREUVES)


def test_il_y_en_a_au_moins_trente_toutes_fictives_et_raisonnees() -> None:
    assert len(epreuves()) >= 30
    assert len({e.nom for e in epreuves()}) == len(epreuves())
    for epreuve in epreuves():
        assert epreuve.dossier.fictif
        assert set(epreuve.attendus) == {t.id for t in TEXTES}
        assert all(len(a.raisonnement) > 5 for a in epreuve.attendus.values())


@pytest.mark.parametrize("texte", TEXTES, ids=lambda t: t.id)
def test_chaque_critere_y_est_atteint_et_ne_l_est_pas(texte: object) -> None:
    """Chaque critère du texte est visé par une épreuve, atteint quelque part, manqué ou en partie ailleurs."""
    identifiant, criteres = texte.id, {c.id for c in texte.criteres}  # type: ignore[attr-defined]
    vises = {c for e in epreuves() for c in e.eprouve}
    assert criteres <= vises
    connus = [(c, e.attendus[identifiant].ecarts.get(c, "atteint")) for e in epreuves() for c in criteres]
    for critere in criteres:
        etats = {etat for c, etat in connus if c == critere}
        assert "atteint" in etats, critere
        assert etats & {"non_atteint", "non_applicable"}, critere


def test_chaque_borne_a_une_epreuve_de_chaque_cote() -> None:
    """De chaque réglage chiffré, le nombre même et son voisin sont dans les dossiers d'épreuve."""
    effectifs = {e.dossier.groupes[0].effectif for e in epreuves() if len(e.dossier.groupes) == 1}
    for texte in TEXTES:
        bornes = texte.critere("groupe-taille").regle.parametres
        assert {bornes["min"] - 1, bornes["min"], bornes["max"], bornes["max"] + 1} <= effectifs
    semaines = {
        (e.dossier.groupes[0].semaines_seances, e.dossier.structure.semaines_scolaires)
        for e in epreuves()
        if e.dossier.groupes
    }
    assert {(25, 36), (26, 36), (32, 36), (33, 36), (27, 40), (28, 40), (35, 40), (36, 40)} <= semaines
    couples = {(g.effectif, c.nombre_adultes) for e in epreuves() for g in e.dossier.groupes for c in g.creneaux}
    assert {(14, 2), (15, 2), (21, 3), (22, 3), (6, 1)} <= couples


def test_le_contenu_installe_est_en_accord() -> None:
    for accord in verifier(epreuves(), TEXTES):
        assert accord.desaccords == ()
        assert accord.jugees == len(epreuves())


@pytest.mark.parametrize("texte", TEXTES, ids=lambda t: t.id)
def test_chaque_reglage_deplace_met_une_epreuve_en_desaccord(texte: object) -> None:
    """Les épreuves prouvent quelque chose : un seuil déplacé d'un cran se voit."""
    invisibles = []
    for critere in texte.criteres:  # type: ignore[attr-defined]
        regle = REGLES[critere.regle.nom]
        for nom, valeur in regle.parametres.model_validate(critere.regle.parametres):
            if not isinstance(valeur, int) or isinstance(valeur, bool) or nom == "remarque_sous":
                continue
            for voisin in (valeur - 1, valeur + 1):
                if voisin < 1:
                    continue
                parametres = {**critere.regle.parametres, nom: voisin}
                autre = critere.model_copy(
                    update={"regle": critere.regle.model_copy(update={"parametres": parametres})}
                )
                criteres = tuple(autre if c.id == critere.id else c for c in texte.criteres)  # type: ignore[attr-defined]
                mutant = type(texte).model_construct(**{**dict(texte), "criteres": criteres})  # type: ignore[attr-defined,call-overload]
                if not verifier(epreuves(), (mutant,))[0].desaccords:
                    invisibles.append(f"{critere.id}.{nom} = {voisin}")
    assert invisibles == []


def test_un_verdict_faux_se_voit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copie = Path(shutil.copytree(EPREUVES, tmp_path / "epreuves"))
    fichier = next(iter(sorted(copie.glob("*14-enfants*"))))
    donnees = json.loads(fichier.read_text(encoding="utf-8"))
    donnees["attendus"]["national"]["ecarts"] = {}
    donnees["attendus"]["experimentation"]["eligibilite"] = "non"
    fichier.write_text(json.dumps(donnees), encoding="utf-8")
    assert main(["verifier", str(copie)]) == 2
    sortie = capsys.readouterr()
    assert "« groupe-taille » attendu « atteint », obtenu « non_atteint »" in sortie.out
    assert "éligibilité attendue « non », obtenue « oui »" in sortie.out
    assert "2 désaccords" in sortie.err


def test_la_commande_dit_l_accord(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verifier"]) == 0
    sortie = capsys.readouterr().out
    assert sortie.count(f"{len(epreuves())} structures sur {len(epreuves())} jugées comme attendu") == len(TEXTES)


def test_un_profil_local_se_rapproche_du_texte_qu_il_recouvre() -> None:
    """Le Valmont admet 6 enfants : les groupes de 6 et de 7 y sont atteints ; et sa Caf répond sur le cadre."""
    profil = charger_profil(EXEMPLE_DE_PROFIL)
    (_, local) = verifier(epreuves(), (charger_referentiel("national"), profil))
    assert local.est_rapproche
    assert local.selon == "national"
    assert any("groupe de 7 enfants" in d and "« groupe-taille » attendu « partiel »" in d for d in local.desaccords)
    assert not any("petites-vacances" in d for d in local.desaccords)


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        ("{", "01.json : ce n'est pas du JSON lisible ; vérifiez virgules et accolades."),
        ("{}", "01.json, nom : ce champ est obligatoire : ajoutez-le."),
        (
            '{"nom": "Essai", "eprouve": [], "dossier": {}, '
            '"attendus": {"national": {"eligibilite": "peut-être", "raisonnement": "x y"}}}',
            "01.json, attendus, national, eligibilite : valeur inconnue ; valeurs possibles : 'oui', 'non' ou "
            "'indetermine'.",
        ),
        (
            '{"nom": "Essai", "eprouve": [], "attendus": {}, "dossier": {"groupes": [{"effectif": -1}]}}',
            "01.json, dossier, groupes, élément 1, effectif : la valeur doit être au moins 0.",
        ),
    ],
)
def test_une_epreuve_mal_ecrite_dit_ou_et_comment(tmp_path: Path, contenu: str, mots: str) -> None:
    (tmp_path / "01.json").write_text(contenu, encoding="utf-8")
    with pytest.raises(ContenuInvalide) as refus:
        charger_epreuves(tmp_path)
    assert mots in refus.value.fautes


def test_un_dossier_sans_epreuve_se_dit(tmp_path: Path) -> None:
    with pytest.raises(ContenuInvalide, match="ne contient aucune épreuve"):
        charger_epreuves(tmp_path)
