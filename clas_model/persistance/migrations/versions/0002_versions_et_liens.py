"""Des versions pour chaque dossier, et plusieurs liens vers lui ; les dossiers existants gardent leur lien."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Range chaque document dans une première version."""
    op.rename_table("dossiers", "dossiers_0001")
    dossiers = op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("conflits", sa.Text),
        sa.Column("lecture", sa.Integer, nullable=False),
        sa.Column("cree_le", sa.String(32), nullable=False),
        sa.Column("touche_le", sa.String(32), nullable=False, index=True),
    )
    liens = op.create_table(
        "liens",
        sa.Column("empreinte", sa.String(64), primary_key=True),
        sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
        sa.Column("lecture", sa.Boolean, nullable=False),
    )
    versions = op.create_table(
        "versions",
        sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("modifie_le", sa.String(32), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    ecrire = op.get_bind().execute
    anciens = sa.Table("dossiers_0001", sa.MetaData(), autoload_with=op.get_bind())
    for (empreinte,) in ecrire(sa.select(anciens.c.empreinte).order_by(anciens.c.cree_le)).all():
        ancien = ecrire(sa.select(anciens).where(anciens.c.empreinte == empreinte)).one()
        (identifiant,) = ecrire(
            dossiers.insert()
            .values(
                revision=ancien.revision, lecture=0, cree_le=_utc(ancien.cree_le), touche_le=_utc(ancien.modifie_le)
            )
            .returning(dossiers.c.id)
        ).one()
        ecrire(liens.insert().values(empreinte=empreinte, dossier=identifiant, lecture=False))
        ecrire(
            versions.insert().values(
                dossier=identifiant,
                revision=ancien.revision,
                modifie_le=_utc(ancien.modifie_le),
                document=ancien.document,
            )
        )
    op.drop_table("dossiers_0001")


def _utc(instant: Any) -> str:
    """Un instant en texte UTC ; SQLite le rendait sans fuseau."""
    lu = dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return (lu.astimezone(dt.UTC) if lu.tzinfo else lu.replace(tzinfo=dt.UTC)).isoformat(timespec="microseconds")
