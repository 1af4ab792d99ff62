"""A service that was taken over, or somebody in its place, against the client as it runs: in a
process of its own, on a real store.

Whatever comes back: the worker is told in words what happened, nothing of it is taken in, what
he wrote is whole, and the program does not take the memory of the laptop.
"""

import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count, repeat
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import zstandard

from mvs_desktop.domain.attachments import CHUNK, MOST_BYTES
from mvs_desktop.services.views import Link
from mvs_desktop.storage.records.attachments import FOLDER
from mvs_desktop.sync import protocol
from mvs_desktop.ui.sending.words import unfetched_text
from tests.storage.kills import check_file
from tests.support.peak import MIB
from tests.sync.besieged import KEY
from tests.sync.fake_central import TIME, Held
from tests.sync.http_service import Reply, Request, message, page, problem
from tests.sync.siege import (
    MOST,
    Answer,
    Siege,
    client,
    holds,
    honest,
    is_whole,
    laid,
    refused,
    service,
    siege,
    state_of,
)

__all__ = ["client", "laid", "service", "siege"]

ALMOST = protocol.MAX_DECODED - 4 * 1024
HUGE = 1 << 200


# Bodies


def packed(body: bytes, **headers: str) -> Reply:
    frame = zstandard.ZstdCompressor().compress(body)
    return Reply(200, frame, {"Content-Encoding": "zstd"} | headers)


def _streamed(piece: bytes, times: int, **parameters: int) -> bytes:
    """One frame that does not say how much is in it."""
    made = zstandard.ZstdCompressionParameters(write_content_size=False, **parameters)
    frame = zstandard.ZstdCompressor(compression_params=made).compressobj()
    return b"".join([*(frame.compress(piece) for _ in range(times)), frame.flush()])


def _zstd(frame: bytes) -> Reply:
    return Reply(200, frame, {"Content-Encoding": "zstd"})


def _gzip(name: str) -> Reply:
    body = gzip.compress(bytes(64 * MIB), 1)
    return Reply(200, gzip.compress(body), {"Content-Encoding": name})


def endless(piece: bytes) -> Iterable[bytes]:
    return repeat(piece)


