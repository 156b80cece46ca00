"""Ce qu'un dossier dit des soirs et des adultes d'un essai : ceux qui sont là en même temps, jamais leur addition."""

from clas_model.contenu import charger_exemple
from clas_model.dossier import Creneau, Dossier, Groupe
from clas_model.simulation.salle_du_dossier import adultes_du_dossier, soirs_du_dossier


def groupe(identifiant: str, *creneaux: tuple[str | None, int | None]) -> Groupe:
    """Un groupe de neuf enfants, et ses créneaux : le jour et les adultes."""
    faits = tuple(Creneau(id=f"c{n}", jour=j, nombre_adultes=a) for n, (j, a) in enumerate(creneaux))
    return Groupe(id=identifiant, effectif=9, creneaux=faits)


def test_des_adultes_inconnus_ne_sont_pas_pris_pour_zero() -> None:
    # Le second groupe n'a pas dit ses adultes, puis n'a pas de créneau : on ne suppose pas qu'il est seul.
    premier = groupe("g1", (None, 2), (None, 5))
    for adultes, attendu in ((1, 3), (0, 2), (None, None)):
        assert adultes_du_dossier(Dossier(groupes=(premier, groupe("g2", (None, adultes))))) == attendu
    assert adultes_du_dossier(Dossier(groupes=(premier, groupe("g2")))) is None


def test_des_groupes_aux_memes_soirs_ajoutent_leurs_adultes() -> None:
    dossier = Dossier(groupes=(groupe("g1", ("mardi", 2), ("jeudi", 2)), groupe("g2", ("jeudi", 3), ("mardi", 3))))
    assert soirs_du_dossier(dossier) == ()
    assert adultes_du_dossier(dossier) == 5


def test_des_groupes_a_des_soirs_differents_ne_les_ajoutent_pas() -> None:
    # Deux adultes le lundi, les mêmes ou d'autres le mardi : jamais plus de deux à la fois.
    dossier = Dossier(groupes=(groupe("g1", ("lundi", 2)), groupe("g2", ("mardi", 2))))
    assert soirs_du_dossier(dossier) == ("lundi", "mardi")
    assert adultes_du_dossier(dossier) == 2


def test_le_soir_le_plus_charge_donne_le_nombre() -> None:
    # Exemple solide : lundi 2 ; mardi 2 + 2 ; jeudi 2 + 2 ; vendredi 2.
    exemple = charger_exemple("complet")
    assert soirs_du_dossier(exemple) == ("lundi", "mardi", "jeudi", "vendredi")
    assert adultes_du_dossier(exemple) == 4


def test_un_soir_aux_adultes_inconnus_laisse_le_nombre_inconnu() -> None:
    dossier = Dossier(groupes=(groupe("g1", ("lundi", 2)), groupe("g2", ("mardi", None))))
    assert adultes_du_dossier(dossier) is None


def test_un_jour_inconnu_ou_hors_de_la_semaine_d_un_essai_ne_separe_pas_les_soirs() -> None:
    # Sans tous les jours, l'essai suppose que tous les groupes viennent à chaque séance, et le dit.
    for jour in (None, "dimanche"):
        dossier = Dossier(groupes=(groupe("g1", ("lundi", 2)), groupe("g2", (jour, 3))))
        assert soirs_du_dossier(dossier) == ()
        assert adultes_du_dossier(dossier) == 5
