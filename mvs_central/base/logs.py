"""What the service writes about its own running: one JSON line each, ids and codes only.

Never a body, a name or the text of an error: those can hold what a family told us.
"""

import json
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Log = Callable[..., None]


def log_line(event: str, **fields: object) -> None:
    """Write one line to standard error."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}
    print(json.dumps(line, default=str), file=sys.stderr, flush=True)  # noqa: T201


def places_of(error: BaseException) -> list[str]:
    """Where an error came from, file and line, without what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-8:]]
