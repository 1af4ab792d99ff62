"""A new epoch: numbers that no history had, and a service that finds out by itself."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from sqlalchemy import select

from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.sync import feed, push
from mvs_central.sync.epoch import COUNT, FORCED_WINDOW, LAST_PLACE, MOST_FORCED, new_epoch
from mvs_central.tables import audit, quarantine, service
from mvs_desktop.domain.people import Person
from mvs_desktop.sync import protocol
from tests.central.desk import Clock, Desk, created, edited, group, share, version_of


@pytest.fixture
def case(sanne: Desk) -> UUID:
    return sanne.new_case()


def seq_of(desk: Desk, case: UUID) -> int:
    return max(item.seq for item in desk.read(case).values())


def first_seq(central: Central) -> int:
    with central.database.read() as connection:
        return int(connection.scalars(select(service.c.first_seq)).one())


def a_person(case: UUID) -> protocol.Op:
    return created(Person(id=uuid4(), case_id=case, given_name="Bo"))


def test_no_number_comes_again(central: Central, clock: Clock, sanne: Desk, case: UUID) -> None:
    before = seq_of(sanne, case)
    firsts = []
    for moved in (timedelta(), timedelta(days=1), timedelta(days=-1)):
        clock.now += moved
        new_epoch(central)
        firsts.append(first_seq(central))
        sanne.do(case, a_person(case))
        assert seq_of(sanne, case) == firsts[-1] + 1
        other = sanne.new_case()
        assert min(item.seq for item in sanne.read(other).values()) > firsts[-1]
    assert before < COUNT < firsts[0] < firsts[1] < firsts[2]  # also with a clock set back
    assert all(first % COUNT == 0 for first in firsts)
    assert (LAST_PLACE + 1) * COUNT == 1 << 63


def refused(desk: Desk, *groups: protocol.Group) -> str:
    request = protocol.PushRequest(desk.central.epoch(), list(groups))
    before = desk.central.epoch()
    with acting.worker(desk.caller.worker_id, desk.central.now()), pytest.raises(Refused) as error:
        push.push(desk.central, desk.caller, request)
    assert desk.central.epoch() != before
    return error.value.code


def with_seen(one: protocol.Group, seen: int) -> protocol.Group:
    return protocol.Group(one.case_id, one.ops, seen=seen)


def test_a_push_that_knows_more_than_the_counter(sanne: Desk, youssef: Desk, case: UUID) -> None:
    seen = seq_of(sanne, case)
    op = a_person(case)
    assert sanne.push(with_seen(group(case, op), seen))[0].outcome == "applied"
    assert refused(sanne, with_seen(group(case, a_person(case)), seen + 2)) == "epoch-changed"
    absent = uuid4()  # of others and absent look the same
    for one in (absent, case):
        assert refused(youssef, with_seen(group(one), 1)) == "epoch-changed"
    assert sanne.push(group(case)) == []


def test_a_push_that_knows_of_an_operation_that_was_never_answered(
    sanne: Desk, youssef: Desk, case: UUID
) -> None:
    """The numbers of the history in which it was may have been passed again."""
    op = a_person(case)
    sanne.do(case, op)
    known = structs.replace(group(case, a_person(case)), taken=op.op_id)
    assert sanne.push(known)[0].outcome == "applied"
    unknown = structs.replace(group(case, a_person(case)), taken=str(uuid4()))
    assert refused(sanne, known, unknown) == "epoch-changed"
    # Of a case of others nothing is told, not even that.
    for taken in (op.op_id, str(uuid4())):
        assert refused(youssef, structs.replace(group(case), taken=taken)) == "epoch-changed"


def test_laptops_that_notice_at_one_moment_get_one_epoch(
    central: Central, sanne: Desk, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every laptop would send all it has once more for each of them."""
    noticed: list[str] = []

    def another_was_first(central: Central, former: str, caller: Caller) -> str:
        noticed.append(new_epoch(central, former, caller))
        return new_epoch(central, former, caller)

    monkeypatch.setattr(push, "new_epoch", another_was_first)
    assert refused(sanne, with_seen(group(case, a_person(case)), 1 << 40)) == "epoch-changed"
    assert [central.epoch()] == noticed


