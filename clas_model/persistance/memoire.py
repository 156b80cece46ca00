"""L'entrepôt en mémoire : le même contrat, sans disque. Tout disparaît avec le processus."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, LectureSeule, RevisionPerimee
from clas_model.fusion import Conflit
from clas_model.persistance.base import maintenant
from clas_model.persistance.contrat import JOURS_GARDES, LOT, Enregistrement, Horloge, Version, limite_du_tri
from clas_model.persistance.documents import depuis_document, ecrire_conflits, en_document, lire_conflits
from clas_model.persistance.liens import empreinte, nouveau_secret, secret_de_lecture
from clas_model.persistance.sql import LIEN_DE_LECTURE, LIEN_INCONNU, PERIMEE


@dataclasses.dataclass
class _Garde:
    """Ce qui est gardé d'un dossier ; les documents sont du texte, comme dans une base."""

    versions: dict[int, tuple[dt.datetime, str]]
    revision: int
    touche_le: dt.datetime
    conflits: str | None = None
    lecture: int = 0


class MemoireDossierRepository:
    """Réalise `DossierRepository` pour les essais et les tests."""

    def __init__(self, horloge: Horloge = maintenant) -> None:
        self._horloge = horloge
        # Empreinte → (dossier, en lecture seule).
        self._liens: dict[str, tuple[_Garde, bool]] = {}

    def create(self, dossier: Dossier) -> tuple[str, Enregistrement]:
        """Enregistre un nouveau dossier ; rend le secret de son lien de reprise."""
        secret, instant = nouveau_secret(), self._horloge()
        garde = _Garde({1: (instant, en_document(dossier))}, 1, instant)
        self._liens[empreinte(secret)] = (garde, False)
        return secret, Enregistrement(dossier, 1, instant, instant)

    def get(self, secret: str) -> Enregistrement:
        """Le dossier de ce secret, qu'il permette d'écrire ou seulement de lire."""
        garde, en_lecture = self._trouver(secret)
        instant, document = garde.versions[garde.revision]
        conflits = lire_conflits(garde.conflits)
        return Enregistrement(depuis_document(document), garde.revision, instant, garde.touche_le, conflits, en_lecture)

    def save(self, secret: str, dossier: Dossier, revision: int, conflits: Sequence[Conflit] = ()) -> Enregistrement:
        """Enregistre par-dessus `revision`. Lève RevisionPerimee si elle n'est plus la dernière."""
        garde, instant, document = self._a_ecrire(secret), self._horloge(), en_document(dossier)
        if garde.revision != revision:
            raise RevisionPerimee(PERIMEE)
        if limite := limite_du_tri(revision + 1):
            vieille, versions = instant - dt.timedelta(days=JOURS_GARDES), garde.versions
            garde.versions = {
                numero: version
                for numero, version in versions.items()
                if numero > limite
                or (
                    version[0] >= vieille
                    and not (numero > limite - LOT and version[0].date() == versions[numero + 1][0].date())
                )
            }
        garde.versions[revision + 1] = (instant, document)
        garde.revision, garde.touche_le, garde.conflits = revision + 1, instant, ecrire_conflits(conflits)
        return Enregistrement(dossier, revision + 1, instant, instant, tuple(conflits))

    def history(self, secret: str) -> tuple[Version, ...]:
        """Les versions gardées, la dernière d'abord."""
        garde, _ = self._trouver(secret)
        return tuple(
            Version(numero, instant, depuis_document(document))
            for numero, (instant, document) in sorted(garde.versions.items(), reverse=True)
        )

    def restore(self, secret: str, ancienne: int, revision: int) -> Enregistrement:
        """Enregistre la version `ancienne` par-dessus `revision` : c'est une version de plus."""
        version = next((v for v in self.history(secret) if v.revision == ancienne), None)
        if version is None:
            raise DossierIntrouvable("Cette version n'est plus gardée : choisissez-en une autre.")
        return self.save(secret, version.dossier, revision, self.get(secret).conflits)

    def keep(self, secret: str) -> Enregistrement:
        """Repousse l'effacement d'un dossier auquel on ne touche plus."""
        self._a_ecrire(secret).touche_le = self._horloge()
        return self.get(secret)

    def share(self, secret: str) -> str:
        """Le secret du lien de lecture, le même à chaque appel jusqu'à `unshare`."""
        garde = self._a_ecrire(secret)
        garde.lecture = garde.lecture or 1
        lecture = secret_de_lecture(secret, garde.lecture)
        self._liens[empreinte(lecture)] = (garde, True)
        return lecture

    def unshare(self, secret: str) -> None:
        """Coupe le lien de lecture ; le suivant sera autre."""
        garde = self._a_ecrire(secret)
        if self._liens.pop(empreinte(secret_de_lecture(secret, garde.lecture)), None):
            garde.lecture += 1

    def erase(self, secret: str) -> None:
        """Efface le dossier, ses versions et ses liens."""
        self._oublier([self._a_ecrire(secret)])

    def purge(self, avant: dt.datetime) -> int:
        """Efface les dossiers auxquels personne n'a touché depuis `avant` ; rend leur nombre."""
        vieux = [g for g, en_lecture in self._liens.values() if not en_lecture and g.touche_le < avant]
        self._oublier(vieux)
        return len(vieux)

    def _oublier(self, gardes: list[_Garde]) -> None:
        partis = {id(g) for g in gardes}
        self._liens = {e: (g, lecture) for e, (g, lecture) in self._liens.items() if id(g) not in partis}

    def _trouver(self, secret: str) -> tuple[_Garde, bool]:
        try:
            return self._liens[empreinte(secret)]
        except KeyError as erreur:
            raise DossierIntrouvable(LIEN_INCONNU) from erreur

    def _a_ecrire(self, secret: str) -> _Garde:
        garde, en_lecture = self._trouver(secret)
        if en_lecture:
            raise LectureSeule(LIEN_DE_LECTURE)
        return garde
