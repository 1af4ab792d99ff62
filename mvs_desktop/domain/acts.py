"""A laptop's audit as both sides see it: how lines are chained, and what the centre signs.

The standard library alone: the laptop chains its lines as it writes them, and the service
chains the same lines again when they are told.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

from mvs_desktop.domain.codec import Json

_CODE = re.compile(r"[A-Za-z0-9_.:@+-]{0,80}")


def as_hashed(line: Mapping[str, Json]) -> str:
    """A line as it is hashed: canonical JSON."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained(previous: str, line: Mapping[str, Json]) -> str:
    """The hash of a line after the one with hash `previous`: SHA-256 in hexadecimal."""
    return chained_text(previous, as_hashed(line))


def chained_text(previous: str, text: str) -> str:
    """The same of a line that is kept as it was hashed."""
    return sha256(f"{previous}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def is_telling(value: Json) -> bool:
    """Whether there is more in it than ids, codes and numbers: that does not leave the laptop."""
    match value:
        case str():
            return _CODE.fullmatch(value) is None
        case dict():
            return any(is_telling(item) for pair in value.items() for item in pair)
        case list():
            return any(map(is_telling, value))
        case _:
            return False


def countersigned(device_id: str, number: int, hash_: str, at: str, fault: str) -> bytes:
    """What the service signs: it holds the lines of this device up to this one since `at`.

    `fault` is empty when they followed from what it held before.
    """
    stated: dict[str, Json] = {
        "at": at,
        "device": device_id,
        "fault": fault,
        "hash": hash_,
        "number": number,
    }
    return b"mvs-central device audit 1\n" + as_hashed(stated).encode()
