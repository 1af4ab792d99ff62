"""Which backups stay: by the order in which they were made, whatever the clock said."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from mvs_desktop.storage.copies.rotation import BackupInfo, BackupKind, due, kept, labelled

START = datetime(2025, 3, 3, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def made(number: int, at: datetime, size: int = 1, *, migration: bool = False) -> BackupInfo:
    kind = BackupKind.MIGRATION if migration else BackupKind.HOURLY
    return BackupInfo(f"{number}", number, at, kind, size)


def numbers(backups: tuple[BackupInfo, ...], kind: BackupKind | None = None) -> list[int]:
    return [item.number for item in backups if kind in (None, item.kind)]


def working_days(days: int, per_day: int = 8) -> list[BackupInfo]:
    return [
        made(1 + day * per_day + hour, START + timedelta(days=day, hours=hour))
        for day in range(days)
        for hour in range(per_day)
    ]


def test_a_few_weeks_of_work() -> None:
    stay = kept(working_days(40))
    assert numbers(stay, BackupKind.HOURLY) == list(range(320, 308, -1))
    # The last of each of the last seven days, two of which are among the last hours.
    assert numbers(stay, BackupKind.DAILY) == [304, 296, 288, 280, 272]
    # Of the weeks before: their last; this week's is among the others.
    assert numbers(stay, BackupKind.WEEKLY) == [224, 168]
    assert len(stay) == 19


def test_rotating_after_each_backup_ends_with_the_same_as_rotating_once() -> None:
    stay: list[BackupInfo] = []
    for item in working_days(60):
        stay = list(kept([*stay, item]))
    assert {item.number for item in stay} >= set(numbers(kept(working_days(60)))) - {1}
    assert len(stay) <= 12 + 7 + 4


@pytest.mark.parametrize("jump", [timedelta(days=3650), -timedelta(days=3650), HOUR * 25])
def test_a_clock_that_jumps_takes_none_of_the_earlier_days_away(jump: timedelta) -> None:
    before = working_days(30)
    after = [made(1000 + number, START + jump + number * HOUR) for number in range(20)]
    stay = kept([*before, *after])
    assert numbers(stay, BackupKind.HOURLY) == list(range(1019, 1007, -1))
    assert len([number for number in numbers(stay) if number < 1000]) >= 5


def test_a_clock_that_says_anything_never_leaves_less_than_there_can_be() -> None:
    dice = random.Random(3)
    stay: list[BackupInfo] = []
    for number in range(300):
        at = START + timedelta(seconds=dice.randint(-(10**9), 10**9))
        stay = list(kept([*stay, made(number, at)]))
        assert stay[0].number == number
        assert len(stay) >= min(number + 1, 12)
    assert len(stay) <= 12 + 7 + 4


def test_what_was_made_before_a_migration_stays_beside_the_others() -> None:
    upgrades = [made(500 + n, START + n * HOUR, migration=True) for n in range(3)]
    stay = kept([*working_days(40), *upgrades, *(made(600 + n, START) for n in range(50))])
    assert numbers(stay, BackupKind.MIGRATION) == [502, 501]


def test_with_little_room_the_newest_and_some_earlier_days_stay() -> None:
    backups = [made(item.number, item.made_at, 10) for item in working_days(40)]
    assert numbers(kept(backups, 0)) == [320]
    assert numbers(kept(backups, 55)) == [320, 319, 312, 304, 296]
    upgrade = made(300, START, 10, migration=True)
    others = [item for item in backups if item.number != 300]
    assert numbers(kept([*others, upgrade], 0)) == [320, 300]


def test_one_large_backup_does_not_cost_the_small_ones_before_it() -> None:
    backups = [made(1, START, 10), made(2, START + 24 * HOUR, 10), made(3, START + 48 * HOUR, 90)]
    assert numbers(kept(backups, 100)) == [3, 2]


def test_labels_leave_none_out() -> None:
    assert len(labelled(working_days(40))) == 320


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(minutes=59), False),
        (timedelta(hours=1), True),
        (timedelta(days=400), True),
        (-timedelta(minutes=2), False),
        (-timedelta(hours=1), True),  # the clock was turned back
    ],
)
def test_when_a_backup_is_due(passed: timedelta, expected: bool) -> None:
    assert due(START + passed, START) is expected
    assert due(START, None)
