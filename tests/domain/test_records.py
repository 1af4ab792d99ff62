"""One declaration per record: what follows from it holds for every registered type."""

import string
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain import catalogue
from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import (
    Compartment,
    Record,
    RecordType,
    changed_units,
    compartment_of,
    for_family,
    from_doc,
    patch_of,
    record,
    to_doc,
    type_of,
    unknown_members,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
# In the first and the last year an instant has no date in some time zones.
EARLY, LATE = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 - st.datetimes adds it
SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    UUID: st.uuids(),
    date: DAYS,
    datetime: st.datetimes(EARLY, LATE, timezones=st.just(UTC)),
    PartialDate: DAYS.map(PartialDate.of),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    arguments = get_args(hint)
    if NoneType in arguments:
        return st.none() | values(arguments[0])
    if arguments:
        return st.frozensets(values(arguments[0]), max_size=4)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return SIMPLE[hint]


def records(kind: RecordType) -> st.SearchStrategy[Record]:
    hints = get_type_hints(kind.cls)
    return st.builds(kind.cls, **{item.name: values(hints[item.name]) for item in fields(kind.cls)})


ANY_RECORD = st.sampled_from(catalogue.record_types()).flatmap(records)


@given(ANY_RECORD)
def test_every_record_survives_its_wire_form(item: Record) -> None:
    assert from_doc(type_of(item), item.id, item.case_id, to_doc(item)) == item


@given(ANY_RECORD, st.data())
def test_changed_units_are_exactly_what_differs(item: Record, data: st.DataObject) -> None:
    other = data.draw(records(type_of(item)))
    kind, before, after = type_of(item), to_doc(item), to_doc(other)
    units = changed_units(kind, before, after)
    rebuilt = dict(before)
    for unit in units:
        assert patch_of(kind, unit, before) != patch_of(kind, unit, after)
        rebuilt.update(patch_of(kind, unit, after))
    assert rebuilt == after


@given(ANY_RECORD)
def test_a_member_of_a_newer_version_is_told_apart(item: Record) -> None:
    doc = to_doc(item) | {"from_later": [1]}
    assert unknown_members(type_of(item), doc) == {"from_later": [1]}
    assert from_doc(type_of(item), item.id, item.case_id, doc) == item


@pytest.mark.parametrize("kind", catalogue.record_types(), ids=lambda kind: kind.name)
def test_every_field_belongs_to_one_unit(kind: RecordType) -> None:
    members = [spec.name for specs in kind.units.values() for spec in specs]
    assert sorted(members) == sorted(kind.fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gender", "van-later"),
        ("gender", 3),
        ("birth", "30 februari"),
        ("birth", "2016-02-30"),
        ("gets_help", "ja"),
        ("languages", "Dutch"),
        ("given_name", None),
    ],
)
def test_a_value_that_does_not_fit_is_named(field: str, value: object) -> None:
    kind = catalogue.record_type("person")
    with pytest.raises(UnreadableRecord, match=field):
        from_doc(kind, uuid4(), uuid4(), {field: value})  # type: ignore[dict-item]


def test_a_field_without_an_audience_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Careless(Record):
        name: str = ""

    with pytest.raises(TypeError, match="audience"):
        record("careless", compartment=Compartment.BASIS)(Careless)


def test_a_seal_is_a_field_of_the_record() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Sealed(Record):
        name: str = for_family("")

    with pytest.raises(TypeError, match="no field"):
        record("sealed", compartment=Compartment.BASIS, seal="signed_at")(Sealed)


def test_the_compartment_is_the_types_or_the_records_own() -> None:
    one, case = uuid4(), uuid4()
    assert compartment_of(catalogue.Person(id=one, case_id=case)) is Compartment.BASIS
    note = catalogue.Note(id=one, case_id=case, compartment=Compartment.SAFETY)
    assert compartment_of(note) is Compartment.SAFETY


def test_no_record_name_is_unfit_for_a_table() -> None:
    allowed = set(string.ascii_lowercase + "_")
    assert all(set(kind.name) <= allowed for kind in catalogue.record_types())
