"""The rows of attachments' content: whose it is, how far it came, and its chunks."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, select, update

from mvs_central.base.central import Central
from mvs_central.tables import attachment_chunk, attachment_content, case_head
from mvs_desktop.domain.attachments import chunk_count

Key = tuple[UUID, UUID, UUID]  # case, attachment and the worker who sent it


class State(StrEnum):
    WAITING = "waiting"  # nothing names it yet
    NAMED = "named"  # the content of a record; at most one for each
    QUARANTINED = "quarantined"  # came without a live grant, as its operation did


def lock_case(connection: Connection, case_id: UUID) -> None:
    """Whoever writes in a case waits for the others that do; one that is absent has no row."""
    connection.execute(
        select(case_head.c.seq).where(case_head.c.case_id == case_id).with_for_update()
    )


def of(
    table: Table, case_id: UUID, attachment_id: UUID, worker_id: UUID | None = None
) -> tuple[ColumnElement[bool], ...]:
    conditions = (table.c.case_id == case_id, table.c.attachment_id == attachment_id)
    return conditions if worker_id is None else (*conditions, table.c.worker_id == worker_id)


def content_of(key: Key) -> Select[Any]:
    return select(attachment_content).where(*of(attachment_content, *key))


def columns(key: Key) -> dict[str, UUID]:
    return dict(zip(("case_id", "attachment_id", "worker_id"), key, strict=True))


def key_of(row: Row[Any]) -> Key:
    return (row.case_id, row.attachment_id, row.worker_id)


def present(connection: Connection, key: Key) -> set[int]:
    query = select(attachment_chunk.c.number).where(*of(attachment_chunk, *key))
    return set(connection.scalars(query))


def missing(connection: Connection, key: Key, size: int) -> list[int]:
    return sorted(set(range(chunk_count(size))) - present(connection, key))


def touch(central: Central, connection: Connection, key: Key) -> None:
    where = update(attachment_content).where(*of(attachment_content, *key))
    connection.execute(where.values(touched_at=central.now()))


def put_state(connection: Connection, key: Key, state: State) -> None:
    where = update(attachment_content).where(*of(attachment_content, *key))
    connection.execute(where.values(state=state.value))


def remove(connection: Connection, key: Key) -> None:
    for table in (attachment_chunk, attachment_content):
        connection.execute(delete(table).where(*of(table, *key)))
