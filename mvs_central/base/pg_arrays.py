"""Columns of values as PostgreSQL's binary arrays: for the server much the cheapest way to be
given many values, and psycopg makes them one by one.

Source of the form: `array_recv` and the receive functions of the types, PostgreSQL 12 to 18.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from struct import Struct
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, String, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

from mvs_central.tables import Instant

_HEAD = Struct(">iiIii").pack  # dimensions, has nulls, type, length, first index
_LENGTH = Struct(">i").pack
_NULL = _LENGTH(-1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INT4, _INT8 = Struct(">i").pack, Struct(">q").pack


@dataclass(frozen=True, slots=True)
class ArrayType:
    """A type of PostgreSQL: its name, its number in `pg_type`, how a value is sent, and in how
    many bytes where all values take the same."""

    name: str
    oid: int
    sent: Callable[[Any], bytes]
    size: int | None = None


@dataclass(frozen=True, slots=True)
class PackedArray:
    """An array as it goes over the line."""

    data: bytes


class _PackedDumper(Dumper):
    format = Format.BINARY  # the type is that of the place where it stands

    def dump(self, obj: PackedArray) -> bytes:
        return obj.data


psycopg.adapters.register_dumper(PackedArray, _PackedDumper)


def _microseconds(moment: datetime) -> bytes:
    return _INT8((moment - _EPOCH) // _MICROSECOND)


# In this order: a big integer is an integer too.
_TYPES: Sequence[tuple[type[TypeEngine[Any] | TypeDecorator[Any]], ArrayType]] = (
    (Uuid, ArrayType("uuid", 2950, attrgetter("bytes"), 16)),
    (Instant, ArrayType("timestamptz", 1184, _microseconds, 8)),
    (BigInteger, ArrayType("int8", 20, _INT8, 8)),
    (Integer, ArrayType("int4", 23, _INT4, 4)),
    (Boolean, ArrayType("bool", 16, (b"\0", b"\1").__getitem__)),
    (LargeBinary, ArrayType("bytea", 17, bytes)),
    (String, ArrayType("text", 25, str.encode)),
)


def array_type(kind: TypeEngine[Any]) -> ArrayType:
    """Raises LookupError for a type that no such array was ever made of."""
    for known, found in _TYPES:
        if isinstance(kind, known):
            return found
    raise LookupError(type(kind).__name__)


def packed(kind: ArrayType, values: Sequence[Any]) -> PackedArray:
    """One-dimensional; None is NULL."""
    sent = kind.sent
    if has_null := None in values:
        parts = [_NULL if value is None else _sized(sent(value)) for value in values]
        data = b"".join(parts)
    elif kind.size is not None and values:
        size = _LENGTH(kind.size)
        data = size + size.join(map(sent, values))
    else:
        data = b"".join(map(_sized, map(sent, values)))
    return PackedArray(_HEAD(1, has_null, kind.oid, len(values), 1) + data)


def _sized(data: bytes) -> bytes:
    return _LENGTH(len(data)) + data
