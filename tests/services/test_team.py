"""Working together, from one laptop to another through the real service."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.domain.errors import NotAllowed, OfferGone, ServerUnreachable
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services import taking_over
from mvs_desktop.services.session import Session
from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.services.views import Change, Saved, SyncResult
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import ApartReply, Struct
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE

pytestmark = pytest.mark.timeout(300)

PARTS = frozenset({Compartment.BASIS, Compartment.SCHOOL})
BORN = date(2018, 3, 4)


@dataclass
class Desk:
    session: Session
    workspace: Workspace

    def sync(self) -> None:
        assert self.workspace.synchronise().state.pending == 0

    def start_again(self) -> None:
        self.workspace.close()
        self.workspace = self.session.unlock(PASSPHRASE)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralProcess]:
    central = CentralProcess(tmp_path_factory.mktemp("central") / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


class Clock:
    """A laptop's, which may be wrong."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off = off

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


def desk(service: CentralProcess, folder: Path, name: str, clock: Clock | None = None) -> Desk:
    text = service.command(
        "worker",
        "add",
        "--team",
        "Oost",
        "--expertise",
        "POH-jeugd",
        "--phone",
        "06 12345678",
        name,
    )
    session = Session(folder, MemoryKeeper(), clock or Clock(), cost=CHEAP)
    opened = session.enrol(service.url, service.code(UUID(text)), PASSPHRASE, "laptop")
    return Desk(session, opened)


@pytest.fixture
def noor(service: CentralProcess, tmp_path: Path) -> Iterator[Desk]:
    made = desk(service, tmp_path / "noor", "Noor Testers")
    yield made
    made.workspace.close()


@pytest.fixture
def daan(service: CentralProcess, tmp_path: Path) -> Iterator[Desk]:
    made = desk(service, tmp_path / "daan", "Daan Proef")
    yield made
    made.workspace.close()


def family(of: Desk, surname: str) -> CaseFile:
    """A family with one child, that the centre has."""
    id_ = of.workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=f"Familie {surname}")
    born = PartialDate(BORN.year, BORN.month, BORN.day)
    child = Person(id=uuid4(), case_id=id_, given_name="Bo", family_name=surname, birth=born)
    of.workspace.save(Change(case, None), Change(child, None))
    of.sync()
    return case


def bring_in(noor: Desk, daan: Desk, case: CaseFile) -> None:
    noor.workspace.team.bring_in(
        uuid4(),
        case.id,
        daan.workspace.me.worker_id,
        CaseRole.INVOLVED,
        PARTS,
        noor.workspace.today(),
    )


