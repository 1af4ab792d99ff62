"""On which days a worker is on a case."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from mvs_desktop.domain.cases import CaseMember

DAY = date(2026, 11, 20)


def member(**more: object) -> CaseMember:
    first = {"starts_on": DAY - timedelta(days=5), "ends_on": DAY, **more}
    return CaseMember(id=uuid4(), case_id=uuid4(), worker_id=uuid4(), **first)  # type: ignore[arg-type]


def test_the_last_day_counts() -> None:
    item = member()
    days = [DAY + timedelta(days=days) for days in (-6, -5, 0, 1)]
    assert [item.active_on(day) for day in days] == [False, True, True, False]


def test_who_was_ended_at_once_is_gone_the_same_day() -> None:
    item = member(ended_at=datetime(2026, 11, 20, 11, 30, tzinfo=UTC))
    assert item.active_on(DAY - timedelta(days=1))
    assert not item.active_on(DAY)
    assert not item.active_on(DAY + timedelta(days=1))
