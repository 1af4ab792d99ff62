"""What a store has that an earlier copy of it lacks, and that must not be lost with it.

That is what was typed here and is on its way to the centre: operations with the records as
they stand under them, drafts, and attachments that nobody else sends. What came from the centre
comes from there again. The audit and the lease go on as they were, and so does what was
ordered to be removed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table

from mvs_desktop.domain.records import record_type
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.meta import Name
from mvs_desktop.storage.base.rows import fetch
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import (
    RECORDS,
    attachment_chunk,
    attachment_key,
    attachment_thumbnail,
    audit,
    draft,
    history,
    meta,
    mirror,
    outbox,
    unread_record,
)
from mvs_desktop.storage.copies.resealing import reseal
from mvs_desktop.storage.exchange import dropped
from mvs_desktop.storage.exchange.contents import MADE_HERE
from mvs_desktop.storage.exchange.removal import remove_scope
from mvs_desktop.storage.records import summaries
from mvs_desktop.storage.records.attachments import FOLDER
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.storage.search import index

# Rows do not stand on what was confirmed: that is carried over by itself.
_KEPT = (OpState.CONFIRMED.value, OpState.AGAIN.value)
_WORK = f"old.outbox WHERE state NOT IN {_KEPT}"
_UNDER_WORK = f"id IN (SELECT record_id FROM {_WORK})"  # noqa: S608 - our own names
# Content that the centre does not have, or that goes there again with the record that was made
# here, should the centre lose both.
_OURS = (
    "SELECT record_id FROM old.attachment_chunk WHERE state IN ('unsent', 'staged')"  # noqa: S608
    " OR (state IN ('sent', 'fetched') AND record_id IN"
    f" (SELECT record_id FROM old.outbox WHERE {MADE_HERE}))"
)

# What a store knows of itself that an earlier copy must not take back.
_GOES_ON = (
    Name.ENROLMENT,
    Name.SLOT_B,
    Name.NEXT_DEVICE,
    Name.LAST_CONTACT,
    Name.LEASE_FROM,
    Name.LATEST_MOMENT,
    Name.CLOCK_CORRECTION,
    Name.DROPPED_SCOPES,
)
_OF_THE_AUDIT = (Name.AUDIT_HEAD, Name.AUDIT_CHECKED, Name.AUDIT_SEALED, Name.AUDIT_TOLD)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was carried over: `records` with changes on their way, and the `files` of
    attachments that have to come with it."""

    records: int
    drafts: int
    files: tuple[str, ...]


def carry_over(engine: Engine, old: Path, old_key: bytes, files: Path) -> Salvaged:
    """Bring what must not be lost from the store file `old` into the one that `engine` has
    open; both have the tables of this version. One transaction. `files` is where the files of
    the attachments of the old one are; those that need another seal are brought with it.

    Raises StoreDamaged when `old` cannot be read, and DiskFull; then nothing was brought.
    """
    with _beside(engine, old, old_key) as connection:
        _audit(connection)
        _operations(connection)
        _records(connection)
        _scopes(connection)
        _copy(connection, history, where=_NOT_TOLD_YET, leave_out="number")
        run(connection, "DELETE FROM draft")
        _copy(connection, draft)
        _attachments(connection)
        reseal(connection, files, Path(str(engine.url.database)).absolute().parent / FOLDER)
        _meta(connection, _GOES_ON)
        _remove_dropped(connection)
        return Salvaged(
            _count(connection, f"SELECT count(DISTINCT record_id) FROM {_WORK}"),  # noqa: S608
            _count(connection, "SELECT count(*) FROM old.draft"),
            tuple(row[0] for row in run(connection, "SELECT file FROM attachment_chunk")),
        )


@contextmanager
def _beside(engine: Engine, old: Path, old_key: bytes) -> Iterator[Connection]:
    """A transaction on a store in which another is `old`."""
    try:
        with writing(engine) as connection:
            spec = (str(old), f"x'{old_key.hex()}'")
            run(connection, "ATTACH DATABASE ? AS old KEY ?", spec)
            yield connection
    finally:
        engine.dispose()  # and with its connections goes what was attached


# Of the history there may be lines already; two changes of a unit at one moment are one.
_NOT_TOLD_YET = f"""
    record_id IN (SELECT record_id FROM {_WORK}) AND NOT EXISTS (
        SELECT 1 FROM main.history AS known
        WHERE known.record_id = history.record_id AND known.unit = history.unit
            AND known.at = history.at AND known.after IS history.after)
    ORDER BY number
"""  # noqa: S608