def test_a_device_that_keeps_knowing_better_is_not_believed_for_ever(
    central: Central, clock: Clock, sanne: Desk, youssef: Desk, case: UUID
) -> None:
    """Else one laptop would have all others send and read everything, again and again."""

    def claims(desk: Desk) -> str:
        with pytest.raises(Refused) as error:
            desk.push(with_seen(group(case), 1 << 62))
        return error.value.code

    assert {claims(sanne) for _ in range(MOST_FORCED)} == {"epoch-changed"}
    before = central.epoch()
    assert claims(sanne) == "too-many-requests"
    cursor = protocol.Cursor(str(case), "basis", 1 << 62)
    with pytest.raises(Refused, match="too-many-requests") as error:
        sanne.page(cursor)
    assert error.value.retry_after > 0
    assert central.epoch() == before
    assert claims(youssef) == "epoch-changed", "another one may be right"
    with central.database.read() as connection:
        query = select(audit.c.device_id).where(audit.c.action == "new-epoch")
        told = list(connection.scalars(query.order_by(audit.c.id)))
    assert told == [sanne.caller.device_id] * MOST_FORCED + [youssef.caller.device_id]
    clock.now += FORCED_WINDOW
    assert claims(sanne) == "epoch-changed"


def test_a_feed_that_waits_for_what_is_lost(central: Central, sanne: Desk, case: UUID) -> None:
    op = a_person(case)
    sanne.do(case, op)
    before = central.epoch()

    def ask(taken: str) -> protocol.FeedPage:
        cursor = protocol.Cursor(str(case), "basis", 0, taken)
        with acting.worker(sanne.caller.worker_id, central.now()):
            request = protocol.FeedsRequest(central.epoch(), [[cursor]])
            return feed.feeds(central, sanne.caller, request).pages[0]

    assert len(ask(op.op_id).records) == 3
    assert central.epoch() == before
    with pytest.raises(Refused, match="epoch-changed"):
        ask(str(uuid4()))
    assert central.epoch() != before


def again(one: protocol.Group) -> protocol.Group:
    return protocol.Group(one.case_id, one.ops, again=True)


def test_what_was_taken_once_is_never_rejected(
    central: Central, sanne: Desk, youssef: Desk, case: UUID
) -> None:
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    gone = edited(
        Person(id=uuid4(), case_id=case),
        "@withdrawn",
        {"withdrawn": True},
        base={"withdrawn": False},
        version=3,
    )
    kept, made = sanne.push(again(group(case, gone, created(person))))
    assert (kept.outcome, kept.reason) == ("quarantined", "record-absent")
    assert made.outcome == "applied"
    for one in (case, uuid4()):
        (result,) = youssef.push(again(group(one, a_person(one))))
        assert (result.outcome, result.reason) == ("quarantined", "not-found")
    unreadable = replace_compartment(a_person(case))
    assert sanne.push(again(group(case, unreadable)))[0].outcome == "rejected"
    with central.database.read() as connection:
        assert len(connection.execute(select(quarantine)).all()) == 3


def replace_compartment(op: protocol.Op) -> protocol.Op:
    return protocol.Op(
        op.op_id, op.counter, "zorg", op.record_type, op.record_id, op.units, op.made_at
    )


def test_an_edit_on_a_version_that_is_lost(sanne: Desk, youssef: Desk, case: UUID) -> None:
    share(youssef, case)
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    sanne.do(case, created(person))
    lost = {"version": 999}

    def named(name: str, base: str, version: int | str) -> protocol.Op:
        return edited(
            person, "given_name", {"given_name": name}, base={"given_name": base}, version=version
        )

    assert sanne.do(case, named("Boris", "Bo", **lost)).outcome == "applied"
    assert sanne.do(case, named("Bob", "Bo", **lost)).outcome == "conflicted"
    # The number is right and the value is another's: it was another history's number.
    right = version_of(sanne.read(case)[person.id], "given_name")
    assert youssef.do(case, named("Bas", "Bo", right)).outcome == "conflicted"
    assert sanne.do(case, named("Borys", "Boris", str(uuid4()))).outcome == "applied"


def test_what_was_written_over_knowingly_changes_nothing(sanne: Desk, case: UUID) -> None:
    """The edit that was made on it came back first."""
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    later = edited(
        person, "given_name", {"given_name": "Boris"}, base={"given_name": "Bo"}, version=7
    )
    assert sanne.push(again(group(case, later)))[0].outcome == "applied"
    assert sanne.push(again(group(case, created(person))))[0].outcome == "applied"
    assert sanne.doc(case, person.id)["given_name"] == "Boris"
    assert sanne.conflicts(case) == []


def test_the_same_worker_sends_again_what_another_device_sent(sanne: Desk, case: UUID) -> None:
    from tests.central.desk import new_desk

    op = a_person(case)
    first = sanne.do(case, op)
    other = new_desk(sanne.central, worker_id=sanne.caller.worker_id)
    assert other.push(again(group(case, op))) == [first]
