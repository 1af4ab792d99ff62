"""What became of a visit: what is still to be sent, and what the centre confirmed, and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactState, Note, NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action, Plan
from mvs_desktop.domain.records import Record
from mvs_desktop.services.views import Change, NoteStage, VisitReceipt
from mvs_desktop.storage.base.replica_types import Fate, IncomingPage, OpFate, ScopeCursor
from tests.services.laptop import Laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "case.store")
    # Noon of the day: what is written hours later is still of the same day.
    made.now = made.now.astimezone().replace(hour=12, minute=0)
    yield made
    made.workspace.close()


def save(laptop: Laptop, *items: Record) -> None:
    for item in items:
        laptop.workspace.save(Change(item, None))


def visit(laptop: Laptop, case: CaseFile) -> Contact:
    contact = Contact(
        id=laptop.workspace.new_id(),
        case_id=case.id,
        at=laptop.now,
        state=ContactState.HELD,
        worker_id=laptop.workspace.me.worker_id,
    )
    save(laptop, contact)
    return contact


def note_of(laptop: Laptop, contact: Contact) -> Note:
    made = Note(id=laptop.workspace.new_id(), case_id=contact.case_id, contact_id=contact.id)
    save(laptop, made)
    for position in "ab":
        id_ = laptop.workspace.new_id()
        save(
            laptop,
            NoteParagraph(
                id=id_, case_id=made.case_id, note_id=made.id, text="Rust.", position=position
            ),
        )
    return made


def receipts(laptop: Laptop) -> tuple[VisitReceipt, ...]:
    return laptop.workspace.visit_receipts(laptop.workspace.today())


def test_what_was_written_waits_and_is_then_confirmed_with_its_time(laptop: Laptop) -> None:
    case = laptop.family()
    laptop.now += timedelta(hours=1)  # registered long before
    note_of(laptop, visit(laptop, case))
    plan = Plan(id=laptop.workspace.new_id(), case_id=case.id)
    actions = [
        Action(id=laptop.workspace.new_id(), case_id=case.id, plan_id=plan.id, what="Zwemles")
        for _ in range(2)
    ]
    save(laptop, plan, *actions)
    (waiting,) = receipts(laptop)
    assert (waiting.note, waiting.agreements) == (NoteStage.OPEN, 2)
    assert (waiting.waiting, waiting.confirmed, waiting.confirmed_at) == (7, {}, None)

    laptop.colleague(Person(id=laptop.workspace.new_id(), case_id=case.id))
    cursors = (ScopeCursor(case.id, "zorg", laptop.seq),)  # read to where all of it is in
    laptop.store.replica.apply(IncomingPage(case.id, (), cursors))
    contact = laptop.now + timedelta(minutes=4)
    laptop.store.replica.contacted(contact)
    (sent,) = receipts(laptop)
    assert (sent.waiting, sent.apart) == (0, 0)
    assert sent.confirmed == {"contact": 1, "note": 1, "plan": 1, "action": 2}
    assert sent.confirmed_at == contact


def test_each_visit_of_a_day_has_its_own_work(laptop: Laptop) -> None:
    case = laptop.family()
    laptop.now += timedelta(hours=1)
    first = visit(laptop, case)
    laptop.now += timedelta(hours=2)
    second = visit(laptop, case)
    note_of(laptop, first)  # written in the car after the second
    save(laptop, Person(id=laptop.workspace.new_id(), case_id=case.id, given_name="Oom"))
    told = {item.visit.contact.id: item for item in receipts(laptop)}
    assert (told[first.id].waiting, told[first.id].note) == (4, NoteStage.OPEN)
    # Whatever else was written since is of the second.
    assert (told[second.id].waiting, told[second.id].note) == (5, NoteStage.NONE)


def test_what_was_set_apart_is_not_called_sent(laptop: Laptop) -> None:
    case = laptop.family()
    laptop.now += timedelta(hours=1)
    contact = visit(laptop, case)
    laptop.colleague(contact)  # the visit itself was taken
    laptop.workspace.save(Change(replace(contact, purpose="Kennismaken"), contact))
    (pending,) = laptop.store.replica.pending(99)
    laptop.store.replica.record_fates([OpFate(pending.op_id, Fate.REJECTED, 0, "not-allowed")])
    (told,) = receipts(laptop)
    assert (told.apart, told.waiting, told.confirmed) == (1, 0, {})


def test_a_signed_note_and_another_day(laptop: Laptop) -> None:
    case = laptop.family()
    laptop.now += timedelta(hours=1)
    contact = visit(laptop, case)
    note = note_of(laptop, contact)
    laptop.workspace.sign_note(case.id, note.id)
    (told,) = receipts(laptop)
    assert told.note is NoteStage.SIGNED
    planned = replace(contact, id=laptop.workspace.new_id(), state=ContactState.PLANNED)
    save(laptop, planned)
    assert len(receipts(laptop)) == 1
    assert laptop.workspace.visit_receipts(laptop.workspace.today() - timedelta(days=1)) == ()
