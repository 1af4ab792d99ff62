"""Nonces that a device's proof has to name (RFC 9449, section 8).

A proof is as old as the nonce in it, by the service's clock: the clocks of laptops do not
matter. Nothing is kept of a nonce. It is a keyed hash of the stretch of time that it was
given in, under a key that follows from the service's own: all processes on one database know
each other's.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

# A laptop synchronises every five minutes: what it learned then has to hold at the next one.
STRETCH = timedelta(minutes=10)
# The stretch before this one, and the next: another process's clock may be ahead of ours.
_TAKEN = (0, -1, 1)
# From when a nonce can first be used until it can be used no more.
LIFE = STRETCH * len(_TAKEN)

_BYTES = 18


def current(key: bytes, now: datetime) -> str:
    """The nonce to give out now."""
    return _of(key, _stretch(now))


def accepts(key: bytes, nonce: object, now: datetime) -> bool:
    """Whether we, or another process, gave this one a short time ago."""
    if not isinstance(nonce, str):
        return False
    given = sha256(nonce.encode("utf-8", "surrogatepass")).digest()
    at = _stretch(now)
    return any(
        compare_digest(given, sha256(_of(key, at + step).encode()).digest()) for step in _TAKEN
    )


def _stretch(now: datetime) -> int:
    return int(now.timestamp() // STRETCH.total_seconds())


def _of(key: bytes, stretch: int) -> str:
    code = digest(key, stretch.to_bytes(8, "big", signed=True), "sha256")
    return urlsafe_b64encode(code[:_BYTES]).decode()
