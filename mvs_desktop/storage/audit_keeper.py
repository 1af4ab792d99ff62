"""Verifying the audit and sealing it, with what is found written down in the audit itself.

Every unlock verifies what was added since the last time, which takes milliseconds; the
command `mvs-desktop audit verify` reads every line.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import DiskFull, KeyringEmpty, KeyringUnsupported
from mvs_desktop.storage.audit import (
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
from mvs_desktop.storage.engine import reading, writing
from mvs_desktop.storage.meta import Name, get, put
from mvs_desktop.storage.seal import Seal, SealBroken, SealFile


@dataclass(frozen=True, slots=True)
class Noted:
    """A fault that was found earlier, or a copy that was put back on purpose."""

    at: datetime
    number: int  # of the line that says so
    fault: Fault | None  # None for a copy that was put back on purpose


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`found` is None when all is sound; `lines` is how many the audit has.

    `sealed_at` is when the seal that was compared was made; None when there is none.
    """

    lines: int
    found: Break | None
    sealed_at: datetime | None = None
    noted: tuple[Noted, ...] = ()


class AuditKeeper:
    """Made by Store. Without a seal file only the lines themselves are verified."""

    def __init__(self, engine: Engine, log: AuditLog, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._log = log
        self._clock = clock
        self._file: SealFile | None = None

    def use_seal(self, file: SealFile) -> None:
        """Where the seal is; said once, after the store was opened."""
        self._file = file

    def verify(self, worker_id: str) -> AuditReport:
        """Every line, and the seal. That it was asked for is a line of its own.

        Raises what the keyring raises.
        """
        report = self._examine(whole=True)
        with writing(self._engine) as connection:
            self._log.add(connection, Act.VERIFY, worker_id, detail={"lines": report.lines})
        return self._settle(report, worker_id)

    def check_new(self, worker_id: str) -> AuditReport:
        """What was added since the last time, and the seal. Raises what the keyring raises."""
        return self._settle(self._examine(whole=False), worker_id)

    def seal(self) -> None:
        """Write down outside the store how far the audit has come.

        Raises DiskFull, and what the keyring raises: then the last seal stands.
        """
        if self._file is None:
            return
        with reading(self._engine) as connection:
            at = head(connection)
            known = get(connection, Name.AUDIT_SEALED)
        if known is None:
            with writing(self._engine) as connection:  # from now on a missing seal is a fault
                put(connection, Name.AUDIT_SEALED, str(at.number))
        self._file.write(Seal(at, self._clock()))

    def explain_restore(self, worker_id: str, backup: str) -> None:
        """An earlier copy was put back on purpose: say so in the audit, with what the seal
        knows of what was lost, and seal what is there now."""
        seal = None
        with suppress(SealBroken, KeyringEmpty, KeyringUnsupported):
            seal = self._file.read() if self._file else None
        detail: dict[str, Json] = {"backup": backup}
        if seal is not None:
            detail |= {"sealed": seal.mark.number, "hash": seal.mark.hash}
        with writing(self._engine) as connection:
            self._log.add(connection, Act.RESTORE_BACKUP, worker_id, detail=detail)
        self.seal()

    def _examine(self, *, whole: bool) -> AuditReport:
        with reading(self._engine) as connection:
            since = Mark() if whole else checked(connection)
            found = find_break(connection, since)
            sealed_at = None
            if self._file is not None:
                sealed_at, broken = self._compare(connection, self._file)
                found = found or broken
            return AuditReport(
                _count(connection), found, sealed_at, tuple(_noted(connection)) if whole else ()
            )

    def _compare(
        self, connection: Connection, file: SealFile
    ) -> tuple[datetime | None, Break | None]:
        """When the seal was made, and what it says against the lines."""
        try:
            seal = file.read()
        except SealBroken:
            return None, Break(Fault.SEAL, 0)
        if seal is None:
            was_sealed = get(connection, Name.AUDIT_SEALED) is not None
            return None, Break(Fault.SEAL, 0) if was_sealed else None
        last = _count(connection)
        if last < seal.mark.number:
            return seal.at, Break(Fault.ROLLED_BACK, last + 1)
        if seal.mark.number and hash_at(connection, seal.mark.number) != seal.mark.hash:
            return seal.at, Break(Fault.REPLACED, seal.mark.number)
        return seal.at, None

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


def _count(connection: Connection) -> int:
    """The number of the last line that is there."""
    row = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM audit").one()
    return int(row[0])


def _noted(connection: Connection) -> Iterator[Noted]:
    for line in lines_of(connection, Act.FOUND_BROKEN, Act.RESTORE_BACKUP):
        fault = line["detail"].get("fault")
        known = Fault(fault) if fault in set(Fault) else None
        yield Noted(datetime.fromisoformat(line["at"]), line["number"], known)
