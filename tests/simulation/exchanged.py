"""What went between a laptop and the service, looked at when it did: also what never arrived.

Who may read and write what is told from the grants alone, and not by the service's own rule.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from mvs_central import tables as central_tables
from mvs_central.base.central import Caller
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import outbox
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.sync.protocol import (
    ContentRequest,
    Cursor,
    FeedPage,
    FeedsReply,
    FeedsRequest,
    Manifest,
    Offer,
    Outcome,
    PullRequest,
    PushReply,
    PushRequest,
)
from mvs_desktop.sync.protocol import Group as SentGroup
from mvs_desktop.sync.protocol.team import KnownChildReply, KnownChildRequest
from tests.simulation.network import Handle
from tests.simulation.parts import Device
from tests.support.said import words_in

if TYPE_CHECKING:
    from tests.simulation.world import World

Scope = tuple[UUID, str]


class Exchanged:
    """Has the service answer what is no command, and looks at both sides of it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        # Of each laptop, under each epoch: how far a page brought it in a scope, and which
        # numbers of a case it was told at all.
        self._brought: defaultdict[tuple[UUID, str], set[tuple[str, str, int]]] = defaultdict(set)
        self._told: defaultdict[tuple[UUID, str], set[tuple[str, int]]] = defaultdict(set)

    def enrolled_anew(self, former: Caller, caller: Caller) -> None:
        """A store goes on as another device, with what it was told."""
        for device, epoch in [key for key in self._told if key[0] == former.device_id]:
            self._brought[caller.device_id, epoch] |= self._brought[device, epoch]
            self._told[caller.device_id, epoch] |= self._told[device, epoch]

    def serve(self, caller: Caller, handle: Handle, request: Any) -> Any:
        """Raises Refused, ServiceDown."""
        central, answers = self._world.central, self._world.answers
        line = self._last_line()
        fresh: set[str] = set()
        if isinstance(request, PushRequest):
            answers.note_asked(request)
            self._look_whence(caller, request)
            fresh = self._not_known(request)
        elif isinstance(request, FeedsRequest):
            for cursors in request.cases:
                self._look_how_far(caller, request.epoch, cursors)
        answer = handle(central, caller, request)
        if isinstance(request, PushRequest):
            answers.note(caller, request, answer)
            self._note_numbers(caller, request, answer)
            self._look_at_refusals(caller, request, answer, fresh)
        elif isinstance(request, FeedsRequest):
            self._look_at_pages(caller, answer, line)
        elif isinstance(request, PullRequest):
            self._look_at_manifest(caller, answer)
        elif isinstance(request, KnownChildRequest):
            self._look_at_whom(caller, answer)
        elif isinstance(request, ContentRequest):
            scope = (UUID(request.case_id), request.compartment)
            granted = scope in self._world.granted.to_read(self._user(caller))
            answers.note_content(granted=granted)
            self._look_at_audit(caller, [scope], "read-content", line)
        return answer

    # Sending

    def _look_whence(self, caller: Caller, request: PushRequest) -> None:
        """What a laptop says that it saw of a case, it was told under this epoch."""
        if request.epoch != self._world.central.epoch():
            return  # nothing of it will be taken
        told = self._told[caller.device_id, request.epoch]
        for group in request.groups:
            if group.seen and (group.case_id, group.seen) not in told:
                self._wrong("a laptop goes by a number that it was not told in this history")

    def _not_known(self, request: PushRequest) -> set[str]:
        """The operations that were never answered here."""
        ids = {op.op_id for group in request.groups for op in group.ops}
        outcome = central_tables.op_outcome.c.op_id
        with self._world.central.database.read() as connection:
            found = connection.scalars(select(outcome).where(outcome.in_(map(UUID, ids))))
            return ids - set(map(str, found))

    def _note_numbers(self, caller: Caller, request: PushRequest, reply: PushReply) -> None:
        seqs = {result.op_id: result.seq for result in reply.results}
        told = self._told[caller.device_id, request.epoch]
        told |= {(group.case_id, seqs[op.op_id]) for group in request.groups for op in group.ops}

    def _look_at_refusals(
        self, caller: Caller, request: PushRequest, reply: PushReply, fresh: set[str]
    ) -> None:
        """Nobody who may write is told that he may not. (What was taken from who may not, the
        history tells: see `check_writers`.)"""
        may_write = self._world.granted.to_write(self._user(caller))
        said = {result.op_id: result for result in reply.results}
        for group in request.groups:
            results = [said[op.op_id] for op in group.ops if op.op_id in fresh]
            no_access = any(
                result.outcome is Outcome.QUARANTINED and result.reason == "no-access"
                for result in results
            )
            self._world.looked["edits that were refused"] += no_access
            scopes = {(UUID(group.case_id), op.compartment) for op in group.ops}
            if no_access and scopes <= may_write:
                self._wrong("an edit was refused from who may write")
            for result in results:
                if result.outcome is Outcome.REJECTED and not _may_be(result.reason, group):
                    self._wrong(f"an edit was rejected that is sound: {result.reason}")

    # Reading

    def _look_how_far(self, caller: Caller, epoch: str, cursors: Iterable[Cursor]) -> None:
        """A laptop reads on from where a page of this epoch brought it, or from the beginning."""
        if epoch != self._world.central.epoch():
            return  # nothing will be given
        brought = self._brought[caller.device_id, epoch]
        for it in cursors:
            if it.seq and (it.case_id, it.compartment, it.seq) not in brought:
                self._wrong("a laptop reads on from where no page brought it")

    def _look_at_manifest(self, caller: Caller, manifest: Manifest) -> None:
        listed = {(UUID(head.case_id), head.compartment) for head in manifest.scopes}
        granted = self._world.granted.to_read(self._user(caller))
        if not listed <= granted:
            self._wrong("a scope was listed without a grant")
        if not manifest.unchanged and listed != granted:
            self._wrong("a scope was not listed to who may read it")

    def _look_at_pages(self, caller: Caller, reply: FeedsReply, line: int) -> None:
        user = self._user(caller)
        for page in reply.pages:
            key = (caller.device_id, page.epoch)
            self._brought[key] |= {(it.case_id, it.compartment, it.seq) for it in page.cursors}
            self._told[key] |= {(it.case_id, it.seq) for it in page.cursors}
            self._look_at_page(user, page)
        scopes = [(UUID(it.case_id), it.compartment) for p in reply.pages for it in p.cursors]
        self._look_at_audit(caller, scopes, "read", line)

    def _look_at_page(self, user: int, page: FeedPage) -> None:
        """Nothing is given to a laptop that its worker may not read: by what a record, light or
        whole, says of itself, and by what stands in it."""
        world = self._world
        granted = world.granted.to_read(user)
        case_id = UUID(page.cursors[0].case_id)
        told = {
            *(item.compartment for item in page.records),
            *(own.compartment for own in page.own),
        }
        world.looked["records that were given"] += len(page.records) + len(page.own)
        if not {(case_id, compartment) for compartment in told} <= granted:
            self._wrong("a record was delivered without a grant")
        # A word is of the scope that it was written in.
        words = {word for item in page.records for word in words_in(json.loads(bytes(item.doc)))}
        if not {world.places[world.whose[word]] for word in words & world.whose.keys()} <= granted:
            self._wrong("a word was delivered without a grant")
        world.whole.look(world.central, page)

    def _look_at_whom(self, caller: Caller, reply: KnownChildReply) -> None:
        """Of a case that is not his, a worker learns whom to ask, and nothing of the case."""
        self._look_at_cases(caller, [whom.case_id for whom in reply.ask])

    def look_at_offers(self, caller: Caller, offers: Iterable[Offer]) -> None:
        """An offer names its case to who may read it alone."""
        self._look_at_cases(caller, [offer.case_id for offer in offers])

    def _look_at_cases(self, caller: Caller, told: Iterable[str]) -> None:
        granted = {case_id for case_id, _ in self._world.granted.to_read(self._user(caller))}
        named = [UUID(text) for text in told if text]
        self._world.looked["cases that were named"] += len(named)
        if not granted.issuperset(named):
            self._wrong("a case was named without a grant")

    # The audit

    def _last_line(self) -> int:
        with self._world.central.database.read() as connection:
            return connection.scalar(select(func.max(central_tables.audit.c.id))) or 0

    def _look_at_audit(
        self, caller: Caller, scopes: Iterable[Scope], action: str, after: int
    ) -> None:
        """What was given is written down by then; and that it was in an emergency, when it
        stands on nothing else."""
        line = central_tables.audit
        with self._world.central.database.read() as connection:
            rows = connection.execute(
                select(line).where(
                    line.c.id > after,
                    line.c.worker_id == caller.worker_id,
                    line.c.action == action,
                )
            ).all()
        written = {(row.case_id, row.compartment): bool(row.emergency) for row in rows}
        emergency = self._world.granted.in_emergency_alone(self._user(caller))
        for scope in scopes:
            self._world.looked["readings in an emergency"] += scope in emergency
            if scope not in written:
                self._wrong("something was read that is not in the audit")
            elif written[scope] != (scope in emergency):
                self._wrong("the audit does not say what a reading stood on")

    def _user(self, caller: Caller) -> int:
        return self._world.workers.index(caller.worker_id)

    def _wrong(self, what: str) -> None:
        self._world.answers.wrong.append(what)


_REASONS = {"sealed", "depends-on-rejected", "record-absent", "not-found"}


def _may_be(reason: str, group: SentGroup) -> bool:
    """Whether an edit that a laptop makes may be rejected for this."""
    if reason == "not-allowed":
        return any(op.record_type in ("case_member", "conflict") for op in group.ops)
    return reason in _REASONS


def look_after_sync(world: "World", one: Device) -> None:
    """A service that was put back gets again what it took and does not know any more, at the
    next whole visit; unless nobody found out yet that it was."""
    if not world.restores.service_was or world.restores.epoch.is_doubtful():
        return
    confirmed = select(outbox.c.op_id).where(outbox.c.state == OpState.CONFIRMED.value)
    with reading(one.store._engine) as connection:
        taken = set(map(UUID, connection.scalars(confirmed)))
    with world.central.database.read() as connection:
        known = set(connection.scalars(select(central_tables.op_outcome.c.op_id)))
    world.looked["operations that count as taken"] += len(taken)
    if not taken <= known:
        world.answers.wrong.append("a laptop counts as taken what the service does not know")
