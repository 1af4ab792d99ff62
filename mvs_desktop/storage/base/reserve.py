"""A file that only takes up room: on a full disk it goes, so that the last save still fits.

It is for what a worker types alone. What comes in from the centre and what is copied stops
when the disk is full; a save and its audit line then have the room of this file.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.storage.base.files import free_bytes, sync_folder, write_durably

SIZE = 4 * 1024 * 1024
FILE = "case.reserve"

# It comes back only when there is so much room that nobody misses it.
_ENOUGH = 16 * SIZE


class Reserve:
    """Of the store in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE

    @property
    def spent(self) -> bool:
        """Whether the disk was so full that the file had to go."""
        return not self._path.exists()

    def keep(self) -> None:
        """Make the file, if it is not there and there is room; may block on the disk."""
        if self.spent and free_bytes(self._folder) >= _ENOUGH:
            # Some file systems take no room for zeros.
            with suppress(DiskFull, OSError):
                write_durably(self._path, secrets.token_bytes(SIZE))

    def ease(self) -> None:
        """Give up the file when the disk is about to be full. Takes some microseconds."""
        if free_bytes(self._folder) < SIZE:
            self.spend()

    def spend(self) -> None:
        """Give up the file."""
        with suppress(OSError):
            # Removing alone may need room on some file systems; shortening does not.
            os.truncate(self._path, 0)
            self._path.unlink()
            sync_folder(self._folder)
