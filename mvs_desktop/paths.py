"""Where the program finds the files that it ships with (fonts, themes, code lists).

Knows nothing about the user's own data; that place is decided elsewhere.
"""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder below `resources/`.

    They stand beside the package, in a checkout as in an installed copy; a frozen
    program has them in its own folder. Raises FileNotFoundError.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    path = root.joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError("/".join(("resources", *parts)))
    return path
