"""The families of the demo as the tests look at them: on one day, by one worker."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

import pytest

from mvs_desktop.demo.content import DemoFamily, Me, load_families
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

TODAY = date(2026, 3, 4)
ME = Me(UUID(int=1), "Nienke Overdijk")

R = TypeVar("R", bound=Record)


def counting_ids() -> Callable[[], UUID]:
    numbers = iter(range(1000, 100_000))
    return lambda: UUID(int=next(numbers))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def families_on(day: date) -> tuple[DemoFamily, ...]:
    return load_families(day, noon(day), counting_ids(), ME)


FAMILIES = families_on(TODAY)
EVERY_FAMILY = pytest.mark.parametrize("family", FAMILIES, ids=[f.slug for f in FAMILIES])


def snapshot(family: DemoFamily) -> CaseSnapshot:
    case = family.records[0]
    assert isinstance(case, CaseFile)
    return CaseSnapshot.of(case, family.records)


def all_of(kind: type[R]) -> list[R]:
    return [item for family in FAMILIES for item in family.records if isinstance(item, kind)]
