"""Le contrat de l'entrepôt, en mémoire, sur SQLite et sur PostgreSQL : rien ne se perd, rien ne s'écrase."""

import datetime as dt
from decimal import Decimal

import pytest

from clas_model.chemins import avec
from clas_model.contenu import EXEMPLES, charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, EnregistrementImpossible, LectureSeule, RevisionPerimee
from clas_model.fusion import Conflit
from clas_model.persistance import DossierRepository
from clas_model.persistance.contrat import JOURS_GARDES, LOT, VERSIONS_GARDEES
from tests.modele.phrases import fautes_de_phrase
from tests.persistance.conftest import Horloge

COMPLET = charger_exemple("complet")


def refus(erreur: pytest.ExceptionInfo[Exception]) -> str:
    """La phrase d'une erreur, vérifiée."""
    assert fautes_de_phrase(str(erreur.value)) == []
    return str(erreur.value)


def nomme(nom: str) -> Dossier:
    return avec(Dossier(), "structure.nom", nom)


class TestAllerRetour:
    @pytest.mark.parametrize("dossier", [Dossier(), *(charger_exemple(n) for n in EXEMPLES)], ids=["vierge", *EXEMPLES])
    def test_un_dossier_cree_se_relit_identique(self, depot: DossierRepository, dossier: Dossier) -> None:
        secret, cree = depot.create(dossier)
        lu = depot.get(secret)
        assert (lu.dossier, lu.revision, lu.lecture_seule, lu.conflits) == (dossier, 1, False, ())
        assert cree == lu

    def test_l_instant_est_en_temps_universel(self, depot: DossierRepository, horloge: Horloge) -> None:
        secret, cree = depot.create(COMPLET)
        assert cree.modifie_le == horloge.instant
        horloge.avancer(hours=3, microseconds=7)
        ensuite = depot.save(secret, COMPLET, 1)
        assert ensuite.modifie_le == ensuite.touche_le == horloge.instant == depot.get(secret).modifie_le
        assert depot.get(secret).modifie_le.utcoffset() == dt.timedelta(0)

    def test_enregistrer_remplace_et_compte_les_revisions(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        for revision in range(1, 4):
            modifie = avec(COMPLET, "groupes.g1.effectif", revision)
            assert depot.save(secret, modifie, revision).revision == revision + 1
            assert depot.get(secret).dossier == modifie

    def test_chacun_son_dossier(self, depot: DossierRepository) -> None:
        un, autre = depot.create(Dossier())[0], depot.create(COMPLET)[0]
        depot.save(un, nomme("Un"), 1)
        assert depot.get(autre).dossier == COMPLET
        assert depot.get(autre).revision == 1

    def test_un_texte_hostile_ressort_intact(self, depot: DossierRepository) -> None:
        texte = "'; DROP TABLE dossiers; -- %s %(e)s {0} :nom ? \\ 🎉 \u202eمر"
        secret, _ = depot.create(nomme(texte))
        depot.save(secret, nomme(f"{texte} 2"), 1)
        assert depot.get(secret).dossier.structure.nom == f"{texte} 2"

    def test_un_dossier_trop_gros_pour_etre_relu_n_ecrase_pas_le_precedent(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        long = {"description": "é" * 5000}
        enorme = Dossier.model_validate({"enfants": {"activites": [long] * 200}, "parents": {"actions": [long] * 50}})
        for ecrire in (lambda: depot.save(secret, enorme, 1), lambda: depot.create(enorme)):
            with pytest.raises(EnregistrementImpossible) as erreur:
                ecrire()
            assert "trop gros pour être enregistré (2 Mo au plus)" in refus(erreur)
        assert depot.get(secret).dossier == COMPLET


class TestRevisions:
    def test_une_revision_perimee_est_refusee_et_rien_n_est_ecrase(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        depot.save(secret, COMPLET, 1)
        with pytest.raises(RevisionPerimee) as erreur:
            depot.save(secret, Dossier(), 1)
        assert "dans un autre onglet ou par une autre personne" in refus(erreur)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (COMPLET, 2)
        assert [v.revision for v in depot.history(secret)] == [2, 1]

    @pytest.mark.parametrize("revision", [0, 2, -1, 10**6])
    def test_une_revision_inventee_est_refusee(self, depot: DossierRepository, revision: int) -> None:
        secret, _ = depot.create(COMPLET)
        with pytest.raises(RevisionPerimee):
            depot.save(secret, Dossier(), revision)
        assert depot.get(secret).dossier == COMPLET


class TestSecret:
    @pytest.mark.parametrize("secret", ["", "inconnu", "' OR 1=1 --", "x" * 10_000, "\x00", "\ud800", "é"])
    def test_un_secret_inconnu_ne_mene_nulle_part(self, depot: DossierRepository, secret: str) -> None:
        depot.create(COMPLET)
        with pytest.raises(DossierIntrouvable) as erreur:
            depot.get(secret)
        assert refus(erreur) == "Ce lien ne mène à aucun dossier : vérifiez qu'il est copié en entier."
        for ecrire in (
            lambda: depot.save(secret, Dossier(), 1),
            lambda: depot.history(secret),
            lambda: depot.restore(secret, 1, 1),
            lambda: depot.keep(secret),
            lambda: depot.share(secret),
            lambda: depot.unshare(secret),
            lambda: depot.erase(secret),
        ):
            with pytest.raises(DossierIntrouvable):
                ecrire()

    def test_un_secret_coupe_ne_suffit_pas(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        for essai in (secret[:-1], secret.swapcase(), f"{secret} "):
            with pytest.raises(DossierIntrouvable):
                depot.get(essai)

    def test_les_secrets_sont_longs_et_differents(self, depot: DossierRepository) -> None:
        secrets = {depot.create(Dossier())[0] for _ in range(20)}
        assert len(secrets) == 20
        # 256 bits en base 64, sans caractère à échapper dans une adresse.
        assert all(len(s) == 43 and s.replace("-", "").replace("_", "").isalnum() for s in secrets)


class TestLecture:
    def test_le_lien_de_lecture_lit_et_n_ecrit_rien(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        lecture = depot.share(secret)
        assert lecture != secret
        assert (depot.get(lecture).dossier, depot.get(lecture).lecture_seule) == (COMPLET, True)
        assert depot.history(lecture)[0].dossier == COMPLET
        for ecrire in (
            lambda: depot.save(lecture, Dossier(), 1),
            lambda: depot.restore(lecture, 1, 1),
            lambda: depot.keep(lecture),
            lambda: depot.share(lecture),
            lambda: depot.unshare(lecture),
            lambda: depot.erase(lecture),
        ):
            with pytest.raises(LectureSeule) as erreur:
                ecrire()
            refus(erreur)
        assert (depot.get(secret).dossier, depot.get(secret).revision) == (COMPLET, 1)

    def test_le_lien_de_lecture_suit_le_dossier_et_reste_le_meme(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        lecture = depot.share(secret)
        depot.save(secret, COMPLET, 1)
        assert depot.share(secret) == lecture
        assert depot.get(lecture).dossier == COMPLET

    def test_un_lien_de_lecture_coupe_ne_revient_pas(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        depot.unshare(secret)
        coupe = depot.share(secret)
        depot.unshare(secret)
        with pytest.raises(DossierIntrouvable):
            depot.get(coupe)
        nouveau = depot.share(secret)
        assert nouveau != coupe
        assert depot.get(nouveau).lecture_seule
        assert not depot.get(secret).lecture_seule


class TestConflits:
    CONFLITS = (
        Conflit("structure.nom", "A", None),
        Conflit("groupes.g1.date_debut", dt.date(2026, 9, 14), dt.date(2026, 9, 21)),
        Conflit("groupes.g1.creneaux.c1.debut", dt.time(16, 45), None),
        Conflit("cadre.participation_famille", Decimal("12.50"), Decimal("0")),
        Conflit("ecole.canaux", ("referent",), ()),
        Conflit("charte.laicite", True, False),
        Conflit("groupes.g1.effectif", 12, 0),
    )

    def test_les_choix_a_faire_reviennent_tels_quels_puis_s_effacent(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        assert depot.save(secret, COMPLET, 1, self.CONFLITS).conflits == self.CONFLITS
        assert depot.get(secret).conflits == self.CONFLITS
        depot.save(secret, COMPLET, 2)
        assert depot.get(secret).conflits == ()

    def test_restaurer_garde_les_choix_a_faire(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(Dossier())
        depot.save(secret, COMPLET, 1, self.CONFLITS[:1])
        depot.restore(secret, 1, 2)
        assert depot.get(secret).conflits == self.CONFLITS[:1]


class TestHistorique:
    def test_chaque_enregistrement_est_une_version_la_derniere_d_abord(
        self, depot: DossierRepository, horloge: Horloge
    ) -> None:
        secret, _ = depot.create(Dossier())
        instants = [horloge.instant]
        for revision in (1, 2):
            horloge.avancer(minutes=1)
            instants.append(horloge.instant)
            depot.save(secret, nomme(f"n{revision}"), revision)
        versions = depot.history(secret)
        assert [v.revision for v in versions] == [3, 2, 1]
        assert [v.dossier.structure.nom for v in versions] == ["n2", "n1", None]
        assert [v.modifie_le for v in versions] == instants[::-1]

    def test_restaurer_est_une_version_de_plus(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        depot.save(secret, Dossier(id=COMPLET.id), 1)
        assert depot.restore(secret, 1, 2).revision == 3
        assert depot.get(secret).dossier == COMPLET
        assert [v.dossier == COMPLET for v in depot.history(secret)] == [True, False, True]

    def test_restaurer_n_ecrase_pas_ce_qui_vient_de_changer(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        depot.save(secret, nomme("nouveau"), 1)
        with pytest.raises(RevisionPerimee):
            depot.restore(secret, 1, 1)
        assert depot.get(secret).dossier == nomme("nouveau")

    def test_une_version_qui_n_existe_pas_se_dit(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        with pytest.raises(DossierIntrouvable) as erreur:
            depot.restore(secret, 7, 1)
        assert "choisissez-en une autre" in refus(erreur)

    def test_les_dernieres_versions_restent_puis_une_par_jour(self, depot: DossierRepository, horloge: Horloge) -> None:
        """Trois enregistrements par jour, à 10, 11 et 12 h, pendant 50 jours : révisions 1 à 150.

        Le jour n porte les révisions 3n-2, 3n-1 et 3n. Le tri passe à la révision 100 : 51 à 100 sont les 50
        dernières ; des jours 1 à 16 reste la dernière, 3n ; du jour 17 reste 51, et non 49 et 50. Il repasse à 150 :
        101 à 150 sont les 50 dernières ; des jours 17 à 33 reste 3n ; 100 ouvre le jour 34, dont 101 reste : elle part.
        """
        horloge.instant = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
        secret, _ = depot.create(nomme("r1"))
        gardees = {}
        for revision in range(2, 151):
            horloge.avancer(hours=22 if revision % 3 == 1 else 1)
            depot.save(secret, nomme(f"r{revision}"), revision - 1)
            if revision in (100, 149, 150):
                gardees[revision] = [v.revision for v in depot.history(secret)]
        assert (VERSIONS_GARDEES, LOT) == (50, 50)
        assert gardees[100] == [*range(100, 50, -1), *range(48, 0, -3)]
        # D'un tri à l'autre, rien ne part.
        assert gardees[149] == [*range(149, 50, -1), *range(48, 0, -3)]
        assert gardees[150] == [*range(150, 100, -1), *range(99, 0, -3)]

    def test_les_tres_vieilles_versions_partent(self, depot: DossierRepository, horloge: Horloge) -> None:
        """La première a 61 jours quand le tri passe, à la révision 100 ; les 49 suivantes sont du jour de la 51e."""
        secret, _ = depot.create(nomme("r1"))
        horloge.avancer(days=JOURS_GARDES + 1)
        for revision in range(1, VERSIONS_GARDEES + LOT):
            depot.save(secret, nomme(f"r{revision + 1}"), revision)
        assert [v.revision for v in depot.history(secret)] == [*range(100, 50, -1)]


class TestEffacer:
    def test_effacer_efface_le_dossier_ses_versions_et_ses_liens(self, depot: DossierRepository) -> None:
        secret, _ = depot.create(COMPLET)
        depot.save(secret, Dossier(), 1)
        lecture, temoin = depot.share(secret), depot.create(COMPLET)[0]
        depot.erase(secret)
        for parti in (secret, lecture):
            with pytest.raises(DossierIntrouvable):
                depot.get(parti)
            with pytest.raises(DossierIntrouvable):
                depot.history(parti)
        assert depot.get(temoin).dossier == COMPLET

    def test_purger_efface_ce_a_quoi_personne_n_a_touche(self, depot: DossierRepository, horloge: Horloge) -> None:
        depart = horloge.instant
        oublie, modifie, garde = (depot.create(nomme(n))[0] for n in ("oublié", "modifié", "gardé"))
        horloge.avancer(days=300)
        depot.save(modifie, COMPLET, 1)
        assert depot.keep(garde).touche_le == horloge.instant
        # Garder n'est pas modifier.
        assert (depot.get(garde).modifie_le, depot.get(garde).revision) == (depart, 1)
        horloge.avancer(days=200)
        assert depot.purge(depart) == 0
        assert depot.purge(depart + dt.timedelta(days=1)) == 1
        assert depot.purge(depart + dt.timedelta(days=1)) == 0
        with pytest.raises(DossierIntrouvable):
            depot.get(oublie)
        assert depot.get(modifie).dossier == COMPLET
        assert depot.get(garde).dossier == nomme("gardé")

    def test_lire_ne_repousse_pas_l_effacement(self, depot: DossierRepository, horloge: Horloge) -> None:
        secret, _ = depot.create(COMPLET)
        cree_le = horloge.instant
        horloge.avancer(days=30)
        depot.get(secret)
        depot.share(secret)
        assert depot.get(secret).touche_le == cree_le
