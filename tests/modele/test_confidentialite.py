"""Ce qui ressemble à une personne se signale ; une école, une rue, un sigle ou un montant, non."""

import pytest

from clas_model.chemins import avec
from clas_model.confidentialite import Signalement, reperer, signalements
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier


@pytest.mark.parametrize(
    "texte",
    ["Appeler le 06 12 34 56 78.", "tél. 0612345678", "05.49.12.34.56", "+33 6 12 34 56 78", "0033612345678",
     "(05-49-12-34-56)", "+33(0)6 12 34 56 78"],
)  # fmt: skip
def test_un_telephone(texte: str) -> None:
    assert [genre for genre, _ in reperer(texte)] == ["telephone"]


@pytest.mark.parametrize("texte", ["nadia.b@exemple.fr", "écrire à contact @ ville.org", "A_b+c@sous.domaine.fr"])
def test_un_courriel(texte: str) -> None:
    assert [genre for genre, _ in reperer(texte)] == ["courriel"]


@pytest.mark.parametrize(
    ("texte", "extrait"),
    [
        ("L'élève Lina a besoin d'aide.", "élève Lina"),
        ("Nous suivons la maman de Sofiane Benali.", "maman de Sofiane Benali"),
        ("Lina MARTIN vient le mardi.", "Lina MARTIN"),
        ("Avec Nathan Durand et son groupe.", "Nathan Durand"),
        ("Avec Nathan D. le jeudi.", "Nathan D."),
        ("Mme Lefèvre encadre.", "Mme Lefèvre"),
        ("Le fils de Monsieur PETIT", "Monsieur PETIT"),
    ],
)
def test_le_nom_d_une_personne(texte: str, extrait: str) -> None:
    assert reperer(texte) == (("nom", extrait),)


@pytest.mark.parametrize(
    "texte",
    [
        "L'école Jules Ferry et le collège Jean Moulin.",
        "Au 12 rue Pierre Curie, salle Marie Curie.",
        "La médiathèque Louis Aragon prête des livres.",
        "SIRET 73282932000074, budget de 12 500,50 euros, 2026-2027.",
        "Chaque enfant lit vingt minutes ; les élèves du CM2 aussi.",
        "Atelier CLAS, réseau REAAP, quartier QPV.",
        "Le mardi de 16 h 45 à 18 h 15, du 14/09/2026 au 02/07/2027.",
        "La directrice, bénévole 1 et salariée 2.",
        "Pierre par pierre, l'aide aux devoirs se construit.",
        "Les enfants du quartier.",
        "",
    ],
)
def test_ce_qui_n_est_personne(texte: str) -> None:
    assert reperer(texte) == ()


def test_un_dossier_dit_ou_se_trouve_chaque_signal() -> None:
    dossier = avec(Dossier(), "diagnostic.besoins.b1.description", "Voir 06 12 34 56 78")
    dossier = avec(dossier, "equipe.accompagnateurs.a1.libelle", "Nadia Benali")
    assert signalements(dossier) == (
        Signalement("diagnostic.besoins.b1.description", "telephone", "06 12 34 56 78"),
        Signalement("equipe.accompagnateurs.a1.libelle", "nom", "Nadia Benali"),
    )


def test_un_nom_de_lieu_ou_d_organisme_est_attendu_la_ou_on_le_demande() -> None:
    for chemin in ("structure.nom", "diagnostic.etablissements.e1.nom", "groupes.g1.lieu"):
        assert signalements(avec(Dossier(), chemin, "Louise Michel")) == ()
        assert len(signalements(avec(Dossier(), chemin, "Louise Michel, 05 49 12 34 56"))) == 1


@pytest.mark.parametrize("nom", ["complet", "faible"])
def test_les_exemples_ne_signalent_rien(nom: str) -> None:
    assert signalements(charger_exemple(nom)) == ()
