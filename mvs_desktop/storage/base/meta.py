"""Single values that the store keeps about itself."""

from enum import StrEnum

from sqlalchemy import Connection, delete, insert

from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import meta


class Name(StrEnum):
    STORE_ID = "store-id"
    ENROLMENT = "enrolment"
    EPOCH = "epoch"
    LAST_CONTACT = "last-contact"
    SLOT_B = "slot-b"  # digest of what is wrapped for the recovery key in the key file
    NEXT_DEVICE = "next-device"  # an identity that is being enrolled
    DEVICE_COPIED = "device-copied"  # a restored or copied store: it needs a device id anew
    LEASE_FROM = "lease-from"  # instead, for a store that had no contact after its enrolment
    LATEST_MOMENT = "latest-moment"
    CLOCK_CORRECTION = "clock-correction"
    AUDIT_HEAD = "audit-head"  # number and hash of the last line
    AUDIT_CHECKED = "audit-checked"  # number and hash of the last line that was verified
    AUDIT_SEALED = "audit-sealed"  # number of the last line that was sealed outside the store
    AUDIT_TOLD = "audit-told"  # up to where the centre has the audit, and its countersignature
    RESTORED_FROM = "restored-from"  # a backup; until the audit says so
    WAITING = "waiting"  # at the centre, for this worker, at the last contact
    SEEN_NOTICES = "seen-notices"  # of emergency access, that were put away
    CHILD_QUESTIONS = "child-questions"  # whether a child is known, asked and answered
    DROPPED_SCOPES = "dropped-scopes"  # that backups may still hold


def get(connection: Connection, name: Name) -> str | None:
    row = run(connection, "SELECT value FROM meta WHERE name = ?", (name.value,)).fetchone()
    return None if row is None else str(row[0])


def put(connection: Connection, name: Name, value: str) -> None:
    forget(connection, name)
    connection.execute(insert(meta).values(name=name.value, value=value))


def forget(connection: Connection, name: Name) -> None:
    connection.execute(delete(meta).where(meta.c.name == name.value))
