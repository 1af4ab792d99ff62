"""A bucket of tokens for each key, in the memory of one process."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from mvs_central.access.rates import Rate
from mvs_central.base.central import Refused

TOO_MANY_REQUESTS = "too-many-requests"


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
