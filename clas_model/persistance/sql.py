"""L'entrepôt SQL : SQLite par défaut, un fichier dans un dossier de données."""

import datetime as dt
import hashlib
import secrets
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from clas_model.dossier import Dossier
from clas_model.erreurs import DossierIntrouvable, EnregistrementImpossible, FichierRefuse, RevisionPerimee
from clas_model.fichier import TAILLE_MAX, ecrire_json, lire_json
from clas_model.persistance.contrat import Enregistrement

_METADATA = sa.MetaData()
_DOSSIERS = sa.Table(
    "dossiers",
    _METADATA,
    sa.Column("empreinte", sa.String(64), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
    sa.Column("modifie_le", sa.DateTime(timezone=True), nullable=False),
)


def _empreinte(secret: str) -> str:
    # Un secret de 256 bits tirés au hasard ne se devine pas : une empreinte simple suffit.
    # Un lien abîmé peut contenir des demi-codets : il ne mène nulle part, sans faire échouer.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _document(dossier: Dossier) -> str:
    """Le dossier tel qu'on l'écrit. Trop gros, on ne saurait plus le relire : refusé avant d'écraser le précédent."""
    document = ecrire_json(dossier)
    if len(document.encode()) > TAILLE_MAX:
        raise EnregistrementImpossible(
            "Ce dossier est trop gros pour être enregistré (2 Mo au plus) : raccourcissez des textes. "
            "Le dernier état enregistré est gardé."
        )
    return document


def _regler_sqlite(connexion: Any, _: Any) -> None:
    """Une écriture rendue est sur le disque, et une lecture n'attend pas une écriture."""
    curseur = connexion.cursor()
    for reglage in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=3000"):
        curseur.execute(f"PRAGMA {reglage}")
    curseur.close()


class SqlDossierRepository:
    """Réalise `DossierRepository`. Toute panne de la base devient EnregistrementImpossible, avec une phrase."""

    def __init__(self, url: str) -> None:
        adresse = sa.make_url(url)
        try:
            if adresse.get_backend_name() == "sqlite" and adresse.database and adresse.database != ":memory:":
                Path(adresse.database).parent.mkdir(parents=True, exist_ok=True)
            self._moteur = sa.create_engine(adresse)
            if adresse.get_backend_name() == "sqlite":
                sa.event.listen(self._moteur, "connect", _regler_sqlite)
            _METADATA.create_all(self._moteur)
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible(
                "Les dossiers ne peuvent pas être gardés : le dossier de données n'est pas accessible en écriture."
            ) from erreur

    def create(self, dossier: Dossier) -> tuple[str, Enregistrement]:
        """Enregistre un nouveau dossier ; rend le secret de son lien de reprise."""
        secret, instant = secrets.token_urlsafe(32), dt.datetime.now(dt.UTC)
        self._ecrire(
            _DOSSIERS.insert().values(
                empreinte=_empreinte(secret),
                revision=1,
                document=_document(dossier),
                cree_le=instant,
                modifie_le=instant,
            )
        )
        return secret, Enregistrement(dossier, 1, instant)

    def get(self, secret: str) -> Enregistrement:
        """Le dossier de ce secret. Lève DossierIntrouvable."""
        requete = sa.select(_DOSSIERS).where(_DOSSIERS.c.empreinte == _empreinte(secret))
        try:
            with self._moteur.connect() as connexion:
                ligne = connexion.execute(requete).one_or_none()
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible("Les dossiers sont momentanément inaccessibles : réessayez.") from erreur
        if ligne is None:
            raise DossierIntrouvable("Ce lien ne mène à aucun dossier : vérifiez qu'il est copié en entier.")
        try:
            dossier = lire_json(ligne.document.encode())
        except FichierRefuse as erreur:
            raise DossierIntrouvable(
                "Ce dossier enregistré n'est plus lisible par cette version de l'outil."
            ) from erreur
        # SQLite rend l'instant sans son fuseau.
        return Enregistrement(dossier, ligne.revision, ligne.modifie_le.replace(tzinfo=dt.UTC))

    def save(self, secret: str, dossier: Dossier, revision: int) -> Enregistrement:
        """Enregistre par-dessus `revision`. Lève RevisionPerimee si elle n'est plus la dernière."""
        instant = dt.datetime.now(dt.UTC)
        touchees = self._ecrire(
            _DOSSIERS.update()
            .where(_DOSSIERS.c.empreinte == _empreinte(secret), _DOSSIERS.c.revision == revision)
            .values(revision=revision + 1, document=_document(dossier), modifie_le=instant)
        )
        if not touchees:
            self.get(secret)
            raise RevisionPerimee(
                "Ce dossier a été modifié dans un autre onglet ou par une autre personne depuis votre dernière lecture."
            )
        return Enregistrement(dossier, revision + 1, instant)

    def _ecrire(self, requete: Any) -> int:
        try:
            with self._moteur.begin() as connexion:
                return int(connexion.execute(requete).rowcount)
        except (SQLAlchemyError, OSError) as erreur:
            raise EnregistrementImpossible(
                "L'enregistrement a échoué (disque plein ou base occupée). Votre réponse reste à l'écran : réessayez."
            ) from erreur
