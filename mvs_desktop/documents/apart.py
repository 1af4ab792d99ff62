"""Files of others are first opened in a process of their own.

What reads pictures and PDFs is written in C, and a file that was made for it, or only arrived
damaged, can bring such a reader down: a broken HEIC did (see tests/documents/test_apart.py). Then
this process ends, and not the program. Nothing goes over the disk: the file and what becomes of
it go through pipes.

    python -m mvs_desktop read-file   reads a file from its input; what `media.prepare` makes of it,
                                      or the code of the error, goes to its output
"""

import os
import subprocess
import sys
from datetime import date
from typing import BinaryIO

import msgspec

from mvs_desktop.documents import media
from mvs_desktop.documents.media import Prepared
from mvs_desktop.domain.attachments import MOST_BYTES, MediaType, Remark
from mvs_desktop.domain.errors import (
    AttachmentBroken,
    AttachmentEmpty,
    AttachmentHasPassword,
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentTooManyPages,
    AttachmentTooManyPixels,
    ExpectedError,
)

COMMAND = "read-file"

_SECONDS = 60  # a 25 MB scan takes five
_MEMORY = 4 << 30  # bytes of address space, where the system can set that

_ERRORS: dict[str, type[ExpectedError]] = {
    kind.code: kind
    for kind in (
        AttachmentBroken,
        AttachmentEmpty,
        AttachmentHasPassword,
        AttachmentNotAllowed,
        AttachmentTooLarge,
        AttachmentTooManyPages,
        AttachmentTooManyPixels,
    )
}


class _Answer(msgspec.Struct):
    """What comes back, before the content and the thumbnail."""

    error: str = ""
    media_type: MediaType = MediaType.PDF
    pages: int = 0
    taken_on: date | None = None
    remarks: tuple[Remark, ...] = ()
    size: int = 0  # of the content, in bytes


def prepare_apart(content: bytes) -> Prepared:
    """As `media.prepare`, and AttachmentBroken too for a file that brings its reader down or
    keeps it busy for more than a minute."""
    # What needs no reader is told at once.
    if not content:
        raise AttachmentEmpty
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    if media.sniff(content) is None:
        raise AttachmentNotAllowed
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*_program(), COMMAND],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it could hold what is in the file
            timeout=_SECONDS,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.SubprocessError as error:
        raise AttachmentBroken from error
    return _read(done.stdout)


def _program() -> list[str]:
    """The command that starts this program, with nothing of its surroundings."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-I", "-m", "mvs_desktop"]


def _read(output: bytes) -> Prepared:
    head, _, rest = output.partition(b"\n")
    answer = msgspec.json.decode(head, type=_Answer)
    if answer.error:
        raise _ERRORS[answer.error]
    return Prepared(
        rest[: answer.size],
        answer.media_type,
        answer.pages,
        rest[answer.size :],
        answer.taken_on,
        frozenset(answer.remarks),
    )


def answer_to(content: bytes, out: BinaryIO) -> None:
    """Write what becomes of a file."""
    try:
        made = media.prepare(content)
    except ExpectedError as error:
        out.write(msgspec.json.encode(_Answer(error.code)) + b"\n")
        return
    answer = _Answer(
        "", made.media_type, made.pages, made.taken_on, tuple(made.remarks), len(made.content)
    )
    out.write(msgspec.json.encode(answer) + b"\n")
    out.write(made.content)
    out.write(made.thumbnail)


def _leave_nothing_behind() -> None:
    """No dump of the memory when it crashes: the file is in it. And no endless memory."""
    if os.name == "nt":
        import ctypes  # noqa: PLC0415

        ctypes.windll.kernel32.SetErrorMode(0x0003)  # type: ignore[attr-defined,unused-ignore]
        return
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def main() -> int:
    """The other process; gives the exit status."""
    _leave_nothing_behind()
    answer_to(sys.stdin.buffer.read(), sys.stdout.buffer)
    return 0
