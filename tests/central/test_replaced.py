"""A store that was enrolled again goes on with the operations of the device it was before."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from mvs_central.base.central import Central, Refused
from mvs_central.devices.enrolment import enrol, new_code
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import Outcome
from tests.central.desk import Desk, created, edited, re_enrolled, share, version_of, withdrawn


@pytest.fixture
def case(sanne: Desk) -> UUID:
    return sanne.new_case()


def test_what_was_sent_before_is_known(central: Central, sanne: Desk, case: UUID) -> None:
    """The answer to it was lost with the old device."""
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    op = created(person)
    first = sanne.do(case, op)
    assert first.outcome == Outcome.APPLIED
    now = re_enrolled(re_enrolled(sanne))  # twice over
    assert now.do(case, op) == first
    assert now.do(case, replace_value(op, "Ander")).reason == "op-id-reused"


def test_what_got_another_number_is_known(central: Central, sanne: Desk, case: UUID) -> None:
    """Two stores of one worker became one, in which both had used a number."""
    op = created(Person(id=uuid4(), case_id=case, given_name="Bo"))
    first = sanne.do(case, op)
    now = re_enrolled(sanne)
    assert now.do(case, structs.replace(op, counter=op.counter + 7)) == first


def replace_value(op: protocol.Op, name: str) -> protocol.Op:
    made = op.units[WHOLE]
    units = {WHOLE: protocol.UnitChange(None, made.value | {"given_name": name}, made.version)}
    return protocol.Op(
        op.op_id, op.counter, op.compartment, op.record_type, op.record_id, units, op.made_at
    )


def test_what_was_made_on_an_earlier_operation_stays_clean(
    central: Central, sanne: Desk, case: UUID
) -> None:
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    first = created(person)
    sanne.do(case, first)
    now = re_enrolled(sanne)
    edit = edited(
        person, "given_name", {"given_name": "Boris"},
        base={"given_name": "Bo"}, version=first.op_id,
    )  # fmt: skip
    assert now.do(case, edit).outcome == Outcome.APPLIED
    assert now.do(case, withdrawn(person, first.op_id)).outcome == Outcome.APPLIED
    assert now.doc(case, person.id)["given_name"] == "Boris"
    assert now.conflicts(case) == []


def test_a_conflict_goes_on_as_one(
    central: Central, sanne: Desk, youssef: Desk, case: UUID
) -> None:
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    sanne.do(case, created(person))
    share(sanne, case)
    share(youssef, case)
    seq = version_of(sanne.read(case)[person.id], "given_name")
    base = {"given_name": "Bo"}
    youssef.do(case, edited(person, "given_name", {"given_name": "Bob"}, base=base, version=seq))
    mine = edited(person, "given_name", {"given_name": "Boris"}, base=base, version=seq)
    assert sanne.do(case, mine).outcome == Outcome.CONFLICTED
    now = re_enrolled(sanne)
    later = edited(
        person, "given_name", {"given_name": "Boudewijn"},
        base={"given_name": "Boris"}, version=mine.op_id,
    )  # fmt: skip
    assert now.do(case, later).outcome == Outcome.CONFLICTED
    (conflict,) = now.conflicts(case)
    assert b"Boudewijn" in bytes(conflict.doc)


def test_it_goes_the_way_of_what_it_was_made_on(central: Central, sanne: Desk, case: UUID) -> None:
    person = Person(id=uuid4(), case_id=case)
    refused = withdrawn(person, None)  # of a record that was never there
    assert sanne.do(case, refused).outcome == Outcome.REJECTED
    now = re_enrolled(sanne)
    later = edited(person, "given_name", {"given_name": "Bo"}, base=None, version=refused.op_id)
    assert now.do(case, later).reason == "depends-on-rejected"


def test_two_stores_of_one_copy_get_the_same_answer_and_a_colleague_does_not(
    central: Central, sanne: Desk, youssef: Desk, case: UUID
) -> None:
    share(youssef, case)
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    op = created(person)
    first = sanne.do(case, op)
    assert youssef.do(case, op).reason == "op-id-reused"
    second = new_code(central, sanne.caller.worker_id)[0]
    key, device_id = DeviceKey.generate(), uuid4()
    enrol(central, protocol.EnrolRequest(second, str(device_id), key.public_jwk()), "192.0.2.1")
    other = replace(sanne, caller=replace(sanne.caller, device_id=device_id), key=key)
    assert other.do(case, op) == first
    refused = withdrawn(Person(id=uuid4(), case_id=case), None)  # of a record that was never there
    assert sanne.do(case, refused).outcome == Outcome.REJECTED
    later = edited(person, "given_name", {"given_name": "X"}, base=None, version=refused.op_id)
    assert other.do(case, later).reason == "depends-on-rejected"
    assert other.do(case, replace_value(op, "Ander")).reason == "op-id-reused"


def test_the_same_code_and_device_may_ask_again(central: Central, sanne: Desk) -> None:
    code, _ = new_code(central, sanne.caller.worker_id)
    request = protocol.EnrolRequest(
        code, str(uuid4()), DeviceKey.generate().public_jwk(), "", str(sanne.caller.device_id)
    )
    assert enrol(central, request, "192.0.2.1") == enrol(central, request, "192.0.2.1")
    with pytest.raises(Refused):
        enrol(central, replace_device(request), "192.0.2.1")


def replace_device(request: protocol.EnrolRequest) -> protocol.EnrolRequest:
    return protocol.EnrolRequest(request.code, str(uuid4()), request.public_key)


def test_what_the_former_device_wrote_later_is_not_withdrawn_unseen(
    central: Central, sanne: Desk, case: UUID
) -> None:
    """A backup was put back that did not have it."""
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    sanne.do(case, created(person))
    seen = sanne.read(case)[person.id].seq
    later = edited(
        person, "phone", {"phone": "06"}, base={"phone": ""}, version=seen
    )  # fmt: skip
    assert sanne.do(case, later).outcome == Outcome.APPLIED
    now = re_enrolled(sanne)
    assert now.do(case, withdrawn(person, seen)).outcome == Outcome.CONFLICTED
    assert not now.read(case)[person.id].withdrawn
