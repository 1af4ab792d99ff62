"""Running a world for a while, and looking whether everything holds."""

from collections.abc import Callable
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

from tests.simulation import at_rest, invariants, whole_apart, whole_contents, writers
from tests.simulation.blank import Blank
from tests.simulation.broken import require
from tests.simulation.parts import Device
from tests.simulation.world import USERS, World

LOOK_EVERY = 20  # steps; looking costs more than a step
REST_EVERY = 150
MOST_ROUNDS = 6  # until everybody has everything
_ROOM = 1024 * 1024 * 1024


def simulate(
    blank: Blank,
    seed: int,
    steps: int,
    tell: Callable[[int, str], None] = lambda *_: None,
    users: int = USERS,
    more_of: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    rest_every: int = REST_EVERY,
) -> World:
    """Raises Broken, with the world as it was then thrown away; gives its counts else."""
    with (
        TemporaryDirectory(prefix="mvs-simulation-", dir=_in_memory()) as folder,
        World(Path(folder), blank, seed, users, more_of, without) as world,
    ):
        world.begin()
        for number in range(1, steps + 1):
            tell(number, world.step())
            invariants.check_answers(world)
            world.stores.check_those_that_spoke()
            if number % LOOK_EVERY == 0:
                whole_apart.check_apart(world)
                invariants.check_nothing_lost(world)
                invariants.check_signed(world)
                invariants.check_members(world)
                invariants.check_tombstones(world)
                invariants.check_history(world)
                invariants.check_numbers(world)
                whole_apart.check_places(world)
                whole_contents.check_contents(world)
                world.stores.check(*world.devices)
                writers.check_writers(world)
                writers.check_taken(world)
            if number % rest_every == 0 or number == steps:
                come_to_rest(world)
        return world


def _in_memory() -> str | None:
    """Where a file need not wait for a disk, if there is such a place: programs are killed here,
    and the power stays on."""
    place = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    roomy = place.is_dir() and disk_usage(place).free > _ROOM
    return str(place) if roomy else None


def come_to_rest(world: World) -> None:
    """Everybody synchronises until nothing moves any more."""
    while world.late:
        world.late.pop().arrive_late(world.serve)
    moves = list(world.devices)
    for _ in range(MOST_ROUNDS):
        moves = moves and [one for one in world.devices if _moves(world, one)]
    invariants.check_answers(world)
    invariants.check_members(world)
    invariants.check_tombstones(world)
    whole_apart.check_apart(world, at_rest=True)
    invariants.check_nothing_lost(world, at_rest=True)
    whole_apart.check_places(world)
    invariants.check_signed(world)
    invariants.check_choices(world)
    invariants.check_history(world)
    invariants.check_numbers(world)
    writers.check_writers(world)
    writers.check_taken(world)
    world.stores.check(*world.devices)
    at_rest.check_words(world)
    at_rest.check_laptops(world)
    at_rest.check_notices(world)
    whole_apart.check_told(world)
    whole_contents.check_contents(world, at_rest=True)
    whole_contents.check_laptops(world)
    at_rest.check_search(world)
    require(not moves, "it does not come to rest")


def _moves(world: World, one: Device) -> bool:
    """Whether a sync in which nothing goes wrong still brings something, or takes it."""
    world.forget_what_was_absent(one)
    report = world.sync(one, well=True)
    require(report.complete, f"a sync did not finish: {report.problem!r}")
    require(not report.unsound, "a case differs from the service")
    require(not report.unreadable, "an answer could not be read")
    went = report.confirmed or report.set_apart or report.pending or report.more_contents
    came = report.changed_records or report.changed_cases or report.fetched
    scopes = report.added or report.dropped or report.resynced or report.new_epoch
    return bool(went or came or scopes)
