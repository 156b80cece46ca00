"""Le graphique dit la même chose que le positionnement, sans la couleur, et s'écrit sans police installée."""

import struct

import pytest

from clas_model.chemins import sans_savoir
from clas_model.dossier import Dossier
from clas_model.francais import intervalle
from clas_model.restitution import dessin
from clas_model.restitution.graphique import (
    POLICE_IMAGE,
    graphique_axes,
    graphique_criteres,
    graphique_ecarts,
    png,
    texte_alternatif,
)
from clas_model.restitution.mots import ETATS

# Les deux critères de l'exemple fragile dont la question a reçu « je ne sais pas ».
A_CONFIRMER = {"cadre-departemental", "formation"}
PLACES = {"atteint": (100, 100), "partiel": (50, 50), "non_atteint": (0, 0), "sans_reponse": (0, 100)}


def lignes(spec, genre):
    return [v for v in spec["data"]["values"] if v["genre"] == genre]


def contraste(couleur: str, fond: str = "#FFFFFF") -> float:
    """Le rapport de contraste de deux couleurs, selon les WCAG."""

    def luminance(hexa: str) -> float:
        canaux = [int(hexa[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
        return sum(p * c for p, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))

    clair, sombre = sorted((luminance(couleur), luminance(fond)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def _titre(trait):
    """Le titre d'une ligne, sans les coupures qui le font tenir."""
    return " ".join(trait["titre"].split())


def test_chaque_critere_est_place_selon_son_etat_avec_son_mot(dossier, positionne):
    resultat = positionne(dossier)
    traits = lignes(graphique_criteres(resultat, dossier), "critere")
    assert len(traits) == len(resultat.constats)
    for trait, constat in zip(traits, resultat.constats, strict=True):
        assert constat.critere.titre in _titre(trait)
        assert (trait["bas"], trait["haut"]) == PLACES.get(constat.etat, (None, None))
        ignore = dossier.ne_sait_pas and constat.critere.id in A_CONFIRMER
        assert trait["texte"] == ("À confirmer" if ignore else ETATS[constat.etat].libelle)


def test_un_critere_obligatoire_se_reconnait_a_son_carre(complet, positionne):
    resultat = positionne(complet)
    for trait, constat in zip(lignes(graphique_ecarts(resultat, complet), "critere"), resultat.constats, strict=True):
        assert _titre(trait).startswith("■") == constat.bloquant


def test_chaque_axe_va_du_pire_au_meilleur_cas_et_l_ensemble_vient_d_abord(dossier, positionne):
    resultat = positionne(dossier)
    ensemble, *axes = lignes(graphique_axes(resultat, dossier), "axe")
    assert (ensemble["bas"], ensemble["haut"]) == (resultat.score.min, resultat.score.max)
    assert [(a["bas"], a["haut"]) for a in axes] == [(a.score.min, a.score.max) for a in resultat.axes]
    assert ensemble["ferme"] == (resultat.score.min == resultat.score.max)


def test_les_ecarts_rangent_les_criteres_sous_l_intervalle_de_leur_axe(faible, positionne):
    resultat = positionne(faible)
    spec = graphique_ecarts(resultat, faible)
    assert [v["rang"] for v in spec["data"]["values"]] == list(range(len(resultat.constats) + len(resultat.axes)))
    axes = [(a["titre"], a["bas"], a["haut"]) for a in lignes(spec, "axe")]
    assert axes == [(resultat.referentiel.axe(a.id).libelle, a.score.min, a.score.max) for a in resultat.axes]


def test_la_cle_d_un_document_nomme_chaque_trait_qu_on_y_voit(faible, positionne):
    """Dans l'exemple fragile, des axes sont en tirets, des critères ont un pointillé, d'autres un carré."""
    cle = " ".join(graphique_ecarts(positionne(faible), faible, "page")["title"]["text"])
    for trait in ("Trait vertical", "Pointillé", "■", "Tirets"):
        assert trait in cle


def test_une_specification_modifiee_par_une_page_n_abime_pas_les_suivantes(complet, positionne):
    resultat = positionne(complet)
    premiere = graphique_ecarts(resultat, complet)
    premiere["data"]["values"].clear()
    premiere["layer"].clear()
    assert lignes(graphique_ecarts(resultat, complet), "critere")
    assert graphique_ecarts(resultat, complet)["layer"]


def test_a_l_ecran_le_dessin_suit_la_largeur_de_la_page(complet, positionne):
    assert graphique_ecarts(positionne(complet), complet)["width"] == "container"
    assert graphique_ecarts(positionne(complet), complet, "page")["width"] == dessin.LARGEUR


def test_a_l_ecran_les_textes_tiennent_sur_un_telephone_et_les_lignes_ne_se_recouvrent_pas(dossier, positionne):
    """52 lettres de 11,5 pixels tiennent dans les 328 pixels que laisse un téléphone de 360."""
    resultat = positionne(dossier)
    titres = {"Ensemble", *(a.libelle for a in resultat.referentiel.axes)}
    titres |= {c.titre for c in resultat.referentiel.criteres}
    for graphique in (graphique_criteres, graphique_axes, graphique_ecarts):
        spec = graphique(resultat, dossier)
        valeurs = spec["data"]["values"]
        for v in valeurs:
            assert all(len(texte) <= 52 for texte in (*v["titre"].split("\n"), *v["detail"].split("\n")))
            assert _titre(v).removeprefix("■ ") in titres
            assert v["y0"] < v["y"] < v["y1"]
        assert [v["y0"] for v in valeurs[1:]] == [v["y1"] for v in valeurs[:-1]]
        assert (valeurs[0]["y0"], valeurs[-1]["y1"]) == (0, spec["height"])
        # Sans cela, le titre et l'échelle prendraient leur place sur les dernières lignes.
        assert spec["autosize"]["type"] == "fit-x"
        # Une ligne de texte de plus, et la ligne du graphique est plus haute.
        textes = [(v["titre"] + v["detail"]).count("\n") for v in valeurs if v["genre"] == "critere" and v["detail"]]
        hauteurs = [v["y1"] - v["y0"] for v in valeurs if v["genre"] == "critere" and v["detail"]]
        assert len(set(zip(textes, hauteurs, strict=True))) == len(set(textes))


def test_je_ne_sais_pas_ne_se_lit_pas_sans_reponse(positionne):
    vierge = Dossier()
    ignore = sans_savoir(vierge, "cadre.departemental")
    titre = "« Le Clas inscrit dans le cadre du département »"
    for dossier, debut in ((vierge, "Sans réponse"), (ignore, "À confirmer (« je ne sais pas »)")):
        phrases = texte_alternatif(positionne(dossier), dossier).replace("\u00a0", " ").split(". ")
        (phrase,) = [p for p in phrases if titre in p]
        assert phrase.startswith(f"{debut} : ")


def test_les_couleurs_se_distinguent_du_fond():
    for etat in ETATS.values():
        assert contraste(etat.couleur) >= 4.5
    for couleur in (dessin.ENCRE, dessin.ENCRE_CLAIRE, dessin.MARINE, dessin.ECART):
        assert contraste(couleur) >= 3
    assert contraste(dessin.MARINE, dessin.FOND) >= 4.5


def test_l_etat_se_lit_sans_la_couleur():
    assert len({e.signe for e in ETATS.values()}) == len(ETATS)
    assert len({e.libelle for e in ETATS.values()}) == len(ETATS)
    assert len(set(dessin.FORMES.values())) == len(dessin.FORMES) == 3


def test_le_texte_alternatif_dit_l_eligibilite_les_axes_et_chaque_critere_a_revoir(dossier, positionne):
    resultat = positionne(dossier)
    alternative = texte_alternatif(resultat, dossier)
    attendu = {"oui": "oui", "non": "non", "indetermine": "indéterminée"}[resultat.eligibilite]
    assert f"Éligibilité\u00a0: {attendu}." in alternative
    for axe in resultat.axes:
        libelle = resultat.referentiel.axe(axe.id).libelle
        assert f"{libelle}, {intervalle(axe.score.min, axe.score.max)}" in alternative
    for constat in resultat.constats:
        assert (constat.critere.titre in alternative) == (constat.etat != "atteint")
    assert graphique_ecarts(resultat, dossier)["description"] == alternative


@pytest.mark.parametrize("disposition", ["ecran", "page"])
def test_le_graphique_devient_une_image(disposition, positionne):
    spec = graphique_ecarts(positionne(Dossier()), Dossier(), disposition)
    image = png({**spec, "width": 360} if disposition == "ecran" else spec, echelle=1)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    largeur, hauteur = struct.unpack(">II", image[16:24])
    assert 340 <= largeur <= 760
    assert hauteur > 900


def test_les_lettres_accentuees_sont_dessinees_par_la_police_de_l_image():
    def image(texte: str) -> bytes:
        marque = {"type": "text", "fontSize": 20}
        donnees = {"values": [{"t": texte}]}
        return png({"mark": marque, "data": donnees, "encoding": {"text": {"field": "t"}}, "width": 300})

    vides, accents = image(" "), [image(lettre) for lettre in "éÉèçœÀô«»■"]
    assert len({vides, *accents}) == 1 + len(accents)
    assert POLICE_IMAGE == "Liberation Sans"
