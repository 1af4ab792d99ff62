"""Failures that nobody expected, wherever in the program they come up.

Python would print them with their text, which can hold what somebody wrote about a family,
and a desktop keeps what programs print. Here they are logged by code and place, and told.
"""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from mvs_desktop.ui.messages import error_message

Tell = Callable[[Exception], None]


def watch(tell: Tell) -> None:
    """From now on, say by `tell` what failed in this thread, and only log it elsewhere."""

    def failed(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, kind(), None)  # ended by key: there is nothing to tell
            return
        failure = error.with_traceback(trace)
        error_message(failure)  # logs it
        try:
            tell(failure)
        except Exception as again:  # noqa: BLE001 - telling must not fail without end
            error_message(again)

    def failed_elsewhere(args: "threading.ExceptHookArgs") -> None:
        if isinstance(args.exc_value, Exception):
            error_message(args.exc_value)

    def failed_at_the_end(args: "sys.UnraisableHookArgs") -> None:
        if isinstance(args.exc_value, Exception):
            error_message(args.exc_value)

    sys.excepthook = failed
    threading.excepthook = failed_elsewhere
    sys.unraisablehook = failed_at_the_end


def leave_no_memory_behind() -> None:
    """A crash must not write the memory of this process, with keys and case files, to a file."""
    if sys.platform == "win32":
        return  # what Windows Error Reporting keeps is the organisation's policy
    import resource  # noqa: PLC0415 - only where it exists

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
