"""Failures we expect, without personal data, so they may be logged."""

from typing import ClassVar


class ExpectedError(Exception):
    """Something the program can explain; `code` names it in logs and messages."""

    code: ClassVar[str]


class UnreadableRecord(ExpectedError):
    """A record of a newer version, or a damaged one: kept as it came, never dropped."""

    code = "unreadable-record"

    def __init__(self, type_name: str, member: str) -> None:
        super().__init__(f"{type_name}.{member}")


# Keys and store


class WrongPassphrase(ExpectedError):
    """The passphrase does not open the store. `wait` is in seconds, before the next try."""

    code = "wrong-passphrase"

    def __init__(self, wait: int = 0) -> None:
        super().__init__()
        self.wait = wait


class WeakPassphrase(ExpectedError):
    code = "weak-passphrase"


class KeyringUnsupported(ExpectedError):
    """The system has no keyring that we trust; we never fall back to a file."""

    code = "keyring-unsupported"


class KeyringEmpty(ExpectedError):
    """The device secret is gone from the keyring; only recovery opens the store."""

    code = "keyring-empty"


class StoreExists(ExpectedError):
    """There is a store in this folder already; it is never overwritten."""

    code = "store-exists"


class FolderUnusable(ExpectedError):
    """The folder for the store cannot be made or written in; nothing was changed."""

    code = "folder-unusable"


class NotAStore(ExpectedError):
    """The file is not one of ours; it is left as it is."""

    code = "not-a-store"


class StoreDamaged(ExpectedError):
    """The store, or its key file, cannot be read; it is kept and reported."""

    code = "store-damaged"


class StoreTooNew(ExpectedError):
    """A newer version of the program wrote this store."""

    code = "store-too-new"


class StoreInUse(ExpectedError):
    """Another window has this store open."""

    code = "store-in-use"


class DiskFull(ExpectedError):
    code = "disk-full"


class RecordMissing(ExpectedError):
    """The record is not, or no longer, on this device."""

    code = "record-missing"


class RecordSealed(ExpectedError):
    """A signed record cannot change; correct it with a new version."""

    code = "record-sealed"


class RegisterDamaged(ExpectedError):
    """A reference list shipped with the program cannot be read."""

    code = "register-damaged"


# Central service


class ServerUnreachable(ExpectedError):
    code = "server-unreachable"


class ServerRefused(ExpectedError):
    """The service does not accept this device (any more)."""

    code = "server-refused"


class ServerAnswerUnreadable(ExpectedError):
    """What came back is not our service, or not a version we understand."""

    code = "server-answer-unreadable"


class VersionTooOld(ExpectedError):
    """The service asks for a newer program."""

    code = "version-too-old"


class EnrolmentCodeRefused(ExpectedError):
    """The enrolment code is wrong, used, or past its time; the service does not say which."""

    code = "enrolment-code-refused"


class ServiceAddressUnusable(ExpectedError):
    """Not an https address (http is for this computer itself alone); nothing was sent."""

    code = "service-address-unusable"
