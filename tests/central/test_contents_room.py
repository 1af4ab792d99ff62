"""How much room the content of attachments takes, and what is swept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from mvs_central.base import acting
from mvs_central.cases import content_rows
from mvs_central.cli.main import main
from mvs_central.sync import contents
from mvs_central.tables import attachment_chunk
from mvs_desktop.domain.attachments import CHUNK, MOST_BYTES
from mvs_desktop.sync import protocol
from tests.central.desk import Clock, Desk, created
from tests.central.photos import CARE, count, get, offer, photo, put, refused, send, state


def test_sizes_that_are_not_taken(sanne: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    what = photo(sanne.new_case(), 10)
    asked = what.offer()
    ask = lambda request: contents.offer(sanne.central, sanne.caller, request)  # noqa: E731
    too_large = protocol.ContentOffer(
        asked.case_id, CARE, asked.attachment_id, MOST_BYTES + 1, asked.sha256
    )
    assert refused(ask, too_large) == (413, "too-large")
    for odd in (
        protocol.ContentOffer(asked.case_id, CARE, asked.attachment_id, -1, asked.sha256),
        protocol.ContentOffer(asked.case_id, CARE, asked.attachment_id, 1, "ABC"),
        protocol.ContentOffer(asked.case_id, "Zorg!", asked.attachment_id, 1, asked.sha256),
        protocol.ContentOffer("x", CARE, asked.attachment_id, 1, asked.sha256),
    ):
        assert refused(ask, odd) == (400, "unreadable")
    monkeypatch.setattr(contents, "LEAST_COUNTED", 9)
    monkeypatch.setattr(contents, "MOST_UNNAMED", 25)
    offer(sanne, what)
    offer(sanne, photo(uuid4(), 10))
    assert refused(offer, sanne, photo(uuid4(), 10)) == (413, "quota-reached")
    assert offer(sanne, what) == [0]  # what is known already takes no more room
    send(sanne, what)
    sanne.do(what.item.case_id, created(what.item))
    assert offer(sanne, photo(uuid4(), 10)) == [0]  # a record took the first


def test_a_compartment_that_nobody_ever_had_makes_no_room(
    sanne: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has to leave a laptop because access ended is counted apart, and nothing else: a
    worker can begin as many cases as he likes."""
    monkeypatch.setattr(contents, "MOST_UNNAMED", 3 * CHUNK)

    def nowhere() -> protocol.ContentOffer:
        return msgspec.structs.replace(photo(sanne.new_case()).offer(), compartment="kelder")

    sanne.ask(contents.offer, nowhere())
    assert refused(sanne.ask, contents.offer, nowhere()) == (413, "quota-reached")


def test_empty_content_takes_room_too(sanne: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_UNNAMED", 8 * 1024)
    offer(sanne, photo(uuid4(), 0))
    offer(sanne, photo(uuid4(), 1))
    assert refused(offer, sanne, photo(uuid4(), 0)) == (413, "quota-reached")


def test_what_is_being_named_is_not_swept(
    sanne: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process starts, and sweeps, while a record takes its content."""
    case_id = sanne.new_case()
    what = photo(case_id, 10)
    send(sanne, what)
    clock.forward(days=contents.UNNAMED_DAYS + 1)
    found, named = Event(), Event()
    follow, key_of = contents.follow, content_rows.key_of

    def naming(*asked: Any) -> None:
        follow(*asked)
        named.set()
        found.wait(2)

    def looking(row: Any) -> Any:
        found.set()
        return key_of(row)

    with monkeypatch.context() as slow:
        slow.setattr(contents, "follow", naming)
        with ThreadPoolExecutor(1) as pool:
            pushed = pool.submit(sanne.do, case_id, created(what.item))
            assert named.wait(20)
            slow.setattr(content_rows, "key_of", looking)
            with acting.service():
                contents.sweep(sanne.central)
            assert pushed.result(20).outcome == "applied"
    assert get(sanne, what) == what.content


def test_what_nothing_names_is_swept_after_some_days(
    sanne: Desk, clock: Clock, prepared_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = sanne.new_case()
    named, forgotten, fresh = (photo(case_id, 10) for _ in range(3))
    send(sanne, named)
    sanne.do(case_id, created(named.item))
    send(sanne, forgotten)
    clock.forward(days=contents.UNNAMED_DAYS - 1)
    send(sanne, fresh)
    assert contents.sweep(sanne.central) == 0
    clock.forward(days=2)
    assert contents.sweep(sanne.central) == 1
    assert state(sanne.central, forgotten) == []
    assert count(sanne.central, attachment_chunk) == 2
    assert get(sanne, named) == named.content
    assert offer(sanne, forgotten) == [0]
    assert main(["--database", prepared_url, "sweep"]) == 0
    assert "bijlagen" in capsys.readouterr().out


def test_touching_again_keeps_it_from_the_sweep(sanne: Desk, clock: Clock) -> None:
    what = photo(uuid4())
    offer(sanne, what)
    for number in range(2):
        clock.now += timedelta(days=contents.UNNAMED_DAYS - 1)
        put(sanne, what, number)
    assert contents.sweep(sanne.central) == 0
