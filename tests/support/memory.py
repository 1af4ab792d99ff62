"""What is in the memory of another process: Linux, for whoever may look (root, or its parent)."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)")
_CHUNK = 16 * 1024 * 1024


def may_look(pid: int) -> bool:
    """Whether this process may read the memory of that one."""
    try:
        with Path(f"/proc/{pid}/mem").open("rb"):
            return True
    except OSError:
        return False


def found_in_memory(pid: int, words: Iterable[str]) -> dict[str, set[str]]:
    """Word → the encodings in which it stands anywhere in the readable memory of a process."""
    looked_for = {
        (word, encoding): word.encode(encoding)
        for word in words
        for encoding in ("utf-8", "utf-16-le", "utf-32-le")
    }
    overlap = max(map(len, looked_for.values())) - 1
    found: dict[str, set[str]] = {}
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for first, last in _readable(pid):
            tail = b""
            for start in range(first, last, _CHUNK):
                try:
                    piece = os.pread(memory.fileno(), min(_CHUNK, last - start), start)
                except OSError:  # a device, or given back meanwhile
                    tail = b""
                    continue
                data = tail + piece
                for (word, encoding), pattern in looked_for.items():
                    if pattern in data:
                        found.setdefault(word, set()).add(encoding)
                tail = data[-overlap:]
    return found


def megabytes_read(pid: int) -> float:
    """How much there is to read."""
    return sum(last - first for first, last in _readable(pid)) / 1e6


def _readable(pid: int) -> list[tuple[int, int]]:
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    mappings = (match for line in lines if (match := _MAPPING.match(line)))
    return [
        (int(match[1], 16), int(match[2], 16))
        for match in mappings
        if match[3].startswith("r") and match[4] not in ("[vvar]", "[vsyscall]")
    ]
