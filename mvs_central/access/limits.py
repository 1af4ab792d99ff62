"""How many requests one device, worker and address may make: a bucket of tokens for each.

In the memory of this process: with several processes a limit holds for each of them, and a
restart fills every bucket. That is enough for what it is for, one laptop or address that
takes all there is; guessing codes is counted in the database (attempts.py).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from mvs_central.access.attempts import place_of
from mvs_central.access.networks import Network, network_of
from mvs_central.base.central import Refused

TOO_MANY_REQUESTS = "too-many-requests"
TOO_MANY_SEARCHES = "too-many-searches"
LOOKUPS = frozenset({"/v1/colleagues"})  # so that nobody copies the list of all workers


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, and `per_second` more from then on."""

    burst: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """An office stands behind one address; a laptop that catches up asks for page after page."""

    address: Rate = Rate(2_000, 200)
    device: Rate = Rate(500, 50)
    lookup: Rate = Rate(100, 1 / 30)  # of colleagues, by one worker: a pause in typing is one


RATES = Rates()


class Buckets:
    """The buckets of one kind; the least used are forgotten, and begin full again."""

    def __init__(
        self,
        rate: Rate,
        clock: Callable[[], float],
        most: int = 10_000,
        code: str = TOO_MANY_REQUESTS,
    ) -> None:
        self._rate, self._clock, self._most, self._code = rate, clock, most, code
        self._filled: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Take one token. Raises Refused with how long it takes until there is one."""
        now, burst = self._clock(), float(self._rate.burst)
        tokens, since = self._filled.pop(key, (burst, now))
        tokens = min(burst, tokens + (now - since) * self._rate.per_second)
        enough = tokens >= 1
        self._filled[key] = (tokens - 1 if enough else tokens, now)
        if len(self._filled) > self._most:
            self._filled.popitem(last=False)
        if not enough:
            wait = ceil((1 - tokens) / self._rate.per_second)
            raise Refused(429, self._code, retry_after=max(1, wait))


class Limits:
    """Asked in the event loop alone: first for the address, then for the proven device
    and whose it is."""

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self._addresses = Buckets(rates.address, clock)
        self._devices = Buckets(rates.device, clock)
        self._lookups = Buckets(rates.lookup, clock, code=TOO_MANY_SEARCHES)

    def address(self, host: str) -> None:
        """Raises Refused. This computer itself is not limited: a proxy tells whom it is for."""
        if network_of(host) is not Network.LOCAL:
            self._addresses.take(place_of(host))

    def device(self, device_id: object) -> None:
        """Raises Refused."""
        self._devices.take(str(device_id))

    def worker(self, worker_id: object, path: str) -> None:
        """Raises Refused when he looked things up so often that it is no work any more."""
        if path in LOOKUPS:
            self._lookups.take(str(worker_id))
