"""Giving devices what they may read: the manifest of scopes, and a case page by page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, and_, or_, select

from mvs_central import audit, policy
from mvs_central.audit import Action
from mvs_central.case_store import stored
from mvs_central.central import Caller, Central, Refused
from mvs_central.epoch import EPOCH_CHANGED, new_epoch
from mvs_central.intake import UNREADABLE, identifier
from mvs_central.tables import op_outcome, record, scope, service, worker
from mvs_desktop.sync.checksum import add_checksums, cursors_digest
from mvs_desktop.sync.protocol import (
    PAGE_RECORDS,
    Cursor,
    FeedPage,
    FeedRequest,
    Manifest,
    PullRequest,
    RecordEnvelope,
    ScopeHead,
)

# Below what a device reads of one answer, even when nothing of it can be compressed.
PAGE_BYTES = 6 * 1024 * 1024
EMPTY = add_checksums(())


def pull(central: Central, caller: Caller, request: PullRequest) -> Manifest:
    """All scopes that the caller may read, or that nothing changed."""
    with central.database.read() as connection:
        epoch = _epoch(connection)
        scopes = policy.readable_scopes(connection, caller.worker_id, central.now())
        heads = _heads(connection, scopes)
    listed = [heads[key] for key in scopes]
    digest = cursors_digest(
        (head.case_id, head.compartment, head.head, head.checksum) for head in listed
    )
    unchanged = request.epoch == epoch and request.cursors_digest == digest
    return Manifest(
        epoch=epoch,
        unchanged=unchanged,
        scopes=[] if unchanged else listed,
        server_time=central.now().isoformat(),
    )


def feed(central: Central, caller: Caller, request: FeedRequest) -> FeedPage:
    """The next page of one case. Raises Refused."""
    cursors = _read_cursors(request)
    case_id = identifier(request.cursors[0].case_id)
    taken = identifier(request.taken) if request.taken else None
    _log_reading(central, caller, case_id, tuple(cursors))
    with central.database.read() as connection:
        epoch = _epoch(connection)
        if request.epoch != epoch:
            raise Refused(409, EPOCH_CHANGED)
        heads = _heads(connection, [(case_id, compartment) for compartment in cursors])
        beyond = any(heads[case_id, name].head < seq for name, seq in cursors.items())
        lost = beyond or not _knows(connection, case_id, taken)
        limit = min(max(request.limit, 1), PAGE_RECORDS)
        records, more = ([], False) if lost else _page(connection, case_id, cursors, limit)
    if lost:
        # The device knows of what we do not have: we were put back to an earlier state.
        new_epoch(central)
        raise Refused(409, EPOCH_CHANGED)
    reached = records[-1].seq if records else 0
    return FeedPage(
        epoch=epoch,
        records=records,
        cursors=[
            Cursor(
                str(case_id),
                name,
                max(seq, min(reached, heads[case_id, name].head))
                if more
                else heads[case_id, name].head,
            )
            for name, seq in cursors.items()
        ],
        heads=[] if more else list(heads.values()),
        more=more,
    )


def _read_cursors(request: FeedRequest) -> dict[str, int]:
    """Compartment → seq. Raises Refused unless the cursors are of one case."""
    cursors = {cursor.compartment: cursor.seq for cursor in request.cursors}
    one_case = len({cursor.case_id for cursor in request.cursors}) == 1
    if not one_case or len(cursors) != len(request.cursors) or min(cursors.values()) < 0:
        raise Refused(400, UNREADABLE)
    return cursors


def _knows(connection: Connection, case_id: UUID, op_id: UUID | None) -> bool:
    """Whether an operation that a device had an answer to was ever answered here."""
    if op_id is None:
        return True
    query = select(op_outcome.c.op_id).where(
        op_outcome.c.case_id == case_id, op_outcome.c.op_id == op_id
    )
    return connection.execute(query).first() is not None


def _log_reading(
    central: Central, caller: Caller, case_id: UUID, compartments: tuple[str, ...]
) -> None:
    """Reading is an act: its line stands before anything is shown. Raises Refused."""
    with central.database.write() as connection:
        access = policy.access_to(connection, caller.worker_id, case_id, central.now())
        allowed = access.may_read_all(compartments)
        audit.write(
            connection,
            audit.rows(
                central.now(),
                Action.READ,
                "shown" if allowed else policy.NOT_FOUND,
                caller=caller,
                case_id=case_id,
                compartments=tuple(name[:32] for name in compartments) if allowed else (None,),
            ),
        )
    if not allowed:
        raise Refused(404, policy.NOT_FOUND)


def _epoch(connection: Connection) -> str:
    return str(connection.scalars(select(service.c.epoch)).one())


def _heads(
    connection: Connection, scopes: Sequence[tuple[UUID, str]]
) -> Mapping[tuple[UUID, str], ScopeHead]:
    """Head and checksum of each scope, in the order asked; an empty scope has head 0."""
    cases = sorted({case_id for case_id, _ in scopes})
    found: dict[tuple[UUID, str], Row[Any]] = {}
    for start in range(0, len(cases), 1_000):
        part = cases[start : start + 1_000]
        for row in connection.execute(select(scope).where(scope.c.case_id.in_(part))):
            found[row.case_id, row.compartment] = row
    return {key: _head(*key, found.get(key)) for key in scopes}


def _head(case_id: UUID, name: str, row: Row[Any] | None) -> ScopeHead:
    head, checksum = (row.head, row.checksum) if row else (0, EMPTY)
    return ScopeHead(str(case_id), name, head, checksum)


def _page(
    connection: Connection, case_id: UUID, cursors: Mapping[str, int], limit: int
) -> tuple[list[RecordEnvelope], bool]:
    """Records in order of seq, and whether there are more."""
    after = [
        and_(record.c.compartment == name, record.c.seq > seq) for name, seq in cursors.items()
    ]
    rows = connection.execute(
        select(record, worker.c.name.label("changed_by_name"))
        .join_from(record, worker, record.c.changed_by == worker.c.id, isouter=True)
        .where(record.c.case_id == case_id, or_(*after))
        .order_by(record.c.seq)
        .limit(limit + 1)
    )
    page: list[RecordEnvelope] = []
    size = 0
    for row in rows:
        size += len(row.doc.encode()) + len(row.versions)
        if page and (len(page) == limit or size > PAGE_BYTES):
            return page, True
        page.append(_envelope(case_id, row))
    return page, False


def _envelope(case_id: UUID, row: Row[Any]) -> RecordEnvelope:
    item = stored(row)
    return RecordEnvelope(
        record_type=item.record_type,
        id=str(item.id),
        case_id=str(case_id),
        compartment=item.compartment,
        seq=item.seq,
        versions={unit: seq for unit, (seq, _) in item.versions.items()},
        withdrawn=item.withdrawn,
        doc=msgspec.Raw(row.doc.encode()),
        changed_by=row.changed_by_name or "",
        changed_at=item.changed_at.isoformat(),
    )
