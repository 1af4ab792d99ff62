"""Granting and revoking: the grants and the record that others see go together."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from mvs_central.access import members
from mvs_central.access.members import Membership, NoGrant, UnknownCase, UnknownWorker
from mvs_central.base.central import Central
from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment, from_doc
from tests.central.desk import Clock, Desk, created, doc_of, share


def members_of(desk: Desk, case_id: UUID) -> dict[UUID, CaseMember]:
    """By worker, as a laptop decodes them."""
    found = {}
    for item in desk.read(case_id).values():
        if item.record_type == "case_member":
            member = from_doc(record_type("case_member"), UUID(item.id), case_id, doc_of(item))
            assert isinstance(member, CaseMember)
            assert member.worker_id not in found
            found[member.worker_id] = member
    return found


def test_a_grant_shows_on_the_case(sanne: Desk, youssef: Desk, central: Central) -> None:
    case_id = sanne.new_case()
    before = {head.compartment: head.head for head in sanne.manifest()}
    today = central.today()
    share(youssef, case_id, "basis", "school", ends_on=today + timedelta(days=30))
    member = members_of(sanne, case_id)[youssef.caller.worker_id]
    assert member.name == "Youssef Amrani"
    assert member.role is CaseRole.INVOLVED
    assert member.compartments == {Compartment.BASIS, Compartment.SCHOOL}
    assert (member.starts_on, member.ends_on) == (today, today + timedelta(days=30))
    after = {head.compartment: head.head for head in sanne.manifest()}
    assert after["basis"] == before["basis"] + 1
    assert {head.compartment for head in youssef.manifest()} == {"basis", "school"}


def test_a_second_grant_replaces_the_first(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "basis", "school")
    share(youssef, case_id, "zorg", role=CaseRole.DEPUTY)
    member = members_of(sanne, case_id)[youssef.caller.worker_id]
    assert member.role is CaseRole.DEPUTY
    assert member.compartments == {Compartment.CARE}
    assert [head.compartment for head in youssef.manifest()] == ["zorg"]


def test_revoking_ends_access_at_once_and_says_so(
    sanne: Desk, youssef: Desk, central: Central
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    members.revoke(central, case_id, youssef.caller.worker_id)
    assert youssef.manifest() == []
    member = members_of(sanne, case_id)[youssef.caller.worker_id]
    assert member.ends_on == central.today()
    result = youssef.do(case_id, created(Person(id=uuid4(), case_id=case_id)))
    assert (result.outcome, result.reason) == ("quarantined", "no-access")
    with pytest.raises(NoGrant):
        members.revoke(central, case_id, youssef.caller.worker_id)


def test_a_grant_after_a_revocation_is_a_new_membership(
    sanne: Desk, youssef: Desk, central: Central, clock: Clock
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    members.revoke(central, case_id, youssef.caller.worker_id)
    clock.forward(days=3)
    share(youssef, case_id, "school")
    mine = [
        item
        for item in sanne.read(case_id).values()
        if item.record_type == "case_member"
        and doc_of(item)["worker_id"] == str(youssef.caller.worker_id)
    ]
    assert len(mine) == 2
    assert [head.compartment for head in youssef.manifest()] == ["school"]


def test_a_grant_that_ended_by_its_date_still_quarantines(
    sanne: Desk, youssef: Desk, central: Central, clock: Clock
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, ends_on=central.today())
    clock.forward(days=1)
    result = youssef.do(case_id, created(Person(id=uuid4(), case_id=case_id)))
    assert (result.outcome, result.reason) == ("quarantined", "no-access")


def test_what_is_not_there_cannot_be_granted(sanne: Desk, central: Central) -> None:
    membership = Membership(CaseRole.INVOLVED, ("basis",), central.today())
    case_id = sanne.new_case()
    with pytest.raises(UnknownCase):
        members.grant(central, uuid4(), sanne.caller.worker_id, membership)
    with pytest.raises(UnknownWorker):
        members.grant(central, case_id, uuid4(), membership)
    with pytest.raises(UnknownCase):
        members.revoke(central, uuid4(), sanne.caller.worker_id)
    assert len(members_of(sanne, case_id)) == 1
