"""A service that was taken over, or a colleague with a program of his own: values that fit the
wire and no field. They cost one record, never a case, a sync or what was typed here."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from mvs_desktop.domain.catalogue import CaseFile, Conflict, Person
from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.sync import protocol
from tests.sync.fake_central import FakeCentral, Held, a_person
from tests.sync.laptop import Laptop
from tests.sync.test_engine_trouble import spoil_pages

Spoil = Callable[[protocol.RecordEnvelope], protocol.RecordEnvelope]

HUGE = 1 << 63  # does not fit a column


def contact(**more: object) -> Held:
    doc = {"compartment": "basis", "at": "2025-03-04T10:00:00+00:00", **more}
    return Held("contact", str(uuid4()), "basis", doc=doc)


def opened(laptop: Laptop, case_id: UUID) -> list[str]:
    """The people on screen when the case is opened."""
    with laptop.store.reader() as reader:
        return sorted(one.given_name for one in reader.snapshot(case_id).people)


@pytest.mark.parametrize(
    "odd",
    [
        a_person("Raar", birth="0000-00-00"),
        a_person("Raar", birth=7),
        a_person("Raar", languages={"nl": 1}),
        a_person("Raar", languages=[["nl"]]),
        a_person("Raar", unborn="ja"),
        a_person("Raar", remarks=None),
        contact(minutes=HUGE),
        contact(minutes=-HUGE - 1),
        contact(at="0001-01-01T00:00:00+14:00"),
        contact(at="9999-12-31T23:59:59+00:00"),
        contact(person_ids=["geen id"]),
        contact(compartment="elders"),
        Held("note_paragraph", str(uuid4()), "zorg", doc={"text": "zonder verslag"}),
        Held("parent_link", str(uuid4()), "basis", doc={"parent_id": None, "child_id": None}),
    ],
    ids=lambda held: f"{held.record_type}-{list(held.doc.values())[-1]}",
)
def test_a_value_that_fits_no_field_costs_its_record(
    central: FakeCentral, anna: Laptop, odd: Held
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, odd)
    central.put(case_id, a_person("Sem"))
    report = anna.sync()
    assert report.complete
    assert opened(anna, case_id) == ["Sem"]
    assert anna.sync().complete


def changed(**values: Any) -> Spoil:
    return lambda envelope: msgspec.structs.replace(envelope, **values)


@pytest.mark.parametrize(
    "spoil",
    [
        changed(changed_at="gisteren"),
        changed(changed_at="2025-03-04T10:00:00"),
        changed(changed_at="0001-01-01T00:00:00+14:00"),
        changed(seq=HUGE),
        changed(seq=-1),
        changed(versions={"given_name": HUGE}),
        changed(doc=msgspec.Raw(b'{"given_name": "Raar", "a": ' + b"[" * 900 + b"]" * 900 + b"}")),
        changed(doc=msgspec.Raw(b"[1]")),
        changed(doc=msgspec.Raw(b'{"given_name": "\\ud800"}')),
    ],
)
def test_an_envelope_that_makes_no_sense_opens_no_less_of_the_case(
    central: FakeCentral, anna: Laptop, spoil: Spoil
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Raar"))
    central.put(case_id, a_person("Sem"))

    def page(whole: protocol.FeedPage) -> protocol.FeedPage:
        records = [spoil(one) if b"Raar" in bytes(one.doc) else one for one in whole.records]
        return msgspec.structs.replace(whole, records=records)

    spoil_pages(anna, page)
    assert anna.sync().complete
    assert "Sem" in opened(anna, case_id)


@pytest.mark.parametrize("seq", [HUGE, 1 << 70])
def test_a_cursor_that_no_store_can_hold_is_refused(
    central: FakeCentral, anna: Laptop, seq: int
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Sem"))

    def page(whole: protocol.FeedPage) -> protocol.FeedPage:
        cursors = [msgspec.structs.replace(one, seq=seq) for one in whole.cursors]
        return msgspec.structs.replace(whole, cursors=cursors)

    spoil_pages(anna, page)
    assert isinstance(anna.sync().problem, ServerAnswerUnreadable)
    assert opened(anna, case_id) == []


def test_an_outcome_at_a_seq_that_no_store_can_hold_is_refused(anna: Laptop) -> None:
    anna.new_case()
    prepare = anna.central.prepare_push

    def spoiled(body: bytes) -> Callable[[bytes], protocol.PushReply]:
        def push(end: bytes) -> protocol.PushReply:
            reply = prepare(body)(end)
            results = [msgspec.structs.replace(one, seq=HUGE) for one in reply.results]
            return msgspec.structs.replace(reply, results=results)

        return push

    anna.central.prepare_push = spoiled  # type: ignore[method-assign]
    report = anna.sync()
    assert isinstance(report.problem, ServerAnswerUnreadable)
    assert report.pending == 1


def test_the_id_of_a_record_in_another_case_takes_nothing_from_it(
    central: FakeCentral, anna: Laptop
) -> None:
    first, second = anna.new_case("Familie Een"), anna.new_case("Familie Twee")
    bo = anna.add_person(first, "Bo")
    anna.sync()
    central.put(second, replace(a_person("Indringer"), id=str(bo)))
    central.put(second, Held("case_file", str(first), "basis", doc={"name": "Gekaapt"}))
    assert anna.sync().complete
    assert opened(anna, first) == ["Bo"]
    assert opened(anna, second) == []
    assert anna.cases() == ["Familie Een", "Familie Twee"]


def test_a_case_file_that_is_not_the_case_makes_no_case(central: FakeCentral, anna: Laptop) -> None:
    case_id = anna.new_case("Familie Een")
    anna.sync()
    central.put(case_id, Held("case_file", str(uuid4()), "basis", doc={"name": "Spook"}))
    assert anna.sync().complete
    assert anna.cases() == ["Familie Een"]


def test_a_withdrawn_case_file_takes_nothing_that_was_typed(
    central: FakeCentral, anna: Laptop
) -> None:
    case_id = anna.new_case()
    bo = anna.add_person(case_id, "Bo")
    anna.sync()
    anna.rename(bo, "Bobbie")
    (own,) = (one for one in central.cases[str(case_id)].values() if one.id == str(case_id))
    own.withdrawn = True
    central.put(case_id, own)
    assert anna.sync().complete
    assert anna.cases() == []
    assert anna.names(case_id) == ["Bobbie"]
    assert opened(anna, case_id) == ["Bobbie"]


def test_a_conflict_about_nothing_we_know_is_only_a_record(
    central: FakeCentral, anna: Laptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    doc = {
        "compartment": "basis",
        "record_type": "nog-niet-bekend",
        "record_id": str(uuid4()),
        "unit": "iets",
        "base": "[1]",
        "standing": "geen json",
        "other": '{"later": 1}',
    }
    central.put(case_id, Held("conflict", str(uuid4()), "basis", doc=doc))
    assert anna.sync().complete
    with anna.store.reader() as reader:
        assert len(reader.select(Conflict)) == 1
        assert len(reader.select(Person)) == 0
        assert reader.get(CaseFile, case_id) is not None
