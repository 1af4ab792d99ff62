"""A third way to ask ahead, for tests: at once, and without a thread, so always the same."""

from collections.abc import Callable

from mvs_desktop.sync.ahead import Answer


def at_once(ask: Callable[[], Answer], /) -> Callable[[], Answer]:
    """Ask now, in this thread; whoever waits hears what became of it."""
    try:
        answer = ask()
    except BaseException as error:  # noqa: BLE001 - for whoever waits
        failure = error

        def fail() -> Answer:
            raise failure

        return fail
    return lambda: answer
