"""Wire structs about a worker's own laptops: which there are, and ending one that is gone."""

from enum import StrEnum

from mvs_desktop.sync.protocol import Struct


class OwnDeviceState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    WIPE = "wipe"  # it was ordered, and not carried out yet
    WIPED = "wiped"


class Ending(StrEnum):
    """Why a laptop is to be no longer one of the worker's."""

    LOST = "lost"  # its access ends at once; it sends nothing any more and is wiped
    UNUSED = "unused"  # it sends what it still has, and is wiped then


class OwnDevicesRequest(Struct, frozen=True):
    """All laptops of the worker who asks."""


class OwnDevice(Struct, frozen=True):
    """`last_contact_at` is empty before the first contact; `at_once` is of an order to wipe."""

    id: str
    name: str
    enrolled_at: str
    last_contact_at: str
    state: OwnDeviceState
    at_once: bool = False


class OwnDevicesReply(Struct, frozen=True):
    """Newest first; a laptop that was enrolled again is one."""

    devices: list[OwnDevice]
    server_time: str


class OwnDeviceEnd(Struct, frozen=True):
    """End another laptop of the same worker. Said again, nothing more happens."""

    device_id: str
    ending: Ending
