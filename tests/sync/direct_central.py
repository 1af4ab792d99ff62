"""The real service's code in this process, reached over the wire's own bytes without HTTP."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from mvs_central.access import directory, members
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused, utc_now
from mvs_central.base.database import Database
from mvs_central.sync import contents, feed, push
from mvs_central.tables import case_head, device
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.refusals import (
    CaseAbsent,
    ContentDiffers,
    ContentRefused,
    EpochChanged,
    TooLarge,
)

ALL = tuple(one.value for one in Compartment)
TEAM = "Wijkteam Oost"

Message = TypeVar("Message", bound=protocol.Struct)


def blank_central(
    path: Path,
    clock: Callable[[], datetime] = utc_now,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> None:
    """Make the database of a service that has a team and nobody in it."""
    database = Database(str(path))
    central = Central(database, clock, random_bytes)
    directory.init(central, demo=True)
    directory.add_team(central, TEAM, "GM0622")
    database.close()


class Service:
    """One service on the SQLite file `path`."""

    def __init__(self, path: Path) -> None:
        self.central = Central(Database(str(path)))

    def close(self) -> None:
        self.central.database.close()

    def enrol(self, name: str) -> Caller:
        """A worker with one device; the key is never asked for here."""
        who = directory.NewWorker(name, "Wijkteam", "gezinscoach", TEAM)
        caller = Caller(directory.add_worker(self.central, who), uuid4())
        with self.central.database.write() as connection:
            connection.execute(
                insert(device).values(
                    id=caller.device_id,
                    worker_id=caller.worker_id,
                    public_key="{}",
                    thumbprint=caller.device_id.hex,
                    name=name,
                    enrolled_at=self.central.now(),
                )
            )
        return caller

    def has(self, case_id: UUID) -> bool:
        with self.central.database.read() as connection:
            query = select(case_head.c.seq).where(case_head.c.case_id == case_id)
            return connection.execute(query).first() is not None

    def grant(self, case_id: UUID, caller: Caller, compartments: tuple[str, ...] = ALL) -> None:
        role = members.Membership(CaseRole.INVOLVED, compartments, date(2020, 1, 1))
        members.grant(self.central, case_id, caller.worker_id, role)

    def revoke(self, case_id: UUID, caller: Caller) -> None:
        members.revoke(self.central, case_id, caller.worker_id)


class Reached(Protocol):
    """Whatever has a service in this process."""

    @property
    def central(self) -> Central: ...


class DirectCentral:
    """A CentralPort on a service. `before` and `after` see each call by number and name:
    raise there to lose a request or a reply."""

    def __init__(self, service: Reached, caller: Caller) -> None:
        self._central = service.central
        self._caller = caller
        self.before: Callable[[str], None] = lambda _: None
        self.after: Callable[[str], None] = lambda _: None
        self.delivered: Callable[[protocol.FeedPage], None] = lambda _: None

    def push(self, request: protocol.PushRequest) -> protocol.PushReply:
        return self._exchange("push", push.push, request, protocol.PushReply)

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]:
        return lambda end: self.push(decoded(body + end, protocol.PushRequest))

    def pull(self, request: protocol.PullRequest) -> protocol.Manifest:
        return self._exchange("pull", feed.pull, request, protocol.Manifest)

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        reply = self._exchange("feed", feed.feeds, request, protocol.FeedsReply)
        for page in reply.pages:
            self.delivered(page)
        return reply

    def offer(self, request: protocol.ContentOffer) -> protocol.ContentState:
        return self._exchange("offer", contents.offer, request, protocol.ContentState)

    def put(self, head: protocol.ChunkHead, chunk: bytes) -> protocol.ContentState:
        self.before("put")
        with self._asking():
            state = contents.put(self._central, self._caller, protocol.frame(head, chunk))
        self.after("put")
        return decoded(protocol.encode(state), protocol.ContentState)

    def get(self, request: protocol.ContentRequest) -> bytes:
        self.before("get")
        with self._asking():
            chunk = contents.get(self._central, self._caller, request)
        self.after("get")
        return chunk

    def _exchange(
        self,
        name: str,
        handle: Callable[[Central, Caller, Any], protocol.Struct],
        request: protocol.Struct,
        reply: type[Message],
    ) -> Message:
        self.before(name)
        with self._asking():
            asked = decoded(protocol.encode(request), type(request))
            answer = handle(self._central, self._caller, asked)
        self.after(name)
        return decoded(protocol.encode(answer), reply)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """On behalf of this worker, as a request is answered; a refusal is what it is to a
        client."""
        try:
            with acting.worker(self._caller.worker_id, self._central.now()):
                yield
        except Refused as refused:
            kind = _REFUSALS.get(refused.code)
            if kind is None:
                raise
            raise kind from refused


_REFUSALS: dict[str, type[Exception]] = {
    "epoch-changed": EpochChanged,
    "not-found": CaseAbsent,
    "too-large": TooLarge,
    "quota-reached": ContentRefused,
    "content-differs": ContentDiffers,
}