def test_a_colleague_is_found_brought_in_and_out_again(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Erbij")
    found, _ = noor.workspace.team.colleagues("proef poh")
    assert str(daan.workspace.me.worker_id) in {colleague.worker_id for colleague in found}
    bring_in(noor, daan, case)
    daan.sync()
    assert daan.workspace.open_case(case.id).case.name == "Familie Erbij"
    with pytest.raises(NotAllowed):
        bring_in(daan, noor, case)
    noor.sync()
    members = noor.workspace.reload_case(case.id).members(noor.workspace.today())
    assert {member.name: member.compartments for member in members}["Daan Proef"] == PARTS
    daan.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.sync()
    assert case.id not in {row.case.id for row in daan.workspace.caseload()}
    noor.sync()
    left = noor.workspace.reload_case(case.id).members(noor.workspace.today())
    assert [member.name for member in left] == ["Noor Testers"]  # the same day


def test_a_case_is_handed_over_when_the_colleague_accepts(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Overdracht")
    to = daan.workspace.me.worker_id
    noor.workspace.team.offer(uuid4(), case.id, to, "Ik ga met verlof.", stays=True)
    daan.sync()
    (offer,) = daan.workspace.team.offers()
    assert (offer.from_name, offer.word) == ("Noor Testers", "Ik ga met verlof.")
    daan.start_again()
    assert [item.offer_id for item in daan.workspace.team.offers()] == [offer.offer_id]
    command = uuid4()
    daan.workspace.team.answer(command, offer.offer_id, "Goed.", accept=True)
    daan.workspace.team.answer(command, offer.offer_id, "Goed.", accept=True)
    assert daan.workspace.team.offers() == ()
    daan.sync()
    noor.sync()
    roles = {
        member.name: member.role
        for member in noor.workspace.reload_case(case.id).members(noor.workspace.today())
    }
    assert roles == {"Noor Testers": CaseRole.INVOLVED, "Daan Proef": CaseRole.LEAD}
    assert [item.state for item in noor.workspace.team.offers()] == ["aangenomen"]
    with pytest.raises((NotAllowed, OfferGone)):
        daan.workspace.team.answer(uuid4(), offer.offer_id, "", accept=True)


def test_a_known_child_leads_to_emergency_access_that_the_lead_sees(noor: Desk, daan: Desk) -> None:
    case = family(noor, "van Bekend")
    asked = daan.workspace.team.ask_child(uuid4(), "Bekend", BORN)
    (whom,) = asked.whom
    assert (whom.name, whom.phone, whom.case_id) == ("Noor Testers", "06 12345678", None)
    found, until = daan.workspace.team.take_emergency_access(uuid4(), asked, 0, "Politie belde.")
    assert found == case.id
    assert until > datetime.now(UTC)
    daan.sync()
    assert daan.workspace.open_case(case.id).case.name == "Familie van Bekend"
    noor.sync()
    (member,) = [
        item for item in noor.workspace.reload_case(case.id).all(CaseMember) if item.is_emergency
    ]
    assert (member.name, member.emergency_reason) == ("Daan Proef", "Politie belde.")
    assert member.expires_at == until
    (notice,) = noor.workspace.team.day().emergencies
    noor.workspace.team.put_notice_away(notice.member)
    noor.start_again()
    assert noor.workspace.team.day().emergencies == ()


@pytest.mark.parametrize("days", [-2200, -9, 9, 2200])
def test_a_wrong_clock_shows_what_the_service_dated(
    service: CentralProcess, tmp_path: Path, daan: Desk, days: int
) -> None:
    clock = Clock(timedelta(days=days))
    noor = desk(service, tmp_path / "noor", "Noor Testers", clock)
    surname = f"Klok{'voor' if days > 0 else 'achter'}{abs(days)}"
    case = family(noor, surname)
    asked = daan.workspace.team.ask_child(uuid4(), surname, BORN)
    daan.workspace.team.take_emergency_access(uuid4(), asked, 0, "Politie belde.")
    noor.sync()
    for _ in ("at once", "after a start"):
        today = noor.workspace.today()
        assert abs(today - datetime.now(UTC).date()) <= timedelta(days=1)
        (notice,) = noor.workspace.day(today).team.emergencies
        assert notice.member.name == "Daan Proef"
        # She leads the case from the day on that it was made, by the service's calendar.
        (row,) = noor.workspace.caseload()
        assert (row.lead, row.mine) == ("Noor Testers", True)
        members = noor.workspace.reload_case(case.id).members(today)
        assert {member.name for member in members} == {"Noor Testers", "Daan Proef"}
        noor.start_again()
    # A question says when it was asked by the same clock.
    answered = noor.workspace.team.ask_child(uuid4(), "Niemand", BORN)
    assert answered.answered_at is not None
    assert abs(answered.answered_at - datetime.now(UTC)) < timedelta(hours=1)
    noor.workspace.close()


def test_what_was_summed_up_in_a_time_that_was_not_there_yet_is_summed_up_anew(
    service: CentralProcess, tmp_path: Path
) -> None:
    clock = Clock()
    noor = desk(service, tmp_path / "noor", "Noor Testers", clock)
    case = family(noor, "Afspraak")
    soon = noor.workspace.now() + timedelta(days=2)
    visit = Contact(id=uuid4(), case_id=case.id, at=soon, state=ContactState.PLANNED)
    noor.workspace.save(Change(visit, None))
    noor.sync()
    clock.off = timedelta(days=5)
    (row,) = noor.workspace.caseload()
    assert row.next_contact is None
    noor.sync()
    (row,) = noor.workspace.caseload()
    assert row.next_contact == soon
    noor.workspace.close()


def test_without_a_connection_one_question_is_tried(
    noor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    def no_network(request: object, *_: object) -> None:
        tried.append(request)
        raise ServerUnreachable

    noor.sync()
    monkeypatch.setattr(noor.workspace.team._sending, "ask", no_network)
    for name in ("Een", "Twee", "Drie"):
        noor.workspace.team.ask_child(uuid4(), name, BORN)
    tried.clear()
    noor.workspace.synchronise()  # whose own part does have one
    assert len(tried) == 1
    assert len(noor.workspace.team.questions()) == 3


def test_a_question_without_a_network_is_asked_at_the_next_contact(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    family(noor, "Later")

    def no_network(*_: object) -> None:
        raise ServerUnreachable

    with monkeypatch.context() as away:
        away.setattr(daan.workspace.team._sending, "ask", no_network)
        asked = daan.workspace.team.ask_child(uuid4(), "Later", BORN)
        assert asked.answered_at is None
    daan.start_again()
    assert daan.workspace.team.questions() == (asked,)
    daan.sync()
    (answered,) = daan.workspace.team.questions()
    assert answered.answered_at is not None
    assert [whom.name for whom in answered.whom] == ["Noor Testers"]
    daan.workspace.team.put_away(answered.id)
    assert daan.workspace.team.questions() == ()


def test_what_lies_apart_is_taken_over_as_an_edit_of_ones_own(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Apart")
    bring_in(noor, daan, case)
    daan.sync()
    bo = daan.workspace.reload_case(case.id).people[0]
    daan.workspace.save(Change(_named(bo, "Bobbie"), bo))
    new = Person(id=uuid4(), case_id=case.id, given_name="Kim")
    daan.workspace.save(Change(new, None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    noor.sync()
    assert [(item.case_id, item.edits) for item in noor.workspace.team.apart_counts()] == [
        (case.id, 2)
    ]
    first, second = noor.workspace.team.apart(case.id)
    assert isinstance(first, ApartChange)
    assert isinstance(second, ApartChange)
    assert (first.worker_name, first.fields) == ("Daan Proef", ("given_name",))
    assert isinstance(first.before, Person)
    assert isinstance(first.after, Person)
    assert (first.before.given_name, first.after.given_name) == ("Bo", "Bobbie")
    assert second.before is None
    noor.workspace.save(Change(first.after, first.before))
    noor.workspace.team.settle_apart(uuid4(), case.id, (first.op_id,), taken=True)
    noor.workspace.team.settle_apart(uuid4(), case.id, (second.op_id,), taken=False)
    noor.sync()
    assert noor.workspace.team.apart_counts() == ()
    assert noor.workspace.team.apart(case.id) == ()
    assert [one.given_name for one in noor.workspace.reload_case(case.id).people] == ["Bobbie"]


class Heard:
    """What a screen is told."""

    def __init__(self) -> None:
        self.changes: list[object] = []

    def saved(self, what: Saved) -> None:
        self.changes.append(what)

    def received(self, what: SyncResult) -> None:
        self.changes.append(what)


def _settle(desk: Desk, change: ApartChange | UnreadChange, *, taken: bool) -> None:
    taking_over.settle(desk.workspace, uuid4(), change, taken=taken, heard=Heard())


def test_the_centre_has_what_is_taken_over_before_it_is_settled(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it was on one laptop alone, and in no list."""
    case = family(noor, "Eerst")
    bring_in(noor, daan, case)
    daan.sync()
    daan.workspace.save(Change(Person(id=uuid4(), case_id=case.id, given_name="Kim"), None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    (change,) = noor.workspace.team.apart(case.id)
    with monkeypatch.context() as away:
        away.setattr(SyncEngine, "run", _no_line)
        with pytest.raises(ServerUnreachable):
            _settle(noor, change, taken=True)
    assert [edit.op_id for edit in noor.workspace.team.apart(case.id)] == [change.op_id]
    heard = Heard()
    assert noor.workspace.sync_state().pending == 1
    taking_over.settle(noor.workspace, uuid4(), change, taken=True, heard=heard)
    assert noor.workspace.sync_state().pending == 0
    assert [type(it) for it in heard.changes] == [SyncResult]  # it was saved before
    assert noor.workspace.team.apart(case.id) == ()
    names = [person.given_name for person in noor.workspace.reload_case(case.id).people]
    assert sorted(names) == ["Bo", "Kim"]


def _no_line(*_: object) -> None:
    raise ServerUnreachable


def test_who_takes_over_that_something_is_restored_restores_it(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Terugzetten")
    bring_in(noor, daan, case)
    bo = noor.workspace.reload_case(case.id).people[0]
    noor.workspace.withdraw(bo)
    noor.sync()
    daan.sync()
    daan.workspace.restore(bo)
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    assert change.restores
    _settle(noor, change, taken=True)
    assert [person.id for person in noor.workspace.reload_case(case.id).people] == [bo.id]
    assert noor.workspace.team.stands(change)


def test_an_edit_of_what_is_not_here_is_left_out_or_waits_for_it(noor: Desk, daan: Desk) -> None:
    """Of what a colleague made and went on with: taken over by itself it would be a record of one
    field, and the rest of it would count as taken over with that."""
    case = family(noor, "Samen")
    bring_in(noor, daan, case)
    daan.sync()
    for name in ("Kim", "Ali"):
        new = Person(id=uuid4(), case_id=case.id, given_name=name)
        daan.workspace.save(Change(new, None))
        daan.workspace.save(Change(replace(new, phone="06 12345678"), new))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    kim, of_kim, ali, of_ali = noor.workspace.team.apart(case.id)
    assert isinstance(of_kim, UnreadChange)
    assert of_kim.alone
    _settle(noor, ali, taken=False)
    _settle(noor, of_ali, taken=False)
    _settle(noor, kim, taken=True)
    (of_kim,) = noor.workspace.team.apart(case.id)
    assert isinstance(of_kim, ApartChange)
    _settle(noor, of_kim, taken=True)
    people = noor.workspace.reload_case(case.id).people
    assert {(one.given_name, one.phone) for one in people} == {("Bo", ""), ("Kim", "06 12345678")}
    assert noor.workspace.team.apart(case.id) == ()


def test_an_edit_of_a_newer_version_is_told_of(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = family(noor, "Nieuwer")
    bring_in(noor, daan, case)
    daan.sync()
    daan.workspace.save(Change(Person(id=uuid4(), case_id=case.id, given_name="Kim"), None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()

    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("mvs_desktop.services.team.record_type", unknown)
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, UnreadChange)
    assert change.worker_name == "Daan Proef"
    assert change.made_at is not None


def test_an_edit_that_was_made_at_no_time_is_still_settled(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older service took them."""
    case = family(noor, "Nooit")
    bring_in(noor, daan, case)
    daan.sync()
    daan.workspace.save(Change(Person(id=uuid4(), case_id=case.id, given_name="Kim"), None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    sending = noor.workspace.team._sending
    real = sending.ask

    def told(request: Struct, reply: type[Any]) -> Any:
        answer = real(request, reply)
        if not isinstance(answer, ApartReply):
            return answer
        edits = [structs.replace(one, made_at="0001-01-01T00:00:00+00:00") for one in answer.edits]
        return structs.replace(answer, edits=edits)

    monkeypatch.setattr(sending, "ask", told)
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    assert change.made_at is None
    assert change.after is not None
    noor.workspace.team.settle_apart(uuid4(), case.id, (change.op_id,), taken=False)
    assert noor.workspace.team.apart(case.id) == ()


def test_an_offer_is_taken_back(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Terug")
    noor.workspace.team.offer(uuid4(), case.id, daan.workspace.me.worker_id, "", stays=True)
    day = noor.workspace.team.day()
    (asked,) = day.asked
    assert day.families == {asked.case_id: "Familie Terug"}
    noor.workspace.team.take_back(uuid4(), asked.offer_id)
    assert noor.workspace.team.day().asked == ()
    daan.sync()
    assert daan.workspace.team.offers() == ()


def _named(person: Person, name: str) -> Person:
    return Person(
        id=person.id,
        case_id=person.case_id,
        given_name=name,
        family_name=person.family_name,
        birth=person.birth,
    )
