"""Bringing an older store up to date; forward only, and not without a backup.

Foreign keys are off while tables are rebuilt: a batch change of a parent table deletes
its cascading children otherwise. They are checked before the transaction commits.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from mvs_desktop.domain.errors import NotAStore, StoreTooNew
from mvs_desktop.storage.base.engine import reading, rebuilding

FOLDER = Path(__file__).parent

# The last revision; the first four characters of a file's name are its revision.
HEAD = max(file.name[:4] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))

Afterwards = Callable[[Connection], None]


def create(engine: Engine) -> None:
    """Make all tables in an empty database."""
    _run(engine, lambda _: None)


def upgrade(
    engine: Engine,
    afterwards: Afterwards = lambda _: None,
    before: Callable[[], None] = lambda: None,
) -> None:
    """Run the migrations that a store lacks, and `afterwards` on the new tables: all of it or
    nothing. `before` is called first, when there is something to do, and raises to prevent it.

    Raises NotAStore for a database that we did not make and StoreTooNew for a store of a
    newer version; both are left as they are.
    """
    with reading(engine) as connection:
        found = current(connection)
    if found is None:
        raise NotAStore
    if found > HEAD:
        raise StoreTooNew
    if found < HEAD:
        before()
        _run(engine, afterwards)


def current(connection: Connection) -> str | None:
    """The revision of a store; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _run(engine: Engine, afterwards: Afterwards) -> None:
    # Alembic takes a while to import, and most starts need no migration.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with rebuilding(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        afterwards(connection)
