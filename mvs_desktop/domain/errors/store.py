"""The store, its disk, its copies, and files beside it."""

from mvs_desktop.domain.errors.expected import ExpectedError


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


class RegisterDamaged(ExpectedError):
    """A reference list shipped with the program cannot be read."""

    code = "register-damaged"
