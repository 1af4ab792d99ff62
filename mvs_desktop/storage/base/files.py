"""Files that are either whole or as they were."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mvs_desktop.domain.errors import DiskFull, StoreDamaged, TargetUnwritable


def write_durably(
    path: Path, content: bytes, proven: Callable[[Path], None] = lambda _: None
) -> None:
    """Replace `path` so that a crash at any moment leaves the old or the new content.

    The file is readable by its owner alone. `proven` gets the new file before it takes the
    place of the old one, and raises to prevent that. Raises DiskFull; the old file then stands.
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
            proven(beside)
            beside.replace(path)
        except BaseException:
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


def export(path: Path, content: bytes) -> None:
    """Write a file where a worker wants it. Raises DiskFull and TargetUnwritable."""
    try:
        write_durably(path, content)
    except OSError as error:
        raise TargetUnwritable from error


def copy_durably(source: Path, target: Path, digest: str | None = None) -> None:
    """Copy a file; the copy is whole or not there. Raises DiskFull, FileNotFoundError, and
    StoreDamaged when `digest` (SHA-256 in hexadecimal) is given and the content has another."""
    beside = target.with_name(target.name + ".new")
    beside.unlink(missing_ok=True)
    try:
        with telling_a_full_disk(), source.open("rb") as old:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            found = hashlib.sha256()
            with os.fdopen(descriptor, "wb") as file:
                while part := old.read(1024 * 1024):
                    found.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
        if digest not in (None, found.hexdigest()):
            raise StoreDamaged  # noqa: TRY301 - the same clean-up as any other failure
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def free_bytes(folder: Path) -> int:
    """What the disk of a folder, which may be yet to be made, has left for us."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def sync_file(path: Path) -> None:
    """Make a file durable that somebody else wrote."""
    with telling_a_full_disk():
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
