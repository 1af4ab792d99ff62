"""`python -m tests.simulation [--steps N] [--seed S] [--rounds R] [--bugs B]`: many worlds, one
after another.

Says the seed of what does not hold, and goes on; the same seed does it again. Then some of the
planted bugs are looked for in worlds as large as these; the tests do so in small ones.
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.blank import Blank, make_blank
from tests.simulation.broken import Broken
from tests.simulation.bugs.looking import found_in, look
from tests.simulation.bugs.where import WHERE, Where
from tests.simulation.network import GOOD, Messages
from tests.simulation.run import simulate
from tests.simulation.world import USERS, World


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--bugs", type=int, default=3, help="planted ones, to be found after that")
    parser.add_argument(
        "--more-of", nargs="*", default=(), metavar="ACT", help="ten times as often"
    )
    parser.add_argument("--show", action="store_true", help="every step")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="mvs-blank-") as folder:
        blank = make_blank(Path(folder))
        failed = _worlds(options, blank)
        chosen = random.Random(options.seed).sample(WHERE, min(options.bugs, len(WHERE)))
        missed = [where for where in chosen if not _is_found(where, blank, options.steps)]
    return 1 if failed or missed else 0


def _worlds(options: argparse.Namespace, blank: Blank) -> list[int]:
    """The seeds of those that do not hold."""
    messages: Messages = Counter()
    happened: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    done: Counter[str] = Counter()
    idle: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    failed: list[int] = []
    for seed in range(options.seed, options.seed + options.rounds):
        world = _world(options, blank, seed)
        if world is None:
            failed.append(seed)
        else:
            messages += world.messages
            happened += world.happened()
            looked += world.looked
            done += world.acts.done
            idle += world.acts.idle
            closed += world.acts.closed
    what: Counter[str] = Counter()
    for (_, trouble), number in messages.items():
        what[trouble] += number
    share = f"{1 - what[GOOD] / max(1, what.total()):.0%}"
    say(f"{what.total()} messages, {share} of them in trouble: {dict(what)}")
    say(f"in them: {dict(happened)}")
    say(f"there was for the invariants to look at: {dict(looked)}")
    say("acts (of them with nothing to do, and on a laptop that had to synchronise first):")
    for name, number in done.most_common():
        say(f"  {name}: {number} ({idle[name]}, {closed[name]})")
    if failed:
        say(f"{len(failed)} of {options.rounds} seeds failed: {failed}")
    return failed


def _world(options: argparse.Namespace, blank: Blank, seed: int) -> World | None:
    start = time.monotonic()
    tell = say if options.show else nothing
    try:
        world = simulate(blank, seed, options.steps, tell, more_of=tuple(options.more_of))
    except Broken as broken:
        say(f"seed {seed}: {broken}")
        return None
    except Exception:  # noqa: BLE001 - whatever it is, its seed is what one needs to know
        say(f"seed {seed}: {traceback.format_exc()}")
        return None
    took = f"{time.monotonic() - start:.1f} s"
    say(f"seed {seed}: {len(world.made)} edits, fingerprint {world.fingerprint()}, {took}")
    return world


def _is_found(where: Where, blank: Blank, steps: int) -> bool:
    """A planted bug, in whole worlds; without it the first of them holds."""
    name = where.bug.__name__
    try:
        look(where, where.seed, blank, USERS, steps)
    except Exception as error:  # noqa: BLE001 - as above
        say(f"without {name} seed {where.seed} does not hold: {error}")
        return False
    found = found_in(where, blank, USERS, steps)
    say(f"{name}: {found or 'NOT FOUND'}")
    return found is not None


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def nothing(*_words: object) -> None:
    """Says nothing."""


if __name__ == "__main__":
    sys.exit(main())
