"""Scopes: what of each is here, how far it was read, and by which hashes it is compared."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import Connection, select, update

from mvs_desktop.storage.base.replica_types import ScopeCursor
from mvs_desktop.storage.base.statements import Rows, run, to_json
from mvs_desktop.storage.base.tables import RECORDS, cursor, outbox, unread_record
from mvs_desktop.storage.records.outbox import OpState, quarantined_here

Scope = tuple[UUID, str]

_CURSORS = Rows(cursor)
_REACH = (
    "INSERT INTO cursor (case_id, compartment, seq, checksum) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (case_id, compartment)"
    " DO UPDATE SET seq = excluded.seq, checksum = excluded.checksum"
)

# The service numbers what it takes: the last is the one with the highest number, and not always
# the one that was written last. Beside max() SQLite gives the counter of that row.
_TAKEN_LAST = (
    "SELECT case_id, compartment, op_id FROM outbox WHERE counter IN (SELECT counter FROM"
    " (SELECT counter, max(seq) FROM outbox WHERE {}state = ? GROUP BY case_id, compartment))"
)

_KEPT = (*RECORDS, unread_record.name)  # tables with what the service sent
_ONCE_RECEIVED = " UNION ALL ".join(
    f"SELECT id, compartment FROM {name} WHERE case_id = :case_id AND seq > 0"  # noqa: S608 - our own names
    for name in _KEPT
)
# A record with operations on top is in `mirror` as the service last sent it.
_WITH_OPERATIONS = "(SELECT 1 FROM mirror m WHERE m.id = t.id AND m.wire_hash <> '')"
_SENT = (
    "SELECT t.case_id, t.compartment, t.wire_hash"
    " FROM asked CROSS JOIN {} t ON t.case_id = asked.id WHERE t.wire_hash <> ''"
)
_ASKED = "WITH asked(id) AS MATERIALIZED (SELECT value FROM json_each(?)) "
_HASHES = _ASKED + " UNION ALL ".join(
    [
        _SENT.format("mirror"),
        *(f"{_SENT.format(name)} AND NOT EXISTS {_WITH_OPERATIONS}" for name in _KEPT),
    ]
)


def cursors(connection: Connection, case_id: UUID | None) -> tuple[ScopeCursor, ...]:
    """How far the scopes of one case were read, or of all."""
    given = () if case_id is None else (str(case_id),)
    of_case = "" if case_id is None else "case_id = ? AND "
    rest = f"WHERE {of_case}true ORDER BY case_id, compartment"
    rows = _CURSORS.select(connection, rest, given)
    asked = (*given, OpState.ACKNOWLEDGED.value)
    taken = run(connection, _TAKEN_LAST.format(of_case), asked).fetchall()
    last = {(id_, name): op_id for id_, name, op_id in taken}
    return tuple(
        ScopeCursor(UUID(id_), name, seq, checksum, last.get((id_, name), ""))
        for id_, name, seq, checksum in rows
    )


def reach(connection: Connection, scope: ScopeCursor) -> None:
    """It was read up to here."""
    values = (str(scope.case_id), scope.compartment, scope.seq, scope.checksum)
    run(connection, _REACH, values)


def begin_anew(connection: Connection, case_id: UUID | None = None) -> None:
    """Those of one case are to be read from the beginning, or all."""
    these = update(cursor).values(seq=0, checksum="")
    if case_id is not None:
        these = these.where(cursor.c.case_id == str(case_id))
    connection.execute(these)


def add(connection: Connection, scopes: Collection[Scope]) -> None:
    """To be read from the beginning, unless it was before."""
    query = "INSERT OR IGNORE INTO cursor (case_id, compartment, seq) VALUES (?, ?, 0)"
    for case_id, compartment in scopes:
        run(connection, query, (str(case_id), compartment))


def held(connection: Connection) -> frozenset[Scope]:
    """Scopes of which something is here: those that were read, and those that the service took an
    operation in, or put one apart. Access may end before the first reading."""
    taken = select(outbox.c.case_id, outbox.c.compartment).where(
        outbox.c.state == OpState.ACKNOWLEDGED.value
    )
    rows = connection.execute(taken.union(select(cursor.c.case_id, cursor.c.compartment))).all()
    found = {(row.case_id, row.compartment) for row in rows} | quarantined_here(connection)
    return frozenset((UUID(case_id), compartment) for case_id, compartment in found)


def once_received(
    connection: Connection, case_id: UUID, compartments: Collection[str]
) -> frozenset[str]:
    """The ids of records in these scopes that the service had."""
    found = run(connection, _ONCE_RECEIVED, {"case_id": str(case_id)})
    return frozenset(id_ for id_, compartment in found if compartment in compartments)


def hashes(connection: Connection, case_ids: Collection[UUID]) -> Iterator[tuple[Scope, str]]:
    """The hash of every record of some cases as the service last sent it, each with its scope."""
    ids = {str(case_id): case_id for case_id in case_ids}
    for case_id, compartment, text in run(connection, _HASHES, (to_json(list(ids)),)):
        yield (ids[case_id], compartment), text
