"""`python -m tests.simulation [--steps N] [--seed S] [--rounds R]`: many worlds, one after another.

Says the seed of what does not hold, and goes on; the same seed does it again.
"""

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from mvs_desktop.storage.store import Store
from tests.simulation.invariants import Broken
from tests.simulation.network import GOOD, Messages
from tests.simulation.run import simulate
from tests.sync.direct_central import blank_central
from tests.sync.laptop import KEY


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--show", action="store_true", help="every step")
    options = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of a set of texts must be the same the second time.
        again = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | {"PYTHONHASHSEED": "0"})  # noqa: S606
    with TemporaryDirectory(prefix="mvs-blank-") as folder:
        blank_store, blank_service = Path(folder) / "blank.db", Path(folder) / "central.db"
        Store.create(blank_store, KEY, uuid4()).close()
        blank_central(blank_service)
        messages: Messages = Counter()
        happened: Counter[str] = Counter()
        failed: list[int] = []
        for seed in range(options.seed, options.seed + options.rounds):
            start = time.monotonic()
            try:
                world = simulate(
                    blank_store,
                    blank_service,
                    seed,
                    options.steps,
                    say if options.show else nothing,
                )
            except Broken as broken:
                say(f"seed {seed}: {broken}")
                failed.append(seed)
                continue
            except Exception:  # noqa: BLE001 - whatever it is, its seed is what one needs to know
                say(f"seed {seed}: {traceback.format_exc()}")
                failed.append(seed)
                continue
            messages += world.messages
            happened += world.happened()
            say(f"seed {seed}: {len(world.made)} edits, {time.monotonic() - start:.1f} s")
        what: Counter[str] = Counter()
        for (_, trouble), number in messages.items():
            what[trouble] += number
        share = f"{1 - what[GOOD] / max(1, what.total()):.0%}"
        say(f"{what.total()} messages, {share} of them in trouble: {dict(what)}")
        say(f"in them: {dict(happened)}")
        if failed:
            say(f"{len(failed)} of {options.rounds} seeds failed: {failed}")
    return 1 if failed else 0


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def nothing(*_words: object) -> None:
    """Says nothing."""


if __name__ == "__main__":
    sys.exit(main())
