"""A network between one device and the service, as bad as the dice make it."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import tokens
from mvs_central.sync import feed, push
from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerRefused, ServerUnreachable
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.refusals import CaseAbsent, EpochChanged

Message = TypeVar("Message", bound=protocol.Struct)
Handle = Callable[[Central, Caller, Any], protocol.Struct]

BAD_SHARE = 0.45  # of messages that something happens to


class ServiceDown(BaseException):
    """The service was killed before what it did was durable."""


def check_enrolled(central: Central, caller: Caller) -> None:
    """As every request does. Raises Refused."""
    with central.database.read() as connection:
        if tokens.device_of(connection, caller.device_id, central.now()) is None:
            raise Refused(401, "device-refused")


@dataclass
class Late:
    """A request that is still under way, to arrive after others that were sent later."""

    caller: Caller
    handle: Handle
    body: bytes
    kind: type[protocol.Struct]
    answered: "Answered"

    def arrive(self, central: Central) -> None:
        """Nobody waits for the answer any more."""
        request = decoded(self.body, self.kind)
        with suppress(Refused, ServiceDown):
            check_enrolled(central, self.caller)
            _tell(self.answered, self.caller, request, self.handle(central, self.caller, request))


Answered = Callable[[Caller, protocol.PushRequest, protocol.PushReply], None]


def _tell(
    answered: Answered, caller: Caller, request: protocol.Struct, answer: protocol.Struct
) -> None:
    if isinstance(request, protocol.PushRequest) and isinstance(answer, protocol.PushReply):
        answered(caller, request, answer)


def at_call(number: int, act: Callable[[], object]) -> Callable[[], None]:
    """To be called again and again: does `act` the time with this number, and only then."""
    left = number

    def call() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            act()

    return call


def _nothing() -> None:
    """Nothing happens meanwhile."""


def _unreachable() -> None:
    raise ServerUnreachable


@dataclass
class Network:
    """A CentralPort. `answered` is told of every answer to a push, also of one that never arrives;
    `meanwhile` is called before each message."""

    central: Callable[[], Central]
    caller: Caller
    dice: random.Random
    late: list[Late]
    bad_share: float = BAD_SHARE
    answered: Answered = lambda *_: None
    meanwhile: Callable[[], None] = _nothing
    delivered: Callable[[protocol.FeedPage], None] = lambda _: None
    counts: dict[str, int] = field(default_factory=dict)

    def push(self, request: protocol.PushRequest) -> protocol.PushReply:
        return self._exchange(push.push, request, protocol.PushReply)

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]:
        return lambda end: self.push(decoded(body + end, protocol.PushRequest))

    def pull(self, request: protocol.PullRequest) -> protocol.Manifest:
        return self._exchange(feed.pull, request, protocol.Manifest)

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        reply = self._exchange(feed.feeds, request, protocol.FeedsReply)
        for page in reply.pages:
            self.delivered(page)
        return reply

    @contextmanager
    def doing(self, act: Callable[[], object], at: int) -> Iterator[None]:
        """Meanwhile: before the message with this number, from here on."""
        self.meanwhile = at_call(at, act)
        try:
            yield
        finally:
            self.meanwhile = _nothing

    def breaking_at(self, number: int) -> AbstractContextManager[None]:
        """The message with this number does not go."""
        return self.doing(_unreachable, number)

    def _exchange(self, handle: Handle, request: protocol.Struct, reply: type[Message]) -> Message:
        self.meanwhile()
        body = protocol.encode(request)
        what = self._trouble()
        if self.bad_share:
            self.counts[what] = self.counts.get(what, 0) + 1
        if what == "late":
            self.late.append(Late(self.caller, handle, body, type(request), self.answered))
        if what in ("dropped", "late"):
            raise ServerUnreachable
        if what == "request cut":
            raise ServerRefused  # the service could not read it, and says so
        if what == "doubled":
            self._handle(handle, body, type(request))
        answer = self._handle(handle, body, type(request))
        if what == "answer lost":
            raise ServerUnreachable
        sent = protocol.encode(answer)
        if what == "answer cut":
            sent = sent[: self.dice.randrange(len(sent))]
        if what == "a portal":
            raise ServerAnswerUnreadable
        return decoded(sent, reply)

    def _trouble(self) -> str:
        if self.dice.random() >= self.bad_share:
            return "good"
        return self.dice.choice(
            ["dropped", "late", "request cut", "doubled", "answer lost", "answer cut", "a portal"]
        )

    def _handle(self, handle: Handle, body: bytes, kind: type[protocol.Struct]) -> protocol.Struct:
        request = decoded(body, kind)
        try:
            check_enrolled(self.central(), self.caller)
            answer = handle(self.central(), self.caller, request)
        except Refused as refused:
            if refused.code == "epoch-changed":
                raise EpochChanged from refused
            if refused.code == "not-found":
                raise CaseAbsent from refused
            raise ServerRefused from refused
        except ServiceDown:
            raise ServerUnreachable from None
        _tell(self.answered, self.caller, request, answer)
        return answer
