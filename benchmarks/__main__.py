"""`python -m benchmarks store [--json]`: run one benchmark; each takes sizes of its own."""

import sys
from collections.abc import Callable, Sequence

from benchmarks import full, load, store, sync

BENCHMARKS: dict[str, Callable[[Sequence[str]], int]] = {
    "store": store.main,
    "full": full.main,
    "sync": sync.main,
    "load": load.main,
}


def main() -> int:
    """Gives the exit status."""
    name, *arguments = sys.argv[1:] or [""]
    if name not in BENCHMARKS:
        print(f"usage: python -m benchmarks {{{','.join(BENCHMARKS)}}} [--help]", file=sys.stderr)
        return 2
    return BENCHMARKS[name](arguments)


if __name__ == "__main__":
    sys.exit(main())
