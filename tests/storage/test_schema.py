"""The database that the migrations make is the one that the record types declare."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from mvs_desktop.storage import migrations
from mvs_desktop.storage.base.engine import open_engine, reading
from mvs_desktop.storage.base.tables import metadata
from mvs_desktop.storage.store import Store

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.sql"


def dump(path: Path, key: bytes) -> str:
    engine = open_engine(path, key)
    with reading(engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%'"
            # Not the tables that FTS5 makes for itself.
            " AND (name NOT LIKE 'search_index_%' OR sql LIKE 'CREATE VIRTUAL %')"
            " ORDER BY tbl_name, type DESC, name"
        )
        text = "".join(f"{row[0].strip()};\n\n" for row in rows)
    engine.dispose()
    return text.replace("\t", "    ").replace(" \n", "\n")


def test_the_written_down_schema_is_the_migrated_one(store: Store, path: Path, key: bytes) -> None:
    """After a migration: copy what this test found over docs/schema.sql and read the diff."""
    store.close()
    found = dump(path, key)
    written = SCHEMA.read_text("utf-8") if SCHEMA.exists() else ""
    if found != written:
        SCHEMA.with_suffix(".found.sql").write_text(found, "utf-8")
    assert found == written


def test_migrations_and_record_types_agree(store: Store, path: Path, key: bytes) -> None:
    engine = open_engine(path, key)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, *_: "search_index" not in str(name)},
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_head_that_the_program_knows_is_the_last_migration() -> None:
    scripts = ScriptDirectory(str(migrations.FOLDER))
    assert scripts.get_heads() == [migrations.HEAD]
