"""Les migrations de la base, appliquées par Alembic dans l'ordre de leurs numéros."""
