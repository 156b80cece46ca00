"""Les réunions d'information : ce qui les prépare, leurs participants, leurs réponses, leurs questions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Ajoute les tables ; les dossiers n'en sont pas touchés."""
    op.create_table(
        "reunions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(12), nullable=False, unique=True),
        sa.Column("animateur", sa.String(64), nullable=False, unique=True),
        sa.Column("preparation", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("revelees", sa.Text, nullable=False),
        sa.Column("repetition", sa.Boolean, nullable=False),
        sa.Column("tour", sa.Integer, nullable=False),
        sa.Column("cree_le", sa.String(32), nullable=False),
        sa.Column("expire_le", sa.String(32), nullable=False, index=True),
        sa.Column("close_le", sa.String(32)),
    )
    op.create_table(
        "reunion_participants",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
        sa.Column("empreinte", sa.String(64), unique=True),
        sa.Column("observe", sa.Boolean, nullable=False),
        sa.Column("simule", sa.Boolean, nullable=False),
        sa.Column("envois", sa.Integer, nullable=False),
    )
    op.create_table(
        "reunion_reponses",
        sa.Column("participant", sa.Integer, sa.ForeignKey("reunion_participants.id"), primary_key=True),
        sa.Column("question", sa.String(60), primary_key=True),
        sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
        sa.Column("valeur", sa.Text, nullable=False),
    )
    op.create_table(
        "reunion_boite",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
        sa.Column("texte", sa.Text, nullable=False),
        sa.Column("theme", sa.String(60), nullable=False),
        sa.Column("traitee", sa.Boolean, nullable=False),
        sa.Column("montree", sa.Boolean, nullable=False),
    )
