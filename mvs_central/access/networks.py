"""From what sort of network a request comes: enough for the audit, and no address in it."""

from contextlib import suppress
from enum import StrEnum
from ipaddress import ip_address


class Network(StrEnum):
    LOCAL = "local"  # this computer itself
    PRIVATE = "private"  # an office, or a VPN
    PUBLIC = "public"
    UNKNOWN = "unknown"


def network_of(host: str) -> Network:
    """The sort of network that an address belongs to."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return Network.UNKNOWN
    if address.is_loopback:
        return Network.LOCAL
    return Network.PRIVATE if address.is_private else Network.PUBLIC


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False
