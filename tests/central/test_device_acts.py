"""What laptops tell of their own audit: continued, repeated, forked, with gaps, and tampered."""

from base64 import b64decode
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from mvs_central.access.audit import Action, rows, write
from mvs_central.base.central import Central, Refused
from mvs_central.integrity import device_acts, verify
from mvs_central.integrity.device_acts import MEMBERS, tell
from mvs_central.integrity.faults import Fault, Kind, Noted
from mvs_central.integrity.seal import seal
from mvs_central.integrity.signing import is_signed
from mvs_central.tables import audit, device_act, device_segment
from mvs_desktop.domain.acts import chained, countersigned
from mvs_desktop.sync.protocol import MOST_ACTS, ActLine, ActsReply, ActsRequest
from tests.central.desk import Clock, Desk, re_enrolled

CASE = UUID("0197f2a0-0000-7000-8000-000000000001")


class Chain:
    """A laptop's audit; the device that it is told for may change."""

    def __init__(self) -> None:
        self.lines: list[ActLine] = []
        self.hashes = [""]

    def act(self, action: str = "open-case", **members: Any) -> "Chain":
        number = len(self.lines) + 1
        told = {
            "at": f"2026-11-21T10:00:{number % 60:02}+00:00",
            "action": action,
            "worker_id": "w",
            "case_id": str(CASE),
            "detail": {},
        }
        line = ActLine(number, **told | members)
        self.lines.append(line)
        self.hashes.append(
            chained(self.hashes[-1], {name: getattr(line, name) for name in MEMBERS})
        )
        return self

    def acts(self, count: int, action: str = "open-case") -> "Chain":
        for _ in range(count):
            self.act(action)
        return self

    def since(self, before: int, upto: int | None = None) -> ActsRequest:
        end = len(self.lines) if upto is None else upto
        return ActsRequest(before, self.hashes[before], self.lines[before:end], self.hashes[end])

    def other(self, same: int, more: int) -> "Chain":
        """Another chain that goes on from the same first lines."""
        fork = Chain()
        fork.lines, fork.hashes = self.lines[:same], self.hashes[: same + 1]
        return fork.acts(more, "export")


def told(desk: Desk, request: ActsRequest) -> ActsReply:
    """The answer, whose signature holds."""
    reply = desk.ask(tell, request)
    stated = countersigned(
        str(desk.caller.device_id), reply.number, reply.hash, reply.at, reply.fault
    )
    assert is_signed(b64decode(reply.key), stated, b64decode(reply.signature))
    return reply


def acts(central: Central) -> list[tuple[int, int]]:
    """Part and number of every line that is held."""
    with central.database.read() as connection:
        rows = connection.execute(
            select(device_act.c.part, device_act.c.number).order_by(
                device_act.c.part, device_act.c.number
            )
        )
        return [(row.part, row.number) for row in rows]


def outcomes(central: Central) -> list[str]:
    with central.database.read() as connection:
        query = select(audit.c.outcome).where(audit.c.action == "device-acts")
        return list(connection.scalars(query.order_by(audit.c.id)))


def test_segments_that_go_on_are_countersigned(central: Central, sanne: Desk) -> None:
    chain = Chain().acts(3)
    first = told(sanne, chain.since(0))
    assert (first.number, first.hash, first.fault) == (3, chain.hashes[3], "")
    second = told(sanne, chain.acts(2).since(3))
    assert (second.number, second.fault) == (5, "")
    assert acts(central) == [(1, 1), (1, 2), (1, 3), (2, 4), (2, 5)]
    with central.database.read() as connection:
        row = connection.execute(select(audit).where(audit.c.action == "device-acts")).first()
    assert row is not None
    assert row.reference == f"3 {chain.hashes[3]}"
    assert (row.worker_id, row.device_id) == (sanne.caller.worker_id, sanne.caller.device_id)


def refused(desk: Desk, request: ActsRequest) -> str:
    with pytest.raises(Refused) as error:
        desk.ask(tell, request)
    assert error.value.status != 429 or error.value.retry_after > 0
    return error.value.code


def test_an_audit_that_is_written_anew_all_day_is_not_kept_each_time(
    central: Central, clock: Clock, sanne: Desk, youssef: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_acts, "MOST_FAULTS", 3)
    chain = Chain().acts(2)
    told(sanne, chain.since(0))
    forks = [chain.other(1, 1).act(f"fork-{number}") for number in range(4)]
    assert [told(sanne, fork.since(1)).fault for fork in forks[:3]] == ["fork"] * 3
    held = acts(central)
    assert refused(sanne, forks[3].since(1)) == "too-many-requests"
    assert acts(central) == held
    assert outcomes(central).count("fork") == 3
    # What follows from what is held is told on, and others are not held up.
    assert told(sanne, forks[2].acts(1).since(3)).fault == ""
    told(youssef, Chain().acts(1).since(0))
    clock.forward(days=1, seconds=1)
    assert told(sanne, forks[3].since(1)).fault == "fork"


