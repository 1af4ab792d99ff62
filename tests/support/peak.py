"""How much memory another process took at its highest: Linux."""

from pathlib import Path

MIB = 1024 * 1024


def peak_from_now(pid: int) -> int:
    """Begin to measure anew; the bytes that it has now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")
    return _bytes(pid, "VmRSS")


def peak(pid: int) -> int:
    """The most bytes since then."""
    return _bytes(pid, "VmHWM")


def _bytes(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
