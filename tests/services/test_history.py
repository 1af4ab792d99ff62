"""The history of a record, field by field."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Gender, Person, Residence
from mvs_desktop.services.history import ChangeKind, Device, FieldChange
from mvs_desktop.services.views import Change
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.tables import audit, history
from tests.services.laptop import Laptop, case, laptop

__all__ = ["case", "laptop"]


@pytest.fixture
def bo(laptop: Laptop, case: CaseFile) -> Person:
    item = Person(id=uuid4(), case_id=case.id, given_name="Bo", birth=PartialDate(2016, 3, 4))
    laptop.workspace.save(Change(item, None))
    return item


def acts(laptop: Laptop) -> list[tuple[str, dict[str, object]]]:
    with reading(laptop.store._engine) as connection:
        rows = connection.execute(select(audit.c.action, audit.c.detail).order_by("number"))
        return [(row.action, row.detail) for row in rows]


def test_values_are_those_of_the_record(laptop: Laptop, bo: Person) -> None:
    after = replace(bo, gender=Gender.MALE, birth=PartialDate(2016))
    laptop.workspace.save(Change(after, bo))
    changes = {line.field: line for line in laptop.workspace.history.of(bo.id)}
    assert (changes["gender"].before, changes["gender"].after) == (Gender.UNKNOWN, Gender.MALE)
    first, *_ = laptop.workspace.history.of(bo.id)
    assert first.by == "Noor Testers"
    assert first.device is Device.THIS
    assert first.group
    assert first.at is not None
    assert first.at.tzinfo is not None


def test_a_new_record_tells_what_was_filled_in_and_no_more(laptop: Laptop, bo: Person) -> None:
    changes = laptop.workspace.history.of(bo.id)
    assert {line.kind for line in changes} == {ChangeKind.ADDED}
    assert {line.field: line.after for line in changes if line.field} == {
        "given_name": "Bo",
        "birth": PartialDate(2016, 3, 4),
    }
    assert sum(1 for line in changes if not line.field) == 1


def test_withdrawing_and_bringing_back_are_in_it(laptop: Laptop, bo: Person) -> None:
    laptop.workspace.withdraw(bo)
    laptop.workspace.restore(bo)
    kinds = [line.kind for line in laptop.workspace.history.of(bo.id)][:2]
    assert kinds == [ChangeKind.RESTORED, ChangeKind.WITHDRAWN]


def test_a_colleagues_change_is_theirs_and_of_an_unknown_device(laptop: Laptop, bo: Person) -> None:
    laptop.colleague(replace(bo, phone="06 1"))
    newest = laptop.workspace.history.of(bo.id)[0]
    assert newest == FieldChange(
        datetime(2025, 3, 4, 10, 0, tzinfo=UTC), "Sanne Collega", Device.UNKNOWN, "",
        ChangeKind.CHANGED, "person", bo.id, "phone", "", "06 1",
    )  # fmt: skip


def test_of_an_earlier_device_of_ones_own(laptop: Laptop, bo: Person) -> None:
    laptop.store.author = replace(laptop.store.author, device_id="another")
    assert {line.device for line in laptop.workspace.history.of(bo.id)} == {Device.OTHER}


def test_a_value_of_a_newer_version_is_told_as_it_is(laptop: Laptop, bo: Person) -> None:
    with writing(laptop.store._engine) as connection:
        row = connection.execute(select(history)).first()
        assert row is not None
        connection.execute(
            insert(history),
            dict(row._mapping) | {
                "number": 999, "record_id": str(bo.id), "record_type": "person",
                "unit": "gender", "before": {"gender": "x-later"}, "after": {"mood": 7},
            },
        )  # fmt: skip
    told = {line.field: line.after for line in laptop.workspace.history.of(bo.id)[:2]}
    assert told == {"gender": None, "mood": 7}


def test_looking_is_logged_before_anything_is_shown(laptop: Laptop, bo: Person) -> None:
    laptop.workspace.history.of(bo.id)
    assert acts(laptop)[-1] == ("history", {"record": str(bo.id)})


def test_of_a_scope_that_is_no_longer_granted_there_is_nothing(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    laptop.colleague(bo)
    laptop.store.replica.drop_scope(case.id, "basis")
    before = len(acts(laptop))
    assert laptop.workspace.history.of(bo.id) == ()
    assert len(acts(laptop)) == before  # nothing was seen, so nothing is written down


def test_what_was_withdrawn_together_comes_back_together(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    home = Residence(id=uuid4(), case_id=case.id, person_id=bo.id, household_id=uuid4())
    kim = Person(id=uuid4(), case_id=case.id, given_name="Kim")
    laptop.workspace.save(Change(home, None), Change(kim, None))
    laptop.workspace.withdraw(home, bo)
    laptop.workspace.withdraw(kim)
    latest, earlier = laptop.workspace.history.withdrawn(case.id)
    assert (latest.record, latest.together) == (kim, ())
    assert (earlier.record, earlier.together) == (bo, (home,))
    laptop.workspace.restore(earlier.record, *earlier.together)
    assert [one.record for one in laptop.workspace.history.withdrawn(case.id)] == [kim]


def test_lists_conflicts_and_the_own_file_are_acts_too(laptop: Laptop, case: CaseFile) -> None:
    workspace = laptop.workspace
    conflict = Conflict(
        id=uuid4(), case_id=case.id, record_type="case_file", record_id=case.id, unit="name"
    )
    workspace.save(Change(conflict, None))
    start = len(acts(laptop))
    for _ in range(3):  # screens are drawn often; looking is one act
        workspace.caseload()
        workspace.conflicts()
        workspace.day(workspace.today())
    told = acts(laptop)[start:]
    assert [act for act, _ in told] == ["list", "conflict", "list"]
    assert told[0][1] == {"what": "caseload", "families": 1}
    workspace.own_case()
    workspace.own_case()
    workspace.loose_notes()
    assert [act for act, _ in acts(laptop)[start + 3 :]].count("open-case") == 1
    laptop.family()
    workspace.caseload()  # it has grown: somebody sees a new name
    assert acts(laptop)[-1] == ("list", {"what": "caseload", "families": 2})


def conflict_of(bo: Person, **rest: Any) -> Conflict:
    said: dict[str, Any] = {
        "base": '{"phone":""}',
        "standing": '{"phone":"06 1"}',
        "other": '{"phone":"06 2"}',
        "standing_by": "Sanne Collega",
        "other_by": "Noor Testers",
        "other_at": datetime(2025, 3, 4, 9, 0, tzinfo=UTC),
    }
    made = Conflict(
        id=uuid4(), case_id=bo.case_id, record_type="person", record_id=bo.id, unit="phone"
    )
    return replace(made, **said | rest)


def test_what_was_set_apart_is_in_the_history_with_its_author(laptop: Laptop, bo: Person) -> None:
    laptop.colleague(replace(bo, phone="06 1"))
    conflict = conflict_of(bo)
    laptop.colleague(conflict)  # as the service makes it
    told = laptop.workspace.history.of(bo.id)
    about, value = [line for line in told if line.kind is ChangeKind.SET_APART][::-1]
    assert (about.field, about.by, about.record_id) == ("", "Noor Testers", bo.id)
    assert (value.field, value.before, value.after) == ("phone", "", "06 2")
    later = replace(
        conflict, other='{"phone":"06 3"}', other_at=datetime(2025, 3, 4, 9, 5, tzinfo=UTC)
    )
    laptop.colleague(later)  # its writer went on
    told = laptop.workspace.history.view(bo.case_id).changes
    apart = [line.after for line in told if line.kind is ChangeKind.SET_APART and line.field]
    assert apart == ["06 3", "06 2"]
    assert not [line for line in told if line.record_type == "conflict"]  # no record of ours


@pytest.mark.parametrize(
    ("choice", "lost"),
    [
        (Choice.STANDING, [("06 2", "Noor Testers")]),
        (Choice.OTHER, [("06 1", "Sanne Collega")]),
        (Choice.REWRITTEN, [("06 1", "Sanne Collega"), ("06 2", "Noor Testers")]),
    ],
)
def test_what_was_not_chosen_is_in_the_history(
    laptop: Laptop, bo: Person, choice: Choice, lost: list[tuple[str, str]]
) -> None:
    """Also on a laptop that gets it all at once, long after it happened."""
    at = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    settled = conflict_of(
        bo, state=ConflictState.SETTLED, choice=choice, settled_by="Mo", settled_at=at
    )
    laptop.colleague(settled)
    chosen = [
        line for line in laptop.workspace.history.of(bo.id) if line.kind is ChangeKind.CHOSEN
    ][::-1]
    assert (chosen[0].after, chosen[0].by, chosen[0].at) == (choice, "Mo", at)
    assert [(line.after, line.author) for line in chosen[1:]] == lost


def test_a_conflict_of_a_newer_version_is_told_without_its_texts(
    laptop: Laptop, bo: Person
) -> None:
    laptop.colleague(conflict_of(bo, other='{"mood":7}', unit="mood"))
    told = [
        line for line in laptop.workspace.history.of(bo.id) if line.kind is ChangeKind.SET_APART
    ]
    assert [line.field for line in told] == [""]
