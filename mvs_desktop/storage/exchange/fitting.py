"""Whether the wire form of a record fits the fields that this version declares.

The fields' own codecs decide. What msgspec can tell of a whole record at once it tells first,
which is what most records that come in need; whatever it does not accept, the codecs look at.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from mvs_desktop.domain.codec import LARGEST, Json
from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.records import RecordType, from_doc, record_type

_NOBODY = UUID(int=0)

# Types of which msgspec accepts nothing that the codec refuses. It may refuse more.
_ALIKE: Mapping[object, object] = {
    str: str,
    bool: bool,
    int: Annotated[int, msgspec.Meta(ge=-LARGEST - 1, le=LARGEST)],
    UUID: UUID,
    date: date,
}

_Decoder = tuple[str, Callable[[Json], Any]]


def fits(kind: RecordType, doc: Mapping[str, Json]) -> bool:
    """Whether `from_doc` reads this."""
    shape, others = _shape(kind.name)
    try:
        msgspec.convert(doc, shape)
        for name, decode in others:
            if name in doc:
                decode(doc[name])
    except (ValueError, TypeError, KeyError):  # a ValidationError is a ValueError
        return _is_read(kind, doc)
    return True


def _is_read(kind: RecordType, doc: Mapping[str, Json]) -> bool:
    try:
        from_doc(kind, _NOBODY, _NOBODY, doc)
    except UnreadableRecord:
        return False
    return True


@cache
def _shape(type_name: str) -> tuple[type[msgspec.Struct], tuple[_Decoder, ...]]:
    """What msgspec checks of a record type, and the fields that are left to their codecs."""
    kind = record_type(type_name)
    hints = get_type_hints(kind.cls)
    members: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    others: list[_Decoder] = []
    for name, decode, may_be_absent in kind.decoders:
        alike = _alike(hints[name])
        if alike is None:
            others.append((name, decode))
        declared = Any if alike is None else alike
        members.append((name, declared, None) if may_be_absent else (name, declared))
    shape = msgspec.defstruct(type_name, members, kw_only=True, gc=False)
    return shape, tuple(others)


def _alike(hint: object) -> Any:
    """The type for msgspec; None for one that only the codec knows."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (inner,) = (_alike(part) for part in get_args(hint) if part is not NoneType)
        return None if inner is None else Union[inner, None]  # noqa: UP007 - made at run time
    if origin in (frozenset, tuple):
        element = _alike(get_args(hint)[0])
        return None if element is None else list[element]  # type: ignore[valid-type]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return _ALIKE.get(hint)
