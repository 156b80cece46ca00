"""L'entrepôt des réunions, sur SQLite et sur PostgreSQL : qui peut quoi, ce qui se fige, ce qui ne se garde pas."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from clas_model.dossier import TexteChoisi
from clas_model.erreurs import EnregistrementImpossible, ReponseFermee, ReunionIntrouvable, SaisieRefusee
from clas_model.persistance import Participant, Preparation, Reunion, SqlReunionRepository
from clas_model.persistance.salle import ALPHABET, ENVOIS_MAX, LONGUEUR, TEXTE_MAX, normaliser_code
from tests.modele.phrases import fautes_de_phrase
from tests.persistance.conftest import Horloge

PREPARATION = Preparation(
    titre="Réunion de rentrée",
    date=dt.date(2026, 9, 22),
    texte=TexteChoisi(id="experimentation", version="2026.11.2"),
    questions=("effectif", "adultes"),
    annee="2026-2027",
    zone="A",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def depot(request: pytest.FixtureRequest, horloge: Horloge) -> Iterator[SqlReunionRepository]:
    url = f"sqlite:///{request.getfixturevalue('base')}" if request.param == "sqlite" else None
    entrepot = SqlReunionRepository(url or request.getfixturevalue("postgresql"), horloge)
    yield entrepot
    entrepot.close()


@pytest.fixture
def reunion(depot: SqlReunionRepository) -> Reunion:
    return depot.create(PREPARATION, 30)[1]


def entrer(depot: SqlReunionRepository, reunion: Reunion, observe: bool = False) -> Participant:
    participant = depot.participant(reunion, depot.inscrire(reunion, observe))
    assert participant is not None
    return participant


def refus(erreur: pytest.ExceptionInfo[Exception]) -> str:
    assert fautes_de_phrase(str(erreur.value)) == []
    return str(erreur.value)


class TestAcces:
    def test_une_reunion_se_retrouve_par_son_code_et_par_son_lien(self, depot: SqlReunionRepository) -> None:
        secret, reunion = depot.create(PREPARATION, 30)
        assert depot.animer(secret) == depot.rejoindre(reunion.code) == reunion
        assert (reunion.preparation, reunion.position, reunion.close) == (PREPARATION, 0, False)
        assert len(reunion.code) == LONGUEUR
        assert set(reunion.code) <= set(ALPHABET)

    def test_un_code_mal_tape_se_lit_quand_meme(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        tape = f" {reunion.code[:4].lower()}-{reunion.code[4:]} "
        assert depot.rejoindre(tape) == reunion
        assert normaliser_code("b2-c3 d4/f5") == "B2C3D4F5"

    @pytest.mark.usefixtures("reunion")
    @pytest.mark.parametrize("code", ["", "ZZZZZZZZ", "' OR 1=1 --", "x" * 10_000, "\x00", "\ud800"])
    def test_un_code_inconnu_ne_mene_nulle_part(self, depot: SqlReunionRepository, code: str) -> None:
        with pytest.raises(ReunionIntrouvable) as erreur:
            depot.rejoindre(code)
        assert "vérifiez-le" in refus(erreur)
        with pytest.raises(ReunionIntrouvable):
            depot.animer(code)

    def test_le_code_n_ouvre_pas_l_animation_ni_le_secret_la_salle(self, depot: SqlReunionRepository) -> None:
        secret, reunion = depot.create(PREPARATION, 30)
        with pytest.raises(ReunionIntrouvable):
            depot.animer(reunion.code)
        with pytest.raises(ReunionIntrouvable):
            depot.rejoindre(secret)

    def test_le_jeton_d_une_reunion_ne_vaut_rien_dans_une_autre(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        autre = depot.create(PREPARATION, 30)[1]
        jeton = depot.inscrire(reunion, False)
        assert depot.participant(reunion, jeton) is not None
        assert depot.participant(autre, jeton) is None
        assert depot.participant(reunion, jeton[:-1]) is None


class TestRepondre:
    def test_une_reponse_se_change_jusqu_a_ce_qu_elle_soit_revelee(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        moi = entrer(depot, reunion)
        depot.repondre(reunion.id, moi, "effectif", 14)
        depot.repondre(reunion.id, moi, "effectif", 12)
        assert depot.reponses(moi) == {"effectif": 12}
        depot.reveler(reunion.id, "effectif")
        with pytest.raises(ReponseFermee) as erreur:
            depot.repondre(reunion.id, moi, "effectif", 9)
        assert "révélée" in refus(erreur)
        depot.repondre(reunion.id, moi, "adultes", 2)
        assert depot.reponses(moi) == {"effectif": 12, "adultes": 2}
        assert depot.rejoindre(reunion.code).revelees == {"effectif"}

    @pytest.mark.parametrize("reponse", [0, 999, "oui", ("a", "b"), (), None, "l'école « é »"])
    def test_toute_sorte_de_reponse_revient_telle_quelle(
        self, depot: SqlReunionRepository, reunion: Reunion, reponse: int | str | tuple[str, ...] | None
    ) -> None:
        moi = entrer(depot, reunion)
        depot.repondre(reunion.id, moi, "q", reponse)
        assert depot.reponses(moi) == {"q": reponse}
        assert depot.toutes(reunion.id) == ({"q": reponse},)

    def test_les_comptes_disent_qui_est_la_et_qui_a_repondu(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        autre = depot.create(PREPARATION, 30)[1]
        depot.repondre(autre.id, entrer(depot, autre), "effectif", 1)
        gens = [entrer(depot, reunion) for _ in range(4)]
        entrer(depot, reunion, observe=True)
        for moi in gens[:3]:
            depot.repondre(reunion.id, moi, "effectif", 10)
        depot.repondre(reunion.id, gens[0], "adultes", 2)
        comptes = depot.comptes(reunion.id)
        assert (comptes.presents, comptes.structures) == (5, 4)
        assert comptes.reponses == {"effectif": 3, "adultes": 1}

    def test_le_tour_avance_quand_les_telephones_ont_a_changer(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        tours = [reunion.tour]
        for agir in (
            lambda: depot.aller(reunion.id, 3),
            lambda: depot.reveler(reunion.id, "effectif"),
            lambda: depot.fermer(reunion.id),
        ):
            agir()
            tours.append(depot.rejoindre(reunion.code).tour)
        assert tours == sorted(set(tours))
        # Répondre ne fait rien changer aux autres.
        assert depot.rejoindre(reunion.code).position == 3

    def test_une_base_en_panne_le_dit(self, base: Path, horloge: Horloge) -> None:
        depot = SqlReunionRepository(f"sqlite:///{base}", horloge)
        reunion = depot.create(PREPARATION, 30)[1]
        moi = entrer(depot, reunion)
        autre = sqlite3.connect(base, isolation_level=None)
        autre.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnregistrementImpossible) as erreur:
            depot.repondre(reunion.id, moi, "effectif", 14)
        assert "réessayez" in refus(erreur)
        autre.execute("ROLLBACK")
        autre.close()
        depot.repondre(reunion.id, moi, "effectif", 14)
        assert depot.reponses(moi) == {"effectif": 14}


class TestBoite:
    def test_une_question_arrive_nettoyee_cachee_et_sans_auteur(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        moi = entrer(depot, reunion)
        depot.envoyer(reunion.id, moi, "  Et les\n<b>collégiens</b>\x07 ? ")
        (message,) = depot.boite(reunion.id)
        assert message.texte == "Et les <b>collégiens</b> ?"
        assert (message.montree, message.traitee, message.theme) == (False, False, "")

    def test_une_question_trop_longue_ou_vide_est_refusee(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        moi = entrer(depot, reunion)
        for texte, dit in (("   ", "Écrivez"), ("é" * (TEXTE_MAX + 2), "2 signes")):
            with pytest.raises(SaisieRefusee) as erreur:
                depot.envoyer(reunion.id, moi, texte)
            assert dit in refus(erreur)
        depot.envoyer(reunion.id, moi, "é" * TEXTE_MAX)

    def test_un_telephone_ne_remplit_pas_la_boite(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        moi = entrer(depot, reunion)
        for n in range(ENVOIS_MAX):
            depot.envoyer(reunion.id, moi, f"Question {n}")
        with pytest.raises(SaisieRefusee):
            depot.envoyer(reunion.id, moi, "Une de trop")
        assert len(depot.boite(reunion.id)) == ENVOIS_MAX

    def test_on_range_ses_questions_pas_celles_d_une_autre_reunion(
        self, depot: SqlReunionRepository, reunion: Reunion
    ) -> None:
        autre = depot.create(PREPARATION, 30)[1]
        depot.envoyer(reunion.id, entrer(depot, reunion), "Une")
        depot.envoyer(autre.id, entrer(depot, autre), "Autre")
        numeros = [m.id for r in (reunion, autre) for m in depot.boite(r.id)]
        depot.ranger(reunion.id, numeros, montree=True, theme="  L'argent ")
        assert [(m.montree, m.theme) for m in depot.boite(reunion.id)] == [(True, "L'argent")]
        assert [(m.montree, m.theme) for m in depot.boite(autre.id)] == [(False, "")]


class TestRepetition:
    def test_repeter_puis_commencer_ne_melange_rien(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        jeton = depot.inscrire(reunion, False)
        vrai = depot.participant(reunion, jeton)
        assert vrai is not None
        depot.repeter(reunion.id, [{"effectif": n} for n in (8, 12, 20)])
        assert depot.rejoindre(reunion.code).repetition
        assert [r["effectif"] for r in depot.toutes(reunion.id)] == [8, 12, 20]
        depot.repondre(reunion.id, vrai, "effectif", 5)
        depot.reveler(reunion.id, "effectif")
        depot.aller(reunion.id, 4)
        depot.commencer(reunion.id)
        neuve = depot.rejoindre(reunion.code)
        assert (neuve.repetition, neuve.position, neuve.revelees) == (False, 0, frozenset())
        assert depot.toutes(reunion.id) == ()
        # Le vrai téléphone est toujours là.
        assert depot.participant(neuve, jeton) == vrai
        assert depot.comptes(reunion.id).presents == 1


class TestFin:
    def test_close_tout_se_fige(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        moi = entrer(depot, reunion)
        depot.repondre(reunion.id, moi, "effectif", 14)
        depot.fermer(reunion.id)
        finie = depot.rejoindre(reunion.code)
        assert finie.close
        for agir in (
            lambda: depot.repondre(reunion.id, moi, "effectif", 2),
            lambda: depot.envoyer(reunion.id, moi, "Trop tard ?"),
            lambda: depot.inscrire(finie, False),
            lambda: depot.reveler(reunion.id, "effectif"),
            lambda: depot.commencer(reunion.id),
            lambda: depot.repeter(reunion.id, [{"effectif": 3}]),
        ):
            with pytest.raises(ReponseFermee) as erreur:
                agir()
            assert "close" in refus(erreur)
        depot.aller(reunion.id, 7)
        assert depot.rejoindre(reunion.code).position == 0
        assert depot.toutes(reunion.id) == ({"effectif": 14},)

    def test_un_jour_apres_la_fin_plus_rien_ne_lie_un_telephone_a_ses_reponses(
        self, depot: SqlReunionRepository, reunion: Reunion, horloge: Horloge
    ) -> None:
        jeton = depot.inscrire(reunion, False)
        depot.fermer(reunion.id)
        finie = depot.rejoindre(reunion.code)
        horloge.avancer(hours=23)
        assert depot.participant(finie, jeton) is not None
        horloge.avancer(hours=2)
        assert depot.participant(finie, jeton) is None
        assert depot.purge() == 0
        # Même en revenant en arrière : l'empreinte n'est plus là.
        horloge.avancer(hours=-3)
        assert depot.participant(finie, jeton) is None

    def test_une_reunion_expire_puis_s_efface(
        self, depot: SqlReunionRepository, reunion: Reunion, horloge: Horloge
    ) -> None:
        secret, garde = depot.create(PREPARATION, 60)
        depot.repondre(reunion.id, entrer(depot, reunion), "effectif", 14)
        depot.envoyer(reunion.id, entrer(depot, reunion), "Une question ?")
        horloge.avancer(days=30, seconds=1)
        with pytest.raises(ReunionIntrouvable):
            depot.rejoindre(reunion.code)
        assert depot.purge() == 1
        assert depot.toutes(reunion.id) == ()
        assert depot.boite(reunion.id) == ()
        assert depot.animer(secret) == garde

    def test_effacer_n_efface_que_la_sienne(self, depot: SqlReunionRepository, reunion: Reunion) -> None:
        autre = depot.create(PREPARATION, 30)[1]
        for r in (reunion, autre):
            depot.repondre(r.id, entrer(depot, r), "effectif", 14)
        depot.effacer(reunion.id)
        with pytest.raises(ReunionIntrouvable):
            depot.rejoindre(reunion.code)
        assert depot.toutes(autre.id) == ({"effectif": 14},)


def test_ni_le_secret_ni_le_jeton_ne_sont_ecrits(base: Path) -> None:
    depot = SqlReunionRepository(f"sqlite:///{base}")
    secret, reunion = depot.create(PREPARATION, 30)
    jeton = depot.inscrire(reunion, False)
    depot.close()
    octets = b"".join(f.read_bytes() for f in base.parent.iterdir())
    assert reunion.code.encode() in octets
    assert secret.encode() not in octets
    assert jeton.encode() not in octets


def test_ce_qui_est_garde_d_un_telephone_tient_en_quatre_colonnes(base: Path) -> None:
    """Ni heure, ni adresse, ni appareil : une colonne de plus se justifie ici."""
    SqlReunionRepository(f"sqlite:///{base}").close()
    with sqlite3.connect(base) as connexion:
        colonnes = {
            table: [c[1] for c in connexion.execute(f"PRAGMA table_info({table})")]
            for table in ("reunion_participants", "reunion_reponses", "reunion_boite")
        }
    assert colonnes["reunion_participants"] == ["id", "reunion", "empreinte", "observe", "simule", "envois"]
    assert colonnes["reunion_reponses"] == ["participant", "question", "reunion", "valeur"]
    assert colonnes["reunion_boite"] == ["id", "reunion", "texte", "theme", "traitee", "montree"]
