"""Ids made on the device: UUID version 7 (RFC 9562), sorted by time of making."""

from datetime import datetime
from uuid import UUID


def uuid7(at: datetime, randomness: bytes) -> UUID:
    """`at` is an aware instant, `randomness` ten random bytes."""
    if len(randomness) != 10:
        raise ValueError("ten random bytes are needed")
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    value = (milliseconds << 80) | int.from_bytes(randomness, "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
