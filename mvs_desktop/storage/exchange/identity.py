"""Who this store is towards the service and the organisation, and what changes of that.

Each change is one transaction with its audit line.
"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine

from mvs_desktop.domain.errors import StoreDamaged
from mvs_desktop.storage.audit.log import Act, AuditLog
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, forget, get, put
from mvs_desktop.storage.base.replica_types import Enrolment


class NextDevice(msgspec.Struct, frozen=True):
    """An identity that was made, and that the service may or may not know by now."""

    device_id: UUID
    private_key: str  # PEM


class StoreIdentity:
    """What a store keeps about itself, beside the cases in it."""

    def __init__(self, engine: Engine, audit: AuditLog) -> None:
        self._engine = engine
        self._audit = audit

    def store_id(self) -> UUID:
        with reading(self._engine) as connection:
            return UUID(get(connection, Name.STORE_ID) or "")

    def enrolment(self) -> Enrolment:
        """Raises StoreDamaged for a store that nobody was enrolled on."""
        with reading(self._engine) as connection:
            return _enrolment(connection)

    def log(self, act: Act, **detail: str | int) -> None:
        with writing(self._engine) as connection:
            self._log(connection, act, **detail)

    # The recovery key

    def slot_b_digest(self) -> str | None:
        with reading(self._engine) as connection:
            return get(connection, Name.SLOT_B)

    def keep_slot_b_digest(self, digest: str) -> None:
        with writing(self._engine) as connection:
            put(connection, Name.SLOT_B, digest)

    def change(self, enrolment: Enrolment, act: Act, **detail: str | int) -> None:
        """Keep another enrolment; where the store stands with the service stays as it is."""
        with writing(self._engine) as connection:
            put(connection, Name.ENROLMENT, msgspec.json.encode(enrolment).decode())
            self._log(connection, act, **detail)

    # Another device id

    def needs_device(self) -> bool:
        """Whether this store was copied or put back, and must not go on under its device id."""
        with reading(self._engine) as connection:
            return get(connection, Name.DEVICE_COPIED) is not None

    def restored_from(self) -> str | None:
        """The backup that this store was, until its audit says so."""
        with reading(self._engine) as connection:
            return get(connection, Name.RESTORED_FROM)

    def forget_restored_from(self) -> None:
        with writing(self._engine) as connection:
            forget(connection, Name.RESTORED_FROM)

    def next_device(self) -> NextDevice | None:
        with reading(self._engine) as connection:
            value = get(connection, Name.NEXT_DEVICE)
        return None if value is None else msgspec.json.decode(value, type=NextDevice)

    def keep_next_device(self, device: NextDevice) -> None:
        """So that a lost answer does not cost the code: the service knows it again."""
        with writing(self._engine) as connection:
            put(connection, Name.NEXT_DEVICE, msgspec.json.encode(device).decode())

    def forget_next_device(self) -> None:
        with writing(self._engine) as connection:
            forget(connection, Name.NEXT_DEVICE)

    def re_enrolled(self, enrolment: Enrolment) -> None:
        with writing(self._engine) as connection:
            former = _enrolment(connection).device_id
            put(connection, Name.ENROLMENT, msgspec.json.encode(enrolment).decode())
            forget(connection, Name.NEXT_DEVICE)
            forget(connection, Name.DEVICE_COPIED)
            self._log(connection, Act.RE_ENROL, device=str(enrolment.device_id), former=str(former))

    def _log(self, connection: Connection, act: Act, **detail: str | int) -> None:
        worker = str(_enrolment(connection).worker_id)
        self._audit.add(connection, act, worker, detail=detail)


def _enrolment(connection: Connection) -> Enrolment:
    value = get(connection, Name.ENROLMENT)
    if value is None:
        raise StoreDamaged
    return msgspec.json.decode(value, type=Enrolment)
