"""Files that are their owner's alone, and whole or not there."""

import os
from contextlib import suppress
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Raises FileExistsError for one that is there, and OSError when it cannot be written, as on
    a full disk; there is then no file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def replace(path: Path, content: bytes) -> None:
    """The same for one that may be there. Raises OSError; it then stands as it was."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)  # what a killed command left there may be readable by others
    write_new(beside, content)
    try:
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
