"""Failures we expect, without personal data, so they may be logged."""

from typing import ClassVar


class ExpectedError(Exception):
    """Something the program can explain; `code` names it in logs and messages."""

    code: ClassVar[str]
