"""L'entrepôt face à un modèle : réponses, révisions périmées, restaurations, liens coupés et effacements au hasard."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple
from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, LectureSeule, RevisionPerimee
from clas_model.fusion import Conflit
from clas_model.persistance import DossierRepository, MemoireDossierRepository, SqlDossierRepository, creer_moteur
from tests.persistance.conftest import Horloge

BASES = (Dossier(), charger_exemple("faible"))
DOSSIERS = st.builds(
    lambda base, nom: avec(base, "structure.nom", nom),
    st.sampled_from(BASES),
    st.sampled_from(["A", "B", "Les Cèdres", "'; DROP TABLE versions; --", "🎉 %s ? :x"]),
)
CONFLITS = st.lists(
    st.sampled_from([Conflit("structure.nom", "A", "B"), Conflit("charte.laicite", None, True)]), max_size=2
)


@dataclass
class Modele:
    """Ce que l'entrepôt doit garder d'un dossier."""

    versions: list[Dossier]
    touche_le: dt.datetime
    conflits: tuple[Conflit, ...] = ()
    lecture: str | None = None
    coupes: list[str] = field(default_factory=list)


class Machine(RuleBasedStateMachine):
    """Chaque règle est un geste ; l'entrepôt et le modèle doivent dire la même chose."""

    secrets = Bundle("secrets")

    def __init__(self, ouvrir: Callable[[Horloge], DossierRepository]) -> None:
        super().__init__()
        self.horloge = Horloge()
        self.depot = ouvrir(self.horloge)
        self.modeles: dict[str, Modele] = {}
        self.effaces: list[str] = []

    @rule(target=secrets, dossier=DOSSIERS)
    def creer(self, dossier: Dossier) -> str:
        secret, enregistre = self.depot.create(dossier)
        assert enregistre.revision == 1
        self.modeles[secret] = Modele([dossier], self.horloge.instant)
        return secret

    @rule(secret=secrets, dossier=DOSSIERS, conflits=CONFLITS)
    def enregistrer(self, secret: str, dossier: Dossier, conflits: list[Conflit]) -> None:
        if secret in self.modeles:
            modele = self.modeles[secret]
            self.depot.save(secret, dossier, len(modele.versions), conflits)
            modele.versions.append(dossier)
            modele.touche_le, modele.conflits = self.horloge.instant, tuple(conflits)

    @rule(secret=secrets, dossier=DOSSIERS, ecart=st.sampled_from([-2, -1, 1, 5]))
    def enregistrer_sur_une_autre_revision(self, secret: str, dossier: Dossier, ecart: int) -> None:
        if secret in self.modeles:
            with pytest.raises(RevisionPerimee):
                self.depot.save(secret, dossier, len(self.modeles[secret].versions) + ecart)

    @rule(secret=secrets, rang=st.integers(0, 100))
    def restaurer(self, secret: str, rang: int) -> None:
        if secret in self.modeles:
            modele = self.modeles[secret]
            rang %= len(modele.versions)
            self.depot.restore(secret, rang + 1, len(modele.versions))
            modele.versions.append(modele.versions[rang])
            modele.touche_le = self.horloge.instant

    @rule(secret=secrets)
    def partager(self, secret: str) -> None:
        if secret in self.modeles:
            modele, lecture = self.modeles[secret], self.depot.share(secret)
            assert modele.lecture in (None, lecture)
            assert lecture not in modele.coupes
            modele.lecture = lecture

    @rule(secret=secrets)
    def couper(self, secret: str) -> None:
        if secret in self.modeles:
            modele = self.modeles[secret]
            self.depot.unshare(secret)
            if modele.lecture:
                modele.coupes.append(modele.lecture)
                modele.lecture = None

    @rule(secret=secrets)
    def garder(self, secret: str) -> None:
        if secret in self.modeles:
            self.depot.keep(secret)
            self.modeles[secret].touche_le = self.horloge.instant

    @rule(secret=consumes(secrets))
    def effacer(self, secret: str) -> None:
        if secret in self.modeles:
            self.depot.erase(secret)
            self._oublier(secret)

    @rule(jours=st.integers(1, 20))
    def attendre(self, jours: int) -> None:
        self.horloge.avancer(days=jours)

    @rule(jours=st.integers(5, 30))
    def purger(self, jours: int) -> None:
        avant = self.horloge.instant - dt.timedelta(days=jours)
        vieux = [s for s, m in self.modeles.items() if m.touche_le < avant]
        assert self.depot.purge(avant) == len(vieux)
        for secret in vieux:
            self._oublier(secret)

    def _oublier(self, secret: str) -> None:
        modele = self.modeles.pop(secret)
        self.effaces += [secret, *modele.coupes, *([modele.lecture] if modele.lecture else [])]

    @invariant()
    def tout_est_comme_dans_le_modele(self) -> None:
        for secret, modele in self.modeles.items():
            lu = self.depot.get(secret)
            assert (lu.dossier, lu.revision) == (modele.versions[-1], len(modele.versions))
            assert (lu.conflits, lu.touche_le, lu.lecture_seule) == (modele.conflits, modele.touche_le, False)
            assert [v.dossier for v in self.depot.history(secret)] == modele.versions[::-1]
            if modele.lecture:
                assert self.depot.get(modele.lecture).dossier == modele.versions[-1]
                with pytest.raises(LectureSeule):
                    self.depot.save(modele.lecture, Dossier(), len(modele.versions))
        for parti in [*self.effaces, *(c for m in self.modeles.values() for c in m.coupes)]:
            with pytest.raises(DossierIntrouvable):
                self.depot.get(parti)


# Moins d'essais là où chaque geste coûte une vraie écriture.
@pytest.mark.parametrize(("systeme", "essais"), [("memoire", 40), ("sqlite", 8), ("postgresql", 3)])
def test_l_entrepot_suit_le_modele(systeme: str, essais: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    ouverts: list[SqlDossierRepository] = []
    url = request.getfixturevalue("postgresql") if systeme == "postgresql" else ""

    def ouvrir(horloge: Horloge) -> DossierRepository:
        if systeme == "memoire":
            return MemoireDossierRepository(horloge)
        if systeme == "postgresql":
            moteur = creer_moteur(url)
            with moteur.begin() as connexion:
                connexion.exec_driver_sql("TRUNCATE dossiers, liens, versions")
            moteur.dispose()
        depot = SqlDossierRepository(url or f"sqlite:///{tmp_path / f'{len(ouverts)}.sqlite3'}", horloge)
        ouverts.append(depot)
        return depot

    try:
        run_state_machine_as_test(
            lambda: Machine(ouvrir), settings=settings(max_examples=essais, stateful_step_count=20, deadline=None)
        )
    finally:
        for depot in ouverts:
            depot.close()
