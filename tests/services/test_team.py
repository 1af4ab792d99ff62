"""Working together, from one laptop to another through the real service."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.domain.errors import NotAllowed, OfferGone, ServerUnreachable
from mvs_desktop.services.views import Change
from tests.services.desks import (
    BORN,
    PARTS,
    Clock,
    Desk,
    bring_in,
    daan,
    desk,
    family,
    noor,
)
from tests.support.central import AdministeredHere

__all__ = ["daan", "noor"]

pytestmark = pytest.mark.timeout(300)


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
    service: AdministeredHere, tmp_path: Path, daan: Desk, days: int
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
    service: AdministeredHere, tmp_path: Path
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