SMALL = zstandard.ZstdCompressor().compress(b"{}")
BODIES: dict[str, Callable[[], Reply]] = {
    "zstd-bomb": lambda: _zstd(_streamed(bytes(MIB), 512)),
    "zstd-frames": lambda: _zstd(zstandard.ZstdCompressor().compress(b" " * MIB) * 512),
    "zstd-window": lambda: _zstd(_streamed(b"{}", 1, window_log=27)),
    "zstd-in-zstd": lambda: _zstd(zstandard.ZstdCompressor().compress(SMALL)),
    "zstd-cut-off": lambda: _zstd(SMALL[:-4]),
    "zstd-and-more": lambda: _zstd(SMALL + b"rest"),
    "gzip-bomb": lambda: _gzip("gzip"),
    "gzip-by-another-name": lambda: _gzip("x-gzip"),
    "gzip-in-zstd": lambda: _gzip("gzip, zstd"),
    "endless": lambda: Reply(200, b"{", stream=endless(b" " * 65_536)),
    "endless-chunks": lambda: Reply(
        200, b"", {"Transfer-Encoding": "chunked"}, stream=endless(b"10000\r\n" + b" " * 65_538)
    ),
    "largest": lambda: Reply(200, b" " * protocol.MAX_BODY),
    "deep": lambda: packed(b"[" * (ALMOST // 2) + b"]" * (ALMOST // 2)),
    "lists": lambda: packed(b"[" + b"[]," * (ALMOST // 3) + b"[]]"),
    "not-utf-8": lambda: packed(b'"' + b"\xff" * ALMOST + b'"'),
    "text": lambda: packed(b'{"epoch": "' + "🎈".encode() + b"a" * (ALMOST - 40) + b'"}'),
    "nothing": lambda: Reply(200, b""),
    "null": lambda: packed(b"null"),
    "a-portal": page,
    "a-portal-elsewhere": lambda: replace(page(302), headers={"Location": "http://127.0.0.1:9/"}),
    "a-proxy": lambda: page(407),
}


@pytest.mark.parametrize("path", ["/v1/push", "/v1/feeds"])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_answer(siege: Siege, path: str, name: str) -> None:
    refused(siege, path, lambda _: BODIES[name]())


@pytest.mark.parametrize(
    "path", ["/v1/token", "/v1/pull", "/v1/attachment/offer", "/v1/attachment/put"]
)
@pytest.mark.parametrize("name", ["zstd-bomb", "endless", "lists", "a-portal"])
def test_a_body_that_is_no_answer_elsewhere(siege: Siege, path: str, name: str) -> None:
    refused(siege, path, lambda _: BODIES[name]())


# Messages that fit the protocol, and no service


def text(length: int) -> str:
    return "a" * length


def changed(siege: Siege, path: str, spoil: Callable[[dict[str, Any]], object]) -> Answer:
    """The honest answer, spoilt: `spoil` changes its members, or gives others."""
    soundly = honest(siege.central)[path]

    def answer(request: Request) -> Reply:
        said = json.loads(zstandard.ZstdDecompressor().decompress(soundly(request).body))
        return packed(json.dumps(spoil(said) or said).encode())

    return answer


def each(name: str, **members: object) -> Callable[[dict[str, Any]], object]:
    """Every item of this list gets these members."""

    def spoil(said: dict[str, Any]) -> None:
        for item in said[name]:
            item.update(members)

    return spoil


def member(**members: object) -> Callable[[dict[str, Any]], object]:
    return lambda said: said.update(members)


def of_pages(**members: object) -> Callable[[dict[str, Any]], object]:
    return each("pages", **members)


def cursors_at(seq: object) -> Callable[[dict[str, Any]], object]:
    def spoil(said: dict[str, Any]) -> None:
        for where in (each for one in said["pages"] for each in one["cursors"]):
            where["seq"] = seq

    return spoil


def in_records(**members: object) -> Callable[[dict[str, Any]], object]:
    def spoil(said: dict[str, Any]) -> None:
        for item in (item for one in said["pages"] for item in one["records"]):
            item.update(members)

    return spoil


def _scopes(many: int) -> list[dict[str, object]]:
    """As many cases as somebody wants this laptop to have."""
    return [
        {"case_id": f"{n:032x}", "compartment": "basis", "head": 1, "checksum": "0" * 16}
        for n in range(many)
    ]


SPOILT: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "token-for-ever": ("/v1/token", member(expires_in=10**400)),
    "token-of-lines": ("/v1/token", member(access_token="a\r\nX-Mvs: b")),
    "token-of-signs": ("/v1/token", member(access_token="🎈")),
    "token-without-end": ("/v1/token", member(access_token=text(8 * MIB))),
    "token-is-a-list": ("/v1/token", member(access_token=["a"])),
    "push-other-ids": ("/v1/push", each("results", op_id=str(UUID(int=1)))),
    "push-no-ids": ("/v1/push", each("results", op_id="")),
    "push-giant-seq": ("/v1/push", each("results", seq=HUGE)),
    "push-negative-seq": ("/v1/push", each("results", seq=-1)),
    "push-other-outcome": ("/v1/push", each("results", outcome="gone")),
    "push-long-reason": ("/v1/push", each("results", outcome="rejected", reason=text(8 * MIB))),
    "push-nothing": ("/v1/push", member(results=[])),
    "pull-other-type": ("/v1/pull", member(scopes={})),
    "pull-giant-head": ("/v1/pull", each("scopes", head=HUGE)),
    "pull-negative-head": ("/v1/pull", each("scopes", head=-1)),
    "pull-odd-case": ("/v1/pull", each("scopes", case_id="../..")),
    "pull-odd-sum": ("/v1/pull", each("scopes", checksum=text(4 * MIB))),
    "pull-odd-compartment": ("/v1/pull", each("scopes", compartment=text(4 * MIB))),
    "pull-long-epoch": ("/v1/pull", member(epoch=text(8 * MIB))),
    "pull-all-cases": ("/v1/pull", member(scopes=_scopes(140_000))),
    "feeds-other-type": ("/v1/feeds", member(pages=[[]])),
    "feeds-nothing": ("/v1/feeds", member(pages=[], absent=[])),
    "feeds-other-cases": ("/v1/feeds", member(pages=[], absent=[str(UUID(int=1))])),
    "feeds-giant-cursor": ("/v1/feeds", cursors_at(HUGE)),
    "feeds-negative-cursor": ("/v1/feeds", cursors_at(-1)),
    "feeds-no-cursor": ("/v1/feeds", of_pages(cursors=[])),
    "feeds-more-of-nothing": ("/v1/feeds", of_pages(records=[], more=True)),
    "feeds-of-another-case": ("/v1/feeds", in_records(case_id=str(UUID(int=1)))),
    "feeds-of-another-compartment": ("/v1/feeds", in_records(compartment="elders")),
    "feeds-two-at-once": ("/v1/feeds", lambda said: said["pages"].extend(said["pages"])),
    "feeds-long-epoch": ("/v1/feeds", of_pages(epoch=text(4 * MIB))),
    "offer-no-such-chunk": ("/v1/attachment/offer", member(missing=[2])),
    "offer-giant-chunk": ("/v1/attachment/offer", member(missing=[HUGE])),
    "offer-all-chunks": ("/v1/attachment/offer", member(missing=list(range(100_000)))),
    "put-never-ends": ("/v1/attachment/put", member(missing=[0, 1])),
    "put-negative-chunk": ("/v1/attachment/put", member(missing=[-1])),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_message_that_no_service_says(siege: Siege, name: str) -> None:
    path, spoil = SPOILT[name]
    refused(siege, path, changed(siege, path, spoil))


# Pages that never end


def _endless_pages(siege: Siege, records: str) -> Answer:
    """Always more, and always a little further; `records` is JSON of what each page holds."""
    numbers = count(10)

    def answer(request: Request) -> Reply:
        asked = msgspec.json.decode(request.body, type=protocol.FeedsRequest)
        seq = next(numbers)
        cursors = [[one.case_id, one.compartment, seq] for one in asked.cases[0]]
        told = [dict(zip(("case_id", "compartment", "seq"), one, strict=True)) for one in cursors]
        some = {"epoch": siege.central.epoch, "cursors": told, "heads": [], "more": True}
        body = json.dumps(some)[:-1] + f', "records": {records}}}'
        return packed(f'{{"pages": [{body}], "absent": []}}'.encode())

    return answer


def _envelopes(siege: Siege, ids: Iterable[str], **doc: object) -> str:
    return json.dumps(
        [
            {
                "record_type": "person",
                "id": id_,
                "case_id": str(siege.case_id),
                "compartment": "basis",
                "seq": 9,
                "versions": {},
                "withdrawn": False,
                "doc": doc,
            }
            for id_ in ids
        ]
    )


def test_pages_without_end_end(siege: Siege) -> None:
    before = holds(siege.store)
    nothing = _envelopes(siege, [f"geen id {n}" for n in range(2_000)])
    told = siege.attack("/v1/feeds", _endless_pages(siege, nothing))
    assert (told.bug, told.link) == ("", Link.UNREADABLE)
    is_whole(siege, before, told)


def test_records_without_sense_take_no_memory_with_them(siege: Siege) -> None:
    before = holds(siege.store)
    nothing = _envelopes(siege, ["geen id" + text(8 * MIB)])
    pages = iter(range(30))
    endless_pages = _endless_pages(siege, nothing)
    told = siege.attack(
        "/v1/feeds",
        lambda asked: endless_pages(asked) if next(pages, None) is not None else page(),
    )
    assert (told.bug, told.link) == ("", Link.UNREADABLE)
    is_whole(siege, before, told)


# Records that fit the protocol, and would take all there is


@pytest.mark.parametrize(
    "value",
    [
        lambda: '"' + text(3 * MIB) + '"',
        lambda: '"🎈' + text(3 * MIB) + '"',
        lambda: "9" * (ALMOST - 4_096),
        lambda: "[" * 1_000_000 + "]" * 1_000_000,
    ],
    ids=["text", "wide-text", "digits", "deep"],
)
def test_a_record_that_no_service_takes(siege: Siege, value: Callable[[], str]) -> None:
    refused(siege, "/v1/feeds", _endless_pages(siege, _filled(siege, 1, value())))


# Eight records of these hold as many values as an answer may, or as many bytes.
FULL: dict[str, Callable[[], str]] = {
    "lists": lambda: "[" + "[]," * 43_000 + "[]]",
    "objects": lambda: "[" + '{"a":1},' * 43_000 + "{}]",
    "names": lambda: "{" + ",".join(f'"{n:06x}":{n}' for n in range(55_000)) + "}",
    "numbers": lambda: "[" + "1.5," * 87_000 + "0]",
    "wide-text": lambda: '"🎈' + text(800 * 1024) + '"',
}


@pytest.mark.parametrize("name", FULL)
def test_full_records_one_page_after_the_other(siege: Siege, name: str) -> None:
    """As full as they may be, and always more of them; then something else comes."""
    before = holds(siege.store)
    pages, endless_pages = iter(range(3)), _endless_pages(siege, _filled(siege, 8, FULL[name]()))
    told = siege.attack(
        "/v1/feeds",
        lambda asked: endless_pages(asked) if next(pages, None) is not None else page(),
    )
    assert next(pages, None) is None, "they were not taken in"
    is_whole(siege, before, told)


def _filled(siege: Siege, many: int, value: str) -> str:
    made = _envelopes(siege, [str(uuid4()) for _ in range(many)], given_name="Raar", later="HIER")
    return made.replace('"HIER"', value)


# Content that is not what the record says


CHUNKS: dict[str, Callable[[], Reply]] = {
    "other-bytes": lambda: Reply(200, bytes(CHUNK)),
    "too-short": lambda: Reply(200, bytes(CHUNK - 1)),
    "too-long": lambda: Reply(200, bytes(CHUNK + 1)),
    "much-too-long": lambda: Reply(200, bytes(protocol.MAX_BODY)),
    "nothing": lambda: Reply(200, b""),
    "not-there": lambda: problem(404, "not-found"),
}


@pytest.mark.parametrize("name", CHUNKS)
def test_content_that_is_not_what_the_record_says_is_not_kept(siege: Siege, name: str) -> None:
    before, files = holds(siege.store), set((siege.folder / FOLDER).iterdir())
    told = siege.attack("/v1/attachment/get", lambda _: CHUNKS[name]())
    assert (told.bug, told.link, told.unfetched) == ("", Link.IDLE, 1)
    assert unfetched_text(state_of(told)).startswith("1 bijlage")
    is_whole(siege, before, told)
    assert set((siege.folder / FOLDER).iterdir()) == files


@pytest.mark.parametrize("name", ["zstd-bomb", "endless", "endless-chunks", "a-portal"])
def test_content_without_end_is_no_answer(siege: Siege, name: str) -> None:
    before = holds(siege.store)
    told = siege.attack("/v1/attachment/get", lambda _: BODIES[name]())
    assert (told.bug, told.link, told.unfetched) == ("", Link.UNREADABLE, 1)
    is_whole(siege, before, told)


@pytest.mark.parametrize("size", [-1, MOST_BYTES + 1, 1 << 40, (1 << 63) - 1])
def test_content_of_a_size_that_there_is_not_is_not_asked_for(siege: Siege, size: int) -> None:
    doc = {"compartment": "zorg", "name": "Groot", "size": size, "sha256": "0" * 64}
    siege.central.put(siege.case_id, Held("attachment", str(uuid4()), "zorg", doc=doc))
    told = siege.attack("/v1/acts", lambda _: problem(503, "busy"))
    assert (told.bug, told.link, told.unfetched) == ("", Link.IDLE, 1)
    assert told.peak < MOST
    check_file(siege.store, KEY)
    assert siege.service.paths().count("/v1/attachment/get") == 2  # of the other one


# The service was put back, again and again


def test_epochs_that_come_again_and_again_end_the_visit(siege: Siege) -> None:
    """Two histories in turn: each time all that was ever confirmed has to go again."""
    before, turns = holds(siege.store), count()

    def pull(_: Request) -> Reply:
        epoch = "first" if next(turns) % 2 else "second"
        siege.central.epoch = epoch
        return message(protocol.Manifest(epoch, False, [], TIME))

    told = siege.attack("/v1/pull", pull)
    assert (told.bug, told.link) == ("", Link.UNREADABLE)
    assert next(turns) < 10
    after = is_whole(siege, before, told)
    assert after.records == before.records


def test_an_epoch_that_is_always_another_one_takes_nothing_away(siege: Siege) -> None:
    before = holds(siege.store)
    told = siege.attack("/v1/push", lambda _: problem(409, "epoch-changed"))
    assert (told.bug, told.link) == ("", Link.UNREADABLE)
    assert told.pending > 0
    after = is_whole(siege, before, told)
    assert after.records == before.records
