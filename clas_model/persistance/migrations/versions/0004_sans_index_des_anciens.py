"""L'index des dossiers par ancienneté s'en va : il s'écrivait à chaque réponse."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Retire l'index ; les dossiers n'en sont pas touchés."""
    op.drop_index("ix_dossiers_touche_le", table_name="dossiers")
