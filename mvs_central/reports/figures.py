"""Figures for the municipalities, derived from the work itself: nobody types them.

Families per phase, the wait from registration to first contact, how long help took, and how
goals ended; per municipality and per team. No name of a family or a worker is in it, and a
group of fewer than ten families is hidden, together with what would give it away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from statistics import median
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, and_, select

from mvs_central.access.policy import CASE_FILE, live_at
from mvs_central.base.central import ZONE, Central
from mvs_central.reports.suppression import suppressed
from mvs_central.tables import access_grant, case_head, change, record, team, worker
from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseRole, Phase
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.plans import Goal, GoalState
from mvs_desktop.domain.records import WHOLE, Record, from_doc
from mvs_desktop.domain.registers import MUNICIPALITY_CODE

R = TypeVar("R", bound=Record)

_ENDED = (GoalState.REACHED, GoalState.PARTLY, GoalState.STOPPED)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(slots=True)
class Family:
    """What the report needs to know of one case file."""

    municipality: str
    team: str
    phase: Phase
    registered_on: date | None
    first_contact_on: date | None
    closed_on: date | None = None
    goals: list[GoalState] = field(default_factory=list)


Measure = Callable[[Family, Period], int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a team, or of a whole municipality when `team` is None.

    None stands for what is hidden, a median of nobody, or a share of nothing. Days are
    calendar days, `goals_met` is a share between 0 and 1 of the goals that ended.
    """

    municipality: str
    team: str | None
    families: int | None
    phases: Mapping[Phase, int | None]
    waited: int | None  # families with a first contact in the period
    wait_days: float | None
    finished: int | None  # families closed in the period
    duration_days: float | None
    with_goals: int | None  # families with a goal that ended
    goals_met: float | None


