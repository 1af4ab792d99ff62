"""What tests and benchmarks ask of a service over the network, in one go."""

from collections.abc import Iterable

from mvs_desktop.sync import protocol
from mvs_desktop.sync.client import CentralClient


def push(client: CentralClient, request: protocol.PushRequest) -> protocol.PushReply:
    return client.prepare_push(protocol.encode(request))(b"")


def page(
    client: CentralClient,
    epoch: str,
    cursors: Iterable[protocol.Cursor],
    limit: int = protocol.PAGE_RECORDS,
) -> protocol.FeedPage:
    """The next page of one case. Raises LookupError when it is absent for who asks."""
    reply = client.feeds(protocol.FeedsRequest(epoch, [list(cursors)], limit))
    if reply.absent:
        raise LookupError
    (found,) = reply.pages
    return found