def test_a_device_tells_no_more_than_a_day_holds(
    central: Central, clock: Clock, sanne: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_acts, "MOST_LINES", 5)
    chain = Chain().acts(9)
    told(sanne, chain.since(0, 3))
    assert refused(sanne, chain.since(3, 6)) == "too-many-requests"
    assert told(sanne, chain.since(0, 3)).number == 3, "what was told is answered again"
    told(sanne, chain.since(3, 5))
    assert refused(sanne, chain.since(5, 6)) == "too-many-requests"
    clock.forward(days=1, seconds=1)
    assert told(sanne, chain.since(5)).fault == ""
    assert len(acts(central)) == 9


def test_a_lost_answer_is_given_again(central: Central, sanne: Desk) -> None:
    chain = Chain().acts(3)
    first = told(sanne, chain.since(0))
    assert told(sanne, chain.since(0)) == first
    assert acts(central) == [(1, 1), (1, 2), (1, 3)]
    # And with what was done since: only that is new.
    again = told(sanne, chain.acts(2).since(0))
    assert (again.number, again.fault) == (5, "")
    assert acts(central)[3:] == [(2, 4), (2, 5)]
    assert outcomes(central) == ["told", "told"]
    assert verify.verify(central).is_sound


def test_a_store_that_forgot_what_it_told_begins_again(sanne: Desk) -> None:
    chain = Chain().acts(6)
    told(sanne, chain.since(0))
    assert told(sanne, chain.since(0, 4)).number == 6
    assert told(sanne, chain.acts(1).since(4)).fault == ""


@pytest.mark.parametrize("same", [0, 2, 4])
def test_an_audit_that_was_written_anew_is_a_fork(central: Central, sanne: Desk, same: int) -> None:
    chain = Chain().acts(5)
    told(sanne, chain.since(0))
    fork = chain.other(same, 3)
    assert told(sanne, fork.since(same)).fault == "fork"
    # It is kept, and what comes after goes on from it: no fault for ever.
    assert told(sanne, fork.acts(1).since(same + 3)).fault == ""
    assert len(acts(central)) == 5 + 3 + 1
    assert outcomes(central) == ["told", "fork", "told"]
    verdict = verify.verify(central)
    assert verdict.is_sound
    assert verdict.noted == (Noted(sanne.caller.device_id, same + 3, "fork"),)


def test_a_rewritten_line_at_the_end_is_a_fork(sanne: Desk) -> None:
    chain = Chain().acts(5)
    told(sanne, chain.since(0))
    fork = chain.other(4, 1).acts(1)
    assert told(sanne, fork.since(5)).fault == "fork"


def test_lines_that_are_missing_are_a_gap(central: Central, sanne: Desk) -> None:
    chain = Chain().acts(9)
    told(sanne, chain.since(0, 3))
    assert told(sanne, chain.since(5, 7)).fault == "gap"
    assert told(sanne, chain.since(7)).fault == ""
    assert verify.verify(central).is_sound


def test_lines_that_do_not_follow_are_broken(central: Central, sanne: Desk) -> None:
    chain = Chain().acts(4)
    chain.lines[1] = ActLine(2, action="changed", detail={})
    assert told(sanne, chain.since(0)).fault == "broken"
    assert told(sanne, chain.acts(1).since(4)).fault == ""
    verdict = verify.verify(central)
    assert verdict.is_sound
    assert [noted.code for noted in verdict.noted] == ["broken"]


def test_a_line_that_is_left_out_breaks_the_rest(sanne: Desk) -> None:
    whole = Chain().acts(3).since(0)
    request = ActsRequest(0, "", [whole.lines[0], whole.lines[2]], whole.hash)
    assert told(sanne, request).fault == "broken"


def test_a_first_segment_from_the_middle_is_a_gap(sanne: Desk) -> None:
    assert told(sanne, Chain().acts(5).since(2)).fault == "gap"


def test_a_line_may_be_told_by_its_hash_alone(central: Central, sanne: Desk) -> None:
    chain = Chain().acts(3)
    chain.lines[1] = ActLine(2, hash=chain.hashes[2])
    reply = told(sanne, chain.since(0))
    assert (reply.fault, reply.hash) == ("", chain.hashes[3])
    assert verify.verify(central).is_sound


def test_a_store_under_another_device_goes_on_and_names_the_former(
    central: Central, sanne: Desk
) -> None:
    chain = Chain().acts(6)
    told(sanne, chain.since(0))
    # A backup of when four lines were told, put back: it has lines of its own since.
    restored = chain.other(4, 2)
    again = re_enrolled(sanne)
    assert told(again, restored.since(4)).fault == ""
    with central.database.read() as connection:
        row = connection.execute(
            select(device_segment).where(device_segment.c.device_id == again.caller.device_id)
        ).one()
    assert (row.follows, row.before_number) == (sanne.caller.device_id, 4)
    twice = re_enrolled(again)
    assert told(twice, restored.acts(1).since(6)).fault == ""


