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
    # Sans index : il s'écrirait à chaque réponse, pour l'effacement des dossiers anciens qui passe une fois par jour.
    sa.Column("touche_le", INSTANT, nullable=False),
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

# Les réunions. Le code est public dans la salle ; de l'animateur et des téléphones, on ne garde que des empreintes.
REUNIONS = sa.Table(
    "reunions",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(12), nullable=False, unique=True),
    sa.Column("animateur", sa.String(64), nullable=False, unique=True),
    sa.Column("preparation", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    # Les questions révélées, séparées par des espaces : leurs réponses ne changent plus.
    sa.Column("revelees", sa.Text, nullable=False),
    sa.Column("repetition", sa.Boolean, nullable=False),
    # Avance à chaque changement de ce que voient les téléphones.
    sa.Column("tour", sa.Integer, nullable=False),
    sa.Column("cree_le", INSTANT, nullable=False),
    sa.Column("expire_le", INSTANT, nullable=False, index=True),
    sa.Column("close_le", INSTANT),
)
PARTICIPANTS = sa.Table(
    "reunion_participants",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
    # Nulle une fois la réunion finie, et pour une réponse simulée : plus rien ne mène d'un téléphone à ses réponses.
    sa.Column("empreinte", sa.String(64), unique=True),
    sa.Column("observe", sa.Boolean, nullable=False),
    sa.Column("simule", sa.Boolean, nullable=False),
    # Combien de questions ce téléphone a envoyées ; lesquelles, on ne le garde pas.
    sa.Column("envois", sa.Integer, nullable=False),
)
REPONSES = sa.Table(
    "reunion_reponses",
    METADATA,
    sa.Column("participant", sa.Integer, sa.ForeignKey("reunion_participants.id"), primary_key=True),
    sa.Column("question", sa.String(60), primary_key=True),
    sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
    sa.Column("valeur", sa.Text, nullable=False),
)
BOITE = sa.Table(
    "reunion_boite",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("reunion", sa.Integer, sa.ForeignKey("reunions.id"), nullable=False, index=True),
    sa.Column("texte", sa.Text, nullable=False),
    sa.Column("theme", sa.String(60), nullable=False),
    sa.Column("traitee", sa.Boolean, nullable=False),
    sa.Column("montree", sa.Boolean, nullable=False),
)
