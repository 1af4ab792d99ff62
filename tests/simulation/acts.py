"""What may happen in a world: chosen by the dice, and counted."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event

from mvs_central.base.database import WRITES
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited
from tests.simulation.parts import Act

if TYPE_CHECKING:
    from tests.simulation.world import World


class Acts:
    """Acts by their names: how often each was `done`; how often it was `idle`, for there was
    nothing to do it with; and how often it was on a laptop that has to synchronise first."""

    def __init__(
        self, world: "World", acts: list[Act], more_of: tuple[str, ...], without: tuple[str, ...]
    ) -> None:
        self._world = world
        self._acts = _chosen(acts, more_of, without)
        self._writes = 0  # transactions, in all databases
        self.done: Counter[str] = Counter()
        self.idle: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()

    def do_one(self) -> str:
        """Gives which."""
        name, act, _ = self._world.dice.choices(
            self._acts, weights=[weight for *_, weight in self._acts]
        )[0]
        before = self._trace()
        with self._counting_writes():
            try:
                act()
            except (LeaseClosed, LeaseLimited):
                self.closed[name] += 1
            else:
                self.done[name] += 1
                self.idle[name] += before == self._trace()
        return name

    def _trace(self) -> tuple[object, ...]:
        """Another one after whatever came to something."""
        world = self._world
        ahead = tuple(one.ahead for one in world.devices)
        made = len(world.forms), world.restores.made
        return world.said(), world.looked.total(), self._writes, world.now, ahead, made

    @contextmanager
    def _counting_writes(self) -> Iterator[None]:
        def count(connection: Connection) -> None:
            self._writes += bool(connection.get_execution_options().get(WRITES))

        event.listen(Engine, "begin", count)
        try:
            yield
        finally:
            event.remove(Engine, "begin", count)


def _chosen(acts: list[Act], more_of: tuple[str, ...], without: tuple[str, ...]) -> list[Act]:
    """What may happen, some of it ten times as often. Raises ValueError."""
    unknown = {*more_of, *without} - {name for name, *_ in acts}
    if unknown:
        raise ValueError(f"no such acts: {sorted(unknown)}")
    return [
        (name, act, 10 * weight if name in more_of else weight)
        for name, act, weight in acts
        if name not in without
    ]
