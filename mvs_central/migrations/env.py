"""Alembic's entry: runs on the connection that `Database.upgrade` opened."""

from alembic import context

from mvs_central.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
