"""What opens a store: passphrase, keyring, recovery, and the lease."""

from mvs_desktop.domain.errors.expected import ExpectedError


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


class LeaseLimited(ExpectedError):
    """Too long without contact: reading and new notes only (see domain.lease)."""

    code = "lease-limited"


class LeaseClosed(ExpectedError):
    """Far too long without contact: nothing opens until there was contact."""

    code = "lease-closed"
