"""An insider who means harm: a device that proves who it is, and sends what no laptop would. It is
refused by a code, nothing of it is kept, and it does not take the memory of all."""

import bz2
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import func, select

from mvs_central import tables
from mvs_central.base.central import Central
from mvs_desktop.domain.people import Person
from mvs_desktop.sync import protocol
from tests.central.desk import created, new_desk
from tests.central.running import Running, now_central, service
from tests.central.test_http import Site, compress, problem
from tests.support.peak import MIB, peak, peak_from_now

__all__ = ["now_central", "service"]

MOST = 256 * MIB  # that such requests may cost, one after another
KEPT = (tables.record, tables.change, tables.quarantine, tables.scope, tables.case_head)
HUGE = 1 << 200

Mapping = dict[str, Any]


@dataclass
class Insider(Site):
    """Asks a process over TCP, which knows itself by `url`."""

    url: str = ""
    pid: int = 0
    held: str = ""  # a token, for many requests

    def proof(self, path: str, token: str | None = None) -> str:
        return self.desk.key.proof(
            "POST",
            self.url + path,
            made_at=int(self.desk.central.now().timestamp()),
            proof_id=uuid4().hex,
            nonce=self.nonce,
            access_token=token,
        )

    def token(self) -> str:
        self.held = self.held or super().token()
        return self.held

    def push(self, *ops: Any, case_id: object, **more: Any) -> Any:
        group = {"case_id": str(case_id), "ops": list(ops), "seen": 0} | more
        body = {"epoch": self.desk.central.epoch(), "groups": [group]}
        return self.ask("/v1/push", json.dumps(body).encode())

    def kept(self) -> tuple[object, ...]:
        """What there is of cases, and in which history."""
        with self.desk.central.database.read() as connection:
            counts = [
                connection.scalars(select(func.count()).select_from(table)).one() for table in KEPT
            ]
        return (*counts, self.desk.central.epoch())


@pytest.fixture
def insider(now_central: Central, service: Running) -> Iterator[Insider]:
    desk = new_desk(now_central)
    with httpx.Client(base_url=service.url, timeout=60) as client:
        yield Insider(client, desk, url=service.url, pid=service.process.pid)


def refused(answer: httpx.Response) -> bool:
    """By a Problem, or operation by operation."""
    if answer.status_code == 200:
        reply = msgspec.json.decode(answer.content, type=protocol.PushReply)
        return {result.outcome.value for result in reply.results} == {"rejected"}
    return 400 <= problem(answer)[0] < 500


# Bombs


def streamed(piece: bytes, times: int, **parameters: int) -> bytes:
    """One frame that does not say how much is in it."""
    made = zstandard.ZstdCompressionParameters(write_content_size=False, **parameters)
    frame = zstandard.ZstdCompressor(compression_params=made).compressobj()
    return b"".join([*(frame.compress(piece) for _ in range(times)), frame.flush()])


def lying(frame: bytes) -> bytes:
    """The frame says another size than it has."""
    changed = bytearray(frame)
    changed[5] ^= 1
    return bytes(changed)


SMALL = b'{"epoch": "e", "groups": []}'
PACKED = compress(SMALL)

FRAMES = {
    "one-layer": (streamed(bytes(MIB), 512), 413),
    "many-frames": (compress(b" " * MIB) * 64, 413),
    "a-second-message": (PACKED + compress(b"{}"), 400),
    "another-size": (lying(PACKED), 400),
    "window": (streamed(SMALL, 1, window_log=27), 400),
    "trailing": (PACKED + b"rest", 400),
    "cut-off": (PACKED[:-4], 400),
    "two-layers": (compress(compress(bytes(MIB))), 400),
}


def pushed(groups: bytes) -> bytes:
    return b'{"epoch": "e", "groups": ' + groups + b"}"


def with_value(epoch: str, value: bytes) -> bytes:
    """A push of one operation in which one member has this value."""
    op = msgspec.to_builtins(created(Person(id=uuid4(), case_id=uuid4())))
    op["units"] = {"later": {"base": None, "value": {"later": "HERE"}, "version": 0}}
    body = {"epoch": epoch, "groups": [{"case_id": str(uuid4()), "ops": [op]}]}
    return json.dumps(body).encode().replace(b'"HERE"', value)


