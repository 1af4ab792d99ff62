"""What a laptop takes in of content, and what it does not keep."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mvs_desktop.domain.attachments import CHUNK
from mvs_desktop.domain.errors import (
    DiskFull,
)
from mvs_desktop.storage.exchange import contents as stored
from mvs_desktop.storage.records.attachments import FOLDER, write_new
from mvs_desktop.sync import attachments as travel
from mvs_desktop.sync import protocol
from tests.central.desk import new_desk, share
from tests.central.traveller import AddLaptop, Traveller, add_laptop, anna, bram
from tests.sync.laptop import blank_store, make_store

__all__ = ["add_laptop", "anna", "blank_store", "bram", "make_store"]


def test_other_bytes_than_the_record_says_are_not_kept(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    anna.add(case_id, CHUNK + 1)
    anna.sync()
    share(bram.desk, case_id)
    get = bram.link.get
    spoil: Callable[[bytes], bytes]
    for spoil in (lambda chunk: chunk[:-1] + b"?", lambda chunk: chunk[:-1], lambda _: b""):

        def spoilt(
            request: protocol.ContentRequest, spoil: Callable[[bytes], bytes] = spoil
        ) -> bytes:
            return spoil(get(request))

        bram.link.get = spoilt  # type: ignore[method-assign]
        report = bram.sync()
        assert report.complete
        assert report.fetched == frozenset()
        assert (bram.files(), bram.store.attachments.held(case_id)) == (0, {})
        bram.now += travel._ANOTHER_TIME + 1
    bram.link.get = get  # type: ignore[method-assign]
    assert bram.sync().fetched


def test_a_full_disk_keeps_nothing_half_and_records_come_in(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    anna.add(case_id, 2 * CHUNK)
    anna.sync()
    share(bram.desk, case_id)
    write, written = write_new, 0

    def full(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise DiskFull
        write(path, content)

    monkeypatch.setattr(stored, "write_new", full)
    report = bram.sync()
    assert (report.complete, report.fetched) == (True, frozenset())
    assert bram.cases() == ["Familie De Boer"]
    assert bram.files() == 0
    monkeypatch.setattr(stored, "_ROOM_LEFT", 1 << 60)
    bram.requests.clear()
    assert bram.sync().complete
    assert bram.requests == ["pull"]  # no room: only when somebody asks
    item = bram.store.contents.wanted()[0]
    bram.travel.fetch(item)
    assert bram.store.contents.wanted() == ()


def test_a_run_fetches_its_share_and_the_next_one_goes_on(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "_SOME", 100)
    case_id = anna.new_case()
    for size in (60, 70, 80):
        anna.add(case_id, size)
    anna.sync()
    share(bram.desk, case_id)
    report = bram.sync()
    assert (len(report.fetched), report.more_contents) == (2, True)
    report = bram.sync()
    assert (len(report.fetched), report.more_contents) == (1, False)


def test_what_was_fetched_and_damaged_comes_again(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    item, content = anna.add(case_id, 10)
    assert not anna.store.contents.fetch_anew(item.id)  # it is nowhere else
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    for laptop in (anna, bram):
        folder = Path(str(laptop.store._engine.url.database)).parent / FOLDER
        next(folder.iterdir()).write_bytes(b"kapot")
        assert laptop.store.contents.fetch_anew(item.id)
        assert laptop.sync().fetched == {item.id}
        assert laptop.store.attachments.read(item.id) == content


def test_a_stranger_gets_neither_record_nor_content(anna: Traveller, add_laptop: AddLaptop) -> None:
    case_id = anna.new_case()
    item, _ = anna.add(case_id, 10)
    anna.sync()
    stranger = add_laptop(new_desk(anna.desk.central, "Iemand Anders"))
    assert stranger.sync().complete
    of_it = stored.Content(item.id, case_id, item.compartment.value, item.size, item.sha256)
    with pytest.raises(travel.ContentAbsent):
        stranger.travel.fetch(of_it)
    assert stranger.files() == 0
