"""The worker's own laptops at the service: which there are, and ending one that is gone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from mvs_desktop.services.keys import Keys
from mvs_desktop.services.sending import Sending
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol as wire
from mvs_desktop.sync.protocol import Ending, OwnDeviceState

__all__ = ["Ending", "OwnDeviceState", "OwnDevices", "OwnLaptop"]


@dataclass(frozen=True, slots=True)
class OwnLaptop:
    """One laptop of this worker; `is_this` is the one that shows it."""

    id: UUID
    name: str
    enrolled_at: datetime
    last_contact_at: datetime | None
    state: OwnDeviceState
    at_once: bool
    is_this: bool
    ended_at: datetime | None = None  # by the worker himself
    ended_from: str = ""  # the name of the laptop from which
    may_keep: bool = False  # that can still be taken back
    on_hold: bool = False  # nothing is wiped before an administrator says so again

    @property
    def is_over(self) -> bool:
        """Whether nothing is to come of it any more, nor can be done about it."""
        return not self.may_keep and self.state in (OwnDeviceState.WIPED, OwnDeviceState.REVOKED)

    @property
    def may_end(self) -> bool:
        """Whether there is something to end; what is still to send may yet be lost."""
        waits = self.state is OwnDeviceState.WIPE and not self.at_once
        return not self.is_this and (self.state is OwnDeviceState.ACTIVE or waits)


class OwnDevices:
    """`workspace.devices`. Its methods talk to the service and block; they raise
    ServerUnreachable without a connection, and what every request raises."""

    def __init__(self, store: Store, sending: Sending, keys: Keys) -> None:
        self._store = store
        self._sending = sending
        self._keys = keys

    def all(self) -> tuple[OwnLaptop, ...]:
        """This laptop first, then the others, newest first."""
        return self._read(self._sending.ask(wire.OwnDevicesRequest(), wire.OwnDevicesReply))

    def end(self, passphrase: str, device_id: UUID, ending: Ending) -> tuple[OwnLaptop, ...]:
        """End another laptop; gives how all of them stand after it.

        Raises WrongPassphrase and RecoveryOnly, with nothing asked; NotAllowed when it is none
        of this worker's, and TooManyEndings.
        """
        self._keys.confirm(passphrase)
        request = wire.OwnDeviceEnd(str(device_id), ending)
        return self._read(self._sending.ask(request, wire.OwnDevicesReply))

    def keep(self, passphrase: str, device_id: UUID) -> tuple[OwnLaptop, ...]:
        """Take back that another laptop was ended; it has access again, unless the centre had
        ended that before. As `end`."""
        self._keys.confirm(passphrase)
        request = wire.OwnDeviceKeep(str(device_id))
        return self._read(self._sending.ask(request, wire.OwnDevicesReply))

    def _read(self, reply: wire.OwnDevicesReply) -> tuple[OwnLaptop, ...]:
        mine = self._store.author.device_id
        found = [_laptop(item, mine) for item in reply.devices]
        return tuple(sorted(found, key=lambda item: not item.is_this))


def _laptop(item: wire.OwnDevice, mine: str) -> OwnLaptop:
    contact = item.last_contact_at
    return OwnLaptop(
        UUID(item.id),
        item.name,
        datetime.fromisoformat(item.enrolled_at).astimezone(UTC),
        datetime.fromisoformat(contact).astimezone(UTC) if contact else None,
        item.state,
        item.at_once,
        item.id == mine,
        datetime.fromisoformat(item.ended_at).astimezone(UTC) if item.ended_at else None,
        item.ended_from,
        item.may_keep,
        item.on_hold,
    )
