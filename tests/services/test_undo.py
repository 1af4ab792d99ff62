"""Taking back and doing again, over a real store."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Choice, Conflict
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.errors import NothingToUndo, RecordSealed, UndoRefused
from mvs_desktop.domain.people import Person, Residence
from mvs_desktop.services.history import ChangeKind, Device
from mvs_desktop.services.undo import REACH
from mvs_desktop.services.views import Change
from tests.services.laptop import Laptop, case, laptop

__all__ = ["case", "laptop"]


@pytest.fixture
def bo(laptop: Laptop, case: CaseFile) -> Person:
    item = Person(id=laptop.workspace.new_id(), case_id=case.id, given_name="Bo")
    laptop.workspace.save(Change(item, None))
    return item


def change(laptop: Laptop, item: Person, **values: object) -> Person:
    after = replace(item, **values)  # type: ignore[arg-type]
    laptop.workspace.save(Change(after, item))
    return after


def shown(laptop: Laptop, id_: UUID, case: CaseFile) -> Person | None:
    return laptop.workspace.reload_case(case.id).person(id_)


def test_a_change_is_taken_back_and_done_again(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    after = change(laptop, bo, phone="06 12345678")
    undone = laptop.workspace.undo.undo(case.id)
    assert undone.saved.snapshot.person(bo.id) == bo
    (told,) = undone.changes
    assert (told.field, told.before, told.after) == ("phone", "06 12345678", "")
    assert (told.kind, told.device) == (ChangeKind.CHANGED, Device.THIS)
    assert laptop.workspace.undo.redo(case.id).saved.snapshot.person(bo.id) == after
    with pytest.raises(NothingToUndo):
        laptop.workspace.undo.redo(case.id)
    assert laptop.workspace.undo.undo(case.id).saved.snapshot.person(bo.id) == bo


def test_steps_go_back_one_by_one_and_forward_again(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    states = [bo]
    for number in range(4):
        states.append(change(laptop, states[-1], given_name=f"Bo {number}"))
    undo = laptop.workspace.undo
    for expected in reversed(states[:-1]):
        assert undo.undo(case.id).saved.snapshot.person(bo.id) == expected
    for expected in states[1:]:
        assert undo.redo(case.id).saved.snapshot.person(bo.id) == expected


def test_a_new_change_leaves_nothing_to_do_again(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    change(laptop, bo, given_name="Bob")
    laptop.workspace.undo.undo(case.id)
    change(laptop, bo, infix="de")
    with pytest.raises(NothingToUndo):
        laptop.workspace.undo.redo(case.id)
    assert laptop.workspace.undo.undo(case.id).saved.snapshot.person(bo.id) == bo


def test_what_was_made_is_withdrawn_and_comes_back(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    undone = laptop.workspace.undo.undo(case.id)
    assert undone.saved.snapshot.people == ()
    assert [line.kind for line in undone.changes] == [ChangeKind.WITHDRAWN]
    again = laptop.workspace.undo.redo(case.id)
    assert again.saved.snapshot.people == (bo,)
    assert [line.kind for line in again.changes] == [ChangeKind.RESTORED]


def test_what_was_withdrawn_comes_back(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    laptop.workspace.withdraw(bo)
    assert laptop.workspace.undo.undo(case.id).saved.snapshot.people == (bo,)
    assert laptop.workspace.undo.redo(case.id).saved.snapshot.people == ()


def test_a_step_of_several_records_goes_as_a_whole(laptop: Laptop, case: CaseFile) -> None:
    new = laptop.workspace.new_id
    people = [Person(id=new(), case_id=case.id, given_name=name) for name in ("Bo", "Kim")]
    saved = laptop.workspace.save(
        *(Change(person, None) for person in people), Change(replace(case, name="Anders"), case)
    )
    before = saved.snapshot
    undone = laptop.workspace.undo.undo(case.id).saved.snapshot
    assert undone.people == ()
    assert undone.case.name == "Familie Proef"
    again = laptop.workspace.undo.redo(case.id).saved.snapshot
    assert again.people == before.people
    assert again.case.name == "Anders"


def test_it_is_the_same_after_a_new_start(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    change(laptop, bo, given_name="Bob")
    laptop.start_again()
    assert laptop.workspace.undo.undo(case.id).saved.snapshot.person(bo.id) == bo
    laptop.start_again()
    again = laptop.workspace.undo.redo(case.id).saved.snapshot.person(bo.id)
    assert again == replace(bo, given_name="Bob")


def test_a_family_is_not_unmade(laptop: Laptop, case: CaseFile) -> None:
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.stays
    with pytest.raises(NothingToUndo):
        laptop.workspace.undo.undo(case.id)


def test_a_colleagues_change_since_refuses_by_name_and_bars_nothing(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    first = change(laptop, bo, family_name="Proef")
    second = change(laptop, first, given_name="Bob")
    laptop.colleague(replace(second, given_name="Bobbie"))
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.who == "Sanne Collega"
    kept = shown(laptop, bo.id, case)
    assert kept is not None
    assert (kept.given_name, kept.family_name) == ("Bobbie", "Proef")
    # The step before it is about something else, and is next.
    undone = laptop.workspace.undo.undo(case.id).saved.snapshot.person(bo.id)
    assert undone == replace(bo, given_name="Bobbie")


def test_a_colleagues_change_beside_it_stays(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    after = change(laptop, bo, given_name="Bob")
    laptop.colleague(replace(after, phone="06 12345678"))
    undone = laptop.workspace.undo.undo(case.id).saved.snapshot.person(bo.id)
    assert undone == replace(bo, phone="06 12345678")
    (op,) = laptop.store.replica.pending(9)
    unit = op.units["given_name"]
    assert (unit.base, unit.value) == ({"given_name": "Bob"}, {"given_name": "Bo"})
    assert unit.version == laptop.seq  # made on what the centre has: no conflict


def test_what_a_colleague_filled_in_keeps_a_record_in_the_file(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    laptop.colleague(replace(bo, phone="06 12345678"))
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.who == "Sanne Collega"
    assert shown(laptop, bo.id, case) is not None


def test_so_it_does_after_it_was_made_again(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    laptop.workspace.undo.undo(case.id)
    laptop.workspace.undo.redo(case.id)
    laptop.colleague(replace(bo, phone="06 12345678"))
    with pytest.raises(UndoRefused):
        laptop.workspace.undo.undo(case.id)
    assert shown(laptop, bo.id, case) is not None


def test_what_a_colleague_hung_on_it_keeps_a_record_in_the_file(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    laptop.colleague(Residence(id=uuid4(), case_id=case.id, person_id=bo.id, household_id=uuid4()))
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.who == "Sanne Collega"
    assert shown(laptop, bo.id, case) == bo


def test_what_a_colleague_withdrew_is_not_changed_unseen(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    after = change(laptop, bo, given_name="Bob")
    laptop.colleague(after, withdrawn=True)
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.who == "Sanne Collega"


def test_each_family_has_its_own_steps(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    other = laptop.family()
    kim = Person(id=laptop.workspace.new_id(), case_id=other.id, given_name="Kim")
    laptop.workspace.save(Change(kim, None))
    assert laptop.workspace.undo.undo(case.id).saved.snapshot.people == ()
    assert shown(laptop, kim.id, other) == kim
    # Without a family in sight it is the last one of all.
    assert laptop.workspace.undo.undo().saved.snapshot.case == other


def test_a_step_of_long_ago_is_left_alone(laptop: Laptop, case: CaseFile, bo: Person) -> None:
    laptop.now += REACH - timedelta(minutes=1)
    laptop.workspace.undo.undo(case.id)
    laptop.now += timedelta(minutes=2)
    laptop.workspace.undo.redo(case.id)  # that was taken back just now
    with pytest.raises(NothingToUndo):
        laptop.workspace.undo.undo(case.id)
    assert shown(laptop, bo.id, case) == bo


def note_in(laptop: Laptop, case: CaseFile) -> tuple[Contact, Note, NoteParagraph]:
    new = laptop.workspace.new_id
    visit = Contact(id=new(), case_id=case.id, at=laptop.now, kind=ContactKind.HOME_VISIT)
    note = Note(id=new(), case_id=case.id, contact_id=visit.id)
    text = NoteParagraph(id=new(), case_id=case.id, note_id=note.id, text="Eerst.")
    laptop.workspace.save(*(Change(item, None) for item in (visit, note, text)))
    return visit, note, text


def test_what_was_signed_stays_and_says_why(laptop: Laptop, case: CaseFile) -> None:
    _, note, _ = note_in(laptop, case)
    laptop.workspace.sign_note(case.id, note.id)
    for _ in range(2):  # the signature, and the making of the note below it
        with pytest.raises(RecordSealed):
            laptop.workspace.undo.undo(case.id)
    kept = laptop.workspace.reload_case(case.id)
    assert [item.text for item in kept.paragraphs(note.id)] == ["Eerst."]


def test_a_correction_is_taken_back(laptop: Laptop, case: CaseFile) -> None:
    visit, note, _ = note_in(laptop, case)
    laptop.workspace.sign_note(case.id, note.id)
    laptop.workspace.correct_note(case.id, note.id)
    after = laptop.workspace.undo.undo(case.id).saved.snapshot
    latest = after.note_of(visit.id)
    assert latest is not None
    assert latest.id == note.id


def test_a_moved_note_is_not_taken_back_by_halves(laptop: Laptop, case: CaseFile) -> None:
    own = laptop.workspace.own_case().case
    visit, _, _ = note_in(laptop, own)
    laptop.workspace.move_contact(visit.id, own.id, case.id)
    for where in (case.id, own.id):
        with pytest.raises(UndoRefused) as refused:
            laptop.workspace.undo.undo(where)
        assert refused.value.stays
    assert len(laptop.workspace.reload_case(case.id).contacts) == 1
    assert laptop.workspace.own_case().contacts == ()


def test_a_choice_is_not_taken_back(laptop: Laptop, case: CaseFile) -> None:
    conflict = Conflict(
        id=uuid4(), case_id=case.id, record_type="case_file", record_id=case.id, unit="name",
        standing='{"name":"Familie Proef"}', other='{"name":"Familie Anders"}',
    )  # fmt: skip
    laptop.workspace.save(Change(conflict, None))
    (seen,) = laptop.workspace.conflicts()
    laptop.workspace.settle(seen, Choice.OTHER)
    with pytest.raises(UndoRefused) as refused:
        laptop.workspace.undo.undo(case.id)
    assert refused.value.stays
    assert laptop.workspace.reload_case(case.id).case.name == "Familie Anders"


def test_a_step_that_changed_nothing_is_passed_over(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    """Typed here, while the same had come in from a colleague in the meantime."""
    laptop.colleague(replace(bo, given_name="Bob"))
    laptop.workspace.save(Change(replace(bo, given_name="Bob"), bo))
    with pytest.raises(UndoRefused):  # the making of Bo, which the colleague changed
        laptop.workspace.undo.undo(case.id)


def test_every_turn_is_in_the_audit_and_goes_to_the_centre(
    laptop: Laptop, case: CaseFile, bo: Person
) -> None:
    change(laptop, bo, given_name="Bob")
    before = len(laptop.store.replica.pending(99))
    laptop.workspace.undo.undo(case.id)
    laptop.workspace.undo.redo(case.id)
    assert len(laptop.store.replica.pending(99)) == before + 2
    assert laptop.workspace.search("Bob")
    assert laptop.workspace.audit.verify().found is None
