"""Figures for the municipalities: derived from the work, and no small group in sight."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_central.access import directory
from mvs_central.access.directory import NewWorker
from mvs_central.base.central import Central
from mvs_central.reports.figures import Line, Period, report
from mvs_central.reports.figures_text import as_csv, as_table
from mvs_central.reports.suppression import SMALLEST_GROUP, suppressed
from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseRole, Phase
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.plans import Goal, GoalState
from tests.central.desk import TEAM, Clock, Desk, created, edited, new_desk, share

YEAR = Period(date(2025, 11, 22), date(2026, 11, 21))
REGISTERED = date(2026, 9, 1)


@dataclass(frozen=True)
class Told:
    """What a family's file says; days are after its registration."""

    contact: int | None = 10
    goals: tuple[GoalState, ...] = ()
    phase: Phase = Phase.WORKING
    municipality: str = "GM0622"


def family(desk: Desk, told: Told) -> UUID:
    case_id = uuid4()
    case = CaseFile(
        id=case_id,
        case_id=case_id,
        name="Familie Elsenaar",
        municipality=told.municipality,
        phase=Phase.WORKING if told.phase is Phase.CLOSED else told.phase,
        registered_on=REGISTERED,
    )
    ops = [created(case)]
    if told.contact is not None:
        at = datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=told.contact)
        for kind, moment in (
            (ContactKind.NO_ANSWER, at - timedelta(days=3)),
            (ContactKind.TALK, at),
        ):
            contact = Contact(id=uuid4(), case_id=case_id, kind=kind, at=moment)
            ops.append(created(contact))
    planned = datetime(2026, 9, 2, 12, tzinfo=UTC)
    ops.append(
        created(Contact(id=uuid4(), case_id=case_id, state=ContactState.PLANNED, at=planned))
    )
    plan = uuid4()
    ops += [created(Goal(id=uuid4(), case_id=case_id, plan_id=plan, state=g)) for g in told.goals]
    desk.do(case_id, *ops)
    if told.phase is Phase.CLOSED:
        was, now = {"phase": Phase.WORKING.value}, {"phase": Phase.CLOSED.value}
        desk.do(case_id, edited(case, "phase", now, base=was, version=ops[0].op_id))
    return case_id


def line_of(lines: tuple[Line, ...], municipality: str, team: str | None) -> Line:
    (found,) = [x for x in lines if (x.municipality, x.team) == (municipality, team)]
    return found


def other_team(central: Central, name: str, municipality: str) -> Desk:
    directory.add_team(central, name, municipality)
    who = NewWorker("Youssef Amrani", "Enver", "jeugdhulp", name)
    return new_desk(central, worker_id=directory.add_worker(central, who))


def test_it_is_derived_from_the_work(central: Central, sanne: Desk) -> None:
    met, missed = (GoalState.REACHED, GoalState.OPEN), (GoalState.STOPPED,)
    for number in range(12):
        family(sanne, Told(contact=4 + number, goals=met if number < 9 else missed))
    for _ in range(11):
        family(sanne, Told(contact=None, phase=Phase.CLOSED))
    lines = report(central, YEAR)
    assert [(x.municipality, x.team) for x in lines] == [("GM0622", None), ("GM0622", TEAM)]
    line = line_of(lines, "GM0622", TEAM)
    assert (line.families, line.phases[Phase.WORKING], line.phases[Phase.CLOSED]) == (23, 12, 11)
    assert (line.waited, line.wait_days) == (12, 9.5)  # neither the planned one, nor no answer
    assert (line.finished, line.duration_days) == (11, 81)  # the service's day of closing
    assert (line.with_goals, line.goals_met) == (12, 9 / 12)  # what still runs does not count


@pytest.mark.parametrize("by_unit", [False, True])
def test_a_file_that_was_made_closed_was_finished_then(
    central: Central, sanne: Desk, *, by_unit: bool
) -> None:
    """Of one that was made whole the change log does not say the phase: the record does."""
    for _ in range(10):
        case = CaseFile(
            id=(id_ := uuid4()),
            case_id=id_,
            name="Familie Elsenaar",
            municipality="GM0622",
            phase=Phase.CLOSED,
            registered_on=REGISTERED,
        )
        sanne.do(id_, created(case, by_unit=by_unit))
    line = report(central, YEAR)[0]
    assert (line.families, line.finished, line.duration_days) == (10, 10, 81)


