"""La forme actuelle de la base ; `migrations/` dit comment y venir."""

import sqlalchemy as sa

METADATA = sa.MetaData()
# Un instant est un texte UTC, « 2026-09-14T16:45:00.000000+00:00 » : il se lit, se trie, et ne dépend d'aucune base.
INSTANT = sa.String(32)

# La révision en cours d'un dossier est une de ses versions : un document n'est écrit qu'une fois.
DOSSIERS = sa.Table(
    "dossiers",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("conflits", sa.Text),
    # Le numéro du dernier lien de lecture créé ; 0 : aucun.
    sa.Column("lecture", sa.Integer, nullable=False),
    sa.Column("cree_le", INSTANT, nullable=False),
    sa.Column("touche_le", INSTANT, nullable=False, index=True),
)
LIENS = sa.Table(
    "liens",
    METADATA,
    sa.Column("empreinte", sa.String(64), primary_key=True),
    sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("lecture", sa.Boolean, nullable=False),
)
VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("modifie_le", INSTANT, nullable=False),
    # Le document vient en dernier : chercher une version ne fait pas lire les autres.
    sa.Column("document", sa.Text, nullable=False),
)
