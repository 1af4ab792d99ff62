"""What every system's watch offers."""

from PySide6.QtCore import QObject, Signal


class SessionWatch(QObject):
    """`away` comes when the session is locked or the computer is about to sleep.

    Where the system can wait, it holds off sleeping until this process has ended, or some
    seconds. This one knows no system and never tells anything.
    """

    away = Signal()

    def start(self) -> None:
        """Listen. Does not block, and says nothing when the system has nothing to tell."""

    def stop(self) -> None:
        """Listen no longer, and hold nothing up."""
