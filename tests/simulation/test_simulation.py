"""A few worlds in every run of the tests; many more with `python3 dev.py simulate`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation import invariants
from tests.simulation.blank import Blank
from tests.simulation.network import GOOD
from tests.simulation.restores import Restores
from tests.simulation.run import come_to_rest, simulate
from tests.simulation.world import World

# Some that once went wrong are among them; what they brought to light is in `test_found` and
# `test_bugs`, for the dice fall otherwise after any change.
SEEDS = (1, 2, 3, 5, 14, 17, 44, 58)

TOGETHER = (
    "appoint_a_lead",
    "bring_in",
    "end_access",
    "offer_a_case",
    "answer_an_offer",
    "take_emergency_access",
    "write_when_access_is_over",
    "settle_what_lies_apart",
    "synchronise_well",
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_everything_holds(blank: Blank, seed: int) -> None:
    world = simulate(blank, seed, steps=200)
    good = sum(number for (_, what), number in world.messages.items() if what == GOOD)
    assert good < 0.7 * world.messages.total()  # it was as bad as it was meant to be
    assert len(world.made) > 20
    happened = world.happened()
    assert happened["contents"]
    assert happened["chunks given"]
    assert happened["chunks in trouble"]
    assert happened.total() - happened["contents"] > 10


COMMANDS = (
    "MemberGrant",
    "MemberEnd",
    "HandoverOffer",
    "HandoverAnswer",
    "EmergencyAccess",
    "ApartSettle",
)
MOST_STEPS = 1200  # some 200 do, of any seed that was looked at


@pytest.mark.timeout(600)
def test_all_commands_come_to_something(tmp_path: Path, blank: Blank) -> None:
    """Each is done and is refused, sooner or later, where people do little else."""
    awaited = {told for name in COMMANDS for told in (name, f"{name} refused")}
    with World(tmp_path, blank, seed=1, more_of=TOGETHER) as world:
        world.begin()
        for _ in range(MOST_STEPS):
            if awaited <= world.commands.done.keys():
                break
            world.step()
            invariants.check_answers(world)
        assert awaited <= world.commands.done.keys()
        come_to_rest(world)


LOOKED = (
    "cases that were named",
    "choices",
    "contents on laptops",
    "devices whose access was ended",
    "edits apart that were told",
    "edits that lie apart",
    "edits that were refused",
    "edits that were taken over",
    "emergencies to be told of",
    "lines of the history",
    "mirrors",
    "numbers",
    "operations that are kept",
    "operations that count as taken",
    "readings in an emergency",
    "records that were given",
    "records that were read",
    "rows with something on its way",
    "scopes on several laptops",
    "signed records",
    "tombstones",
    "withdrawals",
    "withdrawals in doubt",
    "words that are shut",
    "words that were taken",
)
OFTEN = (
    "withdraw_or_restore",
    "settle_a_conflict",
    "sign_a_note",
    "go_in_for_a_day",
    "write_when_access_is_over",
    "settle_what_lies_apart",
    "two_at_the_same_moment",
    "attach_and_synchronise",
    "synchronise_well",
)
RESTORES = tuple(Restores.ACTS)


@pytest.mark.timeout(600)
def test_no_invariant_holds_of_nothing(blank: Blank) -> None:
    """In a world in which nothing is put back, and in one in which much is."""
    calm = simulate(blank, 1, steps=150, more_of=OFTEN, without=RESTORES)
    rough = simulate(blank, 1, steps=150, more_of=(*OFTEN, *RESTORES, "ask_as_who_one_was"))
    looked = calm.looked + rough.looked
    assert [name for name in LOOKED if not looked[name]] == []
    assert looked["withdrawals"] > looked["withdrawals in doubt"] / 10


def test_a_seed_gives_the_same_world_in_every_process() -> None:
    """To the last byte that goes over the line, though a set of texts has another order in each."""
    options = ["--rounds", "1", "--steps", "40", "--bugs", "0", "--more-of", "let_in", "keep_out"]
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.simulation", "--seed", "1", *options],
            env=os.environ | {"PYTHONHASHSEED": order},
            stdout=subprocess.PIPE,
            text=True,
        )
        for order in ("1", "2")
    ]
    one, other = (process.communicate()[0] for process in both)
    prints = [re.search(r"fingerprint (\w+)", told) for told in (one, other)]
    assert all(prints), one + other
    assert len({found[1] for found in prints if found}) == 1
