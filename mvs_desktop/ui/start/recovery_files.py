"""The two files of a recovery, on disk where the worker wants them. Blocking."""

from pathlib import Path
from typing import TYPE_CHECKING

from mvs_desktop.domain.errors import (
    RecoveryAnswerUnreachable,
    RecoveryAnswerUnusable,
    RecoveryRequestNotSaved,
)
from mvs_desktop.domain.recovery import MOST_BYTES, Answer, NotRecoveryData

if TYPE_CHECKING:
    from mvs_desktop.services.session import RecoveryRequest


def write_request(request: "RecoveryRequest", path: str) -> str:
    """Gives the path back. Raises RecoveryRequestNotSaved."""
    try:
        Path(path).write_bytes(request.content)
    except OSError as error:
        raise RecoveryRequestNotSaved from error
    return path


def read_answer(path: str) -> bytes:
    """The bytes of a file that has the form of an answer; whether it is one for this laptop
    turns out when it is used.

    Raises RecoveryAnswerUnreachable and RecoveryAnswerUnusable.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RecoveryAnswerUnreachable from error
    try:
        Answer.from_bytes(content)
    except NotRecoveryData as error:
        raise RecoveryAnswerUnusable from error
    return content
