"""Le calendrier scolaire : valeurs comptées à la main sur le calendrier officiel 2026-2027."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vacances_scolaires_france import SchoolHolidayDates

from clas_model.calendrier import (
    ZONES,
    Couverture,
    Seances,
    annee_scolaire,
    annees_disponibles,
    couverture,
    minutes_du_creneau,
    nom_de_ferie,
    premiere_seance,
    seances,
    semaines_de_l_annee,
)
from clas_model.dossier import Creneau, Groupe, Structure
from clas_model.erreurs import CalendrierInconnu
from clas_model.vacances import jours_de_vacances

ANNEE = "2026-2027"


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


def creneau(quand: str | None = "mardi", rythme: str | None = "hebdomadaire", **faits: Any) -> dict[str, Any]:
    return {"jour": quand, "debut": "17:00", "fin": "18:30", "rythme": rythme, **faits}


def groupe(*creneaux: dict[str, Any], debut: str | None = None, fin: str | None = None, **faits: Any) -> Groupe:
    dates = {"date_debut": debut, "date_fin": fin}
    return Groupe.model_validate({"id": "g1", "creneaux": creneaux, "creneaux_close": True, **dates, **faits})


def structure(zone: str | None = "A", annee: str | None = ANNEE, **faits: Any) -> Structure:
    return Structure.model_validate({"zone": zone, "annee_scolaire": annee, **faits})


class TestAnneeScolaire:
    @pytest.mark.parametrize("zone", ZONES)
    def test_l_annee_va_du_lendemain_d_un_ete_a_la_veille_du_suivant(self, zone: str) -> None:
        # Rentrée le mardi 1er septembre 2026, été le samedi 3 juillet 2027.
        annee = annee_scolaire(ANNEE, zone)
        assert (annee.premier_jour, annee.dernier_jour) == (jour("2026-09-01"), jour("2027-07-02"))

    @pytest.mark.parametrize("zone", ZONES)
    def test_trente_six_semaines_en_2026_2027(self, zone: str) -> None:
        # Semaines 36 à 42 (7) et 45 à 51 (7) de 2026, puis entre Noël, l'hiver, le printemps et l'été :
        # A 1-6, 9-14, 17-26 = 6+6+10 ; B 1-7, 10-15, 18-26 = 7+6+9 ; C 1-5, 8-13, 16-26 = 5+6+11. Soit 36 partout.
        semaines_2027 = {
            "A": [*range(1, 7), *range(9, 15), *range(17, 27)],
            "B": [*range(1, 8), *range(10, 16), *range(18, 27)],
            "C": [*range(1, 6), *range(8, 14), *range(16, 27)],
        }
        attendues = {(2026, n) for n in [*range(36, 43), *range(45, 52)]} | {(2027, n) for n in semaines_2027[zone]}
        assert len(attendues) == 36
        assert annee_scolaire(ANNEE, zone).semaines == attendues

    @pytest.mark.parametrize(
        ("zone", "premier", "dernier"),
        [
            ("A", "2026-10-17", "2026-11-01"),  # Toussaint
            ("B", "2026-10-17", "2026-11-01"),
            ("C", "2026-10-17", "2026-11-01"),
            ("A", "2026-12-19", "2027-01-03"),  # Noël
            ("A", "2027-02-13", "2027-02-28"),  # hiver
            ("B", "2027-02-20", "2027-03-07"),
            ("C", "2027-02-06", "2027-02-21"),
            ("A", "2027-04-10", "2027-04-25"),  # printemps
            ("B", "2027-04-17", "2027-05-02"),
            ("C", "2027-04-03", "2027-04-18"),
            ("A", "2027-05-06", "2027-05-09"),  # pont de l'Ascension, dimanche compris
        ],
    )
    def test_les_vacances_2026_2027(self, zone: str, premier: str, dernier: str) -> None:
        annee = annee_scolaire(ANNEE, zone)
        debut, fin = jour(premier), jour(dernier)
        vacances = [debut + dt.timedelta(days=n) for n in range((fin - debut).days + 1)]
        assert [annee.est_ouvre(j) for j in vacances] == [False] * len(vacances)
        assert annee.est_ouvre(debut - dt.timedelta(days=1))
        assert annee.est_ouvre(fin + dt.timedelta(days=1))

    def test_un_samedi_de_classe_est_ouvre_et_l_ete_ne_l_est_pas(self) -> None:
        annee = annee_scolaire(ANNEE, "A")
        assert annee.est_ouvre(jour("2026-09-12"))
        assert not annee.est_ouvre(jour("2026-08-31"))
        assert not annee.est_ouvre(jour("2027-07-03"))

    @pytest.mark.parametrize("date", ["2024-05-10", "2025-05-30", "2026-05-15"])
    def test_le_vendredi_du_pont_de_l_ascension_est_chome_meme_oublie_des_donnees(self, date: str) -> None:
        annee = int(date[:4])
        for zone in ZONES:
            assert not annee_scolaire(f"{annee - 1}-{annee}", zone).est_ouvre(jour(date))

    def test_deux_appels_rendent_le_meme_objet(self) -> None:
        assert annee_scolaire(ANNEE, "B") is annee_scolaire(ANNEE, "B")

    @pytest.mark.parametrize(
        ("libelle", "zone"),
        [(ANNEE, "autre"), ("2050-2051", "A"), ("1990-1991", "A"), ("2026-2028", "A"), ("n'importe quoi", "A")],
    )
    def test_un_calendrier_inconnu_dit_quoi_faire(self, libelle: str, zone: str) -> None:
        with pytest.raises(CalendrierInconnu, match="indiquez vous-même le nombre de semaines"):
            annee_scolaire(libelle, zone)

    def test_les_annees_disponibles_se_suivent_et_comprennent_2026_2027(self) -> None:
        annees = annees_disponibles()
        assert ANNEE in annees
        debuts = [int(a[:4]) for a in annees]
        assert debuts == list(range(debuts[0], debuts[0] + len(debuts)))

    @pytest.mark.parametrize("zone", ZONES)
    def test_les_jours_lus_sont_ceux_que_lit_la_bibliotheque(self, zone: str) -> None:
        """On lit son fichier sans elle, pour le codage : mêmes jours, ni plus ni moins."""
        siennes = SchoolHolidayDates()
        attendus = {jour for jour in siennes.data if siennes.is_holiday_for_zone(jour, zone)}
        assert len(attendus) > 1000
        assert jours_de_vacances(zone) == attendus


class TestSemainesDeLAnnee:
    def test_du_calendrier_meme_si_un_autre_nombre_est_declare(self) -> None:
        assert semaines_de_l_annee(structure(semaines_scolaires=30)) == 36

    def test_declarees_hors_des_zones_ou_hors_des_donnees(self) -> None:
        assert semaines_de_l_annee(structure("autre", semaines_scolaires=40)) == 40
        assert semaines_de_l_annee(structure("autre", None, semaines_scolaires=40)) == 40
        assert semaines_de_l_annee(structure("A", "2050-2051", semaines_scolaires=37)) == 37
        assert semaines_de_l_annee(structure(None, "2050-2051", semaines_scolaires=37)) == 37

    def test_inconnues_quand_il_manque_la_zone_l_annee_ou_la_declaration(self) -> None:
        assert semaines_de_l_annee(Structure()) is None
        assert semaines_de_l_annee(structure(None, semaines_scolaires=40)) is None
        assert semaines_de_l_annee(structure("A", None, semaines_scolaires=40)) is None
        assert semaines_de_l_annee(structure("autre")) is None


class TestCouverture:
    @pytest.mark.parametrize(
        ("debut", "couvertes"),
        [
            ("2026-09-01", 36),
            ("2026-09-07", 35),  # la semaine du 31 août est manquée
            ("2026-09-21", 33),
            ("2026-09-28", 32),
            ("2026-09-05", 35),  # un samedi : la semaine n'a plus de jour de classe du lundi au vendredi
            ("2026-10-17", 29),  # 36 moins les 7 semaines avant la Toussaint
            ("2026-11-02", 29),
        ],
    )
    def test_les_semaines_entre_le_debut_et_la_fin(self, debut: str, couvertes: int) -> None:
        assert couverture(structure(), groupe(creneau(), debut=debut, fin="2027-07-02")) == Couverture(couvertes, 36)

    def test_les_dates_hors_de_l_annee_ne_comptent_pas(self) -> None:
        assert couverture(structure(), groupe(creneau(), debut="2000-01-01", fin="2099-12-31")) == Couverture(36, 36)
        assert couverture(structure(), groupe(creneau(), debut="2025-09-08", fin="2026-06-30")) == Couverture(0, 36)

    def test_a_la_quinzaine_la_moitie_arrondie_au_dessus(self) -> None:
        # 35 semaines du 7 septembre au 2 juillet : 18 à la quinzaine.
        une_sur_deux = groupe(creneau(rythme="quinzaine"), debut="2026-09-07", fin="2027-07-02")
        assert couverture(structure(), une_sur_deux) == Couverture(18, 36)

    def test_un_creneau_hebdomadaire_suffit_meme_liste_ouverte_et_creneau_incomplet(self) -> None:
        mixte = groupe(
            creneau(rythme="quinzaine"), creneau(None), creneau(rythme="autre"),
            debut="2026-09-01", fin="2027-07-02", creneaux_close=False,
        )  # fmt: skip
        assert couverture(structure(), mixte) == Couverture(36, 36)

    @pytest.mark.parametrize(
        ("rythmes", "close"),
        [(["autre"], True), ([None], True), (["quinzaine", None], True), (["quinzaine", "autre"], True),
         (["quinzaine"], False), ([], False)],
    )  # fmt: skip
    def test_un_rythme_inconnu_ou_une_liste_ouverte_laissent_inconnu(self, rythmes: list[str], close: bool) -> None:
        incertain = groupe(
            *(creneau(rythme=r) for r in rythmes), debut="2026-09-01", fin="2027-07-02", creneaux_close=close
        )
        assert couverture(structure(), incertain) is None

    def test_aucun_creneau_liste_close_ne_couvre_rien(self) -> None:
        assert couverture(structure(), groupe()) == Couverture(0, 36)

    def test_dates_absentes_ou_inversees(self) -> None:
        assert couverture(structure(), groupe(creneau(), debut="2026-09-01")) is None
        assert couverture(structure(), groupe(creneau(), fin="2027-07-02")) is None
        assert couverture(structure(), groupe(creneau(), debut="2027-07-02", fin="2026-09-01")) is None

    def test_zone_autre_les_semaines_declarees_sans_depasser_le_total(self) -> None:
        guyane = structure("autre", semaines_scolaires=40)
        assert couverture(guyane, groupe(semaines_seances=27)) == Couverture(27, 40)
        assert couverture(guyane, groupe(semaines_seances=53)) == Couverture(40, 40)
        assert couverture(guyane, groupe(creneau(), debut="2026-09-01", fin="2027-07-02")) is None
        assert couverture(structure("autre"), groupe(semaines_seances=27)) is None

    @given(
        zone=st.sampled_from(ZONES),
        debut=st.dates(jour("2026-06-01"), jour("2027-09-30")),
        jours=st.integers(0, 400),
        rythme=st.sampled_from(["hebdomadaire", "quinzaine"]),
    )
    def test_jamais_plus_que_l_annee_et_raccourcir_ne_gagne_rien(
        self, zone: str, debut: dt.date, jours: int, rythme: str
    ) -> None:
        def couvertes(nombre: int) -> int:
            fin = (debut + dt.timedelta(days=nombre)).isoformat()
            part = couverture(structure(zone), groupe(creneau(rythme=rythme), debut=debut.isoformat(), fin=fin))
            assert part is not None
            assert part.total == 36
            return part.couvertes

        # Sept jours de plus touchent deux semaines ISO au plus (du 1er au 7 septembre 2026, par exemple).
        assert 0 <= couvertes(jours) <= couvertes(jours + 7) <= min(36, couvertes(jours) + 2)


class TestSeances:
    def test_les_mardis_de_la_rentree_a_noel(self) -> None:
        # Septembre 8, 15, 22, 29 ; octobre 6, 13 ; novembre 3, 10, 17, 24 ; décembre 1, 8, 15 : 13 séances de 90 min.
        mardis = groupe(creneau(), debut="2026-09-08", fin="2026-12-20")
        assert seances(structure(), mardis) == Seances(13, 1170, jour("2026-09-08"), jour("2026-12-15"), ())

    def test_tous_les_mardis_de_l_annee_zone_a(self) -> None:
        # Par mois, de septembre à juin : 5+2+4+3+4+2+5+2+4+5 = 36.
        annee = seances(structure(), groupe(creneau(), debut="2026-09-01", fin="2027-07-02"))
        assert annee is not None
        assert (annee.nombre, annee.derniere) == (36, jour("2027-06-29"))

    def test_une_semaine_sur_deux_depuis_la_premiere(self) -> None:
        # 8 et 22 septembre, 6 octobre, (20 : vacances), 3 et 17 novembre, 1er et 15 décembre.
        quinzaine = groupe(creneau(rythme="quinzaine"), debut="2026-09-08", fin="2026-12-20")
        assert seances(structure(), quinzaine) == Seances(7, 630, jour("2026-09-08"), jour("2026-12-15"), ())

    def test_le_11_novembre_2026_est_un_mercredi_ferie(self) -> None:
        # Mercredis de novembre hors vacances : 4, (11), 18, 25.
        novembre = groupe(creneau("mercredi"), debut="2026-11-02", fin="2026-11-30")
        assert seances(structure(), novembre) == Seances(
            3, 270, jour("2026-11-04"), jour("2026-11-25"), ((jour("2026-11-11"), "Armistice"),)
        )

    def test_deux_creneaux_le_meme_jour_comptent_deux_fois_et_le_ferie_une(self) -> None:
        double = groupe(
            creneau("mercredi"), creneau("mercredi", debut="10:00", fin="11:00"), debut="2026-11-02", fin="2026-11-30"
        )
        resultat = seances(structure(), double)
        assert resultat is not None
        assert (resultat.nombre, resultat.minutes, len(resultat.feries)) == (6, 450, 1)

    def test_le_pont_de_l_ascension_2027(self) -> None:
        # Vendredis de mai en zone A : (7 : pont), 14, 21, 28. Jeudis : (6 : pont), 13, 20, 27.
        mai = {"debut": "2027-05-03", "fin": "2027-05-31"}
        assert seances(structure(), groupe(creneau("vendredi"), **mai)) == Seances(
            3, 270, jour("2027-05-14"), jour("2027-05-28"), ()
        )
        # Le jeudi du pont est l'Ascension, un jour férié : il se dit, comme les autres ; le vendredi n'en est pas un.
        ascension = (jour("2027-05-06"), "Ascension")
        assert seances(structure(), groupe(creneau("jeudi"), **mai)) == Seances(
            3, 270, jour("2027-05-13"), jour("2027-05-27"), (ascension,)
        )

    def test_l_ascension_ne_se_dit_qu_une_semaine_de_seance(self) -> None:
        # Un jeudi sur deux : depuis le 22 avril, hors vacances en zone C (3 - 19 avril), 22 avril, (6 mai), 20 mai.
        # Depuis le 29 avril, 29 avril, 13 mai, 27 mai : rien ne tombe le 6. Ni si le groupe commence le 7.
        def jeudis(debut: str) -> Seances | None:
            return seances(structure("C"), groupe(creneau("jeudi", "quinzaine"), debut=debut, fin="2027-05-31"))

        resultats = [jeudis(debut) for debut in ("2027-04-22", "2027-04-29", "2027-05-07")]
        assert [(r.nombre, len(r.feries)) for r in resultats if r] == [(2, 1), (3, 0), (2, 0)]

    def test_un_nom_de_jour_ferie_s_ecrit_au_milieu_d_une_phrase(self) -> None:
        # Les noms communs prennent une minuscule, les noms de fêtes gardent leur capitale.
        lundis = seances(structure(), groupe(creneau("lundi"), debut="2026-09-14", fin="2027-07-02"))
        mercredis = seances(structure(), groupe(creneau("mercredi"), debut="2026-09-14", fin="2027-07-02"))
        assert lundis is not None
        assert mercredis is not None
        assert [nom for _, nom in lundis.feries + mercredis.feries] == [
            "lundi de Pâques", "lundi de Pentecôte", "Armistice",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("donne", "ecrit"),
        [
            ("Jour de l'an", "jour de l'an"), ("Fête du Travail; Ascension", "fête du Travail et Ascension"),
            ("Vendredi saint", "vendredi saint"), ("Abolition de l'esclavage", "abolition de l'esclavage"),
            ("Toussaint", "Toussaint"), ("Noël", "Noël"), ("Saint-Étienne", "Saint-Étienne"),
            ("Saints Pierre et Paul", "Saints Pierre et Paul"), ("Mi-Carême", "mi-Carême"),
        ],
    )  # fmt: skip
    def test_la_capitale_d_un_jour_ferie(self, donne: str, ecrit: str) -> None:
        assert nom_de_ferie(donne) == ecrit

    def test_le_lundi_de_pentecote_2027(self) -> None:
        # Pâques le 28 mars 2027, Pentecôte 49 jours après : lundi 17 mai. Lundis de mai : 3, 10, (17), 24, 31.
        lundis = seances(structure(), groupe(creneau("lundi"), debut="2027-05-01", fin="2027-05-31"))
        assert lundis is not None
        assert (lundis.nombre, lundis.feries) == (4, ((jour("2027-05-17"), "lundi de Pentecôte"),))

    @pytest.mark.parametrize(
        ("departement", "ferie"),
        [
            ("57", True), ("67", True), ("68 Haut-Rhin", True), ("Bas-Rhin (67)", True), ("Moselle", True),
            ("bas rhin", True), ("Meurthe-et-Moselle", False), ("Meurthe et Moselle", False), ("54", False),
            ("57000 Metz", False), (None, False),
        ],
    )  # fmt: skip
    def test_le_vendredi_saint_n_est_ferie_qu_en_alsace_moselle(self, departement: str | None, ferie: bool) -> None:
        # Vendredi 26 mars 2027, deux jours avant Pâques ; la zone B est en classe du 8 mars au 16 avril.
        mars = groupe(creneau("vendredi"), debut="2027-03-22", fin="2027-03-28")
        resultat = seances(structure("B", departement=departement), mars)
        assert resultat is not None
        attendu = (0, ((jour("2027-03-26"), "vendredi saint"),)) if ferie else (1, ())
        assert (resultat.nombre, resultat.feries) == attendu

    def test_zone_autre_un_compte_sans_date(self) -> None:
        # 35 semaines : 35 séances de 90 min chaque semaine, et 18 à la quinzaine : 53 séances, 4 770 minutes.
        deux = groupe(creneau(), creneau("jeudi", "quinzaine"), semaines_seances=35)
        assert seances(structure("autre"), deux) == Seances(53, 4770, None, None, ())
        assert seances(structure("A", "2050-2051"), deux) == Seances(53, 4770, None, None, ())
        assert seances(structure("autre"), groupe(creneau())) is None

    def test_aucun_creneau(self) -> None:
        assert seances(structure(), groupe()) == Seances(0, 0, None, None, ())
        assert seances(structure(), groupe(creneaux_close=False)) is None

    @pytest.mark.parametrize(
        "fautif",
        [creneau(None), creneau(rythme=None), creneau(rythme="autre"), creneau(fin=None), creneau(fin="16:00")],
    )
    def test_un_creneau_incomplet_laisse_inconnu(self, fautif: dict[str, Any]) -> None:
        assert seances(structure(), groupe(creneau(), fautif, debut="2026-09-08", fin="2027-06-30")) is None

    @pytest.mark.parametrize(
        ("debut", "fin", "zone"),
        [(None, "2027-06-30", "A"), ("2026-09-08", None, "A"), ("2027-06-30", "2026-09-08", "A"),
         ("2026-09-08", "2027-06-30", None)],
    )  # fmt: skip
    def test_un_fait_manquant_laisse_inconnu(self, debut: str | None, fin: str | None, zone: str | None) -> None:
        assert seances(structure(zone), groupe(creneau(), debut=debut, fin=fin)) is None


class TestPremiereSeance:
    def test_le_premier_jour_de_seance_hors_vacances(self) -> None:
        # Début saisi le premier samedi de la Toussaint : le premier mardi de classe est le 3 novembre.
        toussaint = groupe(creneau(), debut="2026-10-17", fin="2027-06-30")
        assert premiere_seance(structure(), toussaint) == jour("2026-11-03")

    def test_le_plus_tot_des_creneaux(self) -> None:
        deux = groupe(creneau("vendredi"), creneau("jeudi", "quinzaine"), debut="2026-09-07", fin="2027-06-30")
        assert premiere_seance(structure(), deux) == jour("2026-09-10")

    def test_un_jour_ferie_repousse_la_premiere(self) -> None:
        chaque_semaine = groupe(creneau("mercredi"), debut="2026-11-11", fin="2027-06-30")
        assert premiere_seance(structure(), chaque_semaine) == jour("2026-11-18")
        une_sur_deux = groupe(creneau("mercredi", "quinzaine"), debut="2026-11-11", fin="2027-06-30")
        assert premiere_seance(structure(), une_sur_deux) == jour("2026-11-25")

    def test_sans_date_de_fin_ni_heures(self) -> None:
        sans_heures = groupe(creneau(debut=None, fin=None), debut="2026-09-09")
        assert premiere_seance(structure(), sans_heures) == jour("2026-09-15")

    @pytest.mark.parametrize("creneaux", [[], [creneau(None)], [creneau(), creneau(rythme="autre")]])
    def test_a_defaut_la_date_de_debut(self, creneaux: list[dict[str, Any]]) -> None:
        assert premiere_seance(structure(), groupe(*creneaux, debut="2026-09-09")) == jour("2026-09-09")

    def test_sans_calendrier_la_date_de_debut(self) -> None:
        assert premiere_seance(structure("autre"), groupe(creneau(), debut="2026-09-09")) == jour("2026-09-09")
        assert premiere_seance(structure(), groupe(creneau())) is None


@pytest.mark.parametrize(
    ("debut", "fin", "minutes"),
    [("17:00", "18:30", 90), ("17:00", "17:00", None), ("18:00", "17:00", None), (None, "17:00", None),
     ("17:00", None, None)],
)  # fmt: skip
def test_minutes_du_creneau(debut: str | None, fin: str | None, minutes: int | None) -> None:
    assert minutes_du_creneau(Creneau.model_validate({"id": "c1", "debut": debut, "fin": fin})) == minutes
