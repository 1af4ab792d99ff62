"""What happens to laptops and to the service: the network, crashes, clocks, bad moments."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from unittest.mock import patch

from sqlalchemy import Connection

from mvs_central.sync import epoch
from tests.simulation.network import ServiceDown, at_call
from tests.simulation.parts import Act

if TYPE_CHECKING:
    from tests.simulation.world import World


class Crash(BaseException):
    """The program was killed."""


class Killable:
    """Parts of a store that are killed at the call with number `at`, before it or after it."""

    def __init__(self, at: int, *, after: bool) -> None:
        self._left = at
        self._after = after

    def part(self, part: object) -> "KillablePart":
        return KillablePart(self, part)

    def call(self, method: Callable[..., object], *arguments: object) -> object:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        result = method(*arguments)
        if self._left == 0:
            raise Crash
        return result


class KillablePart:
    def __init__(self, killable: Killable, part: object) -> None:
        self._killable = killable
        self._part = part

    def __getattr__(self, name: str) -> Callable[..., object]:
        return partial(self._killable.call, getattr(self._part, name))


class Mishaps:
    """What nobody does on purpose, and the visits to the service that it happens in."""

    ACTS: ClassVar[dict[str, float]] = {
        "synchronise": 30,
        "synchronise_well": 4,
        "write_while_synchronising": 3,
        "two_at_the_same_moment": 4,
        "die_while_synchronising": 4,
        "start_again": 1,
        "index_what_came_in": 4,
        "deliver_what_was_late": 6,
        "kill_the_service": 2,
        "change_the_epoch": 0.3,
        "time_passes": 3,
        "years_pass": 0.1,
        "a_clock_jumps": 1,
    }

    def __init__(self, world: "World") -> None:
        self._world = world

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    # Laptops

    def synchronise(self) -> None:
        self._world.sync(self._world.any_device())

    def synchronise_well(self) -> None:
        self._world.sync(self._world.any_device(), well=True)

    def write_while_synchronising(self) -> None:
        """Whoever writes does not wait for a visit to end."""
        world = self._world
        one, at = world.any_device(), world.dice.randint(1, 4)
        world.people.write_on(one)
        with one.network.doing(lambda: world.people.write_on(one), at):
            world.sync(one)

    def two_at_the_same_moment(self) -> None:
        """Two wrote in the same place; while the service is about to write down what one of them
        sends, it does all that the other one wants.

        So whatever was read before the lock is old by then; see the planted bug
        `the_counter_is_locked_last`.
        """
        world = self._world
        two = world.people.write_the_same()
        if two is None:
            return
        one, other = two
        write = world.central.database.write

        def all_that_the_other_wants() -> None:
            with world.turns.writing(so=False):
                world.sync(other, well=True)

        first = at_call(world.dice.randint(1, 2), all_that_the_other_wants)

        @contextmanager
        def after_another() -> Iterator[Connection]:
            first()
            with write() as connection:
                yield connection

        with patch.object(world.central.database, "write", after_another):
            world.sync(one, well=True)

    def die_while_synchronising(self) -> None:
        world = self._world
        one = world.any_device()
        killable = Killable(world.dice.randint(1, 25), after=world.dice.random() < 0.5)
        try:
            world.engine(one, killable).run()
        except Crash:
            world.reopen(one)

    def start_again(self) -> None:
        self._world.reopen(self._world.any_device())

    def index_what_came_in(self) -> None:
        self._world.any_device().store.index.catch_up(self._world.dice.choice([1, 5, 100]))

    def a_clock_jumps(self) -> None:
        dice = self._world.dice
        self._world.any_device().ahead = timedelta(days=dice.choice([-4000, -1, 0, 1, 4000]))

    # The service

    def deliver_what_was_late(self) -> None:
        late = self._world.late
        if late:
            late.pop(self._world.dice.randrange(len(late))).arrive_late(self._world.serve)

    def kill_the_service(self) -> None:
        """In the middle of whatever it writes next; then it is started again."""
        one = self._world.any_device()
        with self.dying():
            self._world.engine(one).run()
        self._world.central.database.close()
        self._world.reopen_central()

    @contextmanager
    def dying(self) -> Iterator[None]:
        write = self._world.central.database.write
        left = self._world.dice.randint(1, 6)

        @contextmanager
        def dies() -> Iterator[Connection]:
            nonlocal left
            with write() as connection:
                yield connection
                left -= 1
                if left == 0:
                    raise ServiceDown

        with patch.object(self._world.central.database, "write", dies):
            yield

    def change_the_epoch(self) -> None:
        """As after a restore that lost nothing: everything is sent and read once more."""
        epoch.new_epoch(self._world.central)
        self._world.restores.epoch.is_new()

    def time_passes(self) -> None:
        self._world.now += timedelta(hours=self._world.dice.choice([1, 5, 20, 48]))

    def years_pass(self) -> None:
        self._world.now += timedelta(days=self._world.dice.choice([36, 400, 3000]))
