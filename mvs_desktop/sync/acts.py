"""Telling the centre what was done on this device, once a sync has brought the rest."""

from base64 import b64decode
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.acts import as_hashed, is_telling
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.storage.audit.countersign import Countersignature, Countersigning, Segment
from mvs_desktop.storage.audit.log import Mark
from mvs_desktop.sync import protocol


class ActsPort(Protocol):
    """What this needs of the service; CentralClient is the real one."""

    def tell_acts(self, request: protocol.ActsRequest) -> protocol.ActsReply: ...


def tell_acts(device_id: UUID, store: Countersigning, client: ActsPort) -> bool:
    """One request with the next lines, and what is left for the next sync; gives whether there
    was anything to tell.

    Raises what every request raises: the lines are then told again, and the service knows them.
    """
    segment = store.untold(protocol.MOST_ACTS)
    if segment is None or not segment.lines:
        return False
    last = Mark(*segment.lines[-1][:2])
    reply = client.tell_acts(_request(segment))
    store.confirmed(last, _signed(device_id, reply))
    return True


def _request(segment: Segment) -> protocol.ActsRequest:
    lines = [_line(number, hash_, line) for number, hash_, line in segment.lines]
    return protocol.ActsRequest(
        segment.before.number, segment.before.hash, lines, segment.lines[-1][1]
    )


def _line(number: int, hash_: str, line: dict[str, Json]) -> protocol.ActLine:
    if is_telling(line) or len(as_hashed(line)) > protocol.MOST_ACT:
        return protocol.ActLine(number, hash=hash_)
    return protocol.ActLine(number, **line)  # type: ignore[arg-type]


def _signed(device_id: UUID, reply: protocol.ActsReply) -> Countersignature:
    """Raises ServerAnswerUnreadable for what is not signed."""
    try:
        key, signature = (b64decode(text, validate=True) for text in (reply.key, reply.signature))
    except ValueError as error:
        raise ServerAnswerUnreadable from error
    signed = Countersignature(
        str(device_id), reply.number, reply.hash, reply.at, reply.fault, key, signature
    )
    if not signed.holds():
        raise ServerAnswerUnreadable
    return signed