def report(central: Central, period: Period) -> tuple[Line, ...]:
    """Lines by municipality, each followed by those of its teams. Phases are as they are now."""
    with central.database.read() as connection:
        families = list(_families(connection, central.now()))
    by_place: defaultdict[str, defaultdict[str, list[Family]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for family in families:
        by_place[family.municipality][family.team].append(family)
    return tuple(
        line
        for municipality, teams in sorted(by_place.items())
        for line in _lines(municipality, teams, period)
    )


def _lines(
    municipality: str, teams: Mapping[str, Sequence[Family]], period: Period
) -> Iterator[Line]:
    groups: list[tuple[str | None, list[Family]]] = [
        (name, list(members)) for name, members in sorted(teams.items())
    ]
    groups.append((None, [family for _, members in groups for family in members]))
    phases = suppressed(
        [[sum(f.phase is phase for f in members) for phase in Phase] for _, members in groups[:-1]]
    )
    waits = [_days(members, period, _wait) for _, members in groups]
    durations = [_days(members, period, _duration) for _, members in groups]
    ended = [[g for f in members for g in f.goals if g in _ENDED] for _, members in groups]
    waited = _column(map(len, waits))
    finished = _column(map(len, durations))
    with_goals = _column(
        sum(any(g in _ENDED for g in f.goals) for f in members) for _, members in groups
    )
    lines = [
        Line(
            municipality,
            name,
            phases[at][-1],
            dict(zip(Phase, phases[at][:-1], strict=True)),
            waited[at],
            median(waits[at]) if waited[at] else None,
            finished[at],
            median(durations[at]) if finished[at] else None,
            with_goals[at],
            ended[at].count(GoalState.REACHED) / len(ended[at]) if with_goals[at] else None,
        )
        for at, (name, _) in enumerate(groups)
    ]
    yield lines[-1]
    yield from lines[:-1]


def _column(counts: Iterable[int]) -> list[int | None]:
    """Counts of teams and their total, with what is hidden as None."""
    *parts, _ = counts
    return [row[0] for row in suppressed([[part] for part in parts])]


def _days(members: Iterable[Family], period: Period, measure: Measure) -> list[int]:
    return [days for family in members if (days := measure(family, period)) is not None]


def _wait(family: Family, period: Period) -> int | None:
    """From registration to first contact; a contact before it was written down counts as none."""
    first = family.first_contact_on
    if first is None or family.registered_on is None or not period.holds(first):
        return None
    return max(0, (first - family.registered_on).days)


def _duration(family: Family, period: Period) -> int | None:
    """From registration to closing."""
    closed = family.closed_on
    if closed is None or family.registered_on is None or not period.holds(closed):
        return None
    return max(0, (closed - family.registered_on).days)


def _families(connection: Connection, now: datetime) -> Iterator[Family]:
    families: dict[UUID, Family] = {}
    teams = _teams(connection, now)
    for case in _records(connection, CaseFile):
        if case.kind is CaseKind.FAMILY:
            # Whoever wrote it could have written anything there, a name or a formula too.
            known = MUNICIPALITY_CODE.fullmatch(case.municipality) is not None
            families[case.id] = Family(
                case.municipality if known else "",
                teams.get(case.id, ""),
                case.phase,
                case.registered_on,
                case.first_contact_on,
            )
    for contact in _records(connection, Contact):
        family = families.get(contact.case_id)
        if family and contact.state is ContactState.HELD:
            _note_contact(family, contact)
    for goal in _records(connection, Goal):
        if goal.case_id in families:
            families[goal.case_id].goals.append(goal.state)
    for case_id, day in _closings(connection):
        family = families.get(case_id)
        if family and family.phase is Phase.CLOSED:
            family.closed_on = day
    return iter(families.values())


def _note_contact(family: Family, contact: Contact) -> None:
    day = contact.at.astimezone(ZONE).date()
    earlier = family.first_contact_on
    if contact.kind is not ContactKind.NO_ANSWER and (earlier is None or day < earlier):
        family.first_contact_on = day


def _records(connection: Connection, kind: type[R]) -> Iterator[R]:
    """All live records of a type; those that this version cannot read are left out."""
    declared = record_type(kind.type_name)
    rows = connection.execute(
        select(record.c.id, record.c.case_id, record.c.doc)
        .where(record.c.record_type == kind.type_name, record.c.withdrawn.is_(False))
        .execution_options(yield_per=2_000)
    )
    for row in rows:
        try:
            item = from_doc(declared, row.id, row.case_id, msgspec.json.decode(row.doc))
        except UnreadableRecord:
            continue
        yield cast("R", item)


def _closings(connection: Connection) -> Iterator[tuple[UUID, date]]:
    """Every time that a case was closed, in order."""
    rows = connection.execute(
        select(change.c.case_id, change.c.at, change.c.units, record.c.doc)
        .join_from(
            change,
            record,
            and_(record.c.case_id == change.c.case_id, record.c.id == change.c.record_id),
        )
        .where(record.c.record_type == CASE_FILE)
        .order_by(change.c.case_id, change.c.seq)
        .execution_options(yield_per=2_000)
    )
    for _, lines in groupby(rows, key=lambda row: row.case_id):
        yield from _closings_of(list(lines))


def _closings_of(lines: Sequence[Row[Any, Any, Any, Any]]) -> Iterator[tuple[UUID, date]]:
    """Of one case, from its changes in order."""
    steps = [(line, msgspec.json.decode(line.units)) for line in lines]
    told = [(line, step["phase"]) for line, step in steps if "phase" in step]
    phases = [(line, phase["after"]) for line, phase in told]
    if WHOLE in steps[0][1]:
        # As what it was made, the first change of it tells, or else the record itself.
        made = told[0][1]["before"] if told else msgspec.json.decode(lines[0].doc)
        phases.insert(0, (lines[0], made))
    for line, phase in phases:
        if (phase or {}).get("phase") == Phase.CLOSED:
            yield line.case_id, line.at.astimezone(ZONE).date()


def _teams(connection: Connection, now: datetime) -> dict[UUID, str]:
    """The team of each case: that of whoever leads it now, else of whoever began it."""
    team_of = {
        row.id: row.name
        for row in connection.execute(
            select(worker.c.id, team.c.name).join_from(worker, team, worker.c.team_id == team.c.id)
        )
    }
    began = connection.execute(select(case_head.c.case_id, case_head.c.created_by))
    teams = {row.case_id: team_of.get(row.created_by, "") for row in began}
    leads = connection.execute(
        select(access_grant.c.case_id, access_grant.c.worker_id)
        .where(access_grant.c.role == CaseRole.LEAD, live_at(now))
        .order_by(access_grant.c.granted_at)
    )
    teams.update((row.case_id, team_of.get(row.worker_id, "")) for row in leads)
    return teams
