"""Annuler un retrait remet l'élément et ce qui le désignait, sans reprendre les réponses données depuis."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_model.chemins import LIENS, ajouter, avec, lire, retirer, sans_savoir
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.retraits import noter, remettre
from tests.modele.strategies import REGLAGES, dossiers

COMPLET = charger_exemple("complet")


def retrait(dossier: Dossier, chemin: str) -> Any:
    note = noter(dossier, chemin, "élément")
    assert note is not None
    return note


def test_les_reponses_donnees_depuis_restent() -> None:
    note = retrait(COMPLET, "groupes.g2")
    apres = avec(retirer(COMPLET, "groupes.g2"), "structure.nom", "Depuis")
    assert remettre(apres, note) == avec(COMPLET, "structure.nom", "Depuis")


@pytest.mark.parametrize("liste", LIENS)
def test_les_liens_reviennent_a_leur_place(liste: str) -> None:
    for element in lire(COMPLET, liste):
        chemin = f"{liste}.{element.id}"
        assert remettre(retirer(COMPLET, chemin), retrait(COMPLET, chemin)) == COMPLET


def test_un_lien_vers_un_element_disparu_depuis_n_empeche_rien() -> None:
    note = retrait(COMPLET, "diagnostic.besoins.b1")
    assert note.liens
    vide = COMPLET.model_copy(update={"enfants": Dossier().enfants, "parents": Dossier().parents})
    assert lire(remettre(retirer(vide, "diagnostic.besoins.b1"), note), "diagnostic.besoins.b1") is not None


def test_un_numero_repris_depuis_donne_un_nouveau_numero_et_les_liens_suivent() -> None:
    base, _ = ajouter(Dossier(), "diagnostic.besoins", intitule="Premier")
    base, _ = ajouter(base, "enfants.activites", besoins=("b1",))
    base = sans_savoir(base, "diagnostic.besoins.b1.description")
    note = retrait(base, "diagnostic.besoins.b1")
    apres, _ = ajouter(retirer(base, "diagnostic.besoins.b1"), "diagnostic.besoins", intitule="Second")
    fait = remettre(apres, note)
    assert [(b.id, b.intitule) for b in fait.diagnostic.besoins] == [("b2", "Premier"), ("b1", "Second")]
    assert fait.enfants.activites[0].besoins == ("b2",)
    assert fait.ne_sait_pas == ("diagnostic.besoins.b2.description",)


def test_une_liste_close_redevenue_vide_se_referme() -> None:
    base = avec(ajouter(Dossier(), "groupes", effectif=9)[0], "groupes_close", True)
    assert remettre(retirer(base, "groupes.g1"), retrait(base, "groupes.g1")) == base


def test_une_carte_dont_le_groupe_a_disparu_ne_revient_pas() -> None:
    note = retrait(COMPLET, "groupes.g1.creneaux.c1")
    apres = retirer(COMPLET, "groupes.g1")
    assert remettre(apres, note) == apres


def test_ce_qui_n_existe_pas_ne_se_note_pas() -> None:
    assert noter(COMPLET, "groupes.g99", "x") is None
    assert noter(Dossier(), "groupes.g1", "x") is None


@given(dossiers(), st.data())
@settings(REGLAGES)
def test_annuler_aussitot_rend_le_meme_dossier(dossier: Dossier, data: st.DataObject) -> None:
    listes = [m for m in ("groupes", *LIENS, "budget.charges", "evaluation.indicateurs") if lire(dossier, m)]
    if not listes:
        return
    liste = data.draw(st.sampled_from(listes))
    chemin = f"{liste}.{data.draw(st.sampled_from([e.id for e in lire(dossier, liste)]))}"
    # Un « je ne sais pas » posé sur un chemin qui n'existe pas n'est pas repris : seul ce qui est sous l'élément l'est.
    assert remettre(retirer(dossier, chemin), retrait(dossier, chemin)) == dossier
