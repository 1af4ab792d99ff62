"""Taking a scope out of a store: every table that holds something of it."""

from sqlalchemy import Connection, delete, select, update

from mvs_desktop.storage.base.statements import run, to_json
from mvs_desktop.storage.base.tables import (
    RECORDS,
    cursor,
    draft,
    history,
    mirror,
    outbox,
    unread_record,
)
from mvs_desktop.storage.records import attachments, summaries
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.storage.search import index

_AMONG = "WHERE record_id IN (SELECT value FROM json_each(?))"


def remove_scope(connection: Connection, case_id: str, compartment: str) -> list[str]:
    """Remove all of a scope but what was never sent; gives the names of files of attachments
    that nothing opens any more."""
    files = remove_records(connection, case_id, compartment)
    remove_traces(connection, case_id, compartment)
    return files


def remove_records(connection: Connection, case_id: str, compartment: str) -> list[str]:
    """The first part of `remove_scope`, which is quick: all but its words in the search index,
    and its cursor, which is put at the start. Whoever is stopped here begins again, or, when
    the scope is granted again, reads it whole."""
    scope = {"case_id": case_id, "compartment": compartment}
    ids: list[str] = []
    for table in (*RECORDS.values(), unread_record):
        query = delete(table).filter_by(**scope).returning(table.c.id)
        ids += connection.execute(query).scalars()
    ids += _typed_for_nothing(connection, case_id)
    for table in (mirror, history):
        connection.execute(delete(table).filter_by(**scope))
    connection.execute(update(cursor).filter_by(**scope).values(seq=0, checksum=""))
    # What was never sent is not ours to drop: it still has to reach the quarantine.
    sent = outbox.c.state != OpState.PENDING.value
    connection.execute(delete(outbox).filter_by(**scope).where(sent))
    summaries.forget(connection, case_id)
    for name in ("draft", "search_todo"):
        run(connection, f"DELETE FROM {name} {_AMONG}", (to_json(ids),))  # noqa: S608 - our names
    return attachments.destroy(connection, **scope)


def _typed_for_nothing(connection: Connection, case_id: str) -> set[str]:
    """The records that something was typed for and that are not here: the service, put back, may
    not have them any more. Nobody can say then of which scope it is."""
    typed = set(connection.execute(select(draft.c.record_id).filter_by(case_id=case_id)).scalars())
    for table in (*RECORDS.values(), unread_record) if typed else ():
        typed.difference_update(
            connection.execute(select(table.c.id).where(table.c.id.in_(typed))).scalars()
        )
    return typed


def remove_traces(connection: Connection, case_id: str, compartment: str) -> None:
    """The last part of `remove_scope`."""
    index.unindex_scope(connection, case_id, compartment)
    connection.execute(delete(cursor).filter_by(case_id=case_id, compartment=compartment))
    if not connection.execute(select(cursor).filter_by(case_id=case_id)).first():
        # Also what was typed for a record that was never saved.
        connection.execute(delete(draft).filter_by(case_id=case_id))
