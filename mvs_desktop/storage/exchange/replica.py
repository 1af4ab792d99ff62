"""The store as one replica of the central service's feed: outbox, mirror and cursors.

Every method is one transaction, and repeating any of them changes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine, delete, select, update

from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.storage.audit.log import Act, AuditLog
from mvs_desktop.storage.base.engine import reading, somebody_waits, truncate_log, writing
from mvs_desktop.storage.base.meta import Name, get, put
from mvs_desktop.storage.base.replica_types import (
    NO_EPOCH,
    Applied,
    Enrolment,
    IncomingPage,
    OpFate,
    PendingOp,
    ScopeCursor,
)
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import RECORDS, unread_record
from mvs_desktop.storage.exchange import contents, dropped, incoming, own, scopes
from mvs_desktop.storage.exchange.removal import remove_records, remove_traces
from mvs_desktop.storage.exchange.scopes import Scope
from mvs_desktop.storage.keys.lease import LeaseKeeper
from mvs_desktop.storage.records import attachments, outbox, summaries
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.storage.search import index

# Who opens a case writes that down first, and should not have to wait for what comes in.
_SLICE = 1_000  # records in a transaction
_PART = 200  # records, after which it ends when somebody waits


class Replica:
    """What the sync engine asks of the store."""

    def __init__(
        self, engine: Engine, audit: AuditLog, clock: Callable[[], datetime], lease: LeaseKeeper
    ) -> None:
        self._engine = engine
        self._audit = audit
        self._clock = clock
        self._lease = lease
        self._files = attachments.AttachmentFiles(engine)
        self._told = ""

    # Who we are

    def enrolment(self) -> Enrolment | None:
        with reading(self._engine) as connection:
            value = get(connection, Name.ENROLMENT)
        return None if value is None else msgspec.json.decode(value, type=Enrolment)

    def save_enrolment(self, enrolment: Enrolment, epoch: str) -> None:
        with writing(self._engine) as connection:
            put(connection, Name.ENROLMENT, msgspec.json.encode(enrolment).decode())
            put(connection, Name.EPOCH, epoch)

    def epoch(self) -> str:
        with reading(self._engine) as connection:
            return get(connection, Name.EPOCH) or NO_EPOCH

    def begin_epoch(self, epoch: str) -> None:
        """The service was restored: read everything again, after sending it all that it ever
        confirmed here, which may be gone there."""
        with writing(self._engine) as connection:
            put(connection, Name.EPOCH, epoch)
            scopes.begin_anew(connection)
            summaries.touch(connection, outbox.send_again(connection))
            contents.send_again(connection)

    def last_contact(self) -> datetime | None:
        with reading(self._engine) as connection:
            value = get(connection, Name.LAST_CONTACT)
        return None if value is None else datetime.fromisoformat(value)

    def told(self, at: datetime) -> None:
        """The service's time, as it said it just now."""
        self._told = at.astimezone(UTC).isoformat()

    def contacted(self, at: datetime) -> None:
        """A sync came to its end; `at` is the service's time."""
        with writing(self._engine) as connection:
            if self._lease.contacted(connection, at):
                summaries.sum_up_anew(connection)
            outbox.keep_confirmed(connection, at)

    # Sending

    def pending(self, limit: int, after: int = 0) -> tuple[PendingOp, ...]:
        """Operations that wait for an answer and whose counter is beyond `after`, in order; whole
        groups, at least one of them. Those that wait for the content of an attachment are left
        out."""
        with reading(self._engine) as connection:
            return outbox.waiting(connection, limit, after, contents.held_back(connection))

    def pending_count(self) -> int:
        """Records of which the centre does not have everything, content included."""
        with reading(self._engine) as connection:
            unsent = contents.not_confirmed(connection)
            return outbox.count(connection, OpState.PENDING, also=unsent)

    def set_apart_count(self) -> int:
        with reading(self._engine) as connection:
            return outbox.count(connection, OpState.SET_APART, OpState.QUARANTINED)

    def record_fates(self, fates: Sequence[OpFate]) -> None:
        """Note what the service did; an operation stays below the row until it is pulled."""
        with writing(self._engine) as connection:
            answered = outbox.answer(connection, fates)
            summaries.touch(connection, answered.cases)
            author = self._enrolled(connection).worker_name
            for record_id, type_name in answered.lost.items():
                incoming.rebase(connection, type_name, record_id, author)
            if answered.pulled:
                incoming.finish_acknowledged(connection, author, answered.pulled)
            if fates:
                self._log(connection, Act.SEND, operations=len(fates))

    # Receiving

    def cursors(self, case_id: UUID | None = None) -> tuple[ScopeCursor, ...]:
        """Of one case, or of all."""
        with reading(self._engine) as connection:
            return scopes.cursors(connection, case_id)

    def seen(self) -> Mapping[UUID, int]:
        """The highest number that is known here of each case, from reading or from an answer."""
        query = (
            "SELECT case_id, max(seq) FROM (SELECT case_id, seq FROM cursor UNION ALL"
            " SELECT case_id, seq FROM outbox WHERE state = ?) GROUP BY case_id"
        )
        with reading(self._engine) as connection:
            found = run(connection, query, (OpState.ACKNOWLEDGED.value,)).fetchall()
        return {UUID(case_id): seq for case_id, seq in found}

    def taken_last(self) -> Mapping[UUID, UUID]:
        """Of each case the last operation here that the service took and whose effect was not
        read yet."""
        query = (
            "SELECT case_id, op_id FROM outbox WHERE counter IN"
            " (SELECT counter FROM (SELECT counter, max(seq) FROM outbox WHERE state = ?"
            " GROUP BY case_id))"
        )
        with reading(self._engine) as connection:
            found = run(connection, query, (OpState.ACKNOWLEDGED.value,)).fetchall()
        return {UUID(case_id): UUID(op_id) for case_id, op_id in found}

    def scopes_held(self) -> frozenset[Scope]:
        """Scopes of which something is here."""
        with reading(self._engine) as connection:
            return scopes.held(connection)

    def add_scopes(self, wanted: Collection[Scope]) -> None:
        with writing(self._engine) as connection:
            scopes.add(connection, wanted)

    def apply(self, page: IncomingPage) -> Applied:
        """Take in a page of one case."""
        (applied,) = self.apply_all([page])
        return applied

    def apply_all(self, pages: Sequence[IncomingPage]) -> tuple[Applied, ...]:
        """Take in pages, each of one case.

        They are written in slices, behind everybody who waits; one ends when somebody comes.
        The cursors of a page move with its last record, in one transaction: after a kill the
        page comes again, and changes nothing where it was taken in.
        """
        records = [record for page in pages for record in page.records]
        ends = list(accumulate(len(page.records) for page in pages))
        ended: list[Applied] = []
        written: set[UUID] = set()
        at = reached = 0
        while reached < len(pages):
            with writing(self._engine, behind=True) as connection:
                me, end = self._enrolled(connection), at + _SLICE
                while True:
                    part = records[at : at + _PART]
                    written |= incoming.take(connection, part, me.worker_name)
                    at += len(part)
                    if at == len(records) or at >= end or somebody_waits(self._engine):
                        break
                while reached < len(pages) and ends[reached] <= at:
                    ended.append(self._end(connection, pages[reached], me))
                    reached += 1
        return tuple(_applied(page, written, end) for page, end in zip(pages, ended, strict=True))

    def _end(self, connection: Connection, page: IncomingPage, me: Enrolment) -> Applied:
        """Take in what a page says of own records, and move the cursors to its end."""
        found = (
            own.take(connection, str(page.case_id), page.own, self._told)
            if page.own
            else own.Found()
        )
        changed: set[UUID] = set()
        if found.completed:
            changed |= incoming.take(connection, found.completed, me.worker_name)
        if not found.unknown:
            changed |= self._reach(connection, page, me)
        return Applied(frozenset(changed), unknown=found.unknown)

    def _reach(self, connection: Connection, page: IncomingPage, me: Enrolment) -> set[UUID]:
        """Move the cursors to the end of a page; gives the records that differ by it."""
        for scope in page.cursors:
            scopes.reach(connection, scope)
        changed = incoming.finish_acknowledged(connection, me.worker_name, [str(page.case_id)])
        if received := len(page.records) + len(page.own):
            self._audit.add(
                connection,
                Act.RECEIVE,
                str(me.worker_id),
                case_id=page.case_id,
                detail={"records": received},
            )
        return changed

    def begin_resync(self, case_id: UUID) -> None:
        """Read one case again from the start, after sending what was ever taken of it."""
        with writing(self._engine) as connection:
            scopes.begin_anew(connection, case_id)
            summaries.touch(connection, outbox.send_again(connection, str(case_id)))

    def finish_resync(
        self, case_id: UUID, compartments: Collection[str], seen: frozenset[UUID]
    ) -> None:
        """Remove what the service no longer has of these scopes, which were read from the
        beginning; a resync replaces and never only adds.

        A record with operations under way stays, as one that the service has yet to get.
        """
        seen_ids = {str(item) for item in seen}
        with reading(self._engine) as connection:
            if scopes.once_received(connection, case_id, compartments) <= seen_ids:
                return
        files: list[str] = []
        with writing(self._engine) as connection:
            for table in (*RECORDS.values(), unread_record):
                query = select(table.c.id).where(
                    table.c.case_id == str(case_id),
                    table.c.compartment.in_(compartments),
                    table.c.seq > 0,
                )
                for record_id in connection.execute(query).scalars().all():
                    if record_id in seen_ids:
                        continue
                    this = table.c.id == record_id
                    if outbox.pending_of(connection, record_id):
                        connection.execute(update(table).where(this).values(seq=0, wire_hash=""))
                        outbox.drop_mirror(connection, record_id)
                    else:
                        connection.execute(delete(table).where(this))
                        index.unindex(connection, record_id)
                        files += attachments.drop(connection, record_id)
            summaries.forget(connection, str(case_id))
        self._files.remove(files)

    def send_again(self, taken: Collection[Scope]) -> bool:
        """Send what was ever taken of these once more; whether there is anything of it."""
        with writing(self._engine) as connection:
            cases = {
                case_id
                for id_, compartment in taken
                for case_id in outbox.send_again(connection, str(id_), compartment)
            }
            summaries.touch(connection, cases)
        return bool(cases)

    def drop_scope(self, case_id: UUID, compartment: str) -> None:
        """Access ended: nothing of the scope stays on this device.

        Its records go at once; the search index forgets their words in slices. After a kill the
        cursor is still there, so that the next synchronisation drops the scope again.
        """
        scope = (str(case_id), compartment)
        with writing(self._engine) as connection:
            files = remove_records(connection, *scope)
            dropped.note(connection, *scope)
            self._log(connection, Act.ACCESS_ENDED, case_id, compartment=compartment)
        self._files.remove(files)
        index.SearchIndex(self._engine).forget_scope(*scope)
        with writing(self._engine) as connection:
            remove_traces(connection, *scope)
            dropped.note(connection, *scope)  # also for a backup that was made meanwhile
        truncate_log(self._engine)

    def scope_hashes(self, case_id: UUID, compartment: str) -> Iterator[str]:
        """The hash of every record of a scope as the service last sent it."""
        wanted = (case_id, compartment)
        return (text for scope, text in self.hashes_of([case_id]) if scope == wanted)

    def hashes_of(self, case_ids: Collection[UUID]) -> Iterator[tuple[Scope, str]]:
        """The hash of every record of some cases as the service last sent it, each with its
        scope."""
        with reading(self._engine) as connection:
            yield from scopes.hashes(connection, case_ids)

    def read_again(self) -> None:
        """Take in the records that an older version of the program could not read."""
        with reading(self._engine) as connection:
            readable = incoming.readable_now(connection)
        if readable:
            with writing(self._engine) as connection:
                incoming.take(connection, readable, self._enrolled(connection).worker_name)

    def _enrolled(self, connection: Connection) -> Enrolment:
        value = get(connection, Name.ENROLMENT)
        if value is None:
            raise RuntimeError("nobody was enrolled on this store")
        return msgspec.json.decode(value, type=Enrolment)

    def _log(
        self, connection: Connection, act: Act, case_id: UUID | None = None, **detail: str | int
    ) -> None:
        worker = str(self._enrolled(connection).worker_id)
        self._audit.add(connection, act, worker, case_id=case_id, detail=detail)


def _applied(page: IncomingPage, written: set[UUID], end: Applied) -> Applied:
    """What taking in a page did: of its records those among `written` differ now, and what its
    `end` changed."""
    conflicts = sum(
        item.record_type == Conflict.type_name and item.doc.get("state") == ConflictState.OPEN
        for item in page.records
    )
    differ = written.intersection([item.id for item in page.records])
    return Applied(end.changed | differ, conflicts, end.unknown)