def test_a_period_counts_what_fell_in_it(central: Central, sanne: Desk, clock: Clock) -> None:
    for _ in range(10):
        family(sanne, Told(contact=1, phase=Phase.CLOSED))
    line = report(central, Period(date(2026, 10, 1), date(2026, 11, 1)))[0]
    assert (line.families, line.waited, line.finished) == (10, 0, 0)
    assert (line.wait_days, line.duration_days) == (None, None)


def test_what_is_no_family_or_was_withdrawn_is_left_out(central: Central, sanne: Desk) -> None:
    id_ = uuid4()
    sanne.do(id_, created(CaseFile(id=id_, case_id=id_, kind=CaseKind.OWN)))
    assert report(central, YEAR) == ()


def test_fewer_than_ten_are_hidden_and_do_not_follow_from_the_others(
    central: Central, sanne: Desk
) -> None:
    small = other_team(central, "Wijkteam Oost", "GM0622")
    for _ in range(14):
        family(sanne, Told())
    for _ in range(9):
        family(small, Told())
    lines = report(central, YEAR)
    whole, holy, oost = (line_of(lines, "GM0622", team) for team in (None, TEAM, "Wijkteam Oost"))
    assert oost.families is None
    assert oost.wait_days is None
    assert whole.families == 23
    assert holy.families is None  # else the other is what is left of the whole
    assert "9" not in as_csv((oost,)).splitlines()[1].replace("<10", "")


def test_a_team_is_that_of_whoever_leads_now(central: Central, sanne: Desk) -> None:
    youssef = other_team(central, "Wijkteam Oost", "GM0622")
    for _ in range(10):
        case_id = family(sanne, Told())
        share(sanne, case_id, role=CaseRole.DEPUTY)
        share(youssef, case_id, role=CaseRole.LEAD)
    teams = [line.team for line in report(central, YEAR)]
    assert teams == [None, "Wijkteam Oost"]


def test_on_paper_and_in_a_spreadsheet(central: Central, sanne: Desk) -> None:
    for _ in range(10):
        family(sanne, Told(goals=(GoalState.REACHED,)))
    lines = report(central, YEAR)
    first, *_ = csv.DictReader(as_csv(lines).splitlines())
    assert first["gemeente"] == "GM0622"
    assert first["gezinnen"] == first["uitvoering"] == "10"
    assert first["doelen behaald"] == "100%"
    assert first["dagen hulp"] == ""
    table = as_table(lines)
    assert "(alle teams)" in table
    for secret in ("Elsenaar", "Sanne"):
        assert secret not in table


def test_what_is_no_code_of_a_municipality_is_not_told(central: Central, sanne: Desk) -> None:
    """It would be worked out by a spreadsheet, or by a terminal, or be a name."""
    for odd in ("=1+1", "\x1b[2J", "Familie Elsenaar", "GM0622\n", "GM\u0661\u0661\u0661\u0661"):
        for _ in range(2):
            family(sanne, Told(municipality=odd))
    lines = report(central, YEAR)
    assert {line.municipality for line in lines} == {""}
    assert lines[0].families == 10


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=5
        )
    )
)
def test_nothing_small_can_be_computed_from_what_is_shown(counts: list[list[int]]) -> None:
    """Repeated subtraction within rows and columns, as somebody curious would do it."""
    table = suppressed(counts)
    assert not any(cell is not None and 0 < cell < SMALLEST_GROUP for row in table for cell in row)
    lines = [*table, *(list(column) for column in zip(*table, strict=True))]
    for line in lines:
        *parts, total = line
        concealed = parts.count(None)
        if total is not None and concealed:
            assert concealed > 1
            assert total - sum(part or 0 for part in parts) >= SMALLEST_GROUP
        if total is None:
            assert concealed


@pytest.mark.parametrize("counts", [[[0, 0]], [[10, 25], [40, 12]]])
def test_what_is_large_or_nobody_stays_in_sight(counts: list[list[int]]) -> None:
    assert not any(cell is None for row in suppressed(counts) for cell in row)
