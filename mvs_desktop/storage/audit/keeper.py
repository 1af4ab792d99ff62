"""Verifying the audit and sealing it, with what is found written down in the audit itself.

Every unlock verifies what was added since the last time, which takes milliseconds; the
command `mvs-desktop audit verify` reads every line.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import DiskFull, KeyringUnsupported
from mvs_desktop.storage.audit.countersign import (
    Countersignature,
    against_countersignature,
    told_of,
)
from mvs_desktop.storage.audit.log import (
    Act,
    AuditLog,
    Break,
    Fault,
    Mark,
    checked,
    find_break,
    hash_at,
    head,
    lines_of,
    note_checked,
)
from mvs_desktop.storage.audit.seal import Seal
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, get, put


@dataclass(frozen=True, slots=True)
class Noted:
    """A fault that was found earlier, or a copy that was put back on purpose."""

    at: datetime
    number: int  # of the line that says so
    fault: Fault | None  # None for a copy that was put back on purpose


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`found` is None when all is sound; `lines` is how many the audit has.

    `is_sealed`: the lines were compared with a seal outside the store as well. `countersigned`
    is what the centre signed of them.
    """

    lines: int
    found: Break | None
    is_sealed: bool = False
    noted: tuple[Noted, ...] = ()
    countersigned: Countersignature | None = None


class AuditKeeper:
    """Made by Store. Without a seal only the lines themselves are verified."""

    def __init__(self, engine: Engine, log: AuditLog) -> None:
        self._engine = engine
        self._log = log
        self._seal: Seal | None = None

    def use_seal(self, seal: Seal) -> None:
        """Where the seal is; said once, after the store was opened."""
        self._seal = seal

    def verify(self, worker_id: str) -> AuditReport:
        """Every line, and the seal. That it was asked for is a line of its own.

        Raises KeyringUnsupported.
        """
        report = self._examine(whole=True)
        with writing(self._engine) as connection:
            self._log.add(connection, Act.VERIFY, worker_id, detail={"lines": report.lines})
        return self._settle(report, worker_id)

    def check_new(self, worker_id: str) -> AuditReport:
        """What was added since the last time, and the seal. Raises KeyringUnsupported."""
        return self._settle(self._examine(whole=False), worker_id)

    def seal(self) -> None:
        """Write down outside the store how far the audit has come.

        Raises DiskFull and KeyringUnsupported: then the last seal stands.
        """
        if self._seal is None:
            return
        with reading(self._engine) as connection:
            at = head(connection)
            known = get(connection, Name.AUDIT_SEALED)
        if known is None:
            with writing(self._engine) as connection:  # from now on a missing seal is a fault
                put(connection, Name.AUDIT_SEALED, str(at.number))
        if at.number:
            self._seal.write(at)

    def explain_restore(self, worker_id: str, backup: str) -> None:
        """An earlier copy was put back on purpose: say so in the audit, with what the seal
        knows of what was lost, and seal what is there now."""
        sealed = None
        with suppress(KeyringUnsupported):
            sealed = self._seal.read() if self._seal else None
        detail: dict[str, Json] = {"backup": backup}
        if sealed is not None:
            detail |= {"sealed": sealed.number, "hash": sealed.hash}
        with writing(self._engine) as connection:
            self._log.add(connection, Act.RESTORE_BACKUP, worker_id, detail=detail)
        with suppress(KeyringUnsupported):
            self.seal()

    def _examine(self, *, whole: bool) -> AuditReport:
        with reading(self._engine) as connection:
            since = Mark() if whole else checked(connection)
            found = find_break(connection, since)
            sealed = self._seal.read() if self._seal else None
            if self._seal is not None:
                found = found or _against(connection, sealed)
            found = found or against_countersignature(connection)
            return AuditReport(
                _count(connection),
                found,
                sealed is not None,
                tuple(_noted(connection)) if whole else (),
                told_of(connection).signed,
            )

    def _settle(self, report: AuditReport, worker_id: str) -> AuditReport:
        """Put a fault on record, remember how far was verified, and seal anew. With a fault
        that cannot be put on record the seal stays as it was."""
        with suppress(DiskFull):
            with writing(self._engine) as connection:
                if report.found is not None and not self._is_on_record(connection, report.found):
                    detail = {"fault": report.found.fault.value, "line": report.found.number}
                    self._log.add(connection, Act.FOUND_BROKEN, worker_id, detail=detail)
                note_checked(connection)
            self.seal()
        return report

    def _is_on_record(self, connection: Connection, found: Break) -> bool:
        """A fault of lines is found again by each whole verification."""
        return any(
            line["detail"].get("fault") == found.fault.value
            and line["detail"].get("line") == found.number
            for line in lines_of(connection, Act.FOUND_BROKEN)
        )


def _against(connection: Connection, sealed: Mark | None) -> Break | None:
    """What is wrong with the lines by the seal."""
    if sealed is None:
        was_sealed = get(connection, Name.AUDIT_SEALED) is not None
        return Break(Fault.SEAL, 0) if was_sealed else None
    last = _count(connection)
    if last < sealed.number:
        return Break(Fault.ROLLED_BACK, last + 1)
    if not hash_at(connection, sealed.number).startswith(sealed.hash):
        return Break(Fault.REPLACED, sealed.number)
    return None


def _count(connection: Connection) -> int:
    """The number of the last line that is there."""
    row = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM audit").one()
    return int(row[0])


def _noted(connection: Connection) -> Iterator[Noted]:
    for line in lines_of(connection, Act.FOUND_BROKEN, Act.RESTORE_BACKUP):
        fault = line["detail"].get("fault")
        known = Fault(fault) if fault in set(Fault) else None
        yield Noted(datetime.fromisoformat(line["at"]), line["number"], known)