def _copy(
    connection: Connection,
    table: Table,
    where: str = "true",
    *,
    how: str = "INSERT OR REPLACE",
    leave_out: str = "",
) -> None:
    """Rows of a table as they are; by the names of columns, whose order depends on the
    versions that a store went through."""
    names = ", ".join(f'"{column.name}"' for column in table.columns if column.name != leave_out)
    run(
        connection,
        f"{how} INTO main.{table.name} ({names})"  # noqa: S608 - our own names
        f" SELECT {names} FROM old.{table.name} WHERE {where}",
    )


def _audit(connection: Connection) -> None:
    """Its last lines, if the lines before them are the same here."""
    last = run(connection, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    same = run(connection, "SELECT 1 FROM old.audit WHERE number=? AND hash=?", last or (0, ""))
    if same.fetchone():
        _copy(connection, audit, f"number > {last[0]}")
        _meta(connection, _OF_THE_AUDIT)


def _operations(connection: Connection) -> None:
    """What waits, in the place of what is here of those records; and what was confirmed, unless
    it is here still to be sent. The service answers for it as it did."""
    mine = "op_id NOT IN (SELECT op_id FROM main.outbox)"
    run(connection, f"DELETE FROM outbox WHERE record_id IN (SELECT record_id FROM {_WORK})")  # noqa: S608
    # The same numbers for other operations: after an earlier restore without the store that
    # had them. The service goes by the order, and by the id.
    taken = "SELECT 1 FROM outbox AS here JOIN old.outbox AS there USING (counter)"
    other = run(connection, f"{taken} WHERE here.op_id != there.op_id").fetchone() is not None
    _copy(connection, outbox, f"{mine} ORDER BY counter", leave_out="counter" if other else "")
    # A number that was used is never used again, also when its operation is done.
    run(
        connection,
        "UPDATE main.sqlite_sequence AS here SET seq=max(here.seq, there.seq)"
        " FROM old.sqlite_sequence AS there WHERE there.name='outbox' AND here.name='outbox'",
    )


def _records(connection: Connection) -> None:
    """Records with changes on their way, as they stand; and the files that they belong to."""
    for name, table in RECORDS.items():
        run(connection, f"DELETE FROM {name} WHERE {_UNDER_WORK}")  # noqa: S608
        _copy(connection, table, _UNDER_WORK)
    _copy(
        connection,
        RECORDS["case_file"],
        f"id IN (SELECT case_id FROM {_WORK})",  # noqa: S608
        how="INSERT OR IGNORE",
    )
    for raw in (mirror, unread_record):
        run(connection, f"DELETE FROM {raw.name} WHERE {_UNDER_WORK}")  # noqa: S608
        _copy(connection, raw, _UNDER_WORK)
    cases = run(connection, f"SELECT DISTINCT case_id FROM {_WORK}").fetchall()  # noqa: S608
    summaries.touch(connection, (case_id for (case_id,) in cases))
    touched = f"SELECT record_id, record_type FROM {_WORK} UNION SELECT case_id, 'case_file'"  # noqa: S608
    for id_, name in run(connection, f"{touched} FROM {_WORK}").fetchall():
        item = fetch(connection, record_type(name), id_) if name in RECORDS else None
        if item is None:
            index.unindex(connection, id_)
        else:
            index.index_record(connection, item)


def _scopes(connection: Connection) -> None:
    """All that was held, to be read from the beginning: what is not granted any more has to go
    from here too, with what was brought of it just now."""
    run(
        connection,
        "INSERT OR IGNORE INTO main.cursor (case_id, compartment, seq)"
        " SELECT case_id, compartment, 0 FROM old.cursor",
    )


def _attachments(connection: Connection) -> None:
    """Content that only this laptop can send, with its record and its key."""
    ours = f"IN ({_OURS})"
    _copy(connection, RECORDS["attachment"], f"id {ours}", how="INSERT OR IGNORE")
    _copy(connection, attachment_key, how="INSERT OR IGNORE")
    for table in (attachment_chunk, attachment_thumbnail):
        _copy(connection, table, f"record_id {ours}", how="INSERT OR IGNORE")
    run(
        connection,
        "DELETE FROM attachment_litter WHERE file IN (SELECT file FROM attachment_chunk)",
    )


def _meta(connection: Connection, names: tuple[Name, ...]) -> None:
    marks = ", ".join(f"'{name.value}'" for name in names)
    run(connection, f"DELETE FROM meta WHERE name IN ({marks})")  # noqa: S608
    _copy(connection, meta, f"name IN ({marks})")


def _remove_dropped(connection: Connection) -> None:
    """What had to leave the store and was not out of its backups yet."""
    held = set(run(connection, "SELECT case_id, compartment FROM old.cursor").fetchall())
    for scope in dropped.noted(connection):
        if scope not in held:
            remove_scope(connection, *scope)


def _count(connection: Connection, query: str) -> int:
    return int(run(connection, query).fetchone()[0])
