"""The offline lease as a whole workspace keeps it: nothing is read when it is closed, contact
opens it, and only notes are written in between."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited
from mvs_desktop.domain.lease import Stage
from mvs_desktop.domain.people import Person
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from tests.support.central import AdministeredHere
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

DAY = timedelta(days=1)


class Clock:
    """The computer's; it begins at the real time, which is the service's."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Session:
    keeper = MemoryKeeper()
    make_store(tmp_path / "data", keeper, enrolment())
    return Session(tmp_path / "data", keeper, clock, cost=CHEAP)


@pytest.fixture
def workspace(session: Session) -> Iterator[Workspace]:
    made = session.unlock(PASSPHRASE)
    yield made
    made.close()


@pytest.fixture
def person(workspace: Workspace) -> Person:
    case_id = workspace.new_id()
    workspace.create_case(CaseFile(id=case_id, case_id=case_id, name="Familie Proef"))
    item = Person(id=workspace.new_id(), case_id=case_id, given_name="Bo")
    workspace.save(Change(item, None))
    workspace.open_case(case_id)
    return item


READS: dict[str, Callable[[Workspace, UUID, UUID], Any]] = {
    "caseload": lambda w, _case, _id: w.caseload(),
    "day": lambda w, _case, _id: w.day(date(2026, 3, 4)),
    "search": lambda w, _case, _id: w.search("bo"),
    "open_case": lambda w, case, _id: w.open_case(case),
    "reload_case": lambda w, case, _id: w.reload_case(case),
    "own_case": lambda w, _case, _id: w.own_case(),
    "loose_notes": lambda w, _case, _id: w.loose_notes(),
    "drafts": lambda w, case, _id: w.drafts(case),
    "conflicts": lambda w, _case, _id: w.conflicts(),
    "set_apart": lambda w, _case, _id: w.set_apart(),
    "history": lambda w, _case, id_: w.history.of(id_),
    "attachments": lambda w, case, _id: w.attachments.held(case),
    "visits": lambda w, _case, _id: w.visits.under_way(),
}


@pytest.mark.parametrize("name", READS)
def test_closed_nothing_is_read(
    workspace: Workspace, person: Person, clock: Clock, name: str
) -> None:
    clock.off = 15 * DAY
    assert workspace.lease.state().stage is Stage.CLOSED
    with pytest.raises(LeaseClosed):
        READS[name](workspace, person.case_id, person.id)


def test_closed_how_sending_stands_is_known_and_sending_is_tried(
    workspace: Workspace, person: Person, clock: Clock
) -> None:
    clock.off = 15 * DAY
    assert workspace.sync_state().pending == 2
    assert workspace.synchronise().state.link is Link.OFFLINE


def test_limited_only_notes_are_written(workspace: Workspace, person: Person, clock: Clock) -> None:
    clock.off = 8 * DAY
    assert workspace.lease.state().stage is Stage.READ_AND_NOTE
    assert workspace.open_case(person.case_id).get(Person, person.id) == person
    with pytest.raises(LeaseLimited):
        workspace.save(Change(replace(person, given_name="Mo"), person))
    with pytest.raises(LeaseLimited):
        workspace.withdraw(person)
    with pytest.raises(LeaseLimited):
        workspace.restore(person)
    contact = Contact(id=workspace.new_id(), case_id=person.case_id, at=workspace.now())
    workspace.save(Change(contact, None))
    assert workspace.own_case().contacts == ()  # made now, for notes without a family


def test_a_long_off_laptop_unlocks_closed_and_contact_opens_it(
    tmp_path: Path, clock: Clock
) -> None:
    service = AdministeredHere(tmp_path / "central.db")
    service.init()
    service.add_team("Oost", "GM0606")
    worker = service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")
    session = Session(tmp_path / "data", MemoryKeeper(), clock, cost=CHEAP)
    id_ = uuid4()
    with service:
        # The laptop's clock was three weeks behind when it was enrolled, and is right now.
        clock.off = -21 * DAY
        workspace = session.enrol(service.url, service.code(worker), PASSPHRASE)
        workspace.create_case(CaseFile(id=id_, case_id=id_, name="Familie Proef"))
        workspace.close()
        clock.off = timedelta()
        workspace = session.unlock(PASSPHRASE)
        assert workspace.lease.state().stage is Stage.CLOSED
        with pytest.raises(LeaseClosed):
            workspace.caseload()
        result = workspace.synchronise()
        assert result.state.link is Link.IDLE
        assert workspace.lease.state().stage is Stage.OPEN
        assert workspace.open_case(id_).case.name == "Familie Proef"

        # A clock far ahead closes everything; put right, contact cures it.
        clock.off = 400 * DAY
        assert workspace.lease.state().stage is Stage.CLOSED
        workspace.close()
        workspace = session.unlock(PASSPHRASE)
        clock.off = timedelta()
        assert workspace.lease.state().stage is Stage.CLOSED
        workspace.synchronise()
        assert workspace.lease.state().stage is Stage.OPEN
        workspace.close()


@pytest.mark.parametrize(
    ("minutes_ago", "change", "expected"),
    [
        (20, {}, True),
        (-10, {}, True),  # on the doorstep
        (-30, {}, False),
        (89, {}, True),
        (91, {}, False),
        (91, {"minutes": 120}, True),
        (40, {"minutes": 30}, False),
        (20, {"state": ContactState.CANCELLED}, False),
        (20, {"state": ContactState.HELD}, True),  # begun to be written down
        (20, {"kind": ContactKind.PHONE}, False),
        (20, {"kind": ContactKind.TALK}, True),
        (20, {"worker_id": uuid4()}, False),
    ],
)
def test_a_visit_is_under_way(
    workspace: Workspace, person: Person, minutes_ago: int, change: dict[str, Any], expected: bool
) -> None:
    visit = Contact(
        id=workspace.new_id(),
        case_id=person.case_id,
        at=workspace.now() - timedelta(minutes=minutes_ago),
        kind=ContactKind.HOME_VISIT,
        state=ContactState.PLANNED,
        worker_id=workspace.me.worker_id,
    )
    workspace.save(Change(replace(visit, **change), None))
    assert workspace.visits.under_way() is expected
