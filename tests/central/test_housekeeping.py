"""What is removed when it was kept long enough, and what stays."""

from datetime import timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, func, select

from mvs_central.base.central import Central
from mvs_central.cli.main import main
from mvs_central.running import housekeeping
from mvs_central.running.housekeeping import (
    COMMAND_DAYS,
    SEARCH_DAYS,
    SETTLED_DAYS,
    Tidied,
    keeping,
    tidy,
)
from mvs_central.sync import contents
from mvs_central.tables import audit, child_search, command, op_outcome, quarantine
from mvs_central.teamwork import apart, known_child
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.teamwork import SearchPurpose
from mvs_desktop.sync.protocol import ApartRequest, ApartSettle, KnownChildRequest, Op
from tests.central.desk import Clock, Desk, created, share
from tests.central.photos import get, photo, send, state

NOTHING = Tidied(0, 0, 0, 0)


def count(central: Central, table: Table) -> int:
    with central.database.read() as connection:
        return connection.scalars(select(func.count()).select_from(table)).one()


def came_too_late(youssef: Desk, sanne: Desk, clock: Clock) -> UUID:
    """A case to which the first had access yesterday, and the other leads."""
    case_id = sanne.new_case()
    share(youssef, case_id, ends_on=sanne.central.today())
    clock.forward(days=2)
    return case_id


def settle(desk: Desk, case_id: UUID, *ops: Op) -> None:
    request = ApartSettle(
        command_id=str(uuid4()),
        case_id=str(case_id),
        op_ids=[op.op_id for op in ops],
        taken=False,
    )
    desk.ask(apart.settle, request)


def waiting(desk: Desk, case_id: UUID) -> list[str]:
    return [edit.op_id for edit in desk.ask(apart.tell, ApartRequest(str(case_id))).edits]


def test_edits_that_were_settled_go_after_a_year_and_no_others(
    central: Central, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    case_id = came_too_late(youssef, sanne, clock)
    left, open_ = (created(Person(id=uuid4(), case_id=case_id)) for _ in range(2))
    for op in (left, open_):
        assert youssef.do(case_id, op).outcome == "quarantined"
    settle(sanne, case_id, left)
    clock.forward(days=SETTLED_DAYS)
    assert tidy(central).settled == 0
    clock.forward(seconds=1)
    assert tidy(central).settled == 1
    with central.database.read() as connection:
        assert [str(id_) for id_ in connection.scalars(select(quarantine.c.op_id))] == [open_.op_id]
        query = select(audit.c.case_id, audit.c.outcome).where(audit.c.action == "tidy")
        assert [tuple(row) for row in connection.execute(query)] == [(case_id, "1 settled")]
    assert waiting(sanne, case_id) == [open_.op_id]
    # The laptop that asks again gets the answer that it had.
    assert youssef.do(case_id, left).outcome == "quarantined"
    assert count(central, quarantine) == 1
    assert count(central, op_outcome) > 0
    assert tidy(central) == NOTHING


def test_content_goes_with_the_edit_that_brought_it(
    central: Central, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    case_id = came_too_late(youssef, sanne, clock)
    left, taken, half = (photo(case_id, 10) for _ in range(3))
    for what in (left, taken, half):
        send(youssef, what)
    ops = [created(what.item) for what in (left, taken, half)]
    later = Op(**{name: getattr(ops[2], name) for name in ops[2].__struct_fields__})
    for op in ops:
        assert youssef.do(case_id, op).outcome == "quarantined"
    sanne.do(case_id, created(taken.item))
    settle(sanne, case_id, *ops[:2])
    clock.forward(days=SETTLED_DAYS, seconds=1)
    assert tidy(central).settled == 2
    assert (state(central, left), state(central, half)) == ([], ["quarantined"])
    assert get(sanne, taken) == taken.content
    assert waiting(sanne, case_id) == [later.op_id]


def test_content_stays_while_another_edit_of_it_waits(
    central: Central, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    case_id = came_too_late(youssef, sanne, clock)
    what = photo(case_id, 10)
    send(youssef, what)
    first, second = created(what.item), created(what.item)
    for op in (first, second):
        assert youssef.do(case_id, op).outcome == "quarantined"
    settle(sanne, case_id, first)
    clock.forward(days=SETTLED_DAYS, seconds=1)
    assert tidy(central).settled == 1
    assert state(central, what) == ["quarantined"]
    settle(sanne, case_id, second)
    clock.forward(days=SETTLED_DAYS, seconds=1)
    assert tidy(central).settled == 1
    assert state(central, what) == []


def test_searches_and_answers_to_commands_go_when_nobody_can_ask_for_them(
    central: Central, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    case_id = came_too_late(youssef, sanne, clock)
    op = created(Person(id=uuid4(), case_id=case_id))
    youssef.do(case_id, op)
    purpose = SearchPurpose.INTAKE.value
    sanne.ask(known_child.ask, KnownChildRequest(purpose, "Elsenaar", "2015-03-04"))
    settle(sanne, case_id, op)
    clock.forward(days=SEARCH_DAYS)
    assert tidy(central) == NOTHING
    clock.forward(seconds=1)
    assert tidy(central) == Tidied(0, 0, 0, 1)
    clock.forward(days=COMMAND_DAYS - SEARCH_DAYS)
    assert tidy(central) == Tidied(0, 0, 1, 0)
    assert (count(central, child_search), count(central, command)) == (0, 0)
    assert timedelta(days=SEARCH_DAYS) > timedelta(days=1), "emergency access stands on it"


def test_a_running_service_tidies_by_itself(
    central: Central, sanne: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the service, without the rights of an administrator."""
    forgotten = photo(sanne.new_case(), 10)
    send(sanne, forgotten)
    clock.forward(days=contents.UNNAMED_DAYS + 1)
    done, work = Event(), housekeeping.tidy

    def watched(central: Central) -> Tidied:
        tidied = work(central)
        done.set()
        return tidied

    monkeypatch.setattr(housekeeping, "tidy", watched)
    with keeping(central):
        assert done.wait(20)
    assert state(central, forgotten) == []


def test_a_database_that_is_away_is_for_the_next_round(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, twice = 0, Event()

    def broken(_central: Central) -> Tidied:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            twice.set()
        with central.database.read() as connection:
            connection.exec_driver_sql("SELECT * FROM nowhere")
        return NOTHING

    monkeypatch.setattr(housekeeping, "tidy", broken)
    with keeping(central, every=0.01):
        assert twice.wait(20)


def test_by_command_too(prepared_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", prepared_url, "sweep"]) == 0
    assert "zoekvragen" in capsys.readouterr().out
