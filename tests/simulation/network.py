"""A network between one device and the service, as bad as the dice make it."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import tokens
from mvs_central.sync import contents, feed, push
from mvs_central.web.team_routes import ROUTES
from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerRefused, ServerUnreachable
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.transport import Answer, check

Message = TypeVar("Message", bound=protocol.Struct)
Handle = Callable[[Central, Caller, Any], Any]
# Has the service answer a request as it would over the line, and looks at what it says.
Serve = Callable[[Caller, Handle, Any], Any]

GOOD = "good"
CHUNKS = ("Chunk", "ContentRequest")  # kinds of messages
Messages = Counter[tuple[str, str]]  # by their kind, and by what happened to them

BAD_SHARE = 0.45  # of messages that something happens to
_OF_CHUNKS = ("request cut", "answer cut") * 3  # happens to these more than to others
_TROUBLES = (
    "dropped", "late", "doubled", "answer lost", "a portal", "request cut", "answer cut",
)  # fmt: skip

_COMMANDS = {address: handle for address, _, handle in ROUTES}


class ServiceDown(BaseException):
    """The service was killed before what it did was durable."""


def check_enrolled(central: Central, caller: Caller) -> None:
    """As every request does. Raises Refused."""
    with central.database.read() as connection:
        if tokens.device_of(connection, caller.device_id, central.now()) is None:
            raise Refused(401, "device-refused")


@dataclass(frozen=True)
class Request:
    """A message on its way: whose, who is to answer it, and how its bytes are read."""

    caller: Caller
    handle: Handle
    body: bytes
    kind: type[protocol.Struct] | None = None  # None for a chunk, whose bytes are as they are

    @property
    def is_chunk(self) -> bool:
        """Whether a chunk goes up with it, or comes down."""
        return self.handle in (contents.put, contents.get)

    def arrive(self, serve: Serve, body: bytes | None = None) -> bytes:
        """The bytes of the answer; of another `body` when it was changed on its way.

        Raises Refused, ServiceDown.
        """
        sent = self.body if body is None else body
        answer = serve(self.caller, self.handle, decoded(sent, self.kind) if self.kind else sent)
        return bytes(answer) if isinstance(answer, bytes) else protocol.encode(answer)

    def arrive_late(self, serve: Serve) -> None:
        """After others that were sent later. Nobody waits for the answer any more."""
        with suppress(Refused, ServiceDown):
            self.arrive(serve)


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
    """A CentralPort, a ContentPort, and the way of commands. `meanwhile` is called before each
    message; `messages` are those that went over a bad line. `note` hears every one, and every
    answer."""

    serve: Serve
    caller: Caller
    dice: random.Random
    late: list[Request]
    messages: Messages
    note: Callable[[bytes], object]
    bad_share: float = BAD_SHARE
    meanwhile: Callable[[], None] = _nothing

    # What a sync asks

    def push(self, request: protocol.PushRequest) -> protocol.PushReply:
        return self._exchange(push.push, request, protocol.PushReply)

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]:
        return lambda end: self.push(decoded(body + end, protocol.PushRequest))

    def pull(self, request: protocol.PullRequest) -> protocol.Manifest:
        return self._exchange(feed.pull, request, protocol.Manifest)

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        return self._exchange(feed.feeds, request, protocol.FeedsReply)

    # The content of attachments

    def offer(self, request: protocol.ContentOffer) -> protocol.ContentState:
        return self._exchange(contents.offer, request, protocol.ContentState)

    def put(self, head: protocol.ChunkHead, chunk: bytes) -> protocol.ContentState:
        request = Request(self.caller, contents.put, protocol.frame(head, chunk))
        return decoded(self._send(request), protocol.ContentState)

    def get(self, request: protocol.ContentRequest) -> bytes:
        body = protocol.encode(request)
        return self._send(Request(self.caller, contents.get, body, protocol.ContentRequest))

    # Working together

    def ask(self, path: str, request: protocol.Struct, reply: type[Message]) -> Message:
        return self._exchange(_COMMANDS[path], request, reply)

    # What happens on the way

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
        body = protocol.encode(request)
        return decoded(self._send(Request(self.caller, handle, body, type(request))), reply)

    def _send(self, request: Request) -> bytes:
        self.meanwhile()
        self.note(request.body)
        what = self._trouble(of_chunks=request.is_chunk)
        if self.bad_share:
            self.messages[request.kind.__name__ if request.kind else "Chunk", what] += 1
        if what == "late":
            self.late.append(request)
        if what in ("dropped", "late"):
            raise ServerUnreachable
        if what == "request cut":
            return self._cut(request)
        if what == "doubled":
            self._arrive(request)
        answer = self._arrive(request)
        if what == "answer lost":
            raise ServerUnreachable
        if what == "answer cut":
            # Of a message the line itself sees to it that it is whole or none.
            whole = request.is_chunk and request.kind is not None
            return self._changed(answer) if whole else answer[: self.dice.randrange(len(answer))]
        if what == "a portal":
            raise ServerAnswerUnreadable
        return answer

    def _trouble(self, *, of_chunks: bool) -> str:
        if self.dice.random() >= self.bad_share:
            return GOOD
        return self.dice.choice([*_TROUBLES, *_OF_CHUNKS] if of_chunks else _TROUBLES)

    def _cut(self, request: Request) -> bytes:
        """A message that the service could not read, and says so; with a chunk it finds out."""
        if request.kind is not None:
            raise ServerRefused
        return self._arrive(request, self._changed(request.body))

    def _changed(self, body: bytes) -> bytes:
        """Cut somewhere, or another byte near its end, where the chunk is."""
        if not body:
            return b"?"
        if self.dice.random() < 0.5:
            return body[: self.dice.randrange(len(body))]
        return _another_byte(body, len(body) - 1 - self.dice.randrange(min(len(body), 8)))

    def _arrive(self, request: Request, body: bytes | None = None) -> bytes:
        """As the client hears it: a refusal is what it means."""
        try:
            answer = request.arrive(self.serve, body)
        except Refused as refused:
            problem = protocol.Problem(refused.code, "")
            check(
                Answer(
                    refused.status,
                    protocol.encode(problem),
                    protocol.CONTENT_TYPE,
                    retry_after=refused.retry_after,
                )
            )
            raise AssertionError("a refusal that is none") from refused
        except ServiceDown:
            raise ServerUnreachable from None
        self.note(answer)
        return answer


def _another_byte(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
