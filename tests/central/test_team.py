"""Bringing colleagues in and handing a case over: decided by policy, once, in one piece."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from mvs_central.access import members
from mvs_central.access.policy import Access, Appointment, refusal_to_appoint
from mvs_central.base.central import Central, Refused
from mvs_central.sync import feed
from mvs_central.tables import audit, change, command
from mvs_central.teamwork import team, waiting
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import MAY_APPOINT, MAY_APPOINT_UNLED, appointable
from mvs_desktop.sync.protocol import (
    HandoverAnswer,
    HandoverOffer,
    HandoverTakeBack,
    MemberEnd,
    MemberGrant,
    Offer,
    PullRequest,
    WaitingRequest,
)
from tests.central.desk import Clock, Desk, new_desk, share
from tests.central.test_members import members_of

LEAD, DEPUTY, INVOLVED = CaseRole.LEAD, CaseRole.DEPUTY, CaseRole.INVOLVED
NOBODY = None
ACTORS = (*CaseRole, NOBODY)


def wanted(
    desk: Desk,
    case_id: UUID,
    role: CaseRole = INVOLVED,
    compartments: tuple[str, ...] = ("basis", "school"),
    starts_on: str = "",
    ends_on: str = "",
) -> MemberGrant:
    today = desk.central.today().isoformat()
    return MemberGrant(
        str(uuid4()),
        str(case_id),
        str(desk.caller.worker_id),
        role.value,
        list(compartments),
        starts_on or today,
        ends_on,
    )


def code_of(run: Callable[[], object]) -> str:
    """The code of the refusal; empty when there was none."""
    try:
        run()
    except Refused as refusal:
        return refusal.code
    return ""


def grant(desk: Desk, request: MemberGrant) -> str:
    return code_of(lambda: desk.ask(team.grant, request))


def end(desk: Desk, case_id: UUID, whom: Desk) -> str:
    request = MemberEnd(str(uuid4()), str(case_id), str(whom.caller.worker_id))
    return code_of(lambda: desk.ask(team.end, request))


def scopes_of(desk: Desk) -> set[str]:
    return {head.compartment for head in desk.manifest()}


@pytest.fixture
def mila(central: Central) -> Desk:
    return new_desk(central, "Mila Verhoef")


# Bringing in


def test_a_colleague_brought_in_reads_at_the_next_contact_and_shows(
    sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    assert grant(sanne, wanted(youssef, case_id)) == ""
    assert scopes_of(youssef) == {"basis", "school"}
    seen = sanne.read(case_id).values()
    (member,) = (item for item in seen if item.changed_by == "Sanne de Wit" and item.seq > 2)
    assert member.record_type == "case_member"
    assert members_of(sanne, case_id)[youssef.caller.worker_id].role is INVOLVED


def test_dates_take_effect_by_themselves(sanne: Desk, youssef: Desk, clock: Clock) -> None:
    case_id = sanne.new_case()
    today = sanne.central.today()
    tomorrow, last = today + timedelta(days=1), today + timedelta(days=3)
    request = wanted(youssef, case_id, starts_on=tomorrow.isoformat(), ends_on=last.isoformat())
    assert grant(sanne, request) == ""
    found = []
    for _ in range(5):
        found.append(bool(youssef.manifest()))
        clock.forward(days=1)
    assert found == [False, True, True, True, False]


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("role", CaseRole)
def test_who_may_give_what(
    actor: CaseRole | None, role: CaseRole, sanne: Desk, youssef: Desk, mila: Desk
) -> None:
    case_id = sanne.new_case()
    me = sanne if actor is LEAD else youssef
    if actor not in (LEAD, NOBODY):
        share(youssef, case_id, role=actor)
    before = sanne.read(case_id)
    found = grant(me, wanted(mila, case_id, role))
    if actor is NOBODY:
        assert found == "not-found"
    else:
        assert (found == "") == (role in MAY_APPOINT.get(actor, ()))
        assert found in ("", "not-allowed")
    assert bool(mila.manifest()) == (found == "")
    assert (sanne.read(case_id) == before) == (found != "")


@pytest.mark.parametrize("actor", [role for role in CaseRole if role is not LEAD])
@pytest.mark.parametrize("held", CaseRole)
def test_who_may_end_what(
    actor: CaseRole, held: CaseRole, sanne: Desk, youssef: Desk, mila: Desk
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, role=actor)
    share(mila, case_id, role=held)
    found = end(youssef, case_id, mila)
    assert (found == "") == (held in appointable({actor}, led=True))
    assert bool(mila.manifest()) == (found != "")


def test_what_nobody_may(sanne: Desk, youssef: Desk, mila: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "basis", "school", role=DEPUTY)
    wide = wanted(mila, case_id, compartments=("basis", "zorg"))
    assert grant(youssef, wide) == "not-allowed"  # more than he has himself
    assert grant(youssef, wanted(youssef, case_id)) == "not-allowed"  # himself
    assert grant(sanne, wanted(mila, case_id, compartments=("school",))) == "not-allowed"
    assert grant(youssef, wanted(sanne, case_id)) == "not-allowed"  # his lead, down
    assert grant(sanne, wanted(mila, case_id, compartments=("basis", "kelder"))) == "not-allowed"
    assert end(sanne, case_id, sanne) == "not-allowed"  # a lead hands over first
    assert scopes_of(mila) == set()
    assert scopes_of(youssef) == {"basis", "school"}


def test_dates_that_do_not_fit_are_refused(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    yesterday = (sanne.central.today() - timedelta(days=1)).isoformat()
    for starts_on, ends_on in (("", yesterday), ("gisteren", ""), ("", "2026-13-01")):
        request = wanted(youssef, case_id, starts_on=starts_on, ends_on=ends_on)
        assert grant(sanne, request) == "unreadable"
    assert youssef.manifest() == []


def test_everyone_else_may_go(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    assert end(youssef, case_id, youssef) == ""
    assert youssef.manifest() == []
    assert end(youssef, case_id, youssef) == "not-found"


def test_a_case_of_others_and_no_case_answer_alike(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    absent = uuid4()
    assert grant(youssef, wanted(sanne, case_id)) == grant(youssef, wanted(sanne, absent))
    assert end(youssef, case_id, sanne) == end(youssef, absent, sanne) == "not-found"
    stranger = msgspec.structs.replace(wanted(sanne, case_id), worker_id=str(uuid4()))
    assert grant(sanne, stranger) == "not-found"


def test_a_team_lead_appoints_when_the_lead_is_away(
    sanne: Desk, youssef: Desk, mila: Desk, central: Central
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, role=CaseRole.TEAM_LEAD)
    everything = tuple(Compartment)
    assert grant(youssef, wanted(mila, case_id, LEAD, everything)) == "not-allowed"
    assert grant(youssef, wanted(mila, case_id, DEPUTY, everything)) == ""
    members.revoke(central, case_id, sanne.caller.worker_id)
    assert LEAD in MAY_APPOINT_UNLED[CaseRole.TEAM_LEAD]
    assert grant(youssef, wanted(mila, case_id, LEAD, everything)) == ""
    assert members_of(youssef, case_id)[mila.caller.worker_id].role is LEAD
    assert grant(youssef, wanted(sanne, case_id, LEAD, everything)) == "not-allowed"


def test_a_command_that_comes_twice_is_done_once(
    sanne: Desk, youssef: Desk, central: Central, clock: Clock
) -> None:
    case_id = sanne.new_case()
    request = wanted(youssef, case_id)
    first = sanne.ask(team.grant, request)
    head = sanne.manifest()
    clock.forward(minutes=5)
    assert sanne.ask(team.grant, request) == first
    assert sanne.manifest() == head
    other = msgspec.structs.replace(request, role="meelezer")
    assert grant(sanne, other) == "command-id-reused"
    assert grant(youssef, request) == "not-allowed"  # his own command of the same number
    with central.database.read() as connection:
        lines = connection.execute(select(audit.c.outcome).where(audit.c.action == "grant")).all()
        assert connection.scalar(select(func.count()).select_from(command)) == 2
    assert [line.outcome for line in lines].count(f"granted {youssef.caller.worker_id}") == 2


def test_a_refusal_stays_a_refusal(sanne: Desk, youssef: Desk, mila: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    request = wanted(mila, case_id)
    assert grant(youssef, request) == "not-allowed"
    share(youssef, case_id, role=DEPUTY)
    assert grant(youssef, request) == "not-allowed"
    assert grant(youssef, wanted(mila, case_id)) == ""


# Handing over


def offered(sanne: Desk, case_id: UUID, to: Desk, *, stays: bool = True) -> str:
    request = HandoverOffer(
        str(uuid4()), str(case_id), str(to.caller.worker_id), "Ik ga met verlof.", stays
    )
    return code_of(lambda: sanne.ask(team.offer, request))


def offers(desk: Desk) -> list[Offer]:
    return desk.ask(waiting.tell, WaitingRequest()).offers


def answered(desk: Desk, offer: Offer, *, accept: bool) -> str:
    request = HandoverAnswer(str(uuid4()), offer.offer_id, accept, "Goed.")
    return code_of(lambda: desk.ask(team.answer, request))


@pytest.mark.parametrize("stays", [True, False])
def test_only_acceptance_changes_who_leads(
    sanne: Desk, youssef: Desk, *, stays: bool, central: Central
) -> None:
    case_id = sanne.new_case()
    assert offered(sanne, case_id, youssef, stays=stays) == ""
    (offer,) = offers(youssef)
    assert (offer.from_name, offer.word, offer.case_id) == ("Sanne de Wit", "Ik ga met verlof.", "")
    assert members_of(sanne, case_id)[sanne.caller.worker_id].role is LEAD
    assert youssef.manifest() == []
    assert answered(youssef, offer, accept=True) == ""
    found = members_of(youssef, case_id)
    assert found[youssef.caller.worker_id].role is LEAD
    assert scopes_of(youssef) == set(Compartment)
    former = found[sanne.caller.worker_id]
    assert (former.role is INVOLVED, former.ends_on is None) == (stays, stays)
    assert scopes_of(sanne) == (set(Compartment) if stays else set())
    assert offers(youssef) == []
    (mine,) = offers(sanne)
    assert (mine.state, mine.answer) == ("aangenomen", "Goed.")
    assert answered(youssef, offer, accept=True) == "not-found"


def test_who_stays_stays_no_longer_than_before(sanne: Desk, youssef: Desk, clock: Clock) -> None:
    case_id = sanne.new_case()
    share(sanne, case_id, role=LEAD, ends_on=sanne.central.today() + timedelta(days=5))
    offered(sanne, case_id, youssef, stays=True)
    assert answered(youssef, offers(youssef)[0], accept=True) == ""
    clock.forward(days=5)
    assert scopes_of(sanne) == set(Compartment)
    clock.forward(days=1)
    assert scopes_of(sanne) == set()


def test_an_offer_can_be_declined_and_taken_back_and_ends_by_itself(
    sanne: Desk, youssef: Desk, mila: Desk, clock: Clock
) -> None:
    case_id = sanne.new_case()
    offered(sanne, case_id, youssef)
    assert answered(youssef, offers(youssef)[0], accept=False) == ""
    assert [(item.state, item.answer) for item in offers(sanne)] == [("geweigerd", "Goed.")]

    clock.forward(minutes=1)
    offered(sanne, case_id, youssef)
    (offer,) = offers(youssef)
    back = HandoverTakeBack(str(uuid4()), offer.offer_id)
    assert code_of(lambda: mila.ask(team.take_back, back)) == "not-found"
    assert code_of(lambda: sanne.ask(team.take_back, back)) == ""
    assert offers(youssef) == []
    assert answered(youssef, offer, accept=True) == "not-found"

    clock.forward(minutes=1)
    offered(sanne, case_id, youssef)
    (offer,) = offers(youssef)
    assert answered(mila, offer, accept=True) == "not-found"  # meant for another
    clock.forward(days=8)
    assert offers(youssef) == []
    assert answered(youssef, offer, accept=True) == "not-found"
    assert offers(sanne)[-1].state == "verlopen"
    assert members_of(sanne, case_id)[sanne.caller.worker_id].role is LEAD


def test_only_who_leads_hands_over(sanne: Desk, youssef: Desk, mila: Desk) -> None:
    case_id = sanne.new_case()
    assert offered(youssef, case_id, mila) == "not-found"
    share(youssef, case_id, role=DEPUTY)
    assert offered(youssef, case_id, mila) == "not-allowed"
    assert offered(sanne, case_id, sanne) == "not-allowed"


def test_an_offer_of_who_leads_no_more_changes_nothing(
    sanne: Desk, youssef: Desk, mila: Desk, central: Central
) -> None:
    case_id = sanne.new_case()
    offered(sanne, case_id, youssef)
    members.revoke(central, case_id, sanne.caller.worker_id)
    assert answered(youssef, offers(youssef)[0], accept=True) == "no-open-offer"
    assert youssef.manifest() == []


def test_what_waits_shows_in_the_manifest(sanne: Desk, youssef: Desk, central: Central) -> None:

    def told(desk: Desk) -> str:
        return feed.pull(central, desk.caller, PullRequest(central.epoch(), "")).waiting

    case_id = sanne.new_case()
    assert told(youssef) == ""
    offered(sanne, case_id, youssef)
    first = told(youssef)
    assert first == youssef.ask(waiting.tell, WaitingRequest()).digest != ""
    answered(youssef, offers(youssef)[0], accept=False)
    assert told(youssef) == ""


def test_every_change_of_a_membership_is_in_the_history(
    sanne: Desk, youssef: Desk, central: Central
) -> None:
    case_id = sanne.new_case()
    grant(sanne, wanted(youssef, case_id))
    with central.database.read() as connection:
        rows = connection.execute(select(change).order_by(change.c.seq)).all()
    assert rows[-1].worker_id == sanne.caller.worker_id


@pytest.mark.parametrize("role", CaseRole)
@pytest.mark.parametrize("held", [*CaseRole, None])
def test_nobody_appoints_himself(role: CaseRole, held: CaseRole | None) -> None:
    for mine in CaseRole:
        access = Access(True, frozenset({"basis"}), frozenset({"basis"}), frozenset({mine}))
        for led in (True, False):
            wish = Appointment(
                to_oneself=True, held=held, role=role, compartments=("basis",), led=led
            )
            assert refusal_to_appoint(access, wish) == "not-allowed"
