"""How a laptop and the central service see that they hold the same, without sending it.

Standard library only: both sides compute these from their own rows.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from mvs_desktop.domain.codec import Json

_MODULUS = 1 << 64


def record_hash(record_type: str, id_: UUID | str, withdrawn: bool, doc: Mapping[str, Json]) -> int:
    """A record's part in the checksum of its scope: 64 bits of SHA-256 over its wire form."""
    wire = json.dumps(
        [record_type, str(id_), withdrawn, doc],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return int.from_bytes(sha256(wire.encode()).digest()[:8], "big")


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