def test_another_workers_device_is_no_former_one(sanne: Desk, youssef: Desk) -> None:
    chain = Chain().acts(4)
    told(sanne, chain.since(0, 2))
    assert told(youssef, chain.since(2)).fault == "gap"


GOOD = Chain().acts(2)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (ActsRequest(0, "", [], GOOD.hashes[2]), 400),
        (ActsRequest(-1, "", GOOD.lines, GOOD.hashes[2]), 400),
        (ActsRequest(0, "x", GOOD.lines, GOOD.hashes[2]), 400),
        (ActsRequest(3, "", GOOD.lines, GOOD.hashes[2]), 400),
        (ActsRequest(0, "", GOOD.lines[::-1], GOOD.hashes[2]), 400),
        (ActsRequest(0, "", [GOOD.lines[0]] * 2, GOOD.hashes[2]), 400),
        (ActsRequest(0, "", GOOD.lines, "A" * 64), 400),
        (ActsRequest(0, "", [ActLine(1, hash="nope")], GOOD.hashes[2]), 400),
        (ActsRequest(0, "", [ActLine(1, case_id="nope")], GOOD.hashes[2]), 400),
        (ActsRequest(0, "", [ActLine(1, action="\ud800")], GOOD.hashes[2]), 400),
        (ActsRequest(0, "", [ActLine(1 << 62)], GOOD.hashes[2]), 400),
        (ActsRequest(0, "", [ActLine(1, detail={"x": "y" * 5_000})], GOOD.hashes[2]), 413),
        (ActsRequest(0, "", [ActLine(n + 1) for n in range(MOST_ACTS + 1)], "a" * 64), 413),
    ],
)
def test_what_cannot_be_read_is_refused_whole(
    central: Central, sanne: Desk, request_: ActsRequest, status: int
) -> None:
    with pytest.raises(Refused) as refused:
        sanne.ask(tell, request_)
    assert refused.value.status == status
    assert acts(central) == []
    assert outcomes(central) == []


# Tampering with what is held


@pytest.fixture
def held(central: Central, sanne: Desk) -> Desk:
    chain = Chain().acts(6)
    told(sanne, chain.since(0, 3))
    told(sanne, chain.since(3))
    seal(central)
    assert verify.verify(central).is_sound
    return sanne


THIRD = device_act.c.number == 3
SECOND_PART = device_segment.c.part == 2


@pytest.mark.parametrize(
    ("statement", "kind", "where"),
    [
        (update(device_act).where(THIRD).values(line="{}"), Kind.ACT, 3),
        (update(device_act).where(THIRD).values(case_id=uuid4()), Kind.ACT, 3),
        (update(device_act).where(THIRD).values(hash="0" * 64), Kind.ACT, 3),
        (delete(device_act).where(THIRD), Kind.ACT, 3),
        (delete(device_act).where(device_act.c.part == 2), Kind.ACT, 6),
        (
            update(device_segment).where(SECOND_PART).values(fault="x"),
            Kind.SEGMENT,
            6,
        ),
        (delete(device_segment).where(SECOND_PART), Kind.SEGMENT, 6),
        (delete(device_segment).where(device_segment.c.part == 1), Kind.SEGMENT, 6),
    ],
)
def test_tampering_with_what_was_told_is_found(
    central: Central, held: Desk, statement: Any, kind: Kind, where: int
) -> None:
    with central.database.write() as connection:
        connection.execute(statement)
    assert Fault(kind, where, held.caller.device_id) in verify.verify(central).faults


def test_nobody_takes_lines_out_by_claiming_that_it_will_be_later(
    central: Central, held: Desk
) -> None:
    later = central.now() + timedelta(days=6 * 366)
    with central.database.write() as connection:
        write(connection, rows(later, Action.AUDIT_EXPIRED, "", reference="seals to 0"))
        connection.execute(delete(device_act))
    assert [fault.kind for fault in verify.verify(central).faults] == [Kind.ACT, Kind.ACT]


def test_other_lines_with_another_signature_do_not_fit_the_tree(
    central: Central, held: Desk
) -> None:
    """Whoever can sign, and writes a laptop's lines anew, still has the service's tree."""
    with central.database.write() as connection:
        for table in (device_act, device_segment):
            connection.execute(delete(table))
    told(held, Chain().acts(6, "export").since(0))
    found = verify.verify(central).faults
    assert {fault.kind for fault in found} == {Kind.SEGMENT}
    assert len(found) == 2
