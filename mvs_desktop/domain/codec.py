"""Between a field's Python value and JSON: one codec per field type.

The same JSON value goes over the wire, into the table's column and into the merge, so a
type that has a codec here needs nothing anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from mvs_desktop.domain.partial_date import PartialDate

Json = None | bool | int | float | str | list[Any] | dict[str, Any]


LARGEST = (1 << 63) - 1  # of the integers that a column of a database holds


class Column(StrEnum):
    """What a table keeps the value as."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Codec:
    """`decode` raises ValueError or TypeError for a value that does not fit."""

    encode: Callable[[Any], Json]
    decode: Callable[[Json], Any]
    column: Column
    optional: bool = False
    is_set: bool = False
    python_type: type = object


def codec_for(hint: object) -> Codec:
    """The codec of a field's type hint; raises TypeError when there is none."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        if len(inner) != 1:
            raise TypeError(f"a field may be one type or None, not {hint}")
        return _optional(codec_for(inner[0]))
    if origin in (frozenset, tuple):
        element = codec_for(get_args(hint)[0])
        return _many(element, is_set=origin is frozenset)
    if isinstance(hint, type):
        if issubclass(hint, StrEnum):
            return Codec(_plain, hint, Column.TEXT, python_type=hint)
        if hint in _SCALARS:
            return _SCALARS[hint]
    raise TypeError(f"no codec for {hint}")


def _plain(value: Any) -> Json:
    return str(value)


def _checked(kind: type) -> Callable[[Json], Any]:
    def decode(value: Json) -> Any:
        # bool is an int in Python, not on the wire.
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise TypeError(f"expected {kind.__name__}")
        return value

    return decode


def _real(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("expected a number")
    return float(value)


def _text(parse: Callable[[str], Any]) -> Callable[[Json], Any]:
    def decode(value: Json) -> Any:
        if not isinstance(value, str):
            raise TypeError("expected text")
        return parse(value)

    return decode


def instant_of(text: str) -> datetime:
    """In UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC")
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("an instant that has no date in some time zones")
    return moment.astimezone(UTC)


def _integer(value: Json) -> int:
    number: int = _checked(int)(value)
    if not -LARGEST - 1 <= number <= LARGEST:
        raise ValueError("a number that no column holds")
    return number


def whole_text(text: str) -> str:
    """The text with "�" for half a character, which a paste can leave and nothing can keep."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _same(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


_SCALARS: dict[type, Codec] = {
    str: Codec(whole_text, _checked(str), Column.TEXT, python_type=str),
    int: Codec(_same, _integer, Column.INTEGER, python_type=int),
    bool: Codec(_same, _checked(bool), Column.FLAG, python_type=bool),
    float: Codec(_same, _real, Column.REAL, python_type=float),
    # Records name the same few others over and over.
    UUID: Codec(_plain, _text(lru_cache(4096)(UUID)), Column.TEXT, python_type=UUID),
    date: Codec(date.isoformat, _text(date.fromisoformat), Column.TEXT, python_type=date),
    datetime: Codec(
        lambda moment: moment.astimezone(UTC).isoformat(),
        _text(instant_of),
        Column.TEXT,
        python_type=datetime,
    ),
    PartialDate: Codec(
        PartialDate.to_text, _text(PartialDate.from_text), Column.TEXT, python_type=PartialDate
    ),
}


def _optional(inner: Codec) -> Codec:
    encode, decode = inner.encode, inner.decode
    return Codec(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
        inner.column,
        optional=True,
        python_type=inner.python_type,
    )


def _many(element: Codec, *, is_set: bool) -> Codec:
    def encode(values: Any) -> Json:
        encoded = [element.encode(value) for value in values]
        # A set has no order: sorting makes equal sets equal on the wire.
        return sorted(encoded) if is_set else encoded

    def decode(value: Json) -> Any:
        if not isinstance(value, list):
            raise TypeError("expected a list")
        kind = frozenset if is_set else tuple
        return kind(element.decode(item) for item in value)

    return Codec(
        encode, decode, Column.JSON, is_set=is_set, python_type=frozenset if is_set else tuple
    )
