"""A window of the program, driven from outside: `python -m tests.e2e.locking LINE …`.

It connects to the socket LINE as soon as it shows something, tells when that is on screen, and
does what it is told. The other arguments are those of the program.
"""

import json
import os
import socket
import sys
import threading
import time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from mvs_desktop import app
from mvs_desktop.demo.hands import Hands, hush_offscreen
from mvs_desktop.demo.steps import Steps

CTRL = Qt.KeyboardModifier.ControlModifier


class Remote(QObject):
    """Does what is written on a socket, one thing at a time, with hands on the widgets."""

    told = Signal(str, list)

    def __init__(self, window: QWidget, line: str) -> None:
        super().__init__()
        hush_offscreen()
        self.hands = Hands(patience=60)
        self.steps = Steps(self.hands)
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(line)
        self.told.connect(self.do)
        threading.Thread(target=self.listen, daemon=True).start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: self.say("visible"))
        return False

    def say(self, word: str, *more: object) -> None:
        said = json.dumps([word, os.getpid(), time.monotonic(), *more])
        self.line.sendall(f"{said}\n".encode())

    def listen(self) -> None:
        with self.line.makefile() as lines:
            for text in lines:
                name, *arguments = json.loads(text)
                self.told.emit(name, arguments)

    def do(self, name: str, arguments: list[Any]) -> None:
        answer = getattr(self, name)(*arguments)
        self.say("done", answer)

    # What it can be told

    def unlock(self, passphrase: str) -> None:
        self.steps.unlock(passphrase)

    def open_notes(self, family: str) -> None:
        self.steps.open_family(family)
        self.steps.tab(5)
        self.hands.see("paragraph_1_text_control")

    def read_note(self) -> str:
        return str(self.hands.see("paragraph_1_text_control").toPlainText())

    def type_in_note(self, text: str) -> None:
        self.hands.type("paragraph_1_text_control", text, clear=True)

    def screens(self) -> list[str]:
        return sorted(w.objectName() for w in QApplication.topLevelWidgets() if w.isVisible())

    def lock_in_dialog(self) -> None:
        """With a dialog open that waits for an answer, Ctrl+L in its field."""

        def press() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QFileDialog)
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            self.say("locking")
            assert field is not None
            QTest.keyClick(field, Qt.Key.Key_L, CTRL)

        QTimer.singleShot(200, press)
        QFileDialog.getSaveFileName(self.hands.see("main_window"))


def main() -> int:
    line, *arguments = sys.argv[1:]
    begin = app.Program.start

    def start(program: app.Program) -> None:
        begin(program)
        assert program.start_window is not None
        program.start_window.remote = Remote(  # type: ignore[attr-defined]
            program.start_window, line
        )

    app.Program.start = start  # type: ignore[assignment, method-assign]
    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
