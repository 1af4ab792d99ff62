"""Alembic's way in: the caller hands over a connection inside a transaction."""

from alembic import context

from mvs_desktop.storage.base.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # FTS5 makes tables of its own, which SQLAlchemy does not describe.
    include_name=lambda name, kind, _: kind != "table" or not str(name).startswith("search_index"),
)
context.run_migrations()
