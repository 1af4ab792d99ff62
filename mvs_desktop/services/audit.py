"""The audit as a worker or an administrator may ask for it: is it whole?"""

from mvs_desktop.storage.audit.keeper import AuditReport, Noted
from mvs_desktop.storage.audit.log import Break, Fault
from mvs_desktop.storage.store import Store

__all__ = ["Audit", "AuditReport", "Break", "Fault", "Noted"]


class Audit:
    """`workspace.audit`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verify(self) -> AuditReport:
        """Read every line and compare with the seal outside the store; logged.

        Raises KeyringUnsupported.
        """
        return self._store.audit.verify(self._store.author.worker_id)

    def check_new(self) -> AuditReport:
        """The same for what was added since the last time; call it once after opening.

        What is wrong is written down in the audit, and told once. Raises as `verify`.
        """
        return self._store.audit.check_new(self._store.author.worker_id)

    def seal(self) -> None:
        """Write down outside the store how far the audit has come: after a backup, at the end.

        Raises DiskFull and KeyringUnsupported; then the last seal stands.
        """
        self._store.audit.seal()
