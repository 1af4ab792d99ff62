"""How a laptop and the central service see that they hold the same, without sending it.

Both sides compute these from their own rows.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from mvs_desktop.domain.codec import Json

_MODULUS = 1 << 64


_SORTED = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """JSON with one spelling: sorted keys, no spaces, only what must be is escaped, numbers as
    Python writes them. Raises ValueError for NaN, an infinity, and half a surrogate pair."""
    if has_float(value):  # of which the quick encoder writes some differently
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        return text.encode()
    return _SORTED.encode(value)


def canonical_text(value: object) -> bytes:
    """The same, quicker, for a value in which no number has a fraction."""
    return _SORTED.encode(value)


def has_float(value: object) -> bool:
    """Whether a number in it has a fraction, or is written as if it had."""
    rest: list[Any] = [value]
    while rest:
        item = rest.pop()
        kind = type(item)
        if kind is float:
            return True
        if kind is dict:
            rest += item.values()
        elif kind is list or kind is tuple:
            rest += item
    return False


def record_hash(record_type: str, id_: UUID | str, withdrawn: bool, doc: Mapping[str, Json]) -> int:
    """A record's part in the checksum of its scope: 64 bits of SHA-256 over its wire form."""
    return hash_of_wire(record_type, id_, withdrawn, canonical(doc))


def hash_of_wire(record_type: str, id_: UUID | str, withdrawn: bool, doc: bytes) -> int:
    """The same for a record whose `doc` is canonical JSON already."""
    head = canonical_text((record_type, id_, withdrawn))
    return int.from_bytes(sha256(b"%b,%b]" % (head[:-1], doc)).digest()[:8], "big")


def add_checksums(hashes: Iterable[int]) -> str:
    """The sum of record hashes modulo 2⁶⁴ as 16 hex digits; their order does not matter.

    A negative hash takes a record out of a sum.
    """
    return f"{sum(hashes) % _MODULUS:016x}"


def hash_text(record: int) -> str:
    """A record's hash as a store keeps it: 16 hex digits."""
    return f"{record:016x}"


def sum_of_hashes(texts: Iterable[str]) -> str:
    """The checksum of a scope from the hashes kept with its records."""
    return add_checksums(int(text, 16) for text in texts)


def cursors_digest(cursors: Iterable[tuple[UUID | str, str, int, str]]) -> str:
    """One digest of all cursors, (case id, compartment, seq, checksum) each: SHA-256 in hex.

    An idle sync compares this alone.
    """
    lines = sorted(
        f"{case_id} {compartment} {seq} {checksum}\n"
        for case_id, compartment, seq, checksum in cursors
    )
    return sha256("".join(lines).encode()).hexdigest()
