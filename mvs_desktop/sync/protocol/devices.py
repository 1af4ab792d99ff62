"""A worker's laptops: how one stands while its store is locked, which there are, and ending one
that is gone."""

from enum import StrEnum

from mvs_desktop.sync.protocol.message import Struct

WIPE_TYPE = "mvs-wipe+jwt"  # of an order to wipe a laptop, as a JWT
CANCELLED_TYPE = "mvs-wipe-cancelled+jwt"  # of what takes orders back


# Asked by a laptop about itself


class DeviceStatusRequest(Struct, frozen=True):
    """Asked with the status key: whether this laptop is to be wiped. `wiped` is the id of an
    order that was carried out. An order in the answer names `challenge`, which the laptop makes
    anew each time: one that was taken back is worth nothing to whoever kept it. `cancelled` is
    what the laptop was told last of orders that were taken back, as it came."""

    wiped: str = ""
    challenge: str = ""
    cancelled: str = ""


class DeviceState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    WIPE = "wipe"


class DeviceStatusReply(Struct, frozen=True):
    state: DeviceState
    server_time: str
    wipe: str = ""  # the order, signed by the service's key (docs/protocol.md)
    cancelled: str = ""  # that orders were taken back, signed by it too


# Asked by a worker about all


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
    """`last_contact_at` is empty before the first contact; `at_once` is of an order to wipe, and
    `on_hold`: nothing is destroyed by it before an administrator gives it again.

    When the worker ended it himself: `ended_at`, and from which of his laptops; `may_keep` as
    long as he can take that back.
    """

    id: str
    name: str
    enrolled_at: str
    last_contact_at: str
    state: OwnDeviceState
    at_once: bool = False
    ended_at: str = ""
    ended_from: str = ""
    may_keep: bool = False
    on_hold: bool = False


class OwnDevicesReply(Struct, frozen=True):
    """Newest first; a laptop that was enrolled again is one. One of which nothing is to be heard
    any more is left out after a while."""

    devices: list[OwnDevice]
    server_time: str


class OwnDeviceEnd(Struct, frozen=True):
    """End another laptop of the same worker. Said again, nothing more happens."""

    device_id: str
    ending: Ending


class OwnDeviceKeep(Struct, frozen=True):
    """Take back that the worker ended this laptop, while it was not wiped yet. Said again,
    nothing more happens."""

    device_id: str
