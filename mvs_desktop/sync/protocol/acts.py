"""What was done on a device: its audit, told and countersigned."""

from typing import Any

import msgspec

from mvs_desktop.sync.protocol.message import Struct

MOST_ACTS = 1_000  # lines of a device's audit in a request
MOST_ACT = 4_096  # characters of one as it is hashed


class ActLine(Struct, frozen=True, omit_defaults=True):
    """A line of the device's audit: ids and codes, or its hash alone where there is more in it."""

    number: int
    at: str = ""
    action: str = ""
    worker_id: str = ""
    case_id: str | None = None
    record_type: str | None = None
    record_id: str | None = None
    detail: dict[str, Any] = msgspec.field(default_factory=dict)
    hash: str = ""


class ActsRequest(Struct, frozen=True):
    """Lines of a device's audit, in order, that go on from the line `before` (0 and an empty
    hash at the beginning); `hash` is the last line's."""

    before_number: int
    before_hash: str
    lines: list[ActLine]
    hash: str


class ActsReply(Struct, frozen=True):
    """The service's countersignature (domain.acts.countersigned) of a line that it holds as the
    device's last; `fault` is a code, empty when the lines followed. Base64."""

    number: int
    hash: str
    at: str
    fault: str
    key: str
    signature: str
