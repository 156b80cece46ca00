"""L'entrepôt SQL : SQLite par défaut, un fichier dans un dossier de données ; PostgreSQL pour plusieurs serveurs."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor

from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, LectureSeule, RevisionPerimee
from clas_model.fusion import Conflit
from clas_model.persistance.base import EntrepotSql, ecrit, maintenant
from clas_model.persistance.contrat import JOURS_GARDES, LOT, Enregistrement, Horloge, Version, limite_du_tri
from clas_model.persistance.documents import depuis_document, ecrire_conflits, en_document, lire_conflits
from clas_model.persistance.liens import empreinte, nouveau_secret, secret_de_lecture
from clas_model.persistance.tables import DOSSIERS, LIENS, VERSIONS

LIEN_INCONNU = "Ce lien ne mène à aucun dossier : vérifiez qu'il est copié en entier."
LIEN_DE_LECTURE = "Ce lien permet de lire le dossier, pas de le modifier."
PERIMEE = "Ce dossier a été modifié dans un autre onglet ou par une autre personne depuis votre dernière lecture."

_DU_LIEN = sa.select(LIENS.c.dossier).where(LIENS.c.empreinte == sa.bindparam("e"), LIENS.c.lecture.is_(False))
_OUVRIR = (
    sa.select(DOSSIERS, LIENS.c.lecture.label("en_lecture"), VERSIONS.c.modifie_le, VERSIONS.c.document)
    .join(LIENS, LIENS.c.dossier == DOSSIERS.c.id)
    .join(VERSIONS, sa.and_(VERSIONS.c.dossier == DOSSIERS.c.id, VERSIONS.c.revision == DOSSIERS.c.revision))
    .where(LIENS.c.empreinte == sa.bindparam("e"))
)
_AVANCER = (
    DOSSIERS.update()
    .where(DOSSIERS.c.id == _DU_LIEN.scalar_subquery(), DOSSIERS.c.revision == sa.bindparam("avant"))
    .values(revision=sa.bindparam("apres"), conflits=sa.bindparam("c"), touche_le=sa.bindparam("t"))
    .returning(DOSSIERS.c.id)
)
_SUIVANTE = VERSIONS.alias("suivante")
_MEME_JOUR = sa.select(sa.func.substr(_SUIVANTE.c.modifie_le, sa.literal_column("1"), sa.literal_column("10"))).where(
    _SUIVANTE.c.dossier == sa.bindparam("d"), _SUIVANTE.c.revision == VERSIONS.c.revision + sa.literal_column("1")
)
_ECLAIRCIR = VERSIONS.delete().where(
    VERSIONS.c.dossier == sa.bindparam("d"),
    VERSIONS.c.revision <= sa.bindparam("limite"),
    sa.or_(
        VERSIONS.c.modifie_le < sa.bindparam("vieille"),
        sa.and_(
            VERSIONS.c.revision > sa.bindparam("deja"),
            sa.func.substr(VERSIONS.c.modifie_le, sa.literal_column("1"), sa.literal_column("10"))
            == _MEME_JOUR.scalar_subquery(),
        ),
    ),
)
_GARDER = VERSIONS.insert().values({c.name: sa.bindparam(c.name) for c in VERSIONS.c})


class _Preparee:
    """Une requête écrite une fois pour toutes pour sa base, puis passée telle quelle à son pilote.

    Chaque réponse donnée en passe trois : c'est là que le temps d'un enregistrement se gagne.
    """

    def __init__(self, requete: Any, moteur: sa.Engine) -> None:
        ecrite = requete.compile(dialect=moteur.dialect)
        self._texte, self._ordre = str(ecrite), ecrite.positiontup

    def __call__(self, curseur: DBAPICursor, **valeurs: Any) -> None:
        """Exécute la requête avec ces valeurs."""
        dans_l_ordre = valeurs if self._ordre is None else tuple(valeurs[nom] for nom in self._ordre)
        curseur.execute(self._texte, dans_l_ordre)


class SqlDossierRepository(EntrepotSql):
    """Réalise `DossierRepository`. Toute panne de la base devient EnregistrementImpossible, avec une phrase."""

    def __init__(self, url: str, horloge: Horloge = maintenant) -> None:
        super().__init__(url)
        self._horloge = horloge
        self._avancer, self._eclaircir, self._garder = (
            _Preparee(requete, self._moteur) for requete in (_AVANCER, _ECLAIRCIR, _GARDER)
        )

    def create(self, dossier: Dossier) -> tuple[str, Enregistrement]:
        """Enregistre un nouveau dossier ; rend le secret de son lien de reprise."""
        secret, instant, document = nouveau_secret(), self._horloge(), en_document(dossier)

        def ecrire(connexion: sa.Connection) -> None:
            identifiant = connexion.execute(
                DOSSIERS.insert().returning(DOSSIERS.c.id),
                {"revision": 1, "lecture": 0, "cree_le": ecrit(instant), "touche_le": ecrit(instant)},
            ).scalar_one()
            connexion.execute(
                LIENS.insert(), {"empreinte": empreinte(secret), "dossier": identifiant, "lecture": False}
            )
            connexion.execute(
                VERSIONS.insert(),
                {"dossier": identifiant, "revision": 1, "modifie_le": ecrit(instant), "document": document},
            )

        self._ecrire(ecrire)
        return secret, Enregistrement(dossier, 1, instant, instant)

    def get(self, secret: str) -> Enregistrement:
        """Le dossier de ce secret, qu'il permette d'écrire ou seulement de lire."""
        ligne = self._lire(lambda c: c.execute(_OUVRIR, {"e": empreinte(secret)}).one_or_none())
        if ligne is None:
            raise DossierIntrouvable(LIEN_INCONNU)
        return Enregistrement(
            depuis_document(ligne.document),
            ligne.revision,
            dt.datetime.fromisoformat(ligne.modifie_le),
            dt.datetime.fromisoformat(ligne.touche_le),
            lire_conflits(ligne.conflits),
            ligne.en_lecture,
        )

    def save(self, secret: str, dossier: Dossier, revision: int, conflits: Sequence[Conflit] = ()) -> Enregistrement:
        """Enregistre par-dessus `revision`. Lève RevisionPerimee si elle n'est plus la dernière."""
        instant, document, attente = self._horloge(), en_document(dossier), ecrire_conflits(conflits)
        lien = empreinte(secret)

        def ecrire(curseur: DBAPICursor) -> bool:
            self._avancer(curseur, e=lien, avant=revision, apres=revision + 1, c=attente, t=ecrit(instant))
            ligne = curseur.fetchone()
            if ligne is None:
                return False
            (identifiant,) = ligne
            # Avant d'ajouter : la place libérée sert aussitôt, et l'effacement ne coûte pas d'écriture de plus.
            if limite := limite_du_tri(revision + 1):
                vieille = instant - dt.timedelta(days=JOURS_GARDES)
                self._eclaircir(curseur, d=identifiant, limite=limite, deja=limite - LOT, vieille=ecrit(vieille))
            self._garder(
                curseur, dossier=identifiant, revision=revision + 1, modifie_le=ecrit(instant), document=document
            )
            return True

        if not self._ecrire_au_plus_court(ecrire):
            if self.get(secret).lecture_seule:
                raise LectureSeule(LIEN_DE_LECTURE)
            raise RevisionPerimee(PERIMEE)
        return Enregistrement(dossier, revision + 1, instant, instant, tuple(conflits))

    def history(self, secret: str) -> tuple[Version, ...]:
        """Les versions gardées, la dernière d'abord."""
        requete = (
            sa.select(VERSIONS)
            .join(LIENS, LIENS.c.dossier == VERSIONS.c.dossier)
            .where(LIENS.c.empreinte == empreinte(secret))
            .order_by(VERSIONS.c.revision.desc())
        )
        lignes = self._lire(lambda c: c.execute(requete).all())
        if not lignes:
            raise DossierIntrouvable(LIEN_INCONNU)
        versions = []
        for ligne in lignes:
            try:
                versions.append(
                    Version(
                        ligne.revision, dt.datetime.fromisoformat(ligne.modifie_le), depuis_document(ligne.document)
                    )
                )
            except DossierIntrouvable:
                continue  # Illisible aujourd'hui : les autres versions se lisent.
        return tuple(versions)

    def restore(self, secret: str, ancienne: int, revision: int) -> Enregistrement:
        """Enregistre la version `ancienne` par-dessus `revision` : c'est une version de plus."""
        version = next((v for v in self.history(secret) if v.revision == ancienne), None)
        if version is None:
            raise DossierIntrouvable("Cette version n'est plus gardée : choisissez-en une autre.")
        return self.save(secret, version.dossier, revision, self.get(secret).conflits)

    def keep(self, secret: str) -> Enregistrement:
        """Repousse l'effacement d'un dossier auquel on ne touche plus."""
        instant = self._horloge()
        self._ecrire(
            lambda c: c.execute(
                DOSSIERS.update()
                .where(DOSSIERS.c.id == self._du_lien_d_ecriture(c, secret))
                .values(touche_le=ecrit(instant))
            )
        )
        return self.get(secret)

    def share(self, secret: str) -> str:
        """Le secret du lien de lecture, le même à chaque appel jusqu'à `unshare`."""

        def ecrire(connexion: sa.Connection) -> int:
            identifiant = self._du_lien_d_ecriture(connexion, secret)
            # Écrire d'abord : deux demandes en même temps donnent alors le même lien.
            numero = connexion.execute(
                DOSSIERS.update()
                .where(DOSSIERS.c.id == identifiant)
                .values(lecture=sa.func.coalesce(sa.func.nullif(DOSSIERS.c.lecture, 0), 1))
                .returning(DOSSIERS.c.lecture)
            ).scalar_one()
            ouvert = sa.exists().where(LIENS.c.dossier == identifiant, LIENS.c.lecture.is_(True))
            if not connexion.execute(sa.select(ouvert)).scalar_one():
                connexion.execute(
                    LIENS.insert(),
                    {
                        "empreinte": empreinte(secret_de_lecture(secret, numero)),
                        "dossier": identifiant,
                        "lecture": True,
                    },
                )
            return int(numero)

        return secret_de_lecture(secret, self._ecrire(ecrire))

    def unshare(self, secret: str) -> None:
        """Coupe le lien de lecture ; le suivant sera autre."""

        def ecrire(connexion: sa.Connection) -> None:
            identifiant = self._du_lien_d_ecriture(connexion, secret)
            coupes = connexion.execute(LIENS.delete().where(LIENS.c.dossier == identifiant, LIENS.c.lecture.is_(True)))
            if coupes.rowcount:
                connexion.execute(
                    DOSSIERS.update().where(DOSSIERS.c.id == identifiant).values(lecture=DOSSIERS.c.lecture + 1)
                )

        self._ecrire(ecrire)

    def erase(self, secret: str) -> None:
        """Efface le dossier, ses versions et ses liens."""
        self._ecrire(lambda c: _effacer(c, [self._du_lien_d_ecriture(c, secret)]))
        self._vider_le_journal()

    def purge(self, avant: dt.datetime) -> int:
        """Efface les dossiers auxquels personne n'a touché depuis `avant` ; rend leur nombre."""

        def ecrire(connexion: sa.Connection) -> int:
            vieux = list(
                connexion.execute(sa.select(DOSSIERS.c.id).where(DOSSIERS.c.touche_le < ecrit(avant))).scalars()
            )
            _effacer(connexion, vieux)
            return len(vieux)

        effaces = self._ecrire(ecrire)
        self._vider_le_journal()
        return effaces

    def _du_lien_d_ecriture(self, connexion: sa.Connection, secret: str) -> int:
        ligne = connexion.execute(
            sa.select(LIENS.c.dossier, LIENS.c.lecture).where(LIENS.c.empreinte == empreinte(secret))
        ).one_or_none()
        if ligne is None:
            raise DossierIntrouvable(LIEN_INCONNU)
        if ligne.lecture:
            raise LectureSeule(LIEN_DE_LECTURE)
        return int(ligne.dossier)


def _effacer(connexion: sa.Connection, identifiants: Sequence[int]) -> None:
    for debut in range(0, len(identifiants), 500):
        lot = identifiants[debut : debut + 500]
        for table in (VERSIONS, LIENS):
            connexion.execute(table.delete().where(table.c.dossier.in_(lot)))
        connexion.execute(DOSSIERS.delete().where(DOSSIERS.c.id.in_(lot)))
