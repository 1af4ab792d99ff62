"""Sending and fetching: the tie to the central service, and how things stand with it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.errors import (
    AttachmentNotHere,
    AttachmentNotSent,
    ContentWaits,
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceTooOld,
    VersionTooOld,
)
from mvs_desktop.domain.recovery import RecoveryKey
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.services.views import Link, SetApart, SyncResult, SyncState
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import team
from mvs_desktop.sync.acts import tell_acts
from mvs_desktop.sync.ahead import in_a_thread
from mvs_desktop.sync.attachments import ContentAbsent, ContentTravel
from mvs_desktop.sync.client import CentralClient
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import Struct
from mvs_desktop.sync.reconcile import Paces
from mvs_desktop.sync.report import SyncProgress, SyncReport

Reply = TypeVar("Reply", bound=Struct)


class Sending:
    """The tie between one store and the central service."""

    def __init__(self, store: Store, enrolment: Enrolment) -> None:
        self._store = store
        self._enrolment = enrolment
        self._client: CentralClient | None = None
        self._travel: ContentTravel | None = None
        self._paces = Paces()
        self._link = Link.NEVER
        self.refused = False  # the service does not accept this device
        self.waiting: str | None = None  # digest as the last whole exchange told it
        self.wipe = ""  # an order to wipe this laptop that came with the last exchange

    def state(self) -> SyncState:
        replica = self._store.replica
        with self._store.reader(when_closed=True) as reader:
            conflicts = len(reader.select(Conflict, state=ConflictState.OPEN))
        unfetched = self._store.contents.wanted()
        return SyncState(
            self._link,
            replica.pending_count(),
            conflicts,
            replica.set_apart_count(),
            replica.last_contact(),
            len(unfetched),
            bool(unfetched) and not self._store.contents.has_room(unfetched[0].size),
        )

    def run(
        self,
        progress: Callable[[SyncProgress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> SyncResult:
        """One exchange with the service. A failure is in the result's state, not raised.

        A store that was put back or copied sends nothing before it has a device id of its own.
        """
        if self._store.identity.needs_device():
            self._link = Link.NEEDS_CODE
            return SyncResult(self.state())
        self.wipe = ""
        before = self._cases()
        try:
            client, travel = self._connected()
            engine = SyncEngine(
                self._store.replica, client, travel, ahead=in_a_thread, paces=self._paces
            )
            report = engine.run(progress or (lambda _: None), should_stop or (lambda: False))
        except ExpectedError as problem:
            self._link = _link_of(problem)
            self.refused = isinstance(problem, ServerRefused)
            return SyncResult(self.state())
        self.refused = isinstance(report.problem, ServerRefused)
        # Until then something is yet to be sent.
        self.wipe = report.wipe if report.complete and not report.pending else ""
        self._link = Link.IDLE if report.problem is None else _link_of(report.problem)
        if report.complete:
            self.waiting = report.waiting
            self._tell_acts(client)
        return SyncResult(
            self.state(),
            report.confirmed,
            sum(report.pulled.values()),
            report.changed_cases,
            self._lost(report, before),
            report.fetched,
            report.more_contents,
        )

    def _tell_acts(self, client: CentralClient) -> None:
        """What was done here, to the centre; it never stands in the way of the rest."""
        with suppress(ExpectedError):  # the next exchange tells it
            tell_acts(self._enrolment.device_id, self._store.countersigning, client)

    def fetch(self, attachment_id: UUID) -> None:
        """Bring the content of one attachment to this laptop, unless it is here.

        Raises AttachmentNotSent when the centre does not have it, AttachmentNotHere when the
        centre is not to be reached, RecordMissing and DiskFull.
        """
        item = self._store.contents.wanted_of(attachment_id)
        if item is None:
            return
        if self._store.identity.needs_device():
            raise AttachmentNotHere
        try:
            _, travel = self._connected()
            travel.fetch(item)
        except ContentAbsent as error:
            raise AttachmentNotSent from error
        except (ServerUnreachable, ServerAnswerUnreadable, ServerRefused) as error:
            raise AttachmentNotHere from error

    def ask(self, request: Struct, reply: type[Reply]) -> Reply:
        """A command or a question of working together. Raises what sync.team.ask raises, and
        ServerRefused for a store that needs a device id of its own first."""
        if self._store.identity.needs_device():
            raise ServerRefused
        return team.ask(self._connected()[0], request, reply)

    def recovery_key(self, known: str) -> RecoveryKey | None:
        """The organisation's recovery key when the service has another one than `known`, an
        id; as came to light in the last exchange. Raises what every request raises."""
        client = self._client
        if client is None or client.recovery_key_id in ("", known):
            return None
        return client.recovery_key()

    def use(self, enrolment: Enrolment) -> None:
        """Speak for another device from now on."""
        self.close()
        self._enrolment = enrolment
        self.refused = False

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = self._travel = None

    def _connected(self) -> tuple[CentralClient, ContentTravel]:
        if self._client is None or self._travel is None:
            mine = self._enrolment
            self._client = CentralClient(mine.service_url, mine.device_id, mine.private_key)
            self._travel = ContentTravel(
                self._store.contents, self._client, partial(as_another, self._store)
            )
        return self._client, self._travel

    def _cases(self) -> frozenset[UUID]:
        with self._store.reader(when_closed=True) as reader:
            return reader.ids(CaseFile)

    def _lost(self, report: SyncReport, before: frozenset[UUID]) -> frozenset[UUID]:
        return before - self._cases() if report.dropped else frozenset()


def _link_of(problem: ExpectedError) -> Link:
    match problem:
        case ServerUnreachable():
            return Link.OFFLINE
        case HeldUpUnderway():
            return Link.HELD_UP
        case ContentWaits():
            return Link.NO_ROOM
        case ServerAnswerUnreadable():
            return Link.UNREADABLE
        case VersionTooOld():
            return Link.TOO_OLD
        case ServiceTooOld():
            return Link.TOO_NEW
        case _:
            return Link.REFUSED


def cases_of(reader: Reader, case_ids: Iterable[UUID]) -> dict[UUID, CaseFile]:
    """The families of these ids that are here."""
    return {case.id: case for case in reader.among(CaseFile, set(case_ids))}


def set_apart(reader: Reader) -> tuple[SetApart, ...]:
    """Changes that the centre could not take, oldest first."""
    found = reader.set_apart()
    cases = cases_of(reader, (case_id for case_id, *_ in found))
    return tuple(
        SetApart(cases.get(case_id), type_name, record_id, reason, datetime.fromisoformat(made_at))
        for case_id, type_name, record_id, reason, made_at in found
    )


def own_case(reader: Reader) -> CaseFile | None:
    """The worker's file for loose notes, once it was made."""
    return next(iter(reader.select(CaseFile, kind=CaseKind.OWN)), None)
