"""docs/records.md, from which another client is written, tells what the program declares."""

import json
from collections.abc import Iterator
from dataclasses import MISSING
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints
from uuid import UUID

from mvs_desktop.domain.catalogue import record_types
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import FieldSpec, Merge, RecordType

PAGE = Path(__file__).parents[2] / "docs" / "records.md"
MARK = "<!-- From here on as tests/domain/test_records_page.py finds it. -->\n"

_WORDS = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    UUID: "id",
    date: "day",
    datetime: "instant",
    PartialDate: "partial day",
}


def value_of(hint: object) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (one,) = (part for part in inner if part is not NoneType)
        return f"{value_of(one)}, or null"
    if origin in (frozenset, tuple):
        return f"{'set' if origin is frozenset else 'list'} of: {value_of(inner[0])}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " ".join(f"`{item.value}`" for item in hint)
    assert isinstance(hint, type)
    return _WORDS[hint]


def row(kind: RecordType, spec: FieldSpec, hint: object) -> str:
    value = value_of(hint)
    if kind.merge_of(spec.unit) is Merge.TEXT:
        value = "long text"
    needed = spec.default is MISSING
    absent = "needed" if needed else f"`{json.dumps(spec.codec.encode(spec.default))}`"
    unit = f"`{spec.unit}`" if len(kind.units[spec.unit]) > 1 else ""
    return f"| `{spec.name}` | {value} | {absent} | {unit} | {spec.options.audience.value} |"


def section(kind: RecordType) -> Iterator[str]:
    yield f"## {kind.name}"
    yield ""
    assert kind.cls.__doc__ is not None
    where = f"Compartment `{kind.compartment}`." if kind.compartment else "Of any compartment."
    told = [" ".join(kind.cls.__doc__.split()), where]
    if kind.seal:
        told.append(f"Sealed once `{kind.seal}` is not null.")
    if kind.sealed_with:
        told.append(f"Sealed with the record that `{kind.sealed_with}` names.")
    yield " ".join(told)
    yield ""
    yield "| member | value | absent is | unit | for |"
    yield "|---|---|---|---|---|"
    hints = get_type_hints(kind.cls)
    for spec in kind.fields.values():
        yield row(kind, spec, hints[spec.name])
    yield ""


def test_the_page_tells_every_record_type_as_it_is() -> None:
    """After a change: copy the part that this test found over that of docs/records.md."""
    # By name, and without what other tests declare: the registry has no order of its own.
    kinds = [kind for kind in record_types() if kind.cls.__module__.startswith("mvs_desktop.")]
    kinds.sort(key=lambda kind: kind.name)
    found = "\n".join(line for kind in kinds for line in section(kind))
    introduction, mark, written = PAGE.read_text("utf-8").partition(MARK)
    assert mark
    if written.strip() != found.strip():
        PAGE.with_suffix(".found.md").write_text(f"{introduction}{mark}\n{found}", "utf-8")
    assert written.strip() == found.strip()
