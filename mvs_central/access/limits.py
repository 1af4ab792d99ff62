"""How many requests one device, worker and address may make of all processes together.

Guessing codes is counted by itself (attempts.py).
"""

from collections.abc import Callable

from mvs_central.access.attempts import place_of
from mvs_central.access.buckets import TOO_MANY_REQUESTS
from mvs_central.access.networks import Network, network_of
from mvs_central.access.rates import Rate, Rates
from mvs_central.access.shares import SharedBuckets
from mvs_central.base.central import Central

TOO_MANY_SEARCHES = "too-many-searches"
LOOKUPS = frozenset({"/v1/colleagues"})  # so that nobody copies the list of all workers


class Limits:
    """Of one process; asked in its event loop alone: first for the address, then for the proven
    device and whose it is."""

    def __init__(self, central: Central, rates: Rates, clock: Callable[[], float]) -> None:
        def shared(kind: str, rate: Rate, code: str = TOO_MANY_REQUESTS) -> SharedBuckets:
            return SharedBuckets(central, kind, rate, clock, code)

        self._addresses = shared("address", rates.address)
        self._devices = shared("device", rates.device)
        self._lookups = shared("lookup", rates.lookup, TOO_MANY_SEARCHES)

    async def address(self, host: str) -> None:
        """Raises Refused. This computer itself is not limited: a proxy tells whom it is for."""
        if network_of(host) is not Network.LOCAL:
            await self._addresses.take(place_of(host))

    async def device(self, device_id: object) -> None:
        """Raises Refused."""
        await self._devices.take(str(device_id))

    async def worker(self, worker_id: object, path: str) -> None:
        """Raises Refused when he looked things up so often that it is no work any more."""
        if path in LOOKUPS:
            await self._lookups.take(str(worker_id))
