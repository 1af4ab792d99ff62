"""How often a passphrase was wrong: kept in a file beside the key file, and in the keyring.

The larger of the two counts, so that deleting the file is no fresh start. Who can also read
the keyring can take the device secret and guess elsewhere; against that stands the cost of
each guess alone.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from mvs_desktop.domain.errors import DiskFull, KeyringEmpty, KeyringUnsupported
from mvs_desktop.storage.base.files import write_durably
from mvs_desktop.storage.keys.keychain import SECRET_BYTES, SecretKeeper

MOST = 10  # after these only recovery opens the store

# The first tries are free: people mistype. Then the wait doubles, up to a quarter of an hour.
_FREE = 3
FIRST_WAIT, LONGEST_WAIT = 30, 900  # seconds

_COUNT_BYTES, _TIME_BYTES = 4, 8


class Tries:
    """Of one store; `name` is that of its count in the keyring."""

    def __init__(self, path: Path, keeper: SecretKeeper, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._keeper = keeper
        self._clock = clock

    def wait(self, name: str | None = None) -> int:
        """Seconds until the next try; 0 when it may be now. Without a name only the file is
        looked at, which is cheap."""
        failures, last = self._failures(name)
        if failures < _FREE or last is None:
            return 0
        doublings = min(failures - _FREE, 10)
        pause = min(FIRST_WAIT << doublings, LONGEST_WAIT)
        passed = (self._clock() - last).total_seconds()
        # A clock that was turned back must not make the wait longer than the pause itself.
        return max(0, min(pause, round(pause - passed)))

    def spent(self, name: str) -> bool:
        return self._failures(name)[0] >= MOST

    def any(self, name: str) -> bool:
        return self._path.exists() or self._failures(name)[0] > 0

    def add(self, name: str) -> None:
        count = self._failures(name)[0] + 1
        now = self._clock()
        with suppress(DiskFull, OSError):  # then the derivation alone slows a guesser down
            write_durably(self._path, f"{count} {now.isoformat()}".encode())
        kept = count.to_bytes(_COUNT_BYTES) + int(now.timestamp()).to_bytes(_TIME_BYTES)
        with suppress(KeyringUnsupported):
            self._keeper.put(name, kept.ljust(SECRET_BYTES, b"\0"))

    def clear(self, name: str) -> None:
        self._path.unlink(missing_ok=True)
        with suppress(KeyringUnsupported):
            self._keeper.forget(name)

    def _failures(self, name: str | None) -> tuple[int, datetime | None]:
        found = [self._in_file()]
        if name is not None:
            found.append(self._in_keyring(name))
        return max(found, key=lambda one: one[0])

    def _in_file(self) -> tuple[int, datetime | None]:
        try:
            count, moment = self._path.read_text().split()
            return int(count), datetime.fromisoformat(moment).astimezone(UTC)
        except (OSError, ValueError, OverflowError):
            return 0, None

    def _in_keyring(self, name: str) -> tuple[int, datetime | None]:
        try:
            kept = self._keeper.read(name)
            seconds = int.from_bytes(kept[_COUNT_BYTES : _COUNT_BYTES + _TIME_BYTES])
            return int.from_bytes(kept[:_COUNT_BYTES]), datetime.fromtimestamp(seconds, UTC)
        except (KeyringEmpty, KeyringUnsupported, ValueError, OverflowError, OSError):
            return 0, None
