"""JSON in one form only, and what is hashed over it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, nothing escaped that need not be, in UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def record_hash(record_type: str, record_id: str, withdrawn: bool, doc: Any) -> str:
    """What one record adds to the checksum of its scope: 16 hex digits."""
    digest = hashlib.sha256(canonical([record_type, record_id, withdrawn, doc])).digest()
    return digest[:8].hex()


def checksum(hashes: Iterable[str]) -> str:
    return f"{sum(int(found, 16) for found in hashes) % 2**64:016x}"


def cursors_digest(cursors: Iterable[tuple[str, str, int, str]]) -> str:
    """Over case, compartment, seq and checksum of each scope."""
    lines = sorted(
        f"{case_id} {compartment} {seq} {scope_checksum}\n"
        for case_id, compartment, seq, scope_checksum in cursors
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
