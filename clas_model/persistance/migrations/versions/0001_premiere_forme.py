"""La première forme de la base : un document par dossier. Une base qui l'a déjà est reprise telle quelle."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Crée la table si la base est neuve."""
    if sa.inspect(op.get_bind()).has_table("dossiers"):
        return
    op.create_table(
        "dossiers",
        sa.Column("empreinte", sa.String(64), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modifie_le", sa.DateTime(timezone=True), nullable=False),
    )