def many(item: bytes, size: int) -> bytes:
    """A list of as many as fit in so many bytes."""
    return b"[" + b",".join([item] * (size // (len(item) + 1))) + b"]"


GROUP = b'{"case_id":"%b","ops":[]}' % str(uuid4()).encode()
CURSOR = b'{"case_id":"%b","compartment":"basis","seq":0}' % str(uuid4()).encode()
ALMOST = protocol.MAX_DECODED - 4 * 1024
DEEP = b"[" * 200_000 + b"]" * 200_000
NAMES = b"{" + b",".join(b'"%06x":%d' % (n, n + 1_000) for n in range(249_000)) + b"}"

BODIES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "groups": ("/v1/push", lambda _: pushed(many(GROUP, ALMOST))),
    "lists-for-groups": ("/v1/push", lambda _: pushed(many(b"[]", ALMOST))),
    "cursors": ("/v1/feeds", lambda e: b'{"epoch":"%b","cases":[%b]}' % (e, many(CURSOR, ALMOST))),
    "cases": ("/v1/feeds", lambda e: b'{"epoch":"%b","cases":%b}' % (e, many(b"[]", ALMOST))),
    "no-depth": ("/v1/push", lambda _: pushed(DEEP)),
    "unknown-member": ("/v1/pull", lambda _: b'{"x":%b,"epoch":"","cursors_digest":""}' % DEEP),
    "deep-value": ("/v1/push", lambda e: with_value(e.decode(), DEEP)),
    "lists": ("/v1/push", lambda e: with_value(e.decode(), many(b"[]", ALMOST))),
    "objects": ("/v1/push", lambda e: with_value(e.decode(), many(b'{"a":1}', 1_900_000))),
    "names": ("/v1/push", lambda e: with_value(e.decode(), NAMES)),
    "text": ("/v1/push", lambda e: with_value(e.decode(), b'"%b"' % (b"a" * ALMOST))),
    # Python holds a text with one of these in four bytes a letter.
    "wide-text": (
        "/v1/push",
        lambda e: with_value(e.decode(), '"🎈'.encode() + b"a" * (ALMOST - 16) + b'"'),
    ),
    "digits": ("/v1/push", lambda e: with_value(e.decode(), b"9" * 1_000_000)),
    "acts": (
        "/v1/acts",
        lambda _: (
            b'{"before_number":0,"before_hash":"","hash":"","lines":%b}'
            % many(b'{"number":1}', ALMOST)
        ),
    ),
    "settled": (
        "/v1/apart/settle",
        lambda _: (
            b'{"command_id":"%b","case_id":"%b","taken":true,"op_ids":%b}'
            % (str(uuid4()).encode(), str(uuid4()).encode(), many(b'"ab"', ALMOST))
        ),
    ),
    "name": (
        "/v1/known-child",
        lambda _: (
            b'{"purpose":"%b","family_name":"%b","birth_date":""}' % (b"a" * MIB, b"a" * 12 * MIB)
        ),
    ),
}


@pytest.mark.parametrize("prepared_url", ["sqlite"], indirect=True)
@pytest.mark.skipif(sys.platform != "linux", reason="measured in /proc")
def test_a_bomb_is_refused_and_does_not_take_the_memory_of_all(insider: Insider) -> None:
    insider.desk.new_case()
    before, epoch = insider.kept(), insider.desk.central.epoch().encode()
    began = peak_from_now(insider.pid)
    for name, (frame, status) in FRAMES.items():
        answer = insider.ask("/v1/push", frame, Content_Encoding="zstd")
        assert problem(answer)[0] == status, name
        assert peak(insider.pid) - began < MOST, name
    for name, (path, made) in BODIES.items():
        body = compress(made(epoch))
        answer = insider.ask(path, body, Content_Encoding="zstd")
        assert refused(answer), name
        assert peak(insider.pid) - began < MOST, name
    assert insider.kept() == before


randbytes = Random(4).randbytes

SHORT = bz2.compress(SMALL)
ROOM = protocol.MAX_BODY - 1024

STREAMS: dict[str, tuple[Callable[[], bytes], int]] = {
    "one-layer": (lambda: bz2.compress(bytes(128 * MIB)), 413),
    "many-streams": (lambda: bz2.compress(b" " * 4 * MIB) * 64, 400),
    "empty-streams": (lambda: bz2.compress(b"") * (ROOM // len(bz2.compress(b""))), 400),
    "trailing": (lambda: SHORT + bytes(ROOM), 400),
    "trailing-later": (lambda: SHORT * 3 + bytes(ROOM), 400),
    # What does not get smaller: as much comes in as may.
    "noise": (lambda: bz2.compress(randbytes(ROOM * 99 // 100)), 400),
    "cut-off": (lambda: bz2.compress(randbytes(ROOM * 99 // 100))[:-4], 400),
}
# What they cost: less than half of it as it is, and more than twice it unpacked in one go.
MOST_UNPACKING = 6 * protocol.MAX_DECODED
FULLEST = ("groups", "objects", "names", "text", "wide-text")


@pytest.mark.parametrize("prepared_url", ["sqlite"], indirect=True)
@pytest.mark.skipif(sys.platform != "linux", reason="measured in /proc")
def test_a_bomb_in_bzip2_does_not_take_the_memory_of_all_either(insider: Insider) -> None:
    insider.desk.new_case()
    before, epoch = insider.kept(), insider.desk.central.epoch().encode()
    began = peak_from_now(insider.pid)
    for name, (stream, status) in STREAMS.items():
        answer = insider.ask("/v1/push", stream(), Content_Encoding="bzip2")
        assert problem(answer)[0] == status, name
        assert peak(insider.pid) - began < MOST_UNPACKING, name
    for name in FULLEST:
        path, made = BODIES[name]
        answer = insider.ask(path, bz2.compress(made(epoch), 1), Content_Encoding="bzip2")
        assert refused(answer), name
        assert peak(insider.pid) - began < MOST, name
    assert insider.kept() == before


@pytest.mark.parametrize("prepared_url", ["sqlite"], indirect=True)
@pytest.mark.skipif(sys.platform != "linux", reason="measured in /proc")
def test_what_was_refused_is_let_go_of(insider: Insider) -> None:
    began, body = peak_from_now(insider.pid), compress(bytes(protocol.MAX_DECODED))
    for _ in range(30):
        assert problem(insider.ask("/v1/push", body, Content_Encoding="zstd"))[0] == 400
    assert peak(insider.pid) - began < 8 * protocol.MAX_DECODED


# Shapes


def _all(*values: Any) -> tuple[Any, ...]:
    return values


def nested(depth: int) -> object:
    value: object = "diep"
    for _ in range(depth):
        value = [value]
    return value


def units(**changed: Any) -> Mapping:
    unit = {"base": None, "value": {"given_name": "Raar"}, "version": 0} | changed
    return {"units": {"given_name": unit}}


SHAPES: tuple[Mapping, ...] = (
    *({"counter": odd} for odd in _all(-1, 1 << 63, HUGE, 1.5, "1", None, [])),
    *({"op_id": odd} for odd in _all("", "x" * 100_000, "\0", 5, None, "\ud800")),
    *({"record_id": odd} for odd in _all("", "../..", "\0" * 36, 5, {})),
    *({"record_type": odd} for odd in _all("", "person\0", "Person", "x" * 100_000, "\ud800", 5)),
    *({"compartment": odd} for odd in _all("", "basis\0", "BASIS", "x" * 100_000, None)),
    *({"made_at": odd} for odd in _all("", "gisteren", "2026-11-21T10:00:00", "1" * 100_000, 5)),
    # There is no such day in some time zones, and whoever reads the case would stumble over it.
    *({"made_at": f"{day}T12:00:00+00:00"} for day in _all("9999-12-31", "0001-01-01")),
    *({"units": odd} for odd in _all({}, [], None, {"": {}}, {"given_name": None}, {"a\0": {}})),
    {"units": {f"u{n}": units()["units"]["given_name"] for n in range(201)}},
    *(units(value=odd) for odd in _all({}, [], None, "x", 5, {"\0": 1}, {"": 1}, {"case_id": "x"})),
    *(units(value={"given_name": nested(depth)}) for depth in (16, 17, 100)),
    *(units(value={"given_name": odd}) for odd in _all(float("nan"), float("inf"), "\ud800")),
    *(units(base=odd) for odd in _all([], "x", {"id": "x"}, {"given_name": nested(20)})),
    *(units(version=odd) for odd in _all(1.5, {}, [], True)),
)


def test_no_odd_shape_is_kept(insider: Insider) -> None:
    case_id = insider.desk.new_case()
    before = insider.kept()
    for shape in SHAPES:
        op = msgspec.to_builtins(created(Person(id=uuid4(), case_id=case_id)))
        answer = insider.push(op | shape, case_id=case_id)
        assert refused(answer), str(shape)[:80]
    op = msgspec.to_builtins(created(Person(id=uuid4(), case_id=case_id)))
    for odd in _all(-1, 1 << 63, HUGE, 1.5, "1", None):
        assert refused(insider.push(op, case_id=case_id, seen=odd)), odd
    for odd in _all("", "\0", "x" * 100_000, 5, None, "\ud800"):
        assert refused(insider.push(op, case_id=odd if isinstance(odd, str) else "")), odd
    assert insider.kept() == before


def test_a_number_that_no_column_holds_is_not_set_apart_either(insider: Insider) -> None:
    theirs = new_desk(insider.desk.central, "Youssef Amrani").new_case()
    before = insider.kept()
    op = msgspec.to_builtins(created(Person(id=uuid4(), case_id=theirs)))
    for odd in _all(-1, 1 << 63, HUGE):
        assert refused(insider.push(op | {"counter": odd}, case_id=theirs)), odd
    assert insider.kept() == before


def test_no_odd_question_is_answered(insider: Insider) -> None:
    case_id = str(insider.desk.new_case())
    before, epoch = insider.kept(), insider.desk.central.epoch()
    cursor = {"case_id": case_id, "compartment": "basis", "seq": 0}
    cursors: list[Mapping] = [
        *({"seq": odd} for odd in _all(-1, 1 << 63, HUGE, 1.5, "0", None)),
        *({"case_id": odd} for odd in _all("", "\0", "x" * 100_000, 5)),
        *({"compartment": odd} for odd in _all(5, None)),
        *({"taken": odd} for odd in _all("x", "\0", 5)),
    ]
    bodies: list[Mapping] = [{"epoch": epoch, "cases": [[cursor | odd]]} for odd in cursors]
    bodies += [
        {"epoch": epoch, "cases": [odd]} for odd in _all([], [cursor, cursor], None, {}, "x")
    ]
    bodies += [
        {"epoch": epoch, "cases": [[cursor]], "limit": odd} for odd in _all("1", 1.5, None, [])
    ]
    for body in bodies:
        answer = insider.ask("/v1/feeds", json.dumps(body).encode())
        assert 400 <= problem(answer)[0] < 500, str(body)[:120]
    for name in ("\0", "x" * 100_000, "nergens"):  # parts that no case has
        body = {"epoch": epoch, "cases": [[cursor | {"compartment": name}]]}
        assert insider.ask("/v1/feeds", json.dumps(body).encode()).json()["absent"] == [case_id]
    for limit in (-HUGE, -1, 0, HUGE):
        body = {"epoch": epoch, "cases": [[cursor]], "limit": limit}
        assert insider.ask("/v1/feeds", json.dumps(body).encode()).status_code == 200, limit
    assert insider.kept() == before


def test_of_a_name_that_comes_twice_one_counts_for_all(insider: Insider) -> None:
    case_id, person = insider.desk.new_case(), uuid4()
    op = msgspec.to_builtins(created(Person(id=person, case_id=case_id, given_name="Tweede")))
    group = {"case_id": str(case_id), "ops": [op]}
    body = json.dumps({"epoch": insider.desk.central.epoch(), "groups": [group]}).encode()
    once = b'"given_name": "Tweede"'
    assert body.count(once) == 1

    def told(body: bytes) -> str:
        answer = insider.ask("/v1/push", body)
        (result,) = msgspec.json.decode(answer.content, type=protocol.PushReply).results
        return result.reason or result.outcome.value

    assert told(body.replace(once, b'"given_name": "Eerste", ' + once)) == "applied"
    assert insider.desk.doc(case_id, person)["given_name"] == "Tweede"
    assert told(body) == "applied", "the same operation"
    assert told(body.replace(once, b'"given_name": "Eerste"')) == "op-id-reused"


def test_a_proof_goes_once_and_is_of_its_key(insider: Insider) -> None:
    body = protocol.encode(protocol.PullRequest(insider.desk.central.epoch(), ""))
    token = insider.token()
    mine = {"Authorization": f"DPoP {token}", "X_MVS_Protocol": "1"}
    proof = insider.proof("/v1/pull", token)
    assert insider.post("/v1/pull", body, DPoP=proof, **mine).status_code == 200
    assert problem(insider.post("/v1/pull", body, DPoP=proof, **mine)) == (401, "proof-refused")
    thief = replace(insider, desk=new_desk(insider.desk.central, "Dief"))
    for proof in (insider.proof("/v1/push", token), thief.proof("/v1/pull", token)):
        answer = insider.post("/v1/pull", body, DPoP=proof, **mine)
        assert problem(answer) == (401, "proof-refused")
