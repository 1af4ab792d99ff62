"""Which backups stay, when older ones make room for newer ones.

Backups are numbered in the order in which they were made, and that order counts: the clock
only says which of them share a day or a week. However it jumps, as many stay as otherwise.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

HOURS, DAYS, WEEKS = 12, 7, 4
MIGRATIONS = 2

EVERY = timedelta(hours=1)
# A clock is set right by a minute or two all the time; that alone asks for no new backup.
_SET_RIGHT = timedelta(minutes=5)


class BackupKind(StrEnum):
    """What a backup is kept as."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MIGRATION = "migration"  # before the tables were brought up to date


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup as its folder tells, without opening it; `size` in bytes, attachments apart."""

    name: str
    number: int  # the order in which they were made
    made_at: datetime  # UTC, by the clock of that moment
    kind: BackupKind
    size: int


def due(now: datetime, last: datetime | None) -> bool:
    """Whether the last backup is an hour old; also when the clock says it is yet to be made."""
    return last is None or not -_SET_RIGHT < now - last < EVERY


def labelled(found: Iterable[BackupInfo]) -> tuple[BackupInfo, ...]:
    """All of them, newest first, each with what it is kept as."""
    found = tuple(found)
    kinds = {item.name: item.kind for item in kept(found)}
    return tuple(
        replace(item, kind=kinds.get(item.name, item.kind)) for item in _newest_first(found)
    )


def kept(found: Iterable[BackupInfo], room: int | None = None) -> tuple[BackupInfo, ...]:
    """Those that stay, newest first, each with what it is kept as.

    `room` is how many bytes they may take together. The newest always stays, whatever it
    takes, and so does the last one before a migration.
    """
    newest_first = _newest_first(found)
    plain = [item for item in newest_first if item.kind is not BackupKind.MIGRATION]
    before = [item for item in newest_first if item.kind is BackupKind.MIGRATION]
    kinds: dict[str, BackupKind] = {item.name: BackupKind.MIGRATION for item in before[:MIGRATIONS]}
    days = _newest_of_each(plain, lambda at: at.date(), DAYS)
    weeks = _newest_of_each(plain, lambda at: at.isocalendar()[:2], WEEKS)
    for kind, chosen in (
        (BackupKind.WEEKLY, weeks),
        (BackupKind.DAILY, days),
        (BackupKind.HOURLY, plain[:HOURS]),
    ):
        kinds |= {item.name: kind for item in chosen}
    if room is not None:
        # The last days tell more than the last hours, when there is no room for both.
        always = [*newest_first[:1], *before[:1]]
        kinds = _within(room, always, [*plain[:2], *days, *weeks, *plain, *before], kinds)
    return tuple(
        replace(item, kind=kinds[item.name]) for item in newest_first if item.name in kinds
    )


def _newest_first(found: Iterable[BackupInfo]) -> list[BackupInfo]:
    return sorted(found, key=lambda item: (item.number, item.name), reverse=True)


def _newest_of_each(
    plain: Sequence[BackupInfo], period: Callable[[datetime], Hashable], most: int
) -> list[BackupInfo]:
    """The newest backup of each of the last periods that have one."""
    newest: dict[Hashable, BackupInfo] = {}
    for item in plain:
        newest.setdefault(period(item.made_at), item)
    return list(newest.values())[:most]


def _within(
    room: int,
    always: Sequence[BackupInfo],
    order: Sequence[BackupInfo],
    kinds: Mapping[str, BackupKind],
) -> dict[str, BackupKind]:
    chosen = {item.name: kinds[item.name] for item in always}
    room -= sum(item.size for item in dict.fromkeys(always))
    for item in order:
        if item.name in kinds and item.name not in chosen and item.size <= room:
            chosen[item.name] = kinds[item.name]
            room -= item.size
    return chosen
