"""Bringing an older store up to date; forward only.

Foreign keys are off while tables are rebuilt: a batch change of a parent table deletes
its cascading children otherwise. They are checked before the transaction commits.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from mvs_desktop.domain.errors import StoreDamaged, StoreTooNew

HEAD = "0001"

FOLDER = Path(__file__).parent


def upgrade(engine: Engine) -> None:
    """Run the migrations that a store lacks, all of them or none.

    Raises StoreTooNew for a store of a newer version, which is left as it is.
    """
    with engine.connect() as connection:
        found = current(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreTooNew
    _run(engine)


def current(connection: Connection) -> str | None:
    """The revision of a store; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _run(engine: Engine) -> None:
    # Alembic takes a while to import, and most starts need no migration.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.rollback()
        try:
            with connection.execution_options(mvs_writes=True).begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreDamaged
        finally:
            connection.invalidate()  # its next user gets a connection with the usual settings
