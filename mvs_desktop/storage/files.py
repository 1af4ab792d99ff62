"""Files that are either whole or as they were."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mvs_desktop.domain.errors import DiskFull


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` so that a crash at any moment leaves the old or the new content.

    The file is readable by its owner alone. Raises DiskFull; the old file then stands.
    """
    beside = path.with_name(path.name + ".new")
    # What a killed process left there goes: it may be readable by others, or a link.
    beside.unlink(missing_ok=True)
    with telling_a_full_disk():
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)


@contextmanager
def telling_a_full_disk() -> Iterator[None]:
    """Raises DiskFull instead of the system's own words for it."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        raise


def sync_folder(folder: Path) -> None:
    """Make what was made, renamed or removed in a folder durable, where the system can
    (Windows cannot and need not)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
