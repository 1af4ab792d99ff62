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


class RecoveryOnly(ExpectedError):
    """Too many wrong passphrases: only the officers of the organisation open the store now."""

    code = "recovery-only"


class RecoveryUnavailable(ExpectedError):
    """The key file holds nothing that the organisation's recovery key could open."""

    code = "recovery-unavailable"


class RecoveryAnswerUnusable(ExpectedError):
    """Not an answer to the pending request of this laptop, or a damaged one."""

    code = "recovery-answer-unusable"


class RecoveryRequestNotSaved(ExpectedError):
    """The place that was chosen for the request file does not take it."""

    code = "recovery-request-not-saved"


class RecoveryAnswerUnreachable(ExpectedError):
    """The file that was chosen as an answer cannot be read where it stands."""

    code = "recovery-answer-unreachable"


class RecoveryKeyRefused(ExpectedError):
    """A recovery key that the organisation's root key did not sign, or an older one."""

    code = "recovery-key-refused"


class KeyFileUnreadable(ExpectedError):
    """The system does not let us read the key file; what is in it may be sound."""

    code = "key-file-unreadable"


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


class LeaseLimited(ExpectedError):
    """Too long without contact: reading and new notes only (see domain.lease)."""

    code = "lease-limited"


class LeaseClosed(ExpectedError):
    """Far too long without contact: nothing opens until there was contact."""

    code = "lease-closed"


class DiskFailing(ExpectedError):
    """The disk takes what is written and cannot promise to keep it; nothing is called saved."""

    code = "disk-failing"


class NoRoomForCopy(DiskFull):
    """There is no room for a copy that has to be there first; nothing was changed. `needed`
    is how many bytes have to be free."""

    code = "no-room-for-copy"

    def __init__(self, needed: int = 0) -> None:
        super().__init__()
        self.needed = needed


class BackupMissing(ExpectedError):
    """There is no backup of this name (any more)."""

    code = "backup-missing"


class BackupDamaged(ExpectedError):
    """A backup cannot be read whole; the store and the other backups are as they were."""

    code = "backup-damaged"


class TargetUnwritable(ExpectedError):
    """A file cannot be made where the worker wants it; nothing was written."""

    code = "target-unwritable"


class RecordMissing(ExpectedError):
    """The record is not, or no longer, on this device."""

    code = "record-missing"


class ChoiceMade(ExpectedError):
    """A colleague chose between these texts before; nothing was written."""

    code = "choice-made"


class ChoiceOutdated(ExpectedError):
    """What was chosen between is no longer as it was shown; nothing was written."""

    code = "choice-outdated"


class RecordSealed(ExpectedError):
    """A signed record cannot change; correct it with a new version."""

    code = "record-sealed"


class NothingToUndo(ExpectedError):
    """There is nothing of the last day to take back, or to do again."""

    code = "nothing-to-undo"


class UndoRefused(ExpectedError):
    """What would be taken back was changed or used since, or is not to be taken back.

    `who` is the name of the colleague who did, empty when it was oneself; `stays` says that
    this kind of change is not taken back at all.
    """

    code = "undo-refused"

    def __init__(self, who: str = "", *, stays: bool = False) -> None:
        super().__init__()
        self.who = who
        self.stays = stays


class RegisterDamaged(ExpectedError):
    """A reference list shipped with the program cannot be read."""

    code = "register-damaged"


# Central service


class ServerUnreachable(ExpectedError):
    """`after`: the service was asked too much, and takes more after so many seconds."""

    code = "server-unreachable"

    def __init__(self, after: int = 0) -> None:
        super().__init__()
        self.after = after


class ServerRefused(ExpectedError):
    """The service does not accept this device (any more)."""

    code = "server-refused"


class WipeOrdered(ServerRefused):
    """This laptop is to destroy what it holds; the service takes and gives nothing more."""

    code = "wipe-ordered"


