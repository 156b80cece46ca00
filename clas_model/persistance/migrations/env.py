"""Exécuté par Alembic : les migrations passent sur la connexion qu'on lui donne, en une seule transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connexion"],
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
