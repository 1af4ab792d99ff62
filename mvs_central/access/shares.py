"""A limit that holds for all processes together: each takes a share of it from the database.

A process lets a fiftieth through by itself, so that whoever works as people work is never looked
up. Beyond that it takes shares of a tenth; what is left of one stays with the process that took it.
So a request costs nothing, and one that asks far too much costs a write in some tens or hundreds.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import TypeVar
from weakref import WeakValueDictionary

import anyio
import anyio.to_thread
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from mvs_central.access.buckets import Buckets
from mvs_central.access.rates import Rate
from mvs_central.base import acting
from mvs_central.base.central import Central, Refused
from mvs_central.tables import rate_share, service

Number = TypeVar("Number", int, float)

BY_ITSELF = 50  # the part of a limit that each process has for itself, as a divisor
SHARES = 10


@dataclass(frozen=True, slots=True)
class Share:
    """`tokens` that a process may give out; when there are none, there is one after `wait`
    seconds."""

    tokens: int
    wait: int = 0


def take_share(central: Central, name: str, rate: Rate) -> Share:
    """Take as much as a process takes at once of what is left for `name`, or what there is."""
    try:
        return _taken(central, name, rate)
    except IntegrityError:  # another process was the first to ask for it
        return _taken(central, name, rate)


def _taken(central: Central, name: str, rate: Rate) -> Share:
    now = central.now()
    with acting.service(), central.database.write() as connection:
        key = _key(connection, name)
        mine = rate_share.c.key == key
        row = connection.execute(select(rate_share).where(mine).with_for_update()).one_or_none()
        left = float(rate.burst)
        if row is not None:
            since = max(0.0, (now - row.at).total_seconds())
            left = min(left, row.tokens + since * rate.per_second)
        given = min(max(1, rate.burst // SHARES), int(left))
        values = {"tokens": left - given, "at": now}
        if row is None:
            connection.execute(insert(rate_share).values(key=key, **values))
        else:
            connection.execute(update(rate_share).where(mine).values(**values))
    return Share(given, 0 if given else max(1, ceil((1 - left) / rate.per_second)))


def _key(connection: Connection, name: str) -> bytes:
    """Not the address itself: with the salt of this service."""
    salt = bytes(connection.scalars(select(service.c.code_salt)).one())
    return sha256(salt + name.encode("utf-8", "surrogatepass")).digest()


class SharedBuckets:
    """The buckets of one kind, `kind`, in one process; asked in the event loop alone. `clock` is
    monotonic, in seconds."""

    def __init__(
        self,
        central: Central,
        kind: str,
        rate: Rate,
        clock: Callable[[], float],
        code: str,
        most: int = 10_000,
    ) -> None:
        self._central, self._kind, self._rate = central, kind, rate
        self._clock, self._code, self._most = clock, code, most
        burst = rate.burst // BY_ITSELF
        own = Rate(burst, rate.per_second / BY_ITSELF)
        self._own = Buckets(own, clock, most, code) if burst else None
        self._held: OrderedDict[str, int] = OrderedDict()
        self._empty: OrderedDict[str, float] = OrderedDict()  # until when
        # For as long as somebody asks, or waits for what he gets.
        self._asking: WeakValueDictionary[str, anyio.Lock] = WeakValueDictionary()

    async def take(self, key: str) -> None:
        """Take one token. Raises Refused with how long it takes until there is one."""
        if self._take_at_hand(key):
            return
        asking = self._asking.setdefault(key, anyio.Lock())
        async with asking:  # one for all that come at this moment: they share what he gets
            if self._take_at_hand(key):
                return
            name = f"{self._kind}\0{key}"
            share = await anyio.to_thread.run_sync(take_share, self._central, name, self._rate)
            if share.tokens:
                self._keep(self._held, key, share.tokens - 1)
                return
            # Until then nobody is asked again for this one.
            self._keep(self._empty, key, self._clock() + share.wait)
            self._refuse_if_empty(key)

    def _take_at_hand(self, key: str) -> bool:
        """Without asking the database. Raises Refused when that said there is nothing."""
        if self._take_own(key) or self._take_held(key):
            return True
        self._refuse_if_empty(key)
        return False

    def _take_own(self, key: str) -> bool:
        try:
            if self._own is not None:
                self._own.take(key)
                return True
        except Refused:
            pass
        return False

    def _take_held(self, key: str) -> bool:
        held = self._held.pop(key, 0)
        if held:
            self._keep(self._held, key, held - 1)
        return bool(held)

    def _refuse_if_empty(self, key: str) -> None:
        wait = self._empty.get(key, 0.0) - self._clock()
        if wait > 0:
            raise Refused(429, self._code, retry_after=ceil(wait))
        self._empty.pop(key, None)

    def _keep(self, kept: OrderedDict[str, Number], key: str, value: Number) -> None:
        kept[key] = value
        if len(kept) > self._most:
            kept.popitem(last=False)
