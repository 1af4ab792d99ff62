"""Giving devices what they may read: the manifest of scopes, and a case page by page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from mvs_central.access import audit, directory, policy
from mvs_central.access.audit import Action
from mvs_central.base.bulk import among
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import TOO_LARGE, UNREADABLE, identifier
from mvs_central.sync.epoch import EPOCH_CHANGED, epoch_of, new_epoch
from mvs_central.sync.pages import Room, page_of
from mvs_central.tables import op_outcome, scope
from mvs_central.teamwork import waiting
from mvs_desktop.domain.codec import LARGEST
from mvs_desktop.sync.checksum import add_checksums, cursors_digest
from mvs_desktop.sync.protocol import (
    FEEDS_CASES,
    PAGE_RECORDS,
    Cursor,
    FeedPage,
    FeedsReply,
    FeedsRequest,
    Manifest,
    PullRequest,
    ScopeHead,
)

# Below what a device reads of one answer, even when nothing of it can be compressed.
PAGE_BYTES = 6 * 1024 * 1024
# So that no record, however it is built, makes an answer that a device does not decode.
PAGE_VALUES = 600_000
EMPTY = add_checksums(())

_SCOPES = select(scope)


def pull(central: Central, caller: Caller, request: PullRequest) -> Manifest:
    """All scopes that the caller may read, or that nothing changed.

    A device that is to be wiped may read nothing any more, and gets the order.
    """
    if caller.wipe:
        return Manifest(central.epoch(), False, [], central.now().isoformat(), wipe=caller.wipe)
    with central.database.read() as connection:
        epoch = epoch_of(connection)
        scopes = policy.readable_scopes(connection, caller.worker_id, central.now())
        heads = _heads(connection, scopes)
        waits = waiting.digest(connection, caller.worker_id, scopes, central.now())
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
        waiting=waits,
    )


def feeds(central: Central, caller: Caller, request: FeedsRequest) -> FeedsReply:
    """The next pages of several cases, as many as fit. Raises Refused."""
    if len(request.cases) > FEEDS_CASES:
        raise Refused(413, TOO_LARGE)
    pages, absent = _pages(central, caller, request)
    return FeedsReply(pages=pages, absent=[str(case_id) for case_id in absent])


def _pages(
    central: Central, caller: Caller, request: FeedsRequest
) -> tuple[list[FeedPage], list[UUID]]:
    """Pages of cases in the order asked, as long as there is room, and the cases before that of
    which this worker may not read all that was asked. All of it is one moment; that it was read
    is written down before anybody is told. Raises Refused."""
    epoch, cases = request.epoch, request.cases
    asked = [_read_cursors(cursors) for cursors in cases]
    taken = {
        identifier(cursors[0].case_id): [identifier(one.taken) for one in cursors if one.taken]
        for cursors in cases
    }
    light = {identifier(text) for text in request.light}
    room = Room(min(max(request.limit, 1), PAGE_RECORDS), PAGE_BYTES, PAGE_VALUES)
    pages: list[FeedPage] = []
    absent: list[UUID] = []
    lines: list[audit.Row] = []
    beyond = False
    with central.database.read() as connection:
        current = epoch_of(connection)
        heads = _heads(connection, [(id_, name) for id_, cursors in asked for name in cursors])
        devices = _devices(connection, caller) if light else frozenset()
        for case_id, cursors in asked:
            if not room.left:
                break
            access = policy.access_to(connection, caller.worker_id, case_id, central.now())
            allowed = access.may_read_all(cursors)
            if not allowed:
                absent.append(case_id)
            elif epoch == current:
                mine = {name: heads[case_id, name] for name in cursors}
                beyond |= any(mine[name].head < seq for name, seq in cursors.items())
                beyond |= not _all_known(connection, case_id, taken[case_id])
                own = devices if case_id in light else ()
                page = page_of(connection, current, case_id, cursors, mine, room, own)
                if page.more and not (page.records or page.own):
                    break  # there was no room left for its first record
                pages.append(page)
            lines += _reading(central, caller, case_id, tuple(cursors), access if allowed else None)
    with central.database.write() as connection:
        audit.write(connection, lines)
    if epoch == current and beyond:
        # The device knows of what we do not have: we were put back to an earlier state.
        new_epoch(central, current, caller)
    if (epoch != current and len(absent) < len(asked)) or beyond:
        raise Refused(409, EPOCH_CHANGED)
    return pages, absent


def _read_cursors(cursors: Sequence[Cursor]) -> tuple[UUID, dict[str, int]]:
    """A case, and compartment → seq in it. Raises Refused unless they are of one case."""
    found = {cursor.compartment: cursor.seq for cursor in cursors}
    one_case = len({cursor.case_id for cursor in cursors}) == 1
    if not one_case or len(found) != len(cursors):
        raise Refused(400, UNREADABLE)
    if min(found.values()) < 0 or max(found.values()) > LARGEST:
        raise Refused(400, UNREADABLE)
    return identifier(cursors[0].case_id), found


def _all_known(connection: Connection, case_id: UUID, op_ids: Sequence[UUID]) -> bool:
    """Whether operations that a device had an answer to were ever answered here."""
    if not op_ids:
        return True
    query = select(func.count()).where(
        op_outcome.c.case_id == case_id, op_outcome.c.op_id.in_(op_ids)
    )
    return connection.scalars(query).one() == len(set(op_ids))


def _devices(connection: Connection, caller: Caller) -> frozenset[UUID]:
    """All that the caller's store ever was."""
    former, _ = directory.devices_of(connection, caller)
    return former | {caller.device_id}


def _reading(
    central: Central,
    caller: Caller,
    case_id: UUID,
    compartments: tuple[str, ...],
    access: policy.Access | None,
) -> list[audit.Row]:
    """Reading is an act, and so is trying to, without access."""
    return audit.rows(
        central.now(),
        Action.READ,
        policy.NOT_FOUND if access is None else "shown",
        caller=caller,
        case_id=case_id,
        compartments=(None,) if access is None else tuple(name[:32] for name in compartments),
        access=access,
    )


def _heads(
    connection: Connection, scopes: Sequence[tuple[UUID, str]]
) -> Mapping[tuple[UUID, str], ScopeHead]:
    """Head and checksum of each scope, in the order asked; an empty scope has head 0."""
    cases = sorted({case_id for case_id, _ in scopes})
    found: dict[tuple[UUID, str], Row[Any]] = {}
    for start in range(0, len(cases), 1_000):
        part = cases[start : start + 1_000]
        for row in connection.execute(_SCOPES.where(among(connection, scope.c.case_id, part))):
            found[row.case_id, row.compartment] = row
    texts = {case_id: str(case_id) for case_id in cases}
    return {key: _head(texts[key[0]], key[1], found.get(key)) for key in scopes}


def _head(case_id: str, name: str, row: Row[Any] | None) -> ScopeHead:
    head, checksum = (row.head, row.checksum) if row else (0, EMPTY)
    return ScopeHead(case_id, name, head, checksum)
