"""Taking a scope out of a store: every table that holds something of it."""

from sqlalchemy import Connection, delete, select

from mvs_desktop.storage import attachments, search, summaries
from mvs_desktop.storage.outbox import OpState
from mvs_desktop.storage.tables import (
    RECORDS,
    cursor,
    draft,
    history,
    mirror,
    outbox,
    search_todo,
    unread_record,
)


def remove_scope(connection: Connection, case_id: str, compartment: str) -> list[str]:
    """Remove all of a scope but what was never sent; gives the names of files of attachments
    that nothing opens any more."""
    scope = {"case_id": case_id, "compartment": compartment}
    ids: list[str] = []
    for table in RECORDS.values():
        query = delete(table).filter_by(**scope).returning(table.c.id)
        ids += connection.execute(query).scalars()
    for table in (mirror, unread_record, history, cursor):
        connection.execute(delete(table).filter_by(**scope))
    # What was never sent is not ours to drop: it still has to reach the quarantine.
    sent = outbox.c.state != OpState.PENDING.value
    connection.execute(delete(outbox).filter_by(**scope).where(sent))
    search.unindex_scope(connection, **scope)
    summaries.forget(connection, case_id)
    files = attachments.destroy(connection, **scope)
    for record_id in ids:
        connection.execute(delete(draft).where(draft.c.record_id == record_id))
        connection.execute(delete(search_todo).where(search_todo.c.record_id == record_id))
    if not connection.execute(select(cursor).filter_by(case_id=case_id)).first():
        # Also what was typed for a record that was never saved.
        connection.execute(delete(draft).filter_by(case_id=case_id))
    return files
