"""`python -m benchmarks.loop STORE KEY`: how long the event loop of a real window stands still
while the real synchroniser runs in its thread, as JSON."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from mvs_desktop.services.registers import Registers
from mvs_desktop.services.views import Link, SyncResult, SyncState
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.store import Store
from mvs_desktop.ui.collector import spare_what_stays
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.window import MainWindow

EVERY_MS = 2
LONGEST_S = 600


class Probe:
    """Looks at the clock every few milliseconds from within the event loop."""

    def __init__(self) -> None:
        self.blocks: list[float] = []  # milliseconds beyond the interval
        self.before: list[float] = []  # the same, until the run began
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def run_began(self) -> None:
        """What was before it is told apart: the window's own first drawing."""
        if not self.before:
            self.before, self.blocks = self.blocks, []

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.blocks.append((now - self._last) * 1000 - EVERY_MS)
        self._last = now


def main(path: Path, key: bytes) -> None:
    application = QApplication([])
    store = Store.open(path, key)
    enrolled = store.replica.enrolment()
    assert enrolled is not None
    workspace = Workspace(store, enrolled, Registers())
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(
            workspace,
            settings=Settings(Path(folder)),
            appearance=Appearance(application, "light"),
            language=Language(application),
        )
        window.show()
        probe, results = Probe(), []

        def received(result: SyncResult) -> None:
            results.append(result)
            probe.stop()
            window.close()

        def changed(state: SyncState) -> None:
            if state.link is Link.BUSY:
                probe.run_began()

        window.synchroniser.state_changed.connect(changed)
        window.synchroniser.received.connect(received)
        window.left.connect(application.quit)
        QTimer.singleShot(LONGEST_S * 1000, application.quit)
        began = time.perf_counter()
        spare_what_stays()  # as the program does
        probe.start()
        window.start()
        application.exec()
    blocks = sorted(probe.blocks)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "drawing_ms": max(probe.before),
                "longest_ms": blocks[-1],
                "p99_ms": blocks[len(blocks) * 99 // 100],
                "ticks": len(blocks),
                "pending": results[0].state.pending if results else None,
                "over_50_ms": sum(block > 50 for block in blocks),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
