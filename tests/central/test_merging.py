"""Edits that meet: what is taken, merged, set apart, and how a conflict goes on and ends."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest

from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, from_doc, record_type
from mvs_desktop.sync.protocol import Op, OpResult, UnitChange
from tests.central.desk import (
    MADE_AT,
    Desk,
    created,
    doc_of,
    edited,
    group,
    settled,
    share,
    version_of,
    withdrawn,
)


@pytest.fixture
def case_id(sanne: Desk, youssef: Desk) -> UUID:
    """A case that both work on."""
    case = sanne.new_case()
    share(youssef, case)
    return case


@pytest.fixture
def child(sanne: Desk, case_id: UUID) -> Person:
    item = Person(id=uuid4(), case_id=case_id, given_name="Noor", languages=frozenset({"nld"}))
    sanne.do(case_id, created(item))
    return item


def version(desk: Desk, item: Person, unit: str) -> int:
    return version_of(desk.read(item.case_id)[item.id], unit)


def named(item: Person, name: str, made_on: int | str | None, base: str = "Noor") -> Op:
    return edited(
        item, "given_name", {"given_name": name}, base={"given_name": base}, version=made_on
    )


def text(name: str) -> dict[str, str]:
    return {"given_name": name}


def conflict_in(desk: Desk, case_id: UUID) -> Conflict:
    """The only conflict, decoded as a laptop does."""
    (envelope,) = desk.conflicts(case_id)
    kind = record_type("conflict")
    found = from_doc(kind, UUID(envelope.id), case_id, doc_of(envelope))
    assert isinstance(found, Conflict)
    return found


def test_edits_of_different_fields_both_stand(sanne: Desk, youssef: Desk, child: Person) -> None:
    seen = version(sanne, child, "given_name")
    first = sanne.do(child.case_id, named(child, "Noortje", seen))
    phone = edited(child, "phone", {"phone": "06"}, base={"phone": ""}, version=seen)
    second = youssef.do(child.case_id, phone)
    assert (first.outcome, second.outcome) == ("applied", "applied")
    doc = sanne.doc(child.case_id, child.id)
    assert (doc["given_name"], doc["phone"]) == ("Noortje", "06")


def test_the_second_edit_of_a_field_is_set_apart_for_all_to_see(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    seen = version(sanne, child, "given_name")
    sanne.do(child.case_id, named(child, "Noortje", seen))
    op = named(child, "Nora", seen)
    result = youssef.do(child.case_id, op)
    assert result.outcome == "conflicted"
    assert youssef.doc(child.case_id, child.id)["given_name"] == "Noortje"
    conflict = conflict_in(sanne, child.case_id)
    assert conflict == conflict_in(youssef, child.case_id)
    assert conflict.id == uuid5(UUID(op.op_id), "given_name")
    assert conflict.record_id == child.id
    assert (conflict.record_type, conflict.unit) == ("person", "given_name")
    assert json.loads(conflict.base) == text("Noor")
    assert json.loads(conflict.standing) == text("Noortje")
    assert json.loads(conflict.other) == text("Nora")
    assert (conflict.standing_by, conflict.other_by) == (sanne.name, youssef.name)
    assert conflict.other_worker_id == youssef.caller.worker_id
    assert conflict.other_op_id == op.op_id
    assert conflict.standing_at is not None
    assert conflict.other_at is not None
    assert sanne.conflicts(child.case_id)[0].seq == result.seq


def test_saying_the_same_changes_nothing(sanne: Desk, youssef: Desk, child: Person) -> None:
    seen = version(sanne, child, "given_name")
    first = sanne.do(child.case_id, named(child, "Noortje", seen))
    second = youssef.do(child.case_id, named(child, "Noortje", seen))
    assert (second.outcome, second.seq) == ("applied", first.seq)
    assert version(sanne, child, "given_name") == first.seq


def test_going_on_from_the_same_value_is_clean_until_another_writes(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    seen = version(sanne, child, "given_name")
    sanne.do(child.case_id, named(child, "Noortje", seen))
    same = named(child, "Noortje", seen)
    further = named(child, "Noor-Anne", same.op_id, base="Noortje")
    results = youssef.push(group(child.case_id, same), group(child.case_id, further))
    assert [result.outcome for result in results] == ["applied", "applied"]
    assert sanne.doc(child.case_id, child.id)["given_name"] == "Noor-Anne"
    late = named(child, "Noor-Anna", same.op_id, base="Noortje")
    assert youssef.do(child.case_id, late).outcome == "conflicted"


def test_going_on_from_no_change_at_all_is_not_clean(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    seen = version(sanne, child, "given_name")
    sanne.do(child.case_id, named(child, "Noortje", seen))
    typed_and_undone = named(child, "Noor", seen)
    assert youssef.do(child.case_id, typed_and_undone).outcome == "applied"
    further = named(child, "Nora", typed_and_undone.op_id)
    assert youssef.do(child.case_id, further).outcome == "conflicted"
    assert sanne.doc(child.case_id, child.id)["given_name"] == "Noortje"


def test_a_chain_of_own_edits_is_clean(sanne: Desk, child: Person) -> None:
    first = named(child, "Noortje", version(sanne, child, "given_name"))
    second = named(child, "Nora", first.op_id, base="Noortje")
    third = named(child, "Eleonora", second.op_id, base="Nora")
    results = sanne.push(group(child.case_id, first, second), group(child.case_id, third))
    assert {result.outcome for result in results} == {"applied"}
    assert sanne.doc(child.case_id, child.id)["given_name"] == "Eleonora"


def test_sets_merge_and_a_follower_merges_again(sanne: Desk, youssef: Desk, child: Person) -> None:
    def speaks(languages: list[str], base: list[str], made_on: int | str) -> Op:
        value, before = {"languages": languages}, {"languages": base}
        return edited(child, "languages", value, base=before, version=made_on)

    seen = version(sanne, child, "languages")
    sanne.do(child.case_id, speaks(["ara", "nld"], ["nld"], seen))
    first = speaks(["nld", "tur"], ["nld"], seen)
    assert youssef.do(child.case_id, first).outcome == "merged"
    assert sanne.doc(child.case_id, child.id)["languages"] == ["ara", "nld", "tur"]
    # Youssef has not pulled: he does not know of "ara" and must not take it away.
    second = speaks(["tur"], ["nld", "tur"], first.op_id)
    assert youssef.do(child.case_id, second).outcome == "merged"
    assert sanne.doc(child.case_id, child.id)["languages"] == ["ara", "tur"]


def test_long_text_merges_by_paragraph(sanne: Desk, youssef: Desk, case_id: UUID) -> None:
    before, left, right = "een\ntwee\ndrie", "EEN\ntwee\ndrie", "een\ntwee\nDRIE"
    paragraph = NoteParagraph(id=uuid4(), case_id=case_id, note_id=uuid4(), text=before)
    sanne.do(case_id, created(paragraph))
    seen = version_of(sanne.read(case_id)[paragraph.id], "text")

    def written(text: str, made_on: int | str, base: str = before) -> Op:
        return edited(paragraph, "text", {"text": text}, base={"text": base}, version=made_on)

    assert sanne.do(case_id, written(left, seen)).outcome == "applied"
    op = written(right, seen)
    assert youssef.do(case_id, op).outcome == "merged"
    assert sanne.doc(case_id, paragraph.id)["text"] == "EEN\ntwee\nDRIE"
    overlap = written("een\ntwee\nVIER", op.op_id, right)
    assert youssef.do(case_id, overlap).outcome == "merged"
    assert sanne.doc(case_id, paragraph.id)["text"] == "EEN\ntwee\nVIER"
    assert youssef.do(case_id, written("anders\ntwee\ndrie", seen)).outcome == "conflicted"
    assert sanne.doc(case_id, paragraph.id)["text"] == "EEN\ntwee\nVIER"


def test_later_edits_of_a_chain_go_into_its_open_conflict(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    seen = version(sanne, child, "given_name")
    sanne.do(child.case_id, named(child, "Noortje", seen))
    first = named(child, "Nora", seen)
    second = named(child, "Norah", first.op_id, base="Nora")
    third = named(child, "Noorah", second.op_id, base="Norah")
    results = youssef.push(group(child.case_id, first), group(child.case_id, second))
    results.append(youssef.do(child.case_id, third))
    assert {result.outcome for result in results} == {"conflicted"}
    conflict = conflict_in(sanne, child.case_id)
    assert json.loads(conflict.other) == text("Noorah")
    assert json.loads(conflict.base) == text("Noor")
    assert conflict.other_op_id == third.op_id
    assert sanne.conflicts(child.case_id)[0].seq == results[-1].seq


def make_conflict(sanne: Desk, youssef: Desk, child: Person) -> tuple[Op, OpResult]:
    seen = version(sanne, child, "given_name")
    sanne.do(child.case_id, named(child, "Noortje", seen))
    op = named(child, "Nora", seen)
    return op, youssef.do(child.case_id, op)


def test_a_choice_ends_a_conflict(sanne: Desk, youssef: Desk, child: Person) -> None:
    make_conflict(sanne, youssef, child)
    (conflict,) = sanne.conflicts(child.case_id)
    stands = version(sanne, child, "given_name")
    results = sanne.push(
        group(
            child.case_id,
            named(child, "Nora", stands, base="Noortje"),
            settled(conflict, "other", conflict.versions["choice"]),
        )
    )
    assert {result.outcome for result in results} == {"applied"}
    assert sanne.doc(child.case_id, child.id)["given_name"] == "Nora"
    assert conflict_in(youssef, child.case_id).state == "beslist"


def test_a_choice_made_before_a_later_edit_came_in_does_not_end_it(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    op, _ = make_conflict(sanne, youssef, child)
    (conflict,) = sanne.conflicts(child.case_id)
    youssef.do(child.case_id, named(child, "Norah", op.op_id, base="Nora"))
    choice = settled(conflict, "standing", conflict.versions["choice"])
    assert sanne.do(child.case_id, choice).outcome == "conflicted"
    still = conflict_in(sanne, child.case_id)
    assert still.state == "open"
    assert json.loads(still.other) == text("Norah")


def test_an_edit_made_on_a_settled_conflict_makes_a_new_one(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    op, _ = make_conflict(sanne, youssef, child)
    (conflict,) = sanne.conflicts(child.case_id)
    sanne.do(child.case_id, settled(conflict, "standing", conflict.versions["choice"]))
    later = named(child, "Norah", op.op_id, base="Nora")
    assert youssef.do(child.case_id, later).outcome == "conflicted"
    states = sorted(doc_of(item)["state"] for item in sanne.conflicts(child.case_id))
    assert states == ["beslist", "open"]


def test_two_choices_make_no_conflict_about_a_conflict(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    make_conflict(sanne, youssef, child)
    (conflict,) = sanne.conflicts(child.case_id)
    made_on = conflict.versions["choice"]
    assert sanne.do(child.case_id, settled(conflict, "standing", made_on)).outcome == "applied"
    second = youssef.do(child.case_id, settled(conflict, "other", made_on))
    assert second.outcome == "conflicted"
    assert conflict_in(sanne, child.case_id).choice == "standing"
    assert sanne.conflicts(child.case_id)[0].seq == second.seq


def test_of_a_conflict_a_device_writes_the_choice_alone(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    make_conflict(sanne, youssef, child)
    (conflict,) = sanne.conflicts(child.case_id)
    real = conflict_in(sanne, child.case_id)
    texts: dict[str, Any] = {"other": "{}"}
    attempts = [
        edited(real, "texts", texts, base=None, version=conflict.versions["texts"]),
        withdrawn(real, conflict.seq),
        created(Conflict(id=uuid4(), case_id=child.case_id, record_id=child.id, unit="given_name")),
    ]
    for attempt in attempts:
        result = sanne.do(child.case_id, attempt)
        assert (result.outcome, result.reason) == ("rejected", "not-allowed")
    assert conflict_in(sanne, child.case_id) == real


def test_withdrawing_what_nobody_else_touched(sanne: Desk, child: Person) -> None:
    seq = sanne.read(child.case_id)[child.id].seq
    assert sanne.do(child.case_id, withdrawn(child, seq)).outcome == "applied"
    gone = sanne.read(child.case_id)[child.id]
    assert gone.withdrawn
    assert doc_of(gone)["given_name"] == "Noor"
    assert sanne.do(child.case_id, withdrawn(child, gone.seq, restore=True)).outcome == "applied"
    assert not sanne.read(child.case_id)[child.id].withdrawn


def test_withdrawing_after_own_edits_that_were_not_pulled(sanne: Desk, case_id: UUID) -> None:
    child = Person(id=uuid4(), case_id=case_id)
    op = created(child)
    edit = edited(child, "phone", {"phone": "06"}, base={"phone": ""}, version=op.op_id)
    results = sanne.push(
        group(case_id, op), group(case_id, edit), group(case_id, withdrawn(child, 0))
    )
    assert {result.outcome for result in results} == {"applied"}
    assert sanne.read(case_id)[child.id].withdrawn


def test_edit_against_withdrawal_is_a_conflict_both_ways(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    seen = sanne.read(child.case_id)[child.id]
    edit = named(child, "Nora", version_of(seen, "given_name"))
    assert youssef.do(child.case_id, edit).outcome == "applied"
    assert sanne.do(child.case_id, withdrawn(child, seen.seq)).outcome == "conflicted"
    assert not sanne.read(child.case_id)[child.id].withdrawn
    conflict = conflict_in(youssef, child.case_id)
    assert conflict.unit == WITHDRAWN
    assert json.loads(conflict.other) == {"withdrawn": True}

    now = sanne.read(child.case_id)[child.id]
    assert sanne.do(child.case_id, withdrawn(child, now.seq)).outcome == "applied"
    late = edited(child, "phone", {"phone": "06"}, base={"phone": ""}, version=0)
    assert youssef.do(child.case_id, late).outcome == "conflicted"
    after = sanne.read(child.case_id)[child.id]
    assert after.withdrawn
    assert doc_of(after)["phone"] == ""
    units = {doc_of(item)["unit"] for item in sanne.conflicts(child.case_id)}
    assert units == {WITHDRAWN, "phone"}


def test_withdrawing_twice_is_the_same(sanne: Desk, youssef: Desk, child: Person) -> None:
    seq = sanne.read(child.case_id)[child.id].seq
    results = [desk.do(child.case_id, withdrawn(child, seq)) for desk in (sanne, youssef)]
    assert [result.outcome for result in results] == ["applied", "applied"]
    assert not sanne.conflicts(child.case_id)


def test_restoring_and_editing_in_one_go(sanne: Desk, child: Person) -> None:
    gone = sanne.do(child.case_id, withdrawn(child, sanne.read(child.case_id)[child.id].seq))
    seen = version(sanne, child, "given_name")
    op = named(child, "Nora", seen)
    op.units[WITHDRAWN] = UnitChange({"withdrawn": True}, {"withdrawn": False}, gone.seq)
    assert sanne.do(child.case_id, op).outcome == "applied"
    after = sanne.read(child.case_id)[child.id]
    assert (after.withdrawn, doc_of(after)["given_name"]) == (False, "Nora")
    assert version_of(after, "given_name") == after.versions[WITHDRAWN] == after.seq


def test_a_second_device_of_one_worker_is_another_device(sanne: Desk, child: Person) -> None:
    from tests.central.desk import new_desk

    second = new_desk(sanne.central, worker_id=sanne.caller.worker_id)
    seen = sanne.read(child.case_id)[child.id]
    first = named(child, "Nora", version_of(seen, "given_name"))
    assert second.do(child.case_id, first).outcome == "applied"
    stolen = named(child, "Norah", str(uuid4()), base="Noor")
    assert sanne.do(child.case_id, stolen).outcome == "conflicted"
    assert sanne.do(child.case_id, withdrawn(child, seen.seq)).outcome == "conflicted"


def test_a_record_sent_whole_meets_one_that_stands_unit_by_unit(
    sanne: Desk, youssef: Desk, child: Person
) -> None:
    """As when a device was lost and what it made comes again, from another."""
    same = created(replace(child, phone="06"))
    result = youssef.do(child.case_id, same)
    assert result.outcome == "conflicted"
    assert conflict_in(sanne, child.case_id).unit == "phone"
    assert doc_of(sanne.read(child.case_id)[child.id])["phone"] == ""
    # An own edit goes on from what was set apart, and from what said the same.
    phone = edited(child, "phone", {"phone": "07"}, base={"phone": "06"}, version=same.op_id)
    assert youssef.do(child.case_id, phone).outcome == "conflicted"
    assert conflict_in(sanne, child.case_id).other == '{"phone":"07"}'
    assert youssef.do(child.case_id, named(child, "Nora", same.op_id)).outcome == "applied"


def test_a_record_of_an_unknown_type_sent_whole_meets_one_that_stands(
    sanne: Desk, youssef: Desk, case_id: UUID
) -> None:
    id_ = str(uuid4())

    def made(sky: str) -> Op:
        units = {WHOLE: UnitChange(None, {"sky": sky, "wind": 3}, 0)}
        return Op(str(uuid4()), 1, "basis", "weather_report", id_, units, MADE_AT)

    assert sanne.do(case_id, made("blauw")).outcome == "applied"
    assert youssef.do(case_id, made("blauw")).outcome == "applied"
    result = youssef.do(case_id, made("grijs"))
    assert result.outcome == "conflicted"
    assert conflict_in(sanne, case_id).unit == "sky"


def test_a_unit_of_its_own_goes_before_the_whole(sanne: Desk, youssef: Desk, child: Person) -> None:
    seen = version(sanne, child, "given_name")
    assert sanne.do(child.case_id, named(child, "Nora", seen)).outcome == "applied"
    assert version(sanne, child, "given_name") == seen + 1
    assert version(sanne, child, "phone") == seen
    assert youssef.do(child.case_id, named(child, "Noah", seen)).outcome == "conflicted"