class ServerAnswerUnreadable(ExpectedError):
    """What came back is not our service, or not a version we understand."""

    code = "server-answer-unreadable"


class HeldUpUnderway(ServerAnswerUnreadable):
    """Something between us and the service does not let through as much as we sent: the service
    never saw it, and nobody judged it."""

    code = "held-up-underway"


class ContentWaits(ExpectedError):
    """The service has no room now for the content of attachments: it stays on this laptop."""

    code = "content-waits"


class VersionTooOld(ExpectedError):
    """The service asks for a newer program."""

    code = "version-too-old"


class ServiceTooOld(ExpectedError):
    """The service speaks none of the protocols that this program does: it comes later."""

    code = "service-too-old"


class EnrolmentCodeRefused(ExpectedError):
    """The enrolment code is wrong, used, or past its time; the service does not say which."""

    code = "enrolment-code-refused"


class SignInUnavailable(ExpectedError):
    """Signing in is not possible here, or not now; a code still works."""

    code = "sign-in-unavailable"


class SignInRefused(ExpectedError):
    """Signing in did not succeed: it was stopped in the browser, took too long, or what came back
    was not for us."""

    code = "sign-in-refused"


class SignInCancelled(ExpectedError):
    """The worker stopped waiting for the browser."""

    code = "sign-in-cancelled"


class SignInNotLinked(ExpectedError):
    """Somebody signed in whom the service does not know as a worker."""

    code = "sign-in-not-linked"


class CodeOfAnother(ExpectedError):
    """The enrolment code was made for another worker than the one whose store this is."""

    code = "code-of-another"


class ServiceAddressUnusable(ExpectedError):
    """Not an https address (http is for this computer itself alone); nothing was sent."""

    code = "service-address-unusable"


# Working together


class NotAllowed(ExpectedError):
    """The centre does not do this for this worker: not allowed, or nothing such is there."""

    code = "not-allowed"


class AccessPresent(ExpectedError):
    """Emergency access to what the worker may read already."""

    code = "access-present"


class OfferGone(ExpectedError):
    """Whoever offered the case leads it no more."""

    code = "offer-gone"


class TooManySearches(ExpectedError):
    """So many questions of one worker within an hour whether a child is known, or who a
    colleague is, that no more are answered for now."""

    code = "too-many-searches"


# Attachments


class AttachmentTooLarge(ExpectedError):
    """More bytes than we keep of one file."""

    code = "attachment-too-large"


class AttachmentTooManyPixels(ExpectedError):
    """A picture so large that showing it could bring the program down."""

    code = "attachment-too-many-pixels"


class AttachmentTooManyPages(ExpectedError):
    code = "attachment-too-many-pages"


class AttachmentEmpty(ExpectedError):
    code = "attachment-empty"


class AttachmentNotAllowed(ExpectedError):
    """Neither a photo, a scan nor a PDF, whatever its name says."""

    code = "attachment-not-allowed"


class AttachmentBroken(ExpectedError):
    """It begins like a photo or a PDF and cannot be read as one."""

    code = "attachment-broken"


class AttachmentHasPassword(ExpectedError):
    """A PDF that only opens with a password, which would be lost with whoever knows it."""

    code = "attachment-has-password"


class AttachmentUnreachable(ExpectedError):
    """The file that was to be added cannot be read where it stands."""

    code = "attachment-unreachable"


class AttachmentKnown(ExpectedError):
    """The same content is in this case already."""

    code = "attachment-known"


class AttachmentNotHere(ExpectedError):
    """The record is here, its content is not (yet) on this laptop."""

    code = "attachment-not-here"


class AttachmentNotSent(ExpectedError):
    """The content is on the laptop of whoever added it, and not at the centre yet."""

    code = "attachment-not-sent"


class AttachmentDamaged(ExpectedError):
    """A chunk of the content is gone or is not what was written."""

    code = "attachment-damaged"
